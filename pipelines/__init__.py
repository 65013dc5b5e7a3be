"""What is done with records: files, processes, terminal; and `read`, the way to a dataset from Python."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.frames import Frames

__all__ = ["read"]


def read(folder: str | Path) -> Frames:
    """The tables of a dataset as pandas DataFrames: `read("output").targets`."""
    from pipelines.frames import read as read_frames  # pandas takes a while to load

    return read_frames(folder)
