"""Dumps of text boxes, a blank line between them: columns come interlaced, each in its order."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.high_level import extract_text

from extract.model import Document, Table
from tests.extract.dumped import all_lines, dump
from tests.steps import steps

SAMPLES = Path(__file__).parents[2] / "samples"
LABELS = ("番号", "実施項目", "担当課", "指標", "現状値\n(R6年度)", "R8年度", "R9年度", "R10年度")
ROWS = (
    ("1-1", "港の台帳の公開", "港湾課", "公開した台帳の数（件）", "12", "30", "40", "50"),
    ("1-2", "里山の手入れの支援", "農林課、市民課", "支援した団体の数（団体）", "4", "6", "8", "9"),
    ("1-3", "窓口の混雑の表示", "市民課", "表示した窓口の割合（%）", "10.5", "25.0", "40.0", "60.0"),
    ("2-1", "休日の保育の拡大", "保育課", "利用した人数（人）", "1,200", "1,350", "1,500", "1,700"),
    ("2-2", "渡船の運航の見直し", "港湾課", "乗った人数（千人）", "88", "90", "95", "99"),
    ("2-3", "灯台の見学の受入れ", "観光課", "見学した人数（人）", "310", "400", "450", "520"),
)
"""Six invented initiatives of 汐見町."""


def lost(document: Document, text: str) -> list[str]:
    """The printed lines of which nothing was read."""
    places = [line.place.lines for line in all_lines(document) if line.place.lines]
    seen = {n for first, last in places for n in range(first, last + 1)}
    lines = text.replace("\f", "").split("\n")
    return [line for n, line in enumerate(lines, 1) if line.strip() and n not in seen]


def rows(document: Document) -> list[list[str]]:
    [table] = [block for block in document.blocks if isinstance(block, Table)]
    return [[cell.text for cell in table.cells if cell.row == n] for n in range(table.n_rows)]


def boxes(*chunks: int) -> str:
    """The rows, so many at a time: their left columns one after the other, then their figures."""
    printed = list(LABELS)
    left = list(ROWS)
    for many in chunks:
        own, left = left[:many], left[many:]
        printed += [row[n] for n in range(len(LABELS)) for row in own]
    return "\n\n".join(printed) + "\n"


@settings(deadline=None, max_examples=12)
@given(st.sampled_from([(6,), (1, 5), (5, 1), (2, 4), (4, 2), (3, 3), (1, 1, 4), (2, 2, 2), (1, 2, 3), (1,) * 6]))
def test_stacks_of_columns_are_zipped_into_rows(chunks: tuple[int, ...]) -> None:
    text = boxes(*chunks)
    document = dump("plan.txt", text.encode())
    assert rows(document)[1:] == [list(row) for row in ROWS]
    assert lost(document, text) == []


def test_lines_of_a_box_are_cells_or_one_cell() -> None:
    """Figures stand one below the other in a box, and so do the lines of a name; a space sets cells apart."""
    names = ["1-1\n\n港の台帳の公\n開", "1-2 里山の手入れ", "1-3\n\n窓口の混雑の表\n示", "2-1 休日の保育"]
    offices = ["港湾課", "農林課、市民\n課", "市民課", "保育課"]
    measures = [row[3] for row in ROWS[:4]]
    figures = ["\n".join(row[n] for row in ROWS[:4]) for n in range(4, 8)]
    text = "\n\n".join([*LABELS, *names, *offices, *measures, *figures]) + "\n"
    document = dump("plan.txt", text.encode())
    found = rows(document)[1:]
    assert [row[1] for row in found] == ["港の台帳の公開", "里山の手入れ", "窓口の混雑の表示", "休日の保育"]
    assert [row[2] for row in found] == ["港湾課", "農林課、市民課", "市民課", "保育課"]
    assert [row[4:] for row in found] == [list(row[4:]) for row in ROWS[:4]]
    assert lost(document, text) == []


def test_rows_of_figures_go_to_their_initiatives() -> None:
    """The second initiative has two indicators: the cells left of them span both rows."""
    measures = [
        "公開した台帳の数（件）",
        "支援した団体の数（団体）",
        "植えた苗木の数（本）",
        "表示した窓口の数（窓口）",
    ]
    figures = [("12", "30", "40", "50"), ("4", "6", "8", "9"), ("310", "400", "450", "500"), ("2", "3", "5", "8")]
    left = [f"{row[0]}\n\n{row[1]}\n\n{row[2]}" for row in ROWS[:3]]
    text = "\n\n".join(
        [*LABELS, left[0], measures[0], left[1], *measures[1:3], left[2], measures[3]]
        + [row[n] for n in range(4) for row in figures]
    )
    document = dump("plan.txt", text.encode())
    [table] = [block for block in document.blocks if isinstance(block, Table)]
    spans = {cell.text: (cell.row, cell.rowspan) for cell in table.cells if cell.col == 1 and cell.row}
    assert spans == {"港の台帳の公開": (1, 1), "里山の手入れの支援": (2, 2), "窓口の混雑の表示": (4, 1)}
    assert [[cell.text for cell in table.cells if cell.row == n and cell.col > 3] for n in range(1, 5)] == [
        list(row) for row in figures
    ]


def test_rows_out_of_order_say_so() -> None:
    [table] = [b for b in dump("plan.txt", boxes(2, 4).encode()).blocks if isinstance(b, Table)]
    assert table.confidence < 0.6
    assert all("reordered" in line.flags for cell in table.cells if cell.row for line in cell.lines)


@pytest.mark.parametrize("source", sorted(SAMPLES.glob("*/source.pdf")), ids=lambda path: path.parent.name)
def test_no_line_of_a_samples_boxes_is_lost(source: Path) -> None:
    text = extract_text(source)
    assert lost(dump("plan.txt", text.encode()), text) == []


@pytest.mark.parametrize("figures", ["\n\n".join(["12", "1,300"] * 550), "\n".join(["12"] * 3_500), "→\n\n" * 1_100])
def test_as_many_boxes_as_are_told_apart_take_few_steps(figures: str) -> None:
    text = boxes(2, 4) + "\n" + figures
    assert steps(lambda: dump("plan.txt", text.encode())) < 10_000_000
    assert lost(dump("plan.txt", text.encode()), text) == []
