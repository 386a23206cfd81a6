"""Every call that is made, as a path: built by Google's own client from its discovery documents, sent by door.py.

Only what reads stands here: there is no call that could change a mailbox or a calendar. The client's own transport is not used: a batch
of it takes 90 times as long to read, and it can neither be governed nor bounded.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import Any
from urllib.parse import quote, urlsplit

from connectors.wire.fields import FIELDS

PART = "partId,mimeType,filename,headers,body(size,attachmentId"
MAX_IDS = 500
"""Ids of one listing, the most that Gmail gives."""
EVENTS = 2_500
"""Events of one page, the most that Calendar gives."""
DEPTH = 8
"""Levels of parts that a mask names; what lies deeper is a forwarded mail within forwarded mails."""


class Calls:
    """Paths with their queries. The client is loaded and its documents are read at the first use of each service."""

    def profile(self) -> str:
        """Address, head of the history, number of messages."""
        return _path(self._users.getProfile(userId="me", fields="emailAddress,historyId,messagesTotal"))

    def labels(self) -> str:
        """Names of the labels."""
        return _path(self._users.labels().list(userId="me", fields="labels(id,name,type)"))

    def messages(self, page: str = "", label: str = "", *, everything: bool = False) -> str:
        """Ids, newest first, without spam and trash."""
        named: dict[str, Any] = {"pageToken": page} if page else {}
        if label:
            named["labelIds"] = [label]
        fields = "nextPageToken,messages(id,threadId)"
        call = self._users.messages().list
        return _path(call(userId="me", maxResults=MAX_IDS, includeSpamTrash=everything, fields=fields, **named))

    def history(self, start: str, page: str = "") -> str:
        """What happened after a point of the history."""
        named = {"pageToken": page} if page else {}
        record = "id,labelIds,threadId"
        kinds = ["messageAdded", "messageDeleted", "labelAdded", "labelRemoved"]
        fields = (
            f"nextPageToken,historyId,history(id,messagesAdded(message({record})),messagesDeleted(message({record})),"
            f"labelsAdded(labelIds,message({record})),labelsRemoved(labelIds,message({record})))"
        )
        call = self._users.history().list
        return _path(
            call(userId="me", startHistoryId=start, historyTypes=kinds, maxResults=500, fields=fields, **named)
        )

    def header(self, message: str) -> str:
        """The header of a message: no text, no preview."""
        return self._header.replace(_ID, quote(message, safe=""))

    def thread(self, thread: str) -> str:
        """The headers of all messages of a conversation."""
        return self._thread.replace(_ID, quote(thread, safe=""))

    def structure(self, message: str) -> str:
        """The parts of a message with the bytes of those that Gmail puts inline: its text."""
        return self._structure.replace(_ID, quote(message, safe=""))

    def part(self, message: str, attachment: str) -> str:
        """The bytes of one part that is not inline."""
        call = self._users.messages().attachments().get
        return _path(call(userId="me", messageId=message, id=attachment, fields="size,data"))

    def calendars(self, page: str = "") -> str:
        """The calendars that the rep owns."""
        named = {"pageToken": page} if page else {}
        fields = "nextPageToken,items(id,summary,summaryOverride,timeZone,accessRole,primary,deleted)"
        call = self._calendar.calendarList().list
        return _path(call(minAccessRole="owner", showHidden=True, maxResults=250, fields=fields, **named))

    def events(self, calendar: str, *, token: str = "", page: str = "", uid: str = "", deleted: bool = False) -> str:
        """Events of a calendar, masters and exceptions, as they are; what changed since a sync token; or one series."""
        named: dict[str, Any] = {}
        if token:
            named["syncToken"] = token
        if page:
            named["pageToken"] = page
        if uid:
            named["iCalUID"] = uid
        if deleted:
            named["showDeleted"] = True
        call = self._calendar.events().list
        return _path(call(calendarId=calendar, singleEvents=False, maxResults=EVENTS, fields=_EVENTS, **named))

    def event(self, calendar: str, event: str) -> str:
        """One event."""
        return _path(self._calendar.events().get(calendarId=calendar, eventId=event, fields=_EVENT))

    @cached_property
    def _users(self) -> Any:
        return _service("gmail", "v1").users()

    @cached_property
    def _calendar(self) -> Any:
        return _service("calendar", "v3")

    @cached_property
    def _header(self) -> str:
        fields = "id,threadId,labelIds,internalDate,payload(mimeType,headers)"
        call = self._users.messages().get
        return _path(call(userId="me", id=_ID, format="metadata", metadataHeaders=list(FIELDS), fields=fields))

    @cached_property
    def _thread(self) -> str:
        fields = "id,messages(id,threadId,labelIds,internalDate,payload(mimeType,headers))"
        call = self._users.threads().get
        return _path(call(userId="me", id=_ID, format="metadata", metadataHeaders=list(FIELDS), fields=fields))

    @cached_property
    def _structure(self) -> str:
        mask = PART + ",data)"
        for _ in range(DEPTH):
            mask = f"{PART},data),parts({mask})"
        call = self._users.messages().get
        return _path(call(userId="me", id=_ID, format="full", fields=f"id,labelIds,payload({mask})"))


_ID = "repside-id"
_EVENT = (
    "id,status,updated,visibility,eventType,iCalUID,sequence,summary,description,location,recurrence,recurringEventId,"
    "originalStartTime,start,end,endTimeUnspecified,organizer(email,displayName,self),guestsCanSeeOtherGuests,attendeesOmitted,"
    "attendees(email,displayName,responseStatus,resource,self,organizer)"
)
_EVENTS = f"nextPageToken,nextSyncToken,timeZone,accessRole,items({_EVENT})"


@cache
def _service(name: str, version: str) -> Any:
    from googleapiclient.discovery import build

    return build(name, version, http=_Nobody(), static_discovery=True, cache_discovery=False)


class _Nobody:
    """The client wants a transport; it never gets to use one."""


def _path(request: Any) -> str:
    """The path and query of a request; whatever is no GET is a mistake of ours."""
    if request.method != "GET" or request.body is not None:
        raise AssertionError(request.methodId)
    found = urlsplit(request.uri)
    return f"{found.path}?{found.query}"
