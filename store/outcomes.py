"""What stands behind each number of the receipt: the items themselves, by id, date and reason; and what the last audit said.

Of an item that was skipped or held there is its id and nothing else: no subject, no person, no time was ever kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, TextClause, text

from store.rows import rfc3339

STATES = ("captured", "held", "skipped", "quarantined")
UNEXPLAINED = "unexplained"
"""Not a state: what an audit found at the provider and could not bring in."""


class Audited(NamedTuple):
    """What the last audit of a stream said. `unexplained` None: it was never compared."""

    at: int | None
    unexplained: int | None
    left: tuple[str, ...] = ()
    """Ids of the first hundred that are unexplained."""


class Place(NamedTuple):
    """Where a page ended: stream, reason, id."""

    stream: int
    reason: str
    remote: str


class Wanted(NamedTuple):
    """Which items. What is left empty does not restrict."""

    state: str
    account: str = ""
    stream: str = ""
    """The provider's name of the folder or calendar."""
    reason: str = ""
    after: Place | None = None
    limit: int = 100


class ItemRow(NamedTuple):
    """One remote item and its end."""

    account: str
    stream: str
    name: str
    """The stream's, for the rep's eyes."""
    remote: str
    state: str
    reason: str
    at: int | None
    """When the activity was; since when it is set aside. None: no time is kept."""
    activity: int | None
    subject: str
    """Of what is captured."""
    place: Place

    def as_json(self) -> dict[str, object]:
        """For scripts."""
        return {
            "account": self.account,
            "stream": self.stream,
            "id": self.remote,
            "state": self.state,
            "reason": self.reason,
            "at": rfc3339(self.at),
            "activity": self.activity,
        }


def audits(connection: Connection) -> dict[tuple[str, str], Audited]:
    """By account and stream."""
    return {(row.account, row.remote): _audited(row.audited_at, row.value) for row in connection.execute(_AUDITS)}


def items(connection: Connection, wanted: Wanted) -> list[ItemRow]:
    """A page of items, stream by stream, in the order of their index: however many there are, a page costs the same."""
    found: list[ItemRow] = []
    for stream in _streams(connection, wanted):
        rest = wanted._replace(limit=wanted.limit - len(found))
        if rest.limit <= 0:
            break
        found += _unexplained(stream, rest) if wanted.state == UNEXPLAINED else _stored(connection, stream, rest)
    return found


def _streams(connection: Connection, wanted: Wanted) -> Sequence[Row[Any]]:
    first = wanted.after.stream if wanted.after else 0
    named = {"account": wanted.account, "stream": wanted.stream, "first": first}
    return connection.execute(_STREAMS, named).all()


def _stored(connection: Connection, stream: Row[Any], wanted: Wanted) -> Iterator[ItemRow]:
    """Items of one stream. A place in an earlier stream is behind us."""
    place = wanted.after if wanted.after and wanted.after.stream == stream.id else None
    query = _ITEMS[bool(wanted.reason), place is not None]
    row = {"stream": stream.id, "state": wanted.state, "reason": wanted.reason, "limit": wanted.limit}
    if place:
        row |= {"after_reason": place.reason, "after": place.remote}
    for one in connection.execute(query, row).all():
        yield ItemRow(
            account=stream.account,
            stream=stream.remote,
            name=stream.name,
            remote=one.remote,
            state=wanted.state,
            reason=one.reason,
            at=one.aside_at if wanted.state == "quarantined" else one.occurred_at,
            activity=one.activity,
            subject=one.subject or "",
            place=Place(stream.id, one.reason, one.remote),
        )


def _unexplained(stream: Row[Any], wanted: Wanted) -> Iterator[ItemRow]:
    """Those that the last audit named: at most a hundred a stream."""
    told = _audited(stream.audited_at, stream.value)
    place = wanted.after if wanted.after and wanted.after.stream == stream.id else None
    rest = [remote for remote in sorted(told.left) if place is None or remote > place.remote]
    for remote in rest[: wanted.limit]:
        where = (stream.account, stream.remote, stream.name)
        yield ItemRow(*where, remote, UNEXPLAINED, "", told.at, None, "", Place(stream.id, "", remote))


def _audited(audited_at: int | None, value: str | None) -> Audited:
    """A clean audit is a date; a find is a fact beside it, until a later audit is clean."""
    find = json.loads(value) if value else None
    if find is None or (audited_at is not None and audited_at >= find["at"]):
        return Audited(audited_at, None if audited_at is None else 0)
    unexplained = find["missing"] + find["stray"] - find["repaired"]
    return Audited(find["at"], unexplained, tuple(find.get("left", ())))


_FACT = "left join facts on facts.name = 'audit ' || cast(streams.id as varchar(20))"
_AUDITS = text(
    f"""select accounts.name as account, streams.remote, audited_at, facts.value
        from streams join accounts on accounts.id = account_id {_FACT}"""  # noqa: S608  our own words
)
_STREAMS = text(
    f"""select streams.id, accounts.name as account, streams.remote, streams.name, audited_at, facts.value
        from streams join accounts on accounts.id = account_id {_FACT}
        where streams.id >= :first and (:account = '' or accounts.name = :account) and (:stream = '' or streams.remote = :stream)
        order by streams.id"""  # noqa: S608  as above
)


def _items(*, reason: bool, after: bool) -> TextClause:
    """The page is cut before anything is joined to it. Of a series the last meeting stands for all."""
    narrowed = "and reason = :reason" if reason else ""
    place = "and (reason, remote) > (:after_reason, :after)" if after else ""
    return text(
        f"""select page.remote, page.reason, page.aside_at, activities.id as activity, activities.occurred_at, activities.subject
            from (select remote, reason, aside_at from items where stream_id = :stream and state = :state {narrowed} {place}
                  order by reason, remote limit :limit) as page
            left join activities on activities.id = (
              select seen.id from locators join activities as seen on seen.id = locators.activity_id
              where :state = 'captured' and locators.stream_id = :stream and locators.remote = page.remote
                and seen.orphaned_at is null order by seen.occurred_at desc, seen.id desc limit 1)
            order by page.reason, page.remote"""  # noqa: S608  as above
    )


_ITEMS = {(reason, after): _items(reason=reason, after=after) for reason in (False, True) for after in (False, True)}
