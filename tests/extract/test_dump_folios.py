"""Page numbers between the paragraphs of a conversion."""

from extract.dump import read_dump
from extract.model import Prose
from normalize.family import printed_words

PAGES = "汐見町地域福祉計画\n\n\n{}\n\n第1節 見守り\n\n{}\n\n・課題　人手の不足\n\n{}\n"


def prose(*numbers: str) -> list[str]:
    document = read_dump("x.txt", PAGES.format(*numbers).encode(), printed_words())
    return [line.text for block in document.blocks if isinstance(block, Prose) for line in block.lines]


def test_numbers_that_count_the_pages_are_no_text():
    assert prose("1", "2", "3") == ["汐見町地域福祉計画", "第1節 見守り", "・課題　人手の不足"]


def test_other_numbers_alone_stay():
    assert [text for text in prose("1", "64", "12") if text.isdigit()] == ["1", "64", "12"]


def test_numbers_of_chapters_stay():
    text = "汐見町地域福祉計画\n\n1\n\n現状\n\n2\n\n課題\n\n3\n\n取組の方針\n\n計画を進めます。\n"
    document = read_dump("x.txt", text.encode(), printed_words())
    assert [b.lines[0].text for b in document.blocks if isinstance(b, Prose)].count("2") == 1
