"""Rows of conversions that a converter set apart, cut short, put a heading between, or ran together."""

from collections.abc import Callable

import pytest

from extract.dump import read_dump
from extract.model import Table
from normalize.family import printed_words
from tests.extract.dumped import dump

ROWS = [
    "番号\t事業名\t担当課\t指標\t令和8年度\t令和9年度",
    "基本方針1 港のにぎわい\t\t\t\t\t",
    "1\t朝市の開催\t水産課\t来場者数\t1,200人\t1,500人",
    "2\t空き倉庫の活用\t港湾課\t利用団体数\t4団体\t6団体",
    "基本方針2 島の暮らし\t\t\t\t\t",
    "3\t渡船の予約\t交通課、離島振興室\t予約件数\t310件\t420件",
    "4\t診療所の遠隔診療\t健康課\t診療件数\t55件\t80件",
]
HEADING = "汐見町実施計画\n\n"


def rows(text: str) -> list[list[str]]:
    """The texts of the one table, a merged cell once."""
    document = read_dump("x.txt", (HEADING + text).encode(), printed_words())
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    return [[cell.text for cell in table.cells if cell.row == n and cell.text] for n in range(table.n_rows)]


WHOLE = rows("\n".join(ROWS))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n\n".join(ROWS), id="a blank line between rows"),
        pytest.param("\n".join(row.rstrip("\t") for row in ROWS), id="last tabs cut off"),
        pytest.param("\n".join([ROWS[0], "", "基本方針1 港のにぎわい", "", *ROWS[2:]]), id="heading between"),
        pytest.param("\n".join([*ROWS[:3], ROWS[3].replace("\t", " "), *ROWS[4:]]), id="a row run together"),
        pytest.param("\n".join(ROWS[:6]) + "\n\n" + ROWS[6].replace("\t", " "), id="its last row run together"),
        pytest.param("\n".join([*ROWS[:5], ROWS[5].replace("\t", " "), ROWS[6]]), id="more words than cells"),
    ],
)
def test_rows_are_those_of_the_whole_list(text: str) -> None:
    assert rows(text) == WHOLE


@pytest.mark.parametrize(
    "note", ["※ 数値は 令和7年 3月末 現在です", "3 渡船の 予約は 令和8年度から 電話でも 受け付け、窓口を広げます。"]
)
def test_a_note_below_a_list_is_no_row(note: str) -> None:
    assert rows("\n".join(ROWS) + "\n\n" + note) == WHOLE


TAGGED = """<table>

  <tr>

    <td>
      事業名
    </td>


    <td>担当課</td>
  </tr>


  <tr>
    <td>朝市の開催</td>
    <td>水産課</td>
  </tr>
</table>
"""


def test_tags_each_on_a_line_of_its_own() -> None:
    assert rows(TAGGED) == [["事業名", "担当課"], ["朝市の開催", "水産課"]]


MERGED = [
    "事業名\t担当課\t指標\t区分\t令和8年度\t令和9年度",
    "朝市の開催\t水産課\t来場者数\t計画\t1,200人\t1,500人",
    "\t\t\t実績\t1,180人\t",
    "渡船の予約\t交通課\t予約件数\t計画\t310件\t420件",
    "\t\t\t実績\t295件\t",
]


@pytest.mark.parametrize("parts", [(3,), (2,)], ids=["between initiatives", "within one"])
def test_a_part_without_a_header_has_the_merged_cells_its_list_tells(parts: tuple[int, ...]) -> None:
    (cut,) = parts
    whole = rows("\n".join(MERGED))
    assert [row[0] for row in whole[1:]] == ["朝市の開催", "実績", "渡船の予約", "実績"]
    assert rows("\n".join(MERGED[:cut]) + "\n\n- 7 -\n\n" + "\n".join(MERGED[cut:])) == whole


def test_the_first_row_alone_of_a_header_of_two_is_printed_again() -> None:
    deep = ["事業名\t担当課\t指標\t目標値\t", "\t\t\t令和8年度\t令和9年度", *(row for row in ROWS[2:4])]
    first = [row.split("\t", 1)[1] if row[:1].isdigit() else row for row in deep]
    more = ["渡船の予約\t交通課\t予約件数\t310件\t420件", "遠隔診療\t健康課\t診療件数\t55件\t80件"]
    assert rows("\n".join([*first, "", "2", "", first[0], *more])) == rows("\n".join([*first, *more]))


