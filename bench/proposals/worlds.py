"""The labelled worlds: TOML files to mails, meetings, and what they should propose."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent

World = dict[str, Any]
Value = tuple[str, ...]


class Entry(NamedTuple):
    """One mail or meeting of a world."""

    world: str
    language: str
    kind: str
    id: str
    body: dict[str, Any]
    expected: frozenset[Value]


def rep(world: World) -> str:
    """The address of the rep; who is at its domain is a colleague."""
    return str(world.get("rep", "robin.ashe@northlight.example"))


def load(part: str) -> list[tuple[str, World]]:
    """The worlds of a part, by name."""
    return [(path.stem, tomllib.loads(path.read_text())) for path in sorted((HERE / part).glob("*.toml"))]


def entries(name: str, world: World) -> Iterator[Entry]:
    """The mails and meetings of a world, with their expectations."""
    for kind in ("message", "meeting"):
        for body in world.get(kind, []):
            wanted = frozenset(value(expect["kind"], expect) for expect in body.get("expect", []))
            yield Entry(name, world["language"], kind, body["id"], body, wanted)


def value(kind: str, data: dict[str, str]) -> Value:
    """What two proposals are compared by."""
    if kind in {"next_step", "close_date"}:
        return kind, data["date"]
    if kind == "amount":
        return kind, f"{float(data['amount']):.2f}", data["currency"]
    if kind in {"stage", "closed_lost"}:
        return kind, data["stage"]
    address = data["address"].lower()
    if kind == "contact_role":
        return kind, address, data["role"]
    if kind == "contact_detail":
        return kind, address, data["field"], _plain(data["field"], data["value"])
    return kind, address


def _plain(field: str, text: str) -> str:
    if field != "phone":
        return " ".join(text.lower().split())
    return "".join(filter(str.isdigit, text.replace("(0)", ""))).lstrip("0")[-7:]


def mail(entry: Entry) -> bytes:
    """A message of a world as it went over the wire."""
    body = entry.body
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = body["from"], ", ".join(body["to"]), body["subject"]
    if body.get("cc"):
        made["Cc"] = ", ".join(body["cc"])
    made["Date"] = format_datetime(datetime.fromisoformat(body["date"]))
    made["Message-ID"] = f"<{entry.id}.{entry.world}@labels.example>"
    if body.get("reply_to"):
        made["In-Reply-To"] = made["References"] = f"<{body['reply_to']}.{entry.world}@labels.example>"
    for name, text in body.get("headers", {}).items():
        made[name] = text
    words = body["body"].lstrip("\n")
    if body.get("html"):
        made.set_content(
            "".join(f"<div>{escape(line) or '<br>'}</div>\n" for line in words.split("\n")), subtype="html"
        )
    else:
        made.set_content(words)
    for name in body.get("attachments", []):
        made.add_attachment(b"%PDF-1.4", maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def calendar(world: str, meetings: list[Entry]) -> bytes:
    """The meetings of a world as one calendar file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//labels//EN"]
    for entry in meetings:
        body = entry.body
        lines += [
            "BEGIN:VEVENT",
            f"UID:{entry.id}.{world}@labels.example",
            f"DTSTAMP:{_utc(body['stamp'])}",
            f"LAST-MODIFIED:{_utc(body['stamp'])}",
            f"DTSTART:{_utc(body['start'])}",
            f"DTEND:{_utc(body['end'])}",
            f"SUMMARY:{_escaped(body['subject'])}",
            f"DESCRIPTION:{_escaped(body['description'].strip())}",
            f"STATUS:{body.get('status', 'confirmed').upper()}",
            _person("ORGANIZER", body["organizer"], ""),
            *(_person("ATTENDEE", who, _response(who, body)) for who in body["attendees"]),
            "END:VEVENT",
        ]
    return "\r\n".join([*map(_folded, lines), "END:VCALENDAR", ""]).encode()


def _utc(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _response(who: str, body: dict[str, Any]) -> str:
    return ";PARTSTAT=ACCEPTED" if address(who) in body.get("accepted", []) else ";PARTSTAT=NEEDS-ACTION"


def _person(field: str, who: str, more: str) -> str:
    name = who.partition("<")[0].strip().replace('"', "'")
    return f'{field};CN="{name}"{more}:mailto:{address(who)}'


def address(who: str) -> str:
    """The address of a person as the worlds write them."""
    return who.partition("<")[2].rstrip("> ").lower() or who.strip().lower()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    parts = [line[at : at + 60] for at in range(0, len(line), 60)]
    return "\r\n ".join(parts)
