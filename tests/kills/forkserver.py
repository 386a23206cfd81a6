"""A process that has imported Repside once and forks children which run its entry point: 200 kills need no 200 imports.

Run as a program: `python forkserver.py`. Each line on stdin is one order in JSON, each answer one line on stdout:
`{"argv": [...], "words": path}` starts a child and answers its process id; `{"reap": pid}` waits for its end and answers its
wait status. What a process owns by itself is made anew in the child: its session, its mark in the writer's lock, its dice.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import random
import sys
from pathlib import Path

PACKAGES = ("sync", "config", "matchers", "connectors", "store", "cli")


def preload() -> None:
    """Import every module of the program, and what it imports late."""
    for package in PACKAGES:
        found = importlib.import_module(package)
        for module in pkgutil.walk_packages(found.__path__, f"{package}."):
            if ".versions" not in module.name and not module.name.endswith((".env", ".__main__")):
                importlib.import_module(module.name)
    importlib.import_module("sqlalchemy.dialects.sqlite.pysqlite")


def child(argv: list[str], words: str) -> int:
    """What the installed `repside` does, from here on; its exit code."""
    os.setsid()
    with Path(os.devnull).open("rb") as nothing, Path(words).open("ab") as said:
        os.dup2(nothing.fileno(), 0)
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    random.seed()
    sys.argv = ["repside", *argv]
    from store import lock

    lock.MARK = f"{os.getpid()} {os.urandom(8).hex()}"
    from cli.main import main

    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


def answer(order: dict[str, object]) -> int:
    """Do as the order says."""
    if "reap" in order:
        return os.waitpid(int(str(order["reap"])), 0)[1]
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            code = child(list(map(str, order["argv"])), str(order["words"]))  # type: ignore[call-overload]
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)
    return pid


if __name__ == "__main__":
    preload()
    gc.freeze()  # children share what is there
    print("ready", flush=True)  # noqa: T201  the answer
    for line in sys.stdin:
        print(answer(json.loads(line)), flush=True)  # noqa: T201
