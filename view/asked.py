"""What a request asks of the history: query parameters to a filter, with a sentence for each that makes no sense."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from store.timeline import Filter
from view.language import Language, marked
from view.when import When

PAGE = 50
"""Activities on a page."""
PEOPLE = 12
"""Participants read of each, for its line in the list."""
LONGEST = 200
"""Characters of one parameter."""
_FIELDS = ("q", "contact", "company", "deal", "kind", "account", "since", "until", "open", "when", "before")
_LABELS = {
    "q": marked("Words"),
    "contact": marked("Contact"),
    "company": marked("Company"),
    "deal": marked("Deal"),
    "kind": marked("Kind"),
    "account": marked("Account"),
    "since": marked("From"),
    "until": marked("To"),
    "open": marked("Open questions"),
    "when": marked("Coming up"),
}

_KINDS = {"message": marked("mail"), "meeting": marked("meetings")}
_NO_DAYS = {
    "since": marked("The day “from” must look like 2026-11-30; it was left out."),
    "until": marked("The day “to” must look like 2026-11-30; it was left out."),
}


class Chip(NamedTuple):
    """A filter in force, and the address of the page without it."""

    label: str
    value: str
    without: str


class Asked(NamedTuple):
    """Cleaned parameters. `problems` are shown beside the form; a parameter with a problem is left out."""

    values: dict[str, str]
    since: int | None = None
    until: int | None = None
    before: tuple[int, int] | None = None
    problems: tuple[str, ...] = ()

    @property
    def upcoming(self) -> bool:
        """Whether the page looks ahead, soonest first."""
        return self.values.get("when") == "upcoming"

    @property
    def filtered(self) -> bool:
        """Whether anything but the page's place is asked for."""
        return any(name not in {"before", "when"} for name in self.values)

    def filter(self, now: int) -> Filter:
        """For the store. What lies ahead is shown when asked for, or when a last day is named; it would bury the present."""
        until, since = self.until, self.since
        if self.upcoming:
            since = max(now, since or now)
        elif until is None:
            until = now + 1
        get = self.values.get
        return Filter(
            contact=get("contact", ""),
            company=get("company", ""),
            deal=get("deal", ""),
            kind=get("kind", ""),
            account=get("account", ""),
            query=get("q", ""),
            since=since,
            until=until,
            asks="open" in self.values,
            before=self.before,
            oldest_first=self.upcoming,
            limit=PAGE + 1,
            people=PEOPLE,
        )

    def chips(self, language: Language) -> list[Chip]:
        """What is in force, each with the way out of it."""
        shown = [name for name in _FIELDS if name in self.values and name != "before"]
        return [
            Chip(language.gettext(_LABELS[name]), self._shown(name, language), self.link(**{name: ""}, before=""))
            for name in shown
        ]

    def _shown(self, name: str, language: Language) -> str:
        if name == "kind":
            return language.gettext(_KINDS[self.values[name]])
        return "" if name in {"open", "when"} else self.values[name]

    def link(self, **changes: str) -> str:
        """The query string of this page with some parameters changed; an empty one is left out."""
        values = {**self.values, **changes}
        return urlencode({name: values[name] for name in _FIELDS if values.get(name)})


def asked(query: Mapping[str, str], when: When) -> Asked:
    """Read and check the parameters."""
    values = {name: query[name].replace("\0", "").strip()[:LONGEST] for name in _FIELDS if name in query}
    values = {name: value for name, value in values.items() if value}
    problems: list[str] = []
    days: dict[str, date] = {}
    for name, problem in _NO_DAYS.items():
        if name in values:
            day = _day(values[name])
            if day is None:
                problems.append(when.language.gettext(problem))
                del values[name]
            else:
                days[name] = day
    if values.get("kind", "message") not in {"message", "meeting"}:
        del values["kind"]
    if values.get("when", "upcoming") != "upcoming":
        del values["when"]
    before = place(values.pop("before", ""))
    return Asked(
        values,
        since=when.midnight(days["since"]) if "since" in days else None,
        until=when.midnight(days["until"] + timedelta(days=1)) if "until" in days else None,
        before=before,
        problems=tuple(problems),
    )


def _day(value: str) -> date | None:
    """A date between 1970 and 2200: farther ones are slips of the keyboard."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if 1970 <= day.year <= 2200 else None


def place(value: str) -> tuple[int, int] | None:
    """Time and id of the last row of the page before, as the link `older` has them."""
    found = re.fullmatch(r"(-?\d{1,15})-(\d{1,18})", value, re.ASCII)
    return (int(found[1]), int(found[2])) if found else None
