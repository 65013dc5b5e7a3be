"""A page's operators, carried out by pdfminer -> its glyphs, paths and images, each with when and how it is painted.

pdfminer passes over opacity, blending, clips, layers, gradients, annotations and what marked content stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, cast

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFStackT
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, list_value, resolve1
from pdfminer.psparser import literal_name
from pdfminer.utils import MATRIX_IDENTITY, Matrix, apply_matrix_pt, apply_matrix_rect, decode_text, mult_matrix

from extract.page import MANY, NOTHING, faded, rgb
from extract.paths import Rect

INVISIBLE, OUTLINED = (3, 7), (1, 5)
"""Text render modes of text that is there to be searched or to clip, not to be seen, and of text that is stroked."""
EVERYWHERE = (-1e6, -1e6, 1e6, 1e6)
UNSEEN = 0b100010
"""Flags of an annotation that is not shown: Hidden, NoView."""
BLANK = {" ", "\xad", "\u200b"}
"""What hyphenation and spacing are said to stand for."""
SIZE = re.compile(r"([\d.]+)\s+Tf")
LEADING, INSET = 1.15, 2.0
"""Em from line to line, and points from the edge, where a viewer sets the text of a field."""
MULTILINE = 1 << 12
"""Flag of a text field whose lines are broken."""
LARGEST, FILLS = 12.0, 0.7
"""Points type has at most that is as high as its field, and the share of it that it fills."""
NO_DRAWING = ("Link", "Popup")


class Typed(NamedTuple):
    """A glyph of a field the file holds no drawing of: left, bottom, width, in the coordinates of the device."""

    char: str
    x: float
    y: float
    width: float
    size: float
    order: int


class State(PDFGraphicState):
    """A graphics state that also keeps what pdfminer passes over: opacity, blending, and what is clipped away.

    clip: left, bottom, right, top in the coordinates of the device.
    """

    def __init__(self) -> None:
        super().__init__()
        self.opacity = {"ca": 1.0, "CA": 1.0}
        self.blended = False
        self.clip: tuple[float, float, float, float] | None = None

    def copy(self) -> State:
        other = State()
        vars(other).update(vars(self) | {"opacity": dict(self.opacity)})
        return other


class Interpreter(PDFPageInterpreter):
    """Carries out what pdfminer passes over: graphics state dictionaries, clips, layers, annotations."""

    around = State()
    """The state in which a form is drawn."""
    annotations: tuple[dict[str, Any], ...] = ()
    """Those to draw over the page."""
    device: PaintDevice

    def init_state(self, ctm: Matrix) -> None:
        super().init_state(ctm)
        outer = self.around.copy()
        state = State()
        state.opacity, state.blended, state.clip = outer.opacity, outer.blended, outer.clip
        self.graphicstate = state

    def subinterp(self) -> PDFPageInterpreter:
        inner: Any = super().subinterp()
        inner.around = self.graphicstate
        return inner

    def do_gs(self, name: PDFStackT) -> None:
        given: Any = resolve1(self._resource("ExtGState", name)) or {}
        state: Any = self.graphicstate
        state.opacity |= {key: float(given[key]) for key in ("ca", "CA") if isinstance(given.get(key), int | float)}
        if "BM" in given:
            mode = resolve1(given["BM"])
            state.blended = literal_name(mode[0] if isinstance(mode, list) else mode) not in ("Normal", "Compatible")

    def do_W(self) -> None:
        path: list[Any] = self.curpath
        points = [(x, y) for piece in path for x, y in zip(piece[1::2], piece[2::2], strict=False)]
        if points:
            at = [apply_matrix_pt(self.ctm, point) for point in points]
            (x0, x1), (y0, y1) = ((min(values), max(values)) for values in zip(*at, strict=True))
            state: Any = self.graphicstate
            state.clip = _within((x0, y0, x1, y1), state.clip)

    do_W_a = do_W

    def do_BDC(self, tag: PDFStackT, props: PDFStackT) -> None:
        given: Any = props if isinstance(props, dict) else self._resource("Properties", props)
        text = resolve1(given).get("ActualText") if isinstance(resolve1(given), dict) else None
        mark = resolve1(given).get("MCID") if isinstance(resolve1(given), dict) else None
        self.device.begin(literal_name(tag) == "OC" and _is_off(given, self.device.off), text, mark)

    def do_BMC(self, tag: PDFStackT) -> None:
        self.device.begin(False, None)

    def do_EMC(self) -> None:
        self.device.end()

    def do_sh(self, name: object) -> None:
        self.device.shade(self.graphicstate)

    def do_Do(self, xobjid_arg: PDFStackT) -> None:
        form = resolve1(self.xobjmap.get(literal_name(xobjid_arg)))
        self.device.begin(isinstance(form, PDFStream) and _is_off(form.get("OC"), self.device.off), None)
        super().do_Do(xobjid_arg)
        self.device.end()

    def process_page(self, page: PDFPage) -> None:
        self.device.off = _layers_off(page.doc.catalog)
        given = (resolve1(annotation) for annotation in list_value(page.annots or []))
        self.annotations = tuple(annotation for annotation in given if isinstance(annotation, dict))
        super().process_page(page)

    def render_contents(self, resources: Any, streams: Sequence[Any], ctm: Matrix = MATRIX_IDENTITY) -> None:
        super().render_contents(resources, streams, ctm)
        over, self.annotations = self.annotations, ()
        for annotation in over:
            self._annotate(annotation, ctm)

    def _annotate(self, annotation: dict[str, Any], ctm: Matrix) -> None:
        """Draw the appearance of an annotation, its box fitted into the rectangle it has on the page."""
        form = appearance(annotation)
        if int(annotation.get("F", 0)) & UNSEEN or _is_off(annotation.get("OC"), self.device.off):
            return
        if form is None:
            self.device.type(typed_in(annotation), apply_matrix_rect(ctm, _rect(annotation)), annotation)
            return
        matrix = cast(Matrix, tuple(list_value(form.get("Matrix", MATRIX_IDENTITY))))
        bbox = cast(Rect, tuple(list_value(form.get("BBox", (0, 0, 1, 1)))))
        left, bottom, right, top = _rect(annotation)
        x0, y0, x1, y1 = apply_matrix_rect(matrix, bbox)
        a, d = (right - left) / (x1 - x0 or 1.0), (top - bottom) / (y1 - y0 or 1.0)
        fit = (a, 0.0, 0.0, d, left - a * x0, bottom - d * y0)
        self.around = State()
        self.device.begin_figure("annotation", bbox, matrix)
        self.subinterp().render_contents(
            dict_value(form.get("Resources", {})), [form], mult_matrix(matrix, mult_matrix(fit, ctm))
        )
        self.device.end_figure("annotation")

    def _resource(self, kind: str, name: PDFStackT) -> Any:
        return dict_value(self.resources.get(kind, {})).get(literal_name(name))


class PaintDevice(PDFPageAggregator):
    """Tags what is drawn with when it is painted and how, of which pdfplumber keeps no record otherwise."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.off: set[int] = set()
        self.order = 0
        self.mode = 0
        self.open: list[tuple[bool, str | None, list[LTChar]]] = []
        self.shades: list[tuple[Rect, int]] = []
        self.typed: list[Typed] = []
        self.marks: list[int | None] = []

    def begin(self, off: bool, text: Any, mark: int | None = None) -> None:
        self.marks.append(mark if mark is not None or not self.marks else self.marks[-1])
        actual = decode_text(resolve1(text)) if text is not None else ""
        self.open.append((off, actual if set(actual) - BLANK else None, []))

    def end(self) -> None:
        _, text, chars = self.open.pop() if self.open else (False, None, [])
        del self.marks[-1:]
        for char, shown in zip(chars, _shared(text, len(chars)) if text is not None else (), strict=False):
            char._text = shown  # pyright: ignore[reportPrivateUsage]

    def _since(self, before: int) -> list[Any]:
        """What has been drawn since there were so many items."""
        return cast(Any, self.cur_item)._objs[before:]

    @property
    def is_off(self) -> bool:
        return any(off for off, *_ in self.open)

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self.mode = textstate.render
        self.order += 1
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(self, *given: Any, **named: Any) -> float:
        before = len(self.cur_item)
        width = super().render_char(*given, **named)
        if len(self.cur_item) > before:
            [char] = self._since(before)
            for *_, chars in self.open:
                chars.append(char)
            char.mcid = self.marks[-1] if self.marks else None
            char.tag = (self.order, self._color_of(char), self.mode in INVISIBLE)
        return width

    def _color_of(self, char: Any) -> int:
        state, outlined = char.graphicstate, self.mode in OUTLINED
        x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
        clip = state.clip
        if self.is_off or (clip and not (clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3])):
            return NOTHING
        color = _shown(state.scolor, state.scs.name) if outlined else _shown(state.ncolor, state.ncs.name)
        return color if color == MANY else faded(color, state.opacity["CA" if outlined else "ca"])

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        before = len(self.cur_item)
        self.order += 1
        super().paint_path(gstate, stroke, fill, evenodd, path)
        drawn = self._since(before)
        if self.is_off:
            del cast(Any, self.cur_item)._objs[before:]
            return
        opaque = gstate.opacity["ca" if fill else "CA"] == 1.0 and not gstate.blended and len(drawn) == 1
        for item in drawn:
            item.tag = (self.order, _shown(gstate.ncolor, gstate.ncs.name), opaque, gstate.clip or ())

    def render_image(self, name: str, stream: Any) -> None:
        self.order += 1
        before = len(self.cur_item)
        super().render_image(name, stream)
        for item in self._since(before):
            item.tag = (self.order, not {"SMask", "Mask", "ImageMask", "IM"} & set(stream.attrs) and not self.is_off)

    def type(self, text: str, box: Rect, annotation: dict[str, Any]) -> None:
        """Set a text into a box, one glyph an em or half of one."""
        said = SIZE.search(decode_text(resolve1(annotation.get("DA")) or b""))
        size = float(said[1]) if said and float(said[1]) else min(LARGEST, FILLS * (box[3] - box[1]))
        room = box[2] - box[0] - 2 * INSET if int(annotation.get("Ff", 0)) & MULTILINE else float("inf")
        lines = list(_wrapped(text, room / size)) if text.strip() and size > 0 else []
        top = (box[1] + box[3] + LEADING * size * len(lines)) / 2 if len(lines) == 1 else box[3]
        self.order += 1
        for n, line in enumerate(lines):
            y, x = top - LEADING * size * (n + 1), box[0] + INSET
            for char in line:
                width = size * _em(char)
                self.typed.append(Typed(char, x, y, width, size, self.order))
                x += width

    def shade(self, state: Any) -> None:
        self.order += 1
        self.shades.append((state.clip or EVERYWHERE, self.order))

    def end_page(self, page: PDFPage) -> None:
        own = cast(Any, self.cur_item)
        own.shades, own.typed = self.shades, self.typed
        super().end_page(page)


