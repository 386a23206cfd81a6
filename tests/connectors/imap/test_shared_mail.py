"""Real and odd mails through a real server: over IMAP we read what we read in the file itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.imap.connector import ImapConnector
from connectors.wire import mime
from sync.model import PREVIEW, Level, Message
from tests.connectors.dovecot import Dovecot
from tests.connectors.imap.world import imap_world
from tests.connectors.world import NOON, listing, refs_of

pytestmark = pytest.mark.dovecot

MAILS = Path(__file__).parents[3].parent / "shared" / "data" / "mime"
FLOOR = 0.96
"""Of the mails that are mails. Where the two differ, Dovecot reads a broken structure in another way than we do."""


def mails() -> list[bytes]:
    if not MAILS.is_dir():
        pytest.skip("the shared mails are not here")
    files = [path for path in sorted(MAILS.rglob("*")) if path.is_file() and path.suffix not in {".json", ".md"}]
    raw = [path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\0", b"") for path in files]
    return [each.replace(b"\n", b"\r\n") for each in raw if each]


@pytest.mark.parametrize("level", ["headers", "preview"])
def test_imap_and_file_agree(full_dovecot: Dovecot, level: Level) -> None:
    with imap_world(full_dovecot) as world:
        world.page = 50
        raw = {world.add(each, NOON): each for each in mails()}
        connector = world.keep(ImapConnector(world.options(level=level)))
        stream = world.stream(connector)
        refs = refs_of(listing(connector, stream))
        assert {ref.id for ref in refs} == set(raw)
        same = compared = 0
        for record in connector.fetch(stream, refs):
            assert isinstance(record, Message)
            expected = mime.message(record.id, raw[record.id], level, received=NOON)
            if isinstance(expected, Message):
                compared += 1
                same += told(record) == told(expected)
    assert compared > 100
    assert same / compared >= FLOOR


def told(message: Message) -> tuple[object, ...]:
    """What the rep gets of it."""
    return message.header, message.text.strip()[:PREVIEW], message.attachments, message.invitations
