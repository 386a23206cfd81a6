"""The digest cursor: what changed is never left out, and one new item is told alone."""

from hypothesis import given
from hypothesis import strategies as st

from connectors.folder.cursor import CROWDED, MAX_BUCKETS, MIN_BUCKETS, State, digest, news, pack, unpack
from connectors.folder.source import Entry
from sync.model import Cursor

Items = dict[str, str]
items = st.dictionaries(st.text(min_size=1, max_size=8), st.sampled_from(["", "D", "DT"]), max_size=60)


def entries(found: Items) -> list[Entry]:
    return [Entry(1, item, item, marks) for item, marks in found.items()]


@given(before=items, after=items)
def test_everything_new_or_marked_is_named_and_every_loss_noticed(before: Items, after: Items) -> None:
    changed = news(digest(entries(before)), entries(after))
    named = {entry.id for bucket in changed for entry in bucket.entries}
    assert named >= {item for item, marks in after.items() if before.get(item) != marks}
    assert any(bucket.lost for bucket in changed) or not before.keys() - after.keys()
    assert bool(changed) == (before != after)


@given(before=items, new=st.text(min_size=9, max_size=12))
def test_one_new_item_is_named_alone(before: Items, new: str) -> None:
    (bucket,) = news(digest(entries(before)), entries({**before, new: ""}))
    assert [entry.id for entry in bucket.entries] == [new]
    assert not bucket.lost


@given(before=items, after=items)
def test_told_buckets_add_up_to_the_new_digest(before: Items, after: Items) -> None:
    sums = list(digest(entries(before)))
    for bucket in news(sums, entries(after)):
        sums[bucket.bucket] = bucket.sum
    assert tuple(sums) == digest(entries(after))


@given(
    sums=st.lists(st.integers(0, 2**64 - 1), min_size=16, max_size=16),
    signature=st.text(max_size=20),
    low=st.none() | st.tuples(st.integers(), st.text(max_size=20)),
)
def test_a_cursor_says_what_it_was_given(sums: list[int], signature: str, low: tuple[int, str] | None) -> None:
    state = State("maildir", signature, tuple(sums), low)
    assert unpack(pack(state)) == state


@given(st.text(max_size=200))
def test_any_text_is_a_cursor_or_none(value: str) -> None:
    assert unpack(Cursor("folder-1", value)) is None


def test_large_streams_get_more_buckets_up_to_a_limit() -> None:
    many = [Entry(1, str(number), "") for number in range(MIN_BUCKETS * CROWDED + 1)]
    assert len(digest(many[:-1])) == MIN_BUCKETS
    assert len(digest(many)) == 4 * MIN_BUCKETS
    assert len(digest(many[:10], had=256)) == 256
    assert len(pack(State("mbox", "", (2**64 - 1,) * MAX_BUCKETS)).value) < 24_000
