"""HubSpot against the suite, and what is HubSpot's alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from itertools import count
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from connectors.crm import hubspot_wire as wire
from connectors.crm.hubspot import HubSpot, HubSpotOptions
from connectors.http import Answer
from sync.crm import CONTACT_FIELDS, DEAL_FIELDS, Change, CrmCompany, CrmContact, CrmDeal, Note, RecordKind
from sync.crm_errors import CrmRefused
from sync.errors import BadSetting, BrokenAnswer, ProviderBusy, RightMissing
from sync.model import Cursor
from tests.connectors.crm.conformance import CrmContract
from tests.connectors.crm.faulty import Faulty, said
from tests.connectors.crm.hubspot_fake import HubSpotFake
from tests.connectors.crm.hubspot_shapes import LABELS
from tests.connectors.crm.world import ADA, STAGES, Fault, Record, pull

NAMES = {"company": "companies", "contact": "contacts", "deal": "deals"}
ROLES = {"decision_maker": "Decision maker", "champion": "Champion", "legal": "Legal contact"}


class HubSpotWorld:
    """One account: Rob's deals and those of others."""

    fields = frozenset({*DEAL_FIELDS, *CONTACT_FIELDS})
    tells = frozenset({"removed", "merged", "given", "typed"})
    guarded = False
    pipeline = "Sales"
    roles = frozenset(ROLES)
    role = "champion"
    bulk = 8

    def __init__(self) -> None:
        self.fake = HubSpotFake()
        self.wire = Faulty(self.fake, "https://api.hubapi.com")

    def connector(self, **options: Any) -> HubSpot:
        self.fake.time += 2  # another process, which begins a moment later
        made = HubSpotOptions(
            "Rob@seller.example", lambda: self.fake.token, page=3, now=self.fake.now, wait=self.fake.wait
        )
        return HubSpot(made._replace(**options), self.wire)

    def company(self, name: str, *domains: str) -> str:
        return self.fake.put("companies", _company({"name": name, "domains": domains}))

    def contact(self, name: str, *addresses: str, company: str = "", title: str = "", phone: str = "",
                typed: Iterable[str] = ()) -> str:  # fmt: skip
        fields = {"name": name, "addresses": addresses, "company": company, "title": title, "phone": phone}
        made = self.fake.put("contacts", _contact(fields))
        for field in typed:
            self.fake.put("contacts", _contact({field: fields[field]}), made, "CRM_UI")
        return made

    def deal(self, name: str, **fields: Any) -> str:
        fields = {"name": name, "stage": STAGES[0], **fields}
        made = self.fake.put("deals", {"hubspot_owner_id": "71", "pipeline": "default", **_deal(fields)})
        self._links(made, fields)
        return made

    def edit(self, kind: RecordKind, id: str, **fields: Any) -> None:
        said_ = {"company": _company, "contact": _contact, "deal": _deal}[kind](fields)
        self.fake.put(NAMES[kind], said_, id, "API")
        if kind == "deal":
            self._links(id, fields)

    def _links(self, deal: str, fields: dict[str, Any]) -> None:
        if fields.get("company"):
            other = self.fake.put("companies", {"name": "Other"}) if fields["company"] == "other" else fields["company"]
            self.fake.link("deals", deal, "companies", other, 5)
        if "contacts" in fields:
            self.fake.unlink("deals", "contacts", deal)
            for id_, role in fields["contacts"]:
                self.fake.link("deals", deal, "contacts", id_, *([LABELS[ROLES[role]]] if role else []))

    def remove(self, kind: RecordKind, id: str) -> None:
        self.fake.archive(NAMES[kind], id)

    def merge(self, kind: RecordKind, id: str, into: str) -> str:
        return self.fake.merge(NAMES[kind], id, into)

    def give_away(self, id: str) -> None:
        self.fake.put("deals", {"hubspot_owner_id": "72"}, id)

    def holds(self, kind: RecordKind, id: str) -> Record | None:
        stored = self.fake.records[NAMES[kind]].get(id)
        if stored is None or stored.archived or stored.into:
            return None
        has = {name: value or "" for name, value in stored.properties.items()}
        if kind == "company":
            return CrmCompany(id, has.get("name", ""), tuple(each for each in (has.get("domain", ""),) if each))
        if kind == "contact":
            name = f"{has.get('firstname', '')} {has.get('lastname', '')}".strip()
            emails = (has.get("email", ""), *has.get("hs_additional_emails", "").split(";"))
            return CrmContact(id, name, tuple(each for each in emails if each), has.get("associatedcompanyid", ""),
                              has.get("jobtitle", ""), has.get("phone", ""))  # fmt: skip
        when, _, what = has.get("hs_next_step", "").partition(": ")
        number = int(has["dealstage"][1:])
        words = {number: role for role, label in ROLES.items() for number in (LABELS[label],)}
        on = [
            (pair[1], types) for pair, types in self.fake.links.get(("deals", "contacts"), {}).items() if pair[0] == id
        ]
        companies = [pair[1] for pair in self.fake.links.get(("deals", "companies"), {}) if pair[0] == id]
        amount = has.get("amount", "")
        return CrmDeal(
            id, has["dealname"], next(iter(companies), ""), "Sales", STAGES[number],
            "won" if number == 3 else "lost" if number == 4 else "open", f"{float(amount):.2f}" if amount else "",
            has.get("deal_currency_code", "") or ("EUR" if amount else ""), has.get("closedate", "")[:10], what, when,
            tuple((other, next((words[n] for n in types if n in words), "")) for other, types in on),
        )  # fmt: skip

    def people(self, address: str) -> list[str]:
        return [id_ for id_, each in self.fake.records["contacts"].items() if each.properties.get("email") == address]

    def writes(self) -> int:
        return self.wire.writes

    def notes(self) -> list[str]:
        mails = [each.properties["hs_email_subject"] or "" for each in self.fake.records["emails"].values()]
        return mails + [each.properties["hs_meeting_title"] or "" for each in self.fake.records["meetings"].values()]

    def trouble(self, fault: Fault, on: Literal["read", "write"], times: int = 1) -> bool:
        return self.wire.trouble(fault, on, times)

    def meanwhile(self, act: Callable[[], object]) -> None:
        self.wire.between.append(act)

    def expire(self, cursor: Cursor) -> Cursor:
        self.fake.time += 85 * 86_400
        return cursor


