// The left side for a text dump: its numbered lines; for an office file, its paragraphs or the rows of its sheets.
(() => {
  "use strict";
  const keikaku = window.keikaku;
  const { el } = keikaku;
  const CHUNK = 100; // lines a block that the browser may leave undrawn while it is out of sight
  const MARGIN = 60;

  // The same as sheets.js gives for pages; a place is [page, first line, last line].
  function dump({ lines, count }, pane, fieldsAt, on) {
    const key = (page, number) => `${page}-${number}`;
    const made = new Map(lines.map((line) => [key(line[1], line[0]), element(line)]));
    const elements = [...made.values()];
    const firsts = new Map();
    let lit = [];
    for (const [number, page] of lines) if (!firsts.has(page)) firsts.set(page, key(page, number));
    pane.classList.add("dump");
    for (let n = 0; n < elements.length; n += CHUNK)
      pane.append(el("div", { class: "block" }, elements.slice(n, n + CHUNK)));
    pane.addEventListener("mousemove", (event) => on.point(under(event)));
    pane.addEventListener("mouseleave", () => on.point([]));
    pane.addEventListener("click", (event) => on.pick(under(event)));

    function element([number, page, text]) {
      return el(
        "div",
        { class: "line", id: `line-${page}-${number}`, "data-line": number, "data-page": page },
        el("i", {}, String(number)),
        el("span", {}, text),
      );
    }

    function under(event) {
      const line = event.target.closest(".line");
      if (!line) return [];
      const number = Number(line.dataset.line);
      const hit = fieldsAt(Number(line.dataset.page)).filter(
        ({ place: [, first, last] }) => number >= first && number <= last,
      );
      const size = ({ place: [, first, last] }) => last - first;
      const least = Math.min(...hit.map(size));
      return hit.filter((each) => size(each) === least).map((each) => each.field);
    }

    function show(kinds) {
      for (const line of lit) line.classList.remove("chosen", "pointed");
      lit = [];
      for (const [kind, places] of Object.entries(kinds)) for (const place of places) light(place, kind);
    }

    function light([page, first, last], kind) {
      for (let number = first; number <= last; number++) {
        const line = made.get(key(page, number));
        if (!line) continue;
        line.classList.add(kind);
        lit.push(line);
      }
    }

    function reveal([page, first]) {
      const line = made.get(key(page, first));
      if (!line) return;
      const at = line.getBoundingClientRect();
      const seen = pane.getBoundingClientRect();
      if (at.top < seen.top || at.bottom > seen.bottom) pane.scrollTop += at.top - seen.top - MARGIN;
    }

    function turnTo(page) {
      const line = made.get(firsts.get(page));
      if (line) pane.scrollTop += line.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    }

    function current() {
      const seen = pane.getBoundingClientRect();
      const line = document.elementFromPoint(seen.left + 30, seen.top + 30)?.closest(".line");
      return line ? Number(line.dataset.page) : (lines[0]?.[1] ?? 1);
    }

    return { show, reveal, turnTo, current, count };
  }

  Object.assign(keikaku, { dump });
})();
