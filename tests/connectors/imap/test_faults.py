"""Servers that break off, lie, or answer what nobody asked: nothing is lost, nothing is believed without proof."""

from __future__ import annotations

import pytest

from connectors.imap.connector import ImapConnector
from connectors.imap.mark import Mark
from sync.errors import BrokenAnswer, Offline, ProviderBusy, StartOver, Wait
from sync.model import Cursor, Gone, Message, Page, Ref, Rejected, Stream
from tests.connectors.imap.script import CAPABILITIES, DEFAULT, HANG_UP, HEADER, Script, box, row

INBOX = Stream("INBOX", "Inbox", "inbox")
OK = b"{tag} OK done\r\n"


def pages(script: Script, since: Cursor | None = None) -> list[Page]:
    connector = ImapConnector(script.options())
    try:
        return list(connector.changes(INBOX, since))
    finally:
        connector.close()


def ids(found: list[Page]) -> list[str]:
    return [ref.id for page in found for ref in page.changed]


def cursor(**changes: int) -> Cursor:
    return Mark(7, 4, 0, 0, 3, 0)._replace(**changes).cursor()


def capable(more: bytes) -> dict[bytes, bytes | list[bytes]]:
    words = CAPABILITIES + b" " + more
    return {
        b"CAPABILITY": b"* CAPABILITY " + words + b"\r\n" + OK,
        b"LOGIN": b"{tag} OK [CAPABILITY " + words + b"] in\r\n",
        b"ENABLE": b"* ENABLED QRESYNC\r\n" + OK,
    }


def test_the_script_itself_is_a_good_server() -> None:
    with Script() as script:
        assert ids(pages(script)) == ["3", "2", "1"]


# breaking off


def test_F23_a_page_that_breaks_off_at_any_byte_is_discarded_whole() -> None:
    answer = row(1) + row(2) + row(3) + b"r3 OK done\r\n"
    for cut in range(len(answer)):
        with Script({b"UID FETCH": answer[:cut] + HANG_UP}) as script:
            found: list[Page] = []
            connector = ImapConnector(script.options())
            with pytest.raises(BrokenAnswer):
                found.extend(connector.changes(INBOX, None))
            assert found == []
            connector.close()


@pytest.mark.parametrize("command", [b"CAPABILITY", b"LOGIN", b"EXAMINE", b"UID SEARCH"])
def test_F23_any_other_answer_that_breaks_off_is_worth_waiting_for(command: bytes) -> None:
    answer = DEFAULT[command]
    assert isinstance(answer, bytes)
    for cut in range(0, len(answer), 3):
        with Script({command: answer[:cut] + HANG_UP}) as script, pytest.raises(Wait):
            pages(script)


def test_F51_claimed_gigabyte_is_not_waited_for() -> None:
    claim = b"* 1 FETCH (UID 1 BODY[HEADER.FIELDS (FROM)] {1073741824}\r\n" + b"x" * 1_000
    with Script({b"UID FETCH": claim}) as script:
        connector = ImapConnector(script.options(timeout=60))
        with pytest.raises(BrokenAnswer, match="1073741824"):
            list(connector.changes(INBOX, None))


def test_F24_a_server_that_falls_silent_is_given_up() -> None:
    with Script({b"UID FETCH": row(1)[:40]}) as script:
        connector = ImapConnector(script.options(timeout=0.3))
        with pytest.raises(Offline, match="no answer within"):
            list(connector.changes(INBOX, None))


def test_F24_a_server_that_drips_is_given_up() -> None:
    """Each byte comes in time, the answer does not."""
    with Script(drip=0.05) as script:
        connector = ImapConnector(script.options(timeout=0.5))
        with pytest.raises(Offline, match="no answer within"):
            list(connector.changes(INBOX, None))


def test_F24_a_server_that_never_greets_is_given_up() -> None:
    with Script(greeting=b"") as script:
        connector = ImapConnector(script.options(timeout=0.3))
        with pytest.raises(Offline):
            connector.streams()


