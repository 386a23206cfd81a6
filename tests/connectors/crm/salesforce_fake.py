"""Salesforce's other side, in process: one organisation whose rows change behind the connector's back.

It has the shapes of Salesforce's documentation: typed rows with ids of 18 characters, answers of a few rows with `done`, deleted and merged
rows for `queryAll` alone, errors as lists with codes, conditional writes by the second, composite requests that are done as a whole or not
at all, a rule against duplicates. Who is on a deal is a row of its own, and no change of the deal. It knows the time only by its own clock.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from connectors.http import Answer
from tests.connectors.crm.faulty import said
from tests.connectors.crm.soql import Malformed, parse

START = 1_770_000_000.0
BASE = "/services/data/v62.0"
BATCH = 2
"""Rows of one answer, whatever was asked for: Salesforce may give fewer than it was asked for."""
PREFIXES = {"Account": "001", "Contact": "003", "Opportunity": "006", "OpportunityContactRole": "00K", "User": "005",
            "Task": "00T", "Event": "00U", "OpportunityStage": "01J", "CurrencyType": "01L"}  # fmt: skip
_COMMON = {"Id", "SystemModstamp", "LastModifiedDate", "CreatedDate", "IsDeleted"}
SCHEMA: dict[str, set[str]] = {
    "Account": {"Name", "Website", "MasterRecordId"},
    "Contact": {"FirstName", "LastName", "Email", "AccountId", "Title", "Phone", "MasterRecordId"},
    "Opportunity": {"Name", "AccountId", "OwnerId", "StageName", "Amount", "CurrencyIsoCode", "CloseDate", "NextStep"},
    "OpportunityContactRole": {"OpportunityId", "ContactId", "Role", "IsPrimary"},
    "User": {"Username", "Email", "IsActive"},
    "Task": {"Subject", "Description", "WhatId", "WhoId", "OwnerId", "TaskSubtype", "Status", "ActivityDate", "Repside_Key__c"},
    "Event": {"Subject", "Description", "WhatId", "WhoId", "OwnerId", "StartDateTime", "EndDateTime", "Repside_Key__c"},
    "OpportunityStage": {"ApiName", "MasterLabel", "IsWon", "IsClosed", "SortOrder", "IsActive"},
    "CurrencyType": {"IsoCode", "IsActive"},
}  # fmt: skip
ROLES = ("Decision Maker", "Champion", "Business User", "Influencer")


class Refusal(Exception):
    """Ends a request."""

    def __init__(self, status: int, code: str, message: str = "no") -> None:
        self.status, self.body = status, [{"message": message, "errorCode": code, "fields": []}]
        super().__init__(code)


class SalesforceFake:
    """One organisation. `serve` is the API; the other methods are what its people do."""

    def __init__(self, *, currencies: bool = True) -> None:
        self.rows: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in SCHEMA}
        self.time = START
        self.schema = {name: fields | _COMMON for name, fields in SCHEMA.items()}
        self.rule = ""
        """What an administrator's own rule says to each change of a deal."""
        self.tokens = {"token-1"}
        self._count = 0
        if not currencies:
            self.schema["Opportunity"] -= {"CurrencyIsoCode"}
            del self.schema["CurrencyType"]
        self.rob = self.put(
            "User", {"Username": "rob@seller.example.crm", "Email": "rob@seller.example", "IsActive": True}
        )
        self.eve = self.put(
            "User", {"Username": "eve@seller.example.crm", "Email": "eve@seller.example", "IsActive": True}
        )
        self.put("CurrencyType", {"IsoCode": "EUR", "IsActive": True})
        for n, name in enumerate(("Qualified", "Offer sent", "Contract", "Won", "Lost")):
            closed = n > 2
            about = {
                "ApiName": f"api {name}",
                "MasterLabel": name,
                "IsWon": n == 3,
                "IsClosed": closed,
                "SortOrder": n + 1,
            }
            self.put("OpportunityStage", {**about, "IsActive": True})
        self.put("OpportunityStage", {"ApiName": "Old", "MasterLabel": "Old", "SortOrder": 0, "IsActive": False})

    # what people do

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float) -> bool:
        self.time += seconds
        return False

    def put(self, name: str, fields: Mapping[str, Any], id_: str = "") -> str:
        """Make or change a row; its id."""
        self.time += 1
        if not id_:
            self._count += 1
            id_ = f"{PREFIXES[name]}{self._count:012d}AAA"
            self.rows[name][id_] = {"Id": id_, "IsDeleted": False, "CreatedDate": self._iso()}
        self.rows[name][id_].update(fields, SystemModstamp=self._iso(), LastModifiedDate=self._iso())
        return id_

    def delete(self, name: str, id_: str, into: str = "") -> None:
        self.put(name, {"IsDeleted": True, **({"MasterRecordId": into} if into else {})}, id_)

    def _iso(self) -> str:
        return datetime.fromtimestamp(self.time, UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")

    # the API

    def writing(self, method: str, path: str) -> bool:
        return method != "GET" and path.startswith(BASE)

    def listing(self, path: str) -> str:
        found = re.search(r"FROM(?:\+|%20)(\w+)", path)
        return found[1] if found and "ORDER%20BY%20Id" in path else ""

    def serve(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """One request."""
        try:
            answer = self._answer(method, path, headers, json.loads(body) if body else None)
        except Refusal as refusal:
            answer = said(refusal.status, refusal.body)
        date = format_datetime(datetime.fromtimestamp(self.time, UTC), usegmt=True)
        return answer._replace(headers={**answer.headers, "date": date})

    def _answer(self, method: str, path: str, headers: Mapping[str, str], body: Any) -> Answer:
        if headers["Authorization"].removeprefix("Bearer ") not in self.tokens:
            raise Refusal(401, "INVALID_SESSION_ID")
        if len(path) > 16_384:
            raise Refusal(414, "URI_TOO_LONG")
        found = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(found.query).items()}
        where = found.path.removeprefix(BASE)
        routes: list[tuple[str, str, Callable[..., Answer]]] = [
            ("GET", r"/(query|queryAll)", lambda verb: self._query(query["q"], deleted=verb == "queryAll")),
            ("GET", r"/sobjects/(\w+)/describe", self._describe),
            ("GET", r"/sobjects/(\w+)/(\w+)", lambda name, id_: self._get(name, id_, query["fields"].split(","))),
            ("POST", r"/sobjects/(\w+)", lambda name: said(201, self._create(name, body))),
            ("PATCH", r"/sobjects/(\w+)/(\w+)", lambda name, id_: self._patch(name, id_, body, headers)),
            ("POST", r"/composite", lambda: self._composite(body)),
        ]
        for verb, pattern, call in routes:
            if verb == method and (match := re.fullmatch(pattern, where)):
                return call(*match.groups())
        raise Refusal(404, "NOT_FOUND")

    def _query(self, text: str, *, deleted: bool) -> Answer:
        try:
            asked = parse(text)
        except Malformed as error:
            raise Refusal(400, "MALFORMED_QUERY", str(error)) from error
        if asked.source not in self.schema:
            raise Refusal(400, "INVALID_TYPE")
        if not {*asked.fields, *asked.order, *asked.named} <= self.schema[asked.source]:
            raise Refusal(400, "INVALID_FIELD")
        rows = [row for row in self.rows[asked.source].values() if deleted or not row["IsDeleted"]]
        hits = sorted(
            (row for row in rows if asked.passes(row)), key=lambda row: [row.get(name) for name in asked.order]
        )
        hits = hits[: asked.limit]
        page = hits if asked.source == "OpportunityStage" else hits[:BATCH]
        answer = {"totalSize": len(hits), "done": len(hits) == len(page),
                  "records": [self._told(asked.source, row, asked.fields) for row in page]}  # fmt: skip
        return said(200, answer | ({} if answer["done"] else {"nextRecordsUrl": f"{BASE}/query/01g-2"}))

    def _describe(self, name: str) -> Answer:
        values = [{"active": word != "Influencer", "value": word, "label": word} for word in ROLES]
        return said(200, {"name": name, "fields": [{"name": "Id"}, {"name": "Role", "picklistValues": values}]})

    def _live(self, name: str, id_: str) -> dict[str, Any]:
        row = self.rows.get(name, {}).get(id_)
        if row is None or row["IsDeleted"]:
            raise Refusal(404, "NOT_FOUND" if row is None else "ENTITY_IS_DELETED")
        return row

    def _get(self, name: str, id_: str, fields: list[str]) -> Answer:
        if not set(fields) <= self.schema[name]:
            raise Refusal(400, "INVALID_FIELD")
        return said(200, self._told(name, self._live(name, id_), fields))

    def _create(self, name: str, body: Mapping[str, Any]) -> dict[str, Any]:
        self._valid(name, body)
        email = str(body.get("Email", "")).casefold()
        people = [row for row in self.rows["Contact"].values() if not row["IsDeleted"]]
        if name == "Contact" and any((row.get("Email") or "").casefold() == email for row in people if email):
            raise Refusal(400, "DUPLICATES_DETECTED")
        if name == "OpportunityContactRole":
            self._live("Opportunity", body["OpportunityId"])
            self._live("Contact", body["ContactId"])
        return {"id": self.put(name, body), "success": True, "errors": []}

    def _patch(self, name: str, id_: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> Answer:
        row = self._live(name, id_)
        if "If-Unmodified-Since" in headers:
            since = parsedate_to_datetime(headers["If-Unmodified-Since"])
            if datetime.fromisoformat(row["LastModifiedDate"]) > since:
                raise Refusal(412, "PRECONDITION_FAILED")
        self._valid(name, body)
        self.put(name, body, id_)
        return Answer(204, {}, b"")

    def _valid(self, name: str, body: Mapping[str, Any]) -> None:
        if not set(body) <= self.schema[name]:
            raise Refusal(400, "INVALID_FIELD_FOR_INSERT_UPDATE" if name in {"Task", "Event"} else "INVALID_FIELD")
        if len(body.get("NextStep") or "") > 255:
            raise Refusal(400, "STRING_TOO_LONG")
        if "Amount" in body and not isinstance(body["Amount"], float | None):
            raise Refusal(400, "JSON_PARSER_ERROR")
        if name == "Opportunity" and self.rule:
            raise Refusal(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", self.rule)

    def _composite(self, body: Mapping[str, Any]) -> Answer:
        assert body["allOrNone"] is True
        before = {name: {id_: dict(row) for id_, row in rows.items()} for name, rows in self.rows.items()}
        made: dict[str, str] = {}
        parts: list[dict[str, Any]] = []
        for each in body["compositeRequest"]:
            given = {
                key: re.sub(r"@\{(\w+)\.id\}", lambda found: made[found[1]], value)
                for key, value in each["body"].items()
            }
            try:
                done = self._create(each["url"].removeprefix(f"{BASE}/sobjects/"), given)
            except Refusal as refusal:
                self.rows = before
                names = [one["referenceId"] for one in body["compositeRequest"]]
                halted = [{"errorCode": "PROCESSING_HALTED", "message": "no"}]
                parts = [{"body": refusal.body if name == each["referenceId"] else halted, "referenceId": name,
                          "httpStatusCode": refusal.status if name == each["referenceId"] else 400}
                         for name in names]  # fmt: skip
                break
            made[each["referenceId"]] = done["id"]
            parts.append({"body": done, "httpHeaders": {}, "httpStatusCode": 201, "referenceId": each["referenceId"]})
        return said(200, {"compositeResponse": parts})

    def _told(self, name: str, row: Mapping[str, Any], fields: list[str]) -> dict[str, Any]:
        about = {"type": name, "url": f"{BASE}/sobjects/{name}/{row['Id']}"}
        return {"attributes": about, **{field: row.get(field) for field in fields}}
