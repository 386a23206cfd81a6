"""A meeting's VEVENTs, the master and its exceptions, to the times at which it takes place. Pure, and capped.

An occurrence is known by its original start, whatever became of it: as UTC basic time, or as a date. So a moved one, a cancelled
one and the mail about it are the same one in every calendar.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from connectors.wire import rules
from connectors.wire.event import Event, Moment
from connectors.wire.zones import EPOCH, utc
from sync.model import Occurrence

MAX_OCCURRENCES = 1_000
"""Of one series. Where there are more, the latest are kept."""
MAX_OVERRIDES = 5_000
_MAX_STEPS = 25_000
"""Steps of one rule: the days from 1970 until now, and then some."""
_MAX_RULES = 5
_SLACK = timedelta(days=2)
"""Wall times and UTC are never further apart."""
_HORIZON = 7_258_118_400
"""The year 2200."""

REFUSED = (
    "This series repeats in a way that Repside does not list: only its first date and its changed dates are shown."
)
CUT = "This series has more dates than Repside keeps: only the latest ones are shown."
CROWDED = "This series has too many changed dates: only its first date is shown."


class Span(NamedTuple):
    """Seconds since 1970; both ends belong to it."""

    start: int
    end: int


class Times(NamedTuple):
    """When a meeting takes place, and why that is not all of it."""

    occurrences: tuple[Occurrence, ...]
    note: str = ""


class _Slot(NamedTuple):
    """One planned time."""

    original: Moment
    seconds: int


class _Exclusions(NamedTuple):
    """What EXDATEs name. A date excludes its day; so does a time, in a series of days."""

    times: frozenset[int]
    days: frozenset[date]

    def named(self, original: Moment) -> bool:
        """Whether this start is excluded."""
        return original.at in self.times or original.local.date() in self.days


class _Changes(NamedTuple):
    """Where the plan does not hold. A bare date means that day's occurrence, also in a series that has times."""

    times: frozenset[int]
    days: frozenset[date]
    later: tuple[tuple[int, Event], ...]
    """Those that change what follows, too, by their original start."""

    def known(self, original: Moment) -> bool:
        """Whether this occurrence has a change of its own."""
        return original.at in self.times or original.local.date() in self.days


def repeats(event: Event) -> bool:
    """Whether the event says by itself that it takes place more than once."""
    return bool(event.rules or event.extra or event.odd_rule)


def single(event: Event) -> Occurrence:
    """The one time of an event that does not repeat, or a changed one of a series, which has its own words and people."""
    original = event.recurrence
    return Occurrence(
        recurrence_id=mark(original) if original else "",
        start=event.start.at,
        end=event.start.at + event.seconds,
        all_day=event.start.all_day,
        cancelled=event.cancelled,
        subject=event.subject if original else "",
        location=event.location,
        people=event.people if original else (),
        sequence=event.version[0],
        stamp=event.version[1],
        zone_known=event.start.known,
    )


def first(master: Event) -> Occurrence:
    """The first date of a series."""
    return _planned(_Slot(master.start, master.seconds), master)


def expand(master: Event, overrides: Sequence[Event], span: Span) -> Times:
    """The occurrences inside the span, in the order of time, exceptions in place. Private exceptions leave no trace.

    A change counts when its original or its new time is inside.
    """
    if len(overrides) > MAX_OVERRIDES:
        return Times((first(master),), CROWDED)
    span = Span(max(span.start, 0), min(span.end, _HORIZON))
    sound = [rule for value in master.rules[:_MAX_RULES] if (rule := rules.read(value)) is not None]
    refused = master.odd_rule or len(sound) < len(master.rules)
    changes = _changes(overrides, master)
    slots, complete = _slots(master, [] if refused else sound, span)
    planned = (_planned(slot, _ruling(changes, slot) or master) for slot in slots if not changes.known(slot.original))
    found = [at for at in planned if _inside(at, span)]
    found.extend(_changed(master, overrides, span))
    found.sort(key=lambda at: (at.start, at.recurrence_id))
    complete = complete and len(found) <= MAX_OCCURRENCES
    return Times(tuple(found[-MAX_OCCURRENCES:]), REFUSED if refused else "" if complete else CUT)


