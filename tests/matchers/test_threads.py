"""Joining conversations: shared ids and shared people, never one without the other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from matchers.threads import Joined, ThreadSeen, join

DANA = frozenset({"dana@acme.com"})
BOTH = DANA | {"bob@beta.example"}
NOBODY: frozenset[str] = frozenset()


def test_a_reply_joins_the_conversation_of_its_reference() -> None:
    assert join([b"new", b"old"], DANA, {b"old": ThreadSeen(7, BOTH)}) == Joined(7)


def test_an_unknown_reference_begins_a_conversation() -> None:
    assert join([b"new", b"gone"], DANA, {}) == Joined(None)
    assert join([b"new"], DANA, {b"else": ThreadSeen(7, DANA)}) == Joined(None)


def test_strangers_with_the_same_reference_stay_apart() -> None:
    assert join([b"a", b"campaign"], frozenset({"x@c.example"}), {b"campaign": ThreadSeen(7, DANA)}) == Joined(None)


def test_an_internal_forward_stays_out_of_the_customers_conversation() -> None:
    assert join([b"fwd", b"old"], NOBODY, {b"old": ThreadSeen(7, DANA)}) == Joined(None)
    assert join([b"ans", b"fwd"], NOBODY, {b"fwd": ThreadSeen(8, NOBODY)}) == Joined(8)


def test_the_provider_knows_best() -> None:
    assert join([b"a", b"b"], NOBODY, {b"b": ThreadSeen(7, DANA, certain=True)}) == Joined(7)


def test_a_message_that_names_two_conversations_merges_them_into_the_oldest() -> None:
    found = {b"x": ThreadSeen(9, DANA), b"y": ThreadSeen(3, BOTH), b"z": ThreadSeen(5, frozenset({"q@r.example"}))}
    assert join([b"new", b"x", b"y", b"z"], DANA, found) == Joined(3, (9,))


def test_its_own_id_may_have_been_named_before_it_arrived() -> None:
    assert join([b"own"], DANA, {b"own": ThreadSeen(4, DANA)}) == Joined(4)


people = st.frozensets(st.sampled_from(["a@x.example", "b@y.example", "c@z.example"]), max_size=2)
seen = st.dictionaries(st.sampled_from([b"1", b"2", b"3", b"4"]), st.builds(ThreadSeen, st.integers(1, 5), people))


@given(st.lists(st.sampled_from([b"1", b"2", b"3", b"4"])), people, seen)
def test_laws(keys: list[bytes], outside: frozenset[str], found: dict[bytes, ThreadSeen]) -> None:
    joined = join(keys, outside, found)
    assert join(reversed(keys), outside, found) == joined
    chosen = {joined.thread, *joined.merge} - {None}
    assert len(chosen) == len(joined.merge) + (joined.thread is not None)
    for thread in chosen:
        shared = [each for key, each in found.items() if each.id == thread and key in keys]
        assert any(each.certain or each.outside & outside or not (each.outside or outside) for each in shared)
    assert joined.thread is None or all(joined.thread < other for other in joined.merge)
