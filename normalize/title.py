"""Document -> its title: the largest print that names a plan, heads the first page, or says what the document is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from statistics import median

import regex

from extract.model import Document, Line, Prose, Table
from normalize.doc_class import PLANS, of_caption
from normalize.family import common
from normalize.outline import heading
from normalize.text import display, squash
from normalize.wrap import Piece

FIRST_PAGES = 4
"""Pages a title is looked for on."""
AT_THE_HEAD = 40
"""Lines of a page that may be its title."""
TITLE_SIZE, SAME_SIZE = 0.65, 0.95
"""Lines of a title are at least this large beside its largest line; of its own size where running text follows."""
HEADLINE = 1.2
"""What is printed this much larger than the running text heads its page, whatever it names."""
FULL = 0.75
"""Share of a page's width: a line of a title that is shorter ends because its phrase does."""
LONGEST_TITLE, LONGEST_SUBTITLE = 70, 30
FIRST_LINES = 3
"""Lines of a page of one size among which its title is: 決算カード over its table."""
NAME_OF_REPORT = 2
"""Lines under a plan's name that may say whose report of it this is."""

_DATE = regex.compile(r"(?:令和|平成|昭和|\d{4}).{0,9}年\d{0,2}月|^\(?(?:令和|平成|R|H|20).*年度.{0,3}[~〜～]")
_WORDS = regex.compile(r"[\p{Han}\p{Katakana}\p{Hiragana}]")
_MARK = regex.compile(
    r"[(【]?(?:別[添紙冊]|資料|参考資料|様式)第?(?:\d+(?:-\d+)?)?号?[)】]?|[※*].*|【[^】]*】|\(?単位:.*"
)
"""What stands beside a title: the number of an enclosure, a note, a section's name, a unit."""
_SLOGAN = regex.compile(r"[~〜～―ー-].+[~〜～―ー-]")
_NO_TITLE = regex.compile(rf".|目次|凡例|はじめに|{_SLOGAN.pattern}|第?\d+表.*|[図表]{1, 2}\d.*|.*(?:は、|。).*")
"""Large print that is no title: a letter of a watermark, a page's own heading, a slogan, a caption, a sentence."""
_QUALIFIED = regex.compile(r" (?=[(（])")
"""(案), (令和7年度) belong to the phrase before them."""


def printed_lines(document: Document) -> list[Line]:
    """The lines outside tables from the top down; a form of one page each prints its title as running head."""
    prose = (line for block in document.blocks if isinstance(block, Prose) for line in block.lines)
    return sorted((*prose, *document.furniture), key=_down)


def title_of(document: Document, lines: Sequence[Line]) -> str | None:
    """The largest print of a first page that names a plan; else what heads the first page; else what the file says."""
    captions = _captions(document)
    lines = [line for line in lines if line not in captions]
    heads = [_largest(_head(lines, page.number), page.width) for page in document.pages[:FIRST_PAGES]]
    found = [text for text in heads if text is not None and names_plan(text)]
    if found:
        # A report bound behind the cover of its plan has a title of its own: 「…計画」の取組実績について.
        return next((text for text in found if found[0] in text and _reports(text)), found[0])
    opening = [line for line in lines if line.place.page <= FIRST_PAGES]
    running = [line for line in document.furniture if line.size > 0]
    found_so = _named(running) or _headline(document, lines) or _named(opening)
    return found_so or _own_title(document, opening) or _says_what(opening)


def _captions(document: Document) -> frozenset[Line]:
    """The last lines above tables that name what is in no plan, but where they are alone on their page: 地方債."""
    above = (
        [line for line in a.lines if not _MARK.fullmatch(squash(line.text))]
        for a, b in pairwise(document.blocks)
        if isinstance(a, Prose) and isinstance(b, Table) and a.lines[-1].place.page <= FIRST_PAGES
    )
    last = (lines[-1] for lines in above if len(lines) > 1)
    return frozenset(line for line in last if (sign := of_caption(line.text)) and sign.doc_class not in PLANS)


def _named(lines: Sequence[Line]) -> str | None:
    """The first line that names a plan, with the name of the report where that stands under it."""
    for n, line in enumerate(lines):
        if line.place.page <= FIRST_PAGES and names_plan(line.text) and _goes_with(line, line):
            return phrases(line.text) + _report_under(lines[n + 1 : n + 1 + NAME_OF_REPORT])
    return None


def _report_under(lines: Sequence[Line]) -> str:
    """令和６年度 取組報告書, which a plan's report has as its second line, with a space before it; else nothing."""
    text = ""
    for line in takewhile(lambda line: _goes_with(line, line), lines):
        text += " " + phrases(line.text)
        if len(text) > LONGEST_SUBTITLE:
            break
        if _reports(text):
            return text
    return ""


