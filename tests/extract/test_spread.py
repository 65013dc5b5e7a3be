"""Labels whose glyphs are spread over a width of their own, outside tables."""

from __future__ import annotations

from collections.abc import Sequence

from extract.model import Prose
from tests.extract.drawn_tables import Sheet

SIZE = 14.0
PERIOD = ("令和", "8", "年度", "～", "令和", "17", "年度")


def spread(sheet: Sheet, y: float, label: str, x0: float = 60.0, x1: float = 230.0) -> None:
    """Each glyph placed on its own, the first and the last at the ends of the width."""
    step = (x1 - SIZE - x0) / (len(label) - 1)
    for n, glyph in enumerate(label):
        sheet.text(x0 + n * step, y, glyph, SIZE)


def cover(sheet: Sheet, rows: Sequence[tuple[str, Sequence[tuple[float, str]]]]) -> None:
    for n, (label, values) in enumerate(rows):
        spread(sheet, 120 + 50 * n, label)
        for x, value in values:
            sheet.text(x, 120 + 50 * n, value, SIZE)


def texts(sheet: Sheet) -> list[str]:
    return [line.text for block in sheet.blocks() if isinstance(block, Prose) for line in block.lines]


def test_a_cover_is_read_line_by_line() -> None:
    sheet = Sheet()
    rows = (
        ("団体名", [(260, "："), (380, "汐見町")]),
        ("事業名", [(260, "："), (350, "農業集落排水事業")]),
        ("計画期間", [(260, "："), *zip((290, 350, 390, 450, 510, 570, 610), PERIOD, strict=True)]),
    )
    cover(sheet, rows)
    spread(sheet, 300, "目次", 300, 420)
    assert texts(sheet) == [
        "団体名 ： 汐見町",
        "事業名 ： 農業集落排水事業",
        "計画期間 ： 令和 8 年度 ～ 令和 17 年度",
        "目次",
    ]


def test_a_value_without_a_colon_stays_apart() -> None:
    sheet = Sheet()
    values = ("青嶺市企画部", "企画課計画係", "令和8年3月")
    cover(sheet, [(label, [(300, v)]) for label, v in zip(("策定部局", "問合せ先", "発行年月"), values, strict=True)])
    assert sorted(texts(sheet)) == sorted(("策定部局", "問合せ先", "発行年月", *values))


def test_a_number_is_one_glyph_at_the_head_of_a_spread_label() -> None:
    sheet = Sheet()
    for n in range(3):
        for x, part in zip((60, 109, 153), (str(n + 10), "年", "度"), strict=True):
            sheet.text(x + 220 * n, 120, part, SIZE)
    assert texts(sheet) == ["10年度", "11年度", "12年度"]


def test_words_written_downwards_side_by_side_are_not_joined() -> None:
    """Their glyphs stand level and evenly, as those of a spread label do."""
    sheet = Sheet()
    for k, word in enumerate(("総務課", "市民課", "農林課", "建設課")):
        for n, glyph in enumerate(word):
            sheet.text(80 + 60 * k, 120 + 16 * n, glyph, SIZE)
    assert not any(text in ("総市農建", "務民林設", "課課課課") for text in texts(sheet))


def test_texts_of_two_columns_are_not_joined() -> None:
    sheet = Sheet()
    rows = (("窓口の手続きを減らす", "防災の備えを広げる"), ("担", "当"), ("学びの場をひらく", "道を直す"))
    for n, (left, right) in enumerate(rows):
        sheet.text(60, 120 + 20 * n, left, SIZE)
        sheet.text(340, 120 + 20 * n, right, SIZE)
    assert "担当" not in texts(sheet)
