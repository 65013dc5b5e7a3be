"""`keikaku inspect`: a drawn page comes back as a picture with marks and as text."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract.seen import see
from pipelines.cli import main
from pipelines.overlay import CELL, ORDER, PROSE, RULE, SPAN, overlay

GOTHIC = "HeiseiKakuGo-W5"
pdfmetrics.registerFont(UnicodeCIDFont(GOTHIC))
HEIGHT = 300


def text(canvas: Canvas, x: float, y: float, words: str) -> None:
    canvas.setFont(GOTHIC, 10)
    canvas.drawString(x, HEIGHT - y, words)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Two pages: a heading over a table of two years with an arrow, and a blank one."""
    path = tmp_path / "plan.pdf"
    canvas = Canvas(str(path), pagesize=(500, HEIGHT))
    text(canvas, 50, 40, "青嶺市の取組計画")
    for y in (60, 90, 120):
        canvas.line(50, HEIGHT - y, 350, HEIGHT - y)
    for x in (50, 150, 250, 350):
        canvas.line(x, HEIGHT - 60, x, HEIGHT - 120)
    for x, words in ((56, "取組項目"), (156, "令和8年度"), (256, "令和9年度")):
        text(canvas, x, 78, words)
    text(canvas, 56, 108, "窓口の電子化")
    outline = canvas.beginPath()
    outline.moveTo(155, HEIGHT - 98)
    for x, y in ((330, 98), (330, 95), (342, 105), (330, 115), (330, 112), (155, 112)):
        outline.lineTo(x, HEIGHT - y)
    outline.close()
    canvas.drawPath(outline, stroke=1, fill=0)
    text(canvas, 240, 108, "実施")
    canvas.showPage()
    canvas.showPage()
    canvas.save()
    return path


def test_page_as_text(plan: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(plan.parent)
    assert main(["inspect", str(plan)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("page 1 of 2, 500 x 300 pt, read by pymupdf, health 1\n")
    assert "[1] prose" in printed
    assert "[2] table, 2 rows x 3 columns at 50,60-350,120, confidence 1\n" in printed
    assert "    r0c1        令和8年度\n" in printed
    assert "    r1 block_arrow over 2026-2027 実施\n" in printed
    assert printed.endswith("picture: plan-page-1.png\n")
    assert Image.open("plan-page-1.png").size == (1000, 600)


def test_picture_bears_every_kind_of_mark(plan: Path):
    seen = see(plan, 1)
    assert seen.picture is not None
    before, after = (Image.open(io.BytesIO(png)).convert("RGB") for png in (seen.picture, overlay(seen, seen.picture)))
    assert before.size == after.size

    def at(x: float, y: float) -> tuple[int, ...]:
        pixel = after.getpixel((int(x * seen.scale), int(y * seen.scale)))
        assert isinstance(pixel, tuple)
        return pixel

    def near(pixel: tuple[int, ...], color: tuple[int, ...]) -> bool:
        """The mark's colour, over white."""
        alpha = color[3] / 255
        return all(abs(p - (c * alpha + 255 * (1 - alpha))) < 40 for p, c in zip(pixel, color, strict=False))

    marks = [at(50.5 + x / 4, 75) for x in range(20)] + [at(120, y / 4) for y in range(120, 260)]
    assert any(near(pixel, CELL) for pixel in marks)
    assert any(near(pixel, PROSE) for pixel in marks)
    assert any(near(at(50 + x / 2, 119), RULE) or near(at(50 + x / 2, 121), RULE) for x in range(100))
    assert any(near(at(200, 94 + y / 2), SPAN) for y in range(8))
    assert any(near(at(40 + x / 2, 58), ORDER) for x in range(20))


@pytest.mark.parametrize(("page", "says"), [(3, "plan.pdf has 2 pages; there is no page 3"), (0, "there is no page 0")])
def test_page_that_does_not_exist(plan: Path, page: int, says: str, capsys: pytest.CaptureFixture[str]):
    assert main(["inspect", str(plan), "--page", str(page), "-o", str(plan.with_suffix(".png"))]) == 2
    assert says in capsys.readouterr().err
    assert not plan.with_suffix(".png").exists()


def test_page_without_anything(plan: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["inspect", str(plan), "--page", "2", "-o", str(plan.with_suffix(".png"))]) == 0
    assert "nothing was read" in capsys.readouterr().out
    assert plan.with_suffix(".png").exists()


def test_second_reader_sees_the_same(plan: Path, capsys: pytest.CaptureFixture[str]):
    out = str(plan.with_suffix(".png"))
    main(["inspect", str(plan), "-o", out])
    first = capsys.readouterr().out
    main(["inspect", str(plan), "-o", out, "--reader", "pdfplumber"])
    assert capsys.readouterr().out.replace("pdfplumber", "pymupdf") == first


def test_text_dump(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    dump = tmp_path / "plan.txt"
    dump.write_text("青嶺市の計画\n\f\n| 取組 | 担当課 |\n|---|---|\n| 窓口の電子化 | 市民課 |\n", "utf-8")
    assert main(["inspect", str(dump), "--page", "2"]) == 0
    printed = capsys.readouterr().out
    assert "[1] table, 2 rows x 2 columns" in printed
    assert "    r1c1            5  市民課\n" in printed
    assert "picture" not in printed
    assert "青嶺市" not in printed


@pytest.mark.parametrize("name", ["nowhere.pdf", "empty.pdf"])
def test_file_that_cannot_be_read(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "empty.pdf").write_bytes(b"")
    assert main(["inspect", str(tmp_path / name), "--page", "1"]) == 1
    assert name in capsys.readouterr().err


def test_picture_that_cannot_be_written(plan: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["inspect", str(plan), "-o", str(plan.parent / "nowhere" / "page.png")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_why_a_reading_was_chosen(plan: Path, capsys: pytest.CaptureFixture[str]):
    """The readings by merit, then a term a line."""
    assert main(["inspect", str(plan), "--why"]) == 0
    readings, terms = (part.splitlines() for part in capsys.readouterr().out.split("\n\n"))
    merits = [float(line.split()[0]) for line in readings]
    assert merits == sorted(merits, reverse=True)
    assert any("read by table" in line for line in readings)
    assert terms[0].split() == ["term", "best", "next", "adds"]
    assert any(line.startswith("tables_explained") for line in terms)


def test_why_of_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "empty.pdf").write_bytes(b"")
    assert main(["inspect", str(tmp_path / "empty.pdf"), "--why"]) == 1
    assert "empty" in capsys.readouterr().err
