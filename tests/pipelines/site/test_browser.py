"""The review site in a real browser, opened from file://."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pdfplumber
import pytest
from playwright.sync_api import expect

from normalize.record import Document, Records
from pipelines.cli import main
from pipelines.frames import read
from pipelines.site.build import write_assets, write_index
from pipelines.site.pictures import Shown
from tests.pipelines.site.conftest import IMAGE, SAMPLES, SCRIPT, Built, doc_id
from tests.pipelines.written import DOCUMENT, ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

LIST, DUMP, UNSURE = (
    doc_id(f"{name}") for name in ("progress_list/source.pdf", "dump_cards/source.txt", "dump_layout/source.txt")
)
TITLES = "#documents .title a"
BOX = """box => {
  const [drawn, leaf] = [box.getBoundingClientRect(), box.closest(".leaf").getBoundingClientRect()];
  const {width, height} = box.ownerSVGElement.viewBox.baseVal;
  const [x, y] = [width / leaf.width, height / leaf.height];
  return [Number(box.closest("figure").dataset.page), (drawn.left - leaf.left) * x, (drawn.top - leaf.top) * y,
          (drawn.right - leaf.left) * x, (drawn.bottom - leaf.top) * y];
}"""
"""Where a box stands on the screen, in points of its page."""


def printed(path: Path, place: list[float]) -> str:
    """What a second reader of PDF finds in a box: the glyphs whose middle lies in it."""
    page, x0, y0, x1, y1 = place
    with pdfplumber.open(path) as pdf:
        chars = pdf.pages[int(page) - 1].chars
    inside = (c for c in chars if x0 < (c["x0"] + c["x1"]) / 2 < x1 and y0 < (c["top"] + c["bottom"]) / 2 < y1)
    return "".join(c["text"] for c in inside)


def test_the_index_is_searched_and_filtered(built: Built, page: Page) -> None:
    page.goto(built.url())
    assert page.locator(TITLES).count() == 5
    page.fill("#search", "青嶺　デジタル")
    expect(page.locator("#documents tr")).to_have_count(1)
    assert page.locator(TITLES).inner_text().startswith("青嶺市デジタル化推進計画")
    page.locator(TITLES).click()
    page.wait_for_selector("body.book")
    page.go_back()
    page.wait_for_selector("body.shelf tbody a")
    assert page.locator(TITLES).count() == 1, "what was searched for stands in the address"
    page.click("button[type=reset]")
    page.select_option("#state", "failed")
    assert page.locator("#documents tr").count() == 1
    assert "damaged beyond repair" in page.locator("#documents .reason").inner_text()


def test_a_failed_document_says_why(built: Built, page: Page) -> None:
    page.goto(built.url())
    page.locator("#documents tr.failed a").click()
    page.wait_for_selector("body.book")
    assert "damaged beyond repair" in page.locator("#entries").inner_text()


@pytest.mark.parametrize(("column", "n"), [("name", 4), ("content", 1), ("departments", 2)])
def test_a_field_lights_its_glyphs(built: Built, page: Page, column: str, n: int) -> None:
    page.goto(built.url(LIST))
    field = page.locator(f'[data-key="initiatives|{LIST}-{n:04}|{column}"]')
    field.scroll_into_view_if_needed()
    field.hover()
    box = page.locator("rect.pointed").first
    box.wait_for()
    expect(box).to_be_in_viewport()
    row = next(
        row for row in read(built.dataset).initiatives.to_dict("records") if row["initiative_id"] == f"{LIST}-{n:04}"
    )
    want = "".join(row[column]) if column == "departments" else str(row[column])
    found = printed(SAMPLES / "progress_list/source.pdf", box.evaluate(BOX))
    assert plain(found) == plain(want)


def plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def test_a_place_on_the_page_lights_its_field(built: Built, page: Page) -> None:
    page.goto(built.url(LIST))
    field = page.locator(f'[data-key="initiatives|{LIST}-0001|name"]')
    field.click()
    box = page.locator("rect.chosen").bounding_box()
    assert box is not None
    page.locator(f'[data-key="initiatives|{LIST}-0001|number"]').click()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert "chosen" in (field.get_attribute("class") or "")
    assert page.locator("#inspector .as-printed").inner_text() == "電子申請サービスの拡\n大"


def test_an_address_leads_to_an_initiative(built: Built, page: Page) -> None:
    page.goto(f"{built.url(LIST)}#{LIST}-0009")
    expect(page.locator(".field.chosen")).to_have_attribute("data-key", f"initiatives|{LIST}-0009|name")
    expect(page.locator("rect.chosen").first).to_be_in_viewport()


def test_a_dump_shows_its_lines(built: Built, page: Page) -> None:
    page.goto(built.url(DUMP))
    page.locator(f'[data-key="initiatives|{DUMP}-0002|name"]').hover()
    lit = page.locator(".line.pointed")
    lit.wait_for()
    assert "葦舟まつりの魅力向上" in lit.inner_text()


def test_unsure_fields_and_findings_are_reached_by_keys(built: Built, page: Page) -> None:
    page.goto(built.url(UNSURE))
    page.keyboard.press("u")
    assert page.locator(".field.chosen.unsure").count() == 1
    assert "描画順" in page.locator("#inspector .doubts").inner_text()
    page.goto(built.url(LIST))
    page.keyboard.press("f")
    assert "既知の様式" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()


def test_the_language_is_remembered(built: Built, page: Page) -> None:
    page.goto(built.url())
    assert page.locator("thead th.title").inner_text() == "文書"
    page.click("#language")
    assert page.locator("thead th.title").inner_text() == "Document"
    page.goto(built.url(LIST))
    assert page.locator("html").get_attribute("lang") == "en"
    page.keyboard.press("j")
    assert (
        "As printed" in page.locator("#inspector").inner_text() or "Number" in page.locator("#inspector").inner_text()
    )


def test_a_browser_that_forbids_storage_still_shows_all(built: Built, page: Page) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('forbidden') }})")
    page.goto(built.url(LIST))
    page.click("#language")
    page.keyboard.press("j")
    page.keyboard.press("a")
    assert page.locator(".field.accepted").count() == 1


def test_decisions_reach_the_dataset(built: Built, page: Page, tmp_path: Path) -> None:
    page.goto(built.url(LIST))
    page.locator(f'[data-key="initiatives|{LIST}-0001|name"]').click()
    page.keyboard.press("a")
    page.locator(f'[data-key="targets|{LIST}-0001-t001|text"]').click()
    page.keyboard.press("e")
    page.fill("[name=value]", "１，６５０")
    page.fill("[name=text]", "1,650手続")
    page.click("#keep")
    corrected = page.locator(f'[data-key="targets|{LIST}-0001-t001|text"]')
    assert corrected.locator("ins").inner_text() == "1,650手続"
    page.reload()
    assert corrected.locator("ins").inner_text() == "1,650手続", "kept in the browser"
    page.click("#decisions-open")
    with page.expect_download() as download:
        page.click("#download")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    told = json.loads(file.read_text("utf-8"))
    assert told["format"] == "keikaku-decisions-1"
    sample = str(SAMPLES / "progress_list/source.pdf")
    assert main(["convert", sample, "-o", str(tmp_path / "dataset"), "--jobs", "1", "--decisions", str(file)]) == 0
    frames = read(tmp_path / "dataset")
    target = frames.targets[frames.targets["target_id"] == f"{LIST}-0001-t001"].iloc[0]
    assert (target["value"], target["text"], target["text_raw"]) == (
        1650.0,
        "1,650手続",
        "【電子申請の対象手続数：１６０手続】",
    )
    assert target["flags"] == ("reviewed",)
    assert frames.initiatives.iloc[0]["flags"] == ("reviewed",)


def test_planted_markup_is_text(built: Built, page: Page) -> None:
    page.goto(built.url())
    link = page.locator(f'#documents [data-id="{ID}"] a')
    assert SCRIPT in link.inner_text()
    link.click()
    page.wait_for_selector("body.book")
    assert SCRIPT in page.locator("h1").inner_text()
    assert SCRIPT in page.locator("#name-0").inner_text()
    assert IMAGE in page.locator("#pages").inner_text()
    page.locator(f'[data-key="initiatives|{ID}-0001|content"]').click()
    assert page.evaluate("window.planted") is None
    assert page.locator("#main img, #entries script").count() == 0


def test_nothing_is_cut_off_on_a_phone(built: Built, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    for url in (built.url(), built.url(LIST), built.url(DUMP)):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, url
    context.close()


def test_print_holds_every_record(built: Built, page: Page, tmp_path: Path) -> None:
    page.goto(built.url(LIST))
    page.pdf(path=tmp_path / "printed.pdf")
    with pdfplumber.open(tmp_path / "printed.pdf") as pdf:
        text = plain("".join(page.extract_text() for page in pdf.pages))
    row = read(built.dataset).initiatives.query("doc_id == @LIST").iloc[-1]
    assert plain(row["name"]) in text
    assert plain(row["content"]) in text


@pytest.fixture
def served(built: Built) -> Iterator[str]:
    """The site's address on a web server, which outlives the page: one shut down while images load resets them."""
    server = Server(("127.0.0.1", 0), partial(Quiet, directory=str(built.site)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_web_server_will_do(served: str, page: Page) -> None:
    page.goto(f"{served}/{LIST}/", wait_until="networkidle")
    page.keyboard.press("j")
    expect(page.locator("rect.chosen")).to_have_count(1)
    assert page.locator("#page-1 img").evaluate("image => image.naturalWidth") > 1000


class Server(ThreadingHTTPServer):
    """A browser asks for all of a page's files at once; with a short queue some connections are reset."""

    request_queue_size = 128


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: requests are no news."""


def test_many_documents_are_filtered_at_once(page: Page, tmp_path: Path) -> None:
    """Prints the time from a key to the drawn rows; machines differ, so it asserts only what is found."""
    write_assets(tmp_path)
    write_index(tmp_path, [(Records(about(n)), Shown()) for n in range(MANY)])
    page.goto((tmp_path / "index.html").as_uri())
    expect(page.locator("#count")).to_have_text(f"{MANY}件中 {MANY}件")
    spent = page.evaluate(FILTERED, "汐見町 報告書")
    print(f"\n{MANY} documents filtered and drawn in {spent:.0f} ms")
    expect(page.locator("#count")).to_have_text(f"{MANY}件中 {MANY // len(TOWNS)}件")


MANY = 2000
TOWNS = ("汐見町", "青嶺市", "葦原市", "雲梯村", "白露市", "朝凪町", "楓野町", "霧ヶ浜市", "小夜川市", "椿原町")
FILTERED = """words => {
  const state = document.getElementById("state");
  document.getElementById("search").value = words;
  const begun = performance.now();
  state.dispatchEvent(new Event("change"));
  document.body.getBoundingClientRect();
  return performance.now() - begun;
}"""


def about(n: int) -> Document:
    """One of many documents: of each municipality fifty plans, in four copies."""
    name = ("汐見町", "青嶺市", "葦原市", "雲梯村", "白露市", "朝凪町", "楓野町", "霧ヶ浜市", "小夜川市", "椿原町")[
        n % 10
    ]
    title = f"第{n // 10 % 50 + 1}期{name}総合計画実施計画進捗状況報告書"
    return replace(DOCUMENT, doc_id=f"{n:016x}", sha256=f"{n:064x}", title=title, municipality=name, source=f"{n}.pdf")
