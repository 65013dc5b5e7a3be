"""What reading a list in drawn order may cost: steps and states are counted, whatever the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from extract.dumps import orders, paths, rowwise
from extract.dumps.columns import Column, Costs, column
from extract.dumps.tokens import Token
from extract.dumps.walk import Bodies, Rows, States, Step, in_bodies, walk
from tests.extract.dumped import all_lines, dump

YEARS = [column("year", f"令和{n}年度") for n in range(1, 40)]


def costs(tokens: int, columns: int) -> Costs:
    one = np.zeros((tokens, columns))
    return Costs(np.zeros((tokens, columns + 1)), one, one, one)


def test_pages_take_the_steps_of_the_longest() -> None:
    pages = Bodies(np.array([3, 0, 8]), np.array([5, 3, 1]))
    steps = list(in_bodies(costs(9, 4), pages))
    assert [len(step.leave) for step in steps] == [3, 2, 2, 1, 1]


@pytest.mark.parametrize(("labels", "most"), [(16, 700), (36, 1_300)])
def test_a_wide_header_is_put_in_few_orders(labels: int, most: int) -> None:
    tried = sum(map(len, orders._neighbours(tuple(range(labels)), YEARS[:labels])))  # pyright: ignore[reportPrivateUsage]
    assert labels < tried <= most


@pytest.mark.parametrize(("labels", "searches"), [(8, 7), (30, 1)])
def test_a_wide_header_is_searched_once(labels: int, searches: int, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def counted(sample: Sequence[Token], columns: Sequence[Column]) -> tuple[orders.Order, float]:
        seen.append(len(columns))
        return tuple(range(len(columns))), 1.0

    monkeypatch.setattr(rowwise, "best_order", counted)
    rowwise._likeliest([], [column("", f"語{n}") for n in range(labels)])  # pyright: ignore[reportPrivateUsage]
    assert len(seen) == searches


def test_orders_are_walked_a_share_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def counted(steps: Iterator[Step], rows: Rows) -> States:
        seen.append(rows.banned.size)
        return walk(steps, rows)

    monkeypatch.setattr(paths, "walk", counted)
    many = np.array([np.roll(np.arange(12), n) for n in range(12)] * 200)
    assert len(paths.least(costs(3, 12), YEARS[:12], many)) == 2_400
    assert len(seen) > 1
    assert max(seen) <= 20_000


def test_a_list_of_more_cells_than_are_told_apart_says_so() -> None:
    """Drawn column by column, six cells an initiative."""
    rows = range(1, 801)
    columns = [
        [str(n) for n in rows],
        [f"第{n}号岸壁の点検" for n in rows],
        [f"第{n}号岸壁を調べ、台帳に載せる。" for n in rows],
        [f"第{n}号岸壁を調べ、台帳に載せた。" for n in rows],
        ["ＡＢＣ"[n % 3] for n in rows],
        [f"港湾第{n % 7}課" for n in rows],
    ]
    labels = ["番号", "実施項目", "取組内容", "取組実績", "自己評価", "担当課"]
    printed = "\n\n".join([*labels, *(cell for column in columns for cell in column)])
    document = dump("plan.txt", printed.encode())
    assert document.pages[0].flags == ("crowded",)
    assert sum(line.text.startswith("第") for line in all_lines(document)) == 3 * len(rows)
