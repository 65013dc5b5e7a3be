// The fields of a document: what can be pointed at, looked up on its page and decided on, in reading order.
(() => {
  "use strict";
  const keikaku = window.keikaku;
  const SURE = 0.9;
  const OF_INITIATIVE = ["number", "name", "policy", "departments", "direction", "content", "objective"];
  const IDS = { initiatives: "initiative_id", targets: "target_id", results: "result_id" };
  const DECIDED = {
    numeric: ["text", "value", "unit", "qualifier", "fiscal_year"],
    stage: ["text", "fiscal_year"],
    indicator: ["text", "value", "unit", "qualifier", "fiscal_year"],
    narrative: ["text", "fiscal_year"],
    grade: ["text", "grade", "fiscal_year"],
    improvement: ["text", "fiscal_year"],
  };

  // rows: those a decision is about ([table, row] each; an indicator's name stands in several); columns: their columns.
  function field(table, row, column, initiative, more = {}) {
    const id = row[IDS[table]];
    return {
      key: `${table}|${id}|${column}`,
      table,
      row,
      column,
      initiative,
      places: row.places[column] ?? [],
      rows: [[table, row]],
      columns: [column],
      unsure: row.confidence < SURE,
      ...more,
    };
  }

  const shown = (row, column) => row[column] !== undefined && row[column] !== "";

  function ofInitiative(row, n) {
    return OF_INITIATIVE.filter((column) => shown(row, column)).map((column) => field("initiatives", row, column, n));
  }

  const isFigure = (row) =>
    row.kind === "numeric" || row.kind === "stage" || (row.kind === "indicator" && row.indicator);
  const figureName = (row) => [row.ref, row.indicator, row.unit].join("|");

  function ofRow(table, row, n) {
    return field(table, row, "text", n, { columns: DECIDED[row.kind] });
  }

  // The figures and stages of an initiative by indicator, each with its name, its targets and its results.
  function indicators(row, n) {
    const groups = new Map();
    for (const table of ["targets", "results"]) {
      for (const each of row[table].filter(isFigure)) {
        const name = figureName(each);
        if (!groups.has(name))
          groups.set(name, { ref: each.ref, unit: each.unit, rows: [], cells: [], kind: each.kind });
        const group = groups.get(name);
        group.rows.push([table, each]);
        group.cells.push(ofRow(table, each, n));
      }
    }
    for (const group of groups.values()) {
      const [table, first] = group.rows[0];
      group.name = shown(first, "indicator")
        ? field(table, first, "indicator", n, { rows: group.rows, unsure: false })
        : null;
    }
    return [...groups.values()];
  }

  // Narratives, grades, improvements: each result by itself.
  function accounts(row, n) {
    return row.results.filter((each) => !isFigure(each)).map((each) => ofRow("results", each, n));
  }

  function entry(row, n) {
    const parts = { row, n, own: ofInitiative(row, n), indicators: indicators(row, n), accounts: accounts(row, n) };
    const named = parts.indicators.flatMap((group) => [group.name, ...group.cells].filter(Boolean));
    return { ...parts, fields: [...parts.own, ...named, ...parts.accounts] };
  }

  // Fields by page, to be found from a point on it.
  function byPage(list) {
    const pages = new Map();
    for (const each of list) {
      for (const place of each.places) {
        if (!pages.has(place[0])) pages.set(place[0], []);
        pages.get(place[0]).push({ field: each, place });
      }
    }
    return pages;
  }

  function fields(book) {
    const entries = book.initiatives.map(entry);
    const list = entries.flatMap((each) => each.fields);
    return { entries, list, byKey: new Map(list.map((each) => [each.key, each])), byPage: byPage(list) };
  }

  Object.assign(keikaku, { fields, IDS });
})();
