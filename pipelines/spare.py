"""Modules that a process does without -> imports that fail: pyarrow takes NumPy and pandas in wherever they are there.

That is a third of a second before the first array, and neither a worker nor the process that supervises uses it.
"""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder


class Without(MetaPathFinder):
    """Finds no module of these names; all others are left to those that ask next."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        if fullname in self.names:
            raise ModuleNotFoundError(f"{fullname} is not used in this process", name=fullname)


def spare(*names: str) -> None:
    sys.meta_path.insert(0, Without(names))
