"""The sign-in with the real MSAL against an emulator that others wrote: the browser's way, a renewal, who it is.

It knows the sign-in and `/me`, and no mail. `make test` installs it from npm.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests

from connectors.microsoft import signin
from connectors.microsoft.identity import Client, rights
from connectors.microsoft.tokens import StoredTokens
from sync.errors import WrongAccount
from tests.connectors.google.test_emulate import NODE, PROGRAM
from tests.connectors.microsoft.fake import Graph
from tests.connectors.microsoft.test_tokens import Vault
from tests.connectors.microsoft.unbatched import Unbatched
from tests.connectors.microsoft.world import connector
from tests.connectors.terminator import Terminator
from tests.ports import await_listener, free_port

ROB = "rob@seller.example"
SEED = {"microsoft": {"users": [{"email": ROB, "name": "Rob Rep"}]}}

pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="npm has not installed the emulator")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    """An application at the emulator."""
    port, seed = free_port(), tmp_path / "seed.yaml"
    seed.write_text(json.dumps(SEED), encoding="utf-8")  # YAML is a superset
    with Terminator(tmp_path / "tls", port) as door:
        base = f"https://localhost:{door.port}"
        command = [
            str(NODE),
            str(PROGRAM),
            "start",
            "-p",
            str(port),
            "-s",
            "microsoft",
            "--seed",
            str(seed),
            "--base-url",
            base,
        ]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                await_listener(port, process)
                yield Client("11111111-2222-3333-4444-555555555555", login=base, graph=base, ca=str(door.ca))
            finally:
                process.terminate()


class Browser:
    """Signs in: the page's form is sent as its owner would."""

    def __init__(self, ca: str) -> None:
        self.ca = ca

    def open(self, url: str) -> bool:
        page = requests.get(url, timeout=20, verify=self.ca).text
        form = next(part for part in page.split("<form")[1:] if ROB in part)
        found = re.search(r'action="([^"]+)"', form)
        fields = {name: html.unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form)}
        action = urljoin(url, html.unescape(found[1]) if found else "/oauth2/v2.0/authorize/callback")
        requests.post(action, data=fields, timeout=20, verify=self.ca, headers={"X-Mailbox-Owner": "signs in"})
        return True


def test_from_the_sign_in_to_a_renewal(client: Client) -> None:
    wanted = rights("preview")
    cache = signin.ask(client, wanted, ROB, show=lambda _: None, open_page=Browser(client.ca).open)
    vault = Vault(cache)
    tokens = StoredTokens("it", client, wanted, vault)
    first = tokens.access()
    tokens.refused(first)
    second = tokens.access()
    assert second != first
    assert vault.saves >= 1
    wire = Unbatched(client.ca)
    assert connector(Graph(ROB), wire, graph=client.service, tokens=tokens).owner() == ROB
    with pytest.raises(WrongAccount, match=re.escape(ROB)):
        connector(Graph("eve@seller.example"), wire, graph=client.service, tokens=tokens).streams()
