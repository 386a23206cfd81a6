from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, event, text

from store.database import Database
from store.queries import Find, company, company_rows, contact, contact_rows, deal, deal_rows
from store.rows import ActivityRow, StatusRow, as_json, rfc3339
from store.status import counts, receipt, status
from store.timeline import Filter, activity, timeline
from tests.store import handmade
from tests.store.handmade import DAY, GLASS, HARBOR, HOUR, NOW, OLD, PILOT, RENEWAL, WAREHOUSE

EVERYTHING = 1_000


@pytest.fixture
def ids(database: Database) -> dict[str, int]:
    with database.write() as connection:
        return handmade.fill(connection)


@pytest.fixture
def reading(database: Database, ids: dict[str, int]) -> Iterator[Connection]:
    with database.read() as connection:
        yield connection


def found(connection: Connection, wanted: Filter) -> set[int]:
    return {row.id for row in timeline(connection, wanted._replace(limit=EVERYTHING))}


def change(database: Database, *statements: str) -> None:
    with database.write() as connection:
        for statement in statements:
            connection.execute(text(statement))


def state_of_work(database: Database) -> StatusRow:
    with database.read() as connection:
        return next(row for row in status(connection, NOW) if row.account == "work")


def test_the_history_is_newest_first_and_hides_what_lost_its_copies(reading: Connection, ids: dict[str, int]) -> None:
    rows = timeline(reading, Filter(limit=EVERYTHING))
    assert [row.occurred_at for row in rows] == sorted((row.occurred_at for row in rows), reverse=True)
    assert len(rows) == 53
    assert ids["orphan"] not in {row.id for row in rows}
    assert activity(reading, ids["orphan"]) is None
    assert found(reading, Filter(query="orphaned")) == set()


@pytest.mark.parametrize("wanted", [Filter(), Filter(contact="c-1"), Filter(query="notes"), Filter(deal="d-3")])
@pytest.mark.parametrize("oldest_first", [False, True])
def test_pages_by_key_give_each_row_once(reading: Connection, wanted: Filter, *, oldest_first: bool) -> None:
    wanted = wanted._replace(oldest_first=oldest_first)
    whole = [row.id for row in timeline(reading, wanted._replace(limit=EVERYTHING))]
    paged: list[int] = []
    page = timeline(reading, wanted._replace(limit=4))
    while page:
        paged += [row.id for row in page]
        page = timeline(reading, wanted._replace(limit=4, before=(page[-1].occurred_at, page[-1].id)))
    assert paged == whole
    assert len(whole) > 8


def test_rows_of_one_second_are_paged_without_loss(database: Database, ids: dict[str, int]) -> None:
    with database.write() as connection:
        shelf = handmade.Shelf(connection)
        shelf.last = 500
        same = {shelf.put(NOW - 90 * DAY, [("from", handmade.NADIA)], f"Twin {n}") for n in range(7)}
    paged: list[int] = []
    before: tuple[int, int] | None = None
    with database.read() as reading:
        while page := timeline(reading, Filter(query="twin", limit=2, before=before)):
            paged += [row.id for row in page]
            before = (page[-1].occurred_at, page[-1].id)
    assert sorted(paged) == sorted(same)


def test_a_deals_history_is_what_is_linked_to_it(reading: Connection, ids: dict[str, int]) -> None:
    linked = {ids["first"], ids["reply"], ids["met"]}
    assert found(reading, Filter(deal="d-1")) == linked
    assert found(reading, Filter(deal="harbor RENEWAL 2027")) == linked
    assert found(reading, Filter(deal=RENEWAL)) == linked
    assert found(reading, Filter(deal="d-5")) == set()
    assert found(reading, Filter(deal="no such deal")) == set()


def test_a_contact_is_found_by_id_name_address_and_part_of_a_name(reading: Connection, ids: dict[str, int]) -> None:
    by_id = found(reading, Filter(contact="c-4"))
    assert by_id == {ids["umlaut"]}
    for name in ("Jürgen Müller", "j.mueller@ostravaglas.example", "J.Mueller@OstravaGlas.example", "rgen", 4):
        assert found(reading, Filter(contact=name)) == by_id, name
    assert found(reading, Filter(contact="dana@private.example")) == found(reading, Filter(contact="c-1"))


def test_someone_who_is_no_contact_is_found_by_address(reading: Connection, ids: dict[str, int]) -> None:
    assert found(reading, Filter(contact="frank@consultants.example")) == {ids["by_hand"]}
    assert found(reading, Filter(contact="Frank Ott")) == set()