def _within(box: tuple[float, float, float, float], other: tuple[float, float, float, float] | None) -> Any:
    if other is None:
        return box
    return max(box[0], other[0]), max(box[1], other[1]), min(box[2], other[2]), min(box[3], other[3])


def _shared(text: str, n: int) -> list[str]:
    """What a text says of each of its n glyphs: one character each, or the first one stands for all.

    >>> _shared("300", 3), _shared("ffi", 1), _shared("令和", 3)
    (['3', '0', '0'], ['ffi'], ['令和', '', ''])
    """
    return list(text) if len(text) == n else [text, *[""] * (n - 1)]


def _layers_off(catalog: dict[str, Any]) -> set[int]:
    """The object numbers of the layers that are not shown when the file is opened."""
    layers = dict_value(catalog.get("OCProperties", {}))
    given = dict_value(layers.get("D", {}))
    off = {ref.objid for ref in list_value(given.get("OFF", [])) if isinstance(ref, PDFObjRef)}
    if literal_name(given.get("BaseState", "")) == "OFF":
        on = {ref.objid for ref in list_value(given.get("ON", [])) if isinstance(ref, PDFObjRef)}
        off |= {ref.objid for ref in list_value(layers.get("OCGs", [])) if isinstance(ref, PDFObjRef)} - on
    return off


