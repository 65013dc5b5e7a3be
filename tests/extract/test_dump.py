"""Text dumps: cases as printed, encodings, places, and the law that no line is lost."""

from __future__ import annotations

import hashlib
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.dumps.kinds import is_drawn
from extract.dumps.text_table import Numbered
from extract.dumps.words import knowing
from extract.model import Block, Cell, Document, Empty, Place, Prose, Table, Unreadable
from normalize.family import printed_words
from tests.extract.dumped import all_lines, dump
from tests.steps import growth

CASES = Path(__file__).parent.parent / "cases" / "dump.toml"
SEEDS = sorted((Path(__file__).parents[3] / "shared" / "seeds").glob("*.txt"))


class Case(NamedTuple):
    why: str
    printed: str
    want: str
    furniture: tuple[str, ...]


def cases() -> Iterator[Case]:
    for case in tomllib.loads(CASES.read_text(encoding="utf-8"))["case"]:
        yield Case(case["why"], case["printed"], case["want"], tuple(case.get("furniture", ())))


def written(document: Document) -> str:
    """The blocks as the cases write them."""
    return "".join("\n".join([*block_lines(block), ".", ""]) for block in document.blocks)


def block_lines(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        for row in range(block.n_rows):
            yield "| " + " | ".join(cell_text(cell) for cell in block.cells if cell.row == row) + " |"
    else:
        for line in block.lines:
            mark = {"heading": "# ", "contents": "~ "}.get(line.flags[0]) if line.flags else None
            yield (mark or ("- " if line.bullet else "")) + line.text


def cell_text(cell: Cell) -> str:
    text = " / ".join(("- " if line.bullet else "") + line.text for line in cell.lines)
    return text + (f" >{cell.colspan}" if cell.colspan > 1 else "") + (f" v{cell.rowspan}" if cell.rowspan > 1 else "")


def covered(document: Document) -> set[int]:
    return {n for line in all_lines(document) if line.place.lines for n in range(*line.place.lines)} | {
        line.place.lines[1] for line in all_lines(document) if line.place.lines
    }


def assert_tiled(table: Table) -> None:
    """Every position of the table is covered by exactly one cell."""
    seen = [
        (row, column)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.col, cell.col + cell.colspan)
    ]
    assert sorted(seen) == [(row, column) for row in range(table.n_rows) for column in range(table.n_cols)]
    assert [(c.row, c.col) for c in table.cells] == sorted((c.row, c.col) for c in table.cells)


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.why)
def test_blocks(case: Case) -> None:
    document = dump("plan.txt", case.printed.encode())
    assert written(document).strip() == case.want.strip()
    assert tuple(line.text for line in document.furniture) == case.furniture


def test_document() -> None:
    data = "港です。\r\n\r\n\f担当\t港湾課\t\r\n内容\t調査\t公開\r\n\f".encode()
    document = dump("a/plan.txt", data)
    assert (document.source, document.sha256) == ("a/plan.txt", hashlib.sha256(data).hexdigest())
    assert (document.media_type, document.text_source) == ("text/plain", "text_dump")
    assert [(page.number, page.width, page.reader) for page in document.pages] == [(1, 0, "dump"), (2, 0, "dump")]
    table = document.blocks[1]
    assert isinstance(table, Table)
    assert table.places == (Place(2, None, (3, 4)),)
    assert [line.place for line in table.cells[-1].lines] == [Place(2, None, (4, 4))]


