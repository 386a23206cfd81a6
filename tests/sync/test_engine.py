"""The engine over the memory connector and a real store: what each step promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from connectors.memory import Mailboxes, MemoryConnector, Script
from store import accounts, migrate
from store.database import Database
from store.ledger import SqlLedger
from sync.engine import MAX_RESTARTS, Engine, Progress
from sync.errors import Offline, StartOver
from sync.model import Header, Level, Meeting, Message, Occurrence, Person, Stream
from sync.policy import Exclusions, Rules
from sync.ports import Commit, Tally
from tests.conftest import FixedClock, digest

REP, ANN, STRANGER = "rep@us.example", "ann@acme.example", "who@nowhere.example"
INBOX = Stream("INBOX", "Inbox", "inbox")
TRASH = Stream("Trash", "Trash", "trash")


class Book:
    def knows(self, address: str) -> bool:
        return address == ANN


class Bench:
    """A store, mailboxes and an engine that keeps what it reports."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = FixedClock()
        self.ledger = SqlLedger(database, digest, self.clock)
        self.boxes = Mailboxes(INBOX, TRASH)
        self.rules = Rules(Book(), frozenset({REP}), frozenset({"us.example"}), digest)
        self.reports: list[Progress] = []
        self.engine = Engine(self.ledger, self.clock, self.reports.append)

    def connector(self, **script: object) -> MemoryConnector:
        return MemoryConnector(self.boxes, page=3, script=Script(**script))  # type: ignore[arg-type]  # by name

    def cycle(
        self, connector: MemoryConnector | None = None, stream: Stream = INBOX, level: Level = "preview"
    ) -> Tally:
        return self.engine.cycle(connector or self.connector(), "a", stream, self.rules, level)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.database.read() as connection:
            return [tuple(row) for row in connection.execute(text(query))]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    database = Database.open(f"sqlite:///{tmp_path}/store.db")
    migrate.ensure(database)
    accounts.ensure(database, "a", "memory", REP)
    return Bench(database)


def mail(
    id: str,
    sender: str = ANN,
    *,
    words: str = "words",
    signals: frozenset[str] = frozenset(),
    when: int = 1_789_000_000,
) -> Message:
    people = (Person("from", sender), Person("to", REP))
    return Message(id, Header("message", f"{id}@x", (), people, 2, f"Subject {id}", when, when, signals), words)


def invitation(
    method: str, *, organizer: str = ANN, sequence: int = 0, response: str = "", cancelled: bool = False
) -> Meeting:
    people = (Person("organizer", organizer), Person("attendee", REP, "", response or "needs_action"))
    header = Header("meeting", people=people, people_total=2, subject="Demo", date=1_791_000_000)
    occurrence = Occurrence(
        "", 1_791_000_000, 1_791_001_800, cancelled=cancelled, subject="Demo", people=people, sequence=sequence
    )
    return Meeting("", "uid-1", header, (occurrence,), method)


def test_text_is_asked_for_only_where_a_header_was_kept(bench: Bench) -> None:
    bench.boxes.add("INBOX", mail("1"), mail("2", STRANGER), mail("3", signals=frozenset({"bulk"})))
    connector = bench.connector()
    assert bench.cycle(connector) == Tally(captured=1, held=1, skipped=1)
    assert [request[2:] for request in connector.requests if request[0] == "fetch"] == [("1",)]


def test_a_quiet_round_fetches_and_writes_nothing(bench: Bench) -> None:
    bench.boxes.add("INBOX", mail("1"))
    bench.cycle()
    store = bench.database.path
    assert store is not None
    before = store.read_bytes()
    connector = bench.connector()
    assert bench.cycle(connector) == Tally()
    assert [request[0] for request in connector.requests] == ["changes"]
    assert store.read_bytes() == before


