// The left side for a PDF: its pages as pictures, with the boxes of fields drawn over them.
(() => {
  "use strict";
  const keikaku = window.keikaku;
  const { el, svg, say, sayAttribute, byId } = keikaku;
  const STEP = 1.25;
  const LEAST = 0.5;
  const MOST = 6;
  const MARGIN = 48; // pixels kept around a box that is scrolled to
  const UPPER = 0.35; // share of the pane's height above it
  const AROUND = 1.5; // points a box is drawn larger than the text it surrounds
  const A4 = [595, 842];

  // fieldsAt: [{field, place}] of a page; on.point(fields), on.pick(fields): the mouse is over, has pressed these.
  function sheets(book, pane, fieldsAt, on) {
    const made = new Map(book.sheets.map((sheet) => [sheet[0], figure(sheet)]));
    let zoom = 1;
    let all = false;
    let shown = {};
    pane.replaceChildren(...made.values());
    pane.addEventListener("mousemove", (event) => on.point(under(event)));
    pane.addEventListener("mouseleave", () => on.point([]));
    pane.addEventListener("click", (event) => on.pick(under(event)));

    function figure([page, width, height, file, why]) {
      const [w, h] = width && height ? [width, height] : A4;
      const picture = file
        ? el("img", {
            src: file,
            width: Math.round(w * 2),
            height: Math.round(h * 2),
            loading: "lazy",
            decoding: "async",
          })
        : notDrawn(why);
      if (file) sayAttribute(picture, "alt", "sheet.alt", { page });
      const boxes = svg("svg", {
        class: "boxes",
        viewBox: `0 0 ${w} ${h}`,
        preserveAspectRatio: "none",
        "aria-hidden": "true",
      });
      return el(
        "figure",
        { class: "sheet", id: `page-${page}`, "data-page": page },
        el("figcaption", {}, String(page)),
        el("div", { class: "leaf" }, picture, boxes),
      );
    }

    function notDrawn(why) {
      return el("div", { class: "blank" }, el("p", {}, say("sheet.not_drawn")), el("p", {}, why));
    }

    // The fields with the smallest box under the mouse.
    function under(event) {
      const leaf = event.target.closest(".leaf");
      if (!leaf) return [];
      const page = Number(leaf.parentElement.dataset.page);
      const seen = leaf.getBoundingClientRect();
      const view = leaf.querySelector("svg").viewBox.baseVal;
      const x = ((event.clientX - seen.left) / seen.width) * view.width;
      const y = ((event.clientY - seen.top) / seen.height) * view.height;
      const hit = fieldsAt(page).filter(
        ({ place: [, x0, y0, x1, y1] }) => x >= x0 - 1 && x <= x1 + 1 && y >= y0 - 1 && y <= y1 + 1,
      );
      const area = ({ place: [, x0, y0, x1, y1] }) => (x1 - x0) * (y1 - y0);
      const least = Math.min(...hit.map(area));
      return hit.filter((each) => area(each) <= least + 0.5).map((each) => each.field);
    }

    function rect([, x0, y0, x1, y1], kind) {
      return svg("rect", {
        x: x0 - AROUND,
        y: y0 - AROUND,
        width: x1 - x0 + 2 * AROUND,
        height: y1 - y0 + 2 * AROUND,
        rx: 2,
        class: kind,
      });
    }

    // Draw the boxes of fields, by kind ("chosen", "pointed").
    function show(kinds) {
      shown = kinds;
      for (const figure of pane.querySelectorAll(".boxes:not(:empty)"))
        figure.replaceChildren(...(all ? faint(figure) : []));
      for (const [kind, places] of Object.entries(kinds)) {
        for (const place of places) made.get(place[0])?.querySelector("svg").append(rect(place, kind));
      }
    }

    function faint(boxes) {
      return fieldsAt(Number(boxes.closest("figure").dataset.page)).map(({ place }) => rect(place, "faint"));
    }

    function toggleAll() {
      all = !all;
      for (const boxes of pane.querySelectorAll(".boxes")) boxes.replaceChildren(...(all ? faint(boxes) : []));
      show(shown);
      return all;
    }

    // Where an element begins within what the pane scrolls.
    const top = (element) => element.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
    const start = (element) =>
      element.getBoundingClientRect().left - pane.getBoundingClientRect().left + pane.scrollLeft;

    // Scroll as little as needed for a place to be seen.
    function reveal([page, x0, y0, x1, y1]) {
      const leaf = made.get(page)?.querySelector(".leaf");
      if (!leaf) return;
      const scale = leaf.clientWidth / leaf.querySelector("svg").viewBox.baseVal.width;
      scrollInto("scrollTop", pane.clientHeight, UPPER, top(leaf) + y0 * scale, top(leaf) + y1 * scale);
      scrollInto("scrollLeft", pane.clientWidth, 0.5, start(leaf) + x0 * scale, start(leaf) + x1 * scale);
    }

    // Nothing moves while it is in sight; else it comes to its share of the room, or begins there if it is long.
    function scrollInto(side, room, share, from, to) {
      if (from >= pane[side] && to <= pane[side] + room) return;
      pane[side] = from - Math.max(MARGIN, (room - (to - from)) * share);
    }

    function turnTo(page) {
      if (made.has(page)) pane.scrollTop = top(made.get(page)) - 4;
    }

    // The page at the upper third of the pane.
    function current() {
      const line = pane.scrollTop + pane.clientHeight / 3;
      return [...made].findLast(([, figure]) => top(figure) <= line)?.[0] ?? 1;
    }

    function scale(factor) {
      const held = made.get(current());
      const within = (pane.scrollTop - top(held)) / held.offsetHeight;
      zoom = factor === 0 ? 1 : Math.min(MOST, Math.max(LEAST, zoom * (factor > 0 ? STEP : 1 / STEP)));
      pane.style.setProperty("--zoom", zoom);
      pane.scrollTop = top(held) + within * held.offsetHeight;
      byId("zoom").textContent = `${Math.round(zoom * 100)}%`;
    }

    return { show, reveal, turnTo, current, scale, toggleAll, count: book.sheets.length };
  }

  Object.assign(keikaku, { sheets });
})();
