from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from matchers.reading import trade
from sync.model import Finding, Kind, Letter, Person

HERE = Path(__file__).resolve().parent
REP = Person("to", "robin@northlight.example", "Robin Ashe")
CUSTOMER = Person("from", "dana@cust.example", "Dana Kay")
WEDNESDAY = int(datetime(2026, 3, 4, 9, tzinfo=UTC).timestamp())
SOLD = trade.words(["Energy monitoring", "Energiemessung"])
DOCUMENTS = ("Quote.pdf", "Contract Vertrag contrat contrato.pdf")


def letter(
    text: str,
    *,
    own: bool = False,
    sent: int = WEDNESDAY,
    subject: str = "Monitoring",
    attachments: tuple[str, ...] = (),
    kind: Kind = "message",
    signature: str = "",
    zone: int | None = None,
    sold: frozenset[str] = SOLD,
) -> Letter:
    author = REP._replace(role="from") if own else CUSTOMER
    return Letter(
        kind=kind,
        author=author,
        own=own,
        sent=sent,
        people=(REP, CUSTOMER),
        outside=frozenset({CUSTOMER.address}),
        subject=subject,
        text=text,
        signature=signature,
        attachments=attachments,
        zone=zone,
        trade=sold,
    )


def said(finding: Finding) -> str:
    value = finding.value
    return f"{finding.kind} {value.get('date') or value.get('amount') or value.get('step') or ''}".strip()


def table(name: str) -> list[tuple[str, str, str]]:
    rows = (line.split(" | ", 2) for line in (HERE / "said" / name).read_text().splitlines() if " | " in line)
    return [(who, what, words.replace(" / ", "\n")) for who, what, words in rows if who[0] != "#"]
