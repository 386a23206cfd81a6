"""The fake and the connector before a referee of others: it knows Google's discovery documents and nothing of ours.

The referee stands under ../shared. It sees every exchange but the envelope of a batch, of which the documents say nothing: each part of
one goes through it alone. Where the connector asks for some fields only, the referee does not judge answers; so Google's own client asks
the fake for everything once more.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

import pytest
import requests

from connectors.google.connector import GoogleConnector
from sync.errors import RepsideError
from tests.connectors.google.server import Server
from tests.connectors.google.side import GoogleSide
from tests.connectors.google.unbatched import Unbatched
from tests.connectors.google.world import connector
from tests.ports import await_listener, free_port
from tests.simulation.account import START, Owner

JUDGE = Path(__file__).parents[4] / "shared" / "testbeds" / "judge" / "judge_proxy.py"

pytestmark = pytest.mark.skipif(not JUDGE.exists(), reason="the shared referee is not here")


@pytest.fixture
def side() -> GoogleSide:
    """An account with a past: 60 acts of its owner."""
    made = GoogleSide()
    owner = Owner(Random(7), [made])
    for _ in range(60):
        owner.act()
    return made


@pytest.fixture
def judge(side: GoogleSide, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The referee's address, and its list of what it found wrong."""
    log, port = tmp_path / "log", free_port()
    log.touch()
    with Server(side.google) as server:
        command = [sys.executable, str(JUDGE), "google", str(port), server.base, str(log)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            try:
                await_listener(port, process)
                yield f"http://127.0.0.1:{port}", log
            finally:
                process.terminate()


def test_the_connector_asks_as_the_documents_say(side: GoogleSide, judge: tuple[str, Path]) -> None:
    base, log = judge
    made = connector(side.google, Unbatched(), gmail_api=base, calendar_api=base, now=lambda: float(START))
    first = _round(made, {})
    owner = Owner(Random(8), [side])
    for _ in range(20):
        owner.act()
    second = _round(made, first)
    side.forget()
    _round(made, second)
    assert made.labels() == {}
    assert set(side.google.calls) >= {"profile", "labels", "list", "changes", "get", "calendars", "events"}
    assert log.read_text() == ""


def _round(made: GoogleConnector, cursors: Mapping[str, object]) -> dict[str, object]:
    """One round of all streams, the records included."""
    found: dict[str, object] = {}
    for stream in made.streams():
        since = cursors.get(stream.id)
        try:
            for page in made.changes(stream, since):  # type: ignore[arg-type]  # cursors of an earlier round
                found[stream.id] = page.cursor
                assert len(list(made.fetch(stream, page.changed))) == len(page.changed)
        except RepsideError:
            assert since is not None
        assert sum(len(part) for part in made.census(stream)) >= 0
        found.setdefault(stream.id, since)
    return found


def test_the_fake_answers_as_the_documents_say(side: GoogleSide, judge: tuple[str, Path]) -> None:
    base, log = judge
    ask = requests.Session()
    ask.headers["Authorization"] = "Bearer token"

    def get(path: str) -> dict[str, object]:
        answer = ask.get(base + path, timeout=20)
        assert answer.status_code == 200, path
        return dict(answer.json())

    gmail, me = "/gmail/v1/users/me", "/calendar/v3/users/me/calendarList"
    get(f"{gmail}/profile")
    get(f"{gmail}/labels")
    listed = get(f"{gmail}/messages?maxResults=500&includeSpamTrash=true")["messages"]
    assert isinstance(listed, list)
    for item in listed:
        for form in ("full", "metadata"):
            get(f"{gmail}/messages/{item['id']}?format={form}")
        get(f"{gmail}/threads/{item['threadId']}?format=full")
    kinds = "".join(f"&historyTypes={k}" for k in ("messageAdded", "messageDeleted", "labelAdded", "labelRemoved"))
    assert get(f"{gmail}/history?startHistoryId=1&maxResults=500{kinds}")["history"]
    for calendar in get(me)["items"]:  # type: ignore[attr-defined]
        events = f"/calendar/v3/calendars/{calendar['id']}/events"
        page = get(f"{events}?showDeleted=true&maxResults=2500")
        assert page["items"]
        for event in page["items"]:  # type: ignore[attr-defined]
            get(f"{events}/{event['id']}")
        get(f"{events}?maxResults=2500&syncToken={page['nextSyncToken']}")
    assert log.read_text() == "", json.loads(log.read_text().splitlines()[0])
