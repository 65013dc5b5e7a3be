"""Tables -> grids of nodes, each with what its text may be and how likely the whole document makes it a label."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import zip_longest

import regex

from extract.model import Document, Line, Place, Prose, Span, Table
from normalize.era import era_of, is_era, with_era
from normalize.reading.weights import w
from normalize.text import split_enumerator, squash, strip_new
from normalize.words import Look, look
from normalize.words.label import LONGEST
from normalize.wrap import Piece, groups

REPEATED = 0.8
"""Log-odds for each doubling of how often a text is printed: a form's labels come again in every copy."""
MOST_REPEATED = 2.4
ALONE = -0.5
"""Log-odds of a text printed once."""
SHADED, PLAIN = 1.5, -0.7
"""Log-odds of a ground that is shaded, where a document shades some cells and not most."""
SURE_LABEL = 0.75
"""A likelihood at which the words alone make a label."""
LISTED = 0.9
"""A likelihood that only words of the list reach."""
_ALSO_VALUES = ("stage", "grade", "direction")
"""Kinds of values whose words are labels too: 計画, 評価, 継続."""
BRACKETED = regex.compile(r"\s*[【〔＜〈［《]([^】〕＞〉］》]{1,30})[】〕＞〉］》]\s*(.*)$")
"""A label in brackets at the head of a line, and what follows it."""
BEFORE_COLON = regex.compile(
    r"\s*([(（○●◇◆■□・◎▶➢]?)\s*([^:：。、\s○]{2,16}|[^\s:：](?:\s[^\s:：]){1,6})\s*[:：]\s*(.*)$"
)
"""A label before a colon, with a sign that may stand before it, and what follows it."""
_OPEN, _CLOSE = "【〔＜〈［《", "】〕＞〉］》"
LONGEST_LABEL = 18
"""Characters of the longest label on a line of its own."""
LONGEST_BROKEN = 30
"""Characters of the longest label in brackets."""
COLON_LABEL = 0.5
"""A likelihood at which a word before a colon inside a cell is a label."""
_SPACE = regex.compile(r"([\s　]+)")
_CLOSES = regex.compile(r"[)）]\s*$")
_PART_OF_YEAR = regex.compile(
    r"(?:元|\d{1,2})年度|令和|平成|西暦|第?[1-4一二三四](?:四半期|Q)|(?:[1-9]|1[0-2])[~～〜・-](?:[1-9]|1[0-2])月|[上下]半?期"
)


@dataclass(slots=True, eq=False)
class Node:
    """A cell as the reading sees it. odds: the log-odds that it is a label, all evidence taken together."""

    lines: tuple[Line, ...]
    row: int
    col: int
    rowspan: int
    colspan: int
    filled: bool = False
    places: tuple[Place, ...] = ()
    odds: float = 0.0
    parts: tuple[tuple[str | None, Node], ...] = ()
    """What it holds, where lines of it begin with labels of their own: 【担当】総務課."""
    look: Look = field(init=False)

    def __post_init__(self) -> None:
        self.look = look(self.text)

    @property
    def text(self) -> str:
        return "\n".join([line.text for line in self.lines])

    @property
    def key(self) -> str:
        """The text without white space."""
        return self.look.text

    @property
    def piece(self) -> Piece:
        return Piece(self.lines, self.places)

    @property
    def is_label(self) -> bool:
        return bool(self.lines) and self.odds >= 0 and not self.parts

    @property
    def is_sure(self) -> bool:
        return self.look.label >= SURE_LABEL

    @property
    def field(self) -> str | None:
        """What the text labels most likely, if it is a label."""
        return max(self.look.fields, key=self.look.fields.__getitem__) if self.look.fields else None

    def turned(self) -> Node:
        """The node with rows and columns exchanged."""
        return self._moved(row=self.col, col=self.row, rowspan=self.colspan, colspan=self.rowspan)

    def below(self, row: int) -> Node:
        """The node in the grid that begins at a row."""
        return self._moved(row=self.row - row, col=self.col, rowspan=self.rowspan, colspan=self.colspan)

    def _moved(self, row: int, col: int, rowspan: int, colspan: int) -> Node:
        """The node elsewhere, seen as it is seen here: a year keeps its era."""
        found = replace(self, row=row, col=col, rowspan=rowspan, colspan=colspan)
        found.look = self.look
        return found


