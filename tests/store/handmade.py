"""A small store made by hand: a rep, a few customers, some fifty activities. Filled by plain inserts, so that what the
queries and the view show is known in advance and owes nothing to the code that usually writes it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert

from store import last_touch, search
from store.schema import (
    accounts,
    activities,
    companies,
    company_domains,
    contact_addresses,
    contacts,
    deal_contacts,
    deals,
    items,
    links,
    locators,
    participants,
    questions,
    streams,
)

HOUR, DAY = 3_600, 86_400
NOW = int(datetime(2026, 11, 19, 10, 0, tzinfo=UTC).timestamp())
"""A Thursday morning."""

REP = ("maya.lind@fernleaf.example", "Maya Lind", False)
COLLEAGUE = ("tom.ward@fernleaf.example", "Tom Ward", False)
DANA = ("dana.cole@harborvale.example", "Dana Cole", True)
IVO = ("ivo.petrov@harborvale.example", "Ivo Petrov", True)
NADIA = ("nadia@kestrel-health.example", "Nadia Haddad", True)
JURGEN = ("j.mueller@ostravaglas.example", "Jürgen Müller", True)
STRANGER = ("frank@consultants.example", "Frank Ott", True)

CONTACTS = {"c-1": 1, "c-2": 2, "c-3": 3, "c-4": 4, "c-5": 5}
HARBOR, KESTREL, OSTRAVA = 1, 2, 3
RENEWAL, WAREHOUSE, PILOT, GLASS, OLD = 1, 2, 3, 4, 5
MAIL, SENT, CALENDAR, SECOND, JUNK = 1, 2, 3, 4, 5

XSS = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"


class Shelf:
    """Puts activities on the shelf one by one; ids count from 1."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.last = 0

    def put(
        self,
        at: int,
        people: Sequence[tuple[str, tuple[str, str, bool]]],
        subject: str,
        body: str = "",
        *,
        kind: str = "message",
        direction: str = "in",
        thread: int | None = None,
        linked: Sequence[tuple[str, int, str, str]] = (),
        copies: Sequence[tuple[int, str]] | None = None,
        account: int = 1,
        asked: Sequence[tuple[int, str]] = (),
        removed: Sequence[tuple[str, int]] = (),
        **more: Any,
    ) -> int:
        """One activity with all that hangs on it; returns its id."""
        self.last += 1
        id = self.last
        run = self.connection.execute
        meeting = kind == "meeting"
        row = {
            "id": id, "kind": kind, "digest": id.to_bytes(16, "big"), "account_id": account, "thread_id": thread or 1000 + id,
            "occurred_at": at, "ends_at": at + HOUR if meeting else None, "direction": "none" if meeting else direction,
            "subject": subject, "text": body, "attachments": json.dumps(more.pop("attachments", [])),
            "message_id": "" if meeting else f"{id}@mail.example", "ical_uid": f"uid-{id}" if meeting else "",
            "recurrence_id": "", "status": "confirmed" if meeting else "", "location": "", "all_day": False, "sequence": 0,
            "stamp": 0, "people_total": len(people), "marks": json.dumps(more.pop("marks", [])), "captured_at": NOW - HOUR,
            "unmatched": False, **more,
        }  # fmt: skip
        run(insert(activities), row)
        for position, (role, (address, name, outside)) in enumerate(people):
            person = {"role": role, "address": address, "name": name, "response": "", "outside": outside}
            run(insert(participants), {"activity_id": id, "position": position, **person})
        for target, key, rule, evidence in linked:
            link = {"target": target, "target_id": key, "rule": rule, "evidence": evidence, "at": at}
            run(insert(links), {"activity_id": id, "origin": "rep" if rule == "rep" else "matcher", **link})
        for target, key in removed:
            link = {
                "target": target,
                "target_id": key,
                "rule": "rep",
                "evidence": "",
                "origin": "rep_removed",
                "at": at,
            }
            run(insert(links), {"activity_id": id, **link})
        for stream, remote in [(MAIL if direction == "in" else SENT, str(id))] if copies is None else copies:
            run(insert(items), {"stream_id": stream, "remote": remote, "state": "captured"})
            run(insert(locators), {"activity_id": id, "stream_id": stream, "remote": remote})
        if asked:
            candidates = [{"deal_id": deal, "reason": reason} for deal, reason in asked]
            run(insert(questions), {"activity_id": id, "candidates": json.dumps(candidates)})
        last_touch.renew(self.connection, {(target, key) for target, key, *_ in linked})
        names = " ".join(f"{name} {address}" for _, (address, name, _) in people)
        search.add(self.connection, [search.Entry(id, at, subject, body, names)])
        return id


