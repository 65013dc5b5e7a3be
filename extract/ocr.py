"""Grey pictures -> where text stands, and the letters of one line: two models, run by ONNX Runtime.

The only file that imports onnxruntime. The models (PP-OCRv6 small, Apache-2.0) lie in the wheel of rapidocr, of which
nothing is imported.
"""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.health import foreign
from extract.scan.picture import resized
from extract.scan.raster import Bytes, Map

DETECTOR = "PP-OCRv6_det_small.onnx", "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f"
RECOGNISER = "PP-OCRv6_rec_small.onnx", "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884"
"""The files as they were when this was measured, and their SHA-256."""
COMMAND = "uv sync --extra ocr"
"""What installs them."""
BAND, OVERLAP = 640, 64
"""Rows of a picture the detector looks at together, and those it sees twice: whole pages of A3 take a gigabyte."""
STEP = 32
"""The detector takes pictures whose sides are multiples of this."""
HEIGHT, LONGEST = 48, 3200
"""Rows the recogniser scales a line to, and the columns it is given at most."""
LIKELIEST = 10
"""Characters looked at in each place: the letters and their width variants are among them."""
HARDLY = 0.001
"""Characters less likely than this everywhere in a line are not looked at: 18,600 of 18,710."""
SPACE = 0.8
"""What "no letter here" counts against letters: small signs are lost more often than invented."""
RARE = 0.5
"""What kanji of the second level count against those of the first: 廣 is nearly always 広."""
SIGNS = frozenset("・〜～－―…‥⇒→←↑↓⇔○◎△×●◯※☆★■□◆◇▲▼▽〒々〇℃㎡㎞㎏％ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
"""Signs plans print that stand among rare ones, or nowhere, in the Japanese code tables."""


class Letter(NamedTuple):
    """A letter, how likely it is that one, and the column of the picture it peaks in."""

    char: str
    sure: float
    at: float


class Engine:
    """Both models, loaded."""

    def __init__(self, folder: Path) -> None:
        self.detector, self.recogniser = (_session(folder / name, digest) for name, digest in (DETECTOR, RECOGNISER))
        chars: list[str] = self.recogniser.get_modelmeta().custom_metadata_map["character"].split("\n")
        self.chars = ["", *chars, " "]
        self.weight = np.array([weight(char) for char in self.chars], dtype=np.float32)
        self.kin = _kin(self.chars)

    def text_map(self, grey: Bytes) -> Map:
        """How likely each pixel lies on text, of a picture of 150 dpi; as large as the picture."""
        height, width = grey.shape
        found = np.zeros((height, width), dtype=np.float32)
        for top in range(0, height, BAND):
            first, last = max(0, top - OVERLAP), min(height, top + BAND + OVERLAP)
            found[top : top + BAND] = self._band(grey[first:last])[top - first : top - first + BAND]
        return found

    def _band(self, grey: Bytes) -> Map:
        height, width = grey.shape
        padded = np.pad(grey, ((0, -height % STEP), (0, -width % STEP)), mode="edge")
        return _run(self.detector, padded)[0, 0, :height, :width]

    def letters(self, line: Bytes) -> list[Letter]:
        """What a picture of one line says, from left to right."""
        height, width = line.shape
        columns = int(np.clip(np.ceil(HEIGHT * width / height), 16, LONGEST))
        likely = _run(self.recogniser, resized(line, columns, HEIGHT))[0] * self.weight
        live = np.flatnonzero((likely > HARDLY).any(axis=0))
        live = np.unique(np.append(live, range(LIKELIEST + 1)))
        likely = likely[:, live]
        top = np.argpartition(-likely, LIKELIEST, axis=1)[:, :LIKELIEST]
        value, top = np.take_along_axis(likely, top, axis=1), live[top]
        kin = self.kin[top]
        total = (value[:, None, :] * (kin[:, :, None] == kin[:, None, :])).sum(axis=2)
        total[top == 0] *= SPACE
        most = total.argmax(axis=1)[:, None]
        best, sure = np.take_along_axis(kin, most, axis=1)[:, 0], np.take_along_axis(total, most, axis=1)[:, 0]
        return [
            Letter(self.chars[best[a]], min(1.0, float(sure[peak])), (peak + 0.5) * width / len(best))
            for a, b in _alike(best)
            if best[a]
            for peak in (a + int(sure[a:b].argmax()),)
        ]


def _alike(best: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Stretches of places that say the same."""
    first = np.flatnonzero(np.diff(best, prepend=-1))
    return list(zip(first.tolist(), [*first[1:].tolist(), len(best)], strict=True))


def is_installed() -> bool:
    """Whether both the models and what runs them are there; neither is imported."""
    return find_spec("onnxruntime") is not None and find_spec("rapidocr") is not None


@cache
def engine() -> Engine:
    """The models, loaded once a process; they are there (is_installed)."""
    spec = find_spec("rapidocr")
    assert spec is not None
    assert spec.origin is not None
    return Engine(Path(spec.origin).parent / "models")


def _session(path: Path, digest: str) -> Any:
    import onnxruntime  # pyright: ignore[reportMissingImports]

    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise RuntimeError(f"{path}: not the model this was measured with; install it again ({COMMAND})")
    options: Any = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # two threads cost 60 % more and save little
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])


def _run(session: Any, grey: Bytes) -> Any:
    """A model's answer to one grey picture: one line a call, as lines side by side change one another's reading."""
    scaled = (grey.astype(np.float32) / 127.5 - 1.0)[None, None].repeat(3, axis=1)
    return session.run(None, {session.get_inputs()[0].name: scaled})[0]


def weight(char: str) -> float:
    """What a character counts: the models know 18,709 of fifty languages, a Japanese plan prints fewer.

    >>> weight("計"), weight("廣"), weight("计"), weight("д"), weight("⇒")
    (1.0, 0.5, 0.0, 0.0, 1.0)
    """
    if char in ("", " ") or char in SIGNS:
        return 1.0
    if len(char) != 1 or bool(foreign(np.array([ord(char)]))[0]):
        return 0.0
    try:
        lead, *trail = char.encode("cp932")
    except UnicodeEncodeError:
        return 0.0
    if (lead == 0x83 and trail[0] >= 0x9F) or lead == 0x84:  # Greek, Cyrillic, box drawing
        return 0.0
    return RARE if trail and (lead, trail[0]) >= (0x98, 0x9F) else 1.0


def _kin(chars: list[str]) -> NDArray[np.int64]:
    """For each character the one it is a width of: Ｉ and Ⅰ of I."""
    index = {char: i for i, char in reversed(list(enumerate(chars)))}
    kin = np.arange(len(chars))
    for i, char in enumerate(chars):
        if len(char) == 1 and (0xFF01 <= ord(char) <= 0xFF5D or char == "Ⅰ"):
            kin[i] = index.get(unicodedata.normalize("NFKC", char), i)
    return kin
