"""What a real server does that the common suite does not ask: cursors, flags, names, windows, text in parts, waiting."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from connectors.imap.connector import ImapConnector
from sync.errors import Bug, FolderClosed, StartOver
from sync.model import Cursor, Header, Message, Ref, Stream
from tests.connectors.dovecot import Dovecot
from tests.connectors.imap.world import ImapWorld, forbidden, imap_world, ok
from tests.connectors.world import MINUTE, NOON, fill, listing, mail, refs_of, settle, truth

pytestmark = pytest.mark.dovecot

DAY = 86_400


@pytest.fixture
def world(dovecot: Dovecot) -> Iterator[ImapWorld]:
    with imap_world(dovecot) as world:
        yield world


@pytest.fixture
def full(full_dovecot: Dovecot) -> Iterator[ImapWorld]:
    with imap_world(full_dovecot) as world:
        yield world


def opened(world: ImapWorld, **changes: object) -> tuple[ImapConnector, Stream]:
    _ = world.control
    connector = ImapConnector(world.options(**changes))
    world.keep(connector)
    return connector, world.stream(connector)


def text_of(world: ImapWorld, raw: bytes, **changes: object) -> Message:
    connector, stream = opened(world, **changes)
    world.add(raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), NOON)
    (message,) = connector.fetch(stream, refs_of(listing(connector, stream)))
    assert isinstance(message, Message)
    return message


_LETTER = "".join(f"Line {n} of a long mail.\n" for n in range(400)) + "\nBest\nDana Cole\n+44 20 7946 0123\n"


def test_of_fresh_mail_the_new_words_are_read_to_their_end(world: ImapWorld) -> None:
    message = text_of(world, _mixed(_LETTER), fresh=NOON)
    assert "Line 399" in message.text
    assert "+44 20 7946 0123" in message.signature


def test_of_older_mail_the_beginning_does(world: ImapWorld) -> None:
    assert "Line 399" not in text_of(world, _mixed(_LETTER), fresh=NOON + 1).text


def test_an_older_mail_below_a_fresh_one_is_not_asked_for(world: ImapWorld) -> None:
    quoted = "-----Original Message-----\nFrom: Dana\nSent: Monday\nTo: Rob\nSubject: Plan\n\n" + "old words\n" * 4_000
    assert text_of(world, _mixed(f"Short.\n\n{quoted}"), fresh=NOON).text == "Short."
    assert sum(b"BODY.PEEK" in command and b"HEADER" not in command for command in world.proxy.commands) == 1


# streams


def test_special_mailboxes_have_their_roles(world: ImapWorld) -> None:
    connector, _ = opened(world)
    roles = {stream.name: stream.role for stream in connector.streams()}
    assert roles == {
        "Inbox": "inbox", "Sent": "sent", "Drafts": "drafts", "Trash": "trash", "Junk": "junk", "Archive": "archive",
        "Kunden": "other",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["Größe & Maß", "日本語", 'Say "hi"', "back\\slash", "(brackets) {12}", "100% *"])
def test_F49_odd_names_can_be_read(dovecot: Dovecot, name: str) -> None:
    from imapclient import imap_utf7

    wire = imap_utf7.encode(name).decode("ascii").replace("\\", "\\\\").replace('"', '\\"')
    with imap_world(dovecot) as world:
        world.name = dovecot.prefix + wire
        ids = fill(world, 2)
        connector = world.connector()
        stream = next(stream for stream in connector.streams() if stream.name == name)
        assert sorted(listing(connector, stream).named) == sorted(ids)


def test_F49_names_in_names(world: ImapWorld) -> None:
    deeper = world.server.separator.join([world.name, "Große", "2026"]).replace("ß", "&AN8-")
    ok(world.control.create(f'"{deeper}"'))
    connector, _ = opened(world)
    assert "Kunden / Große / 2026" in [stream.name for stream in connector.streams()]


def test_F49_a_folder_that_was_renamed_is_another_stream(world: ImapWorld) -> None:
    connector, stream = opened(world)
    ids = fill(world, 2)
    cursor = listing(connector, stream).cursor
    ok(world.control.rename(f'"{world.name}"', f'"{world.name}-new"'))
    with pytest.raises(FolderClosed):
        listing(connector, stream, cursor)
    renamed = next(each for each in connector.streams() if each.id == world.name + "-new")
    assert sorted(listing(connector, renamed).named) == sorted(ids)


@pytest.mark.parametrize("name", ["a\r\nr9 DELETE INBOX", "a\nb", "nul\0", "del\x7f"])
def test_F58_smuggled_commands_are_refused(full: ImapWorld, name: str) -> None:
    connector, _ = opened(full)
    with pytest.raises(Bug):
        listing(connector, Stream(name, name))
    assert forbidden(full.proxy.commands) == []
    assert not any(b"DELETE" in command for command in full.proxy.commands)


# cursors


def test_F46_uidvalidity_that_changes_between_listing_and_fetching(world: ImapWorld) -> None:
    connector, stream = opened(world)
    fill(world, 3)
    found = listing(connector, stream)
    assert found.cursor
    world.expire(found.cursor)
    other = next(each for each in connector.streams() if each.role == "inbox")
    listing(connector, other)
    with pytest.raises(StartOver):
        list(connector.fetch(stream, refs_of(found)))


def test_expunges_are_tombstones_with_qresync_and_questions_without(world: ImapWorld) -> None:
    connector, stream = opened(world)
    ids = fill(world, 4)
    cursor = listing(connector, stream).cursor
    world.remove(ids[1])
    (page,) = listing(connector, stream, cursor).pages
    if world.server.personality in {"full", "inboxprefix"}:
        assert (list(page.removed), page.snapshot) == ([ids[1]], None)
    else:
        assert (list(page.removed), page.snapshot) == ([], frozenset(ids) - {ids[1]})


def test_flags_that_change_are_told_where_the_server_counts(world: ImapWorld) -> None:
    connector, stream = opened(world)
    ids = fill(world, 3)
    cursor = listing(connector, stream).cursor
    ok(world.control.select(f'"{world.name}"'))
    ok(world.control.uid("STORE", ids[1], "+FLAGS", r"(\Deleted)"))
    found = listing(connector, stream, cursor)
    if world.server.personality in {"full", "inboxprefix"}:
        (ref,) = refs_of(found)
        assert ref.id == ids[1]
        assert "trash" in ref.header.signals
        assert listing(connector, stream, found.cursor).pages == []
    else:
        assert found.pages == []


def test_draft_flag_is_a_signal(world: ImapWorld) -> None:
    connector, stream = opened(world)
    world.add(mail(1), NOON, r"(\Draft)")
    (ref,) = refs_of(listing(connector, stream))
    assert "draft" in ref.header.signals


def test_condstore_alone_tells_of_flags_too(full: ImapWorld) -> None:
    """As Gmail, which counts changes but has no QRESYNC: the proxy takes the word out of the server's mouth."""
    full.proxy.hidden = b"QRESYNC"
    connector, stream = opened(full)
    ids = fill(full, 3)
    cursor = listing(connector, stream).cursor
    ok(full.control.select(f'"{full.name}"'))
    ok(full.control.uid("STORE", ids[0], "+FLAGS", r"(\Seen)"))
    full.remove(ids[2])
    (page,) = listing(connector, stream, cursor).pages
    assert [ref.id for ref in page.changed] == [ids[0]]
    assert (list(page.removed), page.snapshot) == ([], frozenset(ids[:2]))
    assert any(b"CHANGEDSINCE" in command for command in full.proxy.commands)


