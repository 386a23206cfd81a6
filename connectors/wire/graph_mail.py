"""Graph's JSON of a message to values. Received mail has its header's fields; sent mail has none, so they are made of what Graph says.

Resource: learn.microsoft.com/graph/api/resources/message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from connectors.wire.encoded import filename
from connectors.wire.header_block import Unparsed, block
from connectors.wire.ical_lines import moment
from connectors.wire.json_values import fields, inner, objects, text
from connectors.wire.text import Words
from sync.model import MAX_PEOPLE, MAX_TEXT, Message, Ref

HEADER = ("id,parentFolderId,receivedDateTime,sentDateTime,internetMessageId,subject,from,sender,toRecipients,ccRecipients,"
          "bccRecipients,replyTo,isDraft,conversationId,internetMessageHeaders")  # fmt: skip
"""What is asked for of a message before its text."""
SENSITIVITY = "Integer 0x36"
"""The extended property that says so of mail without a header: what the rep sent (MS-OXPROPS, PidTagSensitivity)."""
MARKED = f"$expand=singleValueExtendedProperties($filter=id%20eq%20'{SENSITIVITY.replace(' ', '%20')}')"
"""Asked for where the right lets it through: not with Mail.ReadBasic."""
_SENSITIVE = {"1": "Personal", "2": "Private", "3": "Company-Confidential"}
MAX_FIELDS = 1_000
MAX_ATTACHMENTS = 100
_MEETING = "#microsoft.graph.eventMessage"
_PEOPLE = (("To", "toRecipients"), ("Cc", "ccRecipients"), ("Bcc", "bccRecipients"), ("Reply-To", "replyTo"))
_NAME = re.compile(r"[\x00-\x1f\x7f\"\\\u0085\u2028\u2029]")
_ADDRESS = re.compile(r"[^\s@<>,;:\"\x00-\x1f\x7f]{1,320}@[^\s@<>,;:\"\x00-\x1f\x7f]{1,320}")


def is_whole(row: Mapping[str, Any]) -> bool:
    """Whether a row has all of a header: rounds after the first tell what changed, and no more."""
    return "from" in row and "subject" in row and "receivedDateTime" in row


def is_draft(row: Mapping[str, Any]) -> bool:
    """A mail that is not sent yet. Graph has said both true and the word for it."""
    return str(row.get("isDraft")).lower() == "true"


def received(row: Mapping[str, Any]) -> int | None:
    """When it came in."""
    return moment(text(row, "receivedDateTime"))


def rfc3339(at: int) -> str:
    """A moment as Graph's filters take it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def unparsed(row: Mapping[str, Any]) -> Unparsed:
    """A message with its header still as lines of a mail."""
    meeting = text(row, "@odata.type").startswith(_MEETING)
    signals = frozenset({"calendar", "meeting_message"}) if meeting else frozenset[str]()
    return Unparsed(text(row, "id"), block(_fields(row)), received(row), (), text(row, "conversationId"), signals)


def words(message: Mapping[str, Any]) -> tuple[str, str]:
    """Plain words and HTML, for the reader of new words."""
    body = inner(message, "body")
    content = text(body, "content")[: 4 * MAX_TEXT]
    return ("", content) if text(body, "contentType").lower() == "html" else (content, "")


def record(ref: Ref, message: Mapping[str, Any], found: Words) -> Message:
    """The record of a message whose words are parsed."""
    names = [filename({"name": text(one, "name")}) for one in objects(message, "attachments")[:MAX_ATTACHMENTS]
             if one.get("isInline") is not True]  # fmt: skip
    named = tuple(name for name in names if name)
    return Message(ref.id, ref.header, found.text, named, signature=found.signature)


def _fields(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    told = fields(row, "internetMessageHeaders")[:MAX_FIELDS]
    seen = {name.lower() for name, _ in told}
    for name, value in _made(row, seen):
        if name.lower() not in seen and value:
            yield name, value
    yield from told


def _made(row: Mapping[str, Any], seen: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    """Fields of what Graph says in its own words. Those that the header has (`seen`) are left out where they cost anything."""
    if not {"from", "sender"} <= seen:
        author, sender = _person(inner(row, "from")), _person(inner(row, "sender"))
        yield "From", author or sender
        if author and sender != author:
            yield "Sender", sender
    for name, key in _PEOPLE:
        if name.lower() not in seen:
            people = (_person(one) for one in objects(row, key)[: MAX_PEOPLE + 1])
            yield name, ", ".join(person for person in people if person)
    yield "Subject", text(row, "subject")
    yield "Message-ID", text(row, "internetMessageId")
    marks = [text(one, "value") for one in objects(row, "singleValueExtendedProperties")
             if text(one, "id").lower() == SENSITIVITY.lower()]  # fmt: skip
    yield "Sensitivity", _SENSITIVE.get("".join(marks), "")
    sent = moment(text(row, "sentDateTime")) if "date" not in seen else None
    yield "Date", "" if sent is None else format_datetime(datetime.fromtimestamp(sent, UTC))


def _person(holder: Mapping[str, Any]) -> str:
    """Name and address; empty without an address that can be read in one way only."""
    found = inner(holder, "emailAddress")
    address = text(found, "address").strip()
    if not _ADDRESS.fullmatch(address):
        return ""
    name = _NAME.sub(" ", text(found, "name"))[:320].strip()
    return f'"{name}" <{address}>' if name and name != address else address
