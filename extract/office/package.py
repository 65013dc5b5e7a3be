"""The bytes of an office file -> its parts as XML, within limits; or the sentence that says why it is not read."""

from __future__ import annotations

import codecs
import io
import posixpath
import re
import zipfile
import zlib
from typing import Literal
from xml.etree import ElementTree

from extract.model import Encrypted, TooLarge, Unreadable

Kind = Literal["workbook", "wordfile"]

MOST_UNPACKED = 256 * 1024 * 1024
"""Bytes of all parts read of one file; the text of a plan of 300 pages is a fiftieth of it."""
MOST_OF_TREE = 64 * 1024 * 1024
"""Bytes of a part that is taken in whole; as a tree it needs ten times as much."""
MOST_NAMES = 50_000
"""Parts of a file; one of 500 pictures has some 600."""
_OLE, _RTF = bytes.fromhex("d0cf11e0a1b11ae1"), b"{\\rtf"
_KINDS: dict[str, Kind] = {
    "spreadsheetml.sheet.main+xml": "workbook",
    "spreadsheetml.template.main+xml": "workbook",
    "sheet.macroEnabled.main+xml": "workbook",
    "template.macroEnabled.main+xml": "workbook",
    "wordprocessingml.document.main+xml": "wordfile",
    "wordprocessingml.template.main+xml": "wordfile",
    "document.macroEnabled.main+xml": "wordfile",
    "template.macroEnabledTemplate.main+xml": "wordfile",
}
"""How the content type of a file's main part ends -> what the file is; macros are not run, nor links followed."""
_NOTE = re.compile(r"(?:[*＊※†注]\s?)?\d{0,2}[)）]?")
_OLD = (
    ("EncryptedPackage", "", ""),
    ("WordDocument", "a Word 97-2003 document (.doc)", ".docx or PDF"),
    ("Workbook", "an Excel 97-2003 workbook (.xls)", ".xlsx or PDF"),
    ("Book", "an Excel 95 workbook (.xls)", ".xlsx or PDF"),
    ("PowerPoint Document", "a PowerPoint 97-2003 presentation (.ppt)", "PDF"),
    ("DocumentText", "an Ichitaro document (.jtd)", ".docx or PDF"),
)
"""Names of streams in files of the time before 2007 -> what the file is, and what to save it as."""
_OTHERS = (
    ("presentationml", "a PowerPoint presentation (.pptx)", "PDF"),
    ("ms-excel.sheet.binary", "a binary Excel workbook (.xlsb)", ".xlsx or PDF"),
    ("vnd.oasis.opendocument", "an OpenDocument file", ".xlsx, .docx or PDF"),
)


