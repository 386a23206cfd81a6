"""Bytes from IMAP servers to values: each oddity is a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.imap import box, wire
from connectors.imap.uids import Uids


def responses(data: bytes, step: int = 0) -> list[list[bytes]]:
    """All whole responses in the bytes, fed at once or in steps."""
    framer = wire.Framer()
    found = []
    for start in range(0, len(data), step or len(data)):
        framer.feed(data[start : start + (step or len(data))])
        while (response := framer.response()) is not None:
            found.append(response)
    return found


def row(data: bytes) -> wire.Row:
    (response,) = responses(data)
    return wire.row(response)


STREAM = (
    b"* OK [UIDVALIDITY 7] valid {5}\r\n"
    b"* 1 FETCH (UID 1 BODY[1]<0> {11}\r\nab\r\n* x {3} FLAGS (\\Seen))\r\n"
    b'* LIST () "/" {6}\r\na\r\nb c\r\n'
    b"+ go on {2}\r\n"
    b"* 2 FETCH (UID 2 BODY[1] ~{2}\r\nxy BODY[2] {0+}\r\n)\r\n"
    b"r1 OK done {9}\r\n"
)
PARTS = [
    [b"* OK [UIDVALIDITY 7] valid {5}"],
    [b"* 1 FETCH (UID 1 BODY[1]<0> {11}", b"ab\r\n* x {3}", b" FLAGS (\\Seen))"],
    [b'* LIST () "/" {6}', b"a\r\nb c", b""],
    [b"+ go on {2}"],
    [b"* 2 FETCH (UID 2 BODY[1] ~{2}", b"xy", b" BODY[2] {0+}", b"", b")"],
    [b"r1 OK done {9}"],
]


@pytest.mark.parametrize("step", [0, 1, 2, 3, 7, 50])
def test_framing_does_not_depend_on_how_bytes_arrive(step: int) -> None:
    assert responses(STREAM, step) == PARTS


def test_line_may_end_with_a_newline_alone() -> None:
    assert responses(b"* OK a\n* OK b\r\n") == [[b"* OK a"], [b"* OK b"]]


@pytest.mark.parametrize("size", [wire.MAX_LITERAL + 1, 10**9, 10**19])
def test_F51_literal_beyond_the_cap_is_refused_unread(size: int) -> None:
    with pytest.raises(wire.Garbled):
        responses(b"* 1 FETCH (BODY[] {%d}\r\n" % size)


def test_line_without_end_is_refused() -> None:
    framer = wire.Framer()
    framer.feed(b"x" * (wire.MAX_LINE + 1))
    with pytest.raises(wire.Garbled):
        framer.response()


def test_many_literals_beyond_the_cap_are_refused() -> None:
    one = b"{1000000}\r\n" + b"x" * 1_000_000
    with pytest.raises(wire.Garbled):
        responses(b"* 1 FETCH (" + one * 6)


def test_row_with_everything() -> None:
    found = row(
        b'* 12 FETCH (FLAGS (\\Seen $Junk) UID 5 INTERNALDATE " 2-Jan-2026 03:04:05 +0130" MODSEQ (77) '
        b'BODY[HEADER.FIELDS (FROM TO)] {3}\r\na:b BODY[1]<0> NIL BODYSTRUCTURE ("TEXT" "PLAIN" NIL) X-GM-LABELS (\\Inbox "a b"))\r\n'
    )
    assert found.uid == 5
    assert found.flags == ("\\Seen", "$Junk")
    assert found.received == 1_767_317_645
    assert found.sections == {"HEADER": b"a:b", "1": b""}
    assert found.structure == [b"TEXT", b"PLAIN", None]


@pytest.mark.parametrize(
    ("data", "sections"),
    [
        (b'* 1 FETCH (UID 1 BODY[1] "quo\\"ted \\\\")\r\n', {"1": b'quo"ted \\'}),
        (b"* 1 FETCH (UID 1 BODY[1] atom)\r\n", {"1": b"atom"}),
        (b"* 1 FETCH (UID 1 BODY[1] {3}\r\n\xff\x00)\r\n".replace(b"{3}", b"{2}"), {"1": b"\xff\x00"}),
        (b"* 1 FETCH (BODY[1.2]<0> {1+}\r\nx UID 1)\r\n", {"1.2": b"x"}),
        (b"* 1 fetch (uid 1 body[header.fields (from)] {1}\r\nx)\r\n", {"HEADER": b"x"}),
        (b"* 1 FETCH (UID 1 BODY[HEADER] NIL)\r\n", {"HEADER": b""}),
        (b"* 1 FETCH (UID 1 BODY (1 2))\r\n", {}),
        (b"* 1 FETCH (UID 1  BODY[1]  {1}\r\nx )\r\n", {"1": b"x"}),
        (b'* 1 FETCH (UID 1 ENVELOPE (NIL "s" ((NIL NIL "a" "b"))) BODY[1] "x")\r\n', {"1": b"x"}),
    ],
)
def test_every_form_of_a_value(data: bytes, sections: dict[str, bytes]) -> None:
    found = row(data)
    assert (found.uid, found.sections) == (1, sections)


@pytest.mark.parametrize("uid", [b"0", b"-1", b"NIL", b"(1)", b"4294967296", b"1x", b"99999999999999999999"])
def test_row_whose_uid_is_none(uid: bytes) -> None:
    assert row(b"* 1 FETCH (UID %s FLAGS ())\r\n" % uid).uid == 0


@pytest.mark.parametrize(
    "data",
    [
        b"* 1 FETCH (UID 1\r\n",
        b"* 1 FETCH (UID 1 FLAGS (\\Seen)\r\n",
        b'* 1 FETCH (UID 1 BODY[1] "open)\r\n',
        b"* 1 FETCH (UID 1 BODYSTRUCTURE ((((\r\n",
        b"* 1 FETCH (UID 1 BODYSTRUCTURE " + b"(" * 1_001 + b")" * 1_001 + b")\r\n",
        b"* 1 FETCH (UID 1 BODYSTRUCTURE (" + b'"a" ' * 100_001 + b"))\r\n",
        b"* 1 FETCH (UID 1 BODY[1] {3} x)\r\n",
        b"* 1 FETCH (UID 1)x\r\n",
        b"* 1 FETCH (UID)\r\n",
    ],
)
def test_row_that_cannot_be_read(data: bytes) -> None:
    with pytest.raises(wire.Garbled):
        row(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for start in (b"", b"* 1 FETCH (UID 1 BODYSTRUCTURE (", b"* LIST ", b"* NAMESPACE ", b"* VANISHED "):
        try:
            for response in responses(start + data + b"\r\n"):
                wire.row(response) if wire.is_row(response) else None
                wire.reply(response), wire.count(response), wire.vanished(response), wire.searched(response)
                wire.mailbox(response), wire.namespaces(response)
        except wire.Garbled:
            continue


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (b"01-Jan-1970 00:00:00 +0000", 0),
        (b" 1-jan-1970 00:00:00 -0100", 3_600),
        (b"29-Feb-2024 12:00:00 +0530", 1_709_188_200),
        (b"30-Feb-2024 12:00:00 +0000", None),
        (b"01-Xxx-2024 12:00:00 +0000", None),
        (b"tomorrow", None),
        (b"", None),
    ],
)
def test_internal_date(text: bytes, seconds: int | None) -> None:
    assert wire.seconds(text) == seconds


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"* SEARCH 3 1 2", [1, 2, 3]),
        (b"* SEARCH", []),
        (b"* search 7 (MODSEQ 9)", [7]),
        (b'* ESEARCH (TAG "r1") UID ALL 1:3,9', [1, 2, 3, 9]),
        (b'* ESEARCH (TAG "r1") UID', []),
        (b'* ESEARCH (TAG "r1") UID MIN 1 ALL 4:2', [2, 3, 4]),
    ],
)
def test_search(text: bytes, found: list[int]) -> None:
    uids = wire.searched([text])
    assert uids is not None
    assert list(uids) == found


@pytest.mark.parametrize("text", [b"* ESEARCH UID ALL x", b"* ESEARCH UID ALL 0", b"* ESEARCH UID ALL 1:4294967296"])
def test_search_that_is_no_set(text: bytes) -> None:
    with pytest.raises(wire.Garbled):
        wire.searched([text])


def test_mailbox_rows() -> None:
    assert wire.mailbox([b'* LIST (\\HasNoChildren \\Sent) "/" "Sent \\"x\\""']) == (
        frozenset({"\\hasnochildren", "\\sent"}), b"/", b'Sent "x"',
    )  # fmt: skip
    assert wire.mailbox([b"* LIST () NIL {3}", b"a b", b""]) == (frozenset(), b"", b"a b")
    assert wire.mailbox([b'* LIST () "/" NIL']) == (frozenset(), b"/", b"NIL")
    assert wire.mailbox([b"* LSUB () NIL x"]) is None


def test_namespaces_of_others() -> None:
    line = b'* NAMESPACE (("" "/")) (("~" "/") ("Other Users/" "/")) (("Shared/" "/"))'
    assert wire.namespaces([line]) == [b"~", b"Other Users/", b"Shared/"]
    assert wire.namespaces([b'* NAMESPACE (("INBOX." ".")) NIL NIL']) == []


def test_box() -> None:
    others = [
        [b"* 17 EXISTS"],
        [b"* OK [UIDVALIDITY 42] ok"],
        [b"* OK [UIDNEXT 30] ok"],
        [b"* OK [HIGHESTMODSEQ 9] ok"],
        [b"* VANISHED (EARLIER) 3:5,8"],
    ]
    rows = [wire.Row(6), wire.Row(0)]
    assert box.read(others, rows, counts=False, told=False) == box.Box(42, 30, 17)
    found = box.read(others, rows, counts=True, told=True)
    assert (found.modseq, list(found.vanished or ()), list(found.flagged or ())) == (9, [3, 4, 5, 8], [6])


numbers = st.sets(st.integers(1, 300))


@given(numbers)
def test_uids_are_a_set(these: set[int]) -> None:
    uids = Uids.of(these)
    assert list(uids) == sorted(these)
    assert list(reversed(uids)) == sorted(these, reverse=True)
    assert len(uids) == len(these)
    assert bool(uids) == bool(these)
    assert all((number in uids) == (number in these) for number in range(302))
    assert not these or list(Uids.parse(uids.text())) == sorted(these)


@given(numbers, numbers, st.integers(0, 301))
def test_uids_together_and_below(these: set[int], others: set[int], top: int) -> None:
    assert list(Uids.union([Uids.of(these), Uids.of(others)])) == sorted(these | others)
    assert list(Uids.of(these).below(top)) == sorted(number for number in these if number < top)


def test_uids_are_small_where_they_are_neighbours() -> None:
    everything = Uids.parse(b"1:4294967295")
    assert len(everything) == 4_294_967_295
    assert everything.text() == b"1:4294967295"


@pytest.mark.parametrize("text", [b"", b"1,", b",1", b"1:*", b"a", b"0", b"1 2", b"1:2:3"])
def test_what_is_no_set(text: bytes) -> None:
    with pytest.raises(ValueError, match="UID"):
        Uids.parse(text)
