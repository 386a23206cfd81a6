"""Salesforce against the suite, and what is Salesforce's alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

import pytest

from connectors.crm.salesforce import Salesforce, SalesforceOptions
from connectors.crm.salesforce_tokens import Consent, RefreshTokens
from connectors.http import Answer
from sync.crm import CONTACT_FIELDS, DEAL_FIELDS, Change, CrmCompany, CrmContact, CrmDeal, Note, RecordKind
from sync.crm_errors import CrmRefused
from sync.errors import BadSetting, ConsentOver, NoPassword, ProviderBusy, RightMissing
from sync.model import Cursor
from tests.connectors.crm.conformance import CrmContract
from tests.connectors.crm.faulty import Faulty, said
from tests.connectors.crm.salesforce_fake import SalesforceFake
from tests.connectors.crm.world import ADA, STAGES, Fault, Record, pull

NAMES = {"company": "Account", "contact": "Contact", "deal": "Opportunity"}
ROLES = {"decision_maker": "Decision Maker", "champion": "Champion", "user": "Business User"}
BASE = "https://seller.my.salesforce.com"


class Token:
    """A sign-in with these tokens, one after the other."""

    def __init__(self, *tokens: str) -> None:
        self.left = list(tokens)

    def access(self) -> str:
        return self.left[0]

    def refused(self, token: str) -> None:
        if len(self.left) > 1 and self.left[0] == token:
            del self.left[0]


class SalesforceWorld:
    """One organisation: Rob's opportunities and those of others."""

    fields = frozenset({*DEAL_FIELDS, *CONTACT_FIELDS})
    tells = frozenset({"removed", "merged", "given"})
    guarded = True
    pipeline = ""
    roles = frozenset(ROLES)
    role = "champion"
    bulk = 8

    def __init__(self, *, currencies: bool = True) -> None:
        self.fake = SalesforceFake(currencies=currencies)
        self.wire = Faulty(self.fake, BASE)

    def connector(self, **options: Any) -> Salesforce:
        self.fake.time += 2
        made = SalesforceOptions(
            BASE, "rob@seller.example", Token("token-1"), page=3, now=self.fake.now, wait=self.fake.wait
        )
        return Salesforce(made._replace(**options), self.wire)

    def company(self, name: str, *domains: str) -> str:
        return self.fake.put("Account", _company({"name": name, "domains": domains}))

    def contact(self, name: str, *addresses: str, company: str = "", title: str = "", phone: str = "",
                typed: Iterable[str] = ()) -> str:  # fmt: skip
        assert not list(typed), "without its history nobody knows who typed a field"
        fields = {"name": name, "addresses": addresses, "company": company, "title": title, "phone": phone}
        return self.fake.put("Contact", _contact(fields))

    def deal(self, name: str, **fields: Any) -> str:
        fields = {"name": name, "stage": STAGES[0], **fields}
        made = self.fake.put("Opportunity", {"OwnerId": self.fake.rob, **_deal(fields)})
        self._on(made, fields)
        return made

    def edit(self, kind: RecordKind, id: str, **fields: Any) -> None:
        changed = {"company": _company, "contact": _contact, "deal": _deal}[kind](fields)
        if changed:
            self.fake.put(NAMES[kind], changed, id)
        if kind == "deal":
            self._on(id, fields)

    def _on(self, deal: str, fields: dict[str, Any]) -> None:
        if "contacts" in fields:
            for row in self._people(deal):
                self.fake.delete("OpportunityContactRole", row["Id"])
            for id_, role in fields["contacts"]:
                on = {"OpportunityId": deal, "ContactId": id_, "Role": ROLES[role] if role else None}
                self.fake.put("OpportunityContactRole", on)

    def _people(self, deal: str) -> list[dict[str, Any]]:
        rows = self.fake.rows["OpportunityContactRole"].values()
        return [row for row in rows if row["OpportunityId"] == deal and not row["IsDeleted"]]

    def remove(self, kind: RecordKind, id: str) -> None:
        self.fake.delete(NAMES[kind], id)

    def merge(self, kind: RecordKind, id: str, into: str) -> str:
        self.fake.delete(NAMES[kind], id, into)
        self.fake.put(NAMES[kind], {}, into)
        return into

    def give_away(self, id: str) -> None:
        self.fake.put("Opportunity", {"OwnerId": self.fake.eve}, id)

    def holds(self, kind: RecordKind, id: str) -> Record | None:
        row = self.fake.rows[NAMES[kind]].get(id)
        if row is None or row["IsDeleted"]:
            return None
        has = {name: value or "" for name, value in row.items()}
        if kind == "company":
            domain = has.get("Website", "").removeprefix("https://www.").removesuffix("/start")
            return CrmCompany(id, has["Name"], (domain,) if domain else ())
        if kind == "contact":
            name = f"{has.get('FirstName', '')} {has['LastName']}".strip()
            addresses = tuple(each for each in (has.get("Email", ""),) if each)
            return CrmContact(id, name, addresses, has.get("AccountId", ""), has.get("Title", ""), has.get("Phone", ""))
        when, _, what = has.get("NextStep", "").partition(": ")
        stage = has["StageName"].removeprefix("api ")
        words = {word: role for role, word in ROLES.items()}
        on = tuple((each["ContactId"], words.get(each.get("Role") or "", "")) for each in self._people(id))
        status: Any = {"Won": "won", "Lost": "lost"}.get(stage, "open")
        amount = f"{row['Amount']:.2f}" if row.get("Amount") is not None else ""
        return CrmDeal(id, has["Name"], has.get("AccountId", ""), "", stage, status, amount, has.get("CurrencyIsoCode", ""),
                       has.get("CloseDate", ""), what, when, on)  # fmt: skip

    def people(self, address: str) -> list[str]:
        return [id_ for id_, row in self.fake.rows["Contact"].items() if row.get("Email") == address]

    def writes(self) -> int:
        return self.wire.writes

    def notes(self) -> list[str]:
        return [row["Subject"] for name in ("Task", "Event") for row in self.fake.rows[name].values()]

    def trouble(self, fault: Fault, on: Literal["read", "write"], times: int = 1) -> bool:
        return self.wire.trouble(fault, on, times)

    def meanwhile(self, act: Callable[[], object]) -> None:
        self.wire.between.append(act)

    def expire(self, cursor: Cursor) -> Cursor:
        self.fake.time += 15 * 86_400
        return cursor


