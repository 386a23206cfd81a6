"""Access tokens out of a stored consent: renewed in time, once for all threads, and what rotates is stored before it is used."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.google.signin import READONLY, Consent, StoredTokens, client
from sync.errors import ConsentOver, NoPassword, Offline, RightMissing
from tests.connectors.google.fake import Google
from tests.connectors.google.server import Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(Google()) as made:
        yield made


class Kept:
    """The encrypted file, as far as tokens know it."""

    def __init__(self, server: Server, folder: Path) -> None:
        made = client(server.client(folder / "client.json"))
        self.text = Consent(made, "canary-refresh-1", (READONLY,)).text()
        self.saves = 0
        self.fails = False

    def load(self) -> str:
        return self.text

    def save(self, text: str) -> None:
        if self.fails:
            raise OSError("the disk is full")
        self.text = text
        self.saves += 1

    def tokens(self, now: float = 0.0) -> StoredTokens:
        self.now = now
        return StoredTokens("a", self.load, self.save, lambda: self.now)


@pytest.fixture
def kept(server: Server, tmp_path: Path) -> Kept:
    return Kept(server, tmp_path)


def test_F42_what_rotates_is_stored_before_it_is_used(server: Server, kept: Kept) -> None:
    server.rotates = True
    kept.tokens().access()
    (new,) = server.refresh
    assert Consent.read(kept.text, "a").refresh_token == new
    # Killed here, and started again: the stored one is the one that is good.
    assert kept.tokens().access()
    assert kept.saves == 2


def test_F42_what_cannot_be_stored_is_not_used(server: Server, kept: Kept) -> None:
    server.rotates, kept.fails = True, True
    tokens = kept.tokens()
    with pytest.raises(OSError, match="disk"):
        tokens.access()
    assert tokens._token == ""


def test_a_token_is_used_until_a_minute_before_its_end(server: Server, kept: Kept) -> None:
    tokens = kept.tokens()
    first = tokens.access()
    kept.now = 3_500
    assert tokens.access() == first
    kept.now = 3_545
    assert tokens.access() != first
    assert kept.saves == 0, "nothing rotated, nothing is written"


def test_a_token_that_was_not_taken_is_renewed(server: Server, kept: Kept) -> None:
    tokens = kept.tokens()
    first = tokens.access()
    tokens.refused(first)
    second = tokens.access()
    assert second != first
    tokens.refused(first)  # somebody else's late word
    assert tokens.access() == second


def test_many_threads_renew_once(server: Server, kept: Kept) -> None:
    tokens = kept.tokens()
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(tokens.access())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(server.google.tokens) == 2


def test_F41_a_consent_that_is_over_says_so(server: Server, kept: Kept) -> None:
    server.refresh.clear()
    with pytest.raises(ConsentOver):
        kept.tokens().access()


def test_F19_no_connection_is_no_loss_of_consent(server: Server, kept: Kept) -> None:
    tokens = kept.tokens()
    server._server.server_close()
    server._server.shutdown()
    with pytest.raises(Offline):
        tokens.access()


@pytest.mark.parametrize("text", ["", "{}", "password", '{"client": {}, "refresh_token": "x", "scopes": []}'])
def test_what_is_no_consent_is_told(text: str) -> None:
    with pytest.raises(NoPassword):
        StoredTokens("a", lambda: text, lambda _: None).access()


def test_F44_a_right_that_was_taken_back_is_named(server: Server, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = server.token
    monkeypatch.setattr(server, "token", lambda form: (200, {**plain(form)[1], "scope": "openid"}))
    with pytest.raises(RightMissing) as caught:
        kept.tokens().access()
    assert "to read your mail" in caught.value.sentence
