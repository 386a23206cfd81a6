"""A rep's mailbox for the bench, with the truth about each mail: the same bytes for the same seed, size and day.

    python bench/mail.py DIR MESSAGES      DIR/mail/rep/Maildir (INBOX and Sent), DIR/truth.jsonl, contacts.csv, deals.csv

The mix is that of a busy rep: threads with quoted history, half of it text and HTML, one mail in ten with an attachment, 17 %
newsletters, 10 % notifications, 4 % invitations, 3 % internal, 1 % damaged. Mean size some 20 kB. All people are invented.
"""

from __future__ import annotations

import base64
import csv
import json
import os
import random
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.header import Header
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple

REP = "Robin Vale <robin.vale@northpier.example>"
OWN_DOMAIN = "northpier.example"
COMPANIES, CONTACTS = 2_000, 10_000
MONTHS = 18

FIRST = [
    "Ada", "Ben", "Cleo", "Dario", "Edda", "Finn", "Greta", "Hana", "Ivo", "Juna", "Kofi", "Lena",
    "Milo", "Nora", "Omar", "Pia", "Quinn", "Rosa", "Sami", "Tess", "Uma", "Vito", "Wren", "Yara",
]  # fmt: skip
LAST = [
    "Abel", "Brandt", "Costa", "Dietz", "Evers", "Falk", "Grau", "Holm", "Ibsen", "Jansen",
    "Kerr", "Lund", "Maas", "Nkosi", "Okoye", "Prinz", "Quist", "Ruiz", "Sato", "Tran",
]  # fmt: skip
WORDS = [
    "the", "price", "second", "year", "depends", "on", "volume", "we", "agreed", "last", "week", "legal", "wants", "to",
    "see", "changed", "clause", "before", "board", "meets", "could", "you", "send", "numbers", "by", "friday", "team",
    "likes", "pilot", "but", "rollout", "needs", "support", "plan", "and", "training", "budget", "is", "fixed", "until",
    "june", "please", "confirm", "who", "signs", "let", "us", "speak", "tomorrow", "about", "open", "points",
]  # fmt: skip
SUBJECTS = ["Offer", "Pilot phase", "Contract", "Rollout plan", "Renewal", "Workshop", "Security questions", "Pricing"]


class Person(NamedTuple):
    """Somebody invented."""

    name: str
    address: str
    contact: str = ""
    """Id in contacts.csv; empty for strangers."""

    @property
    def mailbox(self) -> str:
        """As a header shows it."""
        name = self.name if self.name.isascii() else Header(self.name, "utf-8").encode()
        return f"{name} <{self.address}>"


class Mail(NamedTuple):
    """One mail as it goes to the server, and what must become of it."""

    folder: str
    raw: bytes
    when: datetime
    truth: dict[str, object]


def people() -> list[Person]:
    """The contacts, five to a company."""
    return [
        Person(
            f"{FIRST[n % len(FIRST)]} {LAST[n // len(FIRST) % len(LAST)]}" + (" Müller" if n % 30 == 0 else ""),
            f"{FIRST[n % len(FIRST)].lower()}.{n}@c{n // 5:04d}.example",
            f"P{n}",
        )
        for n in range(CONTACTS)
    ]


def mails(count: int, seed: int = 7, today: datetime | None = None) -> Iterator[Mail]:
    """`count` mails, oldest first; an answer comes after what it answers."""
    writer = _Writer(
        random.Random(seed), count, today or datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    )
    return writer.all()