def test_names_that_several_share_bring_all_of_them(reading: Connection) -> None:
    assert found(reading, Filter(contact="o")) >= found(reading, Filter(contact="c-1")) | found(
        reading, Filter(contact="c-2")
    )


def test_a_company_is_found_by_name_and_domain(reading: Connection, ids: dict[str, int]) -> None:
    wanted = found(reading, Filter(company=HARBOR))
    assert ids["domain"] in wanted
    for name in ("Harbor & Vale Logistics", "harbor  & VALE logistics", "harborvale.example", "vale"):
        assert found(reading, Filter(company=name)) == wanted, name


def test_filters_add_up(reading: Connection, ids: dict[str, int]) -> None:
    assert found(reading, Filter(contact="c-1", deal="d-1", kind="meeting")) == {ids["met"]}
    assert found(reading, Filter(account="archive")) == {ids["reply"]}
    assert found(reading, Filter(account="work", contact="c-2")) == {ids["reply"]}
    assert found(reading, Filter(account="nobody")) == set()
    today = found(reading, Filter(since=NOW - 2 * HOUR, until=NOW - HOUR))
    assert today == {ids["today"]}, "until is exclusive"
    assert found(reading, Filter(query="contract", contact="c-3")) == {ids["today"], ids["today_out"]}


def test_a_link_that_the_rep_took_away_counts_nowhere(reading: Connection, ids: dict[str, int]) -> None:
    assert ids["domain"] not in found(reading, Filter(deal="d-1"))
    detail = activity(reading, ids["domain"])
    assert detail is not None
    assert detail.row.deals == ()
    assert [(link.target, link.key) for link in detail.removed] == [("deal", RENEWAL)]


@pytest.mark.parametrize("words", ["renewal terms", "RENEW", "dana.cole", "Ivo", "terms 2027"])
def test_words_are_found_by_their_beginnings(reading: Connection, ids: dict[str, int], words: str) -> None:
    assert ids["reply"] in found(reading, Filter(query=words))


def test_words_are_found_without_their_accents(reading: Connection, ids: dict[str, int]) -> None:
    assert found(reading, Filter(query="ruckfrage mahrisch")) == {ids["umlaut"]}
    assert found(reading, Filter(query="Rückfrage")) == {ids["umlaut"]}


@pytest.mark.parametrize(
    "hostile",
    [
        '"',
        "'; drop table activities; --",
        "subject:",
        "a OR b",
        "NEAR(a b)",
        "a*",
        "(",
        "%",
        "\\",
        "\0",
        "-x",
        "^a",
        "{a}",
        ":*",
    ],
)
def test_operators_in_a_search_are_words_or_nothing(reading: Connection, hostile: str) -> None:
    for wanted in (
        Filter(query=hostile),
        Filter(contact=hostile.replace("\0", "")),
        Filter(deal=hostile.replace("\0", "")),
    ):
        timeline(reading, wanted)
    assert len(timeline(reading, Filter(limit=EVERYTHING))) == 53


def test_a_search_without_a_word_finds_nothing(reading: Connection) -> None:
    assert timeline(reading, Filter(query="…")) == []
    assert len(timeline(reading, Filter(query="  ", limit=EVERYTHING))) == 53


def test_like_wildcards_are_plain_letters(reading: Connection) -> None:
    assert found(reading, Filter(contact="%")) == set()
    assert found(reading, Filter(deal="_")) == set()
    assert contact_rows(reading, Find(words="%")) == []


def test_a_page_costs_the_same_number_of_statements_whatever_its_length(
    reading: Connection, database: Database
) -> None:
    seen: list[str] = []

    def note(*arguments: object) -> None:
        seen.extend([str(arguments[2])] if not str(arguments[2]).startswith("begin") else [])

    event.listen(database.engine, "before_cursor_execute", note)
    costs = set()
    for limit in (1, 10, 53):
        seen.clear()
        assert len(timeline(reading, Filter(limit=limit))) == limit
        costs.add(len(seen))
    event.remove(database.engine, "before_cursor_execute", note)
    assert costs == {4}


def test_an_activity_tells_why_it_is_linked_and_where_its_copies_are(reading: Connection, ids: dict[str, int]) -> None:
    detail = activity(reading, ids["reply"])
    assert detail is not None
    (link,) = detail.row.deals
    assert (link.id, link.rule, link.evidence.startswith("Your rule files")) == ("d-1", "word", True)
    assert [(at.account, at.stream, at.remote) for at in detail.row.locators] == [
        ("archive", "old", "cur/9001"),
        ("archive", "old", "new/9001"),
        ("work", "INBOX", "9001"),
    ]
    assert [other.id for other in detail.conversation] == [ids["first"]]
    assert detail.attachments == ("terms-2027.pdf", "site plan.png")
    assert [person.role for person in detail.row.people] == ["from", "to", "cc", "cc"]
    assert [person.outside for person in detail.row.people] == [True, False, True, False]