def fill(connection: Connection) -> dict[str, int]:
    """Fill an empty store. Returns the ids of the activities that tests speak of."""
    _accounts(connection)
    _crm(connection)
    return _history(Shelf(connection))


def _accounts(connection: Connection) -> None:
    run = connection.execute
    run(insert(accounts), [
        {"id": 1, "name": "work", "provider": "imap", "address": REP[0], "state": "HEALTHY", "sentence": "", "action": "",
         "next_check_at": NOW + 300},
        {"id": 2, "name": "archive", "provider": "folder", "address": REP[0], "state": "RECONNECT",
         "sentence": "The server mail.fernleaf.example does not accept the password of maya.lind@fernleaf.example.",
         "action": "Your history is safe and nothing was changed. Check the password or app password, then run `repside connect` for maya.lind@fernleaf.example again.",
         "next_check_at": None},
    ])  # fmt: skip
    run(insert(streams), [
        {"id": MAIL, "account_id": 1, "remote": "INBOX", "name": "Inbox", "role": "inbox", "complete_at": NOW - 240},
        {"id": SENT, "account_id": 1, "remote": "Sent", "name": "Sent", "role": "sent", "complete_at": NOW - 200},
        {"id": CALENDAR, "account_id": 1, "remote": "cal", "name": "Calendar", "role": "calendar", "complete_at": NOW - 180},
        {"id": SECOND, "account_id": 2, "remote": "old", "name": "Old mail", "role": "other", "complete_at": NOW - 9 * DAY},
        {"id": JUNK, "account_id": 1, "remote": "Junk", "name": "Junk", "role": "junk", "complete_at": NOW - 170},
    ])  # fmt: skip
    others = [(MAIL, "held", "", 31), (MAIL, "skipped", "bulk", 57), (MAIL, "skipped", "internal", 22),
              (MAIL, "skipped", "auto_reply", 3), (SENT, "held", "", 4), (SENT, "skipped", "internal", 18),
              (JUNK, "skipped", "spam", 12), (SECOND, "skipped", "before_window", 9), (CALENDAR, "skipped", "solo", 6),
              (MAIL, "quarantined", "BadHeader", 1)]  # fmt: skip
    run(insert(items), [
        {"stream_id": stream, "remote": f"{state}-{reason}-{n}", "state": state, "reason": reason}
        for stream, state, reason, count in others for n in range(count)
    ])  # fmt: skip


