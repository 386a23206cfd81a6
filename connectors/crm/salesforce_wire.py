"""Salesforce's rows to ours and back, and its query language. Pure: what is missing or of another type is empty.

The next step is one text of 255 characters, `NextStep`: "2026-03-05: Call Ada". A query is built of names that stand here and of values
that are quoted by `quoted`, of ids that look like ids, and of times; nothing else gets into it.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from connectors.crm.keyset import Row
from connectors.crm.values import day, due, money, paid, role_of, step, stepped, text, words
from connectors.wire.json_values import objects
from sync.crm import Change, CrmCompany, CrmContact, CrmDeal, Merged, Note, RecordKind, Removed, Stage, Status, Value
from sync.crm_errors import CrmRefused

OBJECTS: Mapping[RecordKind, str] = {"company": "Account", "contact": "Contact", "deal": "Opportunity"}
FIELDS: Mapping[RecordKind, tuple[str, ...]] = {
    "company": ("Id", "Name", "Website", "SystemModstamp", "IsDeleted", "MasterRecordId"),
    "contact": ("Id", "FirstName", "LastName", "Email", "AccountId", "Title", "Phone", "SystemModstamp", "IsDeleted",
                "MasterRecordId"),
    "deal": ("Id", "Name", "AccountId", "OwnerId", "StageName", "Amount", "CloseDate", "NextStep", "SystemModstamp",
             "IsDeleted"),
}  # fmt: skip
CURRENCY = "CurrencyIsoCode"
"""A field that only organisations with several currencies have."""
ROLE_FIELDS = ("Id", "OpportunityId", "ContactId", "Role", "IsDeleted", "SystemModstamp")
MAX_STEP, MAX_TEXT, MAX_SUBJECT, MAX_BODY = 255, 32_000, 255, 32_000
_ROOM = {"phone": 40, "title": 128, "email": 80}
_ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?")
_ESCAPES = str.maketrans({"\\": r"\\", "'": r"\'", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\b": r"\b",
                          "\f": r"\f", "\0": None})  # fmt: skip


class Account(NamedTuple):
    """What is the same for all records of one organisation."""

    owner: str
    stages: Mapping[str, Stage]
    """By the name that the API has for the stage."""
    currencies: bool
    """Whether there are several."""


def is_id(text_: str) -> bool:
    """Whether it can be the id of a record."""
    return _ID.fullmatch(text_) is not None


def quoted(value: str) -> str:
    """A string of the query language."""
    return f"'{value.translate(_ESCAPES)}'"


def listed(ids: Iterable[str]) -> str:
    """Ids for an IN; whatever is none is left out."""
    return "(" + ", ".join(f"'{id_}'" for id_ in ids if is_id(id_)) + ")"


def when(at: int) -> str:
    """A time of the query language, from milliseconds."""
    return _iso(at // 1_000)


def query(fields: Sequence[str], source: str, conditions: Sequence[str], order: str = "Id", most: int = 200) -> str:
    """As it goes into an address."""
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    said = f"SELECT {', '.join(fields)} FROM {source}{where} ORDER BY {order} LIMIT {most}"  # noqa: S608  see above
    return quote(said, safe="")


def moment(value: str) -> int:
    """Milliseconds since 1970 of one of its times; 0 for none."""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return 0
    return round((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() * 1_000)


def changed(found: Mapping[str, Any]) -> int:
    """When the row changed."""
    return moment(text(found, "SystemModstamp"))


def unmodified(revision: str) -> dict[str, str]:
    """The condition that nobody has changed the row since it was read: to the second, as Salesforce has it."""
    at = revision.partition("-")[0]
    if not at.isdecimal():
        return {}
    # a started second counts as over: Salesforce's own times have none of its parts
    since = datetime.fromtimestamp(-(-int(at) // 1_000), UTC)
    return {"If-Unmodified-Since": format_datetime(since, usegmt=True)}


def company(found: Mapping[str, Any]) -> CrmCompany:
    """An account."""
    website = text(found, "Website").strip()
    try:
        host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    except ValueError:
        host = ""
    domain = host.removeprefix("www.")
    return CrmCompany(text(found, "Id"), text(found, "Name"), (domain,) if "." in domain else ())


def contact(found: Mapping[str, Any]) -> CrmContact:
    """A person."""
    name = " ".join(part for part in (text(found, "FirstName").strip(), text(found, "LastName").strip()) if part)
    email = text(found, "Email")
    return CrmContact(text(found, "Id"), name, (email,) if email else (), text(found, "AccountId"), text(found, "Title"),
                      text(found, "Phone"), str(changed(found)))  # fmt: skip


def deal(found: Mapping[str, Any], roles: Sequence[Mapping[str, Any]], account: Account) -> CrmDeal:
    """An opportunity. Its revision changes with the people on it too."""
    name = text(found, "StageName")
    stage = account.stages.get(name) or Stage("", 0, name)
    on = tuple(
        (text(each, "ContactId"), role_of(text(each, "Role"))) for each in roles if each.get("IsDeleted") is not True
    )
    due_, what = step(text(found, "NextStep"))
    return CrmDeal(
        id=text(found, "Id"), name=text(found, "Name"), company=text(found, "AccountId"), stage=stage.name,
        status=stage.status, amount=money(found.get("Amount")), currency=text(found, CURRENCY),
        close_date=day(found.get("CloseDate")), next_step=what, next_step_date=due_, contacts=on,
        revision=f"{changed(found)}-{zlib.crc32(repr(on).encode()):08x}",
    )  # fmt: skip


def row(found: Mapping[str, Any], kind: RecordKind, record: CrmCompany | CrmContact | CrmDeal, at: int = 0) -> Row:
    """As a pull tells it; what was deleted, as removed or as part of another one."""
    at, id_ = max(at, changed(found)), text(found, "Id")
    if found.get("IsDeleted") is not True:
        return Row(at, "" if isinstance(record, CrmCompany) else record.revision, record)
    into = text(found, "MasterRecordId")
    return Row(at, "", Merged(kind, id_, into) if is_id(into) else Removed(kind, id_))


def stages(rows: Iterable[Mapping[str, Any]]) -> dict[str, Stage]:
    """All active stages, in their order."""
    made: dict[str, Stage] = {}
    for number, each in enumerate(rows):
        status: Status = "won" if each.get("IsWon") is True else "lost" if each.get("IsClosed") is True else "open"
        name = text(each, "ApiName") or text(each, "MasterLabel")
        made[name] = Stage("", number, text(each, "MasterLabel"), name, status)
    return made


def words_for_roles(description: Mapping[str, Any]) -> list[str]:
    """The organisation's own words for a role, by the description of the object."""
    field = next((each for each in objects(description, "fields") if text(each, "name") == "Role"), {})
    return [text(each, "value") for each in objects(field, "picklistValues") if each.get("active") is True]


