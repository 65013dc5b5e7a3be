"""Plans with old values struck out, covered or footnoted: records state what is printed now, and say what not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract.document import Reader, read
from normalize.record import Records
from normalize.records import records

FONT = "HeiseiKakuGo-W5"
XS = [40.0, 70.0, 190.0, 260.0, 370.0, 440.0, 510.0]
TOP, HIGH = 700.0, 30.0
ROWS = [
    ("No", "取組名", "担当課", "指標", "令和6年度", "令和7年度"),
    ("1", "窓口予約の導入", "市民課", "予約の利用件数", "300件", "450件"),
    ("2", "電子図書の貸出", "図書館", "貸出の冊数", "240冊", "270冊"),
    ("3", "避難所受付の電子化", "危機管理課", "導入した箇所数", "6箇所", "12箇所"),
]
LAST = XS[5] + 4, TOP - HIGH - 18
"""Where the last figure of the first row is printed."""
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


@pytest.fixture(params=["pymupdf", "pdfplumber"])
def found(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Callable[[Canvas], None]], Records]:
    """The records of a small plan over which something is drawn."""
    reader: Reader = request.param

    def of(draw: Callable[[Canvas], None]) -> Records:
        path = tmp_path / "plan.pdf"
        canvas = Canvas(str(path), pagesize=(560, 800))
        canvas.setFont(FONT, 16)
        canvas.drawString(40, 740, "青嶺市業務改革計画（令和6年度～令和7年度）")
        canvas.setFont(FONT, 9)
        canvas.grid(XS, [TOP - HIGH * n for n in range(len(ROWS) + 1)])
        for n, row in enumerate(ROWS):
            for x, text in zip(XS, row, strict=False):
                canvas.drawString(x + 4, TOP - HIGH * n - 18, text)
        draw(canvas)
        canvas.save()
        return records(read(path, reader), "0")

    return of


Found = Callable[[Callable[[Canvas], None]], Records]


def figures(found: Records) -> list[float | None]:
    return [target.value for target in found.targets]


def test_nothing_is_said_of_a_plain_plan(found: Found) -> None:
    plain = found(lambda canvas: None)
    assert figures(plain) == [300, 450, 240, 270, 6, 12]
    assert {"revised", "text_left_out"}.isdisjoint(finding.rule for finding in plain.findings)


def test_a_struck_figure_is_the_old_value(found: Found) -> None:
    def draw(canvas: Canvas) -> None:
        x, y = LAST
        canvas.line(x, y + 3.2, x + pdfmetrics.stringWidth("450件", FONT, 9), y + 3.2)
        canvas.drawString(x, y - 10, "480件")

    revised = found(draw)
    assert figures(revised) == [300, 480, 240, 270, 6, 12]
    assert [target.flags for target in revised.targets[:2]] == [(), ("revised",)]
    (finding,) = (finding for finding in revised.findings if finding.rule == "revised")
    assert (finding.expected, finding.actual) == ("450件", "480件")


def test_a_covered_figure_is_not_there_and_said(found: Found) -> None:
    def draw(canvas: Canvas) -> None:
        x, y = LAST
        canvas.setFillColor("#ffffff")
        canvas.rect(x - 1, y - 3, 40, 13, fill=1, stroke=0)
        canvas.setFillColor("#000000")
        canvas.drawString(x + 1, y + 1, "480件")

    covered = found(draw)
    assert figures(covered) == [300, 480, 240, 270, 6, 12]
    (finding,) = (finding for finding in covered.findings if finding.rule == "text_left_out")
    assert (finding.page, "450件" in finding.message) == (1, True)


def test_a_note_s_mark_is_no_digit(found: Found) -> None:
    def draw(canvas: Canvas) -> None:
        x, y = LAST
        canvas.setFont(FONT, 5)
        canvas.drawString(x + pdfmetrics.stringWidth("450件", FONT, 9), y + 4, "1")

    assert figures(found(draw)) == [300, 450, 240, 270, 6, 12]
