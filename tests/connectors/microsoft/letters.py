"""Mail as Graph tells it, parsed with the standard library."""

from __future__ import annotations

import email.utils
import hashlib
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import Message as Mail
from typing import Any

Row = dict[str, Any]


def iso(at: int) -> str:
    """A moment as Graph writes it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def message(mail: Mail, name: str, when: int) -> tuple[Row, Row]:
    """The message, and what lies beside it: its body, its attachments, its mark."""

    def people(field_: str) -> list[Row]:
        found = email.utils.getaddresses([str(value) for value in mail.get_all(field_, [])])
        return [
            {"emailAddress": {"name": _words(who) or address, "address": address}} for who, address in found if address
        ]

    author = (people("From") or [{}])[0]
    try:
        sent = int(email.utils.parsedate_to_datetime(str(mail["Date"])).timestamp())
    except ValueError:
        sent = when  # Exchange gives every message a time
    leaves = [part for part in mail.walk() if not part.is_multipart()]
    html = next((part for part in leaves if part.get_content_type() == "text/html"), None)
    text = next((part for part in leaves if part.get_content_type() == "text/plain"), None)
    invitation = any(part.get_content_type() == "text/calendar" for part in leaves)
    chosen = html if html is not None else text
    content = "" if chosen is None else _text(chosen)
    row: Row = {
        **({"@odata.type": "#microsoft.graph.eventMessageRequest"} if invitation else {}),
        "id": name,
        "receivedDateTime": iso(when),
        "sentDateTime": iso(sent),
        "conversationId": _conversation(mail),
        "internetMessageId": str(mail["Message-ID"] or ""),
        "subject": _words(str(mail["Subject"] or "")),
        "from": author,
        "sender": (people("Sender") or [author])[0],
        "toRecipients": people("To"),
        "ccRecipients": people("Cc"),
        "bccRecipients": people("Bcc"),
        "replyTo": people("Reply-To"),
        "internetMessageHeaders": [{"name": key, "value": str(value)} for key, value in mail.items()],
    }
    attachments = [
        {"@odata.type": "#microsoft.graph.fileAttachment", "id": f"att{n}", "name": part.get_filename(), "size": 1,
         "contentType": part.get_content_type(), "isInline": False}
        for n, part in enumerate(leaves) if part.get_filename()
    ]  # fmt: skip
    kind = "html" if chosen is not None and chosen is html else "text"
    marks = {"personal": "1", "private": "2", "company-confidential": "3"}
    mark = marks.get(str(mail["Sensitivity"] or "").lower(), "")
    return row, {"body": {"contentType": kind, "content": content}, "attachments": attachments, "sensitivity": mark}


def _conversation(mail: Mail) -> str:
    """That of the message that began it."""
    first = f"{mail['References'] or ''} {mail['In-Reply-To'] or ''} {mail['Message-ID'] or ''}".split()
    return "AAQk" + hashlib.sha256((first or ["none"])[0].encode()).hexdigest()[:32]


def _text(part: Mail) -> str:
    """Exchange gives every text in Unicode."""
    found = part.get_payload(decode=True)
    data = found if isinstance(found, bytes) else b""
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (ValueError, LookupError):
        return data.decode("utf-8", "replace")


def _words(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (ValueError, LookupError):
        return value