def _company(fields: dict[str, Any]) -> dict[str, Any]:
    made = {"Name": fields["name"]} if "name" in fields else {}
    return made | ({"Website": f"https://www.{fields['domains'][0]}/start"} if fields.get("domains") else {})


def _contact(fields: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if "name" in fields:
        made["FirstName"], _, made["LastName"] = fields["name"].rpartition(" ")
    if "addresses" in fields:
        made["Email"] = next(iter(fields["addresses"]), None)
    names = {"company": "AccountId", "title": "Title", "phone": "Phone"}
    return made | {theirs: fields[ours] or None for ours, theirs in names.items() if ours in fields}


def _deal(fields: dict[str, Any]) -> dict[str, Any]:
    names = {"name": "Name", "company": "AccountId", "close_date": "CloseDate", "currency": "CurrencyIsoCode"}
    made: dict[str, Any] = {theirs: fields[ours] or None for ours, theirs in names.items() if ours in fields}
    if fields.get("amount"):
        made["Amount"] = float(fields["amount"])
    if "stage" in fields:
        made["StageName"] = f"api {fields['stage']}"
    if "next_step" in fields:
        made["NextStep"] = f"{fields['next_step_date']}: {fields['next_step']}"
    return made


class TestSalesforce(CrmContract):
    @pytest.fixture
    def world(self) -> SalesforceWorld:
        return SalesforceWorld()


@pytest.fixture
def world() -> SalesforceWorld:
    return SalesforceWorld()


def test_one_currency_for_all(world: SalesforceWorld) -> None:
    world = SalesforceWorld(currencies=False)
    deal = world.deal("Engines", amount="45000.00")
    change = Change(
        "k", "deal", deal, "amount", {"amount": "45000", "currency": "EUR"}, {"amount": "9.5", "currency": "EUR"}
    )
    crm = world.connector()
    crm.apply(change)
    assert crm.read(change) == {"amount": "9.50", "currency": ""}
    assert crm.landed(change)


def test_people_who_come_to_a_deal_are_found_though_the_deal_is_as_it_was(world: SalesforceWorld) -> None:
    ada, ben = world.contact("Ada Byron", ADA), world.contact("Ben Low")
    deal = world.deal("Engines", contacts=((ben, ""),))
    book = pull(world.connector())
    modified = world.fake.rows["Opportunity"][deal]["SystemModstamp"]
    world.edit("deal", deal, contacts=((ada, "champion"),))
    book = pull(world.connector(), book)
    found = book.records["deal", deal]
    assert isinstance(found, CrmDeal)
    assert found.contacts == ((ada, "champion"),)
    assert modified == world.fake.rows["Opportunity"][deal]["SystemModstamp"]
    assert pull(world.connector(), book).pages == []


def test_a_next_step_that_has_no_room_is_refused(world: SalesforceWorld) -> None:
    deal = world.deal("Engines")
    step = {"date": "2026-03-05", "text": "x" * 250}
    with pytest.raises(CrmRefused, match="255"):
        world.connector().apply(Change("k", "deal", deal, "next_step", None, step))


def test_an_administrators_own_rule_is_told_in_its_words(world: SalesforceWorld) -> None:
    deal = world.deal("Engines")
    world.fake.rule = "A deal needs an offer first."
    with pytest.raises(CrmRefused, match="needs an offer first"):
        world.connector().apply(Change("k", "deal", deal, "close_date", None, "2026-03-31"))


def test_another_field_changed_between_reading_and_writing(world: SalesforceWorld) -> None:
    deal = world.deal("Engines", close_date="2026-03-31")
    world.meanwhile(lambda: world.edit("deal", deal, name="Engines and more"))
    world.connector().apply(Change("k", "deal", deal, "close_date", "2026-03-31", "2026-06-30"))
    row = world.fake.rows["Opportunity"][deal]
    assert (row["CloseDate"], row["Name"], world.writes()) == ("2026-06-30", "Engines and more", 1)


def test_no_contact_is_left_behind_when_the_deal_takes_nobody(world: SalesforceWorld) -> None:
    deal = world.deal("Engines")
    world.meanwhile(lambda: world.remove("deal", deal))
    change = Change("k", "deal", deal, "new_contact", None, {"address": ADA, "name": "Ada", "title": ""})
    with pytest.raises(Exception, match="not in the CRM any more"):
        world.connector().apply(change)
    assert world.people(ADA) == []


def test_an_address_with_a_quote_is_a_value(world: SalesforceWorld) -> None:
    mine = world.contact("Pat O'Brien", "o'brien@customer.example")
    world.contact("Ada Byron", ADA)
    found = world.connector().known("o'brien@customer.example")
    assert found is not None
    assert found.id == mine
    assert world.connector().known("x' OR Email != '") is None


def test_an_organisation_without_the_field_for_notes_is_told_so(world: SalesforceWorld) -> None:
    world.fake.schema["Task"] -= {"Repside_Key__c"}
    note = Note("k", "message", "Offer", "text", 1_772_700_000, None, "out", world.deal("Engines"))
    with pytest.raises(CrmRefused, match="Repside_Key__c"):
        world.connector().note(note)


def test_a_token_that_ran_out_is_renewed_once(world: SalesforceWorld) -> None:
    deal = world.deal("Engines")
    world.fake.tokens = {"token-2"}
    crm = world.connector(tokens=Token("token-1", "token-2"))
    crm.apply(Change("k", "deal", deal, "close_date", None, "2026-03-31"))
    assert world.writes() == 1


def test_whoever_is_no_user_there_is_told_so(world: SalesforceWorld) -> None:
    with pytest.raises(BadSetting, match="nobody"):
        pull(world.connector(user="nobody@seller.example"))


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [(403, "REQUEST_LIMIT_EXCEEDED", ProviderBusy), (403, "API_DISABLED_FOR_ORG", RightMissing),
     (400, "UNABLE_TO_LOCK_ROW", ProviderBusy)],
)  # fmt: skip
def test_refusals_by_their_remedy(status: int, code: str, error: type[Exception]) -> None:
    crm = Salesforce(SalesforceOptions(BASE, "rob@seller.example", Token("t")), Saying(status, [{"errorCode": code}]))
    with pytest.raises(error):
        pull(crm)


