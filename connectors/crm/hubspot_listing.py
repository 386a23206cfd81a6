"""HubSpot's lists: searches in the order of ids, archived records, associations and histories in batches, and the account itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, tzinfo
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import connectors.wire.zones  # noqa: F401  the zones' rules are our own
from connectors.crm import hubspot_wire as wire
from connectors.crm.http import Api
from connectors.crm.keyset import Row
from connectors.governor import Governor
from connectors.http import Refused
from connectors.wire.json_values import inner, objects, text
from sync.crm import CrmDeal, RecordKind, Removed, Stage
from sync.errors import BadSetting, BrokenAnswer, StartOver

_DAY = 86_400_000
_LINKS = 100
"""Records of one batch of associations; HubSpot's most is 1,000."""
_HISTORIES = 50
"""Records of one batch with histories, HubSpot's most."""
_ARCHIVED = 100
_ASKED = 10_000
"""Requests for what belongs to the records of one page; more are a list without an end."""


class Listing:
    """A `keyset.Source`. `last` is an id, for archived records HubSpot's own token."""

    kind = "hubspot-1"
    name = "HubSpot"
    keeps = 80 * _DAY  # HubSpot forgets what was deleted after 90 days

    def __init__(self, api: Api, searches: Governor, owner: str, page: int) -> None:
        self._api, self._searches, self._owner, self._page = api, searches, owner, page
        self._account: wire.Account | None = None

    def begin(self) -> tuple[int, Sequence[Stage]]:
        """The time of the answer that has the pipelines."""
        self._account = None
        account = self.account()
        return self._api.clock, list(account.stages.values())

    def kinds(self, *, again: bool) -> Sequence[str]:
        """Companies, contacts, deals; from the second time on also what was archived."""
        kinds = ("company", "contact", "deal")
        return (*kinds, *(f"archived {kind}" for kind in kinds)) if again else kinds

    def rows(self, kind: str, since: int, last: str) -> tuple[Sequence[Row], str]:
        """One request, and those for what belongs to its records."""
        first, _, second = kind.partition(" ")
        if second:
            return self._archived(_kind(second), since, last)
        if last and not wire.is_id(last):
            raise StartOver(stream=self.name)
        found = self._search(_kind(first), since, last)
        ids = [int(each) for item in found if wire.is_id(each := text(item, "id"))]
        if any(one >= two for one, two in pairwise([int(last or -1), *ids])):
            raise BrokenAnswer(host=self.name, why="its list is not in the order of ids")  # else some would be left out
        following = str(ids[-1]) if len(found) == self._page and ids else ""
        return self._told(_kind(first), found, known=since > 0), following

    def account(self) -> wire.Account:
        """Who the rep is there, the zone of its days, and the stages. Raises BadSetting when HubSpot knows no such owner."""
        if self._account is None:
            stages = wire.stages(self._api.get("/crm/v3/pipelines/deals"))
            clock = self._api.clock
            zone, currency = self._about()
            by_id = {stage.id: stage for stage in stages}
            self._account = wire.Account(self._owner_id(), zone, currency, by_id)
            self._api.clock = clock
        return self._account

    def deals(self, found: Sequence[Mapping[str, Any]]) -> list[CrmDeal]:
        """Deals with their companies and contacts."""
        ids = [text(each, "id") for each in found]
        companies, people = self.linked("deals", "companies", ids), self.linked("deals", "contacts", ids)
        account = self.account()
        return [wire.deal(each, companies.get(id_, []), people.get(id_, []), account)
                for each, id_ in zip(found, ids, strict=True)]  # fmt: skip

    def linked(self, start: str, end: str, ids: Sequence[str]) -> dict[str, list[wire.Linked]]:
        """Record → all that it is associated with, of one kind."""
        made: dict[str, list[wire.Linked]] = {}
        path = f"/crm/v4/associations/{start}/{end}/batch/read"
        waiting: list[dict[str, str]] = [{"id": id_} for id_ in ids]
        asked: set[tuple[str, str]] = set()
        for _ in range(_ASKED):
            if not waiting:
                return made
            part, waiting = waiting[:_LINKS], waiting[_LINKS:]
            found, more = wire.linked(self._api.ask(path, {"inputs": part}))
            for id_, links in found.items():
                made.setdefault(id_, []).extend(links)
            following = [item for item in more.items() if item not in asked]
            asked.update(following)
            waiting += [{"id": id_, "after": after} for id_, after in following]
        raise BrokenAnswer(host=self.name, why="its list has no end")

    def _search(self, kind: RecordKind, since: int, last: str) -> list[dict[str, Any]]:
        filters = [_filter(wire.CHANGED[kind], "GTE", str(since))] if since else []
        filters += [_filter("hs_object_id", "GT", last)] if last else []
        if kind == "deal" and not since:
            filters.append(_filter("hubspot_owner_id", "EQ", self.account().owner))
        question = {
            "filterGroups": [{"filters": filters}] if filters else [],
            "sorts": [{"propertyName": "hs_object_id", "direction": "ASCENDING"}],
            "properties": list(wire.PROPERTIES[kind]),
            "limit": self._page,
        }
        answer = self._api.ask(f"/crm/v3/objects/{wire.OBJECTS[kind]}/search", question, self._searches)
        return [each for each in objects(answer, "results") if wire.is_id(text(each, "id"))]

    def _told(self, kind: RecordKind, found: Sequence[Mapping[str, Any]], *, known: bool) -> list[Row]:
        """As rows. Someone else's deal is told as removed, where it may have been the rep's."""
        if kind == "company":
            return [wire.row(each, kind, wire.company(each)) for each in found]
        if kind == "contact":
            by_hand = self._typed([text(each, "id") for each in found if _typeable(each)])
            return [
                wire.row(each, kind, wire.contact(each, by_hand.get(text(each, "id"), frozenset()))) for each in found
            ]
        own = [each for each in found if wire.owner(each) == self.account().owner]
        others = [each for each in found if wire.owner(each) != self.account().owner] if known else []
        rows = [wire.row(each, kind, deal) for each, deal in zip(own, self.deals(own), strict=True)]
        return rows + [Row(wire.changed(each, kind), "", Removed(kind, text(each, "id"))) for each in others]

    def _typed(self, ids: Sequence[str]) -> dict[str, frozenset[str]]:
        """Contact → its fields that a person typed."""
        made: dict[str, frozenset[str]] = {}
        for start in range(0, len(ids), _HISTORIES):
            inputs = [{"id": id_} for id_ in ids[start : start + _HISTORIES]]
            question = {"inputs": inputs, "properties": ["email"], "propertiesWithHistory": list(wire.TYPED)}
            answer = self._api.ask("/crm/v3/objects/contacts/batch/read", question)
            made.update((text(each, "id"), wire.typed(each)) for each in objects(answer, "results"))
        return made

    def _archived(self, kind: RecordKind, since: int, last: str) -> tuple[Sequence[Row], str]:
        """What was deleted since. What was merged away is archived too, and told as merged by the record that is left."""
        query = urlencode({"archived": "true", "limit": str(_ARCHIVED), **({"after": last} if last else {})})
        answer = self._api.get(f"/crm/v3/objects/{wire.OBJECTS[kind]}?{query}")
        times = [(each, wire.moment(text(each, "archivedAt"))) for each in objects(answer, "results")]
        rows = [Row(at, "", Removed(kind, text(each, "id"))) for each, at in times if at >= since]
        return rows, text(inner(inner(answer, "paging"), "next"), "after")

    def _about(self) -> tuple[tzinfo, str]:
        """Zone and currency of the account; a token that may not see them does without."""
        try:
            found = self._api.get("/account-info/v3/details")
        except Refused:
            return UTC, ""
        try:
            return ZoneInfo(text(found, "timeZone") or "UTC"), text(found, "companyCurrency")
        except (OSError, ValueError):
            return UTC, text(found, "companyCurrency")

    def _owner_id(self) -> str:
        answer = self._api.get("/crm/v3/owners?" + urlencode({"email": self._owner, "limit": "10"}))
        for each in objects(answer, "results"):
            if text(each, "email").casefold() == self._owner.casefold() and wire.is_id(text(each, "id")):
                return text(each, "id")
        raise BadSetting(why=f"HubSpot knows no owner with the address {self._owner}", where="the address of the CRM")


def _kind(name: str) -> RecordKind:
    return "company" if name == "company" else "contact" if name == "contact" else "deal"


def _typeable(found: Mapping[str, Any]) -> bool:
    said = inner(found, "properties")
    return any(text(said, name) for name in wire.TYPED)


def _filter(name: str, operator: str, value: str) -> dict[str, str]:
    return {"propertyName": name, "operator": operator, "value": value}
