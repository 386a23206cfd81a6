"""Pipedrive's objects to ours and back (API v2). Pure: what is missing or of another type is empty.

Pipedrive keeps won and lost apart from its stages: here they are the last two of each pipeline. A deal's next step is its earliest open
task; where it has none, its earliest open activity of another type.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from html import escape
from typing import Any, NamedTuple

from connectors.crm.hubspot_wire import moment
from connectors.crm.values import Person, day, due, money, paid, role_of, text, words
from connectors.wire.json_values import objects
from sync.crm import Change, CrmCompany, CrmContact, CrmDeal, Merged, Note, RecordKind, Stage, Status, Value
from sync.crm_errors import CrmRefused

OBJECTS: Mapping[RecordKind, str] = {"company": "organizations", "contact": "persons", "deal": "deals"}
ITEMS: Mapping[str, RecordKind] = {"organization": "company", "person": "contact"}
"""What v1 calls them in its list of recent changes; deals have a list of their own."""
WON, LOST = "Won", "Lost"
REASON = "Ended by the customer"
"""What is written beside a deal that is lost."""
TASK = "task"
MAX_TEXT = 255


class Account(NamedTuple):
    """What is the same for all records of one company."""

    user: str
    """The rep's number."""
    stages: Mapping[str, Stage] = {}
    """By Pipedrive's number of the stage; and "won PIPELINE", "lost PIPELINE" by the pipeline's number."""
    pipelines: Mapping[str, str] = {}
    """Number → name."""
    role_field: str = ""
    title_field: str = ""


def is_id(value: str) -> bool:
    """Whether it can be the number of a record."""
    return re.fullmatch(r"[1-9][0-9]{0,17}", value) is not None


def number(found: Mapping[str, Any], name: str) -> str:
    """A record's number as text; empty where it is missing. v1 may give an object with the number inside."""
    value = found.get(name)
    if isinstance(value, dict):
        value = value.get("value", value.get("id"))
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and value > 0 else ""


def changed(found: Mapping[str, Any]) -> int:
    """When the record changed, in milliseconds since 1970; 0 when it does not say."""
    return moment(text(found, "update_time").replace(" ", "T"))


def stages(pipelines: Iterable[Mapping[str, Any]], found: Iterable[Mapping[str, Any]]) -> dict[str, Stage]:
    """All stages, each pipeline's in its order, with won and lost at its end."""
    made: dict[str, Stage] = {}
    all_ = sorted(found, key=lambda each: (_order(each), text(each, "name")))
    for pipeline in sorted(pipelines, key=lambda each: (_order(each), text(each, "name"))):
        own, name = number(pipeline, "id"), text(pipeline, "name")
        mine = [each for each in all_ if number(each, "pipeline_id") == own and each.get("is_deleted") is not True]
        for place, each in enumerate(mine):
            made[number(each, "id")] = Stage(name, place, text(each, "name"), number(each, "id"))
        made[f"won {own}"] = Stage(name, len(mine), WON, f"won {own}", "won")
        made[f"lost {own}"] = Stage(name, len(mine) + 1, LOST, f"lost {own}", "lost")
    return made


def company(found: Mapping[str, Any]) -> CrmCompany:
    """A company. Pipedrive has no domains of it, at best a website."""
    website = text(found, "website")
    return CrmCompany(number(found, "id"), text(found, "name"), (website,) if website else ())


def contact(found: Mapping[str, Any], account: Account) -> CrmContact:
    """A person."""
    addresses, phones = _listed(found, "emails"), _listed(found, "phones")
    title = text(custom(found), account.title_field) if account.title_field else text(found, "job_title")
    return CrmContact(number(found, "id"), text(found, "name"), tuple(addresses), number(found, "org_id"), title,
                      next(iter(phones), ""), str(changed(found)))  # fmt: skip


