// The language of the interface: Japanese as written, English on demand, remembered where the browser permits it.
(() => {
  "use strict";
  const keikaku = (window.keikaku ??= { data: {} });
  const STORED = "keikaku.language";
  const ATTRIBUTES = { "data-say-label": "aria-label", "data-say-title": "title", "data-say-placeholder": "placeholder" };
  const listeners = [];
  let language = remembered();

  function remembered() {
    try {
      return localStorage.getItem(STORED) === "en" ? "en" : "ja";
    } catch {
      return "ja"; // storage is forbidden here
    }
  }

  function remember() {
    try {
      localStorage.setItem(STORED, language);
    } catch {
      // it lasts for this page alone
    }
  }

  // The word with this key; {name} is replaced by values.name.
  function word(key, values = {}) {
    const said = keikaku.data.words[key];
    const text = said ? said[language === "en" ? 1 : 0] : key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  // An element that shows the word and changes with the language.
  function say(key, values) {
    const element = document.createElement("span");
    element.dataset.say = key;
    if (values) element.dataset.sayValues = JSON.stringify(values);
    element.textContent = word(key, values);
    return element;
  }

  function translate(root) {
    for (const element of root.querySelectorAll("[data-say]")) {
      element.textContent = word(element.dataset.say, JSON.parse(element.dataset.sayValues ?? "{}"));
    }
    for (const [mark, attribute] of Object.entries(ATTRIBUTES)) {
      for (const element of root.querySelectorAll(`[${mark}]`)) {
        element.setAttribute(attribute, word(element.getAttribute(mark)));
      }
    }
  }

  function apply() {
    document.documentElement.lang = language;
    translate(document);
    const button = document.getElementById("language");
    button.textContent = word("page.language");
    button.lang = language === "en" ? "ja" : "en";
    for (const listener of listeners) listener(language);
  }

  function toggle() {
    language = language === "en" ? "ja" : "en";
    remember();
    apply();
  }

  Object.assign(keikaku, { word, say, translate, onLanguage: (listener) => listeners.push(listener) });
  document.getElementById("language").addEventListener("click", toggle);
  if (language !== "ja") apply();
})();
