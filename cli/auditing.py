"""The daily audit: in a round of `sync` right after a stream was read, in the daemon after an account's round, or when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from cli import wiring
from cli.app import App
from cli.patience import patiently
from cli.wiring import Writing
from store import accounts as rows
from store.audit import Auditor
from sync.engine import Engine
from sync.errors import RepsideError

if TYPE_CHECKING:
    from cli.daemon_desk import Job
    from config.model import Account
    from sync.audit import Audit
    from sync.model import Stream
    from sync.policy import Rules
    from sync.ports import Connector


_TRIES = 3
"""Times that a stream is compared when others write meanwhile; after that the next round does it."""


class Audits:
    """Audits of one round or one thread; each find is a line in the log."""

    def __init__(self, app: App, store: Writing, engine: Engine) -> None:
        self._app = app
        self._store = store
        self._auditor = Auditor(store.database, engine, store.clock)

    def due(self, account: Account, stream: Stream) -> bool:
        """Whether the stream was not compared for a day. To be asked after its cycle."""
        return self._auditor.due(account.name, stream)

    def now(self, connector: Connector, account: Account, stream: Stream, rules: Rules) -> Audit:
        """Compare the stream."""
        window = wiring.windowed(self._store, account, rules)
        found = patiently(self._auditor.audit, connector, account.name, stream, window, account.level)
        if found.missing or found.stray:
            self._log(account, stream, found)
        return found

    def _log(self, account: Account, stream: Stream, found: Audit) -> None:
        from cli import logs

        def hashed(name: str) -> str:
            return self._store.digest(f"log {name}").hex()[:12]

        of_stream = hashed(f"{account.name} {stream.id}")
        logs.write(self._app, "audit", account=hashed(account.name), stream=of_stream, **found._asdict())


def chore(job: Job) -> None:
    """For the daemon: the account's streams that are due. One that an exclusion overtakes is compared by the new rules."""
    from cli.daemon_desk import Stale

    for stream in job.streams:
        for _ in range(_TRIES):
            with suppress(Stale):
                _compare(job, stream)
                break
        job.moved()


def _compare(job: Job, stream: Stream) -> None:
    from store.ledger import SqlLedger

    rules, store = job.decided()
    audits = Audits(job.app, store, Engine(SqlLedger(*store), store.clock, lambda _: job.moved()))
    if audits.due(job.account, stream):
        audits.now(job.connector, job.account, stream, rules)


def audit(app: App, wanted: Sequence[Account]) -> tuple[dict[tuple[str, str], Audit], list[RepsideError]]:
    """For `receipt --audit`: every stream of these accounts, due or not, by (account, stream). Troubles are told and returned."""
    from cli.filing import Filing
    from cli.output import note
    from store.ledger import SqlLedger

    found: dict[tuple[str, str], Audit] = {}
    errors = []
    with wiring.writing(app) as store:
        rules, book = wiring.rules(app, store)
        engine = Engine(SqlLedger(store.database, store.digest, store.clock), store.clock)
        audits = Audits(app, store, engine)
        for account in wanted:
            rows.ensure(store.database, account.name, account.provider, account.address)
            connector = wiring.connector(app, account)
            try:
                for stream in patiently(engine.streams, connector, account.name):
                    patiently(engine.cycle, connector, account.name, stream, rules, account.level)
                    found[account.name, stream.id] = audits.now(connector, account, stream, rules)
            except RepsideError as error:
                note(f"{account.name}: {error.sentence}\n{error.action}")
                errors.append(error)
            finally:
                connector.close()
        Filing(app, store, book).run()
    return found, errors
