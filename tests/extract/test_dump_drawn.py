"""Dumps in drawn order and with columns kept by spaces: cells found again in any order, no line lost, time."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.dumps.spaced_headings import headings
from extract.dumps.text_table import Numbered
from extract.model import Document, Prose, Table
from tests.extract.dumped import all_lines, dump
from tests.steps import growth, steps

SAMPLES = Path(__file__).parents[2] / "samples"

HEADER = ("No", "取組項目", "取組内容\n目標", "取組実績", "自己\n評価", "改善・拡充策、\n課題等", "担当部署")
LIST = (
    (
        "1",
        "港の台帳の\n公開",
        "＜取組内容＞\n港の台帳を整理し、だれでも見られるよ\nうに公開する。\n"
        "＜目標＞\n港の利用を増やす。\n【台帳の公開数：30件】",
        "岸壁と倉庫の台帳を整理した。\n利用者に意見を聞いた。\n【台帳の公開数：28件】",
        "Ｂ",
        "倉庫の台帳の整\n理が遅れたため、\n人手を増やす。",
        "港湾課",
    ),
    (
        "2",
        "里山の手入\nれの支援",
        "＜取組内容＞\n里山の手入れを担う団体に苗木と道具を\n貸し出す。\n＜目標＞\n里山を守る担い手を育てる。",
        "五つの団体に苗木と道具を貸し\n出した。",
        "Ａ",
        "里山までの道が\n狭く、苗木を運\nびにくい。",
        "農林課",
    ),
    (
        "3",
        "窓口の混雑\nの表示",
        "＜取組内容＞\n窓口の混雑を番号札の数から求め、ホー\nムページに表示する。\n＜目標＞\n待ち時間を短くする。",
        "番号札の機器を入れ替え、窓口\nの混雑の表示を始めた。",
        "Ｓ",
        "番号札を取らな\nい人の数が分か\nらない。",
        "市民課",
    ),
)
"""Three invented initiatives, each cell as its column's width breaks it."""


def lost(document: Document, text: str) -> list[str]:
    """The printed lines of which nothing was read."""
    places = [line.place.lines for line in all_lines(document) if line.place.lines]
    seen = {n for first, last in places for n in range(first, last + 1)}
    return [line for n, line in enumerate(text.split("\n"), 1) if line.strip() and n not in seen]


def the_table(document: Document) -> Table:
    [table] = [block for block in document.blocks if isinstance(block, Table)]
    return table


def squashed(text: str) -> str:
    return "".join(text.split())


@settings(deadline=None, max_examples=30)
@given(st.permutations(range(3)), st.permutations(range(5)))
def test_a_list_is_found_again_in_whatever_order_its_cells_are_drawn(rows: list[int], blocks: list[int]) -> None:
    columns = [
        ["\n\n".join(LIST[n][2] for n in range(3))],
        ["\n\n".join(LIST[n][4] for n in range(3))],
        ["\n\n".join("\n\n".join((LIST[n][0], LIST[n][1], LIST[n][3])) for n in rows)],
        ["\n\n".join(LIST[n][5] for n in range(3))],
        ["\n\n".join(LIST[n][6] for n in range(3))],
    ]
    text = "\n\n".join(["\n\n".join(HEADER), *(part for n in blocks for part in columns[n])])
    document = dump("plan.txt", text.encode())
    assert lost(document, text) == []
    table = the_table(document)
    fields = {squashed(cell.text): cell.col for cell in table.cells if cell.row == 0}
    assert table.n_rows == 4
    for n, row in enumerate(LIST, 1):
        found = {cell.col: squashed(cell.text) for cell in table.cells if cell.row == n}
        for head, printed in zip(HEADER, row, strict=True):
            if head in ("No", "取組項目", "取組内容\n目標", "取組実績", "自己\n評価"):
                assert found[fields[squashed(head)]] == squashed(printed)
    cells = sorted(squashed(cell.text) for cell in table.cells if cell.row)
    assert cells == sorted(squashed(cell) for row in LIST for cell in row)


