"""CSV and what Excel saves as text: rows and places, whatever the encoding; prose with commas stays prose."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from extract.document import read
from extract.dumps.delimited import records
from extract.dumps.text_table import Numbered
from extract.model import Document, Words
from normalize.family import printed_words
from normalize.records import records as records_of
from tests.extract.test_dump import written

ONE_HEADER = """番号,取組名,担当課,指標,令和6年度目標値,令和7年度目標値
1,窓口予約の導入,市民課,予約件数,300件,450件
2,電子図書の貸出,図書館,貸出冊数,"2,400冊","2,700冊"
"""
TWO_HEADERS = """汐見台市計画（令和6年度～令和7年度）,,,,,
,,,,,
番号,取組名,担当課,"指標
（単位）",目標値,
,,,,令和6年度,令和7年度
1,窓口予約の導入,市民課,予約件数,300件,450件
2,電子図書の貸出,図書館,貸出冊数,"2,400冊","2,700冊"
"""
DOTTED = """No.,取組名,担当課,指標,目標値.令和6年度,目標値.令和7年度
1,窓口予約の導入,市民課,予約件数,300件,450件
2,電子図書の貸出,図書館,貸出冊数,"2,400冊","2,700冊"
"""
FRAME = """,番号,取組名,担当課,指標,目標値,Unnamed: 5
0,NaN,NaN,NaN,NaN,令和6年度,令和7年度
1,1.0,窓口予約の導入,市民課,予約件数,300件,450件
2,2.0,電子図書の貸出,図書館,貸出冊数,"2,400冊","2,700冊"
"""
ENCODED = {
    "utf-8": lambda text: text.encode(),
    "utf-8-sig": lambda text: codecs.BOM_UTF8 + text.encode(),
    "cp932": lambda text: text.replace("〜", "～").encode("cp932"),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-be": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
}


def opened(tmp_path: Path, data: bytes, words: Words | None = None) -> Document:
    path = tmp_path / "plan.csv"
    path.write_bytes(data)
    return read(path, words=words)


@pytest.mark.parametrize("text", [ONE_HEADER, TWO_HEADERS, DOTTED, FRAME], ids=["one", "two", "dotted", "frame"])
@pytest.mark.parametrize("encoding", ENCODED)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lists_are_read(tmp_path: Path, text: str, encoding: str, end: str):
    document = opened(tmp_path, ENCODED[encoding](text.replace("\n", end)), printed_words())
    found = records_of(document, "v")
    assert document.media_type == "text/csv"
    assert [(i.number, i.name, i.departments) for i in found.initiatives] == [
        ("1", "窓口予約の導入", ("市民課",)),
        ("2", "電子図書の貸出", ("図書館",)),
    ]
    targets = [(t.indicator, t.fiscal_year, t.value) for t in found.targets]
    assert targets == [
        ("予約件数", 2024, 300),
        ("予約件数", 2025, 450),
        ("貸出冊数", 2024, 2400),
        ("貸出冊数", 2025, 2700),
    ]


def test_a_title_stands_above_the_table_and_places_are_lines(tmp_path: Path):
    document = opened(tmp_path, TWO_HEADERS.encode(), printed_words())
    assert written(document).splitlines()[:4] == [
        "汐見台市計画（令和6年度～令和7年度）",
        ".",
        "| 番号 v2 | 取組名 v2 | 担当課 v2 | 指標 / （単位） v2 | 目標値 >2 |",
        "| 令和6年度 | 令和7年度 |",
    ]
    assert document.blocks[1].places[0].lines == (3, 7)  # pyright: ignore[reportAttributeAccessIssue]


def test_line_breaks_in_tab_separated_cells(tmp_path: Path):
    text = ONE_HEADER.replace('"', "").replace(",", "\t").replace("2\t4", "2,4").replace("2\t7", "2,7")
    text = text.replace("指標", '"指標\n（単位）"')
    found = records_of(opened(tmp_path, text.encode("utf-16"), printed_words()), "v")
    assert [t.value for t in found.targets] == [300, 450, 2400, 2700]


@pytest.mark.parametrize(
    "text",
    [
        "予約件数 1,300人\n貸出冊数 2,450冊\n",
        "Plan, do, check and act\nare the four steps.\n",
        "計画の趣旨\n本計画は、A,Bを定める。\n取組は次のとおり。\n",
        "| 番号 | 取組名 |\n| --- | --- |\n| 1 | 研修,調査 |\n",
        '"番号,取組名\n1,研修\n2,調査\n',
    ],
)
def test_no_records(text: str):
    assert records([Numbered(n, 1, line) for n, line in enumerate(text.splitlines(), 1)]) is None