def custom(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields that the company made."""
    value = found.get("custom_fields")
    return value if isinstance(value, dict) else {}


def deal(found: Mapping[str, Any], people: Sequence[Mapping[str, Any]], steps: Sequence[Mapping[str, Any]],
         account: Account) -> CrmDeal:  # fmt: skip
    """A deal, whoever owns it."""
    state = text(found, "status")
    status: Status = "won" if state == "won" else "lost" if state == "lost" else "open"
    pipeline = number(found, "pipeline_id")
    key = number(found, "stage_id") if status == "open" else f"{status} {pipeline}"
    stage = account.stages.get(key, Stage(account.pipelines.get(pipeline, ""), 0, ""))
    amount = money(found.get("value"))
    amount = "" if amount in {"", "0.00"} else amount  # Pipedrive writes 0 where nobody wrote anything
    step = next_step(steps)
    contacts = tuple((id_, role_of(text(custom(each), account.role_field)) if account.role_field else "")
                     for each in people if (id_ := number(each, "id")))  # fmt: skip
    said = (contacts, step and (number(step, "id"), text(step, "update_time")))
    return CrmDeal(
        id=number(found, "id"), name=text(found, "title"), company=number(found, "org_id"), pipeline=stage.pipeline,
        stage=stage.name, status=status, amount=amount, currency=text(found, "currency") if amount else "",
        close_date=day(found.get("expected_close_date")), next_step=text(step, "subject") if step else "",
        next_step_date=day(step.get("due_date")) if step else "", contacts=contacts,
        revision=f"{changed(found)}-{zlib.crc32(repr(said).encode()):08x}",
    )  # fmt: skip


def next_step(activities: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The earliest open task; else the earliest open activity."""
    still = [each for each in activities if each.get("done") is not True and each.get("is_deleted") is not True]
    tasks = [each for each in still if text(each, "type") == TASK]
    return min(tasks or still, key=lambda each: (day(each.get("due_date")) or "9999", _order(each, "id")), default=None)


def merged(found: Mapping[str, Any], kind: RecordKind) -> tuple[Merged, ...]:
    """What became part of this record, where Pipedrive says so."""
    id_, gone = number(found, "id"), number(found, "merge_what_id")
    return (Merged(kind, gone, id_),) if gone and gone != id_ else ()


def said(change: Change, found: Mapping[str, Any], account: Account) -> dict[str, Any]:
    """What a change sets in the record as it was read; the next step is not among these. Raises CrmRefused."""
    value = change.new
    if change.field == "close_date":
        return {"expected_close_date": due(value) or None}
    if change.field == "amount":
        return _money(value, text(found, "currency"))
    if change.field in {"stage", "closed_lost"}:
        return _stage(value, found, account)
    if change.field == "title":
        if not account.title_field:
            why = (
                "programs may not write job titles in Pipedrive; an administrator can name a field of your own for them"
            )
            raise CrmRefused(why=f"{why} (title_field, docs/crm.md)")
        return {"custom_fields": {account.title_field: words(value, MAX_TEXT) or None}}
    name = {"phone": "phones", "email": "emails"}[change.field]
    return {name: _first(objects(found, name), words(value, MAX_TEXT))}


def role(role_: str, account: Account) -> dict[str, Any]:
    """What gives a person a role. Raises CrmRefused where the company has no field for it."""
    if not account.role_field:
        why = "Pipedrive has no roles on a deal; an administrator can name a field of persons for them"
        raise CrmRefused(why=f"{why} (role_field, docs/crm.md)")
    return {"custom_fields": {account.role_field: role_.replace("_", " ").capitalize()}}


def person(who: Person, deal_: CrmDeal, account: Account) -> dict[str, Any]:
    """A person who is to be made."""
    made: dict[str, Any] = {
        "name": who.name or who.address,
        "owner_id": int(account.user),
        "emails": [{"value": who.address, "primary": True, "label": "work"}],
    }
    if deal_.company:
        made["org_id"] = int(deal_.company)
    if who.title and account.title_field:
        made["custom_fields"] = {account.title_field: who.title}
    return made


def task(change: Change, deal_: str, account: Account) -> dict[str, Any]:
    """A new task that is the deal's next step, known by its key."""
    return {**step(change.new), "type": TASK, "deal_id": int(deal_), "owner_id": int(account.user), "done": False,
            "note": mark(change.key)}  # fmt: skip


def step(value: Value) -> dict[str, Any]:
    """What a next step sets in an activity. Raises CrmRefused."""
    if not isinstance(value, dict):
        raise CrmRefused(why="it is no next step")
    subject = words(" ".join(value.get("text", "").split()), MAX_TEXT)
    return {"subject": subject, "due_date": due(value.get("date") or None) or None}


def note(note_: Note, account: Account) -> dict[str, Any]:
    """A mail or a meeting as an activity that is done."""
    start = datetime.fromtimestamp(note_.at, UTC)
    made: dict[str, Any] = {
        "subject": note_.subject[:MAX_TEXT], "type": "meeting" if note_.kind == "meeting" else "email", "done": True,
        "due_date": start.date().isoformat(), "due_time": f"{start:%H:%M}", "owner_id": int(account.user),
        "deal_id": int(note_.deal), "note": f"{_escaped(note_.text)}<br>{mark(note_.key)}",
        "participants": [{"person_id": int(each), "primary": at == 0} for at, each in enumerate(note_.contacts)],
    }  # fmt: skip
    if note_.ends_at is not None:
        minutes = max(0, note_.ends_at - note_.at) // 60
        made["duration"] = f"{minutes // 60:02}:{minutes % 60:02}"
    return made


def mark(key: str) -> str:
    """How an activity of ours is known again. It stands in the activity's note."""
    return f"repside {zlib.crc32(key.encode()):08x} {escape(key[:100])}"


def marked(activities: Iterable[Mapping[str, Any]], key: str) -> Mapping[str, Any] | None:
    """The activity with this key."""
    return next((each for each in activities if mark(key) in text(each, "note")), None)


def _money(value: Value, currency: str) -> dict[str, Any]:
    amount, wanted = paid(value)
    number_ = float(amount or "0")
    if (value is not None and not amount) or Decimal(repr(number_)) != Decimal(amount or "0"):
        raise CrmRefused(why="it has more digits than Pipedrive keeps")
    return {"value": number_} | ({"currency": wanted} if wanted and wanted != currency else {})


def _stage(value: Value, found: Mapping[str, Any], account: Account) -> dict[str, Any]:
    pipeline = number(found, "pipeline_id")
    name = account.pipelines.get(pipeline, "")
    for key, stage in account.stages.items():
        if stage.name != value or stage.pipeline != name:
            continue
        if stage.status != "open":
            return {"status": stage.status} | ({"lost_reason": REASON} if stage.status == "lost" else {})
        return {"stage_id": int(key)} | ({"status": "open"} if text(found, "status") != "open" else {})
    raise CrmRefused(why=f"the pipeline {name} has no stage {value}")


def _first(entries: Sequence[Mapping[str, Any]], value: str) -> list[dict[str, Any]]:
    """A list of addresses or numbers with another main one; the others stay."""
    old = next((each for each in entries if each.get("primary") is True), next(iter(entries), {}))
    main = {**old, "value": value, "primary": True} if old else {"value": value, "primary": True, "label": "work"}
    others = [dict(each) for each in entries if each is not old and text(each, "value") != value]
    return [*([main] if value else []), *others]


def _listed(found: Mapping[str, Any], name: str) -> list[str]:
    """Values of a list of addresses or numbers, the main one first."""
    entries = sorted(objects(found, name), key=lambda each: each.get("primary") is not True)
    return list(dict.fromkeys(value for each in entries if (value := text(each, "value").strip())))


def _order(found: Mapping[str, Any], name: str = "order_nr") -> int:
    value = found.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _escaped(plain: str) -> str:
    """Pipedrive shows a note as HTML."""
    return escape(plain).replace("\n", "<br>")
