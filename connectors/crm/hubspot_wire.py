"""HubSpot's objects to ours and back. Pure: what is missing or of another type is empty.

The next step is one text, `hs_next_step`: "2026-03-05: Call Ada". A close date is a moment; it is a day in the account's own time zone.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any, NamedTuple

from connectors.crm.keyset import Row
from connectors.crm.values import day, due, money, paid, role_of, step, stepped, text, words
from connectors.wire.json_values import inner, objects
from sync.crm import Change, CrmCompany, CrmContact, CrmDeal, Merged, Note, RecordKind, Stage, Status, Value
from sync.crm_errors import CrmRefused

OBJECTS: Mapping[RecordKind, str] = {"company": "companies", "contact": "contacts", "deal": "deals"}
CHANGED: Mapping[RecordKind, str] = {
    "company": "hs_lastmodifieddate", "contact": "lastmodifieddate", "deal": "hs_lastmodifieddate",
}  # fmt: skip
_MERGED = "hs_merged_object_ids"
PROPERTIES: Mapping[RecordKind, tuple[str, ...]] = {
    "company": ("name", "domain", "hs_additional_domains", CHANGED["company"], _MERGED),
    "contact": ("email", "hs_additional_emails", "firstname", "lastname", "jobtitle", "phone", "associatedcompanyid",
                CHANGED["contact"], _MERGED, "hs_calculated_merged_vids"),
    "deal": ("dealname", "pipeline", "dealstage", "amount", "deal_currency_code", "closedate", "hs_next_step",
             "hubspot_owner_id", CHANGED["deal"], _MERGED),
}  # fmt: skip
TYPED = {"phone": "phone", "jobtitle": "title", "email": "email"}
"""Properties whose history says who set them."""
_BY_HAND = frozenset({"CRM_UI", "MOBILE_IOS", "MOBILE_ANDROID"})
PRIMARY = "primary"
CONTACT_TO_DEAL, CONTACT_TO_COMPANY = 4, 279
NOTES: Mapping[str, tuple[str, int, int]] = {"message": ("emails", 210, 198), "meeting": ("meetings", 212, 200)}
"""Kind of activity → object, its association with a deal, and with a contact."""
MAX_STEP = 65_536


class Account(NamedTuple):
    """What is the same for all records of one HubSpot account."""

    owner: str
    zone: tzinfo = UTC
    currency: str = ""
    stages: Mapping[str, Stage] = {}
    """By HubSpot's id of the stage."""


class Linked(NamedTuple):
    """One association of a record."""

    id: str
    types: tuple[tuple[str, int, str], ...]
    """(category, number, label); no label: the plain association."""

    @property
    def labels(self) -> list[str]:
        """The named ones."""
        return [label for _, _, label in self.types if label]


def is_id(text_: str) -> bool:
    """Whether it can be the id of a record."""
    return re.fullmatch(r"[0-9]{1,20}", text_) is not None


def changed(found: Mapping[str, Any], kind: RecordKind) -> int:
    """When the record changed, in milliseconds; 0 when it does not say."""
    return moment(text(inner(found, "properties"), CHANGED[kind]) or text(found, "updatedAt"))


