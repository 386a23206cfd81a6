"""The week's report as plain text, for the rep to edit, copy or drop: deal by deal what was approved, then what is shared."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta

from store.sharing import Served
from store.week import Approved, Report
from view.changes import Changes
from view.language import marked
from view.when import When
from view.words import Words

PEOPLE = 3
"""Names in a line."""
_ANSWER = re.compile(r"\A(?:(?:re|aw|fwd?|wg|tr|rv):\s*)+", re.IGNORECASE)


def draft(found: Report, when: When, own: Collection[str]) -> str:
    """The text. own: the rep's addresses, who need not be named in the rep's own report."""
    last = found.begins + timedelta(days=6)
    days = when.language
    begins, ends = days.whole(found.begins, dated=False), days.whole(last, dated=True)
    lines = [days.gettext("Week of %(begins)s to %(ends)s", begins=begins, ends=ends)]
    for deal, company in sorted({*_approved_deals(found.approved), *_shared_deals(found)}):
        lines += ["", f"{deal} ({company})" if company else deal]
        lines += [_change(one, when) for one in found.approved if one.deal == deal]
        lines += _items((one for one in found.shared if deal in _names(one)), when, own)
    others = list(_items((one for one in found.shared if not one.deals), when, own))
    if others:
        lines += ["", days.gettext("Besides"), *others]
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
        return f"- {when.language.gettext('Closed as lost')}"
    changes = Changes(when.language)
    field, new = Words(when.language).field(one.field), changes.shown(one.new, when)
    if one.old in (None, "", {}) or one.field == "next_step":
        return f"- {field}: {new}"
    old = changes.shown(one.old, when)
    return "- " + when.language.gettext("%(field)s: %(new)s (was %(old)s)", field=field, new=new, old=old)


def _items(rows: Iterable[Served], when: When, own: Collection[str]) -> Iterator[str]:
    """A line for each meeting and each conversation, oldest first."""
    told: dict[str, str] = {}
    for one in sorted(rows, key=lambda one: (one.at, one.id)):
        subject = _ANSWER.sub("", " ".join(one.subject.split()), count=1)[:120] or when.language.gettext("(no subject)")
        who = _people(one, own, when)
        key = f"meeting {one.id}" if one.kind == "meeting" else subject.lower()
        text = _LINES[one.kind == "meeting", bool(who)]
        told[key] = "- " + when.language.gettext(text, day=when.weekday(one.at), who=who, subject=subject)
    yield from told.values()


def _people(one: Served, own: Collection[str], when: When) -> str:
    unique = list(dict.fromkeys(person.name or person.address for person in one.people if person.address not in own))
    names = ", ".join(unique[:PEOPLE])
    return names if len(unique) <= PEOPLE else when.language.gettext("%(names)s and others", names=names)


_LINES = {
    (True, True): marked("%(day)s: Meeting with %(who)s, “%(subject)s”"),
    (True, False): marked("%(day)s: Meeting, “%(subject)s”"),
    (False, True): marked("%(day)s: Mail with %(who)s, “%(subject)s”"),
    (False, False): marked("%(day)s: Mail, “%(subject)s”"),
}
"""By whether it is a meeting, and whether anybody is to be named."""
