"""The fake and the connector before others: Microsoft's own types and the delta's rules as a referee, and Microsoft's own SDK as a client.

The referee stands under ../shared. It knows no batches, so each part of one goes through it alone. The SDK lives in an environment of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from connectors.microsoft.connector import GraphConnector
from sync.errors import RepsideError
from sync.model import Cursor
from tests.connectors.microsoft.server import Server
from tests.connectors.microsoft.side import GraphSide
from tests.connectors.microsoft.unbatched import Unbatched
from tests.connectors.microsoft.world import connector
from tests.ports import await_listener, free_port
from tests.simulation.account import START, Owner

ROOT = Path(__file__).parents[3]
JUDGE = ROOT.parent / "shared" / "testbeds" / "judge" / "judge_proxy.py"
PYTHON = ROOT / ".venv" / "graph-referee" / "bin" / "python"
SCHEMA = ROOT / ".venv" / "graph-types" / "graph.schema.json"

needs_sdk = pytest.mark.skipif(not PYTHON.exists(), reason="Microsoft's SDK is not here")
needs_judge = pytest.mark.skipif(
    not (JUDGE.exists() and SCHEMA.exists() and PYTHON.exists()),
    reason="the shared referee or Microsoft's types are not here",
)


@pytest.fixture
def side() -> GraphSide:
    """An account with a past: 60 acts of its owner."""
    made = GraphSide()
    made.graph.calendars.boxes["main"].id = "AAMkCal-main="  # the referee knows no id with a slash
    owner = Owner(Random(7), [made])
    for _ in range(60):
        owner.act()
    return made


@pytest.fixture
def server(side: GraphSide, tmp_path: Path) -> Iterator[Server]:
    with Server(side.graph, tmp_path / "server") as made:
        yield made


@pytest.fixture
def judge(server: Server, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The referee's address, and its list of what it found wrong."""
    log, port = tmp_path / "log", free_port()
    log.touch()
    command = [str(PYTHON), str(JUDGE), "graph", str(port), server.base, str(log), str(SCHEMA)]
    trusting = {**os.environ, "REQUESTS_CA_BUNDLE": str(server.ca)}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=trusting) as process:
        try:
            await_listener(port, process)
            yield f"http://127.0.0.1:{port}", log
        finally:
            process.terminate()


@needs_judge
def test_the_connector_asks_as_microsoft_says(side: GraphSide, judge: tuple[str, Path]) -> None:
    base, log = judge
    made = connector(side.graph, Unbatched(), graph=base, now=lambda: float(START))
    first = _round(made, {})
    owner = Owner(Random(8), [side])
    for _ in range(20):
        owner.act()
    second = _round(made, first)
    calendars = side.graph.calendars
    calendars.put(next(event for event in calendars.boxes["main"].events.values() if event.starts))
    second = _round(made, second)
    side.forget()
    _round(made, second)
    _round(made, {})
    assert {*side.graph.calls} >= {
        "me", "folder_delta", "folder", "delta", "list", "message", "calendars", "view_delta", "view", "event", "instances"
    }  # fmt: skip
    assert log.read_text() == "", json.loads(log.read_text().splitlines()[0])


def _round(made: GraphConnector, cursors: dict[str, Cursor | None]) -> dict[str, Cursor | None]:
    """One round of all streams, the records included."""
    found: dict[str, Cursor | None] = {}
    for stream in made.streams():
        since = cursors.get(stream.id)
        try:
            for page in made.changes(stream, since):
                found[stream.id] = page.cursor
                assert len(list(made.fetch(stream, page.changed))) == len(page.changed)
        except RepsideError:
            assert since is not None
        assert sum(len(part) for part in made.census(stream)) >= 0
        found.setdefault(stream.id, since)
    return found


@needs_judge
@needs_sdk
def test_microsofts_own_client_reads_the_fake_before_the_referee(side: GraphSide, judge: tuple[str, Path]) -> None:
    base, log = judge
    _driven(side, base)
    assert log.read_text() == "", json.loads(log.read_text().splitlines()[0])


@needs_sdk
def test_microsofts_own_client_reads_the_fake(side: GraphSide, server: Server) -> None:
    _driven(side, server.base, SSL_CERT_FILE=str(server.ca))


def _driven(side: GraphSide, base: str, **variables: str) -> None:
    """What the SDK sees is what the account holds."""
    graph = side.graph
    graph.strict, graph.empty_pages = False, 2
    program = Path(__file__).with_name("sdk_client.py")
    done = subprocess.run(
        [str(PYTHON), str(program), f"{base}/v1.0", "token"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, **variables},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    seen = json.loads(done.stdout)
    assert seen["mail"] == graph.address
    inbox = [one for one in graph.messages.values() if one.folder == "inbox"]
    assert {tuple(row) for row in seen["messages"]} == {
        (one.id, one.row["subject"], one.row["from"]["emailAddress"]["address"]) for one in inbox
    }
    assert seen["folders"] == len(graph.folders)
    kinds = {kind.rpartition(".")[2] for _, kind, _ in seen["events"]}
    assert {"SingleInstance", "Occurrence", "SeriesMaster"} <= kinds
    assert seen["unknown"] == [], "Microsoft's models know every property that the fake gives"