def test_lines_of_an_html_table_keep_their_numbers() -> None:
    document = dump("plan.txt", "港\n\n<table>\n<tr><td>件数\n（年間）</td>\n<td>3</td></tr>\n</table>".encode())
    table = document.blocks[1]
    assert isinstance(table, Table)
    assert table.places == (Place(1, None, (3, 7)),)
    assert [(line.text, line.place.lines) for line in all_lines(document) if "<" not in line.text] == [
        ("港", (1, 1)),
        ("件数", (4, 4)),
        ("（年間）", (5, 5)),
        ("3", (6, 6)),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_encodings(encoding: str) -> None:
    document = dump("plan.txt", "汐見町の計画①～㈱".encode(encoding))
    assert [line.text for line in all_lines(document)] == ["汐見町の計画①～㈱"]
    assert document.pages[0].flags == ()


@pytest.mark.parametrize("encoding", ["euc_jp", "iso2022_jp"])
def test_encodings_of_mail_and_unix(encoding: str) -> None:
    """Also the signs that these codes have from NEC only: ①, ㈱."""
    printed = "汐見町の計画\n公開データの拡充・見守り"
    nec = {"euc_jp": b"\xad\xa1\xad\xea", "iso2022_jp": b"\x1b$B-!-j\x1b(B"}
    document = dump("plan.txt", printed.encode(encoding) + nec[encoding])
    assert [line.text for line in all_lines(document)] == [*printed.split("\n")[:1], "公開データの拡充・見守り①㈱"]
    assert document.pages[0].flags == ()


PAGE = "汐見町の計画は公開データの拡充と見守りの充実を図る\f堤防の点検を年2回行い、危険な箇所を直す計画である"
BAD = {
    "one bad byte": PAGE.encode().replace("図る".encode(), "図る".encode() + b"\xff"),
    "NUL": PAGE.replace("図る", "図る\0").encode(),
    "half a pair in UTF-8": PAGE.encode().replace("図る".encode(), "図る".encode() + b"\xed\xa0\x80"),
    "half a pair in UTF-16": PAGE.replace("図る", "図る\ud842").encode("utf-16", "surrogatepass"),
    "one bad byte in Shift_JIS": PAGE.encode("cp932").replace(b"\f", b"\xff\f"),
    "escape": PAGE.replace("図る", "図る\x1b").encode(),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_byte_is_replaced_and_told(kind: str) -> None:
    document = dump("plan.txt", BAD[kind])
    first, second = [line.text for line in all_lines(document)]
    assert first.rstrip("\ufffd") == PAGE.partition("\f")[0]
    assert second == PAGE.partition("\f")[2]
    assert [page.flags for page in document.pages] == [("replaced",), ()]


def test_a_dump_cut_off_within_a_character_is_read() -> None:
    assert written(dump("plan.txt", "汐見町の計画".encode()[:-1])).startswith("汐見町の計")


@pytest.mark.parametrize("data", [b"", b" \r\n\x0c\n", "\u3000\n".encode(), b"\xef\xbb\xbf"])
def test_empty(data: bytes) -> None:
    with pytest.raises(Empty, match=r"plan\.txt: .*white space; get it again"):
        dump("plan.txt", data)


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff\xff\xff", b"\x00\x01\x02"])
def test_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"not text"):
        dump("plan.txt", data)


PRINTED = sorted({line for case in cases() for line in case.printed.split("\n")})
BROKEN = """
|
港\f調査
<td rowspan=3>港</td>
<td colspan='9'>
</ul><p>
&nbsp;
<table></table>
<table><tr><td>甲</table>乙
港\t<table><tr><td>甲<table><tr><td>乙
a\t<table><tr><td>3<td>港</table>丙\t\t3\t港
3\t港
""".strip().split("\n")
SOUP = st.text(alphabet="港3\t|<>td/ -*#。(1)・&;\f", max_size=12)
ANY_LINE = st.one_of(st.sampled_from(PRINTED), st.sampled_from(BROKEN), SOUP)


def is_japanese(character: str) -> bool:
    """Markup is ASCII; everything else was printed."""
    return character > "\u3000"


@given(st.lists(ANY_LINE, max_size=30))
def test_no_line_is_lost_and_every_table_is_tiled(printed: list[str]) -> None:
    text = "\n".join(printed)
    if not text.strip():
        return
    document = dump("plan.txt", text.encode())
    assert covered(document) == {n for n, line in enumerate(printed, start=1) if line.strip()}
    read = "".join(line.text for line in all_lines(document))
    assert sorted(filter(is_japanese, read)) == sorted(filter(is_japanese, text))
    for block in document.blocks:
        if isinstance(block, Table):
            assert_tiled(block)


@pytest.mark.parametrize("printed", ["**", "・あ。 ", "[](", "<td ", "<!--", "- ", ". ", "&amp", "<table>\n\n", "( 1)"])
def test_time_is_linear(printed: str) -> None:
    start = time.process_time()
    dump("plan.txt", (printed * (200_000 // len(printed))).encode())
    assert time.process_time() - start < 2


def test_steps_of_a_list_in_thousands_of_parts_grow_as_it_does() -> None:
    def read(parts: int) -> None:
        rows = "".join(f"\n\n{n}\t港の調査{n}\t港湾課\t件数\t{n}件" for n in range(parts))
        (table,) = dump("plan.txt", f"番号\t取組項目\t担当課\t指標\t目標値{rows}".encode()).blocks
        assert isinstance(table, Table)
        assert table.n_rows == parts + 1

    assert growth(read, 1_000) < 2.6


@pytest.mark.skipif(not SEEDS, reason="the shared dumps are not here")
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_shared_dumps_are_read(path: Path) -> None:
    data = path.read_bytes()
    document = dump(path.name, data)
    lines = data.decode().rstrip().split("\n")
    assert covered(document) >= {n for n, line in enumerate(lines, start=1) if line.strip()}


@pytest.mark.parametrize(("line", "drawn"), [("- 1 -", True), ("- 港の調査", False), ("* 12", False)])
def test_a_page_number_between_dashes_is_no_item_of_markdown(line: str, drawn: bool) -> None:
    card = ["取組項目", "港の調査", "担当課", "港湾課", "取組項目", "里山の調査", "担当課", "農林課", line]
    with knowing(printed_words()):
        assert is_drawn([Numbered(n, 1, text) for n, text in enumerate(card, 1)]) is drawn


def test_contents_go_on_to_the_chapter_they_name_first() -> None:
    text = "目次\n\n1 計画の趣旨 …… 1\n\n2 取組 …… 4\n\n資料編\n\n(1) 用語集\n\n1 計画の趣旨\n\n港を守る。\n"
    document = dump("青嶺市.txt", text.encode())
    flagged = [line.text for block in document.blocks if isinstance(block, Prose) for line in block.lines if line.flags]
    assert "1 計画の趣旨" not in flagged
    assert flagged[-2:] == ["資料編", "(1) 用語集"]
