from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.wire import vcard
from connectors.wire.tables import BadRow, ContactRow


def card(*lines: str, end: str = "\r\n") -> bytes:
    return end.join(["BEGIN:VCARD", *lines, "END:VCARD", ""]).encode()


def one(raw: bytes) -> ContactRow:
    (found,) = vcard.contacts(raw)
    assert isinstance(found, ContactRow), found
    return found


def bad(raw: bytes) -> list[BadRow]:
    return [row for row in vcard.contacts(raw) if isinstance(row, BadRow)]


def test_version_4() -> None:
    found = one(
        card(
            "VERSION:4.0",
            "UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
            "FN:Jane Doe\\, MSc",
            "N:Doe;Jane;;;MSc",
            "ORG:Acme\\; Sons;Sales",
            "TITLE:Head of\\nSales",
            "EMAIL;PREF=2:second@example.com",
            "EMAIL;PREF=1:Jane@Example.com",
            "EMAIL:third@example.com",
            "TEL;VALUE=uri;TYPE=work:tel:+49-30-1",
            "PHOTO:data:image/png;base64,AAAA",
        )
    )
    assert found == ContactRow(
        line=1,
        id="4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
        name="Jane Doe, MSc",
        email="jane@example.com",
        other_emails=("second@example.com", "third@example.com"),
        company="Acme; Sons",
        title="Head of Sales",
        phone="+49-30-1",
    )


def test_version_3_with_groups() -> None:
    found = one(
        card(
            "VERSION:3.0",
            "N:Doe;John;Q.;;",
            "item1.EMAIL;TYPE=INTERNET:home@example.com",
            "item2.EMAIL;TYPE=INTERNET,pref:work@example.com",
            "item2.X-ABLabel:Work",
        )
    )
    assert (found.name, found.email, found.other_emails) == ("John Doe", "work@example.com", ("home@example.com",))
    assert found.id == "work@example.com"


def test_version_2_1_quoted_printable() -> None:
    raw = (
        b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen=20=\r\n=4D=C3=BCller\r\n"
        b"N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=FCrgen\r\n"
        b"EMAIL;INTERNET:a@example.com\r\nEMAIL;PREF;INTERNET:b@example.com\r\nEND:VCARD\r\n"
    )
    found = one(raw)
    assert (found.name, found.email, found.other_emails) == ("Jürgen Müller", "b@example.com", ("a@example.com",))


@pytest.mark.parametrize(
    ("value", "charset", "encoding"),
    [
        ("Zoë", "", "utf-8"),
        ("Zoë", "", "cp1252"),
        ("Zoë", ";CHARSET=ISO-8859-1", "latin-1"),
        ("Зоя", ";CHARSET=koi8-r", "koi8-r"),
    ],
)
def test_charsets(value: str, charset: str, encoding: str) -> None:
    raw = card(f"FN{charset}:NAME").replace(b"NAME", value.encode(encoding))
    assert one(raw).name == value


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(encoding: str) -> None:
    assert one(card("FN:Zoë").decode().encode(encoding)).name == "Zoë"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\r\r\n"])
def test_folded_lines_and_their_numbers(end: str) -> None:
    raw = card("FN:Jane", "  Doe", "EMAIL:jane@exam", " ple.com", end=end) + card("FN:John", end=end)
    first, second = vcard.contacts(raw)
    assert isinstance(first, ContactRow)
    assert (first.name, first.email) == ("Jane Doe", "jane@example.com")
    assert second.line == 7


def test_what_names_nobody_is_told() -> None:
    raw = card("TEL:1") + card("FN:Ann") + card("EMAIL:nonsense") + card("KIND:group", "FN:Friends")
    assert [(row.line, row.reason.split(":")[0]) for row in bad(raw)] == [
        (1, "This card has neither a name nor an e-mail address"),
        (7, "This card has neither a name nor an e-mail address"),
        (10, "This card is a group, not a person"),
    ]


def test_the_same_card_twice_names_both_lines() -> None:
    (row,) = bad(card("FN:Ann") + card("FN:Bob") + card("FN:Ann"))
    assert row.line == 7
    assert "line 7" in row.reason
    assert "line 1:" in row.reason


def test_company_cards_and_nicknames() -> None:
    assert one(card("ORG:Acme", "EMAIL:info@example.com")).name == "Acme"
    assert one(card("NICKNAME:Bobby")).name == "Bobby"


def test_a_card_inside_another_is_left_out() -> None:
    raw = card(
        "FN:Boss", "AGENT:", "BEGIN:VCARD", "FN:Agent", "EMAIL:agent@example.com", "END:VCARD", "EMAIL:boss@example.com"
    )
    assert (one(raw).name, one(raw).email) == ("Boss", "boss@example.com")


def test_a_lost_end_costs_nothing() -> None:
    raw = card("FN:Ann").replace(b"END:VCARD\r\n", b"") + card("FN:Bob")
    assert [row.name for row in vcard.contacts(raw) if isinstance(row, ContactRow)] == ["Ann", "Bob"]


def test_a_file_that_breaks_off() -> None:
    raw = card("FN:Ann") + card("FN:Bob", "EMAIL:bob@exam").replace(b"END:VCARD\r\n", b"")
    assert [row.line for row in bad(raw)] == [4]


@pytest.mark.parametrize("raw", [b"", b"<html></html>", b"name,email\nA,a@example.com\n", b"\x00\xff" * 100])
def test_no_cards(raw: bytes) -> None:
    (row,) = vcard.contacts(raw)
    assert isinstance(row, BadRow)
    assert "no contact card" in row.reason


def test_pictures_and_endless_lines_are_not_kept() -> None:
    picture = "PHOTO;ENCODING=b:" + "\r\n ".join(["A" * 75] * 20_000)
    endless = "NOTE;ENCODING=QUOTED-PRINTABLE:" + "=\r\n".join(["x" * 75] * 20_000)
    found = one(card("FN:Ann", picture, endless, "FN:" + "y" * 200_000, "EMAIL:ann@example.com"))
    assert (found.name, found.email) == ("Ann", "ann@example.com")
    assert len(one(card("FN:" + "y" * 200_000)).name) == 1_000


@pytest.mark.parametrize("filler", ["\r", "\n", "\n ", ";", "EMAIL;=", "END:Q\n", '";:'])
def test_millions_of_the_same_cost_no_card(filler: str) -> None:
    assert one(card("FN:Ann", filler * (2_000_000 // len(filler)))).name == "Ann"


def test_too_large() -> None:
    assert [row.line for row in bad(b"x" * (vcard.MAX_BYTES + 1))] == [1]


LINES = st.sampled_from(
    [
        "BEGIN:VCARD",
        "END:VCARD",
        "FN:A",
        "EMAIL:a@b.example",
        "EMAIL;PREF=x:",
        "AGENT:",
        "FN;ENCODING=QUOTED-PRINTABLE:a=",
        "=",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES | st.text(max_size=30), max_size=20))
def test_nothing_raises(lines: list[str]) -> None:
    found = list(vcard.contacts("\r\n".join(lines).encode("utf-8", "surrogatepass")))
    assert found
    rows = [row for row in found if isinstance(row, ContactRow)]
    assert len({row.id for row in rows}) == len(rows)
    assert all(row.name or row.email for row in rows)