def sets(change: Change, account: Account, said: str) -> dict[str, Any]:
    """What a change sets. `said`: the currency that the deal has. Raises CrmRefused."""
    value = change.new
    if change.field == "close_date":
        if not due(value):
            raise CrmRefused(why="Salesforce wants a close date for each opportunity")
        return {"CloseDate": due(value)}
    if change.field == "next_step":
        return {"NextStep": stepped(value, MAX_STEP) or None}
    if change.field == "amount":
        return _amount(value, account, said)
    if change.field in {"stage", "closed_lost"}:
        return {"StageName": _stage(value, account)}
    name = {"phone": "Phone", "title": "Title", "email": "Email"}[change.field]
    return {name: words(value, _ROOM[change.field]) or None}


def _amount(value: Value, account: Account, said: str) -> dict[str, Any]:
    """Where there is one currency for all, what the rep approved is in that one."""
    amount, currency = paid(value)
    number = (
        float(amount) if amount else None
    )  # 15 digits survive it, and the field has room for 18 with two of them cents
    return {"Amount": number} | ({CURRENCY: currency} if account.currencies and currency not in {"", said} else {})


def _stage(value: Value, account: Account) -> str:
    for id_, stage in account.stages.items():
        if stage.name == value:
            return id_
    raise CrmRefused(why=f"there is no stage {value}")


def note(note_: Note, field: str, owner: str) -> tuple[str, dict[str, Any]]:
    """Object and fields of an activity: an e-mail is a finished task, a meeting is an event. It names the first contact only."""
    shared = {"Subject": note_.subject[:MAX_SUBJECT], "Description": note_.text[:MAX_BODY], "WhatId": note_.deal,
              "OwnerId": owner, field: note_.key} | ({"WhoId": note_.contacts[0]} if note_.contacts else {})  # fmt: skip
    if note_.kind == "message":
        return "Task", {**shared, "TaskSubtype": "Email", "Status": "Completed", "ActivityDate": _iso(note_.at)[:10]}
    ends = max(note_.at, note_.at if note_.ends_at is None else note_.ends_at)
    return "Event", {**shared, "StartDateTime": _iso(note_.at), "EndDateTime": _iso(ends)}


def both(version: str, who: Mapping[str, Any], deal_: str) -> dict[str, Any]:
    """A new contact and its place on a deal, all or nothing."""
    on = {"OpportunityId": deal_, "ContactId": "@{who.id}"}
    return {"allOrNone": True, "compositeRequest": [
        {"method": "POST", "url": f"{version}/sobjects/Contact", "referenceId": "who", "body": dict(who)},
        {"method": "POST", "url": f"{version}/sobjects/OpportunityContactRole", "referenceId": "on", "body": on},
    ]}  # fmt: skip


def outcome(answer: Mapping[str, Any]) -> tuple[str, int, str]:
    """Of such a request: the contact's id, else status and code of what failed; all empty when it says neither."""
    parts = objects(answer, "compositeResponse")
    statuses = [status if isinstance(status := each.get("httpStatusCode"), int) else 0 for each in parts]
    bodies = [each.get("body") for each in parts]
    if len(parts) == 2 and all(200 <= status < 300 for status in statuses) and isinstance(bodies[0], dict):
        return text(bodies[0], "id"), 0, ""
    for status, body in zip(statuses, bodies, strict=True):
        code = reason(json.dumps(body).encode())
        if status >= 400 and code != "PROCESSING_HALTED":
            return "", status, code
    return "", 0, ""


def reason(body: bytes) -> str:
    """The code of a refusal; of an organisation's own rule its words, which its administrator wrote for reps."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    first = found[0] if isinstance(found, list) and found else found
    if not isinstance(first, dict):
        return ""
    code = text(first, "errorCode")[:60]
    if code == "FIELD_CUSTOM_VALIDATION_EXCEPTION":
        return " ".join(text(first, "message").split())[:200] or code
    return code


def _iso(at: int) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at)).isoformat().replace("+00:00", "Z")
