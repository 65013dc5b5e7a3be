"""What stands on the command line -> the documents to read: files, folders, globs, `-` for a list on standard input."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import glob, has_magic
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple, TextIO

READ = (".pdf", ".xlsx", ".xlsm", ".docx", ".docm", ".csv", ".tsv", ".txt", ".md", ".html", ".htm")
TOLD = (".doc", ".xls", ".xlsb", ".ppt", ".pptx")
SUFFIXES = frozenset((*READ, *TOLD))
"""What is taken from a folder: what is read, and what might hold a plan and is said not to be read.

A file named by itself is taken whatever its name.
"""
OWNERS = ("~$", "._")
"""How files begin that Office and macOS leave beside a document."""


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
    """The documents in order, each content once.

    missing: a sentence for each argument that names nothing; folders: those the call looked into.
    """

    found: tuple[Input, ...]
    twins: tuple[Twin, ...]
    missing: tuple[str, ...]
    folders: frozenset[str] = frozenset()


class Missing(NamedTuple):
    sentence: str


def gather(arguments: Iterable[str], stdin: TextIO) -> Inputs:
    """Every input the arguments name; a path given twice counts once."""
    first: dict[str, Input] = {}
    twins: list[Twin] = []
    missing: list[str] = []
    listed = [line for argument in arguments for line in lines(argument, stdin)]
    for each in dict.fromkeys(path for line in listed for path in expand(line)):
        opened = each if isinstance(each, Missing) else hashed(each)
        if isinstance(opened, Missing):
            missing.append(opened.sentence)
        elif opened.sha256 in first:
            twins.append(Twin(opened.source, first[opened.sha256].source))
        else:
            first[opened.sha256] = opened
    folders = frozenset(shown(folder) for line in listed if (folder := looked_into(line)) is not None)
    return Inputs(tuple(first.values()), tuple(twins), tuple(missing), folders)


def lines(argument: str, stdin: TextIO) -> Iterator[str]:
    if argument == "-":
        yield from (line.rstrip("\r\n") for line in stdin if line.strip())
    else:
        yield argument


def expand(argument: str) -> Iterator[str | Missing]:
    """The paths an argument stands for."""
    if os.path.isdir(argument):
        inside = files_below(argument)
        yield from inside or [Missing(f"{shown(argument)}: no {', '.join(READ)} file in this folder")]
    elif os.path.exists(argument):
        yield os.path.normpath(argument)
    elif has_magic(argument):
        matches = sorted(glob(argument, recursive=True))
        yield from (path for match in matches for path in (files_below(match) if os.path.isdir(match) else [match]))
        if not matches:
            yield Missing(f"{shown(argument)}: no file matches")
    else:
        yield Missing(f"{shown(argument)}: no such file or folder")


def looked_into(argument: str) -> str | None:
    """The folder in which an argument looks for files: itself, or that before the first wildcard."""
    if not has_magic(argument):
        return os.path.normpath(argument) if os.path.isdir(argument) else None
    parts = Path(argument).parts
    plain = [*takewhile(lambda part: not has_magic(part), parts)]
    return os.path.join(*plain) if plain else os.curdir


def is_gone(source: str, inputs: Inputs) -> bool:
    """Whether a document's file, once found below a folder of this call, is there no more.

    A folder that is not there itself (a disk not mounted) says nothing of its files.
    """
    above = {str(folder) for folder in Path(source).parents}
    return any(folder in above and os.path.isdir(folder) for folder in inputs.folders) and not os.path.lexists(source)


def files_below(folder: str) -> list[str]:
    """Documents in a folder and the folders in it, sorted."""
    named = (path for path in Path(folder).rglob("*") if path.suffix.lower() in SUFFIXES)
    return sorted(str(path) for path in named if not path.name.startswith(OWNERS) and path.is_file())


def hashed(path: str) -> Input | Missing:
    if not os.path.isfile(path):
        return Missing(f"{shown(path)}: no file, but a device or the like")
    try:
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return Missing(f"{shown(path)}: cannot be opened ({error.strerror})")
    return Input(path, shown(path), digest)


def shown(path: str) -> str:
    """The path as text; bytes of a file name that are no UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")
