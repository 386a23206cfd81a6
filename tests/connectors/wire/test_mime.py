from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.wire.mime import MAX_HEADER, MAX_MESSAGE, header, message
from connectors.wire.tree import MAX_PARTS
from sync.model import MAX_PEOPLE, Level, Message, Person, Rejected

REPLY = b"""\
Return-Path: <ann@client.example>\r
From: "Lee, Ann" <Ann@Client.example>\r
To: Bob <bob@rep.example>,\r
\tcarol@client.example\r
Cc: =?utf-8?q?J=C3=BCrgen?= <j@client.example>\r
Subject: Re: =?utf-8?q?Angebot_f=C3=BCr_2026?=\r
Date: Mon, 16 Mar 2026 13:00:00 +0100\r
Message-ID: <3@client.example>\r
In-Reply-To: <2@rep.example>\r
References: <1@client.example> <2@rep.example>\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary="outer"\r
\r
preamble\r
--outer\r
Content-Type: multipart/alternative; boundary="outer-inner"\r
\r
--outer-inner\r
Content-Type: text/plain; charset="utf-8"\r
Content-Transfer-Encoding: quoted-printable\r
\r
Danke, wir nehmen 40 Pl=C3=A4tze.\r
\r
Am 16.03.2026 um 09:00 schrieb Bob:\r
> Hallo\r
--outer-inner\r
Content-Type: text/html; charset="utf-8"\r
\r
<p>Danke, in HTML.</p>\r
--outer-inner--\r
--outer\r
Content-Type: application/pdf; name="Bestellung.pdf"\r
Content-Disposition: attachment; filename*=utf-8''Bestellung%20M%C3%A4rz.pdf\r
Content-Transfer-Encoding: base64\r
\r
JVBERi0=\r
--outer--\r
"""


def read(raw: bytes, level: Level = "text") -> Message:
    found = message("1", raw, level)
    assert isinstance(found, Message)
    return found


def mail(headers: str, body: bytes = b"Hello") -> bytes:
    return headers.encode() + b"\nFrom: ann@client.example\n\n" + body


def test_a_header() -> None:
    found = header(REPLY, received=7)
    assert found.kind == "message"
    assert found.message_id == "3@client.example"
    assert found.references == ("1@client.example", "2@rep.example")
    assert found.people == (
        Person("from", "ann@client.example", "Lee, Ann"),
        Person("to", "bob@rep.example", "Bob"),
        Person("to", "carol@client.example"),
        Person("cc", "j@client.example", "Jürgen"),
    )
    assert found.people_total == 4
    assert found.subject == "Re: Angebot für 2026"
    assert found.date == int(datetime(2026, 3, 16, 12, 0, tzinfo=UTC).timestamp())
    assert found.received == 7
    assert found.signals == frozenset()
    assert found.list_id == ""


def test_a_message_at_each_level() -> None:
    assert read(REPLY).text == read(REPLY, "preview").text == "Danke, wir nehmen 40 Plätze."
    assert read(REPLY, "headers").text == ""
    for level in ("headers", "preview", "text"):
        found = message("1", REPLY, level)
        assert isinstance(found, Message)
        assert found.attachments == ("Bestellung März.pdf",)
        assert found.header == header(REPLY)


@pytest.mark.parametrize("ending", [b"\n", b"\r"])
def test_line_endings_of_all_systems(ending: bytes) -> None:
    other = read(REPLY.replace(b"\r\n", ending))
    assert other == read(REPLY)


def test_roles_flags_and_list() -> None:
    raw = b"Reply-To: r@x.example\nBcc: b@x.example\nSender: s@x.example\nFrom: f@x.example\nList-Id: News <News.X.example>\n\n"
    found = header(raw, flags=("\\Seen", "\\Draft", "$Junk", "\\Deleted"))
    assert [person.role for person in found.people] == ["from", "sender", "reply_to", "bcc"]
    assert found.list_id == "news.x.example"
    assert found.signals == {"draft", "spam", "trash", "list"}


def test_html_alone_becomes_text() -> None:
    raw = mail("Content-Type: text/html; charset=iso-8859-1", b"<style>p{}</style><p>Gr\xfc\xdfe<br>aus K&ouml;ln</p>")
    assert read(raw).text == "Grüße\naus Köln"


