"""A Word document is read as a person sees it: merged cells, counted lists, nested tables; nothing that is hidden."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extract.document import lines_of, read
from extract.model import Document, Line, Prose, Table
from normalize.records import records
from tests.extract.office_files import body_of, paragraph, typed
from tests.extract.test_dump import written


def opened(tmp_path: Path, data: bytes) -> Document:
    path = tmp_path / "plan.docx"
    path.write_bytes(data)
    return read(path)


def lines(document: Document) -> list[Line]:
    return [line for block in document.blocks if isinstance(block, Prose) for line in block.lines]


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def card(word: Any) -> None:
    word.add_heading("取組1　窓口予約の導入", 2)
    grid = word.add_table(4, 4)
    for at, text in (((0, 0), "担当課"), ((0, 1), "市民課"), ((1, 0), "指標"), ((1, 1), "現状値"), ((1, 2), "目標値")):
        grid.cell(*at).text = text
    grid.cell(0, 1).merge(grid.cell(0, 3))
    grid.cell(1, 0).merge(grid.cell(2, 0))
    grid.cell(1, 2).merge(grid.cell(1, 3))
    for column, text in enumerate(("令和5年度", "令和6年度", "令和7年度"), 1):
        grid.cell(2, column).text = text
    for column, text in enumerate(("予約件数", "120件", "300件", "450件")):
        grid.cell(3, column).text = text


def test_merged_cells_headings_and_paragraphs(tmp_path: Path):
    def fill(word: Any) -> None:
        word.add_heading("汐見台市計画", 0)
        word.add_paragraph("計画の趣旨を述べる。")
        card(word)

    document = opened(tmp_path, typed(fill))
    assert written(document) == (
        "汐見台市計画\n.\n計画の趣旨を述べる。\n.\n取組1　窓口予約の導入\n.\n"
        "| 担当課 | 市民課 >3 |\n| 指標 v2 | 現状値 | 目標値 >2 |\n| 令和5年度 | 令和6年度 | 令和7年度 |\n"
        "| 予約件数 | 120件 | 300件 | 450件 |\n.\n"
    )
    title, text, heading = lines(document)
    assert title.size > heading.size > text.size
    assert [line.place.lines for line in (title, text, heading)] == [(1, 1), (2, 2), (3, 3)]
    assert (document.media_type.rsplit(".", 1)[-1], document.text_source) == ("document", "text_layer")


def test_source_is_the_paragraph(tmp_path: Path):
    data = typed(card)
    found = records(opened(tmp_path, data), "v")
    assert [(t.fiscal_year, t.value) for t in found.targets] == [(2024, 300), (2025, 450)]
    numbers = {s.line_first for s in found.targets[0].source if s.field == "text"}
    shown = {line.number: line.text for line in lines_of(data)}
    assert [shown[number] for number in numbers if number is not None] == ["300件"]


LIST = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimalEnclosedCircle"/><w:lvlText w:val="%2"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
)


def in_list(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'


@pytest.mark.parametrize(
    ("form", "around", "want"),
    [
        ("decimal", "(%1)", ["(1) 調査", "① 研修", "② 公開", "(2) 運用", "① 点検"]),
        ("decimalFullWidth", "第%1章", ["第１章 調査", "① 研修", "② 公開", "第２章 運用", "① 点検"]),
        ("bullet", "・", ["調査", "① 研修", "② 公開", "運用", "① 点検"]),
    ],
)
def test_lists_are_counted(tmp_path: Path, form: str, around: str, want: list[str]):
    texts = (("調査", 0), ("研修", 1), ("公開", 1), ("運用", 0), ("点検", 1))
    body = "".join(paragraph(text, in_list(level)) for text, level in texts)
    found = lines(opened(tmp_path, body_of(body, LIST.format(form, around))))
    assert [line.text for line in found] == want
    assert [line.bullet for line in found] == [form == "bullet" and level == 0 for _, level in texts]


def test_a_counted_column(tmp_path: Path):
    """The numbers of a table's rows are a list of empty paragraphs."""
    number = f"<w:p><w:pPr>{in_list(0)}</w:pPr></w:p>"
    rows = (row(cell(number), cell(paragraph(name))) for name in ("研修", "調査"))
    assert written(opened(tmp_path, body_of(table(*rows), LIST.format("decimal", "%1")))) == (
        "| 1 | 研修 |\n| 2 | 調査 |\n.\n"
    )


def test_only_what_is_seen(tmp_path: Path):
    body = (
        "<w:p><w:r><w:t>45</w:t></w:r><w:del><w:r><w:delText>9</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>0件</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:strike/></w:rPr><w:t>440件</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>案</w:t></w:r>"
        "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>※1</w:t></w:r></w:p>"
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>しおみ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>汐見</w:t></w:r></w:rubyBase>"
        "</w:ruby></w:r><w:sdt><w:sdtContent><w:r><w:t>台市</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r></w:p>"
    )
    document = opened(tmp_path, body_of(body))
    assert written(document) == "450件\n.\n汐見台市☑\n.\n"
    assert document.pages[0].flags == ("hidden", "struck")


def test_text_boxes_once(tmp_path: Path):
    inside = f"<w:txbxContent>{paragraph('重点施策')}</w:txbxContent>"
    drawing = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:drawing>{inside}</w:drawing></mc:Choice><mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    body = f"<w:p><w:r><w:t>本文</w:t>{drawing}</w:r></w:p>{paragraph('次')}"
    assert written(opened(tmp_path, body_of(body))) == "本文\n.\n重点施策\n.\n次\n.\n"


def test_nested_tables_stand_among_the_cells(tmp_path: Path):
    inner = table(
        row(cell(paragraph("R6")), cell(paragraph("R7"))), row(cell(paragraph("10件")), cell(paragraph("20件")))
    )
    outer = table(
        row(cell(paragraph("取組名")), cell(paragraph("研修"))),
        row(cell(paragraph("目標値")), cell(inner + "<w:p/>")),
    )
    assert written(opened(tmp_path, body_of(outer))) == (
        "| 取組名 | 研修 >2 |\n| 目標値 v2 | R6 | R7 |\n| 10件 | 20件 |\n.\n"
    )


def test_rows_of_other_widths_and_deleted_rows(tmp_path: Path):
    body = table(
        row(cell(paragraph("番号")), cell(paragraph("取組名"), '<w:gridSpan w:val="2"/>')),
        "<w:tr><w:trPr><w:del/></w:trPr>" + cell(paragraph("廃止")) + "</w:tr>",
        row(cell(paragraph("1")), cell(paragraph("研修"))),
    )
    assert written(opened(tmp_path, body_of(body))) == "| 番号 | 取組名 |\n| 1 | 研修 |\n.\n"


def test_pages_are_the_authors(tmp_path: Path):
    turn = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    document = opened(tmp_path, body_of(paragraph("表紙") + turn + paragraph("本文")))
    assert [(line.text, line.place.page) for line in lines(document)] == [("表紙", 1), ("本文", 2)]
    assert len(document.pages) == 2


def test_shaded_cells(tmp_path: Path):
    shade = '<w:shd w:val="clear" w:fill="D9D9D9"/>'
    document = opened(tmp_path, body_of(table(row(cell(paragraph("担当課"), shade), cell(paragraph("市民課"))))))
    assert [cell.filled for block in document.blocks if isinstance(block, Table) for cell in block.cells] == [
        True,
        False,
    ]
