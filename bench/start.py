"""Start-up: `--help` and `status` above bare Python, the best of nine in turn."""

from __future__ import annotations

from pathlib import Path

from measure import PYTHON, REPSIDE, Line, run

TURNS = 9


def measure(home: Path, log: Path) -> list[Line]:
    """Two lines, in milliseconds above `python -c pass`. `home` is a set-up home with a filled store."""
    commands = {
        "bare": [PYTHON, "-c", "pass"],
        "help": [REPSIDE, "--help"],
        "status": [REPSIDE, "--home", str(home), "status", "--json"],
    }
    for command in commands.values():  # Python writes its bytecode
        run(command, log)
    best = dict.fromkeys(commands, float("inf"))
    for _ in range(TURNS):
        for name, command in commands.items():
            best[name] = min(best[name], run(command, log).wall * 1000)
    bare = f"bare Python {best['bare']:.0f} ms"
    return [
        Line(f"`{name}` above bare Python", f"{best[key]:.0f} ms", bare, best[key] - best["bare"], goal, False, " ms")
        for name, key, goal in (("repside --help", "help", 60), ("repside status", "status", 150))
    ]