def _crm(connection: Connection) -> None:
    run = connection.execute
    run(insert(companies), [
        {"id": HARBOR, "name": "Harbor & Vale Logistics", "folded": "harbor & vale logistics"},
        {"id": KESTREL, "name": "Kestrel Health", "folded": "kestrel health"},
        {"id": OSTRAVA, "name": "Ostrava Glas", "folded": "ostrava glas"},
    ])  # fmt: skip
    run(insert(company_domains), [
        {"domain": "harborvale.example", "company_id": HARBOR}, {"domain": "kestrel-health.example", "company_id": KESTREL},
        {"domain": "ostravaglas.example", "company_id": OSTRAVA},
    ])  # fmt: skip
    people = [("c-1", DANA, "Head of Operations", HARBOR), ("c-2", IVO, "Purchasing", HARBOR),
              ("c-3", NADIA, "Programme Lead", KESTREL), ("c-4", JURGEN, "Werkleiter", OSTRAVA)]  # fmt: skip
    for external, (address, name, _), title, company in people:
        row = {"external": external, "name": name, "title": title, "phone": "+44 20 7946 0123", "company_id": company}
        run(insert(contacts), {"id": CONTACTS[external], **row})
        run(insert(contact_addresses), {"address": address, "contact_id": CONTACTS[external], "position": 0})
    run(insert(contact_addresses), {"address": "dana@private.example", "contact_id": 1, "position": 1})
    run(
        insert(contacts),
        {"id": 5, "external": "c-5", "name": "Rosa Quiet", "title": "", "phone": "", "company_id": None},
    )
    run(insert(contact_addresses), {"address": "rosa@quiet.example", "contact_id": 5, "position": 0})
    columns = ("id", "external", "name", "company_id", "stage", "amount", "currency", "close_date", "status")
    rows = [(RENEWAL, "d-1", "Harbor renewal 2027", HARBOR, "Negotiation", "84000", "EUR", "2026-12-15", "open"),
            (WAREHOUSE, "d-2", "Harbor second warehouse", HARBOR, "Discovery", "120000", "EUR", "2027-03-31", "open"),
            (PILOT, "d-3", "Kestrel pilot", KESTREL, "Proposal", "36000", "GBP", "2026-11-30", "open"),
            (GLASS, "d-4", "Ostrava rollout", OSTRAVA, "Qualified", "", "", "", "open"),
            (OLD, "d-5", "Kestrel trial 2025", KESTREL, "Closed", "5000", "GBP", "2025-10-01", "lost")]  # fmt: skip
    run(insert(deals), [dict(zip(columns, row, strict=True)) for row in rows])
    on = [
        (RENEWAL, 1, "champion"),
        (RENEWAL, 2, "purchasing"),
        (WAREHOUSE, 1, ""),
        (PILOT, 3, "decision maker"),
        (GLASS, 4, ""),
    ]
    run(insert(deal_contacts), [{"deal_id": deal, "contact_id": who, "role": role} for deal, who, role in on])


def _dana(*deal: tuple[str, int, str, str]) -> list[tuple[str, int, str, str]]:
    return [("contact", 1, "address", "dana.cole@harborvale.example is Dana Cole's address"),
            ("company", HARBOR, "contact", "Dana Cole is filed under Harbor & Vale Logistics"), *deal]  # fmt: skip


def _nadia() -> list[tuple[str, int, str, str]]:
    return [("contact", 3, "address", "nadia@kestrel-health.example is Nadia Haddad's address"),
            ("company", KESTREL, "contact", "Nadia Haddad is filed under Kestrel Health"),
            ("deal", PILOT, "contact_role", "Nadia Haddad (decision maker) is on the deal.")]  # fmt: skip


