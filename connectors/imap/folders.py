"""From the rows of LIST to streams: which mailboxes are read, what they are called, what they are for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from imapclient import imap_utf7

from sync.model import Stream, StreamRole

Row = tuple[frozenset[str], bytes, bytes]

_SPECIAL: dict[str, StreamRole] = {
    "\\sent": "sent", "\\drafts": "drafts", "\\junk": "junk", "\\trash": "trash", "\\archive": "archive", "\\all": "all",
}  # fmt: skip
_NAMES: dict[StreamRole, str] = {
    "sent": "sent|sent items|sent mail|sent messages|gesendet|gesendete objekte|gesendete elemente|gesendete nachrichten"
    "|envoyés|éléments envoyés|messages envoyés|enviados|elementos enviados|mensajes enviados|itens enviados"
    "|inviata|posta inviata|elementi inviati|verzonden|verzonden items|wysłane|elementy wysłane|skickat|sendt|sendte elementer"
    "|lähetetyt|odeslané|odeslaná pošta|elküldött elemek|отправленные|gönderilmiş öğeler|送信済み|送信済みアイテム|已发送|已发送邮件|보낸편지함",
    "drafts": "drafts|draft|entwürfe|brouillons|borradores|rascunhos|bozze|concepten|wersje robocze|szkice|utkast|kladder"
    "|luonnokset|koncepty|piszkozatok|черновики|taslaklar|下書き|草稿|草稿箱|임시보관함",
    "junk": "junk|spam|junk e-mail|junk email|bulk mail|bulk|spamverdacht|junk-e-mail|unerwünscht|werbung|courrier indésirable"
    "|indésirables|pourriel|correo no deseado|no deseado|lixo eletrônico|lixo electrónico|posta indesiderata|ongewenste e-mail"
    "|wiadomości-śmieci|skräppost|søppelpost|uønsket e-mail|roskaposti|nevyžádaná pošta|levélszemét|спам|önemsiz|迷惑メール|垃圾邮件|垃圾箱|스팸메일함",
    "trash": "trash|deleted|deleted items|deleted messages|bin|papierkorb|gelöscht|gelöschte objekte|gelöschte elemente|corbeille"
    "|éléments supprimés|papelera|elementos eliminados|lixeira|lixo|itens excluídos|cestino|posta eliminata|prullenbak"
    "|verwijderde items|kosz|elementy usunięte|papperskorgen|borttagna objekt|papirkurv|slettet post|roskakori|koš|odstraněná pošta"
    "|törölt elemek|корзина|удаленные|удалённые|çöp kutusu|silinmiş öğeler|ゴミ箱|ごみ箱|削除済みアイテム|已删除|已删除邮件|휴지통",
    "archive": "archive|archives|archiv|archiviert|archivo|arquivo|archivio|archief|archiwum|arkiv|arkisto|архив|arşiv|アーカイブ|归档",
}  # fmt: skip
_ROLES: dict[str, StreamRole] = {name: role for role, names in _NAMES.items() for name in names.split("|")}
_CONTROLS = re.compile(rb"[\x00-\x1f\x7f]")
_CLOSED = frozenset({"\\noselect", "\\nonexistent"})


def streams(rows: Iterable[Row], *, gmail: bool = False) -> list[Stream]:
    """The mailboxes that can be opened, the inbox first.

    A name with control characters cannot be said in a command, so such a mailbox is left out. Gmail shows each mail in
    many mailboxes: `All Mail` has them all but junk and trash.
    """
    usable = [row for row in rows if not row[0] & _CLOSED and row[2] and not _CONTROLS.search(row[2])]
    named = {_id(row[2]): row for row in usable}
    given = {_SPECIAL[word] for row in usable for word in row[0] if word in _SPECIAL}
    found = [_stream(id_, row, given) for id_, row in named.items()]
    if gmail and any(stream.role == "all" for stream in found):
        found = [stream for stream in found if stream.role in {"all", "junk", "trash"}]
    return sorted(found, key=lambda stream: (stream.role not in {"inbox", "all"}, stream.name.lower(), stream.id))


def _id(name: bytes) -> str:
    """The name as it is on the wire: what was listed can be opened, however odd its encoding."""
    return "INBOX" if name.upper() == b"INBOX" else name.decode("latin-1")


def _stream(id_: str, row: Row, given: set[StreamRole]) -> Stream:
    attributes, delimiter, wire_name = row
    path = _path(wire_name, delimiter)
    if id_ == "INBOX":
        return Stream(id_, "Inbox", "inbox")
    if len(path) > 1 and path[0].upper() == "INBOX":
        path = path[1:]  # a server that keeps everything below the inbox
    role = next((_SPECIAL[word] for word in sorted(attributes) if word in _SPECIAL), None)
    guess = _ROLES.get(path[-1].strip().lower(), "other") if _owned(path) else "other"
    return Stream(id_, " / ".join(path), role or ("other" if guess in given else guess))


def _owned(path: Sequence[str]) -> bool:
    """A name says what a mailbox is for at the top, or below `[Gmail]` and its like; `Customers/Archive` is the rep's own."""
    return len(path) == 1 or (len(path) == 2 and path[0].startswith("["))


def _path(name: bytes, delimiter: bytes) -> list[str]:
    parts = name.split(delimiter) if delimiter else [name]
    return [_clean(decoded(part)) or "?" for part in parts if part] or ["?"]


def decoded(part: bytes) -> str:
    """Modified UTF-7, UTF-8, or whatever the server stored."""
    try:
        return str(imap_utf7.decode(part)) if part.isascii() else part.decode()
    except (ValueError, KeyError, IndexError):
        return part.decode("latin-1")


def _clean(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable()).strip()
