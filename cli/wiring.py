"""The composition root: settings become connectors, the store, the policy's rules, the matchers' book."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from cli import hosts, libraries
from cli.app import App
from config.model import Account, FolderAccount, GmailAccount, OutlookAccount
from config.paths import make_private, private_folder
from store import lock, migrate
from store.database import Database
from store.turns import Turns
from sync.errors import RepsideError, StoreDamaged, StoreInUse, StoreMissing
from sync.ports import Connector, Digest

if TYPE_CHECKING:
    from config.crm_model import Crm
    from connectors.google.options import GoogleOptions
    from connectors.microsoft.identity import Client
    from connectors.microsoft.options import GraphOptions
    from matchers.book import Book, LateBook
    from sync.crm import CRM
    from sync.policy import Rules

DAYS_A_MONTH = 30.44
FRESH_DAYS = 62
"""Older words propose nothing any more (matchers.expiry.EVIDENCE_SECONDS), so of older mail only the beginning is read."""
DAEMON_SECONDS = 30.0
"""How long a command waits for its turn beside the daemon."""
ANSWER_SECONDS = 600.0
"""How long it waits to write down what a CRM answered."""


class SystemClock:
    """The time of this machine."""

    def now(self) -> int:
        """Seconds since 1970, UTC."""
        return int(time.time())


class Writing(NamedTuple):
    """The store, owned for writing."""

    database: Database
    digest: Digest
    clock: SystemClock


def keyed(key: bytes) -> Digest:
    """The keyed hash of this store."""

    def digest(value: str) -> bytes:
        return blake2b(value.encode("utf-8", "surrogatepass"), digest_size=16, key=key).digest()

    return digest


def store_url(app: App) -> str:
    """The store that the settings name, or the installation's own."""
    return app.settings.store.url or app.paths.store_url


@contextmanager
def reading(app: App) -> Iterator[Database]:
    """The store for reading only. Raises StoreMissing, StoreNewer."""
    libraries.hear(app)
    database = Database.open(store_url(app), read_only=True)
    try:
        migrate.check(database)
        yield database
    finally:
        database.close()


@contextmanager
def writing(app: App, *, create: bool = False) -> Iterator[Writing]:
    """The store for writing, by this process alone. Raises StoreMissing, StoreInUse, StoreNewer.

    A running daemon holds the store for moments only: its turn is waited for. Any other writer is told at once.
    """
    database = _opened(app, create=create)
    try:
        with lock.writer(database, DAEMON_SECONDS if lock.daemon_process(database) else 0):
            yield Writing(database, _ready(app, database, create=create), SystemClock())
    finally:
        database.close()


@contextmanager
def by_turns(app: App) -> Iterator[Writing]:
    """The store for who asks a CRM: owned for each transaction, free while a server is waited for. Raises as `writing` does.

    Who sends to a CRM owns the senders' lock and then needs the store. To own the store first, and wait for the senders, would keep
    a daemon that is sending from writing down what the CRM said.
    """
    database = _opened(app, create=False)
    try:
        with lock.writer(database, DAEMON_SECONDS if lock.daemon_process(database) else 0):
            digest = _ready(app, database, create=False)

        @contextmanager
        def turn() -> Iterator[None]:
            with lock.writer(database, ANSWER_SECONDS):
                yield

        yield Writing(Turns(database, turn), digest, SystemClock())
    finally:
        database.close()


@contextmanager
def serving(app: App) -> Iterator[Writing | str]:
    """The store for the one daemon, which takes the writer's lock turn by turn; or the process that already is the daemon."""
    database = _opened(app, create=False)
    try:
        with ExitStack() as held:
            try:
                held.enter_context(lock.daemon(database))
            except StoreInUse as error:
                yield str(error.fields["pid"])
                return
            with lock.writer(database, DAEMON_SECONDS):
                digest = _ready(app, database, create=False)
            _refuse_damaged(database)
            yield Writing(database, digest, SystemClock())
    finally:
        database.close()


def _refuse_damaged(database: Database) -> None:
    from store import checkup

    checkup.refuse_damaged(database)


def _opened(app: App, *, create: bool) -> Database:
    libraries.hear(app)
    if not create and not app.settings.store.url and not app.paths.store.exists():
        raise StoreMissing(path=app.paths.store)
    private_folder(app.paths.data)
    for path in (app.paths.key, *app.paths.secrets.parent.glob(f"{app.paths.secrets.name}*")):
        make_private(path)
    return Database.open(store_url(app))


def _ready(app: App, database: Database, *, create: bool) -> Digest:
    """Have the newest schema and the right key. The caller holds the writer's lock."""
    from store import checkup, keycheck

    if not create and database.path is not None and migrate.is_empty(database):
        raise StoreDamaged(why="the file is empty")  # a new one in its place would lack the rep's exclusions
    migrate.ensure(database)
    # A store that knows a key never gets another one: its exclusions would silently stop to hold.
    digest = keyed(app.secrets.store_key(create=create and not checkup.has_key_mark(database)))
    keycheck.ensure(database, digest)
    return digest


def connector(
    app: App, account: Account, secret: Callable[[], str] | None = None, *, connected: bool = True
) -> Connector:
    """The connector of an account. While `connect` tries a new one, `secret` stands in for the stored password."""
    from connectors.registry import provider

    make = provider(account.provider)
    hosts.admit(hosts_of(account))
    libraries.hear(app)
    since = window_start(account, today(app))
    if isinstance(account, FolderAccount):
        from connectors.folder.options import FolderOptions

        return make(FolderOptions(path=account.path, level=account.level, since=since, connected=connected))
    if isinstance(account, GmailAccount):
        return make(_google(app, account, secret, since))
    if isinstance(account, OutlookAccount):
        return make(_microsoft(app, account, secret, since))
    from connectors.imap.options import ImapOptions

    return make(
        ImapOptions(
            host=account.host,
            port=account.port_number,
            security=account.security,
            user=account.login,
            secret=secret or (lambda: app.secrets.password(account)),
            auth=account.auth,
            ca_file=account.ca,
            level=account.level,
            since=since,
            fresh=today(app) - FRESH_DAYS * 86_400,
        )
    )


