"""What a power cut can leave: the operations of a run, of which only what was made sure of is certain to be there.

A write that no fsync of its file followed may be there, or not, or in part: each sector of 512 bytes for itself. The names of a folder
change in their order (as journalling file systems keep it), but how many of the last changes are there is chance, too, unless an
fsync of the folder followed them.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

SECTOR = 512


class Operation(NamedTuple):
    """One line of the shim's log."""

    what: str
    """c made, w write, t cut to a length, s made sure of, u removed, r renamed."""
    path: str
    to: str
    offset: int
    data: bytes


def read(log: Path) -> list[Operation]:
    """The operations of a run, in their order."""
    raw, found, at = log.read_bytes(), [], 0
    while at < len(raw):
        end = raw.index(b"\n", at)
        what, path, to, offset, size = raw[at:end].decode().split("\t")
        found.append(Operation(what, path, to, int(offset), raw[end + 1 : end + 1 + int(size)]))
        at = end + 1 + int(size)
    return found


def cut(done: Sequence[Operation], before: Path, folder: Path, chance: random.Random) -> None:
    """Make `folder` what a disk may hold after a power cut behind these operations; `before` is what it held at first."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(before, folder)
    names = _names(done, folder, chance)
    sure = _sure(done)
    lives: dict[str, Path] = {str(path): path for path in folder.rglob("*") if path.is_file()}
    for number, operation in enumerate(done):
        if operation.what in "cur":
            if number < names:
                _rename(operation, lives)
        elif operation.what in "wt":
            certain = number < sure.get(operation.path, 0)
            _change(operation, lives.get(operation.path), chance, certain=certain)


def _names(done: Sequence[Operation], folder: Path, chance: random.Random) -> int:
    """Operations up to here have changed the folder's names for certain; those after it perhaps."""
    last = max(
        (n for n, operation in enumerate(done) if operation.what == "s" and operation.path == str(folder)), default=0
    )
    # A file whose own content was made sure of has its name, too: that much every journalling file system gives.
    kept = {operation.path for operation in done if operation.what == "s"}
    made = max(
        (n + 1 for n, operation in enumerate(done) if operation.what == "c" and operation.path in kept), default=0
    )
    return chance.randint(max(last, made), len(done))


def _sure(done: Sequence[Operation]) -> dict[str, int]:
    """For each file the number of its last fsync."""
    return {operation.path: number for number, operation in enumerate(done) if operation.what == "s"}


def _rename(operation: Operation, lives: dict[str, Path]) -> None:
    path = Path(operation.path)
    if operation.what == "c":
        path.touch(mode=0o600)
        lives[operation.path] = path
    elif operation.what == "u":
        path.unlink(missing_ok=True)
        lives.pop(operation.path, None)
    elif path.exists():
        path.rename(operation.to)
        lives[operation.to] = Path(operation.to)
        lives.pop(operation.path, None)


def _change(operation: Operation, path: Path | None, chance: random.Random, *, certain: bool) -> None:
    if path is None or not path.exists() or (not certain and chance.random() < 0.4):
        return
    with path.open("r+b") as file:
        if operation.what == "t":
            file.truncate(operation.offset)
            return
        for start in range(0, len(operation.data), SECTOR):
            if certain or chance.random() < 0.7:
                file.seek(operation.offset + start)
                file.write(operation.data[start : start + SECTOR])
