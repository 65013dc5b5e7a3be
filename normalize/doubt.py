"""What makes a row less sure: the flags its lines and its table carry; `reading/weights.csv` says what they cost."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from extract.model import Cell, Table
from normalize.decision import REVIEWED
from normalize.sideways import SIDEWAYS
from normalize.wrap import Piece

BARE = "bare"
UNREAD = "figure_unread"


class Doubt(NamedTuple):
    """What a flag says."""

    en: str
    ja: str


DOUBTS = {
    BARE: Doubt(
        "neither department, target nor result, in a document that nowhere calls itself a plan or report",
        "計画や報告と名乗らない文書の、担当も目標も実績もない項目",
    ),
    "illegible": Doubt(
        "glyphs that the file maps to no character, or OCR is unsure of",
        "文字に対応づけられていない、またはOCRが確信できない字形がある",
    ),
    "damaged": Doubt("a broken file, read as far as it goes", "壊れたファイルから読める範囲で読んだ"),
    "ambiguous_grade": Doubt("several cells fit the row as well", "同じくらい合うセルが複数ある"),
    "ocr": Doubt("text read from a picture by OCR, here or by the scanner", "画像からOCRで読んだ文字"),
    "drawn": Doubt("a dump in drawing order: cells are told by their looks", "描画順のテキストから表を復元した"),
    "reordered": Doubt("a cell of such a dump, moved to the row it fits", "描画順のテキストで、合う行へ移したセル"),
    "shared_indicator": Doubt("figures of a whole list, matched by name", "一覧全体の指標を名称で対応づけた"),
    "flattened": Doubt(
        "several years, or the cells of a row, run together", "複数年度の値、または行のセルが1つに連なっていた"
    ),
    "gap": Doubt(
        "blank cells of a dump, read as the cells above merged down", "テキストの空欄を、上のセルの結合とみなした"
    ),
    "no_vertical_rules": Doubt("columns told by how the text stands", "縦罫線がなく、文字の位置から列を判断した"),
    "second_reader": Doubt("read with pdfplumber", "2つ目のエンジン（pdfplumber）で読んだ"),
    "redated": Doubt("a number that Excel had made a date", "Excelが日付に変えた番号を元に戻した"),
    "nested": Doubt("a table inside a cell of another", "セルの中の表"),
    UNREAD: Doubt("a figure that is read as words", "数値を含むが、数値として読めていない"),
    SIDEWAYS: Doubt("columns that stand on the next page, put beside their rows", "次の頁に続く列を、行の位置で並べた"),
    "mended": Doubt("wrong code points replaced", "誤った文字コードを直した"),
    "revised": Doubt("another text beside it is struck out", "見え消しの旧い値が横にある"),
    "open_sided": Doubt("the outer border is missing", "外枠の罫線がない"),
    REVIEWED: Doubt("a reviewer accepted or corrected fields", "点検で確認または修正された項目がある"),
}
"""The flags that a row may carry."""


def doubts(*pieces: Piece) -> tuple[str, ...]:
    """The doubts about the lines of some texts, each once."""
    flags = (flag for piece in pieces for line in piece.lines for flag in line.flags)
    return tuple(dict.fromkeys(flag for flag in flags if flag in DOUBTS))


def doubted(table: Table) -> Table:
    """The table with its own doubts on each of its lines."""
    flags = tuple(flag for flag in table.flags if flag in DOUBTS)
    return replace(table, cells=tuple(_flagged(cell, flags) for cell in table.cells)) if flags else table


def _flagged(cell: Cell, flags: tuple[str, ...]) -> Cell:
    return replace(cell, lines=tuple(replace(line, flags=(*line.flags, *flags)) for line in cell.lines))
