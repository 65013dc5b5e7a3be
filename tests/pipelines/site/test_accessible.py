"""The review site's pages by the rules of axe-core: nothing serious, in either language, wide and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.pipelines.site.conftest import Built, doc_id
from tests.pipelines.written import ID

if TYPE_CHECKING:
    from playwright.sync_api import Page

OPTIONS = {"preload": False, "resultTypes": ["violations"]}
"""The page's policy forbids what axe would preload: style sheets, as text."""
LIST, DUMP = doc_id("progress_list/source.pdf"), doc_id("dump_cards/source.txt")


def serious(page: Page) -> list[str]:
    found: list[dict[str, Any]] = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


@pytest.mark.parametrize(("document", "width"), [(None, 1280), (None, 390), (LIST, 1280), (DUMP, 390), (ID, 1280)])
def test_nothing_serious(built: Built, page: Page, document: str | None, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(built.url(document))
    page.keyboard.press("j")
    assert serious(page) == []


def test_nothing_serious_in_what_opens(built: Built, page: Page) -> None:
    page.goto(built.url(LIST))
    page.click("#language")
    page.keyboard.press("?")
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.click("#decisions-open")
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.keyboard.press("e")
    assert page.locator("#inspector form").is_visible()
    assert serious(page) == []
