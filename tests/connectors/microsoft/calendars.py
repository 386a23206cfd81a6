"""The calendars of the Graph fake. A series is a master with the starts of its times; Graph expands it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.connectors.microsoft.fake import Query, Refusal, refuse
from tests.connectors.microsoft.letters import Row, iso

if TYPE_CHECKING:
    from tests.connectors.microsoft.fake import Graph

WHOLE = ("subject", "attendees", "organizer", "location", "sensitivity", "isCancelled", "isAllDay", "body", "responseStatus",
         "isOrganizer", "isOnlineMeeting", "hideAttendees", "lastModifiedDateTime")  # fmt: skip


@dataclass
class Event:
    """One event, or a series: then `starts` are its times, and `changed` what differs at some of them."""

    id: str
    row: Row
    start: int
    minutes: int = 30
    starts: list[int] = field(default_factory=list)
    changed: dict[int, Row] = field(default_factory=dict)
    """Original start → what an exception says; `start` in it is where it was moved to."""
    number: int = 0


@dataclass
class Calendar:
    """One calendar, and what left it at which number."""

    id: str
    name: str
    owner: str
    events: dict[str, Event] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)


class Calendars:
    """All calendars of one account."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.boxes = {"main": Calendar("AAMkCal+/main=", "Calendar", graph.address)}

    def put(self, event: Event, calendar: str = "main") -> None:
        """Make or change it."""
        event.number = self._graph.tick()
        self.boxes[calendar].events[event.id] = event

    def remove(self, name: str, calendar: str = "main") -> None:
        """Take it out: of a series each time is told as gone."""
        box = self.boxes[calendar]
        event = box.events.pop(name)
        for gone in (name, *(occurrence_id(event, at) for at in event.starts)):
            box.left[gone] = self._graph.tick()

    def remove_time(self, name: str, start: int, calendar: str = "main", *, told: bool = True) -> None:
        """Take one time out of a series. Graph does not always tell it: then the master alone is told."""
        event = self.boxes[calendar].events[name]
        event.starts.remove(start)
        event.changed.pop(start, None)
        event.number = self._graph.tick()
        if told:
            self.boxes[calendar].left[occurrence_id(event, start)] = self._graph.tick()

    # answers

    def _calendars(self, _: Query) -> Row:
        rows = [
            {
                "id": box.id,
                "name": box.name,
                "owner": {"name": "", "address": box.owner},
                "isDefaultCalendar": key == "main",
            }
            for key, box in self.boxes.items()
        ]
        return {"value": rows[::-1]}

    def _view_delta(self, asked: Query, name: str) -> Row:
        box = self._box(name)
        assert not {"$select", "$filter", "$expand", "$orderby", "$search"} & set(asked), (
            "refused beside a view's delta"
        )
        window = self._window(asked)
        since = self._graph.since(asked)
        rows: list[Row] = []
        for event in box.events.values():
            shown = self._in(event, window)
            if event.number <= since or (not shown and not since):
                continue
            if not shown:  # it changed outside of the window, and is told as if it were gone
                rows.append({"@removed": {"reason": "deleted"}, "id": event.id})
                continue
            if event.starts:
                rows.append(self._master(event))
            rows += [_bare(row) if row["type"] == "occurrence" else row for row in shown]
        rows += [
            {"@removed": {"reason": "deleted"}, "id": gone} for gone, at in box.left.items() if since and at > since
        ]
        start, end = window
        path = f"/me/calendars('{quote(box.id, safe='')}')/calendarView/delta"
        return self._graph.paged(rows, asked, path, start=start, end=end)

    def _view(self, asked: Query, name: str) -> Row:
        rows = [row for event in self._box(name).events.values() for row in self._in(event, self._window(asked))]
        return self._cut(rows, asked, f"/me/calendars('{quote(self._box(name).id, safe='')}')/calendarView")

    def _instances(self, asked: Query, name: str) -> Row:
        rows = self._in(self._find(name), self._window(asked))
        return self._cut(rows, asked, f"/me/events/{quote(name, safe='')}/instances")

    def _event(self, _: Query, name: str) -> Row:
        event = self._find(name)
        return self._master(event) if event.starts else self._shown(event)

    # rows

    def _cut(self, rows: list[Row], asked: Query, path: str) -> Row:
        size, at = int(asked.get("$top", "10")), int(asked.get("$skip", "0"))
        fields = {*asked["$select"].split(","), "id"} if asked.get("$select") else None
        shown = [{k: v for k, v in row.items() if fields is None or k in fields} for row in rows[at : at + size]]
        page: Row = {"value": shown}
        if len(rows) > at + size:
            rest = {k: v for k, v in asked.items() if k not in {"$skip", "maxpagesize"}} | {"$skip": str(at + size)}
            page["@odata.nextLink"] = self._graph.link(path, rest)
        return page

    def _box(self, name: str) -> Calendar:
        found = next((box for box in self.boxes.values() if box.id == name), None)
        if found is None:
            raise Refusal(refuse(404, "ErrorItemNotFound"))
        return found

    def _find(self, name: str) -> Event:
        for box in self.boxes.values():
            if name in box.events:
                return box.events[name]
        raise Refusal(refuse(404, "ErrorItemNotFound"))

    def _window(self, asked: Query) -> tuple[str, str]:
        state = self._graph.state(asked)
        lower = {name.lower(): value for name, value in asked.items()}
        return (state["start"], state["end"]) if "start" in state else (lower["startdatetime"], lower["enddatetime"])

    def _in(self, event: Event, window: tuple[str, str]) -> list[Row]:
        rows = [self._time(event, at) for at in event.starts] if event.starts else [self._shown(event)]
        return [
            row
            for row in rows
            if row["start"]["dateTime"][:19] + "Z" < window[1] and row["end"]["dateTime"][:19] + "Z" > window[0]
        ]

    def _shown(self, event: Event) -> Row:
        return {**event.row, "id": event.id, "type": "singleInstance", **times(event.start, event.minutes)}

    def _master(self, event: Event) -> Row:
        first = event.starts[0] if event.starts else event.start
        return {**event.row, "id": event.id, "type": "seriesMaster", **times(first, event.minutes)}

    def _time(self, event: Event, start: int) -> Row:
        change = event.changed.get(start)
        at = start if change is None else change.get("at", start)
        row = {**event.row, **(change or {}), "id": occurrence_id(event, start), "seriesMasterId": event.id,
               "type": "occurrence" if change is None else "exception", "iCalUId": f"{event.row['iCalUId']}-{start}",
               **times(at, event.minutes)}  # fmt: skip
        row.pop("at", None)
        return row if change is None else {**row, "originalStart": iso(start)}


def occurrence_id(event: Event, start: int) -> str:
    """The id of one time."""
    return f"{event.id}.{start}"


def _bare(row: Row) -> Row:
    """In a view's delta an occurrence has little more than its times."""
    return {key: row[key] for key in ("id", "seriesMasterId", "type", "start", "end")}


def times(start: int, minutes: int) -> dict[str, Any]:
    """Start and end with Graph's seven decimals."""
    begin, end = (iso(at)[:-1] + ".0000000" for at in (start, start + 60 * minutes))
    return {"start": {"dateTime": begin, "timeZone": "UTC"}, "end": {"dateTime": end, "timeZone": "UTC"}}
