"""F45: a mailbox or a folder that is closed all of a sudden. The rest is read, and what was read stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import REP, Repside, mail
from tests.cli.test_trouble import add_imap
from tests.connectors.dovecot import PASSWORD, Dovecot, missing
from tests.connectors.imap.script import Script
from tests.connectors.imap.world import ok

pytestmark = pytest.mark.dovecot
FOLDERS = ("INBOX", "A first one", "Z last one")
REFUSED = b"{tag} NO [NOPERM] Permission denied\r\n"
DONE = b"{tag} OK done\r\n"


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    if why := missing():
        pytest.skip(why)
    with Dovecot("full") as server:
        yield server


@pytest.fixture
def user(repside: Repside, dovecot: Dovecot) -> str:
    """A mailbox with a mail in each of three folders, connected."""
    user = dovecot.user()
    control = dovecot.control(user)
    for number, folder in enumerate(FOLDERS):
        if folder != "INBOX":
            ok(control.create(f'"{folder}"'))
        ok(control.append(f'"{folder}"', "", "", mail(number, to=user, subject=folder).encode()))
    control.logout()
    repside.ok("init")
    add_imap(repside, dovecot.imap_port, command=f"echo {PASSWORD}")
    move(repside, REP, user)
    contacts = repside.home.parent / "contacts.csv"
    contacts.write_text("id,name,email\nC-1,Dana,dana@acme.example\n", encoding="utf-8")
    repside.ok("import", "contacts", str(contacts))
    return user


def move(repside: Repside, old: str, new: str) -> None:
    """Change a word of the settings."""
    config: Path = repside.home / "config.toml"
    text = config.read_text(encoding="utf-8")
    assert old in text
    config.write_text(text.replace(old, new), encoding="utf-8")


def subjects(repside: Repside) -> list[str]:
    return sorted(row["subject"] for row in repside.ok("history", "--json").rows)


def test_F45_a_folder_that_is_refused_stops_no_other(repside: Repside, dovecot: Dovecot, user: str) -> None:
    shut = dovecot.folder(user, FOLDERS[1])
    shut.chmod(0)
    try:
        done = repside("sync")
        assert done.code in {1, 3}
        assert "the folder A first one" in done.err
        assert subjects(repside) == ["INBOX", "Z last one"]
        (row,) = repside.ok("status", "--json").rows
        assert row["state"] == "WAITING_PROVIDER"
    finally:
        shut.chmod(0o700)
    repside.ok("sync")
    assert subjects(repside) == sorted(FOLDERS)


@pytest.mark.parametrize(
    "closed",
    [{b"LIST": DONE}, {b"EXAMINE": REFUSED}],
    ids=["no folder is listed", "every folder is refused"],
)
def test_F45_a_mailbox_that_is_closed_keeps_its_history(
    repside: Repside, dovecot: Dovecot, user: str, closed: dict[bytes, bytes | list[bytes]]
) -> None:
    repside.ok("sync")
    folders = b"".join(b'* LIST () "/" "%s"\r\n' % name.encode() for name in FOLDERS)
    with Script({b"LIST": folders + DONE, **closed}) as script:
        move(repside, f"port = {dovecot.imap_port}", f"port = {script.port}")
        assert repside("sync").code in {1, 4}
        assert subjects(repside) == sorted(FOLDERS)
        (row,) = repside.ok("status", "--json").rows
        assert row["state"] in {"ADMIN_NEEDED", "WAITING_PROVIDER"}
        move(repside, f"port = {script.port}", f"port = {dovecot.imap_port}")
    repside.ok("sync")
    assert {row["unexplained"] for row in repside.ok("receipt", "--json").rows} == {0}
