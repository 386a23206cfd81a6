"""Providers over HTTPS: what decoding costs, how near the governor comes to what is allowed, what a quiet poll asks, CPU of a backfill.

The other side is the fake of the tests, on loopback; Google's own servers are never asked.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from measure import REPSIDE, ROOT, Line, run

sys.path.insert(0, str(ROOT))

from connectors.google.envelope import SIZE
from connectors.google.quota import GMAIL, Cost
from connectors.governor import Forgetful, Governor
from connectors.wire import google_json, google_mail, json_values
from tests.connectors.google.fake import Google
from tests.connectors.google.server import Server
from tests.connectors.google.world import connector
from tests.connectors.world import mail

ADDRESS = "rob@seller.example"
NOON = 1_790_000_000
BROWSER = """#!{python}
import sys, urllib.request
urllib.request.urlopen(sys.argv[-1], timeout=20).read()
"""


def measure(home: Path, messages: int) -> list[Line]:
    """All lines."""
    messages = min(messages, 2_000)
    decoded = _best(_gmail_decode) * 1e6
    over = _governed(100_000)
    requests = _quiet()
    seconds, kept = _backfill(home / "providers", messages)
    cpu = seconds / kept * 1e6
    return [
        Line("Gmail: decoding a batch, a message", f"{decoded:.1f} µs", "fixed", decoded, 50, False, " µs"),
        Line("Gmail: 100,000 headers by the governor", f"{over:.3f} of the ideal", "simulated clock", over, 1.1, False),
        Line("Gmail: requests of a quiet poll", str(requests), "fixed", requests, 1, False),
        Line(
            "Gmail: CPU of a backfill, a message",
            f"{cpu:.0f} µs",
            f"{1e6 / cpu:,.0f} a CPU second",
            cpu,
            250,
            False,
            " µs",
        ),
    ]


def _best(once: Callable[[], float]) -> float:
    return min(once() for _ in range(20))


def _account(messages: int) -> Google:
    google = Google(ADDRESS)
    for n in range(messages):
        google.deliver(mail(n), NOON + n * 60)
    return google


def _gmail_decode() -> float:
    """Seconds a message: an answer of 50 parts split, read and turned into what the header's parser takes."""
    google = _account(SIZE)
    paths = {f"n{n}": f"/gmail/v1/users/me/messages/{name}?format=metadata" for n, name in enumerate(google.messages)}
    body = google_json.batch(paths, "b")
    headers = {"Authorization": "Bearer token", "Content-Type": 'multipart/mixed; boundary="b"'}
    answer = google.send("POST", "http://fake/batch/gmail/v1", headers, body)
    started = time.perf_counter()
    parts = google_json.split(answer.headers["content-type"], answer.body, list(paths), "Gmail")
    found = [google_mail.unparsed(name, json_values.read(part.body, "Gmail")) for name, part in parts.items()]
    seconds = time.perf_counter() - started
    if len(found) != SIZE:
        raise SystemExit("the batch lost answers")
    return seconds / SIZE


def _governed(messages: int) -> float:
    """Time of so many headers at Google's allowance, over what it would ideally take."""
    now, left = [float(NOON)], messages

    def wait(seconds: float) -> bool:
        now[0] += seconds
        return False

    governor = Governor(GMAIL, Forgetful(), lambda: now[0], wait)
    while left:
        parts = min(left, governor.fits(Cost.GET, SIZE))
        governor.take(parts * Cost.GET)
        now[0] += 0.5
        left -= parts
    return (now[0] - NOON) / (messages * Cost.GET / GMAIL * 60)


def _quiet() -> int:
    """Requests of a look at a mailbox in which nothing happened."""
    google = _account(20)
    made = connector(google)
    stream = made.streams()[0]
    cursor = [page.cursor for page in made.changes(stream, None)][-1]
    before = google.requests
    if list(made.changes(stream, cursor)):
        raise SystemExit("a quiet poll told of something")
    return google.requests - before


def _backfill(home: Path, messages: int) -> tuple[float, int]:
    """CPU seconds of `repside sync` on a fresh account over HTTP, less those of one with no news; messages that were captured."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    log, product = home / "log", home / "product"
    browser = home / "browser"
    browser.write_text(BROWSER.format(python=sys.executable))
    browser.chmod(0o755)
    (home / "contacts.csv").write_text(
        "id,name,email,company\nC-1,Ada,ada@customer.example,Customer\n", encoding="utf-8"
    )
    os.environ |= {"BROWSER": f"{browser} %s", "OAUTHLIB_INSECURE_TRANSPORT": "1"}
    repside = [REPSIDE, "--home", str(product)]
    with Server(_account(messages)) as server:
        client = server.client(home / "client.json")
        run([*repside, "connect", "gmail", "--client", str(client), "--api", server.base, "--no-calendar"], log)
        config = product / "config.toml"
        config.write_text(config.read_text() + "units_per_minute = 1000000\n")
        run([*repside, "import", "contacts", str(home / "contacts.csv")], log)
        cost = run([*repside, "sync"], log)
        quiet = run([*repside, "sync"], log)
        run([*repside, "receipt", "--json"], log)
    kept = int(json.loads(log.read_text().splitlines()[0])["captured"])
    if kept != messages:
        raise SystemExit(f"{kept} of {messages} were captured")
    return cost.cpu - quiet.cpu, kept