def test_window_names_the_older_ones_only(world: ImapWorld) -> None:
    old = [world.add(mail(n), NOON - 900 * DAY + n * DAY) for n in range(8)]
    new = [world.add(mail(n), NOON + n * MINUTE) for n in range(8)]
    connector, stream = opened(world, since=NOON - 30 * DAY)
    found = listing(connector, stream)
    assert sorted(ref.id for ref in refs_of(found)) == sorted(new)
    assert sorted(name for page in found.pages for name in page.outside) == sorted(old)
    assert listing(connector, stream, found.cursor).pages == []
    late = world.add(mail(99), NOON - 800 * DAY)
    (page,) = listing(connector, stream, found.cursor).pages
    assert (list(page.changed), list(page.outside)) == ([], [late])


def test_wider_window_lists_the_past_again(world: ImapWorld) -> None:
    old = [world.add(mail(n), NOON - 900 * DAY) for n in range(3)]
    connector, stream = opened(world, since=NOON - 30 * DAY)
    narrow = listing(connector, stream).cursor
    wider, _ = opened(world)
    found = listing(wider, stream, narrow)
    assert sorted(ref.id for ref in refs_of(found)) == sorted(old)
    assert listing(wider, stream, found.cursor).pages == []
    later, _ = opened(world, since=NOON - 10 * DAY)
    assert listing(later, stream, found.cursor).pages == []


