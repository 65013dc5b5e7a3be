"""THE SCHEMA: the records and what each column means. The Arrow schema, the docs and the golden text derive from it.

A column is an annotated field: its Python type says the column's type, `Annotated[..., col(en, ja)]` its description.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple, get_args


class Column(NamedTuple):
    """The description of a column in English and Japanese."""

    en: str
    ja: str


def col(en: str, ja: str) -> Column:
    return Column(en, ja)


Status = Literal["ok", "failed", "encrypted", "empty", "too_large", "timed_out"]
DocKind = Literal["plan", "progress", "summary", "unknown"]
DocClass = Literal[
    "plan", "progress", "evaluation", "summary", "budget", "accounts", "statistics", "survey", "minutes",
    "specification", "rules", "other",
]  # fmt: skip
CLASSES: tuple[DocClass, ...] = get_args(DocClass)
TargetKind = Literal["numeric", "stage"]
ResultKind = Literal["indicator", "narrative", "grade", "improvement"]
Basis = Literal["baseline", "reported"]
Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where one field of a row stands: page and box (points, origin top left), lines of a text dump, paragraphs of a
    Word document, or cells of a workbook's sheet.
    """

    field: Annotated[str, col("column of the row this place belongs to", "この位置が属する列名")]
    page: Annotated[
        int, col("page, from 1; of a workbook, the sheet's place", "ページ（1から。表計算ではシートの順番）")
    ]
    x0: Annotated[float | None, col("left edge in points", "左端（ポイント）")] = None
    y0: Annotated[float | None, col("top edge in points", "上端（ポイント）")] = None
    x1: Annotated[float | None, col("right edge in points", "右端（ポイント）")] = None
    y1: Annotated[float | None, col("bottom edge in points", "下端（ポイント）")] = None
    line_first: Annotated[
        int | None,
        col(
            "first line of a text dump, paragraph of a Word document or row of a sheet, from 1",
            "テキストの開始行、Word文書の段落、シートの行（1から）",
        ),
    ] = None
    line_last: Annotated[int | None, col("the last of them", "その最後")] = None
    sheet: Annotated[str | None, col("name of a workbook's sheet", "シート名")] = None
    cell: Annotated[
        str | None, col("cell or range of the sheet, as D7 or D7:E8", "シートのセルまたは範囲（D7、D7:E8など）")
    ] = None


@dataclass(frozen=True, slots=True)
class Document:
    """One row an input, failed ones included."""

    doc_id: Annotated[str, col("first 16 hex digits of the SHA-256 of the bytes", "入力のSHA-256の先頭16桁")]
    source: Annotated[str, col("path of the input as given", "入力のパス")]
    sha256: Annotated[str, col("SHA-256 of the input's bytes", "入力のSHA-256")]
    media_type: Annotated[
        str | None, col("what the file is: application/pdf, text/plain, text/csv, …", "メディアタイプ")
    ]
    status: Annotated[Status, col("how reading went", "読み取りの結果")]
    error: Annotated[str | None, col("the reason, where status is not ok", "失敗の理由")] = None
    title: Annotated[str | None, col("title as printed", "表題")] = None
    municipality: Annotated[str | None, col("publishing municipality", "自治体名")] = None
    municipality_code: Annotated[
        str | None, col("6-digit code with check digit", "全国地方公共団体コード（検査数字を含む6桁）")
    ] = None
    doc_kind: Annotated[DocKind, col("plan, progress report or summary", "文書の種類（計画・実績報告・概要）")] = (
        "unknown"
    )
    fiscal_year: Annotated[int | None, col("reported fiscal year of a progress report", "実績報告の対象年度")] = None
    period_start: Annotated[int | None, col("first fiscal year of the plan", "計画期間の初年度")] = None
    period_end: Annotated[int | None, col("last fiscal year of the plan", "計画期間の最終年度")] = None
    page_count: Annotated[int, col("pages read", "ページ数")] = 0
    text_source: Annotated[
        str | None, col("text_layer (the file's own text), ocr, text_dump or mixed", "文字の由来")
    ] = None
    initiative_count: Annotated[int, col("rows in initiatives", "取組の行数")] = 0
    target_count: Annotated[int, col("rows in targets", "目標の行数")] = 0
    result_count: Annotated[int, col("rows in results", "実績の行数")] = 0
    finding_count: Annotated[int, col("rows in findings", "指摘の行数")] = 0
    extractor_version: Annotated[str, col("version of keikaku that wrote the row", "抽出プログラムの版")] = ""
    doc_class: Annotated[
        DocClass | None,
        col("what the document is: plan, progress, budget, survey, …", "文書の類型（計画・予算・調査など）"),
    ] = None