CARD = """\
取組項目
１ 港の台帳の公開
担当
港湾課、全部局
取組内容
港の台帳を公開する。
取組計画
令和8年度
令和9年度
令和10年度
（１） 台帳の整備
検討
実施
実施
数値目標
公開する台帳の数
1件
2件
3件
"""


def test_a_card_is_read_by_its_labels() -> None:
    two = CARD + CARD.replace("１ 港の台帳の公開", "２ 窓口の混雑の表示")
    tables = [block for block in dump("plan.txt", two.encode()).blocks if isinstance(block, Table)]
    assert len(tables) == 2
    rows = [[squashed(cell.text) for cell in tables[0].cells if cell.row == n] for n in range(tables[0].n_rows)]
    assert rows == [
        ["取組項目", "１港の台帳の公開"],
        ["担当", "港湾課、全部局"],
        ["取組内容", "港の台帳を公開する。"],
        ["取組計画", "令和8年度", "令和9年度", "令和10年度"],
        ["（１）台帳の整備", "検討", "実施", "実施"],
        ["数値目標", "令和8年度", "令和9年度", "令和10年度"],
        ["公開する台帳の数", "1件", "2件", "3件"],
    ]


STARTS = (0, 5, 12, 28, 34)
SET = (
    ("No", "取組項目", "取組内容", "自己評価", "担当部署"),
    ("", "港の台帳の", "港の台帳を整理し、だれでも", "", ""),
    ("1", "公開", "見られるように公開する。", "Ｂ", "港湾課"),
    ("2", "窓口の表示", "窓口の混雑を表示する。", "Ａ", "市民課"),
    ("", "", "里山の手入れを担う団体に苗", "", ""),
    ("3", "里山の支援", "木と道具を貸し出し、担い手", "Ｓ", "農林課"),
    ("", "", "を育てる。", "", ""),
)
"""The lines of a list as pdftotext -layout sets them: a character takes one place, full-width or not."""


def spaced(cells: tuple[str, ...]) -> str:
    line = ""
    for start, text in zip(STARTS, cells, strict=True):
        line = line.ljust(start) + text
    return line.rstrip()


LAYOUT = "\n".join(map(spaced, SET))


def test_columns_kept_by_spaces() -> None:
    table = the_table(dump("plan.txt", LAYOUT.encode()))
    rows = [[squashed(cell.text) for cell in table.cells if cell.row == n] for n in range(1, table.n_rows)]
    assert [row[0] for row in rows] == ["1", "2", "3"]
    assert [row[3:] for row in rows] == [["Ｂ", "港湾課"], ["Ａ", "市民課"], ["Ｓ", "農林課"]]
    assert rows[2][2] == "里山の手入れを担う団体に苗木と道具を貸し出し、担い手を育てる。"


@pytest.mark.parametrize("source", sorted(SAMPLES.glob("*/source.pdf")), ids=lambda path: path.parent.name)
def test_no_line_of_a_samples_text_is_lost(source: Path) -> None:
    text = "\f".join(str(page.get_text()) for page in pymupdf.open(source))
    assert lost(dump("plan.txt", text.encode()), text) == []


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="Poppler is not installed")
@pytest.mark.parametrize("kind", ["-layout", "-raw"])
@pytest.mark.parametrize("source", sorted(SAMPLES.glob("*/source.pdf")), ids=lambda path: path.parent.name)
def test_no_line_of_popplers_text_is_lost(source: Path, kind: str) -> None:
    text = subprocess.run(["pdftotext", kind, str(source), "-"], check=True, capture_output=True).stdout.decode()
    assert lost(dump("plan.txt", text.encode()), text) == []


def test_steps_of_many_cards_grow_as_they_do() -> None:
    def read(cards: int) -> None:
        tables = [block for block in dump("plan.txt", (CARD * cards).encode()).blocks if isinstance(block, Table)]
        assert len(tables) >= cards
        assert len({tuple(cell.text for cell in table.cells) for table in tables}) == len(tables) / cards

    assert growth(read, 200) < 2.6


