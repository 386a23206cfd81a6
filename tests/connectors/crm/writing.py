"""The laws of reading and writing one field, as tests."""

from __future__ import annotations

import pytest

from sync.crm import CONTACT_FIELDS, CRM, DEAL_FIELDS, ROLES, Change, CrmContact, CrmDeal, RecordKind
from sync.crm_errors import CrmConflict, CrmRecordGone, CrmRefused
from tests.connectors.crm.world import ADA, BEN, CASES, World, bare, needs, pull, staged


class WriteContract:
    """`CRM.read`, `apply` and `landed` on a good day."""

    @pytest.mark.parametrize("field", CASES)
    def test_a_field_is_read_written_and_read(self, world: World, crm: CRM, field: str) -> None:
        needs(field in world.fields)
        change = staged(world, field)
        assert crm.read(change) == change.old
        assert not crm.landed(change)
        assert crm.apply(change) == change.id
        assert crm.read(change) == change.new
        assert crm.landed(change)
        assert world.writes() == 1
        record = world.holds(change.record, change.id)
        assert bare(pull(crm).records[change.record, change.id]) == bare(record)

    @pytest.mark.parametrize("field", ["next_step", "close_date", "amount", "phone", "title"])
    def test_an_empty_field_is_filled(self, world: World, crm: CRM, field: str) -> None:
        needs(field in world.fields)
        case, contact = CASES[field], field in {"phone", "title"}
        id_ = world.contact("Ada Byron", ADA) if contact else world.deal("Engines")
        change = Change("k", "contact" if contact else "deal", id_, field, None, case.new, world.pipeline)
        assert crm.read(change) is None
        crm.apply(change)
        assert crm.read(change) == case.new

    @pytest.mark.parametrize("field", CASES)
    def test_what_is_there_already_is_not_written(self, world: World, crm: CRM, field: str) -> None:
        needs(field in world.fields)
        change = staged(world, field)
        crm.apply(change)
        assert crm.apply(change) == change.id
        assert world.writes() == 1

    @pytest.mark.parametrize("field", CASES)
    def test_somebody_elses_value_is_never_written_over(self, world: World, crm: CRM, field: str) -> None:
        needs(field in world.fields)
        change = staged(world, field)
        world.edit(change.record, change.id, **CASES[field].other)
        other = world.holds(change.record, change.id)
        with pytest.raises(CrmConflict) as caught:
            crm.apply(change)
        assert caught.value.current == crm.read(change)
        assert caught.value.current not in (change.old, change.new, None)
        assert (world.writes(), world.holds(change.record, change.id)) == (0, other)
        assert not crm.landed(change)

    @pytest.mark.parametrize("field", CASES)
    def test_somebody_between_reading_and_writing_is_noticed(self, world: World, crm: CRM, field: str) -> None:
        needs(field in world.fields and world.guarded, "this CRM has no conditional writes")
        change = staged(world, field)
        world.meanwhile(lambda: world.edit(change.record, change.id, **CASES[field].other))
        with pytest.raises(CrmConflict):
            crm.apply(change)
        assert crm.read(change) not in (change.old, change.new)

    def test_another_field_of_the_record_is_no_conflict_and_stays(self, world: World, crm: CRM) -> None:
        needs("close_date" in world.fields)
        change = staged(world, "close_date")
        world.edit("deal", change.id, name="Engines and more", amount="7.00", currency="EUR")
        before = world.holds("deal", change.id)
        assert isinstance(before, CrmDeal)
        crm.apply(change)
        assert bare(world.holds("deal", change.id)) == bare(before._replace(close_date="2026-06-30"))

    def test_a_stage_that_the_pipeline_lacks_is_refused(self, world: World, crm: CRM) -> None:
        needs("stage" in world.fields)
        change = staged(world, "stage")._replace(new="No such stage")
        with pytest.raises(CrmRefused) as caught:
            crm.apply(change)
        assert "No such stage" in caught.value.sentence
        assert world.writes() == 0

    @pytest.mark.parametrize("field", CASES)
    def test_a_deleted_record_is_gone(self, world: World, crm: CRM, field: str) -> None:
        needs(field in world.fields)
        change = staged(world, field)
        world.remove(change.record, change.id)
        with pytest.raises(CrmRecordGone):
            crm.read(change)
        with pytest.raises(CrmRecordGone):
            crm.apply(change)
        assert world.writes() == 0
        assert not crm.landed(change)

    def test_a_merged_contact_is_gone(self, world: World, crm: CRM) -> None:
        needs("phone" in world.fields and "merged" in world.tells)
        change = staged(world, "phone")
        world.merge("contact", change.id, world.contact("Ben Low", BEN))
        with pytest.raises(CrmRecordGone):
            crm.apply(change)
        assert world.writes() == 0

    def test_a_deal_given_away_is_not_written(self, world: World, crm: CRM) -> None:
        needs("close_date" in world.fields and "given" in world.tells)
        change = staged(world, "close_date")
        world.give_away(change.id)
        with pytest.raises(CrmRecordGone):
            crm.apply(change)
        assert world.writes() == 0

    # people on a deal

    def test_a_new_contact_is_made_once_and_put_on_the_deal(self, world: World, crm: CRM) -> None:
        needs("new_contact" in world.fields)
        company = world.company("Customer", "customer.example")
        change = newcomer(world.deal("Engines", company=company))
        assert crm.read(change) is None
        assert not crm.landed(change)
        made = crm.apply(change)
        assert world.people(ADA) == [made]
        held = world.holds("contact", made)
        assert isinstance(held, CrmContact)
        assert (held.name, held.addresses, held.title) == ("Ada Byron", (ADA,), "Buyer")
        assert [id_ for id_, _ in on(world, change.id)] == [made]
        assert crm.landed(change)
        assert crm.read(change) == change.new
        writes = world.writes()
        assert crm.apply(change) == made
        assert world.writes() == writes

    def test_a_contact_whom_the_crm_knows_is_not_made_again(self, world: World, crm: CRM) -> None:
        needs("new_contact" in world.fields)
        ben, change = world.contact("Ben Low", BEN), newcomer(world.deal("Engines"))
        ada = world.contact("A. Byron", ADA, title="CEO")
        world.edit("deal", change.id, contacts=((ben, ""),))
        assert crm.apply(change) == ada
        assert world.people(ADA) == [ada]
        assert {id_ for id_, _ in on(world, change.id)} == {ada, ben}
        held = world.holds("contact", ada)
        assert isinstance(held, CrmContact)
        assert (held.name, held.title) == ("A. Byron", "CEO"), "only the deal was approved, not the person's details"

    def test_a_new_contact_that_somebody_makes_meanwhile_is_taken(self, world: World, crm: CRM) -> None:
        needs("new_contact" in world.fields and world.guarded)
        change = newcomer(world.deal("Engines"))
        world.meanwhile(lambda: world.contact("Ada Byron", ADA))
        made = crm.apply(change)
        assert world.people(ADA) == [made]
        assert [id_ for id_, _ in on(world, change.id)] == [made]

    def test_no_contact_is_made_for_a_deal_that_is_gone(self, world: World, crm: CRM) -> None:
        needs("new_contact" in world.fields)
        change = newcomer(world.deal("Engines"))
        world.remove("deal", change.id)
        with pytest.raises(CrmRecordGone):
            crm.apply(change)
        assert (world.people(ADA), world.writes()) == ([], 0)

    def test_a_role_is_given(self, world: World, crm: CRM) -> None:
        needs("contact_role" in world.fields and bool(world.role))
        change, ada = role_for(world, world.role)
        assert crm.read(change) is None
        assert not crm.landed(change)
        assert crm.apply(change)
        assert crm.landed(change)
        assert crm.read(change) == change.new
        assert on(world, change.id) == [(ada, world.role)]
        assert pull(crm).records["deal", change.id] == pull(world.connector()).records["deal", change.id]
        crm.apply(change)
        assert world.writes() == 1

    def test_a_role_that_somebody_else_gave_is_not_written_over(self, world: World, crm: CRM) -> None:
        needs("contact_role" in world.fields and len(world.roles) > 1)
        one, two = sorted(world.roles)[:2]
        change, ada = role_for(world, one)
        world.edit("deal", change.id, contacts=((ada, two),))
        with pytest.raises(CrmConflict) as caught:
            crm.apply(change)
        assert caught.value.current == {"address": ADA, "role": two}
        assert (world.writes(), on(world, change.id)) == (0, [(ada, two)])

    def test_a_role_that_the_crm_has_no_word_for_is_refused(self, world: World, crm: CRM) -> None:
        needs("contact_role" in world.fields)
        unknown = sorted(set(ROLES) - world.roles)
        needs(bool(unknown), "this CRM has a word for each role")
        change, _ = role_for(world, unknown[0])
        with pytest.raises(CrmRefused):
            crm.apply(change)
        assert world.writes() == 0

    def test_a_role_is_refused_for_whom_the_crm_does_not_know(self, world: World, crm: CRM) -> None:
        needs("contact_role" in world.fields and bool(world.role))
        change, _ = role_for(world, world.role)
        with pytest.raises(CrmRefused):
            crm.apply(change._replace(new={"address": "nobody@customer.example", "role": world.role}))
        assert world.writes() == 0

    # what it takes, and what it leaves alone

    def test_hostile_words_arrive_as_words(self, world: World, crm: CRM) -> None:
        needs("title" in world.fields)
        change = staged(world, "title")
        words = """O'Brien" \\ <b>%27 OR Id != null {{x}} = 1 -- ä 🙂"""
        crm.apply(change._replace(new=words))
        held = world.holds("contact", change.id)
        assert isinstance(held, CrmContact)
        assert held.title == words

    @pytest.mark.parametrize("id_", ["", "../deals", "1?x=1", "a' OR Id != '", "x" * 5_000, "1\r\nX: y", "ä", "0"])
    def test_strange_ids_are_gone(self, world: World, crm: CRM, id_: str) -> None:
        needs("close_date" in world.fields)
        change = staged(world, "close_date")._replace(id=id_)
        with pytest.raises(CrmRecordGone):
            crm.apply(change)
        assert world.writes() == 0

    def test_what_the_crm_cannot_write_is_refused(self, world: World, crm: CRM) -> None:
        for field in {*DEAL_FIELDS, *CONTACT_FIELDS} - world.fields:
            kind: RecordKind = "contact" if field in CONTACT_FIELDS else "deal"
            id_ = world.contact("Ada Byron", ADA) if kind == "contact" else world.deal("Engines")
            with pytest.raises(CrmRefused):
                crm.apply(Change("k", kind, id_, field, None, "x", world.pipeline))
        assert world.writes() == 0

    def test_only_applying_writes(self, world: World, crm: CRM) -> None:
        changes = [staged(world, field) for field in CASES if field in world.fields]
        pull(crm, pull(crm))
        for change in changes:
            crm.read(change)
            crm.landed(change)
        crm.close()
        assert world.writes() == 0

    def test_close_twice_and_before_use(self, world: World) -> None:
        unused, used = world.connector(), world.connector()
        pull(used)
        for each in (unused, used, used):
            each.close()


def newcomer(deal: str) -> Change:
    """Ada is to be put on this deal."""
    return Change("key-new", "deal", deal, "new_contact", None, {"address": ADA, "name": "Ada Byron", "title": "Buyer"})


def role_for(world: World, role: str) -> tuple[Change, str]:
    """Ada, who is on a deal, is to have this role; with her id."""
    ada = world.contact("Ada Byron", ADA)
    deal = world.deal("Engines", contacts=((ada, ""),))
    return Change("key-role", "deal", deal, "contact_role", None, {"address": ADA, "role": role}), ada


def on(world: World, deal: str) -> list[tuple[str, str]]:
    """Who is on the deal, with their roles."""
    held = world.holds("deal", deal)
    assert isinstance(held, CrmDeal)
    return list(held.contacts)
