"""Writes docs/dataset.md: tables, columns, vocabularies and rules, as the code itself states them.

uv run python tools/describe_dataset.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from normalize.check import RULES
from normalize.doubt import DOUBTS
from normalize.record import TABLES
from normalize.vocabulary import Vocabulary, words
from pipelines.datapackage import ABOUT
from pipelines.schema import Field, columns

PAGE = Path(__file__).parents[1] / "docs" / "dataset.md"
JA = {"documents": "文書", "initiatives": "取組", "targets": "目標", "results": "実績", "findings": "指摘"}
VOCABULARIES: dict[Vocabulary, str] = {"grades": "評価", "directions": "方向性"}
OPENING = """\
# The dataset データ辞書

Five tables, `DIR/<table>/**/*.parquet`. Rows belong together by `doc_id` and `initiative_id`. This page is written by
`tools/describe_dataset.py` from [normalize/record.py](../normalize/record.py) and
[normalize/check.py](../normalize/check.py).

5つの表からなり、`doc_id` と `initiative_id` でつながります。このページはスキーマの定義から自動で作られます。

How to read values / 値の読み方

- `fiscal_year` is the Western number of the Japanese 年度: 令和8年度 is 2026; 平成31年度 and 令和元年度 are 2019.
  `fiscal_year` は年度の西暦です。
- `value` is the figure as printed, and multipliers stay in `unit`: 5,000 under (単位:千件) is 5000 `千件`, 3万人 is 3
  `万人`, 8件／月 is 8 `件/月`; 2億5,000万円 is 25000 `万円`. ▲5 and △5 are -5.
  `value` は印刷されたままの数値で、千・万・億は `unit` に残ります。▲と△は負の数です。
- `qualifier` holds what is said around the figure (約, 以上, 累計, 年間, …); several are joined by ・.
  `qualifier` は数値に添えられた語です。
- A range (5〜10件) is no single figure: it stands in `text`, with `kind` stage and an empty `value`.
  範囲（5〜10件）は `text` のみに残し、`value` は空です。
- －, —, …, 設定なし and empty cells have no row. 「－」「設定なし」や空欄は行になりません。
- `*_raw` columns are as printed; all others are in one form (half-width figures and letters, no line breaks by width).
  `*_raw` は原文、その他は表記をそろえた文字列です。
"""


def page() -> str:
    tables = (line for table in TABLES for line in table_lines(table))
    return "\n".join([OPENING, *tables, *flag_lines(), *word_lines(), *rule_lines()])


def table_lines(table: str) -> Iterator[str]:
    en, ja = ABOUT[table]
    yield f"## {table} {JA[table]}\n"
    yield f"{en}. {ja}。\n"
    yield "| column | type | English | 日本語 |"
    yield "| --- | --- | --- | --- |"
    for field in columns(TABLES[table]):
        yield row(field)
        yield from (row(part, f"{field.name}[].") for part in field.parts)
    yield ""


def row(field: Field, prefix: str = "") -> str:
    words = f": {', '.join(f'`{word}`' for word in field.words)}" if field.words else ""
    return f"| `{prefix}{field.name}` | {kind(field)} | {field.en}{words} | {field.ja} |"


def kind(field: Field) -> str:
    atom = f"list of {'places' if field.parts else field.atom + 's'}" if field.many else field.atom
    return f"{atom}, may be empty" if field.optional else atom


def flag_lines() -> Iterator[str]:
    yield "## Flags 注意の印\n"
    yield "`confidence` is how likely a row is right: of rows at 0.9, nine of ten or more are. Flags are part of what"
    yield "it is told from. The doubt lies evenly on the places the row was read from; one whose text, value or grade"
    yield "is `reviewed` is in doubt no more."
    yield "`confidence` は行が正しい確率です（0.9 の行は10行に9行以上が正しい）。印も判断材料の一つです。"
    yield "点検済みの位置の分だけ、確からしさは戻ります。\n"
    yield "| flag | English | 日本語 |"
    yield "| --- | --- | --- |"
    yield from (f"| `{flag}` | {doubt.en} | {doubt.ja} |" for flag, doubt in DOUBTS.items())
    yield ""


def word_lines() -> Iterator[str]:
    yield "## Known words 既知の語\n"
    yield "`grade` and `direction` hold the word as printed. These are known, synonyms under the word they stand for;"
    yield "another word is kept and reported. 印刷された語をそのまま残し、一覧にない語は指摘に出します。\n"
    for name, ja in VOCABULARIES.items():
        same: dict[str, list[str]] = {}
        for word, means in words(name).items():
            same.setdefault(means, []).extend([word] if word != means else [])
        printed = (f"`{means}`" + (f" ({', '.join(others)})" if others else "") for means, others in same.items())
        yield f"**{name} {ja}**: {', '.join(printed)}\n"


def rule_lines() -> Iterator[str]:
    yield "## Rules of findings 指摘の規則\n"
    yield "`severity` is the worst a finding of the rule can be; it is milder where the document leaves room for doubt."
    yield "`keikaku audit` exits with 1 where there is an `error`. 重要度は最も重い場合のものです。\n"
    yield "| rule | severity | English | 日本語 |"
    yield "| --- | --- | --- | --- |"
    yield from (f"| `{name}` | {rule.severity} | {rule.en} | {rule.ja} |" for name, rule in RULES.items())
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
