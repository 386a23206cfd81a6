"""What every folder's tests share: a fresh store, on SQLite and on PostgreSQL; and the wire audit of the whole run."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from cli import hosts
from store import migrate
from store.database import Database

# Before any test imports them: shared checks fail with their values, too.
pytest.register_assert_rewrite("tests.connectors.conformance", "tests.connectors.world")

from tests import postgres, wireaudit  # noqa: E402  rewriting comes first

_numbers = itertools.count()


# No test may fail because the machine is busy.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    wireaudit.begin()
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # Begun in a shell's background: the commands under test would inherit that and be deaf to Ctrl-C.
        signal.signal(signal.SIGINT, signal.default_int_handler)


_LONG = (
    "kills/test_",
    "disk/test_",
    "sync/test_simulation",
    "test_histories",
    "cli/test_daemon",
    "cli/test_outlook",
    "view/test_",
)
"""Files that take longest, by a piece of their path."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: workers that take whole files end together then, not one of them minutes later."""
    items.sort(key=lambda item: next((at for at, name in enumerate(_LONG) if name in item.path.as_posix()), len(_LONG)))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Of the first process, when all others are done."""
    config = session.config
    folder = os.environ.get(wireaudit.VARIABLE, "")
    if hasattr(config, "workerinput") or not folder:
        return
    factory: pytest.TempPathFactory = config._tmp_path_factory  # type: ignore[attr-defined]
    config.stash[_FOUND] = found = wireaudit.findings(Path(folder), factory.getbasetemp())
    shutil.rmtree(folder, ignore_errors=True)
    if found.troubles:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    found = config.stash.get(_FOUND, None)
    if found is not None:
        terminalreporter.write_line(found.words())
        for trouble in sorted(set(found.troubles))[:50]:
            terminalreporter.write_line(f"  {trouble}", red=True)


_FOUND = pytest.StashKey[wireaudit.Findings]()


@pytest.fixture
def unwatched(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a command that is run in this process: its watch over hosts cannot be taken back, and would refuse the hosts of later tests."""
    monkeypatch.setattr(hosts, "watch", lambda: None)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    if postgres.binaries() is None:
        pytest.skip("PostgreSQL is not installed; `make test` installs it")
    with postgres.server() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of a store that does not exist yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.db"
    url = make_url(request.getfixturevalue("postgres_url"))
    name = f"store{next(_numbers)}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"create database {name}"))
    admin.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def open_database() -> Iterator[Callable[..., Database]]:
    """Opens stores and closes them at the end."""
    opened: list[Database] = []

    def opener(url: str, *, read_only: bool = False) -> Database:
        opened.append(Database.open(url, read_only=read_only))
        return opened[-1]

    yield opener
    for database in opened:
        database.close()


@pytest.fixture
def database(store_url: str, open_database: Callable[..., Database]) -> Database:
    """A fresh store at the current schema."""
    fresh = open_database(store_url)
    migrate.ensure(fresh)
    return fresh


def digest(value: str) -> bytes:
    """A keyed hash with the tests' own key."""
    return blake2b(value.encode("utf-8", "surrogatepass"), digest_size=16, key=b"tests").digest()


def rows_of(database: Database, stream: int) -> set[str]:
    """The ids of a stream that have a row."""
    with database.read() as connection:
        return set(connection.scalars(text("select remote from items where stream_id = :id"), {"id": stream}))


class FixedClock:
    """A clock that the test moves."""

    def __init__(self, now: int = 1_790_000_000) -> None:
        self.at = now

    def now(self) -> int:
        return self.at
