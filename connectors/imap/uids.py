"""Sets of UIDs, kept as ranges: neighbours cost nothing, and a lying server cannot make us fill the memory."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

MAX_UID = 4_294_967_295
_SET = re.compile(rb"(?:\d{1,10}(?::\d{1,10})?(?:,|$))+")


class Uids:
    """An immutable set of UIDs, in order."""

    __slots__ = ("_count", "_ranges", "_starts")

    def __init__(self, ranges: Iterable[range] = ()) -> None:
        self._ranges = _merged(ranges)
        self._starts = [each.start for each in self._ranges]
        self._count = sum(map(len, self._ranges))

    @classmethod
    def of(cls, numbers: Iterable[int]) -> Uids:
        """From single UIDs in any order."""
        return cls(_runs(sorted(numbers)))

    @classmethod
    def union(cls, sets: Iterable[Uids]) -> Uids:
        """All of several sets."""
        return cls(each for one in sets for each in one._ranges)  # noqa: SLF001  its own kind

    @classmethod
    def parse(cls, text: bytes) -> Uids:
        """From a sequence set as `1:4,7`. ValueError when it is none."""
        if not _SET.fullmatch(text) or text.endswith(b","):
            raise ValueError("not a set of UIDs")
        return cls(_range(part) for part in text.split(b","))

    def __len__(self) -> int:
        return self._count

    def __bool__(self) -> bool:
        return self._count > 0

    def __iter__(self) -> Iterator[int]:
        for each in self._ranges:
            yield from each

    def __reversed__(self) -> Iterator[int]:
        for each in reversed(self._ranges):
            yield from reversed(each)

    def __contains__(self, number: int) -> bool:
        at = bisect_right(self._starts, number) - 1
        return at >= 0 and number in self._ranges[at]

    def below(self, top: int) -> Uids:
        """Those under `top`."""
        return Uids(range(each.start, min(each.stop, top)) for each in self._ranges if each.start < top)

    def text(self) -> bytes:
        """As a sequence set; empty for none."""
        return b",".join(
            b"%d" % each.start if len(each) == 1 else b"%d:%d" % (each.start, each[-1]) for each in self._ranges
        )


def _runs(numbers: list[int]) -> Iterator[range]:
    start = stop = 0
    for number in numbers:
        if number > stop:
            yield range(start, stop)
            start = number
        stop = max(stop, number + 1)
    yield range(start, stop)


def _range(part: bytes) -> range:
    ends = [int(number) for number in part.split(b":")]
    low, high = min(ends), max(ends)
    if low < 1 or high > MAX_UID:
        raise ValueError("not a UID")
    return range(low, high + 1)


def _merged(ranges: Iterable[range]) -> list[range]:
    merged: list[range] = []
    for each in sorted(ranges, key=lambda one: one.start):
        if merged and each.start <= merged[-1].stop:
            merged[-1] = range(merged[-1].start, max(each.stop, merged[-1].stop))
        elif each:
            merged.append(each)
    return merged