def _company(fields: dict[str, Any]) -> dict[str, str | None]:
    said_: dict[str, str | None] = {"name": fields["name"]} if "name" in fields else {}
    return said_ | ({"domain": fields["domains"][0]} if fields.get("domains") else {})


def _contact(fields: dict[str, Any]) -> dict[str, str | None]:
    said_: dict[str, str | None] = {}
    if "name" in fields:
        said_["firstname"], _, said_["lastname"] = fields["name"].rpartition(" ")
    if fields.get("addresses"):
        said_["email"] = fields["addresses"][0]
        said_["hs_additional_emails"] = ";".join(fields["addresses"][1:]) or None
    names = {"company": "associatedcompanyid", "title": "jobtitle", "phone": "phone"}
    return said_ | {theirs: fields[ours] or None for ours, theirs in names.items() if ours in fields}


def _deal(fields: dict[str, Any]) -> dict[str, str | None]:
    names = {"name": "dealname", "amount": "amount", "currency": "deal_currency_code"}
    said_: dict[str, str | None] = {theirs: fields[ours] or None for ours, theirs in names.items() if ours in fields}
    if "amount" in fields:
        said_["amount"] = fields["amount"].removesuffix(".00") or None
    if "stage" in fields:
        said_["dealstage"] = f"s{STAGES.index(fields['stage'])}"
    if fields.get("close_date"):
        said_["closedate"] = f"{fields['close_date']}T09:31:02.117Z"
    if "next_step" in fields:
        said_["hs_next_step"] = f"{fields['next_step_date']}: {fields['next_step']}"
    return said_


class TestHubSpot(CrmContract):
    @pytest.fixture
    def world(self) -> HubSpotWorld:
        return HubSpotWorld()

    @pytest.fixture(autouse=True)
    def _manners(self, world: HubSpotWorld) -> Iterable[None]:
        yield
        assert world.fake.refused == 0, "searches came faster than HubSpot allows"


@pytest.fixture
def world() -> HubSpotWorld:
    return HubSpotWorld()


def test_a_day_is_one_of_the_accounts_own_zone(world: HubSpotWorld) -> None:
    deal = world.deal("Engines")
    world.fake.put("deals", {"closedate": "2026-03-31T22:30:00Z"}, deal)  # half past midnight in Berlin
    found = pull(world.connector()).records["deal", deal]
    assert isinstance(found, CrmDeal)
    assert found.close_date == "2026-04-01"


def test_a_change_that_the_index_has_late_is_found(world: HubSpotWorld) -> None:
    book = pull(world.connector())
    late = world.deal("Late")
    world.fake.late = {late}
    other = world.deal("Other")
    book = pull(world.connector(), book)
    assert set(book.records) == {("deal", other)}
    world.fake.late = set()
    world.fake.time += 200
    book = pull(world.connector(), book)
    assert set(book.records) == {("deal", other), ("deal", late)}
    assert [len(page.deals) for page in book.pages] == [1], "what was told is not told again"


def test_what_was_deleted_long_ago_is_no_news(world: HubSpotWorld) -> None:
    old = world.deal("Old")
    world.deal("Kept")
    world.remove("deal", old)
    world.fake.time += 3_600
    book = pull(world.connector())
    assert pull(world.connector(), book).pages == []