def test_a_page_of_ten_thousand_cells_is_left_as_text() -> None:
    cells = "\n\n".join(f"{n % 900}\n\n港の調査{n}を行った。\n\nＡ" for n in range(3500))
    data = ("\n\n".join(HEADER) + "\n\n" + cells).encode()
    assert steps(lambda: dump("plan.txt", data)) < 10_000_000
    document = dump("plan.txt", data)
    assert not any(isinstance(block, Table) for block in document.blocks)
    assert document.pages[0].flags == ("crowded",)
    assert sum(line.text.startswith("港の調査") for line in all_lines(document)) == 3500


ROWS = """実績値
番号
実施項目
担当課
指標
単位
目標値
R6
R7
重点の柱１ 港を守る
1
港の台帳の公開
港湾課
公開した台帳の数
件
30
12
28
2
里山の手入れの支援
農林課
市民課
支援した団体の数
団体
9
4
6
苗木の本数
本
900
310
640
重点の柱２ 暮らしを支える
3
窓口の混雑の表示
市民課
表示した窓口の数
窓口
8
2
8
4
休日の保育
保育課
利用した人数
人
120
40
95
"""
"""A list drawn row by row: a header over two years first, a second indicator under one name, two bands."""


def test_a_list_drawn_row_by_row_is_read_by_its_header() -> None:
    table = the_table(dump("plan.txt", ROWS.encode()))
    rows = [[cell.text for cell in table.cells if cell.row == n] for n in range(table.n_rows)]
    assert rows[:2] == [["番号", "実施項目", "担当課", "指標", "単位", "実績値", "目標値"], ["R6", "R7"]]
    assert rows[2:6] == [
        ["重点の柱１ 港を守る"],
        ["1", "港の台帳の公開", "港湾課", "公開した台帳の数", "件", "30", "12", "28"],
        ["2", "里山の手入れの支援", "農林課\n市民課", "支援した団体の数", "団体", "9", "4", "6"],
        ["苗木の本数", "本", "900", "310", "640"],
    ]
    spanning = {cell.text: cell.rowspan for cell in table.cells if cell.row == 4}
    assert (spanning["2"], spanning["農林課\n市民課"], spanning["団体"]) == (2, 2, 1)


@pytest.mark.parametrize(
    "labels",
    [
        ("番号", "実施項目", "担当課", "指標", "単位"),
        ("番号", "担当課", "実施項目", "指標", "単位"),
        ("指標", "単位", "番号", "実施項目", "担当課"),
    ],
)
def test_the_rows_tell_the_order_of_columns(labels: tuple[str, ...]) -> None:
    """Cells of a header's upper and lower tier are drawn one tier after the other."""
    printed = ROWS.replace("番号\n実施項目\n担当課\n指標\n単位\n", "\n".join(labels) + "\n")
    document = dump("plan.txt", printed.encode())
    table = the_table(document)
    where = {cell.text: cell.col for cell in table.cells}
    assert where["実施項目"] == where["休日の保育"]
    assert where["指標"] == where["苗木の本数"]
    assert lost(document, printed) == []


SPANS = (
    ("年度別目標",),
    ("番号", "実施項目", "担当課", "指標"),
    ("R8", "R9"),
    ("公開した台帳の数", "30件", "40件"),
    ("1", "港の台帳の公開", "港湾課"),
    ("台帳を見た人数", "500人", "900人"),
    ("2", "窓口の混雑の表示", "市民課", "表示した窓口の数", "2窓口", "8窓口"),
    ("支援した団体の数", "4団体", "6団体"),
    ("植えた苗木の数", "310本", "640本"),
    ("3", "里山の手入れの支援", "農林課"),
    ("手入れした面積", "1.5ha", "2.5ha"),
)
"""Cells that span rows are drawn before the rest of the last row they span, as those of the header are."""


@pytest.mark.parametrize("beside", ["\n", " "])
def test_spanning_cells_drawn_with_the_last_of_their_rows(beside: str) -> None:
    """beside: what stands between neighbouring cells; pdftotext -raw sets them on one line."""
    printed = "\n".join(beside.join(row) for row in SPANS)
    document = dump("plan.txt", printed.encode())
    table = the_table(document)
    names = {cell.text: (cell.row, cell.rowspan) for cell in table.cells if cell.col == 1 and cell.row > 1}
    assert names == {"港の台帳の公開": (2, 2), "窓口の混雑の表示": (4, 1), "里山の手入れの支援": (5, 3)}
    figures = [[cell.text for cell in table.cells if cell.row == n and cell.col > 2] for n in (2, 6, 7)]
    assert figures[0] == ["公開した台帳の数", "30件", "40件"]
    assert figures[1:] == [["植えた苗木の数", "310本", "640本"], ["手入れした面積", "1.5ha", "2.5ha"]]
    assert lost(document, printed) == []


