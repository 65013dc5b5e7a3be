"""Tables without a header, labelled paragraphs, and figures stated in a line of text."""

from __future__ import annotations

from tests.normalize.drawn import bold, prose, table
from tests.normalize.told import PERIOD, REPORT, read, rules


def test_topics_beside_what_is_said_of_them() -> None:
    topics = table(
        "修繕費に関する事項 | 点検の結果に基づき、計画的な修繕に努めています。",
        "動力費に関する事項 | ",
        "広域化に関する事項 | 隣の町と施設を共に使うことができるか検討します。",
    )
    found = read(PERIOD, bold("１　今後の経費についての考え方"), topics)
    assert [(i.name, i.content, i.policy) for i in found.initiatives] == [
        ("修繕費に関する事項", "点検の結果に基づき、計画的な修繕に努めています。", ("1 今後の経費についての考え方",)),
        ("広域化に関する事項", "隣の町と施設を共に使うことができるか検討します。", ("1 今後の経費についての考え方",)),
    ]


def test_words_and_their_meanings_are_no_topics() -> None:
    words = table("予約 | 日時を前もって決めておくことをいいます。", "書庫 | 書類を収める部屋のことをいいます。")
    found = read(PERIOD, bold("１　言葉について"), words)
    assert found.initiatives == ()
    assert "table_not_read" in rules(found)


def test_charts_of_figures_are_no_initiatives() -> None:
    chart = table("①水洗化率(％) | < | <", "　 | H22 | H23", "当該値 | 83.1 | 83.8")
    assert read(PERIOD, chart).initiatives == ()


def test_paragraphs_that_begin_with_a_label() -> None:
    found = read(
        bold("１．屋根を使った太陽光発電（環境課・財産課）"),
        prose("◇取組概要　支所の屋根に設備を置き、電気を施設で使う。"),
        prose("◇目標　設備を置いた施設数　令和６年度　14施設（令和８年度　21施設）"),
        prose("◇実績　設備を置いた施設数　16施設"),
        prose("◇評価　概ね達成"),
        title=REPORT,
    )
    (initiative,) = found.initiatives
    assert (initiative.name, initiative.departments) == ("屋根を使った太陽光発電", ("環境課", "財産課"))
    assert initiative.content == "支所の屋根に設備を置き、電気を施設で使う。"
    assert [(t.indicator, t.fiscal_year, t.value, t.unit) for t in found.targets] == [
        ("設備を置いた施設数", 2024, 14, "施設"),
        ("設備を置いた施設数", 2026, 21, "施設"),
    ]
    assert [(r.kind, r.indicator, r.value, r.grade) for r in found.results] == [
        ("indicator", "設備を置いた施設数", 16, None),
        ("grade", None, None, "概ね達成"),
    ]


def test_labels_beside_the_names_of_a_list() -> None:
    listed = table(
        "No | 施策名 | 項目 | 令和８年度 | 令和９年度 | 担当課",
        "１ | 書庫の整理 | 内容 | 古い書類を順に選び出す。 | < | 総務課",
        "^ | ^ | 計画 | 準備 | 実施 | ^",
        "^ | ^ | 空いた棚（本） | 10 | 20 | ^",
    )
    found = read(PERIOD, listed)
    assert [i.content for i in found.initiatives] == ["古い書類を順に選び出す。"]
    assert [(t.kind, t.indicator, t.text) for t in found.targets] == [
        ("stage", None, "準備"),
        ("stage", None, "実施"),
        ("numeric", "空いた棚", "10"),
        ("numeric", "空いた棚", "20"),
    ]


def test_departments_in_the_brackets_of_a_name_stay_where_others_are_printed() -> None:
    listed = table("No | 取組項目 | 担当課", "１ | 窓口の改善（市民課） | 総務課")
    (initiative,) = read(PERIOD, listed).initiatives
    assert (initiative.name, initiative.departments) == ("窓口の改善(市民課)", ("総務課",))
