// The tools and keys of a document's page.
(() => {
  "use strict";
  const keikaku = window.keikaku;
  const { byId, bind, calm } = keikaku;

  // parts: what document.js puts together.
  function desk(parts) {
    const { index, verdict, left, strip, chosen, undecided } = parts;
    const { step, stepEntry, stepFinding, goToAddress } = keikaku.jumps(parts);

    function pages() {
      const number = byId("page");
      byId("page-count").textContent = `/ ${left.count}`;
      number.max = left.count;
      number.value = 1;
      number.addEventListener("change", () => left.turnTo(Number(number.value)));
      byId("pages").addEventListener(
        "scroll",
        calm(() => (number.value = left.current()), 60),
      );
      byId("zoom-in").addEventListener("click", () => zoom(1));
      byId("zoom-out").addEventListener("click", () => zoom(-1));
      byId("zoom").addEventListener("click", () => zoom(0));
      byId("boxes").addEventListener("click", boxes);
      for (const tool of document.querySelectorAll(".of-sheets")) tool.hidden = !left.scale || !left.count;
      for (const tool of document.querySelectorAll(".of-pages")) tool.hidden = !left.count;
    }

    function zoom(way) {
      left.scale(way);
      if (chosen()?.places.length) left.reveal(chosen().places[0]);
    }

    function boxes() {
      byId("boxes").setAttribute("aria-pressed", String(left.toggleAll()));
    }

    function accept() {
      if (!chosen()) return;
      strip.accept(chosen());
      step(1);
    }

    function keys() {
      bind(["j", "ArrowDown"], "keys.next_field", () => step(1));
      bind(["k", "ArrowUp"], "keys.previous_field", () => step(-1));
      bind(["n"], "keys.next_entry", () => stepEntry(1));
      bind(["p"], "keys.previous_entry", () => stepEntry(-1));
      bind(["u"], "keys.next_unsure", () => step(1, (field) => field.unsure && !verdict.state(field)));
      bind(["f"], "keys.next_finding", stepFinding);
      bind(["a"], "keys.accept", accept);
      bind(["A"], "keys.accept_all", () => chosen() && verdict.accept(undecided(chosen().initiative)));
      bind(["e"], "keys.correct", () => chosen() && strip.edit(chosen()));
      bind(["["], "keys.previous_page", () => left.turnTo(left.current() - 1));
      bind(["]"], "keys.next_page", () => left.turnTo(left.current() + 1));
      if (left.scale) bind(["+"], "keys.zoom_in", () => zoom(1));
      if (left.scale) bind(["-"], "keys.zoom_out", () => zoom(-1));
      if (left.scale) bind(["0"], "keys.zoom_fit", () => zoom(0));
      if (left.scale) bind(["b"], "keys.boxes", boxes);
      bind(["/"], "keys.search", () => byId("search").focus());
    }

    pages();
    keys();
    if (index.list.length) parts.right.find(index.list[0]).tabIndex = 0;
    goToAddress();
  }

  Object.assign(keikaku, { desk });
})();
