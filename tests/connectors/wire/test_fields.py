from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.wire.fields import body_of, message_id, references, seconds, split
from sync.model import MAX_REFERENCES

NOON = int(datetime(2026, 3, 16, 12, 0, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    "value",
    [
        "Mon, 16 Mar 2026 12:00:00 +0000",
        "Mon, 16 Mar 2026 13:00:00 +0100",
        "Mon, 16 Mar 2026 07:00:00 -0500 (EST)",
        "16 Mar 2026 12:00 GMT",
        "Mon, 16 Mar 2026 12:00:00 -0000",
        "Mon, 16 Mar 26 12:00:00 UT",
        "Monday, 16-Mar-26 12:00:00 GMT",
        "Mon,16 Mar 2026 04:00:00 PST",
        "Mon Mar 16 12:00:00 2026",
        "Mon Mar 16 12:00:00 UTC 2026",
        "2026-03-16T12:00:00Z",
        "2026-03-16 13:00:00+01:00",
        "16 March 2026 12:00:00",
        " \t Mon, 16  Mar  2026  12:00:00  +0000",
    ],
)
def test_dates_as_they_occur(value: str) -> None:
    assert seconds(value) == NOON


@pytest.mark.parametrize(
    "value",
    [
        "",
        "yesterday",
        "30 Feb 2026 12:00:00 +0000",
        "1 Jan 0000 00:00:00 +0000",
        "31 Dec 9999 23:59:59 -0000",
        "Mon, 16 Mar 1979 12:00:00 +0000",
        "16 Mar 2026 25:00:00 +0000",
        "16 Mar 2026 12:00:00 +9999",
        "16 Mar 2026 12:00:00 +0199",
        "99 Foo 2026 12:00:00",
        "16 Mar 2026 12:61:00",
        "1" * 100_000,
        "Mon, " * 50_000,
    ],
)
def test_F60_absurd_dates_are_none(value: str) -> None:
    assert seconds(value) is None


def test_message_ids_lose_their_brackets_and_blanks() -> None:
    assert message_id("<a@b>") == "a@b"
    assert message_id(" a@b ") == "a@b"
    assert message_id("<a @\tb> (comment)") == "a@b"
    assert message_id("<a\x00@b>") == "a@b"
    assert message_id("<>") == ""
    assert message_id("") == ""


def test_references_are_oldest_first_and_unique() -> None:
    assert references("<1@x> <2@x>\t<1@x>", "<3@x>") == (("1@x", "2@x", "3@x"), False)
    assert references("", "Your mail of Monday <3@x>") == (("3@x",), False)
    assert references("1@x 2@x", "") == (("1@x", "2@x"), False)
    assert references("", "Your mail of Monday") == ((), False)


def test_of_too_many_references_the_first_and_the_newest_stay() -> None:
    ids, cut = references(" ".join(f"<{n}@x>" for n in range(500)), "<500@x>")
    assert cut
    assert len(ids) == MAX_REFERENCES
    assert (ids[0], ids[1], ids[-1]) == ("0@x", "402@x", "500@x")


def test_fields_are_unfolded_joined_or_first() -> None:
    fields, guessed = split(
        b"To: a@b,\r\n c@d\r\nSubject: one\r\n\ttwo\r\nsubject: three\r\nTO: e@f\r\nX-Other: 1\r\nno colon\r\n"
    )
    assert fields == {"to": "a@b, c@d, e@f", "subject": "one two"}
    assert not guessed


def test_F61_raw_8_bit_headers() -> None:
    assert split("Subject: Grüße\n".encode()) == ({"subject": "Grüße"}, False)
    assert split("Subject: Grüße\n".encode("latin-1")) == ({"subject": "Grüße"}, True)
    assert split("Subject: Привет\n".encode() + b"From: \xe9@x\n") == ({"subject": "Привет", "from": "é@x"}, True)


@pytest.mark.parametrize(
    ("raw", "ends"),
    [
        (b"A: b\n\nbody", (5, 6)),
        (b"A: b\r\n\r\nbody", (6, 8)),
        (b"A: b\n\r\nbody\n\n", (5, 7)),
        (b"\nbody\n\n", (0, 1)),
        (b"\r\nbody", (0, 2)),
        (b"A: b", (4, 4)),
        (b"", (0, 0)),
    ],
)
def test_where_the_header_ends(raw: bytes, ends: tuple[int, int]) -> None:
    assert body_of(raw, 0, len(raw)) == ends


@given(st.text(max_size=100), st.text(alphabet="<>@a b,", max_size=100))
def test_any_text_is_read(value: str, ids: str) -> None:
    instant = seconds(value)
    assert instant is None or 631_152_000 <= instant < 4_102_444_800
    found, _ = references(ids, value)
    assert len(found) == len(set(found))
    assert all(text and text == message_id(f"<{text}>") for text in found)
