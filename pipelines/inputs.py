"""What stands on the command line -> the documents to read: files, folders, globs, `-` for a list on standard input."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import has_magic
from itertools import takewhile
from pathlib import Path
from time import time_ns
from typing import IO, Any, NamedTuple

from pipelines.terminal import CONTROLS

READ = (".pdf", ".xlsx", ".xlsm", ".docx", ".docm", ".csv", ".tsv", ".txt", ".md", ".html", ".htm")
TOLD = (".doc", ".xls", ".xlsb", ".ppt", ".pptx")
SUFFIXES = frozenset((*READ, *TOLD))
"""What is taken from a folder: what is read, and what might hold a plan and is said not to be read.

A file named by itself is taken whatever its name.
"""
OWNERS = ("~$", "._")
"""How files begin that Office and macOS leave beside a document."""


GIANT = 4 * 1024**3
"""Bytes from which on a file is not even hashed: no plan is, and a sparse file of terabytes would take hours."""
SETTLED = 2_000_000_000
"""Nanoseconds after which a file that is written again has another time, on every file system."""
LONGEST = 4096
"""Bytes of the longest path of a system; longer ones name nothing, and are told in short."""
ESCAPED = re.compile(rb"\\x([0-9a-f]{2})")


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

    missing: a sentence for each argument that names nothing, and each file or folder that cannot be opened; passed:
    one for each folder that is not looked into; folders: those the call looked into.
    """

    found: tuple[Input, ...]
    twins: tuple[Twin, ...]
    missing: tuple[str, ...]
    passed: tuple[str, ...] = ()
    folders: frozenset[str] = frozenset()


class Missing(NamedTuple):
    sentence: str


class Passed(NamedTuple):
    sentence: str


class Seen(NamedTuple):
    """A file as it was when it was hashed."""

    path: str
    size: int
    modified: int
    changed: int
    inode: int
    sha256: str


class Hashes:
    """The hashes of files, which are read only where their size or a time is another one."""

    def __init__(self, known: Iterable[Seen] = ()) -> None:
        self.known = {each.path: each for each in known}
        self.grown = False

    def of(self, path: str, found: os.stat_result) -> str:
        seen = self.known.get(key := shown(os.path.abspath(path)))
        now = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
        if seen is not None and seen[1:5] == now:
            return seen.sha256
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) > SETTLED:
            self.known[key], self.grown = Seen(key, *now, digest), True
        return digest


def gather(arguments: Iterable[str], stdin: IO[Any], hashes: Hashes | None = None) -> Inputs:
    """Every input the arguments name; a path given twice counts once."""
    hashes = hashes or Hashes()
    first: dict[str, Input] = {}
    twins: list[Twin] = []
    told: dict[type[Missing | Passed], list[str]] = {Missing: [], Passed: []}
    lines = [line for argument in arguments for line in (listed(stdin) if argument == "-" else [argument])]
    for each in dict.fromkeys(path for line in lines for path in expand(line)):
        opened = hashed(each, hashes) if isinstance(each, str) else each
        if isinstance(opened, Missing | Passed):
            told[type(opened)].append(opened.sentence)
        elif opened.sha256 in first:
            twins.append(Twin(opened.source, first[opened.sha256].source))
        else:
            first[opened.sha256] = opened
    folders = frozenset(shown(folder) for line in lines if (folder := looked_into(line)) is not None)
    return Inputs(tuple(first.values()), tuple(twins), tuple(told[Missing]), tuple(told[Passed]), folders)


def listed(stdin: IO[Any]) -> list[str]:
    r"""The paths of a list, one a line: UTF-8 or (as Windows writes it) UTF-16 with a mark, or as files are named.

    >>> from io import BytesIO
    >>> listed(BytesIO(b"\xef\xbb\xbfa.pdf\r\n\n")), listed(BytesIO("計画.pdf\r\n".encode("utf-16")))
    (['a.pdf'], ['計画.pdf'])
    """
    data = getattr(stdin, "buffer", stdin).read()
    data = data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    lines = data.removeprefix(codecs.BOM_UTF8).splitlines()
    return [named(line) for line in lines if line.strip()]


