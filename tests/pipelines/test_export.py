"""`keikaku export`: each format is opened by its own program's reader, and holds the rows of the dataset."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest
from frictionless import Package
from frictionless.resources import TableResource

from normalize.record import TABLES, Document, Finding, Records
from pipelines import read
from pipelines.cli import EXPORTS, main
from pipelines.export import FORMATS
from pipelines.export_rs import HEADINGS, ROWS
from pipelines.flat import flat, harmless
from pipelines.schema import columns
from tests.pipelines.written import FAILED, FIRST, FORMULA, RECORDS, write


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> str:
    return write(tmp_path / "D", RECORDS, Records(FAILED))


NAMES = {"csv": "csv", "xlsx": "plans.xlsx", "duckdb": "plans.duckdb", "datapackage": "package", "rs": "rs.csv"}


def exported(folder: str, form: str, *more: str, status: int = 0) -> Path:
    out = Path(folder).parent / NAMES[form]
    assert main(["export", folder, "--format", form, "-o", str(out), *more]) == status
    return out


def csv_rows(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def printed(value: object) -> str:
    """A cell as text; nothing where there is nothing."""
    return "" if value is pd.NA or value is None or value != value else str(value)


def expected(folder: str, table: str) -> list[dict[str, str]]:
    """The rows of a table as a spreadsheet holds them."""
    frame = flat(getattr(read(folder), table), table)
    return [{str(k): printed(v) for k, v in row.items()} for row in frame.to_dict("records")]


def other(record: Document) -> Records:
    """A budget that lies in the same dataset."""
    budget = replace(record, doc_id="b" * 16, sha256="b" * 64, source="plans/予算.pdf", doc_class="budget")
    return Records(budget, findings=(Finding("b" * 16, "b" * 16 + "-f0001", "no_initiatives", "warning", None, 1, ""),))


def test_documents_of_some_classes_only(tmp_path: Path):
    folder = write(tmp_path / "D", RECORDS, Records(FAILED), other(RECORDS.document))
    out = exported(folder, "csv", "--only", "plan,progress")
    assert [row["doc_id"] for row in csv_rows(out / "documents.csv")] == [RECORDS.document.doc_id]
    assert len(csv_rows(out / "targets.csv")) == len(RECORDS.targets)
    with duckdb.connect(str(exported(folder, "duckdb", "--only", "budget"))) as base:
        counts = {table: base.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0] for table in TABLES}
    assert counts == {"documents": 1, "initiatives": 0, "targets": 0, "results": 0, "findings": 1}


def test_a_class_that_is_none_is_told(folder: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        main(["export", folder, "--format", "csv", "-o", "x", "--only", "plans"])
    assert "plans is no class; there are plan, progress" in capsys.readouterr().err


def test_the_command_line_names_all_formats():
    assert EXPORTS == FORMATS


@pytest.mark.parametrize("table", TABLES)
def test_csv_holds_the_same_rows(folder: str, table: str):
    rows = csv_rows(exported(folder, "csv") / f"{table}.csv")
    assert rows == [{name: harmless(text) for name, text in row.items()} for row in expected(folder, table)]


def test_csv_is_for_excel(folder: str):
    written = (exported(folder, "csv") / "initiatives.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in written


def test_formulas_are_harmless_and_figures_untouched(folder: str):
    out = exported(folder, "csv")
    first, second = csv_rows(out / "initiatives.csv")
    assert (first["objective"], second["name"]) == ("'" + FORMULA, "'@防災メール")
    assert first["departments"] == "土木課; 総務部・危機管理室"
    [negative] = [row for row in csv_rows(out / "targets.csv") if row["indicator"] == "増減"]
    assert (negative["value"], negative["text"]) == ("-5.0", "-5%")
    assert [row["text"] for row in csv_rows(out / "results.csv")][2] == "'＝点検を終えた。"


def test_cp932_says_what_it_cannot_hold(folder: str, capsys: pytest.CaptureFixture[str]):
    out = exported(folder, "csv", "--encoding", "cp932", status=1)
    assert capsys.readouterr().err.splitlines() == [
        "initiatives.content: 𠮷 (U+20BB7) is not in cp932; written as 〓, 1 times",
        "initiatives.content: ⑴ (U+2474) is not in cp932; written as (1), 1 times",
    ]
    assert (
        csv_rows(out / "initiatives.csv", "cp932")[0]["content"] == '・"急傾斜地"を含む。\n・〓野川は～年2回、(1)から。'
    )


@pytest.mark.parametrize("form", ["xlsx", "duckdb", "datapackage"])
def test_an_encoding_is_of_csv_alone(folder: str, form: str):
    exported(folder, form, "--encoding", "cp932", status=2)


def test_xlsx_holds_the_same_rows(folder: str):
    book = openpyxl.load_workbook(exported(folder, "xlsx"))
    assert book.sheetnames == ["文書", "取組", "目標", "実績", "指摘"]
    for sheet, (table, record) in zip(book, TABLES.items(), strict=True):
        heads, *rows = sheet.iter_rows(values_only=True)
        names = [field.name for field in columns(record)]
        assert list(heads) == [field.ja for field in columns(record)]
        found = [{name: printed(value) for name, value in zip(names, row, strict=True)} for row in rows]
        assert [same_numbers(row) for row in found] == [same_numbers(row) for row in expected(folder, table)]


def same_numbers(row: dict[str, str]) -> dict[str, str]:
    """Excel has one kind of number: 20.0 comes back as 20."""
    return {name: text.removesuffix(".0") for name, text in row.items()}


def test_xlsx_is_for_readers(folder: str):
    book = openpyxl.load_workbook(exported(folder, "xlsx"))
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "b"}
    [formula] = [cell for cell in cells if cell.value == FORMULA]
    assert formula.quotePrefix


def test_xlsx_cuts_and_says_so(folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    long = replace(RECORDS.initiatives[0], content="あ" * 40_000)
    folder = write(tmp_path / "long", Records(RECORDS.document, (long,)))
    exported(folder, "xlsx", status=1)
    assert capsys.readouterr().err == "initiatives.content: cut after 32,767 characters\n"


def test_duckdb_holds_the_same_rows(folder: str):
    frames = read(folder)
    with duckdb.connect(str(exported(folder, "duckdb")), read_only=True) as base:
        for table in TABLES:
            rows = base.execute(f"SELECT * FROM {table}").fetchall()
            names = [each[0] for each in base.description or ()]
            own = getattr(frames, table)
            assert names == list(own)
            assert len(rows) == len(own)
        [(policy, places)] = base.execute("SELECT policy, source FROM initiatives WHERE seq = 1").fetchall()
        comments = base.execute("SELECT comment FROM duckdb_columns() WHERE column_name = 'fiscal_year'").fetchall()
    assert policy == list(RECORDS.initiatives[0].policy)
    assert (places[0]["field"], places[0]["page"], places[0]["y0"]) == ("name", 2, 60.5)
    assert ("fiscal year (Western number) / 年度（西暦）",) in comments


def test_duckdb_views(folder: str):
    with duckdb.connect(str(exported(folder, "duckdb")), read_only=True) as base:
        wide = base.execute("SELECT name, policy_path, targets, grades FROM initiatives_wide ORDER BY seq").fetchall()
        by_year = base.execute(
            'SELECT indicator, "2025", "2025 printed", "2026" FROM targets_by_year'
            " WHERE initiative_id = ? ORDER BY ref",
            [FIRST],
        ).fetchall()
        both = base.execute(
            "SELECT * FROM target_vs_result ORDER BY doc_id, initiative_id, ref NULLS LAST, indicator, fiscal_year"
        ).df()
    assert wide == [("堤防の点検", "基本目標1 備え > 方針1 川", 3, ["A"]), ("@防災メール", "", 1, None)]
    assert by_year == [("点検箇所数", 20.0, "20箇所以上", 22.5), ("台帳の整備", None, "検討", None)]
    own = read(folder).target_vs_result
    assert list(both) == list(own)
    assert cells(both) == cells(own)


def cells(frame: pd.DataFrame) -> list[list[str]]:
    return [[printed(value) for value in row] for row in frame.itertuples(index=False)]


def test_datapackage_is_valid_and_exact(folder: str):
    out = exported(folder, "datapackage")
    package = Package(str(out / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["type", "note"])
    tables = [resource for resource in package.resources if isinstance(resource, TableResource)]
    rows = {resource.name: resource.read_rows() for resource in tables}
    frames = read(folder)
    assert {name: len(found) for name, found in rows.items()} == {
        table: len(getattr(frames, table)) for table in TABLES
    }
    first = rows["initiatives"][0]
    assert (first["objective"], first["policy"]) == (FORMULA, list(RECORDS.initiatives[0].policy))
    assert first["source"][0]["page"] == 2
    assert rows["targets"][3]["value"] == -5


def test_datapackage_notices_a_broken_key(folder: str):
    out = exported(folder, "datapackage")
    path = out / "targets.csv"
    path.write_text(path.read_text("utf-8").replace(FIRST, "elsewhere"), "utf-8")
    assert not Package(str(out / "datapackage.json")).validate().valid


def test_rs(folder: str):
    rows = csv_rows(exported(folder, "rs"))
    assert list(rows[0]) == [*HEADINGS, "2023年度", "2025年度", "2026年度"]
    assert [row[HEADINGS[-1]] for row in rows] == [*ROWS] * 3
    year, target, result, rate = rows[:4]
    assert [year["2025年度"], target["2025年度"], result["2025年度"], rate["2025年度"]] == [
        "2025年度",
        "20",
        "18",
        "90.0",
    ]
    assert (result["2023年度"], target["2026年度"]) == ("12", "22.5")
    assert (target["活動指標／成果指標"], target["単位"], target["改善の上向き／下向き"]) == (
        "点検箇所数",
        "箇所",
        "上向き",
    )
    assert (target["事業名"], target["課"], target["事業年度"]) == ("堤防の点検", "土木課、総務部・危機管理室", "2025")
    assert (rows[5]["成果目標の種類"], rows[5]["2025年度"]) == ("定性", "検討")


@pytest.mark.parametrize("form", FORMATS)
def test_a_dataset_without_documents_is_exported_too(tmp_path: Path, form: str):
    assert exported(write(tmp_path / "D"), form).exists()


@pytest.mark.parametrize("form", FORMATS)
def test_a_folder_that_is_no_dataset_is_a_wrong_call(tmp_path: Path, form: str):
    exported(str(tmp_path / "none"), form, status=2)
    assert not (tmp_path / NAMES[form]).exists()


def test_datapackage_describes_every_column(folder: str):
    package = json.loads((exported(folder, "datapackage") / "datapackage.json").read_text("utf-8"))
    described = {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in package["resources"]}
    assert described == {table: [field.name for field in columns(record)] for table, record in TABLES.items()}


@pytest.mark.parametrize("sign", "﹦﹢﹣﹫⁼⁺＝＋－＠=@")
@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_sign_that_folding_makes_a_formula_is_harmless(tmp_path: Path, sign: str, encoding: str):
    """⁼HYPERLINK(…) is no formula until cp932, which has no ⁼, makes = of it."""
    live = replace(RECORDS.initiatives[0], name=f'{sign}HYPERLINK("http://example.com")')
    folder = write(tmp_path / "D", Records(RECORDS.document, (live,)))
    out = tmp_path / "csv"
    main(["export", folder, "--format", "csv", "-o", str(out), "--encoding", encoding])
    [row] = csv_rows(out / "initiatives.csv", "utf-8-sig" if encoding == "utf-8" else encoding)
    assert row["name"].startswith("'")
    assert row["name"][1] not in "'"
