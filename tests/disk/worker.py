"""Runs `repside` in forked children below the shim: one import of the program for hundreds of runs.

A line of JSON in: {"arguments": [...], "folder", "log", "nth", "error", "torn", "lasting"}; a line out: [how it ended, operations].
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import sys
from typing import Any

WARM = (
    "cli.syncing", "cli.rounds", "cli.auditing", "cli.logs", "config.settings", "config.sections", "connectors.folder.connector",
    "connectors.folder.maildir", "connectors.wire.text", "connectors.wire.ical", "matchers.book", "store.ledger", "store.linking",
    "store.migrate", "store.people", "store.timeline", "sqlalchemy.dialects.sqlite.pysqlite", "tenacity",
)  # fmt: skip


def main() -> None:
    for name in WARM:
        importlib.import_module(name)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_ran(json.loads(line))) + "\n")
        sys.stdout.flush()


def _ran(order: dict[str, Any]) -> list[int]:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _run(order, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        told = said.read()
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return [ended, int(told or b"0")]


def _run(order: dict[str, Any], writing: int) -> None:
    """In the child; never returns."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nothing, number)
    os.environ["DISK_FOLDER"], os.environ["DISK_LOG"] = order["folder"], order["log"]
    shim = ctypes.CDLL(None)
    from cli.main import run

    code = 70
    try:
        shim.disk_arm(ctypes.c_long(order["nth"]), order["error"], int(order["torn"]), int(order["lasting"]))
        code = run(order["arguments"])
    finally:
        shim.disk_count.restype = ctypes.c_long
        os.write(writing, str(shim.disk_count()).encode())
        os._exit(code)


if __name__ == "__main__":
    main()
