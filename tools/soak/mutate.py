"""Sound documents -> malformed ones: what transfers, editors and attackers do to PDFs, drawn at random from a seed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from random import Random

import pikepdf

OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
REFERENCE = re.compile(rb"(\d+) 0 R\b")
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
HUGE = (
    b"0",
    b"-1",
    b"65536",
    b"2147483647",
    b"-2147483648",
    b"4294967296",
    b"99999999999999999999",
    b"1e308",
    b"0.0000001",
)
"""Counts, sizes and coordinates no writer means: each has been too much for some reader's integers."""
OPERATORS = (
    b"q " * 3000,
    b"BT ET " * 500,
    b"0 0 m 9999999 9999999 l S ",
    b"1e9 0 0 1e9 0 0 cm ",
    b"[0.0001] 0 d ",
    b"Q " * 50,
)

Mutation = Callable[[bytes, Random], bytes]


def flip(data: bytes, chance: Random) -> bytes:
    """Bits that fell over on the way."""
    mutated = bytearray(data)
    for _ in range(chance.choice((1, 8, 64, 512))):
        mutated[chance.randrange(len(mutated))] ^= 1 << chance.randrange(8)
    return bytes(mutated)


def truncate(data: bytes, chance: Random) -> bytes:
    """A download that broke off."""
    return data[: chance.randrange(len(data))]


def cut(data: bytes, chance: Random) -> bytes:
    """A block that is missing, or came twice."""
    at, size = chance.randrange(len(data)), chance.choice((16, 512, 4096))
    return data[:at] + data[at : at + size] * chance.choice((0, 2, 3)) + data[at + size :]


def swap(data: bytes, chance: Random) -> bytes:
    """Two objects under each other's number."""
    found = list(OBJECT.finditer(data))
    if len(found) < 2:
        return cut(data, chance)
    one, two = sorted(chance.sample(found, 2), key=lambda match: match.start())
    return b"".join((data[: one.start(2)], two[2], data[one.end(2) : two.start(2)], one[2], data[two.end(2) :]))


def tangle(data: bytes, chance: Random) -> bytes:
    """References that lead in circles: to any other object, often to themselves."""
    numbers = [match[1] for match in OBJECT.finditer(data)] or [b"1"]
    share = chance.choice((0.01, 0.1, 0.5))
    return REFERENCE.sub(lambda match: chance.choice(numbers) + b" 0 R" if chance.random() < share else match[0], data)


def enlarge(data: bytes, chance: Random) -> bytes:
    """Numbers nobody means, in places where numbers stand."""
    found = list(NUMBER.finditer(data))
    for match in sorted(chance.sample(found, min(len(found), chance.choice((1, 5, 50)))), key=lambda m: -m.start()):
        data = data[: match.start()] + chance.choice(HUGE) + data[match.end() :]
    return data


def operate(data: bytes, chance: Random) -> bytes:
    """Operators without end, inside a content stream that is not compressed."""
    starts = [match.end() for match in re.finditer(rb"stream\r?\n", data)]
    at = chance.choice(starts) if starts else len(data)
    return data[:at] + chance.choice(OPERATORS) * chance.choice((1, 10, 100)) + data[at:]


MUTATIONS: tuple[Mutation, ...] = (flip, truncate, cut, swap, tangle, enlarge, operate)


def mutated(seed: bytes, chance: Random) -> bytes:
    """One to three mutations of a document."""
    for mutation in chance.choices(MUTATIONS, k=chance.choice((1, 1, 2, 3))):
        seed = mutation(seed, chance) or b"%PDF-1.7\n"
    return seed


def opened(data: bytes) -> bytes:
    """The same PDF with nothing compressed: its objects and operators lie open to mutation."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(
            out,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()