def test_uid_gaps_are_normal(world: ImapWorld) -> None:
    ids = fill(world, 12)
    for gone in (ids[0], ids[4], ids[5], ids[11]):
        world.remove(gone)
    connector, stream = opened(world)
    have, cursor = settle(connector, stream, None, set())
    assert have == truth(connector, stream) == set(ids) - {ids[0], ids[4], ids[5], ids[11]}
    assert listing(connector, stream, cursor).pages == []


def test_many_mails_in_pages_of_the_usual_size(dovecot: Dovecot) -> None:
    with imap_world(dovecot, folder="Bulk") as world:
        ok(world.control.select(f'"{world.name}"'))
        for number in range(1, 1_201):
            dovecot.deliver(world.user, mail(number), NOON + number * MINUTE, world.name)
        connector, stream = opened(world, page=500)
        found = listing(connector, stream)
        assert [len(page.changed) for page in found.pages] == [500, 500, 200]
        assert [page.remaining for page in found.pages] == [700, 200, 0]
        assert set(found.named) == truth(connector, stream)
        records = list(connector.fetch(stream, refs_of(found)))
        assert {each.header.subject for each in records if isinstance(each, Message)} == {
            f"Offer {n}" for n in range(1, 1_201)
        }
        fetches = [command for command in world.proxy.commands if b"UID FETCH" in command]
        assert len(fetches) == 6  # three windows of headers, three of text: no command per message


# text


def test_level_headers_reads_no_text(world: ImapWorld) -> None:
    message = text_of(world, _mixed("Do not read me.\n"), level="headers")
    assert (message.text, message.attachments) == ("", ("plan.pdf",))
    assert not any(b"BODY.PEEK[1]" in command for command in world.proxy.commands)


def test_level_text_reads_on(world: ImapWorld) -> None:
    long = "".join(f"Line {n} of a long mail.\n" for n in range(400))
    assert "Line 399" in text_of(world, _mixed(long), level="text").text


def test_level_preview_is_content_with_the_beginning(world: ImapWorld) -> None:
    long = "".join(f"Line {n} of a long mail.\n" for n in range(4_000))
    message = text_of(world, _mixed(long))
    assert message.text.startswith("Line 0 of a long mail.")
    assert sum(b"BODY.PEEK" in command and b"HEADER" not in command for command in world.proxy.commands) == 1


def test_answer_below_a_long_quotation_is_found(world: ImapWorld) -> None:
    quoted = "On Monday, Ada <ada@customer.example> wrote:\n" + "".join(
        f"> line {n} of what she said\n" for n in range(120)
    )
    assert text_of(world, _plain(quoted + "\nYes, we agree to all of it.\n")).text == "Yes, we agree to all of it."


def test_invitation_inside_a_mail_is_read(world: ImapWorld) -> None:
    calendar = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tests//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:kickoff@customer.example\r\n"
        "DTSTAMP:20260901T100000Z\r\nDTSTART:20260910T100000Z\r\nDTEND:20260910T110000Z\r\nSUMMARY:Kickoff\r\n"
        "ORGANIZER:mailto:ada@customer.example\r\nATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:rob@seller.example\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "ada@customer.example", "rob@seller.example", "Kickoff"
    message.set_content("Shall we?\n")
    message.add_alternative(calendar, subtype="calendar", params={"method": "REQUEST"})
    found = text_of(world, message.as_bytes())
    assert [(meeting.ical_uid, meeting.method) for meeting in found.invitations] == [
        ("kickoff@customer.example", "REQUEST")
    ]
    assert found.text.strip() == "Shall we?"