def test_empty_plain_text_gives_way_to_html() -> None:
    body = b"--b\nContent-Type: text/plain\n\n \n--b\nContent-Type: text/html\n\n<p>Words</p>\n--b--\n"
    assert read(mail("Content-Type: multipart/alternative; boundary=b", body)).text == "Words"


def test_an_attached_mail_is_an_attachment_and_no_text() -> None:
    inner = b"From: x@y.example\nSubject: old\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nold words\n--c--\n"
    body = b"--b\nContent-Type: text/plain\n\nsee below\n--b\nContent-Type: message/rfc822\n\n" + inner + b"\n--b--\n"
    found = read(mail("Content-Type: multipart/mixed; boundary=b", body))
    assert (found.text, found.attachments) == ("see below", ("message.eml",))


def test_pictures_of_the_text_are_no_attachments() -> None:
    body = (
        b'--b\nContent-Type: text/html\n\n<p>Hi</p>\n--b\nContent-Type: image/png; name="logo.png"\nContent-Disposition: inline\n'
        b'Content-ID: <1>\n\nxx\n--b\nContent-Type: image/png\nContent-Disposition: attachment; filename="plan.png"\n\nxx\n--b--\n'
    )
    assert read(mail("Content-Type: multipart/related; boundary=b", body)).attachments == ("plan.png",)


def test_a_multipart_without_its_boundary_is_shown_as_it_is() -> None:
    assert read(mail("Content-Type: multipart/mixed; boundary=b", b"just words")).text == "just words"
    assert read(mail("Content-Type: multipart/mixed", b"just words")).text == "just words"


def test_an_invitation_is_found_at_every_level_and_once() -> None:
    ics = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:u1@client.example\r\n"
        b"DTSTAMP:20260301T090000Z\r\nDTSTART:20260320T090000Z\r\nDTEND:20260320T100000Z\r\nSUMMARY:Review\r\n"
        b"ORGANIZER:mailto:ann@client.example\r\nATTENDEE:mailto:bob@rep.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    coded = base64.encodebytes(ics)
    body = (
        b"--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nYou are invited\n"
        b"--b\nContent-Type: text/calendar; method=REQUEST; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
        + coded
        + b"\n--b--\n"
        b'--a\nContent-Type: application/octet-stream; name="invite.ics"\nContent-Disposition: attachment\n'
        b"Content-Transfer-Encoding: base64\n\n" + coded + b"\n--a--\n"
    )
    for level in ("headers", "text"):
        found = message("1", mail("Content-Type: multipart/mixed; boundary=a", body), level)
        assert isinstance(found, Message)
        assert "calendar" in found.header.signals
        assert [(meeting.ical_uid, meeting.method) for meeting in found.invitations] == [
            ("u1@client.example", "REQUEST")
        ]
        assert found.attachments == ("invite.ics",)


def test_what_is_no_mail_is_rejected() -> None:
    assert message("1", b"", "text") == Rejected("1", "NotMail")
    assert message("1", b"\x00\xff" * 100, "text") == Rejected("1", "NotMail")


def test_F51_of_a_mail_beyond_50_megabytes_only_the_header_is_read() -> None:
    found = read(REPLY + b"x" * MAX_MESSAGE)
    assert found.header.signals == {"truncated"}
    assert (found.text, found.attachments) == ("", ())
    assert found.header.subject == "Re: Angebot für 2026"


def test_F51_a_header_without_an_end_is_cut() -> None:
    found = header(b"Subject: x\n" + b"X-Filler: y\n" * 60_000 + b"From: late@x.example\n\n")
    assert found.subject == "x"
    assert found.people == ()
    assert "truncated" in found.signals
    assert len(b"X-Filler: y\n" * 60_000) > MAX_HEADER


def test_F52_ten_thousand_recipients() -> None:
    found = header(b"To: " + b",\n ".join(b"p%d@client.example" % n for n in range(10_000)) + b"\n\n")
    assert len(found.people) == MAX_PEOPLE
    assert found.people_total == 10_000
    assert found.signals == {"truncated"}


def test_F52_the_sender_is_kept_whatever_the_recipients() -> None:
    to = b"To: " + b", ".join(b"p%d@x.example" % n for n in range(3_000))
    assert header(to + b"\nFrom: ann@client.example\n\n").people[0] == Person("from", "ann@client.example")


def test_F53_a_thousand_nested_multiparts() -> None:
    opening = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1_000))
    found = read(b"From: a@b.example\n" + opening + b"\ndeep words\n")
    assert "truncated" in found.header.signals
    assert found.text == ""


