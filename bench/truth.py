"""Is what was captured true? A fast wrong capture counts as zero, so every timed run is compared with the truth file.

    python bench/truth.py product HOME TRUTH        through `repside history` and `repside receipt`
    python bench/truth.py limit STORE TRUTH

In a process of its own, so that the runner stays small: a child's peak memory includes what its parent had.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from measure import REPSIDE

Truth = dict[str, Any]


def load(path: Path) -> list[Truth]:
    """One entry a mail."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def of_limit(store: Path, truth: list[Truth]) -> list[str]:
    """What the limit client got wrong, in words; empty when all is right. Damaged mail must be there, no more."""
    wrong = []
    with sqlite3.connect(store) as db:
        rows = {row[1]: row for row in db.execute("select id, message_id, subject, text, names from messages")}
        contacts: dict[int, set[str]] = {}
        for message, contact in db.execute("select message, contact from links"):
            contacts.setdefault(message, set()).add(contact)
        calendars = " ".join(raw for (raw,) in db.execute("select raw from calendars"))
    db.close()
    for mail in truth:
        row = rows.get(mail["id"])
        if row is None:
            wrong.append(f"{mail['id']}: not there")
        elif mail["fate"] != "any":
            wrong += [f"{mail['id']}: {what}" for what in _against(mail, row[2], row[3])]
            if mail.get("attachments", []) != json.loads(row[4]):
                wrong.append(f"{mail['id']}: attachments {row[4]}")
            if mail["fate"] == "captured" and contacts.get(row[0], set()) != set(mail["contacts"]):
                wrong.append(f"{mail['id']}: contacts")
            if "uid" in mail and f"UID:{mail['uid']}\r\n" not in calendars:
                wrong.append(f"{mail['id']}: calendar part")
    return wrong


def of_product(home: Path, truth: list[Truth]) -> list[str]:
    """What Repside got wrong: mails missing, too many, without their words or contacts; a receipt that does not add up."""
    history = _asked(home, "history", "--limit", str(2 * len(truth)))
    mails = {row["message_id"]: row for row in history if row["kind"] == "message"}
    meetings = {row["ical_uid"]: row for row in history if row["kind"] == "meeting"}
    wrong, expected = [], 0
    for mail in truth:
        row = meetings.get(mail["uid"]) if "uid" in mail else mails.get(mail["id"])
        if mail["fate"] == "captured" and row is None:
            wrong.append(f"{mail['id']}: not captured")
        elif mail["fate"] in {"held", "skipped"} and row is not None:
            wrong.append(f"{mail['id']}: captured, though it is to be {mail['fate']}")
        elif mail["fate"] == "captured" and row is not None:
            expected += 1
            wrong += [f"{mail['id']}: {what}" for what in _against(mail, row["subject"], row["preview"])]
            if {str(contact["id"]) for contact in row["contacts"]} != set(mail["contacts"]):
                wrong.append(f"{mail['id']}: contacts {row['contacts']}")
    damaged = sum(mail["fate"] == "any" for mail in truth)
    if not expected <= len(history) <= expected + damaged:
        wrong.append(f"{len(history)} activities, expected {expected}")
    return wrong + _receipt(home, truth)


def _receipt(home: Path, truth: list[Truth]) -> list[str]:
    rows = _asked(home, "receipt")
    remote = sum(row["remote"] for row in rows)
    wrong = [f"{row['stream']}: {row['unexplained']} unexplained" for row in rows if row["unexplained"]]
    if remote != len(truth):
        wrong.append(f"the receipt speaks of {remote} mails, there are {len(truth)}")
    fates = Counter(mail["fate"] for mail in truth)
    held = sum(row["held"] for row in rows)
    if not fates["held"] <= held <= fates["held"] + fates["any"]:
        wrong.append(f"{held} held, expected {fates['held']}")
    return wrong


def _against(mail: Truth, subject: str, text: str) -> list[str]:
    found = []
    if "subject" in mail and mail["subject"] != subject:
        found.append(f"subject {subject!r}")
    if mail.get("mark", "") not in text:
        found.append("its words are not there")
    return found


def _asked(home: Path, *command: str) -> list[Truth]:
    done = subprocess.run(
        [REPSIDE, "--home", str(home), *command, "--json"], capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


if __name__ == "__main__":
    kind, where, path = sys.argv[1:]
    problems = (of_product if kind == "product" else of_limit)(Path(where), load(Path(path)))
    print("\n".join(problems[:20]) or "all true", f"({len(problems)} problems)")
    sys.exit(bool(problems))
