"""What holds for every list and card: no printed cell is lost, and the rows are sound."""

from __future__ import annotations

from typing import NamedTuple

import regex
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from extract.model import Box, Cell, Document, Table
from normalize.record import Records, Source
from normalize.records import records
from tests.normalize.drawn import bold, document, table
from tests.normalize.told import PERIOD, PLAN, REPORT

NAMES = ("予約の導入", "書庫の整理", "案内板の更新", "電話の録音", "会議の見直し")
COLUMNS: dict[str, tuple[str, ...]] = {
    "取組内容": ("電話と画面の両方で予約を受け付ける。", "棚を空ける。\n箱を減らす。", "・受付を学ぶ\n・整理を学ぶ"),
    "目的": ("待ち時間を減らす。", "市民の手間を省く。"),
    "方向性": ("継続", "新規", "受付の窓口を増やして周知を広げる。"),
    "取組実績": ("受付を始めた。", "受付を始めた。\n【予約件数：130件】"),
    "自己評価": ("Ａ", "◎", "一部未達成"),
    "課題": ("周知が足りない。", "職員の手が足りない。"),
    "合言葉": ("早起き", "早寝"),
    "事業費": ("1,000", "2,500"),
    "達成率": ("90％", "105％"),
    "現状と課題": ("窓口が混む。", "棚が狭い。"),
}
KNOWN = tuple(label for label in COLUMNS if label != "合言葉")
OWNERS = ("市民課", "市民課\n総務課", "全部局")
NO_FIGURE = ("", "－")
LEFT_OUT = ("事業費", "達成率", "現状と課題")
"""Headings whose cells are no record: money, rates, the situation found."""
INDICATORS = ("予約件数", "待ち時間（分）", "①廃棄箱数（令和６年度実績：80箱）", "画面の設計")
VALUES = ("100件", "検討", "実施", "⇒", "－", "50％", "約1,300", "検討／実施", "")
YEARS = ("令和８年度", "令和９年度", "令和１０年度")


class Listed(NamedTuple):
    """A drawn list: the headings of its columns, its rows, and the title above it."""

    heads: tuple[str, ...]
    rows: tuple[str, ...]
    title: str

    def table(self) -> Table:
        return table(" | ".join(self.heads), *self.rows)

    def document(self) -> Document:
        return document(PERIOD, self.table(), title=self.title)


class Cards(NamedTuple):
    """Drawn cards, each below the heading of its initiative."""

    cards: tuple[tuple[str, tuple[str, ...]], ...]

    def document(self) -> Document:
        return document(PERIOD, *(block for head, rows in self.cards for block in (bold(head), table(*rows))))


@st.composite
def lists(draw: st.DrawFn) -> Listed:
    """A list with some columns, rows below a merged name, and bands."""
    labels = [*draw(st.lists(st.sampled_from(sorted(COLUMNS)), min_size=1, max_size=5, unique=True)), "担当課"]
    yearly = draw(st.booleans())
    heads = ("No", "取組項目", *labels, *(("指標", *YEARS) if yearly else ()))
    rows: list[str] = []
    for n in range(1, draw(st.integers(1, 4)) + 1):
        if draw(st.integers(0, 3)) == 0:
            rows.append(" | ".join([f"基本目標{n}　開かれた窓口", *["<"] * (len(heads) - 1)]))
        name = f"{draw(st.sampled_from(NAMES))}（{'甲乙丙丁'[n - 1]}）"
        own = [str(n), name, *(draw(st.sampled_from(COLUMNS.get(label, OWNERS))) for label in labels)]
        for sub in range(draw(st.integers(1, 2)) if yearly else 1):
            figures = [INDICATORS[(n + sub) % 4], *(draw(st.sampled_from(VALUES)) for _ in YEARS)] if yearly else []
            rows.append(" | ".join([*(["^"] * len(own) if sub else own), *figures]))
    return Listed(heads, tuple(rows), draw(st.sampled_from([PLAN, REPORT])))