def _is_off(group: Any, off: set[int]) -> bool:
    """Whether what belongs to a layer, or to a set of layers, is not shown."""
    if isinstance(group, PDFObjRef) and group.objid in off:
        return True
    given = resolve1(group)
    members = given.get("OCGs") if isinstance(given, dict) else None
    refs = resolve1(members) if isinstance(resolve1(members), list) else [members]
    states = [ref.objid in off for ref in refs if isinstance(ref, PDFObjRef)]
    policy = literal_name(given.get("P", "AnyOn")) if states else ""
    shown = {"AnyOn": not all(states), "AllOn": not any(states), "AnyOff": any(states), "AllOff": all(states)}
    return bool(states) and not shown.get(policy, True)


def appearance(annotation: dict[str, Any]) -> PDFStream | None:
    """The normal appearance of an annotation; None where the file holds none."""
    if literal_name(annotation.get("Subtype", "")) in NO_DRAWING:
        return None
    normal = resolve1(dict_value(annotation.get("AP", {})).get("N"))
    if isinstance(normal, dict):
        normal = resolve1(normal.get(literal_name(annotation.get("AS", ""))))
    return normal if isinstance(normal, PDFStream) else None


def typed_in(annotation: dict[str, Any]) -> str:
    """What was typed into a text field or onto the page, where a viewer has to draw it."""
    kind = literal_name(annotation.get("Subtype", ""))
    field: Any = annotation
    while kind == "Widget" and "FT" not in field and isinstance(resolve1(field.get("Parent")), dict):
        field = resolve1(field["Parent"]) | {key: field[key] for key in ("V",) if key in field}
    if kind == "Widget" and literal_name(field.get("FT", "")) not in ("Tx", "Ch"):
        return ""
    value = resolve1(field.get({"Widget": "V", "FreeText": "Contents"}.get(kind, "")))
    return decode_text(value) if isinstance(value, bytes) else ""


