"""Dumps that keep columns by spaces: headers without names, labels beside their table, tables over pages."""

from __future__ import annotations

import pytest

from extract.model import Table
from tests.extract.dumped import dump


def tables(text: str) -> list[list[list[str]]]:
    """The rows of the tables in a text, below their headers."""
    found = [block for block in dump("plan.txt", text.encode()).blocks if isinstance(block, Table)]
    return [
        [["/".join(line.text for line in c.lines) for c in table.cells if c.row == row] for row in range(table.n_rows)]
        for table in found
    ]


def laid(starts: tuple[int, ...], *rows: tuple[str, ...]) -> str:
    """Lines with each cell from its place on, as pdftotext -layout sets them; no cells: a blank line."""
    lines: list[str] = []
    for row in rows:
        line = ""
        for start, text in zip(starts, row, strict=False):
            line = line.ljust(start) + text
        lines.append(line.rstrip())
    return "\n".join(lines) + "\n"


YEARS = ("", "令和 8 年度", "令和 9 年度", "令和 10 年度")
PLACES = (0, 17, 32, 47)
SCHEDULE = (
    "(取組 1) 港の台帳の公開\n\n【年次計画】\n"
    + laid(PLACES, YEARS, (), ("台帳の電子化", "", "拡充", ""), (), ("岸壁の案内板", "検討", "", "一部実施"), (), ())
    + "(取組 2) 里山の手入れの支援\n\n【年次計画】\n"
    + laid(PLACES, YEARS, (), ("苗木の貸出", "実施", "拡充", "拡充"))
    + "\f"
    + laid(PLACES, ("担い手の講座", "", "試行", "実施"))
)


def test_years_without_a_heading_over_the_names_and_the_next_page() -> None:
    [first, second] = tables(SCHEDULE)
    assert first[1:] == [["台帳の電子化", "", "拡充", ""], ["岸壁の案内板", "検討", "", "一部実施"]]
    assert second[1:] == [["苗木の貸出", "実施", "拡充", "拡充"], ["担い手の講座", "", "試行", "実施"]]


MEASURED = laid(
    (1, 9, 27, 34, 42, 50, 58),
    ("事業番号", "12"),
    ("事業名", "港の台帳の公開"),
    ("担当課", "港湾課"),
    (),
    ("", "指標名", "単位", "区分", "R5", "R6", "R7"),
    (),
    ("", "", "", "目標", "－", "50.0", "60.0"),
    ("成果指標",),
    ("", "台帳の公開数", "件", "実績", "－", "41.3", "55.8"),
    (),
    ("今後の方向性  拡大",),
    (),
    ("", "評価  Ａ：目標どおり Ｂ：目標をやや下回る"),
)


def test_a_label_alone_beside_its_table() -> None:
    form, measured, *others = tables(MEASURED)
    assert form == [["事業番号", "12"], ["事業名", "港の台帳の公開"], ["担当課", "港湾課"]]
    assert measured[1:] == [["台帳の公開数", "件", "目標", "－", "50.0", "60.0"], ["実績", "－", "41.3", "55.8"]]
    assert others == [[["今後の方向性", "拡大"]]]


LIST = """\
No    取組項目        担当課     指標         令和8年度   令和9年度
1     港の台帳の公開     港湾課     公開した台帳の数       10      20
2     里山の手入れの支援   農林課     支援した団体の数        5       8
{}
"""


@pytest.mark.parametrize(
    "following",
    [
        "3   窓口の混雑の表示  市民課   表示した窓口の数     2   4\n"
        "4   休日の保育     保育課   利用した人数      30  40",
        "3             窓口の混雑の表示  市民課       表示した窓口の数      2        4\n"
        "4             休日の保育     保育課       利用した人数       30       40",
    ],
)
def test_columns_stand_elsewhere_on_a_page_without_a_header(following: str) -> None:
    [table] = tables(LIST.format("\f" + following))
    assert table[1:] == [
        ["1", "港の台帳の公開", "港湾課", "公開した台帳の数", "10", "20"],
        ["2", "里山の手入れの支援", "農林課", "支援した団体の数", "5", "8"],
        ["3", "窓口の混雑の表示", "市民課", "表示した窓口の数", "2", "4"],
        ["4", "休日の保育", "保育課", "利用した人数", "30", "40"],
    ]