@st.composite
def cards(draw: st.DrawFn) -> Cards:
    """Headings of initiatives, each with a card below it."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for n in range(1, draw(st.integers(1, 3)) + 1):
        texts = {"取組内容": "棚を空ける。", "目標": draw(st.sampled_from(COLUMNS["目的"]))}
        chosen = draw(st.lists(st.sampled_from(sorted(texts)), unique=True))
        rows = ["担当課 | 市民課 | <", *(f"{label} | {texts[label]} | <" for label in chosen)]
        rows.append("取組計画 | 令和８年度 | 令和９年度")
        for k in range(draw(st.integers(1, 3))):
            first, second = draw(st.sampled_from(["検討", "実施", "拡大"])), draw(st.sampled_from(["⇒", "拡大", "<"]))
            rows.append(f"行動その{'甲乙丙'[k]} | {first} | {second}")
        found.append((f"取組{n}　{NAMES[n]}", tuple(rows)))
    return Cards(tuple(found))


drawings = st.one_of(lists(), cards())


def sources(read: Records) -> list[Source]:
    return [source for row in (*read.initiatives, *read.targets, *read.results) for source in row.source]


def inside(source: Source, box: Box) -> bool:
    return (
        source.x0 is not None and source.y0 is not None
        and box.x0 <= source.x0 < box.x1 and box.y0 <= source.y0 < box.y1
    )  # fmt: skip


def quoted(cell: Cell, read: Records) -> bool:
    return any(inside(source, place.box) for source in sources(read) for place in cell.places if place.box)


@settings(max_examples=120, deadline=None)
@given_any(lists())
def test_every_printed_cell_of_a_list_is_read_ignored_by_name_or_found(drawn: Listed) -> None:
    whole = drawn.document()
    read = records(whole, "0")
    listed = next(block for block in whole.blocks if isinstance(block, Table))
    figures = {(c.row, c.col): c.text for c in listed.cells}
    unread: dict[str, list[str]] = {}
    for cell in listed.cells:
        head = drawn.heads[cell.col]
        blank = cell.text in NO_FIGURE or (
            # An indicator without a figure in any year has no row to stand in.
            head == "指標" and all(figures[cell.row, cell.col + k] in NO_FIGURE for k in range(1, len(YEARS) + 1))
        )
        if cell.row and not blank and head not in LEFT_OUT and not quoted(cell, read):
            unread.setdefault(head, []).append(cell.text)
    for finding in read.findings:
        if finding.rule == "unknown_label":
            heading = regex.search("'(.*)'", finding.message)
            assert heading is not None
            assert finding.actual == f"{len(unread.pop(heading[1], []))} cells"
        if finding.rule == "cell_not_read":
            next(texts for texts in unread.values() if finding.actual in texts).remove(finding.actual or "")
    assert not any(unread.values()), unread


@settings(max_examples=80, deadline=None)
@given_any(st.lists(st.sampled_from(sorted(COLUMNS)), min_size=1, max_size=8, unique=True), st.booleans())
def test_every_printed_cell_of_a_sheet_is_read_ignored_by_name_or_found(labels: list[str], in_pairs: bool) -> None:
    fields = [
        "担当課 | 市民課",
        *(f"{label} | {COLUMNS[label][0]}" for label in labels if not in_pairs or label in KNOWN),
    ]
    if in_pairs:
        fields += ["目的 | 市民の手間を省く。"] * (len(fields) % 2)
        fields = [" | ".join(pair) for pair in zip(fields[::2], fields[1::2], strict=True)]
    whole = document(PERIOD, table("取組名 | 予約の導入" + " | < | <" * in_pairs, *fields), title=REPORT)
    read = records(whole, "0")
    found = [finding.actual for finding in read.findings if finding.rule == "cell_not_read"]
    (sheet,) = (block for block in whole.blocks if isinstance(block, Table))
    for cell in sheet.cells:
        label = next(c for c in sheet.cells if c.row == cell.row and c.col == cell.col - cell.col % 2).text
        if cell.col % 2 and label not in LEFT_OUT:
            assert quoted(cell, read) or cell.text in found, (label, cell.text)


@settings(max_examples=40, deadline=None)
@given_any(drawings)
def test_reading_twice_is_reading_once(drawn: Listed | Cards) -> None:
    assert records(drawn.document(), "0") == records(drawn.document(), "0")


@settings(max_examples=80, deadline=None)
@given_any(drawings)
def test_rows_are_numbered_and_their_ids_are_unique(drawn: Listed | Cards) -> None:
    read = records(drawn.document(), "0")
    assert [i.seq for i in read.initiatives] == list(range(1, len(read.initiatives) + 1))
    assert [i.initiative_id for i in read.initiatives] == [f"{i.doc_id}-{i.seq:04d}" for i in read.initiatives]
    for owner in read.initiatives:
        targets = [t for t in read.targets if t.initiative_id == owner.initiative_id]
        results = [r for r in read.results if r.initiative_id == owner.initiative_id]
        assert [t.seq for t in targets] == list(range(1, len(targets) + 1))
        assert [r.seq for r in results] == list(range(1, len(results) + 1))
    ids = [t.target_id for t in read.targets] + [r.result_id for r in read.results]
    ids += [f.finding_id for f in read.findings] + [i.initiative_id for i in read.initiatives]
    assert len(ids) == len(set(ids))
    assert {row.initiative_id for row in (*read.targets, *read.results)} <= {i.initiative_id for i in read.initiatives}


@settings(max_examples=80, deadline=None)
@given_any(drawings)
def test_every_row_says_where_it_stands_and_what_is_printed(drawn: Listed | Cards) -> None:
    read = records(drawn.document(), "0")
    printed = {cell.text for block in drawn.document().blocks if isinstance(block, Table) for cell in block.cells}
    for row in (*read.targets, *read.results):
        assert row.source
        assert row.source[0].field == "text"
        assert any(row.text_raw in text for text in printed)
        assert row.text
        assert 0.0 < row.confidence <= 1.0
    for owner in read.initiatives:
        assert owner.source[0].field == "name"
        assert owner.name


@settings(max_examples=80, deadline=None)
@given_any(drawings)
def test_a_document_counts_its_rows(drawn: Listed | Cards) -> None:
    read = records(drawn.document(), "0")
    own = read.document
    counted = (own.initiative_count, own.target_count, own.result_count, own.finding_count)
    assert counted == (len(read.initiatives), len(read.targets), len(read.results), len(read.findings))


@settings(max_examples=80, deadline=None)
@given_any(drawings)
def test_kinds_of_rows_hold_what_they_say(drawn: Listed | Cards) -> None:
    read = records(drawn.document(), "0")
    assert all((t.value is not None) == (t.kind == "numeric") for t in read.targets)
    assert all((r.value is not None) == (r.kind == "indicator") for r in read.results)
    assert all((r.grade is not None) == (r.kind == "grade") for r in read.results)
    assert all(r.basis == "reported" or r.kind == "indicator" for r in read.results)


@settings(max_examples=60, deadline=None)
@given_any(lists())
def test_a_list_has_an_initiative_a_name(drawn: Listed) -> None:
    read = records(drawn.document(), "0")
    printed = [cell.text.replace("\n", "") for cell in drawn.table().cells if cell.col == 1 and cell.row]
    assert [i.name_raw.replace("\n", "") for i in read.initiatives] == printed


@settings(max_examples=60, deadline=None)
@given_any(cards())
def test_cards_have_an_initiative_a_heading(drawn: Cards) -> None:
    read = records(drawn.document(), "0")
    assert [i.number for i in read.initiatives] == [f"取組{n}" for n in range(1, len(drawn.cards) + 1)]
    assert not [f for f in read.findings if f.rule in ("cell_not_read", "table_not_read", "unknown_label")]
