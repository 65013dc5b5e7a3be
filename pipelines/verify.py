"""`keikaku verify`: a dataset's files -> what is wrong with them; --repair puts what is damaged away.

Looked at: journals of killed runs, the five files of each part (readable to the last byte, with the columns of their
table, with rows of the documents of the part alone and as many as these count, of the bytes that the accounts of runs
say were written), and the accounts themselves.
"""

from __future__ import annotations

import sys

from normalize.record import TABLES
from pipelines.damage import Damage, accounts, journals, miscounted, survey, tell
from pipelines.dataset import Dataset
from pipelines.index import Parts
from pipelines.store import Store

REPAIRED = "it lies in _damaged now; `keikaku convert` reads its documents again"
REPAIR = "`keikaku verify DIR --repair` puts it away, and `keikaku convert` reads its documents again"


def verify(out: str, repair: bool) -> int:
    """Run the command; the exit status: 1 where something is or was damaged."""
    try:
        store = Store(out)
        if not any(store.has(table) for table in TABLES):
            print(f"{out}: no dataset is there", file=sys.stderr)
            return 2
        found, parts = repaired(out) if repair else looked_through(store)
    except OSError as error:
        print(f"{out}: cannot be {'repaired' if repair else 'read'} ({error.strerror or error}).", file=sys.stderr)
        return 2
    tell(store, found, REPAIRED if repair else REPAIR)
    documents = sum(map(len, parts.values()))
    print(f"{documents} documents in {len(parts)} parts are sound; damaged: {len(found)}")
    return 1 if found else 0


def looked_through(store: Store) -> tuple[list[Damage], Parts]:
    """Nothing is changed, also not what a killed run left undone."""
    changes = [
        Damage(name, "is no journal of ours" if noted is None else "notes a change that a killed run did not finish")
        for name, noted in journals(store)
    ]
    parts, damages = survey(store, afresh=True)
    wrong = miscounts(store, parts)
    sound = {name: rows for name, rows in parts.items() if name not in {each.part for each in wrong}}
    return [*changes, *damages, *wrong, *accounts(store)[1]], sound


def miscounts(store: Store, parts: Parts) -> list[Damage]:
    digests, _ = accounts(store)
    return [wrong for name, rows in parts.items() if (wrong := miscounted(store, name, rows, digests)) is not None]


def repaired(out: str) -> tuple[list[Damage], Parts]:
    """Finish what killed runs left undone, and put away what is damaged."""
    with Dataset(out, afresh=True) as dataset:
        for damage in (*miscounts(dataset.store, dataset.parts), *accounts(dataset.store)[1]):
            dataset.put_away(damage)
        dataset.touched = True  # the index may be what is damaged
        dataset.describe()
        return dataset.damages, dataset.parts
