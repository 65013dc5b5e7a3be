"""The plan of the cards once more, as the text a conversion leaves of it: tab-separated rows, lists, pipe tables."""

from __future__ import annotations

from pathlib import Path

from .plan import MERGED, Initiative, Plan, Series
from .plan_cards_text import PLAN as CARDS

SHOWS = (
    "a text dump: cards as tab-separated rows, labels only in the first row of a group",
    "lists as <ul> in one line, or as lines of their own that continue a cell",
    "one policy's cards as Markdown pipe tables",
    "table of contents with page numbers, form feeds, blanks around half-width digits",
)
MADE_BY = "a Python script"
PLAN: Plan = CARDS

YEARS = ("令和 8 年度", "令和 9 年度", "令和 10 年度", "令和 11 年度")
PIPES = CARDS.initiatives[3].policy
LISTS = ("(1)", "・", "※")

Row = tuple[str, ...]


def _cells(series: Series) -> Row:
    return tuple("⇒" if cell == MERGED else cell for cell in series.cells)


def _head(series: Series, note: str = "") -> Row:
    return ((f"{series.ref} " if series.ref else "") + series.name + note, "", "", "")


def _prose(text: str) -> str:
    lines = text.split("\n")
    if not text.startswith(LISTS):
        return text
    return '<ul style="list-style-type: none"> ' + " ".join(f"<li>{line}</li>" for line in lines) + " </ul>"


def _rows(item: Initiative) -> list[Row]:
    name = f"{item.number} {item.name}" + ("【新規】" if item.is_new else "")
    rows: list[Row] = [
        ("取組項目", name, "", "", ""),
        ("担当", "、".join(item.departments), "", "", ""),
        ("取組内容", item.content or "", "", "", ""),
        ("目標", item.objective or "", "", "", ""),
        ("取組計画", *YEARS),
    ]
    figures = [s for s in item.series if any(c.isdigit() for cell in s.cells for c in cell)]
    for series in item.series:
        if series not in figures:
            rows += [("", *_head(series)), ("", *_cells(series))]
    for i, series in enumerate(figures):
        note = f"（令和 7 年度実績：{series.baseline}）"
        rows += [("" if i else "数値目標", *_head(series, note)), ("", *_cells(series))]
    return rows


def _tabs(item: Initiative) -> str:
    """Tab-separated; a list is a <ul> in every other card, else its lines continue the cell."""
    tagged = int(item.number or 0) % 2 == 1
    lines: list[str] = []
    for row in _rows(item):
        cells = [_prose(cell) if tagged and row[0] else cell for cell in row]
        lines.append("\t".join(cells) if any(cells[2:]) else "\t".join(cells[:2]) + "\t\t\t")
    return "\n".join(lines)


def _pipes(item: Initiative) -> str:
    rows = ["| " + " | ".join(cell.replace("\n", "<br>") for cell in row) + " |" for row in _rows(item)]
    return "\n".join([rows[0], "| --- | --- | --- | --- | --- |", *rows[1:]])


def _front() -> list[str]:
    period = (
        "本計画の期間は、令和 8 年度から令和 11 年度までの 4 年間とします。"
        "ただし、社会情勢の変化等を踏まえ、必要に応じて見直しを行います。"
    )
    count = f"3 つの取組方針に基づき、{len(PLAN.initiatives)} の取組項目を推進します。"
    contents = ["- 目 次 -", "", "1\t計画の期間\t2", "2\t取組項目の一覧\t2", "3\t具体的な取組\t3"]
    return [PLAN.title, "", *contents, "", "\f", "# 1 計画の期間", "", period, "", "# 2 取組項目の一覧", "", count, ""]


def _index() -> list[str]:
    lines = ["No\t取組項目\t担当"]
    policy = ""
    for item in PLAN.initiatives:
        if item.policy[0] != policy:
            policy = item.policy[0]
            lines.append(f"{policy}\t\t")
        name = item.name + ("【新規】" if item.is_new else "")
        lines.append(f"{item.number}\t{name}\t{'、'.join(item.departments)}")
    return [*lines, "", "2", "\f"]


def draw(target: Path) -> None:
    lines = [*_front(), *_index(), "# 3 具体的な取組", ""]
    policy = ""
    for page, item in enumerate(PLAN.initiatives, start=3):
        if item.policy[0] != policy:
            policy = item.policy[0]
            lines += [f"## {policy}", ""]
        lines += [_pipes(item) if item.policy == PIPES else _tabs(item), ""]
        if page % 3 == 0:
            lines += [str(page // 3 + 2), "\f"]
    target.write_text("\n".join(lines) + "\n", "utf-8")
