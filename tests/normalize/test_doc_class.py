"""Which class a document is of, and what is taken for an initiative in each."""

from __future__ import annotations

import pytest

from extract.model import Block, Document
from normalize.doc_class import classify
from normalize.record import CLASSES, DocClass, Records
from normalize.records import records
from tests.normalize.drawn import document, prose, table

PLAN = table("No | 取組項目 | 担当課 | 取組内容", "1 | 窓口の予約 | 市民課 | 画面を作る。")
BUDGET = table("款 | 項 | 補正前の額 | 補正額 | 計", "2 総務費 | 1 総務管理費 | 900 | 20 | 920")
DEBTS = table("事項 | 期間 | 限度額", "図書館の清掃業務委託 | 令和8年度から令和10年度まで | 9,000千円")


@pytest.mark.parametrize(
    ("title", "blocks", "want"),
    [
        ("青嶺市業務改革計画", (PLAN,), "plan"),
        ("青嶺市業務改革計画の進捗状況", (PLAN,), "progress"),
        ("令和８年度　青嶺市事務事業評価シート", (PLAN,), "evaluation"),
        ("青嶺市業務改革計画【概要版】", (), "summary"),
        ("令和８年度　青嶺市一般会計補正予算", (BUDGET,), "budget"),
        ("令和８年度　青嶺市一般会計予算", (prose("債務負担行為"), DEBTS), "budget"),
        ("令和６年度　青嶺市歳入歳出決算書", (table("款 | 予算現額 | 支出済額", "総務費 | 900 | 880"),), "accounts"),
        ("青嶺市統計書", (prose("表1　人口の推移"), table("年次 | 総人口", "令和5年 | 900")), "statistics"),
        ("総合計画に関する市民アンケート結果", (prose("問1　お住まいはどちらですか。"),), "survey"),
        ("第２回計画策定委員会会議録", (prose("出席者　委員8人"),), "minutes"),
        ("総合計画策定支援業務委託仕様書", (prose("受託者は、再委託をしてはならない。"),), "specification"),
        ("青嶺市業務改革計画推進本部設置要綱", (prose("第1条　本部を置く。"),), "rules"),
        ("電子申請に関する満足度調査結果解説資料", (), "survey"),
        ("高齢社会に関する現状報告の概要", (prose("図表1　人口の推移"), prose("主な取組")), "other"),
        ("まちの歩みと現状と課題", (), "other"),
        ("補助金交付申請書", (table("申請者 | ", "住所 | "),), "other"),
    ],
)
def test_class(title: str, blocks: tuple[Block, ...], want: DocClass) -> None:
    assert classify(document(*blocks, title=title), title).name == want


def test_a_caption_that_plans_have_too_tells_nothing() -> None:
    own, title = prose("現状と課題"), "青嶺市業務改革計画"
    assert classify(document(own, PLAN, title=title), title) == classify(document(PLAN, title=title), title)


def test_a_document_without_a_title_is_known_by_its_labels() -> None:
    assert classify(Document("x", "0" * 64, "text/plain", "text_dump", (), (PLAN,)), None).is_plan


def test_the_evidence_names_words_and_their_place() -> None:
    found = classify(document(BUDGET, title="青嶺市補正予算"), "青嶺市補正予算")
    assert {"title 予算", "label 補正前の額"} <= set(found.evidence)


def test_likelihoods_of_all_classes_are_shared_out() -> None:
    found = classify(document(PLAN, title="青嶺市業務改革計画"), "青嶺市業務改革計画")
    assert len(CLASSES) == 12
    assert 0.9 < found.likely <= found.plan <= 1.0


def read(*blocks: Block, title: str) -> Records:
    return records(document(*blocks, title=title), "0")


def test_a_budget_holds_no_initiative_and_says_so() -> None:
    found = read(prose("債務負担行為"), DEBTS, BUDGET, title="令和８年度　青嶺市一般会計補正予算")
    assert (found.initiatives, found.targets, found.document.doc_class) == ((), (), "budget")
    [told] = [f for f in found.findings if f.rule in ("no_plan", "no_initiatives")]
    assert told.severity == "warning"
    assert "of class 'budget'" in told.message


def test_a_name_alone_is_a_finding() -> None:
    """押印の廃止 says neither who does it nor what for, and stands under nothing."""
    rows = [f"{n} | {name} | 市民課" for n, name in enumerate(("窓口の予約", "書庫の整理", "電話の録音"), 1)]
    index = table("No | 取組項目 | 備考", "9 | 押印の廃止 | 再掲")
    found = read(table("No | 取組項目 | 担当課", *rows), index, title="青嶺市業務改革計画")
    assert "押印の廃止" not in {i.name for i in found.initiatives}
    assert [f.actual for f in found.findings if f.rule == "name_only"] == ["1 names"]


@pytest.mark.parametrize("total", ["合計", "事業費合計", "小　計", "計"])
def test_a_total_is_no_initiative(total: str) -> None:
    rows = [f"{n} | {name} | 市民課 | 10件" for n, name in enumerate(("窓口の予約", "書庫の整理", "電話の録音"), 1)]
    found = read(
        table("No | 取組項目 | 担当課 | 令和８年度", *rows, f" | {total} |  | 30件"), title="青嶺市業務改革計画"
    )
    assert [i.name for i in found.initiatives] == ["窓口の予約", "書庫の整理", "電話の録音"]


def test_a_number_under_a_level_is_one() -> None:
    level = "基本目標１　開かれた市役所 | < | <"
    found = read(
        table("No | 取組項目 | 備考", level, "1 | 窓口の予約 | ", "2 | 書庫の整理 | "), title="青嶺市業務改革計画"
    )
    assert [i.name for i in found.initiatives] == ["窓口の予約", "書庫の整理"]


GUIDE = (
    "No. | 作業 | 対応 | 担当課",
    "1 | 受付の予約 | 本人確認を行う。 | 市民課",
    "2 | 記録の整理 | 台帳に残す。 | 総務課",
    "3 | 機器の貸出 | 台帳に記入する。 | 総務課",
    "4 | 写真の掲載 | 同意を得る。 | 広報課",
)
CALENDAR = (
    "月日 | 行事名 | 会場 | 担当課",
    "4月2日 | 港の清掃 | 公民館 | 水産課",
    "5月9日 | 書庫の整理 | 図書館 | 図書館",
    "6月1日 | 機器の更新 | 体育館 | 総務課",
)
CONTENTS = ("番号 | 事業名 | 頁", "1-1 | 窓口の予約 | 8", "1-2 | 書庫の整理 | 9", "1-3 | 電話の録音 | 12")


@pytest.mark.parametrize(
    ("title", "rows"),
    [("窓口業務の手引き", GUIDE), ("青嶺市行事予定", CALENDAR), ("青嶺市業務改革計画　目次", CONTENTS)],
)
def test_a_guide_a_calendar_and_contents_hold_no_initiative(title: str, rows: tuple[str, ...]) -> None:
    found = read(table(*rows), title=title)
    assert (found.initiatives, found.targets, found.results) == ((), (), ())
    assert any(finding.severity == "warning" for finding in found.findings)
