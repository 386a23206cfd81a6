"""What only engine and store together show of Google's contract: people that are not shown any more, ids beyond 63 bits, a resync's history."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.google.quota import CALENDAR, GMAIL
from tests.connectors.google.side import GoogleSide
from tests.simulation.account import START, Mail
from tests.simulation.provider import Reader, template

ADA, BEN, REP = "ada@customer.example", "ben@customer.example", "rob@seller.example"


@pytest.fixture
def side() -> GoogleSide:
    return GoogleSide()


@pytest.fixture
def reader(side: GoogleSide, tmp_path: Path) -> Iterator[Reader]:
    made = Reader(template(tmp_path / "store.db"), side)
    yield made
    made.close()


def _event(updated: int, *people: str, **more: Any) -> dict[str, Any]:
    return {
        "id": "e1",
        "iCalUID": "e1@google.com",
        "summary": "Talk",
        "updated": f"2026-03-0{updated}T08:00:00.000Z",
        "start": {"dateTime": "2026-03-10T10:00:00Z"},
        "end": {"dateTime": "2026-03-10T11:00:00Z"},
        "organizer": {"email": ADA},
        "attendees": [{"email": who, "responseStatus": "accepted"} for who in people],
        **more,
    }


def _people(reader: Reader) -> set[str]:
    return {str(address) for (address,) in reader.ask("select address from participants where role = 'attendee'")}


@pytest.mark.parametrize("sign", [{"attendeesOmitted": True}, {"guestsCanSeeOtherGuests": False}])
def test_calendar_7_people_that_are_not_shown_any_more_stay(side: GoogleSide, reader: Reader, sign: Any) -> None:
    side.google.put(_event(1, REP, ADA, BEN))
    reader.round()
    assert _people(reader) == {REP, ADA, BEN}
    side.google.put(_event(2, REP, **sign, summary="Another talk"))
    reader.round()
    assert reader.ask("select subject, people_total from activities") == [("Another talk", 4)]
    assert _people(reader) == {REP, ADA, BEN}


def test_calendar_7_people_who_are_taken_off_go(side: GoogleSide, reader: Reader) -> None:
    side.google.put(_event(1, REP, ADA, BEN))
    reader.round()
    side.google.put(_event(2, REP, ADA))
    reader.round()
    assert _people(reader) == {REP, ADA}


def test_gmail_2_ids_of_the_history_may_need_64_bits(side: GoogleSide, reader: Reader) -> None:
    side.google.skip_to(2**64 - 10_000)
    side.put(Mail("one", (ADA, REP), START))
    reader.round()
    side.put(Mail("two", (ADA, REP), START))
    before = side.google.calls["list"]
    reader.round()
    assert reader.held().mails == {"one", "two"}
    assert side.google.calls["list"] == before, "the history told of it"


def test_gmail_5_a_resync_keeps_what_stands(side: GoogleSide, reader: Reader) -> None:
    for n in range(3):
        side.put(Mail(f"mail{n}", (ADA, REP), START + n))
    reader.round()
    links = "select activities.id, target_id, at from links join activities on activities.id = activity_id order by 1"
    before = reader.ask(links)
    side.forget()
    reader.round()
    reader.round()
    assert len(before) == 3
    assert reader.ask(links) == before


@pytest.mark.parametrize("messages", [700])
def test_16_a_backfill_is_never_refused_and_uses_nine_tenths(side: GoogleSide, reader: Reader, messages: int) -> None:
    """Through the connector, against a fake that counts as Google does and refuses what is too much."""
    side.governed = True
    side.google.allow(GMAIL, CALENDAR, side.now)
    for n in range(messages):
        side.put(Mail(f"mail{n}", (ADA if n % 2 else "zoe@nowhere.example", REP), START + n))
    began = side.now()
    reader.round()
    assert len(reader.held().mails) == messages // 2
    assert side.google.refused == 0
    minutes = max(1.0, (side.now() - began) / 60)
    assert side.google.units / minutes >= 0.9 * GMAIL
