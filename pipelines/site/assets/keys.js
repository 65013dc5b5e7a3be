// The keys of a page, and the dialog that names them.
(() => {
  "use strict";
  const keikaku = window.keikaku;
  const { el, say, byId } = keikaku;
  const TYPING = "input, textarea, select, [contenteditable]";
  const known = [];

  // keys: all that do the same; key: the word that says what they do.
  function bind(keys, key, run) {
    known.push({ keys, key, run });
  }

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
    const found = known.find(({ keys }) => keys.includes(event.key));
    if (!found) return;
    event.preventDefault();
    found.run(event);
  }

  function help() {
    const dialog = byId("help");
    dialog.querySelector("dl").replaceChildren(
      ...known.map(({ keys, key }) =>
        el(
          "div",
          {},
          el(
            "dt",
            {},
            keys.map((each) => el("kbd", {}, shown(each))),
          ),
          el("dd", {}, say(key)),
        ),
      ),
    );
    dialog.showModal();
  }

  const NAMES = { ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc", Enter: "Enter" };
  const shown = (key) => NAMES[key] ?? key;

  document.addEventListener("keydown", press);
  byId("keys").addEventListener("click", help);
  bind(["?"], "keys.help", help);
  bind(["l"], "keys.language", keikaku.toggleLanguage);
  Object.assign(keikaku, { bind });
})();
