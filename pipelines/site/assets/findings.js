// Findings: what does not add up, beside the initiative or the document it is about.
(() => {
  "use strict";
  const keikaku = window.keikaku;
  const { el, say, button } = keikaku;
  const MANY = 6;

  // toPage(n): a link to a page.
  function findings(book, toPage) {
    const made = new Map(book.findings.map((each) => [each.finding_id, element(each)]));

    function element(each) {
      const values = [
        ["expected", each.expected],
        ["actual", each.actual],
      ].filter(([, value]) => value !== undefined);
      return el(
        "div",
        { class: `finding ${each.severity}`, id: each.finding_id, tabindex: -1 },
        el(
          "p",
          {},
          el("span", { class: `badge ${each.severity}` }, say(`severity.${each.severity}`)),
          " ",
          el("b", {}, say(`rule.${each.rule}`)),
          each.page ? toPage(each.page) : null,
        ),
        el("p", { class: "message", lang: "ja" }, each.message),
        values.length
          ? el(
              "dl",
              { class: "against" },
              values.map(([name, value]) =>
                el("div", { class: name }, el("dt", {}, say(`column.${name}`)), el("dd", { lang: "ja" }, value)),
              ),
            )
          : null,
      );
    }

    const of = (test) => book.findings.filter(test).map((each) => made.get(each.finding_id));
    const known = new Set(book.initiatives.map((each) => each.initiative_id));

    // Those about an initiative.
    function about(n) {
      const listed = of((each) => each.initiative_id === book.initiatives[n].initiative_id);
      return listed.length ? el("div", { class: "findings" }, listed) : null;
    }

    // Those about the document as a whole; many of them are folded up.
    function general() {
      const listed = of((each) => !known.has(each.initiative_id));
      if (!listed.length) return null;
      const open = listed.length <= MANY;
      return el(
        "details",
        { class: "findings general", open },
        el("summary", {}, say("findings.general", { n: listed.length })),
        listed,
      );
    }

    return { about, general, element: (id) => made.get(id) };
  }

  Object.assign(keikaku, { findings });
})();