class Package:
    """The parts of one file, read one by one; all together within MOST_UNPACKED."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.left = MOST_UNPACKED
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise self.damaged(str(error)) from error
        if len(self.archive.infolist()) > MOST_NAMES:
            raise TooLarge(f"{name}: holds more than {MOST_NAMES:,} parts; no plan does")

    def damaged(self, why: str) -> Unreadable:
        return Unreadable(f"{self.name}: damaged ({why}); get the file again from its source")

    def __contains__(self, part: str) -> bool:
        return part in self.archive.NameToInfo

    def data(self, part: str, most: int = MOST_UNPACKED) -> bytes:
        """The bytes of a part; raises TooLarge before and while it is unpacked, Unreadable where it is broken."""
        most = min(most, self.left)
        try:
            said = self.archive.getinfo(part).file_size
            with self.archive.open(part) as file:
                found = file.read(most + 1) if said <= most else b""
        except KeyError as error:
            raise self.damaged(f"{part} is missing") from error
        except RuntimeError as error:  # zipfile's word for a part that needs a password
            raise Encrypted(f"{self.name}: opens only with a password; save a copy without it") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise self.damaged(f"{part}: {error}") from error
        if max(said, len(found)) > most:
            sentence = f"unpacks to more than {most:,} bytes, as no plan does"
            raise TooLarge(f"{self.name}: {part} {sentence}; save it anew, or as PDF")
        self.left -= len(found)
        return _utf8(found)

    def tree(self, part: str) -> ElementTree.Element:
        """A part as XML."""
        data = self.data(part, MOST_OF_TREE)
        self.refuse_entities(part, data)
        try:
            return ElementTree.fromstring(data)
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise self.damaged(f"{part}: {error}") from error

    def refuse_entities(self, part: str, data: bytes) -> None:
        """Office files define no entities; one that does means harm."""
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise Unreadable(f"{self.name}: {part} defines entities, as no office program does; not read")

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to, by its key: the last word of the sort of relation, and the part."""
        folder, base = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", base + ".rels")
        if listed not in self:
            return {}
        found: dict[str, tuple[str, str]] = {}
        for each in self.tree(listed):
            if each.get("TargetMode") != "External":  # links are not followed
                target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))
                found[each.get("Id", "")] = each.get("Type", "").rsplit("/", 1)[-1], target.lstrip("/")
        return found

    def main(self) -> str:
        """The part that the file is about."""
        return next((part for sort, part in self.related("").values() if sort == "officeDocument"), "")

    def kind(self) -> Kind:
        """What the file is; raises Unreadable with what to do where it is none that is read."""
        if "mimetype" in self:
            raise _unread(self.name, self.data("mimetype").decode("ascii", "replace"))
        if "[Content_Types].xml" not in self:
            raise Unreadable(f"{self.name}: a zip archive; unpack it and give the files in it")
        main = "/" + self.main()
        types = {each.get("PartName"): each.get("ContentType", "") for each in self.tree("[Content_Types].xml")}
        content = types.get(main, "")
        for ending, kind in _KINDS.items():
            if content.endswith(ending):
                return kind
        raise _unread(self.name, content)


def _unread(name: str, content: str) -> Unreadable:
    for word, what, instead in _OTHERS:
        if word in content:
            return Unreadable(f"{name}: {what}; save it as {instead}")
    return Unreadable(f"{name}: neither an Excel workbook nor a Word document; save it as .xlsx, .docx or PDF")


def opened(data: bytes, name: str) -> Package:
    """The file's parts; raises Encrypted or Unreadable where it has none that are read."""
    if data.startswith(_RTF):
        raise Unreadable(f"{name}: a rich text document (.rtf); save it as .docx or PDF")
    if data.startswith(_OLE):
        raise _old(data, name)
    return Package(data, name)


def _old(data: bytes, name: str) -> Unreadable | Encrypted:
    for stream, what, instead in _OLD:
        if stream.encode("utf-16-le") in data:
            if not what:
                return Encrypted(f"{name}: opens only with a password; save a copy without it")
            return Unreadable(f"{name}: {what}; save it as {instead}")
    return Unreadable(f"{name}: a file of an old office program; save it as .xlsx, .docx or PDF")


def _utf8(data: bytes) -> bytes:
    """XML in UTF-16 as UTF-8: what is looked for in it is then found."""
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    text = data.decode("utf-16", "replace")
    return re.sub(r"^<\?xml[^>]*\?>", "", text).encode("utf-8")


def is_note_mark(text: str, before: str) -> bool:
    """Whether a raised text points to a note and is none of the value; m² is one.

    >>> is_note_mark("※1", "450件"), is_note_mark("2)", "450"), is_note_mark("2", "120m")
    (True, True, False)
    """
    beside = not before[-1:].isascii() or before[-1:].isdigit() or before[-1:] in ("%", ")")
    return beside and bool(before) and _NOTE.fullmatch(text.strip()) is not None


def local(tag: str) -> str:
    """The name of an element or attribute without its namespace: strict files have others.

    >>> local("{http://purl.oclc.org/ooxml/spreadsheetml/main}row")
    'row'
    """
    return tag.rsplit("}", 1)[-1]
