"""The receipt: what became of every item, account by account, and the list behind each number."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from store.outcomes import STATES, UNEXPLAINED, Audited, ItemRow, Place, Wanted, audits, items
from store.rows import ReceiptRow, as_json, rfc3339
from store.status import receipt
from view.handlers import Handlers, wants_json

PAGE = 100
"""Items on a page."""
_LONGEST = 1_000
"""Characters of one parameter: ids of a folder on disk are long."""


class Stream(NamedTuple):
    """One stream's numbers and what its last audit said."""

    row: ReceiptRow
    audited: Audited


class Account(NamedTuple):
    """One account: all its streams as one, and each."""

    name: str
    sum: ReceiptRow
    streams: tuple[Stream, ...]

    @property
    def audited_at(self) -> int | None:
        """The oldest of its streams' last audits; None when one was never compared."""
        times = [stream.audited.at for stream in self.streams]
        return None if None in times else min((at for at in times if at is not None), default=None)


class ReceiptPages(Handlers):
    """The receipt and its lists."""

    def receipt(self, request: Request) -> Response:
        """What became of every item."""
        with self._database.read() as connection:
            rows, compared = receipt(connection), audits(connection)
        accounts = _accounts(rows, compared)
        if wants_json(request):
            return JSONResponse([_as_json(stream) for account in accounts for stream in account.streams])
        total = _sum("", [account.sum for account in accounts])
        return self._page(request, "receipt", self._when(), accounts=accounts, sum=total, link=_link)

    def items(self, request: Request) -> Response:
        """The items behind one number: ids, dates and reasons, and no content of what was kept out."""
        wanted = _wanted(request)
        with self._database.read() as connection:
            rows = items(connection, wanted)
        if wants_json(request):
            return JSONResponse([row.as_json() for row in rows[:PAGE]])
        more = _after(wanted, rows[PAGE - 1]) if len(rows) > PAGE else ""
        return self._page(request, "items", self._when(), rows=rows[:PAGE], wanted=wanted, more=more, link=_link)


def _accounts(rows: list[ReceiptRow], compared: dict[tuple[str, str], Audited]) -> list[Account]:
    """Streams by account, each with its last audit."""
    never = Audited(None, None)
    found = []
    for name, group in groupby(rows, lambda row: row.account):
        streams = []
        for row in group:
            audited = compared.get((name, row.stream), never)
            streams.append(Stream(row._replace(unexplained=audited.unexplained), audited))
        found.append(Account(name, _sum(name, [stream.row for stream in streams]), tuple(streams)))
    return found


def _sum(name: str, rows: list[ReceiptRow]) -> ReceiptRow:
    """Several rows as one. What was never compared makes the whole unknown."""
    skipped: dict[str, int] = {}
    for row in rows:
        for reason, n in row.skipped.items():
            skipped[reason] = skipped.get(reason, 0) + n
    unexplained = [row.unexplained for row in rows]
    return ReceiptRow(
        account=name,
        stream="",
        name="",
        role="",
        captured=sum(row.captured for row in rows),
        held=sum(row.held for row in rows),
        skipped=dict(sorted(skipped.items(), key=lambda pair: (-pair[1], pair[0]))),
        quarantined=sum(row.quarantined for row in rows),
        unexplained=None if None in unexplained else sum(n for n in unexplained if n is not None),
    )


def _as_json(stream: Stream) -> dict[str, object]:
    return {**as_json(stream.row), "audited_at": rfc3339(stream.audited.at)}


def _link(state: str, row: ReceiptRow | None = None, reason: str = "") -> str:
    """The address of the list behind a number; `row` None: of all accounts."""
    named = {
        "state": state,
        "account": row.account if row else "",
        "stream": row.stream if row else "",
        "reason": reason,
    }
    return f"/receipt/items?{urlencode({name: value for name, value in named.items() if value})}"


def _wanted(request: Request) -> Wanted:
    """Checked parameters. Raises a 404 for a state that there is not."""
    given = {name: value.replace("\0", "")[:_LONGEST] for name, value in request.query_params.items()}
    state = given.get("state", "")
    if state not in {*STATES, UNEXPLAINED}:
        raise HTTPException(404)
    names = {name: given.get(name, "") for name in ("account", "stream", "reason")}
    return Wanted(state, **names, after=_place(given), limit=PAGE + 1)


def _place(given: dict[str, str]) -> Place | None:
    number = given.get("at", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    return Place(int(number), given.get("after_reason", ""), given.get("after", ""))


def _after(wanted: Wanted, row: ItemRow) -> str:
    named = {"state": wanted.state, "account": wanted.account, "stream": wanted.stream, "reason": wanted.reason}
    place = {"at": str(row.place.stream), "after_reason": row.place.reason, "after": row.place.remote}
    return f"/receipt/items?{urlencode({name: value for name, value in (named | place).items() if value})}"