def test_delivery_report_is_known_by_its_structure(world: ImapWorld) -> None:
    raw = (
        b"From: post@customer.example\r\nTo: rob@seller.example\r\nSubject: Your mail\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\nContent-Type: multipart/report; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nIt failed.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; x\r\n\r\nAction: failed\r\nFinal-Recipient: rfc822; a@b.example\r\nStatus: 5.1.1\r\n\r\n--b--\r\n--outer--\r\n"
    )
    assert "bounce" in text_of(world, raw).header.signals


def test_F51_large_attachment_stays_on_the_server(world: ImapWorld) -> None:
    message = text_of(world, _mixed("Here it is.\n", size=3_000_000))
    assert (message.text, message.attachments) == ("Here it is.", ("plan.pdf",))
    assert world.proxy.received < 100_000 + 20_000


def test_F53_deep_nesting_costs_nothing_but_its_text(world: ImapWorld) -> None:
    head = b"From: ada@customer.example\r\nTo: rob@seller.example\r\nSubject: Deep\r\nMIME-Version: 1.0\r\n"
    levels = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(200))
    message = text_of(world, head + levels + b"Content-Type: text/plain\r\n\r\nDeep down.\r\n")
    assert message.header.subject == "Deep"


# connections


def test_other_mailboxes_may_be_opened_between_pages(world: ImapWorld) -> None:
    connector, stream = opened(world)
    ids = fill(world, world.bulk)
    inbox = next(each for each in connector.streams() if each.role == "inbox")
    named = []
    for page in connector.changes(stream, None):
        named += [ref.id for ref in page.changed]
        assert listing(connector, inbox).named == []
    assert sorted(named) == sorted(ids)


def test_idle_connection_that_was_dropped_is_made_anew(world: ImapWorld) -> None:
    connector, stream = opened(world)
    fill(world, 2)
    cursor = listing(connector, stream).cursor
    world.proxy.drop()
    new = world.add(mail(9), NOON + 9 * MINUTE)
    assert listing(connector, stream, cursor).named == [new]


def test_only_one_connection_is_used(world: ImapWorld) -> None:
    connector, stream = opened(world)
    fill(world, world.bulk)
    for page in connector.changes(stream, None):
        list(connector.fetch(stream, list(page.changed)))
    list(connector.census(stream))
    assert world.proxy.connections == 1


def test_waiting_ends_when_mail_comes(world: ImapWorld) -> None:
    connector, stream = opened(world, timeout=2)
    cursor = listing(connector, stream).cursor
    word = b" IDLE" if world.server.personality != "plain" else b" NOOP"
    arrival = threading.Thread(target=lambda: world.proxy.saw(word) and world.add(mail(1), NOON))
    arrival.start()
    assert connector.wait(stream, 60)
    arrival.join()
    assert len(listing(connector, stream, cursor).named) == 1


def test_waiting_ends_with_its_time(world: ImapWorld) -> None:
    connector, stream = opened(world)
    listing(connector, stream)
    assert connector.wait(stream, 0.2) is False


def test_news_before_the_wait_are_not_slept_through(world: ImapWorld) -> None:
    connector, stream = opened(world)
    listing(connector, stream)
    world.add(mail(1), NOON)
    assert connector.wait(stream, 60) is True


def test_cursor_of_another_provider_says_start_over(full: ImapWorld) -> None:
    connector, stream = opened(full)
    with pytest.raises(StartOver):
        listing(connector, stream, Cursor("gmail-1", '{"v":1}'))


def test_ref_of_another_provider_is_gone(full: ImapWorld) -> None:
    connector, stream = opened(full)
    (outcome,) = connector.fetch(stream, [Ref("AQMkAD", "", Header())])
    assert (type(outcome).__name__, outcome.id) == ("Gone", "AQMkAD")


def _plain(text: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "ada@customer.example", "rob@seller.example", "Offer"
    message["Message-ID"] = "<plain@customer.example>"
    message.set_content(text)
    return message.as_bytes()


def _mixed(text: str, size: int = 100) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "ada@customer.example", "rob@seller.example", "Offer"
    message["Message-ID"] = "<mixed@customer.example>"
    message.set_content(text)
    message.add_alternative("<p>" + text.replace("\n", "<br>\n") + "</p>", subtype="html")
    message.add_attachment(b"x" * size, maintype="application", subtype="pdf", filename="plan.pdf")
    return message.as_bytes()