def _wrapped(text: str, room: float) -> Iterator[str]:
    """The lines of a text, broken where they are wider than so many em.

    >>> list(_wrapped("窓口で\\r予約を20件", 3.0))
    ['窓口で', '予約を', '20件']
    """
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        start, width = 0, 0.0
        for i, char in enumerate(line):
            width += _em(char)
            if width > room and i > start:
                yield line[start:i]
                start, width = i, _em(char)
        yield line[start:]


def _em(char: str) -> float:
    return 0.5 if char.isascii() else 1.0


def _rect(annotation: dict[str, Any]) -> Rect:
    x0, y0, x1, y1 = (float(value) for value in list_value(annotation["Rect"]))
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _shown(color: Any, space: str) -> int:
    """A colour as 0xRRGGBB; MANY for a pattern and for what has no colour of its own.

    >>> hex(_shown((1.0, 0.0, 0.0), "DeviceRGB")), hex(_shown(1.0, "Separation")), _shown(None, "Pattern")
    ('0xff0000', '0x0', -2)
    """
    values = color if isinstance(color, tuple | list) else (color,)
    numbers = tuple(min(max(float(v), 0.0), 1.0) for v in values if isinstance(v, int | float))
    if (
        len(numbers) not in (1, 3, 4)
        or space in ("Pattern", "Indexed", "Lab")
        or (space == "DeviceN" and len(numbers) > 1)
    ):
        return MANY
    return rgb(tuple(1.0 - tint for tint in numbers) if space in ("Separation", "DeviceN") else numbers)