def test_trash_is_named_but_never_read(bench: Bench) -> None:
    bench.boxes.add("Trash", mail("1"), mail("2"))
    connector = bench.connector()
    assert bench.cycle(connector, TRASH) == Tally(skipped=2)
    assert {request[0] for request in connector.requests} == {"census"}
    bench.boxes.remove("Trash", "1")
    assert bench.cycle(stream=TRASH) == Tally(removed=1)
    assert bench.rows("select remote, state, reason from items") == [("2", "skipped", "trash")]


def test_F37_deleted_between_listing_and_reading_is_gone(bench: Bench) -> None:
    bench.boxes.add("INBOX", mail("1"), mail("2"))
    assert bench.cycle(bench.connector(vanish=["1"])).captured == 1
    assert bench.rows("select remote from items") == [("2",)]


def test_F29_what_cannot_be_read_is_set_aside_and_the_rest_goes_on(bench: Bench) -> None:
    bench.boxes.add("INBOX", mail("1"), mail("2"), mail("3"))
    assert bench.cycle(bench.connector(reject=["1"], unreadable=["2"])) == Tally(captured=1, quarantined=2)
    assert bench.rows("select remote, reason, attempts from items where state = 'quarantined'") == [
        ("1", "ValueError", 1),
        ("2", "ValueError", 1),
    ]
    assert bench.cycle() == Tally(captured=2)


def test_F34_an_expired_cursor_starts_the_stream_over_without_doubles(bench: Bench) -> None:
    bench.boxes.add("INBOX", mail("1"), mail("2"))
    bench.cycle()
    bench.boxes.expire_cursors("INBOX")
    bench.cycle()
    assert bench.rows("select count(*), count(orphaned_at) from activities") == [(2, 0)]


def test_F35_a_cursor_that_always_expires_ends_the_round(bench: Bench) -> None:
    dead = iter([StartOver(stream="Inbox") for _ in range(99)])
    connector = bench.connector(errors=dead)
    with pytest.raises(StartOver):
        bench.cycle(connector)
    assert len(connector.requests) == MAX_RESTARTS


def test_a_failure_in_the_middle_keeps_the_pages_before_it(bench: Bench) -> None:
    bench.boxes.add("INBOX", *(mail(str(n), when=1_789_000_000 + n) for n in range(9)))
    failing = iter([None, None, None, Offline(host="x", why="y")])
    with pytest.raises(Offline):
        bench.cycle(bench.connector(errors=failing))
    stored = len(bench.rows("select 1 from items"))
    assert 0 < stored < 9
    assert bench.cycle().captured == 9 - stored


def test_progress_counts_down(bench: Bench) -> None:
    bench.boxes.add("INBOX", *(mail(str(n), when=1_789_000_000 + n) for n in range(7)))
    bench.cycle()
    assert [report.remaining for report in bench.reports] == [4, 1, 0]


def test_levels(bench: Bench) -> None:
    bench.boxes.add("INBOX", mail("1", words="word " * 500))
    bench.cycle(level="preview")
    assert 200 < len(str(bench.rows("select text from activities")[0][0])) <= 301
    bench.boxes.add("INBOX", mail("2", words="secret"))
    bench.cycle(level="headers")
    assert bench.rows("select text from activities where message_id = '2@x'") == [("",)]


def test_items_out_of_the_window_are_named(bench: Bench) -> None:
    bench.boxes.add("INBOX", mail("1"), mail("2"))
    assert bench.cycle(bench.connector(outside=["2"])) == Tally(captured=1, skipped=1)
    assert bench.rows("select reason from items where remote = '2'") == [("before_window",)]


def test_a_mail_marked_as_spam_later_is_erased(bench: Bench) -> None:
    bench.boxes.add("INBOX", mail("1"))
    bench.cycle()
    bench.boxes.add("INBOX", mail("1", signals=frozenset({"spam"})))
    bench.cycle()
    assert bench.rows("select state, reason from items") == [("skipped", "spam")]
    assert bench.rows("select count(*) from activities") == [(0,)]


