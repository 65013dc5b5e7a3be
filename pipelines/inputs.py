"""What stands on the command line -> the documents to read: files, folders, globs, `-` for a list on standard input."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path
from typing import NamedTuple, TextIO

SUFFIXES = frozenset({".pdf", ".txt", ".md", ".tsv"})
"""What is taken from a folder; a file named by itself is taken whatever its name."""


class Input(NamedTuple):
    """A file with the hash of its bytes. source: its path as given, as it can stand in a dataset."""

    path: str
    source: str
    sha256: str

    @property
    def doc_id(self) -> str:
        return self.sha256[:16]


class Twin(NamedTuple):
    """A file with the same bytes as one before it."""

    source: str
    first: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """The documents in order, each content once. missing: a sentence for each argument that names nothing."""

    found: tuple[Input, ...]
    twins: tuple[Twin, ...]
    missing: tuple[str, ...]


class Missing(NamedTuple):
    sentence: str


def gather(arguments: Iterable[str], stdin: TextIO) -> Inputs:
    """Every input the arguments name; a path given twice counts once."""
    first: dict[str, Input] = {}
    twins: list[Twin] = []
    missing: list[str] = []
    for each in dict.fromkeys(path for argument in arguments for path in expand(argument, stdin)):
        opened = each if isinstance(each, Missing) else hashed(each)
        if isinstance(opened, Missing):
            missing.append(opened.sentence)
        elif opened.sha256 in first:
            twins.append(Twin(opened.source, first[opened.sha256].source))
        else:
            first[opened.sha256] = opened
    return Inputs(tuple(first.values()), tuple(twins), tuple(missing))


def expand(argument: str, stdin: TextIO) -> Iterator[str | Missing]:
    """The paths an argument stands for."""
    if argument == "-":
        for line in stdin:
            if line.strip():
                yield from expand_path(line.rstrip("\r\n"))
    else:
        yield from expand_path(argument)


def expand_path(argument: str) -> Iterator[str | Missing]:
    if os.path.isdir(argument):
        inside = files_below(argument)
        yield from inside or [Missing(f"{shown(argument)}: no {', '.join(sorted(SUFFIXES))} file in this folder")]
    elif os.path.exists(argument):
        yield os.path.normpath(argument)
    elif has_magic(argument):
        matches = sorted(glob(argument, recursive=True))
        yield from (path for match in matches for path in (files_below(match) if os.path.isdir(match) else [match]))
        if not matches:
            yield Missing(f"{shown(argument)}: no file matches")
    else:
        yield Missing(f"{shown(argument)}: no such file or folder")


def files_below(folder: str) -> list[str]:
    """Documents in a folder and the folders in it, sorted."""
    paths = (path for path in Path(folder).rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    return sorted(map(str, paths))


def hashed(path: str) -> Input | Missing:
    try:
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return Missing(f"{shown(path)}: cannot be opened ({error.strerror})")
    return Input(path, shown(path), digest)


def shown(path: str) -> str:
    """The path as text; bytes of a file name that are no UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")
