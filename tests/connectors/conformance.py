"""What "connector" means, as tests. A provider brings only a `World`: a mailbox that changes behind its connector's back.

A test class takes part like this:

    class TestMaildir(ConnectorContract):
        @pytest.fixture
        def world(self, tmp_path: Path) -> Iterator[World]:
            yield MaildirWorld(tmp_path)
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise

import pytest

from sync.errors import RepsideError, StartOver, Wait
from sync.model import Cursor, Gone, Message, Ref, Rejected, Stream
from sync.ports import Connector
from tests.connectors.world import MINUTE, NOON, TEXTS, World, fill, listing, mail, names, refs_of, settle, truth


class ConnectorContract:
    """The laws of `sync.ports.Connector`. Subclasses bring the fixture `world`."""

    @pytest.fixture
    def world(self) -> Iterator[World]:
        raise NotImplementedError

    @pytest.fixture
    def connector(self, world: World) -> Iterator[Connector]:
        connector = world.connector()
        yield connector
        connector.close()

    @pytest.fixture
    def stream(self, world: World, connector: Connector) -> Stream:
        return world.stream(connector)

    # streams

    def test_streams_are_named_once(self, world: World, connector: Connector, stream: Stream) -> None:
        fill(world, 1)
        streams = connector.streams()
        assert stream in streams
        assert len({each.id for each in streams}) == len(streams)
        assert all(each.id and each.name for each in streams)

    # listing

    def test_every_item_isnames(self, world: World, connector: Connector, stream: Stream) -> None:
        ids = fill(world, 7)
        assert sorted(listing(connector, stream).named) == sorted(ids)

    def test_listing_from_the_start_is_newest_first(self, world: World, connector: Connector, stream: Stream) -> None:
        fill(world, world.bulk)
        pages = [page for page in connector.changes(stream, None) if page.changed]
        assert len(pages) >= 3
        received = [[ref.header.received or 0 for ref in page.changed] for page in pages]
        for newer, older in pairwise(received):
            assert min(newer) >= max(older)

    def test_pages_say_how_much_remains(self, world: World, connector: Connector, stream: Stream) -> None:
        fill(world, world.bulk)
        remaining = [page.remaining for page in connector.changes(stream, None) if page.remaining is not None]
        assert remaining == sorted(remaining, reverse=True)
        assert remaining[0] > 0
        assert remaining[-1] == 0

    def test_header_says_who_when_and_what(self, world: World, connector: Connector, stream: Stream) -> None:
        item = world.add(mail(5), NOON + 5 * MINUTE)
        (ref,) = refs_of(listing(connector, stream))
        header = ref.header
        assert (ref.id, header.subject, header.message_id) == (item, "Offer 5", "mail-5@customer.example")
        assert [(person.role, person.address) for person in header.people] == [
            ("from", "ada5@customer.example"),
            ("to", "rob@seller.example"),
        ]
        assert header.references == ("before-5@seller.example",)
        assert header.date == NOON + 5 * MINUTE
        assert header.received == NOON + 5 * MINUTE

    def test_empty_stream_is_no_error(self, connector: Connector, stream: Stream) -> None:
        first = listing(connector, stream)
        assert first.named == []
        assert truth(connector, stream) == set()
        if first.cursor is not None:
            assert listing(connector, stream, first.cursor).pages == []

    # cursors

    def test_quiet_yields_no_page(self, world: World, connector: Connector, stream: Stream) -> None:
        fill(world, 5)
        cursor = listing(connector, stream).cursor
        assert listing(connector, stream, cursor).pages == []

    def test_quiet_costs_one_request(self, world: World, connector: Connector, stream: Stream) -> None:
        fill(world, 5)
        cursor = listing(connector, stream).cursor
        before = world.requests()
        if before is None:
            pytest.skip("nobody counts requests here")
        assert listing(connector, stream, cursor).pages == []
        after = world.requests()
        assert after is not None
        assert after - before == 1

    def test_new_item_is_found_by_the_next_round(self, world: World, connector: Connector, stream: Stream) -> None:
        fill(world, 3)
        cursor = listing(connector, stream).cursor
        new = world.add(mail(9), NOON + 9 * MINUTE)
        assert new in listing(connector, stream, cursor).named

    def test_old_mail_that_arrives_late_is_found(self, world: World, connector: Connector, stream: Stream) -> None:
        fill(world, 3, first=100)
        cursor = listing(connector, stream).cursor
        late = world.add(mail(1), NOON - 1_000 * MINUTE)
        assert late in listing(connector, stream, cursor).named

    def test_arrivals_while_pages_are_read_are_found(self, world: World, connector: Connector, stream: Stream) -> None:
        ids = set(fill(world, world.bulk))
        have: set[str] = set()
        cursor: Cursor | None = None
        for number, page in enumerate(connector.changes(stream, None)):
            have |= set(names(page))
            cursor = page.cursor
            if number < 3:
                ids.add(world.add(mail(5_000 + number), NOON + (5_000 + number) * MINUTE))
        have, _ = settle(connector, stream, cursor, have)
        assert have == ids

    def test_every_page_is_a_place_to_start_from(self, world: World, connector: Connector, stream: Stream) -> None:
        ids = set(fill(world, world.bulk))
        pages = list(connector.changes(stream, None))
        assert len(pages) >= 3
        seen: set[str] = set()
        for page in pages[:4]:
            seen |= set(names(page))
            fresh = world.connector()
            have, _ = settle(fresh, stream, page.cursor, set(seen))
            fresh.close()
            assert have == ids

    def test_a_listing_left_half_way_loses_nothing(self, world: World, connector: Connector, stream: Stream) -> None:
        ids = set(fill(world, world.bulk))
        have: set[str] = set()
        cursor: Cursor | None = None
        for _ in range(50):
            page = next(iter(connector.changes(stream, cursor)), None)
            if page is None:
                break
            have |= set(names(page))
            cursor = page.cursor
        assert have == ids

    def test_replay_names_the_same_again(self, world: World, connector: Connector, stream: Stream) -> None:
        fill(world, 4)
        old = listing(connector, stream).cursor
        new = set(fill(world, 3, first=50))
        first = listing(connector, stream, old)
        again = listing(connector, stream, old)
        assert set(first.named) >= new
        assert set(again.named) >= new
        assert first.cursor == again.cursor

    def test_revision_and_id_stay(self, world: World, connector: Connector, stream: Stream) -> None:
        fill(world, 4)
        other = world.connector()
        assert {(ref.id, ref.revision) for ref in refs_of(listing(connector, stream))} == {
            (ref.id, ref.revision) for ref in refs_of(listing(other, stream))
        }
        other.close()

    def test_dead_cursor_says_start_over(self, world: World, connector: Connector, stream: Stream) -> None:
        fill(world, 3)
        cursor = listing(connector, stream).cursor
        assert cursor is not None
        dead = world.expire(cursor)
        with pytest.raises(StartOver):
            listing(connector, stream, dead)
        assert set(listing(connector, stream).named) == truth(connector, stream)

    @pytest.mark.parametrize("kind", [None, "of-another-age"])
    @pytest.mark.parametrize("value", ["", "{", "[]", "null", "{}", '{"v": "x"}', "\x00"])
    def test_strange_cursor_says_start_over(
        self, world: World, connector: Connector, stream: Stream, kind: str | None, value: str
    ) -> None:
        fill(world, 1)
        own = listing(connector, stream).cursor
        assert own is not None
        with pytest.raises(StartOver):
            listing(connector, stream, Cursor(kind or own.kind, value))

    # removal

    def test_removed_item_is_told(self, world: World, connector: Connector, stream: Stream) -> None:
        ids = fill(world, 5)
        have, cursor = settle(connector, stream, None, set())
        world.remove(ids[2])
        have, _ = settle(connector, stream, cursor, have)
        assert have == set(ids) - {ids[2]}

    def test_removed_and_added_between_rounds(self, world: World, connector: Connector, stream: Stream) -> None:
        ids = fill(world, 5)
        have, cursor = settle(connector, stream, None, set())
        world.remove(ids[4])
        new = world.add(mail(77), NOON + 77 * MINUTE)
        have, _ = settle(connector, stream, cursor, have)
        assert have == {*ids[:4], new}

    def test_only_what_is_gone_is_called_removed(self, world: World, connector: Connector, stream: Stream) -> None:
        ids = fill(world, 5)
        cursor = listing(connector, stream).cursor
        world.remove(ids[0])
        world.remove(ids[3])
        later = listing(connector, stream, cursor)
        assert not later.removed & {ids[1], ids[2], ids[4]}
        for page in later.pages:
            assert page.snapshot is None or {ids[1], ids[2], ids[4]} <= page.snapshot

    def test_all_removed(self, world: World, connector: Connector, stream: Stream) -> None:
        ids = fill(world, 3)
        have, cursor = settle(connector, stream, None, set())
        for item in ids:
            world.remove(item)
        have, _ = settle(connector, stream, cursor, have)
        assert have == set()

    @pytest.mark.parametrize("seed", range(3))
    def test_any_history_of_changes_ends_in_the_truth(self, world: World, stream: Stream, seed: int) -> None:
        chance = random.Random(seed)
        present: list[str] = []
        have: set[str] = set()
        cursor: Cursor | None = None
        for step in range(12):
            new = range(step * 10, step * 10 + chance.randrange(4))
            present += [world.add(mail(number), NOON + chance.randrange(10_000) * MINUTE) for number in new]
            for _ in range(chance.randrange(3)):
                if present:
                    world.remove(present.pop(chance.randrange(len(present))))
            if chance.random() < 0.6:
                connector = world.connector()
                have, cursor = settle(connector, stream, cursor, have)
                assert have == set(present) == truth(connector, stream)
                connector.close()

    # items

    def test_look_answers_once_for_each(self, world: World, connector: Connector, stream: Stream) -> None:
        ids = fill(world, 4)
        world.remove(ids[1])
        seen = list(connector.look(stream, ids))
        assert sorted(each.id for each in seen) == sorted(ids)
        assert {each.id for each in seen if isinstance(each, Gone)} == {ids[1]}
        subjects = {each.id: each.header.subject for each in seen if isinstance(each, Ref)}
        assert subjects == {ids[0]: "Offer 1", ids[2]: "Offer 3", ids[3]: "Offer 4"}

    def test_look_agrees_with_the_listing(self, world: World, connector: Connector, stream: Stream) -> None:
        fill(world, 3)
        refs = refs_of(listing(connector, stream))
        looked = [each for each in connector.look(stream, [ref.id for ref in refs]) if isinstance(each, Ref)]
        assert sorted(looked) == sorted(refs)

    def test_nothing_asked_nothing_answered(self, connector: Connector, stream: Stream) -> None:
        assert list(connector.look(stream, [])) == []
        assert list(connector.fetch(stream, [])) == []

    def test_fetch_answers_once_for_each(self, world: World, connector: Connector, stream: Stream) -> None:
        ids = fill(world, 6)
        refs = refs_of(listing(connector, stream))
        world.remove(ids[0])
        world.remove(ids[3])
        records = list(connector.fetch(stream, refs))
        assert sorted(each.id for each in records) == sorted(ids)
        assert {each.id for each in records if isinstance(each, Gone)} == {ids[0], ids[3]}
        texts = {each.id: each.text for each in records if isinstance(each, Message)}
        assert texts == {ids[n - 1]: f"We take {n} of them." for n in (2, 3, 5, 6)}

    def test_fetch_takes_a_part_of_therefs_of(self, world: World, connector: Connector, stream: Stream) -> None:
        fill(world, 6)
        refs = refs_of(listing(connector, stream))[1:3]
        assert {each.id for each in connector.fetch(stream, refs)} == {ref.id for ref in refs}

    def test_fetch_between_pages(self, world: World, connector: Connector, stream: Stream) -> None:
        ids = fill(world, world.bulk)
        seen: dict[str, str] = {}
        for page in connector.changes(stream, None):
            for each in connector.fetch(stream, list(page.changed)):
                assert isinstance(each, Message)
                seen[each.id] = each.text
        assert seen == {item: f"We take {n} of them." for n, item in enumerate(ids, 1)}

    @pytest.mark.parametrize("name", TEXTS)
    def test_text_survives(self, world: World, connector: Connector, stream: Stream, name: str) -> None:
        raw, expected = TEXTS[name]
        expected = getattr(world, "texts", {}).get(name, expected)
        world.add(raw, NOON)
        (message,) = connector.fetch(stream, refs_of(listing(connector, stream)))
        assert isinstance(message, Message)
        assert message.text.strip() == expected

    def test_signature_comes_along(self, world: World, connector: Connector, stream: Stream) -> None:
        card = "Ada Lee\nHead of Purchasing\n+44 20 7946 0018"
        world.add(
            mail(1, f"We take it.\n\n-- \n{card}\n\nOn Monday, Rob <rob@seller.example> wrote:\n> Hi\n> Rob\n"), NOON
        )
        (message,) = connector.fetch(stream, refs_of(listing(connector, stream)))
        assert isinstance(message, Message)
        assert (message.text, message.signature) == ("We take it.", card)

    def test_attachments_are_named_only(self, world: World, connector: Connector, stream: Stream) -> None:
        world.add(TEXTS["alternative in mixed"][0], NOON)
        (message,) = connector.fetch(stream, refs_of(listing(connector, stream)))
        assert isinstance(message, Message)
        assert message.attachments == ("Angebot März.pdf",)

    def test_message_carries_its_header(self, world: World, connector: Connector, stream: Stream) -> None:
        fill(world, 2)
        refs = refs_of(listing(connector, stream))
        headers = {each.id: each.header for each in connector.fetch(stream, refs) if isinstance(each, Message)}
        assert headers == {ref.id: ref.header for ref in refs}

    # the other side of the receipt

    def test_census_is_the_truth(self, world: World, connector: Connector, stream: Stream) -> None:
        ids = fill(world, 8)
        world.remove(ids[5])
        assert truth(connector, stream) == set(ids) - {ids[5]}

    def test_census_names_each_once(self, world: World, connector: Connector, stream: Stream) -> None:
        ids = fill(world, 8)
        assert sorted(name for part in connector.census(stream) for name in part) == sorted(ids)

    # manners

    def test_reading_changes_nothing(self, world: World, connector: Connector, stream: Stream) -> None:
        ids = fill(world, 6)
        before = world.fingerprint()
        refs = refs_of(listing(connector, stream))
        list(connector.fetch(stream, refs))
        list(connector.look(stream, ids))
        list(connector.census(stream))
        connector.streams()
        connector.close()
        assert world.fingerprint() == before

    def test_close_twice(self, world: World, connector: Connector, stream: Stream) -> None:
        fill(world, 1)
        listing(connector, stream)
        connector.close()
        connector.close()

    def test_close_before_use(self, world: World) -> None:
        world.connector().close()

    def test_unknown_stream_is_an_error_of_ours(self, connector: Connector) -> None:
        with pytest.raises(RepsideError):
            listing(connector, Stream("no such place", "no such place"))

    def test_unreachable_provider_is_worth_waiting_for(self, world: World, stream: Stream) -> None:
        connector = world.broken()
        if connector is None:
            pytest.skip("this provider is always there")
        with pytest.raises(Wait):
            connector.streams()
        with pytest.raises(Wait):
            listing(connector, stream)
        connector.close()

    def test_strange_ids_are_answered(self, world: World, connector: Connector, stream: Stream) -> None:
        (item,) = fill(world, 1)
        strange = ["", "nonsense", "1:*", "99999999999999", "-1", "a\r\nb", "../up"]
        seen = {each.id: each for each in connector.look(stream, [item, *strange])}
        assert set(seen) == {item, *strange}
        assert isinstance(seen[item], Ref)
        assert all(isinstance(seen[name], Gone | Rejected) for name in strange)
