"""The mail folders of one mailbox, as streams: each has a delta of its own, so sent mail is followed like the inbox."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from connectors.batches import Batches, Lost
from connectors.door import Door
from connectors.microsoft.envelope import IMMUTABLE, VERSION
from connectors.microsoft.paging import pages
from connectors.wire.graph_json import removed
from connectors.wire.json_values import objects, text
from sync.errors import WrongAccount
from sync.model import Stream, StreamRole

ROLES: Mapping[str, StreamRole] = {
    "inbox": "inbox",
    "sentitems": "sent",
    "archive": "archive",
    "drafts": "drafts",
    "outbox": "drafts",
    "junkemail": "junk",
    "deleteditems": "trash",
}
"""Well-known folders and what they are, whatever their name is in the rep's language."""
LEFT_OUT = ("conversationhistory", "syncissues", "recoverableitemsdeletions", "searchfolders")
"""Chats, a program's notes, what was deleted for good, and searches: no mail of their own lies in them."""
INHERITED = frozenset({"junk", "trash", "drafts"})
_SEARCH = "#microsoft.graph.mailSearchFolder"


class Folders:
    """Lists them. What the well-known ones are called is asked once."""

    def __init__(self, door: Door, batches: Batches) -> None:
        self._door = door
        self._batches = batches
        self._known: dict[str, str] = {}

    def addresses(self) -> list[str]:
        """All addresses of the mailbox that the sign-in belongs to, its main one first."""
        found = self._door.get(f"{VERSION}/me?$select=mail,userPrincipalName,proxyAddresses", 1, {"Prefer": IMMUTABLE})
        others = found.get("proxyAddresses")
        named = [text(found, "mail"), text(found, "userPrincipalName")]
        named += (
            [one[5:] for one in others if isinstance(one, str) and one[:5].lower() == "smtp:"]
            if isinstance(others, list)
            else []
        )
        return list(dict.fromkeys(name.lower() for name in named if name))

    def check(self, address: str) -> list[str]:
        """The addresses of the mailbox. Raises WrongAccount when it is another one's."""
        found = self.addresses()
        if address.lower() not in found:
            raise WrongAccount(found=found[0] if found else "somebody else", expected=address)
        return found

    def streams(self) -> list[Stream]:
        """All folders that mail lies in; hidden ones are left out, as in every mail program."""
        rows: dict[str, dict[str, Any]] = {}
        first = f"{VERSION}/me/mailFolders/delta?$select=displayName,parentFolderId,isHidden"
        for page in pages(self._door, first, {"Prefer": f"{IMMUTABLE}, odata.maxpagesize=500"}):
            for row in objects(page, "value"):
                if removed(row):
                    rows.pop(text(row, "id"), None)
                elif text(row, "id"):
                    rows[text(row, "id")] = rows.get(text(row, "id"), {}) | row
        known = self._well_known()
        found = [self._stream(name, rows, known) for name in rows]
        streams = [stream for stream in found if stream is not None]
        return sorted(streams, key=lambda stream: (stream.role != "inbox", stream.role != "sent", stream.name))

    def _well_known(self) -> dict[str, str]:
        """Folder id → well-known name."""
        if not self._known:
            paths = {name: f"{VERSION}/me/mailFolders/{name}?$select=id" for name in (*ROLES, *LEFT_OUT)}
            answers = self._batches.get(paths, 1)
            self._known = {text(row, "id"): name for name, row in answers if not isinstance(row, Lost)}
        return self._known

    def _stream(self, name: str, rows: Mapping[str, dict[str, Any]], known: Mapping[str, str]) -> Stream | None:
        """None for what is left out. A folder in the trash is trash."""
        words: list[str] = []
        role: StreamRole = ROLES.get(known.get(name, ""), "other")
        at = name
        for _ in range(len(rows)):
            row = rows.get(at)
            if row is None:
                break
            if known.get(at) in LEFT_OUT or row.get("isHidden") is True or text(row, "@odata.type") == _SEARCH:
                return None
            above = ROLES.get(known.get(at, ""), "other")
            role = above if above in INHERITED else role
            words.insert(0, text(row, "displayName") or "?")
            at = text(row, "parentFolderId")
        return Stream(name, "/".join(words), role)


def folder_path(stream: Stream) -> str:
    """The address of a folder's messages."""
    return f"{VERSION}/me/mailFolders/{quote(stream.id, safe='')}/messages"
