"""Mail and calendars in files on this machine's disk, followed as they change. Reads only; never makes, moves or marks a file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from errno import ELOOP
from pathlib import Path
from typing import NamedTuple, TypeVar

from connectors.folder.cursor import News, State, digest, news, pack, unpack
from connectors.folder.discover import discover, guess
from connectors.folder.options import FolderOptions
from connectors.folder.source import Entry, Source
from connectors.folder.unparsed import Unparsed, parsed
from sync.errors import FolderAway, NoPermission, NotAMailbox, StartOver
from sync.model import Cursor, Gone, Meeting, Message, Page, Ref, Rejected, Stream

T = TypeVar("T")

CENSUS = 50_000
"""Ids in one part of a census."""


class _Index(NamedTuple):
    """One scan, sorted."""

    stream: str
    signature: str
    """Taken before the scan; empty where it cannot be trusted."""
    entries: list[Entry]
    """Newest first."""
    by_id: dict[str, Entry]


class FolderConnector:
    """One path as an account. Keeps the last scan of one stream in memory, and nothing on disk."""

    def __init__(self, options: FolderOptions) -> None:
        self._options = options
        self._root = Path(options.path).expanduser().absolute()
        self._sources: dict[str, Source] = {}
        self._index: _Index | None = None
        self._quiet: dict[str, tuple[Cursor, str]] = {}
        """By stream: a cursor that was found to cover everything, and the signature of that moment."""

    def streams(self) -> Sequence[Stream]:
        """All mailboxes and calendars below the path. Raises NotAMailbox, FolderAway, NoPermission."""
        with self._errors():
            if not self._root.exists():  # a drive or share that was there before, or a wrong path
                away = FolderAway if self._sources or self._options.connected else NotAMailbox
                raise away(path=self._root, why="there is nothing at this path")
            self._find()
        return [source.stream for source in self._sources.values()]

    def changes(self, stream: Stream, since: Cursor | None) -> Iterator[Page]:
        """News first, then what the first listing still owes. A quiet round asks for a few file times."""
        state = None if since is None else unpack(since)
        if since is not None and state is None:
            raise StartOver(stream=stream.name)
        with self._errors():
            source = self._source(stream, state)
            if state is not None and state.form != source.kind:
                if any(state.sums):  # an empty folder has no form yet
                    raise StartOver(stream=stream.name)
                state = state._replace(form=source.kind)
            if state is None or since is None:
                yield from self._listing(source, self._scan(source), None)
            elif state.low is not None or not self._is_quiet(source, since, state):
                yield from self._since(source, since, state)

    def look(self, stream: Stream, ids: Sequence[str]) -> Iterator[Ref | Gone | Rejected]:
        """Headers of named items."""
        with self._errors():
            source = self._source(stream) if ids else None
            for part in self._parts(ids):
                if source:
                    yield from parsed(self._read(source, part, source.ref))

    def fetch(self, stream: Stream, refs: Sequence[Ref]) -> Iterator[Message | Meeting | Gone | Rejected]:
        """Records of named items."""
        with self._errors():
            source = self._source(stream) if refs else None
            for part in self._parts([ref.id for ref in refs]):
                if source:
                    yield from self._records(source, part)

    def census(self, stream: Stream) -> Iterator[Collection[str]]:
        """All ids, from a scan of this moment or one that still holds."""
        with self._errors():
            ids = list(self._current(self._source(stream)).by_id)
            for start in range(0, len(ids), CENSUS):
                yield ids[start : start + CENSUS]

    def close(self) -> None:
        """No file stays open between calls; the last scan is forgotten."""
        self._index = None

    def _find(self) -> None:
        old = self._sources
        found = discover(self._root.resolve())
        # A source that is still the same keeps what it knows of its file.
        self._sources = {
            new.stream.id: kept if (kept := old.get(new.stream.id)) and kept.kind == new.kind else new for new in found
        }

    def _source(self, stream: Stream, state: State | None = None) -> Source:
        if stream.id not in self._sources:
            if not self._root.exists():
                raise FolderAway(path=self._root, why="nothing is at this path")
            with suppress(NotAMailbox):
                self._find()
        source = self._sources.get(stream.id) or guess(self._root.resolve(), stream.id, state.form if state else None)
        if source is None:
            raise FolderAway(path=self._root, why=f"{stream.name} is not there now")
        return self._sources.setdefault(stream.id, source)

    def _scan(self, source: Source) -> _Index:
        since, now = self._options.since, self._options.now()
        signature = source.signature(since, now)
        scan = source.scan(since, now)
        entries = sorted(scan.entries, key=_place, reverse=True)
        by_id = {entry.id: entry for entry in entries}
        self._index = _Index(source.stream.id, signature if scan.settled else "", entries, by_id)
        return self._index

    def _current(self, source: Source) -> _Index:
        """The last scan where it still holds, else a new one."""
        index = self._index
        if index is None or index.stream != source.stream.id or not index.signature:
            return self._scan(source)
        now = source.signature(self._options.since, self._options.now())
        return index if index.signature == now else self._scan(source)

    def _is_quiet(self, source: Source, since: Cursor, state: State) -> bool:
        signature = source.signature(self._options.since, self._options.now())
        known = self._quiet.get(source.stream.id)
        return bool(signature) and signature in {state.signature, known[1] if known and known[0] == since else ""}

    def _since(self, source: Source, since: Cursor, state: State) -> Iterator[Page]:
        index = self._scan(source)
        changed = news(state.sums, index.entries)
        if not changed and state.low is None:
            self._quiet[source.stream.id] = (since, index.signature)
            return
        for group in self._groups(changed):
            state = _told(state, group)
            last = state.low is None and group[-1] is changed[-1]
            if last:
                state = state._replace(signature=index.signature, sums=digest(index.entries, len(state.sums)))
            entries = sorted((entry for bucket in group for entry in bucket.entries), key=_place, reverse=True)
            snapshot = any(bucket.lost for bucket in group)
            yield self._page(source, index, entries, state, snapshot=snapshot)
        if state.low is not None:
            yield from self._listing(source, index, state)

    def _listing(self, source: Source, index: _Index, state: State | None) -> Iterator[Page]:
        """Newest first, from `low` on. The sums cover all that was there when the listing began."""
        low = state.low if state else None
        whole = State(source.kind, index.signature, digest(index.entries, len(state.sums) if state else 0))
        rest = index.entries if low is None else [entry for entry in index.entries if _place(entry) < low]
        left = len(rest)
        for part in self._parts(rest) if rest else [rest]:
            left -= len(part)
            reached = whole._replace(low=_place(part[-1])) if left else whole
            yield self._page(source, index, part, reached, snapshot=not left, remaining=left)

    def _groups(self, changed: Sequence[News]) -> Iterator[Sequence[News]]:
        """Buckets for one page each: a bucket is told as a whole, so that each page is a place to go on from."""
        group: list[News] = []
        size = 0
        for bucket in changed:
            group.append(bucket)
            size += len(bucket.entries)
            if size >= self._options.page:
                yield group
                group, size = [], 0
        if group:
            yield group

    def _page(
        self,
        source: Source,
        index: _Index,
        entries: Sequence[Entry],
        reached: State,
        *,
        snapshot: bool,
        remaining: int | None = None,
    ) -> Page:
        since = self._options.since
        old = [e.id for e in entries if since is not None and e.sure and e.time < since]
        past = set(old)
        found = list(parsed(self._read(source, [e.id for e in entries if e.id not in past], source.ref)))
        refs = [item for item in found if isinstance(item, Ref)]
        late = {ref.id for ref in refs if self._is_past(ref, index.by_id[ref.id])}
        return Page(
            changed=[ref for ref in refs if ref.id not in late],
            cursor=pack(reached),
            outside=[*old, *sorted(late)],
            rejected=[item for item in found if isinstance(item, Rejected)],
            snapshot=frozenset(index.by_id) if snapshot else None,
            remaining=remaining,
        )

    def _is_past(self, ref: Ref, entry: Entry) -> bool:
        """Of a file whose time may be a copy's, the mail's own date decides about the window."""
        since, header = self._options.since, ref.header
        if since is None or entry.sure:
            return False
        time = header.received if header.date is None else header.date
        return time is not None and time < since

    def _read(self, source: Source, ids: Sequence[str], read: Callable[[Entry], T]) -> Iterator[T | Gone | Rejected]:
        """One outcome an id. What is not where the last scan saw it is looked for once more, at its new place."""
        index = self._index
        if index is None or index.stream != source.stream.id:
            index = self._scan(source)
        again = True
        for id_ in ids:
            found = _attempt(read, index.by_id.get(id_))
            if found is None and again:
                again, index = False, self._current(source)
                found = _attempt(read, index.by_id.get(id_))
            yield Gone(id_) if found is None else found

    def _records(self, source: Source, ids: Sequence[str]) -> Iterator[Message | Meeting | Gone | Rejected]:
        def read(entry: Entry) -> Meeting | Rejected | Unparsed:
            return source.record(entry, self._options.level)

        yield from parsed(self._read(source, ids, read))

    def _parts(self, items: Sequence[T]) -> Iterator[Sequence[T]]:
        size = self._options.page
        return (items[start : start + size] for start in range(0, len(items), size))

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """The system's errors in our words, by remedy."""
        try:
            yield
        except PermissionError as error:
            raise NoPermission(path=error.filename or self._root, why="it cannot be read") from error
        except OSError as error:
            raise FolderAway(path=self._root, why=error.strerror or type(error).__name__) from error


def _place(entry: Entry) -> tuple[int, str]:
    return entry.time, entry.id


def _told(state: State, group: Sequence[News]) -> State:
    """The digest once these buckets are told."""
    sums = list(state.sums)
    for bucket in group:
        sums[bucket.bucket] = bucket.sum
    return state._replace(sums=tuple(sums), signature="")


def _attempt(read: Callable[[Entry], T], entry: Entry | None) -> T | Rejected | None:
    """None where there is nothing; a file that we may not read is set aside, and stops no other."""
    if entry is None:
        return None
    try:
        return read(entry)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError as error:
        return Rejected(entry.id, type(error).__name__)
    except OSError as error:
        if error.errno == ELOOP:  # a symlink took the place of the file
            return None
        raise
