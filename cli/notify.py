"""Word to the service manager that started us (systemd's notify protocol): ready, alive, stopping.

A manager that wants to hear names a datagram socket in NOTIFY_SOCKET, and in WATCHDOG_USEC how many microseconds it bears without a
word. Anybody else never set them: then each call here does nothing. A word that cannot be sent is no reason to stop reading mail.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, MutableMapping
from contextlib import suppress

SEND_SECONDS = 1.0
"""How long a manager that does not listen may hold us up."""


class Notify:
    """Takes the manager's variables out of `env`, so that no program that we start speaks in our name."""

    def __init__(self, env: MutableMapping[str, str], clock: Callable[[], float] = time.monotonic) -> None:
        self._address = _address(env.pop("NOTIFY_SOCKET", ""))
        self._every = _every(env.pop("WATCHDOG_USEC", ""), env.pop("WATCHDOG_PID", ""))
        self._clock = clock
        self._told = clock()

    def ready(self) -> None:
        """All accounts have begun."""
        self._tell("READY=1")
        self.status("Reads mail as it comes in.")

    def alive(self) -> None:
        """To be called often: the watchdog hears of it when half of its time is over."""
        now = self._clock()
        if self._every is not None and now - self._told >= self._every and self._tell("WATCHDOG=1"):
            self._told = now

    def stopping(self) -> None:
        """The last pages are being finished."""
        self._tell("STOPPING=1")
        self.status("Finishes the pages that are being read.")

    def status(self, text: str) -> None:
        """One line for `systemctl status`. No content of mail may be in it: the manager keeps it in its journal."""
        self._tell("STATUS=" + " ".join(text.split()))

    def _tell(self, word: str) -> bool:
        if not self._address:
            return False
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.settimeout(SEND_SECONDS)
            line.sendto(word.encode("utf-8", "replace"), self._address)
            return True
        return False


def _address(named: str) -> str:
    """The socket's address; empty when there is none that we can use. An `@` stands for Linux' abstract names."""
    if not hasattr(socket, "AF_UNIX") or not named.startswith(("/", "@")):
        return ""
    return "\0" + named[1:] if named.startswith("@") else named


def _every(microseconds: str, process: str) -> float | None:
    """Seconds between two signs of life, half of what the watchdog bears; None when none watches this process."""
    if not microseconds.isdecimal() or not int(microseconds) or process not in {"", str(os.getpid())}:
        return None
    return int(microseconds) / 2e6
