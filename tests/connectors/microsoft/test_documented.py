"""The complete rounds of Microsoft's documentation end in the state that it tells (learn.microsoft.com/graph/delta-query-messages, -events).

Number and form of requests, pages, links and rows are those of the pages: 2, 2 and 1 items; links that spell the path in another way;
annotations in each row; `isRead` once as a word; a link that stays the same; a removed id that was never told. Names are our own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from connectors.http import Answer
from connectors.microsoft.connector import GraphConnector
from connectors.microsoft.options import GRAPH
from sync.model import Ref, Stream
from tests.connectors.microsoft.fake import Graph, good, refuse
from tests.connectors.microsoft.letters import Row
from tests.connectors.microsoft.world import connector
from tests.connectors.world import listing

BASE = f"{GRAPH}/v1.0/me"
BOX = Stream("AQMkADNkNAAAgEMAAAA", "Inbox", "inbox")
CALENDAR = Stream("calendar:AAMkCal=", "Calendar", "calendar")


class Documented:
    """Answers the addresses of a page, and the items behind its rows."""

    def __init__(self, items: dict[str, Row]) -> None:
        self.items = items
        self.pages: dict[str, Row] = {}
        """Path, and the state in its query, → the page."""
        self.asked: list[str] = []

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """One request."""
        del headers
        found = urlsplit(url)
        if method == "POST":
            parts = json.loads(body or b"{}")["requests"]
            return good({"responses": [self._item(part["id"], part["url"]) for part in parts]})
        state = next((part for part in found.query.split("&") if part.startswith(("$skiptoken", "$deltatoken"))), "")
        path = unquote(found.path).removeprefix("/v1.0/me/")
        self.asked.append(f"{path}?{state}")
        page = self.pages.get(f"{path}?{state}")
        return refuse(404, "UnknownPath") if page is None else good(page)

    def cut(self) -> None:
        """Nothing is open."""

    def _item(self, mark: str, url: str) -> Row:
        name = unquote(urlsplit(url).path.rpartition("/")[2])
        known = self.items.get(name)
        body = {"error": {"code": "ErrorItemNotFound"}} if known is None else known
        return {"id": mark, "status": 404 if known is None else 200, "body": body}

    def connector(self, **options: Any) -> GraphConnector:
        return connector(Graph(), self, **options)


def message(name: str, subject: str) -> Row:
    person = {"emailAddress": {"name": "Dana", "address": "dana@customer.example"}}
    return {"@odata.type": "#microsoft.graph.message", "@odata.etag": 'W/"CQAAABYAAAARn2"', "id": name, "subject": subject,
            "isRead": False, "sender": person, "from": person, "receivedDateTime": "2026-11-01T10:00:00Z",
            "parentFolderId": BOX.id, "isDraft": False}  # fmt: skip


def event(name: str, subject: str, day: int) -> Row:
    times = {
        part: {"dateTime": f"2026-12-{day:02}T{hour}:30:00.0000000", "timeZone": "UTC"}
        for part, hour in (("start", 20), ("end", 22))
    }
    person = {"emailAddress": {"name": "Sam", "address": "sam@customer.example"}}
    return {"@odata.type": "#microsoft.graph.event", "@odata.etag": 'W/"EZ9r3czx=="', "id": name, "subject": subject,
            "body": {"contentType": "html", "content": ""}, "attendees": [], "organizer": person, **times}  # fmt: skip


def page(kind: str, link: str, *rows: Row) -> Row:
    return {"@odata.context": f"{GRAPH}/v1.0/$metadata#Collection({kind})", f"@odata.{link.partition(' ')[0]}": link.partition(" ")[2],
            "value": list(rows)}  # fmt: skip


def test_five_messages_in_three_requests_then_one_deleted_and_one_read() -> None:
    one, two, three, four, five = items = [message(f"AAMkADNk{n}=", f"Offer {n}") for n in range(1, 6)]
    wire = Documented({item["id"]: item for item in items})
    path = f"mailFolders/{BOX.id}/messages"
    link = f"{BASE}/mailfolders('{BOX.id}')/messages/delta"
    told = f"mailfolders('{BOX.id}')/messages/delta"
    done = f"deltaLink {link}?$deltatoken=GwcBoTmPuo"
    wire.pages = {
        f"{path}?": page("message", "context x", *items),
        f"{path}/delta?": page("message", f"nextLink {link}?$skiptoken=GwcBoTm1", one, two),
        f"{told}?$skiptoken=GwcBoTm1": page("message", f"nextLink {link}?$skiptoken=GwcBoTm2", three, four),
        f"{told}?$skiptoken=GwcBoTm2": page("message", done, five),
    }
    made = wire.connector()
    first = listing(made, BOX)
    assert first.pages[-1].snapshot == frozenset(item["id"] for item in items)
    assert {*first.named} == {item["id"] for item in items}

    del wire.items[three["id"]]
    wire.items[one["id"]] = one | {"isRead": True}
    wire.pages[f"{told}?$deltatoken=GwcBoTmPuo"] = page(
        "message",
        done,  # the page shows the very link that was asked
        {"@odata.type": "#microsoft.graph.message", "id": three["id"], "@removed": {"reason": "deleted"}},
        {"@odata.type": "#microsoft.graph.message", "id": "AAMkADk0MGFkODE3=", "@removed": {"reason": "deleted"}},
        one | {"isRead": "true"},
    )
    second = listing(made, BOX, first.cursor)
    assert second.removed == {three["id"], "AAMkADk0MGFkODE3="}
    assert second.named == [one["id"]]
    (ref,) = (ref for page_ in second.pages for ref in page_.changed)
    assert isinstance(ref, Ref)
    assert ref.header.subject == "Offer 1"
    assert second.cursor == first.cursor


def test_five_events_in_three_requests_then_one_deleted_and_one_added() -> None:
    one, two, three, four, five = items = [event(f"AAMkADVx{n}=", f"Talk {n}", n) for n in range(1, 6)]
    late = event("AAMkADj1HvAAA=", "Talk 6", 25)
    wire = Documented({item["id"]: item for item in (*items, late)})
    path = "calendars/AAMkCal=/calendarView/delta"
    link = f"{BASE}/{path}"
    wire.pages = {
        f"{path}?": page("event", f"nextLink {link}?$skiptoken=R0usmc1", one, two),
        f"{path}?$skiptoken=R0usmc1": page("event", f"nextLink {link}?$skiptoken=R0usmc2", three, four),
        f"{path}?$skiptoken=R0usmc2": page("event", f"deltaLink {link}?$deltatoken=R0usmcMD", five),
    }
    made = wire.connector()
    first = listing(made, CALENDAR)
    assert first.pages[-1].snapshot == frozenset(item["id"] for item in items)

    gone = {"@odata.type": "#microsoft.graph.event", "id": "AAMkADk0MGFk=", "@removed": {"reason": "deleted"}}
    wire.pages[f"{path}?$deltatoken=R0usmcMD"] = page("event", f"deltaLink {link}?$deltatoken=R0usmcFu", gone, late)
    # What a removed row means is not told; so the view is asked for anew.
    wire.pages[f"{path}?"] = page("event", f"deltaLink {link}?$deltatoken=R0usmcFu", *items, late)
    second = listing(made, CALENDAR, first.cursor)
    assert second.pages[-1].snapshot == frozenset(item["id"] for item in (*items, late))
    wire.pages[f"{path}?$deltatoken=R0usmcFu"] = page("event", f"deltaLink {link}?$deltatoken=R0usmcFu")
    assert listing(made, CALENDAR, second.cursor).pages == []
