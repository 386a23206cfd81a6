"""What one account's thread remembers: in memory, and in the store as far as a restart needs it."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import text

from cli.daemon_dues import HEARTBEAT, LISTING, Dues
from cli.wiring import SystemClock, Writing
from store import accounts
from store.database import Database
from store.ledger import SqlLedger
from sync.errors import Offline, StartOver, WrongPassword
from sync.model import Stream
from sync.schedule import HOUR, LONGEST, QUIETEST, Outcome
from tests.conftest import FixedClock, digest

STREAMS = {"INBOX": 1, "Sent": 2}


class Clock(FixedClock, SystemClock):
    """Moved by the test."""


@pytest.fixture
def store(database: Database) -> Writing:
    accounts.ensure(database, "work", "imap", "rep@seller.example")
    for remote in STREAMS:
        SqlLedger(database, digest, FixedClock()).stream("work", Stream(remote, remote))
    return Writing(database, digest, Clock())


def dues(store: Writing) -> Dues:
    return Dues(store, "work", random.Random(1))


def round_of(found: Dues, now: int, outcome: Outcome) -> None:
    found.listed(STREAMS, now)
    for remote in STREAMS:
        found.done(remote, outcome, now)
    found.save(now)


def heartbeat(store: Writing) -> object:
    with store.database.read() as connection:
        return connection.scalar(text("select heartbeat_at from accounts"))


def test_everything_is_due_at_first_the_list_of_streams_too(store: Writing) -> None:
    assert set(dues(store).due(store.clock.now())) == {LISTING, *STREAMS}


def test_quiet_rounds_are_written_with_the_heartbeat_only(store: Writing) -> None:
    now, found = store.clock.now(), dues(store)
    round_of(found, now, Outcome())
    assert heartbeat(store) == now
    for later in (30, 90, HEARTBEAT - 1):
        round_of(found, now + later, Outcome())
        assert heartbeat(store) == now
    round_of(found, now + HEARTBEAT, Outcome())
    assert heartbeat(store) == now + HEARTBEAT


def test_a_failure_is_written_at_once_and_holds_for_the_next_daemon(store: Writing) -> None:
    now, found = store.clock.now(), dues(store)
    round_of(found, now, Outcome())
    found.due(now + HOUR)
    found.failed(WrongPassword(), now + HOUR)
    found.save(now + HOUR)
    accounts.note(store.database, "work", WrongPassword(), now + HOUR)
    store.clock.at = now + HOUR + 60  # type: ignore[attr-defined]  # the test's clock
    again = dues(store)
    assert again.due(now + HOUR + 60) == []
    assert again.unsure(), "the old word stands until it is tried again"
    assert again.failed_at == now + HOUR
    again.poke([], failing=True)
    assert set(again.due(now + HOUR + 60)) == {LISTING, *STREAMS}


def test_a_server_that_fails_is_left_alone_with_all_its_streams(store: Writing) -> None:
    now, found = store.clock.now(), dues(store)
    found.listed(STREAMS, now)
    found.done("Sent", Outcome(changed=True), now)
    found.failed(WrongPassword(), now)
    assert found.due(now + HOUR - 1) == []
    assert isinstance(found.error(), WrongPassword)
    assert found.failing("INBOX")
    round_of(found, now + HOUR, Outcome())
    assert found.error() is None


def test_one_stream_that_fails_leaves_the_others_alone(store: Writing) -> None:
    now, found = store.clock.now(), dues(store)
    found.listed(STREAMS, now)
    found.done("INBOX", Outcome(error=StartOver(stream="INBOX")), now)
    found.done("Sent", Outcome(changed=True), now)
    assert found.next() == now + 30
    found.done("Sent", Outcome(changed=True), now + 30)
    assert isinstance(found.error(), StartOver), "it is told until it is mended"
    assert "INBOX" not in found.due(now + LONGEST - 1)
    assert "INBOX" in found.due(now + LONGEST)


def test_a_folder_that_is_gone_takes_its_trouble_along(store: Writing) -> None:
    now, found = store.clock.now(), dues(store)
    found.listed(STREAMS, now)
    found.done("Sent", Outcome(error=StartOver(stream="Sent")), now)
    found.listed({"INBOX": 1, "New": 2}, now)
    assert found.error() is None
    assert set(found.due(now)) == {"INBOX", "New"}


def test_F16_a_clock_set_back_by_years_leaves_nothing_due_in_years(store: Writing) -> None:
    ahead = store.clock.now() + 10 * 366 * 86_400
    found = dues(store)
    round_of(found, ahead, Outcome())
    now = store.clock.now()
    assert found.due(now) == []
    assert now < found.next() <= now + QUIETEST
    assert dues(store).due(now) == [LISTING], "a restart sees it the same way, and reads the list"
    assert set(dues(store).due(now + QUIETEST)) == {LISTING, *STREAMS}


def test_a_jump_of_the_clock_does_not_knock_at_a_server_that_refused(store: Writing) -> None:
    now, found = store.clock.now(), dues(store)
    round_of(found, now, Outcome())
    found.poke_all()
    assert set(found.due(now)) == {LISTING, *STREAMS}
    found.failed(Offline(), now)
    found.poke_all()
    assert found.due(now) == []
