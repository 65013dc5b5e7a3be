"""Figures under years and labels: read in all their forms, or said to be unread; options of dumps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from extract.document import read as read_file
from extract.glyphs import mend
from extract.page import Glyphs, Ints, RawPage, boxes
from extract.paths import Pen
from normalize.family import printed_words
from normalize.records import records
from tests.normalize.drawn import table
from tests.normalize.told import PERIOD, REPORT, plans, read, reports

NAMES = ("窓口予約の導入", "電子図書の貸出", "農地地図の整備")
MARKDOWN = """# 青嶺市業務改革計画 令和6年度進捗状況報告書

| 番号 | 取組名 | 担当課 | 指標 | 目標値（令和6年度） | 実績値（令和6年度） | 評価 |
|---|---|---|---|---|---|---|
| 1 | 窓口予約の導入 | 市民課 | 予約の件数 | 3 0 0 件 | 3 1 2 件 | :selected: 達成 :unselected: 未達成 |
| 2 | 電子図書の貸出 | 図書館 | 貸出冊数 | 2 , 4 0 0 冊 | 2 , 3 8 5 冊 | :unselected: 達成 :selected: 未達成 |
| 3 | 農地地図の整備 | 農政課 | 登載の割合 | 5 0 ㌫ | #### | [ ] 達成 [x] 未達成 |
"""
COLUMNS = """青嶺市業務改革計画 令和6年度進捗状況報告書

番号    取組名            担当課    指標          目標値（令和6年度）    評価
1       窓口予約の導入    市民課    予約の件数    3 0 0 件               ☑達成 ☐概ね達成 ☐未達成
2       電子図書の貸出    図書館    貸出冊数      2 , 4 0 0 冊           ☐達成 ☐概ね達成 ☑未達成
3       農地地図の整備    農政課    登載の割合    5 0 ㌫                 ☐達成 ☐概ね達成 ☑未達成
"""


@pytest.mark.parametrize("text", [MARKDOWN, COLUMNS])
def test_spread_figures_and_ticked_options_of_dumps(tmp_path: Path, text: str) -> None:
    path = tmp_path / "report.txt"
    path.write_text(text, "utf-8")
    found = records(read_file(path, words=printed_words()), "0")
    assert [row[2] for row in plans(found)] == ["300件", "2400冊", "50㌫"]
    assert [r.grade for r in found.results if r.kind == "grade"] == ["達成", "未達成", "未達成"]
    figures = [r.value for r in found.results if r.kind == "indicator"]
    assert figures == ([312.0, 2385.0] if text is MARKDOWN else [])


@pytest.mark.parametrize("figure", ["延べ8回・240人", "12/15校", "5人×3回", "30校中12校"])
def test_a_figure_that_does_not_parse_is_a_doubt(figure: str) -> None:
    rows = [f"{n} | {name} | 市民課 | {figure} | 20件" for n, name in enumerate(NAMES, 1)]
    found = read(PERIOD, table("No | 取組名 | 担当課 | 令和８年度 | 令和９年度", *rows))
    unread = [t for t in found.targets if t.fiscal_year == 2026]
    assert [(t.kind, t.flags, t.confidence <= 0.5) for t in unread] == [("stage", ("figure_unread",), True)] * 3
    assert [f.rule for f in found.findings if f.severity == "warning"].count("figure_unread") == 3


@pytest.mark.parametrize("stage", ["10月開始", "第2期計画の策定", "検討", "5Gの整備"])
def test_figures_that_say_when_or_which_are_none(stage: str) -> None:
    rows = [f"{n} | {name} | 市民課 | {stage} | 実施" for n, name in enumerate(NAMES, 1)]
    found = read(PERIOD, table("No | 取組名 | 担当課 | 令和８年度 | 令和９年度", *rows))
    assert {flag for t in found.targets for flag in t.flags} == set()


def test_a_result_that_does_not_parse_is_a_doubt() -> None:
    rows = [f"{n} | {name} | 市民課 | 開催数 | 10件 | 8回・240人" for n, name in enumerate(NAMES, 1)]
    found = read(PERIOD, table("No | 取組名 | 担当課 | 指標 | 目標値 | 実績値", *rows), title=REPORT)
    assert [row[0] for row in reports(found)] == ["narrative"] * 3
    assert all("figure_unread" in r.flags and r.confidence <= 0.5 for r in found.results)


def test_figures_too_wide_for_their_column_are_not_printed() -> None:
    rows = [f"{n} | {name} | 市民課 | ＃＃＃＃ | 20件" for n, name in enumerate(NAMES, 1)]
    found = read(PERIOD, table("No | 取組名 | 担当課 | 令和８年度 | 令和９年度", *rows))
    assert [row[1:] for row in plans(found)] == [(2027, "20件")] * 3
    assert [f.rule for f in found.findings].count("figure_unread") == 3


def glyphs_at(code: Ints) -> Glyphs:
    n = len(code)
    x = np.arange(n) * 8.0
    box = np.stack([x, np.full(n, 40.0), x + 8.0, np.full(n, 48.0)], axis=1)
    no, none = np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.int64)
    origin = np.stack([x, np.full(n, 47.0)], axis=1)
    return Glyphs(code, box, origin, np.full(n, 8.0), none, no, no, no, no, none, np.arange(n), np.zeros(n))


@pytest.mark.parametrize(("lacking", "want"), [(1, 0x200B), (4, 0xFFFD)])
def test_glyphs_that_a_font_lacks(lacking: int, want: int) -> None:
    """A few are signs of no width; where many are, the text has no names."""
    code = np.array([0] * lacking + [ord("件")] * 6, dtype=np.int64)
    page = RawPage(1, 100.0, 100.0, "pymupdf", glyphs_at(code), ("F",), Pen.new().drawings(boxes([])))
    assert set(mend(page).glyphs.code[:lacking].tolist()) == {want}