def _google(app: App, account: GmailAccount, secret: Callable[[], str] | None, since: int) -> GoogleOptions:
    from cli.quota import FileMemory
    from connectors.google.options import CALENDAR_API, GMAIL_API, GoogleOptions
    from connectors.google.signin import StoredTokens

    def load() -> str:
        return secret() if secret else app.secrets.password(account)

    def save(consent: str) -> None:
        app.secrets.keep(account.name, consent)

    return GoogleOptions(
        address=account.address,
        tokens=StoredTokens(account.name, load, save),
        level=account.level,
        calendar=account.calendar,
        calendars=account.calendars,
        since=since,
        gmail_api=account.api or GMAIL_API,
        calendar_api=account.api or CALENDAR_API,
        allowance=account.units_per_minute,
        memory=lambda service: FileMemory(app.paths.data, account.name, service),
    )


def _microsoft(app: App, account: OutlookAccount, secret: Callable[[], str] | None, since: int) -> GraphOptions:
    from cli.quota import FileMemory
    from cli.vaults import Held, Stored
    from connectors.microsoft.identity import rights
    from connectors.microsoft.options import GraphOptions
    from connectors.microsoft.tokens import StoredTokens

    client = microsoft_client(account)
    vault = secret if isinstance(secret, Held) else Stored(app, account)
    return GraphOptions(
        address=account.address,
        tokens=StoredTokens(account.name, client, rights(account.level, calendar=account.calendar), vault),
        level=account.level,
        calendar=account.calendar,
        calendars=account.calendars,
        since=since,
        graph=client.service,
        allowance=account.requests_per_ten_minutes,
        memory=lambda service: FileMemory(app.paths.data, account.name, service),
        ca=account.ca,
    )


def microsoft_client(account: OutlookAccount) -> Client:
    """The application that asks for an account at Microsoft, and the cloud that it asks."""
    from connectors.microsoft.identity import Client

    return Client(account.client_id, account.tenant, account.cloud, account.login, account.api, account.ca)


def hosts_of(account: Account) -> tuple[str, ...]:
    """The only hosts that reading this account talks to."""
    if isinstance(account, FolderAccount):
        return ()
    if isinstance(account, GmailAccount):
        from connectors.google.options import HOSTS
        from connectors.http import proxies

        return (urlsplit(account.api).hostname or "", *HOSTS, *proxies())
    if isinstance(account, OutlookAccount):
        from connectors.http import proxies

        return (*microsoft_client(account).hosts, *proxies())
    return (account.host,)


def crm(app: App, found: Crm, secret: Callable[[], str] | None = None) -> CRM:
    """The connector of a CRM. While `crm connect` tries a new one, `secret` stands in for the stored token."""
    from cli import crms

    return crms.connector(app, found, secret)


def windowed(store: Writing, account: Account, rules: Rules) -> Rules:
    """The rules with the account's window, for items that come up outside a listing."""
    from store import clock

    with store.database.read() as connection:
        return rules._replace(since=window_start(account, clock.today(connection, store.clock.now())))


def today(app: App) -> int:
    """This machine's time, or the last that was believed: a clock that is years ahead must not end the rep's window."""
    from store import clock

    now = int(time.time())
    try:
        with reading(app) as database, database.read() as connection:
            return clock.today(connection, now)
    except RepsideError:
        return now  # there is no store yet, or whoever writes to it will tell what is wrong


def window_start(account: Account, now: int) -> int:
    """Where the account's history begins, in seconds since 1970."""
    if account.since is not None:
        return int(datetime(account.since.year, account.since.month, account.since.day, tzinfo=UTC).timestamp())
    start = datetime.fromtimestamp(now, UTC) - timedelta(days=account.months * DAYS_A_MONTH)
    # Whole days, so that the window does not move with every round.
    return int(start.replace(hour=0, minute=0, second=0, microsecond=0).timestamp())


def own_addresses(accounts: Iterable[Account]) -> frozenset[str]:
    """All addresses of the rep, over all accounts."""
    from matchers.address import canonical

    return frozenset(canonical(address) for account in accounts for address in (account.address, *account.aliases))


def internal_domains(app: App) -> frozenset[str]:
    """The domains of the rep's company: those of the settings, and the rep's own; never a free-mail provider's."""
    from matchers.address import company_domain, is_free_mail
    from matchers.book import bare_domain

    accounts = app.settings.account
    named = {*app.settings.privacy.internal_domains, *(d for account in accounts for d in account.internal_domains)}
    ours = {bare_domain(name) for name in named} | {company_domain(address) for address in own_addresses(accounts)}
    return frozenset(name for name in ours if name and not is_free_mail(name))


def rules(app: App, store: Writing) -> tuple[Rules, LateBook]:
    """What the policy decides by, and the matchers' book: read when somebody is first asked about."""
    from cli.reading import reader
    from matchers.address import fold
    from matchers.book import LateBook
    from store import exclusions, people
    from sync.policy import Rules

    own, internal = own_addresses(app.settings.account), internal_domains(app)

    def load() -> Book:
        with store.database.read() as connection:
            return people.load_book(connection, own, internal)

    book = LateBook(load)
    with store.database.read() as connection:
        excluded = exclusions.load(connection)
    return Rules(book, own, internal, store.digest, excluded, fold, read=reader(app, store)), book
