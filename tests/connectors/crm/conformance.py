"""What "CRM" means, as tests. A CRM brings only a `World`: a server that is edited behind its connector's back.

A test class takes part like this:

    class TestMemory(CrmContract):
        @pytest.fixture
        def world(self) -> World:
            return MemoryWorld()

What a CRM cannot do (`World.fields`, `tells`, a fault that cannot happen to it) is skipped, and said so. The laws of a good day are in
pulling.py and writing.py; here stands what goes wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sync.crm import CRM, CrmContact, Note, Noting
from sync.crm_errors import CrmRecordGone, CrmUnsure
from sync.errors import RepsideError, SignIn, Wait
from tests.connectors.crm.pulling import PullContract
from tests.connectors.crm.world import ADA, CASES, Fault, World, needs, pull, staged
from tests.connectors.crm.writing import WriteContract, newcomer, on

UNSURE: tuple[Fault, ...] = ("broken", "silence", "lost", "page", "half")
"""Answers to a write that say neither yes nor no."""
DONE: tuple[Fault, ...] = ("lost", "half")
"""Of them, those after which the change is there."""
CERTAIN: tuple[Fault, ...] = ("busy", "conflict", "stale", "offline", "denied")
"""Nothing was written, and we know it."""


class CrmContract(PullContract, WriteContract):
    """The laws of `sync.crm.CRM`. Subclasses bring the fixture `world`."""

    @pytest.fixture
    def world(self) -> World:
        raise NotImplementedError

    @pytest.fixture
    def crm(self, world: World) -> Iterator[CRM]:
        made = world.connector()
        yield made
        made.close()

    @pytest.mark.parametrize("fault", ["busy", "broken", "offline", "silence", "page", "denied", "circle"])
    def test_a_pull_that_fails_waits_and_goes_on(self, world: World, crm: CRM, fault: Fault) -> None:
        ids = {("company", world.company(f"Company {n}")) for n in range(world.bulk)}
        needs(world.trouble(fault, "read", 1_000))
        with pytest.raises(SignIn if fault == "denied" else Wait) as caught:
            pull(crm)
        assert not isinstance(caught.value, CrmUnsure)
        assert fault != "busy" or caught.value.fields["retry_after"] == 7
        world.trouble(fault, "read", 0)
        assert set(pull(world.connector()).records) == ids

    @pytest.mark.parametrize("fault", ["busy", "broken", "offline", "silence", "page", "denied"])
    def test_nothing_is_written_when_the_record_cannot_be_read(self, world: World, crm: CRM, fault: Fault) -> None:
        needs("close_date" in world.fields)
        change = staged(world, "close_date")
        needs(world.trouble(fault, "read", 1_000))
        for verb in (crm.read, crm.apply, crm.landed):
            with pytest.raises(SignIn if fault == "denied" else Wait) as caught:
                verb(change)
            assert not isinstance(caught.value, CrmUnsure | CrmRecordGone)
        assert world.writes() == 0

    @pytest.mark.parametrize("field", CASES)
    @pytest.mark.parametrize("fault", UNSURE)
    def test_a_write_without_a_clear_answer_is_never_repeated(
        self, world: World, crm: CRM, field: str, fault: Fault
    ) -> None:
        needs(field in world.fields)
        change = staged(world, field)
        needs(world.trouble(fault, "write"))
        with pytest.raises(CrmUnsure):
            crm.apply(change)
        assert world.writes() == (fault in DONE)
        assert crm.landed(change) is (fault in DONE)
        crm.apply(change)  # what the rep may do once it was looked up
        assert world.writes() == 1
        assert crm.read(change) == change.new

    @pytest.mark.parametrize("fault", UNSURE)
    def test_a_new_contact_without_a_clear_answer_is_made_once(self, world: World, crm: CRM, fault: Fault) -> None:
        needs("new_contact" in world.fields)
        change = newcomer(world.deal("Engines"))
        needs(world.trouble(fault, "write"))
        with pytest.raises(CrmUnsure):
            crm.apply(change)
        assert len(world.people(ADA)) <= 1
        assert crm.landed(change) is bool(on(world, change.id))
        made = crm.apply(change)
        assert world.people(ADA) == [made]
        assert [id_ for id_, _ in on(world, change.id)] == [made]
        held = world.holds("contact", made)
        assert isinstance(held, CrmContact)

    @pytest.mark.parametrize("fault", CERTAIN)
    def test_a_write_that_was_turned_away_is_known_not_to_be_there(self, world: World, crm: CRM, fault: Fault) -> None:
        needs("close_date" in world.fields)
        change = staged(world, "close_date")
        needs(world.trouble(fault, "write", 1_000))
        with pytest.raises(RepsideError) as caught:
            crm.apply(change)
        assert not isinstance(caught.value, CrmUnsure | CrmRecordGone)
        assert fault != "busy" or caught.value.fields["retry_after"] == 7
        assert fault != "denied" or isinstance(caught.value, SignIn)
        assert fault not in {"busy", "offline"} or isinstance(caught.value, Wait)
        assert world.writes() == 0
        world.trouble(fault, "write", 0)
        assert not world.connector().landed(change)

    @pytest.mark.parametrize("fault", ["busy", "broken", "offline", "silence", "page"])
    def test_what_cannot_be_looked_up_now_is_not_guessed(self, world: World, crm: CRM, fault: Fault) -> None:
        needs("close_date" in world.fields)
        change = staged(world, "close_date")
        needs(world.trouble("lost", "write"))
        with pytest.raises(CrmUnsure):
            crm.apply(change)
        needs(world.trouble(fault, "read", 1_000))
        with pytest.raises(Wait):
            crm.landed(change)
        world.trouble(fault, "read", 0)
        assert world.connector().landed(change)

    # activities in the CRM's own history

    @pytest.mark.parametrize("kind", ["message", "meeting"])
    def test_an_activity_is_noted_once(self, world: World, crm: CRM, kind: str) -> None:
        note = activity(world, crm, kind)
        made = noting(crm).note(note)
        assert made
        assert noting(crm).note(note) == made
        assert noting(world.connector()).note(note) == made
        assert world.notes() == ["Offer"]
        noting(crm).note(note._replace(key="key-other", subject="Second"))
        assert sorted(world.notes()) == ["Offer", "Second"]

    @pytest.mark.parametrize("fault", UNSURE)
    def test_an_activity_without_a_clear_answer_is_noted_once(self, world: World, crm: CRM, fault: Fault) -> None:
        note = activity(world, crm, "message")
        needs(world.trouble(fault, "write"))
        with pytest.raises(CrmUnsure):
            noting(crm).note(note)
        noting(crm).note(note)
        assert world.notes() == ["Offer"]


def noting(crm: CRM) -> Noting:
    """Skips a CRM without a history of activities."""
    if not isinstance(crm, Noting):
        pytest.skip("this CRM takes no activities")
    return crm


def activity(world: World, crm: CRM, kind: str) -> Note:
    """One with Ada, on a deal."""
    noting(crm)
    ada = world.contact("Ada Byron", ADA)
    deal = world.deal("Engines", contacts=((ada, ""),))
    at, ends = 1_772_700_000, 1_772_703_600 if kind == "meeting" else None
    return Note("key-1", kind, "Offer", "Here it is.\n<b>text</b>", at, ends, "out", deal, (ada,))  # type: ignore[arg-type]