@dataclass(frozen=True, slots=True)
class Initiative:
    """取組・施策・事業"""

    doc_id: Annotated[str, col("document", "文書ID")]
    initiative_id: Annotated[str, col("doc_id-NNNN, place in reading order", "取組ID")]
    seq: Annotated[int, col("place in reading order, from 1", "文書内の順番")]
    number: Annotated[str | None, col("number as printed", "番号")]
    name: Annotated[str, col("name without number and without 【新規】", "取組名")]
    name_raw: Annotated[str, col("name as printed", "取組名（原文）")]
    is_new: Annotated[bool, col("marked as new", "新規の取組")] = False
    direction: Annotated[str | None, col("direction: 継続, 拡大, …", "方向性・区分")] = None
    policy: Annotated[tuple[str, ...], col("heading path, outermost first", "政策体系（外側から）")] = ()
    departments: Annotated[tuple[str, ...], col("departments in charge", "担当部署")] = ()
    content: Annotated[str | None, col("what is done", "取組内容")] = None
    objective: Annotated[str | None, col("what for, as prose", "目標・目的（文章）")] = None
    confidence: Annotated[float, col("0..1, how sure the row is", "確からしさ（0〜1）")] = 1.0
    flags: Annotated[tuple[str, ...], col("why confidence is lower", "注意の印")] = ()
    source: Annotated[tuple[Source, ...], col("places of the fields", "掲載位置")] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """What is planned: one row an initiative x indicator or action x fiscal year."""

    doc_id: Annotated[str, col("document", "文書ID")]
    initiative_id: Annotated[str, col("initiative", "取組ID")]
    target_id: Annotated[str, col("initiative_id-tNNN", "目標ID")]
    seq: Annotated[int, col("place within the initiative, from 1", "取組内の順番")]
    kind: Annotated[TargetKind, col("numeric value or stage of work", "数値目標または段階")]
    ref: Annotated[str | None, col("enumerator of the indicator or action", "枝番")]
    indicator: Annotated[str | None, col("indicator or action", "指標・行動")]
    indicator_raw: Annotated[str | None, col("indicator as printed", "指標（原文）")]
    fiscal_year: Annotated[int | None, col("fiscal year (Western number)", "年度（西暦）")]
    value: Annotated[float | None, col("value of a numeric target", "目標値")]
    unit: Annotated[str | None, col("unit as printed, 千件 included", "単位")]
    qualifier: Annotated[str | None, col("約, 以上, 累計, …", "限定語")]
    text: Annotated[str, col("display form of what is printed; the carried stage for an arrow", "表示文字列")]
    text_raw: Annotated[str, col("as printed", "原文")]
    carried: Annotated[
        bool, col("carried on from an earlier year by an arrow or merged cell", "前年度からの継続表記")
    ] = False
    confidence: Annotated[float, col("0..1, how sure the row is", "確からしさ（0〜1）")] = 1.0
    flags: Annotated[tuple[str, ...], col("why confidence is lower", "注意の印")] = ()
    source: Annotated[tuple[Source, ...], col("places of the fields", "掲載位置")] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What was achieved: baselines, reported figures, narratives, grades, improvement notes."""

    doc_id: Annotated[str, col("document", "文書ID")]
    initiative_id: Annotated[str, col("initiative", "取組ID")]
    result_id: Annotated[str, col("initiative_id-rNNN", "実績ID")]
    seq: Annotated[int, col("place within the initiative, from 1", "取組内の順番")]
    kind: Annotated[ResultKind, col("indicator, narrative, grade or improvement", "指標・記述・評価・改善")]
    basis: Annotated[Basis, col("baseline or reported", "基準値または実績")]
    ref: Annotated[str | None, col("enumerator of the indicator", "枝番")]
    indicator: Annotated[str | None, col("indicator", "指標")]
    indicator_raw: Annotated[str | None, col("indicator as printed", "指標（原文）")]
    fiscal_year: Annotated[int | None, col("fiscal year (Western number)", "年度（西暦）")]
    value: Annotated[float | None, col("value of an indicator", "実績値")]
    unit: Annotated[str | None, col("unit as printed", "単位")]
    qualifier: Annotated[str | None, col("約, 以上, 累計, …", "限定語")]
    text: Annotated[str, col("display form of what is printed", "表示文字列")]
    text_raw: Annotated[str, col("as printed", "原文")]
    grade: Annotated[str | None, col("grade as printed", "評価")] = None
    confidence: Annotated[float, col("0..1, how sure the row is", "確からしさ（0〜1）")] = 1.0
    flags: Annotated[tuple[str, ...], col("why confidence is lower", "注意の印")] = ()
    source: Annotated[tuple[Source, ...], col("places of the fields", "掲載位置")] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not add up."""

    doc_id: Annotated[str, col("document", "文書ID")]
    finding_id: Annotated[str, col("doc_id-fNNNN", "指摘ID")]
    rule: Annotated[str, col("rule that found it", "規則名")]
    severity: Annotated[Severity, col("info, warning or error", "重要度")]
    initiative_id: Annotated[str | None, col("initiative concerned", "取組ID")]
    page: Annotated[int | None, col("page, from 1", "ページ")]
    message: Annotated[str, col("what was found", "内容")]
    expected: Annotated[str | None, col("what the document states", "あるべき値")] = None
    actual: Annotated[str | None, col("what was read", "読み取った値")] = None


@dataclass(frozen=True, slots=True)
class Records:
    """Everything read from one document: its own row and its rows of the four other tables."""

    document: Document
    initiatives: tuple[Initiative, ...] = ()
    targets: tuple[Target, ...] = ()
    results: tuple[Result, ...] = ()
    findings: tuple[Finding, ...] = ()


TABLES: dict[str, type] = {
    "documents": Document,
    "initiatives": Initiative,
    "targets": Target,
    "results": Result,
    "findings": Finding,
}
