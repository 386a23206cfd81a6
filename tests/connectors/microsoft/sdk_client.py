"""Drives the fake with Microsoft's own SDK, as a program of its own: `sdk_client.py BASE TOKEN` writes what it saw as JSON.

It runs in an environment of its own (scripts/graph-referee.sh), which has nothing of Repside.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from kiota_abstractions.authentication import AuthenticationProvider
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.users.item.calendars.item.calendar_view.delta.delta_request_builder import DeltaRequestBuilder

BASE, TOKEN = sys.argv[1:3]


class Bearer(AuthenticationProvider):
    async def authenticate_request(self, request: Any, additional_authentication_context: Any = None) -> None:
        del additional_authentication_context
        request.headers.try_add("Authorization", f"Bearer {TOKEN}")


async def rounds(builder: Any, first: Any) -> list[Any]:
    """All rows of a round."""
    page, rows = first, list(first.value)
    while page.odata_next_link:
        page = await builder.with_url(page.odata_next_link).get()
        rows += page.value
    assert page.odata_delta_link
    return rows


async def main() -> dict[str, Any]:
    adapter = GraphRequestAdapter(Bearer())
    adapter.base_url = BASE
    me = GraphServiceClient(request_adapter=adapter).me
    who = await me.get()
    inbox = me.mail_folders.by_mail_folder_id("inbox")
    listed = await inbox.messages.get()
    messages = await rounds(inbox.messages.delta, await inbox.messages.delta.get())
    one = await me.messages.by_message_id(messages[0].id).get()
    calendar = (await me.calendars.get()).value[0]
    view = me.calendars.by_calendar_id(calendar.id).calendar_view.delta
    span = DeltaRequestBuilder.DeltaRequestBuilderGetQueryParameters(
        start_date_time="2026-01-01T00:00:00Z", end_date_time="2026-12-31T00:00:00Z"
    )
    events = await rounds(view, await view.get(RequestConfiguration(query_parameters=span)))
    folders = await rounds(me.mail_folders.delta, await me.mail_folders.delta.get())
    unknown = [
        sorted(row.additional_data) for row in (*messages, *events, *folders, *listed.value, one) if row.additional_data
    ]
    return {
        "mail": who.mail,
        "messages": [[row.id, row.subject, row.from_.email_address.address] for row in messages],
        "listed": len(listed.value),
        "one": one.subject,
        "events": [[row.id, str(row.type), row.start.date_time] for row in events],
        "folders": len(folders),
        "unknown": unknown,
    }


sys.stdout.write(json.dumps(asyncio.run(main())))
