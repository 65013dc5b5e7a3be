"""Text layers that lie: what is read is right or flagged, and a page that cannot be read says that it needs OCR."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from extract.document import Reader, read
from extract.model import Document, Empty, Unreadable
from normalize.records import records
from normalize.text import display
from tests.extract.streams import Font, Sheet, cid, image, latin, lines, text, texts, to_unicode, written

WORDS = "青嶺市の計画"
Reading = Callable[..., Document]


@pytest.fixture(autouse=True)
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where it is not installed."""
    monkeypatch.setattr("extract.ocr.is_installed", lambda: False)


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    def read_pages(*contents: bytes, font: Font | None = None, reader: Reader = "pymupdf") -> Document:
        path = tmp_path / "plan.pdf"
        path.write_bytes(written([Sheet(content) for content in contents], {"F2": font} if font else None))
        return read(path, reader)

    return read_pages


ENCODINGS = {
    "90ms-RKSJ-H": "cp932", "90msp-RKSJ-H": "cp932", "90ms-RKSJ-V": "cp932", "83pv-RKSJ-H": "cp932",
    "Add-RKSJ-H": "cp932", "Ext-RKSJ-H": "cp932", "EUC-H": "euc-jp", "UniJIS-UCS2-H": "utf-16-be",
    "UniJIS-UCS2-HW-H": "utf-16-be", "UniJIS-UTF16-H": "utf-16-be", "UniJIS-UTF16-V": "utf-16-be",
    "UniJIS-UTF8-H": "utf-8", "UniJIS-UTF32-H": "utf-32-be", "UniJIS2004-UTF16-H": "utf-16-be",
}  # fmt: skip


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_fonts_that_are_not_embedded(reading: Reading, encoding: str) -> None:
    """The first reader does not know all of the predefined code tables."""
    document = reading(text(40, 250, WORDS, font="F2", codec=ENCODINGS[encoding]), font=cid(encoding))
    [line] = lines(document)
    assert (line.text, line.vertical) == (WORDS, encoding.endswith("V"))
    [page] = document.pages
    assert page.health == 1.0
    assert (page.reader == "pdfplumber") == ("second_reader" in line.flags)


def test_page_the_first_reader_garbles(reading: Reading) -> None:
    """Without a font descriptor it makes Latin letters of Shift_JIS bytes."""
    document = reading(text(40, 250, WORDS, font="F2", codec="cp932"), font=cid("90ms-RKSJ-H", described=False))
    assert texts(document) == [WORDS]
    assert document.pages[0].flags == lines(document)[0].flags == ("second_reader",)


def test_glyphs_without_names_need_ocr(reading: Reading) -> None:
    nameless = cid("Identity-H", ordering="Identity")
    garbled = text(40, 250, WORDS, font="F2")
    with pytest.raises(Empty, match=r"page 1 with a text layer that names no characters; these pages need OCR"):
        reading(garbled, font=nameless)
    document = reading(text(40, 250, WORDS), garbled, font=nameless)
    assert texts(document) == [WORDS]
    assert [(page.health, page.flags) for page in document.pages] == [(1.0, ()), (0.0, ("illegible",))]
    found = {finding.rule: finding.page for finding in records(document, "x").findings}
    assert found["page_illegible"] == 2


def test_radicals_become_the_characters_they_show(reading: Reading) -> None:
    called = to_unicode({"長": "⻑", "日": "⽇", "民": "⺠", "青": "⻘", "行": "⾏", "市": "市"})
    [line] = lines(reading(text(40, 250, "長日民青行市", font="F2"), font=cid(unicode=called)))
    assert (line.text, line.flags) == ("長日民青行市", ("mended",))


