"""Outlook mail: one folder, page by page. The window is listed first, newest first; then a round of delta, and from then on its link.

    list, newest first, to the window ──► round: the ids of all ──► news: what happened since the round
                                          └ unknown ones are read, old ones named

A round names all that the folder holds, so what came or went while we listed is found by it. Rounds ask for ids and little else: what
changed is read by its id, and so a row that tells half of an item can never overwrite the other half.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

from connectors import headers
from connectors.apart import parsers
from connectors.batches import Batches, Lost
from connectors.door import Door
from connectors.http import Refused
from connectors.microsoft.envelope import IMMUTABLE, VERSION
from connectors.microsoft.folders import folder_path
from connectors.microsoft.options import GraphOptions
from connectors.microsoft.paging import DELTA, NEXT, Circle, pages
from connectors.microsoft.refusals import AGAIN
from connectors.wire import graph_mail
from connectors.wire.graph_json import removed
from connectors.wire.json_values import objects, text
from connectors.wire.text import Words
from sync.errors import BrokenAnswer, FolderClosed, StartOver
from sync.model import Cursor, Gone, Message, Page, Ref, Rejected, Stream

KIND = "graph-mail-1"
IDS = 1_000
"""Ids of one page of a round or a count, the most that Outlook gives."""
Phase = Literal["list", "round", "news"]


class Mark(NamedTuple):
    """What the cursor says."""

    phase: Phase
    link: str = ""
    """list: the next page, or empty for the first; news: the delta link."""
    done: int = 0
    """Messages that the listing has passed."""

    def cursor(self) -> Cursor:
        """As it is stored."""
        return Cursor(KIND, json.dumps(list(self)))

    @classmethod
    def read(cls, cursor: Cursor, stream: Stream) -> Mark:
        """Raises StartOver for a cursor that is none of ours."""
        try:
            phase, link, done = json.loads(cursor.value)
        except (ValueError, TypeError) as error:
            raise StartOver(stream=stream.name) from error
        words = phase in {"list", "round", "news"} and isinstance(link, str) and type(done) is int
        if cursor.kind != KIND or not words or (phase == "news" and not link):
            raise StartOver(stream=stream.name)
        return cls(phase, link, done)


class Mail:
    """The mail folders of one account."""

    def __init__(self, options: GraphOptions, door: Door, batches: Batches) -> None:
        self._options = options
        self._door = door
        self._batches = batches
        self._listed: dict[str, set[int]] = {}
        """What the listing of a folder has just named: its first round need not read it again."""

    def changes(self, stream: Stream, since: Cursor | None) -> Iterator[Page]:
        """Quiet costs one request."""
        mark = Mark("list") if since is None else Mark.read(since, stream)
        if mark.phase == "round" and stream.id not in self._listed:
            mark = Mark("list")  # another process listed it: to list it again costs a fifth of reading each unknown id
        try:
            if mark.phase == "list":
                yield from self._listing(stream, mark)
            if mark.phase == "news":
                yield from self._news(stream, mark)
            else:
                yield from self._round(stream)
        except Refused as error:
            raise _closed(error, stream) from error
        except Circle as error:
            if since is None:
                raise
            raise StartOver(stream=stream.name) from error  # the link that we hold may lead into it each time

    def look(self, stream: Stream, ids: Sequence[str]) -> Iterator[Ref | Gone | Rejected]:
        """Headers. What lies in another folder now, or is a draft, is gone from this one."""
        found: list[dict[str, Any]] = []
        paths = {name: f"{_message(name)}?{self._fields()}" for name in dict.fromkeys(ids)}
        for name, row in self._batches.get(paths, 1):
            if isinstance(row, Lost):
                yield Gone(name) if row.gone else Rejected(name, row.error)
            elif text(row, "parentFolderId") not in {"", stream.id} or graph_mail.is_draft(row):
                yield Gone(name)
            else:
                found.append({**row, "id": name})
        yield from self._parsed(found)

    def fetch(self, stream: Stream, refs: Sequence[Ref]) -> Iterator[Message | Gone | Rejected]:
        """The records. At level `headers` nothing more is asked for: the right lets nothing more through."""
        if self._options.level == "headers":
            yield from (Message(ref.id, ref.header) for ref in refs)
            return
        by_id = {ref.id: ref for ref in refs}
        more = "?$select=body,parentFolderId,isDraft&$expand=attachments($select=name,contentType,size,isInline)"
        found: list[tuple[Ref, dict[str, Any]]] = []
        for name, row in self._batches.get({name: _message(name) + more for name in by_id}, 1):
            if isinstance(row, Lost):
                yield Gone(name) if row.gone else Rejected(name, row.error)
            elif text(row, "parentFolderId") not in {"", stream.id} or graph_mail.is_draft(row):
                yield Gone(name)
            else:
                found.append((by_id[name], row))
        orders = [("words", graph_mail.words(row)) for _, row in found]
        for (ref, row), words in zip(found, parsers.all(orders) if orders else [], strict=True):
            if isinstance(words, Words):
                yield graph_mail.record(ref, row, words)
            else:
                yield Rejected(ref.id, getattr(words, "error", "Malformed"))

    def census(self, stream: Stream) -> Iterator[Collection[str]]:
        """Every id but those of drafts, by a plain listing: another way than the one that we follow."""
        first = f"{folder_path(stream)}?$select=id,isDraft&$top={IDS}"
        try:
            for page in pages(self._door, first, {"Prefer": IMMUTABLE}):
                if ids := [text(row, "id") for row in objects(page, "value") if not graph_mail.is_draft(row)]:
                    yield ids
        except Refused as error:
            raise _closed(error, stream) from error

    # the three phases

    def _listing(self, stream: Stream, mark: Mark) -> Iterator[Page]:
        """The window, newest first. A link that died begins it anew: what is known costs its header and no more."""
        known = self._listed.setdefault(stream.id, set())
        done, total = mark.done, 0
        for page in self._listed_pages(stream, mark.link):
            count = page.get("@odata.count")
            total = count if isinstance(count, int) else total
            rows = [row for row in objects(page, "value") if text(row, "id") and not graph_mail.is_draft(row)]
            known.update(_short(text(row, "id")) for row in rows)
            done += len(rows)
            link = text(page, NEXT)
            cursor = Mark("list", link, done).cursor() if link else Mark("round").cursor()
            laid = headers.page(self._parsed(rows), cursor, self._options.since)
            yield laid._replace(remaining=max(1, total - done))

    def _listed_pages(self, stream: Stream, link: str) -> Iterator[dict[str, Any]]:
        since = self._options.since
        window = "" if since is None else f"&$filter=receivedDateTime%20ge%20{graph_mail.rfc3339(since)}"
        size = f"$top={self._options.page}&$count=true"
        first = f"{folder_path(stream)}?{self._fields()}&$orderby=receivedDateTime%20desc&{size}{window}"
        if link:
            try:
                yield from pages(self._door, link, {"Prefer": IMMUTABLE})
            except Refused as error:
                if error.status == 404:
                    raise
            else:
                return
        yield from pages(self._door, first, {"Prefer": IMMUTABLE})

    def _round(self, stream: Stream) -> Iterator[Page]:
        """The first round of delta: the ids of all, of which those that are not known are read. It is never resumed in the middle."""
        known = self._listed.get(stream.id, set())
        there: set[str] = set()
        cursor = Mark("round").cursor()
        last: dict[str, Any] = {}
        first = f"{folder_path(stream)}/delta?$select=receivedDateTime,isDraft"
        for last in pages(self._door, first, {"Prefer": f"{IMMUTABLE}, odata.maxpagesize={IDS}"}):
            fresh, old = [], []
            for row in objects(last, "value"):
                name = text(row, "id")
                if removed(row) or graph_mail.is_draft(row) or not name:
                    there.discard(name)
                elif name not in there:
                    there.add(name)
                    came = graph_mail.received(row)
                    if self._options.since is not None and came is not None and came < self._options.since:
                        old.append(name)
                    elif _short(name) not in known:
                        fresh.append(name)
            yield from self._pages(stream, fresh, cursor)
            if old:
                yield Page((), cursor, outside=old)
        done = Mark("news", self._link(last)).cursor()
        self._listed.pop(stream.id, None)
        yield Page((), done, snapshot=frozenset(there), remaining=0)

    def _news(self, stream: Stream, mark: Mark) -> Iterator[Page]:
        """What was touched since the round. In whatever order and however often it is told: what counts is where it lies now."""
        touched: dict[str, None] = {}
        last: dict[str, Any] = {}
        for last in pages(self._door, mark.link, {"Prefer": f"{IMMUTABLE}, odata.maxpagesize={IDS}"}):
            touched.update((text(row, "id"), None) for row in objects(last, "value") if text(row, "id"))
        link = self._link(last)
        if touched:
            yield from self._pages(stream, list(touched), mark.cursor(), Mark("news", link).cursor())

    def _pages(self, stream: Stream, ids: Sequence[str], old: Cursor, new: Cursor | None = None) -> Iterator[Page]:
        """The items as they are now; the last page has the new cursor."""
        size = self._options.page
        for at in range(0, len(ids), size):
            ends = new is not None and at + size >= len(ids)
            outcomes = self.look(stream, ids[at : at + size])
            yield headers.page(outcomes, new if ends and new is not None else old, self._options.since)

    # small things

    def _fields(self) -> str:
        """What is asked for of a header. The least right does not let the mark of private mail through; received mail has it as a field."""
        basic = f"$select={graph_mail.HEADER}"
        return basic if self._options.level == "headers" else f"{basic}&{graph_mail.MARKED}"

    def _parsed(self, rows: Sequence[dict[str, Any]]) -> Iterable[Ref | Gone | Rejected]:
        return headers.parsed([graph_mail.unparsed(row) for row in rows]).values()

    def _link(self, page: dict[str, Any]) -> str:
        link = text(page, DELTA)
        if not link:
            raise BrokenAnswer(host=self._door.host, why="a round without an end")
        return link


def _message(name: str) -> str:
    return f"{VERSION}/me/messages/{quote(name, safe='')}"


def _short(name: str) -> int:
    """An id in eight bytes: a folder may hold a million."""
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _closed(error: Refused, stream: Stream) -> Exception:
    """What a refusal of a folder means."""
    if error.reason == AGAIN:
        return StartOver(stream=stream.name)
    if error.status in {403, 404}:
        return FolderClosed(host="Outlook", folder=stream.name)
    return error