@pytest.mark.parametrize("command", [b"CAPABILITY", b"LOGIN"])
def test_F24_a_server_that_talks_without_end_before_sign_in_is_given_up(command: bytes) -> None:
    with Script({command: b"* 1 EXISTS\r\n" * 20_000}) as script:
        connector = ImapConnector(script.options())
        with pytest.raises(BrokenAnswer, match="without end"):
            connector.streams()


def test_bye_ends_the_round_in_order() -> None:
    with Script({b"UID FETCH": row(1) + b"* BYE shutting down\r\n" + HANG_UP}) as script, pytest.raises(BrokenAnswer):
        pages(script)


def test_bye_of_a_busy_server_is_waited_for() -> None:
    bye = b"* BYE Request is throttled. Suggested Backoff Time: 90000 milliseconds\r\n"
    with Script({b"UID FETCH": bye + HANG_UP}) as script, pytest.raises(ProviderBusy) as caught:
        pages(script)
    assert caught.value.retry_after == 90


def test_refusal_with_backoff_says_how_long() -> None:
    no = b"{tag} NO [THROTTLED] Suggested Backoff Time: 2500 milliseconds\r\n"
    with Script({b"EXAMINE": no}) as script, pytest.raises(ProviderBusy) as caught:
        pages(script)
    assert caught.value.retry_after == 2.5


def test_a_dead_idle_connection_is_made_anew_once() -> None:
    with Script({b"EXAMINE": [box(), HANG_UP, box()]}) as script:
        connector = ImapConnector(script.options())
        first = list(connector.changes(INBOX, None))
        assert list(connector.changes(INBOX, first[-1].cursor)) == []
        connector.close()
    assert sum(b" LOGIN " in command for command in script.commands) == 2


def test_a_fresh_connection_that_dies_is_not_tried_again() -> None:
    with Script({b"EXAMINE": HANG_UP}) as script:
        with pytest.raises(BrokenAnswer):
            pages(script)
        assert sum(b" LOGIN " in command for command in script.commands) == 1


# what nobody asked for


def test_unsolicited_data_changes_nothing() -> None:
    noise = b"* 5 EXISTS\r\n* 1 FETCH (FLAGS (\\Seen))\r\n* 9 FETCH (UID 900 FLAGS ())\r\n* OK still here {3}\r\n* FLAGS (a b)\r\n"
    answer = noise + row(1) + noise + row(2) + row(3) + noise + OK
    with Script({b"UID FETCH": answer}) as script:
        found = pages(script)
    assert ids(found) == ["3", "2", "1"]
    assert [ref.header.subject for ref in found[0].changed] == ["Offer"] * 3


def test_rows_of_messages_not_asked_for_are_passed_over() -> None:
    with Script({b"UID FETCH": row(77) + row(1) + row(2) + row(3) + OK}) as script:
        assert ids(pages(script)) == ["3", "2", "1"]


def test_a_flood_of_rows_is_cut_off() -> None:
    with Script({b"UID FETCH": row(1) * 2_000 + OK}) as script, pytest.raises(BrokenAnswer, match="more rows"):
        pages(script)


@pytest.mark.parametrize(
    "garbage",
    [
        b"<html><body>Sign in to the network</body></html>\r\n",
        b"* 1 FETCH (UID 1 BODYSTRUCTURE (((((\r\n",
        b"* 1 FETCH (UID 1 FLAGS (\\Seen\r\n",
        b"r99 OK done\r\n",
        b"* VANISHED 7:x\r\n",
        b"\x00\xff\xfe\r\n" * 3 + b"r9 OK\r\n",
        b"* 1 FETCH (" + b"(" * 5_000 + b"\r\n",
    ],
)
def test_garbage_is_no_answer(garbage: bytes) -> None:
    with Script({b"UID FETCH": garbage + HANG_UP}) as script, pytest.raises(BrokenAnswer):
        pages(script)


@pytest.mark.parametrize(
    "greeting", [b"HTTP/1.1 200 OK\r\n\r\n<html>\r\n", b"220 smtp ready\r\n", b"\x16\x03\x01\r\n", b"* BYE no\r\n"]
)
def test_F22_a_greeting_of_something_else(greeting: bytes) -> None:
    with Script(greeting=greeting) as script, pytest.raises(Wait):
        pages(script)


