"""What the daemon's account threads share: turns at the store, the rules of the moment, the log.

The daemon keeps no lock while it waits for a server. It takes the writer's lock for one page's commit and gives it back, so that
an import or an exclusion never waits for a slow server. What another process wrote in between makes the rules stale: then
nothing that was decided by them is stored, and the page is decided anew.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import NamedTuple

from cli import wiring
from cli.app import App
from cli.filing import Filing
from cli.output import note
from cli.wiring import Writing
from config.model import Account
from store import accounts, lock, migrate
from store.turns import Turns
from sync.errors import RepsideError, StoreAway, StoreBusy, StoreInUse
from sync.model import Stream
from sync.policy import Rules
from sync.ports import Connector, Tally

TURN_SECONDS = 30.0
"""How long a page waits for another process that writes; then the account tries again later."""
_LINK_TRIES = 3


class Stale(Exception):
    """Another process wrote to the store: what was decided is decided anew."""


class Stopped(Exception):
    """The thread shall end, or pause. What is stored stays."""


class Snapshot(NamedTuple):
    """What is decided by, as the store says it now."""

    number: int
    rules: Rules
    filing: Filing


class Decided(NamedTuple):
    """Rules, and the store for what was decided by them."""

    rules: Rules
    store: Writing
    """Each of its transactions is a turn: none may be begun inside another, and none is held while a server is asked."""


class Job(NamedTuple):
    """What a chore gets that is done at an account while its connection is there (the audit)."""

    app: App
    account: Account
    connector: Connector
    streams: Sequence[Stream]
    decided: Callable[[], Decided]
    """The rules as they are now. What they decide is refused with Stale once somebody else has written."""
    moved: Callable[[], None]
    """To be called now and then: a thread that does not move is taken for stuck. Raises Stopped."""


class Hooks(NamedTuple):
    """Where others join in."""

    ready: Callable[[], None] = lambda: None
    """All accounts have begun."""
    alive: Callable[[], None] = lambda: None
    """Once a second, from the main loop."""
    stopping: Callable[[], None] = lambda: None
    tick: Callable[[App, Writing], None] = lambda _app, _store: None
    """Once a second, from the main loop, with the settings as they are now. It must not wait."""
    chore: Callable[[Job], None] | None = None
    """After each round of an account that went well, in its thread."""


class Desk:
    """Shared by all threads of the daemon."""

    def __init__(self, app: App, store: Writing) -> None:
        self.app = app
        self._store = store
        self.store = self.writing(self.turn)
        """For what does not depend on rules."""
        self.news = threading.Event()
        """Another process wrote: an import, an exclusion, a pause. Who begins looks at what was written before."""
        self.news.set()
        self.trouble: RepsideError | None = None
        """The store is not ours to write any more; raised at each turn from then on."""
        self._turn = threading.Lock()
        self._log = threading.Lock()
        self._said = False
        self._number = 0
        self._snapshot: Snapshot | None = None

    @contextmanager
    def turn(self, number: int | None = None, wait: float = TURN_SECONDS) -> Iterator[None]:
        """The store for a moment. `number`: of the snapshot that was decided by. Raises Stale, StoreInUse, StoreNewer."""
        if not self._turn.acquire(timeout=wait):
            raise StoreInUse(pid=os.getpid())
        try:
            with lock.writer(self._store.database, wait) as foreign:
                if foreign:
                    self._number += 1
                    self._snapshot = None
                    self._look()
                    self.news.set()
                if self.trouble is not None:
                    raise self.trouble
                if number is not None and number != self._number:
                    raise Stale
                yield
        finally:
            self._turn.release()

    def writing(self, turn: Callable[[], AbstractContextManager[None]]) -> Writing:
        """The store, each transaction in such a turn."""
        return self._store._replace(database=Turns(self._store.database, turn))

    def _look(self) -> None:
        try:
            migrate.check(self._store.database)
        except RepsideError as error:
            self.trouble = error

    def other(self) -> str:
        """The process that wrote last."""
        return lock.last_writer(self._store.database).partition(" ")[0] or "unknown"

    def snapshot(self) -> Snapshot:
        """The rules, read anew when somebody else has written."""
        with self.turn():
            if self._snapshot is None:
                number = self._number
                rules, book = wiring.rules(self.app, self._store)
                linking = self.writing(lambda: self.turn(number))
                self._snapshot = Snapshot(number, rules, Filing(self.app, linking, book))
            return self._snapshot

    @contextmanager
    def records(self) -> Iterator[None]:
        """A turn in which this very process writes contacts or deals: what was decided by the old ones is decided anew.

        Nobody gets a turn in between: a held item that a new contact brings up would be looked at by the old book, and forgotten.
        """
        with self.turn():
            try:
                yield
            finally:
                self._number += 1
                self._snapshot = None
                self.news.set()

    def link(self) -> None:
        """File what is captured. Matching may fail: what was captured stays, and the next round tries again."""
        for _ in range(_LINK_TRIES):
            try:
                self.snapshot().filing.run()
            except Stale:
                continue
            except RepsideError:
                raise
            except Exception as problem:  # matching never blocks capture
                self.keep(problem)
            return

    def note(self, account: Account, error: RepsideError | None) -> None:
        """What `status` says of the account."""
        accounts.note(self.store.database, account.name, error, self.store.clock.now())

    def tell(self, account: Account, total: Tally, error: RepsideError | None) -> None:
        """A line in the log; none for a quiet round."""
        from cli import rounds

        with self._log:  # it is opened anew each time, by one thread at once
            if isinstance(error, StoreBusy | StoreAway) and not self._said:
                note(f"{error.sentence}\n{error.action}")  # `status` cannot tell what cannot be stored
            self._said = isinstance(error, StoreBusy | StoreAway)
            rounds.tell(self.app, self.store, account, total, error)

    def keep(self, problem: BaseException) -> None:
        """A failure of ours: its class and its place, for the log."""
        from cli import logs

        with self._log:
            logs.keep_failure(self.app, problem)
