// A document: pages on the left, records on the right, and what connects them.
(() => {
  "use strict";
  const keikaku = window.keikaku;
  const { el, say, sayAttribute, button, byId, calm, decisions } = keikaku;
  const book = keikaku.data.book;
  const LISTS = { policy: " › ", departments: "、" };
  const WAIT = 90; // milliseconds the mouse rests on a field before its page is scrolled to

  const index = keikaku.fields(book);
  const verdict = keikaku.verdict(book.document);
  const fieldsAt = (page) => index.byPage.get(page) ?? [];
  const pane = byId("records");
  const left = (book.lines ? keikaku.dump : keikaku.sheets)(
    book.lines ? { lines: keikaku.data.lines, count: book.document.page_count } : book,
    byId("pages"),
    fieldsAt,
    { point: pointOnPage, pick: pickOnPage },
  );
  const found = keikaku.findings(book, toPage);
  const right = keikaku.entries(index, pane, {
    value,
    mark,
    doubts,
    page: (row) => firstPage(row),
    acceptAll,
    findings: found.about,
  });
  const strip = keikaku.inspector(verdict, { page: (field) => left.reveal(field.places[0]), done });
  const scrollLater = calm((field) => pointed[0] === field && field.places[0] && left.reveal(field.places[0]), WAIT);
  let chosen = null;
  let pointed = [];

  // The content of a field's element.
  function value(field) {
    const { row, column } = field;
    const was = row[column];
    const now = verdict.now(field, column);
    const carried = column === "text" && row.carried ? el("span", { class: "carried" }, "→ ") : null;
    if (verdict.state(field) !== "corrected" || JSON.stringify(was) === JSON.stringify(now))
      return [carried, printed(column, was)].filter(Boolean);
    return [el("del", {}, printed(column, was)), " ", el("ins", {}, printed(column, now))];
  }

  function printed(column, held) {
    return Array.isArray(held) ? held.join(LISTS[column] ?? "\n") : String(held ?? "");
  }

  function mark(element, field) {
    const state = verdict.state(field);
    element.classList.toggle("accepted", state === "accepted");
    element.classList.toggle("corrected", state === "corrected");
    element.classList.toggle("unsure", field.unsure);
    element.classList.toggle("placeless", !field.places.length);
  }

  function doubts(row) {
    const flags = (row.flags ?? []).filter((flag) => flag !== "reviewed");
    const made =
      row.confidence < 1 ? el("span", { class: "badge warning" }, `${Math.round(row.confidence * 100)}%`) : null;
    if (made && flags.length) sayAttribute(made, "title", `flag.${flags[0]}`);
    return made;
  }

  function firstPage(row) {
    const place = row.places.name?.[0] ?? Object.values(row.places)[0]?.[0];
    return place ? toPage(place[0], place) : null;
  }

  function toPage(page, place) {
    const lines = place && place.length === 3;
    const made = el(
      "button",
      { type: "button", class: "link page" },
      lines ? say("inspector.line", { n: place[1] }) : say("inspector.page", { n: page }),
    );
    made.addEventListener("click", () => (place ? left.reveal(place) : left.turnTo(page)));
    return made;
  }

  const undecided = (n) => index.entries[n].fields.filter((field) => !verdict.state(field));

  function acceptAll(n) {
    return button("entry.accept_all", () => verdict.accept(undecided(n)), { class: "quiet accept-all" });
  }

  // Light what is pointed at and what is chosen, on both sides.
  function light() {
    for (const element of pane.querySelectorAll(".field.pointed, .field.chosen"))
      element.classList.remove("pointed", "chosen");
    for (const field of pointed) right.drawn(field)?.classList.add("pointed");
    if (chosen) right.drawn(chosen)?.classList.add("chosen");
    left.show({
      chosen: chosen?.places ?? [],
      pointed: pointed.filter((field) => field !== chosen).flatMap((field) => field.places),
    });
    strip.show(pointed[0] ?? chosen);
  }

  function point(fields) {
    if (fields.length === pointed.length && fields.every((field, n) => field === pointed[n])) return;
    pointed = fields;
    light();
  }

  function pointOnPage(fields) {
    byId("pages").classList.toggle("hit", fields.length > 0);
    point(fields);
  }

  function pickOnPage(fields) {
    if (!fields.length) return;
    const at = fields.indexOf(chosen);
    choose(fields[(at + 1) % fields.length], { left: false });
  }

  // Choose a field: it stays lit, and keys are about it.
  function choose(field, { left: scrollLeft = true, focus = true } = {}) {
    if (strip.editing()) return;
    const before = chosen && right.drawn(chosen);
    if (before) before.tabIndex = -1;
    chosen = field;
    const element = right.find(field);
    element.tabIndex = 0;
    element.closest("article").hidden = false;
    if (focus) element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
    if (scrollLeft && field.places[0]) left.reveal(field.places[0]);
    light();
  }

  function fieldOf(event) {
    const element = event.target.closest(".field");
    return element ? index.byKey.get(element.dataset.key) : null;
  }

  // A decision was made, or an editor closed.
  function done() {
    const field = strip.shown();
    light();
    if (field) right.drawn(field)?.focus({ preventScroll: true });
  }

  function redraw() {
    for (const field of index.list) right.refresh(field);
    const decided = index.list.filter((field) => verdict.state(field)).length;
    byId("progress").replaceChildren(say("entry.progress", { n: decided, all: index.list.length }));
    light();
  }

  function listen() {
    pane.addEventListener("mouseover", (event) => {
      const field = fieldOf(event);
      point(field ? [field] : []);
      if (field) scrollLater(field);
    });
    pane.addEventListener("mouseleave", () => point([]));
    pane.addEventListener(
      "focusin",
      (event) => fieldOf(event) && fieldOf(event) !== chosen && choose(fieldOf(event), { focus: false }),
    );
    pane.addEventListener("click", (event) => fieldOf(event) && choose(fieldOf(event)));
    addEventListener("beforeprint", right.fillAll);
    decisions.onChange(redraw);
    keikaku.onLanguage(light);
  }

  function notice() {
    const { status, error } = book.document;
    if (status !== "ok")
      return el(
        "div",
        { class: "finding error" },
        el(
          "p",
          {},
          el("span", { class: "badge error" }, say(`status.${status}`)),
          " ",
          el("b", {}, say("document.failed")),
        ),
        el("p", { class: "message" }, error),
      );
    if (!index.entries.length) return el("p", { class: "notice" }, say("document.no_entries"));
    return null;
  }

  function start() {
    if (book.why)
      byId("pages").replaceChildren(
        el(
          "div",
          { class: "blank" },
          el("p", {}, say(`why.${book.why}`)),
          el("p", {}, el("code", {}, book.document.source)),
        ),
      );
    byId("entries").append(...[notice(), found.general(), ...right.articles].filter(Boolean));
    decisions.dialog(`keikaku-decisions-${book.document.doc_id}.json`, () => [book.document.sha256]);
    keikaku.desk({ book, index, verdict, left, right, found, strip, choose, chosen: () => chosen, undecided });
    listen();
    redraw();
  }

  start();
})();