def named(line: bytes) -> str:
    """The path of a line; of a list in Shift_JIS the file has its name in UTF-8, if there is none of these bytes."""
    path = os.fsdecode(line)
    if path.isascii() or os.path.lexists(path):
        return path
    other = line.decode("cp932", "replace")
    return other if os.path.lexists(other) else path


def expand(argument: str) -> Iterator[str | Missing | Passed]:
    """The paths an argument stands for."""
    if os.path.isdir(argument):
        inside = files_below(argument)
        yield from inside or [Missing(f"{shown(argument)}: no {', '.join(READ)} file in this folder")]
    elif os.path.lexists(argument):
        yield os.path.normpath(argument)
    elif has_magic(argument):
        matches = matching(argument)
        yield from (path for match in matches for path in (files_below(match) if os.path.isdir(match) else [match]))
        if not matches:
            yield Missing(f"{shown(argument)}: no file matches")
    else:
        yield Missing(f"{shown(argument)}: no such file or folder")


def matching(pattern: str) -> list[str]:
    """What a pattern matches, hidden files apart; `**` follows no links, which may lead in circles."""
    folder = looked_into(pattern) or os.curdir
    rest = os.path.normpath(os.path.relpath(pattern, folder)).removesuffix("**").rstrip("/")
    try:
        found = Path(folder).glob(rest) if rest else [Path(folder)]
        inside = [(str(path), path.relative_to(folder).parts) for path in found]
    except (ValueError, OSError):
        return []
    return sorted(path for path, parts in inside if "/." in f"/{rest}" or not any(part[0] == "." for part in parts))


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
    if os.path.lexists(path_of(source)):
        return False
    above = {str(folder) for folder in Path(source).parents}
    return any(folder in above and os.path.isdir(path_of(folder)) for folder in inputs.folders)


def files_below(folder: str) -> list[str | Missing | Passed]:
    """Documents in a folder and the folders in it, sorted; and what in it cannot be opened or is not looked into."""
    found: list[tuple[str, str | Missing | Passed]] = []
    waiting = [folder]
    while waiting:
        inner = waiting.pop()
        try:
            entries = list(os.scandir(inner))
        except OSError as error:
            found.append((inner, Missing(f"{shown(inner)}: cannot be looked into ({error.strerror})")))
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            elif entry.is_dir():
                sentence = "a link to a folder, not looked into; name it itself where it is to be read"
                found.append((entry.path, Passed(f"{shown(entry.path)}: {sentence}")))
            elif os.path.splitext(entry.name)[1].lower() in SUFFIXES and not entry.name.startswith(OWNERS):
                found.append((entry.path, os.path.normpath(entry.path)))
    return [each for _, each in sorted(found, key=lambda pair: pair[0])]


def hashed(path: str, hashes: Hashes | None = None) -> Input | Missing:
    try:
        found = os.stat(path)
        if not stat.S_ISREG(found.st_mode):
            return Missing(f"{shown(path)}: no file, but a pipe, a device or the like")
        if found.st_size > GIANT:
            return Missing(f"{shown(path)}: {found.st_size:,} bytes, which no plan has; split the file")
        return Input(path, shown(path), (hashes or Hashes()).of(path, found))
    except OSError as error:
        return Missing(f"{shown(path)}: cannot be opened ({error.strerror})")


def shown(path: str) -> str:
    r"""The path as text that leads back to it: bytes that are none, and what a terminal would obey, are written out.

    >>> print(shown("計画\udc83.pdf"), shown("\x1b[2J.pdf"))
    計画\x83.pdf \x1b[2J.pdf
    """
    written = CONTROLS.sub(lambda found: "".join(f"\\x{byte:02x}" for byte in os.fsencode(found[0])), path)
    return written if len(written) <= LONGEST else f"{written[:LONGEST]}…"


def path_of(source: str) -> str:
    r"""The path of a document, as the system knows it.

    >>> path_of(r"計画\x83.pdf") == "計画\udc83.pdf"
    True
    """
    if "\\x" not in source or os.path.lexists(source):
        return source
    return os.fsdecode(ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), os.fsencode(source)))
