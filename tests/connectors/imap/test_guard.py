"""Nothing but reading commands leaves, and no argument smuggles in a second one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.imap.guard import Guard, quoted
from connectors.imap.listing import HEADER_ITEMS
from sync.errors import Bug


@pytest.mark.parametrize(
    "command",
    [
        b"CAPABILITY", b"NOOP", b"LOGOUT", b"STARTTLS", b"NAMESPACE", b"ENABLE QRESYNC", b'LOGIN rep "pass word"',
        b'EXAMINE "INBOX" (QRESYNC (1 2))', b'LIST "" "*" RETURN (SPECIAL-USE)', b"UID SEARCH RETURN (ALL) UID 1:7 SINCE 1-Jan-2026",
        b"UID FETCH 1:7,9 (UID BODYSTRUCTURE BODY.PEEK[1]<0.2048>)", b"UID FETCH 1:7 " + HEADER_ITEMS,
        b"UID FETCH 1:7 (UID FLAGS RFC822.SIZE) (CHANGEDSINCE 9)",
    ],
)  # fmt: skip
def test_reading_commands_pass(command: bytes) -> None:
    Guard().check(b"r1 " + command + b"\r\n")


@pytest.mark.parametrize(
    "command",
    [
        b"SELECT INBOX", b"STORE 1 +FLAGS (\\Seen)", b"UID STORE 1 +FLAGS (\\Deleted)", b"UID COPY 1 x", b"UID MOVE 1 x", b"EXPUNGE",
        b"UID EXPUNGE 1", b"CLOSE", b"UNSELECT", b"APPEND INBOX {3}", b"CREATE x", b"DELETE x", b"RENAME x y", b"SUBSCRIBE x",
        b"UNSUBSCRIBE x", b"SETACL x y z", b"SETMETADATA x", b"REPLACE 1 x", b"UID FETCH 1 (BODY[])", b"UID FETCH 1 (UID body[1])",
        b"UID FETCH 1 RFC822", b"UID FETCH 1 (RFC822.TEXT)", b"UID FETCH 1 (BINARY[1])", b"FETCH 1 BODY.PEEK[]", b"COMPRESS DEFLATE",
        b"examine x", b"", b"EXAMINE", b"NOOP x",
    ],
)  # fmt: skip
def test_I6_everything_else_is_a_bug(command: bytes) -> None:
    with pytest.raises(Bug):
        Guard().check(b"r1 " + command + b"\r\n")


@pytest.mark.parametrize(
    "data",
    [
        b"r1 NOOP",
        b"r1 NOOP\n",
        b"r1 NOOP\r\nr2 DELETE x\r\n",
        b'r1 EXAMINE "a\r\nb"\r\n',
        b'r1 EXAMINE "\0"\r\n',
        b"NOOP\r\n",
        b"DONE\r\n",
    ],
)
def test_F58_one_whole_line_or_nothing(data: bytes) -> None:
    with pytest.raises(Bug):
        Guard().check(data)


def test_continuation_only_where_one_was_begun() -> None:
    guard = Guard()
    guard.check(b"r1 AUTHENTICATE PLAIN\r\n")
    guard.check(b"AGEAYg==")
    guard.check(b"\r\n")
    with pytest.raises(Bug):
        guard.check(b"DELETE INBOX\r\n")
    guard.check(b"r2 NOOP\r\n")
    with pytest.raises(Bug):
        guard.check(b"AGEAYg==")
    guard.check(b"r3 IDLE\r\n")
    guard.check(b"DONE\r\n")


def test_a_refused_line_is_not_repeated_in_the_error() -> None:
    with pytest.raises(Bug) as caught:
        Guard().check(b'r1 LOGON rep "canary-password"\r\n')
    assert "canary" not in str(caught.value)


@given(st.binary(max_size=30))
def test_quoting_keeps_one_argument_one(name: bytes) -> None:
    if any(byte < 32 or byte == 127 for byte in name):
        with pytest.raises(Bug):
            quoted(name)
        return
    inside = quoted(name)[1:-1]
    assert inside.replace(b"\\\\", b"").replace(b'\\"', b"").count(b'"') == 0
    Guard().check(b"r1 EXAMINE " + quoted(name) + b"\r\n")
