"""A smoke test against an emulator that others wrote: sign-in, backfill, increments, revocation.

It knows neither a profile nor batches nor what a quota is (unbatched.py stands in for the first two), so it shows that the sign-in, the
listing, the history and the texts are read as somebody else understood Google's documents. `make test` installs it from npm.
"""

from __future__ import annotations

import base64
import html
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests

from connectors.google import signin
from connectors.google.connector import GoogleConnector
from connectors.google.signin import Client, StoredTokens
from sync.errors import ConsentOver
from tests.connectors.google.fake import Google
from tests.connectors.google.unbatched import Profiled
from tests.connectors.google.world import connector
from tests.ports import await_listener, free_port
from tests.simulation.account import START, Mail
from tests.simulation.provider import Reader, template

HOME = Path(__file__).parents[3] / ".venv" / "emulate"
PROGRAM = HOME / "node_modules" / "emulate" / "dist" / "index.js"
NODE = HOME / "node_modules" / ".bin" / "node"
ROB = "rob@seller.example"
SEED = {
    "google": {
        "users": [{"email": ROB, "name": "Rob Rep"}],
        "messages": [
            {
                "id": "first",
                "user_email": ROB,
                "from": "Ada Customer <ada@customer.example>",
                "to": ROB,
                "subject": "Offer first",
                "body_text": "What is the price of it?",
                "label_ids": ["INBOX", "UNREAD"],
                "date": "2026-02-10T09:00:00.000Z",
            }
        ],
        "calendars": [
            {"id": "primary", "user_email": ROB, "summary": ROB, "primary": True, "time_zone": "UTC"},
        ],
    }
}

pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="npm has not installed the emulator")


@pytest.fixture
def base(tmp_path: Path) -> Iterator[str]:
    """The emulator's address."""
    port, seed = free_port(), tmp_path / "seed.yaml"
    seed.write_text(json.dumps(SEED), encoding="utf-8")  # YAML is a superset
    command = [str(NODE), str(PROGRAM), "start", "-p", str(port), "-s", "google", "--seed", str(seed)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            await_listener(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


class Browser:
    """Gives the consent: the page's form is sent as its owner would."""

    def open(self, url: str) -> bool:
        page = requests.get(url, timeout=20).text
        form = next(part for part in page.split("<form")[1:] if ROB in part)
        found = re.search(r'action="([^"]+)"', form)
        fields = {name: html.unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form)}
        requests.post(urljoin(url, html.unescape(found[1]) if found else url), data=fields, timeout=20)
        return True


class Side:
    """The emulator's account as a reader's other side."""

    provider = "gmail"

    def __init__(self, base: str, tokens: StoredTokens) -> None:
        self.base, self.tokens = base, tokens

    def connector(self, _: object) -> GoogleConnector:
        wire = Profiled(ROB)
        return connector(
            Google(ROB), wire, tokens=self.tokens, gmail_api=self.base, calendar_api=self.base, now=lambda: float(START)
        )

    def owner(self, method: str, path: str, **more: object) -> requests.Response:
        """What the mailbox's owner does."""
        token = {"Authorization": f"Bearer {self.tokens.access()}", "X-Mailbox-Owner": "acts"}
        answer = requests.request(method, f"{self.base}/gmail/v1/users/me/{path}", headers=token, timeout=20, **more)  # type: ignore[arg-type]
        assert answer.ok, answer.text
        return answer


def test_from_the_consent_to_its_end(base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the emulator has no certificate
    made = Client("smoke.apps.example", "canary-client", f"{base}/o/oauth2/v2/auth", f"{base}/oauth2/token")
    kept = [signin.ask(made, signin.scopes("preview"), ROB, show=lambda _: None, open_page=Browser().open).text()]
    side = Side(base, StoredTokens("it", lambda: kept[-1], kept.append))
    reader = Reader(template(tmp_path / "store.db"), side)  # type: ignore[arg-type]  # a side whose owner acts by itself

    reader.round()
    assert reader.ask("select subject, text from activities") == [("Offer first", "What is the price of it?")]

    raw = base64.urlsafe_b64encode(Mail("second", ("ada@customer.example", ROB), START).raw()).decode()
    second = side.owner("POST", "messages", json={"raw": raw, "labelIds": ["INBOX"]}).json()["id"]
    reader.round()
    assert reader.held().mails == {"first", "second"}
    assert reader.ask("select text from activities where subject = 'Offer second'") == [("We take second, please.",)]

    side.owner("POST", f"messages/{second}/trash")
    reader.round()
    assert reader.held().mails == {"first"}
    side.owner("POST", f"messages/{second}/untrash")
    reader.round()
    assert reader.held().mails == {"first", "second"}
    side.owner("DELETE", "messages/first")
    reader.round()
    assert reader.held().mails == {"second"}

    refresh = signin.Consent.read(kept[-1], "it").refresh_token
    assert requests.post(f"{base}/oauth2/revoke", data={"token": refresh}, timeout=20).ok
    side.tokens.refused(side.tokens.access())
    with pytest.raises(ConsentOver):
        side.tokens.access()
    assert reader.round() == "ConsentOver"
    assert reader.held().mails == {"second"}
    reader.close()
