"""Gmail against the suite that says what a connector is."""

from __future__ import annotations

import pytest

from tests.connectors.conformance import ConnectorContract
from tests.connectors.google.world import GoogleWorld


class TestGmail(ConnectorContract):
    @pytest.fixture
    def world(self) -> GoogleWorld:
        return GoogleWorld()
