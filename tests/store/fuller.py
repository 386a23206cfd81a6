"""The hand-made store with what follows from a history: a busy conversation, proposals and decisions, shares and looks, audits."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, insert, text

from store.schema_deals import decisions, looks, proposals, shares
from tests.store import handmade
from tests.store.handmade import COLLEAGUE, DANA, DAY, HOUR, IVO, JUNK, MAIL, NADIA, NOW, PILOT, RENEWAL, REP, WAREHOUSE

HIDDEN = ("boss@fernleaf.example", "Blind Boss", False)


def fill(connection: Connection) -> dict[str, int]:
    """Fill an empty store. Returns the ids of handmade.py, and those of the activities that are added."""
    ids = handmade.fill(connection)
    shelf = handmade.Shelf(connection)
    shelf.last = 100
    ids |= _conversation(shelf)
    _proposals(connection, ids)
    _audits(connection)
    return ids


def share(connection: Connection, ids: dict[str, int]) -> None:
    """A deal and a mail that others see, one that is kept back, and who had it."""
    rows: list[tuple[str, int, str]] = [
        ("deal", RENEWAL, "headers"), ("activity", ids["today"], "preview"), ("activity", ids["met"], "none"),
    ]  # fmt: skip
    connection.execute(insert(shares), [
        {"target": target, "target_id": key, "level": level, "created_at": NOW - DAY} for target, key, level in rows
    ])  # fmt: skip
    connection.execute(insert(looks), {"at": NOW - HOUR, "who": "Ana Brandt, sales lead", "what": "export", "items": 3})


def _conversation(shelf: handmade.Shelf) -> dict[str, int]:
    """Five mails of one morning in two conversations, so that they lie between each other; one of them a colleague's."""
    dana, out = [("from", DANA), ("to", REP), ("cc", IVO)], [("from", REP), ("to", DANA), ("bcc", HIDDEN)]
    linked: list[tuple[str, int, str, str]] = [
        ("contact", 1, "address", "dana.cole@harborvale.example is Dana Cole's address"),
        ("company", handmade.HARBOR, "contact", "Dana Cole is filed under Harbor & Vale Logistics"),
        ("deal", WAREHOUSE, "conversation", "You linked the conversation. Also open: Harbor renewal 2027."),
    ]
    start = NOW - 8 * DAY - 2 * HOUR
    put: dict[str, tuple[int, Any, str, str, str]] = {
        "ask": (0, dana, "Second warehouse: dock plan", "Could you send us the dock plan for the second site?", "in"),
        "answer": (
            600,
            out,
            "Re: Second warehouse: dock plan",
            "Here it is. Twelve docks, four with levellers.",
            "out",
        ),
        "thanks": (1500, dana, "Re: Second warehouse: dock plan", "Perfect, thank you. We decide on 4 December.", "in"),
    }
    found = {
        name: shelf.put(start + after, people, subject, body, direction=way, thread=900, linked=linked)
        for name, (after, people, subject, body, way) in put.items()
    }
    nadia: list[tuple[str, int, str, str]] = [
        ("contact", 3, "address", "her address"),
        ("deal", PILOT, "contact_role", "on the deal"),
    ]
    found["between"] = shelf.put(
        start + 900, [("from", NADIA), ("to", REP)], "Security questions", "Ten of them.", linked=nadia
    )
    found["colleague"] = shelf.put(start + 1200, [("from", COLLEAGUE), ("to", DANA), ("cc", REP)], "Racks for the second site",
        "Dana, the racks are in stock.", linked=linked)  # fmt: skip
    return found


def _proposals(connection: Connection, ids: dict[str, int]) -> None:
    row = {"contact_id": None, "old": "null", "found": "null", "rule": "date_phrase", "source": "rules", "created_at": NOW - 8 * DAY, "expires_at": None,
           "changed_at": NOW - HOUR}  # fmt: skip
    four = [
        {"id": 1, "kind": "close_date", "field": "close_date", "deal_id": WAREHOUSE, "activity_id": ids["thanks"],
         "old": json.dumps("2027-03-31"), "new": json.dumps("2026-12-04"), "quote": "We decide on 4 December.",
         "state": "pending", "evidence_at": NOW - 8 * DAY},
        {"id": 2, "kind": "amount", "field": "amount", "deal_id": RENEWAL, "activity_id": ids["first"],
         "old": json.dumps({"amount": "80000", "currency": "EUR"}), "new": json.dumps({"amount": "84000", "currency": "EUR"}),
         "quote": "The price stays as it is", "state": "applied", "evidence_at": NOW - 20 * DAY},
        {"id": 3, "kind": "next_step", "field": "next_step", "deal_id": PILOT, "activity_id": ids["today"],
         "new": json.dumps({"date": "2026-11-23", "text": "Start of the pilot"}), "quote": "We can start the pilot on Monday",
         "state": "declined", "evidence_at": NOW - 2 * HOUR},
        {"id": 4, "kind": "phone", "field": "phone", "deal_id": None, "contact_id": 1, "activity_id": None, "old": json.dumps(""),
         "new": json.dumps("+44 20 7946 0999"), "quote": "<b>call me</b> on +44 20 7946 0999", "state": "withdrawn",
         "evidence_at": NOW - 30 * DAY},
    ]  # fmt: skip
    connection.execute(insert(proposals), [{**row, **one, "digest": bytes([int(str(one["id"]))] * 16)} for one in four])
    connection.execute(insert(decisions), [
        {"proposal_id": 2, "verb": "edit", "by": "rep", "old": "null", "new": json.dumps({"amount": "84000", "currency": "EUR"}),
         "at": NOW - 19 * DAY},
        {"proposal_id": 3, "verb": "approve", "by": "rule 7", "old": "null", "new": "null", "at": NOW - HOUR},
        {"proposal_id": 3, "verb": "decline", "by": "rep", "old": "null", "new": "null", "at": NOW - HOUR},
    ])  # fmt: skip


def _audits(connection: Connection) -> None:
    """All streams were compared; in the inbox two items could not be brought in, one find of the junk folder is mended since."""
    connection.execute(text("update streams set audited_at = :at"), {"at": NOW - 5 * HOUR})
    connection.execute(text("update streams set audited_at = :at where id = :id"), {"at": NOW - 2 * DAY, "id": MAIL})
    finds = {
        MAIL: {"at": NOW - 4 * HOUR, "left": ["9100", "9101"], "remote": 200, "missing": 5, "stray": 1, "repaired": 4},
        JUNK: {"at": NOW - 3 * DAY, "left": ["7"], "remote": 12, "missing": 1, "stray": 0, "repaired": 0},
    }
    for stream, find in finds.items():
        row = {"name": f"audit {stream}", "value": json.dumps(find)}
        connection.execute(text("insert into facts (name, value) values (:name, :value)"), row)
