"""What waits at the desk of the hand-made store: proposals of each kind, one that may have arrived, and the CRM's stages."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, insert, text

from store.schema import links
from store.schema_deals import crm_records, crms, decisions, outbox, proposals, stages
from sync.crm import Value
from tests.store.handmade import DAY, HOUR, NOW, PILOT, RENEWAL, XSS

GRACE = 600
STAGES = ("Discovery", "Qualified", "Proposal", "Negotiation", "Closed Won", "Closed Lost")


def fill(connection: Connection, ids: dict[str, int]) -> dict[str, int]:
    """Fill the desk. `ids`: of the activities, as handmade.fill returns them. Returns the ids of the proposals by name."""
    run = connection.execute
    run(insert(links), {
        "activity_id": ids["hostile"], "target": "deal", "target_id": PILOT, "rule": "rep", "evidence": "", "origin": "rep",
        "at": NOW - 3 * DAY,
    })  # fmt: skip
    run(insert(crms), {"id": 1, "name": "crm", "kind": "hubspot"})
    for kind, local in (("deal", RENEWAL), ("deal", PILOT)):
        run(insert(crm_records), {"crm_id": 1, "kind": kind, "remote": f"{local}", "local_id": local})
    run(insert(stages), [
        {"crm_id": 1, "pipeline": "", "position": n, "name": name, "remote": name, "status": "open"}
        for n, name in enumerate(STAGES)
    ])  # fmt: skip
    found = {
        "amount": _put(connection, 1, "amount", "amount", ids["first"], RENEWAL, None,
            {"amount": "84000", "currency": "EUR"}, {"amount": "91500.00", "currency": "EUR"},
            "The price stays as it is if you sign before Christmas", "total_of_offer"),
        "next_step": _put(connection, 2, "next_step", "next_step", ids["reply"], RENEWAL, None, None,
            {"date": "2026-11-26", "text": "Ivo looks at the terms"}, "Ivo will look at the terms", "promised", expires=7),
        "role": _put(connection, 3, "contact_role", "contact_role", ids["reply"], RENEWAL, 2,
            {"address": "ivo.petrov@harborvale.example", "role": "purchasing"},
            {"address": "ivo.petrov@harborvale.example", "role": "procurement"}, "Ivo will look at the terms", "role_named"),
        "close_date": _put(connection, 4, "close_date", "close_date", ids["today"], PILOT, None, "2026-11-30", "2026-11-27",
            "We can start the pilot on Monday if the contract is here by Friday.", "sign_by", expires=8),
        "stage": _put(connection, 5, "stage", "stage", ids["today_out"], PILOT, None, "Proposal", "Negotiation",
            "The contract is on its way to you today", "contract_sent"),
        "new_contact": _put(connection, 6, "new_contact", "new_contact", ids["hostile"], PILOT, None, None,
            {"address": "x@kestrel-health.example", "name": XSS, "title": XSS}, f"?a=1 {XSS}", "introduced"),
        "phone": _put(connection, 7, "contact_detail", "phone", ids["umlaut"], None, 4, "+44 20 7946 0123", "+420 596 123 456",
            "Tel. +420 596 123 456", "signature", source="model"),
        "unknown": _put(connection, 8, "amount", "amount", ids["today"], PILOT, None, {"amount": "36000", "currency": "GBP"},
            {"amount": "38500.00", "currency": "GBP"}, "", "agreed", state="unknown"),
    }  # fmt: skip
    run(insert(decisions), {"id": 1, "proposal_id": 8, "verb": "approve", "by": "rep", "old": "null", "new": "null", "at": NOW - DAY})  # fmt: skip
    run(insert(outbox), {
        "proposal_id": 8, "key": "k8", "verb": "apply", "old": json.dumps({"amount": "36000", "currency": "GBP"}),
        "new": json.dumps({"amount": "38500.00", "currency": "GBP"}), "state": "unknown", "due_at": NOW - HOUR, "tries": 1,
        "error": "The connection broke.", "changed_at": NOW - HOUR,
    })  # fmt: skip
    run(text("update items set aside_at = :at where state = 'quarantined'"), {"at": NOW - 2 * DAY})
    return found


def _put(
    connection: Connection, id: int, kind: str, field: str, activity: int, deal: int | None, contact: int | None,
    old: Value, new: Value, quote: str, rule: str, *, expires: int | None = None, **more: Any,
) -> int:  # fmt: skip
    at = connection.scalar(text("select occurred_at from activities where id = :id"), {"id": activity})
    row = {
        "id": id, "digest": id.to_bytes(16, "big"), "kind": kind, "field": field, "deal_id": deal, "contact_id": contact,
        "activity_id": activity, "old": json.dumps(old), "new": json.dumps(new), "found": json.dumps(new), "quote": quote,
        "rule": rule, "source": "rules", "state": "pending", "evidence_at": at, "created_at": NOW - HOUR,
        "expires_at": expires and NOW + expires * DAY, "changed_at": NOW - HOUR, **more,
    }  # fmt: skip
    connection.execute(insert(proposals), row)
    return id
