"""Tables whose rules are typed as characters, as old word processors and registers print them."""

from __future__ import annotations

from pathlib import Path

from extract.document import read
from tests.extract.streams import Sheet, grid, tables, text, texts, written

TYPED = (
    "┏━━━━┯━━━━━━━━━━┯━━━━━┓",
    "┃番号　　│取組名　　　　　　　│担当課　　┃",
    "┠────┼──────────┼─────┨",
    "┃１　　　│書かない窓口を　　　│市民課　　┃",
    "┃　　　　│全ての支所に広げる　│　　　　　┃",
    "┠────┼──────────┼─────┨",
    "┃２　　　│防災地図を電子化する│危機管理室┃",
    "┗━━━━┷━━━━━━━━━━┷━━━━━┛",
)


def typed(path: Path, lines: tuple[str, ...], leading: float = 14) -> Path:
    content = b"".join(text(30, 260 - leading * n, words) for n, words in enumerate(lines))
    path.write_bytes(written([Sheet(content)]))
    return path


def test_typed_rules_are_rules(tmp_path: Path) -> None:
    [table] = tables(read(typed(tmp_path / "plan.pdf", TYPED)))
    rows = [[cell.replace("\u3000", "") for cell in row] for row in grid(table)]
    assert rows == [
        ["番号", "取組名", "担当課"],
        ["１", "書かない窓口を\n全ての支所に広げる", "市民課"],
        ["２", "防災地図を電子化する", "危機管理室"],
    ]


def test_dashes_of_a_sentence_stay_text(tmp_path: Path) -> None:
    """── is a dash where no upright rule stands; so is one ─ beside a typed table."""
    lines = ("計画の趣旨──はじめに", "汐見町─青嶺市間の交通", "── 目次 ──", "── 資料 ──")
    document = read(typed(tmp_path / "prose.pdf", lines))
    assert not tables(document)
    assert texts(document) == list(lines)
    assert "汐見町─青嶺市" in texts(read(typed(tmp_path / "both.pdf", (*TYPED, "", "汐見町─青嶺市"))))
