"""One round of accounts: every stream to the end of its backfill, then the links. One account's trouble never stops another.

A round ends with an exit code: 0 done, 3 some accounts failed, 4 all that failed need a sign-in and none was read, 1 all failed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cli import wiring
from cli.app import App
from cli.auditing import Audits
from cli.filing import Filing, grace
from cli.main import DONE, FAILED, SIGN_IN, SOME_FAILED
from cli.patience import patiently
from cli.wiring import Writing
from config.model import Account
from store import accounts as rows
from store import post, review
from store.ledger import SqlLedger
from store.linking import Linked
from sync.engine import Engine, Progress
from sync.errors import Bug, DiskFull, FolderClosed, RepsideError, StartOver, StoreDamaged, StoreInUse
from sync.ports import Tally

if TYPE_CHECKING:
    from cli.sending import Sent

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
    sent: Sequence[Sent] = ()
    """What left for the CRM."""
    waiting: int = 0
    """Proposals that wait for the rep."""

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


def run(app: App, wanted: Sequence[Account], watcher: Watcher, *, crms: bool = False) -> Round:
    """Bring the accounts up to date; `crms`: the CRMs that are due before them, for a new contact's mail is fetched at once.

    Raises what stops them all: the settings, the store, its lock.
    """
    started = time.monotonic()
    with wiring.writing(app) as store:
        outcomes = _pulled(app, store) if crms and app.settings.crm else []
        work = _Work(app, store, watcher)
        for account in wanted:
            watcher.account(account.name)
            outcomes.append(work.account(account))
        work.link()
        sent = _sent(app, store)
        if any(one.state == "done" for one in sent):
            work.renew()  # a contact that was made brings mail along
            work.link()
        with store.database.read() as connection:
            waiting = review.waiting(connection)
    return Round(outcomes, work.linked, time.monotonic() - started, sent, waiting)


def _sent(app: App, store: Writing) -> Sequence[Sent]:
    """What is due leaves for the CRMs."""
    if not post.waits(store.database, store.clock):
        return ()
    from cli import noting, sending

    sent = sending.send(store, sending.opening(app))
    noting.send(store, sending.opening(app), grace(app))
    return sent


def _pulled(app: App, store: Writing) -> list[Outcome]:
    """CRMs that are due. One that fails is told of, and stops no mail."""
    from cli import crms

    return [Outcome(each.name, Tally(), each.error) for each in crms.pull(app, store, app.settings.crm, only_due=True)]


def add(tallies: Iterable[Tally]) -> Tally:
    """The sum."""
    found = list(tallies)
    return Tally(*map(sum, zip(*found, strict=True))) if found else Tally()


class _Work:
    """What a round holds while it runs: one engine, one book, and the counts of what was stored so far."""

    def __init__(self, app: App, store: Writing, watcher: Watcher) -> None:
        self._app = app
        self._store = store
        self._watcher = watcher
        self._rules, book = wiring.rules(app, store)
        self._engine = Engine(SqlLedger(store.database, store.digest, store.clock), store.clock, self._page)
        self._audits = Audits(app, store, self._engine)
        self._filing = Filing(app, store, book)
        """By the contacts, deals and rules of its beginning."""
        self._tallies: list[Tally] = []
        self.linked = Linked()

    def account(self, account: Account) -> Outcome:
        """One account's part. Its trouble is told, noted and kept; only a trouble of the store is raised."""
        rows.ensure(self._store.database, account.name, account.provider, account.address)
        self._tallies = []
        error: RepsideError | None = None
        try:
            error = self._streams(account)
        except _STOPS_ALL:
            raise
        except RepsideError as problem:
            error = problem
        except Exception as problem:  # one account's bug never stops the others
            self._keep(problem)
            error = Bug(why=type(problem).__name__)
        total = add(self._tallies)
        tell(self._app, self._store, account, total, error)
        rows.note(self._store.database, account.name, error, self._store.clock.now())
        return Outcome(account.name, total, error)

    def renew(self) -> None:
        """Contacts or deals have changed."""
        self._rules, book = wiring.rules(self._app, self._store)
        self._filing = Filing(self._app, self._store, book)

    def link(self) -> None:
        """File what is captured. Matching may fail; what was captured stays, and the next round tries again."""
        try:
            found = self._filing.run()
        except RepsideError:
            raise
        except Exception as problem:  # as said above
            self._keep(problem)
        else:
            self.linked = Linked(*map(sum, zip(self.linked, found, strict=True)))

    def _streams(self, account: Account) -> RepsideError | None:
        """All streams. One that is not understood is passed over; trouble with the server ends the account."""
        connector = wiring.connector(self._app, account)
        rules = wiring.windowed(self._store, account, self._rules)
        first: RepsideError | None = None
        try:
            for stream in patiently(self._engine.streams, connector, account.name):
                try:
                    patiently(self._engine.cycle, connector, account.name, stream, rules, account.level)
                    if self._audits.due(account, stream):
                        self._audits.now(connector, account, stream, self._rules)
                except (StartOver, Bug, FolderClosed) as problem:
                    first = first or problem
        finally:
            connector.close()
        return first

    def _page(self, progress: Progress) -> None:
        self._tallies.append(progress.tally)
        self._watcher.page(progress)
        if progress.tally.captured:
            self.link()

    def _keep(self, problem: Exception) -> None:
        from cli import logs

        logs.keep_failure(self._app, problem)


def tell(app: App, store: Writing, account: Account, total: Tally, error: RepsideError | None) -> None:
    """A line in the log; a quiet round leaves none, and does not load what writes it."""
    if error is None and not any(total):
        return
    from cli import logs

    logs.write(
        app,
        "account",
        account=store.digest(f"log {account.name}").hex()[:12],
        provider=account.provider,
        code=error.code if error else "HEALTHY",
        error=type(error).__name__ if error else None,
        **total._asdict(),
    )
