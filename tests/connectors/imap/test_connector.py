"""IMAP against the suite that says what a connector is, on four real Dovecots."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.connectors.conformance import ConnectorContract
from tests.connectors.dovecot import Dovecot
from tests.connectors.imap.world import ImapWorld, imap_world

pytestmark = pytest.mark.dovecot


class TestImap(ConnectorContract):
    @pytest.fixture
    def world(self, dovecot: Dovecot) -> Iterator[ImapWorld]:
        with imap_world(dovecot) as world:
            yield world
