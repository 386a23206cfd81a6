"""One mailbox, four providers: what is captured of the bundled sample is the same through Gmail, Outlook, IMAP and files.

Google's and Microsoft's fakes, a real Dovecot and the sample's own Maildir serve the same mails to the installed program. What each of them
makes of a mail is its own; what the rep reads may not be. Meetings are left out: Outlook tells them by its calendar only.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Repside
from tests.connectors.dovecot import PASSWORD, Dovecot, missing
from tests.connectors.google.fake import Google
from tests.connectors.google.server import Server as GoogleServer
from tests.connectors.microsoft.fake import Graph
from tests.connectors.microsoft.server import CLIENT
from tests.connectors.microsoft.server import Server as GraphServer

SAMPLE = Path(__file__).parents[1] / "sample"
REP = "maya.lindqvist@fjordlight.example"
SINCE = ("--since", "2026-08-01")
PLACES = {
    "": ("INBOX", "inbox", "INBOX"),
    ".Sent": ("SENT", "sentitems", "Sent"),
    ".Archive": ("", "archive", "Archive"),
    ".Drafts": ("DRAFT", "drafts", "Drafts"),
    ".Junk": ("SPAM", "junkemail", "Junk"),
    ".Trash": ("TRASH", "deleteditems", "Trash"),
}
"""Folder of the Maildir → Gmail's label, Outlook's folder, Dovecot's."""
BROWSER = """#!{python}
import ssl, sys, urllib.request
context = ssl.create_default_context(cafile={ca!r}) if {ca!r} else None
urllib.request.urlopen(sys.argv[-1], timeout=20, context=context).read()
"""

pytestmark = [pytest.mark.dovecot, pytest.mark.skipif(bool(missing()), reason=missing() or "Dovecot is here")]


def mails() -> Iterator[tuple[str, int, bytes]]:
    """Folder, time of arrival and bytes of each mail, oldest first."""
    for path in sorted((SAMPLE / "mail").rglob("*.fjord"), key=lambda path: path.name):
        folder = path.parent.parent.name
        yield folder if folder.startswith(".") else "", int(path.name.partition(".")[0]), path.read_bytes()


def browser(folder: Path, ca: str = "") -> str:
    path = folder / "browser"
    path.write_text(BROWSER.format(python=sys.executable, ca=ca))
    path.chmod(0o755)
    return f"{path} %s"


def by_files(repside: Repside, folder: Path) -> None:
    del folder
    repside.ok("connect", "folder", str(SAMPLE / "mail"), "--address", REP, *SINCE)
    finish(repside)


def by_imap(repside: Repside, folder: Path) -> None:
    del folder
    with Dovecot("full") as server:
        user = server.user()
        control = server.control(user)
        for _, _, name in PLACES.values():
            control.create(name)
        control.logout()
        for place, when, raw in mails():
            server.deliver(user, raw, when, PLACES[place][2])
        words = ("--host", "127.0.0.1", "--port", str(server.imap_port), "--security", "none", "--user", user)
        done = repside("connect", "imap", REP, *words, *SINCE, "--password-stdin", stdin=PASSWORD)
        assert done.code == 0, done
        finish(repside)


def by_gmail(repside: Repside, folder: Path) -> None:
    google = Google(REP)
    for place, when, raw in mails():
        google.deliver(raw, when, PLACES[place][0])
    with GoogleServer(google) as server:
        client = server.client(folder / "client.json")
        words = ("connect", "gmail", REP, "--client", str(client), "--api", server.base, *SINCE)
        done = repside(*words, BROWSER=browser(folder), OAUTHLIB_INSECURE_TRANSPORT="1")
        assert done.code == 0, done
        config = repside.home / "config.toml"
        config.write_text(config.read_text() + "units_per_minute = 1000000\n")  # Google's own pace would take minutes
        finish(repside)


def by_outlook(repside: Repside, folder: Path) -> None:
    graph = Graph(REP)
    for place, when, raw in mails():
        graph.deliver(raw, when, PLACES[place][1])
    with GraphServer(graph, folder / "server") as server:
        words = ("--client-id", CLIENT, "--api", server.base, "--login", server.base, "--ca", str(server.ca))
        done = repside("connect", "outlook", REP, *words, *SINCE, BROWSER=browser(folder, str(server.ca)))
        assert done.code == 0, done
        finish(repside)


def finish(repside: Repside) -> None:
    repside.ok("import", "contacts", str(SAMPLE / "contacts.csv"))
    repside.ok("import", "deals", str(SAMPLE / "deals.csv"))
    repside.ok("sync")
    assert {row["unexplained"] for row in repside.ok("receipt", "--json").rows} == {0}


WAYS: dict[str, Callable[[Repside, Path], None]] = {
    "files": by_files, "imap": by_imap, "gmail": by_gmail, "outlook": by_outlook
}  # fmt: skip


@pytest.fixture(scope="module")
def histories(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Way → message id → what the rep reads of it."""
    found = {}
    for name, read in WAYS.items():
        folder = tmp_path_factory.mktemp(name)
        repside = Repside(folder / "home")
        read(repside, folder)
        found[name] = told(repside.ok("history", "--json", "--limit", "100000").rows)
    return found


def told(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """All that is not the provider's own: no ids, no places; a thread is the messages in it."""
    threads = defaultdict(list)
    messages = [row for row in rows if row["kind"] == "message"]
    for row in messages:
        threads[row["thread"]].append(row["message_id"])
    return {
        row["message_id"]: {
            "subject": row["subject"],
            "occurred_at": row["occurred_at"],
            "direction": row["direction"],
            # Outlook keeps the HTML of a mail, which knows no ends of lines.
            "preview": "".join(row["preview"].split()),
            "participants": sorted((one["address"], one["name"], one["role"]) for one in row["participants"]),
            "contacts": sorted((one["id"], one["rule"]) for one in row["contacts"]),
            "companies": sorted((one["name"], one["rule"]) for one in row["companies"]),
            "deals": sorted((one["id"], one["rule"]) for one in row["deals"]),
            "thread": sorted(threads[row["thread"]]),
        }
        for row in messages
    }


@pytest.mark.parametrize("way", ["imap", "gmail", "outlook"])
def test_the_same_mail_is_the_same_history(histories: dict[str, dict[str, Any]], way: str) -> None:
    files, other = histories["files"], histories[way]
    assert len(files) > 150
    assert {*other} == {*files}
    differing = {
        f"{id} {key}": (files[id][key], other[id][key])
        for id in files
        for key in files[id]
        if files[id][key] != other[id][key]
    }
    assert not differing, json.dumps(differing, indent=1)[:4000]