def _head(lines: Sequence[Line], page: int) -> list[Line]:
    return [line for line in lines if line.place.page == page][:AT_THE_HEAD]


def _headline(document: Document, lines: Sequence[Line]) -> str | None:
    """What heads the first page in print larger than the document's own text."""
    sizes = [line.size for line in (*lines, *_cells(document)) if line.size > 0]
    first = _head(lines, 1)
    largest = max((line.size for line in first if _goes_with(line, line)), default=0.0)
    return _largest(first, document.pages[0].width) if sizes and largest >= HEADLINE * median(sizes) else None


def _cells(document: Document) -> Iterator[Line]:
    """The lines of the first page's tables."""
    tables = (b for b in document.blocks if isinstance(b, Table) and any(place.page == 1 for place in b.places[:1]))
    return (line for table in tables for cell in table.cells for line in cell.lines)


def _says_what(lines: Sequence[Line]) -> str | None:
    """The first line that ends in a word for what a document is: a list, accounts, statistics."""
    return next(
        (phrases(line.text) for line in lines[:FIRST_LINES] if _goes_with(line, line) and of_caption(line.text)), None
    )


def _largest(lines: Sequence[Line], width: float) -> str | None:
    """The lines of a cover around its largest one, set nearly as large."""
    sized = [n for n, line in enumerate(lines) if line.size > 0 and _goes_with(line, line)]
    if not sized:
        return None
    top = max(sized, key=lambda n: lines[n].size)
    found = (_together(_around(lines, top, share), width) for share in (TITLE_SIZE, SAME_SIZE))
    return next((text for text in found if len(text) < LONGEST_TITLE), None)


def _around(lines: Sequence[Line], top: int, share: float) -> Sequence[Line]:
    """The lines about the one at `top` that are at least this share of its size."""
    first = last = top
    while first > 0 and _goes_with(lines[first - 1], lines[top], share):
        first -= 1
    while last + 1 < len(lines) and _goes_with(lines[last + 1], lines[top], share):
        last += 1
    return lines[first : last + 1]


def _together(lines: Sequence[Line], width: float) -> str:
    """The phrases of a title with a space between them; a line as wide as the page goes on in the next."""
    text = ""
    for line, above in zip(lines, (None, *lines), strict=False):
        goes_on = above is not None and (_is_full(above, width) or _is_publisher(above))
        text += ("" if goes_on or not text else " ") + phrases(line.text)
    return _QUALIFIED.sub("", text)


def phrases(text: str) -> str:
    """A printed title with the spaces between its phrases, but not those between letters set wide apart.

    >>> phrases("汐見町ＤＸ推進計画　行程表"), phrases("葦　原　市　総　合　計　画")
    ('汐見町DX推進計画 行程表', '葦原市総合計画')
    >>> phrases("汐見町ＤＸ推進計画　～港から未来へ～")
    '汐見町DX推進計画'
    """
    parts = [display(part) for part in regex.split(r"\s+", text.strip()) if not _SLOGAN.fullmatch(part)]
    return _QUALIFIED.sub("", " ".join(parts)) if all(len(part) > 1 for part in parts) else display(text)


def _is_full(line: Line, width: float) -> bool:
    box = line.place.box
    return box is not None and box.x1 - box.x0 >= FULL * width


def _goes_with(line: Line, title: Line, share: float = TITLE_SIZE) -> bool:
    """Whether a line of a cover is part of its title: nearly as large, no date, page number, note or sentence."""
    if line.size < share * title.size:
        return False
    text = squash(line.text)
    if _NO_TITLE.fullmatch(text):
        return False
    publisher = _is_publisher(line) and _down(line) >= _down(title)
    aside = _DATE.search(text) or _MARK.fullmatch(text) or text[-1:] == "。" or ":" in text or not _WORDS.search(text)
    return not (publisher or aside or heading(Piece((line,))) is not None)


def _is_publisher(line: Line) -> bool:
    return squash(line.text)[-1:] in "市町村"


def _down(line: Line) -> tuple[int, float]:
    return line.place.page, line.place.box.y0 if line.place.box else (line.place.lines or (0, 0))[0]


def names_plan(text: str) -> bool:
    """Whether a text has a word for a plan, its report or its summary in it."""
    words = common()
    return any(w in squash(text) for w in (*words.plan, *words.progress, *words.summary))


def _reports(text: str) -> bool:
    return any(w in squash(text) for w in common().progress)


def _own_title(document: Document, opening: Sequence[Line]) -> str | None:
    """The title in the file's metadata, where the first pages print it; else it is that of another file."""
    printed = squash("".join(line.text for line in opening))
    return document.title if document.title and squash(document.title) in printed else None
