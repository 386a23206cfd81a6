"""Seven real mailboxes of business mail, served by Dovecot and captured by the command: nothing unexplained, twice.

The mail lies beside the project and is no part of it; without it the test is skipped.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from pathlib import Path

import pytest

from tests.connectors.dovecot import PASSWORD, Dovecot, missing

ARCHIVE = Path(__file__).parents[2].parent / "shared" / "data" / "enron" / "maildir.tar.gz"
COMMAND = Path(sys.executable).parent / "repside"

pytestmark = [
    pytest.mark.dovecot,
    pytest.mark.skipif(not ARCHIVE.exists(), reason="the shared mailboxes are not here"),
    pytest.mark.skipif(bool(missing()), reason=missing() or "Dovecot is here"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with Dovecot("full") as dovecot:
        yield dovecot


def deliver(server: Dovecot) -> tuple[Counter[str], Counter[str]]:
    """Put every mail where it was. Returns mails a user and how often each outside address wrote or was written to."""
    mails: Counter[str] = Counter()
    people: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    with tarfile.open(ARCHIVE) as archive:
        for member in archive:
            if not member.isfile():
                continue
            user, folder = f"{Path(member.name).parts[1]}@enron.com", Path(member.name).parts[2]
            folder = "INBOX" if folder == "inbox" else folder
            if (user, folder) not in seen:
                control = server.control(user)
                control.create(folder)
                control.logout()
                seen.add((user, folder))
            file = archive.extractfile(member)
            assert file is not None
            raw = file.read()
            server.deliver(user, raw, 990_000_000 + mails[user], folder)
            mails[user] += 1
            header = BytesHeaderParser().parsebytes(raw)
            found = getaddresses([str(header.get(name, "")) for name in ("from", "to", "cc")])
            people.update(
                {
                    address.lower()
                    for _, address in found
                    if "@" in address and not address.lower().endswith("enron.com")
                }
            )
    return mails, people


def run(home: Path, *arguments: str) -> str:
    found = subprocess.run(
        [COMMAND, "--home", home, *arguments], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "REPSIDE_KEY": ""},
    )  # fmt: skip
    assert found.returncode == 0, found.stderr + found.stdout
    return found.stdout


def contents(store: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for the time of the last look."""
    with closing(sqlite3.connect(store)) as connection:
        names = [
            row[0]
            for row in connection.execute(
                "select name from sqlite_master where type = 'table' and name not like 'activity_search%'"
            )
        ]
        return {
            name: connection.execute(
                "select id, account_id, remote, name, role, cursor_kind, cursor, remaining from streams" if name == "streams" else f"select * from {name}"
            ).fetchall()
            for name in names
        }  # fmt: skip


def test_seven_mailboxes_are_captured_with_nothing_unexplained_and_again_with_nothing_written(
    server: Dovecot, tmp_path: Path
) -> None:
    mails, people = deliver(server)
    assert (len(mails), sum(mails.values())) == (7, 2195)
    home = tmp_path / "home"
    run(home, "init")
    contacts = tmp_path / "contacts.csv"
    known = [address for address, count in people.items() if count > 1]
    contacts.write_text(
        "id,name,email\n" + "".join(f"{n},Person {n},{address}\n" for n, address in enumerate(sorted(known)))
    )
    for user in sorted(mails):
        run(
            home, "connect", "imap", user, "--host", "127.0.0.1", "--port", str(server.imap_port), "--security", "none",
            "--password-command", f"printf {PASSWORD}", "--since", "1970-01-01", "--internal", "enron.com",
        )  # fmt: skip
    run(home, "import", "contacts", str(contacts))
    closing_line = json.loads(run(home, "sync", "--json").splitlines()[-1])
    assert closing_line["quarantined"] == 0
    assert closing_line["captured"] + closing_line["held"] + closing_line["skipped"] == 2195
    assert closing_line["captured"] > 200
    receipt = [json.loads(line) for line in run(home, "receipt", "--json").splitlines()]
    assert sum(row["remote"] for row in receipt) == 2195
    assert [row for row in receipt if row["unexplained"]] == []
    store = home / "data" / "repside.sqlite"
    before = contents(store)
    again = json.loads(run(home, "sync", "--json").splitlines()[-1])
    assert {name: again[name] for name in ("captured", "held", "skipped", "quarantined", "linked")} == dict.fromkeys(
        ("captured", "held", "skipped", "quarantined", "linked"), 0
    )
    assert contents(store) == before
