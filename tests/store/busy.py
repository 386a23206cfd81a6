"""The handmade store on a busy day: meetings, promises, a reply owed for days, proposals in each state, something shared."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, insert, text

from store.schema_deals import findings, proposals, shares
from tests.store.handmade import (
    DANA,
    DAY,
    GLASS,
    HOUR,
    IVO,
    NADIA,
    NOW,
    PILOT,
    RENEWAL,
    REP,
    STRANGER,
    WAREHOUSE,
    Shelf,
    fill,
)

OTTO = ("otto@consultants.example", "Otto Lang", True)
CONTACT = ("contact", 1, "address", "dana.cole@harborvale.example is Dana Cole's address")
DEAL = ("deal", RENEWAL, "contact_role", "Dana Cole (champion) is on the deal.")


def busy(connection: Connection) -> dict[str, int]:
    """Fill an empty store; the ids of the handmade store's activities and of those added."""
    ids = fill(connection)
    shelf = Shelf(connection)
    shelf.last = int(connection.scalar(text("select max(id) from activities")) or 0)
    connection.execute(text("update streams set audited_at = :at, complete_at = :at"), {"at": NOW - 240})
    _mail(shelf, ids)
    _meetings(shelf, ids)
    _proposals(connection, ids)
    return ids


def _mail(shelf: Shelf, ids: dict[str, int]) -> None:
    ids["asked"] = shelf.put(NOW - 6 * DAY, [("from", DANA), ("to", REP)], "Price for the second site",
        "Ivo asks whether the price of the renewal holds for the second site, too. Could you confirm it in writing?",
        linked=[CONTACT, DEAL])  # fmt: skip
    ids["offer"] = shelf.put(NOW - 5 * DAY, [("from", REP), ("to", STRANGER), ("cc", OTTO)], "Angebot Rollout",
        "Guten Tag Herr Ott, anbei unser Angebot. Passt Ihnen der Terminplan?", direction="out",
        linked=[("deal", GLASS, "only_open_deal", "It is the only open deal of Ostrava Glas.")])  # fmt: skip
    ids["promise"] = shelf.put(NOW - 9 * DAY, [("from", REP), ("to", IVO), ("to", DANA)], "References",
        "Dana, Ivo, I'll send you two references from the food industry. Best, Maya", direction="out",
        linked=[CONTACT, ("contact", 2, "address", "ivo.petrov@harborvale.example is Ivo Petrov's address"), DEAL])  # fmt: skip
    finding(
        shelf.connection,
        ids["promise"],
        "rep",
        "send two references",
        "I'll send you two references from the food industry",
    )
    finding(
        shelf.connection, ids["asked"], "them", "get back with the start date", "we get back to you with the start date"
    )


def finding(connection: Connection, activity: int, by: str, words: str, quote: str) -> None:
    """A promise without a day."""
    said = json.dumps({"text": words, "by": by})
    row = {"activity_id": activity, "position": 0, "kind": "promise", "value": said, "quote": quote, "rule": "promise"}
    connection.execute(insert(findings), {**row, "source": "rules", "fresh": False})


def _meetings(shelf: Shelf, ids: dict[str, int]) -> None:
    ids["over"] = shelf.put(NOW - 2 * HOUR, [("organizer", NADIA), ("attendee", REP)], "Pilot stand-up", kind="meeting",
        linked=[("deal", PILOT, "contact_role", "on it")], copies=[(3, "b1")])  # fmt: skip
    ids["soon"] = shelf.put(NOW + HOUR // 2, [("organizer", REP), ("attendee", DANA), ("attendee", IVO)],
        "Renewal: terms and signature", kind="meeting", location="Video call", linked=[CONTACT, DEAL], copies=[(3, "b2")])  # fmt: skip
    ids["evening"] = shelf.put(NOW + 5 * HOUR, [("organizer", ("lee@newcomer.example", "Lee Park", True)), ("attendee", REP)],
        "Getting to know each other", kind="meeting", copies=[(3, "b3")])  # fmt: skip


def _proposals(connection: Connection, ids: dict[str, int]) -> None:
    step = {"date": "2026-11-24", "text": "Send the signed terms"}
    proposal(connection, 1, "next_step", None, step, "I send the signed terms on Tuesday", activity_id=ids["first"])
    proposal(connection, 2, "stage", "Proposal", "Negotiation", "let us talk about the terms", state="applied")
    proposal(connection, 3, "amount", {"amount": "80000", "currency": "EUR"}, {"amount": "84000", "currency": "EUR"},
        "84,000 it is", state="approved")  # fmt: skip
    proposal(connection, 4, "close_date", "2026-11-30", "2026-12-15", "before Christmas", state="declined")
    proposal(connection, 5, "stage", "Discovery", "Proposal", "an offer", state="unknown", deal_id=WAREHOUSE)
    proposal(connection, 6, "close_date", "2026-10-01", "2026-11-30", "end of November", state="applied", deal_id=PILOT,
        changed_at=NOW - 9 * DAY)  # fmt: skip
    share = {"level": "headers", "created_at": NOW}
    connection.execute(insert(shares), {"target": "deal", "target_id": PILOT, **share})
    connection.execute(insert(shares), {"target": "activity", "target_id": ids["umlaut"], **share})


def proposal(connection: Connection, id: int, field: str, old: object, new: object, quote: str, **more: Any) -> None:
    """One proposal, of the renewal unless another deal is named; changed two hours ago."""
    row = {
        "id": id, "digest": id.to_bytes(16, "big"), "kind": field, "field": field, "deal_id": RENEWAL, "contact_id": None,
        "old": json.dumps(old), "new": json.dumps(new), "found": json.dumps(new), "quote": quote, "rule": "r", "source": "rules", "state": "pending",
        "evidence_at": NOW - 2 * DAY, "created_at": NOW - DAY, "changed_at": NOW - 2 * HOUR, "activity_id": None,
    }  # fmt: skip
    connection.execute(insert(proposals), {**row, **more})
