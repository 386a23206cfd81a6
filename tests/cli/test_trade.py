"""What a rep sells is read off the deals: the same words are ours to one rep and somebody else's to another."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import REP, Repside, mail, maildir

CONTACTS = "id,name,email,company\nC-1,Dana Cole,dana@acme.example,Acme\n"
WORDS = "Good news: the board approved 48,000 EUR for the roof."


@pytest.mark.parametrize(
    ("deal", "proposed"),
    [("Flat roof, north hall", [{"amount": "48000.00", "currency": "EUR"}]), ("Payroll software", [])],
)
def test_a_roofers_amount_is_found_by_who_sells_roofs(
    tmp_path: Path, deal: str, proposed: list[dict[str, str]]
) -> None:
    repside = Repside(tmp_path / "home")
    (tmp_path / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    (tmp_path / "deals.csv").write_text(
        f'id,name,company,stage,amount,currency,status,contacts\nD-1,"{deal}",Acme,Proposal,40000,EUR,open,C-1\n',
        encoding="utf-8",
    )
    folder = maildir(tmp_path / "mail", [mail(1, body=WORDS)])
    repside.ok("connect", "folder", str(folder), "--address", REP, "--level", "text")
    repside.ok("import", "contacts", str(tmp_path / "contacts.csv"))
    repside.ok("import", "deals", str(tmp_path / "deals.csv"))
    repside.ok("sync")
    assert [row["new"] for row in repside.ok("review", "--json").rows] == proposed
