from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from config.paths import write_private
from tests.cli.program import REP, Repside, mail, maildir

CONTACTS = "id,name,email,company\nC-1,Dana Cole,dana@acme.example,Acme\n"
DEALS = "id,name,company,stage,status,contacts\nD-1,Acme pilot,Acme,Proposal,open,C-1:champion\n"


@pytest.fixture
def repside(tmp_path: Path) -> Repside:
    """The command on a home that does not exist yet."""
    return Repside(tmp_path / "home")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one folder account, a contact and a deal, made by the commands once; nothing is read yet."""
    root = tmp_path_factory.mktemp("template")
    mails = [mail(n) for n in range(3)]
    mails += [mail(7, sender="stranger@other.example"), mail(8, sender="colleague@northlight.example")]
    (root / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    (root / "deals.csv").write_text(DEALS, encoding="utf-8")
    repside = Repside(root / "home")
    repside.ok("connect", "folder", str(maildir(root / "mail", mails)), "--address", REP)
    repside.ok("import", "contacts", str(root / "contacts.csv"))
    repside.ok("import", "deals", str(root / "deals.csv"))
    return root


@pytest.fixture
def connected(template: Path, tmp_path: Path) -> Repside:
    """A copy of that home, with its mail beside it."""
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    config = tmp_path / "home" / "config.toml"
    write_private(config, config.read_text(encoding="utf-8").replace(str(template), str(tmp_path)).encode())
    return Repside(tmp_path / "home")
