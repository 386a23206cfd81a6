from __future__ import annotations

import pytest

from connectors.wire.automatic import flagged, signals
from connectors.wire.mime import header, message
from sync.model import SIGNALS, Message


def of(*lines: str) -> frozenset[str]:
    return header("\n".join(("From: Ann <ann@client.example>", *lines, "", "")).encode()).signals


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Auto-Submitted: auto-replied (vacation)", "auto_reply"),
        ("Auto-Submitted: auto-generated; owner-email=a@b.example", "automated"),
        ("Precedence: bulk", "bulk"),
        ("Precedence: list", "list"),
        ("Precedence: auto_reply", "auto_reply"),
        ("X-Autoreply: yes", "auto_reply"),
        ("X-Autorespond: holiday", "auto_reply"),
        ("Delivered-To: Autoresponder", "auto_reply"),
        ("Subject: Automatic reply: your offer", "auto_reply"),
        ("Subject: Automatische Antwort: Angebot", "auto_reply"),
        ("Subject: Undelivered Mail Returned to Sender", "bounce"),
        ("Return-Path: <>", "bounce"),
        ("X-Failed-Recipients: a@b.example", "bounce"),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=b", "bounce"),
        ("Content-Type: multipart/report; report-type=disposition-notification; boundary=b", "auto_reply"),
        ("Content-Type: multipart/report; report-type=feedback-report; boundary=b", "automated"),
        ("List-Id: <news.x.example>", "list"),
        ("List-Unsubscribe: <mailto:u@x.example>", "bulk"),
        ("Feedback-ID: 1:campaign:esp", "bulk"),
        ("X-Campaign: spring", "bulk"),
        ("Sensitivity: Private", "private"),
        ("Sensitivity: Company-Confidential", "private"),
        ("Content-Class: urn:content-classes:calendarmessage", "calendar"),
        ("Content-Type: text/calendar; method=REQUEST", "calendar"),
        ("Sender: Google Calendar <calendar-notification@google.com>", "calendar"),
        ("X-Spam-Flag: YES", "spam"),
        ("X-Gmail-Labels: Inbox,Chat", "chat"),
        ('X-Gmail-Labels: "Trash",Opened', "trash"),
        ("X-Mozilla-Status: 0009", "trash"),
        ("Chat-Version: 1.0", "chat"),
    ],
)
def test_what_programs_write(line: str, expected: str) -> None:
    assert of(line) == {expected}
    assert expected in SIGNALS


@pytest.mark.parametrize(
    "line",
    [
        "Auto-Submitted: no",
        "Precedence: normal",
        "Precedence: first-class",
        "X-Auto-Response-Suppress: DR, OOF, AutoReply",
        "Feedback-ID: 1.eu-west-1.abc:AmazonSES",
        "X-Autoreply: no",
        "X-Spam-Flag: NO",
        "X-Mozilla-Status: 0001",
        "X-Mozilla-Status: nonsense",
        "Sensitivity: Normal",
        "Return-Path: <ann@client.example>",
        "Content-Type: multipart/mixed; boundary=report",
        "Subject: Re: Undelivered Mail Returned to Sender",
        "Subject: Out of office next week, can we talk on Friday?",
        "Subject: delivery failure of order 123",
        "X-Gmail-Labels: Inbox,Chatham,Spamhaus offer",
    ],
)
def test_what_people_send_is_not_flagged(line: str) -> None:
    assert of(line) == frozenset()


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        ("no-reply@x.example", "automated"),
        ("noreply@x.example", "automated"),
        ("do_not_reply@x.example", "automated"),
        ("billing-noreply@x.example", "automated"),
        ("postmaster@x.example", "automated"),
        ("mailer-daemon@x.example", "bounce"),
        ("noreen.reply@x.example", ""),
        ("nora@x.example", ""),
        ("donald@x.example", ""),
        ("anna.no@x.example", ""),
        ("calendar-notification@x.example", ""),
    ],
)
def test_senders(sender: str, expected: str) -> None:
    assert signals({}, [sender]) == ({expected} - {""})


@pytest.mark.parametrize(
    "sender", ["MAILER-DAEMON <>", "<MAILER-DAEMON>", "Mail Delivery Subsystem <MAILER-DAEMON>", "mailer-daemon (Mail)"]
)
def test_a_daemon_without_a_domain(sender: str) -> None:
    assert "bounce" in header(f"From: {sender}\n\n".encode()).signals


def test_F70_an_answer_of_a_program_with_a_null_path_is_no_bounce() -> None:
    assert of("Return-Path: <>", "Auto-Submitted: auto-replied") == {"auto_reply"}
    assert of("Return-Path: <>", "Content-Class: urn:content-classes:calendarmessage") == {"calendar"}


def test_flags_of_a_server() -> None:
    assert flagged(["\\Seen", "\\Answered", "NonJunk", "Work"]) == frozenset()
    assert flagged(["\\DRAFT", "Junk"]) == {"draft", "spam"}


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("message/delivery-status", "bounce"),
        ("message/disposition-notification", "auto_reply"),
        ("message/feedback-report", "automated"),
    ],
)
def test_the_structure_tells_too(part: str, expected: str) -> None:
    raw = f"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\nContent-Type: {part}\n\nx\n--b--\n"
    found = message("1", raw.encode(), "headers")
    assert isinstance(found, Message)
    assert found.header.signals == {expected}


def test_a_report_inside_a_forwarded_mail_is_not_this_mails() -> None:
    inner = "From: x@y.example\nContent-Type: multipart/report; boundary=c\n\n--c\nContent-Type: message/delivery-status\n\nx\n--c--\n"
    raw = f"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nsee\n--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
    found = message("1", raw.encode(), "headers")
    assert isinstance(found, Message)
    assert found.header.signals == frozenset()


def test_a_report_pasted_under_its_own_subject() -> None:
    text = "> Final-Recipient: RFC822; a@b.example\n> Action: failed\n> Status: 5.1.1\n"
    for subject, expected in (("Fwd: Returned mail: see below", {"bounce"}), ("Fwd: your question", set())):
        found = message("1", f"From: a@b.example\nSubject: {subject}\n\nSee:\n\n{text}".encode(), "headers")
        assert isinstance(found, Message)
        assert found.header.signals == expected
