"""The reading by slot by itself: what stands in one place of a form means one thing in all its copies."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from extract.model import Block, Table
from normalize.event import Text, Value
from normalize.family import Field
from normalize.form import Form
from normalize.reading.figures import Stated, of_line
from normalize.reading.reader import read
from normalize.words.kinds import KINDS
from normalize.wrap import joined
from tests.normalize.drawn import bold, document, prose, table

NAMES = ("港の清掃の推進", "渡船の予約の導入", "朝市の開催の支援")
LISTED = [f"{n} | {name} | 水産課 | 岸壁を月に一度掃く。" for n, name in enumerate(NAMES, 1)]
HEAD = "番号 | {} | 担当課 | 取組内容"
FIGURES = ("1 | 参加者数 | 90 | 120", "2 | 予約の件数 | 31 | 42", "3 | 出店者数 | 20 | 24")
YEARS = "番号 | 指標 | 令和８年度 | 令和９年度"


def forms(*blocks: Block) -> list[Form]:
    return read(document(*blocks)).forms


def over_pages(drawn: Table, rows: int) -> Table:
    """The table with so many rows a page."""
    moved = [
        replace(cell, places=tuple(replace(place, page=1 + cell.row // rows) for place in cell.places))
        for cell in drawn.cells
    ]
    return replace(drawn, cells=tuple(moved))


def said(form: Form, field: Field) -> list[str]:
    """The texts of a field."""
    return [joined(e.piece) for e in form.entries if isinstance(e, Text) and field in e.fields]


def values(form: Form) -> list[tuple[str, int | None, str]]:
    """What is stated for which year."""
    return [(e.meaning, e.year, joined(e.piece)) for e in form.entries if isinstance(e, Value)]


@pytest.mark.parametrize("word", ["取組名", "項目", "実践項目", "取組名 / Initiative", "①取組名", "取　組　名"])
def test_no_word_for_a_name_is_a_gate(word: str) -> None:
    """Listed, coarse, unlisted, translated, numbered or spread: the column behind the numbers holds the names."""
    found = forms(table(HEAD.format(word), *LISTED))
    assert [joined(form.name) for form in found] == list(NAMES)
    assert [said(form, "departments") for form in found] == [["水産課"]] * len(NAMES)


def test_labels_at_the_head_of_cells_are_read_in_any_table() -> None:
    rows = [f"【取組名】{name} | 【担当課】水産課 | 【取組内容】岸壁を月に一度掃く。" for name in NAMES]
    found = forms(table(*rows))
    assert [joined(form.name) for form in found] == list(NAMES)
    assert [said(form, "content") for form in found] == [["岸壁を月に一度掃く。"]] * len(NAMES)


def test_rows_of_another_table_are_joined_by_number() -> None:
    found = forms(table(HEAD.format("取組名"), *LISTED), table(YEARS, *FIGURES))
    assert [values(form) for form in found] == [
        [("target", 2026, "90"), ("target", 2027, "120")],
        [("target", 2026, "31"), ("target", 2027, "42")],
        [("target", 2026, "20"), ("target", 2027, "24")],
    ]


def test_a_row_of_an_unknown_number_is_told_and_joined_to_none() -> None:
    listed = table(HEAD.format("取組名"), *LISTED)
    known = forms(listed, table(YEARS, *FIGURES))
    reading = read(document(listed, table(YEARS, *FIGURES, "9 | 便数 | 8 | 9")))
    assert [values(form) for form in reading.forms] == [values(form) for form in known]
    assert [joined(unread.piece) for unread in reading.unread] == ["9"]


def test_a_table_of_which_nothing_is_read_is_passed_over() -> None:
    others = table("氏名 | 役職", "汐見 太郎 | 会長")
    reading = read(document(table(HEAD.format("取組名"), *LISTED), others))
    assert len(reading.forms) == len(NAMES)
    assert [cell.text for cell in reading.skipped[0].cells] == [cell.text for cell in others.cells]


def test_years_in_sentences_state_their_figures() -> None:
    assert of_line("・乗船者数を、令和６年度の1,200人から令和10年度までに1,500人にする。") == Stated(
        "乗船者数", ((2024, "1,200人"), (2028, "1,500人"))
    )
    assert of_line("休憩所の数 29か所（令和６年度）→89か所（令和10年度）") == Stated(
        "休憩所の数", ((2024, "29か所"), (2028, "89か所"))
    )
    assert of_line("令和８年度から３年間で実施する。") is None


def test_the_weights_speak_of_known_fields_and_kinds() -> None:
    path = Path(__file__).parents[2] / "normalize" / "reading" / "kinds.csv"
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    assert {row["field"] for row in rows} <= set(get_args(Field))
    assert {row["kind"] for row in rows} <= set(KINDS)


def test_years_whose_era_stands_before_the_first_of_them_are_of_that_era() -> None:
    rows = ("番号 | 指標 | 目標値（平成30年度） | 目標値（元年度） | 目標値（2年度）", "1 | 参加者数 | 90 | 100 | 120")
    more = [f"{n} | 予約の件数 | 31 | 36 | 42" for n in (2, 3)]
    found = forms(table(HEAD.format("取組名"), *LISTED), table(*rows, *more))
    assert values(found[0]) == [("target", 2018, "90"), ("target", 2019, "100"), ("target", 2020, "120")]


def test_stages_of_quarters_are_those_of_their_year() -> None:
    head = "番号 | 実施項目 | 令和８年度４～６月 | 令和８年度７～９月 | 令和９年度"
    rows = [f"{n} | 岸壁の掃除 | 検討 | 準備 | 実施" for n in (1, 2, 3)]
    found = forms(table(HEAD.format("取組名"), *LISTED), table(head, *rows))
    stages = [(e.year, e.text or joined(e.piece)) for e in found[0].entries if isinstance(e, Value)]
    assert stages == [(2026, "検討/準備"), (2027, "実施")]


@pytest.mark.parametrize("number", ["1-{}　", ""])
def test_a_name_set_like_its_text_is_known_by_the_label_below_each(number: str) -> None:
    texts = [
        line
        for n, name in enumerate(NAMES, 1)
        for line in (number.format(n) + name, "【担当課】水産課", "【取組内容】", "岸壁を月に一度掃く。")
    ]
    found = forms(prose("この計画は、港のにぎわいを取り戻すためのものです。", *texts))
    assert [joined(form.name) for form in found] == list(NAMES)


def test_a_labelled_value_is_told_by_what_follows_it_in_its_row() -> None:
    rows = [
        f"【取組名】{name} | 【担当課】水産課 | 【進める手順】岸壁の掃除 | 【計画（Ｒ８）】検討 | 【計画（Ｒ９）】実施"
        for name in NAMES
    ]
    entries = [e for e in forms(table(*rows))[0].entries if isinstance(e, Value)]
    assert [(e.year, joined(e.indicator) if e.indicator else None) for e in entries] == [
        (2026, "岸壁の掃除"),
        (2027, "岸壁の掃除"),
    ]


def test_a_level_said_in_the_form_beats_the_heading_of_another_place() -> None:
    texts = [
        line
        for n, name in enumerate(NAMES, 1)
        for line in (
            f"{n}-1　{name}",
            "【基本目標】",
            f"基本目標{n}　港",
            "【担当課】水産課",
            "【取組内容】岸壁を掃く。",
        )
    ]
    index = [f"基本目標{n}　港" for n in (1, 2, 3)]
    found = forms(bold(*index, size=12), prose(*texts))
    assert [[joined(piece) for piece in form.policy] for form in found] == [[f"基本目標{n} 港"] for n in (1, 2, 3)]


def test_bands_go_on_over_the_tables_of_a_list() -> None:
    first = table(HEAD.format("取組名"), "基本目標１　港 | < | < | <", "基本施策１　岸 | < | < | <", *LISTED[:2])
    second = table(HEAD.format("取組名"), "基本施策２　沖 | < | < | <", LISTED[2], page=2)
    assert [[joined(piece) for piece in form.policy] for form in forms(first, second)] == [
        ["基本目標1 港", "基本施策1 岸"],
        ["基本目標1 港", "基本施策1 岸"],
        ["基本目標1 港", "基本施策2 沖"],
    ]


def test_a_form_of_several_tables_is_named_where_a_label_says_so() -> None:
    """Departments stand beside a purpose in short words: no column of that table holds the names."""
    tables: list[Block] = []
    for n, (name, purpose) in enumerate(zip(NAMES, ("港の美化", "来客の満足度の向上", "朝市の継続"), strict=True), 1):
        tables += [bold("■基本情報"), table("分野目標", f"第{n}章　港"), table("番号 | 取組名", f"{n} | {name}")]
        tables += [bold("■説明"), table("取組内容 | 根拠法令等", "岸壁を月に一度掃く。 | 港湾法")]
        tables += [table("担当課 | 事業の目的", f"水産課 | {purpose}")]
        tables += [bold("■目標"), table("指標 | 令和８年度 | 令和９年度", "参加者数（単位：人） | 90 | 120")]
    assert [joined(form.name) for form in forms(*tables)] == list(NAMES)


TURNED = ("番号", "取組名", "担当課", "取組内容")
COLUMNS = [(f"{n}", f"{name}", "水産課", "岸壁を月に一度掃く。") for n, name in enumerate((*NAMES, "灯台の公開"), 1)]


def test_a_turned_table_on_the_next_page_has_columns_of_its_own() -> None:
    """The sentence that says the order of the rows says it of those of each page."""
    told = prose("各表は1列に1件を記載し、上から順に、「番号」、「取組名」、「担当課」、「取組内容」を示しています。")
    rows = [" | ".join(row) for half in (COLUMNS[:2], COLUMNS[2:]) for row in zip(*half, strict=True)]
    found = forms(told, over_pages(table(*rows), len(TURNED)))
    assert [joined(form.name) for form in found] == [name for _, name, *_ in COLUMNS]
    assert [said(form, "departments") for form in found] == [["水産課"]] * len(COLUMNS)


def test_a_turned_table_begins_anew_where_its_first_label_comes_again() -> None:
    halves = [zip(TURNED, *half, strict=True) for half in (COLUMNS[:2], COLUMNS[2:])]
    found = forms(table(*(" | ".join(row) for half in halves for row in half)))
    assert [joined(form.name) for form in found] == [name for _, name, *_ in COLUMNS]
