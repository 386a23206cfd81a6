"""Google Calendar: what changed in one calendar. Masters and exceptions come as they are; one reader expands them inside the window.

    first, and every four weeks    all events ──► meetings; the last page has the ids of all and the sync token
    from then on                   events since the token; what belongs to a series brings the whole series anew

A listing is never resumed in the middle, for a master may stand on another page than its exceptions: it begins again, and what is
known already costs nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from connectors import apart
from connectors.apart import parsers
from connectors.batches import Batches, Lost
from connectors.door import Door
from connectors.google.calls import Calls
from connectors.google.envelope import Multipart
from connectors.google.options import GoogleOptions
from connectors.google.quota import Cost
from connectors.http import Refused
from connectors.wire import google_calendar
from connectors.wire.ical import Window
from connectors.wire.json_values import objects, text
from connectors.wire.revision import meeting_revision
from connectors.wire.zones import rules_version
from sync.errors import BrokenAnswer, FolderClosed, StartOver
from sync.model import Cursor, Gone, Meeting, Page, Ref, Rejected, Stream

KIND = "gcal-1"
PREFIX = "calendar:"
CHUNK = 500
"""Meetings of a page."""
MAX_PAGES = 1_000
STEP = 28 * 86_400
"""The window moves in steps, so that series are expanded anew every four weeks and not at every look."""
AHEAD = 400 * 86_400
BEHIND = 730 * 86_400

Event = dict[str, Any]


class Changed(NamedTuple):
    """What the provider told since a token."""

    events: list[Event]
    zone: str
    token: str


class Calendars:
    """The calendars of one account that the rep owns. Others' calendars hold other people's meetings."""

    def __init__(self, options: GoogleOptions, door: Door, calls: Calls) -> None:
        self._options = options
        self._door = door
        self._calls = calls
        self._batches = Batches(door, Multipart("/batch/calendar/v3"))
        self._zones: dict[str, str] = {}
        self._ready: dict[tuple[str, str], Meeting] = {}
        """Meetings of the page at hand, by stream and id."""

    def streams(self) -> list[Stream]:
        """The calendars, the rep's first one ahead."""
        found: list[Event] = []
        token = ""
        for _ in range(MAX_PAGES):
            page = self._door.get(self._calls.calendars(token), Cost.CALENDAR)
            found += [item for item in objects(page, "items") if text(item, "accessRole") == "owner"]
            token = text(page, "nextPageToken")
            if not token:
                break
        found.sort(key=lambda item: item.get("primary") is not True)
        wanted = {name.casefold() for name in self._options.calendars}
        return [
            Stream(PREFIX + text(item, "id"), name, "calendar")
            for item in found
            if text(item, "id") and item.get("deleted") is not True
            for name in [text(item, "summaryOverride") or text(item, "summary") or text(item, "id")]
            if not wanted or not wanted.isdisjoint({name.casefold(), text(item, "id").casefold()})
        ]

    def changes(self, stream: Stream, since: Cursor | None) -> Iterator[Page]:
        """Quiet costs one request, and one listing every four weeks or when the rules of time zones change."""
        token, step = _read(stream, since)
        now = f"{int(self._options.now()) // STEP} {rules_version()}"
        if not token or step != now:
            yield from self._all(stream, now)
        else:
            yield from self._news(stream, token, now)

    def look(self, stream: Stream, ids: Sequence[str]) -> Iterator[Ref | Gone | Rejected]:
        """Meetings as they are now."""
        found = self._events(stream, dict.fromkeys(ids))
        for name in dict.fromkeys(ids):
            event = found.get(name)
            if event is None or google_calendar.is_cancelled(event):
                yield Gone(name)
                continue
            outcome = self._meeting(stream, name, self._whole(stream, event))
            if isinstance(outcome, Meeting):
                self._ready[stream.id, name] = outcome
                yield _ref(outcome)
            else:
                yield outcome

    def fetch(self, stream: Stream, refs: Sequence[Ref]) -> Iterator[Meeting | Gone | Rejected]:
        """The records. What the listing has just read is not asked for again."""
        missing = [ref.id for ref in refs if (stream.id, ref.id) not in self._ready]
        for outcome in self.look(stream, missing):
            if not isinstance(outcome, Ref):
                yield outcome
        for ref in refs:
            if meeting := self._ready.pop((stream.id, ref.id), None):
                yield meeting

    def census(self, stream: Stream) -> Iterator[Collection[str]]:
        """The ids of all meetings that are not called off."""
        listed = self._list(stream)
        masters = {text(event, "id") for event in listed.events if not text(event, "recurringEventId")}
        yield {_item(event, masters) for event in listed.events if not google_calendar.is_cancelled(event)} - {""}

    # listing

    def _all(self, stream: Stream, step: str) -> Iterator[Page]:
        listed = self._list(stream)
        masters = {text(event, "id") for event in listed.events if not text(event, "recurringEventId")}
        groups: dict[str, list[Event]] = {}
        for event in listed.events:
            groups.setdefault(_item(event, masters), []).append(event)
        there = {name: events for name, events in groups.items() if name and not all(map(_is_off, events))}
        again = Cursor(KIND, json.dumps(["", ""]))
        pages = list(_chunks(sorted(there, key=lambda name: _when(there[name]), reverse=True)))
        for number, names in enumerate(pages or [[]]):
            last = number >= len(pages) - 1
            page = self._page(stream, {name: there[name] for name in names}, again)
            left = len(there) - min(len(there), (number + 1) * CHUNK)
            if last:
                page = page._replace(cursor=_cursor(listed.token, step), snapshot=frozenset(there))
            yield page._replace(remaining=left)

    def _news(self, stream: Stream, token: str, step: str) -> Iterator[Page]:
        listed = self._list(stream, token)
        if not listed.events:
            return
        singles: dict[str, list[Event]] = {}
        removed: list[str] = []
        series: dict[str, Event | None] = {}
        exceptions: dict[str, Event] = {}
        for event in listed.events:
            name, master = text(event, "id"), text(event, "recurringEventId")
            if master:
                series.setdefault(master, None)
                exceptions[name] = event
            elif google_calendar.is_cancelled(event):
                removed.append(name)
                series.pop(name, None)
            elif event.get("recurrence"):
                series[name] = event
            else:
                singles[name] = [event]
        singles |= self._series(stream, series, exceptions, removed)
        names = list(singles)
        old = _cursor(token, step)
        new = _cursor(listed.token, step)
        chunks = list(_chunks(names)) or [[]]
        for number, part in enumerate(chunks):
            last = number == len(chunks) - 1
            page = self._page(stream, {name: singles[name] for name in part}, new if last else old)
            yield page._replace(removed=removed) if last else page

    def _series(
        self, stream: Stream, series: Mapping[str, Event | None], exceptions: Mapping[str, Event], removed: list[str]
    ) -> dict[str, list[Event]]:
        """The whole of each series that something changed in; an exception whose series we are not shown stands alone."""
        unknown = [name for name, event in series.items() if event is None and name not in removed]
        masters = self._events(stream, unknown) | {name: event for name, event in series.items() if event}
        whole: dict[str, list[Event]] = {}
        for name, master in masters.items():
            if google_calendar.is_cancelled(master):
                removed.append(name)
            else:
                told = [event for event in exceptions.values() if text(event, "recurringEventId") == name]
                whole[name] = _merged(self._whole(stream, master), told)
        for name, event in exceptions.items():
            if text(event, "recurringEventId") in {*masters, *removed}:
                continue
            if google_calendar.is_cancelled(event):
                removed.append(name)
            else:
                whole[name] = [event]
        return whole

    def _whole(self, stream: Stream, event: Event) -> list[Event]:
        """A meeting with its exceptions."""
        if not event.get("recurrence"):
            return [event]
        found = self._get(stream, uid=text(event, "iCalUID"), deleted=True)
        rest = [e for e in objects(found, "items") if text(e, "recurringEventId") == text(event, "id")]
        return [event, *rest]

    def _list(self, stream: Stream, token: str = "") -> Changed:
        """All pages of a listing; half of one is no answer. Raises StartOver when the token is dead."""
        events: list[Event] = []
        page, seen = "", set[str]()
        while True:
            found = self._get(stream, token=token, page=page)
            events += objects(found, "items")
            page = text(found, "nextPageToken")
            if not page:
                break
            if page in seen or len(seen) > MAX_PAGES:
                raise BrokenAnswer(host="Google Calendar", why="its pages go in a circle")
            seen.add(page)
        new = text(found, "nextSyncToken")
        if not new:
            raise BrokenAnswer(host="Google Calendar", why="no sync token")
        self._zones[stream.id] = text(found, "timeZone")
        return Changed(events, text(found, "timeZone"), new)

    def _get(
        self, stream: Stream, *, token: str = "", page: str = "", uid: str = "", deleted: bool = False
    ) -> dict[str, Any]:
        calendar = stream.id.removeprefix(PREFIX)
        try:
            path = self._calls.events(calendar, token=token, page=page, uid=uid, deleted=deleted)
            return self._door.get(path, Cost.CALENDAR)
        except Refused as error:
            if error.status == 410 or (token and error.status == 400):
                raise StartOver(stream=stream.name) from error
            if error.status in {403, 404}:
                raise FolderClosed(host="Google Calendar", folder=stream.name) from error
            raise BrokenAnswer(host="Google Calendar", why=f"status {error.status}") from error

    def _events(self, stream: Stream, ids: Iterable[str]) -> dict[str, Event]:
        calendar = stream.id.removeprefix(PREFIX)
        paths = {name: self._calls.event(calendar, name) for name in ids}
        return {name: found for name, found in self._batches.get(paths, Cost.CALENDAR) if not isinstance(found, Lost)}

    # meetings

    def _page(self, stream: Stream, groups: Mapping[str, list[Event]], cursor: Cursor) -> Page:
        self._ready.clear()
        refs: list[Ref] = []
        outside: list[str] = []
        rejected: list[Rejected] = []
        for name, events in groups.items():
            found = self._meeting(stream, name, events)
            if isinstance(found, Rejected):
                rejected.append(found)
            elif self._is_old(found):
                outside.append(name)
            else:
                self._ready[stream.id, name] = found
                refs.append(_ref(found))
        return Page(refs, cursor, outside=outside, rejected=rejected)

    def _meeting(self, stream: Stream, name: str, events: Sequence[Event]) -> Meeting | Rejected:
        uid = next((text(event, "iCalUID") for event in events if text(event, "iCalUID")), "") or f"{name}@google.com"
        if self._options.level == "headers":
            events = [{key: value for key, value in event.items() if key != "description"} for event in events]
        raw = google_calendar.calendar(uid, events, self._zones.get(stream.id, ""))
        found = parsers.one("meetings", raw, *self._window())
        if isinstance(found, apart.Lost):
            return Rejected(name, found.error)
        (meeting,) = found if isinstance(found, list) and len(found) == 1 else (None,)
        if not isinstance(meeting, Meeting):
            return Rejected(name, meeting.error if isinstance(meeting, Rejected) else "Unreadable")
        signals = meeting.header.signals | google_calendar.signals(events)
        return meeting._replace(id=name, header=meeting.header._replace(message_id=meeting.ical_uid, signals=signals))

    def _window(self) -> Window:
        step = int(self._options.now()) // STEP * STEP
        since = self._options.since
        return Window(step - BEHIND if since is None else since, step + STEP + AHEAD)

    def _is_old(self, meeting: Meeting) -> bool:
        """Whether the last time of it lies before the window."""
        since = self._options.since
        if since is None:
            return False
        ends = [occurrence.end for occurrence in meeting.occurrences]
        last = max(ends) if ends else meeting.header.date
        return last is not None and last < since


