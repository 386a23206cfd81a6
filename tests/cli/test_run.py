"""What the command itself puts together: the daemon, its audit. Its word to the service manager is in test_notify.py."""

from __future__ import annotations

import os

import pytest

from tests.cli.program import Repside
from tests.cli.test_daemon import ask, daemon, until


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_the_running_daemon_compares_each_stream_with_its_provider(connected: Repside) -> None:
    query = "select count(*) from streams where audited_at is not null"
    with daemon(connected):
        until(lambda: ask(connected, query) == [(1,)], "the comparison")
    assert [row["state"] for row in connected.ok("status", "--json").rows] == ["HEALTHY"]