def mark(original: Moment) -> str:
    """The name of an occurrence: its original start, as 20260301T090000Z, or 20260301 for a day."""
    if original.all_day:
        return original.local.strftime("%Y%m%d")
    return (EPOCH + timedelta(seconds=original.at)).strftime("%Y%m%dT%H%M%SZ")


def _changed(master: Event, overrides: Sequence[Event], span: Span) -> Iterator[Occurrence]:
    """The occurrences that have a VEVENT of their own."""
    excluded = _excluded(master)
    for event in overrides:
        original = event.recurrence
        if original is None or event.private or excluded.named(original):
            continue
        occurrence = single(event)
        if _inside(occurrence, span) or span.start <= original.at <= span.end:
            yield occurrence


def _changes(overrides: Sequence[Event], master: Event) -> _Changes:
    originals = [(event.recurrence, event) for event in overrides if event.recurrence]
    later = [(at.at, event) for at, event in originals if event.later_too and not event.private]
    return _Changes(
        frozenset(at.at for at, _ in originals),
        frozenset(at.local.date() for at, _ in originals if at.all_day or master.start.all_day),
        tuple(sorted(later, key=lambda change: change[0])),
    )


def _ruling(changes: _Changes, slot: _Slot) -> Event | None:
    """The last change before this time that holds for what follows (RANGE=THISANDFUTURE)."""
    place = bisect_left(changes.later, slot.original.at, key=lambda change: change[0])
    return changes.later[place - 1][1] if place else None


def _planned(slot: _Slot, event: Event) -> Occurrence:
    """The occurrence of a planned time, by the master or by the change that rules it."""
    change = event.recurrence
    start = slot.original.at + (event.start.at - change.at if change else 0)
    return Occurrence(
        recurrence_id=mark(slot.original),
        start=start,
        end=start + (event.seconds if change else slot.seconds),
        all_day=slot.original.all_day,
        cancelled=event.cancelled,
        subject=event.subject if change else "",
        location=event.location,
        people=event.people if change else (),
        sequence=event.version[0],
        stamp=event.version[1],
        zone_known=slot.original.known,
    )


def _slots(master: Event, sound: list[rules.Rule], span: Span) -> tuple[list[_Slot], bool]:
    """Planned times, each once, without the excluded ones; and whether these are all."""
    found = {master.start.at: _Slot(master.start, master.seconds)}
    complete = True
    for rule in sound:
        try:
            for original in _dates(rule, master, span):
                found.setdefault(original.at, _Slot(original, master.seconds))
        except rules.Endless:
            complete = False
    for original, seconds in master.extra:
        found[original.at] = _Slot(original, master.seconds if seconds is None else seconds)
    excluded = _excluded(master)
    return [slot for slot in found.values() if not excluded.named(slot.original)], complete


def _dates(rule: rules.Rule, master: Event, span: Span) -> Iterator[Moment]:
    """What one rule gives, near the span. With COUNT, a DTSTART that the rule does not name counts as its first date."""
    since = EPOCH + timedelta(seconds=max(0, span.start - master.seconds)) - _SLACK
    last = EPOCH + timedelta(seconds=max(0, span.end))
    last = (min(last, rule.until) if rule.until else last) + _SLACK
    start, ahead = master.start, 0
    for nth, local in enumerate(rules.walk(rule, start.local, last, limit=_MAX_STEPS, since=since)):
        if nth == 0 and local != start.local:
            ahead = 1
        original = start._replace(local=local, at=start.zone(local))
        if _over(rule, original) or (rule.total is not None and nth + ahead >= rule.total):
            return
        if local >= since:
            yield original


def _over(rule: rules.Rule, original: Moment) -> bool:
    """Whether UNTIL is past."""
    if rule.until is None:
        return False
    return original.at > utc(rule.until) if rule.until_utc else original.local > rule.until


def _excluded(master: Event) -> _Exclusions:
    by_day = master.start.all_day
    return _Exclusions(
        frozenset(at.at for at in master.excluded if not at.all_day and not by_day),
        frozenset(at.local.date() for at in master.excluded if at.all_day or by_day),
    )


def _inside(at: Occurrence, span: Span) -> bool:
    return at.start <= span.end and at.end >= span.start
