// What a reviewer has decided: kept in this browser document by document, saved as a small file for `keikaku convert`.
(() => {
  "use strict";
  const keikaku = window.keikaku;
  const { el, say, byId, button, recall, remember } = keikaku;
  const FORMAT = "keikaku-decisions-1";
  const REVIEWER = "keikaku.reviewer";
  const TYPE = "application/json";
  const stored = (sha256) => `keikaku.decisions.${sha256}`;
  const keyOf = (decision) => `${decision.table}|${decision.id}|${decision.field}`;
  const shelves = new Map(); // by SHA-256: decisions by key
  const listeners = [];

  // The decisions on a document.
  function shelf(sha256) {
    if (!shelves.has(sha256)) shelves.set(sha256, new Map(read(sha256).map((each) => [keyOf(each), each])));
    return shelves.get(sha256);
  }

  function read(sha256) {
    try {
      return JSON.parse(recall(stored(sha256)) ?? "[]").filter(sound);
    } catch {
      return []; // not written by this site
    }
  }

  function sound(decision) {
    return (
      ["sha256", "table", "id", "field"].every((name) => typeof decision?.[name] === "string") && "now" in decision
    );
  }

  function put(sha256, decisions) {
    const held = shelf(sha256);
    for (const each of decisions) held.set(keyOf(each), each);
    changed(sha256);
  }

  function drop(sha256, keys) {
    const held = shelf(sha256);
    for (const key of keys) held.delete(key);
    changed(sha256);
  }

  function changed(sha256) {
    const held = [...shelf(sha256).values()];
    remember(stored(sha256), held.length ? JSON.stringify(held) : null);
    for (const listener of listeners) listener();
  }

  const reviewer = () => recall(REVIEWER) || null;

  // The file: all decisions on these documents.
  function file(sha256s) {
    const decisions = sha256s.flatMap((sha256) => [...shelf(sha256).values()]);
    return `${JSON.stringify({ format: FORMAT, decisions }, null, 1)}\n`;
  }

  function download(name, sha256s) {
    const url = URL.createObjectURL(new Blob([file(sha256s)], { type: TYPE }));
    el("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  // Write where the reader says, in browsers that let a page do so.
  async function saveAs(name, sha256s) {
    try {
      const handle = await window.showSaveFilePicker({
        suggestedName: name,
        types: [{ accept: { [TYPE]: [".json"] } }],
      });
      const out = await handle.createWritable();
      await out.write(file(sha256s));
      await out.close();
      tell("decisions.saved", { name: handle.name });
    } catch (error) {
      if (error.name !== "AbortError") tell("decisions.not_saved", { why: error.message });
    }
  }

  // Take over decisions of a file, of these documents alone.
  async function load(chosen, sha256s) {
    let found = [];
    try {
      const told = JSON.parse(await chosen.text());
      if (told.format !== FORMAT) throw new SyntaxError(FORMAT);
      found = told.decisions.filter(sound);
    } catch {
      return tell("decisions.no_file", { name: chosen.name });
    }
    const fit = found.filter((each) => sha256s.includes(each.sha256));
    for (const sha256 of new Set(fit.map((each) => each.sha256))) {
      put(
        sha256,
        fit.filter((each) => each.sha256 === sha256),
      );
    }
    return tell("decisions.loaded", { taken: fit.length, left: found.length - fit.length });
  }

  function tell(key, values) {
    byId("decisions-told").replaceChildren(say(key, values));
  }

  // The dialog that saves and loads; documents: a function that gives the SHA-256 of those at hand.
  function dialog(name, documents) {
    const box = byId("decisions");
    const who = byId("reviewer");
    who.value = reviewer() ?? "";
    who.addEventListener("change", () => remember(REVIEWER, who.value.trim() || null));
    const chooser = byId("decisions-file");
    chooser.addEventListener("change", () => chooser.files[0] && load(chooser.files[0], documents()));
    const actions = byId("decisions-actions");
    actions.append(button("decisions.download", () => download(name, documents()), { class: "main", id: "download" }));
    if (window.showSaveFilePicker) actions.append(button("decisions.save_as", () => saveAs(name, documents())));
    actions.append(button("decisions.load", () => chooser.click()));
    const count = () => documents().reduce((sum, sha256) => sum + shelf(sha256).size, 0);
    const show = () => {
      byId("decisions-open").querySelector("b").textContent = count();
      byId("decisions-count").replaceChildren(say("decisions.count", { n: count() }));
    };
    byId("decisions-open").addEventListener("click", () => {
      byId("decisions-told").replaceChildren();
      box.showModal();
    });
    listeners.push(show);
    show();
  }

  Object.assign(keikaku, {
    decisions: { shelf, put, drop, dialog, reviewer, onChange: (listener) => listeners.push(listener) },
  });
})();
