"""Draw any table, read it back: the same cells, with the same spans and the same lines."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.drawn_tables import (
    PENS,
    Drawn,
    Pen,
    Sheet,
    Spot,
    Text,
    edges,
    segments,
    set_table,
    spots,
)

WORDS = (
    "窓口",
    "書かない申請",
    "情報政策課",
    "85件",
    "○",
    "検討",
    "1,300台",
    "電子申請の割合",
    "令和8年度",
    "①受付",
    "50%",
    "防災マップの更新",
    "－",
    "DX推進",
    "を行い、",
    "ます。",
)
law = settings(max_examples=30, deadline=None, derandomize=True)

texts = st.lists(st.sampled_from(WORDS), max_size=6).map("".join)
labels = st.sampled_from(("項目", "担当課", "目標値", "実施内容", "備考", "年度", "指標名"))
sizes = st.sampled_from((8.0, 9.0, 10.5))
aligns = st.sampled_from(("left", "centre", "right"))


@st.composite
def merged(draw: st.DrawFn, n_rows: int, n_cols: int) -> list[tuple[int, int, int, int]]:
    """Cells that fill a lattice; some merged over several rows or columns."""
    free = {(r, c) for r in range(n_rows) for c in range(n_cols)}
    found: list[tuple[int, int, int, int]] = []
    for r in range(n_rows):
        for c in range(n_cols):
            if (r, c) not in free:
                continue
            rowspan, colspan = draw(st.integers(1, 3)), draw(st.integers(1, 3))
            own = {(r + i, c + j) for i in range(rowspan) for j in range(colspan)}
            if not own <= free or not draw(st.booleans()):
                rowspan = colspan = 1
                own = {(r, c)}
            free -= own
            found.append((r, c, rowspan, colspan))
    return found


def compact(cells: Sequence[Text]) -> list[Text]:
    """The cells with the rows and columns counted that a cell begins in; no drawing shows the others."""
    rows, cols = sorted({c.row for c in cells}), sorted({c.col for c in cells})

    def span(at: int, length: int, starts: list[int]) -> tuple[int, int]:
        return starts.index(at), sum(at <= s < at + length for s in starts)

    found: list[Text] = []
    for cell in cells:
        (row, rowspan), (col, colspan) = span(cell.row, cell.rowspan, rows), span(cell.col, cell.colspan, cols)
        found.append(Text(row, col, rowspan, colspan, cell.text))
    return found


@st.composite
def tables(draw: st.DrawFn, most_rows: int = 5, most_cols: int = 5) -> Drawn:
    """Any lattice of two columns and more, with text in its first cell."""
    n_rows, n_cols = draw(st.integers(1, most_rows)), draw(st.integers(2, most_cols))
    cells = compact([Text(*cell, draw(texts)) for cell in draw(merged(n_rows, n_cols))])
    n_cols = max(cell.col + cell.colspan for cell in cells)
    cells[0] = cells[0]._replace(text=cells[0].text or "項目")
    widths = draw(st.lists(st.sampled_from((45.0, 70.0, 110.0)), min_size=n_cols, max_size=n_cols))
    return set_table(widths, cells, draw(sizes))


def is_table(drawn: Drawn) -> bool:
    return len(drawn.xs) > 2 and len(drawn.spots) > 1


@law
@given(tables().filter(is_table), st.sampled_from(PENS), aligns)
def test_any_ruled_table(drawn: Drawn, pen: Pen, align: str) -> None:
    sheet = Sheet()
    for segment in segments(drawn, edges(drawn), whole=True):
        pen(sheet, *segment)
    sheet.texts(drawn, align)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots


@law
@given(tables().filter(is_table), st.booleans())
def test_any_table_ruled_side_by_side_of_each_cell(drawn: Drawn, shaded: bool) -> None:
    """Each cell draws its own four sides, as word processors do; some are shaded."""
    sheet = Sheet()
    for s in drawn.spots:
        x0, y0, x1, y1 = drawn.xs[s.col], drawn.ys[s.row], drawn.xs[s.col + s.colspan], drawn.ys[s.row + s.rowspan]
        if shaded and (s.row + s.col) % 2:
            sheet.fill(x0, y0, x1, y1, 0.85)
        for side in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            sheet.line(*side)
    sheet.texts(drawn)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots


@law
@given(tables().filter(is_table))
def test_any_table_of_shaded_cells_with_white_between(drawn: Drawn) -> None:
    sheet = Sheet()
    for s in drawn.spots:
        x0, y0, x1, y1 = drawn.xs[s.col], drawn.ys[s.row], drawn.xs[s.col + s.colspan], drawn.ys[s.row + s.rowspan]
        sheet.fill(x0 + 0.9, y0 + 0.9, x1 - 0.9, y1 - 0.9, 0.9)
    sheet.texts(drawn)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots


def inner(drawn: Drawn, sides: str) -> set[tuple[bool, int, int]]:
    """The edges without the outer border at these sides."""
    last_row, last_col = len(drawn.ys) - 1, len(drawn.xs) - 1
    gone = {"left": (False, 0), "right": (False, last_col), "top": (True, 0), "bottom": (True, last_row)}
    open_at = {gone[side] for side in sides.split()}
    return {piece for piece in edges(drawn) if piece[:2] not in open_at}


def is_net(drawn: Drawn) -> bool:
    """Whether rules cross inside: at least two each way."""
    return len(drawn.xs) > 3 and len(drawn.ys) > 3


@st.composite
def plain(draw: st.DrawFn) -> Drawn:
    """A lattice without merged cells, text in all of them."""
    n_rows, n_cols = draw(st.integers(3, 6)), draw(st.integers(3, 6))
    filled = texts.filter(bool)
    cells = [Text(r, c, 1, 1, draw(labels) if r == 0 else draw(filled)) for r in range(n_rows) for c in range(n_cols)]
    widths = draw(st.lists(st.sampled_from((45.0, 70.0, 110.0)), min_size=n_cols, max_size=n_cols))
    return set_table(widths, cells, draw(sizes))


@law
@given(plain(), st.sampled_from(("left right", "left", "right", "top bottom", "left right top bottom")))
def test_tables_open_at_their_sides(drawn: Drawn, sides: str) -> None:
    sheet = Sheet()
    for segment in segments(drawn, inner(drawn, sides), whole=True):
        sheet.line(*segment)
    sheet.texts(drawn)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots
    assert table.confidence < 1.0


@st.composite
def lists(draw: st.DrawFn, wrap: bool = True, least_rows: int = 3) -> Drawn:
    """A header and the rows below it, an em and a half apart; one of four columns and more may have empty cells."""
    n_rows, n_cols = draw(st.integers(least_rows, 7)), draw(st.integers(3, 6))
    widths = draw(st.lists(st.sampled_from((60.0, 80.0, 110.0)), min_size=n_cols, max_size=n_cols))
    size = draw(sizes)
    word = (texts if wrap else st.sampled_from(WORDS)).filter(bool)
    sparse = draw(st.integers(2, n_cols - 1)) if n_cols > 3 else n_cols
    cells = [Text(0, c, 1, 1, draw(labels)) for c in range(n_cols)]
    cells += [
        Text(r, c, 1, 1, draw(texts if c == sparse else word)) for r in range(1, n_rows + 1) for c in range(n_cols)
    ]
    return set_table(widths, cells, size, padding=0.8 * size)


def one_line_each(drawn: Drawn) -> bool:
    return all(len(s.lines) < 2 for s in drawn.spots)


@law
@given(lists(), st.sampled_from(("left", "centre")))
def test_horizontal_rules_alone(drawn: Drawn, align: str) -> None:
    sheet = Sheet()
    for y in drawn.ys:
        sheet.line(drawn.xs[0], y, drawn.xs[-1], y)
    sheet.texts(drawn, align)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots
    assert table.confidence < 1.0


@law
@given(lists(wrap=False).filter(one_line_each))
def test_rules_round_the_header_and_below_the_last_row(drawn: Drawn) -> None:
    sheet = Sheet()
    for y in (*drawn.ys[:2], drawn.ys[-1]):
        sheet.line(drawn.xs[0], y, drawn.xs[-1], y)
    sheet.texts(drawn)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots


@law
@given(lists())
def test_stripes_alone(drawn: Drawn) -> None:
    sheet = Sheet()
    for y0, y1 in list(itertools.pairwise(drawn.ys))[::2]:
        sheet.fill(drawn.xs[0], y0, drawn.xs[-1], y1, 0.9)
    sheet.texts(drawn)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots


def all_ruled(sheet: Sheet, drawn: Drawn) -> None:
    for segment in segments(drawn, edges(drawn), whole=True):
        sheet.line(*segment)
    sheet.texts(drawn)


@st.composite
def two_levels(draw: st.DrawFn) -> Drawn:
    """A header of which some columns stand in pairs under one label, and full-width bands between the rows."""
    single, pairs, n_rows = draw(st.integers(1, 3)), draw(st.integers(1, 2)), draw(st.integers(3, 6))
    n_cols = single + 2 * pairs
    cells = [Text(0, c, 2, 1, draw(labels)) for c in range(single)]
    cells += [Text(0, c, 1, 2, draw(labels)) for c in range(single, n_cols, 2)]
    cells += [Text(1, c, 1, 1, draw(labels)) for c in range(single, n_cols)]
    band = draw(st.integers(2, n_rows))
    for r in range(2, n_rows + 2):
        if r == band:
            cells.append(Text(r, 0, 1, n_cols, "基本方針1:" + draw(texts)))
        else:
            cells += [Text(r, c, 1, 1, draw(texts.filter(bool))) for c in range(n_cols)]
    widths = draw(st.lists(st.sampled_from((60.0, 80.0, 110.0)), min_size=n_cols, max_size=n_cols))
    size = draw(sizes)
    return set_table(widths, cells, size, padding=0.8 * size)


@law
@given(two_levels())
def test_headers_of_two_levels_and_bands(drawn: Drawn) -> None:
    sheet = Sheet()
    all_ruled(sheet, drawn)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots


@law
@given(two_levels().filter(lambda drawn: len(drawn.xs) > 3))
def test_headers_of_two_levels_and_bands_under_horizontal_rules_alone(drawn: Drawn) -> None:
    sheet = Sheet()
    flat = {piece for piece in edges(drawn) if piece[0]}
    for segment in segments(drawn, flat, whole=True):
        sheet.line(*segment)
    sheet.texts(drawn)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots


@st.composite
def broken(draw: st.DrawFn) -> tuple[Drawn, Drawn]:
    """A ruled list over two pages, with the rows counted through; the header is not repeated."""
    n_cols, above, below = draw(st.integers(2, 5)), draw(st.integers(1, 4)), draw(st.integers(1, 4))
    widths = draw(st.lists(st.sampled_from((60.0, 80.0, 110.0)), min_size=n_cols, max_size=n_cols))
    size, filled = draw(sizes), texts.filter(bool)
    header = [Text(0, c, 1, 1, draw(labels)) for c in range(n_cols)]
    rows = [Text(r, c, 1, 1, draw(filled)) for r in range(1, above + 1) for c in range(n_cols)]
    rest = [Text(r, c, 1, 1, draw(filled)) for r in range(below) for c in range(n_cols)]
    return set_table(widths, header + rows, size), set_table(widths, rest, size)


def one_below_the_other(upper: Drawn, lower: Drawn, shared_rows: int = 0) -> tuple[Spot, ...]:
    rows = len(upper.ys) - 1 - shared_rows
    return upper.spots + tuple(spot._replace(row=spot.row + rows) for spot in lower.spots)


@law
@given(broken(), st.booleans())
def test_a_list_over_a_page_break(pieces: tuple[Drawn, Drawn], repeated: bool) -> None:
    upper, lower = pieces
    sheet = Sheet()
    all_ruled(sheet, upper)
    sheet.page()
    whole = one_below_the_other(upper, lower)
    if repeated:
        head = [Text(s.row, s.col, 1, 1, "".join(s.lines)) for s in upper.spots if s.row == 0]
        body = [Text(s.row + 1, s.col, 1, 1, "".join(s.lines)) for s in lower.spots]
        lower = set_table([b - a for a, b in itertools.pairwise(upper.xs)], head + body, upper.size)
    all_ruled(sheet, lower)
    (table,) = sheet.tables()
    assert spots(table) == whole
    assert [place.page for place in table.places] == [1, 2]


@st.composite
def cut(draw: st.DrawFn) -> tuple[Drawn, int]:
    """A list whose last row has a long text, and how many of its lines stand on the next page."""
    n_cols, n_rows = draw(st.integers(2, 4)), draw(st.integers(1, 3))
    widths = draw(st.lists(st.sampled_from((80.0, 110.0)), min_size=n_cols, max_size=n_cols))
    long = draw(st.integers(1, n_cols - 1))
    cells = [Text(0, c, 1, 1, draw(labels)) for c in range(n_cols)]
    cells += [Text(r, c, 1, 1, draw(texts.filter(bool))) for r in range(1, n_rows) for c in range(n_cols)]
    sentence = "市民の申請を窓口で受け付けた後に担当課が内容を確かめて結果を知らせる手順を定める"
    cells += [Text(n_rows, c, 1, 1, sentence if c == long else draw(labels)) for c in range(n_cols)]
    drawn = set_table(widths, cells, draw(sizes))
    lines = max(len(s.lines) for s in drawn.spots if s.row == n_rows)
    return drawn, draw(st.integers(1, lines - 1))


@law
@given(cut())
def test_a_row_cut_in_the_middle_of_a_cell(drawn_cut: tuple[Drawn, int]) -> None:
    drawn, moved = drawn_cut
    last = len(drawn.ys) - 2
    kept = {s: s.lines[: len(s.lines) - moved] if len(s.lines) > 2 else s.lines for s in drawn.spots if s.row == last}
    height = (max(map(len, kept.values()))) * 1.3 * drawn.size + 8
    upper = drawn._replace(
        spots=tuple(s._replace(lines=kept.get(s, s.lines)) for s in drawn.spots),
        ys=(*drawn.ys[:-1], drawn.ys[-2] + height),
    )
    rest = tuple(s._replace(row=0, lines=s.lines[len(kept[s]) :]) for s in drawn.spots if s.row == last)
    lower = Drawn(drawn.xs, (60.0, 60.0 + moved * 1.3 * drawn.size + 8), rest, drawn.size)
    sheet = Sheet()
    all_ruled(sheet, upper)
    sheet.page()
    all_ruled(sheet, lower)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots
    assert [len(cell.places) for cell in table.cells if cell.row == last] == [2] * (len(drawn.xs) - 1)


@law
@given(broken().filter(lambda pieces: len(pieces[0].ys) > 3), st.integers(2, 3))
def test_a_merged_cell_that_runs_on(pieces: tuple[Drawn, Drawn], rows: int) -> None:
    """The first column of the last rows is one cell, which goes on, empty, over the rows of the next page.

    It has two rows above the break, and the last holds a word a cell; else what follows could be the rest of it.
    """
    upper, lower = pieces
    end = len(upper.ys) - 2
    upper = upper._replace(spots=tuple(s._replace(lines=("検討",)) if s.row == end else s for s in upper.spots))
    last, first = len(upper.ys) - 1, max(1, len(upper.ys) - 1 - rows)
    joined = next(s for s in upper.spots if (s.row, s.col) == (first, 0))._replace(rowspan=last - first)
    above = [s for s in upper.spots if s.col or s.row < first]
    upper = upper._replace(spots=tuple(sorted([joined, *above])))
    whole = [s for s in one_below_the_other(upper, lower) if s.col or s.row < first]
    whole.append(joined._replace(rowspan=joined.rowspan + len(lower.ys) - 1))
    empty = Spot(0, 0, len(lower.ys) - 1, 1, ())
    sheet = Sheet()
    all_ruled(sheet, upper)
    sheet.page()
    all_ruled(sheet, lower._replace(spots=tuple(sorted([empty, *(s for s in lower.spots if s.col)]))))
    (table,) = sheet.tables()
    assert spots(table) == tuple(sorted(whole))


@law
@given(lists(least_rows=4), st.integers(3, 6))
def test_horizontal_rules_over_a_page_break(drawn: Drawn, rows: int) -> None:
    """The header stands on the first page alone, and a row whose texts fill their columns."""
    rows = min(rows, len(drawn.ys) - 2)
    room = [int((b - a - 2 * drawn.padding) / drawn.size) for a, b in itertools.pairwise(drawn.xs)]
    cells = [Text(s.row, s.col, 1, 1, "".join(s.lines)[: room[s.col]]) for s in drawn.spots]
    cells = [cell._replace(text="検" * room[cell.col]) if cell.row == 1 else cell for cell in cells]
    drawn = set_table([b - a for a, b in itertools.pairwise(drawn.xs)], cells, drawn.size, drawn.padding)
    above = drawn._replace(ys=drawn.ys[: rows + 1], spots=tuple(s for s in drawn.spots if s.row < rows))
    rest = tuple(s._replace(row=s.row - rows) for s in drawn.spots if s.row >= rows)
    below = drawn._replace(ys=tuple(y - drawn.ys[rows] + 60 for y in drawn.ys[rows:]), spots=rest)
    sheet = Sheet()
    for piece in (above, below):
        for y in piece.ys:
            sheet.line(piece.xs[0], y, piece.xs[-1], y)
        sheet.texts(piece)
        sheet.page()
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots
