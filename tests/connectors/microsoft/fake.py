"""The other side of the Outlook connector, in process: folders and calendars that change behind its back, and answers that can be bent.

It speaks the shapes of Microsoft Graph v1.0: immutable ids, deltas with opaque links, rows that tell only what changed, empty pages,
batches in any order with dependencies. It parses mail with the standard library, so that it owes nothing to what it tests. `bend` is
asked before each call and each part of a batch: an Answer from it is sent instead.
"""

from __future__ import annotations

import email
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from connectors.http import Answer
from tests.connectors.microsoft.letters import Row, message

Query = Mapping[str, str]
Bend = Callable[[str, Query], Answer | None]
WELL_KNOWN = ("inbox", "sentitems", "archive", "drafts", "outbox", "junkemail", "deleteditems", "conversationhistory")
_KEY = r"(?:/([^/(]+)|\('([^']+)'\))"
_ROUTES = (
    ("me", re.compile(r"/me")),
    ("folder_delta", re.compile(r"/me/mailFolders/delta(?:\(\))?", re.IGNORECASE)),
    ("folder", re.compile(rf"/me/mailFolders{_KEY}", re.IGNORECASE)),
    ("delta", re.compile(rf"/me/mailFolders{_KEY}/messages/delta(?:\(\))?", re.IGNORECASE)),
    ("list", re.compile(rf"/me/mailFolders{_KEY}/messages", re.IGNORECASE)),
    ("message", re.compile(rf"/me/messages{_KEY}", re.IGNORECASE)),
    ("calendars", re.compile(r"/me/calendars", re.IGNORECASE)),
    ("view_delta", re.compile(rf"/me/calendars{_KEY}/calendarView/delta(?:\(\))?", re.IGNORECASE)),
    ("view", re.compile(rf"/me/calendars{_KEY}/calendarView", re.IGNORECASE)),
    ("event", re.compile(rf"/me/events{_KEY}", re.IGNORECASE)),
    ("instances", re.compile(rf"/me/events{_KEY}/instances", re.IGNORECASE)),
)


def refuse(status: int, code: str = "", inner: str = "", **headers: str) -> Answer:
    """A refusal as Graph words it; `inner`: the code of the error within."""
    error: Row = {"code": code or "error", "message": "no", "innerError": {"request-id": "x"}}
    if inner:
        error["innerError"]["innerError"] = {"code": inner}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, {"content-type": "application/json", **named}, json.dumps({"error": error}).encode())


def good(found: object) -> Answer:
    """An answer of JSON."""
    return Answer(200, {"content-type": "application/json"}, json.dumps(found).encode())


class Refusal(Exception):
    """Ends a call with this answer."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__(answer.status)


@dataclass
class Stored:
    """One message, and the number of its last change."""

    id: str
    row: Row
    body: Row
    folder: str
    when: int
    number: int


@dataclass
class Folder:
    """One folder, and which messages left it at which number."""

    id: str
    name: str
    parent: str = "root"
    hidden: bool = False
    left: dict[str, int] = field(default_factory=dict)
    touched: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Messages of which a round tells one property alone."""