def markdown(rows: list[list[str]]) -> str:
    lines = [f"|{'|'.join(row)}|" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def test_merged_cells_printed_again_count_once() -> None:
    cells = [row.split("\t") for row in MERGED]
    band = "基本方針2 島"
    again = [*cells[:2], [*cells[1][:3], *cells[2][3:]], [band] * 6, cells[3], [*cells[3][:3], *cells[4][3:]]]
    once = [*cells[:3], [band, "", "", "", "", ""], *cells[3:]]
    want = rows("\n".join("\t".join(row) for row in once))
    assert rows(markdown(again)) == want
    assert rows("\n".join("\t".join(row) for row in [*again[:3], once[3], *again[4:]])) == want


def test_a_year_printed_twice_is_one_column() -> None:
    cells = [
        ["事業名", "港の清掃", "Col3", "Col4"],
        ["年次計画", "令和8年度", "令和8年度", "令和9年度"],
        ["年次計画", "区域を決める。", "区域を決める。", "回収を始める。"],
        ["回収量(t)", "4", "4", "6"],
    ]
    assert rows(markdown(cells)) == [
        ["事業名", "港の清掃"],
        ["年次計画", "令和8年度", "令和9年度"],
        ["年次計画", "区域を決める。", "回収を始める。"],
        ["回収量(t)", "4", "6"],
    ]


def tagged(rows: list[list[str]]) -> str:
    return "<table>" + "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows) + "</table>"


SHORT = [
    ["事業名", "担当課", "指標", "年度別目標", "方向性"],
    ["令和8年度", "令和9年度"],
    ["朝市の開催", "水産課", "来場者数", "1,200人", "1,500人", "継続"],
    ["出店者数", "31者", "40者"],
    ["渡船の予約", "交通課", "予約件数", "310件", "420件", "拡充"],
    ["島の診療所", "健康課", "診療件数", "55件", "80件", "継続"],
    ["利用者の満足度", "71%", "75%"],
]


@pytest.mark.parametrize(
    "write", [tagged, lambda cells: "\n".join("\t".join(row) for row in cells)], ids=["html", "tsv"]
)
def test_rows_without_the_cells_merged_from_above_are_filled_up(write: Callable[[list[list[str]]], str]) -> None:
    document = read_dump("x.txt", (HEADING + write(SHORT)).encode(), printed_words())
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    at = {cell.text: (cell.row, cell.col) for cell in table.cells}
    assert [at[text] for text in ("令和8年度", "令和9年度", "方向性")] == [(1, 3), (1, 4), (0, 5)]
    assert [at[text] for text in ("出店者数", "31者", "利用者の満足度", "75%")] == [(3, 2), (3, 3), (6, 2), (6, 4)]
    assert next(cell for cell in table.cells if cell.text == "朝市の開催").rowspan == 2


def test_many_rows_run_together_below_a_list() -> None:
    """Each a paragraph of its own; what a list's columns look like is found once."""
    more = [f"{n} 渡船{n}の予約 交通課 予約件数 {n}件 {n + 9}件" for n in range(5, 405)]
    assert rows("\n\n".join(["\n".join(ROWS), *more]))[-1] == [
        "404",
        "渡船404の予約",
        "交通課",
        "予約件数",
        "404件",
        "413件",
    ]


def test_a_note_between_the_parts_of_a_list_is_no_band() -> None:
    text = "\n".join([*ROWS[:4], "", "※ 令和9年度は 見込み です", "", *ROWS[5:]])
    document = read_dump("x.txt", (HEADING + text).encode(), printed_words())
    assert not any("見込み" in cell.text for b in document.blocks if isinstance(b, Table) for cell in b.cells)


BANDED = """番号
取組名
担当課
指標
計画値
（2024年度）
達成値
（2024年度）
内部評価
（5段階）
今後の課題
(1) 港のまちを守る
1
港の台帳の公開
港湾課
公開した台帳の数
64.5%
61.0%
3
倉庫の台帳が残っている。
2
里山の手入れの支援
農林課
支援した団体の数
12団体
14団体
5
里山までの道が狭い。
(2) 窓口を変える
3
窓口の混雑の表示
市民課
表示した窓口の数
9窓口
8窓口
4
番号札を取らない人がいる。
4
休日の保育
保育課
休日に開いた日の数
20日
20日
2
保育士が足りない。
"""


def test_numbers_in_brackets_stand_over_rows_that_bear_bare_ones() -> None:
    table = next(b for b in dump("plan.txt", BANDED.encode()).blocks if isinstance(b, Table))
    rows = [[cell.text for cell in table.cells if cell.row == n] for n in range(table.n_rows)]
    assert rows[1:4] == [
        ["(1) 港のまちを守る"],
        ["1", "港の台帳の公開", "港湾課", "公開した台帳の数", "64.5%", "61.0%", "3", "倉庫の台帳が残っている。"],
        ["2", "里山の手入れの支援", "農林課", "支援した団体の数", "12団体", "14団体", "5", "里山までの道が狭い。"],
    ]
    assert rows[4] == ["(2) 窓口を変える"]


def test_a_year_and_what_its_figures_are_head_one_column() -> None:
    dated = BANDED.replace("計画値\n（2024年度）\n達成値\n（2024年度）\n", "2022年度\n現況\n2026年度\n目標\n")
    table = next(b for b in dump("plan.txt", dated.encode()).blocks if isinstance(b, Table))
    header = [cell.text for cell in table.cells if cell.row == 0]
    assert header[4:6] == ["2022年度現況", "2026年度目標"]


def test_a_label_and_its_year_below_head_one_column() -> None:
    below = BANDED.replace("計画値\n（2024年度）\n達成値\n（2024年度）\n", "計画値\n2026年度\n達成値\n2024年度\n")
    table = next(b for b in dump("plan.txt", below.encode()).blocks if isinstance(b, Table))
    header = [cell.text for cell in table.cells if cell.row == 0]
    assert header[4:6] == ["計画値(2026年度)", "達成値(2024年度)"]