# leaving out


def test_F39_missing_row_is_asked_for_again() -> None:
    with Script(
        {
            b"UID FETCH": [row(1) + row(3) + OK, row(2) + OK],
            b"UID SEARCH": [b"* SEARCH 1 2 3\r\n" + OK, b"* SEARCH 2\r\n" + OK],
        }
    ) as script:
        found = pages(script)
    assert ids(found) == ["3", "2", "1"]
    assert [command.split(b" ", 1)[1] for command in script.commands if b"SEARCH" in command][-1] == b"UID SEARCH UID 2"


def test_F37_missing_row_of_a_message_that_is_gone() -> None:
    search: list[bytes] = [b"* SEARCH 1 2 3\r\n" + OK, b"* SEARCH\r\n" + OK]
    with Script({b"UID FETCH": row(1) + row(3) + OK, b"UID SEARCH": search}) as script:
        found = pages(script)
    assert ids(found) == ["3", "1"]
    assert [page.rejected for page in found] == [[]]


def test_row_without_uid_is_not_used() -> None:
    bare = row(2).replace(b"UID 2 ", b"")
    search: list[bytes] = [b"* SEARCH 1 2 3\r\n" + OK, b"* SEARCH 2\r\n" + OK]
    with Script({b"UID FETCH": [row(1) + bare + row(3) + OK, row(2) + OK], b"UID SEARCH": search}) as script:
        assert ids(pages(script)) == ["3", "2", "1"]


def test_I7_a_message_that_is_never_answered_is_set_aside() -> None:
    search: list[bytes] = [b"* SEARCH 1 2 3\r\n" + OK, b"* SEARCH 2\r\n" + OK]
    with Script(
        {b"UID FETCH": [row(1) + row(3) + OK, b"{tag} NO [SERVERBUG] oops\r\n"], b"UID SEARCH": search}
    ) as script:
        (page,) = pages(script)
    assert [ref.id for ref in page.changed] == ["3", "1"]
    assert list(page.rejected) == [Rejected("2", "Unanswered")]


def test_I7_a_row_that_cannot_be_read_costs_that_message_only() -> None:
    garbled = row(2).replace(b"FLAGS (", b"FLAGS ((((")
    search: list[bytes] = [b"* SEARCH 1 2 3\r\n" + OK, b"* SEARCH 2\r\n" + OK]
    with Script({b"UID FETCH": [row(1) + garbled + row(3) + OK, garbled + OK], b"UID SEARCH": search}) as script:
        (page,) = pages(script)
    assert [ref.id for ref in page.changed] == ["3", "1"]
    assert list(page.rejected) == [Rejected("2", "Unanswered")]


def test_a_server_that_leaves_out_many_is_ill() -> None:
    many = b"* SEARCH " + b" ".join(b"%d" % n for n in range(1, 61)) + b"\r\n" + OK
    with (
        Script({b"EXAMINE": box(60, 61), b"UID FETCH": OK, b"UID SEARCH": many}) as script,
        pytest.raises(BrokenAnswer, match="leaves out"),
    ):
        pages(script)


def test_silence_about_a_search_is_no_proof() -> None:
    """A server that drops the answer to every search would otherwise make all mail look gone."""
    with (
        Script({b"UID FETCH": row(1) + OK, b"UID SEARCH": [b"* SEARCH 1 2 3\r\n" + OK, OK]}) as script,
        pytest.raises(BrokenAnswer),
    ):
        pages(script)


def test_look_confirms_before_it_says_gone() -> None:
    with Script({b"UID FETCH": [row(1) + OK, row(2) + OK], b"UID SEARCH": b"* SEARCH 2\r\n" + OK}) as script:
        connector = ImapConnector(script.options())
        seen = {each.id: type(each) for each in connector.look(INBOX, ["1", "2", "3"])}
        connector.close()
    assert seen == {"1": Ref, "2": Ref, "3": Gone}


