// The records of documents -> what the charts show: series of figures, strips of stages, counts of grades.
(() => {
  "use strict";
  const keikaku = window.keikaku;

  // The kind of work a stage is, from the last of its words: 実施設計 is a design, 導入検討 a study.
  const PHASES = [
    ["study", /調査|研究|検討|検証|協議|調整|分析|把握|準備中|未定/g],
    ["prepare", /準備|設計|計画|策定|作成|構築|整備|開発|試行|試験|実証|調達|契約|選定|移行|改修|工事|募集|一部実施/g],
    ["run", /実施|導入|運用|継続|推進|開始|活用|公開|提供|稼働|維持|開催|周知|配布|配付|実践/g],
    ["grow", /拡大|拡充|充実|強化|展開|見直し?|改善|改定|更新|評価|普及/g],
    ["done", /完了|終了|廃止|達成|統合/g],
  ];
  const GRADES = "SS S AA A+ A A- B+ B B- C D E F X Y Z ◎ ○ 〇 ◯ △ ▲ ×".split(" ");

  const key = (...parts) => parts.map((part) => part ?? "").join("\u0000");
  const spaceless = (text) => (text ?? "").replace(/\s/g, "");

  function phase(text) {
    let found = "other";
    let last = -1;
    for (const [name, words] of PHASES) {
      for (const match of text.matchAll(words)) {
        const end = match.index + match[0].length;
        if (end > last || (end === last && match[0].length > 2)) [last, found] = [end, name];
      }
    }
    return found;
  }

  function grouped(rows, keyOf) {
    const groups = new Map();
    for (const row of rows) {
      const found = groups.get(keyOf(row));
      if (found) found.push(row);
      else groups.set(keyOf(row), [row]);
    }
    return groups;
  }

  // All figures of some books, each with the initiative and the book it stands in.
  function figures(books) {
    return books.flatMap((book) =>
      book.initiatives.flatMap((initiative) => [
        ...initiative.targets.filter((row) => row.kind === "numeric").map((row) => figure("target", row, initiative, book)),
        ...initiative.results
          .filter((row) => row.kind === "indicator")
          .map((row) => figure(row.basis === "baseline" ? "baseline" : "result", row, initiative, book)),
      ]),
    );
  }

  const figure = (role, row, initiative, book) => ({
    role, year: row.fiscal_year, value: row.value, unit: row.unit, text: row.text,
    indicator: row.indicator, ref: row.ref, initiative, book,
  });

  // A series an indicator, in the order of the document. across: the same indicator of several documents is one series.
  function series(books, across = false) {
    const of = ({ initiative, indicator, ref }) =>
      across ? key(spaceless(initiative.name), spaceless(indicator)) : key(initiative.initiative_id, ref, indicator);
    const found = [...grouped(figures(books), of).values()].flatMap(byUnit).map(oneSeries);
    return found.filter((each) => each.points.length > 0 && (!across || each.books.length > 1));
  }

  // Figures of different units are no series; those without a unit go with the only one there is.
  function byUnit(rows) {
    const units = [...new Set(rows.map((row) => row.unit).filter(Boolean))];
    return units.length < 2 ? [rows] : units.map((unit) => rows.filter((row) => row.unit === unit));
  }

  function oneSeries(rows) {
    const points = rows.filter((row) => row.year !== undefined && row.value !== undefined);
    points.sort((a, b) => a.year - b.year);
    return {
      initiative: rows[0].initiative, indicator: rows[0].indicator, ref: rows[0].ref,
      unit: rows.find((row) => row.unit)?.unit, points: distinct(points),
      books: [...new Set(rows.map((row) => row.book))], undated: rows.filter((row) => row.year === undefined),
    };
  }

  // One point a role, year and value, with all the documents that say so.
  function distinct(points) {
    return [...grouped(points, ({ role, year, value }) => key(role, year, value)).values()].map((same) => ({
      ...same[0],
      books: [...new Set(same.map((point) => point.book))],
    }));
  }

  // The years for which documents state different targets.
  function changed(one) {
    const targets = one.points.filter((point) => point.role === "target");
    return [...grouped(targets, (point) => point.year)].filter(([, same]) => same.length > 1);
  }

  // Initiatives with their strips: an action, its bars (runs of one stage over years), and what has no year.
  function strips(book) {
    const found = book.initiatives.map((initiative) => {
      const rows = initiative.targets.filter((row) => row.kind === "stage" && row.fiscal_year !== undefined);
      const actions = [...grouped(rows, (row) => key(row.ref, row.indicator)).values()];
      return { initiative, actions: actions.map((stages) => ({ name: stages[0].indicator, bars: bars(stages) })) };
    });
    return found.filter((each) => each.actions.length > 0);
  }

  function bars(stages) {
    const found = [];
    for (const row of [...stages].sort((a, b) => a.fiscal_year - b.fiscal_year)) {
      const last = found.at(-1);
      if (last && row.carried && last.text === row.text && last.end === row.fiscal_year) last.end += 1;
      else found.push({ text: row.text, start: row.fiscal_year, end: row.fiscal_year + 1, phase: phase(row.text) });
    }
    return lanes(found);
  }

  // Stages planned for the same year lie below one another.
  function lanes(found) {
    const ends = [];
    for (const bar of found) {
      const free = ends.findIndex((end) => end <= bar.start);
      bar.lane = free < 0 ? ends.length : free;
      ends[bar.lane] = bar.end;
    }
    return found;
  }

  function years(numbers) {
    const known = numbers.filter((year) => year !== undefined);
    if (known.length === 0) return [];
    const first = Math.min(...known);
    return Array.from({ length: Math.max(...known) - first + 1 }, (_, n) => first + n);
  }

  // Grades of initiatives below each heading: [{group, grade, many, names}]. The outermost level that tells them apart.
  function grades(book) {
    const graded = book.initiatives.flatMap((initiative) =>
      initiative.results.filter((row) => row.grade !== undefined).map((row) => ({ initiative, grade: row.grade })),
    );
    const level = tellingLevel(graded.map(({ initiative }) => initiative.policy ?? []));
    return counted(graded.map((each) => ({ ...each, group: each.initiative.policy?.[level] ?? "" })));
  }

  function tellingLevel(paths) {
    const deepest = Math.max(0, ...paths.map((path) => path.length - 1));
    for (let level = 0; level < deepest; level += 1) {
      if (new Set(paths.map((path) => path[level])).size > 1) return level;
    }
    return deepest;
  }

  function counted(graded) {
    return [...grouped(graded, ({ group, grade }) => key(group, grade)).values()].map((same) => ({
      group: same[0].group, grade: same[0].grade, many: same.length,
      names: same.map(({ initiative }) => initiative.name),
    }));
  }

  // Known grades from best to worst, others as they come.
  function gradeOrder(counts) {
    const rank = (grade) => (GRADES.includes(grade) ? GRADES.indexOf(grade) : GRADES.length);
    return [...new Set(counts.map((each) => each.grade))].sort((a, b) => rank(a) - rank(b));
  }

  // What a document carries on from the one before it, what is new in it, and what is gone.
  function continuity(books) {
    return books.map((book, n) => {
      const names = new Map(book.initiatives.map((each) => [spaceless(each.name), each.name]));
      const before = new Map(n ? books[n - 1].initiatives.map((each) => [spaceless(each.name), each.name]) : []);
      const only = (these, those) => [...these].filter(([name]) => !those.has(name)).map(([, name]) => name);
      const added = only(names, before);
      return { book, first: n === 0, kept: names.size - added.length, added, gone: only(before, names) };
    });
  }

  Object.assign(keikaku, { analysis: { series, changed, strips, years, grades, gradeOrder, counted, continuity, phase } });
})();
