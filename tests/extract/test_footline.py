"""A printer's foot line inside the last row of a table is not the row's."""

from __future__ import annotations

from io import BytesIO

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract.footline import without_foot_lines
from extract.model import Limits
from extract.pdf import open_pdf, raw_pages

FONT = "HeiseiKakuGo-W5"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
Foot = list[tuple[float, str]]


def left_out(foot: Foot, rows: tuple[int, int] = (3, 2), size: float = 7.0) -> list[str]:
    """What is left out of two pages of a table, under whose last rows something is printed; {} is the page."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(400, 300))
    for number, many in enumerate(rows, 1):
        canvas.setFont(FONT, 9)
        canvas.grid([40, 70, 240, 360], [250 - 40 * n for n in range(many + 1)])
        for n in range(many):
            for x, text in ((44, str(number * 10 + n)), (74, f"取組{number}{n}の導入"), (244, f"{n}50件")):
                canvas.drawString(x, 250 - 40 * n - 18, text)
        canvas.setFont(FONT, size)
        for x, text in foot:
            canvas.drawString(x, 250 - 40 * many + 4, text.format(number))
        canvas.showPage()
    canvas.save()
    pages = without_foot_lines(raw_pages(open_pdf(file.getvalue(), "drawn.pdf", Limits()), [1, 2]))
    return [text.text for page in pages for text in page.left_out]


@pytest.mark.parametrize("foot", [[(44, "業務改革計画_最終版.xlsx"), (300, "令和6年3月")], [(200, "- {} -")]])
def test_it_is_left_out(foot: Foot) -> None:
    assert left_out(foot) == [text.format(page).replace(" ", "") for page in (1, 2) for _, text in foot]


def test_labels_and_values_at_the_foot_of_each_page_stay() -> None:
    assert left_out([(44, "備考"), (74, "なし")]) == []
    assert left_out([(44, "評価"), (244, "{}")], size=9.0) == []
    assert left_out([(44, "更新した箇所数（箇所）"), (244, "2")], size=9.0) == []
