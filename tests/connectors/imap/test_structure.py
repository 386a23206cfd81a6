"""BODYSTRUCTURE to leaves, and stepping into the beginning of a part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.imap import structure, wire
from connectors.wire.tree import Part, attachments, words_of

PLAIN = b'("text" "plain" ("charset" "UTF-8") NIL NIL "quoted-printable" 120 4 NIL NIL NIL NIL)'
HTML = b'("TEXT" "HTML" ("CHARSET" "iso-8859-1") NIL NIL "BASE64" 999 9 NIL ("inline" NIL) NIL NIL)'
PDF = b'("application" "pdf" ("name" "=?utf-8?q?M=C3=A4rz.pdf?=") NIL NIL "base64" 5000 NIL ("attachment" ("filename*" "utf-8\'\'M%C3%A4rz.pdf")) NIL)'
MAIL = b'("message" "rfc822" NIL NIL NIL "7bit" 800 (NIL "s" NIL NIL NIL NIL NIL NIL NIL NIL) ("text" "plain" NIL NIL NIL "7bit" 3 1) 9 NIL ("attachment" ("filename" "x.eml")))'
BOTH = b"(" + PLAIN + HTML + b' "alternative" ("boundary" "inner") NIL NIL NIL)'


def read(text: bytes) -> structure.Structure:
    framer = wire.Framer()
    framer.feed(b"* 1 FETCH (UID 1 BODYSTRUCTURE " + text + b")\r\n")
    response = framer.response()
    assert response
    return structure.read(wire.row(response).structure)


def test_single_part() -> None:
    assert read(PLAIN).parts == [Part("text", "plain", "UTF-8", "quoted-printable", size=120, path="1")]


def test_parts_are_numbered_as_fetch_numbers_them() -> None:
    found = read(b"(" + BOTH + PDF + MAIL + b' "mixed" ("boundary" "outer") NIL NIL)')
    assert [(part.path, part.type, part.subtype, part.inside) for part in found.parts] == [
        ("1.1", "text", "plain", "alternative"),
        ("1.2", "text", "html", "alternative"),
        ("2", "application", "pdf", "mixed"),
        ("3", "message", "rfc822", "mixed"),
    ]
    assert found.boundaries == {"1": "inner"}
    assert attachments(found.parts) == ("März.pdf", "x.eml")
    plain, html = words_of(found.parts)
    assert plain
    assert html
    assert (plain.path, html.path, html.disposition) == ("1.1", "1.2", "inline")


def test_calendar_tells_its_method() -> None:
    (part,) = read(b'("text" "calendar" ("method" "REQUEST" "charset" "utf-8") NIL NIL "8bit" 10 1 NIL NIL NIL)').parts
    assert part.method == "request"


@pytest.mark.parametrize(
    "text",
    [
        b"NIL",
        b"()",
        b'("text")',
        b'(NIL NIL "mixed")',
        b'("text" "plain" ("odd") NIL NIL NIL NIL)',
        b'"x"',
        b'(() "mixed")',
        b'((("a")))',
    ],
)
def test_odd_structures_do_not_raise(text: bytes) -> None:
    assert len(read(text).parts) <= 1


values: st.SearchStrategy[wire.Value] = st.recursive(
    st.one_of(st.none(), st.binary(max_size=8)), lambda inner: st.lists(inner, max_size=9), max_leaves=40
)


@given(values)
def test_any_value_is_read(value: wire.Value) -> None:
    found = structure.read(value)
    attachments(found.parts)
    words_of(found.parts)


def test_F53_deep_nesting_ends() -> None:
    deep: wire.Value = [b"text", b"plain", None, None, None, b"7bit", b"1", b"1"]
    for _ in range(5_000):
        deep = [deep, b"mixed"]
    assert len(structure.read(deep).parts) <= 1


BODY = b"--inner\r\nContent-Type: text/plain\r\nX: y\r\n\r\nHello.\r\n--inner\r\nContent-Type: text/html\r\n\r\n<p>Hello.</p>\r\n--inner--\r\n"


def stepped(body: bytes) -> tuple[str, bytes, bool]:
    return structure.step_in(body, read(b"(" + BOTH + PDF + b' "mixed" ("boundary" "outer") NIL NIL)'))


def test_stepping_into_a_part_finds_its_first_leaf() -> None:
    assert stepped(BODY) == ("1.1", b"Hello.", True)
    assert stepped(b"This is a preamble.\r\n" + BODY) == ("1.1", b"Hello.", True)
    assert stepped(BODY.replace(b"Content-Type: text/plain\r\nX: y\r\n", b"")) == ("1.1", b"Hello.", True)


def test_stepping_into_a_beginning() -> None:
    for cut in range(len(BODY)):
        path, body, whole = stepped(BODY[:cut])
        assert b"Hello.".startswith(body.partition(b"\r")[0])
        assert not whole or body == b"Hello."
        assert path in {"", "1.1"}


def test_nothing_to_step_into() -> None:
    assert structure.step_in(b"Hello.", read(PLAIN)) == ("1", b"Hello.", False)
    assert stepped(b"no boundary here") == ("", b"", False)
