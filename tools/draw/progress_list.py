"""Progress list: a cover with a count of grades, then one long table in LibreOffice Writer, A4 landscape."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from .odt import Cell, Page, cell_style, document, para, para_style, table, table_style, to_pdf
from .plan import Initiative
from .progress_list_text import PLAN

SHOWS = (
    "a progress list over several pages, header of two levels repeated",
    "＜取組内容＞ and ＜目標＞ in one cell, KPI lines 【…：…】 in target and result cells",
    "policy bands as rows over the whole width",
    "rows cut by the end of a page",
    "a table of grades on the cover that agrees with the rows",
)
MADE_BY = "LibreOffice 7.4"

WIDTHS = (1.1, 3.4, 7.0, 6.6, 1.3, 4.6, 2.6)
GOTHIC = "IPAゴシック"
STYLES = "".join(
    (
        para_style("title", GOTHIC, 16, 'fo:text-align="center" fo:margin-top="1cm" fo:margin-bottom="0.6cm"'),
        para_style("chapter", GOTHIC, 12, 'fo:margin-top="0.5cm" fo:margin-bottom="0.1cm"'),
        para_style("prose", GOTHIC, 11, 'fo:line-height="150%"'),
        para_style("body", GOTHIC, 9),
        para_style("item", GOTHIC, 9, 'fo:margin-left="0.63cm" fo:text-indent="-0.63cm"'),
        para_style("dot", GOTHIC, 9, 'fo:margin-left="0.32cm" fo:text-indent="-0.32cm"'),
        para_style("label", GOTHIC, 9, 'fo:text-align="center"'),
        para_style("centre", GOTHIC, 10, 'fo:text-align="center"'),
        para_style("band", GOTHIC, 10),
        cell_style("plain", 'fo:border="0.5pt solid #000000"'),
        cell_style("middle", 'fo:border="0.5pt solid #000000" style:vertical-align="middle"'),
        cell_style(
            "heading", 'fo:border="0.5pt solid #000000" style:vertical-align="middle" fo:background-color="#d9e2f3"'
        ),
        cell_style("banded", 'fo:border="0.5pt solid #000000" fo:background-color="#e7e6e6"'),
        table_style("count", (1.6, 12.0, 3.0, 3.0)),
        table_style("list", WIDTHS, break_before=True),
    )
)
LEGEND = {
    "S": "目標や計画を上回る成果があった。",
    "A": "目標や計画のとおり進んだ。",
    "B": "目標や計画を下回った。",
    "C": "目標や計画を大きく下回った、又は着手できなかった。",
}
COVER = (
    "　本市では、令和６年度から令和９年度までの４年間を計画期間とする"
    "「青嶺市デジタル化推進計画」に基づき、３つの取組方針の下、１２の取組項目を進めています。",
    "　計画の２年目に当たる令和７年度の取組について、各課が目標に対する実績を振り返り、"
    "「Ｓ」から「Ｃ」までの４段階で自己評価を行いました。",
)


def _wide(digits: int | str) -> str:
    return str(digits).translate(str.maketrans("0123456789SABC", "０１２３４５６７８９ＳＡＢＣ"))


def _counts() -> str:
    rows: list[list[Cell | None]] = [
        [
            Cell("自己評価", "label", "heading", cols=2),
            None,
            Cell("取組項目数", "label", "heading"),
            Cell("割合", "label", "heading"),
        ]
    ]
    total = len(PLAN.initiatives)
    for grade, count in PLAN.grades:
        share = _wide(round(100 * count / total)) + "％"
        texts = (_wide(grade), LEGEND[grade], _wide(count), share)
        rows.append([Cell(t, "body" if i == 1 else "centre") for i, t in enumerate(texts)])
    rows.append([Cell("合計", "centre", cols=2), None, Cell(_wide(total), "centre"), Cell("１００％", "centre")])
    return table("count", rows, 4)


def _header() -> list[list[Cell | None]]:
    def head(text: str, cols: int = 1, rows: int = 1) -> Cell:
        return Cell(text, "label", "heading", cols, rows)

    first = [
        head("Ｎｏ", rows=2),
        head("取組項目", rows=2),
        head("令和７年度の計画"),
        head("令和７年度の結果", cols=3),
        None,
        None,
    ]
    second = [None, None, head("取組内容・目標"), head("取組実績"), head("自己\n評価"), head("改善・課題"), None]
    return [[*first, head("担当課", rows=2)], second]


def _planned(initiative: Initiative) -> str:
    kpis = [f"【{series.name}：{series.cells[0]}】" for series in initiative.series]
    return "\n".join(["＜取組内容＞", initiative.content or "", "＜目標＞", initiative.objective or "", *kpis])


def _done(initiative: Initiative) -> str:
    kpis = [f"【{series.name}：{series.reported[0]}】" for series in initiative.series]
    return "\n".join([initiative.narrative or "", *kpis])


def _row(initiative: Initiative) -> list[Cell | None]:
    name = initiative.name + ("【新規】" if initiative.is_new else "")
    return [
        Cell(initiative.number or "", "centre", "middle"),
        Cell(name, "body", "middle"),
        Cell(_planned(initiative)),
        Cell(_done(initiative)),
        Cell(initiative.grades[0], "centre", "middle"),
        Cell(initiative.improvement or "－", "body"),
        Cell("\n".join(initiative.departments), "body", "middle"),
    ]


def draw(target: Path) -> None:
    rows = _header()
    for policy, group in groupby(PLAN.initiatives, key=lambda i: i.policy[0]):
        rows.append([Cell(policy, "band", "banded", cols=7), *[None] * 6])
        rows += [_row(initiative) for initiative in group]
    body = para(PLAN.title, "title") + "".join(para(text, "prose") for text in COVER)
    body += (
        para("１　自己評価の結果", "chapter")
        + _counts()
        + para("※　取組項目ごとの結果は、次頁以降の一覧のとおりです。", "body")
    )
    body += table("list", rows, 7, header=2)
    to_pdf(document(Page(29.7, 21.0, 1.5, "青嶺市デジタル化推進計画"), STYLES, body, (GOTHIC,)), ".fodt", target)
