"""Running review desks over hand-made stores: the store's own decisions behind the seam, and an HTTP client with a form's manners."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from cli.deciding import answered, filed
from store import lock, quarantine
from store.database import Database
from store.day import Rep
from store.decisions import Decisions, Outcome, Wanted
from store.values import loaded
from tests.conftest import digest
from tests.store import handmade_desk
from tests.view.conftest import ZONE, Answer, Clock, Served, make_store
from view import deciding
from view.deciding import Answered, Decide
from view.server import open_view


class Writer:
    """Decisions on a store, each in a turn of its own."""

    def __init__(self, path: Path) -> None:
        self.database = Database.open(f"sqlite:///{path}")
        self.looked_up = 0

    def seam(self) -> Decide:
        return Decide(self.approve, self.edit, self.decline, self.undo, self.answer, self.verify, self.retry, self.file)

    def approve(self, wanted: Wanted) -> Outcome:
        with self._decisions() as decisions:
            return decisions.approve([wanted])[0]

    def edit(self, wanted: Wanted, parts: Mapping[str, str]) -> Outcome:
        if parts.get("value") == "never":
            raise ValueError("'never' is no date; write it like 2026-03-31")
        with self._decisions() as decisions:
            return decisions.edit(wanted, parts.get("value") or dict(parts))

    def decline(self, wanted: Wanted) -> Outcome:
        with self._decisions() as decisions:
            return decisions.decline([wanted])[0]

    def undo(self, wanted: Wanted) -> Outcome:
        with self._decisions() as decisions:
            return decisions.undo([wanted])[0]

    def answer(self, given: deciding.Answer) -> Answered:
        with lock.writer(self.database):
            return answered(self.database, Clock(), given)

    def verify(self) -> tuple[int, int]:
        self.looked_up += 1
        return 0, 1

    def retry(self, item: str) -> int:
        with lock.writer(self.database), self.database.write() as connection:
            return quarantine.retry(connection, [item])

    def file(self, given: deciding.ByHand) -> str | None:
        with lock.writer(self.database):
            return filed(self.database, Clock(), given)

    @contextmanager
    def _decisions(self) -> Iterator[Decisions]:
        with lock.writer(self.database):
            yield Decisions(self.database, digest, Clock(), grace=handmade_desk.GRACE)


class Desk(Served):
    """A served desk that takes decisions."""

    writer: Writer

    def token(self, path: str = "/desk") -> str:
        """As the page's forms hold it."""
        found = re.search(r'name="token" value="([^"]+)"', self.page(path).text)
        assert found is not None
        return html.unescape(found[1])

    def form(self, verb: str, fields: Mapping[str, object], **headers: str) -> Answer:
        """As a browser sends a form of the page; a header given as empty is left out."""
        named = {
            "cookie": self.cookie, "origin": self.base, "sec_fetch_site": "same-origin",
            "content_type": "application/x-www-form-urlencoded", **headers,
        }  # fmt: skip
        body = urlencode({"token": self.token(), **fields})
        return self.ask(f"/desk/{verb}", "POST", body, **{name: value for name, value in named.items() if value})

    def states(self) -> dict[int, str]:
        """Of each proposal."""
        with self.writer.database.read() as connection:
            return {
                row.id: row.state for row in connection.exec_driver_sql("select id, state from proposals order by id")
            }

    def news(self, id: int) -> object:
        """What is approved of a proposal."""
        with self.writer.database.read() as connection:
            return loaded(str(connection.exec_driver_sql("select new from proposals where id = ?", (id,)).scalar_one()))

    def sent(self) -> int:
        """Errands that wait to leave."""
        with self.writer.database.read() as connection:
            return int(connection.exec_driver_sql("select count(*) from outbox where state = 'waiting'").scalar_one())

    def dump(self) -> bytes:
        """The whole store."""
        return self.store.read_bytes()


@cache
def _made() -> tuple[dict[str, int], bytes]:
    """The ids of the activities, and the store as a file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        ids = make_store(path)
        database = Database.open(f"sqlite:///{path}")
        with database.write() as connection:
            handmade_desk.fill(connection, ids)
        database.close()
        return ids, path.read_bytes()


@contextmanager
def open_desk(folder: Path, language: str = "en") -> Iterator[Desk]:
    """A desk of its own over a store of its own."""
    path = folder / "store.db"
    ids, content = _made()
    path.write_bytes(content)
    writer = Writer(path)
    database = Database.open(f"sqlite:///{path}", read_only=True)
    with open_view(database, zone=ZONE, clock=Clock(), decide=writer.seam(), rep=Rep(language=language)) as serving:
        desk = Desk(serving, ids, path)
        desk.writer = writer
        yield desk
    database.close()
    writer.database.close()