class Graph:
    """One account. `send` makes it a wire of the connector; the other methods are what the owner does."""

    def __init__(self, address: str = "rob@seller.example") -> None:
        from tests.connectors.microsoft.calendars import Calendars

        self.address = address
        self.folders = {name: Folder(f"AAMk-{name.title()}=", name.title()) for name in WELL_KNOWN}
        self.messages: dict[str, Stored] = {}
        self.calendars = Calendars(self)
        self.calls: Counter[str] = Counter()
        self.tokens = {"token"}
        self.bend: Bend = lambda *_: None
        self.requests = 0
        self.parts = 0
        self.most_at_once = 0
        self.empty_pages = 0
        """Empty pages before each page of a delta."""
        self.strict = True
        """Whether each request must ask for ids that stay, as ours do."""
        self.shuffle: Random | None = None
        self.replay = False
        """Later rounds tell older rows once more."""
        self.dead: Callable[[], Answer] = lambda: refuse(410, "SyncStateNotFound")
        self.head = 1_000
        self._count = 0
        self._epoch = 0
        self._base = "http://fake"
        self._rounds: list[tuple[list[Row], int]] = []

    # what the owner does

    def deliver(self, raw: bytes, when: int, folder: str = "inbox") -> str:
        """A message comes in; its id."""
        self._count += 1
        name = f"AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A{self._count:06x}aZ=="
        row, body = message(email.message_from_bytes(raw), name, when)
        self.messages[name] = Stored(name, row, body, folder, when, self.tick())
        row["isDraft"] = folder == "drafts"
        row["parentFolderId"] = self.folders[folder].id
        if folder == "sentitems":
            del row["internetMessageHeaders"]  # only what came over the wire has any
        return name

    def move(self, name: str, folder: str) -> None:
        """To another folder: it keeps its id."""
        stored = self.messages[name]
        self.folders[stored.folder].left[name] = self.tick()
        self.folders[folder].left.pop(name, None)
        stored.folder, stored.number = folder, self.tick()
        stored.row["parentFolderId"] = self.folders[folder].id
        stored.row["isDraft"] = folder == "drafts"

    def delete(self, name: str) -> None:
        """For ever."""
        self.folders[self.messages[name].folder].left[name] = self.tick()
        del self.messages[name]

    def read(self, name: str) -> None:
        """The owner opens it: rounds tell of that alone."""
        self.folders[self.messages[name].folder].touched[name] = (self.tick(), "isRead")

    def add_folder(self, key: str, name: str, parent: str = "", *, hidden: bool = False) -> None:
        """A folder, below another one or at the top."""
        self.folders[key] = Folder(f"AAMk-{key}/+=", name, self.folders[parent].id if parent else "root", hidden)

    def expire(self) -> None:
        """No link that was given is understood any more."""
        self._epoch += 1

    def tick(self) -> int:
        """The number of a change."""
        self.head += 3
        return self.head

    # the wire

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """One request."""
        self.requests += 1
        if headers["Authorization"].removeprefix("Bearer ") not in self.tokens:
            return refuse(401, "InvalidAuthenticationToken")
        found = urlsplit(url)
        self._base = f"{found.scheme}://{found.netloc}/v1.0"
        path = unquote(found.path)
        assert path.startswith("/v1.0/")
        if method == "POST" and path == "/v1.0/$batch":
            return self.bend("batch", {}) or self._batch(json.loads(body or b""))
        assert (method, body) == ("GET", None), "nothing may be changed"
        return self._call(found.path.removeprefix("/v1.0"), found.query, headers)

    def cut(self) -> None:
        """Nothing is open."""

    def _batch(self, asked: Row) -> Answer:
        requests = asked["requests"]
        assert len(requests) <= 20
        assert len({one["id"] for one in requests}) == len(requests)
        self.most_at_once = max(self.most_at_once, sum("dependsOn" not in one for one in requests))
        done: dict[str, Answer] = {}
        for one in requests:
            assert one["method"] == "GET"
            if any(done[name].status >= 400 for name in one.get("dependsOn", ())):
                done[one["id"]] = refuse(424, "FailedDependency")
                continue
            path, _, query = one["url"].partition("?")
            self.parts += 1
            done[one["id"]] = self._call(path, query, one["headers"])
        answers = [
            {
                "id": name,
                "status": answer.status,
                "headers": dict(answer.headers),
                "body": _within(answer.body),
            }
            for name, answer in done.items()
            if answer.status
        ]
        return good({"responses": answers[::-1]})  # in any order

    def _call(self, path: str, query: str, headers: Mapping[str, str]) -> Answer:
        prefer = next((value for name, value in headers.items() if name.lower() == "prefer"), "")
        assert 'IdType="ImmutableId"' in prefer or not self.strict, "every request asks for ids that stay"
        asked = dict(parse_qsl(query, keep_blank_values=True))
        sizes = re.search(r"odata\.maxpagesize=(\d+)", prefer)
        asked["maxpagesize"] = sizes[1] if sizes else "10"
        for name, route in _ROUTES:
            if match := route.fullmatch(path):
                self.calls[name] += 1
                keys = [unquote(group) for group in match.groups() if group is not None]
                if bent := self.bend(name, {**asked, "": "".join(keys)}):
                    return bent
                try:
                    owner = self if hasattr(self, f"_{name}") else self.calendars
                    return good(getattr(owner, f"_{name}")(asked, *keys))
                except Refusal as refusal:
                    return refusal.answer
        return refuse(404, "UnknownPath")

    # answers

    def _me(self, _: Query) -> Row:
        return {
            "mail": self.address,
            "userPrincipalName": f"upn-{self.address}",
            "proxyAddresses": [f"smtp:alias-{self.address}"],
        }

    def _folder(self, _: Query, name: str) -> Row:
        return {"id": self._box(name).id}

    def _folder_delta(self, asked: Query) -> Row:
        rows = [
            {
                "id": box.id,
                "displayName": box.name,
                "parentFolderId": box.parent,
                "isHidden": box.hidden,
                "totalItemCount": 0,
            }
            for box in self.folders.values()
        ]
        return self.paged(rows, asked, "/me/mailFolders/delta")

    def _list(self, asked: Query, name: str) -> Row:
        box = self._box(name)
        found = sorted(self._in(box), key=lambda one: (one.when, one.number), reverse=True)
        if window := asked.get("$filter"):
            assert window.startswith("receivedDateTime ge ")
            found = [one for one in found if one.row["receivedDateTime"] >= window.removeprefix("receivedDateTime ge ")]
        size, at = int(asked.get("$top", "10")), int(asked.get("$skip", "0"))
        assert size <= 1_000
        page: Row = {"value": [self._shown(one, asked) for one in found[at : at + size]]}
        if asked.get("$count") == "true":
            page["@odata.count"] = len(found)
        if len(found) > at + size:
            rest = {key: value for key, value in asked.items() if key not in {"$skip", "maxpagesize"}} | {
                "$skip": str(at + size)
            }
            page["@odata.nextLink"] = self.link(f"/me/mailFolders('{quote(box.id, safe='')}')/messages", rest)
        return page

    def _delta(self, asked: Query, name: str) -> Row:
        box = self._box(name)
        since = self.since(asked)
        rows: list[Row] = []
        fields = asked.get("$select") or self.state(asked).get("s", "")
        for stored in self._in(box):
            if stored.number > since or (self.replay and since):
                rows.append(self._shown(stored, {"$select": fields}))
            elif box.touched.get(stored.id, (0, ""))[0] > since:
                rows.append({"id": stored.id})
        rows += [
            {"@removed": {"reason": "deleted"}, "id": gone} for gone, at in box.left.items() if since and at > since
        ]
        if self.shuffle is not None:
            self.shuffle.shuffle(rows)
        return self.paged(rows, asked, f"/me/mailFolders('{quote(box.id, safe='')}')/messages/delta", s=fields)

    def _message(self, asked: Query, name: str) -> Row:
        if name not in self.messages:
            raise Refusal(refuse(404, "ErrorItemNotFound"))
        stored = self.messages[name]
        return self._shown(stored, asked)

    def _shown(self, stored: Stored, asked: Query) -> Row:
        every = {**stored.row, "body": stored.body["body"]}
        wanted = {*asked["$select"].split(","), "id"} if asked.get("$select") else {*every} - {"internetMessageHeaders"}
        shown = {key: value for key, value in every.items() if key in wanted or key.startswith("@")}
        if asked.get("$expand", "").startswith("attachments"):
            shown["attachments"] = stored.body["attachments"]
        elif "Integer 0x36" in asked.get("$expand", "") and stored.body["sensitivity"]:
            shown["singleValueExtendedProperties"] = [{"id": "Integer 0x36", "value": stored.body["sensitivity"]}]
        return shown

    def _box(self, name: str) -> Folder:
        found = self.folders.get(name) or next((box for box in self.folders.values() if box.id == name), None)
        if found is None:
            raise Refusal(refuse(404, "ErrorItemNotFound"))
        return found

    def _in(self, box: Folder) -> list[Stored]:
        return [one for one in self.messages.values() if self.folders[one.folder] is box]

    # links

    def state(self, asked: Query) -> Row:
        """What a link carries. Raises Refusal when it is not understood any more."""
        token = asked.get("$skiptoken") or asked.get("$deltatoken")
        if not token:
            return {}
        found: Row = json.loads(bytes.fromhex(token).decode())
        if found["e"] != self._epoch:
            raise Refusal(self.dead())
        return found

    def since(self, asked: Query) -> int:
        """The number after which changes are told."""
        return int(self.state(asked).get("n", 0))

    def paged(self, rows: list[Row], asked: Query, path: str, **kept: str) -> Row:
        """One page of a round, of which each link carries everything. The rows are those of the round's beginning."""
        state = self.state(asked)
        if "round" not in state:
            self._rounds.append((rows, self.head))
            state = {
                "round": len(self._rounds) - 1,
                "at": 0,
                "empty": self.empty_pages,
                "size": int(asked["maxpagesize"]),
            }
        rows, head = self._rounds[state["round"]]
        at, size = state["at"], state["size"]
        page: Row = {"value": []}
        if state["empty"]:
            more: Row | None = {**state, "empty": state["empty"] - 1}
        else:
            page["value"] = rows[at : at + size]
            more = {**state, "at": at + size, "empty": self.empty_pages} if len(rows) > at + size else None
        token = {"e": self._epoch, **kept, **(more or {"n": head})}
        name = "$skiptoken" if more else "$deltatoken"
        page["@odata.nextLink" if more else "@odata.deltaLink"] = self.link(
            path, {name: json.dumps(token).encode().hex()}
        )
        return page

    def link(self, path: str, query: Mapping[str, str]) -> str:
        """An absolute address."""
        return f"{self._base}{path}?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())


def _within(body: bytes) -> object:
    """A part's body: JSON as it is, all else as a text."""
    try:
        return json.loads(body or b"{}")
    except ValueError:
        return body.decode("utf-8", "replace")
