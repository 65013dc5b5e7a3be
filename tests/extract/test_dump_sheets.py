"""Cards in text that keeps columns by spaces: forms, tables of figures under years, their labels beside them."""

from __future__ import annotations

from extract.model import Table
from tests.extract.dumped import dump
from tests.extract.test_dump_spaced import laid, tables

CARD = laid(
    (2, 14, 30, 42, 54),
    ("番号", "{number}", "取組名", "{name}"),
    ("柱", "2 海と山"),
    ("", "港湾課"),
    ("担当課",),
    ("", "農林課"),
    (),
    (),
    ("取組内容", "古い台帳を読みやすくする。"),
    (),
    ("", "指標", "現状値", "目標値"),
    ("", "公開した冊数", "10冊", "30冊"),
    (),
    ("", "令和8年度", "令和9年度", "令和10年度"),
    ("取組計画", "", "続けて直し、"),
    ("", "調査", "", "終える。"),
    ("", "", "傷みを見る。"),
    (),
    ("取組状況", "十冊を直した。", "評価", "○"),
    ("今後の課題", "人手が足りない。"),
    (),
    (),
)


def cards() -> list[list[list[str]]]:
    text = "".join(CARD.format(number=n, name=name) for n, name in ((1, "港の台帳"), (2, "里山の地図")))
    return tables("      青嶺市行動計画\n          令和8年度～令和10年度\n" + text)


def test_a_form_with_a_label_nobody_knows_and_blank_lines_inside() -> None:
    form = cards()[0]
    assert form == [
        ["番号", "1", "取組名", "港の台帳"],
        ["柱", "2 海と山"],
        ["担当課", "港湾課/農林課"],
        ["取組内容", "古い台帳を読みやすくする。"],
    ]


def test_a_form_below_a_table_is_no_row_of_it() -> None:
    found = cards()
    assert found[1] == [["指標", "現状値", "目標値"], ["公開した冊数", "10冊", "30冊"]]
    assert found[3] == [["取組状況", "十冊を直した。", "評価", "○"], ["今後の課題", "人手が足りない。"]]


def test_the_label_of_the_only_row_stands_beside_its_years() -> None:
    found = cards()
    assert found[2] == [
        ["取組計画", "令和8年度", "令和9年度", "令和10年度"],
        ["調査", "続けて直し、傷みを見る。", "終える。"],
    ]
    assert len(found) == 8


LIST = laid(
    (0, 6, 24, 40),
    ("番号", "取組名", "担当課", "取組内容"),
    ("1", "港の台帳", "港湾課", "台帳を直す。"),
    ("2", "里山の地図", "農林課", "地図を作る。"),
)


def test_a_list_before_pages_of_cards() -> None:
    found = tables(LIST + "\f" + CARD.format(number=1, name="港の台帳"))
    assert found[0][1:] == [["1", "港の台帳", "港湾課", "台帳を直す。"], ["2", "里山の地図", "農林課", "地図を作る。"]]
    assert found[1][0] == ["番号", "1", "取組名", "港の台帳"]
    assert found[2][1] == ["公開した冊数", "10冊", "30冊"]


def beside(left: str, right: str, width: int) -> str:
    """Two texts side by side, the right one a line lower."""
    rows = zip([*left.split("\n"), ""], ["", *right.split("\n")], strict=True)
    return "\n".join((a.ljust(width) + b).rstrip() for a, b in rows)


def test_two_cards_side_by_side_are_read_one_after_the_other() -> None:
    one, two = (CARD.format(number=n, name=name) for n, name in ((1, "港の台帳"), (2, "里山の地図")))
    found = tables("青嶺市行動計画\n" + beside(one, two, 72))
    assert [table for table in found if table[0][0] == "番号"] == [
        [
            ["番号", str(n), "取組名", name],
            ["柱", "2 海と山"],
            ["担当課", "港湾課/農林課"],
            ["取組内容", "古い台帳を読みやすくする。"],
        ]
        for n, name in ((1, "港の台帳"), (2, "里山の地図"))
    ]
    assert [table[1] for table in found if table[0][0] == "取組計画"] == [
        ["調査", "続けて直し、傷みを見る。", "終える。"]
    ] * 2


def test_a_policy_as_the_value_of_a_label() -> None:
    lines = (
        ("取組名", "港の台帳"),
        ("", "基本目標1 港を生かす"),
        ("政策体系",),
        ("", "施策1-2 古い台帳を直す"),
        ("担当課", "港湾課"),
        (),
        (),
        ("指標", "令和8年度", "令和9年度"),
        ("冊数", "10", "20"),
    )
    form, figures = tables(laid((1, 12, 30), *lines))
    assert form == [
        ["取組名", "港の台帳"],
        ["政策体系", "基本目標1 港を生かす/施策1-2 古い台帳を直す"],
        ["担当課", "港湾課"],
    ]
    assert figures[1] == ["冊数", "10", "20"]


def numbered(number: int, name: str) -> str:
    return laid(
        (0, 10, 25, 40, 55),
        ("取組項目", f"{number} {name}"),
        (" 担当", "港湾課"),
        (" 目標", "港の利用を増やす。"),
        ("", "令和８年度", "令和９年度", "令和 10 年度", "令和 11 年度"),
        ("取組計画", "台帳の整備"),
        ("", "検討", "実施", "実施", "実施"),
        ("数値目標", "港の案内を見るための「みなとナビ」のアクセス件数"),
        ("", "（年間）（令和６年度実績：3,681,704 件）"),
    )


FIGURES = ("3,700,000 件", "3,750,000 件", "3,800,000 件", "3,850,000 件")


def test_figures_of_a_card_at_the_top_of_the_next_page_are_all_dated() -> None:
    figures = laid((8, 27, 51, 75), FIGURES)
    text = numbered(1, "港の台帳") + "\f" + figures + "\n\n" + numbered(2, "里山の地図") + figures
    document = dump("plan.txt", text.encode())
    assert not any("undated" in page.flags for page in document.pages)
    cells = [cell for block in document.blocks if isinstance(block, Table) for cell in block.cells]
    for year, figure in zip(("令和８年度", "令和９年度", "令和10年度", "令和11年度"), FIGURES, strict=True):
        [column] = {cell.col for cell in cells if cell.text.replace(" ", "") == year}
        assert [cell.col for cell in cells if cell.text.replace(" ", "") == figure.replace(" ", "")] == [column, column]