def moment(value: str) -> int:
    """Milliseconds since 1970 of an ISO time or of digits."""
    if value.isdecimal():
        return int(value[:15])
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return 0
    return round((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() * 1_000)


def company(found: Mapping[str, Any]) -> CrmCompany:
    """A company."""
    said = inner(found, "properties")
    domains = [text(said, "domain"), *text(said, "hs_additional_domains").split(";")]
    return CrmCompany(text(found, "id"), text(said, "name"), _distinct(domains))


def contact(found: Mapping[str, Any], typed: frozenset[str] = frozenset()) -> CrmContact:
    """A person."""
    said = inner(found, "properties")
    name = " ".join(part for part in (text(said, "firstname").strip(), text(said, "lastname").strip()) if part)
    addresses = _distinct([text(said, "email"), *text(said, "hs_additional_emails").split(";")])
    at = changed(found, "contact")
    return CrmContact(text(found, "id"), name, addresses, text(said, "associatedcompanyid"), text(said, "jobtitle"),
                      text(said, "phone"), str(at), typed)  # fmt: skip


def deal(found: Mapping[str, Any], companies: Sequence[Linked], people: Sequence[Linked], account: Account) -> CrmDeal:
    """A deal, whoever owns it."""
    said = inner(found, "properties")
    main = [each.id for each in companies if PRIMARY in (label.casefold() for label in each.labels)]
    stage = account.stages.get(text(said, "dealstage")) or Stage(text(said, "pipeline"), 0, text(said, "dealstage"))
    amount = money(said.get("amount"))
    currency = text(said, "deal_currency_code") or (account.currency if amount else "")
    when, what = step(text(said, "hs_next_step"))
    contacts = tuple((each.id, role) for each in people for role in _roles(each))
    revision = f"{changed(found, 'deal')}-{zlib.crc32(repr((contacts, main)).encode()):08x}"
    return CrmDeal(
        id=text(found, "id"), name=text(said, "dealname"), company=next(iter([*main, *(each.id for each in companies)]), ""),
        pipeline=stage.pipeline, stage=stage.name, status=stage.status, amount=amount, currency=currency,
        close_date=_day(text(said, "closedate"), account.zone), next_step=what, next_step_date=when, contacts=contacts,
        revision=revision,
    )  # fmt: skip


def owner(found: Mapping[str, Any]) -> str:
    """Who owns it, by HubSpot's id."""
    return text(inner(found, "properties"), "hubspot_owner_id")


def merged(found: Mapping[str, Any], kind: RecordKind) -> tuple[Merged, ...]:
    """What became part of this record. For contacts, an older property has the ids with times behind them."""
    said, id_ = inner(found, "properties"), text(found, "id")
    ids = [*text(said, _MERGED).split(";")]
    ids += [each.partition(":")[0] for each in text(said, "hs_calculated_merged_vids").split(";")]
    return tuple(Merged(kind, each, id_) for each in _distinct(ids) if is_id(each) and each != id_)


def typed(found: Mapping[str, Any]) -> frozenset[str]:
    """Fields whose present value a person typed, by the history of the properties (newest first)."""
    history = inner(found, "propertiesWithHistory")
    last = {ours: next(iter(objects(history, theirs)), {}) for theirs, ours in TYPED.items()}
    return frozenset(ours for ours, it in last.items() if text(it, "value") and text(it, "sourceType") in _BY_HAND)


def stages(found: Mapping[str, Any]) -> list[Stage]:
    """All stages of all pipelines, in their order. Probability 1 is won; closed with another one is lost."""
    made = []
    for pipeline in sorted(objects(found, "results"), key=_order):
        for number, each in enumerate(sorted(objects(pipeline, "stages"), key=_order)):
            about = inner(each, "metadata")
            chance, closed = money(about.get("probability")), str(about.get("isClosed", "")).casefold() == "true"
            status: Status = "won" if chance == "1.00" else "lost" if closed or chance == "0.00" else "open"
            made.append(Stage(text(pipeline, "label"), number, text(each, "label"), text(each, "id"), status))
    return made


def linked(answer: Mapping[str, Any]) -> tuple[dict[str, list[Linked]], dict[str, str]]:
    """A batch of associations: record → what it is associated with, and record → where its list goes on."""
    found: dict[str, list[Linked]] = {}
    more: dict[str, str] = {}
    for each in objects(answer, "results"):
        id_ = text(inner(each, "from"), "id")
        for to in objects(each, "to"):
            kinds = tuple((text(kind, "category"), number(kind, "typeId"), text(kind, "label"))
                          for kind in objects(to, "associationTypes"))  # fmt: skip
            found.setdefault(id_, []).append(Linked(str(to.get("toObjectId", "")), kinds))
        if after := text(inner(inner(each, "paging"), "next"), "after"):
            more[id_] = after
    return found, more


def labels(answer: Mapping[str, Any]) -> dict[str, tuple[str, int]]:
    """The account's words for an association → (category, number)."""
    return {text(each, "label"): (text(each, "category"), number(each, "typeId"))
            for each in objects(answer, "results") if text(each, "label")}  # fmt: skip


def number(found: Mapping[str, Any], name: str) -> int:
    """A whole number; 0 where it is missing or something else."""
    value = found.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def properties(change: Change, account: Account, said: str) -> dict[str, str]:
    """What a change sets. `said`: the currency that the deal has. Raises CrmRefused."""
    value = change.new
    if change.field == "close_date":
        return {"closedate": _moment(due(value), account.zone)}
    if change.field == "next_step":
        return {"hs_next_step": stepped(value, MAX_STEP)}
    if change.field == "amount":
        amount, currency = paid(value)
        return {"amount": amount} | ({"deal_currency_code": currency} if currency and currency != said else {})
    if change.field in {"stage", "closed_lost"}:
        return {"dealstage": _stage(value, change, account)}
    return {{"phone": "phone", "title": "jobtitle", "email": "email"}[change.field]: words(value, MAX_STEP)}


def note(note_: Note, key: str, owner_: str) -> dict[str, Any]:
    """An activity of the rep's. `key`: the name of the property that makes it the only one."""
    name, to_deal, to_contact = NOTES[note_.kind]
    start = _iso(note_.at)
    if name == "emails":
        said = {"hs_email_subject": note_.subject, "hs_email_text": note_.text, "hs_email_status": "SENT",
                "hs_email_direction": "INCOMING_EMAIL" if note_.direction == "in" else "EMAIL"}  # fmt: skip
    else:
        said = {"hs_meeting_title": note_.subject, "hs_meeting_body": _escaped(note_.text), "hs_meeting_start_time": start,
                "hs_meeting_end_time": _iso(note_.at if note_.ends_at is None else note_.ends_at)}  # fmt: skip
    ends = [association(note_.deal, to_deal), *(association(each, to_contact) for each in note_.contacts)]
    return {
        "properties": {"hs_timestamp": start, "hubspot_owner_id": owner_, key: note_.key, **said},
        "associations": ends,
    }


def association(id_: str, number_: int) -> dict[str, Any]:
    """One association of a record that is being made."""
    kind = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": number_}
    return {"to": {"id": id_}, "types": [kind]}


def row(found: Mapping[str, Any], kind: RecordKind, record: CrmCompany | CrmContact | CrmDeal) -> Row:
    """As a pull tells it."""
    revision = "" if isinstance(record, CrmCompany) else record.revision
    return Row(changed(found, kind), revision, record, merged(found, kind))


def _roles(each: Linked) -> list[str]:
    return [role_of(label) for label in each.labels] or [""]


def _stage(value: Value, change: Change, account: Account) -> str:
    for id_, stage in account.stages.items():
        if stage.name == value and stage.pipeline == change.pipeline:
            return id_
    raise CrmRefused(why=f"the pipeline {change.pipeline} has no stage {value}")


def _day(value: str, zone: tzinfo) -> str:
    at = moment(value)
    try:
        return datetime.fromtimestamp(at / 1_000, zone).date().isoformat() if at else day(value)
    except (ValueError, OverflowError, OSError):  # at the ends of the calendar: 9999-12-31, for "some day"
        return day(value)


def _moment(value: str, zone: tzinfo) -> str:
    """Noon of that day: the same day for whoever looks from nearby zones."""
    if not value:
        return ""
    try:
        return _iso(int(datetime.combine(date.fromisoformat(value), time(12), zone).timestamp()))
    except (ValueError, OverflowError, OSError) as error:
        raise CrmRefused(why=f"{value} is too far away") from error


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _escaped(plain: str) -> str:
    """HubSpot shows the text of a meeting as HTML."""
    from html import escape

    return escape(plain).replace("\n", "<br>")


def _distinct(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.strip() for each in values if each.strip()))


def _order(found: Mapping[str, Any]) -> tuple[int, str]:
    return number(found, "displayOrder"), text(found, "label")