def _read(stream: Stream, since: Cursor | None) -> tuple[str, str]:
    """The sync token, and the window and zone rules that it was listed under."""
    if since is None:
        return "", ""
    try:
        token, step = json.loads(since.value)
    except (ValueError, TypeError) as error:
        raise StartOver(stream=stream.name) from error
    if since.kind != KIND or not isinstance(token, str) or not isinstance(step, str):
        raise StartOver(stream=stream.name)
    return token, step


def _cursor(token: str, step: str) -> Cursor:
    return Cursor(KIND, json.dumps([token, step]))


def _item(event: Event, masters: Collection[str]) -> str:
    """The meeting that an event belongs to: its series, where that is shown to us."""
    series = text(event, "recurringEventId")
    return series if series in masters else text(event, "id")


def _merged(listed: list[Event], told: Iterable[Event]) -> list[Event]:
    """A series as it was listed, with the exceptions that we were told of before and that the listing leaves out."""
    known = {text(event, "id") for event in listed}
    return [*listed, *(event for event in told if text(event, "id") not in known)]


def _ref(meeting: Meeting) -> Ref:
    return Ref(meeting.id, meeting_revision(meeting), meeting.header)


def _is_off(event: Event) -> bool:
    return google_calendar.is_cancelled(event)


def _when(events: Sequence[Event]) -> str:
    """For the order only: the newest first."""
    return max(
        (text(event.get("start") or {}, "dateTime") or text(event.get("start") or {}, "date")) for event in events
    )


def _chunks(names: Sequence[str]) -> Iterator[list[str]]:
    for at in range(0, len(names), CHUNK):
        yield list(names[at : at + CHUNK])
