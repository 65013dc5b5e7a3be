"""Tables at the right of the text they belong to: read with it, not as a column of their own."""

from __future__ import annotations

from extract.model import Prose
from tests.extract.drawn_tables import Sheet

LEFT, RIGHT, END, ROW = 40.0, 330.0, 500.0, 18.0


def figures(sheet: Sheet, top: float) -> None:
    """A small table of two rows."""
    for n in range(3):
        sheet.line(RIGHT, top + n * ROW, END, top + n * ROW)
    for x in (RIGHT, (RIGHT + END) / 2, END):
        sheet.line(x, top, x, top + 2 * ROW)
    for n, (left, right) in enumerate((("現状", "目標"), ("12件", "30件"))):
        sheet.text(RIGHT + 6, top + n * ROW + 12, left, 9)
        sheet.text((RIGHT + END) / 2 + 6, top + n * ROW + 12, right, 9)


def test_text_is_followed_by_the_table_at_its_right() -> None:
    sheet = Sheet()
    for n, top in enumerate((60.0, 160.0, 260.0), 1):
        sheet.text(LEFT, top + 10, f"取組{n}　窓口の改善", 12)
        for line in range(2 * n):
            sheet.text(
                LEFT, top + 28 + 12 * line, f"{n}つ目の窓口で受け付けることにする。"[: 17 if line % 2 else 18], 9
            )
        figures(sheet, top)
    blocks = sheet.blocks()
    kinds = [block.lines[0].text if isinstance(block, Prose) else "table" for block in blocks]
    assert kinds == [text for n in (1, 2, 3) for text in (f"取組{n}　窓口の改善", "table")]
    assert [len(block.lines) for block in blocks if isinstance(block, Prose)] == [3, 5, 7]
