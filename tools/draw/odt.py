"""A flat OpenDocument text (.fodt) from cells, and its PDF by LibreOffice."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
HANGING = dict.fromkeys("⑴⑵⑶⑷⑸①②③④⑤※", "item") | dict.fromkeys("・○", "dot")


class Cell(NamedTuple):
    """A cell: its printed paragraphs (newline between), paragraph style, cell style and span."""

    text: str
    para: str = "body"
    style: str = "plain"
    cols: int = 1
    rows: int = 1


class Page(NamedTuple):
    """Paper in centimetres, and what its head prints."""

    width: float
    height: float
    margin: float
    header: str


def para(text: str, style: str) -> str:
    return f'<text:p text:style-name="{style}">{escape(text)}</text:p>'


def paragraphs(text: str, style: str) -> str:
    """A paragraph a line; enumerated lines of body text hang."""
    return "".join(para(line, HANGING.get(line[:1], style) if style == "body" else style) for line in text.split("\n"))


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return "<table:covered-table-cell/>"
    span = f'table:number-columns-spanned="{cell.cols}" table:number-rows-spanned="{cell.rows}"'
    head = f'<table:table-cell table:style-name="{cell.style}" {span} office:value-type="string">'
    return f"{head}{paragraphs(cell.text, cell.para)}</table:table-cell>"


def _row(row: list[Cell | None]) -> str:
    return "<table:table-row>" + "".join(map(_cell, row)) + "</table:table-row>"


def table(name: str, rows: list[list[Cell | None]], columns: int, header: int = 0) -> str:
    """A table whose columns have the styles `<name>.0`, `<name>.1` …; `header` rows repeat on every page."""
    cols = "".join(f'<table:table-column table:style-name="{name}.{i}"/>' for i in range(columns))
    head = (
        "<table:table-header-rows>" + "".join(map(_row, rows[:header])) + "</table:table-header-rows>" if header else ""
    )
    body = "".join(map(_row, rows[header:]))
    return f'<table:table table:style-name="{name}">{cols}{head}{body}</table:table>'


def table_style(name: str, widths: tuple[float, ...], break_before: bool = False) -> str:
    """Styles of a table and its columns, widths in centimetres."""
    new_page = ' fo:break-before="page"' if break_before else ""
    style = (
        f'<style:style style:name="{name}" style:family="table"><style:table-properties table:align="center"'
        f' style:width="{sum(widths):.2f}cm"{new_page}/></style:style>'
    )
    return style + "".join(
        f'<style:style style:name="{name}.{i}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}cm"/></style:style>'
        for i, width in enumerate(widths)
    )


def para_style(name: str, font: str, size: float, paragraph: str = "", text: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph">'
        f'<style:paragraph-properties style:writing-mode="lr-tb" {paragraph}/>'
        f'<style:text-properties style:font-name="{font}" style:font-name-asian="{font}" fo:font-size="{size}pt"'
        f' style:font-size-asian="{size}pt" {text}/></style:style>'
    )


def cell_style(name: str, properties: str) -> str:
    return (
        f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties'
        f' fo:padding="0.08cm" {properties}/></style:style>'
    )


def document(page: Page, styles: str, body: str, fonts: tuple[str, ...]) -> str:
    """The whole .fodt: a running header at the right, the page number in the middle of the foot."""
    faces = "".join(f'<style:font-face style:name="{font}" svg:font-family="\'{font}\'"/>' for font in fonts)
    number = '<text:p text:style-name="foot">- <text:page-number>1</text:page-number> -</text:p>'
    layout = (
        f'<style:page-layout style:name="paper"><style:page-layout-properties fo:page-width="{page.width}cm"'
        f' fo:page-height="{page.height}cm" fo:margin="{page.margin}cm"/>'
        '<style:header-style><style:header-footer-properties fo:min-height="0.7cm"/></style:header-style>'
        '<style:footer-style><style:header-footer-properties fo:min-height="0.9cm" fo:margin-top="0.4cm"/>'
        "</style:footer-style>"
        "</style:page-layout>"
    )
    running = para_style("head", "IPAゴシック", 8, 'fo:text-align="end"') + para_style(
        "foot", "IPAゴシック", 9, 'fo:text-align="center"'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMESPACES} office:version="1.2"'
        ' office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:font-face-decls>{faces}</office:font-face-decls>"
        f"<office:automatic-styles>{layout}{running}{styles}</office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="paper">'
        f"<style:header>{para(page.header, 'head')}</style:header><style:footer>{number}</style:footer>"
        "</style:master-page></office:master-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def to_pdf(source: str, suffix: str, target: Path) -> None:
    """Converts with the `soffice` on the PATH; a profile of its own keeps a running LibreOffice out of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"source{suffix}"
        path.write_text(source, "utf-8")
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True)
        target.write_bytes((Path(folder) / "source.pdf").read_bytes())