def test_F54_half_a_million_tiny_parts() -> None:
    body = b"--b\n\nx\n" * 500_000 + b'--b\nContent-Disposition: attachment; filename="late.pdf"\n\nx\n--b--\n'
    found = read(mail("Content-Type: multipart/mixed; boundary=b", body))
    assert found.text == "x"
    assert found.attachments == ()
    assert "truncated" in found.header.signals
    assert body.count(b"--b\n") > MAX_PARTS


def test_F55_a_subject_of_encoded_words() -> None:
    assert len(header(b"Subject: " + b"=?utf-8?q?a?= " * 50_000 + b"\n\n").subject) < 16_384


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><p>&b;&b;</p>',
        b"<div>" * 60_000 + b"x",
        b"<p " + b" ".join(b"a%d=1" % n for n in range(30_000)) + b">x",
        b"<table><tr>" + b"<td>x" * 40_000,
        b"&amp;" * 60_000,
        b"<!--" * 60_000,
        b"<blockquote>" * 20_000,
        b"<img src='file:///etc/passwd'><iframe src='http://192.0.2.1/'></iframe><p>x</p>",
    ],
)
def test_F56_hostile_html_is_bounded(body: bytes) -> None:
    assert len(read(mail("Content-Type: text/html", body)).text) <= 65_536


def test_F56_a_base64_part_of_40_megabytes_is_cut_before_it_is_decoded() -> None:
    body = base64.b64encode(b"A line of words.\n" * 1_800_000)
    assert 1_000 < len(read(mail("Content-Transfer-Encoding: base64", body)).text) <= 65_536


def test_F58_control_characters_do_not_pass() -> None:
    found = header(b"Subject: a\x00b\x1b[31m\nMessage-ID: <a\x00\x07b@c>\nFrom: A\x08 <a@b.example>\n\n")
    assert found.subject == "ab[31m"
    assert found.message_id == "ab@c"
    assert found.people == (Person("from", "a@b.example", "A"),)


def test_F59_an_odd_address_is_flagged() -> None:
    assert "odd_address" in header("From: Ann <ann@ex\u0430mple.org>\n\n".encode()).signals


def test_F60_an_absurd_date_is_none_and_the_providers_time_stays() -> None:
    found = header(b"Date: Mon, 30 Feb 2026 12:00:00 +0000\n\n", received=5)
    assert (found.date, found.received) == (None, 5)


def test_F61_an_unknown_charset_is_flagged() -> None:
    found = read(mail("Content-Type: text/plain; charset=x-klingon", b"caf\xe9 au lait"))
    assert found.text == "café au lait"
    assert found.header.signals == {"odd_charset"}


def test_F62_no_message_id() -> None:
    assert header(b"Subject: x\n\n").message_id == ""


@pytest.mark.parametrize(
    "piece", [b"\n", b":", b"a: b\n", b" \n", b"--", b"From: \n", b"To: <\n", b"\r", b"References: <\n", b"Date: 1\n"]
)
def test_F57_repeated_pieces_come_back(piece: bytes) -> None:
    raw = piece * (262_144 // len(piece))
    header(raw)
    message("1", b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n" + raw, "text")


@given(st.binary(max_size=400))
def test_any_bytes_are_read(raw: bytes) -> None:
    assert header(raw).kind == "message"
    found = message("1", b"From: a@b.example\n" + raw, "text")
    assert isinstance(found, Message)


@given(st.data())
def test_a_damaged_mail_is_read(data: st.DataObject) -> None:
    raw = bytearray(REPLY)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        length = data.draw(st.integers(0, 40))
        raw[at : at + length] = data.draw(st.binary(max_size=12))
    found = message("1", bytes(raw), "text")
    assert isinstance(found, Message | Rejected)
    if isinstance(found, Message):
        assert found.header.people_total >= len(found.header.people)
        assert all("\n" not in name for name in found.attachments)


def test_F55_the_rest_of_a_header_beyond_the_cap_is_no_text() -> None:
    raw = b"From: ann@acme.example\nSubject: " + b"x" * 768_000 + b"\nTo: rep@us.example\n\nHello there\n"
    found = message("1", raw, "preview")
    assert isinstance(found, Message)
    assert found.text == "Hello there"
    assert "truncated" in found.header.signals