def _history(shelf: Shelf) -> dict[str, int]:
    ids: dict[str, int] = {}
    dana_in, dana_out = [("from", DANA), ("to", REP)], [("from", REP), ("to", DANA)]
    renewal = ("deal", RENEWAL, "word", "Your rule files “renewal” under the deal. Also open: Harbor second warehouse.")
    ids["first"] = shelf.put(NOW - 20 * DAY, dana_out, "Renewal terms for 2027",
        "Hi Dana,\n\nhere are the terms for 2027. The price stays as it is if you sign before Christmas.\n\nMaya", direction="out",
        thread=50, linked=_dana(renewal))  # fmt: skip
    ids["reply"] = shelf.put(NOW - 19 * DAY, [*dana_in, ("cc", IVO), ("cc", COLLEAGUE)], "Re: Renewal terms for 2027",
        "Thanks Maya. Ivo will look at the terms. Can we talk about the second site as well?", thread=50,
        linked=[*_dana(renewal), ("contact", 2, "address", "ivo.petrov@harborvale.example is Ivo Petrov's address")],
        copies=[(MAIL, "9001"), (SECOND, "cur/9001"), (SECOND, "new/9001")], attachments=["terms-2027.pdf", "site plan.png"])  # fmt: skip
    ids["question"] = shelf.put(NOW - 2 * DAY, dana_in, "Which numbers go where?",
        "Two quick questions before Friday: the start date, and who signs on your side.", linked=_dana(),
        asked=[(RENEWAL, "Dana Cole (champion) is on the deal"), (WAREHOUSE, "Dana Cole is on the deal")])  # fmt: skip
    ids["today"] = shelf.put(NOW - 2 * HOUR, [("from", NADIA), ("to", REP)], "Pilot start on Monday",
        "Good news: the board agreed this morning. We can start the pilot on Monday if the contract is here by Friday.",
        linked=_nadia())  # fmt: skip
    ids["today_out"] = shelf.put(NOW - HOUR, [("from", REP), ("to", NADIA)], "Re: Pilot start on Monday",
        "Wonderful. The contract is on its way to you today.", direction="out", linked=_nadia())  # fmt: skip
    ids["umlaut"] = shelf.put(NOW - DAY - HOUR, [("from", JURGEN), ("to", REP)], "Rückfrage zum Rollout",
        "Könnten Sie mir die Unterlagen für das Werk in Mährisch Ostrau schicken?",
        linked=[("contact", 4, "address", "j.mueller@ostravaglas.example is Jürgen Müller's address"),
                ("deal", GLASS, "only_open_deal", "It is the only open deal of Ostrava Glas.")])  # fmt: skip
    ids["domain"] = shelf.put(NOW - 5 * DAY, [("from", ("ap@harborvale.example", "Accounts Payable", True)), ("to", REP)],
        "Invoice 1187", "We received your invoice.",
        linked=[("company", HARBOR, "domain", "harborvale.example is a domain of Harbor & Vale Logistics")],
        removed=[("deal", RENEWAL)])  # fmt: skip
    ids["by_hand"] = shelf.put(NOW - 6 * DAY, [("from", STRANGER), ("to", REP), ("cc", DANA)], "Consultant's view on racks",
        "Some thoughts on the racks for the second warehouse.", linked=_dana(("deal", WAREHOUSE, "rep", "")))  # fmt: skip
    ids["hostile"] = shelf.put(NOW - 3 * DAY, [("from", ("x@kestrel-health.example", XSS, True)), ("to", REP)], f"Offer {XSS}",
        f"Look here: https://evil.example/?a=1 {XSS}\n\n<b>bold</b>", marks=["odd_address", "odd_charset"],
        linked=[("company", KESTREL, "domain", f"kestrel-health.example {XSS}")], attachments=[XSS])  # fmt: skip
    attendees = [("organizer", REP), ("attendee", DANA), ("attendee", IVO)]
    ids["met"] = shelf.put(NOW - 4 * DAY, attendees, "Renewal review", "Agenda: price, term, second site.", kind="meeting",
        copies=[(CALENDAR, "e1")], location="Harbor office, room 4", linked=_dana(renewal))  # fmt: skip
    ids["cancelled"] = shelf.put(NOW - 7 * DAY, attendees, "Site visit", kind="meeting", copies=[(CALENDAR, "e2")],
        status="cancelled", linked=_dana())  # fmt: skip
    ids["next"] = shelf.put(NOW + DAY + 4 * HOUR, [("organizer", NADIA), ("attendee", REP)], "Pilot kick-off", kind="meeting",
        copies=[(CALENDAR, "e3")], linked=_nadia())  # fmt: skip
    ids["later"] = shelf.put(NOW + 8 * DAY, attendees, "Quarterly review", kind="meeting", copies=[(CALENDAR, "e4")],
        linked=_dana())  # fmt: skip
    ids["orphan"] = shelf.put(NOW - DAY, dana_in, "Orphaned words", "nobody may see this", copies=[], orphaned_at=NOW - HOUR,
        linked=_dana(renewal))  # fmt: skip
    for n in range(40):
        person, linked = ((("from", NADIA), _nadia()), (("from", DANA), _dana()))[n % 2]
        shelf.put(NOW - (25 + 2 * n) * DAY, [person, ("to", REP)], f"Weekly notes {40 - n}",
            f"Notes number {40 - n}: shipping times, open points and the plan for next week.", linked=linked)  # fmt: skip
    return ids
