// The index: a row a document, drawn as far as one has scrolled.
(() => {
  "use strict";
  const keikaku = window.keikaku;
  const { el, say, sayYear, byId, word, filter, decisions, calm } = keikaku;
  const documents = keikaku.data.documents;
  const CHUNK = 60;
  const FIELDS = ["search", "municipality", "kind", "state", "sort"];
  const PRESETS = { search: "", municipality: "", kind: "", state: "all", sort: "trouble" };
  const SEVERITIES = ["error", "warning", "info"];
  let found = [];
  let drawn = 0;

  // The figures above the table; some of them choose rows.
  function figures() {
    const sum = (name) => documents.reduce((all, each) => all + (each[name] ?? 0), 0);
    const states = (name) => documents.filter(filter.states[name]).length;
    const tiles = [
      ["documents", documents.length, "all"],
      ["initiatives", sum("initiative_count")],
      ["targets", sum("target_count")],
      ["results", sum("result_count")],
      ["failed", states("failed"), "failed"],
      ["errors", states("errors"), "errors"],
      ["unsure", states("unsure"), "unsure"],
      ...(states("unseen") ? [["unseen", states("unseen"), "unseen"]] : []),
    ];
    byId("figures").replaceChildren(...tiles.map(([key, number, state]) => el("li", {}, tile(key, number, state))));
  }

  function tile(key, number, state) {
    const parts = [el("b", {}, number.toLocaleString()), say(`figure.${key}`)];
    if (!state) return el("div", { class: "tile" }, parts);
    const made = el(
      "button",
      { type: "button", class: `tile of-${number ? key : "none"}`, "data-state": state },
      parts,
    );
    made.addEventListener("click", () => {
      byId("state").value = state;
      update();
    });
    return made;
  }

  function options() {
    const names = [...new Set(documents.map((each) => each.municipality).filter(Boolean))];
    byId("municipality").append(
      el("option", { value: "" }, word("filter.any")),
      ...names.sort(new Intl.Collator("ja").compare).map((name) => el("option", { value: name }, name)),
    );
    const kinds = [...new Set(documents.map((each) => each.doc_kind))].filter(Boolean);
    fill("kind", ["", ...kinds], (kind) => (kind ? `kind.${kind}` : "filter.any"));
    fill("state", Object.keys(filter.states), (state) => `state.${state}`);
    fill("sort", Object.keys(filter.orders), (order) => `sort.${order}`);
    byId("municipality").options[0].dataset.say = "filter.any";
  }

  function fill(id, values, key) {
    for (const value of values) byId(id).append(el("option", { value, "data-say": key(value) }, word(key(value))));
  }

  // What is asked for stands in the address, so that going back finds it again.
  function recallAddress() {
    const told = new URLSearchParams(location.hash.slice(1));
    for (const field of FIELDS) byId(field).value = told.get(field) ?? PRESETS[field];
  }

  function wanted() {
    return Object.fromEntries(FIELDS.map((field) => [field, byId(field).value]));
  }

  function update() {
    const asked = wanted();
    const told = new URLSearchParams(
      FIELDS.filter((field) => asked[field] !== PRESETS[field]).map((field) => [field, asked[field]]),
    );
    history.replaceState(null, "", String(told) ? `#${told}` : location.pathname + location.search);
    found = filter.chosen(asked);
    drawn = 0;
    byId("documents").replaceChildren();
    draw(CHUNK);
    byId("none").hidden = found.length > 0;
    byId("count").replaceChildren(say("filter.count", { n: found.length, all: documents.length }));
    for (const button of document.querySelectorAll("[data-state]")) {
      button.setAttribute("aria-pressed", String(button.dataset.state === asked.state));
    }
  }

  function draw(many) {
    byId("documents").append(...found.slice(drawn, drawn + many).map(row));
    drawn = Math.min(found.length, drawn + many);
  }

  function row(each) {
    const failed = each.status !== "ok";
    return el(
      "tr",
      { role: "row", class: failed ? "failed" : null, "data-id": each.doc_id },
      el("th", { scope: "row", role: "rowheader", class: "title" }, heading(each, failed)),
      failed ? reason(each) : [about(each), counts(each)],
    );
  }

  function heading(each, failed) {
    const done = decisions.shelf(each.sha256).size;
    return [
      el("a", { href: `${each.doc_id}/index.html`, lang: "ja" }, each.called),
      failed ? el("span", { class: "badge error" }, say(`status.${each.status}`)) : null,
      done ? el("span", { class: "badge good" }, say("figure.decided", { n: done })) : null,
      each.why ? el("span", { class: "badge" }, say("figure.unseen")) : null,
      el("small", {}, each.source),
    ];
  }

  function about(each) {
    const kind = each.doc_kind === "unknown" ? null : say(`kind.${each.doc_kind}`);
    return [cell("municipality", each.municipality), cell("kind", kind), cell("period", period(each))];
  }

  function cell(name, content, attributes = {}) {
    return el("td", { role: "cell", class: name, "data-name": word(`column.${name}`), ...attributes }, content);
  }

  function period(each) {
    if (!each.period_start) return each.fiscal_year ? sayYear(each.fiscal_year) : null;
    const span = [sayYear(each.period_start), "–", sayYear(each.period_end ?? each.period_start)];
    return each.fiscal_year && each.doc_kind === "progress"
      ? [span, el("small", {}, sayYear(each.fiscal_year), say("unit.reported"))]
      : span;
  }

  function reason(each) {
    return el("td", { role: "cell", class: "reason", colspan: 9 }, each.error);
  }

  function counts(each) {
    const numbers = ["page_count", "initiatives", "targets", "results"].map((name) =>
      cell(name, (each[name === "page_count" ? name : `${name.slice(0, -1)}_count`] ?? 0).toLocaleString()),
    );
    return [numbers, cell("findings", badges(each.findings)), cell("confidence", confidence(each))];
  }

  function badges(many) {
    return SEVERITIES.map((severity, n) =>
      many[n]
        ? el(
            "span",
            {
              class: `badge ${severity}`,
              "data-say-title": `severity.${severity}`,
              title: word(`severity.${severity}`),
            },
            many[n],
          )
        : null,
    );
  }

  function confidence(each) {
    if (each.confidence === undefined || each.confidence === null) return null;
    const percent = Math.floor(each.confidence * 100);
    return [
      el("meter", { min: 0, max: 100, low: 80, high: 95, optimum: 100, value: percent, "aria-hidden": "true" }),
      el("span", {}, `${percent}%`),
    ];
  }

  function step(by) {
    const links = [...document.querySelectorAll("#documents a")];
    const at = links.indexOf(document.activeElement);
    const next = links[Math.max(0, Math.min(links.length - 1, at + by))];
    next?.focus();
    if (next && links.indexOf(next) > links.length - 3) draw(CHUNK);
  }

  function start() {
    figures();
    options();
    recallAddress();
    decisions.dialog("keikaku-decisions.json", () => documents.map((each) => each.sha256));
    decisions.onChange(update);
    byId("search").addEventListener("input", calm(update, 60));
    for (const field of FIELDS.slice(1)) byId(field).addEventListener("change", update);
    byId("filter").addEventListener("submit", (event) => event.preventDefault());
    byId("filter").addEventListener("reset", () => setTimeout(update));
    new IntersectionObserver(([seen]) => seen.isIntersecting && draw(CHUNK), { rootMargin: "800px" }).observe(
      byId("more"),
    );
    addEventListener("beforeprint", () => draw(found.length));
    keikaku.onLanguage(update);
    keikaku.bind(["/"], "keys.search", () => byId("search").focus());
    keikaku.bind(["j"], "keys.next_document", () => step(1));
    keikaku.bind(["k"], "keys.previous_document", () => step(-1));
    update();
  }

  start();
})();
