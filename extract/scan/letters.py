"""TextLines -> Printed: each letter with its box, its size and how sure it is."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from extract.ocr import Engine, Letter
from extract.page import Bools, Floats
from extract.scan.kana import Inked, mended
from extract.scan.picture import POINT, Bytes
from extract.scan.textlines import Box, TextLine, cut_out, usual_height

MARGIN = 0.12
"""Em of white above and below a line: as the recogniser was taught."""
ROUND = 2.5
"""Short texts get white beside them, to so many times their height."""
LONE, SURE = 1.3, 0.9
"""A text narrower than so many em and less sure than this is looked at in several frames."""
FRAMES = ((1.0, 1.0), (1.0, 1.35), (1.25, 1.3), (1.25, 1.8), (1.5, 1.5))
"""How much higher and wider; the answer most of them give, weighed by how sure they are, is taken."""
DARKEST, LIGHTEST, CONTRAST = 1, 80, 40
"""Percentiles between which a pale line's levels are spread, where they differ by more than noise does."""
CERTAIN = 0.85
"""Letters less likely than this are doubts."""
MISSED = 0.7
"""What stands in no line is a letter only where it is as likely as this; else it is a blot or a part of a drawing."""
LATIN = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ()[]{}.,:;!?'\"-+=*/%&#@_<>|\\^·")
"""Letters that stand as wide as their ink."""
OPENING, CLOSING = frozenset("「『【〔〈《"), frozenset("、。』」】〕〉》")
"""Signs whose ink is in one half of their em."""
FLAT = frozenset("、。・ー一－「」『』()〜～ぁぃぅぇぉっゃゅょァィゥェォッャュョ○◎△⇒→")
"""Signs whose ink does not say how large they are set."""
KANJI, KANA, CAPITAL = 0.93, 0.86, 0.72
"""Em the ink of kanji, of kana and of figures and capitals is high."""
BASE, TOP, BOTTOM = 0.37, 0.86, 0.14
"""Em from the middle of kanji down to the baseline, and from it up and down to the edges of an em."""


class Printed(NamedTuple):
    """A letter, how sure it is, its box in pixels, the baseline and the size of its line; down: it runs downwards."""

    char: str
    sure: float
    box: tuple[float, float, float, float]
    base: float
    size: float
    down: bool = False


def printed(engine: Engine, flat: Bytes, ink: Bools, lines: list[TextLine]) -> list[Printed]:
    """The letters of all lines. flat, ink: the page without its rules."""
    found: list[Printed] = []
    for line in lines:
        if line.down:
            found += _downwards(engine, flat, ink, line)
        else:
            letters = _read(engine, flat, line, usual_height(line, lines))
            found += _placed(letters, line, ink) if not line.missed or _is_sign(letters) else []
    return found


def _is_sign(letters: list[Letter]) -> bool:
    return bool(letters) and min(letter.sure for letter in letters) >= MISSED


def _read(engine: Engine, flat: Bytes, line: TextLine, usual: float) -> list[Letter]:
    """What a line says; places are columns of the page."""
    x0, y0, x1, y1 = line.box
    if line.height < 0.95 * usual and line.width < 3 * usual:  # a small sign keeps its size among its neighbours
        y0, y1 = round((y0 + y1 - usual) / 2), round((y0 + y1 + usual) / 2)
    margin = max(1.0, MARGIN * (y1 - y0))
    beside = max(2 * margin, (ROUND * (y1 - y0) - (x1 - x0)) / 2)
    frame = (round(x0 - beside), round(y0 - margin), round(x1 + beside), round(y1 + margin))
    own = (
        line.room[0],
        max(line.room[1], round(line.box[1] - margin)),
        line.room[2],
        min(line.room[3], round(line.box[3] + margin)),
    )
    letters = _look(engine, flat, frame, own)
    if line.width < LONE * usual and (not letters or min(letter.sure for letter in letters) < SURE):
        return _voted([_look(engine, flat, _larger(frame, *by), own) for by in FRAMES])
    return letters


def _larger(frame: Box, high: float, wide: float) -> Box:
    x, y = (frame[0] + frame[2]) / 2, (frame[1] + frame[3]) / 2
    half_x, half_y = (frame[2] - frame[0]) * wide / 2, (frame[3] - frame[1]) * high / 2
    return int(x - half_x), int(y - half_y), int(x + half_x), int(y + half_y)


