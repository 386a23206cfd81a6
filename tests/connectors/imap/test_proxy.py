"""The line between the connector and a real Dovecot is cut, reset or falls silent at any byte of a round, either way.

EVERY=1 breaks it at every byte; otherwise at the first and last bytes and at a sample drawn from SEED.
"""

from __future__ import annotations

import os
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Literal, NamedTuple

import pytest

from connectors.imap.connector import ImapConnector
from connectors.imap.options import ImapOptions
from connectors.imap.signin import sign_in
from sync.errors import RepsideError, Wait
from sync.model import Page, Stream
from tests.connectors.breaker import Breaker, Fault, Kind, Way
from tests.connectors.dovecot import PASSWORD, Dovecot
from tests.connectors.imap.world import ImapWorld
from tests.connectors.world import MINUTE, NOON, mail

pytestmark = pytest.mark.dovecot

EVERY = os.environ.get("EVERY", "") == "1"
SEED = int(os.environ.get("SEED", "25"))
SAMPLE = 80
"""Bytes of each way and kind at which the line is cut."""
STALLS = 15
"""A stall costs its timeout, so there are fewer."""
PATIENCE = 60.0
_KEEPALIVE = (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)
SHORT = 0.25


class Round(NamedTuple):
    """What a round of one folder brought, as far as it came, and how it ended."""

    streams: object
    pages: list[Page]
    messages: list[object]
    error: RepsideError | None


class Line:
    """A small mailbox behind a breaker, and what a clean round of it brings."""

    def __init__(self, world: ImapWorld, options: ImapOptions, breaker: Breaker) -> None:
        self.world, self.options, self.breaker = world, options, breaker
        self.clean = self.round()
        assert self.clean.error is None
        assert len(self.clean.pages) > 1
        assert len(self.clean.messages) == 5
        self.sizes = {way: len(said) for way, said in breaker.said.items()}

    def connector(self, timeout: float = PATIENCE) -> ImapConnector:
        return ImapConnector(self.options._replace(timeout=timeout))

    def round(self, timeout: float = PATIENCE) -> Round:
        with closing(self.connector(timeout)) as connector:
            return self.read(connector)

    def read(self, connector: ImapConnector) -> Round:
        """Sign in, list, fetch; what is raised is ours or the test fails."""
        streams: object = None
        pages: list[Page] = []
        messages: list[object] = []
        try:
            streams = connector.streams()
            stream = Stream(self.world.name, self.world.name)
            for page in connector.changes(stream, None):
                pages.append(page)
                messages.extend(connector.fetch(stream, page.changed))
        except RepsideError as error:
            return Round(streams, pages, messages, error)
        return Round(streams, pages, messages, None)

    def broken(self, fault: Fault) -> None:
        """One broken round, and a clean one after it by the same connector."""
        self.breaker.arm(fault)
        with closing(self.connector(SHORT if fault.kind == "stall" else PATIENCE)) as connector:
            self._good(fault, self.read(connector))
            assert self.breaker.struck or fault.at > self.sizes[fault.way] - 300, f"{fault} never came"  # the good-bye
            if fault.kind == "stall":
                return
            again = self.read(connector)
        assert again == self.clean, f"{fault}: the next round differs: {again.error!r}"

    def _good(self, fault: Fault, found: Round) -> None:
        clean, error = self.clean, found.error
        assert error is None or isinstance(error, Wait), f"{fault}: {error!r}"
        assert error is not None or found[:3] == clean[:3], f"{fault}: a wrong value"
        assert found.streams is None or found.streams == clean.streams, f"{fault}: half a list of folders"
        assert found.pages == clean.pages[: len(found.pages)], f"{fault}: half a page"
        assert found.messages == clean.messages[: len(found.messages)], f"{fault}: half a message"

    def offsets(self, way: Way, count: int) -> list[int]:
        """All, or a sample; the first and last bytes always."""
        size = self.sizes[way]
        if EVERY or size <= count:
            return list(range(size + 1))
        return sorted({0, 1, size - 1, size, *random.Random(f"{SEED} {way}").sample(range(size), count)})


