"""Tables drawn in many ways, cut by the white between their texts: cells as drawn, every glyph in one of them."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from extract.document import read
from extract.model import Document, Prose, Table
from tests.extract.drawn_tables import Drawn, Sheet, Text, dots, edges, segments, set_table, spots

LABELS = ("番号", "取組名", "担当課", "内容")
ROWS = (
    ("1", "窓口の改善", "市民課", "窓口を一つにまとめ、手続きの時間を短くする。案内の職員を置く。"),
    ("2", "税の収納", "税務課", "納める方法を増やし、夜間と休日にも納められるようにする。"),
    ("3", "道の点検", "土木課", "古い橋から順に点検し、悪いところを早く見つけて直す。"),
)
LIST = set_table(
    (40, 110, 80, 190),
    [Text(r, c, 1, 1, text) for r, row in enumerate((LABELS, *ROWS)) for c, text in enumerate(row)],
    10,
)
MERGED = set_table(
    (90, 90, 70, 70, 70),
    [
        Text(0, 0, 2, 1, "取組"), Text(0, 1, 2, 1, "担当"), Text(0, 2, 1, 3, "目標"),
        *(Text(1, c, 1, 1, f"令和{c + 6}年度") for c in (2, 3, 4)),
        *(Text(r, c, 1, 1, f"{r}件" if c > 1 else f"第{r}の取組"[: 5 - c]) for r in (2, 3) for c in range(5)),
    ],
    10,
)  # fmt: skip


def alternatives(sheet: Sheet) -> Document:
    """The pages drawn so far, cut by their gaps."""
    sheet.canvas.save()
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(sheet.file.getvalue())
        file.flush()
        (found,) = read(Path(file.name)).again()
    assert found.cut == "gaps"
    return found


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def glyphs(document: Document) -> Counter[str]:
    lines = [line for block in document.blocks if isinstance(block, Prose) for line in block.lines]
    for table in tables(document):
        lines += [line for part in (*table.cells, *table.spans) for line in part.lines]
    return Counter("".join("".join(line.text.split()) for line in lines))


def none(sheet: Sheet, drawn: Drawn) -> None:
    """Nothing is drawn."""


def level(sheet: Sheet, drawn: Drawn) -> None:
    for y in drawn.ys:
        sheet.line(drawn.xs[0], y, drawn.xs[-1], y)


def ruled(sheet: Sheet, drawn: Drawn) -> None:
    for segment in segments(drawn, edges(drawn), whole=True):
        sheet.line(*segment)


def tiled(sheet: Sheet, drawn: Drawn) -> None:
    """A shade a cell, white between."""
    for s in drawn.spots:
        x0, x1, y0, y1 = drawn.xs[s.col], drawn.xs[s.col + s.colspan], drawn.ys[s.row], drawn.ys[s.row + s.rowspan]
        sheet.fill(x0 + 1, y0 + 1, x1 - 1, y1 - 1, 0.8 if s.row == 0 else 0.93)


def zebra(sheet: Sheet, drawn: Drawn) -> None:
    for y0, y1 in zip(drawn.ys[::2], drawn.ys[1::2], strict=False):
        sheet.fill(drawn.xs[0], y0, drawn.xs[-1], y1, 0.9)


def framed(sheet: Sheet, drawn: Drawn) -> None:
    """An outer frame, dotted columns, shaded rows."""
    zebra(sheet, drawn)
    x0, x1, y0, y1 = drawn.xs[0], drawn.xs[-1], drawn.ys[0], drawn.ys[-1]
    for segment in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
        sheet.line(*segment)
    for x in drawn.xs[1:-1]:
        dots(sheet, x, y0, x, y1)


def rounded(sheet: Sheet, drawn: Drawn) -> None:
    for y0, y1 in zip(drawn.ys, drawn.ys[1:], strict=False):
        sheet.canvas.roundRect(drawn.xs[0], 842 - y1 + 1, drawn.xs[-1] - drawn.xs[0], y1 - y0 - 2, 4)


@pytest.mark.parametrize("draw", [none, level, ruled, tiled, zebra, framed, rounded])
def test_a_list_is_cut_as_drawn(draw: Callable[[Sheet, Drawn], None]) -> None:
    sheet = Sheet()
    draw(sheet, LIST)
    sheet.texts(LIST)
    found = alternatives(sheet)
    (table,) = tables(found)
    assert spots(table) == LIST.spots
    assert (table.confidence, table.flags) == (0.7, ("gap_lattice",))


@pytest.mark.parametrize("draw", [ruled, tiled])
def test_merged_cells_reach_as_far_as_drawn(draw: Callable[[Sheet, Drawn], None]) -> None:
    sheet = Sheet()
    draw(sheet, MERGED)
    sheet.texts(MERGED)
    (table,) = tables(alternatives(sheet))
    assert spots(table) == MERGED.spots


def test_tables_side_by_side_are_two() -> None:
    sheet = Sheet()
    left, right = (
        set_table((60, 100), [Text(r, c, 1, 1, t) for r, row in enumerate(rows) for c, t in enumerate(row)], 10)
        for rows in ((("担当", "市民課"), ("目標", "5件")), (("担当", "税務課"), ("目標", "8件")))
    )
    right = right._replace(xs=tuple(x + 240 for x in right.xs))
    for drawn in (left, right):
        ruled(sheet, drawn)
        sheet.texts(drawn)
    assert [spots(table) for table in tables(alternatives(sheet))] == [left.spots, right.spots]


def test_frames_apart_are_two_tables() -> None:
    sheet = Sheet()
    lower = LIST._replace(ys=tuple(y + 240 for y in LIST.ys))
    for drawn in (LIST, lower):
        ruled(sheet, drawn)
        sheet.texts(drawn)
    assert [spots(table) for table in tables(alternatives(sheet))] == [LIST.spots, lower.spots]


@pytest.mark.parametrize("draw", [none, level, ruled, tiled, zebra, framed, rounded])
def test_every_glyph_is_read_once(draw: Callable[[Sheet, Drawn], None]) -> None:
    sheet = Sheet()
    sheet.text(40, 40, "第１章　窓口", 14)
    draw(sheet, LIST)
    sheet.texts(LIST)
    sheet.text(40, LIST.ys[-1] + 40, "この表は、令和７年度に見直す。", 10)
    want = Counter("第１章窓口この表は、令和７年度に見直す。" + "".join(map("".join, (LABELS, *ROWS))))
    assert glyphs(alternatives(sheet)) == want


def test_a_watermark_is_no_text_of_a_cell() -> None:
    sheet = Sheet()
    ruled(sheet, LIST)
    sheet.texts(LIST)
    sheet.canvas.setFillGray(0.9)
    sheet.text(160, LIST.ys[2] + 20, "素案", 60)
    (table,) = tables(alternatives(sheet))
    assert spots(table) == LIST.spots


def test_prose_is_no_table() -> None:
    sheet = Sheet()
    for n in range(8):
        sheet.text(40, 80 + 16 * n, "計画は、市の現状と課題を踏まえ、施策を総合的に進めるために定める。", 10)
    assert not tables(alternatives(sheet))


def printed(sheet: Sheet, rows: list[list[tuple[float, float, str]]], size: float = 9.0) -> None:
    """Texts at (x, y), nothing drawn."""
    for row in rows:
        for x, y, text in row:
            sheet.text(x, y, text, size)


def test_a_name_in_the_middle_of_its_rows_belongs_to_all_of_them() -> None:
    sheet = Sheet()
    rows = [[(200.0, 100.0 + 18 * r, f"{r % 3 + 1}年目"), (300.0, 100.0 + 18 * r, f"{r + 3}件")] for r in range(9)]
    names = [(60.0, 118.0 + 54 * n, name) for n, name in enumerate(("窓口の改善", "税の収納", "道の点検"))]
    printed(sheet, [*rows, names])
    (table,) = tables(alternatives(sheet))
    assert [(c.text, c.row, c.rowspan) for c in table.cells if c.col == 0] == [
        ("窓口の改善", 0, 3), ("税の収納", 3, 3), ("道の点検", 6, 3),
    ]  # fmt: skip


def test_names_below_labels_of_a_card_belong_to_the_rows_they_stand_in_the_middle_of() -> None:
    """The labels of the card stand in the same column; a name is a little low, and level with two of its rows."""
    sheet = Sheet()
    labels = ("番号", "取組名", "担当課", "費用", "方向", "指標")
    card = [[(60.0, 60.0 + 18 * n, label), (200.0, 60.0 + 18 * n, f"{n}の値")] for n, label in enumerate(labels)]
    tops = (168.0, 188.0, 208.0, 240.0, 260.0, 280.0)
    rows = [[(200.0, y, ("目標", "実績", "割合")[r % 3]), (300.0, y, f"{r + 3}件")] for r, y in enumerate(tops)]
    second = [[(200.0, y + 10, "（年度末）")] for y in tops[2::3]]
    names = [(60.0, y + n, line) for y in (189.0, 261.0) for n, line in ((0, "窓口の改善と"), (12, "職員の配置"))]
    printed(sheet, [*card, *rows, *second, names])
    (table,) = tables(alternatives(sheet))
    assert [(c.text, c.row, c.rowspan) for c in table.cells if c.col == 0][6:] == [
        ("窓口の改善と\n職員の配置", 6, 3), ("窓口の改善と\n職員の配置", 9, 3),
    ]  # fmt: skip


def test_a_name_at_the_head_of_its_rows_stays_in_its_own() -> None:
    sheet = Sheet()
    rows = [[(200.0, 100.0 + 18 * r, f"{r % 3 + 1}年目"), (300.0, 100.0 + 18 * r, f"{r + 3}件")] for r in range(9)]
    names = [(60.0, 100.0 + 54 * n, name) for n, name in enumerate(("窓口の改善", "税の収納", "道の点検"))]
    printed(sheet, [*rows, names])
    (table,) = tables(alternatives(sheet))
    assert [(c.row, c.rowspan) for c in table.cells if c.col == 0 and c.lines] == [(0, 1), (3, 1), (6, 1)]


def test_a_heading_between_rows_of_one_table_is_a_row_of_it() -> None:
    sheet = Sheet()
    names = ("窓口の改善", "税の収納", "", "道の点検", "橋の点検")
    rows = [[(60.0, 100.0 + 18 * r, name), (160.0, 100.0 + 18 * r, "市民課")] for r, name in enumerate(names) if name]
    printed(sheet, [*rows, [(58.0, 136.0, "基本方針2 安全で安心して暮らせるまちづくり")]])
    for row in rows:
        sheet.text(400, row[0][1], "継続", 9)
    (table,) = tables(alternatives(sheet))
    assert [(c.row, c.colspan) for c in table.cells if c.text.startswith("基本方針")] == [(2, table.n_cols)]


def test_labels_spread_to_one_width_are_whole() -> None:
    sheet = Sheet()
    values = ("安全なまち", "市民課", "継続")
    for n, (label, value) in enumerate(zip(("体系", "担当課", "方向性"), values, strict=True)):
        step = 54.0 / (len(label) - 1)
        printed(sheet, [[(60 + step * k, 100.0 + 24 * n, glyph) for k, glyph in enumerate(label)]])
        sheet.text(150, 100 + 24 * n, value, 9)
    (table,) = tables(alternatives(sheet))
    assert [c.text for c in table.cells] == ["体系", "安全なまち", "担当課", "市民課", "方向性", "継続"]


def test_spread_labels_one_below_the_other_are_no_words_written_downwards() -> None:
    """The last one is as wide, but not spread: no glyph of the others stands over one of its own."""
    sheet = Sheet()
    for n, y in enumerate((100.0, 115.0, 145.0, 160.0)):
        printed(sheet, [[(60 + 13.5 * k, y, glyph) for k, glyph in enumerate(("目標値", "達成値")[n % 2])]])
        printed(sheet, [[(60, y + 15, "目標達成")]] if n % 2 else [])
        for x in (150.0, 220.0, 290.0):
            printed(sheet, [[(x, y, f"{n}件")], *([[(x, y + 15, "－")]] if n % 2 else [])])
    (table,) = tables(alternatives(sheet))
    assert [line.text for c in table.cells for line in c.lines if c.col == 0] == ["目標値", "達成値", "目標達成"] * 2


@pytest.mark.parametrize("draw", [level, tiled, zebra])
@pytest.mark.parametrize(("text", "size"), [("（2）取組の説明", 10), ("基本目標2 安全なまち", 14)])
def test_a_heading_between_two_tables_is_in_neither(draw: Callable[[Sheet, Drawn], None], text: str, size: int) -> None:
    sheet = Sheet()
    lower = LIST._replace(ys=tuple(y - LIST.ys[0] + LIST.ys[-1] + 28 for y in LIST.ys))
    for drawn in (LIST, lower):
        draw(sheet, drawn)
        sheet.texts(drawn)
    sheet.text(40, LIST.ys[-1] + 20, text, size)
    assert [spots(table) for table in tables(alternatives(sheet))] == [LIST.spots, lower.spots]


def test_a_tab_on_a_table_is_no_row_of_it() -> None:
    sheet = Sheet()
    sheet.fill(40, LIST.ys[0] - 20, 150, LIST.ys[0] - 2, 0.8)
    sheet.text(44, LIST.ys[0] - 7, "第1節 窓口", 10)
    tiled(sheet, LIST)
    sheet.texts(LIST)
    (table,) = tables(alternatives(sheet))
    assert spots(table) == LIST.spots


def test_a_note_below_a_table_is_no_row_of_it() -> None:
    sheet = Sheet()
    ruled(sheet, LIST)
    sheet.texts(LIST)
    sheet.text(40, LIST.ys[-1] + 11, "※", 8)
    sheet.text(49, LIST.ys[-1] + 11, "　数値は年度末の値である。", 8)
    (table,) = tables(alternatives(sheet))
    assert spots(table) == LIST.spots


@pytest.mark.parametrize("is_ruled", [True, False])
def test_a_heading_over_columns_spans_them(is_ruled: bool) -> None:
    sheet = Sheet()
    xs = (260.0, 320.0, 380.0)
    names = [(60.0, 109.0, "取組"), (160.0, 109.0, "担当"), (311.0, 98.0, "目標値")]
    years = [(x, 120.0, f"R{n}") for n, x in enumerate(xs, 6)]
    rows = [
        [(60.0, y, "窓口の改善"), (160.0, y, "市民課"), *((x, y, "5件") for x in xs)] for y in (145.0, 165.0, 185.0)
    ]
    printed(sheet, [names, years, *rows])
    if is_ruled:
        sheet.line(250, 104, 410, 104)
    (table,) = tables(alternatives(sheet))
    assert [(c.row, c.col, c.colspan) for c in table.cells if c.text == "目標値"] == [(0, 2, 3)]


def test_years_broken_side_by_side_are_no_spread_label() -> None:
    sheet = Sheet()
    for n in range(4):
        printed(
            sheet,
            [[(60.0 + 40 * n, 100.0, f"{2023 + n}年"), (60.0 + 40 * n, 111.0, "度"), (60.0 + 40 * n, 140.0, f"{n}件")]],
        )
    (table,) = tables(alternatives(sheet))
    assert [c.text.replace("\n", "") for c in table.cells if c.row == 0] == [f"{2023 + n}年度" for n in range(4)]


def test_a_list_without_rules_goes_on_though_its_texts_end_elsewhere() -> None:
    sheet = Sheet()
    for page in (1, 2):
        for r in range(5):
            y, task = 100.0 + 20 * r, "窓口の改善を進める" if page == 1 else "税の収納"
            printed(sheet, [[(60.0, y, f"{page}-{r}"), (110.0, y, task), (260.0, y, "市民課" * page)]])
        sheet.page()
    (table,) = tables(alternatives(sheet))
    assert (table.n_rows, table.n_cols) == (10, 3)


def test_a_label_beside_a_rule_over_some_columns_is_in_their_table() -> None:
    """Its text stands half way between the two rows that the shorter rule parts."""
    sheet = Sheet()
    for y in (60, 82, 126, 148):
        sheet.line(40, y, 500, y)
    sheet.line(240, 104, 500, 104)
    years = [(244.0 + 64 * n, 118.0, f"令和{n + 8}年度") for n in range(4)]
    printed(sheet, [[(44, 75, "担当課"), (144, 75, "市民課")]])
    printed(sheet, [[(44, 107, "活動項目"), (244, 96, "年次計画"), *years]])
    printed(sheet, [[(44, 141, "窓口の改善"), *((x, 141, f"{n}件") for n, (x, *_) in enumerate(years))]])
    (table,) = tables(alternatives(sheet))
    assert table.n_rows == 4


def test_cards_in_two_columns_of_a_page_are_tables_of_their_own() -> None:
    """Nothing is drawn; the labels of the left column come again on the right, at other heights."""
    sheet = Sheet()
    cards = [["窓口の改善", "市民課"], ["税の収納", "税務課、市民課"]]
    for left, step, (name, office) in ((40.0, 20.0, cards[0]), (300.0, 23.0, cards[1])):
        texts = (("取組名", name), ("担当課", office), ("内容", "手続きの時間を短くする。"), ("費用", "なし"))
        for n, (label, text) in enumerate(texts):
            printed(sheet, [[(left, 80 + step * n, label), (left + 60, 80 + step * n, text)]])
    found = tables(alternatives(sheet))
    assert [[cell.text for cell in table.cells if cell.col] for table in found] == [
        [*card, "手続きの時間を短くする。", "なし"] for card in cards
    ]


def test_columns_whose_words_come_again_are_one_table() -> None:
    sheet = Sheet()
    steps = (("実施", "検討", "実施", "検討"), ("準備", "実施", "準備", "実施"), ("検討", "準備", "検討", "準備"))
    rows = [("窓口の改善", "市民課"), ("税の収納", "税務課"), ("道の点検", "土木課")]
    printed(
        sheet, [[(40.0, 80, "取組名"), (120.0, 80, "担当課"), *((200.0 + 70 * n, 80, f"{n}年目") for n in range(4))]]
    )
    for n, (row, said) in enumerate(zip(rows, steps, strict=True)):
        y = 100.0 + 20 * n
        printed(sheet, [[(40, y, row[0]), (120, y, row[1]), *((200 + 70 * k, y, step) for k, step in enumerate(said))]])
    (table,) = tables(alternatives(sheet))
    assert (table.n_rows, table.n_cols) == (4, 6)
