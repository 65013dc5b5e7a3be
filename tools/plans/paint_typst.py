"""Pages of shapes into a PDF by Typst, where an installed font has Japanese."""

from __future__ import annotations

import json
from functools import cache

from .measure import width_of
from .model import Fill, Page, Polygon, Rule, Shape, Words

ROOMY = 1.25
"""Typst would break a line that its font sets wider than was measured: it gets so much room."""
FONTS = {
    "gothic": ("Noto Sans CJK JP", "IPAGothic", "IPAexGothic"),
    "mincho": ("Noto Serif CJK JP", "IPAMincho", "IPAexMincho"),
}


@cache
def font_named(kind: str) -> str | None:
    """The first font of this kind that is installed; None where there is none, or no Typst."""
    try:
        import typst
    except ImportError:
        return None
    known = set(typst.Fonts().families())
    return next((name for name in (*FONTS.get(kind, ()), *FONTS["gothic"], *FONTS["mincho"]) if name in known), None)


def paint(pages: list[Page], font: str) -> bytes:
    import typst

    name = font_named(font)
    lines = [
        "#set document(date: none)",
        f'#set text(font: {json.dumps(name)}, lang: "ja", cjk-latin-spacing: none)',
        '#set text(top-edge: "baseline", bottom-edge: "baseline")',
    ]
    for page in pages:
        lines.append(f"#page(width: {page.width}pt, height: {page.height}pt, margin: 0pt)[")
        lines += [_source(shape) for shape in page.shapes]
        lines.append("]")
    made = typst.compile("\n".join(lines).encode(), pdf_tags=False)
    assert isinstance(made, bytes)
    return made


def _source(shape: Shape) -> str:
    match shape:
        case Fill():
            fill = f'rgb("{shape.fill}")' if shape.fill else "none"
            stroke = f'{shape.width}pt + rgb("{shape.stroke}")' if shape.stroke else "none"
            size = f"width: {shape.x1 - shape.x0}pt, height: {shape.y1 - shape.y0}pt"
            return _place(shape.x0, shape.y0, f"rect({size}, fill: {fill}, stroke: {stroke}, radius: {shape.radius}pt)")
        case Rule():
            dash = f", dash: ({shape.dash[0]}pt, {shape.dash[1]}pt)" if shape.dash else ""
            stroke = f'(paint: rgb("{shape.colour}"), thickness: {shape.width}pt{dash})'
            end = f"({shape.x1 - shape.x0}pt, {shape.y1 - shape.y0}pt)"
            return _place(shape.x0, shape.y0, f"line(start: (0pt, 0pt), end: {end}, stroke: {stroke})")
        case Polygon(points, fill):
            x0, y0 = min(x for x, _ in points), min(y for _, y in points)
            corners = ", ".join(f"({x - x0}pt, {y - y0}pt)" for x, y in points)
            return _place(x0, y0, f'polygon({corners}, fill: rgb("{fill}"), stroke: none)')
        case Words():
            return _words(shape)


def _words(words: Words) -> str:
    text = words.text.strip()
    if not text:
        return ""
    weight = "bold" if words.bold else "regular"
    said = (
        f'text({words.size}pt, weight: "{weight}", fill: rgb("{words.colour}"), {json.dumps(text, ensure_ascii=False)})'
    )
    spare = max(0.0, width_of(text, words.size) * ROOMY - words.width)
    held = f"box(width: {words.width + spare}pt, align({words.align}, box({said})))"
    if words.turned:
        held = f"rotate(-{words.turned}deg, {held})"
    return _place(words.x - spare * {"left": 0.0, "center": 0.5, "right": 1.0}[words.align], words.y, held)


def _place(x: float, y: float, what: str) -> str:
    return f"#place(top + left, dx: {x:.2f}pt, dy: {y:.2f}pt, {what})"