def test_F64_a_draft_counts_once_it_is_sent(bench: Bench) -> None:
    bench.boxes.add("INBOX", mail("1", signals=frozenset({"draft"})))
    assert bench.cycle() == Tally(skipped=1)
    bench.boxes.add("INBOX", mail("1"))
    assert bench.cycle() == Tally(captured=1)


def test_a_bounce_found_in_the_structure_is_skipped_after_all(bench: Bench) -> None:
    class Revealing(MemoryConnector):
        def _levelled(self, record: Message | Meeting) -> Message | Meeting:
            return record._replace(header=record.header._replace(signals=frozenset({"bounce"})))

    bench.boxes.add("INBOX", mail("1"))
    bench.cycle(Revealing(bench.boxes))
    assert bench.rows("select state, reason from items") == [("skipped", "bounce")]


def test_an_invitation_is_a_meeting_and_its_answers_are_counted_on_it(bench: Bench) -> None:
    bench.boxes.add("INBOX", mail("1")._replace(invitations=(invitation("REQUEST"),)))
    answer = mail("2", REP)._replace(invitations=(invitation("REPLY", response="accepted"),))
    answer = answer._replace(header=answer.header._replace(people=(Person("from", REP), Person("to", ANN))))
    assert bench.cycle() == Tally(captured=1)
    bench.boxes.add("INBOX", answer)
    assert bench.cycle() == Tally(skipped=1)
    assert bench.rows("select kind, status from activities") == [("meeting", "confirmed")]
    assert bench.rows("select response from participants where role = 'attendee'") == [("accepted",)]
    assert bench.rows("select reason from items where remote = '2'") == [("calendar_reply",)]


def test_F66_a_cancellation_calls_the_meeting_off(bench: Bench) -> None:
    bench.boxes.add("INBOX", mail("2")._replace(invitations=(invitation("CANCEL", sequence=1, cancelled=True),)))
    bench.cycle()
    bench.boxes.add("INBOX", mail("1")._replace(invitations=(invitation("REQUEST"),)))
    bench.cycle()
    assert bench.rows("select status, sequence from activities") == [("cancelled", 1)]


def test_F67_a_strangers_cancellation_changes_nothing_and_is_marked(bench: Bench) -> None:
    bench.boxes.add("INBOX", mail("1")._replace(invitations=(invitation("REQUEST"),)))
    bench.cycle()
    forged = invitation("CANCEL", organizer="someone@acme.example", sequence=5, cancelled=True)
    bench.boxes.add("INBOX", mail("2")._replace(invitations=(forged,)))
    bench.cycle()
    assert bench.rows("select kind, status, marks from activities order by id") == [
        ("meeting", "confirmed", "[]"),
        ("message", "", '["unverified"]'),
    ]


def test_a_private_invitation_leaves_no_trace(bench: Bench) -> None:
    private = invitation("REQUEST")
    private = private._replace(header=private.header._replace(signals=frozenset({"private"})))
    bench.boxes.add("INBOX", mail("1")._replace(invitations=(private,)))
    bench.cycle()
    assert bench.rows("select reason from items") == [("private",)]
    assert bench.rows("select count(*) from activities") == [(0,)]


def test_an_excluded_person_is_out_before_any_text(bench: Bench) -> None:
    bench.boxes.add("INBOX", mail("1"))
    bench.rules = bench.rules._replace(exclusions=Exclusions(addresses=frozenset({digest(f"address {ANN}")})))
    connector = bench.connector()
    assert bench.cycle(connector) == Tally(skipped=1)
    assert not [request for request in connector.requests if request[0] == "fetch"]


