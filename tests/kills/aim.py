"""Where in its life a daemon is, from what it does to the world: the commands it sends, and its store's files."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from tests.connectors.proxy import Proxy

PHASES = ("before connect", "sign-in", "listing", "fetching", "commit", "idle")
_MOST = 1.5
"""Seconds to wait for a phase: a round that finds nothing new never comes to fetch."""


class Aim:
    """Looks at one daemon, which was started when this was made."""

    def __init__(self, store: Path, proxy: Proxy) -> None:
        self._files = [store, store.with_name(store.name + "-journal"), store.with_name(store.name + "-wal")]
        self._proxy = proxy
        self._commands = len(proxy.commands)
        self._connections = proxy.connections
        self._stamps = self._look()
        self._signed_in = False

    def phase(self) -> str:
        """Where it is now. A store that changed since the last look, or has an open journal, is a commit."""
        stamps, before = self._look(), self._stamps
        self._stamps = stamps
        commands = self._proxy.commands[self._commands :]
        if self._proxy.connections == self._connections:
            return "before connect"
        last = commands[-1].split(b" ", 1)[-1] if commands else b""
        self._signed_in = self._signed_in or any(b"LIST" in each for each in commands)
        if not self._signed_in:
            return "sign-in"
        if stamps != before or any(size for _, size in stamps[1:2]):
            return "commit"
        if last == b"IDLE":
            return "idle"
        return "fetching" if b"UID FETCH" in last and b"HEADER.FIELDS" not in last else "listing"

    def wait_for(self, wanted: str) -> None:
        """Until it is there or was there, or was given long enough."""
        deadline = time.monotonic() + _MOST
        while self.phase() != wanted and not self._said(wanted) and time.monotonic() < deadline:
            threading.Event().wait(0.0005)

    def _said(self, phase: str) -> bool:
        """Whether a command of that phase was sent: some phases are over in a millisecond."""
        sign = {"listing": b"EXAMINE", "fetching": b"BODYSTRUCTURE"}.get(phase)
        return sign is not None and any(sign in each for each in self._proxy.commands[self._commands :])

    def rest(self, seconds: float) -> None:
        """Let the daemon go on so long, and see what becomes of its store."""
        self.phase()
        threading.Event().wait(seconds)

    def _look(self) -> list[tuple[int, int]]:
        found = []
        for path in self._files:
            try:
                stat = path.stat()
                found.append((stat.st_mtime_ns, stat.st_size))
            except OSError:
                found.append((0, 0))
        return found


def moment(chance: random.Random) -> tuple[str, float]:
    """The phase to aim at, and the seconds after its first sign; an empty phase: so long after the start."""
    if chance.random() < 0.25:
        return "", chance.uniform(0, 0.4)
    phase = chance.choice(PHASES)
    return phase, chance.uniform(0, 0.003 if phase in {"listing", "fetching"} else 0.03)


def histogram(counts: Mapping[str, int]) -> str:
    """One line."""
    return ", ".join(f"{phase} {counts.get(phase, 0)}" for phase in PHASES)
