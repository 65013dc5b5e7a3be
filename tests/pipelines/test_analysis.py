"""The analysis page of the review site, in a browser."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from pipelines.cli import main

EVIL = "<img src=x onerror=document.title='caught'>"
PLAN = """# 青嶺市デジタル推進計画

計画期間　令和8年度～令和10年度

| No | 取組項目 | 担当課 | 指標 | 令和8年度 | 令和9年度 | 令和10年度 |
| --- | --- | --- | --- | --- | --- | --- |
| 1 | 窓口の予約 | 市民課 | 予約件数(令和6年度実績:80件) | 90件 | 100件 | 110件 |
| 2 | 書庫の整理 | 総務課 | 画面の設計 | 検討 | 実施 | ⇒ |
| 3 | 電話の録音 | 総務課 | 録音率 | 5％ | 10％ | 15％ |
"""
REPORT = """# 青嶺市デジタル推進計画　令和8年度進捗状況報告

| No | 取組項目 | 担当課 | 指標 | 令和8年度目標値 | 令和8年度実績値 | 評価 |
| --- | --- | --- | --- | --- | --- | --- |
| 1 | 窓口の予約 | 市民課 | 予約件数 | 95件 | 97件 | Ａ |
| 2 | 広報の電子化 | 総務課 | 配信件数 | 20件 | 10件 | Ｂ |
"""
STAGES = {
    "検討/実施": "run",
    "実施設計": "prepare",
    "導入検討": "study",
    "試行実施": "run",
    "一部実施": "prepare",
    "見直し": "grow",
    "完了": "done",
    "随時": "other",
}


def planted(folder: Path) -> str:
    """A decision that puts the words of an attacker into a name."""
    digest = hashlib.sha256(PLAN.encode()).hexdigest()
    entry = {
        "sha256": digest,
        "source": "plan.md",
        "table": "initiatives",
        "id": f"{digest[:16]}-0002",
        "field": "name",
    }
    said = {"was": "書庫の整理", "now": EVIL, "reviewer": None, "at": "2026-04-01T09:30:00Z"}
    whole = {"format": "keikaku-decisions-1", "decisions": [entry | said]}
    (folder / "decisions.json").write_text(json.dumps(whole), "utf-8")
    return str(folder / "decisions.json")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("analysis")
    (folder / "in").mkdir()
    (folder / "in/plan.md").write_text(PLAN, "utf-8")
    (folder / "in/report.md").write_text(REPORT, "utf-8")
    decisions = ["--decisions", planted(folder)]
    assert main(["convert", str(folder / "in"), "-o", str(folder / "D"), "--jobs", "1", *decisions]) == 0
    assert main(["review", str(folder / "D"), "-o", str(folder / "S"), "--jobs", "1"]) == 0
    return folder / "S"


@pytest.fixture(scope="module")
def browser_page(site: Path, browser: Browser) -> Generator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


@pytest.fixture
def page(site: Path, browser_page: Page) -> Generator[Page]:
    """The page that compares the two documents; whatever the browser complains of fails the test."""
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        said.append(message.text)

    browser_page.on("console", listen)
    browser_page.goto((site / "analysis.html").as_uri())
    browser_page.wait_for_selector("#analysis h2")
    yield browser_page
    browser_page.remove_listener("console", listen)
    assert said == []


def draw_all(page: Page) -> None:
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")


def choose(page: Page, words: str) -> None:
    page.click(f"#documents a:has-text('{words}')")
    page.wait_for_selector(f"#analysis h2:has-text('{words}')")
    draw_all(page)


def texts(page: Page, selector: str) -> list[str]:
    return [text.strip() for text in page.locator(selector).all_text_contents()]


def test_documents_of_a_municipality_are_compared(page: Page):
    draw_all(page)
    assert texts(page, "tbody td:nth-child(n+2):nth-child(-n+5)")[:8] == ["3", "", "", "", "2", "1", "1", "2"]
    [shared] = page.locator("figure").all()
    assert "予約件数" in (shared.text_content() or "")
    assert "R8: 90" in (shared.locator(".changed li").text_content() or ""), "95 in the report, 90 in the plan"
    values = shared.locator("svg text").all_text_contents()
    assert {"80", "97", "110"} <= set(values)


def test_figures_and_stages_of_a_document(page: Page):
    choose(page, "青嶺市デジタル推進計画")
    figures = page.locator("figure")
    assert figures.count() == 2
    assert {"80", "90", "100", "110", "R6", "R8", "R10"} <= set(figures.first.locator("svg text").all_text_contents())
    described = figures.first.locator("svg desc").text_content()
    assert described == "R6 基準値 80件, R8 目標 90件, R9 目標 100件, R10 目標 110件"
    assert figures.first.locator("svg title").first.text_content() == "窓口の予約 予約件数"
    strip = page.locator(".strip")
    assert texts(page, ".bars svg text") == ["検討R8 検討", "実施R9–R10 実施"], "the stage, and what a pointer is told"
    assert strip.locator(".bars svg desc").text_content() == "R8 検討, R9–R10 実施"
    widths = [bar.bounding_box() for bar in strip.locator(".bars svg rect").all()]
    assert [round(box["width"] / 100) for box in widths if box] == [
        n * round(widths[0]["width"] / 100) if widths[0] else 0 for n in (1, 2)
    ]


def test_grades_below_their_headings(page: Page):
    choose(page, "進捗状況報告")
    assert {"A 1", "B 1"} <= set(texts(page, ".grade svg text"))


def test_the_language_changes_years_and_words(page: Page):
    choose(page, "青嶺市デジタル推進計画")
    page.click("#language")
    page.wait_for_selector("figure")
    draw_all(page)
    assert {"2026", "2028"} <= set(page.locator("figure").first.locator("svg text").all_text_contents())
    assert "Targets and results" in texts(page, ".part h3 span")
    page.click("#language")
    page.wait_for_selector("h3:has-text('数値目標')")


def test_the_filter_leaves_what_it_names(page: Page):
    choose(page, "青嶺市デジタル推進計画")
    page.fill("#filter", "総務課 録音")
    assert page.locator("figure:visible").count() == 1
    assert page.locator(".strip:visible").count() == 0
    page.fill("#filter", "")


def test_texts_of_documents_stay_texts(page: Page):
    choose(page, "青嶺市デジタル推進計画")
    assert EVIL in (page.locator(".strip h4").text_content() or "")
    assert page.locator("#analysis img, #analysis style").count() == 0
    assert page.title() != "caught"


def test_it_fits_a_phone(page: Page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.reload()
    page.wait_for_selector("#analysis h2")
    draw_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    choose(page, "青嶺市デジタル推進計画")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 900})


def test_accessible(page: Page):
    from axe_playwright_python.sync_playwright import Axe

    for words in ("", "青嶺市デジタル推進計画"):
        if words:
            choose(page, words)
        draw_all(page)
        found = Axe().run(page, options={"preload": False}).response["violations"]
        assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("stage", STAGES)
def test_the_kind_of_work_a_stage_is(stage: str, page: Page):
    assert page.evaluate(f"keikaku.analysis.phase({json.dumps(stage)})") == STAGES[stage]
