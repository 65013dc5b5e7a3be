"""Draws samples/*/source.* with their truth.json and about.toml: `uv run python tools/draw_samples.py [name…]`.

The municipalities are invented. Samples made by LibreOffice need `soffice` on the PATH and the IPA fonts to be redrawn,
those made by Typst the Noto CJK fonts; reading them needs neither.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from draw import (
    dump_cards,
    dump_drawn,
    dump_layout,
    dump_markdown,
    heading_cards,
    kpi_cards,
    open_list,
    plan_cards,
    progress_list,
    review_sheets,
    schedule_arrows,
    wide_matrix,
    year_matrix,
)
from draw.plan import Plan, truth

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


class Sample(NamedTuple):
    """What is printed, how it is drawn, and what the drawing is there to show."""

    plan: Plan
    draw: Callable[[Path], None]
    shows: tuple[str, ...]
    made_by: str
    source: str = "source.pdf"


DRAWN = {
    "progress_list": Sample(progress_list.PLAN, progress_list.draw, progress_list.SHOWS, progress_list.MADE_BY),
    "plan_cards": Sample(plan_cards.PLAN, plan_cards.draw, plan_cards.SHOWS, plan_cards.MADE_BY),
    "heading_cards": Sample(heading_cards.PLAN, heading_cards.draw, heading_cards.SHOWS, heading_cards.MADE_BY),
    "year_matrix": Sample(year_matrix.PLAN, year_matrix.draw, year_matrix.SHOWS, year_matrix.MADE_BY),
    "wide_matrix": Sample(wide_matrix.PLAN, wide_matrix.draw, wide_matrix.SHOWS, wide_matrix.MADE_BY),
    "kpi_cards": Sample(kpi_cards.PLAN, kpi_cards.draw, kpi_cards.SHOWS, kpi_cards.MADE_BY),
    "schedule_arrows": Sample(
        schedule_arrows.PLAN, schedule_arrows.draw, schedule_arrows.SHOWS, schedule_arrows.MADE_BY
    ),
    "open_list": Sample(open_list.PLAN, open_list.draw, open_list.SHOWS, open_list.MADE_BY),
    "review_sheets": Sample(review_sheets.PLAN, review_sheets.draw, review_sheets.SHOWS, review_sheets.MADE_BY),
    "dump_cards": Sample(dump_cards.PLAN, dump_cards.draw, dump_cards.SHOWS, dump_cards.MADE_BY, "source.txt"),
    "dump_drawn": Sample(dump_drawn.PLAN, dump_drawn.draw, dump_drawn.SHOWS, dump_drawn.MADE_BY, "source.txt"),
    "dump_layout": Sample(dump_layout.PLAN, dump_layout.draw, dump_layout.SHOWS, dump_layout.MADE_BY, "source.txt"),
    "dump_markdown": Sample(
        dump_markdown.PLAN, dump_markdown.draw, dump_markdown.SHOWS, dump_markdown.MADE_BY, "source.txt"
    ),
}


def about(sample: Sample) -> str:
    """The text of about.toml."""
    shows = "".join(f"  {json.dumps(line, ensure_ascii=False)},\n" for line in sample.shows)
    return (
        f"shows = [\n{shows}]\n"
        f'made_by = "{sample.made_by}"\n'
        f'drawn_by = "tools/draw_samples.py"\n'
        f'municipality = "{sample.plan.municipality}"  # invented\n'
        'truth = "truth.json"  # what the script meant to print\n'
    )


def records(sample: Sample) -> dict[str, object]:
    """The content of truth.json."""
    return {"source": sample.source, **truth(sample.plan)}


def write(name: str, sample: Sample) -> None:
    folder = SAMPLES / name
    folder.mkdir(parents=True, exist_ok=True)
    sample.draw(folder / sample.source)
    (folder / "truth.json").write_text(json.dumps(records(sample), ensure_ascii=False, indent=1) + "\n", "utf-8")
    (folder / "about.toml").write_text(about(sample), "utf-8")


def main(names: list[str]) -> None:
    for name in names or DRAWN:
        write(name, DRAWN[name])
        print(name)


if __name__ == "__main__":
    main(sys.argv[1:])
