"""HubSpot's other side, in process: one account whose records change behind the connector's back.

It has the shapes and limits of HubSpot's documentation: string ids and string properties, searches of 200 with a cap of 10,000 and five a
second, lists of 100, batches of 50 with histories, associations with plain and named types, merges that answer under the old id, archived
records, 409 for an address that is taken, one error body for all. It knows the time only by its own clock.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from connectors.http import Answer
from tests.connectors.crm.faulty import said
from tests.connectors.crm.hubspot_shapes import LABELS, PIPELINES, Refusal, Stored

CHANGED = {"contacts": "lastmodifieddate"}
START = 1_770_000_000.0


class HubSpotFake:
    """One account. `serve` is the API; the other methods are what its people do."""

    def __init__(self) -> None:
        self.records: dict[str, dict[str, Stored]] = {
            name: {} for name in ("companies", "contacts", "deals", "emails", "meetings")
        }
        self.links: dict[tuple[str, str], dict[tuple[str, str], set[int]]] = {}
        self.owners = {"71": "rob@seller.example", "72": "eve@seller.example"}
        self.keyed = True
        """Whether an administrator made the property for notes."""
        self.late: set[str] = set()
        """Records that the search's index does not have yet as they are."""
        self.about: dict[str, Any] | None = {"portalId": 1, "timeZone": "Europe/Berlin", "companyCurrency": "EUR"}
        self.token = "pat-canary"
        self.time = START
        self.refused = 0
        self._searches: deque[float] = deque()
        self._count = 900

    # what people do

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float) -> bool:
        self.time += seconds
        return False

    def put(self, name: str, properties: Mapping[str, str | None], id_: str = "", source: str = "IMPORT") -> str:
        """Make or change a record; its id."""
        self.time += 1
        if not id_:
            self._count += 7
            id_ = str(self._count)
            self.records[name][id_] = Stored(id_, {"hs_object_id": id_})
        stored = self.records[name][id_]
        for key, value in properties.items():
            stored.properties[key] = value
            entry = {"value": value or "", "timestamp": self._iso(), "sourceType": source}
            stored.history.setdefault(key, []).insert(0, entry)
        stored.properties[CHANGED.get(name, "hs_lastmodifieddate")] = self._iso()
        return id_

    def archive(self, name: str, id_: str) -> None:
        self.time += 1
        self.records[name][id_].archived = self._iso()

    def merge(self, name: str, id_: str, into: str) -> str:
        gone, left = self.records[name][id_], self.records[name][into]
        gone.into = into
        known = [each for each in (left.properties.get("hs_merged_object_ids") or "").split(";") if each]
        return self.put(name, {"hs_merged_object_ids": ";".join([*known, id_])}, into)

    def link(self, start: str, id_: str, end: str, other: str, *types: int) -> None:
        """Associate two records, in both directions; HubSpot counts it as a change of a deal."""
        self.time += 1
        plain = (
            {"contacts": 3, "companies": 341}.get(end, 1)
            if start == "deals"
            else {"companies": 279, "deals": 4}.get(end, 2)
        )
        self.links.setdefault((start, end), {}).setdefault((id_, other), {plain}).update(types)
        if start == "deals":
            self.put("deals", {}, id_)

    def unlink(self, start: str, end: str, id_: str) -> None:
        for pair in [pair for pair in self.links.get((start, end), {}) if pair[0] == id_]:
            del self.links[start, end][pair]

    def _iso(self) -> str:
        return datetime.fromtimestamp(self.time, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    # the API

    def writing(self, method: str, path: str) -> bool:
        reads = "/search", "/batch/read"
        return method != "GET" and not urlsplit(path).path.endswith(reads)

    def listing(self, path: str) -> str:
        return path if path.endswith("/search") else path.partition("?")[0] if "archived=true" in path else ""

    def serve(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """One request."""
        try:
            answer = self._answer(method, path, headers, json.loads(body) if body else None)
        except Refusal as refusal:
            answer = refusal.answer
        date = format_datetime(datetime.fromtimestamp(self.time, UTC), usegmt=True)
        return answer._replace(headers={**answer.headers, "date": date})

    def _answer(self, method: str, path: str, headers: Mapping[str, str], body: Any) -> Answer:
        if headers["Authorization"] != f"Bearer {self.token}":
            raise Refusal(401, "INVALID_AUTHENTICATION")
        found = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(found.query, keep_blank_values=True).items()}
        for verb, pattern, call in self._routes():
            match = re.fullmatch(pattern, found.path)
            if match and verb == method:
                return call(query, body, *map(unquote, match.groups()))
        raise Refusal(404, "OBJECT_NOT_FOUND")

    def _routes(self) -> list[tuple[str, str, Callable[..., Answer]]]:
        name, id_ = r"(companies|contacts|deals|emails|meetings)", r"([^/]+)"
        return [
            ("GET", r"/crm/v3/pipelines/deals", lambda *_: said(200, PIPELINES)),
            ("GET", r"/account-info/v3/details", self._details),
            ("GET", r"/crm/v3/owners", self._owners),
            ("POST", rf"/crm/v3/objects/{name}/search", self._search),
            ("POST", rf"/crm/v3/objects/{name}/batch/read", self._batch),
            ("GET", rf"/crm/v3/objects/{name}", self._list),
            ("POST", rf"/crm/v3/objects/{name}", self._create),
            ("GET", rf"/crm/v3/objects/{name}/{id_}", self._get),
            ("PATCH", rf"/crm/v3/objects/{name}/{id_}", self._patch),
            ("GET", rf"/crm/v4/associations/{name}/{name}/labels", self._labels),
            ("POST", rf"/crm/v4/associations/{name}/{name}/batch/read", self._linked),
            ("PUT", rf"/crm/v4/objects/{name}/{id_}/associations/default/{name}/{id_}", self._join),
            ("PUT", rf"/crm/v4/objects/{name}/{id_}/associations/{name}/{id_}", self._join),
        ]

    def _details(self, *_: object) -> Answer:
        if self.about is None:
            raise Refusal(403, "MISSING_SOPES")
        return said(200, self.about)

    def _owners(self, query: Mapping[str, str], _: object) -> Answer:
        found = [{"id": id_, "email": email} for id_, email in self.owners.items() if email == query["email"].lower()]
        return said(200, {"results": found})

    def _search(self, _: object, body: Any, name: str) -> Answer:
        while self._searches and self._searches[0] <= self.time - 1:
            self._searches.popleft()
        self._searches.append(self.time)
        if len(self._searches) > 5:
            self.refused += 1
            raise Refusal(429, "RATE_LIMITS")
        if not 1 <= body["limit"] <= 200 or int(body.get("after", 0)) + body["limit"] > 10_000:
            raise Refusal(400, "VALIDATION_ERROR")
        filters = [each for group in body["filterGroups"] for each in group["filters"]]
        assert len(body["filterGroups"]) <= 1
        live = [each for each in self.records[name].values() if not each.archived and not each.into]
        indexed = [each for each in live if each.id not in self.late]
        hits = [each for each in indexed if all(self._passes(name, each, one) for one in filters)]
        hits.sort(key=lambda each: int(each.id))
        assert body["sorts"] == [{"propertyName": "hs_object_id", "direction": "ASCENDING"}]
        page = hits[: body["limit"]]
        answer: dict[str, Any] = {
            "total": len(hits),
            "results": [self._told(each, body["properties"]) for each in page],
        }
        if len(hits) > len(page):
            answer["paging"] = {"next": {"after": str(len(page))}}
        return said(200, answer)

    def _changed(self, name: str, stored: Stored) -> int:
        value = stored.properties[CHANGED.get(name, "hs_lastmodifieddate")] or ""
        return round(datetime.fromisoformat(value).timestamp() * 1_000)

    def _passes(self, name: str, stored: Stored, one: Mapping[str, str]) -> bool:
        key, value = one["propertyName"], one["value"]
        if key == CHANGED.get(name, "hs_lastmodifieddate"):
            assert one["operator"] == "GTE"
            return self._changed(name, stored) >= int(value)
        if key == "hs_object_id":
            assert one["operator"] == "GT"
            return int(stored.id) > int(value)
        assert one["operator"] == "EQ"
        return stored.properties.get(key) == value

    def _batch(self, _: object, body: Any, name: str) -> Answer:
        if len(body["inputs"]) > (50 if body.get("propertiesWithHistory") else 100):
            raise Refusal(400, "VALIDATION_ERROR")
        found = [self.records[name][each["id"]] for each in body["inputs"] if each["id"] in self.records[name]]
        results = []
        for each in found:
            told = self._told(each, body["properties"])
            told["propertiesWithHistory"] = {key: each.history.get(key, []) for key in body["propertiesWithHistory"]}
            results.append(told)
        return said(200, {"status": "COMPLETE", "results": results})

    def _list(self, query: Mapping[str, str], _: object, name: str) -> Answer:
        if int(query.get("limit", "10")) > 100:
            raise Refusal(400, "VALIDATION_ERROR")
        wanted = query.get("archived") == "true"
        found = sorted(
            (each for each in self.records[name].values() if bool(each.archived) == wanted),
            key=lambda each: int(each.id),
        )
        rest = [each for each in found if int(each.id) > int(query.get("after", "0"))]
        page = rest[: min(int(query.get("limit", "10")), 2)]
        answer: dict[str, Any] = {"results": [self._told(each, []) for each in page]}
        if len(rest) > len(page):
            answer["paging"] = {"next": {"after": page[-1].id, "link": "?"}}
        return said(200, answer)

    def _find(self, name: str, id_: str, query: Mapping[str, str]) -> Stored:
        by = query.get("idProperty", "")
        if by == "repside_key" and not self.keyed:
            raise Refusal(400, "VALIDATION_ERROR")
        live = [each for each in self.records[name].values() if not each.archived and not each.into]
        if by == "email":
            key = id_.casefold()
            hits = [each for each in live if key in _addresses(each)]
        elif by:
            hits = [each for each in live if each.properties.get(by) == id_]
        else:
            stored = self.records[name].get(id_)
            while stored is not None and stored.into:
                stored = self.records[name].get(stored.into)
            hits = [stored] if stored in live else []
        if not hits or hits[0] is None:
            raise Refusal(404, "OBJECT_NOT_FOUND")
        return hits[0]

    def _get(self, query: Mapping[str, str], _: object, name: str, id_: str) -> Answer:
        return said(200, self._told(self._find(name, id_, query), query.get("properties", "").split(",")))

    def _create(self, _: object, body: Any, name: str) -> Answer:
        properties = dict(body["properties"])
        self._validate(name, properties)
        id_ = self.put(name, properties, source="INTEGRATION")
        for each in body.get("associations", []):
            (kind,) = each["types"]
            end = {4: "deals", 279: "companies", 210: "deals", 198: "contacts", 212: "deals", 200: "contacts"}[
                kind["associationTypeId"]
            ]
            self.link(name, id_, end, each["to"]["id"])
            self.link(end, each["to"]["id"], name, id_)
        return said(201, self._told(self.records[name][id_], list(properties)))

    def _patch(self, query: Mapping[str, str], body: Any, name: str, id_: str) -> Answer:
        stored = self._find(name, id_, query)
        self._validate(name, body["properties"], stored)
        self.put(name, body["properties"], stored.id, "INTEGRATION")
        return said(200, self._told(stored, list(body["properties"])))

    def _validate(self, name: str, properties: Mapping[str, str], but: Stored | None = None) -> None:
        others = [
            each for each in self.records[name].values() if each is not but and not each.archived and not each.into
        ]
        email = properties.get("email", "").casefold()
        if name == "contacts" and email and any(email in _addresses(each) for each in others):
            raise Refusal(409, "CONFLICT", "Contact already exists. Existing ID: 1")
        if "dealstage" in properties and properties["dealstage"] not in {f"s{n}" for n in range(5)}:
            raise Refusal(400, "VALIDATION_ERROR")
        if "repside_key" in properties:
            if not self.keyed:
                raise Refusal(400, "VALIDATION_ERROR")
            if any(each.properties.get("repside_key") == properties["repside_key"] for each in others):
                raise Refusal(409, "CONFLICT")

    def _labels(self, *_: object) -> Answer:
        named = [{"category": "USER_DEFINED", "typeId": number, "label": label} for label, number in LABELS.items()]
        return said(200, {"results": [{"category": "HUBSPOT_DEFINED", "typeId": 3, "label": None}, *named]})

    def _linked(self, _: object, body: Any, start: str, end: str) -> Answer:
        if len(body["inputs"]) > 1_000:
            raise Refusal(400, "VALIDATION_ERROR")
        words = {number: label for label, number in LABELS.items()} | {5: "Primary"}
        results = []
        for one in body["inputs"]:
            pairs = [
                (pair[1], types) for pair, types in self.links.get((start, end), {}).items() if pair[0] == one["id"]
            ]
            begin = int(one.get("after", 0))
            to = [{"toObjectId": int(other), "associationTypes": [_type(number, words) for number in sorted(types)]}
                  for other, types in pairs[begin : begin + 2]]  # fmt: skip
            each: dict[str, Any] = {"from": {"id": one["id"]}, "to": to}
            if len(pairs) > begin + 2:
                each["paging"] = {"next": {"after": str(begin + 2)}}
            results.append(each)
        return said(207 if not all(each["to"] for each in results) else 200, {"status": "COMPLETE", "results": results})

    def _join(self, _: object, body: Any, start: str, id_: str, end: str, other: str) -> Answer:
        if id_ not in self.records[start] or other not in self.records[end]:
            raise Refusal(404, "OBJECT_NOT_FOUND")
        if body is not None:  # these named types, and no others
            self.unlink_one(start, id_, end, other)
        self.link(start, id_, end, other, *(each["associationTypeId"] for each in body or []))
        return said(200, {"status": "COMPLETE", "results": []})

    def unlink_one(self, start: str, id_: str, end: str, other: str) -> None:
        self.links.get((start, end), {}).pop((id_, other), None)

    def _told(self, stored: Stored, names: list[str]) -> dict[str, Any]:
        told: dict[str, Any] = {
            "id": stored.id,
            "properties": {name: stored.properties.get(name) for name in [*names, "hs_object_id"] if name},
            "archived": bool(stored.archived),
        }
        return told | ({"archivedAt": stored.archived} if stored.archived else {})


def _addresses(stored: Stored) -> set[str]:
    more = (stored.properties.get("hs_additional_emails") or "").split(";")
    return {each.casefold() for each in (stored.properties.get("email") or "", *more) if each}


def _type(number: int, words: Mapping[int, str]) -> dict[str, Any]:
    group = "USER_DEFINED" if number in LABELS.values() else "HUBSPOT_DEFINED"
    return {"category": group, "typeId": number, "label": words.get(number)}
