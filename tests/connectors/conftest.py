"""Fixtures of the connector tests: a Dovecot of each personality for the whole run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.connectors.dovecot import PERSONALITIES, Dovecot, Personality, missing


def _server(personality: Personality) -> Iterator[Dovecot]:
    if why := missing():
        pytest.skip(why)
    with Dovecot(personality) as server:
        yield server


@pytest.fixture(scope="session", params=PERSONALITIES)
def dovecot(request: pytest.FixtureRequest) -> Iterator[Dovecot]:
    """Each of the four personalities in turn."""
    yield from _server(request.param)


@pytest.fixture(scope="session")
def full_dovecot() -> Iterator[Dovecot]:
    """The one that offers everything."""
    yield from _server("full")
