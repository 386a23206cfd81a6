"""The JSON of the signed webhook (docs/crm.md) to our values and back. Pure: what is missing or of another type is empty."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

from connectors.crm.values import day, money, text
from connectors.wire import json_values
from connectors.wire.encoded import hidden
from connectors.wire.json_values import objects
from sync.crm import (
    CONTACT_FIELDS,
    Change,
    CrmCompany,
    CrmContact,
    CrmDeal,
    CrmPage,
    Merged,
    RecordKind,
    Removed,
    Stage,
    Status,
    Value,
)
from sync.model import Cursor

KIND = "webhook-1"
SIGNATURE, TIMESTAMP, KEY = "Repside-Signature", "Repside-Timestamp", "Idempotency-Key"
MAX_CURSOR = 10_000
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@+-]{0,199}")


def is_id(value: str) -> bool:
    """Whether it can be the id of a record."""
    return _ID.fullmatch(value) is not None


def sign(secret: str, at: int, method: str, target: str, body: bytes) -> str:
    """The signature of a request: over its time, method, address behind the host, and body. Whoever changes one of them is found out."""
    signed = b"\n".join([str(at).encode(), method.encode(), target.encode(), body])
    return "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def change(made: Change, at: int) -> dict[str, Any]:
    """What is posted."""
    return {"key": made.key, "record": made.record, "id": made.id, "field": made.field, "old": made.old, "new": made.new,
            "pipeline": made.pipeline, "at": at}  # fmt: skip


def value(raw: object) -> Value:
    """A field's value, as `sync.crm.Value` has it."""
    if isinstance(raw, dict):
        return {
            hidden(key): hidden(each) for key, each in raw.items() if isinstance(key, str) and isinstance(each, str)
        } or None
    return hidden(raw) or None if isinstance(raw, str) else None


def cursor(at: str) -> Cursor:
    """The service's own bookmark, as it is stored."""
    return Cursor(KIND, json.dumps({"version": 1, "at": at}))


def bookmark(found: Cursor) -> str:
    """The service's own bookmark; empty for what is none of ours."""
    if found.kind != KIND or len(found.value) > MAX_CURSOR:
        return ""
    try:
        held = json.loads(found.value)
    except (ValueError, RecursionError):
        return ""
    return json_values.text(held, "at") if isinstance(held, dict) and held.get("version") == 1 else ""


def page(found: Mapping[str, Any]) -> CrmPage:
    """A page of what changed."""
    return CrmPage(
        cursor(json_values.text(found, "cursor")),
        [_company(each) for each in objects(found, "companies") if text(each, "id")],
        [_contact(each) for each in objects(found, "contacts") if text(each, "id")],
        [_deal(each) for each in objects(found, "deals") if text(each, "id")],
        [_stage(each) for each in objects(found, "stages")] if isinstance(found.get("stages"), list) else None,
        [Removed(kind, text(each, "id")) for each in objects(found, "removed") if (kind := _kind(each))],
        [
            Merged(kind, text(each, "id"), text(each, "into"))
            for each in objects(found, "merged")
            if (kind := _kind(each))
        ],
    )


def says(found: CrmPage) -> bool:
    """Whether there is anything on it."""
    return any(part for part in found[1:])


def _texts(found: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(map(hidden, json_values.strings(found, name)))


def _company(found: Mapping[str, Any]) -> CrmCompany:
    return CrmCompany(text(found, "id"), text(found, "name"), _texts(found, "domains"))


def _contact(found: Mapping[str, Any]) -> CrmContact:
    typed = frozenset(json_values.strings(found, "typed")) & frozenset(CONTACT_FIELDS)
    return CrmContact(text(found, "id"), text(found, "name"), _texts(found, "addresses"), text(found, "company"),
                      text(found, "title"), text(found, "phone"), text(found, "revision"), typed)  # fmt: skip


def _deal(found: Mapping[str, Any]) -> CrmDeal:
    on = tuple((id_, text(each, "role")) for each in objects(found, "contacts") if (id_ := text(each, "id")))
    return CrmDeal(
        id=text(found, "id"),
        name=text(found, "name"),
        company=text(found, "company"),
        pipeline=text(found, "pipeline"),
        stage=text(found, "stage"),
        status=_status(found),
        amount=money(text(found, "amount")),
        currency=text(found, "currency")[:3].upper(),
        close_date=day(found.get("close_date")),
        next_step=text(found, "next_step"),
        next_step_date=day(found.get("next_step_date")),
        contacts=on,
        revision=text(found, "revision"),
    )


def _stage(found: Mapping[str, Any]) -> Stage:
    place = found.get("position")
    return Stage(text(found, "pipeline"), place if isinstance(place, int) else 0, text(found, "name"), text(found, "id"),
                 _status(found))  # fmt: skip


def _status(found: Mapping[str, Any]) -> Status:
    said = text(found, "status")
    return "won" if said == "won" else "lost" if said == "lost" else "open"


def _kind(found: Mapping[str, Any]) -> RecordKind | None:
    said = text(found, "kind")
    return "company" if said == "company" else "contact" if said == "contact" else "deal" if said == "deal" else None
