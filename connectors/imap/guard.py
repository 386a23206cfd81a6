"""The one gate that every byte to an IMAP server passes: reading commands only, and no smuggled ones."""

from __future__ import annotations

import re

from sync.errors import Bug

_LINE = re.compile(
    rb"[A-Za-z0-9]+ (?:CAPABILITY|NOOP|LOGOUT|STARTTLS|IDLE|NAMESPACE"
    rb"|(?:LOGIN|AUTHENTICATE|ENABLE|ID|EXAMINE|STATUS|LIST|UID SEARCH|UID FETCH) [^\x00-\x1f\x7f]+)\r\n"
)
_CONTINUATION = re.compile(rb"(?:DONE|[A-Za-z0-9+/=]*)(?:\r\n)?")
_MARKS_AS_READ = re.compile(rb"BODY\[|BINARY\[|RFC822(?!\.(?:SIZE|HEADER))", re.IGNORECASE)
_TALKS_ON = re.compile(rb"\S+ (?:AUTHENTICATE|IDLE)\b")
_CONTROLS = re.compile(rb"[\x00-\x1f\x7f]")


class Guard:
    """Lets through what only reads. Anything else is a mistake of ours, and is never sent."""

    def __init__(self) -> None:
        self._talking = False

    def check(self, data: bytes) -> None:
        """Raise Bug unless `data` is one whole allowed command line, or the next line of a sign-in or of IDLE."""
        if self._talking and _CONTINUATION.fullmatch(data):
            return
        command = _LINE.fullmatch(data)
        if command is None or (b" UID FETCH " in data and _MARKS_AS_READ.search(data)):
            raise Bug(why=f"an IMAP command that is not allowed: {_name(data)}")
        self._talking = _TALKS_ON.match(data) is not None


def _name(data: bytes) -> str:
    """The command's word alone: what follows may be a secret."""
    words = data.split(b" ")[1:2]
    return words[0][:12].decode("ascii", "backslashreplace") if words else "none"


def quoted(name: bytes) -> bytes:
    """A quoted string. Controls cannot be named in one, and are refused."""
    if _CONTROLS.search(name):
        raise Bug(why="a control character in the argument of an IMAP command")
    return b'"' + name.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
