"""What strangers typed into a CRM, through a form on the web: no record of it turns a line round, or is too much for a database."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from connectors.crm import hubspot_wire, pipedrive_wire, salesforce_wire, webhook_wire
from connectors.crm.webhook import _own
from connectors.http import Answer

ODD = json.loads(r'"Ada\u0000 \u202eL\u001b[2Jov\ud800e\u2066\r"')
PLAIN = "Ada L[2Jove"
HUBSPOT = hubspot_wire.Account("71")
PIPEDRIVE = pipedrive_wire.Account("7", {}, {}, "role", "title")
SALESFORCE = salesforce_wire.Account("005", {}, currencies=True)
NAMED = dict.fromkeys(("Name", "Title", "Phone", "NextStep", "StageName", "FirstName", "CurrencyIsoCode"), ODD)
ASKED: list[Callable[[], Any]] = [
    lambda: hubspot_wire.contact({"id": "1", "properties": dict.fromkeys(("firstname", "jobtitle", "phone"), ODD)}),
    lambda: hubspot_wire.company({"id": "1", "properties": {"name": ODD, "domain": "x.example"}}),
    lambda: hubspot_wire.deal(
        {"id": "1", "properties": dict.fromkeys(("dealname", "dealstage", "hs_next_step", "pipeline"), ODD)}, [], [], HUBSPOT
    ),
    lambda: hubspot_wire.stages({"results": [{"label": ODD, "stages": [{"label": ODD, "id": ODD}]}]}),
    lambda: salesforce_wire.contact({"Id": "1", **NAMED}),
    lambda: salesforce_wire.company({"Id": "1", **NAMED}),
    lambda: salesforce_wire.deal({"Id": "1", "Amount": 1, **NAMED}, [], SALESFORCE),
    lambda: salesforce_wire.reason(
        json.dumps([{"errorCode": "FIELD_CUSTOM_VALIDATION_EXCEPTION", "message": ODD}]).encode()
    ),
    lambda: pipedrive_wire.contact(
        {"id": 1, "name": ODD, "phones": [{"value": ODD}], "custom_fields": {"title": ODD}}, PIPEDRIVE
    ),
    lambda: pipedrive_wire.company({"id": 1, "name": ODD, "website": ODD}),
    lambda: pipedrive_wire.deal({"id": 1, "title": ODD}, [], [{"subject": ODD, "type": ODD}], PIPEDRIVE),
    lambda: webhook_wire.page({
        "cursor": "c", "companies": [{"id": "1", "name": ODD, "domains": [ODD]}], "deals": [{"id": "1", "name": ODD}],
        "contacts": [{"id": "1", "name": ODD, "addresses": [ODD]}], "stages": [{"name": ODD}],
    }),
    lambda: webhook_wire.value({"text": ODD, ODD: "x"}),
    lambda: webhook_wire.value(ODD),
    lambda: _own(Answer(422, {}, json.dumps({"why": ODD}).encode()), "crm.example", ""),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(ASKED)))
def test_what_nobody_can_see_is_left_out(number: int) -> None:
    found = repr(ASKED[number]())
    assert PLAIN in found
    for odd in (r"\x00", r"\u202e", r"\x1b", r"\ud800", r"\u2066", r"\r"):
        assert odd not in found


def test_the_services_own_bookmark_is_given_back_as_it_was() -> None:
    assert webhook_wire.bookmark(webhook_wire.page({"cursor": "a\u200b\t b"}).cursor) == "a\u200b\t b"