def test_an_open_question_keeps_the_rank_of_its_candidates(reading: Connection, ids: dict[str, int]) -> None:
    detail = activity(reading, ids["question"])
    assert detail is not None
    assert [one.id for one in detail.question] == ["d-1", "d-2"]
    assert detail.question[0].reason == "Dana Cole (champion) is on the deal"
    asking = {row.id for row in timeline(reading, Filter(limit=EVERYTHING)) if row.asks}
    assert asking == {ids["question"]}


def test_participants_can_be_cut(reading: Connection) -> None:
    (row,) = timeline(reading, Filter(contact="c-2", kind="message", people=2))
    assert len(row.people) == 2
    assert row.people_total == 4


def test_history_json_is_the_contract(reading: Connection, ids: dict[str, int]) -> None:
    (mail,) = timeline(reading, Filter(contact="c-4"))
    assert as_json(mail) == {
        "id": ids["umlaut"],
        "kind": "message",
        "occurred_at": "2026-11-18T09:00:00Z",
        "direction": "in",
        "subject": "Rückfrage zum Rollout",
        "preview": "Könnten Sie mir die Unterlagen für das Werk in Mährisch Ostrau schicken?",
        "participants": [
            {"address": "j.mueller@ostravaglas.example", "name": "Jürgen Müller", "role": "from"},
            {"address": "maya.lind@fernleaf.example", "name": "Maya Lind", "role": "to"},
        ],
        "contacts": [{"id": "c-4", "name": "Jürgen Müller", "rule": "address"}],
        "companies": [],
        "deals": [{"id": "d-4", "name": "Ostrava rollout", "rule": "only_open_deal"}],
        "thread": 1000 + ids["umlaut"],
        "account": "work",
        "locators": [{"account": "work", "stream": "INBOX", "id": str(ids["umlaut"])}],
        "message_id": f"{ids['umlaut']}@mail.example",
    }
    (meeting,) = timeline(reading, Filter(query="kick-off"))
    told = as_json(meeting)
    assert (told["kind"], told["direction"], told["ical_uid"], told["status"]) == (
        "meeting",
        "none",
        f"uid-{ids['next']}",
        "confirmed",
    )
    assert "message_id" not in told


def test_previews_are_cut_at_a_word(database: Database, ids: dict[str, int]) -> None:
    change(database, "update activities set text = '" + "lorem ipsum " * 200 + "'")
    with database.read() as reading:
        row = timeline(reading, Filter(limit=1))[0]
    assert row.preview.endswith("…")
    assert len(row.preview) <= 301


def test_times_beyond_the_calendar_are_null() -> None:
    assert rfc3339(0) == "1970-01-01T00:00:00Z"
    assert rfc3339(None) is None
    assert rfc3339(10**18) is None


def test_contacts_come_by_last_touch_and_the_future_is_none(reading: Connection) -> None:
    names = [row.name for row in contact_rows(reading, Find(now=NOW))]
    assert names == ["Nadia Haddad", "Jürgen Müller", "Dana Cole", "Ivo Petrov", "Rosa Quiet"]
    dana = contact(reading, 1, NOW)
    assert dana is not None
    assert dana.last_touch == NOW - 2 * DAY, "neither the meeting to come nor the orphan counts"
    assert dana.addresses == ("dana.cole@harborvale.example", "dana@private.example")
    assert contact(reading, 99) is None


def test_contacts_of_a_deal_have_their_roles(reading: Connection) -> None:
    on = {(row.name, row.role) for row in contact_rows(reading, Find(deal=RENEWAL))}
    assert on == {("Dana Cole", "champion"), ("Ivo Petrov", "purchasing")}
    assert {row.name for row in contact_rows(reading, Find(company=HARBOR))} == {"Dana Cole", "Ivo Petrov"}
    assert {row.name for row in contact_rows(reading, Find(words="private.ex"))} == {"Dana Cole"}


def test_open_deals_come_first(reading: Connection) -> None:
    assert [row.key for row in deal_rows(reading, Find(now=NOW))] == [PILOT, GLASS, RENEWAL, WAREHOUSE, OLD]
    assert [row.key for row in deal_rows(reading, Find(contact=3))] == [PILOT]
    assert [row.key for row in deal_rows(reading, Find(company=2, status="lost"))] == [OLD]
    one = deal(reading, PILOT, NOW)
    assert one is not None
    assert (one.company, one.amount, one.currency, one.last_touch) == ("Kestrel Health", "36000", "GBP", NOW - HOUR)