def test_F49_a_stream_that_the_provider_dropped_is_retired_and_its_mail_waits(bench: Bench) -> None:
    bench.boxes.add("INBOX", mail("1"))
    bench.cycle()
    renamed = Mailboxes(Stream("Posteingang", "Posteingang", "inbox"))
    renamed.add("Posteingang", mail("7")._replace(header=mail("1").header))
    connector = MemoryConnector(renamed)
    (stream,) = bench.engine.streams(connector, "a")
    assert bench.rows("select count(*) from items") == [(0,)]
    bench.engine.cycle(connector, "a", stream, bench.rules, "preview")
    assert bench.rows("select id, orphaned_at from activities") == [(1, None)]


def test_an_empty_list_of_streams_is_no_evidence(bench: Bench) -> None:
    bench.boxes.add("INBOX", mail("1"))
    bench.cycle()
    assert bench.engine.streams(MemoryConnector(Mailboxes()), "a") == []
    assert bench.rows("select count(*) from items") == [(1,)]


def test_F60_absurd_dates_give_way_to_the_providers_time(bench: Bench) -> None:
    early = mail("1")
    headers = [
        early.header._replace(message_id="a", date=None),
        early.header._replace(message_id="b", date=86_400),
        early.header._replace(message_id="c", date=1_999_000_000),
        early.header._replace(message_id="d", date=1_788_000_000),
    ]
    bench.boxes.add("INBOX", *(Message(str(n), header, "w") for n, header in enumerate(headers)))
    bench.cycle()
    times = [1_789_000_000, 1_789_000_000, 1_789_000_000, 1_788_000_000]
    assert bench.rows("select occurred_at from activities order by message_id") == [(t,) for t in times]


class DyingLedger(SqlLedger):
    """Ends after it has stored a cursor: nothing that belongs to it may come later."""

    def commit(self, stream: int, change: Commit) -> Tally:
        tally = super().commit(stream, change)
        if change.cursor is not None:
            raise KeyboardInterrupt
        return tally


def test_F02_a_kill_right_after_the_cursor_loses_no_removal(bench: Bench) -> None:
    # Found by the random histories: the removals of a snapshot were stored after its cursor.
    bench.boxes.add("INBOX", mail("1"))
    bench.cycle(bench.connector(tombstones=False))
    bench.boxes.remove("INBOX", "1")
    dying = Engine(DyingLedger(bench.database, digest, bench.clock), bench.clock)
    with pytest.raises(KeyboardInterrupt):
        dying.cycle(bench.connector(tombstones=False), "a", INBOX, bench.rules, "preview")
    bench.cycle(bench.connector(tombstones=False))
    assert bench.rows("select count(*) from items") == [(0,)]


def test_F46_old_ids_are_looked_at_only_when_they_still_mean_the_same_mails(bench: Bench) -> None:
    bench.boxes.add("INBOX", mail("1", STRANGER))
    bench.cycle()
    with bench.database.write() as connection:
        connection.execute(text("update items set recheck = true"))
    bench.boxes.expire_cursors("INBOX")
    bench.boxes.remove("INBOX", "1")
    bench.boxes.add("INBOX", mail("1", ANN, words="another mail under the old id")._replace(header=mail("9").header))
    connector = bench.connector()
    assert bench.cycle(connector) == Tally(captured=1)
    assert [request[0] for request in connector.requests if request[0] == "look"] == []
    assert bench.rows("select message_id from activities") == [("9@x",)]


def test_F68_what_turned_private_while_the_stream_was_started_over_is_erased(bench: Bench) -> None:
    # Simulated histories found it: the hidden activity kept its words for a week.
    entry = invitation("")._replace(id="uid-1", text="the surgeon")
    bench.boxes.add("INBOX", entry, mail("1"))
    bench.cycle()
    assert bench.rows("select count(*) from activities") == [(2,)]
    private = frozenset({"private"})
    bench.boxes.expire_cursors("INBOX")
    bench.boxes.add("INBOX", entry._replace(header=entry.header._replace(signals=private)), mail("1", signals=private))
    bench.cycle()
    assert bench.rows("select count(*) from activities") == [(0,)]
