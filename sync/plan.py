"""A page and what the ledger knows of it become a plan: what to fetch, what to note. Decides only; engine.py acts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sync.identity import message_key
from sync.model import Gone, Header, Page, Ref, Rejected
from sync.policy import PURGED, Decision, Rules, held_keys, screen
from sync.ports import Item

Known = Mapping[str, tuple[str, str]]
"""Id → (state, revision)."""
Outcome = Ref | Gone | Rejected
"""What becomes of an id that is looked at."""


class Plan(NamedTuple):
    """What one page asks for."""

    fetch: Sequence[tuple[Ref, Decision]]
    """Kept refs whose text may be read."""
    items: Sequence[Item]
    """Held, skipped and quarantined items, ready to be stored."""


def plan(page: Page, known: Known, rules: Rules) -> Plan:
    """Screen what is new or changed; leave alone what the ledger already has at this revision."""
    fresh = [ref for ref in _unique(page.changed) if _is_news(ref, known)]
    outside = [Item(id, "skipped", "before_window") for id in dict.fromkeys(page.outside) if id not in known]
    decided = screened(fresh, rules)
    return Plan(decided.fetch, [*decided.items, *outside, *quarantined(page.rejected)])


def relooked(outcomes: Iterable[Outcome], ids: Iterable[str], rules: Rules, new: Collection[str] = ()) -> Plan:
    """What a look at these ids asks for. `new` are ids without a row: of them the window is respected, as in a listing."""
    found = list(outcomes)
    refs = [o for o in found if isinstance(o, Ref)]
    past = {ref.id for ref in refs if ref.id in new and _is_past(ref.header, rules)}
    decided = screened((ref for ref in refs if ref.id not in past), rules)
    named = {outcome.id for outcome in found}
    silent = [Rejected(id, "NoOutcome") for id in ids if id not in named]
    items = [*decided.items, *(Item(id, "skipped", "before_window") for id in sorted(past))]
    return Plan(
        decided.fetch, [*items, *quarantined(o for o in found if isinstance(o, Rejected)), *quarantined(silent)]
    )


def _is_past(header: Header, rules: Rules) -> bool:
    """A calendar's connector minds the window itself. A day of doubt: providers count days in zones of their own."""
    time = header.date if header.received is None else header.received
    return header.kind == "message" and time is not None and time < rules.since - 86_400


def screened(refs: Iterable[Ref], rules: Rules) -> Plan:
    """The policy's word on each ref."""
    fetch: list[tuple[Ref, Decision]] = []
    items: list[Item] = []
    for ref in refs:
        decision = screen(ref.header, rules)
        if decision.verdict == "keep":
            fetch.append((ref, decision))
        elif decision.verdict == "hold":
            items.append(Item(ref.id, "held", "", ref.revision, held_keys(decision.outside, rules)))
        else:
            erases = _identity(ref, rules) if decision.reason in PURGED else ()
            items.append(Item(ref.id, "skipped", decision.reason, ref.revision, (), erases))
    return Plan(fetch, items)


def _identity(ref: Ref, rules: Rules) -> tuple[bytes, ...]:
    """What the item was known by, should the ledger have forgotten its row (a stream that was started over)."""
    if rules.digest is None:
        return ()
    if ref.header.kind == "meeting":
        return (rules.digest(f"uid {ref.header.message_id or ref.id}"),)
    return (message_key(ref.header, rules.digest),)


def quarantined(rejected: Iterable[Rejected]) -> list[Item]:
    """Items that cannot be read are set aside; the cursor goes on."""
    return [Item(item.id, "quarantined", item.error) for item in rejected]


def _unique(refs: Sequence[Ref]) -> Iterable[Ref]:
    """A listing may name an item twice; the last word counts."""
    return {ref.id: ref for ref in refs}.values()


def _is_news(ref: Ref, known: Known) -> bool:
    row = known.get(ref.id)
    if row is None:
        return True
    state, revision = row
    if revision != ref.revision or state == "quarantined":
        return True
    # A mail never changes, but its flags do: a draft is sent, a mail is marked as spam.
    return bool(ref.header.signals & _FLAGS) or (state == "skipped" and ref.header.kind == "message")


_FLAGS = frozenset({"draft", "spam", "trash"})
