"""Documents with broken text layers, where they are at hand: read within seconds, nothing garbled without a flag."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from extract.document import read
from extract.health import foreign, nameless
from extract.model import Empty
from normalize.record import Records
from normalize.records import records

FOLDER = Path(__file__).parents[2] / "shared" / "hard"
DOCUMENTS = sorted(path.name for path in FOLDER.glob("*.pdf"))
NEED_OCR = {"allganize_foodkaku5_mojibake.pdf": "pages 1-17", "nankoku_saiken_houki_setsumei_scan.pdf": "pages 1-3"}
"""Documents without a legible page, and how the sentence names their pages."""
SECONDS = 10.0
FOREIGN = 0.2
"""Share of letters no Japanese document prints from which on a text is garbled."""

pytestmark = pytest.mark.skipif(not DOCUMENTS, reason="the hard documents (../shared) are not at hand")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_hard_document(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.ocr.is_installed", lambda: False)
    start = time.process_time()
    if name in NEED_OCR:
        with pytest.raises(Empty, match=f"{NEED_OCR[name]} .*need OCR"):
            read(FOLDER / name)
    else:
        found = records(read(FOLDER / name), "x")
        assert not garbled_without_flag(found)
    assert time.process_time() - start < SECONDS


def garbled_without_flag(found: Records) -> list[str]:
    """The texts of rows that cannot be what is printed, and do not say so."""
    texts = [(text, row.flags) for row in found.initiatives for text in (row.name_raw, row.content or "")]
    texts += [(row.text_raw, row.flags) for row in (*found.targets, *found.results)]
    return [text for text, flags in texts if is_garbled(text) and not {"illegible", "ocr"} & set(flags)]


def is_garbled(text: str) -> bool:
    code = np.array([ord(char) for char in text if not char.isspace()], dtype=np.int64)
    return bool(len(code)) and (bool(nameless(code).any()) or float(foreign(code).mean()) > FOREIGN)
