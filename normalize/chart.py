"""Tables that are charts: figures of what was measured under years, in plans' chapters on the present state."""

from __future__ import annotations

from normalize.columns import Grid, find_wide
from normalize.quantity import quantity, unit_note
from normalize.text import display


def is_chart(grid: Grid) -> bool:
    """Whether a table under years shows figures of what it measures, not plans: its title has a unit, or an axis."""
    title = next((cells[0] for row in range(grid.table.n_rows) if (cells := grid.printed(row))), None)
    if title is None or find_wide(grid, title.row) is not title:
        return False
    first = unit_note(display(title.lines[0].text))
    figures = sum(quantity(line.text.strip()) is not None for line in title.lines)
    return first[1] is not None or figures * 2 > len(title.lines)
