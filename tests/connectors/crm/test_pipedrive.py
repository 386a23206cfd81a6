"""Pipedrive against the suite, and what is Pipedrive's alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

import pytest

from connectors.crm.pipedrive import Pipedrive, PipedriveOptions
from connectors.http import Answer
from sync.crm import CONTACT_FIELDS, DEAL_FIELDS, ROLES, Change, CrmCompany, CrmContact, CrmDeal, Note, RecordKind
from sync.crm_errors import CrmRecordGone, CrmRefused
from sync.errors import AccessBlocked, BrokenAnswer
from sync.model import Cursor
from tests.connectors.crm.conformance import CrmContract
from tests.connectors.crm.faulty import Faulty, said
from tests.connectors.crm.pipedrive_fake import PipedriveFake
from tests.connectors.crm.world import ADA, STAGES, Fault, Record, pull

NAMES = {"company": "organizations", "contact": "persons", "deal": "deals"}
OTHERS = 72
ROLE, TITLE = "a" * 40, "b" * 40
STEP = {"date": "2026-03-12", "text": "Send the offer"}


class Keyed(Faulty):
    """The same wire, for a token in a header of its own."""

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        assert "Authorization" not in headers
        return super().send(method, url, {**headers, "Authorization": f"Bearer {headers['x-api-token']}"}, body)


class PipedriveWorld:
    """One company: Rob's deals and those of others."""

    fields = frozenset({*DEAL_FIELDS, *CONTACT_FIELDS})
    tells = frozenset({"removed", "given"})
    guarded = False
    pipeline = "Sales"
    roles = frozenset(ROLES)
    role = "champion"
    bulk = 8

    def __init__(self) -> None:
        self.fake = PipedriveFake()
        self.fake.page = 3
        self.fake.stages = [{"id": 11 + n, "name": name, "pipeline_id": 1, "order_nr": n, "is_deleted": False}
                            for n, name in enumerate(STAGES[:3])]  # fmt: skip
        self.wire = Keyed(self.fake, "https://acme.pipedrive.com")

    def connector(self, **options: Any) -> Pipedrive:
        self.fake.time += 2
        made = PipedriveOptions(lambda: self.fake.token, "https://acme.pipedrive.com", 3, role_field=ROLE,
                                title_field=TITLE, now=self.fake.now, wait=self.fake.wait)  # fmt: skip
        return Pipedrive(made._replace(**options), self.wire)

    def company(self, name: str, *domains: str) -> str:
        return str(self.fake.put("organizations", {"name": name, "website": next(iter(domains), None)}))

    def contact(self, name: str, *addresses: str, company: str = "", title: str = "", phone: str = "",
                typed: Iterable[str] = ()) -> str:  # fmt: skip
        assert not list(typed), "Pipedrive does not tell"
        fields = {"name": name, "addresses": addresses, "company": company, "title": title, "phone": phone}
        return str(self.fake.put("persons", _contact(fields)))

    def deal(self, name: str, **fields: Any) -> str:
        fields = {"name": name, "stage": STAGES[0], **fields}
        made = self.fake.put(
            "deals", {"owner_id": 71, "pipeline_id": 1, "value": 0, "currency": "EUR", **_deal(fields)}
        )
        self._more(made, fields)
        return str(made)

    def edit(self, kind: RecordKind, id: str, **fields: Any) -> None:
        said_ = {"company": _company, "contact": _contact, "deal": _deal}[kind](fields)
        self.fake.put(NAMES[kind], said_, int(id))
        if kind == "deal":
            self._more(int(id), fields)

    def _more(self, deal: int, fields: dict[str, Any]) -> None:
        if "contacts" in fields:
            for id_, role in fields["contacts"]:
                word = role.replace("_", " ").capitalize() or None
                self.fake.put("persons", {"custom_fields": {ROLE: word}}, int(id_))
            self.fake.join(deal, *(int(id_) for id_, _ in fields["contacts"]))
        if "next_step" in fields:
            own = [id_ for id_, each in self.fake.records["activities"].items() if each["deal_id"] == deal]
            task = {"subject": fields["next_step"], "due_date": fields["next_step_date"], "type": "task", "deal_id": deal,
                    "done": False}  # fmt: skip
            self.fake.put("activities", task, next(iter(own), 0))

    def remove(self, kind: RecordKind, id: str) -> None:
        self.fake.delete(NAMES[kind], int(id))

    def merge(self, kind: RecordKind, id: str, into: str) -> str:
        raise NotImplementedError

    def give_away(self, id: str) -> None:
        self.fake.put("deals", {"owner_id": OTHERS}, int(id))

    def holds(self, kind: RecordKind, id: str) -> Record | None:
        found = self.fake.records[NAMES[kind]].get(int(id))
        if found is None or found["is_deleted"]:
            return None
        company = str(found.get("org_id") or "")
        if kind == "company":
            return CrmCompany(id, found["name"], (found["website"],) if found.get("website") else ())
        custom = found["custom_fields"]
        if kind == "contact":
            phones = [each["value"] for each in found.get("phones", [])]
            mails = [each["value"] for each in sorted(found.get("emails", []), key=lambda each: not each["primary"])]
            return CrmContact(id, found["name"], tuple(mails), company, custom.get(TITLE) or "", next(iter(phones), ""))
        status = found.get("status", "open")
        stage = {"won": "Won", "lost": "Lost"}.get(status) or STAGES[found["stage_id"] - 11]
        still = [each for each in self.fake.records["activities"].values()
                 if each["deal_id"] == int(id) and not each["done"] and not each["is_deleted"]]  # fmt: skip
        step: dict[str, Any] = min(still, key=lambda each: str(each["due_date"]), default={})
        people = self.fake.participants.get(int(id), [])
        words = {one: self.fake.records["persons"][one]["custom_fields"].get(ROLE) or "" for one in people}
        return CrmDeal(
            id, found["title"], company, "Sales", stage, status, f"{found['value']:.2f}" if found["value"] else "",
            found["currency"] if found["value"] else "", found.get("expected_close_date") or "", step.get("subject", ""),
            step.get("due_date", ""), tuple((str(one), word.lower().replace(" ", "_")) for one, word in words.items()),
        )  # fmt: skip

    def people(self, address: str) -> list[str]:
        persons = self.fake.records["persons"].items()
        return [str(id_) for id_, each in persons if address in [one["value"] for one in each.get("emails", [])]]

    def writes(self) -> int:
        return self.wire.writes

    def notes(self) -> list[str]:
        return [each["subject"] for each in self.fake.records["activities"].values() if each["type"] != "task"]

    def trouble(self, fault: Fault, on: Literal["read", "write"], times: int = 1) -> bool:
        return self.wire.trouble(fault, on, times)

    def meanwhile(self, act: Callable[[], object]) -> None:
        self.wire.between.append(act)

    def expire(self, cursor: Cursor) -> Cursor:
        self.fake.time += 31 * 86_400
        return cursor


