"""What `documents` holds, remembered from one run to the next: opening thousands of files takes longer than all else.

It is no more than remembered: a file whose size or time is another one is opened, and so are all where this is lost.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeAlias

from pipelines.part import Held, path
from pipelines.store import Stamp, Store

INDEX = "_runs/.held"
Parts: TypeAlias = dict[str, tuple[Held, ...]]
"""The documents of each part, by its name."""


def remembered(store: Store, stamps: Mapping[str, Stamp]) -> Parts:
    """The parts that are as they were when the index was written. stamps: of the files in `documents`, by part."""
    if not store.exists(INDEX):
        return {}
    try:
        noted: dict[str, tuple[list[int], list[list[object]]]] = json.loads(store.get(INDEX))
        return {
            name: tuple(Held(*row) for row in rows)  # pyright: ignore[reportArgumentType]
            for name, (stamp, rows) in noted.items()
            if name in stamps and stamps[name].time is not None and stamp == list(stamps[name])
        }
    except (ValueError, TypeError):  # of another version, or damaged
        return {}


def remember(store: Store, parts: Parts) -> None:
    """Note what the parts hold, beside the size and time of their files."""
    stamps = store.stamps("documents")
    files = {name: path("documents", name).rpartition("/")[2] for name in parts}
    noted = {name: (stamps[file], parts[name]) for name, file in files.items() if file in stamps}
    store.put(INDEX, json.dumps(noted, ensure_ascii=False).encode("utf-8", "replace"))
