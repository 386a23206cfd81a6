"""The whole way: each world's book and mail through the installed command, and what `review` and `history` then say."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from worlds import REP, Entry, Value, World, calendar, mail, value

REPSIDE = Path(__file__).resolve().parents[2] / ".venv/bin/repside"


class Outcome(NamedTuple):
    """What became of one mail or meeting."""

    proposed: dict[Value, tuple[str, str]]
    """Value → rule and quote."""
    deal: str
    """The id of the deal that it is linked to; empty for none."""
    contacts: frozenset[str]


def outcomes(world: World, entries: list[Entry]) -> dict[str, Outcome]:
    """By the id of the mail or meeting."""
    with tempfile.TemporaryDirectory(prefix="repside-proposals-") as folder:
        home = Path(folder)
        _lay(home, world, entries)
        for arguments in (
            ("init",),
            ("connect", "folder", str(home / "mail"), "--address", REP, "--since", "2025-01-01", "--name", "mail"),
            (
                "connect",
                "folder",
                str(home / "all.ics"),
                "--address",
                REP,
                "--since",
                "2025-01-01",
                "--name",
                "calendar",
            ),
            ("import", "contacts", str(home / "contacts.csv")),
            ("import", "deals", str(home / "deals.csv")),
            ("sync",),
        ):
            _run(home, *arguments)
        history = _lines(_run(home, "history", "--limit", "1000", "--json"))
        review = _lines(_run(home, "review", "--json"))
    return _told(world, entries, history, review)


def _lay(home: Path, world: World, entries: list[Entry]) -> None:
    (home / "mail").mkdir()
    meetings = [entry for entry in entries if entry.kind == "meeting"]
    for entry in entries:
        if entry.kind == "message":
            (home / "mail" / f"{entry.id}.eml").write_bytes(mail(entry))
    (home / "all.ics").write_bytes(calendar(entries[0].world, meetings))
    contacts = [{**contact, "domain": contact["email"].partition("@")[2]} for contact in world["contact"]]
    _write(home / "contacts.csv", ("id", "name", "email", "company", "domain", "title", "phone"), contacts)
    deals = [{**deal, "contacts": ";".join(deal["contacts"])} for deal in world["deal"]]
    columns = ("id", "name", "company", "stage", "amount", "currency", "close_date", "status", "contacts")
    _write(home / "deals.csv", columns, deals)


def _write(path: Path, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue())


def _run(home: Path, *arguments: str) -> str:
    done = subprocess.run([REPSIDE, "--home", home / "home", *arguments], capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1}:
        raise SystemExit(f"repside {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def _lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def _told(
    world: World, entries: list[Entry], history: list[dict[str, Any]], review: list[dict[str, Any]]
) -> dict[str, Outcome]:
    names = {f"{entry.id}.{entry.world}@labels.example": entry.id for entry in entries}
    found: dict[str, Outcome] = {entry.id: Outcome({}, "", frozenset()) for entry in entries}
    ids: dict[int, str] = {}
    addresses = {contact["id"]: contact["email"] for contact in world["contact"]}
    for row in history:
        name = names.get(row.get("message_id") or "") or names.get(row.get("ical_uid") or "")
        if name is None:
            continue
        ids[row["id"]] = name
        deals = [str(deal["id"]) for deal in row.get("deals", [])]
        contacts = frozenset(str(contact["id"]) for contact in row["contacts"])
        found[name] = Outcome({}, deals[0] if len(deals) == 1 else "", contacts)
    for row in review:
        if row["state"] != "withdrawn" and row.get("activity") in ids:
            found[ids[row["activity"]]].proposed[_value(row, addresses)] = row["rule"], row["quote"]
    return found


def _value(row: dict[str, Any], addresses: dict[str, str]) -> Value:
    kind, new = row["kind"], row["new"]
    if kind in {"next_step", "amount", "new_contact", "contact_role"}:
        return value(kind, new)
    if kind == "contact_detail":
        address = addresses.get(row["contact"], "")
        return value(kind, {"address": address, "field": row["field"], "value": new})
    return value(kind, {"date": new, "stage": new})
