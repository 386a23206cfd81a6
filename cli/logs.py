"""The log: what was done and how it ended, as JSON lines. Never a subject, a text, an address, a name or a secret.

Account and stream are keyed hashes, errors are class names, a failure of ours is its class and the places in our own code.
A log that cannot be written (its disk is full, its folder is read-only) never stops the work.
"""

from __future__ import annotations

import json
import logging
import logging.handlers
import threading
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from cli.app import App
from sync.errors import RepsideError

_BYTES, _FILES = 1_000_000, 3
_ROOT = Path(__file__).resolve().parent.parent
_WORDS = frozenset({"event", "level", "timestamp", "error", "code", "provider", "place", "account", "stream"})
"""Keys whose values may be text; all of them are words of ours or hashes. Of other keys only numbers are kept."""
_turn = threading.RLock()


def write(app: App, event: str, *, level: int = logging.INFO, **values: object) -> None:
    """One line in the log of this installation. Of `values` only known keys and numbers are kept."""
    with _turn:  # the file is opened anew each time: a folder that was shut may be open now
        _open(app).log(level, _line(event, level, values))


def _open(app: App) -> logging.Logger:
    target = logging.getLogger("repside")
    target.propagate = False
    target.setLevel(logging.INFO)
    for handler in list(target.handlers):
        target.removeHandler(handler)
        handler.close()
    target.addHandler(_handler(app.paths.log))
    return target


def _line(event: str, level: int, values: Mapping[str, object]) -> str:
    """JSON of what may be kept. Standard library only: a library for this took a tenth of a second at each command that logs."""
    at = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    said = {**values, "event": event, "level": logging.getLevelName(level).lower(), "timestamp": at}
    return json.dumps(_without_content(said), default=repr)


def keep_failure(app: App, error: BaseException) -> None:
    """A failure of ours: its class and where it happened. The message is left out: it may quote mail."""
    write(app, "failure", level=logging.ERROR, error=type(error).__name__, place=_places(error))


def keep_library(app: App, record: logging.LogRecord) -> None:
    """What a library logged: its name, where, and the class of the error at hand. Its words are left out for the same reason."""
    error = record.exc_info[1] if record.exc_info else getattr(record, "error", None)
    where = (error and _places(error)) or f"{record.name}:{record.lineno}"
    write(app, "library", level=record.levelno, error=type(error).__name__ if error else None, place=where)


def _places(error: BaseException) -> str:
    """The lines of our own code that it came through, innermost first."""
    places = [
        f"{Path(frame.filename).relative_to(_ROOT)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(_ROOT) and "site-packages" not in frame.filename
    ]
    return " < ".join(reversed(places))


class _Quiet(logging.handlers.RotatingFileHandler):
    """Drops a line that cannot be written."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """The work is worth more than the line."""


def _handler(path: Path) -> logging.Handler:
    from config.paths import private_folder

    try:
        private_folder(path.parent)
        handler: logging.Handler = _Quiet(path, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8")
        path.chmod(0o600)
    except (OSError, RepsideError):
        return logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    return handler


def _without_content(event: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in event.items() if key in _WORDS or isinstance(value, int | float | None)}
