"""The other side of the Google connector, in process: a mailbox and calendars that change behind its back, and answers that can be bent.

It speaks the shapes of the discovery documents (Gmail v1, Calendar v3): ids and sizes, labels, a history with numbers that have gaps, list
tokens, batches whose parts have their own status, sync tokens, cancelled exceptions with nothing but ids. It parses mail with the
standard library, so that it owes nothing to what it tests. `bend` is asked before each call: an Answer from it is sent instead.
"""

from __future__ import annotations

import base64
import email
import email.header
import json
import re
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message as Mail
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from connectors.http import Answer

UNITS = {"profile": 1, "labels": 1, "changes": 2, "list": 5, "get": 20, "attachment": 20, "thread": 40, "calendar": 1}
Bend = Callable[[str, Mapping[str, list[str]]], Answer | None]
_ROUTES = (
    ("profile", re.compile(r"/gmail/v1/users/me/profile")),
    ("labels", re.compile(r"/gmail/v1/users/me/labels")),
    ("changes", re.compile(r"/gmail/v1/users/me/history")),
    ("attachment", re.compile(r"/gmail/v1/users/me/messages/([^/]+)/attachments/([^/]+)")),
    ("list", re.compile(r"/gmail/v1/users/me/messages")),
    ("get", re.compile(r"/gmail/v1/users/me/messages/([^/]+)")),
    ("thread", re.compile(r"/gmail/v1/users/me/threads/([^/]+)")),
    ("calendars", re.compile(r"/calendar/v3/users/me/calendarList")),
    ("events", re.compile(r"/calendar/v3/calendars/([^/]+)/events")),
    ("event", re.compile(r"/calendar/v3/calendars/([^/]+)/events/([^/]+)")),
)


def refuse(status: int, reason: str = "", **headers: str) -> Answer:
    """A refusal as Google words it."""
    error = {"code": status, "message": "no", "errors": [{"domain": "global", "reason": reason, "message": "no"}]}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, {"content-type": "application/json", **named}, json.dumps({"error": error}).encode())


def good(found: object) -> Answer:
    """An answer of JSON."""
    return Answer(200, {"content-type": "application/json; charset=UTF-8"}, json.dumps(found).encode())


class Refusal(Exception):
    """Ends a call with this answer."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__(answer.status)


@dataclass
class Stored:
    """One message."""

    id: str
    thread: str
    raw: bytes
    labels: set[str]
    when: int
    number: int


@dataclass
class Calendar:
    """One calendar: events as they are told, by id, with the number of their last change."""

    id: str
    name: str
    role: str = "owner"
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)


class Minute:
    """Google's count: what goes beyond the allowance in any 60 seconds is refused, and counts nevertheless."""

    def __init__(self, allowance: int, now: Callable[[], float]) -> None:
        self._allowance, self._now = allowance, now
        self._spent: deque[tuple[float, int]] = deque()
        self._used = 0

    def spend(self, units: int) -> bool:
        """Whether it is within the allowance."""
        while self._spent and self._spent[0][0] <= self._now() - 60:
            self._used -= self._spent.popleft()[1]
        self._spent.append((self._now(), units))
        self._used += units
        return self._used <= self._allowance


