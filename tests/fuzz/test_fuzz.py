"""5,000 mutated inputs in every run: each gives a value or a documented error, within all caps, and the same one twice.

Mail and calendars go through the process that parses, under its limits; what ends that process, or raises, is a failure. SEED in the
environment plays the same inputs again, INPUTS more of them.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Callable
from contextlib import suppress

import pytest

from connectors.apart import Item, Lost, Parsers
from connectors.imap import structure, wire
from connectors.imap.uids import Uids
from connectors.wire import ical, mime, tables, vcard
from connectors.wire.series import MAX_OCCURRENCES
from sync.model import MAX_PEOPLE, MAX_REFERENCES, MAX_TEXT, SIGNALS, Header, Meeting, Message, Rejected
from tests.fuzz.mutate import mutated, seeds

SEED = int(os.environ.get("SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
MANY = int(os.environ.get("INPUTS", "5000"))
SHARES = {
    "header": 0.28,
    "message": 0.28,
    "invitations": 0.12,
    "meetings": 0.12,
    "imap": 0.1,
    "table": 0.06,
    "card": 0.04,
}
WINDOW = (1_760_000_000, 1_800_000_000)


def inputs(kind: str) -> list[bytes]:
    """This kind's share of the inputs."""
    source = {"header": "mail", "message": "mail", "invitations": "calendar", "meetings": "calendar"}.get(kind, kind)
    found, chance = seeds(source), random.Random(f"{SEED} {kind}")
    return [mutated(chance.choice(found), found, chance) for _ in range(round(MANY * SHARES[kind]))]


def named(raw: bytes) -> str:
    """For a failure: what plays it again."""
    return f"SEED={SEED}, input {hashlib.sha256(raw).hexdigest()[:12]}: {raw[:200]!r}"


ORDERS: dict[str, Callable[[bytes], Item]] = {
    "header": lambda raw: ("header", (raw, 1_790_000_000, ("\\Seen",))),
    "message": lambda raw: ("message", ("id", raw, "text", 1_790_000_000, ())),
    "invitations": lambda raw: ("invitations", (raw,)),
    "meetings": lambda raw: ("meetings", (raw, *WINDOW)),
}
DIRECT: dict[str, Callable[[bytes], object]] = {
    "header": lambda raw: mime.header(raw, received=1_790_000_000, flags=("\\Seen",)),
    "message": lambda raw: mime.message("id", raw, "text", received=1_790_000_000),
    "invitations": lambda raw: list(ical.invitations(raw)),
    "meetings": lambda raw: ical.meetings(raw, ical.Window(*WINDOW)),
}


def test_five_thousand_inputs_are_played() -> None:
    assert sum(round(MANY * share) for share in SHARES.values()) >= MANY


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", ORDERS)
def test_a_parser_gives_a_value_within_its_caps_whatever_comes(kind: str) -> None:
    parsers = Parsers()
    raws = inputs(kind)
    try:
        for at in range(0, len(raws), 200):
            part = raws[at : at + 200]
            for raw, found in zip(part, parsers.all([ORDERS[kind](raw) for raw in part]), strict=True):
                assert not isinstance(found, Lost), f"{found.error} by {named(raw)}"
                for value in found if isinstance(found, list) else [found]:
                    bounded(value, raw)
        for raw in raws[:: max(1, len(raws) // 60)]:  # the same in another process, and in this one
            assert parsers.all([ORDERS[kind](raw)])[0] == DIRECT[kind](raw), named(raw)
    finally:
        parsers.close()


def bounded(value: object, raw: bytes) -> None:
    """No cap of the model is broken, no sign that a terminal or a page would obey is in it."""
    header = value if isinstance(value, Header) else getattr(value, "header", None)
    if isinstance(header, Header):
        assert len(header.people) <= MAX_PEOPLE, named(raw)
        assert len(header.references) <= MAX_REFERENCES, named(raw)
        assert header.signals <= SIGNALS, named(raw)
        assert all("\x00" not in text and "\n" not in text for text in words(header)), named(raw)
    if isinstance(value, Message):
        assert len(value.text) <= MAX_TEXT, named(raw)
        for meeting in value.invitations:
            bounded(meeting, raw)
    elif isinstance(value, Meeting):
        assert len(value.occurrences) <= MAX_OCCURRENCES, named(raw)
        assert len(value.text) <= MAX_TEXT, named(raw)
        assert all(at.end >= at.start >= 0 for at in value.occurrences), named(raw)
    elif not isinstance(value, Header):
        assert isinstance(value, Rejected), named(raw)
        assert value.error.isidentifier(), named(raw)


def words(header: Header) -> list[str]:
    people = [text for person in header.people for text in (person.address, person.name)]
    return [header.subject, header.message_id, header.list_id, *header.references, *people]


def test_answers_of_an_imap_server_are_framed_or_refused() -> None:
    for raw in inputs("imap"):
        first, second = framed(raw, len(raw) or 1), framed(raw, 7)
        assert first == second, named(raw)


def framed(raw: bytes, step: int) -> list[object]:
    """What comes of the bytes, fed in steps: values, and at last perhaps a refusal."""
    framer, found = wire.Framer(), list[object]()
    try:
        for at in range(0, len(raw), step):
            framer.feed(raw[at : at + step])
            while (response := framer.response()) is not None:
                found.append(values(response))
    except wire.Garbled:
        found.append("refused")
    return found


def values(response: list[bytes]) -> object:
    """All that is read out of a response."""
    if not wire.is_row(response):
        readers = (wire.reply, wire.count, wire.vanished, wire.searched, wire.mailbox, wire.namespaces)
        return [plain(read(response)) for read in readers]
    try:
        row = wire.row(response)
    except wire.Garbled:
        return "garbled"
    parts = structure.read(row.structure).parts if row.structure is not None else []
    assert len(parts) <= 1_000
    return row, parts


def plain(value: object) -> object:
    """Comparable: sets of UIDs by what they hold."""
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    return value.text() if isinstance(value, Uids) else value


def test_tables_and_cards_give_rows_or_say_what_is_wrong() -> None:
    for raw in inputs("table"):
        for read in (tables.contacts, tables.deals):
            with suppress(ValueError):  # what the command tells as BadFile
                read(raw)
    for raw in inputs("card"):
        assert len(list(vcard.contacts(raw))) <= 100_000
