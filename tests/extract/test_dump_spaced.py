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


BROKEN = """\
                       青嶺市港湾計画 進捗状況
                                                令和9年度
管理番                           重要業績評価指
     主な事業       現状値                                   課題
 号              (令和６年         標(KPI)       計画値    達成値
                度)
 1   港の台帳の公開      80      公開した台帳の数         90     95    人手が足りない。
 2   里山の手入れの支援   5       支援した団体の数         8      7     道が遠い。
"""


def test_headings_broken_over_lines_and_a_title_above_them() -> None:
    [table] = tables(BROKEN)
    assert table[0] == [
        "管理番/号",
        "主な事業",
        "現状値/(令和６年/度)",
        "重要業績評価指/標(KPI)",
        "令和9年度",
        "課題",
    ]
    assert table[1:] == [
        ["計画値", "達成値"],
        ["1", "港の台帳の公開", "80", "公開した台帳の数", "90", "95", "人手が足りない。"],
        ["2", "里山の手入れの支援", "5", "支援した団体の数", "8", "7", "道が遠い。"],
    ]


UNNUMBERED = laid(
    (0, 12, 20, 37, 49, 57, 65),
    ("取組名", "所管課", "概要", "指標", "令和8年度", "令和9年度", "実績"),
    ("港の台帳", "港湾課", "台帳をそろえ、誰でも読", "公開した台帳", "", "", "新たに三冊を公開し、市"),
    ("", "", "", "", "10", "20", "民から声が届いた。"),
    ("", "", "めるようにする。"),
    ("里山の手入れ", "農林課", "苗木を貸し出し、手入れ", "支援した団体", "", "", "講座を二回開き、苗木を"),
    ("", "", "", "", "5", "8", "貸し出した。"),
    ("", "", "する団体を支える。"),
    ("窓の表示", "市民課", "待つ人の数を知らせる。", "窓の数", "2", "4", "北の窓口で始めた。"),
    ("橋の点検", "道路課", "古い橋から順に点検し、", "橋の数", "", "", "西の橋を点検した。"),
    ("", "", "", "", "6", "9"),
    ("", "", "傷みを早く見つける。"),
)


def test_texts_at_the_top_of_rows_whose_figures_stand_in_the_middle() -> None:
    [table] = tables(UNNUMBERED)
    assert [row[0] for row in table[1:]] == ["港の台帳", "里山の手入れ", "窓の表示", "橋の点検"]
    assert [row[4:6] for row in table[1:]] == [["10", "20"], ["5", "8"], ["2", "4"], ["6", "9"]]


PAIRS = laid(
    (0, 4, 15, 27, 32, 37, 46, 55),
    ("No", "取組項目", "指標", "単位", "区分", "令和8年度", "令和9年度", "評価"),
    ("", "", "", "", "計画", "30", "40"),
    ("1", "港の台帳", "公開した台帳", "冊", "", "", "", "Ａ"),
    ("", "", "", "", "実績", "28", "41"),
    ("", "", "", "", "計画", "5", "8"),
    ("", "", "手入れした山", "ha", "", "", "", "Ａ"),
    ("", "", "", "", "実績", "6", "8"),
    ("2", "里山の手入れ"),
    ("", "", "", "", "計画", "100", "120"),
    ("", "", "集まった人", "人", "", "", "", "Ｃ"),
    ("", "", "", "", "実績", "90", "80"),
)


def test_units_and_grades_of_each_indicator_with_lines_of_plan_and_result() -> None:
    [table] = tables(PAIRS)
    assert table[1:] == [
        ["1", "港の台帳", "公開した台帳", "冊", "計画", "30", "40", "Ａ"],
        ["実績", "28", "41"],
        ["2", "里山の手入れ", "手入れした山", "ha", "計画", "5", "8", "Ａ"],
        ["実績", "6", "8"],
        ["集まった人", "人", "計画", "100", "120", "Ｃ"],
        ["実績", "90", "80"],
    ]


TALL = """\
No  取組項目    取組の内容     担当    指標      令和8年度  令和9年度
基本目標１ 港を生かす
1   港の台帳    古い台帳を     港湾課   公開した台帳     10     20
            読みやすく
            する。
基本目標２ 山を守る
{}2   里山の手入れ  苗木を貸し     農林課   支援した団体      5      8
            出し、手入
            れをする団
            体を支え、
            山に入る人
            を増やす。
"""


def test_a_title_at_the_foot_of_a_page_and_a_page_of_few_wide_lines() -> None:
    [table] = tables(TALL.format("\f"))
    assert [row for row in table if len(row) == 1] == [["基本目標１ 港を生かす"], ["基本目標２ 山を守る"]]
    assert table[-1][:3] == ["2", "里山の手入れ", "苗木を貸し出し、手入れをする団体を支え、山に入る人を増やす。"]


STACKED = laid(
    (0, 14, 24, 40, 56, 64),
    ("取組名", "所管課", "概要", "指標", "令和8年度", "令和9年度"),
    ("港の台帳の公開", "港湾課", "古い台帳をそろえ、誰で", "公開した台帳", "10", "20"),
    ("", "", "も読めるようにする。", "読んだ人の数"),
    ("", "", "あわせて、船を使う人の"),
    ("", "", "声を聞き、台帳に記す。", "", "300", "450"),
    ("", "", "直した台帳は本にする。"),
    ("里山の手入れ", "農林課", "苗木を貸し出す。", "手入れをした団体", "5", "8"),
    ("橋の点検", "道路課", "古い橋から点検する。", "点検した橋", "6", "9"),
    ("窓口の表示", "市民課", "待つ人を知らせる。", "窓の数", "2", "4"),
)


def test_names_one_below_the_other_at_the_top_of_a_tall_row_are_named_in_order() -> None:
    [table] = tables(STACKED)
    assert [row[-3:] for row in table[1:3]] == [["公開した台帳", "10", "20"], ["読んだ人の数", "300", "450"]]


def test_short_names_on_lines_of_their_own_are_of_rows_of_their_own() -> None:
    [table] = tables(STACKED)
    assert [row[0] for row in table[1:] if len(row) == 6] == [
        "港の台帳の公開",
        "里山の手入れ",
        "橋の点検",
        "窓口の表示",
    ]


MARKED = """\
① 空き店舗の活用
 開業する人に改装費を補助する。
       指標名            現状値    目標値
   空き店舗での開業数           8件    40件
   （取組内容）
    ・物件情報の整理
   （担当）商工観光課
② 後継者との引合わせ
 面談の場を設ける。
       指標名            現状値    目標値
   成立した件数              1件    10件
   （取組内容）
    ・制度の周知
   （担当）企画課
"""


def test_a_label_in_brackets_ends_a_table() -> None:
    assert [table[1:] for table in tables(MARKED)] == [
        [["空き店舗での開業数", "8件", "40件"]],
        [["成立した件数", "1件", "10件"]],
    ]
