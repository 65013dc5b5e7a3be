// The strip below the records: one field as read and as printed, where it stands, how sure it is, and what is decided.
(() => {
  "use strict";
  const keikaku = window.keikaku;
  const { el, say, sayYear, button, byId } = keikaku;
  const RAW = { name: "name_raw", indicator: "indicator_raw", text: "text_raw" };
  const LISTS = new Set(["policy", "departments"]);
  const NUMBERS = new Set(["value", "fiscal_year"]);
  const NEEDED = new Set(["name", "text"]);
  const LONG = new Set(["content", "objective", "text", ...LISTS]);
  const DETAILS = ["value", "unit", "qualifier", "grade"];

  // verdict: of verdict.js; on.page(field): go to its page; on.done(): the editor is closed.
  function inspector(verdict, on) {
    const box = byId("inspector");
    let shown = null;
    let editing = false;

    function show(field) {
      if (editing) return;
      shown = field;
      box.replaceChildren(
        ...(field
          ? [head(field), reading(field)]
          : [
              el(
                "p",
                { class: "hint" },
                say("inspector.hint"),
                el("span", { class: "wide-only" }, say("inspector.keys")),
              ),
            ]),
      );
    }

    function head(field) {
      const state = verdict.state(field);
      return el(
        "div",
        { class: "head" },
        el("h3", {}, title(field)),
        place(field),
        state
          ? el("span", { class: `badge ${state === "accepted" ? "good" : "changed"}` }, say(`inspector.${state}`))
          : null,
        el(
          "div",
          { class: "actions" },
          state ? null : button("inspector.accept", () => accept(field), { class: "main", id: "accept" }),
          button("inspector.correct", () => edit(field), { id: "correct" }),
          state ? button("inspector.withdraw", () => withdraw(field), { class: "quiet" }) : null,
        ),
      );
    }

    function title({ table, row, column }) {
      if (table === "initiatives") return say(`column.${column}`);
      if (column === "indicator") return say("column.indicator");
      const basis =
        table === "targets"
          ? "row.target"
          : row.kind !== "indicator"
            ? `row.${row.kind}`
            : row.basis === "baseline"
              ? "row.baseline"
              : "row.result";
      const of = [row.ref, row.indicator].filter(Boolean).join(" ");
      return [say(basis), " ", sayYear(row.fiscal_year), of ? el("small", { lang: "ja" }, of) : null];
    }

    function place(field) {
      if (!field.places.length) return el("span", { class: "where" }, say("inspector.nowhere"));
      const [page, first, last, bottom] = field.places[0];
      const words =
        bottom === undefined
          ? say("inspector.line", { n: first === last ? first : `${first}–${last}` })
          : say("inspector.page", { n: page });
      const made = el("button", { type: "button", class: "where link" }, words);
      made.addEventListener("click", () => on.page(field));
      return made;
    }

    function reading(field) {
      const { row, column } = field;
      const raw = row[RAW[column]];
      return el(
        "div",
        { class: "reading" },
        el(
          "div",
          {},
          el("h4", {}, say("inspector.read")),
          el("p", { lang: "ja", class: "as-read" }, text(row[column])),
          details(field),
        ),
        raw === undefined
          ? null
          : el("div", {}, el("h4", {}, say("inspector.printed")), el("p", { lang: "ja", class: "as-printed" }, raw)),
        doubts(row),
      );
    }

    function details({ row, column, columns }) {
      const listed =
        column === "text" ? DETAILS.filter((each) => columns.includes(each) && row[each] !== undefined) : [];
      const carried = row.carried ? el("li", {}, say("row.carried")) : null;
      return listed.length || carried
        ? el(
            "ul",
            { class: "details" },
            listed.map((each) => el("li", {}, say(`column.${each}`), " ", el("b", {}, String(row[each])))),
            carried,
          )
        : null;
    }

    function doubts(row) {
      const flags = (row.flags ?? []).filter((flag) => flag !== "reviewed");
      const sure =
        row.confidence < 1
          ? el("p", {}, say("column.confidence"), " ", el("b", {}, `${Math.round(row.confidence * 100)}%`))
          : null;
      const reviewed = row.flags?.includes("reviewed") ? el("p", {}, say("flag.reviewed")) : null;
      return sure || flags.length || reviewed
        ? el(
            "div",
            { class: "doubts" },
            sure,
            reviewed,
            el(
              "ul",
              {},
              flags.map((flag) => el("li", {}, say(`flag.${flag}`))),
            ),
          )
        : null;
    }

    const text = (value) => (Array.isArray(value) ? value.join("\n") : String(value ?? ""));

    function accept(field) {
      if (!verdict.state(field)) verdict.accept([field]);
      on.done();
    }

    function withdraw(field) {
      verdict.withdraw(field);
      on.done();
    }

    function edit(field) {
      editing = true;
      shown = field;
      const keep = el("button", { type: "submit", class: "main", id: "keep" }, say("inspector.keep"));
      const actions = el("div", { class: "actions" }, keep, button("inspector.cancel", close, { class: "quiet" }));
      const head = el("div", { class: "head" }, el("h3", {}, title(field)), actions);
      const form = el(
        "form",
        { class: "editor" },
        head,
        field.columns.map((column) => input(field, column)),
      );
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        save(field, form);
      });
      form.addEventListener("keydown", (event) => {
        if (event.key === "Escape") close();
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
      });
      box.replaceChildren(form);
      form.querySelector("textarea, input").focus();
    }

    function input(field, column) {
      const value = text(verdict.now(field, column));
      const short = NUMBERS.has(column) || column === "unit";
      const common = { name: column, lang: "ja", required: NEEDED.has(column) };
      const made = LONG.has(column)
        ? el("textarea", { ...common, rows: Math.min(6, Math.max(1, value.split("\n").length)) })
        : el("input", { ...common, inputmode: NUMBERS.has(column) ? "decimal" : null, size: short ? 8 : null });
      made.value = value;
      made.addEventListener("input", () => made.setCustomValidity(""));
      const hint = LISTS.has(column) ? el("small", {}, say("inspector.a_line_each")) : null;
      return el("label", { class: LONG.has(column) ? "long" : null }, say(`column.${column}`), made, hint);
    }

    function save(field, form) {
      const nows = {};
      for (const column of field.columns) {
        const control = form.elements[column];
        nows[column] = parsed(column, control.value);
        control.setCustomValidity(complaint(column, nows[column]));
      }
      if (!form.reportValidity()) return;
      editing = false;
      verdict.correct(field, nows);
      on.done();
    }

    function complaint(column, value) {
      if (Number.isNaN(value) || (column === "fiscal_year" && !Number.isInteger(value ?? 0)))
        return keikaku.word("inspector.no_number");
      return NEEDED.has(column) && value === null ? keikaku.word("inspector.needed") : "";
    }

    function parsed(column, typed) {
      const said = typed.trim();
      if (LISTS.has(column))
        return said
          .split("\n")
          .map((line) => line.trim())
          .filter(Boolean);
      if (said === "") return null;
      return NUMBERS.has(column) ? Number(said.normalize("NFKC").replaceAll(",", "")) : said;
    }

    function close() {
      editing = false;
      on.done();
    }

    return { show, edit, accept, editing: () => editing, shown: () => shown };
  }

  Object.assign(keikaku, { inspector });
})();