@pytest.mark.parametrize("reader", ["pymupdf", "pdfplumber"])
@pytest.mark.parametrize(("glyphs", "said"), [("窓口", "窓口の予約"), ("電子化", "450件"), ("子", "①")])
def test_glyphs_that_name_no_characters_are_what_they_are_said_to_be(
    reading: Reading, glyphs: str, said: str, reader: Reader
) -> None:
    """A producer that knows its code table to be wrong says beside the glyphs what they stand for."""
    called = to_unicode(dict(zip("窓口電子化", "㐀㑇鿋䶮㗊", strict=True)))
    spelt = b"/Span <</ActualText <FEFF" + said.encode("utf-16-be").hex().encode() + b">>> BDC "
    marked = spelt + text(40, 250, glyphs, font="F2") + b" EMC "
    found = reading(text(40, 220, WORDS) + marked, font=cid(unicode=called), reader=reader)
    assert texts(found) == [said, WORDS]


@pytest.mark.parametrize("reader", ["pymupdf", "pdfplumber"])
@pytest.mark.parametrize("unseen", ["\u200b", "\u2060", "\ufeff", "\u200d"])
def test_characters_without_width_are_not_in_the_value(reading: Reading, unseen: str, reader: Reader) -> None:
    """Web pages printed to PDF put them where a line may break."""
    found = reading(text(40, 250, f"受講者{unseen}４５{unseen}０件{unseen}"), reader=reader)
    assert [display(each) for each in texts(found)] == ["受講者450件"]


def test_wrong_code_table_is_flagged(reading: Reading) -> None:
    """Both readers believe the ToUnicode map, so the words are wrong and must say so; the others are not doubted."""
    called = to_unicode(dict(zip("窓口電子化", "ÂÊÎÔÛ", strict=True)))
    content = text(40, 250, WORDS * 8) + text(40, 220, "窓口電子化", font="F2")
    document = reading(content, font=cid(unicode=called))
    assert [line.flags for line in lines(document)] == [(), ("illegible",)]
    assert 0.5 < document.pages[0].health < 1.0


def test_kanji_no_japanese_standard_has_are_flagged(reading: Reading) -> None:
    called = to_unicode(dict(zip("窓口電子化", "㐀㑇鿋䶮㗊", strict=True)))
    [line] = lines(reading(text(40, 250, "窓口電子化", font="F2"), font=cid(unicode=called)))
    assert "illegible" in line.flags


@pytest.mark.parametrize("printed", ["髙橋﨑町", "Café à la carte", "①②㈱№℡～−", "50㎡×3±1°"])
def test_what_is_printed_in_sound_documents_is_not_doubted(reading: Reading, printed: str) -> None:
    document = reading(text(40, 250, printed))
    assert (document.pages[0].health, document.pages[0].reader) == (1.0, "pymupdf")


def test_a_private_character_is_kept_and_flagged(reading: Reading) -> None:
    called = to_unicode({"辺": "\ue042", "渡": "渡"})
    [line] = lines(reading(text(40, 250, WORDS * 4) + text(280, 250, "渡辺", font="F2"), font=cid(unicode=called)))
    assert line.text.endswith("渡\ue042")
    assert line.flags == ("illegible",)


def test_codes_of_symbol_fonts_are_the_signs_they_show(reading: Reading) -> None:
    called = to_unicode({"甲": "\uf0fe", "乙": "\uf0e8", "丙": "\uf06e"})
    [line] = lines(reading(text(40, 250, "甲乙丙", font="F2"), font=cid(unicode=called)))
    assert (line.text, line.flags) == ("☑→■", ())


SCAN = image(0, 0, 400, 300)


def test_scans_are_empty_and_say_which_pages_need_ocr(reading: Reading) -> None:
    with pytest.raises(
        Empty,
        match=r"^plan.pdf: no text to read: pages 1-2 without a text layer; these pages need OCR \(install it: uv",
    ):
        reading(SCAN, SCAN + text(190, 20, "- 2 -"))


def test_a_document_with_scanned_pages_is_read_and_names_them(reading: Reading) -> None:
    document = reading(text(40, 250, WORDS), SCAN, text(40, 250, WORDS), SCAN)
    assert [page.flags for page in document.pages] == [(), ("needs_ocr",), (), ("needs_ocr",)]
    named = [f for f in records(document, "x").findings if f.rule == "page_needs_ocr"]
    assert [(finding.page, finding.severity) for finding in named] == [(2, "warning"), (4, "warning")]
    assert named[0].message == "page 2 has no text layer, or hardly one; it needs OCR (install it: uv sync --extra ocr)"


