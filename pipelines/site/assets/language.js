// The language of the interface: Japanese as written, English on demand, remembered where the browser permits it.
(() => {
  "use strict";
  const keikaku = (window.keikaku ??= { data: {} });
  const STORED = "keikaku.language";
  const ATTRIBUTES = {
    "data-say-label": "aria-label",
    "data-say-title": "title",
    "data-say-placeholder": "placeholder",
    "data-say-alt": "alt",
  };
  const ERAS = [
    [2019, "令和", "R"],
    [1989, "平成", "H"],
    [1926, "昭和", "S"],
  ];
  const listeners = [];
  let language = recall(STORED) === "en" ? "en" : "ja";

  // What the browser keeps from page to page; null where it forbids that.
  function recall(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  function remember(key, text) {
    try {
      if (text === null) localStorage.removeItem(key);
      else localStorage.setItem(key, text);
      return true;
    } catch {
      return false; // forbidden, or full: it lasts as long as this page
    }
  }

  // The word with this key; {name} is replaced by values.name.
  function word(key, values = {}) {
    const said = keikaku.data.words[key];
    const text = said ? said[language === "en" ? 1 : 0] : key.slice(key.indexOf(".") + 1);
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

  // Give an element an attribute that changes with the language.
  function sayAttribute(element, attribute, key, values) {
    const [mark] = Object.entries(ATTRIBUTES).find(([, name]) => name === attribute);
    element.setAttribute(mark, key);
    if (values) element.dataset.sayValues = JSON.stringify(values);
    element.setAttribute(attribute, word(key, values));
    return element;
  }

  // 2026 as 令和8, or as it is.
  function year(number) {
    if (number === null || number === undefined) return word("unit.undated");
    const [first, era] = ERAS.find(([begin]) => number >= begin) ?? [0, ""];
    if (language === "en" || !era) return String(number);
    return `${era}${number === first ? "元" : number - first + 1}`;
  }

  function sayYear(number) {
    const element = document.createElement("span");
    element.dataset.year = number ?? "";
    element.textContent = year(number);
    return element;
  }

  function translate(root) {
    for (const element of root.querySelectorAll("[data-say]")) {
      element.textContent = word(element.dataset.say, JSON.parse(element.dataset.sayValues ?? "{}"));
    }
    for (const element of root.querySelectorAll("[data-year]")) {
      element.textContent = year(element.dataset.year === "" ? null : Number(element.dataset.year));
    }
    for (const [mark, attribute] of Object.entries(ATTRIBUTES)) {
      for (const element of root.querySelectorAll(`[${mark}]`)) {
        const values = JSON.parse(element.dataset.sayValues ?? "{}");
        element.setAttribute(attribute, word(element.getAttribute(mark), values));
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
    remember(STORED, language);
    apply();
  }

  const onLanguage = (listener) => listeners.push(listener);
  Object.assign(keikaku, {
    word,
    say,
    sayAttribute,
    year,
    sayYear,
    recall,
    remember,
    onLanguage,
    toggleLanguage: toggle,
  });
  document.getElementById("language").addEventListener("click", toggle);
  apply();
})();
