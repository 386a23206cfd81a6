"""The whole way: each world as files in a folder, read by the installed command; what it proposes and how it files each mail.

Proposals of every state count: worlds lie in the past, so that a step's day may be over when it is read.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from worlds import Entry, Value, World, calendar, mail, rep, value

COMMAND = Path(sys.executable).with_name("repside")
CONTACT = ("id", "name", "email", "company", "title", "phone")
DEAL = ("id", "name", "company", "stage", "amount", "currency", "close_date", "status", "contacts")


class Said(NamedTuple):
    """Why it is proposed."""

    rule: str
    quote: str


class Filed(NamedTuple):
    """What became of one mail or meeting."""

    made: dict[Value, Said]
    contacts: frozenset[str]
    deals: frozenset[str]
    captured: bool


def filed(name: str, world: World, entries: list[Entry]) -> dict[str, Filed]:
    """Every entry of a world by its id, after a sync."""
    with tempfile.TemporaryDirectory(prefix="repside-labels-") as folder:
        home = Path(folder)
        _lay_out(home, name, world, entries)
        _run(home, "init")
        for path, account in (("mail", "mail"), ("calendar.ics", "calendar")):
            if (home / path).exists():
                own = rep(world)
                at = ("--address", own, "--internal", own.partition("@")[2], "--level", "text", "--months", "60")
                _run(home, "connect", "folder", str(home / path), "--name", account, *at)
        for kind in ("contacts", "deals"):
            _run(home, "import", kind, str(home / f"{kind}.csv"))
        _run(home, "sync")
        history = _run(home, "history", "--json", "--limit", "10000")
        return _gathered(entries, history, _run(home, "review", "--json"))


def _lay_out(home: Path, name: str, world: World, entries: list[Entry]) -> None:
    (home / "mail").mkdir()
    for entry in entries:
        if entry.kind == "message":
            (home / "mail" / f"{entry.id}.eml").write_bytes(mail(entry))
    meetings = [entry for entry in entries if entry.kind == "meeting"]
    if meetings:
        (home / "calendar.ics").write_bytes(calendar(name, meetings))
    deals = [{**deal, "contacts": ";".join(deal["contacts"])} for deal in world["deal"]]
    for path, columns, rows in (("contacts.csv", CONTACT, world["contact"]), ("deals.csv", DEAL, deals)):
        with (home / path).open("w", newline="") as file:
            writer = csv.DictWriter(file, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)


def _run(home: Path, *words: str) -> list[dict[str, Any]]:
    """The command's lines of JSON, if it prints any."""
    done = subprocess.run(
        [str(COMMAND), "--home", str(home / "home"), *words], check=True, capture_output=True, text=True
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def _gathered(entries: list[Entry], history: list[dict[str, Any]], proposals: list[dict[str, Any]]) -> dict[str, Filed]:
    rows = {(row.get("message_id") or row.get("ical_uid", "")).partition(".")[0]: row for row in history}
    names = {row["id"]: name for name, row in rows.items()}
    made: dict[str, dict[Value, Said]] = {}
    for row in proposals:
        found = made.setdefault(names.get(row["activity"], ""), {})
        found[_value(row)] = Said(row["rule"], row["quote"])
    return {entry.id: _filed(rows.get(entry.id), made.get(entry.id, {})) for entry in entries}


def _filed(row: dict[str, Any] | None, made: dict[Value, Said]) -> Filed:
    if row is None:
        return Filed(made, frozenset(), frozenset(), captured=False)
    contacts, deals = (frozenset(str(each["id"]) for each in row[kind]) for kind in ("contacts", "deals"))
    return Filed(made, contacts, deals, captured=True)


def _value(row: dict[str, Any]) -> Value:
    new = row["new"]
    if isinstance(new, dict):
        return value(row["kind"], new)
    if row["kind"] == "contact_detail":
        return value("contact_detail", {"address": str(row["contact"]), "field": row["field"], "value": new})
    return value(row["kind"], {"date": new, "stage": new})
