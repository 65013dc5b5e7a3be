"""Plans that read right with exactly one thing changed, into what that costs: in F1, in confidence, in silence."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from . import paint_typst
from .choices import LOOKS, PENS, YEARS, drawable, places
from .drawing import Recipe, recipe, render
from .score import RIGHT, Score
from .unseen import scores
from .wording import words_of
from .write import write_one

BATCH = 24
"""Plans drawn at a time while plans that read right are looked for."""
NOISE, LOSS = 0.02, 0.1
"""A loss of F1 that does not matter, and one that has to be told."""
MOST_BATCHES = 8
ENOUGH = 16
"""Plans that read right are enough to change things in."""
Change = Callable[[Recipe, Random], Recipe | None]


def one_word(made: Recipe, rng: Random) -> Recipe | None:
    """The word of one label: another usual one, a rare one or a compound."""
    field = rng.choice(
        [f for f in (*made.manner.shown, "indicator", "target", "plan", "action") if f not in ("number",)]
    )
    manner = rng.choice(("usual", "rare", "compound"))
    taken = set(made.wording.labels.values())
    free = [word for word in words_of(field, manner, made.half) if word not in taken]
    if not free:
        return None
    labels = {**made.wording.labels, field: rng.choice(free)}
    return replace(made, wording=made.wording._replace(labels=labels))


def drawing(made: Recipe, rng: Random) -> Recipe | None:
    look = rng.choice([value for value in LOOKS if value != made.choices.look])
    return replace(made, choices=made.choices._replace(look=look), style=made.style._replace(look=look))


def strokes(made: Recipe, rng: Random) -> Recipe | None:
    pen = rng.choice([value for value in PENS if value != made.choices.pen])
    return replace(made, choices=made.choices._replace(pen=pen), style=made.style._replace(pen=pen))


def producer(made: Recipe, rng: Random) -> Recipe | None:
    if paint_typst.font_named("gothic") is None:
        return None
    other = "reportlab" if made.choices.producer == "typst" else "typst"
    return replace(made, choices=made.choices._replace(producer=other))


def order(made: Recipe, rng: Random) -> Recipe | None:
    """The fields in another order; number and name stay in front, what a report says stays behind."""
    shown = made.manner.shown
    middle = [k for k in shown if k not in ("number", "name", "narrative", "grade", "improvement")]
    if len(middle) < 2:
        return None
    moved = middle[1:] + middle[:1]
    at = iter(moved)
    return replace(made, manner=made.manner._replace(shown=tuple(next(at) if k in middle else k for k in shown)))


def shading(made: Recipe, rng: Random) -> Recipe | None:
    return replace(
        made, style=made.style._replace(accent="#ffffff" if rng.random() < 0.5 else "#d0d0d0", pale="#f4f4f4")
    )


def page_break(made: Recipe, rng: Random) -> Recipe | None:
    style = made.style._replace(margin=made.style.margin + rng.choice((14, 26)), cut=not made.style.cut)
    return replace(made, style=style)


def label_place(made: Recipe, rng: Random) -> Recipe | None:
    c = made.choices
    mine = [place for unit, place in places(made.half) if unit == c.unit and place != c.place]
    others = [place for place in mine if drawable(c.kind, c.unit, place, c.years)]
    return replace(made, choices=made.choices._replace(place=rng.choice(others))) if others else None


def year_words(made: Recipe, rng: Random) -> Recipe | None:
    c = made.choices
    fixed = (c.years, "pairs_cols", "bmf", "st_bars")
    others = [y for y in YEARS[c.figures] if y not in fixed and drawable(c.kind, c.unit, c.place, y)]
    if not others or c.years == "st_bars":
        return None
    return replace(made, choices=made.choices._replace(years=rng.choice(others)))


CHANGES: dict[str, Change] = {
    "one label's word": one_word,
    "drawing": drawing,
    "strokes": strokes,
    "producer": producer,
    "order of fields": order,
    "shading": shading,
    "page break": page_break,
    "where labels stand": label_place,
    "how years are said": year_words,
}


def right_ones(seed: int, wanted: int) -> dict[int, Score]:
    """Fitting-half plans that read right, by their seed."""
    out: dict[int, Score] = {}
    for batch in range(MOST_BATCHES):
        start = seed * 10_000 + batch * BATCH
        with tempfile.TemporaryDirectory() as folder:
            for n in range(start, start + BATCH):
                write_one(Path(folder), str(n), render(recipe(n, "fit")))
            out |= {int(name): s for name, s in scores(Path(folder)).scores.items() if s.f1 >= RIGHT}
        if len(out) >= wanted:
            break
    return out


def changed(seeds: list[int], count: int) -> Iterator[tuple[str, str, Recipe]]:
    """`count` changes, the kinds in turn, over the plans in turn: the name of the file, the kind, what to draw."""
    kinds = list(CHANGES)
    for n in range(count):
        kind, seed = kinds[n % len(kinds)], seeds[(n // len(kinds)) % len(seeds)]
        made = CHANGES[kind](recipe(seed, "fit"), Random(f"{seed}:{n}"))
        if made is not None:
            yield f"{seed}_{n}", kind, made


def run(seed: int, count: int) -> int:
    before = right_ones(seed, max(3, min(ENOUGH, count // len(CHANGES))))
    if not before:
        print("no plan of this seed reads right")
        return 1
    kind_of: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, kind, made in changed(list(before), count):
            kind_of[name] = kind
            write_one(Path(folder), name, render(made))
        after = scores(Path(folder)).scores
    print(report(before, after, kind_of))
    return 0


def report(before: dict[int, Score], after: dict[str, Score], kind_of: dict[str, str]) -> str:
    rows = [(kind, before[int(name.split("_")[0])], after[name]) for name, kind in kind_of.items()]
    lines = [f"{len(rows)} changes of {len(before)} plans that read right", _line("all", rows)]
    return "\n".join(lines + [_line(kind, [r for r in rows if r[0] == kind]) for kind in CHANGES])


def _line(kind: str, rows: list[tuple[str, Score, Score]]) -> str:
    if not rows:
        return f"{kind:20} none"
    lost = [a.f1 - b.f1 for _, a, b in rows]
    calm = sum(x <= NOISE for x in lost)
    silent = sum(x > LOSS and not b.warnings for x, (_, _, b) in zip(lost, rows, strict=True))
    sure = [_share(b) - _share(a) for _, a, b in rows]
    return (
        f"{kind:20} {len(rows):3}  F1 {-sum(lost) / len(rows):+.3f}  share of sure rows {sum(sure) / len(rows):+.3f}"
        f"  > {NOISE} lost {len(rows) - calm:3}  > {LOSS} unsaid {silent:3}"
    )


def _share(score: Score) -> float:
    return score.sure / max(1, score.rows)
