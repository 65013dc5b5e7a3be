"""A workbook is read as a person sees it: cells, merged cells, formats; what is hidden is left out, and told."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from extract.document import lines_of, read
from extract.model import Document, Table
from extract.office.formats import shown
from normalize.family import printed_words
from normalize.records import records
from tests.extract.office_files import SHEET, listed, replaced, saved, sheet_of
from tests.extract.test_dump import written

_SIDE = Side(style="thin")
THIN = Border(_SIDE, _SIDE, _SIDE, _SIDE)
HEAD = ("番号", "取組名", "担当課", "指標", "令和6年度目標値", "令和7年度目標値")
FIRST = ("1", "窓口予約の導入", "市民課", "予約件数", "300件", "450件")
SECOND = ("2", "電子図書の貸出", "図書館", "貸出冊数", "2,400冊", "2,700冊")


def opened(tmp_path: Path, data: bytes, name: str = "plan.xlsx") -> Document:
    path = tmp_path / name
    path.write_bytes(data)
    return read(path)


def ruled(sheet: Worksheet, cells: str) -> None:
    for row in sheet[cells]:
        for cell in row:
            cell.border = THIN


def plan(sheet: Worksheet) -> None:
    sheet.title = "実施計画"
    sheet["A1"] = "汐見台市デジタル計画"
    sheet["A1"].font = Font(size=16)
    for column, label in enumerate(("番号", "取組名", "指標", "目標値"), 1):
        sheet.cell(3, column, label).fill = PatternFill("solid", fgColor="DDDDDD")
    sheet.append((None, None, None, "令和6年度", "令和7年度"))
    sheet.append((1, "窓口予約の導入\n（全庁）", "予約件数", 300, 450))
    sheet["D5"].number_format = sheet["E5"].number_format = '#,##0"件"'
    sheet["A6"] = "※ 件数は累計"
    for merged in ("A3:A4", "B3:B4", "C3:C4", "D3:E3"):
        sheet.merge_cells(merged)
    ruled(sheet, "A3:E5")


def test_merged_cells_and_what_stands_around(tmp_path: Path):
    document = opened(tmp_path, saved(plan))
    assert written(document) == (
        "汐見台市デジタル計画\n.\n"
        "| 番号 v2 | 取組名 v2 | 指標 v2 | 目標値 >2 |\n"
        "| 令和6年度 | 令和7年度 |\n"
        "| 1 | 窓口予約の導入 / （全庁） | 予約件数 | 300件 | 450件 |\n.\n"
        "※ 件数は累計\n.\n"
    )
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert [cell.filled for cell in table.cells][:4] == [True] * 4
    assert (document.media_type.rsplit(".", 1)[-1], document.text_source) == ("sheet", "text_layer")


def test_source_is_sheet_and_cell(tmp_path: Path):
    found = records(opened(tmp_path, saved(plan)), "v")
    assert [(t.fiscal_year, t.value, t.unit) for t in found.targets] == [(2024, 300, "件"), (2025, 450, "件")]
    places = {(s.sheet, s.cell) for s in found.targets[1].source if s.field == "text"}
    assert places == {("実施計画", "E5")}
    assert {(s.field, s.cell) for s in found.initiatives[0].source} >= {("number", "A5"), ("name", "B5")}


def test_hidden_rows_columns_and_sheets_are_left_out_and_told(tmp_path: Path):
    def fill(sheet: Worksheet) -> None:
        for row in (HEAD, FIRST, SECOND, ("3", "廃止した取組", "", "", "", "")):
            sheet.append(row)
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["D"].hidden = True

    book = Workbook()
    data = saved(fill, book)
    hidden = book.create_sheet("作業用")
    hidden["A1"] = "集計"
    hidden.sheet_state = "hidden"
    book.create_sheet("空")
    data = saved(lambda _: None, book)
    document = opened(tmp_path, data)
    assert [page.flags for page in document.pages] == [("hidden",), ("hidden_sheet",), ()]
    assert "廃止" not in written(document)
    assert "予約件数" not in written(document)
    assert {f.rule for f in records(document, "v").findings} >= {"page_hidden", "page_hidden_sheet"}


@pytest.mark.parametrize(
    ("value", "code", "want"),
    [
        (1300, "#,##0", "1,300"),
        (0.456, "0.0%", "45.6%"),
        (12, '0"件"', "12件"),
        (1234567, '#,##0,"千円"', "1,235千円"),
        (-3, "#,##0;△#,##0", "△3"),
        (0, '#,##0;-#,##0;"－"', "－"),
        (0.1 + 0.2, "General", "0.3"),
        (45383, '[$-411]ggge"年度"', "令和6年度"),
        (45383, "yyyy/m/d;@", "2024/4/1"),
        (45383, "[$-ja-JP]ge.m.d", "R6.4.1"),
        (0.75, "h:mm", "18:00"),
        (7, '"No."0', "No.7"),
        (1.25, "0.0_ ", "1.3"),
        (1.0, "[DBNum3][$-411]0", "１"),
        (2.5, "# ?/?", "2.5"),
        (85, '_ * #,##0"人"_ ', "85人"),
    ],
)
def test_numbers_as_shown(value: float, code: str, want: str):
    assert shown(float(value), code) == want


def test_numbers_that_excel_made_dates_of(tmp_path: Path):
    def fill(sheet: Worksheet) -> None:
        sheet.append(("番号", "取組名", "担当課"))
        for day, name in ((date(2024, 1, 1), "調査"), (date(2024, 1, 2), "研修"), (date(2024, 2, 1), "公開")):
            sheet.append((day, name, "総務課"))
            sheet.cell(sheet.max_row, 1).number_format = 'm"月"d"日"'

    document = opened(tmp_path, saved(fill))
    assert [line.split(" | ")[0] for line in written(document).splitlines()[1:4]] == ["| 1-1", "| 1-2", "| 2-1"]
    assert document.pages[0].flags == ("redated",)
    found = records(document, "v")
    assert [i.number for i in found.initiatives] == ["1-1", "1-2", "2-1"]
    assert all("redated" in i.flags for i in found.initiatives)


@pytest.mark.parametrize("code", ["yyyy-mm-dd", "d-mmm", 'm"月"d"日"'])
def test_below_a_label_of_numbers_no_date_is_one(tmp_path: Path, code: str):
    def fill(sheet: Worksheet) -> None:
        for row in (
            ("No.", "取組名", "期限"),
            ("1-13a", "調査", "未定"),
            (date(2025, 2, 7), "研修", date(2025, 3, 31)),
        ):
            sheet.append(row)
        sheet["A3"].number_format = sheet["C3"].number_format = code

    path = tmp_path / "plan.xlsx"
    path.write_bytes(saved(fill))
    restored = written(read(path, words=printed_words())).splitlines()[2]
    assert restored.startswith("| 2-7 | 研修 | ")
    assert not restored.endswith("| 3-31 |")


def test_a_column_of_dates_stays_one(tmp_path: Path):
    def fill(sheet: Worksheet) -> None:
        sheet.append(("実施日", "行事"))
        for day in (date(2024, 4, 1), date(2024, 10, 20), date(2024, 12, 3)):
            sheet.append((day, "点検"))
            sheet.cell(sheet.max_row, 1).number_format = 'm"月"d"日"'

    assert "| 10月20日 | 点検 |" in written(opened(tmp_path, saved(fill)))


def test_sheets_side_by_side_and_one_after_the_other(tmp_path: Path):
    def fill(sheet: Worksheet) -> None:
        for row, (left, right) in enumerate((("番号", "番号"), ("1", "2")), 2):
            sheet.cell(row, 1, left)
            sheet.cell(row, 2, f"左{row}")
            sheet.cell(row, 4, right)
            sheet.cell(row, 5, f"右{row}")
        ruled(sheet, "A2:B3")
        ruled(sheet, "D2:E3")

    tables = [b for b in opened(tmp_path, saved(fill)).blocks if isinstance(b, Table)]
    assert [[cell.text for cell in table.cells] for table in tables] == [
        ["番号", "左2", "1", "左3"],
        ["番号", "右2", "2", "右3"],
    ]


def test_graph_paper(tmp_path: Path):
    """Forms are set on sheets of narrow columns, each cell merged from many."""

    def fill(sheet: Worksheet) -> None:
        for cells, text in (
            ("B2:F2", "取組名"),
            ("G2:AF2", "窓口"),
            ("B3:F5", "指標"),
            ("G3:R3", "R6"),
            ("S3:AF3", "R7"),
        ):
            sheet[cells.split(":")[0]] = text
            sheet.merge_cells(cells)
        for cells, text in (("G4:R5", "10件"), ("S4:AF5", "20件")):
            sheet[cells.split(":")[0]] = text
            sheet.merge_cells(cells)
        ruled(sheet, "B2:AF5")

    assert written(opened(tmp_path, saved(fill))) == (
        "| 取組名 | 窓口 >2 |\n| 指標 v2 | R6 | R7 |\n| 10件 | 20件 |\n.\n"
    )


def test_centred_over_empty_cells(tmp_path: Path):
    def fill(sheet: Worksheet) -> None:
        for row in (("指標", "目標値", None), (None, "R6", "R7"), ("件数", "1件", "2件")):
            sheet.append(row)
        for cell in sheet[1][1:3]:
            cell.alignment = Alignment(horizontal="centerContinuous")
        ruled(sheet, "A1:C3")

    assert "| 指標 | 目標値 >2 |" in written(opened(tmp_path, saved(fill)))


def test_readings_struck_words_and_note_marks_are_not_text(tmp_path: Path):
    runs = (
        "<r><t>450</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>※1</t></r>"
        "<r><rPr><strike/></rPr><t>440</t></r><r><t>件</t></r><rPh sb='0' eb='1'><t>ケン</t></rPh>"
    )
    rows = f"<row r='1'><c r='A1' t='inlineStr'><is>{runs}</is></c></row>"
    assert written(opened(tmp_path, sheet_of(rows))) == "450件\n.\n"


def test_formulas_without_results_are_told(tmp_path: Path):
    rows = "<row r='1'><c r='A1' t='inlineStr'><is><t>件</t></is></c><c r='B1'><f>SUM(A1:A2)</f></c></row>"
    assert opened(tmp_path, sheet_of(rows)).pages[0].flags == ("uncalculated",)


def test_strict_files_have_other_namespaces(tmp_path: Path):
    rows = "<x:row r='1'><x:c r='A1' t='str'><x:v>件</x:v></x:c></x:row>"
    sheet = f'<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>{rows}'
    data = replaced(listed(("",)), SHEET, sheet + "</x:sheetData></x:worksheet>")
    assert written(opened(tmp_path, data)) == "件\n.\n"


@pytest.mark.parametrize(
    "row",
    [
        "<row r='{n}' s='1' customFormat='1'><c r='A{n}' s='1'/><c r='B{n}' s='1'/><c r='C{n}' s='1'></c></row>",
        "<row r='{n}' ht='30'/>",
    ],
)
def test_a_hundred_thousand_empty_rows_cost_nothing(tmp_path: Path, row: str):
    filled = "<row r='1'><c r='A1' t='str'><v>番号</v></c><c r='B1' t='str'><v>取組名</v></c></row>"
    data = sheet_of(filled + "".join(row.format(n=n) for n in range(2, 100_002)))
    before = process_time()
    document = opened(tmp_path, data)
    assert process_time() - before < 1.0
    assert len(document.blocks) == 1


def test_text_boxes_are_read_and_arrows_told(tmp_path: Path):
    def shape(row: int, kind: str, text: str) -> str:
        inside = f"<txBody><p><r><t>{text}</t></r></p></txBody>" if text else ""
        geometry = f"<spPr><prstGeom prst='{kind}'/></spPr>"
        anchor = f"<from><col>1</col><row>{row}</row></from>"
        return f"<twoCellAnchor>{anchor}<sp><nvSpPr><cNvPr id='1'/></nvSpPr>{geometry}{inside}</sp></twoCellAnchor>"

    rels = '<Relationships><Relationship Id="r1" Type="x/drawing" Target="../drawings/drawing1.xml"/></Relationships>'
    data = replaced(saved(plan), "xl/worksheets/_rels/sheet1.xml.rels", rels)
    shapes = shape(0, "rect", "素案") + shape(4, "rightArrow", "実施")
    document = opened(tmp_path, replaced(data, "xl/drawings/drawing1.xml", f"<wsDr>{shapes}</wsDr>"))
    assert written(document).startswith("素案\n.\n汐見台市デジタル計画")
    assert document.pages[0].flags == ("shapes",)


def test_lines_are_the_rows_of_its_sheets():
    assert [(n.number, n.page, n.text) for n in lines_of(listed(("番号", "取組名"), ("1", "研修")))] == [
        (1, 1, "番号 | 取組名"),
        (2, 1, "1 | 研修"),
    ]


def test_a_list_without_rules_is_read(tmp_path: Path):
    found = records(opened(tmp_path, listed(("汐見台市計画",), (None,), HEAD, FIRST, SECOND)), "v")
    assert [(i.number, i.departments) for i in found.initiatives] == [("1", ("市民課",)), ("2", ("図書館",))]
    assert [t.value for t in found.targets] == [300, 450, 2400, 2700]


def _frame(**kwargs: Any) -> bytes:
    import io

    import pandas as pd

    buffer = io.BytesIO()
    pd.DataFrame([FIRST, SECOND], columns=list(HEAD)).to_excel(buffer, **kwargs)
    return buffer.getvalue()


@pytest.mark.parametrize("index", [True, False])
def test_a_data_frame_is_read(tmp_path: Path, index: bool):
    found = records(opened(tmp_path, _frame(index=index)), "v")
    assert [(i.number, i.name) for i in found.initiatives] == [("1", "窓口予約の導入"), ("2", "電子図書の貸出")]
    assert [t.value for t in found.targets] == [300, 450, 2400, 2700]