class Grid:
    """A table as rows of nodes; `at` finds the node that covers a place."""

    def __init__(self, nodes: list[Node], n_rows: int, n_cols: int, spans: tuple[Span, ...], edges: tuple[float, ...]):
        self.nodes, self.n_rows, self.n_cols, self.spans, self.edges = nodes, n_rows, n_cols, spans, edges
        self.at: dict[tuple[int, int], Node] = {}
        rows: dict[int, list[Node]] = {}
        for node in nodes:
            if node.lines:
                rows.setdefault(node.row, []).append(node)
            for r in range(node.row, node.row + node.rowspan):
                for c in range(node.col, node.col + node.colspan):
                    self.at[r, c] = node
        self.rows = {r: sorted(found, key=lambda n: n.col) for r, found in rows.items()}

    def printed(self, row: int) -> list[Node]:
        """The nodes with text that begin in a row, from left to right."""
        return self.rows.get(row, [])

    @property
    def texts(self) -> Iterator[Node]:
        return (node for node in self.nodes if node.lines)

    @cached_property
    def has_tall(self) -> bool:
        """Whether some node runs over several rows."""
        return any(node.rowspan > 1 for node in self.nodes)

    @cached_property
    def turned(self) -> Grid:
        """The grid read column by column."""
        return Grid([node.turned() for node in self.nodes], self.n_cols, self.n_rows, (), ())

    @cached_property
    def sheets(self) -> tuple[Grid, ...]:
        """The grid cut where it goes on on another page, or where its first label comes again."""
        covered = {r for node in self.nodes for r in range(node.row + 1, node.row + node.rowspan)}
        starts = [r for r in range(self.n_rows) if r == 0 or (r not in covered and self._begins_anew(r))]
        return self.cut(starts)

    def cut(self, starts: Sequence[int]) -> tuple[Grid, ...]:
        """The grid cut above some rows."""
        ends = [*starts[1:], self.n_rows]
        return tuple(self._between(start, end) for start, end in zip(starts, ends, strict=True))

    def _begins_anew(self, row: int) -> bool:
        first, here, before = (self.printed(r)[:1] for r in (0, row, row - 1))
        again = bool(here and first) and here[0].col == first[0].col and here[0].key == first[0].key
        page, last = ({place.page for node in nodes for place in node.places} for nodes in (here, before))
        return (again and here[0].is_label) or bool(page and last and min(page) > max(last))

    def _between(self, start: int, end: int) -> Grid:
        nodes = [node.below(start) for node in self.nodes if start <= node.row < end]
        spans = tuple(replace(span, row=span.row - start) for span in self.spans if start <= span.row < end)
        return Grid(nodes, end - start, self.n_cols, spans, self.edges)


def grid_of(table: Table) -> Grid:
    """A table's cells as nodes, lines without text left out."""
    nodes = [
        Node(
            tuple(line for line in c.lines if line.text.strip()), c.row, c.col, c.rowspan, c.colspan, c.filled, c.places
        )
        for c in table.cells
    ]
    return Grid(nodes, table.n_rows, table.n_cols, table.spans, table.x_edges)


Type = tuple[float, str]
"""Size in half points and font of a line."""


def type_of(line: Line) -> Type:
    """What a line is set in; the subsets of a Type 3 font are one font."""
    return (round(line.size * 2) / 2, "Type3" if line.font.startswith("Type3") else line.font)


FARTHEST_NEXT = 6
"""Years from one column of years to the next whose era is left out."""


def _date(grid: Grid) -> None:
    """Give the nodes of each row and column the era that stands only over them or before the first."""
    columns: defaultdict[int, list[Node]] = defaultdict(list)
    for node in sorted(grid.texts, key=lambda n: n.row):
        columns[node.col].append(node)
    for nodes in (*grid.rows.values(), *columns.values()):
        over = (grid.at.get((node.row - 1, node.col)) for node in nodes)
        eras = [node.key if node is not None and is_era(node.key) else None for node in over]
        for node, text in zip(nodes, dated([node.text for node in nodes], eras), strict=True):
            if text != node.text:
                node.look = look(text)


def dated(texts: Sequence[str], over: Sequence[str | None] = ()) -> list[str]:
    """Labels beside one another, each year with its era. over: the era that stands over a label.

    >>> dated(["現状値", "目標値（平成30年度）", "元年度", "2年度", "120件"])
    ['現状値', '目標値（平成30年度）', '令和元年度', '令和2年度', '120件']
    """
    found: list[str] = []
    era, last = None, None
    for text, own in zip_longest(texts, over):
        hint = own or era
        if hint is not None and era_of(text) is None and len(text) <= LONGEST:
            whole = with_era(text, hint)
            year = look(whole).year
            text = whole if year is not None and (last is None or 0 < year - last <= FARTHEST_NEXT) else text
        if (year := look(text).year) is not None:
            era, last = era_of(text) or era, year
        found.append(text)
    return found


