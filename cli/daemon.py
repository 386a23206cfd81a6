"""`repside run`'s own life: start, look after the accounts' threads, reload, stop.

One thread reads each account; this one, the main thread, looks once a second: did the clock jump (the machine slept), did another
command write to the store (an import, a pause), did the settings change, is a thread stuck. A signal ends it after the page that
is being read; a second one at once. Both are safe: a page is stored as a whole or not at all.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from cli import auditing, wiring
from cli.app import App
from cli.daemon_crm import Puller
from cli.daemon_desk import Desk, Hooks
from cli.daemon_post import Postman
from cli.daemon_worker import AT_ONCE, Worker
from cli.main import DONE, FAILED, INTERRUPTED
from cli.output import count, note
from cli.wiring import Writing
from store import duty, lock
from sync.errors import RepsideError, Wait

TICK = 1.0
JUMP = 5.0
"""Seconds that wall clock and running time may drift apart in a tick before it counts as a jump."""
GAP = 60.0
"""Seconds between two ticks that mean that the machine slept, whatever its clocks say."""
STUCK = 900.0
"""Seconds without a step after which an account's place is given to another: more than any single request may take."""
FINISH_SECONDS = 4.0
"""Time for the threads to finish their pages; then their connections are cut, and they have as long once more."""


def run(app: App, hooks: Hooks | None = None) -> int:
    """Read all accounts until a signal comes; the exit code. Raises what stops all of it: the settings, the store."""
    with wiring.serving(app) as store:
        if isinstance(store, str):
            note(f"Repside is already running (process {store}). Nothing to do.")
            return DONE
        return Daemon(app, store, hooks or Hooks(chore=auditing.chore)).run()


