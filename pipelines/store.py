"""Where a dataset lives, a folder of this machine or a place in an object store, and what is done with files there.

A file is written under a hidden name, made safe, and moved in place, so that nobody ever reads half a file. Other
places are URLs: those pyarrow knows itself (s3://, gs://, abfs://, hdfs://), and where fsspec is installed all of its.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from collections.abc import Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from io import BufferedIOBase
from pathlib import Path
from typing import NamedTuple, Self

from pyarrow.fs import FileSelector, FileSystem, FileType, FSSpecHandler, LocalFileSystem, PyFileSystem

LOCK = ".lock"
OCCUPIED = "another keikaku is writing to it; run this again when it has ended"


HANDS = 5
"""Files written at a time: those of a part."""


class Occupied(OSError):
    """Another process is writing there."""


class Stamp(NamedTuple):
    """What tells a file from a later one of its name: bytes, and the time it was written, where the store says so."""

    size: int
    time: int | None


class Store:
    """Files below one place, named by their path from there."""

    def __init__(self, out: str) -> None:
        self.filesystem, self.root = located(out)
        self.local = isinstance(self.filesystem, LocalFileSystem)
        self.hands = ThreadPoolExecutor(HANDS)

    def path(self, name: str) -> str:
        return f"{self.root}/{name}"

    def make(self, folder: str) -> None:
        self.filesystem.create_dir(self.path(folder), recursive=True)

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder, sorted; hidden ones included."""
        return sorted(self.stamps(folder))

    def stamps(self, folder: str) -> dict[str, Stamp]:
        """The files of a folder by name."""
        found = self.filesystem.get_file_info(FileSelector(self.path(folder), allow_not_found=True))
        return {info.base_name: Stamp(info.size, info.mtime_ns) for info in found if info.type == FileType.File}

    def has(self, folder: str) -> bool:
        return self.filesystem.get_file_info(self.path(folder)).type == FileType.Directory

    def exists(self, name: str) -> bool:
        return self.filesystem.get_file_info(self.path(name)).type == FileType.File

    def reader(self, name: str) -> BufferedIOBase:
        return self.filesystem.open_input_file(self.path(name))

    @contextmanager
    def writer(self, name: str) -> Generator[BufferedIOBase]:
        """A file to write to; safe on the disk when this ends."""
        with self.filesystem.open_output_stream(self.path(name)) as file:
            yield file
        if self.local:
            with open(self.path(name), "rb") as written:
                os.fsync(written.fileno())

    def stream(self, name: str) -> BufferedIOBase:
        """A file that grows; in an object store it is there when it is closed."""
        return self.filesystem.open_output_stream(self.path(name))

    def digest(self, name: str) -> str:
        with self.reader(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # pyright: ignore[reportArgumentType]

    def lay(self, files: Mapping[str, bytes]) -> None:
        """Write files, and make them safe together: a disk does that in little more time than for one."""
        list(self.hands.map(self.lay_one, files.items()))

    def lay_one(self, file: tuple[str, bytes]) -> None:
        name, data = file
        with self.writer(name) as into:
            into.write(data)

    def put(self, name: str, data: bytes) -> None:
        """A whole file at once."""
        folder, _, last = name.rpartition("/")
        unfinished = f"{folder}/.new-{secrets.token_hex(4)}-{last}".lstrip("/")
        with self.writer(unfinished) as file:
            file.write(data)
        self.move(unfinished, name)

    def get(self, name: str) -> bytes:
        with self.reader(name) as file:
            return file.read()

    def move(self, old: str, new: str) -> None:
        """Put a file in the place of another."""
        self.filesystem.move(self.path(old), self.path(new))

    def delete(self, name: str) -> None:
        with suppress(FileNotFoundError):
            self.filesystem.delete_file(self.path(name))

    @contextmanager
    def lock(self, shared: bool) -> Generator[Self]:
        """Keep other writers out (shared: those that want to be alone); object stores have no locks.

        The system lets go of the lock when the process ends, however it ends.
        """
        if not self.local:
            yield self
            return
        with open(self.path(LOCK), "ab") as file:
            try:
                fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Occupied(error.errno, OCCUPIED) from error
            yield self


def located(out: str) -> tuple[FileSystem, str]:
    """The file system of a folder or URL, and the path in it.

    >>> located("dataset")[0].type_name, located("file:///srv/dataset")[1]
    ('local', '/srv/dataset')
    """
    if "://" not in out:
        return LocalFileSystem(), str(Path(out).absolute())
    try:
        filesystem, path = FileSystem.from_uri(out)
    except ValueError:  # a scheme pyarrow does not know
        filesystem, path = by_fsspec(out)
    return filesystem, path.rstrip("/")


def by_fsspec(out: str) -> tuple[FileSystem, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise OSError(0, "this kind of place needs fsspec: install keikaku[fsspec]") from error
    try:
        filesystem, path = url_to_fs(out)
    except (ImportError, ValueError) as error:  # a package of the scheme is missing, or nobody knows the scheme
        raise OSError(0, str(error)) from error
    return PyFileSystem(FSSpecHandler(filesystem)), path