class Google:
    """One account. `send` makes it a wire of the connector; the other methods are what the owner does."""

    def __init__(self, address: str = "rob@seller.example") -> None:
        self.address = address
        self.messages: dict[str, Stored] = {}
        self.names: dict[str, str] = {}
        self.calendars: dict[str, Calendar] = {address: Calendar(address, "Rob")}
        self.calls: Counter[str] = Counter()
        self.units = 0
        self.tokens = {"token"}
        self.bend: Bend = lambda *_: None
        self.requests = 0
        self.refused = 0
        """Calls beyond the allowance."""
        self._minutes: dict[bool, Minute] = {}
        self._history: list[tuple[int, str, dict[str, Any]]] = []
        self._head = 5_000
        self._expired = 0
        self._count = 0
        self._epoch = 0

    # what the owner does

    def deliver(self, raw: bytes, when: int, *labels: str, thread: str = "") -> str:
        """A message comes in; its id."""
        self._count += 1
        name = f"18c{self._count:013x}"
        labels = labels or ("INBOX", "UNREAD")
        self.messages[name] = Stored(name, thread or name, raw, set(labels), when, self._count)
        self._told("messagesAdded", name)
        return name

    def delete(self, name: str) -> None:
        """For ever."""
        self._told("messagesDeleted", name)
        del self.messages[name]

    def label(self, name: str, *, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> None:
        """Put labels on or take them off: into the trash and back, marked as spam, sent, read."""
        stored = self.messages[name]
        stored.labels |= set(add)
        stored.labels -= set(remove)
        for kind, touched in (("labelsAdded", add), ("labelsRemoved", remove)):
            if touched:
                self._told(kind, name, list(touched))

    def expire(self) -> None:
        """Forget the history until now."""
        self._expired = self._head + 1
        self._head += 10
        self._epoch += 1

    def put(self, event: dict[str, Any], calendar: str = "") -> None:
        """Make or change an event."""
        self._head += 7
        box = self.calendars[calendar or self.address]
        box.events[event["id"]] = {"updated": "2026-03-01T08:00:00.000Z", "status": "confirmed", **event}
        box.changed[event["id"]] = self._head

    def skip_to(self, head: int) -> None:
        """The history goes on from there."""
        self._head = head

    def allow(self, gmail: int, calendar: int, now: Callable[[], float]) -> None:
        """Refuse what is beyond these units in any minute of this clock."""
        self._minutes = {False: Minute(gmail, now), True: Minute(calendar, now)}

    def cancel(self, event: str, calendar: str = "") -> None:
        """Take an event out, a series with its exceptions; of it only ids are told from then on."""
        self._head += 7
        box = self.calendars[calendar or self.address]
        for name, other in list(box.events.items()):
            if other.get("recurringEventId") == event and other["status"] != "cancelled":
                self.cancel(name, calendar)
        kept = {"id", "recurringEventId", "originalStartTime"}
        box.events[event] = {"status": "cancelled", **{k: v for k, v in box.events[event].items() if k in kept}}
        box.changed[event] = self._head

    def _told(self, kind: str, name: str, touched: list[str] | None = None) -> None:
        self._head += 3
        stored = self.messages[name]
        item: dict[str, Any] = {"message": {"id": name, "threadId": stored.thread, "labelIds": sorted(stored.labels)}}
        if touched is not None:
            item["labelIds"] = touched
        self._history.append((self._head, kind, item))

    # the wire

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """One request."""
        self.requests += 1
        if headers["Authorization"].removeprefix("Bearer ") not in self.tokens:
            return refuse(401, "authError")
        found = urlsplit(url)
        if method == "POST" and found.path.startswith("/batch/"):
            bent = self.bend("batch", {})
            return bent or self._batch(headers, body or b"")
        assert (method, body) == ("GET", None), "nothing may be changed"
        return self._call(found.path, parse_qs(found.query, keep_blank_values=True))

    def cut(self) -> None:
        """Nothing is open."""

    def _batch(self, headers: Mapping[str, str], body: bytes) -> Answer:
        boundary = re.search(r'boundary="?([^"]+)"?', headers["Content-Type"])
        assert boundary is not None
        parts = body.split(b"--" + boundary[1].encode())[1:-1]
        assert len(parts) <= 100
        answers = []
        for part in reversed(parts):  # in any order
            outer, inner = part.decode().strip().split("\r\n\r\n", 1)
            name = re.search(r"Content-ID: <([^>]+)>", outer)
            line = inner.splitlines()[0].split(" ")
            assert name is not None
            assert line[0] == "GET"
            found = urlsplit(line[1])
            answer = self._call(found.path, parse_qs(found.query, keep_blank_values=True))
            if answer.status == 0:
                continue  # a part that is left out
            more = "".join(f"{k}: {v}\r\n" for k, v in answer.headers.items())
            head = f"Content-Type: application/http\r\nContent-ID: <response-{name[1]}>\r\n\r\nHTTP/1.1 {answer.status} X\r\n{more}\r\n"
            answers.append(b"--batch_x\r\n" + head.encode() + answer.body + b"\r\n")
        return Answer(
            200, {"content-type": "multipart/mixed; boundary=batch_x"}, b"".join([*answers, b"--batch_x--\r\n"])
        )

    def _call(self, path: str, query: Mapping[str, list[str]]) -> Answer:
        for name, route in _ROUTES:
            match = route.fullmatch(path)
            if match:
                self.calls[name] += 1
                self.units += (cost := UNITS.get(name, 1))
                if self._minutes and not self._minutes[name.startswith(("calendar", "event"))].spend(cost):
                    self.refused += 1
                    return refuse(429, "rateLimitExceeded")
                bent = self.bend(name, {**query, "": [unquote(group) for group in match.groups()]})
                if bent is not None:
                    return bent
                try:
                    return good(getattr(self, f"_{name}")(query, *map(unquote, match.groups())))
                except Refusal as refusal:
                    return refusal.answer
        return refuse(404, "notFound")

    # Gmail

    def _profile(self, _: object) -> object:
        return {"emailAddress": self.address, "historyId": str(self._head), "messagesTotal": len(self.messages)}

    def _labels(self, _: object) -> object:
        system = [{"id": name, "name": name, "type": "system"} for name in ("INBOX", "SPAM", "TRASH", "DRAFT")]
        return {"labels": [*system, *({"id": k, "name": v, "type": "user"} for k, v in self.names.items())]}

    def _list(self, query: Mapping[str, list[str]]) -> object:
        wanted = set(query.get("labelIds", []))
        found = [
            m
            for m in self.messages.values()
            if (wanted <= m.labels) and (query["includeSpamTrash"] == ["true"] or not m.labels & {"SPAM", "TRASH"})
        ]
        found.sort(key=lambda m: (m.when, m.number), reverse=True)
        token = query.get("pageToken", [""])[0]
        if token:
            epoch, when, number = map(int, token.split("."))
            if epoch != self._epoch:
                raise Refusal(refuse(400, "invalidArgument"))
            found = [m for m in found if (m.when, m.number) < (when, number)]
        size = int(query["maxResults"][0])
        page: dict[str, Any] = {"messages": [{"id": m.id, "threadId": m.thread} for m in found[:size]]}
        if len(found) > size:
            last = found[size - 1]
            page["nextPageToken"] = f"{self._epoch}.{last.when}.{last.number}"
        return page if found else {}

    def _changes(self, query: Mapping[str, list[str]]) -> object:
        start = int(query["startHistoryId"][0])
        assert set(query["historyTypes"]) == {"messageAdded", "messageDeleted", "labelAdded", "labelRemoved"}
        if start < self._expired:
            raise Refusal(refuse(404, "notFound"))
        return self._history_page(start, int(query.get("pageToken", ["0"])[0]), int(query["maxResults"][0]))

    def _history_page(self, start: int, token: int, size: int) -> dict[str, Any]:
        news = [entry for entry in self._history if entry[0] > start]
        page: dict[str, Any] = {"historyId": str(self._head)}
        if news[token : token + size]:
            page["history"] = [{"id": str(n), kind: [item]} for n, kind, item in news[token : token + size]]
        if len(news) > token + size:
            page["nextPageToken"] = str(token + size)
        return page

    def _get(self, query: Mapping[str, list[str]], name: str) -> object:
        if name not in self.messages:
            raise Refusal(refuse(404, "notFound"))
        return self._message(self.messages[name], query["format"][0])

    def _thread(self, query: Mapping[str, list[str]], name: str) -> object:
        found = [m for m in self.messages.values() if m.thread == name]
        if not found:
            raise Refusal(refuse(404, "notFound"))
        return {"id": name, "messages": [self._message(m, query["format"][0]) for m in found]}

    def _attachment(self, _: object, name: str, part: str) -> object:
        mail = email.message_from_bytes(self.messages[name].raw)
        data = _bytes(list(mail.walk())[int(part)])
        return {"size": len(data), "data": base64.urlsafe_b64encode(data).decode()}

    def _message(self, stored: Stored, form: str) -> dict[str, Any]:
        mail = email.message_from_bytes(stored.raw)
        parts = {id(part): n for n, part in enumerate(mail.walk())}
        payload = _payload(mail, "", parts) if form == "full" else _head(mail)
        return {
            "id": stored.id,
            "threadId": stored.thread,
            "labelIds": sorted(stored.labels),
            "internalDate": str(stored.when * 1_000),
            "payload": payload,
        }

    # Calendar

    def _calendars(self, _: object) -> object:
        found = [
            {"id": c.id, "summary": c.name, "accessRole": c.role, **({"primary": True} if c.id == self.address else {})}
            for c in self.calendars.values()
            if c.role == "owner"
        ]
        return {"items": list(reversed(found))}

    def _events(self, query: Mapping[str, list[str]], name: str) -> object:
        box = self.calendars.get(name)
        if box is None:
            raise Refusal(refuse(404, "notFound"))
        token = query.get("syncToken", [""])[0]
        found = list(box.events.values())
        if token:
            assert not {"iCalUID", "timeMin", "timeMax", "q", "orderBy"} & set(query), "refused beside a sync token"
            epoch, since = map(int, token.split("."))
            if epoch != self._epoch:
                raise Refusal(refuse(410, "fullSyncRequired"))
            found = [event for event in found if box.changed[event["id"]] > since]
        elif query.get("showDeleted") != ["true"]:
            found = [event for event in found if event["status"] != "cancelled" or "recurringEventId" in event]
        if uid := query.get("iCalUID"):
            series = {event["id"] for event in box.events.values() if event.get("iCalUID") == uid[0]}
            found = [event for event in found if event["id"] in series or event.get("recurringEventId") in series]
        at, size = int(query.get("pageToken", ["0"])[0]), int(query["maxResults"][0])
        page: dict[str, Any] = {"items": found[at : at + size], "timeZone": "Europe/Berlin", "accessRole": box.role}
        if len(found) > at + size:
            page["nextPageToken"] = str(at + size)
        else:
            page["nextSyncToken"] = f"{self._epoch}.{self._head}"
        return page

    def _event(self, _: object, name: str, event: str) -> object:
        found = self.calendars[name].events.get(event) if name in self.calendars else None
        if found is None:
            raise Refusal(refuse(404, "notFound"))
        return found


def _words(value: str) -> str:
    """Gmail decodes encoded words."""
    try:
        return str(email.header.make_header(email.header.decode_header(value)))
    except (ValueError, LookupError):
        return value


def _head(mail: Mail) -> dict[str, Any]:
    fields = [{"name": name, "value": _words(str(value))} for name, value in mail.items()]
    return {"mimeType": mail.get_content_type(), "headers": fields}


def _payload(mail: Mail, path: str, parts: Mapping[int, int]) -> dict[str, Any]:
    found = {**_head(mail), "partId": path, "filename": mail.get_filename() or ""}
    if mail.is_multipart():
        prefix = path + "." if path else ""
        children = [part for part in mail.get_payload() if isinstance(part, Mail)]
        return {
            **found,
            "body": {"size": 0},
            "parts": [_payload(p, f"{prefix}{n}", parts) for n, p in enumerate(children)],
        }
    data = _bytes(mail)
    if mail.get_content_maintype() == "text" and len(data) < 100_000 and not mail.get_filename():
        return {**found, "body": {"size": len(data), "data": base64.urlsafe_b64encode(data).decode()}}
    return {**found, "body": {"size": len(data), "attachmentId": str(parts[id(mail)])}}


def _bytes(mail: Mail) -> bytes:
    """The bytes of a part; of a text in UTF-8, as Gmail gives it."""
    data = mail.get_payload(decode=True)
    data = data if isinstance(data, bytes) else b""
    charset = mail.get_content_charset()
    if mail.get_content_maintype() == "text" and charset:
        try:
            return data.decode(charset).encode()
        except (ValueError, LookupError):
            return data
    return data