class _Writer:
    def __init__(self, chance: random.Random, count: int, today: datetime) -> None:
        self.chance = chance
        self.count = count
        self.start = today - timedelta(days=30 * MONTHS)
        self.step = timedelta(days=30 * MONTHS - 2) / count
        self.people = people()
        self.number = 0
        self.threads: list[tuple[str, list[Person], list[str], str]] = []
        self.blob = base64.encodebytes(chance.randbytes(120_000)).replace(b"\n", b"\r\n")

    def all(self) -> Iterator[Mail]:
        kinds = [
            (0.17, self.newsletter),
            (0.10, self.notification),
            (0.04, self.invitation),
            (0.03, self.internal),
            (0.01, self.damaged),
        ]
        while self.number < self.count:
            self.number += 1
            dice = self.chance.random()
            for share, kind in kinds:
                dice -= share
                if dice < 0:
                    yield kind()
                    break
            else:
                yield self.talk()

    # -- the kinds ------------------------------------------------------------------------------------------------

    def talk(self) -> Mail:
        """A mail of a thread with one company; one in five with people whom the rep does not know."""
        subject, crowd, ids, history = self._thread()
        sent = bool(ids) and self.chance.random() < 0.4
        sender = self.chance.choice(crowd)
        mark = f"mark{self.number:06d}"
        new = f"{mark} {self.sentences(int(self.chance.lognormvariate(4.4, 0.8)) + 8)}"
        own_id = self.id()
        head = self.head(
            REP if sent else sender.mailbox,
            ", ".join(p.mailbox for p in crowd) if sent else REP,
            f"{'Re: ' if ids else ''}{subject}",
            own_id,
            [("Cc", ", ".join(p.mailbox for p in crowd if p != sender))] if not sent and len(crowd) > 1 else [],
            ids,
        )
        names = (
            [f"Plan {self.number}.pdf", "prices.xlsx"][: self.chance.choice([1, 1, 2])]
            if self.chance.random() < 0.1
            else []
        )
        raw = head + self.body(new, history, names)
        history = (f"{new}\r\n" + "".join(f"> {line}\r\n" for line in history.splitlines()))[:20_000]
        if len(ids) < 7 and self.chance.random() < 0.75:
            self.threads.append((subject, crowd, [*ids, own_id], history))
        known = sorted({p.contact for p in crowd} - {""})
        truth = {
            "fate": "captured" if known else "held",
            "kind": "message",
            "contacts": known,
            "mark": mark,
            "attachments": names,
        }
        return self.mail(
            "Sent" if sent else "INBOX", raw, own_id, truth | {"subject": f"{'Re: ' if ids else ''}{subject}"}
        )

    def newsletter(self) -> Mail:
        n = self.chance.randrange(200)
        own_id = self.id(f"news{n}.example")
        more = [
            ("List-Unsubscribe", f"<https://news{n}.example/off>"),
            ("List-Id", f"<list.news{n}.example>"),
            ("Precedence", "bulk"),
        ]
        head = self.head(f"News {n} <news@news{n}.example>", REP, f"Issue {self.number}", own_id, more)
        raw = head + self.body(self.sentences(300), "", [], html_share=1.0, padding=30_000)
        return self.mail("INBOX", raw, own_id, {"fate": "skipped"})

    def notification(self) -> Mail:
        own_id = self.id("tool.example")
        head = self.head(
            "Tool <noreply@tool.example>", REP, f"Build {self.number}", own_id, [("Auto-Submitted", "auto-generated")]
        )
        return self.mail("INBOX", head + self.body(self.sentences(30), "", []), own_id, {"fate": "skipped"})

    def internal(self) -> Mail:
        own_id = self.id(OWN_DOMAIN)
        head = self.head(f"Kim Dorn <kim.dorn@{OWN_DOMAIN}>", REP, "Team notes", own_id)
        return self.mail("INBOX", head + self.body(self.sentences(40), "", []), own_id, {"fate": "skipped"})

    def invitation(self) -> Mail:
        host = self.chance.choice(self.people)
        own_id, uid = self.id(), f"meeting-{self.number}@c.example"
        start = self.when() + timedelta(days=3)
        lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//EN", "METHOD:REQUEST", "BEGIN:VEVENT", f"UID:{uid}",
            f"DTSTAMP:{self.when():%Y%m%dT%H%M%SZ}", f"DTSTART:{start:%Y%m%dT%H0000Z}", f"DTEND:{start:%Y%m%dT%H3000Z}",
            f"SUMMARY:Talk {self.number}", f"ORGANIZER;CN=Host:mailto:{host.address}",
            f"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:robin.vale@{OWN_DOMAIN}", "SEQUENCE:0", "END:VEVENT", "END:VCALENDAR", "",
        ]  # fmt: skip
        text = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{self.sentences(12)}\r\n"
        calendar = "Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\r\n" + "\r\n".join(lines)
        head = self.head(host.mailbox, REP, f"Talk {self.number}", own_id)
        raw = head + _multipart("alternative", [text.encode(), calendar.encode()])
        truth = {
            "fate": "captured",
            "kind": "meeting",
            "uid": uid,
            "contacts": [host.contact],
            "subject": f"Talk {self.number}",
        }
        return self.mail("INBOX", raw, own_id, truth)

    def damaged(self) -> Mail:
        """A broken mail from a contact: a lying charset, cut base64, a part that never ends. It must be accounted for."""
        sender, own_id = self.chance.choice(self.people), self.id()
        head = self.head(sender.mailbox, REP, "Broken =?utf-9?q?caf=E9?=", own_id)
        body = self.chance.choice(
            [
                b"Content-Type: text/plain; charset=x-unknown\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8gd29ybGQ\r\nb2s=!!",
                b'Content-Type: multipart/mixed; boundary="never"\r\n\r\n--never\r\nContent-Type: text/plain\r\n\r\ncut off',
                b"Content-Type: text/plain; charset=us-ascii\r\n\r\nM\xfcller \xff\xfe said so\r\n",
            ]
        )
        return self.mail("INBOX", head + body, own_id, {"fate": "any"})

    # -- parts ----------------------------------------------------------------------------------------------------

    def _thread(self) -> tuple[str, list[Person], list[str], str]:
        if self.threads and self.chance.random() < 0.7:
            return self.threads.pop(self.chance.randrange(len(self.threads)))
        company = self.chance.randrange(COMPANIES)
        crowd = self.chance.sample(self.people[company * 5 : company * 5 + 5], self.chance.choice([1, 1, 2, 3]))
        if self.chance.random() < 0.2:
            crowd = [Person(f"Lee {self.number}", f"lee{self.number}@s{self.number % 900}.example")]
        return f"{self.chance.choice(SUBJECTS)} {self.number}", crowd, [], ""

    def when(self) -> datetime:
        return self.start + self.step * self.number + timedelta(hours=9)

    def id(self, host: str = "mail.example") -> str:
        return f"<{self.number}.{self.chance.getrandbits(64):016x}@{host}>"

    def sentences(self, words: int) -> str:
        return " ".join(self.chance.choices(WORDS, k=words)).capitalize() + "."

    def head(
        self,
        sender: str,
        to: str,
        subject: str,
        own_id: str,
        more: list[tuple[str, str]] | None = None,
        ids: list[str] | None = None,
    ) -> bytes:
        relay = "\r\n\t".join(
            f"from mx{n}.example by mx{n + 1}.example with ESMTPS id {self.number:08x}{n}" for n in range(4)
        )
        rows = [("Received", relay), ("From", sender), ("To", to), *(more or ()), ("Subject", subject)]
        rows += [("Date", format_datetime(self.when())), ("Message-ID", own_id), ("MIME-Version", "1.0")]
        if ids:
            rows += [("In-Reply-To", ids[-1]), ("References", "\r\n ".join(ids))]
        return "".join(f"{name}: {value}\r\n" for name, value in rows).encode()

    def body(self, new: str, history: str, names: list[str], html_share: float = 0.5, padding: int = 0) -> bytes:
        """New words, then the quoted history; perhaps in HTML too, perhaps with attachments."""
        quoted = f"\r\n\r\nOn Monday someone wrote:\r\n{history}" if history else ""
        plain = f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{new}{quoted}\r\n".encode()
        part = plain
        if self.chance.random() < html_share:
            html = f"<html><body><p>{new}</p><blockquote type=cite>{history}</blockquote>{'<td>&nbsp;</td>' * (padding // 15)}</body></html>"
            rich = b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            part = _multipart("alternative", [plain, rich + base64.encodebytes(html.encode()).replace(b"\n", b"\r\n")])
        if not names:
            return part
        return _multipart("mixed", [part, *(self.attachment(name) for name in names)])

    def attachment(self, name: str) -> bytes:
        size = min(len(self.blob), int(self.chance.lognormvariate(11.0, 0.8)) // 78 * 78)
        head = f'Content-Type: application/octet-stream; name="{name}"\r\nContent-Disposition: attachment; filename="{name}"\r\n'
        return head.encode() + b"Content-Transfer-Encoding: base64\r\n\r\n" + self.blob[:size]

    def mail(self, folder: str, raw: bytes, own_id: str, truth: dict[str, object]) -> Mail:
        return Mail(folder, raw, self.when(), {"id": own_id.strip("<>"), "folder": folder, **truth})


def _multipart(kind: str, parts: list[bytes]) -> bytes:
    edge = f"edge{sum(map(len, parts)):x}{kind[0]}".encode()
    inner = b"".join(b"--" + edge + b"\r\n" + part + b"\r\n" for part in parts)
    return b"Content-Type: multipart/%s; boundary=%s\r\n\r\n" % (kind.encode(), edge) + inner + b"--" + edge + b"--\r\n"


def write(home: Path, count: int) -> None:
    """Fill `home` with the Maildir, the truth and the tables to import."""
    shutil.rmtree(home / "mail", ignore_errors=True)
    root = home / "mail" / "rep" / "Maildir"
    folders = {"INBOX": root, "Sent": root / ".Sent"}
    for folder in folders.values():
        for part in ("cur", "new", "tmp"):
            (folder / part).mkdir(parents=True, exist_ok=True)
    with (home / "truth.jsonl").open("w") as truth:
        for number, mail in enumerate(mails(count), 1):
            at = int(mail.when.timestamp())
            path = folders[mail.folder] / "cur" / f"{at}.{number:07d}.bench,S={len(mail.raw)}:2,S"
            path.write_bytes(mail.raw)
            os.utime(path, (at, at))
            truth.write(json.dumps(mail.truth) + "\n")
    _tables(home)


def _tables(home: Path) -> None:
    with (home / "contacts.csv").open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["id", "name", "email", "other_emails", "company", "domain", "title", "phone"])
        for person in people():
            domain = person.address.partition("@")[2]
            rows.writerow([person.contact, person.name, person.address, "", f"Company {domain[1:5]}", domain, "", ""])
    with (home / "deals.csv").open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["id", "name", "company", "stage", "amount", "currency", "close_date", "status", "contacts"])
        for n in range(0, COMPANIES, 2):
            rows.writerow(
                [
                    f"D{n}",
                    f"Deal {n}",
                    f"Company {n:04d}",
                    "offer",
                    1000 + n,
                    "EUR",
                    "2027-03-31",
                    "open",
                    f"P{n * 5}:champion",
                ]
            )


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