def _look(engine: Engine, flat: Bytes, frame: Box, room: Box) -> list[Letter]:
    crop = cut_out(flat, frame, room)
    low, high = np.percentile(crop, [DARKEST, LIGHTEST]).tolist()
    if high - low > CONTRAST:
        crop = np.clip((crop.astype(np.float32) - low) * (255 / (high - 4 - low)), 0, 255).astype(np.uint8)
    return [letter._replace(at=frame[0] + letter.at) for letter in engine.letters(crop)]


def _voted(looks: list[list[Letter]]) -> list[Letter]:
    votes: dict[str, float] = {}
    first: dict[str, list[Letter]] = {}
    for letters in looks:
        text = "".join(letter.char for letter in letters)
        if text:
            votes[text] = votes.get(text, 0.0) + float(np.mean([letter.sure for letter in letters]))
            first.setdefault(text, letters)
    return first[max(votes, key=lambda text: votes[text])] if votes else []


def _placed(letters: list[Letter], line: TextLine, ink: Bools) -> list[Printed]:
    """The letters of a level line with the boxes their font would give them; spaces where there is room for one."""
    named = [letter for letter in letters if letter.char != " "]
    if not named:
        return []
    inked = _inked(named, line, ink)
    size, base = _size(inked)
    inked = mended(inked)
    found: list[Printed] = []
    for i, letter in enumerate(inked):
        low = max(found[-1].box[2], (inked[i - 1].x1 + letter.x0) / 2) if i else letter.x0 - size / 2
        high = (letter.x1 + inked[i + 1].x0) / 2 if i + 1 < len(inked) else letter.x1 + size / 2
        left, right = _advance(letter, size)
        left, right = max(left, min(low, letter.x0)), min(right, max(high, letter.x1))
        left = min(found[-1].box[2], letter.x0) if i and left < found[-1].box[2] else left
        found.append(
            Printed(letter.char, letter.sure, (left, base - TOP * size, right, base + BOTTOM * size), base, size)
        )
    return _with_spaces(found, letters)


def _with_spaces(found: list[Printed], letters: list[Letter]) -> list[Printed]:
    """The letters with the spaces that were read between them."""
    out: list[Printed] = []
    rest = iter(found)
    spaced = False
    for letter in letters:
        if letter.char == " ":
            spaced = True
            continue
        after = next(rest)
        if spaced and out and after.box[0] - out[-1].box[2] > 0.12 * after.size:
            box = (out[-1].box[2], after.box[1], after.box[0], after.box[3])
            out.append(Printed(" ", 1.0, box, after.base, after.size))
        out.append(after)
        spaced = False
    return out


def _inked(letters: list[Letter], line: TextLine, ink: Bools) -> list[Inked]:
    """Letters with their ink: parted at the emptiest column between two peaks."""
    x0, y0, x1, y1 = line.box
    columns = ink[y0:y1, x0:x1].sum(axis=0).astype(np.float64)
    cuts = [0, *(_cut(a, b, columns, x0, line.height) for a, b in pairwise(letters)), x1 - x0]
    found: list[Inked] = []
    for letter, a, b in zip(letters, cuts[:-1], cuts[1:], strict=True):
        own = ink[y0:y1, x0 + a : x0 + max(b, a + 1)]
        across, rows = np.flatnonzero(own.any(axis=0)), np.flatnonzero(own.any(axis=1))
        if len(across):
            left, right = x0 + a + float(across[0]), x0 + a + float(across[-1]) + 1
            found.append(Inked(letter.char, letter.sure, left, y0 + float(rows[0]), right, y0 + float(rows[-1]) + 1))
        else:
            reach = 0.2 * line.height
            found.append(Inked(letter.char, letter.sure, letter.at - reach, y0, letter.at + reach, y1))
    return found


