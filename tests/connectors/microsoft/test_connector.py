"""Outlook against the suite that says what a connector is."""

from __future__ import annotations

import pytest

from tests.connectors.conformance import ConnectorContract
from tests.connectors.microsoft.world import GraphWorld


class TestOutlook(ConnectorContract):
    @pytest.fixture
    def world(self) -> GraphWorld:
        return GraphWorld()
