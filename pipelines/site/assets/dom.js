// Elements from data. Texts become text nodes, never markup: a plan may print "<script>".
(() => {
  "use strict";
  const keikaku = (window.keikaku ??= { data: {} });
  const SVG = "http://www.w3.org/2000/svg";

  // An element with attributes (null and false leave one out) and children (texts, elements, lists; null is passed over).
  function el(name, attributes = {}, ...children) {
    return filled(document.createElement(name), attributes, children);
  }

  function svg(name, attributes = {}, ...children) {
    return filled(document.createElementNS(SVG, name), attributes, children);
  }

  function filled(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined && value !== false)
        element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }

  // A button that says a word of the interface.
  function button(key, run, attributes = {}) {
    const made = el("button", { type: "button", ...attributes }, keikaku.say(key));
    made.addEventListener("click", run);
    return made;
  }

  const byId = (id) => document.getElementById(id);

  // What a search compares: full-width and half-width, capitals and small letters are alike.
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ");

  // Run once when calls have stopped coming for so many milliseconds.
  function calm(run, wait) {
    let timer = 0;
    return (...values) => {
      clearTimeout(timer);
      timer = setTimeout(() => run(...values), wait);
    };
  }

  Object.assign(keikaku, { el, svg, button, byId, plain, calm });
})();
