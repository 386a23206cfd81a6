"""The cursor of a stream of files: a small digest of all that was told, good enough to tell what is new.

The items are spread over a power of two of buckets by a hash of id and marks; each bucket has the sum of its items' hashes.
A bucket whose sum is still the same holds nothing new. Where it differs by exactly one item's hash, that item is the news;
else the whole bucket is named again, some dozens of items. No clock is asked, so nothing hides behind a wrong one.

Kind "folder-1", JSON {f: form of the files, s: signature, d: sums in base64, low: [time, id] down to which the first
listing has come, or null once it is done}. All items above `low` are told as of the digest; those below are still owed.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

from connectors.folder.source import Entry
from sync.model import Cursor

KIND = "folder-1"
MIN_BUCKETS, MAX_BUCKETS = 16, 2_048
CROWDED = 256
"""Items a bucket, from which on a stream gets more buckets; they then hold a quarter of it."""
_MASK = (1 << 64) - 1
Place = tuple[int, str]


class State(NamedTuple):
    """A cursor, read."""

    form: str
    signature: str
    sums: tuple[int, ...]
    low: Place | None = None


class News(NamedTuple):
    """A bucket that differs from its digest."""

    bucket: int
    sum: int
    entries: list[Entry]
    """To be named. Empty where it only lost items."""
    lost: bool
    """Items may have gone."""


def pack(state: State) -> Cursor:
    """A state as a cursor."""
    packed = b64encode(b"".join(value.to_bytes(8, "big") for value in state.sums)).decode()
    value = {"f": state.form, "s": state.signature, "d": packed, "low": state.low}
    return Cursor(KIND, json.dumps(value, separators=(",", ":")))


def unpack(cursor: Cursor) -> State | None:
    """None for a cursor that is not ours, or damaged."""
    try:
        value = json.loads(cursor.value)
        raw = b64decode(value["d"], validate=True)
        low = value["low"]
        state = State(
            str(value["f"]), str(value["s"]), _numbers(raw), None if low is None else (int(low[0]), str(low[1]))
        )
    except (ValueError, KeyError, TypeError, IndexError):
        return None
    buckets = len(state.sums)
    sound = MIN_BUCKETS <= buckets <= MAX_BUCKETS and buckets & (buckets - 1) == 0 and len(raw) % 8 == 0
    return state if cursor.kind == KIND and sound else None


def digest(entries: Sequence[Entry], had: int = 0) -> tuple[int, ...]:
    """Sums of all buckets. `had` buckets stay as many until they are crowded."""
    buckets = had or MIN_BUCKETS
    while buckets < MAX_BUCKETS and len(entries) > buckets * CROWDED:
        buckets *= 4 if buckets * 4 <= MAX_BUCKETS else 2
    sums = [0] * buckets
    for entry in entries:
        value = _hash(entry)
        sums[value % buckets] += value
    return tuple(value & _MASK for value in sums)


def news(sums: Sequence[int], entries: Sequence[Entry]) -> list[News]:
    """The buckets that differ, with what is to be named of them."""
    buckets = len(sums)
    hashes = [_hash(entry) for entry in entries]
    now = [0] * buckets
    for value in hashes:
        now[value % buckets] += value
    found = {
        bucket: News(bucket, total & _MASK, [], lost=True)
        for bucket, total in enumerate(now)
        if total & _MASK != sums[bucket]
    }
    if not found:
        return []
    single: dict[int, Entry] = {}
    for value, entry in zip(hashes, entries, strict=True):
        if changed := found.get(value % buckets):
            changed.entries.append(entry)
            if (sums[changed.bucket] + value) & _MASK == changed.sum:
                single[changed.bucket] = entry
    return [item._replace(entries=[single[b]], lost=False) if b in single else item for b, item in found.items()]


def _hash(entry: Entry) -> int:
    """64 bits of what makes an item worth naming again."""
    name = f"{entry.id}\0{entry.marks}\0{'' if entry.sure else entry.time}".encode("utf-8", "surrogateescape")
    return int.from_bytes(blake2b(name, digest_size=8).digest(), "big")


def _numbers(raw: bytes) -> tuple[int, ...]:
    return tuple(int.from_bytes(raw[at : at + 8], "big") for at in range(0, len(raw), 8))