SHEET = """{n}　{name}
担当課
{office}
農林課
取組内容
{name}を進める。
指標
基準値
目標値
{name}の数 4 9
R8
R9
実施計画
検討
実施
"""


def test_a_title_ends_the_card_before_it() -> None:
    cards = (("01", "港の台帳の公開", "港湾課"), ("02", "窓口の混雑の表示", "市民課"), ("03", "休日の保育", "保育課"))
    text = "".join(SHEET.format(n=n, name=name, office=office) for n, name, office in cards)
    document = dump("plan.txt", text.encode())
    tables = [block for block in document.blocks if isinstance(block, Table)]
    titles = [squashed(block.lines[0].text) for block in document.blocks if isinstance(block, Prose)]
    assert titles == [f"{n}{name}" for n, name, _ in cards]
    rows = [[cell.text for cell in tables[1].cells if cell.row == n] for n in range(tables[1].n_rows)]
    assert rows == [
        ["担当課", "市民課\n農林課"],
        ["取組内容", "窓口の混雑の表示を進める。"],
        ["指標", "基準値", "目標値"],
        ["窓口の混雑の表示の数", "4", "9"],
        ["", "R8", "R9"],
        ["実施計画", "検討", "実施"],
    ]


MEASURES = """成果指標
単位
現状値
R8
R9
担当課
基本目標１ 港のまちを守る
施策１－１ 港の備え
公開した台帳の数
件
12
30
40
港湾課
支援した団体の数
団体
4
6
8
農林課
施策１－２ 窓口の改革
表示した窓口の数
窓口
2
3
5
市民課
休日に開いた日の数
日
10
20
30
市民課
"""
"""A list of indicators: what they belong to stands in bands over them."""


def test_a_list_of_indicators_needs_no_names() -> None:
    document = dump("plan.txt", MEASURES.encode())
    table = the_table(document)
    rows = [[cell.text for cell in table.cells if cell.row == n] for n in range(table.n_rows)]
    assert rows == [
        ["成果指標", "単位", "現状値", "R8", "R9", "担当課"],
        ["基本目標１ 港のまちを守る"],
        ["施策１－１ 港の備え"],
        ["公開した台帳の数", "件", "12", "30", "40", "港湾課"],
        ["支援した団体の数", "団体", "4", "6", "8", "農林課"],
        ["施策１－２ 窓口の改革"],
        ["表示した窓口の数", "窓口", "2", "3", "5", "市民課"],
        ["休日に開いた日の数", "日", "10", "20", "30", "市民課"],
    ]
    assert lost(document, MEASURES) == []


REVIEW = """事業番号
{n}
担当課
{office}
事業名
{name}
政策
基本目標１ 港のまちを守る
施策
施策１－１ 港の備え
事業の目的
{name}を進める。
"""


def test_a_card_may_name_a_level_as_names_are_labelled() -> None:
    """施策 heads names in other plans; here 事業名 does, and the number stands before it."""
    cards = (("102-03", "港湾課", "港の台帳の公開"), ("104-11", "市民課", "窓口の混雑の表示"))
    text = "".join(REVIEW.format(n=n, office=office, name=name) for n, office, name in cards)
    document = dump("plan.txt", text.encode())
    tables = [block for block in document.blocks if isinstance(block, Table)]
    labels = ["事業番号", "担当課", "事業名", "政策", "施策", "事業の目的"]
    assert [[cell.text for cell in table.cells if cell.col == 0] for table in tables] == [labels, labels]
    assert lost(document, text) == []


def test_headings_of_one_character_words_take_steps_as_their_number_does() -> None:
    assert growth(lambda many: headings(Numbered(1, 1, "水 路 " * many)), 2000) < 2.2
