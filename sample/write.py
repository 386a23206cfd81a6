"""Writes the bundled sample: a quarter of one invented rep's work, and the truth about it (expected.json).

    python sample/write.py [FOLDER]     default: this folder; what is committed here is exactly what this writes

Nothing is random: dates are fixed and every odd-looking id is a digest of what it names. The truth comes from labels that the
stories carry (who is known, which deal, why a mail is kept out), not from the program that is tested against it.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import diary
import post
from cast import CAST, contacts_csv, deals_csv
from dates import oslo
from letter import Letter, encode
from script import stories

HERE = Path(__file__).parent
SINCE = "2026-08-01"
"""`run-sample.sh` asks for the history from this day; what is older is outside the window."""
_ADDRESSES = {"mail": "maya", "second": "maya2"}
_UNREAD_FROM = oslo(11, 19, 12, 0)


def main(target: Path) -> None:
    """Write the whole sample into a folder."""
    entries = diary.read(HERE / "diary.txt")
    letters = [*stories(HERE / "stories"), *diary.letters(entries), *post.letters()]
    letters.sort(key=lambda letter: (letter.when, letter.id))
    for account in _ADDRESSES:
        shutil.rmtree(target / account, ignore_errors=True)
    for number, letter in enumerate(letters, 1):
        _deliver(target, number, letter)
    (target / "calendar.ics").write_bytes(diary.calendar(entries))
    _text(target / "contacts.csv", contacts_csv())
    _text(target / "deals.csv", deals_csv())
    _text(target / "expected.json", json.dumps(truth(letters, entries), indent=1, ensure_ascii=False) + "\n")
    copies = sum(len(letter.places) for letter in letters)
    print(f"{len(letters)} mails in {copies} copies, {len(entries)} calendar entries", file=sys.stderr)


def _text(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def _deliver(target: Path, number: int, letter: Letter) -> None:
    """One file a copy. The names sort by time and are legal everywhere: no colon, so no flags."""
    for account, folder in letter.places:
        unread = folder == "INBOX" and letter.when >= _UNREAD_FROM
        place = target / account / ("" if folder == "INBOX" else folder) / ("new" if unread else "cur")
        place.mkdir(parents=True, exist_ok=True)
        own = CAST[_ADDRESSES[account]].address
        incoming = letter.sender.address not in {who.address for who in (CAST["maya"], CAST["maya2"])}
        raw = encode(letter, own if incoming else "")
        (place / f"{letter.received}.{number:04d}.fjord").write_bytes(raw)


def truth(letters: list[Letter], entries: list[diary.Entry]) -> dict[str, Any]:
    """What a right capture must show."""
    mails = [letter for letter in letters if letter.expect == "captured" and letter.calendar is None]
    meetings = [entry for entry in entries if entry.expect == "captured"]
    return {
        "since": SINCE,
        "streams": _streams(letters, entries),
        "activities": {
            "messages": len(mails),
            "meetings": sum(entry.count for entry in meetings),
            "cancelled_meetings": sum(entry.called_off for entry in meetings),
        },
        "deals": _deals(mails, meetings),
        "contacts": _contacts(mails, meetings),
        "copies": {mail.id: len(mail.places) for mail in mails if len(mail.places) > 1},
        "ambiguous": {
            "message_ids": sorted(mail.id for mail in mails if mail.deal == "ambiguous"),
            "ical_uids": sorted(entry.uid for entry in meetings if entry.deal == "ambiguous"),
        },
        "same_thread": _threads(mails),
    }


def _streams(letters: list[Letter], entries: list[diary.Entry]) -> list[dict[str, Any]]:
    """One row a stream, as the receipt has it."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for letter in letters:
        for place in letter.places:
            counts[place][letter.expect] += 1
    for entry in entries:
        if "nocal" not in entry.options:
            counts["calendar", "calendar.ics"][entry.expect] += 1
    return [
        {
            "account": account,
            "folder": folder,
            "remote": sum(found.values()),
            "captured": found.pop("captured", 0),
            "held": found.pop("held", 0),
            "skipped": dict(sorted(found.items())),
        }
        for (account, folder), found in sorted(counts.items())
    ]


def _deals(mails: list[Letter], meetings: list[diary.Entry]) -> dict[str, dict[str, int]]:
    """Activities filed under each deal; `ambiguous` are those for which two or more open deals fit."""
    found: dict[str, dict[str, int]] = {}
    for deal in sorted({each.deal for each in (*mails, *meetings)} - {"-"}):
        found[deal] = {
            "messages": sum(mail.deal == deal for mail in mails),
            "meetings": sum(entry.count for entry in meetings if entry.deal == deal),
        }
    return found


def _contacts(mails: list[Letter], meetings: list[diary.Entry]) -> dict[str, int]:
    """Activities linked to each contact."""
    ids = {who.address: who.contact for who in CAST.values() if who.contact}
    ids |= {who.other: who.contact for who in CAST.values() if who.other}
    found: Counter[str] = Counter()
    for mail in mails:
        found.update({ids[p.address] for p in (mail.sender, *mail.to, *mail.cc) if p.address in ids})
    for entry in meetings:
        people = {p.address for p in entry.attendees} | ({entry.organizer.address} if entry.organizer else set())
        found.update({ids[address]: entry.count for address in people if address in ids})
    return dict(sorted(found.items()))


def _threads(mails: list[Letter]) -> dict[str, list[str]]:
    """Message-IDs of conversations that cross both accounts."""
    found: dict[str, list[str]] = {}
    for mail in mails:
        chain = [mail]
        while chain[0].previous is not None:
            chain.insert(0, chain[0].previous)
        if len({account for each in chain for account, _ in each.places}) > 1:
            found[chain[0].subject] = [each.id for each in chain]
    return dict(sorted(found.items()))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
