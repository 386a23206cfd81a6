"""The ledger's promises, on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest
from sqlalchemy import event, text

from store import accounts, exclusions
from store.database import Database
from store.ledger import MAX_ATTEMPTS, ORPHAN_SECONDS, SqlLedger
from sync.identity import message_key, thread_keys, twin_key
from sync.model import Cursor, Header, Person, Stream
from sync.ports import Commit, Draft, Item, Tally
from tests.conftest import FixedClock, digest, rows_of

INBOX, SENT = Stream("INBOX", "Inbox", "inbox"), Stream("Sent", "Sent", "sent")
DAY = 86_400
YEARS = 3_650 * DAY


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def ledger(database: Database, clock: FixedClock) -> SqlLedger:
    for name in ("a", "b"):
        accounts.ensure(database, name, "memory", f"{name}@us.example")
    return SqlLedger(database, digest, clock)


def mail(
    item: str, number: int, *, references: tuple[str, ...] = (), who: str = "ann@acme.example", words: str = "words"
) -> Draft:
    people = (Person("from", who, "Ann"), Person("to", "rep@us.example"))
    header = Header("message", f"{number}@x", references, people, 2, f"Subject {number}", 1_789_000_000 + number)
    return Draft(
        item, "message", message_key(header, digest), twin_key(header, f"{words} {number}", digest), thread_keys(header, digest),
        people, 2, frozenset({who}), 1_789_000_000 + number, None, "in", header.subject, f"{words} {number}", ("a.pdf",), f"{number}@x",
    )  # fmt: skip


def meeting(
    item: str,
    *,
    sequence: int = 0,
    stamp: int = 0,
    start: int = 1_791_000_000,
    status: str = "confirmed",
    recurrence: str = "",
) -> Draft:
    people = (Person("organizer", "ann@acme.example"), Person("attendee", "rep@us.example", "", "needs_action"))
    return Draft(
        item, "meeting", digest(f"meeting u {recurrence}"), None, (digest("uid u"),), people, 2, frozenset({"ann@acme.example"}),
        start, start + 1800, "none", "Demo", "", ical_uid="u", recurrence_id=recurrence, status=status, sequence=sequence, stamp=stamp,
    )  # fmt: skip


def captured(*drafts: Draft, cursor: str | None = None) -> Commit:
    items = [Item(id, "captured") for id in dict.fromkeys(d.item for d in drafts)]
    return Commit(items, drafts, cursor=Cursor("t", cursor) if cursor else None)


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_items_and_cursor_are_stored_together(ledger: SqlLedger, database: Database) -> None:
    inbox = ledger.stream("a", INBOX)
    assert ledger.cursor(inbox) is None
    tally = ledger.commit(
        inbox,
        Commit(
            [Item("1", "captured"), Item("2", "held", "", "", (digest("k"),)), Item("3", "skipped", "bulk"), Item("4", "quarantined", "ValueError")],
            [mail("1", 1)],
            cursor=Cursor("t", "c1"),
            remaining=7,
        ),
    )  # fmt: skip
    assert tally == Tally(1, 1, 1, 1)
    assert ledger.cursor(inbox) == Cursor("t", "c1")
    assert ledger.known(inbox, ["1", "2", "9"]) == {"1": ("captured", ""), "2": ("held", "")}
    assert rows_of(database, inbox) == {"1", "2", "3", "4"}
    assert rows(database, "select remaining from streams") == [(7,)]


def test_F30_replaying_a_page_changes_nothing(ledger: SqlLedger, database: Database) -> None:
    inbox = ledger.stream("a", INBOX)
    page = captured(mail("1", 1), mail("2", 2, references=("1@x",)), cursor="c")
    everything = "select id, digest, thread_id, captured_at from activities order by id"
    ledger.commit(inbox, page)
    before = rows(database, everything)
    assert ledger.commit(inbox, page) == Tally()
    assert rows(database, everything) == before
    assert rows(database, "select count(*) from participants") == [(4,)]


def test_F63_one_mail_in_many_folders_and_accounts_is_one_activity(ledger: SqlLedger, database: Database) -> None:
    for account, stream, item in (
        ("a", INBOX, "1"),
        ("a", SENT, "7"),
        ("b", INBOX, "3"),
        ("b", SENT, "4"),
        ("b", INBOX, "5"),
    ):
        ledger.commit(ledger.stream(account, stream), captured(mail(item, 1)))
    assert rows(database, "select count(*) from activities") == [(1,)]
    assert rows(database, "select count(*) from locators") == [(5,)]


def test_copies_within_one_page_are_one_activity(ledger: SqlLedger, database: Database) -> None:
    ledger.commit(ledger.stream("a", INBOX), captured(mail("1", 1), mail("2", 1)))
    assert rows(database, "select count(*) from activities") == [(1,)]


def test_a_rewritten_message_id_is_the_same_mail_when_all_else_is_equal(ledger: SqlLedger, database: Database) -> None:
    first = mail("1", 1)
    other = first._replace(item="2", key=digest("another id"))
    inbox = ledger.stream("a", INBOX)
    ledger.commit(inbox, captured(first))
    ledger.commit(ledger.stream("b", INBOX), captured(other))
    ledger.commit(inbox, captured(first._replace(item="8", key=digest("x")), first._replace(item="9", key=digest("y"))))
    assert rows(database, "select count(*) from activities") == [(1,)]
    ledger.commit(inbox, captured(mail("3", 1, words="other")._replace(key=digest("third"))))
    assert rows(database, "select count(*) from activities") == [(2,)]


def test_a_move_keeps_the_activity_and_its_links(ledger: SqlLedger, database: Database) -> None:
    inbox, sent = ledger.stream("a", INBOX), ledger.stream("a", SENT)
    ledger.commit(inbox, captured(mail("1", 1)))
    with database.write() as connection:
        connection.execute(text("insert into links values (1, 'deal', 5, 'r', 'e', 'rep', 0)"))
    ledger.commit(inbox, Commit((), (), removed=["1"]))
    assert rows(database, "select orphaned_at is null from activities") in ([(0,)], [(False,)])
    ledger.commit(sent, captured(mail("9", 1)))
    assert rows(database, "select orphaned_at from activities") == [(None,)]
    assert rows(database, "select activity_id, origin from links") == [(1, "rep")]


def test_what_has_no_copy_is_erased_a_week_later(ledger: SqlLedger, database: Database, clock: FixedClock) -> None:
    inbox = ledger.stream("a", INBOX)
    ledger.commit(inbox, captured(mail("1", 1), mail("2", 2)))
    ledger.commit(inbox, Commit((), (), removed=["1"]))
    ledger.complete(inbox, clock.at)
    assert rows(database, "select count(*) from activities") == [(2,)]
    for _ in range(ORPHAN_SECONDS // DAY + 1):
        assert rows(database, "select count(*) from activities") == [(2,)]
        clock.at += DAY
        ledger.complete(inbox, clock.at)
    assert rows(database, "select message_id from activities") == [("2@x",)]
    assert rows(database, "select count(*) from participants") == [(2,)]


@pytest.mark.parametrize("jumps", [(YEARS,), (YEARS, -YEARS, 60), (-DAY, DAY, -DAY, DAY), (300 * DAY,)])
def test_F16_no_jump_of_the_clock_erases_what_is_hidden(
    ledger: SqlLedger, database: Database, clock: FixedClock, jumps: tuple[int, ...]
) -> None:
    inbox = ledger.stream("a", INBOX)
    ledger.commit(inbox, captured(mail("1", 1)))
    ledger.complete(inbox, clock.at)
    ledger.commit(inbox, Commit((), (), removed=("1",)))
    for jump in jumps:
        clock.at += jump
        ledger.complete(inbox, clock.at)
        ledger.commit(inbox, Commit((), ()))
        ledger.complete(inbox, clock.at + 60)
    ledger.commit(inbox, captured(mail("2", 1)))
    assert rows(database, "select orphaned_at, message_id from activities") == [(None, "1@x")]


def test_F16_a_week_under_a_wrong_clock_is_a_week(ledger: SqlLedger, database: Database, clock: FixedClock) -> None:
    inbox = ledger.stream("a", INBOX)
    ledger.commit(inbox, captured(mail("1", 1)))
    ledger.complete(inbox, clock.at)
    clock.at += YEARS
    ledger.commit(inbox, Commit((), (), removed=("1",)))
    for days in range(10):  # the jump counts as a day
        assert rows(database, "select count(*) from activities") == [(int(days <= 8),)], f"after {days} days"
        clock.at += DAY
        ledger.complete(inbox, clock.at)


def test_F16_a_clock_set_right_again_leaves_no_time_ahead(
    ledger: SqlLedger, database: Database, clock: FixedClock
) -> None:
    inbox = ledger.stream("a", INBOX)
    done = text("select complete_at from streams")
    for jump in (0, YEARS, -YEARS, 300 * DAY, -300 * DAY):
        clock.at += jump
        ledger.complete(inbox, clock.at)
        with database.read() as connection:
            assert connection.scalar(done) == (clock.at if jump != YEARS else clock.at - YEARS), f"after {jump}"


def test_a_quiet_poll_writes_nothing_for_minutes(ledger: SqlLedger, database: Database, clock: FixedClock) -> None:
    inbox = ledger.stream("a", INBOX)
    ledger.complete(inbox, clock.at)
    writes: list[object] = []
    event.listen(database.engine, "commit", writes.append)
    for _ in range(9):
        clock.at += 30
        ledger.complete(inbox, clock.at)
    assert writes == []
    clock.at += 30
    ledger.complete(inbox, clock.at)
    assert len(writes) == 1


def test_an_erased_activitys_number_joins_no_strangers(
    ledger: SqlLedger, database: Database, clock: FixedClock
) -> None:
    inbox = ledger.stream("a", INBOX)
    ledger.commit(inbox, captured(mail("1", 1)))
    ledger.commit(inbox, captured(mail("2", 2)))
    exclusions.add(database, digest, clock, "word", "2")
    ledger.commit(inbox, captured(mail("3", 3)))
    ledger.commit(inbox, captured(mail("4", 4, references=("2@x",))))
    threads = rows(database, "select message_id, thread_id from activities order by message_id")
    assert len({thread for _, thread in threads}) == 3, threads
    assert rows(database, "select max(id) from activities") == [(4,)]


def test_F68_what_turned_private_is_erased_at_once(ledger: SqlLedger, database: Database) -> None:
    inbox = ledger.stream("a", INBOX)
    ledger.commit(inbox, captured(mail("1", 1)))
    ledger.commit(inbox, Commit([Item("1", "skipped", "private")], ()))
    assert rows(database, "select count(*) from activities") == [(0,)]
    table = "activity_search" if database.dialect == "postgresql" else "activity_search_docsize"
    assert rows(database, f"select count(*) from {table}") == [(0,)]


def test_F68_what_turned_private_takes_no_moved_mail_along(ledger: SqlLedger, database: Database) -> None:
    inbox = ledger.stream("a", INBOX)
    ledger.commit(inbox, captured(mail("1", 1), mail("2", 2)))
    ledger.commit(inbox, Commit([Item("1", "skipped", "private")], (), removed=["2"]))
    assert rows(database, "select message_id from activities where orphaned_at is not null") == [("2@x",)]


def test_F68_a_private_entry_takes_its_words_from_the_invitation_too(ledger: SqlLedger, database: Database) -> None:
    # Simulated histories found it: the invitation in a mail kept the calendar's words in the history.
    inbox, calendar = ledger.stream("a", INBOX), ledger.stream("a", Stream("cal", "Calendar", "calendar"))
    ledger.commit(inbox, captured(meeting("1")))
    ledger.commit(calendar, captured(meeting("u", sequence=1)._replace(subject="the surgeon")))
    ledger.commit(calendar, Commit([Item("u", "skipped", "private", "r2")], ()))
    assert rows(database, "select count(*) from activities") == [(0,)]
    assert ledger.rechecks(inbox, 9) == ["1"]
    ledger.commit(inbox, captured(meeting("1")))
    assert rows(database, "select subject from activities") == [("Demo",)]


def test_a_forgotten_stream_waits_to_be_named_again(ledger: SqlLedger, database: Database) -> None:
    inbox = ledger.stream("a", INBOX)
    ledger.commit(inbox, captured(mail("1", 1), cursor="c"))
    ledger.forget(inbox)
    assert ledger.cursor(inbox) is None
    assert rows_of(database, inbox) == set()
    ledger.commit(inbox, captured(mail("501", 1)))
    assert rows(database, "select id, orphaned_at from activities") == [(1, None)]


def test_conversations_join_whatever_arrives_first(ledger: SqlLedger, database: Database) -> None:
    inbox = ledger.stream("a", INBOX)
    ledger.commit(inbox, captured(mail("3", 3, references=("1@x", "2@x"))))
    ledger.commit(inbox, captured(mail("1", 1)))
    ledger.commit(ledger.stream("b", INBOX), captured(mail("2", 2, references=("1@x",))))
    assert rows(database, "select count(distinct thread_id) from activities") == [(1,)]


def test_a_late_mail_merges_two_conversations(ledger: SqlLedger, database: Database) -> None:
    inbox = ledger.stream("a", INBOX)
    ledger.commit(inbox, captured(mail("1", 1), mail("2", 2)))
    assert rows(database, "select count(distinct thread_id) from activities") == [(2,)]
    ledger.commit(inbox, captured(mail("3", 3, references=("1@x", "2@x"))))
    ledger.commit(inbox, captured(mail("4", 4, references=("2@x",))))
    assert rows(database, "select count(distinct thread_id) from activities") == [(1,)]


def test_the_same_reference_without_a_common_person_joins_nothing(ledger: SqlLedger, database: Database) -> None:
    inbox = ledger.stream("a", INBOX)
    ledger.commit(inbox, captured(mail("1", 1)))
    ledger.commit(inbox, captured(mail("2", 2, references=("1@x",), who="bob@other.example")))
    assert rows(database, "select count(distinct thread_id) from activities") == [(2,)]


def test_F66_the_higher_sequence_wins_in_any_order(ledger: SqlLedger, database: Database) -> None:
    inbox = ledger.stream("a", INBOX)
    versions = [
        meeting("1"),
        meeting("2", sequence=1, start=1_792_000_000),
        meeting("3", sequence=2, status="cancelled"),
    ]
    for draft in (versions[2], versions[0], versions[1]):
        ledger.commit(inbox, captured(draft))
    assert rows(database, "select sequence, status from activities") == [(2, "cancelled")]
    ledger.commit(inbox, captured(meeting("4", sequence=2, stamp=5, start=1_793_000_000)))
    assert rows(database, "select status, occurred_at from activities") == [("confirmed", 1_793_000_000)]
    assert rows(database, "select count(*) from locators") == [(4,)]


def test_versions_of_a_meeting_within_one_page(ledger: SqlLedger, database: Database) -> None:
    ledger.commit(ledger.stream("a", INBOX), captured(meeting("1", sequence=3), meeting("2", sequence=1)))
    assert rows(database, "select sequence from activities") == [(3,)]


def test_an_occurrence_that_went_away_is_hidden(ledger: SqlLedger, database: Database) -> None:
    calendar = ledger.stream("a", Stream("cal", "Calendar", "calendar"))
    ledger.commit(calendar, captured(meeting("u", recurrence="1"), meeting("u", recurrence="2")))
    change = Commit([Item("u", "captured", "", "r2")], [meeting("u", recurrence="1")])
    ledger.commit(calendar, change)
    assert rows(database, "select recurrence_id from activities where orphaned_at is null") == [("1",)]


def test_answers_and_called_off_series(ledger: SqlLedger, database: Database) -> None:
    inbox = ledger.stream("a", INBOX)
    ledger.commit(inbox, captured(meeting("1", recurrence="1"), meeting("1", recurrence="2", sequence=9)))
    key = digest("meeting u 1")
    ledger.commit(inbox, Commit((), (), responses=[(key, "rep@us.example", "accepted")], cancelled=[("u", 3, 0)]))
    assert rows(database, "select response from participants where activity_id = 1 and role = 'attendee'") == [
        ("accepted",)
    ]
    assert rows(database, "select recurrence_id, status from activities order by 1") == [
        ("1", "cancelled"),
        ("2", "confirmed"),
    ]


def test_F66_a_series_called_off_before_its_invitation_is_read(ledger: SqlLedger, database: Database) -> None:
    inbox = ledger.stream("a", INBOX)
    ledger.commit(inbox, captured(meeting("9", sequence=2, status="cancelled"))._replace(cancelled=[("u", 2, 0)]))
    ledger.commit(inbox, captured(meeting("1", recurrence="1"), meeting("1", recurrence="2", sequence=3)))
    found = rows(database, "select recurrence_id, status from activities where recurrence_id <> '' order by 1")
    assert found == [("1", "cancelled"), ("2", "confirmed")]


def test_quarantined_items_are_tried_three_times(ledger: SqlLedger, clock: FixedClock) -> None:
    inbox = ledger.stream("a", INBOX)
    failed = Commit([Item("1", "quarantined", "ValueError")], ())
    tries = 0
    ledger.commit(inbox, failed)
    for _ in range(10):
        clock.at += 60
        ledger.complete(inbox, clock.at)
        for id in ledger.rechecks(inbox, 10):
            tries += 1
            ledger.commit(inbox, Commit([Item(id, "quarantined", "ValueError")], ()))
            assert ledger.rechecks(inbox, 10) == []
    assert tries == MAX_ATTEMPTS - 1


def test_a_stream_follows_its_name(ledger: SqlLedger, database: Database) -> None:
    number = ledger.stream("a", INBOX)
    assert ledger.stream("a", INBOX._replace(name="Posteingang")) == number
    assert ledger.stream("b", INBOX) != number
    assert rows(database, "select name from streams order by id") == [("Posteingang",), ("Inbox",)]


def test_hostile_text_is_stored_as_text(ledger: SqlLedger, database: Database) -> None:
    subject = "'); drop table activities; -- \u202e <script>"
    ledger.commit(ledger.stream("a", INBOX), captured(mail("1", 1)._replace(subject=subject)))
    assert rows(database, "select subject from activities") == [(subject,)]
