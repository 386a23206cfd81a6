"""The other side of the Pipedrive connector, in process: API v2 for records and activities, v1 for the user, participants and deletions.

Numbers for ids, seconds for times, lists in pages of its own cursors, a search that is late, strict types: text where a number is
due is refused, as v2 does. What was deleted is known for thirty days.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from connectors.http import Answer
from tests.connectors.crm.faulty import said

START = 1_795_000_000.0
NAMES = ("organizations", "persons", "deals", "activities")
WRITABLE = {
    "persons": {"name", "owner_id", "org_id", "emails", "phones", "custom_fields"},
    "deals": {"title", "owner_id", "org_id", "stage_id", "value", "currency", "status", "lost_reason",
              "expected_close_date", "custom_fields"},
    "activities": {"subject", "type", "owner_id", "deal_id", "due_date", "due_time", "duration", "done", "participants",
                   "note"},
}  # fmt: skip
"""What v2 takes; anything else is refused, job titles among it."""


class Refusal(Exception):
    """Ends a request with this answer."""

    def __init__(self, status: int, code: str = "ERR_SCHEMA_VALIDATION_FAILED") -> None:
        self.answer = said(status, {"success": False, "error": "no", "code": code})
        super().__init__(status)


class PipedriveFake:
    """One company. `serve` is its API; the other methods are what people do."""

    def __init__(self) -> None:
        self.records: dict[str, dict[int, dict[str, Any]]] = {name: {} for name in NAMES}
        self.participants: dict[int, list[int]] = {}
        self.stages: list[dict[str, Any]] = []
        self.token = "canary-token"
        self.time = START
        self.late = False
        """Whether the search knows nobody who is new."""
        self.page = 500
        self._count = 100

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float) -> bool:
        self.time += seconds
        return False

    # what people do

    def put(self, name: str, fields: Mapping[str, Any], id_: int = 0) -> int:
        """Make or change a record; its number."""
        self.time += 1
        if not id_:
            self._count += 1
            id_ = self._count
            self.records[name][id_] = {"id": id_, "is_deleted": False, "custom_fields": {}, "add_time": self._iso()}
        record = self.records[name][id_]
        custom = {**record["custom_fields"], **fields.get("custom_fields", {})}
        record.update({**fields, "custom_fields": custom, "update_time": self._iso()})
        if name == "activities" and record.get("deal_id") in self.records["deals"]:
            self.put("deals", {}, record["deal_id"])  # its next activity is a field of the deal
        return id_

    def join(self, deal: int, *people: int) -> None:
        self.participants[deal] = list(people)
        self.put("deals", {}, deal)

    def delete(self, name: str, id_: int) -> None:
        self.put(name, {"is_deleted": True}, id_)

    def _iso(self) -> str:
        return datetime.fromtimestamp(self.time, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

    # the API

    def writing(self, method: str, path: str) -> bool:
        assert path.startswith("/api/")
        return method != "GET"

    def listing(self, path: str) -> str:
        found = urlsplit(path)
        name = found.path.removeprefix("/api/v2/")
        return name if name in NAMES and "limit=" in found.query and "deal_id" not in found.query else ""

    def serve(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """One request."""
        try:
            answer = self._answer(method, path, headers, json.loads(body) if body else None)
        except Refusal as refusal:
            answer = refusal.answer
        date = format_datetime(datetime.fromtimestamp(self.time, UTC), usegmt=True)
        return answer._replace(headers={**answer.headers, "date": date})

    def _answer(self, method: str, path: str, headers: Mapping[str, str], body: Any) -> Answer:
        if {name.lower(): value for name, value in headers.items()}.get("x-api-token") != self.token:
            raise Refusal(401, "ERR_UNAUTHORIZED")
        found = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(found.query, keep_blank_values=True).items()}
        for verb, pattern, call in self._routes():
            match = re.fullmatch(pattern, found.path)
            if match and verb == method:
                return call(query, body, *match.groups())
        raise Refusal(404, "ERR_NOT_FOUND")

    def _routes(self) -> list[tuple[str, str, Callable[..., Answer]]]:
        name, id_ = r"(organizations|persons|deals|activities)", r"(\d+)"
        return [
            ("GET", r"/api/v1/users/me", lambda *_: _good({"id": 71, "email": "rob@seller.example"})),
            ("GET", r"/api/v2/pipelines", lambda *_: _good([{"id": 1, "name": "Sales", "order_nr": 1}])),
            ("GET", r"/api/v2/stages", lambda *_: _good(self.stages)),
            ("GET", r"/api/v2/persons/search", self._search),
            ("GET", r"/api/v2/deals/archived", self._archived),
            ("GET", r"/api/v1/recents", self._recents),
            ("GET", rf"/api/v2/{name}", self._list),
            ("POST", r"/api/v2/(persons|activities)", self._create),
            ("GET", rf"/api/v2/{name}/{id_}", self._get),
            ("PATCH", rf"/api/v2/(persons|deals|activities)/{id_}", self._patch),
            ("DELETE", rf"/api/v2/(activities)/{id_}", self._delete),
            ("POST", rf"/api/v1/deals/{id_}/participants", self._participate),
        ]

    def _list(self, query: Mapping[str, str], _: object, name: str) -> Answer:
        deleted = query.get("status") == "deleted"
        found = [
            each
            for each in self.records[name].values()
            if each["is_deleted"] is deleted and not each.get("is_archived")
        ]
        if "deal_id" in query and name == "persons":
            on = self.participants.get(int(query["deal_id"]), [])
            found = [each for id_ in on for each in found if each["id"] == id_]
        elif "deal_id" in query:
            found = [each for each in found if each.get("deal_id") == int(query["deal_id"])]
        if "done" in query:
            found = [each for each in found if each.get("done", False) is (query["done"] == "true")]
        if "owner_id" in query:
            found = [each for each in found if each.get("owner_id") == int(query["owner_id"])]
        return self._page(query, found)

    def _archived(self, query: Mapping[str, str], _: object) -> Answer:
        return self._page(query, [each for each in self.records["deals"].values() if each.get("is_archived")])

    def _page(self, query: Mapping[str, str], found: list[dict[str, Any]]) -> Answer:
        if not 1 <= int(query.get("limit", "100")) <= 500:
            raise Refusal(400)
        since = query.get("updated_since", "")
        if since:
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", since)
            found = [each for each in found if each["update_time"] >= since]
        found = sorted(found, key=lambda each: each["id"])
        cursor = query.get("cursor", "")
        if cursor and not re.fullmatch(r"after-\d{1,18}", cursor):
            raise Refusal(400)
        rest = [each for each in found if each["id"] > int(cursor.removeprefix("after-") or 0)]
        page = rest[: min(int(query.get("limit", "100")), self.page)]
        more = f"after-{page[-1]['id']}" if len(rest) > len(page) else None
        return said(200, {"success": True, "data": page, "additional_data": {"next_cursor": more}})

    def _search(self, query: Mapping[str, str], _: object) -> Answer:
        assert (query["fields"], query["exact_match"]) == ("email", "true")
        term, items = query["term"].casefold(), []
        for each in self.records["persons"].values():
            is_new = self.late and each["add_time"] > datetime.fromtimestamp(self.time - 600, UTC).isoformat()
            if (
                not each["is_deleted"]
                and not is_new
                and term in [one["value"].casefold() for one in each.get("emails", [])]
            ):
                items.append({"result_score": 1, "item": {"id": each["id"], "type": "person", "name": each["name"]}})
        return _good({"items": items})

    def _recents(self, query: Mapping[str, str], _: object) -> Answer:
        """Newest last, a page at a time, as v1 pages."""
        kinds = {"person": "persons", "organization": "organizations", "deal": "deals"}
        since, start = query["since_timestamp"], int(query["start"])
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", since)
        rows = [
            (_v1(each["update_time"]), kind, each)
            for kind in query["items"].split(",")
            for each in self.records[kinds[kind]].values()
            if _v1(each["update_time"]) >= since
        ]
        rows.sort(key=lambda row: (row[0], row[1], row[2]["id"]))
        page = rows[start : start + int(query["limit"])]
        told = [{"item": kind, "id": each["id"],
                 "data": {"id": each["id"], "active_flag": not each["is_deleted"], "update_time": at}}
                for at, kind, each in page]  # fmt: skip
        more = start + len(page) < len(rows)
        pages = {"start": start, "limit": int(query["limit"]), "more_items_in_collection": more}
        about = {"last_timestamp_on_page": page[-1][0] if page else since, "pagination": pages}
        return said(200, {"success": True, "data": told, "additional_data": about})

    def _get(self, _: object, __: object, name: str, id_: str) -> Answer:
        return _good(self._find(name, id_))

    def _find(self, name: str, id_: str) -> dict[str, Any]:
        record = self.records[name].get(int(id_))
        if record is None:
            raise Refusal(404, "ERR_NOT_FOUND")
        return record

    def _create(self, _: object, body: Any, name: str) -> Answer:
        self._validate(name, body)
        return _good(self.records[name][self.put(name, body)], 201)

    def _patch(self, _: object, body: Any, name: str, id_: str) -> Answer:
        record = self._find(name, id_)
        if record["is_deleted"] or record.get("is_archived"):
            raise Refusal(404, "ERR_NOT_FOUND")
        self._validate(name, body)
        self.put(name, body, record["id"])
        return _good(record)

    def _delete(self, _: object, __: object, name: str, id_: str) -> Answer:
        self.delete(name, self._find(name, id_)["id"])
        return _good({"id": int(id_)})

    def _participate(self, _: object, body: Any, deal: str) -> Answer:
        if self._find("deals", deal)["is_deleted"] or body["person_id"] not in self.records["persons"]:
            raise Refusal(404, "ERR_NOT_FOUND")
        on = self.participants.setdefault(int(deal), [])
        assert body["person_id"] not in on, "they are on it already"
        self.join(int(deal), *on, body["person_id"])
        return _good({"id": 1, "person_id": {"value": body["person_id"]}}, 201)

    def _validate(self, name: str, body: Any) -> None:
        numbers = {"owner_id", "org_id", "stage_id", "deal_id", "value"}
        strange = set(body) - WRITABLE[name]
        wrong = [key for key in numbers & set(body) if isinstance(body[key], str | bool)]
        stages = {each["id"] for each in self.stages}
        if strange or wrong or body.get("stage_id", next(iter(stages))) not in stages:
            raise Refusal(400)
        if body.get("status", "open") not in {"open", "won", "lost"}:
            raise Refusal(400)
        if "lost_reason" in body and body.get("status") != "lost":
            raise Refusal(400)
        if any(not isinstance(each, dict) or not each["value"] for each in body.get("emails", [])):
            raise Refusal(400)


def _v1(at: str) -> str:
    return at.replace("T", " ").removesuffix("Z")


def _good(found: object, status: int = 200) -> Answer:
    return said(status, {"success": True, "data": found})
