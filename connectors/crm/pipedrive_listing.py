"""Pipedrive's lists: what changed since, in the order of ids, by its own cursors; what was deleted; the account itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from connectors.crm import pipedrive_wire as wire
from connectors.crm.http import Api
from connectors.crm.keyset import Row
from connectors.wire.json_values import inner, objects, text
from sync.crm import CrmDeal, RecordKind, Removed, Stage
from sync.errors import BrokenAnswer, StartOver

_DAY = 86_400_000
MOST = 10_000
"""Pages of one list."""
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


class Listing:
    """A `keyset.Source`. `last` is Pipedrive's own cursor; of deleted records "TIME START"."""

    kind = "pipedrive-1"
    name = "Pipedrive"
    keeps = 25 * _DAY  # Pipedrive forgets what was deleted after 30 days

    def __init__(self, api: Api, page: int, role_field: str, title_field: str) -> None:
        self._api, self._page = api, page
        self._fields = (role_field, title_field)
        self._account: wire.Account | None = None

    def begin(self) -> tuple[int, Sequence[Stage]]:
        """The time of the answer that says who the rep is."""
        self._account = None
        return self._read_account(), list(self.account().stages.values())

    def kinds(self, *, again: bool) -> Sequence[str]:
        """Companies, contacts, deals; from the second time on also what is not there any more."""
        kinds = ("company", "contact", "deal")
        return (*kinds, "archived", "deleted", "recent") if again else kinds

    def rows(self, kind: str, since: int, last: str) -> tuple[Sequence[Row], str]:
        """One request, and those for what belongs to its records."""
        if kind == "recent":
            return self._recent(since, last)
        if kind in {"archived", "deleted"}:
            path = "deals/archived" if kind == "archived" else "deals"
            more = {"status": "deleted"} if kind == "deleted" else {}
            found, following = self._list(path, since, last, **more)
            return [_gone("deal", each) for each in found], following
        first: RecordKind = "company" if kind == "company" else "contact" if kind == "contact" else "deal"
        own = {"owner_id": self.account().user} if first == "deal" and not since else {}
        found, following = self._list(wire.OBJECTS[first], since, last, **own)
        live = [each for each in found if wire.number(each, "id") and each.get("is_deleted") is not True]
        return self._told(first, live, known=since > 0), following

    def account(self) -> wire.Account:
        """Who the rep is there, and the stages."""
        if self._account is None:
            self._read_account()
        assert self._account is not None  # noqa: S101  just read
        return self._account

    def deals(self, found: Sequence[Mapping[str, Any]]) -> list[CrmDeal]:
        """Deals with their people and next steps."""
        account = self.account()
        return [
            wire.deal(each, self.people(wire.number(each, "id")), self.steps(wire.number(each, "id")), account)
            for each in found
        ]

    def people(self, deal: str) -> list[dict[str, Any]]:
        """Persons on a deal, the main one among them."""
        found = self.all("persons", deal_id=deal, limit="500")
        return [each for each in found if each.get("is_deleted") is not True]

    def steps(self, deal: str, *, done: bool = False) -> list[dict[str, Any]]:
        """Activities of a deal: the open ones, or all."""
        return self.all("activities", deal_id=deal, limit="500", **({} if done else {"done": "false"}))

    def all(self, path: str, **query: str) -> list[dict[str, Any]]:
        """A whole list of API v2."""
        found: list[dict[str, Any]] = []
        seen, last = set[str](), ""
        while len(seen) < MOST:
            answer = self._api.get(f"/api/v2/{path}?" + urlencode({**query, **({"cursor": last} if last else {})}))
            found += objects(answer, "data")
            last = text(inner(answer, "additional_data"), "next_cursor")
            if not last:
                return found
            if last in seen:
                break
            seen.add(last)
        raise BrokenAnswer(host=self.name, why="its pages lead round in a circle")

    def _read_account(self) -> int:
        me = inner(self._api.get("/api/v1/users/me"), "data")
        clock, user = self._api.clock, wire.number(me, "id")
        if not user:
            raise BrokenAnswer(host=self.name, why="it does not say who we are")
        pipelines = self.all("pipelines", limit="500")
        names = {wire.number(each, "id"): text(each, "name") for each in pipelines}
        stages = wire.stages(pipelines, self.all("stages", limit="500"))
        self._account = wire.Account(user, stages, names, *self._fields)
        return clock

    def _list(self, path: str, since: int, last: str, **more: str) -> tuple[list[dict[str, Any]], str]:
        query = {"sort_by": "id", "sort_direction": "asc", "limit": str(self._page), **more}
        if since:
            query["updated_since"] = _iso(since)
        if last:
            query["cursor"] = last
        answer = self._api.get(f"/api/v2/{path}?{urlencode(query)}")
        return objects(answer, "data"), text(inner(answer, "additional_data"), "next_cursor")

    def _told(self, kind: RecordKind, found: Sequence[Mapping[str, Any]], *, known: bool) -> list[Row]:
        """As rows. Someone else's deal is told as removed, where it may have been the rep's."""
        if kind == "company":
            return [Row(wire.changed(each), "", wire.company(each), wire.merged(each, kind)) for each in found]
        if kind == "contact":
            people = [wire.contact(each, self.account()) for each in found]
            return [Row(wire.changed(each), one.revision, one, wire.merged(each, kind))
                    for each, one in zip(found, people, strict=True)]  # fmt: skip
        own = [each for each in found if wire.number(each, "owner_id") == self.account().user]
        rows = [Row(wire.changed(each), one.revision, one, wire.merged(each, kind))
                for each, one in zip(own, self.deals(own), strict=True)]  # fmt: skip
        return rows + [_gone("deal", each) for each in found if known and each not in own]

    def _recent(self, since: int, last: str) -> tuple[Sequence[Row], str]:
        """Persons and organizations that were deleted, out of v1's list of recent changes, which goes on by time."""
        at, _, start = last.partition(" ")
        if last and not (_TIME.fullmatch(at) and start.isascii() and start.isdecimal()):
            raise StartOver(stream=self.name)
        begun = at or _plain(since)
        query = {"since_timestamp": begun.replace("T", " "), "items": ",".join(wire.ITEMS), "limit": str(self._page),
                 "start": start or "0"}  # fmt: skip
        answer = self._api.get("/api/v1/recents?" + urlencode(query))
        rows = []
        for each in objects(answer, "data"):
            about, kind = inner(each, "data"), wire.ITEMS.get(text(each, "item"))
            if kind and about.get("active_flag") is False and wire.number(about, "id"):
                rows.append(_gone(kind, about))
        more = inner(answer, "additional_data")
        pages = inner(more, "pagination")
        if pages.get("more_items_in_collection") is not True:
            return rows, ""
        reached = text(more, "last_timestamp_on_page").replace(" ", "T")
        if reached > begun:
            return rows, f"{reached} 0"
        return rows, f"{begun} {int(start or 0) + self._page}"


def _gone(kind: RecordKind, found: Mapping[str, Any]) -> Row:
    return Row(wire.changed(found), "", Removed(kind, wire.number(found, "id")))


def _iso(milliseconds: int) -> str:
    return _plain(milliseconds) + "Z"


def _plain(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds // 1_000, UTC).replace(tzinfo=None).isoformat()
