"""Gmail: what changed in one mailbox, page by page. The history's head first, then what an earlier round still owes.

    head (getProfile) ──► listing, newest first ──► headers in batches ──► pages ──► from then on: history after the head
                                                   └ 3 pages in a row older than the window: the rest is named, unread

A cursor holds the head, and while the first listing lasts, how far it got. Contract: Gmail's guide to synchronisation, quotas of May 2026.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from connectors import apart
from connectors.apart import Item, parsers
from connectors.batches import Batches, Lost
from connectors.door import Door
from connectors.google.calls import Calls
from connectors.google.envelope import Multipart
from connectors.google.headers import Headers
from connectors.google.options import GoogleOptions
from connectors.google.quota import Cost
from connectors.http import Refused
from connectors.wire import google_history, google_mail
from connectors.wire.google_mail import OUTSIDE, Reading
from connectors.wire.json_values import objects, text
from connectors.wire.text import Words
from sync.errors import BrokenAnswer, StartOver, WrongAccount
from sync.model import Cursor, Gone, Meeting, Message, Page, Ref, Rejected, Stream

KIND = "gmail-1"
MAIL = Stream("mail", "All mail", "all")
OLD_PAGES = 3
"""Whole pages before the window after which a listing, which is newest first, has left the window for good."""
MAX_PAGES = 10_000
"""Pages of one listing or history; more are a circle."""
TOGETHER = 50
"""Messages whose words are parsed in one go."""
WHOLE_THREAD = 3
"""Messages of a conversation from which it is cheaper to ask for the conversation."""


class Mark(NamedTuple):
    """What the cursor says: everything before `head` is stored but what the listing still owes."""

    head: str
    page: str | None = None
    """Token of the list page that the listing is at; None: it is complete."""
    last: str = ""
    """Id of that page after which it goes on."""
    old: int = 0
    """Pages in a row before the window."""
    done: int = 0
    """Messages that the listing has passed."""

    def cursor(self) -> Cursor:
        """As it is stored."""
        return Cursor(KIND, json.dumps(list(self)))

    @classmethod
    def read(cls, cursor: Cursor) -> Mark:
        """Raises StartOver for a cursor that is none of ours."""
        try:
            head, page, last, old, done = json.loads(cursor.value)
        except (ValueError, TypeError) as error:
            raise StartOver(stream=MAIL.name) from error
        words = isinstance(head, str) and head.isdecimal() and isinstance(page, str | None) and isinstance(last, str)
        if cursor.kind != KIND or not words or type(old) is not int or type(done) is not int:
            raise StartOver(stream=MAIL.name)
        return cls(head, page, last, old, done)


class Mail:
    """The mail of one account."""

    def __init__(self, options: GoogleOptions, door: Door, calls: Calls) -> None:
        self._options = options
        self._door = door
        self._calls = calls
        self._batches = Batches(door, Multipart("/batch/gmail/v1"))
        self._headers = Headers(self._batches, calls, options.since)

    def owner(self) -> str:
        """Whose mailbox it is."""
        return text(self._door.get(self._calls.profile(), Cost.PROFILE), "emailAddress").lower()

    def check(self) -> dict[str, Any]:
        """The profile. Raises WrongAccount when the sign-in belongs to another mailbox."""
        profile = self._door.get(self._calls.profile(), Cost.PROFILE)
        found = text(profile, "emailAddress").lower()
        if _folded(found) != _folded(self._options.address.lower()):
            raise WrongAccount(found=found, expected=self._options.address)
        return profile

    def labels(self) -> dict[str, str]:
        """The rep's own labels: id → name."""
        found = self._door.get(self._calls.labels(), Cost.LABELS)
        own = google_mail.own_labels([text(label, "id") for label in objects(found, "labels")])
        return {
            text(label, "id"): text(label, "name") for label in objects(found, "labels") if text(label, "id") in own
        }

    def changes(self, since: Cursor | None) -> Iterator[Page]:
        """Quiet costs one request of two units."""
        if since is None:
            profile = self.check()
            mark = Mark(text(profile, "historyId"), "")
            if not mark.head.isdecimal():
                raise BrokenAnswer(host="Gmail", why="no history id")
            yield from self._listing(mark, profile)
            return
        mark = yield from self._news(Mark.read(since))
        if mark.page is not None:
            yield from self._listing(mark, self.check())

    def look(self, ids: Sequence[str]) -> Iterator[Ref | Gone | Rejected]:
        """Headers. What became spam, trash or a draft is gone from the rep's mail."""
        yield from self._headers.get(dict.fromkeys(ids, "")).values()

    def fetch(self, refs: Sequence[Ref]) -> Iterator[Message | Gone | Rejected]:
        """The records. At level `headers` nothing more is asked for: the scope lets nothing more through."""
        if self._options.level == "headers":
            yield from (Message(ref.id, ref.header) for ref in refs)
            return
        by_id = {ref.id: ref for ref in refs}
        paths = {name: self._calls.structure(name) for name in by_id}
        read: list[Reading] = []
        for name, found in self._batches.get(paths, Cost.GET):
            if isinstance(found, Lost):
                yield Gone(name) if found.gone else Rejected(name, found.error)
            elif not OUTSIDE.isdisjoint(google_mail.labels(found)):
                yield Gone(name)
            else:
                read.append(self._read(by_id[name], found))
            if len(read) >= TOGETHER:
                yield from _parsed(read)
                read = []
        yield from _parsed(read)

    def census(self) -> Iterator[Collection[str]]:
        """Every id without spam, trash, drafts and chats."""
        left_out = self._left_out()
        for page in self._listed("", ""):
            if ids := [name for name, _ in page.ids if name not in left_out]:
                yield ids

    # the first listing

    def _listing(self, mark: Mark, profile: Mapping[str, Any]) -> Iterator[Page]:
        total = profile.get("messagesTotal")
        total = total if isinstance(total, int) else 0
        left_out = self._left_out()
        for page in self._listed(mark.page or "", mark.last):
            wanted = {name: thread for name, thread in page.ids if name not in left_out}
            names = list(wanted)
            often = _often(wanted.values())
            size = self._options.page
            for at in range(0, max(len(names), 1), size):
                part = {name: wanted[name] if wanted[name] in often else "" for name in names[at : at + size]}
                ends = at + size >= len(names)
                place = (page.next, "") if ends else (page.token, names[at + size - 1])
                mark, found = self._part(mark._replace(done=mark.done + len(part)), part)
                over = ends and not page.next
                mark = mark._replace(page=None if over else place[0], last=place[1])
                left = 0 if over else max(1, total - mark.done)
                yield found._replace(cursor=mark.cursor(), remaining=left)

    def _part(self, mark: Mark, part: Mapping[str, str]) -> tuple[Mark, Page]:
        """One page of a listing: headers inside the window, names beyond it."""
        if mark.old >= OLD_PAGES or not part:
            return mark, Page((), mark.cursor(), outside=list(part))
        page = self._headers.page(part, mark.cursor())
        return mark._replace(old=0 if page.changed or page.rejected else mark.old + 1), page

    def _listed(self, token: str, last: str) -> Iterator[_Listed]:
        """List pages from a token on; the first one goes on after an id, if it still names it."""
        seen: set[str] = set()
        while True:
            try:
                found = self._door.get(self._calls.messages(token), Cost.LIST)
            except Refused as error:
                if not token:
                    raise BrokenAnswer(host="Gmail", why="it does not list its messages") from error
                token, last = "", ""  # the token died: from the top, nothing is lost
                continue
            if found and not found.keys() & {"messages", "nextPageToken", "resultSizeEstimate"}:
                raise BrokenAnswer(host="Gmail", why="no page of a list")  # an empty mailbox answers with nothing
            ids = [(text(item, "id"), text(item, "threadId")) for item in objects(found, "messages")]
            ids = [pair for pair in ids if pair[0]]
            place = next((n for n, (name, _) in enumerate(ids) if name == last), -1) if last else -1
            next_token = text(found, "nextPageToken")
            yield _Listed(token, ids[place + 1 :], next_token)
            if not next_token:
                return
            if next_token in seen or len(seen) > MAX_PAGES:
                raise BrokenAnswer(host="Gmail", why="its pages go in a circle")
            seen.add(next_token)
            token, last = next_token, ""

    def _left_out(self) -> frozenset[str]:
        """Drafts and chats, which a listing names among the mail."""
        found: set[str] = set()
        for label in ("DRAFT", "CHAT"):
            token = ""
            for _ in range(MAX_PAGES):
                try:
                    page = self._door.get(self._calls.messages(token, label), Cost.LIST)
                except Refused:
                    break
                found.update(text(item, "id") for item in objects(page, "messages"))
                token = text(page, "nextPageToken")
                if not token:
                    break
        return frozenset(found)

    # the news

    def _news(self, mark: Mark) -> Generator[Page, None, Mark]:
        """Pages of what happened since the head; the last one moves the cursor."""
        token, seen = "", set[str]()
        while True:
            found = self._history(mark.head, token)
            changed, removed = google_history.fold(objects(found, "history"))
            token = text(found, "nextPageToken")
            if token in seen or len(seen) > MAX_PAGES:
                raise BrokenAnswer(host="Gmail", why="its history goes in a circle")
            seen.add(token)
            head = text(found, "historyId")
            if not token and not head.isdecimal():
                raise BrokenAnswer(host="Gmail", why="no history id")
            done = mark if token else mark._replace(head=head)
            yield from self._changed(changed, removed, mark.cursor(), done.cursor())
            if not token:
                return done

    def _history(self, start: str, token: str) -> dict[str, Any]:
        try:
            return self._door.get(self._calls.history(start, token), Cost.HISTORY)
        except Refused as error:
            if error.status == 404:
                raise StartOver(stream=MAIL.name) from error
            if token and error.status == 400:
                raise BrokenAnswer(host="Gmail", why="it forgot its own page") from error
            raise StartOver(stream=MAIL.name) from error

    def _changed(self, changed: Sequence[str], removed: Sequence[str], old: Cursor, new: Cursor) -> Iterator[Page]:
        """Pages of one part of the history; only the last has the new cursor."""
        size = self._options.page
        for at in range(0, len(changed), size):
            last = at + size >= len(changed)
            page = self._headers.page(dict.fromkeys(changed[at : at + size], ""), new if last else old)
            yield page._replace(removed=[*page.removed, *removed]) if last else page
        if removed and not changed:
            yield Page((), new, removed=removed)

    # headers and texts

    def _read(self, ref: Ref, message: dict[str, Any]) -> Reading:
        reading = Reading(ref, message, self._options.level)
        for path, attachment in reading.wants():
            try:
                answer = self._door.get(self._calls.part(ref.id, attachment), Cost.ATTACHMENT)
            except Refused:
                answer = {}
            reading.add(path, google_mail.bytes_of(answer) or b"")
        return reading


