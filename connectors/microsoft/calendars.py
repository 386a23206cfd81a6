"""Outlook calendars: what changed in one calendar, over a window that rolls on. A series is one item, its occurrences expanded by Graph.

    first, every four weeks, and after any removal    a whole round of the view's delta ──► meetings, and the ids of all
    from then on                                      what the link tells; each meeting that is named is read anew, a series with its times

A removed row has an id and nothing else: it may be an occurrence, a whole series, or an event that only left the window. And a deleted
occurrence may not be told at all. So rows say where to look, and what stands is read; a removal brings a whole round, which costs a
request for 500 events.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import quote

from connectors import apart
from connectors.apart import Item, parsers
from connectors.batches import Batches, Lost
from connectors.door import Door
from connectors.http import Refused
from connectors.microsoft.envelope import IMMUTABLE, VERSION
from connectors.microsoft.envelope import UTC as IN_UTC
from connectors.microsoft.options import GraphOptions
from connectors.microsoft.paging import DELTA, Circle, pages
from connectors.microsoft.refusals import AGAIN
from connectors.wire import graph_calendar, graph_mail
from connectors.wire.graph_json import removed
from connectors.wire.ical import Window
from connectors.wire.json_values import inner, objects, text
from connectors.wire.revision import meeting_revision
from connectors.wire.text import Words
from sync.errors import BrokenAnswer, FolderClosed, StartOver
from sync.model import Cursor, Gone, Meeting, Page, Ref, Rejected, Stream

KIND = "graph-calendar-1"
PREFIX = "calendar:"
CHUNK = 500
"""Events of a page, and meetings of one of ours."""
STEP = 28 * 86_400
"""The window moves in steps, so that series are expanded anew every four weeks and not at every look."""
AHEAD = 400 * 86_400
BEHIND = 730 * 86_400

Event = dict[str, Any]


class Found(NamedTuple):
    """One meeting as Graph tells it."""

    master: Event
    """The event itself, or the master of a series."""
    times: list[Event]
    """Occurrences of a series."""


class Calendars:
    """The calendars of one account that the rep owns. Others' calendars hold other people's meetings."""

    def __init__(self, options: GraphOptions, door: Door, batches: Batches) -> None:
        self._options = options
        self._door = door
        self._batches = batches
        self._ready: dict[tuple[str, str], Meeting] = {}
        """Meetings of the page at hand, by stream and id."""

    def streams(self, own: Collection[str]) -> list[Stream]:
        """The calendars, the rep's first one ahead. `own`: the addresses of the mailbox."""
        first = f"{VERSION}/me/calendars?$select=id,name,owner,isDefaultCalendar&$top=100"
        rows = [row for page in pages(self._door, first, {"Prefer": IMMUTABLE}) for row in objects(page, "value")]
        rows.sort(key=lambda row: row.get("isDefaultCalendar") is not True)
        wanted = {name.casefold() for name in self._options.calendars}
        return [
            Stream(PREFIX + text(row, "id"), text(row, "name") or "Calendar", "calendar")
            for row in rows
            if text(row, "id")
            and (not (owner := text(inner(row, "owner"), "address").lower()) or owner in own)
            and (not wanted or not wanted.isdisjoint({text(row, "name").casefold(), text(row, "id").casefold()}))
        ]

    def changes(self, stream: Stream, since: Cursor | None) -> Iterator[Page]:
        """Quiet costs one request, and one round every four weeks."""
        link, step = _read(stream, since)
        now = str(int(self._options.now()) // STEP)
        try:
            if not link or step != now:
                yield from self._all(stream, now)
                return
            rows, new = self._round(link)
            if not rows:
                return
            if any(map(removed, rows)):
                yield from self._all(stream, now)
                return
            yield from self._news(stream, rows, _cursor(link, step), _cursor(new, step))
        except Refused as error:
            raise _closed(error, stream) from error
        except Circle as error:
            if since is None:
                raise
            raise StartOver(stream=stream.name) from error  # the link that we hold may lead into it each time

    def look(self, stream: Stream, ids: Sequence[str]) -> Iterator[Ref | Gone | Rejected]:
        """Meetings as they are now."""
        try:
            found = self._hydrated(dict.fromkeys(ids))
        except Refused as error:
            raise _closed(error, stream) from error
        for name in dict.fromkeys(ids):
            if name not in found:
                yield Gone(name)
        for name, outcome in self._meetings(found):
            if isinstance(outcome, Meeting):
                self._ready[stream.id, name] = outcome
                yield _ref(outcome)
            else:
                yield outcome

    def fetch(self, stream: Stream, refs: Sequence[Ref]) -> Iterator[Meeting | Gone | Rejected]:
        """The records. What the listing has just read is not asked for again."""
        missing = [ref.id for ref in refs if (stream.id, ref.id) not in self._ready]
        for outcome in self.look(stream, missing) if missing else ():
            if not isinstance(outcome, Ref):
                yield outcome
        for ref in refs:
            if meeting := self._ready.pop((stream.id, ref.id), None):
                yield meeting

    def census(self, stream: Stream) -> Iterator[Collection[str]]:
        """The ids of all meetings of the window, by the plain view: another way than the one that we follow."""
        fields = "$select=id,type,seriesMasterId&$top=1000"
        first = f"{_address(stream)}/calendarView?{self._span()}&{fields}"
        try:
            for page in pages(self._door, first, {"Prefer": f"{IMMUTABLE}, {IN_UTC}"}):
                yield {graph_calendar.series(row) or text(row, "id") for row in objects(page, "value")} - {""}
        except Refused as error:
            raise _closed(error, stream) from error

    # the rounds

    def _all(self, stream: Stream, step: str) -> Iterator[Page]:
        rows, link = self._round(f"{_address(stream)}/calendarView/delta?{self._span()}")
        merged: dict[str, Event] = {}
        for row in rows:
            if removed(row):
                merged.pop(text(row, "id"), None)
            elif text(row, "id"):
                merged[text(row, "id")] = merged.get(text(row, "id"), {}) | row
        found = self._grouped(merged)
        again = _cursor("", "")
        names = sorted(found, key=lambda name: _latest(found[name]), reverse=True)
        chunks = [names[at : at + CHUNK] for at in range(0, len(names), CHUNK)] or [[]]
        for number, part in enumerate(chunks):
            page = self._page(stream, {name: found[name] for name in part}, again)
            if number == len(chunks) - 1:
                page = page._replace(cursor=_cursor(link, step), snapshot=frozenset(found))
            yield page._replace(remaining=max(0, len(names) - (number + 1) * CHUNK))

    def _news(self, stream: Stream, rows: Sequence[Event], old: Cursor, new: Cursor) -> Iterator[Page]:
        names = list(dict.fromkeys(graph_calendar.series(row) or text(row, "id") for row in rows))
        found = self._hydrated(names)
        chunks = [names[at : at + CHUNK] for at in range(0, len(names), CHUNK)]
        for number, part in enumerate(chunks):
            last = number == len(chunks) - 1
            page = self._page(stream, {name: found[name] for name in part if name in found}, new if last else old)
            yield page._replace(removed=[name for name in part if name not in found])

    def _round(self, first: str) -> tuple[list[Event], str]:
        """All rows of a round, and its link; half of one is no answer."""
        rows: list[Event] = []
        last: dict[str, Any] = {}
        for last in pages(self._door, first, {"Prefer": f"{IMMUTABLE}, {IN_UTC}, odata.maxpagesize={CHUNK}"}):
            rows += objects(last, "value")
        link = text(last, DELTA)
        if not link:
            raise BrokenAnswer(host=self._door.host, why="a round without an end")
        return rows, link

    def _grouped(self, rows: Mapping[str, Event]) -> dict[str, Found]:
        """Meetings of a round's rows. What a round tells in part, and a master that it leaves out, is read."""
        times: dict[str, list[Event]] = {}
        alone: dict[str, Event] = {}
        for name, row in rows.items():
            if master := graph_calendar.series(row):
                times.setdefault(master, []).append(row)
            elif graph_calendar.kind(row) != "seriesMaster":
                alone[name] = row
        masters = {name: rows[name] for name in times if name in rows and graph_calendar.is_whole(rows[name])}
        missing = [name for name in times if name not in masters] + [
            n for n, row in alone.items() if not graph_calendar.is_whole(row)
        ]
        read = self._events(missing)
        found = {name: Found(row, []) for name, row in {**alone, **{n: read[n] for n in alone if n in read}}.items()
                 if graph_calendar.is_whole(row) or name in read}  # fmt: skip
        for name, each in times.items():
            if master_row := masters.get(name) or read.get(name):
                found[name] = Found(master_row, each)
        return found

    def _hydrated(self, ids: Iterable[str]) -> dict[str, Found]:
        """These meetings as they are now, a series with all its times in the window. What is not there is left out."""
        found: dict[str, Found] = {}
        for name, event in self._events(ids).items():
            if graph_calendar.kind(event) != "seriesMaster":
                start, end = graph_calendar.span(event)
                if start < self._window().end and end > self._window().start:
                    found[name] = Found(event, [])
            elif times := self._instances(name):
                found[name] = Found(event, times)
        return found

    def _instances(self, master: str) -> list[Event]:
        first = f"{_event(master)}/instances?{self._span()}&$top={CHUNK}"
        headers = {"Prefer": f"{IMMUTABLE}, {IN_UTC}"}
        return [row for page in pages(self._door, first, headers) for row in objects(page, "value")]

    def _events(self, ids: Iterable[str]) -> dict[str, Event]:
        answers = self._batches.get({name: _event(name) for name in ids}, 1)
        return {name: event for name, event in answers if not isinstance(event, Lost)}

    # meetings

    def _page(self, stream: Stream, found: Mapping[str, Found], cursor: Cursor) -> Page:
        self._ready.clear()
        refs: list[Ref] = []
        rejected: list[Rejected] = []
        for name, outcome in self._meetings(found):
            if isinstance(outcome, Meeting):
                self._ready[stream.id, name] = outcome
                refs.append(_ref(outcome))
            else:
                rejected.append(outcome)
        return Page(refs, cursor, rejected=rejected)

    def _meetings(self, found: Mapping[str, Found]) -> Iterator[tuple[str, Meeting | Rejected]]:
        words = self._words(found)
        orders: list[Item] = []
        for name, (master, times) in found.items():
            uid = text(master, "iCalUId") or f"{name}@outlook"
            raw = graph_calendar.calendar(uid, master, times, self._options.address.lower(), words[name])
            orders.append(("meetings", (raw, *self._window())))
        for (name, one), answer in zip(found.items(), parsers.all(orders) if orders else [], strict=True):
            meeting = answer[0] if isinstance(answer, list) and len(answer) == 1 else answer
            if isinstance(meeting, Meeting):
                signals = meeting.header.signals | graph_calendar.signals([one.master, *one.times])
                header = meeting.header._replace(message_id=meeting.ical_uid, signals=signals)
                yield name, meeting._replace(id=name, header=header)
            else:
                lost = isinstance(meeting, apart.Lost | Rejected)
                yield name, Rejected(name, meeting.error if lost else "Unreadable")  # type: ignore[union-attr]  # both have one

    def _words(self, found: Mapping[str, Found]) -> dict[str, str]:
        """The text of each meeting, where the level keeps any."""
        if self._options.level == "headers":
            return dict.fromkeys(found, "")
        orders: list[Item] = [("words", graph_mail.words(one.master)) for one in found.values()]
        answers = parsers.all(orders) if orders else []
        return {
            name: words.text if isinstance(words, Words) else "" for name, words in zip(found, answers, strict=True)
        }

    def _window(self) -> Window:
        step = int(self._options.now()) // STEP * STEP
        since = self._options.since
        start = step - BEHIND
        return Window(start if since is None else max(since, start), step + STEP + AHEAD)

    def _span(self) -> str:
        start, end = (datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for at in self._window())
        return f"startDateTime={start}&endDateTime={end}"


def _address(stream: Stream) -> str:
    return f"{VERSION}/me/calendars/{quote(stream.id.removeprefix(PREFIX), safe='')}"


def _event(name: str) -> str:
    return f"{VERSION}/me/events/{quote(name, safe='')}"


def _read(stream: Stream, since: Cursor | None) -> tuple[str, str]:
    """The delta link, and the window that its round had."""
    if since is None:
        return "", ""
    try:
        link, step = json.loads(since.value)
    except (ValueError, TypeError) as error:
        raise StartOver(stream=stream.name) from error
    if since.kind != KIND or not isinstance(link, str) or not isinstance(step, str):
        raise StartOver(stream=stream.name)
    return link, step


def _cursor(link: str, step: str) -> Cursor:
    return Cursor(KIND, json.dumps([link, step]))


def _ref(meeting: Meeting) -> Ref:
    return Ref(meeting.id, meeting_revision(meeting), meeting.header)


def _latest(found: Found) -> str:
    return max(graph_calendar.starts(event) for event in (found.times or [found.master]))


def _closed(error: Refused, stream: Stream) -> Exception:
    """What a refusal of a calendar means."""
    if error.reason == AGAIN:
        return StartOver(stream=stream.name)
    if error.status in {403, 404}:
        return FolderClosed(host="Outlook", folder=stream.name)
    return error
