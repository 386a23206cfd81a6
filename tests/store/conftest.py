"""What the store's tests share."""

from __future__ import annotations

import pytest

from store.database import Database
from tests.store.office import Office


@pytest.fixture
def office(database: Database) -> Office:
    """A rep's desk with two contacts and a deal."""
    return Office(database)