def test_hollow_rows_of_messages_that_have_just_gone() -> None:
    hollow = row(2, b"")
    fetch: list[bytes] = [row(1) + hollow + row(3) + b"* 2 EXPUNGE\r\n{tag} OK [EXPUNGEISSUED] some have gone\r\n"]
    search: list[bytes] = [b"* SEARCH 1 2 3\r\n" + OK, b"* SEARCH 1 3\r\n" + OK]
    with Script({b"UID FETCH": fetch, b"UID SEARCH": search}) as script:
        assert ids(pages(script)) == ["3", "1"]


def test_answers_of_commands_sent_ahead_may_overtake_each_other() -> None:
    """Dovecot works on several at once: the rows say what they belong to, not their order."""
    many = b"* SEARCH 1 2 3 4\r\n" + OK
    fetch: list[bytes] = [
        row(3),
        row(4) + row(2) + b"r3 OK done\r\n",
        row(1) + b"r5 OK done\r\nr4 OK done\r\nr6 OK done\r\n",
        b"",
    ]
    with Script({b"EXAMINE": box(4, 5), b"UID FETCH": fetch, b"UID SEARCH": many}) as script:
        connector = ImapConnector(script.options(page=1))
        found = list(connector.changes(INBOX, None))
        connector.close()
    assert ids(found) == ["4", "3", "2", "1"]


# lying about the mailbox


@pytest.mark.parametrize(
    "answer", [box(validity=0), box().replace(b"UIDVALIDITY", b"UIDVANITY"), box().replace(b"EXISTS", b"EXIT"), OK]
)
def test_mailbox_without_its_numbers_is_broken(answer: bytes) -> None:
    with Script({b"EXAMINE": answer}) as script, pytest.raises(BrokenAnswer):
        pages(script)


def test_F46_another_uidvalidity_says_start_over() -> None:
    with Script({b"EXAMINE": box(validity=8)}) as script, pytest.raises(StartOver):
        pages(script, cursor())


def test_F46_another_uidvalidity_in_the_middle_of_a_round() -> None:
    with Script({b"EXAMINE": [box(), box(), box(validity=8)]}) as script:
        connector = ImapConnector(script.options(page=1))
        round_ = connector.changes(INBOX, None)
        next(round_)
        assert len(list(connector.census(Stream("Other", "Other")))) == 1
        with pytest.raises(StartOver):
            list(connector.fetch(INBOX, [Ref("1", "", next(iter(pages_of_one())).header)]))
        connector.close()


def pages_of_one() -> list[Ref]:
    with Script() as script:
        return list(pages(script)[0].changed)


def test_F47_uidnext_that_goes_back_says_start_over() -> None:
    with Script({b"EXAMINE": box(2, 3)}) as script, pytest.raises(StartOver):
        pages(script, cursor())


def test_uidnext_that_is_not_said_is_found_out() -> None:
    with Script({b"EXAMINE": box().replace(b"UIDNEXT", b"UIDGUESS")}) as script:
        found = pages(script)
        assert ids(found) == ["3", "2", "1"]
        assert pages(script, found[-1].cursor) == []


@pytest.mark.parametrize("more", [b"* OK [HIGHESTMODSEQ 40] back\r\n", b"* OK [NOMODSEQ] none\r\n"])
@pytest.mark.parametrize("words", [b"CONDSTORE", b"CONDSTORE ENABLE QRESYNC"])
def test_F48_modseq_that_goes_back_means_a_full_enumeration(words: bytes, more: bytes) -> None:
    found_all = b"* SEARCH 1 3\r\n" + OK
    with Script(capable(words) | {b"EXAMINE": box(3, 4, more=more), b"UID SEARCH": found_all}) as script:
        (page,) = pages(script, cursor(modseq=50))
        assert page.snapshot == frozenset({"1", "3"})
        assert pages(script, page.cursor) == []


def test_expunge_without_qresync_means_a_full_enumeration() -> None:
    with Script({b"EXAMINE": box(2, 4), b"UID SEARCH": b"* SEARCH 1 3\r\n" + OK}) as script:
        (page,) = pages(script, cursor())
    assert (list(page.removed), page.snapshot) == ([], frozenset({"1", "3"}))


