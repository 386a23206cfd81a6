"""Which mailboxes and calendars lie below a path. Symlinks are not followed; nothing is read but the first bytes of files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from connectors.folder.calendar import Calendar
from connectors.folder.maildir import Maildir
from connectors.folder.mbox import AHEAD, Mbox, looks_like_mbox
from connectors.folder.roles import role_of, shown
from connectors.folder.source import Source, open_file, read_exactly, spelled
from connectors.folder.tree import AppleMail, Tree, is_apple, is_item
from sync.errors import NoPermission, NotAMailbox
from sync.model import Stream, StreamRole

MAX_FOLDERS = 20_000
"""Folders that are looked into before the path is called too wide."""
MAX_DEPTH = 64
FORMS: dict[str, type[Maildir | Mbox | Tree | AppleMail | Calendar]] = {
    form.kind: form for form in (Maildir, Mbox, Tree, AppleMail, Calendar)
}
_MAILDIR_NAME = re.compile(r"\d{9,10}\.[^/]+")
_HEADER = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
_KEPT_BY_PARENTS = ("trash", "junk")
"""Roles that a folder's subfolders share."""


def discover(root: Path) -> list[Source]:
    """All mailboxes and calendars, at least one. Raises NotAMailbox, NoPermission."""
    if not root.exists():
        raise NotAMailbox(path=root, why="there is nothing at this path")
    if root.is_file():
        found = [source for source in [_of_file(root, (root.name,), [])] if source]
        why = "it is neither an mbox file nor a calendar"
    elif not root.is_dir():  # a pipe or a device
        raise NotAMailbox(path=root, why="it is neither a file nor a folder")
    else:
        found = sorted(_Walk(root).below(root, ()), key=lambda source: source.stream.id)
        why = "there is no mail and no calendar in it"
    if not found:
        raise NotAMailbox(path=root, why=why)
    return found


def guess(root: Path, stream_id: str, form: str | None) -> Source | None:
    """The source of a stream that discovery does not see, as a folder whose last mail was removed. None: nothing is there."""
    parts = () if stream_id == "." else tuple(stream_id.split("/"))
    path = (root.parent if root.is_file() else root).joinpath(*parts)
    if ".." in parts or "\0" in stream_id or not os.path.lexists(path) or path.is_symlink():
        return None
    by_name = AppleMail if path.suffix.lower() == ".mbox" else Tree
    made = FORMS.get(form or "") or (by_name if path.is_dir() else Mbox)
    return _made(made, path, parts) if path.is_dir() == (made not in {Mbox, Calendar}) else None


class _Walk:
    """One walk through a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.seen = 0

    def below(self, path: Path, parts: tuple[str, ...]) -> Iterator[Source]:
        """The streams of a folder and of those in it."""
        self.seen += 1
        if self.seen > MAX_FOLDERS or len(parts) > MAX_DEPTH:
            raise NotAMailbox(path=self.root, why="there are too many folders in it: name the one with the mail")
        folders, files = _content(path)
        if _is_maildir(path, folders):
            yield _made(Maildir, path, parts)
            folders = [name for name in folders if name not in {"cur", "new", "tmp"}]
        elif path.suffix.lower() == ".mbox" or any(map(is_apple, files)):
            yield from _of_apple(path, parts, files)
            folders = [name for name in folders if name.lower().endswith(".mbox")]
        else:
            yield from _of_files(path, parts, files)
        for name in folders:
            yield from self.below(path / name, (*parts, name))


def _content(path: Path) -> tuple[list[str], list[str]]:
    """Names of the folders and of the files."""
    try:
        with os.scandir(path) as found:
            entries = list(found)
    except PermissionError as error:
        raise NoPermission(path=path, why="it cannot be opened") from error
    folders = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False) and entry.name != "lost+found"]
    return sorted(folders), sorted(entry.name for entry in entries if entry.is_file(follow_symlinks=False))


def _is_maildir(path: Path, folders: list[str]) -> bool:
    """A copy may lack the empty ones of cur/, new/ and tmp/."""
    if "cur" in folders or {"new", "tmp"} <= set(folders):
        return True
    return "new" in folders and any(map(_MAILDIR_NAME.fullmatch, _content(path / "new")[1]))


def _of_apple(path: Path, parts: tuple[str, ...], files: list[str]) -> Iterator[Source]:
    """A mailbox of Apple Mail, as it lies in its library or as it was exported."""
    exported = _of_file(path / "mbox", (*parts, "mbox"), files) if "mbox" in files else None
    if exported:
        yield Mbox(path / "mbox", exported.stream._replace(name=_name(parts, path), role=_role(parts, path)))
        return
    source = _made(AppleMail, path, parts)
    if source.scan(None, 0).entries:
        yield source


def _of_files(path: Path, parts: tuple[str, ...], files: list[str]) -> Iterator[Source]:
    items = [name for name in files if is_item(name)]
    numbered = [name for name in items if not name.lower().endswith(".eml")]
    if len(numbered) < len(items) or any(_is_mail(path / name) for name in numbered[:3]):
        yield _made(Tree, path, parts)
    for name in files:
        if not is_item(name) and (source := _of_file(path / name, (*parts, name), files)):
            yield source


def _of_file(path: Path, parts: tuple[str, ...], beside: list[str]) -> Source | None:
    """An mbox file or a calendar, by its name or its first bytes."""
    suffix = path.suffix.lower()
    named = suffix in {".ics", ".mbox", ".mbx"} or path.name + ".msf" in beside
    try:
        with open_file(path) as file:
            start = read_exactly(file, 0, AHEAD)
    except PermissionError as error:
        if named or not beside:
            raise NoPermission(path=path, why="it cannot be read") from error
        return None
    except OSError:
        return None
    if suffix == ".ics":
        return _made(Calendar, path, parts) if b"BEGIN:V" in start.upper() else None
    empty = not start and (named or (not beside and not suffix))
    return _made(Mbox, path, parts) if empty or looks_like_mbox(start) else None


def _is_mail(path: Path) -> bool:
    try:
        with open_file(path) as file:
            return _HEADER.match(read_exactly(file, 0, 256)) is not None
    except OSError:
        return False


def _made(form: type[Maildir | Mbox | Tree | AppleMail | Calendar], path: Path, parts: tuple[str, ...]) -> Source:
    role: StreamRole = "calendar" if form is Calendar else _role(parts, path)
    name = _name(parts, path)
    if form is Maildir and not parts and role == "other":
        name, role = "Inbox", "inbox"
    return form(path, Stream("/".join(map(spelled, parts)) or ".", name, role))


def _name(parts: tuple[str, ...], path: Path) -> str:
    return shown(parts or (path.name,)) or "/"


def _role(parts: tuple[str, ...], path: Path) -> StreamRole:
    roles = [role_of(step) for step in _name(parts, path).split("/")]
    if roles[-1] == "other":
        return next((role for role in roles if role in _KEPT_BY_PARENTS), "other")
    return roles[-1]