def test_companies_count_their_people_and_open_deals(reading: Connection) -> None:
    one = company(reading, HARBOR, NOW)
    assert one is not None
    assert (one.contacts, one.open_deals, one.domains) == (2, 2, ("harborvale.example",))
    assert [row.name for row in company_rows(reading, Find(words="kestrel-h"))] == ["Kestrel Health"]
    assert company(reading, 99) is None


def test_lists_are_paged(reading: Connection) -> None:
    whole = [row.key for row in contact_rows(reading)]
    assert [row.key for n in range(5) for row in contact_rows(reading, Find(limit=1, offset=n))] == whole


def test_status_names_the_oldest_complete_time(reading: Connection) -> None:
    archive, work = status(reading)
    assert (archive.account, archive.state, archive.last_complete_at) == ("archive", "RECONNECT", NOW - 9 * DAY)
    assert (work.state, work.last_complete_at, work.next_check_at) == ("SKIPPED", NOW - 240, NOW + 300)
    assert as_json(work) == {
        "account": "work",
        "provider": "imap",
        "state": "SKIPPED",
        "sentence": "Everything is here, but 1 item waits aside because it could not be read.",
        "action": "Nothing else was held up. `repside quarantine` lists what waits, and tries again when you say so.",
        "last_complete_at": "2026-11-19T09:56:00Z",
        "next_check_at": "2026-11-19T10:05:00Z",
    }


def test_healthy_is_said_only_of_what_is_whole(database: Database, ids: dict[str, int]) -> None:
    change(database, "delete from items where state = 'quarantined'")
    assert state_of_work(database).state == "AUDIT_OVERDUE"
    change(database, f"update streams set audited_at = {NOW - 60}")
    assert state_of_work(database).state == "HEALTHY"
    change(database, "update streams set complete_at = null, remaining = 12 where remote = 'INBOX'")
    work = state_of_work(database)
    assert (work.state, work.last_complete_at, work.remaining) == ("CATCHING_UP", None, 12)
    assert work.sentence.startswith("Your history is being read: 12 of ")
    change(database, "delete from activities", "delete from streams")
    assert state_of_work(database).sentence == "Nothing was read from this account yet."


def test_the_receipt_counts_every_item_once(reading: Connection) -> None:
    rows = {row.stream: row for row in receipt(reading)}
    inbox = rows["INBOX"]
    assert (inbox.held, inbox.quarantined, inbox.skipped) == (31, 1, {"bulk": 57, "internal": 22, "auto_reply": 3})
    assert list(inbox.skipped) == ["bulk", "internal", "auto_reply"], "the largest first"
    total = reading.scalar(text("select count(*) from items"))
    assert sum(row.total for row in rows.values()) == total
    assert as_json(rows["cal"]) == {
        "account": "work",
        "stream": "cal",
        "remote": None,
        "captured": 4,
        "held": 0,
        "skipped": {"solo": 6},
        "quarantined": 0,
        "unexplained": None,
    }


def test_a_stream_without_items_is_on_the_receipt(database: Database, ids: dict[str, int]) -> None:
    change(database, "delete from items where stream_id = 5")
    with database.read() as reading:
        junk = next(row for row in receipt(reading) if row.stream == "Junk")
    assert (junk.total, junk.skipped) == (0, {})


def test_counts(reading: Connection) -> None:
    assert counts(reading) == (53, 1, 35, 1)


def test_an_unknown_row_has_no_json() -> None:
    with pytest.raises(TypeError):
        as_json("text")


def test_every_row_of_the_history_has_json(reading: Connection) -> None:
    rows: list[ActivityRow] = timeline(reading, Filter(limit=EVERYTHING))
    keys = {frozenset(as_json(row)) for row in rows}
    assert len(keys) == 2, "one shape for messages, one for meetings"


def test_one_or_two_letters_are_a_word_and_not_a_beginning(database: Database, ids: dict[str, int]) -> None:
    with database.write() as connection:
        connection.execute(text("delete from activity_search"))
        shelf = handmade.Shelf(connection)
        shelf.last = 700
        own = shelf.put(NOW - DAY, [("from", handmade.NADIA)], "Plan B")
        shelf.put(NOW - DAY, [("from", handmade.NADIA)], "Plan Berlin")
    with database.read() as connection:
        assert found(connection, Filter(query="plan b")) == {own}
        assert found(connection, Filter(query="plan be")) == set()
        assert len(found(connection, Filter(query="plan ber"))) == 1
        assert len(found(connection, Filter(query="plan"))) == 2
