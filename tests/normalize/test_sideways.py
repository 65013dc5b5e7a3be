"""A wide sheet printed over several pages: the columns that go on stand beside the rows they belong to."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract.document import Reader, read
from normalize.records import records
from tests.normalize.told import plans, reports

GOTHIC = "HeiseiKakuGo-W5"
pdfmetrics.registerFont(UnicodeCIDFont(GOTHIC))
HEIGHT = 30.0
NAMES = ("窓口予約の導入", "電子図書の貸出", "農地地図の整備", "除雪車の位置の公開")
LEFT = (
    ("番号", "取組名", "担当課", "指標"),
    *((str(n), name, "企画課", f"{name[:4]}の件数") for n, name in enumerate(NAMES, 1)),
)
HEADS = ("現状値（令和5年度）", "令和6年度目標", "令和7年度目標", "令和8年度目標")
RIGHT = (HEADS, *(tuple(f"{n + 10 * year}件" for year in range(4)) for n in range(4)))
READERS: tuple[Reader, ...] = ("pymupdf", "pdfplumber")


def sheet(canvas: Canvas, rows: Sequence[Sequence[str]], width: float, *, top: float = 330.0, title: str = "") -> None:
    """A page with a ruled table."""
    canvas.setFont(GOTHIC, 12)
    canvas.drawString(40, 365, title)
    canvas.setFont(GOTHIC, 8)
    xs = [40 + width * n for n in range(len(rows[0]) + 1)]
    canvas.grid(xs, [top - HEIGHT * n for n in range(len(rows) + 1)])
    for y, row in enumerate(rows):
        for x, text in zip(xs, row, strict=False):
            canvas.drawString(x + 4, top - HEIGHT * y - 18, text)
    canvas.showPage()


def path_of(folder: Path, *pages: tuple[Sequence[Sequence[str]], float]) -> Path:
    canvas = Canvas(str(folder / "plan.pdf"), pagesize=(600, 400))
    titles = itertools.chain(["青嶺市デジタル実施計画（令和6年度〜令和8年度）"], itertools.repeat(""))
    for (rows, width), title in zip(pages, titles, strict=False):
        sheet(canvas, rows, width, title=title)
    canvas.save()
    return folder / "plan.pdf"


WANT = [
    (f"{name[:4]}の件数", 2023 + year, f"{n + 10 * year}件") for n, name in enumerate(NAMES) for year in range(1, 4)
]


@pytest.mark.parametrize("reader", READERS)
def test_columns_go_on_on_the_next_page(tmp_path: Path, reader: Reader) -> None:
    found = records(read(path_of(tmp_path, (LEFT, 125), (RIGHT, 110)), reader), "0")
    assert [i.name for i in found.initiatives] == list(NAMES)
    assert plans(found) == WANT
    assert [row[3] for row in reports(found)] == [f"{n}件" for n in range(4)]
    assert {flag for t in found.targets for flag in t.flags} == {"sideways"}


def test_columns_go_on_over_two_pages(tmp_path: Path) -> None:
    first, second = [row[:2] for row in RIGHT], [row[2:] for row in RIGHT]
    found = records(read(path_of(tmp_path, (LEFT, 125), (first, 110), (second, 90))), "0")
    assert plans(found) == WANT


def test_pages_go_down_before_they_go_on(tmp_path: Path) -> None:
    """Rows 1 and 2, rows 3 and 4, and then the further columns of each."""
    parts = [((LEFT[0], *LEFT[1:3]), 125), ((LEFT[0], *LEFT[3:]), 125)]
    parts += [((RIGHT[0], *RIGHT[1:3]), 110), ((RIGHT[0], *RIGHT[3:]), 110)]
    found = records(read(path_of(tmp_path, *parts)), "0")
    assert plans(found) == WANT


def test_another_list_of_as_many_rows_is_none_of_the_first(tmp_path: Path) -> None:
    other = (
        ("番号", "取組名", "令和6年度目標"),
        *((str(n), f"第二の{name}", f"{n}件") for n, name in enumerate(NAMES, 1)),
    )
    found = records(read(path_of(tmp_path, (LEFT, 125), (other, 150))), "0")
    assert len(found.initiatives) == 8
    assert {flag for i in found.initiatives for flag in i.flags} == set()


def test_a_table_with_other_rows_is_not_put_beside(tmp_path: Path) -> None:
    found = records(read(path_of(tmp_path, (LEFT, 125), (RIGHT[:4], 110))), "0")
    assert [t.text for t in found.targets if "sideways" in t.flags] == []
