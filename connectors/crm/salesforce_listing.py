"""Salesforce's lists: queries in the order of ids, with what was deleted and merged, and the people on each opportunity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from connectors.crm import salesforce_wire as wire
from connectors.crm.http import Api
from connectors.crm.keyset import MOST_PAGES, Row
from connectors.http import Refused
from connectors.wire.json_values import objects, text
from sync.crm import CrmDeal, RecordKind, Removed, Stage
from sync.errors import BadSetting, BrokenAnswer, StartOver

VERSION = "/services/data/v62.0"
MOST = 2_000
"""Rows of one answer, Salesforce's most."""
_DAY = 86_400_000
_TOGETHER = 200
"""Ids of one query: an address has room for 16,000 characters."""
_STAGES = ("ApiName", "MasterLabel", "IsWon", "IsClosed", "SortOrder")


class Listing:
    """A `keyset.Source`. `last` is an id."""

    kind = "salesforce-1"
    name = "Salesforce"
    keeps = 14 * _DAY  # the recycle bin keeps what was deleted for 15 days

    def __init__(self, api: Api, owner: str, page: int) -> None:
        self._api, self._owner, self._page = api, owner, page
        self._account: wire.Account | None = None

    def begin(self) -> tuple[int, Sequence[Stage]]:
        """The time of the answer that has the stages."""
        self._account = None
        account = self.account()
        return self._begun, list(account.stages.values())

    def kinds(self, *, again: bool) -> Sequence[str]:
        """From the second time on also the deals whose people changed: that is no change of the deal."""
        return ("company", "contact", "deal", "roles") if again else ("company", "contact", "deal")

    def rows(self, kind: str, since: int, last: str) -> tuple[Sequence[Row], str]:
        """One query, and those for what belongs to its rows."""
        conditions = [f"SystemModstamp >= {wire.when(since)}"] if since else []
        if last:
            if not wire.is_id(last):
                raise StartOver(stream=self.name)
            conditions.append(f"Id > {wire.quoted(last)}")
        if kind == "roles":
            found, last = self._page_of(wire.ROLE_FIELDS, "OpportunityContactRole", conditions, deleted=True)
            return self._with_people(sorted({text(each, "OpportunityId") for each in found})), last
        kind_ = _kind(kind)
        if kind_ == "deal" and not since:
            conditions.append(f"OwnerId = {wire.quoted(self.account().owner)}")
        found, last = self._page_of(self.fields(kind_), wire.OBJECTS[kind_], conditions, deleted=since > 0)
        return self._told(kind_, found, known=since > 0), last

    def account(self) -> wire.Account:
        """Who the rep is there, and the stages. Raises BadSetting when Salesforce knows no such user."""
        if self._account is None:
            stages = self.ask(_STAGES, "OpportunityStage", ["IsActive = TRUE"], order="SortOrder")
            self._begun = self._api.clock
            self._account = wire.Account(self._owner_id(), wire.stages(stages), self._has_currencies())
        return self._account

    def fields(self, kind: RecordKind) -> tuple[str, ...]:
        """What is asked for."""
        more = (wire.CURRENCY,) if kind == "deal" and self.account().currencies else ()
        return wire.FIELDS[kind] + more

    def deals(self, found: Sequence[Mapping[str, Any]]) -> list[tuple[CrmDeal, int]]:
        """Opportunities with their people, and the time of the last change among these."""
        people = self.people([text(each, "Id") for each in found])
        made = []
        for each in found:
            roles = people.get(text(each, "Id"), [])
            made.append((wire.deal(each, roles, self.account()), max(map(wire.changed, roles), default=0)))
        return made

    def people(self, deals: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        """Deal → its roles, deleted ones among them."""
        made: dict[str, list[dict[str, Any]]] = {}
        for start in range(0, len(deals), _TOGETHER):
            condition = f"OpportunityId IN {wire.listed(deals[start : start + _TOGETHER])}"
            for each in self._all(wire.ROLE_FIELDS, "OpportunityContactRole", [condition], deleted=True):
                made.setdefault(text(each, "OpportunityId"), []).append(each)
        return made

    def ask(
        self, fields: Sequence[str], source: str, conditions: Sequence[str], order: str = "Id", most: int = 200
    ) -> list[dict[str, Any]]:
        """The rows of a small query, in one answer."""
        return objects(
            self._api.get(f"{VERSION}/query?q=" + wire.query(fields, source, conditions, order, most)), "records"
        )

    def _page_of(
        self, fields: Sequence[str], source: str, conditions: Sequence[str], *, deleted: bool
    ) -> tuple[list[dict[str, Any]], str]:
        """Rows in the order of ids, and the last of them when there are more."""
        verb = "queryAll" if deleted else "query"
        answer = self._api.get(f"{VERSION}/{verb}?q=" + wire.query(fields, source, conditions, most=self._page))
        found = [each for each in objects(answer, "records") if wire.is_id(text(each, "Id"))]
        more = len(found) >= self._page or answer.get("done") is not True
        if not found and (more or "records" not in answer):
            raise BrokenAnswer(host=self.name, why="a list without rows")
        return found, text(found[-1], "Id") if more else ""

    def _all(
        self, fields: Sequence[str], source: str, conditions: Sequence[str], *, deleted: bool
    ) -> Iterator[dict[str, Any]]:
        last = ""
        for _ in range(MOST_PAGES):
            more = [f"Id > {wire.quoted(last)}"] if last else []
            found, following = self._page_of(fields, source, [*conditions, *more], deleted=deleted)
            yield from found
            if not following:
                return
            if following <= last:
                break
            last = following
        raise BrokenAnswer(host=self.name, why="its pages lead round in a circle")

    def _told(self, kind: RecordKind, found: Sequence[Mapping[str, Any]], *, known: bool) -> list[Row]:
        """As rows. Someone else's deal is told as removed, where it may have been the rep's."""
        if kind == "company":
            return [wire.row(each, kind, wire.company(each)) for each in found]
        if kind == "contact":
            return [wire.row(each, kind, wire.contact(each)) for each in found]
        owner = self.account().owner
        own = [each for each in found if text(each, "OwnerId") == owner]
        rows = [wire.row(each, kind, deal, at) for each, (deal, at) in zip(own, self.deals(own), strict=True)]
        others = [each for each in found if text(each, "OwnerId") != owner] if known else []
        return rows + [Row(wire.changed(each), "", Removed(kind, text(each, "Id"))) for each in others]

    def _with_people(self, ids: Sequence[str]) -> list[Row]:
        """The rep's own among these deals."""
        rows: list[Row] = []
        owner = f"OwnerId = {wire.quoted(self.account().owner)}"
        for start in range(0, len(ids), _TOGETHER):
            condition = f"Id IN {wire.listed(ids[start : start + _TOGETHER])}"
            found = list(self._all(self.fields("deal"), "Opportunity", [condition, owner], deleted=False))
            rows += self._told("deal", found, known=False)
        return rows

    def _has_currencies(self) -> bool:
        """Only organisations with several currencies know this object."""
        try:
            return bool(self.ask(("Id", "IsoCode"), "CurrencyType", ["IsActive = TRUE"], most=1))
        except Refused as error:
            if error.status == 400:
                return False
            raise

    def _owner_id(self) -> str:
        name = wire.quoted(self._owner)
        conditions = [f"(Username = {name} OR Email = {name})", "IsActive = TRUE"]
        found = self.ask(("Id", "Username", "Email"), "User", conditions, most=2)
        named = [each for each in found if text(each, "Username").casefold() == self._owner.casefold()]
        one = named[:1] or (found if len(found) == 1 else [])
        if not one or not wire.is_id(text(one[0], "Id")):
            why = f"Salesforce knows no active user, or more than one, with the name {self._owner}"
            raise BadSetting(why=why, where="the user of the CRM")
        return text(one[0], "Id")


def _kind(name: str) -> RecordKind:
    return "company" if name == "company" else "contact" if name == "contact" else "deal"