class Evidence:
    """What the whole document says of its strings: how often each is printed, on which ground, in which type."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.grids = {n: grid_of(block) for n, block in enumerate(document.blocks) if isinstance(block, Table)}
        for grid in self.grids.values():
            _date(grid)
        self.lines = [line for block in document.blocks for line in _lines(block)]
        self.count: Counter[str] = Counter()
        self.leading: Counter[str] = Counter()
        """Texts that begin lines: in brackets, before a colon."""
        self.first: Counter[str] = Counter()
        """The words at the head of lines, put together from the first on."""
        self.body = self._body()
        self._count_lines()
        self._weigh()
        self.told = _told(document)

    def _body(self) -> Type:
        """What most of the document is set in; text in tables counts for less."""
        types: Counter[Type] = Counter()
        for n, block in enumerate(self.document.blocks):
            for line in _lines(block):
                types[type_of(line)] += len(line.text) * (3 if n in self.grids else 5)
        return types.most_common(1)[0][0] if types else (0.0, "")

    def _count_lines(self) -> None:
        for n, block in enumerate(self.document.blocks):
            if n in self.grids:
                self.count.update(node.key for node in self.grids[n].texts)
            else:
                self.count.update(squash(line.text) for line in _lines(block))
        for line in self.lines:
            if found := BRACKETED.match(line.text):
                self.leading[squash(found[1])] += 1
            if found := BEFORE_COLON.match(line.text):
                self.leading[squash(found[2])] += 1
            words = line.text.split()
            self.first.update(squash("".join(words[:k])) for k in range(1, min(6, len(words))))

    def _weigh(self) -> None:
        """The odds of every node."""
        nodes = [node for grid in self.grids.values() for node in grid.texts]
        shade: Counter[str] = Counter(node.key for node in nodes if node.filled)
        some = bool(nodes) and 0.05 < shade.total() / len(nodes) < 0.6
        printed = Counter(node.key for node in nodes)
        for node in nodes:
            ground = None if not some else 2 * shade[node.key] > printed[node.key]
            node.parts = self._parts(node)
            node.odds = -4.5 if node.parts else self.odds(node.text, ground)

    def odds(self, text: str, shaded: bool | None = None) -> float:
        """The log-odds that a string is a label. shaded: whether it stands on a shaded ground, where that tells."""
        found = look(text)
        if not found.text or len(found.text) > 30:
            return -4.5
        if found.fields.get("year", 0) > 0.9 or _PART_OF_YEAR.fullmatch(found.text):
            return 2.0
        p = min(max(found.label, 0.004), 0.88)
        odds = math.log(p / (1 - p))
        times = self.count[found.text]
        odds += min(MOST_REPEATED, REPEATED * math.log2(times)) if times > 1 else ALONE
        odds += 0.0 if shaded is None else SHADED if shaded else PLAIN
        if (
            found.label < LISTED or found.kind in _ALSO_VALUES
        ):  # 担当課 looks like an office, and is a label all the same
            odds += w(f"label_{found.kind}")
        return odds + (1.8 if _is_bracketed(found.text) else 0.0)

    def _parts(self, node: Node) -> tuple[tuple[str | None, Node], ...]:
        """A cell by the labels its lines begin with; () where they begin with none."""
        parts: list[tuple[str | None, list[Line]]] = [(None, [])]
        for line in _closed(node.lines):
            label, rest = self._label_inside(line.text, alone=len(node.lines) == 1)
            if label is not None:
                parts.append((label, [replace(line, text=rest)] if rest.strip() else []))
            else:
                parts[-1][1].append(line)
        labelled = sum(bool(lines) for _, lines in parts[1:])
        if not labelled or (parts[0][1] and len(parts) < 3):
            return ()
        places = node.places
        return tuple((k, Node(tuple(v), node.row, node.col, 1, 1, False, places)) for k, v in parts if v)

    def _label_inside(self, text: str, *, alone: bool) -> tuple[str | None, str]:
        found = BRACKETED.match(text.strip())
        if found and not strip_new(squash(text))[1]:
            return (found[1], found[2]) if self.leads(found[1]) else (None, text)
        if alone:
            return None, text
        head, colon, rest = text.strip().lstrip("○●◇◆■□・◎").partition("：" if "：" in text else ":")
        if colon and 2 <= len(head) <= 14 and not set(head) & set("。、 　") and look(head).label >= COLON_LABEL:
            return head, rest
        return None, text

    def label_of_line(self, text: str, *, alone: bool) -> tuple[str, str] | None:
        """The label a line of text begins with, and the rest of the line. alone: the whole line may be the label."""
        found = BRACKETED.match(text)
        if found and not strip_new(squash(text))[1] and self.leads(found[1]):
            return found[1], found[2]
        if found := BEFORE_COLON.match(text):
            said = look(found[2])
            known = said.label >= 0.5 or (self.leading[squash(found[2])] >= 3 and said.label > 0.05)
            if known and said.fields.get("year", 0.0) < 0.5:
                return found[2], _CLOSES.sub("", found[3]) if found[1] in ("(", "（") else found[3]
        return self._whole(text) if alone and self._whole(text) else self._spaced(text)

    def leads(self, text: str) -> bool:
        """Whether a text in brackets is a label: by its word, or as it begins several lines."""
        return look(text).label >= 0.25 or self.leading[squash(text)] >= 3

    def _whole(self, text: str) -> tuple[str, str] | None:
        if len(squash(text)) > LONGEST_LABEL:
            return None
        said = look(text)
        if not said.fields or said.fields.get("year", 0.0) >= 0.5:
            return None
        sure = said.label >= SURE_LABEL or self.odds(text) >= 0
        return (text, "") if sure and self.count[said.text] >= (1 if said.label >= 0.9 else 2) else None

    def _spaced(self, text: str) -> tuple[str, str] | None:
        """A label that a space parts from its value, where it begins several lines."""
        words = _SPACE.split(text.strip())
        for k in range(1, min(9, len(words)), 2):
            head, rest = "".join(words[:k]), "".join(words[k + 1 :])
            if not rest or self.first[squash(head)] < 2:
                continue
            said = look(head)
            if said.label >= SURE_LABEL and said.fields.get("year", 0.0) < 0.5:
                return head, rest
        return None


def _closed(lines: tuple[Line, ...]) -> Iterator[Line]:
    """The lines, one that the width broke inside a bracket at its head put together with the next: 【担 / 当】."""
    waiting: Line | None = None
    for line in lines:
        if waiting is not None:
            line = replace(waiting, text=waiting.text.rstrip() + line.text.lstrip())
        is_open = line.text.lstrip()[:1] in _OPEN and not set(line.text) & set(_CLOSE)
        waiting = line if is_open and len(squash(line.text)) < LONGEST_BROKEN else None
        if waiting is None:
            yield line
    if waiting is not None:
        yield waiting


def _is_bracketed(text: str) -> bool:
    return text[:1] in _OPEN and text[-1:] in _CLOSE and not strip_new(text)[1]


def _lines(block: object) -> Iterator[Line]:
    if isinstance(block, Table):
        return (line for cell in block.cells for line in cell.lines)
    return iter(getattr(block, "lines", ()))


_ORDER_SAID = regex.compile(r"[左右上下]から|の順|順に")
_QUOTED = regex.compile(r"「([^」]{1,40})」")
_LISTED = regex.compile(r"(?:順に|から)[、,]?([^。]+?)(?:の順|を|で)")
FEWEST_TOLD = 3
"""Columns that a sentence must name before it heads a table."""


def _told(document: Document) -> list[list[str]]:
    """Columns or rows said in words, outermost first: 左から順に、「番号」、「取組名」…"""
    texts = list(_running_on(document))
    for block in document.blocks:
        if not isinstance(block, Table):
            texts += ["".join(line.text for line in g) for g in groups(Piece(block.lines))]
            texts.append("".join(line.text.strip() for line in block.lines))
    found: list[list[str]] = []
    for text in texts:
        if not _ORDER_SAID.search(text):
            continue
        for part in (text, *regex.split(r"(?=表\s*\d)", text)):
            words = _QUOTED.findall(part) or _unquoted(part)
            if len(words) >= FEWEST_TOLD and dated(words) not in found:
                found.append(dated(words))
    return found


def _running_on(document: Document) -> Iterator[str]:
    """What stands line below line on the pages with running heads: a sentence above every table alike is taken for one,
    in whole or in part."""
    pages = {line.place.page for line in document.furniture}
    prose = (line for block in document.blocks if isinstance(block, Prose) for line in block.lines)
    lines = [line for line in (*document.furniture, *prose) if line.place.page in pages and line.place.box is not None]
    text, below = "", (0, 0.0)
    for line in sorted(lines, key=lambda line: (line.place.page, line.place.box.y0 if line.place.box else 0.0)):
        assert line.place.box is not None
        if text and (line.place.page != below[0] or line.place.box.y0 > below[1] + line.size):
            yield text
            text = ""
        text, below = text + line.text.strip(), (line.place.page, line.place.box.y1)
    yield text


def _unquoted(text: str) -> list[str]:
    listed = _LISTED.search(text)
    return [word for word in regex.split("[、,]", listed[1]) if word] if listed else []


def name_key(piece: Piece) -> str:
    """What is the same wherever a name is printed: its text without number and marks."""
    text = strip_new("".join(line.text.strip() for line in piece.lines))[0]
    return squash(split_enumerator(split_enumerator(text)[1])[1])