def test_vanished_is_believed_when_the_numbers_agree() -> None:
    told = b"* OK [HIGHESTMODSEQ 60] now\r\n* VANISHED (EARLIER) 2,9:4000000000\r\n"
    with Script(capable(b"CONDSTORE ENABLE QRESYNC") | {b"EXAMINE": box(2, 4, more=told)}) as script:
        (page,) = pages(script, cursor(modseq=50))
    assert (page.removed, page.snapshot) == (["2"], None)
    assert b'EXAMINE "INBOX" (QRESYNC (7 50))' in script.commands[-2]


def test_vanished_that_leaves_some_out_means_a_full_enumeration() -> None:
    told = b"* OK [HIGHESTMODSEQ 60] now\r\n* VANISHED (EARLIER) 2\r\n"
    answers = {b"EXAMINE": box(1, 4, more=told), b"UID SEARCH": b'* ESEARCH (TAG "x") UID ALL 1\r\n' + OK}
    with Script(capable(b"CONDSTORE ENABLE QRESYNC ESEARCH") | answers) as script:
        (page,) = pages(script, cursor(modseq=50))
    assert (list(page.removed), page.snapshot) == (["2"], frozenset({"1"}))


def test_search_that_claims_the_world_is_not_believed() -> None:
    world = b'* ESEARCH (TAG "x") UID ALL 1:4294967295\r\n' + OK
    with (
        Script(capable(b"ESEARCH") | {b"UID SEARCH": world}) as script,
        pytest.raises(BrokenAnswer, match="claims more"),
    ):
        pages(script)


def test_message_without_any_header_is_still_named() -> None:
    with Script(
        {b"EXAMINE": box(1, 2), b"UID SEARCH": b"* SEARCH 1\r\n" + OK, b"UID FETCH": row(1, b"\r\n") + OK}
    ) as script:
        assert ids(pages(script)) == ["1"]


# text


def test_fetch_reads_every_form_of_value() -> None:
    """Literals of both new kinds, NIL, quoted strings and odd order, as RFC 9051 and older servers have them."""
    structure = b'("TEXT" "PLAIN" ("CHARSET" {5}\r\nutf-8 "NAME" NIL) NIL NIL "7BIT" 6 1 NIL NIL NIL NIL)'
    answers = [
        b'* 1 FETCH (BODY[1]<0> "Hello." BODYSTRUCTURE ' + structure + b" UID 1)\r\n",
        b'* 1 FETCH (X-ODD (1 (2 NIL) "a\\"b") UID 1 BODYSTRUCTURE ' + structure + b" BODY[1]<0> {6+}\r\nHello.)\r\n",
        b"* 1 FETCH (UID 1 BODYSTRUCTURE " + structure + b" BODY[1]<0> ~{6}\r\nHello. MODSEQ (12))\r\n",
    ]
    for answer in answers:
        with Script({b"UID FETCH": answer + OK}) as script:
            connector = ImapConnector(script.options())
            (message,) = connector.fetch(INBOX, [Ref("1", "", pages_of_one()[0].header)])
            connector.close()
        assert isinstance(message, Message)
        assert message.text == "Hello."


def test_fetch_that_breaks_off_brings_nothing() -> None:
    with Script({b"UID FETCH": b"* 1 FETCH (UID 1 BODY[1]<0> {2000}\r\nabc" + HANG_UP}) as script:
        connector = ImapConnector(script.options())
        with pytest.raises(BrokenAnswer):
            list(connector.fetch(INBOX, [Ref("1", "", pages_of_one()[0].header)]))


def test_headers_are_what_was_sent() -> None:
    with Script({b"EXAMINE": box(1, 2), b"UID SEARCH": b"* SEARCH 1\r\n" + OK, b"UID FETCH": row(1) + OK}) as script:
        ((ref,),) = [page.changed for page in pages(script)]
    assert (ref.header.message_id, ref.header.subject, ref.header.received) == (
        "1@customer.example",
        "Offer",
        1_795_341_600,
    )
    assert HEADER.startswith(b"From: " + ref.header.people[0].address.encode())
