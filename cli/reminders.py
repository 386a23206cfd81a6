"""A notification before each meeting with people outside, while `repside run` is running: [rep] brief_minutes, off by default.

It says that a meeting is near and how to open its brief, never with whom or about what. Each meeting is told once, across restarts; one
that is moved is told again for its new time.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path

from cli import desktop
from cli.app import App
from cli.output import count, note
from cli.wiring import Writing
from config.paths import write_private
from store import today
from sync.errors import RepsideError

LOOK = 20.0
"""Seconds between two looks at the calendar."""
DAY = 86_400


class Reminders:
    """Called once a second from the daemon's main loop; it never waits there."""

    def __init__(self) -> None:
        self._looked = -LOOK
        self._said = False

    def tick(self, app: App, store: Writing) -> None:
        """Look, if it is time. A store that is busy or away is asked again later."""
        if not app.settings.rep.brief_minutes or time.monotonic() - self._looked < LOOK:
            return
        self._looked = time.monotonic()
        with suppress(RepsideError):
            self._look(app, store)

    def _look(self, app: App, store: Writing) -> None:
        now = store.clock.now()
        with store.database.read() as connection:
            soon = today.starts(connection, now, now + app.settings.rep.brief_minutes * 60)
        memory = Told(app.paths.data / "briefed.json")
        told = memory.load()
        news = [one for one in soon if told.get(one.id) != one.at]
        if news:
            # Written first: rather no notification than the same one again and again.
            memory.save({**{id: at for id, at in told.items() if at > now - DAY}, **{one.id: one.at for one in news}})
        for one in news:
            self._show(app, one, now)

    def _show(self, app: App, one: today.Start, now: int) -> None:
        minutes = max(1, round((one.at - now) / 60))
        title = f"A meeting in {count(minutes, 'minute')}"
        if not desktop.show(title, f"Your brief: repside brief {one.id}", app.env) and not self._said:
            self._said = True
            note(
                f"No notification can be shown before meetings: {desktop.missing(app.env)} is not there. See repside doctor."
            )


class Told:
    """Meeting → the time for which it was told, in a small file. What cannot be read or written is no error."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> dict[int, int]:
        """Empty when there is nothing to be read."""
        try:
            found = json.loads(self._path.read_bytes()[:65_536])
            return {int(id): int(at) for id, at in found.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def save(self, told: dict[int, int]) -> None:
        """Replace the file as a whole."""
        with suppress(OSError, RepsideError):
            write_private(self._path, json.dumps({str(id): at for id, at in told.items()}).encode())
