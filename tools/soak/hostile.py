"""Inputs made to break a reader: bombs, boxes without end, circles, crowds, encodings, and names of files.

size: how many there are of what makes a crowd.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

LINE = "| 1 | 取組その1 | 総務課 | 検討 | 実施 |\n"
TABLE = "| No | 取組名 | 担当課 | 令和6年度 | 令和7年度 |\n|---|---|---|---|---|\n" + LINE * 8
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf(
    content: bytes, box: str = "0 0 595 842", kids: str = "[3 0 R]", more: Mapping[int, bytes] | None = None
) -> bytes:
    """A PDF of one page, without a table of its objects: readers find them."""
    packed = zlib.compress(content)
    stream = b"<< /Length %d /Filter /FlateDecode >> stream\n%s\nendstream" % (len(packed), packed)
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids {kids} /Count 1 >>".encode(),
        3: f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R"
        " /Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>".encode(),
        4: stream,
        5: FONT,
    } | dict(more or {})
    written = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, data) for number, data in objects.items())
    return b"%PDF-1.7\n" + written + b"trailer << /Root 1 0 R /Size 9 >>\n%%EOF\n"


def glyphs(size: int) -> bytes:
    return pdf(b"".join(b"BT /F 4 Tf %d %d Td (%d) Tj ET\n" % (n * 7 % 590, n * 13 % 840, n % 10) for n in range(size)))


def rules(size: int) -> bytes:
    return pdf(b"".join(b"%d %d m %d %d l S\n" % (n % 590, n % 840, n % 590 + 9, n % 840) for n in range(size)))


def tables(size: int) -> bytes:
    return pdf(b"".join(b"%d %d 4 3 re S\n" % (n * 5 % 590, n * 5 // 590 * 4 % 840) for n in range(size)))


def fills(size: int) -> bytes:
    return pdf(b"".join(b".%d g %d %d 9 3 re f\n" % (n % 9, n * 5 % 590, n * 5 // 590 * 4 % 840) for n in range(size)))


def form(content: bytes) -> bytes:
    head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X 6 0 R >> >>"
    return head + b" /Length %d >> stream\n%s\nendstream" % (len(content), content)


def nested_html(size: int) -> str:
    return "<table><tr><td>" * size + "取組" + "</td></tr></table>" * size


PDFS: dict[str, Callable[[int], bytes]] = {
    "bomb": lambda size: pdf(b"0 0 m " * size * 100),
    "boxes to 1e38": lambda size: pdf(b"1e38 -1e38 1e38 1e38 re S BT /F 9 Tf (a) Tj ET " * 9, "-1e38 -1e38 1e38 1e38"),
    "no box": lambda size: pdf(b"BT /F 12 Tf (a) Tj ET", "0 0 0 0"),
    "circle of pages": lambda size: pdf(b"", kids="[2 0 R 3 0 R 2 0 R]"),
    "circle of forms": lambda size: pdf(b"/X Do", more={6: form(b"/X Do /X Do")}),
    "escaped name": lambda size: pdf(b"/#58 Do", more={6: form(b"0 0 9 9 re S")}),
    "wrong count": lambda size: pdf(b"BT /F 12 Tf (a) Tj ET").replace(b"/Count 1", b"/Count 999999999"),
    "glyphs": glyphs,
    "rules": rules,
    "tables": tables,
    "fills": fills,
    "q without end": lambda size: pdf(b"q " * size + b"BT /F 12 Tf (a) Tj ET"),
}
TEXTS: dict[str, Callable[[int], bytes]] = {
    "bad byte": lambda size: (TABLE + "x" * 99).encode().replace("総".encode(), b"\xff", 1),
    "NUL": lambda size: (TABLE + "\0" + "x" * 99).encode(),
    "cut character": lambda size: TABLE.encode()[:-2] + "計".encode()[:2],
    "lone surrogate": lambda size: TABLE.encode() + b"\xed\xa0\x80",
    "lone surrogate in UTF-16": lambda size: (TABLE + "\ud842").encode("utf-16", "surrogatepass"),
    "EUC-JP": lambda size: TABLE.encode("euc_jp"),
    "ISO-2022-JP": lambda size: TABLE.encode("iso2022_jp"),
    "names %PDF-": lambda size: b"%PDF- is how a PDF begins\n" + TABLE.encode(),
    "escapes": lambda size: (TABLE + "\x1b[2J\x1b]0;x\x07\n").encode(),
    "one-character words": lambda size: ("あ " * size).encode(),
    "one line": lambda size: ("あ" * size * 3).encode(),
    "empty cells": lambda size: ("|" * size + "\n|" + "---|" * 9 + "\n" + LINE).encode(),
    "many rows": lambda size: (TABLE + LINE * (size // 10)).encode(),
    "nested tables": lambda size: nested_html(min(size, 3_000)).encode(),
    "tabs": lambda size: ("\t" * size + "計画\n").encode(),
    "form feeds": lambda size: ("\f" * size + "計画\n").encode(),
    "white": lambda size: b" \n" * size,
}
NAMES = (
    "\x1b[2J.md",
    "a\nb.md",
    "\u202efdp.md",
    "$(reboot).md",
    "あ" * 80 + ".md",
    os.fsdecode("計画.md".encode("cp932")),
)


def write(folder: Path, size: int) -> set[str]:
    """Put all of it into a folder; the names of what must have a row or a sentence."""
    folder.mkdir(parents=True)
    made = {f"{name}.pdf": draw(size) for name, draw in PDFS.items()}
    made |= {f"{name}.txt": draw(size) for name, draw in TEXTS.items()}
    made |= {name: f"{TABLE}{number}".encode() for number, name in enumerate(NAMES)}
    for name, data in made.items():
        (folder / name).write_bytes(data)
    os.mkfifo(folder / "pipe.pdf")
    (folder / "loop").symlink_to(folder.absolute())
    (folder / "broken.pdf").symlink_to("nowhere")
    with (folder / "giant.pdf").open("wb") as sparse:
        sparse.truncate(10**13)
    return {*made, "pipe.pdf", "broken.pdf", "giant.pdf", "loop"}