def test_more_people_on_a_deal_than_one_answer_has(world: HubSpotWorld) -> None:
    people = [(world.contact(f"Ada {n}", f"ada{n}@customer.example"), "") for n in range(5)]
    deal = world.deal("Engines", contacts=people)
    found = pull(world.connector()).records["deal", deal]
    assert isinstance(found, CrmDeal)
    assert sorted(found.contacts) == sorted(people)


def test_a_role_stands_beside_the_label_that_is_there(world: HubSpotWorld) -> None:
    ada = world.contact("Ada Byron", ADA)
    deal = world.deal("Engines", contacts=((ada, "legal"),))
    change = Change(
        "k", "deal", deal, "contact_role", {"address": ADA, "role": "legal"}, {"address": ADA, "role": "champion"}
    )
    world.connector().apply(change)
    assert world.fake.links["deals", "contacts"][deal, ada] == {3, LABELS["Champion"], LABELS["Legal contact"]}


def test_an_address_that_another_contact_has_is_refused(world: HubSpotWorld) -> None:
    ada, _ = world.contact("Ada Byron", ADA), world.contact("Ben Low", "ben@customer.example")
    with pytest.raises(CrmRefused):
        world.connector().apply(Change("k", "contact", ada, "email", ADA, "ben@customer.example"))


def test_someone_made_in_the_last_moment_is_put_on_the_deal(world: HubSpotWorld) -> None:
    deal = world.deal("Engines")
    world.meanwhile(lambda: world.contact("Ada Byron", ADA))
    change = Change("k", "deal", deal, "new_contact", None, {"address": ADA, "name": "Ada Byron", "title": ""})
    assert world.people(ADA) == [] != [world.connector().apply(change)]
    assert len(world.people(ADA)) == 1


def test_an_account_without_the_property_for_notes_is_told_so(world: HubSpotWorld) -> None:
    world.fake.keyed = False
    note = Note("k", "message", "Offer", "text", 1_772_700_000, None, "out", world.deal("Engines"))
    with pytest.raises(CrmRefused, match="repside_key"):
        world.connector().note(note)


def test_whoever_owns_nothing_there_is_told_so(world: HubSpotWorld) -> None:
    with pytest.raises(BadSetting, match=r"nobody@seller\.example"):
        pull(world.connector(owner="nobody@seller.example"))


def test_an_account_that_does_not_say_its_zone_does_without(world: HubSpotWorld) -> None:
    world.fake.about = None
    deal = world.deal("Engines", close_date="2026-03-31")
    found = pull(world.connector()).records["deal", deal]
    assert isinstance(found, CrmDeal)
    assert found.close_date == "2026-03-31"


@pytest.mark.parametrize(
    ("status", "category", "error"), [(403, "MISSING_SCOPES", RightMissing), (423, "LOCKED", ProviderBusy)]
)
def test_refusals_by_their_remedy(world: HubSpotWorld, status: int, category: str, error: type[Exception]) -> None:
    class Refusing:
        def send(self, *_: object) -> Any:
            return said(status, {"category": category})

        def cut(self) -> None:
            """Nothing is open."""

    made = HubSpot(HubSpotOptions("rob@seller.example", lambda: "t"), Refusing())
    with pytest.raises(error):
        pull(made)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/New_York"])
@pytest.mark.parametrize(
    ("said_", "day"),
    [("9999-12-31T23:59:59Z", "9999-12-31"), ("0001-01-01T00:00:00Z", "0001-01-01"), ("999999999999999", ""),
     ("-62135596800000", ""), ("soon", "")],
)  # fmt: skip
def test_a_day_at_the_end_of_the_calendar_breaks_no_pull(zone: str, said_: str, day: str) -> None:
    found = {"id": "1", "properties": {"dealname": "Some day", "closedate": said_}}
    read = wire.deal(found, [], [], wire.Account("71", ZoneInfo(zone)))
    assert read.close_date == day or (day and read.close_date[:4] == day[:4]), "a day more or less there is nobody's"


def test_associations_without_an_end_are_left() -> None:
    world = HubSpotWorld()
    world.deal("A")
    places = count(1)

    def send(method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        if "associations/deals/contacts/batch" not in url:
            return world.wire.send(method, url, headers, body)
        one = {"from": {"id": "1"}, "to": [], "paging": {"next": {"after": str(next(places))}}}
        return Answer(200, {}, json.dumps({"results": [one]}).encode())

    endless = Endless(world.wire.cut, send)
    made = HubSpotOptions("Rob@seller.example", lambda: world.fake.token, now=world.fake.now, wait=world.fake.wait)
    with pytest.raises(BrokenAnswer):
        list(HubSpot(made, endless).pull(None))


class Endless(NamedTuple):
    """A wire of these."""

    cut: Callable[[], None]
    send: Callable[[str, str, Mapping[str, str], bytes | None], Answer]
