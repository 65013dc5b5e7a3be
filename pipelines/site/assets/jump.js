// Ways through a document: to the next field, an initiative, a finding, or those that a search finds.
(() => {
  "use strict";
  const keikaku = window.keikaku;
  const { el, byId, calm, plain, word } = keikaku;

  // desk: what document.js puts together.
  function jumps({ book, index, verdict, left, right, found, choose, chosen }) {
    let finding = -1;

    const STATES = {
      all: () => true,
      unsure: (entry) => entry.fields.some((field) => field.unsure),
      findings: (entry) => book.findings.some((each) => each.initiative_id === entry.row.initiative_id),
      undecided: (entry) => entry.fields.some((field) => !verdict.state(field)),
    };

    // The next field that passes a test, from the chosen one on (or back).
    function step(by, test = () => true) {
      const list = index.list.filter((field) => !right.articles[field.initiative].hidden);
      const begin = chosen() ? list.indexOf(chosen()) : -1;
      for (let at = begin + by; at >= 0 && at < list.length; at += by) if (test(list[at])) return choose(list[at]);
    }

    function stepEntry(by) {
      const begin = chosen() ? chosen().initiative : -1;
      for (let n = begin + by; n >= 0 && n < index.entries.length; n += by)
        if (!right.articles[n].hidden) return goTo(n);
    }

    function goTo(n) {
      const { own, fields } = index.entries[n];
      const field = own.find((each) => each.column === "name") ?? fields[0];
      if (field) choose(field);
      right.articles[n].scrollIntoView({ block: "start" });
    }

    function stepFinding() {
      if (!book.findings.length) return;
      goToFinding((finding + 1) % book.findings.length);
    }

    function goToFinding(at) {
      finding = at;
      const each = book.findings[at];
      const n = book.initiatives.findIndex((row) => row.initiative_id === each.initiative_id);
      if (n >= 0) right.fill(n);
      const element = found.element(each.finding_id);
      element.closest("details")?.setAttribute("open", "");
      element.scrollIntoView({ block: "center" });
      element.focus({ preventScroll: true });
      if (each.page) left.turnTo(each.page);
    }

    function sought({ row }) {
      const texts = [
        row.number,
        row.name,
        row.content,
        row.objective,
        ...(row.policy ?? []),
        ...(row.departments ?? []),
      ];
      const rows = [...row.targets, ...row.results].flatMap((each) => [each.indicator, each.text]);
      return plain([...texts, ...rows].filter(Boolean).join(" "));
    }

    function filter() {
      const parts = plain(byId("search").value).split(" ").filter(Boolean);
      const test = STATES[byId("state").value];
      let many = 0;
      index.entries.forEach((entry, n) => {
        entry.sought ??= sought(entry);
        const fits = test(entry) && parts.every((part) => entry.sought.includes(part));
        right.articles[n].hidden = !fits;
        many += fits;
      });
      byId("none").hidden = many > 0 || !index.entries.length;
    }

    function listen() {
      const name = (row) => [row.number, row.name].filter(Boolean).join(" ");
      const rule = (each) => `rule.${each.rule}`;
      const say = (key) => ({ "data-say": key });
      byId("jump-entry").append(...index.entries.map(({ row, n }) => el("option", { value: n }, name(row))));
      byId("jump-finding").append(
        ...book.findings.map((each, n) => el("option", { value: n, ...say(rule(each)) }, word(rule(each)))),
      );
      byId("state").append(
        ...Object.keys(STATES).map((state) =>
          el("option", { value: state, ...say(`state.${state}`) }, word(`state.${state}`)),
        ),
      );
      byId("jump-finding").parentElement.hidden = !book.findings.length;
      on("jump-entry", goTo);
      on("jump-finding", goToFinding);
      byId("state").addEventListener("change", filter);
      byId("search").addEventListener("input", calm(filter, 80));
    }

    // A list that goes where its option says, and then shows its own name again.
    function on(id, go) {
      byId(id).addEventListener("change", ({ target }) => {
        const at = target.value;
        target.value = "";
        if (at !== "") go(Number(at));
      });
    }

    // An address may end in the id of an initiative or a finding.
    function goToAddress() {
      const id = location.hash.slice(1);
      const entry = index.entries.findIndex(({ row }) => row.initiative_id === id);
      const each = book.findings.findIndex(({ finding_id }) => finding_id === id);
      if (entry >= 0) goTo(entry);
      if (each >= 0) goToFinding(each);
    }

    listen();
    addEventListener("hashchange", goToAddress);
    return { step, goToAddress, stepEntry, stepFinding };
  }

  Object.assign(keikaku, { jumps });
})();
