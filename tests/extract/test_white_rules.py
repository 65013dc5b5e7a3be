"""White rules over shaded ground part its cells; on paper they are nothing."""

from __future__ import annotations

import pytest

from tests.extract.drawn_tables import Sheet, Text, edges, segments, set_table, spots

TABLE = set_table(
    (90, 120, 150),
    [
        Text(r, c, 1, 1, text)
        for r, row in enumerate(("施策 担当課 内容", "窓口 市民課 受付", "税 税務課 収納"))
        for c, text in enumerate(row.split())
    ],
    10,
)


def drawn(shaded: bool, thin: bool) -> Sheet:
    sheet = Sheet()
    if shaded:
        sheet.fill(TABLE.xs[0], TABLE.ys[0], TABLE.xs[-1], TABLE.ys[-1], 0.8)
    sheet.canvas.setStrokeGray(1)
    for x0, y0, x1, y1 in segments(TABLE, edges(TABLE), whole=True):
        if thin:
            sheet.fill(x0 - 0.5, y0 - 0.5, x1 + 0.5, y1 + 0.5, 1.0)
        else:
            sheet.line(x0, y0, x1, y1)
    sheet.texts(TABLE)
    return sheet


@pytest.mark.parametrize("thin", [False, True])
def test_white_rules_over_shade_are_cells(thin: bool) -> None:
    (table,) = drawn(shaded=True, thin=thin).tables()
    assert spots(table) == TABLE.spots


@pytest.mark.parametrize("thin", [False, True])
def test_white_rules_on_paper_are_not_seen(thin: bool) -> None:
    assert not any(table.confidence == 1.0 for table in drawn(shaded=False, thin=thin).tables())
