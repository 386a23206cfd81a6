"""Outlook: what decoding a page costs, what a backfill and a quiet poll ask for, CPU of a backfill, and whether MSAL is loaded unasked.

The other side is the fake of the tests, over TLS on loopback; Microsoft's own servers are never asked.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from measure import PYTHON, REPSIDE, ROOT, Cost, Line, blocks, run, written

sys.path.insert(0, str(ROOT))

from connectors.microsoft.options import GraphOptions
from connectors.wire import graph_mail, json_values
from tests.connectors.microsoft.fake import Graph
from tests.connectors.microsoft.server import CLIENT, Server
from tests.connectors.microsoft.world import connector
from tests.connectors.world import mail

ADDRESS = "rob@seller.example"
NOON = 1_790_000_000
PAGE = GraphOptions._field_defaults["page"]
LISTED = 10_000
"""Messages whose headers are listed in process, to count the requests."""
POLLED = ("inbox", "sentitems", "archive", "drafts", "outbox", "junkemail", "deleteditems", "deals", "travel", "old")
DISCOVERY = ("me", "folder_delta", "folder", "calendars")
"""Calls that find out whose mailbox it is and what lies in it; `repside run` makes them every 15 minutes."""
BROWSER = """#!{python}
import ssl, sys, urllib.request
urllib.request.urlopen(sys.argv[-1], timeout=20, context=ssl.create_default_context(cafile={ca!r})).read()
"""


def measure(home: Path, messages: int) -> list[Line]:
    """All lines."""
    messages = min(messages, 2_000)
    decoded = min(_decode() for _ in range(20)) * 1e6
    share = _listed()
    cpu, asked, changed, loaded = _program(home / "outlook", messages)
    return [
        Line("Outlook: decoding a page, a message", f"{decoded:.1f} µs", "fixed", decoded, 40, False, " µs"),
        Line(
            "Outlook: messages a request of a backfill",
            f"{share:.1f}",
            f"page of {PAGE}",
            share / PAGE,
            0.9,
            True,
        ),
        Line(
            f"Outlook: requests of a quiet poll, {len(POLLED)} folders",
            str(asked),
            "fixed",
            asked,
            len(POLLED),
            False,
        ),
        Line("Outlook: bytes written by a quiet poll", f"{changed} B", "changed blocks", changed, 0, False, " B"),
        Line(
            "Outlook: CPU of a backfill, a message",
            f"{cpu:.0f} µs",
            f"{1e6 / cpu:,.0f} a CPU second",
            cpu,
            250,
            False,
            " µs",
        ),
        Line("Outlook: MSAL loaded without being used", str(loaded), "commands", loaded, 0, False),
    ]


def _account(messages: int) -> Graph:
    graph = Graph(ADDRESS)
    for n in range(messages):
        graph.deliver(mail(n), NOON + n * 60)
    return graph


def _decode() -> float:
    """Seconds a message: a page read and turned into what the header's parser takes."""
    graph = _account(PAGE)
    headers = {"Authorization": "Bearer token", "Prefer": 'IdType="ImmutableId"'}
    url = f"http://fake/v1.0/me/mailFolders/inbox/messages?$select={graph_mail.HEADER}&$top={PAGE}"
    body = graph.send("GET", url, headers, None).body
    started = time.perf_counter()
    rows = json_values.objects(json_values.read(body, "Graph"), "value")
    found = [graph_mail.unparsed(row) for row in rows]
    seconds = time.perf_counter() - started
    if len(found) != PAGE:
        raise SystemExit("the page lost messages")
    return seconds / PAGE


def _listed() -> float:
    """Messages of one folder's first reading over its requests: the listing of headers and the round of ids after it."""
    graph = _account(LISTED)
    made = connector(graph, page=PAGE)
    stream = next(stream for stream in made.streams() if stream.role == "inbox")
    before, named = graph.requests, set[str]()
    for page in made.changes(stream, None):
        named.update(ref.id for ref in page.changed)
    made.close()
    if len(named) != LISTED:
        raise SystemExit(f"{len(named)} of {LISTED} were listed")
    return LISTED / (graph.requests - before)


def _program(home: Path, messages: int) -> tuple[float, int, int, int]:
    """CPU microseconds a captured message, requests and bytes of a quiet poll, commands that loaded MSAL and used no account."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    log, product = home / "log", home / "product"
    graph = _account(messages)
    for name in POLLED[-3:]:
        graph.add_folder(name, name.title())
    del graph.folders["conversationhistory"]
    repside = [REPSIDE, "--home", str(product)]
    with Server(graph, home / "server") as server:
        _connected(server, home, repside)
        cost = run([*repside, "sync"], log)
        quiet = run([*repside, "sync"], log)
        before, calls = blocks(product), graph.calls.copy()
        run([*repside, "sync"], log)
        asked = sum((graph.calls - calls).values()) - sum((graph.calls - calls)[kind] for kind in DISCOVERY)
        changed = written(product, before)
        run([*repside, "receipt", "--json"], log)
    rows = [json.loads(line) for line in log.read_text().splitlines()]
    if (kept := sum(row["captured"] for row in rows)) != messages:
        raise SystemExit(f"{kept} of {messages} were captured")
    unused = (["--help"], ["connect", "outlook", "--help"], ["status"], ["history"], ["receipt", "--stored"])
    return _each(cost, quiet, messages), asked, changed, sum(_loads(["--home", str(product), *line]) for line in unused)


def _connected(server: Server, home: Path, repside: list[str]) -> None:
    browser = home / "browser"
    browser.write_text(BROWSER.format(python=sys.executable, ca=str(server.ca)))
    browser.chmod(0o755)
    os.environ["BROWSER"] = f"{browser} %s"
    contacts = home / "contacts.csv"
    contacts.write_text("id,name,email,company\nC-1,Ada,ada@customer.example,Customer\n", encoding="utf-8")
    where = ["--client-id", CLIENT, "--api", server.base, "--login", server.base, "--ca", str(server.ca)]
    run([*repside, "connect", "outlook", *where, "--no-calendar"], home / "log")
    config = home / "product" / "config.toml"
    config.write_text(config.read_text() + "requests_per_ten_minutes = 1000000\n")
    run([*repside, "import", "contacts", str(contacts)], home / "log")


def _each(cost: Cost, quiet: Cost, messages: int) -> float:
    return (cost.cpu - quiet.cpu) / messages * 1e6


def _loads(arguments: list[str]) -> bool:
    """Whether MSAL is there when a command ends."""
    program = "import sys; from cli.main import run; run(sys.argv[1:]); print('msal' in sys.modules, file=sys.stderr)"
    done = subprocess.run([PYTHON, "-c", program, *arguments], capture_output=True, text=True, check=True)
    return done.stderr.split()[-1] == "True"
