"""A process that has imported Repside once and forks children which run its entry point: a thousand commands need no thousand imports.

Run as a program: `python forkserver.py`. Each line on stdin is one order in JSON. `{"argv": [...], "in": path, "out": path, "err": path}`
starts a child and answers its process id in a line; `env` and `cwd` give it others than ours. With `"end": path of a FIFO` nothing is
answered, and the child's exit code comes through there. `{"reap": pid}` waits for a child's end and answers its wait status.

What a process owns by itself is made anew in the child: its session, its variables, its mark in the writer's lock, its dice.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import random
import sys
import threading
import time
from pathlib import Path
from typing import Any

PACKAGES = ("sync", "config", "matchers", "connectors", "store", "view", "cli")

Order = dict[str, Any]


def preload() -> None:
    """Import every module of the program, and what it imports late."""
    for package in PACKAGES:
        found = importlib.import_module(package)
        for module in pkgutil.walk_packages(found.__path__, f"{package}."):
            if ".versions" not in module.name and not module.name.endswith((".env", ".__main__")):
                importlib.import_module(module.name)
    importlib.import_module("sqlalchemy.dialects.sqlite.pysqlite")


def child(order: Order) -> int:
    """What the installed `repside` does, from here on; its exit code."""
    os.setsid()
    with (
        Path(order["in"]).open("rb") as given,
        Path(order["out"]).open("ab") as out,
        Path(order["err"]).open("ab") as err,
    ):
        for file, number in ((given, 0), (out, 1), (err, 2)):
            os.dup2(file.fileno(), number)
    if "env" in order:
        os.environ.clear()
        os.environ.update(order["env"])
        time.tzset()
    os.chdir(order.get("cwd", "."))
    random.seed()
    sys.argv = ["repside", *order["argv"]]
    from store import lock

    lock.MARK = f"{os.getpid()} {os.urandom(8).hex()}"
    from cli.main import main

    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


def begin(order: Order) -> int:
    """Start a child; its process id."""
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            code = child(order)
            threading._shutdown()  # type: ignore[attr-defined]  # as an interpreter ends
            atexit._run_exitfuncs()
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)
    return pid


def watch(order: Order) -> int:
    """Start a child beside one that waits for it, so that orders go on meanwhile; the latter's process id."""
    pid = os.fork()
    if pid == 0:
        try:
            status = os.waitpid(begin(order), 0)[1]
            Path(order["end"]).write_text(str(os.waitstatus_to_exitcode(status)), encoding="ascii")
        finally:
            os._exit(0)
    return pid


def serve() -> None:
    """Do as the orders say, until there are no more."""
    waiting: set[int] = set()
    for line in sys.stdin:
        order = json.loads(line)
        waiting = {pid for pid in waiting if os.waitpid(pid, os.WNOHANG)[0] == 0}
        if "end" in order:
            waiting.add(watch(order))
        elif "reap" in order:
            print(os.waitpid(order["reap"], 0)[1], flush=True)  # noqa: T201  the answer
        else:
            print(begin(order), flush=True)  # noqa: T201


if __name__ == "__main__":
    preload()
    gc.freeze()  # children share what is there
    print("ready", flush=True)  # noqa: T201
    serve()