def _company(fields: dict[str, Any]) -> dict[str, Any]:
    return {"name": fields["name"]} if "name" in fields else {}


def _contact(fields: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"name": fields["name"]} if "name" in fields else {}
    if "addresses" in fields:
        made["emails"] = [
            {"value": one, "primary": n == 0, "label": "work"} for n, one in enumerate(fields["addresses"])
        ]
    if fields.get("phone"):
        made["phones"] = [{"value": fields["phone"], "primary": True, "label": "mobile"}]
    if "title" in fields:
        made["custom_fields"] = {TITLE: fields["title"] or None}
    if fields.get("company"):
        made["org_id"] = int(fields["company"])
    return made


def _deal(fields: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {theirs: fields[ours] for ours, theirs in
                            {"name": "title", "currency": "currency", "close_date": "expected_close_date"}.items()
                            if fields.get(ours)}  # fmt: skip
    if fields.get("amount"):
        made["value"] = float(fields["amount"])
    if fields.get("company"):
        made["org_id"] = int(fields["company"])
    if "stage" in fields:
        number = STAGES.index(fields["stage"])
        made["status"] = ("open", "open", "open", "won", "lost")[number]
        made |= {"stage_id": 11 + number} if number < 3 else {}
        made |= {"stage_id": 11} if number >= 3 and fields.get("name") else {}
    return made


class TestPipedrive(CrmContract):
    @pytest.fixture
    def world(self) -> PipedriveWorld:
        return PipedriveWorld()


@pytest.fixture
def world() -> PipedriveWorld:
    return PipedriveWorld()


def step(deal: str, old: object = None, new: object = STEP, key: str = "k") -> Change:
    return Change(key, "deal", deal, "next_step", old, new)  # type: ignore[arg-type]


def test_a_next_step_is_a_task_beside_a_meeting_that_stands(world: PipedriveWorld) -> None:
    deal = world.deal("Engines")
    call = {"subject": "Call", "due_date": "2026-03-01", "type": "call", "deal_id": int(deal), "done": False}
    made = world.fake.put("activities", call)
    crm = world.connector()
    old = {"date": "2026-03-01", "text": "Call"}
    assert crm.read(step(deal)) == old
    crm.apply(step(deal, old))
    assert world.fake.records["activities"][made]["subject"] == "Call"
    assert crm.read(step(deal)) == STEP
    assert [each["type"] for each in world.fake.records["activities"].values()] == ["call", "task"]


def test_a_task_that_was_done_meanwhile_is_not_made_again(world: PipedriveWorld) -> None:
    deal, crm = world.deal("Engines"), world.connector()
    crm.apply(step(deal))
    (made,) = world.fake.records["activities"]
    world.fake.put("activities", {"done": True}, made)
    assert crm.read(step(deal)) is None
    assert crm.landed(step(deal))
    crm.apply(step(deal))
    assert len(world.fake.records["activities"]) == 1
    assert not crm.landed(step(deal, key="another"))


def test_only_a_task_of_ours_is_taken_away(world: PipedriveWorld) -> None:
    deal, crm = world.deal("Engines"), world.connector()
    crm.apply(step(deal))
    crm.apply(step(deal, STEP, None, "undo"))
    assert crm.read(step(deal)) is None
    other = world.deal("Other", next_step="Call Ada", next_step_date="2026-03-05")
    with pytest.raises(CrmRefused, match="mark this one as done"):
        crm.apply(step(other, {"date": "2026-03-05", "text": "Call Ada"}, None, "undo2"))


def test_other_addresses_and_numbers_stay(world: PipedriveWorld) -> None:
    ada = world.contact("Ada Byron", ADA, "ada@home.example", phone="+49 30 1")
    second = {"value": "+49 171 1", "primary": False, "label": "mobile"}
    world.fake.records["persons"][int(ada)]["phones"].append(second)
    crm = world.connector()
    crm.apply(Change("k", "contact", ada, "phone", "+49 30 1", "+49 30 2"))
    crm.apply(Change("l", "contact", ada, "email", ADA, "ada@home.example"))
    held = world.fake.records["persons"][int(ada)]
    assert [each["value"] for each in held["phones"]] == ["+49 30 2", "+49 171 1"]
    assert held["emails"] == [{"value": "ada@home.example", "primary": True, "label": "work"}]


def test_without_fields_of_its_own_there_are_no_roles_and_titles(world: PipedriveWorld) -> None:
    ada = world.contact("Ada Byron", ADA)
    world.fake.records["persons"][int(ada)]["job_title"] = "Buyer"
    deal = world.deal("Engines", contacts=((ada, "champion"),))
    crm = world.connector(role_field="", title_field="")
    records = pull(crm).records
    assert records["contact", ada].title == "Buyer"  # type: ignore[union-attr]
    assert records["deal", deal].contacts == ((ada, ""),)  # type: ignore[union-attr]
    with pytest.raises(CrmRefused, match="role_field"):
        crm.apply(Change("k", "deal", deal, "contact_role", None, {"address": ADA, "role": "legal"}))
    with pytest.raises(CrmRefused, match="title_field"):
        crm.apply(Change("k", "contact", ada, "title", "Buyer", "CEO"))
    assert world.writes() == 0


def test_a_lost_deal_says_why(world: PipedriveWorld) -> None:
    deal = world.deal("Engines")
    world.connector().apply(Change("k", "deal", deal, "closed_lost", STAGES[0], "Lost", "Sales"))
    held = world.fake.records["deals"][int(deal)]
    assert (held["status"], held["lost_reason"]) == ("lost", "Ended by the customer")


def test_a_deal_that_is_opened_again(world: PipedriveWorld) -> None:
    deal = world.deal("Engines", stage="Lost")
    world.connector().apply(Change("k", "deal", deal, "stage", "Lost", STAGES[1], "Sales"))
    held = world.fake.records["deals"][int(deal)]
    assert (held["status"], held["stage_id"]) == ("open", 12)


def test_a_person_whom_the_search_does_not_know_yet_is_found(world: PipedriveWorld) -> None:
    world.fake.late = True
    deal, ada = world.deal("Engines"), world.contact("Ada Byron", ADA)
    change = Change("k", "deal", deal, "new_contact", None, {"address": ADA.upper(), "name": "Ada", "title": ""})
    assert world.connector().apply(change) == ada
    assert world.people(ADA) == [ada]


def test_somebody_who_writes_before_us_is_noticed_by_the_time(world: PipedriveWorld) -> None:
    deal = world.deal("Engines", close_date="2026-03-31")
    world.deal("Other")
    reads = 0
    serve = world.fake.serve

    def meddling(method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        nonlocal reads
        if path == f"/api/v2/deals/{deal}":
            reads += 1
            if reads == 2:
                world.edit("deal", deal, close_date="2026-04-30")
        return serve(method, path, headers, body)

    world.fake.serve = meddling  # type: ignore[method-assign]
    crm = world.connector()
    with pytest.raises(Exception, match="says something else"):
        crm.apply(Change("k", "deal", deal, "close_date", "2026-03-31", "2026-06-30"))
    assert world.writes() == 0


def test_an_archived_deal_is_gone(world: PipedriveWorld) -> None:
    deal = world.deal("Engines")
    book = pull(world.connector())
    world.fake.put("deals", {"is_archived": True}, int(deal))
    assert pull(world.connector(), book).removed == {("deal", deal)}
    with pytest.raises(CrmRecordGone):
        world.connector().apply(Change("k", "deal", deal, "close_date", None, "2026-03-31"))


def test_many_deletions_take_several_pages(world: PipedriveWorld) -> None:
    people = [world.contact(f"Ada {n}", f"ada{n}@customer.example") for n in range(10)]
    book = pull(world.connector())
    world.fake.time += 600
    for each in people[:9]:
        world.fake.delete("persons", int(each))
        world.fake.time -= 1  # all in one second
    assert pull(world.connector(), book).removed == {("contact", each) for each in people[:9]}


def test_a_merge_that_is_named_is_followed(world: PipedriveWorld) -> None:
    one, two = world.contact("One", ADA), world.contact("Two")
    book = pull(world.connector())
    world.fake.put("persons", {"merge_what_id": int(one)}, int(two))
    assert pull(world.connector(), book).merged == {("contact", one): two}


def test_a_subscription_that_has_ended_is_told(world: PipedriveWorld) -> None:
    world.fake.serve = lambda *_: said(402, {"success": False})  # type: ignore[method-assign]
    with pytest.raises(AccessBlocked, match="subscription has ended"):
        pull(world.connector())


def test_a_user_without_a_number_is_no_user(world: PipedriveWorld) -> None:
    world.fake.serve = lambda *_: said(200, {"success": True, "data": {}})  # type: ignore[method-assign]
    with pytest.raises(BrokenAnswer):
        pull(world.connector())


def test_an_activity_has_its_time_and_its_people(world: PipedriveWorld) -> None:
    ada = world.contact("Ada Byron", ADA)
    deal = world.deal("Engines", contacts=((ada, ""),))
    world.connector().note(Note("k", "meeting", "Talk", "a <b>\nc", 1_772_700_000, 1_772_705_400, "none", deal, (ada,)))
    (made,) = world.fake.records["activities"].values()
    assert (made["type"], made["done"], made["duration"], made["due_date"]) == ("meeting", True, "01:30", "2026-03-05")
    assert made["participants"] == [{"person_id": int(ada), "primary": True}]
    assert made["note"].startswith("a &lt;b&gt;<br>c<br>repside ")
    with pytest.raises(CrmRecordGone):
        world.connector().note(Note("k2", "message", "x", "", 0, None, "in", "../1", ()))


def test_a_number_that_no_float_holds_is_refused(world: PipedriveWorld) -> None:
    deal = world.deal("Engines")
    change = Change("k", "deal", deal, "amount", None, {"amount": "12345678901234567.89", "currency": "EUR"})
    with pytest.raises(CrmRefused):
        world.connector().apply(change)
