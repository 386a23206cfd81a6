"""One round of accounts: every stream to the end of its backfill, then the links. One account's trouble never stops another.

A round ends with an exit code: 0 done, 3 some accounts failed, 4 all that failed need a sign-in and none was read, 1 all failed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import structlog

from cli import logs, wiring
from cli.app import App
from cli.main import DONE, FAILED, SIGN_IN, SOME_FAILED
from cli.wiring import Writing
from config.model import Account
from matchers.book import Book
from store import accounts as rows
from store.ledger import SqlLedger
from store.linking import Linked, Linker
from sync.engine import Engine, Progress
from sync.errors import Bug, DiskFull, RepsideError, StartOver, StoreDamaged, StoreInUse
from sync.policy import Rules
from sync.ports import Connector, Tally

Log = structlog.typing.FilteringBoundLogger
_STOPS_ALL = (DiskFull, StoreDamaged, StoreInUse)
"""Troubles of the store: no other account would fare better."""


class Outcome(NamedTuple):
    """How one account's part of the round went."""

    account: str
    tally: Tally
    error: RepsideError | None


class Round(NamedTuple):
    """A whole round."""

    outcomes: Sequence[Outcome]
    linked: Linked
    seconds: float

    @property
    def total(self) -> Tally:
        """All accounts together."""
        return add(outcome.tally for outcome in self.outcomes)

    @property
    def exit_code(self) -> int:
        """See the head of this file."""
        failed = [outcome.error for outcome in self.outcomes if outcome.error]
        if not failed:
            return DONE
        if len(failed) < len(self.outcomes):
            return SOME_FAILED
        return SIGN_IN if all(error.exit_code == SIGN_IN for error in failed) else FAILED


class Watcher(NamedTuple):
    """Who is told while it runs."""

    account: Callable[[str], None] = lambda _: None
    page: Callable[[Progress], None] = lambda _: None


def run(app: App, wanted: Sequence[Account], watcher: Watcher) -> Round:
    """Bring the accounts up to date. Raises what stops them all: the settings, the store, its lock."""
    started = time.monotonic()
    with wiring.writing(app) as store:
        log = logs.open_log(app)
        ledger = SqlLedger(store.database, store.digest, store.clock)
        engine = Engine(ledger, store.clock, watcher.page)
        rules, book = wiring.rules(app, store)
        outcomes = []
        for account in wanted:
            watcher.account(account.name)
            outcomes.append(_account(app, account, store, engine, rules, log))
        linked = _link(app, store, book, log)
    return Round(outcomes, linked, time.monotonic() - started)


def add(tallies: Iterable[Tally]) -> Tally:
    """The sum."""
    found = list(tallies)
    return Tally(*map(sum, zip(*found, strict=True))) if found else Tally()


def _account(app: App, account: Account, store: Writing, engine: Engine, rules: Rules, log: Log) -> Outcome:
    log = log.bind(account=store.digest(f"log {account.name}").hex()[:12], provider=account.provider)
    rows.ensure(store.database, account.name, account.provider, account.address)
    tallies: list[Tally] = []
    error: RepsideError | None = None
    try:
        error = _streams(app, account, engine, rules, tallies)
    except _STOPS_ALL:
        raise
    except RepsideError as problem:
        error = problem
    except Exception as problem:  # one account's bug never stops the others
        logs.keep_failure(app, problem)
        error = Bug(why=type(problem).__name__)
    total = add(tallies)
    log.info(
        "account",
        code=error.code if error else "HEALTHY",
        error=type(error).__name__ if error else None,
        **total._asdict(),
    )
    rows.note(store.database, account.name, error, store.clock.now())
    return Outcome(account.name, total, error)


def _streams(app: App, account: Account, engine: Engine, rules: Rules, tallies: list[Tally]) -> RepsideError | None:
    """All streams of an account. A stream that is not understood is passed over; trouble with the server ends the account."""
    connector: Connector = wiring.connector(app, account)
    first: RepsideError | None = None
    try:
        for stream in engine.streams(connector, account.name):
            try:
                tallies.append(engine.cycle(connector, account.name, stream, rules, account.level))
            except (StartOver, Bug) as problem:
                first = first or problem
    finally:
        connector.close()
    return first


def _link(app: App, store: Writing, book: Book, log: Log) -> Linked:
    """Matching may fail; what was captured stays, and the next round tries again."""
    try:
        linked = Linker(store.database, book).link_pending()
    except RepsideError:
        raise
    except Exception as problem:  # as said above
        logs.keep_failure(app, problem)
        return Linked()
    log.info("linked", **linked._asdict())
    return linked
