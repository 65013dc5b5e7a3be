"""Cards with a table of indicators inside, LibreOffice Writer, A4 portrait, full-width text throughout."""

from __future__ import annotations

from pathlib import Path

from .kpi_cards_text import PLAN
from .odt import Cell, Page, cell_style, document, para, para_style, table, table_style, to_pdf
from .plan import Initiative

SHOWS = (
    "a card with a title row and a table of indicators in its lower part",
    "label cells whose characters are spread over the width, and one that runs from top to bottom",
    "full-width letters and digits, ＫＰＩ of the last year only, baseline in a column",
    "circled-number lists with hanging indents, a ※ note inside a cell",
    "dashed rules, every third card without outer border",
)
MADE_BY = "LibreOffice 7.4"

FONT = "IPAゴシック"
WIDTHS = (2.6, 7.4, 1.9, 2.7, 2.7)
LINE, DASH = "0.5pt solid #000000", "0.5pt dashed #7f7f7f"
GREEN = 'fo:background-color="#e2efd9"'


def _borders(name: str, top: str, more: str = "") -> str:
    """A cell's styles: closed, open to the left, to the right, to both sides."""
    sides = {"": ("left", "right"), ".l": ("right",), ".r": ("left",), ".b": ()}
    return "".join(
        cell_style(
            name + suffix,
            f'fo:border-top="{top}" fo:border-bottom="{LINE}" style:vertical-align="middle" {more}'
            + "".join(f' fo:border-{side}="{LINE}"' for side in closed),
        )
        for suffix, closed in sides.items()
    )


STYLES = "".join(
    (
        para_style("title", FONT, 20, 'fo:text-align="center" fo:margin-top="7cm" fo:margin-bottom="1cm"'),
        para_style("date", FONT, 14, 'fo:text-align="center" fo:margin-top="1cm"'),
        para_style("goal", FONT, 14, 'fo:margin-bottom="0.3cm" fo:break-before="page"'),
        para_style("pillar", FONT, 12, 'fo:margin-top="0.2cm" fo:margin-bottom="0.3cm" fo:keep-with-next="always"'),
        para_style("prose", FONT, 10.5, 'fo:line-height="150%"'),
        para_style("gap", FONT, 22),
        para_style("name", FONT, 11.5),
        para_style("body", FONT, 10),
        para_style("item", FONT, 10, 'fo:margin-left="0.7cm" fo:text-indent="-0.7cm"'),
        para_style("centre", FONT, 10, 'fo:text-align="center"'),
        para_style(
            "spread",
            FONT,
            10,
            'fo:text-align="justify" fo:text-align-last="justify" style:justify-single-word="true"'
            ' fo:margin-left="0.15cm" fo:margin-right="0.15cm"',
        ),
        _borders("plain", LINE),
        _borders("label", LINE, GREEN),
        _borders("dashed", DASH),
        _borders("down", LINE, GREEN + ' style:writing-mode="tb-rl"'),
        table_style("card", WIDTHS),
    )
)
HEADS = ("指標", "単位", "基準値\n（Ｒ６年度）", "目標値\n（Ｒ11年度）")
PROSE = (
    "　本町では、令和７年度から令和１１年度までの５年間を計画期間として、人口減少の克服と地域の活性化に取り組みます。",
    "　次頁以降に掲げる取組ごとに重要業績評価指標（ＫＰＩ）を定め、毎年度その達成状況を検証します。",
)


def _labelled(label: str, text: str, left: str, right: str) -> list[Cell | None]:
    return [Cell(label, "spread", "label" + left), Cell(text, "body", "plain" + right, cols=4), None, None, None]


def _card(item: Initiative, is_open: bool) -> str:
    left, right, both = (".l", ".r", ".b") if is_open else ("", "", "")
    mark = "【新規】" if item.is_new else ""
    title = Cell(f"{item.number}　{item.name}{mark}", "name", "plain" + both, cols=5)
    rows: list[list[Cell | None]] = [
        [title, *[None] * 4],
        _labelled("推進部署", "、".join(item.departments), left, right),
        _labelled("内容", item.content or "", left, right),
        _labelled("ねらい", item.objective or "", left, right),
    ]
    down = Cell("ＫＰＩ", "centre", "down" + left, rows=1 + len(item.series))
    rows.append([down, *(Cell(text, "centre", "label" + (right if i == 3 else "")) for i, text in enumerate(HEADS))])
    for i, series in enumerate(item.series):
        style = "dashed" if i else "plain"
        figures = (series.unit or "", series.baseline, series.cells[0])
        cells = [Cell(text, "centre", style + (right if j == 2 else "")) for j, text in enumerate(figures)]
        rows.append([None, Cell(series.name, "body", style), *cells])
    return table("card", rows, 5)


def draw(target: Path) -> None:
    body = para(PLAN.title, "title") + para("令和７年３月", "date") + para(PLAN.municipality, "date")
    path: tuple[str, ...] = ("", "")
    for number, item in enumerate(PLAN.initiatives, start=1):
        if item.policy[0] != path[0]:
            body += para(item.policy[0], "goal")
            body += "".join(para(text, "prose") for text in PROSE) if number == 1 else ""
        if item.policy != path:
            body += para(item.policy[1], "pillar")
        path = item.policy
        body += _card(item, is_open=number % 3 == 0) + para("", "gap")
    to_pdf(document(Page(21.0, 29.7, 1.8, PLAN.title), STYLES, body, (FONT,)), ".fodt", target)
