"""The week's report as plain text, for the rep to edit, copy or drop: deal by deal what was approved, then what is shared."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta

from store.sharing import Served
from store.week import Approved, Report
from view import changes
from view.when import When

PEOPLE = 3
"""Names in a line."""
_ANSWER = re.compile(r"(?:(?:re|aw|fwd?|wg|tr|rv):\s*)+", re.IGNORECASE)


def draft(found: Report, when: When, own: Collection[str]) -> str:
    """The text. own: the rep's addresses, who need not be named in the rep's own report."""
    last = found.begins + timedelta(days=6)
    lines = [f"Week of {found.begins.day} {found.begins:%B} to {last.day} {last:%B %Y}"]
    for deal, company in sorted({*_approved_deals(found.approved), *_shared_deals(found)}):
        lines += ["", f"{deal} ({company})" if company else deal]
        lines += [_change(one, when) for one in found.approved if one.deal == deal]
        lines += _items((one for one in found.shared if deal in _names(one)), when, own)
    others = list(_items((one for one in found.shared if not one.deals), when, own))
    if others:
        lines += ["", "Besides", *others]
    return "\n".join(lines) + "\n"


def _approved_deals(approved: Iterable[Approved]) -> set[tuple[str, str]]:
    return {(one.deal, one.company) for one in approved}


def _shared_deals(found: Report) -> set[tuple[str, str]]:
    """Those of which only activities are shared: their company is not told."""
    known = {one.deal for one in found.approved}
    return {(name, "") for one in found.shared for name in _names(one) if name not in known}


def _names(one: Served) -> list[str]:
    return [deal.name for deal in one.deals]


def _change(one: Approved, when: When) -> str:
    """- Stage: Negotiation (was Discovery)."""
    if one.field == "closed_lost":
        return "- Closed as lost"
    new = changes.shown(one.new, when)
    old = "" if one.old in (None, "", {}) or one.field == "next_step" else f" (was {changes.shown(one.old, when)})"
    return f"- {changes.named(one.field)}: {new}{old}"


def _items(rows: Iterable[Served], when: When, own: Collection[str]) -> Iterator[str]:
    """A line for each meeting and each conversation, oldest first."""
    told: dict[str, str] = {}
    for one in sorted(rows, key=lambda one: (one.at, one.id)):
        subject = _ANSWER.sub("", " ".join(one.subject.split()), count=1)[:120] or "(no subject)"
        what = "Meeting" if one.kind == "meeting" else "Mail"
        who = _people(one, own)
        key = f"meeting {one.id}" if one.kind == "meeting" else subject.lower()
        told[key] = f"- {when.weekday(one.at)}: {what}{f' with {who}' if who else ''}, “{subject}”"
    yield from told.values()


def _people(one: Served, own: Collection[str]) -> str:
    names = [person.name or person.address for person in one.people if person.address not in own]
    unique = list(dict.fromkeys(names))
    return ", ".join(unique[:PEOPLE]) + (" and others" if len(unique) > PEOPLE else "")