KINDS = ("No", "取組項目", "項目", "令和8年度", "令和9年度", "所管課")
PLACED = (0, 5, 17, 24, 33, 42)


def entry(number: int, name: str, office: str) -> list[tuple[str, ...]]:
    return [
        ("", "", "内容", "計画に沿って進める。"),
        (str(number), name, "計画", "検討", "実施", office),
        ("", "", "件数", str(number * 10), str(number * 20)),
    ]


def test_the_rest_of_a_row_stands_at_the_top_of_the_next_page() -> None:
    before = [
        *entry(1, "港の台帳の公開", "港湾課"),
        *entry(2, "里山の手入れ", "農林課"),
        *entry(3, "窓口の表示", "市民課"),
    ]
    cut = entry(4, "休日の保育", "保育課")
    after = [*entry(5, "橋の点検", "道路課"), *entry(6, "市民講座", "学習課")]
    first, second = laid(PLACED, KINDS, *before, *cut[:2]), laid(PLACED, KINDS, *cut[2:], *after)
    [table] = tables(first + "\f" + second)
    counts = [[cell for cell in row if cell] for row in table if "件数" in row]
    assert [row[-2:] for row in counts] == [[str(n * 10), str(n * 20)] for n in range(1, 7)]
    [row] = [row for row in table if "5" in row]
    assert "橋の点検" in row
    assert "40" not in row


GROUPS = laid(
    (1, 12, 17, 28, 39, 48, 57),
    ("基本方針", "記号", "取組項目", "行動", "令和8年度", "令和9年度", "所管課"),
    ("", "ア", "港の台帳の公開", "台帳の整理", "調査", "実施", "港湾課"),
    ("海と山の恵みを生",),
    ("", "イ", "里山の手入れ", "苗木の貸出", "調査", "実施", "農林課"),
    ("かすまち",),
    ("", "ウ", "岸壁の案内", "案内板の設置", "調査", "実施", "港湾課"),
    ("", "エ", "窓口の表示", "番号札の更新", "調査", "実施", "市民課"),
    ("安心して暮らせる",),
    ("", "オ", "休日の保育", "保育士の確保", "調査", "実施", "保育課"),
    ("まち",),
    ("", "カ", "市民講座", "講師の登録", "調査", "実施", "学習課"),
)


def test_titles_that_stand_apart_are_of_different_policies() -> None:
    [table] = tables(GROUPS)
    assert [row[0] for row in table if len(row) == 7][1:] == ["海と山の恵みを生かすまち", "安心して暮らせるまち"]


def card(number: str, name: str) -> str:
    return laid(
        (0, 7, 18, 29),
        ("取組項目", f"{number} {name}"),
        (" 担当", "港湾課"),
        (" 目標", "港の利用を増やす。"),
        ("", "令和８年度", "令和９年度", "令和10年度"),
        ("取組計画", "（１） 台帳の整備"),
        ("", "検討", "実施", "実施"),
        ("", "港を訪れる人の数"),
        ("数値目標", "約 520 人", "約 540 人", "約 560 人"),
    )


def test_cards_on_pages_with_a_running_head() -> None:
    names = ("港の台帳の公開", "里山の手入れ", "窓口の表示")
    text = "\f".join(f"      青嶺市港湾計画\n\n{card(str(n), name)}" for n, name in enumerate(names, 1))
    document = dump("plan.txt", text.encode())
    cells = [
        "".join(cell.text.split()) for block in document.blocks if isinstance(block, Table) for cell in block.cells
    ]
    assert [cells.count(text) for text in ("約520人", "約540人", "約560人")] == [3, 3, 3]
    assert not any("青嶺市" in text for text in cells)
    assert [line.text for line in document.furniture] == ["青嶺市港湾計画"] * 2
