"""LIST to streams, and the cursor's content."""

from __future__ import annotations

import pytest

from connectors.imap.box import Box
from connectors.imap.folders import Row, streams
from connectors.imap.mark import Mark
from sync.model import Cursor, Stream


def mailbox(name: bytes, *words: str, delimiter: bytes = b"/") -> Row:
    return frozenset(words), delimiter, name


def roles(*rows: Row) -> dict[str, str]:
    return {stream.name: stream.role for stream in streams(rows)}


@pytest.mark.parametrize(
    ("name", "role"),
    [
        (b"Sent Items", "sent"), (b"Gesendete Objekte", "sent"), (b"&AMk-l&AOk-ments envoy&AOk-s", "sent"), (b"Entw&APw-rfe", "drafts"),
        (b"Brouillons", "drafts"), (b"Spam", "junk"), (b"Junk-E-Mail", "junk"), (b"Papierkorb", "trash"), (b"Corbeille", "trash"),
        (b"&BBoEPgRABDcEOAQ9BDA-", "trash"), (b"&Xn9USpCuTvY-", "other"), (b"Archiv", "archive"), (b"Angebote", "other"), (b"SENT", "sent"),
        (b"Kunden/Archiv", "other"), (b"Kunden/Sent", "other"),
    ],
)  # fmt: skip
def test_localised_names(name: bytes, role: str) -> None:
    (stream,) = streams([mailbox(name)])
    assert stream.role == role


def test_special_use_comes_before_names() -> None:
    assert roles(mailbox(b"Out", "\\sent"), mailbox(b"Sent"), mailbox(b"Trash")) == {
        "Out": "sent",
        "Sent": "other",
        "Trash": "trash",
    }


def test_names_below_the_inbox() -> None:
    found = streams(
        [
            mailbox(b"INBOX", delimiter=b"."),
            mailbox(b"INBOX.Sent", delimiter=b"."),
            mailbox(b"INBOX.a.b", delimiter=b"."),
        ]
    )
    assert found == [
        Stream("INBOX", "Inbox", "inbox"),
        Stream("INBOX.a.b", "a / b"),
        Stream("INBOX.Sent", "Sent", "sent"),
    ]


def test_inbox_in_any_case_is_one() -> None:
    assert [stream.id for stream in streams([mailbox(b"inbox"), mailbox(b"INBOX")])] == ["INBOX"]


def test_what_cannot_be_opened_is_left_out() -> None:
    rows = [
        mailbox(b"a", "\\noselect"),
        mailbox(b"b", "\\nonexistent"),
        mailbox(b""),
        mailbox(b"c\r\nd"),
        mailbox(b"e"),
    ]
    assert list(roles(*rows)) == ["e"]


@pytest.mark.parametrize("name", [b"\xff\xfe", b"&broken", b"&AGE", b"a&b", "Größe".encode(), b"&AAAA-", b"&2D3eAA-"])
def test_odd_encodings_have_a_name_and_keep_their_id(name: bytes) -> None:
    (stream,) = streams([mailbox(name)])
    assert stream.name
    assert stream.id.encode("latin-1") == name


def test_gmail_is_read_through_all_mail() -> None:
    rows = [
        mailbox(b"INBOX"), mailbox(b"[Gmail]", "\\noselect"), mailbox(b"[Gmail]/Alle Nachrichten", "\\all"), mailbox(b"[Gmail]/Gesendet", "\\sent"),
        mailbox(b"[Gmail]/Spam", "\\junk"), mailbox(b"[Gmail]/Papierkorb", "\\trash"), mailbox(b"Kunden"),
    ]  # fmt: skip
    assert [stream.role for stream in streams(rows, gmail=True)] == ["all", "trash", "junk"]
    assert len(streams(rows)) == 6
    hidden = [row for row in rows if "\\all" not in row[0]]
    assert len(streams(hidden, gmail=True)) == 5


def test_mark_survives_its_cursor() -> None:
    mark = Mark(7, 100, 50, 3, 40, 1_700_000_000)
    assert Mark.read(mark.cursor()) == mark
    assert Mark.start(Box(7, 100, 0), 100, 0).low == 0
    assert Mark.start(Box(7, 100, 5), 100, 0).low == 100


@pytest.mark.parametrize(
    "value",
    [
        "",
        "[]",
        "7",
        '{"v":1}',
        '{"v":1,"top":-1,"low":0,"m":0,"n":0,"s":0}',
        '{"v":true,"top":1,"low":0,"m":0,"n":0,"s":0}',
        "[" * 100_000,
    ],
)
def test_mark_of_nonsense_is_none(value: str) -> None:
    assert Mark.read(Cursor("imap-1", value)) is None
