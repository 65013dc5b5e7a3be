"""Records against what the document says of itself -> findings. RULES says what each rule means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from extract.model import Document as Printed
from normalize.checks import (
    counts,
    decisions,
    grades,
    index,
    indicators,
    printed,
    rates,
    reading,
    series,
    totals,
    unseen,
    words,
)
from normalize.checks.case import Case, Doubt
from normalize.decision import Decided
from normalize.form import Reading
from normalize.reading.merit import Chosen
from normalize.record import Finding, Records, Severity


class Rule(NamedTuple):
    """severity: the worst a finding of the rule can be; it is milder where the document leaves room for doubt."""

    severity: Severity
    en: str
    ja: str


RULES: dict[str, Rule] = {
    "page_needs_ocr": Rule("warning", "The page is an image and was not read.", "画像のページで、読み取っていない。"),
    "page_wordless": Rule("warning", "The picture of the page holds no text.", "画像のページで、文字が見つからない。"),
    "page_hidden": Rule(
        "warning", "Hidden rows, columns or words were left out.", "非表示の行、列、文字があり、読み取っていない。"
    ),
    "page_hidden_sheet": Rule("warning", "A hidden sheet was left out.", "非表示のシートで、読み取っていない。"),
    "page_uncalculated": Rule(
        "warning",
        "Formulas whose results the file does not hold; their cells are empty.",
        "計算結果が保存されていない数式があり、そのセルは空欄とした。",
    ),
    "page_shapes": Rule(
        "warning",
        "Arrows or lines drawn over the cells of a sheet are not read.",
        "セルに重ねて描かれた矢印や線は読み取っていない。",
    ),
    "page_struck": Rule(
        "warning", "Words struck out or deleted were left out.", "取り消された文字があり、読み取っていない。"
    ),
    "page_redated": Rule(
        "warning",
        "Numbers that Excel had made dates (2-7 → 2月7日) were read as numbers.",
        "Excelが日付に変えた番号（2-7→2月7日）を番号として読み取った。",
    ),
    "page_unreadable": Rule("warning", "The page could not be read.", "ページを読み取れない。"),
    "page_crowded": Rule(
        "warning", "The page holds too many cells to tell apart.", "セルが多すぎて表に戻せないページ。"
    ),
    "page_undated": Rule(
        "warning",
        "Lines of a text dump have fewer figures than years; those are not recorded.",
        "値が年度より少なく、どの年度の値か分からないため記録していない行のあるページ。",
    ),
    "page_replaced": Rule(
        "warning",
        "Bytes that are no text in the file's encoding were replaced by �.",
        "文字として読めないバイトを�に置き換えたページ。",
    ),
    "page_illegible": Rule("warning", "The page's text is not legible.", "文字化けして読めないページ。"),
    "page_damaged": Rule("warning", "The page is damaged; what could be read was.", "壊れている部分のあるページ。"),
    "page_ocr": Rule("warning", "The page was read by OCR.", "OCRで読み取ったページ。"),
    "page_second_reader": Rule(
        "warning",
        "The page was read with the second reader, as its text was not legible.",
        "文字化けのため別の方法で読み取ったページ。",
    ),
    "table_not_read": Rule("info", "No known layout fits the table.", "既知の様式に当てはまらない表。"),
    "sample_not_read": Rule("info", "A sample (記入例) of a form is left out.", "記入例は読み取らない。"),
    "unknown_label": Rule("info", "A column's heading is in no list of labels.", "一覧にない見出し。"),
    "cell_not_read": Rule(
        "warning",
        "A cell of a table of initiatives went nowhere.",
        "取組の表のうち読まれなかったセル。",
    ),
    "value_not_recorded": Rule(
        "warning",
        "A cell states a value that is in no row.",
        "値があるのにどの行にもならなかったセル。",
    ),
    "no_initiatives": Rule("warning", "Nothing was recognised as an initiative.", "取組が一つも見つからない。"),
    "no_plan": Rule(
        "warning",
        "Rows were found that are no initiatives: accounts, answers, terms; `actual` is how likely they are.",
        "行はあるが取組ではない（予算の費目、調査の回答、用語など）。`actual` は取組である確率。",
    ),
    "other_class": Rule(
        "warning",
        "Initiatives were found in a document that is no plan or report by its title, captions and labels.",
        "表題や見出しからは計画や報告と思われない文書に取組が見つかった。",
    ),
    "name_only": Rule(
        "warning",
        "A name alone, without number or level of a policy system, is no initiative.",
        "名称だけで番号も政策体系もなく、取組としなかったもの。",
    ),
    "doubtful_reading": Rule(
        "warning",
        "The reading as a whole explains the document badly; `actual` is the share of facts expected to be right.",
        "文書全体の読み取りが疑わしい。`actual` は正しいと見込まれる割合。",
    ),
    "ambiguous_reading": Rule(
        "warning",
        "Two readings of the document are nearly as good, and state different things.",
        "二つの読み方が同じくらい合い、内容が違う。",
    ),
    "left_over": Rule(
        "warning",
        "Texts in a table of initiatives that are no labels and in no row.",
        "取組の表の中で、見出しでもなくどの行にもならなかった文字。",
    ),
    "figure_unread": Rule(
        "warning",
        "A text under a year or a label of figures holds a figure that could not be read; it is kept as words.",
        "年度や数値の欄の、数値として読めない数字。文字のまま残している。",
    ),
    "initiative_count": Rule(
        "error",
        "The document states another number of initiatives (27の取組項目) than was read.",
        "文書に書かれた取組数（27の取組項目）と読み取った数が違う。",
    ),
    "index_differs": Rule(
        "error",
        "The index lists an initiative that was not read, or with another number.",
        "取組一覧と個票で、取組の有無や番号が違う。",
    ),
    "index_without_card": Rule(
        "warning",
        "The index lists an initiative without a card.",
        "一覧にあるが個票のない取組。",
    ),
    "card_without_index": Rule("warning", "A card that the index does not list.", "一覧にない取組の個票。"),
    "grade_count": Rule(
        "error",
        "The document states another number of a grade (Ｓ ５件) than was read.",
        "文書に書かれた評価ごとの件数（Ｓ ５件）と読み取った件数が違う。",
    ),
    "grade_share": Rule(
        "warning",
        "A percentage of grades is not that of the number beside it.",
        "評価の割合が件数と合わない。",
    ),
    "total_differs": Rule(
        "error",
        "A 合計 row or column is not the sum of its figures.",
        "合計の行や列が内訳の和と違う。",
    ),
    "rate_differs": Rule(
        "error",
        "A rate of achievement does not follow from target and result.",
        "達成率が目標値と実績値から計算した値と違う。",
    ),
    "number_gap": Rule("warning", "A number is missing in the series of initiatives.", "取組の番号が飛んでいる。"),
    "number_double": Rule("warning", "Two initiatives bear one number.", "番号の重複する取組。"),
    "duplicate_initiative": Rule(
        "warning",
        "One name was read twice under one heading.",
        "同じ見出しの下に同じ名称の取組が重複。",
    ),
    "duplicate_row": Rule(
        "warning",
        "One indicator has two figures for one year.",
        "一つの指標に同じ年度の値が二つある。",
    ),
    "target_direction": Rule(
        "warning",
        "A running total falls, or a single target lies on the other side of the baseline.",
        "累計が減っている、または一つの目標だけ基準値に対して逆向き。",
    ),
    "unit_changes": Rule(
        "warning",
        "The figures of one indicator have different units.",
        "一つの指標の中で単位が変わる。",
    ),
    "year_outside_period": Rule(
        "warning",
        "A target's year lies outside the plan's period.",
        "計画期間の外にある目標年度。",
    ),
    "period_doubtful": Rule(
        "info",
        "Most targets lie outside the period; the period is probably misread.",
        "目標年度の多くが計画期間の外にあり、期間の読み取りが疑わしい。",
    ),
    "revised": Rule(
        "info",
        "Text beside the value is struck out; `expected` is the old value, `actual` what the row states.",
        "見え消しで直された値。`expected` は消された旧い値、`actual` は記録した値。",
    ),
    "text_left_out": Rule(
        "info",
        "Text in the place of a row is not part of it: covered, invisible, a watermark, a reading, a note's mark.",
        "行の位置にあるが記録に含めていない文字（隠れた文字、透かし、ふりがな、注番号など）。",
    ),
    "unknown_grade": Rule(
        "info",
        "A grade is in no list of grades; it is kept as printed.",
        "一覧にない評価の語。そのまま残している。",
    ),
    "unknown_direction": Rule(
        "info",
        "A direction is in no list of directions; it is kept as printed.",
        "一覧にない方向性の語。そのまま残している。",
    ),
    "unknown_stage": Rule(
        "info",
        "A short word planned for a year is in no list of stages; it is kept as printed.",
        "一覧にない段階の語。そのまま残している。",
    ),
    "era_mismatch": Rule(
        "error",
        "Japanese and Western year differ in one string (令和7(2026)年度).",
        "和暦と西暦が食い違う（令和7(2026)年度）。",
    ),
    "value_not_printed": Rule(
        "error",
        "A figure or grade is not the one printed in its place.",
        "数値や評価が、その位置に印刷されたものと違う。",
    ),
    "field_corrected": Rule(
        "info",
        "A reviewer corrected a field; `actual` is what was read.",
        "点検で修正された項目。`actual` は読み取ったままの値。",
    ),
    "decision_stale": Rule(
        "warning",
        "A reviewer's decision no longer fits, as the document or its reading changed; it is not applied.",
        "文書または読み取り結果が変わったため、適用されなかった点検結果。",
    ),
}  # fmt: skip

CHECKS: tuple[Callable[[Case], Iterator[Doubt]], ...] = (
    reading.pages, reading.tables, reading.left_out, reading.cells, printed.cells, reading.initiatives,
    reading.names, reading.readings, reading.left_over, reading.figures, counts.initiatives, index.index, grades.counts,
    totals.totals, rates.rates,
    series.initiatives, series.rows, series.numbers, indicators.directions, indicators.units, indicators.years,
    printed.eras, printed.values, unseen.revised, unseen.left_out, words.words, decisions.decisions,
)  # fmt: skip


def check(
    document: Printed,
    reading: Reading,
    records: Records,
    decided: tuple[Decided, ...] = (),
    chosen: Chosen | None = None,
) -> tuple[Finding, ...]:
    """All findings of a document, numbered in the order of the rules."""
    doc_id = records.document.doc_id
    case = Case(document, reading, records, decided, chosen)
    doubts = (doubt for look in CHECKS for doubt in look(case))
    return tuple(_finding(doc_id, n, doubt) for n, doubt in enumerate(doubts, 1))


def _finding(doc_id: str, n: int, doubt: Doubt) -> Finding:
    severity = doubt.severity or RULES[doubt.rule].severity
    return Finding(
        doc_id, f"{doc_id}-f{n:04d}", doubt.rule, severity, doubt.initiative_id, doubt.page, doubt.message,
        doubt.expected, doubt.actual,
    )  # fmt: skip
