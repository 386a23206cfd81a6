from __future__ import annotations

import pytest

from store import keycheck
from store.database import Database
from sync.errors import WrongKey
from tests.conftest import digest


def test_the_stores_own_key_passes_and_another_is_refused(database: Database) -> None:
    keycheck.ensure(database, digest)
    keycheck.ensure(database, digest)
    with pytest.raises(WrongKey):
        keycheck.ensure(database, lambda value: digest(f"another key {value}"))
