// Which documents of the index are shown, and in which order.
(() => {
  "use strict";
  const keikaku = window.keikaku;
  const { plain } = keikaku;
  const documents = keikaku.data.documents;
  const ERROR = 0;
  const WARNING = 1;

  const STATES = {
    all: () => true,
    failed: (each) => each.status !== "ok",
    errors: (each) => each.findings[ERROR] > 0,
    findings: (each) => each.findings[ERROR] + each.findings[WARNING] > 0,
    unsure: (each) => each.unsure > 0,
    unseen: (each) => each.why !== null,
  };
  const japanese = new Intl.Collator("ja");
  const by =
    (...keys) =>
    (a, b) =>
      keys.reduce((found, key) => found || compare(key(a), key(b)), 0);
  const ORDERS = {
    trouble: by(
      (each) => each.status === "ok",
      (each) => -each.findings[ERROR],
      (each) => -each.findings[WARNING],
      (each) => each.confidence ?? 1,
      (each) => each.place,
    ),
    source: by((each) => each.place),
    municipality: by(
      (each) => each.municipality_code ?? "~",
      (each) => each.municipality ?? "~",
      (each) => each.place,
    ),
    title: by((each) => each.rank),
    confidence: by(
      (each) => each.confidence ?? 2,
      (each) => each.place,
    ),
    initiatives: by(
      (each) => -(each.initiative_count ?? 0),
      (each) => each.place,
    ),
  };

  function compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
  }

  // What a search looks into, and the order of titles, are worked out once.
  function prepare() {
    documents.forEach((each, place) => {
      each.place = place;
      const period = [each.fiscal_year, each.period_start, each.period_end].filter(Boolean);
      const years = period.flatMap((year) => [year, keikaku.year(year)]);
      const texts = [
        each.called,
        each.municipality,
        each.municipality_code,
        each.source,
        each.error,
        each.doc_id,
        ...years,
      ];
      each.sought = plain(texts.filter(Boolean).join(" "));
    });
    const sorted = [...documents].sort((a, b) => japanese.compare(a.called, b.called) || a.place - b.place);
    sorted.forEach((each, rank) => (each.rank = rank));
  }

  // wanted: {search, municipality, kind, state, sort}; every word searched for has to be found.
  function chosen(wanted) {
    const parts = plain(wanted.search).split(" ").filter(Boolean);
    const state = STATES[wanted.state] ?? STATES.all;
    const found = documents.filter(
      (each) =>
        state(each) &&
        (!wanted.municipality || each.municipality === wanted.municipality) &&
        (!wanted.kind || each.doc_kind === wanted.kind) &&
        parts.every((part) => each.sought.includes(part)),
    );
    return found.sort(ORDERS[wanted.sort] ?? ORDERS.trouble);
  }

  prepare();
  Object.assign(keikaku, { filter: { chosen, states: STATES, orders: ORDERS } });
})();