@contextmanager
def mailbox(server: Dovecot, target: int, **changes: object) -> Iterator[Line]:
    with Breaker(target) as breaker:
        world = ImapWorld(server, breaker)  # type: ignore[arg-type]  # it asks for the port only
        for number in range(5):
            world.add(mail(number), NOON + number * MINUTE)
        try:
            yield Line(world, world.options(page=3, port=breaker.port)._replace(**changes), breaker)  # type: ignore[arg-type]
        finally:
            world.close()


@pytest.fixture
def line(full_dovecot: Dovecot) -> Iterator[Line]:
    with mailbox(full_dovecot, full_dovecot.imap_port) as line:
        yield line


@pytest.fixture
def secret_line(full_dovecot: Dovecot) -> Iterator[Line]:
    tls = {"host": "localhost", "security": "tls", "ca_file": str(full_dovecot.tls.ca)}
    with mailbox(full_dovecot, full_dovecot.imaps_port, **tls) as line:
        yield line


@pytest.mark.parametrize("kind", ["fin", "rst"])
@pytest.mark.parametrize("way", ["down", "up"])
def test_F23_a_line_that_is_cut_at_any_byte(line: Line, way: Way, kind: Kind) -> None:
    for at in line.offsets(way, SAMPLE):
        line.broken(Fault(kind, way, at))


@pytest.mark.parametrize("way", ["down", "up"])
def test_F25_a_line_that_falls_silent_at_any_byte(line: Line, way: Way) -> None:
    for at in line.offsets(way, STALLS):
        line.broken(Fault("stall", way, at))
    line.breaker.arm(None)
    assert line.round() == line.clean


def test_F24_a_line_that_brings_single_bytes_brings_the_same(line: Line) -> None:
    line.breaker.drips = True
    assert line.round() == line.clean


@pytest.mark.parametrize("kind", ["fin", "rst", "stall"])
@pytest.mark.parametrize("way", ["down", "up"])
def test_F23_F25_an_encrypted_line_that_breaks(secret_line: Line, way: Way, kind: Kind) -> None:
    for at in secret_line.offsets(way, 5 if kind == "stall" else 20):
        secret_line.broken(Fault(kind, way, at))


def test_F25_a_line_that_is_dead_before_the_server_is_watched(line: Line) -> None:
    with closing(line.connector(SHORT)) as connector:
        stream = Stream(line.world.name, line.world.name)
        assert list(connector.changes(stream, None))
        line.breaker.freeze()
        before = line.breaker.connections
        assert connector.wait(stream, PATIENCE), "what came meanwhile was told to nobody: look"
        assert line.breaker.connections == before + 1


def test_F25_a_line_that_dies_while_the_server_is_watched(line: Line) -> None:
    """The wait ends by itself (after nine minutes, or as here when the next look is due), and then it is found out."""
    with closing(line.connector(SHORT)) as connector:
        stream = Stream(line.world.name, line.world.name)
        assert list(connector.changes(stream, None))
        before, said = line.breaker.connections, line.breaker.said
        freezer = threading.Thread(target=_freeze_at_idle, args=(line.breaker, said))
        freezer.start()
        assert connector.wait(stream, 1.0)
        freezer.join()
        assert line.breaker.connections == before + 1


def _freeze_at_idle(breaker: Breaker, said: dict[Way, bytearray]) -> None:
    deadline = time.monotonic() + PATIENCE
    while b"+ idling" not in said["down"] and time.monotonic() < deadline:
        threading.Event().wait(0.005)
    breaker.freeze()


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_F25_the_system_asks_whether_the_other_end_is_there_within_two_minutes(
    full_dovecot: Dovecot, security: Literal["none", "starttls", "tls"]
) -> None:
    port = full_dovecot.imaps_port if security == "tls" else full_dovecot.imap_port
    options = ImapOptions("localhost", port, security, full_dovecot.user(), lambda: PASSWORD)
    channel, _ = sign_in(options._replace(ca_file=str(full_dovecot.tls.ca), timeout=20))
    try:
        get = channel.sock.getsockopt
        assert get(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        idle, between, times = (get(socket.IPPROTO_TCP, option) for option in _KEEPALIVE)
        assert idle + between * times <= 120
        assert 0 < (channel.sock.gettimeout() or 0) <= 20, "no read waits for ever"
    finally:
        channel.close()
    assert ImapOptions._field_defaults["timeout"] <= 120
