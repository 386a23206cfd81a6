from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import REP, Repside, mail, maildir

CONTACTS = "id,name,email,company\nC-1,Dana Cole,dana@acme.example,Acme\n"
DEALS = "id,name,company,stage,status,contacts\nD-1,Acme pilot,Acme,Proposal,open,C-1:champion\n"


@pytest.fixture
def repside(tmp_path: Path) -> Repside:
    """The command on a home that does not exist yet."""
    return Repside(tmp_path / "home")


@pytest.fixture
def connected(repside: Repside, tmp_path: Path) -> Repside:
    """A home with one folder account, a contact and a deal; nothing is read yet."""
    mails = [mail(n) for n in range(3)]
    mails += [mail(7, sender="stranger@other.example"), mail(8, sender="colleague@northlight.example")]
    path = maildir(tmp_path / "mail", mails)
    (tmp_path / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    (tmp_path / "deals.csv").write_text(DEALS, encoding="utf-8")
    repside.ok("connect", "folder", str(path), "--address", REP)
    repside.ok("import", "contacts", str(tmp_path / "contacts.csv"))
    repside.ok("import", "deals", str(tmp_path / "deals.csv"))
    return repside