class Daemon:
    """Owns the threads. Everything here happens in the main thread."""

    def __init__(self, app: App, store: Writing, hooks: Hooks) -> None:
        self._app = app
        self._store = store
        self._hooks = hooks
        self._desk = Desk(app, store)
        self._post = Postman(self._desk)
        self._crms = Puller(self._desk)
        self._slots = threading.Semaphore(AT_ONCE)
        self._workers: dict[str, Worker] = {}
        self._leaving: list[Worker] = []
        self._stop = threading.Event()
        self._drift = _drift()
        self._ticked = time.monotonic()
        self._seen = _stamps(app)

    def run(self) -> int:
        """Until a signal comes."""
        with self._signals():
            self._begin()
            self._hooks.ready()
            self._say_hello()
            try:
                while not self._stop.wait(TICK):
                    self._tick()
                    self._hooks.tick(self._app, self._store)
                    self._hooks.alive()
            finally:
                self._hooks.stopping()
                self._end()
        return DONE

    @contextmanager
    def _signals(self) -> Iterator[None]:
        def stop(number: int, frame: FrameType | None) -> None:
            del number, frame
            if self._stop.is_set():
                os._exit(INTERRUPTED)
            self._stop.set()

        numbers = [signal.SIGINT, signal.SIGTERM]
        before = [(number, signal.signal(number, stop)) for number in numbers]
        try:
            yield
        finally:
            for number, handler in before:
                signal.signal(number, handler)

    def _say_hello(self) -> None:
        if self._app.quiet:
            return
        reads = count(len(self._workers), "account is", "accounts are") + " read as mail comes in."
        if not self._workers:
            reads = "There is no account yet: one that you connect is taken up at once."
        note(f"Repside runs (process {os.getpid()}). {reads} Ctrl-C stops it.")

    # the threads

    def _begin(self) -> None:
        """One thread for each account of the settings, those of the rep's pause included."""
        changed = max((stamp[0] for stamp in self._seen.values()), default=0) / 1e9
        for account in self._app.settings.account:
            worker = Worker(self._desk, account, self._slots, self._hooks)
            if worker.failed_at is not None and worker.failed_at <= changed:
                worker.poke(failing=True)  # what was wrong may have been mended while nobody ran
            self._workers[account.name] = worker
        self._pause()
        for worker in self._workers.values():
            worker.start()
        self._post = Postman(self._desk)
        self._post.start()
        self._crms = Puller(self._desk)
        self._crms.start()

    def _end(self) -> None:
        if not self._finish():
            # A thread hangs in the system. What it has stored is whole; what it has not is read again.
            sys.stderr.flush()
            os._exit(FAILED if self._desk.trouble else DONE)

    def _finish(self) -> bool:
        """Let each thread finish its page, then cut off those that wait for a server. Whether all have ended."""
        self._post.stop()
        self._crms.stop()  # nothing of it is stored from now on, and the process does not wait for it
        left = [*self._workers.values(), *self._leaving]
        for worker in left:
            worker.stop()
        left = _waited(left)
        for worker in left:
            worker.cut()
        self._workers, self._leaving = {}, _waited(left)
        return not self._leaving and self._post.ended(FINISH_SECONDS)

    # once a second

    def _tick(self) -> None:
        if self._desk.trouble is not None:
            raise self._desk.trouble
        self._leaving = [worker for worker in self._leaving if not worker.ended(0)]
        if self._jumped():
            for worker in self._workers.values():
                worker.wake_up()
        with suppress(RepsideError):  # the store is busy or away: the next tick asks again
            if self._news():
                self._take_news()
        seen = _stamps(self._app)
        if seen != self._seen:
            self._seen = seen
            self._reload()
        for worker in self._workers.values():
            if worker.stuck_for() > STUCK:
                self._stuck(worker)

    def _jumped(self) -> bool:
        """Whether the machine slept or its clock was set since the last look."""
        drift, now = _drift(), time.monotonic()
        jumped = abs(drift - self._drift) > JUMP or now - self._ticked > GAP
        self._drift, self._ticked = drift, now
        return jumped

    def _news(self) -> bool:
        """Whether another process wrote to the store."""
        last = lock.last_writer(self._store.database)
        if last not in {"", lock.MARK}:
            with self._desk.turn(wait=0):
                pass  # the turn sees whose mark it is; while the other one still writes, the next tick asks again
        return self._desk.news.is_set()

    def _take_news(self) -> None:
        """A new contact brings up held mail; the rep may have paused an account, or gone on with it."""
        self._desk.news.clear()
        try:
            self._pause()
            streams = duty.rechecks(self._store.database)
        except RepsideError:
            self._desk.news.set()  # not now
            raise
        for name, worker in self._workers.items():
            worker.link_soon()
            worker.poke(streams.get(name, ()))

    def _pause(self) -> None:
        paused = duty.pauses(self._store.database)
        for name, worker in self._workers.items():
            worker.pause(paused.get(name, 0))

    def _stuck(self, worker: Worker) -> None:
        """A thread does not go on: its place goes to another, its connection is cut, the rep is told."""
        worker.give_up_place()
        worker.cut()
        with suppress(RepsideError):
            self._desk.note(worker.account, Wait())

    def _reload(self) -> None:
        """Settings or passwords were written. Broken settings change nothing, and that is said."""
        fresh = App(self._app.env, self._app.home, self._app.flags, self._app.quiet)
        try:
            settings = fresh.settings
            if wiring.store_url(fresh) != self._store.database.url:
                note("The settings name another store now. Stop Repside and start it again to use it.")
                return
        except RepsideError as error:
            note(
                f"The settings were changed and cannot be used; those from before hold on.\n{error.sentence}\n{error.action}"
            )
            return
        note(f"The settings were read again: {count(len(settings.account), 'account')}.")
        self._finish()  # one that hangs finds that it may not write any more
        self._app = fresh
        self._desk = Desk(fresh, self._store)
        self._begin()


def _waited(workers: Iterable[Worker]) -> list[Worker]:
    """Those that have not ended in FINISH_SECONDS."""
    until = time.monotonic() + FINISH_SECONDS
    return [worker for worker in workers if not worker.ended(max(0.0, until - time.monotonic()))]


def _drift() -> float:
    """Wall clock less running time: constant, but for sleep and a clock that is set."""
    return time.time() - time.monotonic()


def _stamps(app: App) -> Mapping[Path, tuple[int, int, int]]:
    """What tells a file that was written from one that was not."""
    found = {}
    for path in (app.paths.config, app.paths.secrets):
        try:
            stat = path.stat()
        except OSError:
            continue
        found[path] = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
    return found
