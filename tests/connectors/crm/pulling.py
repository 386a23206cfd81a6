"""The laws of pulling, as tests."""

from __future__ import annotations

from contextlib import suppress

import pytest

from sync.crm import CRM, CrmContact, CrmDeal, RecordKind
from sync.errors import StartOver
from sync.model import Cursor
from tests.connectors.crm.world import ADA, BEN, STAGES, World, bare, needs, pull


class PullContract:
    """`CRM.pull`."""

    def test_all_is_pulled_as_it_is(self, world: World, crm: CRM) -> None:
        company = world.company("Customer", "customer.example")
        ada = world.contact("Ada Byron", ADA, company=company, title="Buyer", phone="+49 30 1")
        ben = world.contact("Ben Low", BEN)
        on_it = ((ada, world.role), (ben, ""))
        deal = world.deal("Engines", company=company, amount="45000.00", currency="EUR", close_date="2026-03-31",
                          next_step="Call Ada", next_step_date="2026-03-05", contacts=on_it)  # fmt: skip
        bare_deal = world.deal("Later")
        book = pull(crm)
        expected: list[tuple[RecordKind, str]] = [("company", company), ("contact", ada), ("contact", ben)]
        expected += [("deal", deal), ("deal", bare_deal)]
        assert set(book.records) == set(expected)
        for kind, id_ in expected:
            assert bare(book.records[kind, id_]) == bare(world.holds(kind, id_))
        found = book.records["deal", deal]
        assert isinstance(found, CrmDeal)
        assert (found.amount, found.currency, found.close_date) == ("45000.00", "EUR", "2026-03-31")
        assert (found.next_step, found.next_step_date, found.stage) == ("Call Ada", "2026-03-05", STAGES[0])
        assert set(found.contacts) == set(on_it)

    def test_stages_come_in_order(self, world: World, crm: CRM) -> None:
        world.deal("Engines")
        stages = [stage for stage in pull(crm).stages if stage.pipeline == world.pipeline]
        assert [stage.name for stage in sorted(stages, key=lambda stage: stage.position)] == list(STAGES)
        assert [stage.status for stage in stages] == ["open", "open", "open", "won", "lost"]

    def test_a_deal_says_how_it_ended(self, world: World, crm: CRM) -> None:
        won, lost = world.deal("Won", stage=STAGES[3]), world.deal("Lost", stage=STAGES[4])
        records = pull(crm).records
        statuses = [deal.status for id_ in (won, lost) if isinstance(deal := records["deal", id_], CrmDeal)]
        assert statuses == ["won", "lost"]

    def test_many_take_several_pages_and_none_is_missing(self, world: World, crm: CRM) -> None:
        ids = {("company", world.company(f"Company {n}")) for n in range(world.bulk)}
        book = pull(crm)
        assert len(book.pages) >= 3
        assert set(book.records) == ids

    def test_a_pull_left_half_way_goes_on_from_its_last_page(self, world: World) -> None:
        ids = {("company", world.company(f"Company {n}")) for n in range(world.bulk)}
        ids |= {("deal", world.deal(f"Deal {n}")) for n in range(4)}
        have, cursor = set(), None
        for _ in range(200):
            fresh = world.connector()
            page = next(iter(fresh.pull(cursor)), None)
            fresh.close()
            if page is None:
                break
            have |= {("company", each.id) for each in page.companies} | {("deal", each.id) for each in page.deals}
            cursor = page.cursor
        assert have == ids

    def test_empty_is_no_error(self, crm: CRM) -> None:
        book = pull(crm)
        assert book.records == {}
        if book.cursor is not None:
            assert pull(crm, book).pages == []

    def test_nothing_new_no_page(self, world: World, crm: CRM) -> None:
        world.deal("Engines", contacts=((world.contact("Ada Byron", ADA), ""),))
        assert pull(crm, pull(crm)).pages == []

    def test_what_changes_is_found_by_the_next_pull(self, world: World, crm: CRM) -> None:
        company, ada, deal = world.company("Customer"), world.contact("Ada Byron", ADA), world.deal("Engines")
        book = pull(crm)
        world.edit("company", company, name="Customer Ltd")
        world.edit("contact", ada, title="CFO", company=company)
        world.edit("deal", deal, amount="9.50", currency="EUR", contacts=((ada, ""),))
        new = world.deal("New")
        book = pull(crm, book)
        changed: list[tuple[RecordKind, str]] = [("company", company), ("contact", ada), ("deal", deal), ("deal", new)]
        for kind, id_ in changed:
            assert bare(book.records[kind, id_]) == bare(world.holds(kind, id_))

    def test_a_revision_changes_with_its_record(self, world: World, crm: CRM) -> None:
        ada, deal = world.contact("Ada Byron", ADA), world.deal("Engines")
        before = pull(crm)
        world.edit("contact", ada, title="CFO")
        world.edit("deal", deal, close_date="2026-09-30")
        after = pull(crm, before)
        for kind, id_ in (("contact", ada), ("deal", deal)):
            one, two = before.records[kind, id_], after.records[kind, id_]  # type: ignore[index]
            assert isinstance(one, CrmContact | CrmDeal)
            assert isinstance(two, CrmContact | CrmDeal)
            assert one.revision != two.revision

    def test_what_changes_while_we_pull_is_found(self, world: World, crm: CRM) -> None:
        """The anchor is read before the listing."""
        companies = [world.company(f"Company {n}") for n in range(world.bulk)]
        have: dict[str, str] = {}
        cursor: Cursor | None = None
        for number, page in enumerate(crm.pull(None)):
            have.update((each.id, each.name) for each in page.companies)
            cursor = page.cursor
            if number == 0:  # one that was read already, one that is to come, one that is new
                world.edit("company", companies[0], name="Renamed first")
                world.edit("company", companies[-1], name="Renamed last")
                companies.append(world.company("New"))
        assert cursor is not None
        for page in crm.pull(cursor):
            have.update((each.id, each.name) for each in page.companies)
        assert have == {id_: getattr(world.holds("company", id_), "name", None) for id_ in companies}

    def test_a_replay_tells_the_same_again(self, world: World, crm: CRM) -> None:
        deal = world.deal("Engines")
        old = pull(crm)
        world.edit("deal", deal, close_date="2026-09-30")
        first, again = pull(crm, old), pull(crm, old)
        assert first.records == again.records
        assert first.records != old.records

    def test_dead_cursor_says_start_over(self, world: World, crm: CRM) -> None:
        world.deal("Engines")
        cursor = pull(crm).cursor
        assert cursor is not None
        dead = world.expire(cursor)
        if dead is None:
            pytest.skip("cursors of this CRM never die")
        with pytest.raises(StartOver):
            list(crm.pull(dead))
        assert len(pull(crm).records) == 1

    @pytest.mark.parametrize("kind", [None, "of-another-age"])
    @pytest.mark.parametrize("value", ["", "{", "[]", "null", "{}", '{"v": "x"}', "\x00", "[" * 100_000])
    def test_strange_cursor_says_start_over(self, world: World, crm: CRM, kind: str | None, value: str) -> None:
        world.deal("Engines")
        own = pull(crm).cursor
        assert own is not None
        with pytest.raises(StartOver):
            list(crm.pull(Cursor(kind or own.kind, value)))

    def test_cursor_with_a_strange_part_says_start_over_or_serves(self, world: World, crm: CRM) -> None:
        """A cursor that was cut or mixed up: no other error, and nothing is asked in its words."""
        for n in range(world.bulk):
            world.company(f"Company {n}")
        cursor = next(iter(crm.pull(None))).cursor
        for cut in range(0, len(cursor.value), 7):
            for strange in ("", "' OR Id != '", "9" * 20, "null"):
                with suppress(StartOver):
                    list(crm.pull(Cursor(cursor.kind, cursor.value[:cut] + strange + cursor.value[cut + 1 :])))

    def test_removed_is_told_and_nothing_else_is(self, world: World, crm: CRM) -> None:
        needs("removed" in world.tells)
        ada, ben = world.contact("Ada Byron", ADA), world.contact("Ben Low", BEN)
        deal, kept = world.deal("Engines"), world.deal("Kept")
        book = pull(crm)
        world.remove("contact", ben)
        world.remove("deal", deal)
        book = pull(crm, book)
        assert book.removed == {("contact", ben), ("deal", deal)}
        assert set(book.records) == {("contact", ada), ("deal", kept)}

    @pytest.mark.parametrize("kind", ["contact", "company"])
    def test_merged_is_told_with_what_is_left(self, world: World, crm: CRM, kind: RecordKind) -> None:
        needs("merged" in world.tells)
        make = world.contact if kind == "contact" else world.company
        one, two = (
            make("One", *([ADA] if kind == "contact" else [])),
            make("Two", *([BEN] if kind == "contact" else [])),
        )
        book = pull(crm)
        left = world.merge(kind, one, two)
        book = pull(crm, book)
        assert book.merged[kind, one] == left
        assert set(book.records) == {(kind, left)}
        assert (kind, left) not in book.removed

    def test_a_deal_given_away_is_told(self, world: World, crm: CRM) -> None:
        needs("given" in world.tells)
        deal, kept = world.deal("Engines"), world.deal("Kept")
        book = pull(crm)
        world.give_away(deal)
        book = pull(crm, book)
        assert ("deal", deal) in book.removed
        assert set(book.records) == {("deal", kept)}
        assert set(pull(crm).records) == {("deal", kept)}

    def test_what_a_person_typed_is_marked(self, world: World, crm: CRM) -> None:
        needs("typed" in world.tells)
        ada = world.contact("Ada Byron", ADA, phone="+49 30 1", title="Buyer", typed=["phone"])
        found = pull(crm).records["contact", ada]
        assert isinstance(found, CrmContact)
        assert found.typed == {"phone"}
