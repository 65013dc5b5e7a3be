"""The installed files of the extractor -> the version that marks every row they wrote."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

import extract
import normalize

DECIDES = ("*.py", "*.toml", "*.csv")
"""What decides the records of a document: code and tables of knowledge, not the way they are stored."""


def package_version() -> str:
    """The released version, as `keikaku --version` prints it."""
    return version("keikaku")


def extractor_version(reader: str = "pymupdf") -> str:
    """Released version + hash of the extractor's own files, so that a changed word table redoes its documents.

    The release number alone would not do: one new row in a table of words changes records without a release.
    Records of the second reader carry its name, as they may differ.
    """
    return f"{package_version()}+{installed_mark()}" + ("" if reader == "pymupdf" else f".{reader}")


@cache
def installed_mark() -> str:
    """The fingerprint of the installed packages, taken once a run: all its rows carry the same."""
    return fingerprint(Path(package.__path__[0]) for package in (extract, normalize))


def fingerprint(folders: Iterable[Path]) -> str:
    """Eight hex digits over names and bytes of the deciding files (a few milliseconds; called once a run)."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(file for pattern in DECIDES for file in folder.rglob(pattern)):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:8]
