"""PDFs -> the same as a scanner would give them: each page a picture, leaning, noisy, packed as JPEG or as fax.

    python -m tools.scans PLAN.pdf … -o scans [--dpi 200] [--lean 0.6] [--noise 8] [--quality 60] [--fax] [--pages 1-3]

Notes of what a plan says (PLAN.gold.json beside it) are copied along where all its pages are.
"""

from __future__ import annotations

import argparse
import io
import shutil
from pathlib import Path

import numpy as np
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extract.model import Limits
from extract.pdf import Pdf, open_pdf, page_size, rgb_of

WHITE = (255, 255, 255)
BLACK = 150
"""A fax is black where the page is darker than this."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("plans", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--lean", type=float, default=0.0, help="degrees, every other page the other way")
    parser.add_argument("--noise", type=float, default=0.0, help="grey levels")
    parser.add_argument("--quality", type=int, default=75, help="of the JPEG")
    parser.add_argument("--fax", action="store_true", help="black and white")
    parser.add_argument("--pages", default="", help="first-last")
    asked = parser.parse_args()
    asked.output.mkdir(parents=True, exist_ok=True)
    for plan in asked.plans:
        pdf = open_pdf(plan.read_bytes(), plan.name, Limits())
        first, last = map(int, asked.pages.split("-")) if asked.pages else (1, pdf.page_count)
        canvas = Canvas(str(asked.output / plan.name), invariant=True)
        for number in range(first, min(last, pdf.page_count) + 1):
            size = page_size(pdf, number)
            canvas.setPageSize(size)
            canvas.drawImage(ImageReader(io.BytesIO(page(pdf, number, asked))), 0, 0, *size)
            canvas.showPage()
        canvas.save()
        notes = plan.with_suffix(".gold.json")
        if notes.exists() and not asked.pages:
            shutil.copy(notes, asked.output / notes.name)


def page(pdf: Pdf, number: int, asked: argparse.Namespace) -> bytes:
    """One page as the scanner packs it."""
    lean = asked.lean if number % 2 else -asked.lean
    drawn = Image.fromarray(rgb_of(pdf, number, asked.dpi / 72)).rotate(lean, Image.Resampling.BICUBIC, fillcolor=WHITE)
    grain = np.random.default_rng(number).normal(0.0, asked.noise, drawn.size[::-1])[..., None]
    seen = Image.fromarray(np.clip(np.asarray(drawn) + grain, 0, 255).astype(np.uint8))
    packed = io.BytesIO()
    if asked.fax:
        Image.fromarray((np.asarray(seen.convert("L")) > BLACK).astype(np.uint8) * 255).convert("1").save(packed, "PNG")
    else:
        seen.save(packed, "JPEG", quality=asked.quality)
    return packed.getvalue()


if __name__ == "__main__":
    main()