def test_text_turned_into_outlines_needs_ocr(reading: Reading) -> None:
    curves = b"".join(f"{x} {y} m {x + 3} {y + 9} {x + 6} {y + 9} {x + 9} {y} c f\n".encode()
                      for x in range(20, 380, 12) for y in (200, 220))  # fmt: skip
    with pytest.raises(Empty, match="page 1 without a text layer"):
        reading(curves)


def test_blank_pages_are_empty(reading: Reading) -> None:
    with pytest.raises(Empty, match="nothing is printed on its 2 pages"):
        reading(b"n", b"n")


def test_ocr_layers_are_named(reading: Reading) -> None:
    layer = SCAN + text(40, 250, WORDS * 6, mode=3)
    document = reading(layer)
    assert document.text_source == "ocr"
    assert [(line.text, line.flags) for line in lines(document)] == [(WORDS * 6, ("ocr",))]
    assert reading(layer, text(40, 250, WORDS)).text_source == "mixed"


@pytest.mark.parametrize("reader", ["pymupdf", "pdfplumber"])
def test_an_invisible_copy_of_visible_text_is_not_read(reading: Reading, reader: Reader) -> None:
    document = reading(text(40, 250, WORDS) + text(40.5, 251, "青領巾の汁画", mode=3), reader=reader)
    assert (texts(document), document.text_source) == ([WORDS], "text_layer")


def test_clipped_text_is_not_read(reading: Reading) -> None:
    """Spreadsheets print a long text whole and clip it at the next cell."""
    clipped = b"q 40 240 44 20 re W n " + text(40, 250, "見える所は五文字で後は切れている") + b"Q "
    assert texts(reading(clipped + text(92, 250, "次の欄の字"))) == ["見える所は次の欄の字"]
    figures = text(92, 250, "12,345,678", font="F2", codec="ascii")
    assert texts(reading(clipped + figures, font=latin)) == ["見える所は12,345,678"]


def test_text_clipped_away_is_not_read(reading: Reading) -> None:
    """A window of the page shows one cell's text; nothing is printed over what it hides."""
    page = b"q 0 0 400 300 re W n " + text(40, 200, WORDS) + b"Q "
    hidden = b"q 40 100 60 20 re W n " + text(40, 106, "見える欄") + text(40, 60, "見えない欄の文字") + b"Q "
    assert texts(reading(page + hidden)) == [WORDS, "見える欄"]


@pytest.mark.parametrize(("x", "y"), [(-60, 250), (420, 250), (40, 320), (40, -20)])
def test_text_off_the_page_is_not_read(reading: Reading, x: float, y: float) -> None:
    assert texts(reading(text(40, 100, WORDS) + text(x, y, "欄外"))) == [WORDS]


@pytest.mark.parametrize("reader", ["pymupdf", "pdfplumber"])
def test_glyphs_printed_twice_are_read_once(reading: Reading, reader: Reader) -> None:
    bold = text(40, 250, "重要", mode=2) + text(40, 250, "重要", mode=1) + text(40.4, 249.6, "重要")
    repeated = text(40, 200, "ますます々々ここ") + text(40, 150, "111 ill. Hello", font="F2", codec="ascii")
    document = reading(bold + repeated, font=latin, reader=reader)
    assert texts(document) == ["重要", "ますます々々ここ", "111 ill. Hello"]


def test_an_empty_password_opens_for_both_readers(tmp_path: Path) -> None:
    plain = written(
        [Sheet(text(40, 250, WORDS, font="F2", codec="cp932"))], {"F2": cid("90ms-RKSJ-H", described=False)}
    )
    path = tmp_path / "plan.pdf"
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="owner", user="", R=6))
    assert texts(read(path)) == [WORDS]


def test_pages_that_are_all_damaged_are_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    with pikepdf.open(io.BytesIO(written([Sheet(text(40, 250, WORDS))]))) as pdf:
        pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, b"no deflated data at all")
        pdf.pages[0].obj.Contents.Filter = pikepdf.Name.FlateDecode
        pdf.save(path)
    with pytest.raises(Unreadable, match="page 1 damaged beyond repair"):
        read(path)