class Saying:
    """A wire with one answer for all."""

    def __init__(self, status: int, found: object) -> None:
        self.answer, self.sent = said(status, found), list[tuple[str, str, bytes | None]]()

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        assert "Cookie" not in headers
        self.sent.append((method, url, body))
        return self.answer

    def cut(self) -> None:
        """Nothing is open."""


CONSENT = Consent("https://login.salesforce.com", "client", "", "canary-refresh")


def test_a_refresh_token_gives_access_and_what_it_rotates_to_is_stored() -> None:
    wire, stored = Saying(200, {"access_token": "a-1", "refresh_token": "canary-next"}), [CONSENT.text()]
    tokens = RefreshTokens("rob", lambda: stored[-1], stored.append, wire)
    assert (tokens.access(), tokens.access(), len(wire.sent)) == ("a-1", "a-1", 1)
    assert wire.sent[0][:2] == ("POST", "https://login.salesforce.com/services/oauth2/token")
    assert Consent.read(stored[-1], "rob").refresh_token == "canary-next"
    tokens.refused("another")
    tokens.refused("a-1")
    tokens.access()
    assert b"canary-next" in (wire.sent[1][2] or b"")


@pytest.mark.parametrize(
    ("status", "body", "error"), [(400, {"error": "invalid_grant"}, ConsentOver), (503, {}, ProviderBusy)]
)
def test_a_refused_refresh_token(status: int, body: object, error: type[Exception]) -> None:
    tokens = RefreshTokens("rob", CONSENT.text, print, Saying(status, body))
    with pytest.raises(error) as caught:
        tokens.access()
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("stored", ["", "{}", "[]", '{"login": 1, "client": "", "secret": "", "refresh_token": ""}'])
def test_what_is_no_consent(stored: str) -> None:
    with pytest.raises(NoPassword):
        RefreshTokens("rob", lambda: stored, print, Saying(200, {})).access()
