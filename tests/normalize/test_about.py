"""What a document says of itself: title, municipality, kind, reported year, period."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.model import Block, Prose
from normalize.about import about
from tests.normalize.drawn import (
    BOLD,
    RUNNING,
    bold,
    document,
    dump_document,
    dump_prose,
    lines_at,
    prose,
    stacked,
    table,
)


@pytest.mark.parametrize(
    ("title", "want"),
    [
        ("徳島市業務改革計画", ("徳島市", "362018")),
        ("豊中市窓口改革プラン", ("豊中市", "272035")),
        ("青嶺市業務改革計画", ("青嶺市", None)),
        ("業務改革計画", (None, None)),
    ],
)
def test_municipality(title: str, want: tuple[str | None, str | None]) -> None:
    found = about(document(title=title))
    assert (found.municipality, found.municipality_code) == want


@pytest.mark.parametrize(
    ("title", "want"),
    [
        ("青嶺市業務改革計画", "plan"),
        ("青嶺市デジタル戦略", "plan"),
        ("青嶺市業務改革計画　令和７年度取組実績", "progress"),
        ("令和７年度　青嶺市業務改革計画　進捗状況報告書", "progress"),
        ("青嶺市業務改革計画【概要版】", "summary"),
        ("青嶺市行政改革大綱", "plan"),
    ],
)
def test_kind_by_title(title: str, want: str) -> None:
    assert about(document(title=title)).doc_kind == want


def test_a_document_that_names_no_plan_is_of_unknown_kind() -> None:
    assert about(document(title="青嶺市の花と木")).doc_kind == "unknown"


@pytest.mark.parametrize(
    ("title", "want"),
    [
        ("青嶺市業務改革計画　令和７年度取組実績", 2025),
        ("青嶺市業務改革計画進捗状況報告（平成３０年度）", 2018),
        ("令和元年度　実施状況　青嶺市業務改革計画", 2019),
        ("平成３１年度進捗状況　青嶺市業務改革計画", 2019),
        ("青嶺市業務改革計画（令和８年度～令和１１年度）", None),
    ],
)
def test_reported_year(title: str, want: int | None) -> None:
    assert about(document(title=title)).fiscal_year == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("計画期間は、令和８年度から令和１１年度までの４年間とする。", (2026, 2029)),
        ("計画期間：令和８年度～令和１１年度", (2026, 2029)),
        ("計画期間　R8～R11", (2026, 2029)),
        ("計画期間は平成３０年度から令和４年度までとする。", (2018, 2022)),
        ("計画期間は平成３５年度から平成３８年度までとする。", (2023, 2026)),
        ("計画期間は２０２６年度から２０２９年度までとする。", (2026, 2029)),
    ],
)
def test_period(text: str, want: tuple[int, int]) -> None:
    assert about(document(prose(text))).period == want


@pytest.mark.parametrize(
    ("blocks", "why"),
    [
        (
            (prose("前は令和４年度から令和７年度まで続いた。"), prose("計画期間は令和８年度から令和１１年度まで。")),
            "prose",
        ),
        (
            (
                prose("統計は令和２年度～令和６年度の値である。"),
                table("計画期間 | 令和８年度～令和１１年度", "担当課 | 市民課"),
            ),
            "table",
        ),
    ],
)  # fmt: skip
def test_the_range_that_is_called_the_period_is_it(blocks: tuple[Block, ...], why: str) -> None:
    assert about(document(*blocks)).period == (2026, 2029), why


def test_a_reported_year_is_no_period() -> None:
    assert about(document(title="青嶺市業務改革計画　令和７年度取組実績")).period is None


def test_the_largest_print_of_the_first_page_is_the_title() -> None:
    found = about(document(bold("第１章　計画の趣旨", size=14), title="汐見町業務改革計画"))
    assert found.title == "汐見町業務改革計画"


@pytest.mark.parametrize(
    ("printed", "want", "why"),
    [
        (["汐見町業務改革", "実施計画"], "汐見町業務改革 実施計画", "two phrases, a line each"),
        (["汐見町", "業務改革実施計画"], "汐見町業務改革実施計画", "the town stands before the name of its plan"),
        (["汐見町業務改革　行程表"], "汐見町業務改革 行程表", "two phrases on a line"),
        (["汐　見　町　業　務　改　革　計　画"], "汐見町業務改革計画", "letters set wide apart"),
    ],
)
def test_a_title_keeps_its_phrases_apart(printed: list[str], want: str, why: str) -> None:
    lines = lines_at(printed, 50.0, 50.0, size=20.0, font=BOLD)
    found = about(replace(document(), blocks=stacked((Prose(lines), prose(RUNNING)))))
    assert found.title == want, why


def test_a_title_as_wide_as_the_page_goes_on_in_its_next_line() -> None:
    lines = lines_at(["汐見町情報通信技術による業務改革推進", "計画"], 40.0, 50.0, size=28.0, font=BOLD)
    found = about(replace(document(), blocks=stacked((Prose(lines), prose(RUNNING)))))
    assert found.title == "汐見町情報通信技術による業務改革推進計画"


def test_what_heads_a_document_is_its_title_whatever_it_is() -> None:
    lines = lines_at(["政務に使う費用の手引き"], 50.0, 50.0, size=20.0, font=BOLD)
    found = about(
        replace(document(), blocks=stacked((Prose(lines), prose("この計画の実施状況を確かめること。"), prose(RUNNING))))
    )
    assert found.title == "政務に使う費用の手引き"


def test_a_report_behind_the_cover_of_its_plan_has_its_own_title() -> None:
    cover = Prose(lines_at(["汐見町業務改革計画"], 50.0, 300.0, size=28.0, font=BOLD))
    own = Prose(lines_at(["「汐見町業務改革計画」の取組実績(令和7年度)について"], 50.0, 50.0, page=2, size=14.0))
    found = about(replace(document(), blocks=(cover, own)))
    assert (found.title, found.doc_kind, found.fiscal_year) == (
        "「汐見町業務改革計画」の取組実績(令和7年度)について",
        "progress",
        2025,
    )


def test_the_line_under_a_title_says_what_it_reports() -> None:
    lines = lines_at(["汐見町業務改革計画"], 50.0, 50.0, size=20.0, font=BOLD)
    under = lines_at(["令和３年度～令和６年度　令和４年度実績"], 50.0, 90.0, size=9.0)
    found = about(replace(document(), blocks=stacked((Prose(lines), Prose(under), prose(RUNNING)))))
    assert (found.doc_kind, found.fiscal_year) == ("progress", 2022)


def test_a_dumps_first_line_that_names_a_plan_is_the_title() -> None:
    found = about(dump_document(dump_prose("令和８年３月", first=2), title="汐見町業務改革計画"))
    assert found.title == "汐見町業務改革計画"


def test_a_running_head_names_forms_of_one_page() -> None:
    head = lines_at(["汐見町事業評価シート"], 50.0, 20.0, size=9.0)
    drawn = document(table("取組名 | 予約", "担当課 | 市民課"), title="予約", furniture=head)
    assert about(drawn).title == "汐見町事業評価シート"


def test_nothing_printed_says_nothing() -> None:
    drawn = document()
    empty = about(replace(drawn, blocks=()))
    assert (empty.title, empty.municipality, empty.doc_kind, empty.period) == (None, None, "unknown", None)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ("素", "a letter of a watermark"),
        ("目　次", "a page's own heading"),
        ("～港から未来へ～", "a slogan"),
        ("港は、町の宝である", "a sentence"),
        ("第３表　債務負担行為", "what a table shows"),
    ],
)
def test_large_print_that_is_no_title(other: str, why: str) -> None:
    lines = (*lines_at(["汐見町業務改革計画"], 50.0, 50.0, size=20.0), *lines_at([other], 50.0, 80.0, size=24.0))
    assert about(replace(document(), blocks=stacked((Prose(lines), prose(RUNNING))))).title == "汐見町業務改革計画", why


def test_a_title_of_the_file_that_no_page_prints_is_of_another() -> None:
    plain = replace(document(), blocks=(prose(RUNNING),), title="汐見町の港")
    assert about(plain).title is None
    assert about(replace(plain, blocks=(prose("汐見町の港", RUNNING),))).title == "汐見町の港"