def _cut(a: Letter, b: Letter, columns: Floats, x0: int, height: int) -> int:
    """The column between two letters: half way, moved to the emptiest near by; a figure is narrower than a kanji."""
    first, last = a.at - x0, b.at - x0
    share = 0.5
    if (a.char in LATIN) != (b.char in LATIN):
        share = 0.38 if a.char in LATIN else 0.62
    middle, reach = first + (last - first) * share, max(1.0, (last - first) * 0.28)
    low, high = int(max(first + 1, middle - reach, 0)), int(min(last - 1, middle + reach, len(columns) - 1)) + 1
    if high - low < 2:
        return round(min(max(middle, 0), len(columns)))
    away = np.abs(np.arange(low, high) + 0.5 - middle) / reach
    cost = columns[low:high] + 0.02 * height * away
    return low + int(np.median(np.flatnonzero(cost <= cost.min() + 1e-9)))


def _size(letters: list[Inked]) -> tuple[float, float]:
    """The size a line is set in and its baseline, from the ink of its letters; in pixels."""
    full = [letter for letter in letters if ord(letter.char) > 0x2FFF and letter.char not in FLAT]
    kanji = [letter for letter in full if 0x4E00 <= ord(letter.char) < 0xA000]
    latin = [letter for letter in letters if letter.char.isascii() and letter.char.isalnum()]
    if letters_ := kanji if len(kanji) > 1 else full:
        size = float(np.median([letter.extent for letter in letters_])) / (KANJI if letters_ is kanji else KANA)
        base = float(np.median([(letter.y0 + letter.y1) / 2 for letter in letters_])) + BASE * size
    elif latin:
        size = float(np.median([letter.y1 - letter.y0 for letter in latin])) / CAPITAL
        base = float(np.median([letter.y1 for letter in latin]))
    else:
        size = max(letter.extent for letter in letters) / KANA
        base = (min(letter.y0 for letter in letters) + max(letter.y1 for letter in letters)) / 2 + BASE * size
    return float(np.clip(size, 4 * POINT, 60 * POINT)), base


def _advance(letter: Inked, size: float) -> tuple[float, float]:
    """From where to where a letter stands: kanji and kana are an em wide."""
    if letter.char in LATIN:
        return letter.x0 - 0.06 * size, letter.x1 + 0.06 * size
    if letter.char in OPENING:
        return letter.x1 - 0.95 * size, letter.x1 + 0.05 * size
    if letter.char in CLOSING:
        return letter.x0 - 0.05 * size, letter.x0 + 0.95 * size
    middle, half = (letter.x0 + letter.x1) / 2, max(size, letter.x1 - letter.x0) / 2
    return middle - half, middle + half


def _downwards(engine: Engine, flat: Bytes, ink: Bools, line: TextLine) -> list[Printed]:
    """A column of upright letters: cut into squares, laid side by side and read as a line."""
    x0, y0, x1, y1 = line.box
    pieces = _squares(np.asarray(ink[y0:y1, x0:x1].any(axis=1)), x1 - x0)
    side = round(1.2 * (x1 - x0))
    left, frames = round((x0 + x1 - side) / 2), [round(y0 + (a + b - side) / 2) for a, b in pieces]
    room = (left, line.room[1], left + side, line.room[3])
    strip = np.concatenate([cut_out(flat, (left, top, left + side, top + side), room) for top in frames], axis=1)
    found: list[Printed] = []
    for letter in engine.letters(strip):
        a, b = pieces[min(int(letter.at / side), len(pieces) - 1)]
        if letter.char != " ":
            box = (float(x0), y0 + a, float(x1), y0 + b)
            found.append(Printed(letter.char, letter.sure, box, y0 + b, float(x1 - x0), True))
    return found


def _squares(rows: Bools, em: int) -> list[tuple[float, float]]:
    """The rows of a column of letters, cut at its gaps into pieces about as high as wide."""
    edges = np.flatnonzero(np.diff(rows.astype(np.int8), prepend=0, append=0))
    joined: list[list[int]] = []
    for a, b in edges.reshape(-1, 2).tolist():
        if joined and b - joined[-1][0] <= 1.12 * em:
            joined[-1][1] = b
        else:
            joined.append([a, b])
    pieces: list[tuple[float, float]] = []
    for a, b in joined:
        many = max(1, round((b - a) / max(em, 1)))
        pieces += [(a + (b - a) * i / many, a + (b - a) * (i + 1) / many) for i in range(many)]
    return pieces
