"""What libraries say of their own troubles: kept in our log as who and where, never as words, for these may quote mail or an address.

Python would print them on the rep's terminal, or in the service's journal: a broken connection of the store with its statement's values, a
request with its query. Light to import: what writes the log is loaded when there is something to write.
"""

from __future__ import annotations

import logging

from cli.app import App


class _Hearing(logging.Handler):
    """Takes what no other logger took."""

    def __init__(self, app: App) -> None:
        super().__init__(logging.WARNING)
        self._app = app

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it. The work is worth more than the line."""
        from cli import logs

        try:
            logs.keep_library(self._app, record)
        except Exception:
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Nothing is printed: it could quote the record."""


def hear(app: App) -> None:
    """From now on, in this installation's log."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _Hearing)]:
        root.removeHandler(handler)
    root.addHandler(_Hearing(app))
