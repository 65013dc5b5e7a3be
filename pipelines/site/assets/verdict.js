// Decisions on the fields of one document: what was decided, and what deciding writes down.
(() => {
  "use strict";
  const keikaku = window.keikaku;
  const { decisions, IDS } = keikaku;

  function verdict(document) {
    const { sha256, source } = document;
    const shelf = decisions.shelf(sha256);

    const keyOf = ([table, row], column) => `${table}|${row[IDS[table]]}|${column}`;
    const keysOf = (field) => field.rows.flatMap((at) => field.columns.map((column) => keyOf(at, column)));
    const was = (row, column) => row[column] ?? null;
    const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

    // The decision on a column of a field (of its first row).
    function on(field, column) {
      return shelf.get(keyOf(field.rows[0], column));
    }

    // "corrected", "accepted", or null while nothing is decided.
    function state(field) {
      const found = keysOf(field)
        .map((key) => shelf.get(key))
        .filter(Boolean);
      if (!found.length) return null;
      return found.some((each) => !same(each.was, each.now)) ? "corrected" : "accepted";
    }

    // What a column held as read: a site built after the decision was applied shows it no more.
    const wasRead = ([table, row], column) => (shelf.get(keyOf([table, row], column)) ?? { was: was(row, column) }).was;

    function decision([table, row], column, now) {
      return {
        sha256,
        source,
        table,
        id: row[IDS[table]],
        field: column,
        was: wasRead([table, row], column),
        now,
        reviewer: decisions.reviewer(),
        at: new Date().toISOString(),
      };
    }

    // The field says what the page says.
    function accepted(field) {
      return field.rows.flatMap((at) =>
        field.columns
          .filter((column) => was(at[1], column) !== null)
          .map((column) => decision(at, column, was(at[1], column))),
      );
    }

    const accept = (fields) => decisions.put(sha256, fields.flatMap(accepted));

    // nows: the right values by column; those that stay are accepted.
    function correct(field, nows) {
      const told = field.rows.flatMap((at) =>
        field.columns
          .filter((column) => was(at[1], column) !== null || nows[column] !== null)
          .map((column) => decision(at, column, nows[column])),
      );
      decisions.drop(sha256, keysOf(field));
      decisions.put(sha256, told);
    }

    const withdraw = (field) => decisions.drop(sha256, keysOf(field));

    // What a column holds by now: as read, or as corrected.
    function now(field, column) {
      const decided = on(field, column);
      return decided ? decided.now : was(field.rows[0][1], column);
    }

    return { state, accept, correct, withdraw, now };
  }

  Object.assign(keikaku, { verdict });
})();
