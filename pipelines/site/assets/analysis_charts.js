// What is to be shown -> SVG, drawn by Observable Plot. Text stays text; the page's policy allows no style in a chart.
(() => {
  "use strict";
  const keikaku = window.keikaku;
  const { Plot } = window;

  const COLORS = { target: "#1f4e79", result: "#b4531a", baseline: "#5b6776" };
  const PHASE_FILL = {
    study: "#d3e3f3", prepare: "#9cc3e6", run: "#2b6ca3", grow: "#1c6b4a", done: "#5b6776", other: "#ebe6da",
  };
  const PHASE_INK = { study: "#1d2733", prepare: "#1d2733", run: "#fff", grow: "#fff", done: "#fff", other: "#1d2733" };
  const GRADE_FILL = ["#1c6b4a", "#5aa57f", "#b9dcc6", "#f3dfae", "#e5a64b", "#c5602b", "#8f2d22"];
  const GRADE_INK = ["#fff", "#1d2733", "#1d2733", "#1d2733", "#1d2733", "#fff", "#fff"];
  const FONT = 12;
  const WIDE = /[\u1100-\uffff]/;

  let serial = 0;

  const language = () => document.documentElement.lang;

  // 2026 -> R8 in Japanese, 2026 in English.
  function year(number) {
    if (language() === "en") return String(number);
    const [era, before] = number >= 2019 ? ["R", 2018] : number >= 1989 ? ["H", 1988] : ["S", 1925];
    return era + (number - before);
  }

  function shown(value) {
    const notation = Math.abs(value) >= 1e6 ? "compact" : "standard";
    return new Intl.NumberFormat(language(), { maximumFractionDigits: 2, notation }).format(value);
  }

  // Plot's own style sheet is taken out: analysis.css says the same, and the policy of the page forbids it.
  function drawn(options, title, description) {
    const svg = Plot.plot({ style: { fontSize: "11px" }, ...options });
    for (const style of svg.querySelectorAll("style")) style.remove();
    for (const group of svg.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label"); // names of marks
    serial += 1;
    const about = [["title", title], ["desc", description]].map(([tag, text]) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
      element.id = `chart-${serial}-${tag}`;
      element.textContent = text;
      return element;
    });
    svg.prepend(...about);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-labelledby", about[0].id);
    svg.setAttribute("aria-describedby", about[1].id);
    return svg;
  }

  const role = (point) => keikaku.word(`analysis.${point.role}`);
  const said = (point, unit) => `${year(point.year)} ${role(point)} ${shown(point.value)}${unit ?? ""}`;

  const alone = (points) => new Set(points.map((point) => point.year)).size === 1 && points.every((point) => point.value >= 0);

  // Figures of a single year lie beside one another as bars; those of several years are lines.
  function figures(one, width) {
    return alone(one.points) ? bars(one, width) : lines(one, width);
  }

  function bars(one, width) {
    const points = Object.keys(COLORS).flatMap((name) => one.points.filter((point) => point.role === name));
    const most = Math.max(...points.map((point) => point.value)) || 1;
    const text = (point) => shown(point.value);
    const inside = (point) => (point.value / most) * (width - 64) > measure(text(point)) + 14;
    const base = { x: "value", y: (point) => points.indexOf(point) };
    const label = { ...base, text, fontSize: 12, fontWeight: 600 };
    return drawn(
      {
        width, height: 34 * points.length, marginLeft: 64, marginRight: 0, marginTop: 0, marginBottom: 0,
        x: { axis: null, domain: [0, most] },
        y: { type: "band", padding: 0.24, domain: points.map((_, n) => n), label: null, tickSize: 0, tickFormat: (n) => `${year(points[n].year)} ${role(points[n])}` },
        marks: [
          Plot.barX(points, { ...base, rx: 3, fill: (point) => COLORS[point.role], title: (point) => said(point, one.unit) }),
          Plot.text(points.filter(inside), { ...label, textAnchor: "end", dx: -6, fill: "#fff" }),
          Plot.text(points.filter((point) => !inside(point)), { ...label, textAnchor: "start", dx: 6, fill: "#1d2733" }),
        ],
      },
      ...named(one),
    );
  }

  const named = ({ initiative, indicator, points, unit }) => [
    `${initiative.name} ${indicator ?? ""}`,
    points.map((point) => said(point, unit)).join(", "),
  ];

  function lines(one, width) {
    const { points, unit } = one;
    const of = (name) => points.filter((point) => point.role === name);
    const values = points.map((point) => point.value);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const pad = (high - low) * 0.3 || Math.abs(high) * 0.3 || 1;
    const base = { x: "year", y: "value" };
    const dot = { ...base, r: 4, title: (point) => said(point, unit) };
    return drawn(
      {
        width, height: 150, marginLeft: 30, marginRight: 30, marginTop: 14, marginBottom: 24,
        x: { type: "point", padding: 0, domain: keikaku.analysis.years(points.map((point) => point.year)), tickFormat: tick(points, width), tickSize: 0, label: null },
        y: { axis: null, domain: [low - pad, high + pad] },
        marks: [
          Plot.ruleY([low - pad], { stroke: "#d9dee5" }),
          Plot.ruleX(points, { x: "year", stroke: "#eceff3" }),
          Plot.lineY(planned(points), { ...base, z: "plan", stroke: COLORS.target, strokeDasharray: "5 3", strokeWidth: 1.5 }),
          Plot.lineY(of("result"), { ...base, stroke: COLORS.result, strokeWidth: 2 }),
          Plot.dot(of("baseline"), { ...dot, symbol: "diamond", r: 4, fill: "#fff", stroke: COLORS.baseline, strokeWidth: 1.6 }),
          Plot.dot(of("target"), { ...dot, fill: "#fff", stroke: COLORS.target, strokeWidth: 1.6 }),
          Plot.dot(of("result"), { ...dot, fill: COLORS.result }),
          ...labels(points, width),
        ],
      },
      ...named(one),
    );
  }

  // The way from baseline to targets, in each document: plans that follow one another do not carry on each other's.
  function planned(points) {
    const plans = new Map();
    for (const point of points.filter((each) => each.role !== "result")) {
      const plan = point.books[0].document.doc_id;
      plans.set(plan, [...(plans.get(plan) ?? []), { ...point, plan }]);
    }
    return [...plans.values()].flatMap((each) => {
      const targets = each.filter((point) => point.role === "target");
      const before = each.filter((point) => point.role === "baseline" && point.year < targets[0]?.year);
      return [...before.slice(-1), ...targets];
    });
  }

  // Every year where there is room, else every second, third, …
  function tick(points, width) {
    const all = keikaku.analysis.years(points.map((point) => point.year));
    const step = Math.ceil((all.length * (language() === "en" ? 36 : 30)) / (width - 30));
    return (number) => ((number - all[0]) % step === 0 ? year(number) : "");
  }

  // The larger figure of a year has its label above, a smaller one below; what would run into its neighbour is left out.
  function labels(points, width) {
    const many = keikaku.analysis.years(points.map((point) => point.year)).length;
    const room = many > 1 ? (width - 60) / (many - 1) : width;
    const top = points.filter((point) => points.every((other) => other.year !== point.year || other.value <= point.value));
    const low = points.filter((point) => !top.includes(point));
    return [[top, -11], [low, 12]].flatMap(([side, dy]) => {
      const fitting = spaced(side, room);
      return Object.keys(COLORS).map((name) =>
        Plot.text(fitting.filter((point) => point.role === name), {
          x: "year", y: "value", text: (point) => shown(point.value), dy, fill: COLORS[name], fontSize: 11,
          fontWeight: 600, stroke: "#fff", strokeWidth: 3,
        }),
      );
    });
  }

  // Labels that stand clear of one another; the last figure always has its own.
  function spaced(side, room) {
    const kept = [];
    for (const point of [...side].reverse()) {
      const next = kept.at(-1);
      const need = (measure(shown(point.value)) + (next ? measure(shown(next.value)) : 0)) / 2 + 6;
      if (!next || (next.year - point.year) * room >= need) kept.push(point);
    }
    return kept;
  }

  function measure(text, size = FONT) {
    return [...text].reduce((sum, character) => sum + (WIDE.test(character) ? size : size * 0.58), 0);
  }

  // The text, cut to so many pixels.
  function cut(text, room) {
    if (measure(text) <= room) return text;
    let kept = "";
    for (const character of text) {
      if (measure(kept + character) > room - FONT) break;
      kept += character;
    }
    return kept ? `${kept}…` : "";
  }

  function axis(all, width) {
    return drawn(
      {
        width, height: 20, margin: 0, x: { type: "band", domain: all, axis: null, padding: 0 }, y: { axis: null, domain: [0, 1] },
        marks: [Plot.text(all, { x: (number) => number, y: 0.5, text: year, fontSize: FONT, fill: "#5b6776" })],
      },
      keikaku.word("analysis.years"), all.map(year).join(" "),
    );
  }

  function strip(action, all, width) {
    const step = width / all.length;
    const count = Math.max(...action.bars.map((bar) => bar.lane)) + 1;
    const room = (bar) => (bar.end - bar.start) * step - 14;
    const middle = (bar) => bar.lane + 0.5;
    const title = (bar) => `${span(bar)} ${bar.text}`;
    return drawn(
      {
        width, height: 28 * count, margin: 0,
        x: { axis: null, domain: [all[0], all.at(-1) + 1] }, y: { axis: null, domain: [count, 0] },
        marks: [
          Plot.ruleX([...all, all.at(-1) + 1], { stroke: "#d9dee5" }),
          Plot.rect(action.bars, {
            x1: "start", x2: "end", y1: "lane", y2: (bar) => bar.lane + 1, inset: 2, rx: 4,
            fill: (bar) => PHASE_FILL[bar.phase], title,
          }),
          Plot.text(action.bars, {
            x: "start", y: middle, dx: 8, textAnchor: "start", fontSize: FONT, title,
            text: (bar) => cut(bar.text.replace(/\n/g, " "), room(bar)), fill: (bar) => PHASE_INK[bar.phase],
          }),
        ],
      },
      action.name ?? keikaku.word("analysis.stages"), action.bars.map(title).join(", "),
    );
  }

  const span = (bar) => (bar.end - bar.start > 1 ? `${year(bar.start)}–${year(bar.end - 1)}` : year(bar.start));

  // A bar a heading, divided by grades.
  function gradeBar(counts, order, most, width) {
    const color = (grade, colors) => colors[Math.round((order.indexOf(grade) * (colors.length - 1)) / Math.max(1, order.length - 1))];
    const sorted = [...counts].sort((a, b) => order.indexOf(a.grade) - order.indexOf(b.grade));
    let from = 0;
    const parts = sorted.map((each) => ({ ...each, from, to: (from += each.many) }));
    const text = (part) => `${part.grade} ${part.many}`;
    return drawn(
      {
        width, height: 30, margin: 0, x: { axis: null, domain: [0, most] }, y: { axis: null, domain: [0, 1] },
        marks: [
          Plot.rect(parts, { x1: "from", x2: "to", y1: 0, y2: 1, insetRight: 1, rx: 2, fill: (part) => color(part.grade, GRADE_FILL),
            title: (part) => `${text(part)}\n${part.names.join("\n")}` }),
          Plot.text(parts, { x: (part) => (part.from + part.to) / 2, y: 0.5, fontSize: FONT, fontWeight: 600,
            text: (part) => (measure(text(part)) + 6 < (part.many * width) / most ? text(part) : ""),
            fill: (part) => color(part.grade, GRADE_INK), pointerEvents: "none" }),
        ],
      },
      counts[0].group || keikaku.word("analysis.no_policy"), sorted.map(text).join(", "),
    );
  }

  keikaku.charts = { figures, alone, axis, strip, gradeBar, year, shown, COLORS, PHASE_FILL };
})();
