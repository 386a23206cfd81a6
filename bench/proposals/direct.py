"""The rules alone: each mail parsed as it arrives, read, and compared with the record by the labels' own rules. No store."""

from __future__ import annotations

from typing import Any

from worlds import Entry, Value, World, calendar, mail, rep, value

from connectors.wire import ical, mime
from matchers import plausible
from matchers.reading import trade
from matchers.reading.names import is_called
from sync import findings
from sync.model import Finding, Letter, Meeting, Message, Person
from sync.policy import Rules, outside_people, screen
from sync.ports import Reader

STAGES = ("Qualification", "Discovery", "Proposal", "Negotiation", "Closed Won", "Closed Lost")
STEPS = {"offer_sent": "Proposal", "contract_review": "Negotiation", "contract_signed": "Closed Won"}
FOR_EVER = ical.Window(0, 4_000_000_000)


class _Book:
    def __init__(self, world: World) -> None:
        self.addresses = {contact["email"].lower() for contact in world["contact"]}
        self.domains = {address.partition("@")[2] for address in self.addresses}

    def knows(self, address: str) -> bool:
        return address in self.addresses or address.partition("@")[2] in self.domains


def letters(world: World, entries: list[Entry], read: Reader) -> list[tuple[Entry, Letter | None, tuple[Finding, ...]]]:
    """Each mail and meeting as a letter with its findings; no letter where Repside leaves it out."""
    seen: list[Letter] = []

    sold = trade.words(
        [deal["name"] for deal in world["deal"]],
        [name for contact in world["contact"] for name in (contact["name"], contact["company"])],
    )

    def noting(letter: Letter) -> Any:
        letter = letter._replace(trade=sold)
        seen.append(letter)
        return read(letter)

    own = rep(world)
    rules = Rules(_Book(world), frozenset({own}), frozenset({own.partition("@")[2]}), read=noting)
    made = []
    for entry in entries:
        seen.clear()
        found = _of_mail(entry, rules) if entry.kind == "message" else _of_meeting(entry, rules)
        made.append((entry, seen[0] if seen else None, found))
    return made


def _of_mail(entry: Entry, rules: Rules) -> tuple[Finding, ...]:
    message = mime.message(entry.id, mail(entry), "text")
    if not isinstance(message, Message) or screen(message.header, rules).verdict != "keep":
        return ()
    return findings.in_mail(message, outside_people(message.header.people, rules), rules, "text")


def _of_meeting(entry: Entry, rules: Rules) -> tuple[Finding, ...]:
    for found in ical.meetings(calendar(entry.world, [entry]), FOR_EVER):
        if isinstance(found, Meeting) and not found.occurrences[0].cancelled:
            return findings.in_meeting(found, outside_people(_people(found), rules), rules, "text")
    return ()


def _people(meeting: Meeting) -> tuple[Person, ...]:
    """A single meeting's are in its header."""
    return meeting.occurrences[0].people or meeting.header.people


def proposed(entry: Entry, world: World, found: tuple[Finding, ...]) -> dict[Value, Finding]:
    """What the findings would change in the book of the world; nothing of a deal where the mail has none."""
    deal = next((deal for deal in world["deal"] if deal["id"] == entry.body.get("deal")), None)
    people = {contact["email"].lower(): contact for contact in world["contact"]}
    made: dict[Value, Finding] = {}
    joining = {finding.value["address"] for finding in found if finding.kind == "new_contact"}
    for finding in found:
        data = dict(finding.value)
        if "address" in data and not data["address"]:
            data["address"] = _named(data["name"], entry, deal, world)
        if finding.kind == "contact_role" and data["address"] not in people.keys() | joining:
            continue
        if finding.kind == "contact_detail":
            person = people.get(data["address"])
            if person and not _same_detail(data, person):
                made.setdefault(value(finding.kind, data), finding)
        elif deal and finding.kind != "promise" and _changes(finding.kind, data, deal, people):
            if finding.kind == "amount" and not plausible.of_deal(finding.rule, data["amount"], deal["amount"]):
                continue
            made.setdefault(value(finding.kind, data), finding)
    return made


def _named(name: str, entry: Entry, deal: dict[str, Any] | None, world: World) -> str:
    """The address of the one person of the deal or the mail who is called so."""
    ids = {each.partition(":")[0] for each in (deal["contacts"] if deal else ())} | set(entry.body.get("contacts", ()))
    near = [each for each in world["contact"] if each["id"] in ids]
    companies = {each["company"] for each in near}
    colleagues = [each for each in world["contact"] if each["company"] in companies] if " " in name else []
    called = [each["email"].lower() for each in near if is_called(name, each["name"])] or [
        each["email"].lower() for each in colleagues if is_called(name, each["name"])
    ]
    return called[0] if len(called) == 1 else ""


def _same_detail(data: dict[str, str], person: dict[str, str]) -> bool:
    if data["field"] == "email":
        return False
    if not person[data["field"]]:
        return False
    values = (data["value"], *(data["others"].split("; ") if "others" in data else ()))
    known = value("contact_detail", {**data, "value": person[data["field"]]})
    return any(value("contact_detail", {**data, "value": each}) == known for each in values)


def _changes(kind: str, data: dict[str, str], deal: dict[str, Any], people: dict[str, Any]) -> bool:
    """Whether the value is news for the deal; fills in the deal's currency and the stage's name."""
    if kind == "amount":
        data["currency"] = data["currency"] or deal["currency"]
        return float(data["amount"]) != float(deal["amount"]) or data["currency"] != deal["currency"]
    if kind == "close_date":
        return data["date"] != deal["close_date"]
    if kind == "stage":
        data["stage"] = STEPS[data["step"]]
        return STAGES.index(data["stage"]) > STAGES.index(deal["stage"])
    if kind == "closed_lost":
        data["stage"] = "Closed Lost"
    if kind == "new_contact":
        return data["address"] not in people
    if kind == "contact_role":
        contact = people.get(data["address"])
        return not contact or f"{contact['id']}:{data['role']}" not in deal["contacts"]
    return True