class _Listed(NamedTuple):
    """One list page."""

    token: str
    ids: list[tuple[str, str]]
    """Id and conversation."""
    next: str


def _parsed(readings: Sequence[Reading]) -> Iterator[Message | Rejected]:
    """The records, their words and invitations parsed in a process of their own, all in one go."""
    orders: list[list[Item]] = []
    for reading in readings:
        texts = reading.texts()
        words: list[Item] = [("words", texts)] if texts is not None else []
        orders.append([*words, *(("invitations", (raw,)) for raw in reading.calendars())])
    found = iter(parsers.all([order for each in orders for order in each]))
    for reading, each in zip(readings, orders, strict=True):
        yield _record(reading, [next(found) for _ in each])


def _record(reading: Reading, parsed: Iterable[object]) -> Message | Rejected:
    words, meetings = Words(), list[Meeting]()
    for found in parsed:
        if isinstance(found, Words):
            words = found
        elif isinstance(found, list):
            meetings += [item for item in found if isinstance(item, Meeting)]
        else:
            return Rejected(reading.id, found.error if isinstance(found, apart.Lost) else "Malformed")
    return reading.message(words, meetings)


def _often(threads: Iterable[str]) -> frozenset[str]:
    """Conversations that are cheaper as a whole."""
    return frozenset(thread for thread, times in Counter(threads).items() if thread and times >= WHOLE_THREAD)


def _folded(address: str) -> str:
    """Gmail knows no dots and no tags in its own addresses, and two names for one domain."""
    local, _, domain = address.partition("@")
    if domain in {"gmail.com", "googlemail.com"}:
        return local.partition("+")[0].replace(".", "") + "@gmail.com"
    return address
