// The right side: an article an initiative, its fields drawn when it comes near the screen.
(() => {
  "use strict";
  const keikaku = window.keikaku;
  const { el, say, sayYear, sayAttribute, button } = keikaku;
  const BASES = { targets: "row.target", baseline: "row.baseline", reported: "row.result" };
  const NEAR = "900px"; // how far from the screen an article is drawn

  // value(field): the content of a field's element; on.acceptAll(entry); page(n): a link to a page.
  function entries(index, pane, make) {
    const elements = new Map(); // of fields, by key
    const articles = index.entries.map(article);
    const watch = new IntersectionObserver(
      (seen) => seen.filter((each) => each.isIntersecting).forEach((each) => fill(Number(each.target.dataset.n))),
      { root: pane, rootMargin: NEAR },
    );
    articles.forEach((each) => watch.observe(each));

    function article(entry) {
      const { row, n } = entry;
      const made = el("article", {
        class: "entry",
        id: row.initiative_id,
        "data-n": n,
        "aria-labelledby": `name-${n}`,
      });
      made.append(head(entry), el("div", { class: "body" }));
      return made;
    }

    function head({ row, n, own }) {
      const [number, name] = ["number", "name"].map((column) => own.find((each) => each.column === column));
      return el(
        "header",
        {},
        number ? element(number, "number") : el("span", { class: "number none" }, "–"),
        el("h2", { id: `name-${n}` }, name ? element(name, "name") : null),
        row.is_new ? el("span", { class: "badge new" }, say("row.new")) : null,
        make.doubts(row),
        make.page(row),
        make.acceptAll(n),
      );
    }

    // Draw the fields of an article, if that is not done yet.
    function fill(n) {
      const body = articles[n].querySelector(".body");
      if (body.childElementCount) return;
      watch.unobserve(articles[n]);
      const entry = index.entries[n];
      body.append(...[make.findings(n), properties(entry), figures(entry), accounts(entry)].filter(Boolean));
    }

    function element(field, kind = "") {
      const made = el(
        "div",
        { class: `field ${kind}`, role: "button", tabindex: -1, "data-key": field.key },
        make.value(field),
      );
      made.lang = "ja";
      elements.set(field.key, made);
      make.mark(made, field);
      return made;
    }

    function properties({ own }) {
      const listed = own.filter((each) => each.column !== "number" && each.column !== "name");
      if (!listed.length) return null;
      return el(
        "dl",
        { class: "properties" },
        listed.map((each) =>
          el("div", {}, el("dt", {}, say(`column.${each.column}`)), el("dd", {}, element(each, each.column))),
        ),
      );
    }

    // Indicators and actions down, fiscal years across, planned above achieved.
    function figures({ indicators }) {
      if (!indicators.length) return null;
      const years = [
        ...new Set(indicators.flatMap((group) => group.cells.map((each) => each.row.fiscal_year ?? null))),
      ].sort((a, b) => (a ?? 0) - (b ?? 0));
      const head = el(
        "tr",
        {},
        el("th", { scope: "col" }, say("column.indicator")),
        el("th", { scope: "col", class: "basis" }, el("span", { class: "unseen" }, say("row.basis"))),
        years.map((year) => el("th", { scope: "col", class: "year" }, sayYear(year))),
      );
      const table = el(
        "table",
        {},
        el("thead", {}, head),
        indicators.map((group) => el("tbody", {}, lines(group, years))),
      );
      return sayAttribute(
        el("div", { class: "figures", tabindex: 0, role: "group" }, table),
        "aria-label",
        "row.figures",
      );
    }

    function lines(group, years) {
      const bases = Object.keys(BASES).filter((basis) => group.cells.some((each) => basisOf(each) === basis));
      return bases.map((basis, n) => {
        const cells = group.cells.filter((each) => basisOf(each) === basis);
        const name = n
          ? null
          : el(
              "th",
              { scope: "rowgroup", rowspan: bases.length, class: "indicator" },
              group.name ? element(group.name) : "–",
              group.unit ? el("small", { lang: "ja" }, `(${group.unit})`) : null,
            );
        const basisHead = el("th", { scope: "row", class: `basis ${basis}` }, say(BASES[basis]));
        return el(
          "tr",
          {},
          name,
          basisHead,
          years.map((year) =>
            el(
              "td",
              { class: cells[0].row.kind },
              cells.filter((each) => (each.row.fiscal_year ?? null) === year).map((each) => element(each)),
            ),
          ),
        );
      });
    }

    const basisOf = (field) => (field.table === "targets" ? "targets" : field.row.basis);

    function accounts({ accounts: listed }) {
      if (!listed.length) return null;
      return el(
        "dl",
        { class: "properties accounts" },
        listed.map((each) =>
          el(
            "div",
            {},
            el(
              "dt",
              {},
              say(`row.${each.row.kind}`),
              " ",
              el("small", {}, sayYear(each.row.fiscal_year)),
              each.row.indicator ? el("small", { lang: "ja" }, each.row.indicator) : null,
            ),
            el("dd", {}, element(each, each.row.kind)),
          ),
        ),
      );
    }

    // The element of a field, drawn now if it is not yet.
    function find(field) {
      fill(field.initiative);
      return elements.get(field.key);
    }

    function refresh(field) {
      const made = elements.get(field.key);
      if (!made) return;
      made.replaceChildren(...[make.value(field)].flat());
      make.mark(made, field);
    }

    const fillAll = () => articles.forEach((_, n) => fill(n));
    return { articles, find, fill, fillAll, refresh, drawn: (field) => elements.get(field.key) };
  }

  Object.assign(keikaku, { entries });
})();
