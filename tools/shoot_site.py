"""Pictures of the review site for the README: the samples' site, as a browser shows it on a desk and on a phone.

    uv run python tools/shoot_site.py

Needs a Chromium and a Japanese font (on Debian and Ubuntu: chromium, fonts-noto-cjk).
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from pipelines.cli import main

DOCS = Path("docs")
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 780}
GAP = 24
"""Pixels between the pictures of a phone, which stand side by side."""
CARDS = "samples/plan_cards/source.pdf"
Step = Callable[[Page], None]


def shoot(browser: Browser, size: dict[str, int], site: Path, steps: list[Step]) -> list[Image.Image]:
    """What is on the screen after each step."""
    page = browser.new_context(viewport={"width": size["width"], "height": size["height"]}).new_page()
    shots: list[Image.Image] = []
    for step in steps:
        page.goto((site / "index.html").as_uri())
        step(page)
        page.wait_for_timeout(600)
        shots.append(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
    page.close()
    return shots


def index(page: Page) -> None:
    page.mouse.move(0, 0)


def document(page: Page) -> None:
    """A figure of the second initiative, on its page; the first fields are decided."""
    page.locator("#documents tr", has_text=CARDS).locator("a").click()
    page.wait_for_selector(".field")
    page.keyboard.press("n")
    page.keyboard.press("n")
    page.keyboard.press("a")
    page.keyboard.press("a")
    page.locator("tbody tr", has_text="来場者数").locator("td .field").nth(1).click()
    page.locator("article").nth(1).evaluate("article => article.scrollIntoView()")
    page.mouse.move(0, 0)


def analysis(page: Page) -> None:
    page.locator("header nav a").nth(1).click()
    page.select_option("#municipality", label="小夜川市")
    page.wait_for_selector("#analysis svg")


def side_by_side(shots: list[Image.Image]) -> Image.Image:
    width = sum(shot.width + GAP for shot in shots) - GAP
    sheet = Image.new("RGB", (width, shots[0].height), "white")
    for n, shot in enumerate(shots):
        sheet.paste(shot, (n * (shot.width + GAP), 0))
    return sheet


def save(picture: Image.Image, name: str) -> None:
    picture.save(DOCS / f"{name}.webp", quality=82, method=6)


def run() -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        dataset, site = f"{folder}/dataset", Path(folder) / "site"
        main(["convert", "samples", "-o", dataset])
        main(["review", dataset, "-o", str(site)])
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, shot in zip(
            ("index", "document", "analysis"), shoot(browser, DESK, site, [index, document, analysis]), strict=True
        ):
            save(shot, f"review-{name}")
        save(side_by_side(shoot(browser, PHONE, site, [index, document, analysis])), "review-phone")
        browser.close()


if __name__ == "__main__":
    run()
