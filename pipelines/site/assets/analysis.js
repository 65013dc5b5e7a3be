// The analysis page: a document, or all documents of a municipality beside each other, chosen by what follows # .
(() => {
  "use strict";
  const keikaku = window.keikaku;
  const { analysis, charts, el, word, say } = keikaku;
  const shelf = keikaku.data.documents.filter((document) => document.initiative_count);
  const loaded = new Map();
  const waiting = new Map();
  const room = document.getElementById("analysis");
  const picker = document.getElementById("municipality");
  const filter = document.getElementById("filter");
  const observer = new IntersectionObserver((seen) => seen.filter((each) => each.isIntersecting).forEach(({ target }) => draw(target)), {
    rootMargin: "600px",
  });

  // A place for a chart, drawn when it comes near; its kind gives it the height it will have.
  function chart(make, kind) {
    const place = el("div", { class: `chart ${kind}` });
    waiting.set(place, make);
    observer.observe(place);
    return place;
  }

  function draw(place) {
    const make = waiting.get(place);
    if (!make) return;
    waiting.delete(place);
    observer.unobserve(place);
    place.append(make(Math.max(140, Math.floor(place.getBoundingClientRect().width))));
  }

  function drawAll() {
    for (const place of [...waiting.keys()]) draw(place);
  }

  // Data: a document's records are a script of its own, which hands them over.
  function load(doc_id) {
    if (!loaded.has(doc_id)) {
      loaded.set(doc_id, new Promise((resolve, reject) => {
        const script = el("script", { src: `${doc_id}/records.js` });
        script.addEventListener("load", () => resolve(keikaku.data.book));
        script.addEventListener("error", reject);
        document.head.append(script);
      }));
    }
    return loaded.get(doc_id);
  }

  const cityOf = (document) => document.municipality ?? "";
  const when = (document) => document.fiscal_year ?? document.period_start ?? 0;
  const cities = () => [...new Set(shelf.map(cityOf))].sort((a, b) => codeOf(a).localeCompare(codeOf(b)) || a.localeCompare(b, "ja"));
  const codeOf = (city) => shelf.find((document) => cityOf(document) === city)?.municipality_code ?? "999999";
  const documentsOf = (city) => shelf.filter((document) => cityOf(document) === city).sort((a, b) => when(a) - when(b));

  // What follows #: doc=ID, or city=NAME.
  function chosen() {
    const asked = new URLSearchParams(location.hash.slice(1));
    const one = shelf.find((document) => document.doc_id === asked.get("doc"));
    const city = one ? cityOf(one) : asked.get("city") ?? cities()[0];
    const documents = documentsOf(cities().includes(city) ? city : cities()[0]);
    return { city: cityOf(documents[0]), documents, one: one ?? (documents.length === 1 ? documents[0] : null) };
  }

  async function show() {
    if (shelf.length === 0) return room.replaceChildren(el("p", { class: "nothing" }, say("analysis.nothing")));
    const { city, documents, one } = chosen();
    showPicker(city, documents, one);
    const asked = location.hash;
    const books = await Promise.all((one ? [one] : documents).map((document) => load(document.doc_id)));
    if (asked !== location.hash) return; // another was chosen meanwhile
    waiting.clear();
    room.replaceChildren(...(one ? document_(books[0]) : municipality(books)));
    applyFilter();
  }

  function showPicker(city, documents, one) {
    picker.replaceChildren(...cities().map((name) => el("option", { value: name }, name || word("analysis.no_municipality"))));
    picker.value = city;
    const link = (href, text, current) => el("a", { href, "aria-current": current && "true" }, text);
    const all = documents.length > 1 ? [link(`#city=${encodeURIComponent(city)}`, say("analysis.compare"), !one)] : [];
    const each = documents.map((document) => link(`#doc=${document.doc_id}`, label(document), document === one));
    window.document.getElementById("documents").replaceChildren(...all, ...each);
  }

  // A document's year and title; where another of the municipality has the same, its path too.
  function label(document) {
    const named = (each) => (each.fiscal_year ? `${charts.year(each.fiscal_year)} ${each.called}` : each.called);
    const same = documentsOf(cityOf(document)).filter((each) => named(each) === named(document)).length > 1;
    return same ? `${named(document)} – ${document.source}` : named(document);
  }

  // Sections of a document.
  function document_(book) {
    const { document } = book;
    const heading = el("h2", { class: "title" }, el("a", { href: `${document.doc_id}/index.html` }, document.called));
    return [heading, facts(document), figures([book], false), stages(book), grades([book])].filter(Boolean);
  }

  function facts(document) {
    const period = document.period_start ? `${charts.year(document.period_start)}–${charts.year(document.period_end)}` : null;
    const counts = ["initiative", "target", "result", "finding"].map((name) => [`analysis.${name}s`, document[`${name}_count`] ?? 0]);
    const all = [...(period ? [["analysis.period", period]] : []), ...counts];
    return el("dl", { class: "facts" }, ...all.map(([key, value]) => el("div", {}, el("dt", {}, say(key)), el("dd", {}, String(value)))));
  }

  function section(key, count, note, ...children) {
    const heading = el("h3", {}, say(key), " ", el("span", { class: "count" }, String(count)));
    return el("section", { class: "part" }, heading, note, ...children);
  }

  function figures(books, across) {
    const found = analysis.series(books, across);
    if (found.length === 0) return null;
    const key = across ? "analysis.shared_figures" : "analysis.figures";
    return section(key, found.length, legend(), el("div", { class: "figures" }, ...found.map((one) => figure(one, across))));
  }

  function figure(one, across) {
    const name = el("span", { class: "indicator" }, [one.ref, one.indicator ?? word("analysis.no_indicator")].filter(Boolean).join(" "));
    const unit = one.unit ? el("span", { class: "unit" }, one.unit) : null;
    const caption = el("figcaption", {}, link(one.initiative), el("span", { class: "named" }, name, unit));
    const picture = one.points.length > 1 ? chart((width) => charts.figures(one, width), charts.alone(one.points) ? "short" : "tall") : single(one);
    return el("figure", { class: "card", "data-text": text(one.initiative, one.indicator) }, caption, picture, across ? changes(one) : null);
  }

  // A single figure is said, not drawn.
  function single(one) {
    const [point] = one.points;
    const value = el("strong", { class: point.role }, charts.shown(point.value), el("small", {}, one.unit ?? ""));
    return el("p", { class: "single" }, el("span", {}, `${charts.year(point.year)} `, say(`analysis.${point.role}`)), value);
  }

  function changes(one) {
    const found = analysis.changed(one).map(([year, targets]) =>
      el("li", {}, `${charts.year(year)}: ${targets.map((target) => `${charts.shown(target.value)} (${target.books.map((book) => label(book.document)).join(", ")})`).join(" / ")}`),
    );
    return found.length ? el("div", { class: "changed" }, say("analysis.changed"), el("ul", {}, ...found)) : null;
  }

  function link(initiative) {
    const doc_id = initiative.initiative_id.slice(0, initiative.initiative_id.lastIndexOf("-"));
    const named = [initiative.number, initiative.name].filter(Boolean).join(" ");
    return el("a", { class: "initiative", href: `${doc_id}/index.html#${initiative.initiative_id}` }, named);
  }

  const text = (initiative, ...more) => [initiative.number, initiative.name, ...(initiative.policy ?? []), ...(initiative.departments ?? []), ...more].join(" ").toLowerCase();

  function legend() {
    const mark = (role) => el("li", { class: `key ${role}` }, say(`analysis.${role}`));
    return el("ul", { class: "legend" }, ...["baseline", "target", "result"].map(mark));
  }

  function stages(book) {
    const found = analysis.strips(book);
    if (found.length === 0) return null;
    const all = analysis.years(found.flatMap(({ actions }) => actions.flatMap(({ bars }) => bars.flatMap((bar) => [bar.start, bar.end - 1]))));
    const keys = Object.keys(charts.PHASE_FILL).map((name) => el("li", { class: `key phase-${name}` }, say(`analysis.phase_${name}`)));
    const head = () => el("div", { class: "row head" }, el("span"), chart((width) => charts.axis(all, width), "axis"));
    const card = ({ initiative, actions }) =>
      el("div", { class: "card strip", "data-text": text(initiative, ...actions.map(({ name }) => name)) }, el("h4", {}, link(initiative)), head(),
        ...actions.map((action) => el("div", { class: "row" }, el("span", { class: "action" }, action.name ?? ""), chart((width) => charts.strip(action, all, width), "bars"))));
    return section("analysis.stages", found.length, el("ul", { class: "legend" }, ...keys), ...found.map(card));
  }

  // Grades below each heading of one document; of several, in each of them.
  function grades(books) {
    const counts = books.length === 1 ? analysis.grades(books[0]) : books.flatMap(inDocument);
    if (counts.length === 0) return null;
    const order = analysis.gradeOrder(counts);
    const groups = [...new Set(counts.map((each) => each.group))];
    const sum = (group) => counts.filter((each) => each.group === group).reduce((many, each) => many + each.many, 0);
    const most = Math.max(...groups.map(sum));
    const row = (group) => el("div", { class: "row" }, el("span", { class: "action" }, group || word("analysis.no_policy")),
      chart((width) => charts.gradeBar(counts.filter((each) => each.group === group), order, most, width), "grade"));
    return section("analysis.grades", groups.reduce((all, group) => all + sum(group), 0), null, el("div", { class: "card" }, ...groups.map(row)));
  }

  const inDocument = (book) => analysis.counted(book.initiatives.flatMap((initiative) =>
    initiative.results.filter((row) => row.grade !== undefined).map((row) => ({ initiative, grade: row.grade, group: label(book.document) }))));

  // Sections of a municipality.
  function municipality(books) {
    const heading = el("h2", { class: "title" }, books[0].document.municipality ?? word("analysis.no_municipality"));
    return [heading, overview(books), figures(books, true), grades(books)].filter(Boolean);
  }

  function overview(books) {
    const columns = ["initiatives", "kept", "added", "gone", "targets", "results", "findings"];
    const head = el("tr", {}, el("th", { scope: "col" }, say("analysis.document")), ...columns.map((name) => el("th", { scope: "col", class: "n" }, say(`analysis.${name}`))));
    const rows = analysis.continuity(books).map(({ book: { document }, first, kept, added, gone }) => {
      const of = { initiatives: document.initiative_count, kept: first ? "" : kept, added: first ? "" : added.length, gone: first ? "" : gone.length,
        targets: document.target_count, results: document.result_count, findings: document.finding_count };
      const cells = columns.map((name) => el("td", { class: "n" }, String(of[name] ?? 0)));
      return el("tr", {}, el("th", { scope: "row" }, el("a", { href: `#doc=${document.doc_id}` }, label(document))), ...cells);
    });
    const table = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": word("analysis.compare") }, el("table", {}, el("thead", {}, head), el("tbody", {}, ...rows)));
    return section("analysis.compare", books.length, null, table, ...moved(books));
  }

  // The names of initiatives that came and went, folded.
  function moved(books) {
    return analysis.continuity(books).filter(({ first, added, gone }) => !first && (added.length || gone.length)).map(({ book, added, gone }) =>
      el("details", {}, el("summary", {}, label(book.document)),
        ...[["added", added], ["gone", gone]].filter(([, names]) => names.length).map(([key, names]) =>
          el("div", { class: key }, el("b", {}, say(`analysis.${key}`)), el("ul", {}, ...names.map((name) => el("li", {}, name)))))));
  }

  function applyFilter() {
    const wanted = filter.value.trim().toLowerCase().split(/\s+/);
    for (const card of room.querySelectorAll("[data-text]")) card.hidden = !wanted.every((part) => card.dataset.text.includes(part));
  }

  window.addEventListener("hashchange", show);
  window.addEventListener("beforeprint", drawAll);
  picker.addEventListener("change", () => { location.hash = `city=${encodeURIComponent(picker.value)}`; });
  filter.addEventListener("input", applyFilter);
  keikaku.onLanguage(show);
  show();
})();
