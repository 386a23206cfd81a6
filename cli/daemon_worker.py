"""One account's thread: what is due is read, then it waits, for the provider's word (IDLE) or for the next due time."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from cli import wiring
from cli.daemon_desk import Decided, Desk, Hooks, Job, Snapshot, Stale, Stopped
from cli.daemon_dues import LISTING, Dues
from cli.daemon_place import Place
from cli.rounds import add
from cli.wiring import Writing
from config.model import Account
from store import accounts
from store.ledger import SqlLedger
from sync.engine import Engine, Progress
from sync.errors import Bug, FolderClosed, RepsideError, StartOver, StoreDamaged, StoreInUse
from sync.model import Stream
from sync.policy import stream_reason
from sync.ports import Connector, Interruptible, Tally, Waiting
from sync.schedule import Outcome

AT_ONCE = 8
"""Accounts that are read at the same time; all others wait for a place, or for news."""
_NAP = 60.0
"""The longest sleep: due times are of the wall clock, which may be set."""
_STALE_TRIES = 5
_FALSE_NEWS = 3
"""Times in a row that a provider may tell of news that is none before it is asked by the clock for a while."""
_SULK = 60.0


class Worker:
    """Reads one account until it is told to stop. All public methods are for other threads, and return at once."""

    def __init__(self, desk: Desk, account: Account, slots: threading.Semaphore, hooks: Hooks) -> None:
        self.account = account
        self._desk = desk
        self._hooks = hooks
        self._dues = Dues(desk.store, account.name, random)
        self.failed_at = self._dues.failed_at
        self._connector: Connector | None = None
        self._line: Interruptible | None = None
        """The connector, where it can be interrupted."""
        self._watcher: Waiting | None = None
        """The connector, where it can wait for news."""
        self._streams: dict[str, Stream] = {}
        self._ended = threading.Event()
        self._bell = threading.Event()
        self._dropped = threading.Event()
        self._unlinked = threading.Event()
        self._paused_until = 0
        self._rests = False
        self._place = Place(slots)
        self._tallies: list[Tally] = []
        self._false_news = 0
        self._sulks_until = 0.0
        self._known = False
        self._thread = threading.Thread(target=self._run, name=account.name, daemon=True)

    # for the other threads

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the page that is being read."""
        self._ended.set()
        self._rouse()

    def ended(self, seconds: float) -> bool:
        """Wait for the end, at most so long."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def pause(self, until: int) -> None:
        """Leave the account alone until then; 0: go on."""
        if until != self._paused_until:
            self._paused_until = until
            self._rouse()

    def poke(self, streams: Iterable[str] = (), *, failing: bool = False) -> None:
        """Look at these streams now; `failing`: at all that failed, too, for what was wrong may be mended."""
        self._dues.poke(streams, failing=failing)
        self._rouse()

    def link_soon(self) -> None:
        """Contacts or deals have changed: file anew what waits for it."""
        self._unlinked.set()

    def wake_up(self) -> None:
        """The machine slept or its clock was set: connections are dead, and everything may be due."""
        self._dues.poke_all()
        self._dropped.set()
        self.cut()
        self._rouse()

    def cut(self) -> None:
        """Break the connection: whatever waits for the server goes on at once."""
        if broken := self._line:
            broken.cut()

    def stuck_for(self) -> float:
        """Seconds without a step while it has a place among those that read."""
        return self._place.idle_for()

    def give_up_place(self) -> None:
        """The thread is stuck: its place goes to another account."""
        self._place.give_up()

    def _rouse(self) -> None:
        self._bell.set()
        if broken := self._line:
            broken.rouse()

    # the thread

    def _run(self) -> None:
        try:
            while not self._ended.is_set():
                self._bell.clear()
                try:
                    self._step()
                except Stopped:
                    continue
                except Exception as problem:  # what a round does not foresee must not end the account's reading
                    self._desk.keep(problem)
                    self._bell.wait(_NAP)
        finally:
            self._let_go()

    def _step(self) -> None:
        now = self._now()
        if self._dropped.is_set():
            self._dropped.clear()
            self._let_go()
        if self._paused_until > now:
            self._rests = True
            self._let_go()
            self._sleep(self._paused_until - now)
            return
        if self._rests:
            self._rests = False
            self._dues.poke_all()
        if self._unlinked.is_set():
            self._unlinked.clear()
            with suppress(RepsideError):  # the next round links, too
                self._desk.link()
        due = self._dues.due(now)
        if due:
            self._round(due)
        elif (watcher := self._watcher) and (inbox := self._watched()) and self._sulks_until <= time.monotonic():
            self._wait(watcher, inbox, self._dues.next() - now)
        else:
            self._sleep(self._dues.next() - now)

    def _sleep(self, seconds: float) -> None:
        self._bell.wait(min(max(seconds, 0.05), _NAP))

    def _wait(self, watcher: Waiting, inbox: Stream, seconds: float) -> None:
        """Until the provider tells of news. One that breaks off or errs is asked by the clock for a while."""
        try:
            news = watcher.wait(inbox, max(seconds, 0.05))
        except RepsideError:
            self._sulks_until = time.monotonic() + _SULK
            self._dues.poke([inbox.id])
            return
        except Exception as problem:  # as in a round: one account's bug stops nobody
            self._desk.keep(problem)
            self._sulks_until = time.monotonic() + _SULK
            return
        if news:
            self._false_news += 1
            self._dues.poke([inbox.id])
        if self._false_news > _FALSE_NEWS:
            self._sulks_until = time.monotonic() + _SULK
            self._false_news = 0

    def _watched(self) -> Stream | None:
        """The stream whose news the provider tells of: the inbox, or all mail."""
        if self._watcher is None:
            return None
        for role in ("inbox", "all"):
            for stream in self._streams.values():
                if stream.role == role and not self._dues.failing(stream.id):
                    return stream
        return None

    # one round

    def _round(self, due: list[str]) -> None:
        """Read what is due. Trouble with the server or the store ends the round; it is told, noted and tried again later."""
        self._tallies = []
        with self._place.taken():
            failed: RepsideError | None = None
            try:
                self._read(due)
            except Stale:
                failed = StoreInUse(pid=self._desk.other())
            except Stopped:
                raise
            except RepsideError as problem:
                failed = problem
                if isinstance(problem, StoreDamaged):
                    self._desk.trouble = problem  # no account would fare better
            except Exception as problem:  # one account's bug stops nobody
                self._desk.keep(problem)
                failed = Bug(why=type(problem).__name__)
            if failed is not None:
                self._dues.failed(failed, self._now())
            self._close(failed)

    def _read(self, due: list[str]) -> None:
        mine, database = self.account, self._writing(None).database
        if self._known and not accounts.exists(database, mine.name):  # the rep has had it forgotten meanwhile
            self._ended.set()
            raise Stopped
        self._known = True
        accounts.ensure(database, mine.name, mine.provider, mine.address)
        connector = self._connected()
        if LISTING in due or not self._streams:
            found = self._engine(None).streams(connector, self.account.name)
            self._streams = {stream.id: stream for stream in found}
            self._dues.listed(self._streams, self._now())
        for remote in sorted(self._streams, key=self._order):
            if remote in due or self._dues.is_due(remote, self._now()):
                self._one(connector, self._streams[remote])
        self._desk.link()
        if self._hooks.chore is not None:
            self._hooks.chore(self._job(connector))

    def _order(self, remote: str) -> bool:
        return self._streams[remote].role != "inbox"

    def _one(self, connector: Connector, stream: Stream) -> None:
        """One look at one stream. One that is not understood is passed over; trouble with the server is raised."""
        before = len(self._tallies)
        failed: RepsideError | None = None
        watched = False
        try:
            rules = self._cycle(connector, stream)
            watched = stream == self._watched() or bool(stream_reason(stream, rules.rules))
        except (StartOver, Bug, FolderClosed) as problem:
            failed = problem
        except (RepsideError, Stale, Stopped):
            raise
        except Exception as problem:  # a bug at one stream must not starve the others
            self._desk.keep(problem)
            failed = Bug(why=type(problem).__name__)
        changed = any(any(tally) for tally in self._tallies[before:])
        if changed or stream != self._watched():
            self._false_news = 0  # while others are read, the provider's word on this one counts for nothing
        self._dues.done(stream.id, Outcome(changed, failed, watched), self._now())

    def _cycle(self, connector: Connector, stream: Stream) -> Snapshot:
        for _ in range(_STALE_TRIES):
            snapshot = self._desk.snapshot()
            self._move()
            with suppress(Stale):
                engine = self._engine(snapshot)
                rules = wiring.windowed(self._desk.store, self.account, snapshot.rules)
                engine.cycle(connector, self.account.name, stream, rules, self.account.level)
                return snapshot
        raise Stale

    def _engine(self, snapshot: Snapshot | None) -> Engine:
        return Engine(self._ledger(snapshot.number if snapshot else None), self._desk.store.clock, self._page)

    def _ledger(self, number: int | None) -> SqlLedger:
        return SqlLedger(*self._writing(number))

    def _writing(self, number: int | None) -> Writing:
        """The store, refused once this thread shall end: another one may have taken its account over."""

        @contextmanager
        def turn() -> Iterator[None]:
            with self._desk.turn(number):
                if self._ended.is_set():
                    raise Stopped
                yield

        return self._desk.writing(turn)

    def _page(self, progress: Progress) -> None:
        self._tallies.append(progress.tally)
        if progress.tally.captured:
            self._desk.link()
        self._move()

    def _move(self) -> None:
        """A step was made. Raises Stopped when it was the last one."""
        self._place.moved()
        if self._ended.is_set() or self._dropped.is_set() or self._paused_until > self._now():
            raise Stopped

    def _job(self, connector: Connector) -> Job:
        def decided() -> Decided:
            snapshot = self._desk.snapshot()
            return Decided(snapshot.rules, self._writing(snapshot.number))

        streams = list(self._streams.values())
        return Job(self._desk.app, self.account, connector, streams, decided, self._move)

    def _close(self, failed: RepsideError | None) -> None:
        """Tell how the round went. What cannot be written now is written by the next one."""
        error = failed or self._dues.error()
        total = add(self._tallies)
        try:
            if not self._dues.unsure():
                self._desk.note(self.account, error)
            self._dues.save(self._now())
        except RepsideError as problem:
            error = error or problem
        except Exception as problem:  # the next round tries again
            self._desk.keep(problem)
        self._desk.tell(self.account, total, error)
        if failed is not None:
            self._let_go()

    # small things

    def _connected(self) -> Connector:
        if self._connector is None:
            made = self._connector = wiring.connector(self._desk.app, self.account)
            self._line = made if isinstance(made, Interruptible) else None
            self._watcher = made if isinstance(made, Waiting) else None
        return self._connector

    def _let_go(self) -> None:
        connector, self._connector, self._watcher = self._connector, None, None
        if connector is not None:
            connector.close()

    def _now(self) -> int:
        return self._desk.store.clock.now()
