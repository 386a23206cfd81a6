"""What a folder is for, told by its name in the languages that mail programs speak, and how its path reads."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64decode

from sync.model import StreamRole

_NAMES: dict[StreamRole, str] = {
    "inbox": "inbox, in, posteingang, eingang, boîte de réception, courrier entrant, réception, bandeja de entrada, entrada, "
    "posta in arrivo, in arrivo, caixa de entrada, postvak in, skrzynka odbiorcza, odebrane, inkorg, inkorgen, "
    "indbakke, innboks, saapuneet, входящие, вхідні, doručená pošta, doručené, beérkezett üzenetek, gelen kutusu, "
    "受信トレイ, 受信箱, 收件箱, 收件匣, 받은편지함, primaire, posteingänge",
    "sent": "sent, sent mail, sent items, sent messages, gesendet, gesendete, gesendete objekte, gesendete elemente, "
    "gesendete nachrichten, envoyés, envoyé, messages envoyés, éléments envoyés, courrier envoyé, enviados, enviado, "
    "elementos enviados, mensajes enviados, correo enviado, inviati, inviata, posta inviata, itens enviados, "
    "e mails enviados, mensagens enviadas, verzonden, verzonden items, verzonden berichten, wysłane, elementy wysłane, "
    "skickat, skickade, skickade objekt, sendt, sendte elementer, sendt post, lähetetyt, отправленные, надіслані, "
    "odeslané, odeslaná pošta, elküldött, elküldött elemek, gönderilmiş, gönderilmiş öğeler, gönderilmiş postalar, "
    "送信済み, 送信済みメール, 已发送, 已发送邮件, 已傳送, 寄件備份, 보낸편지함",
    "drafts": "drafts, draft, unsent messages, outbox, templates, entwürfe, entwurf, postausgang, vorlagen, brouillons, "
    "brouillon, modèles, boîte d'envoi, borradores, borrador, plantillas, bandeja de salida, bozze, modelli, posta in uscita, "
    "rascunhos, rascunho, concepten, postvak uit, wersje robocze, szkice, utkast, utkorg, kladder, luonnokset, черновики, "
    "чернетки, koncepty, rozepsané, piszkozatok, taslaklar, 下書き, 草稿, 草稿箱, 임시보관함",
    "junk": "junk, junk e mail, junk email, junk mail, spam, bulk mail, unerwünscht, unerwünschte werbung, junk mails, "
    "courrier indésirable, indésirables, pourriel, correo no deseado, no deseado, posta indesiderata, indesiderata, "
    "lixo eletrônico, lixo eletrónico, ongewenste e mail, ongewenst, wiadomości śmieci, niechciane, skräppost, uønsket e mail, "
    "uønsket post, søppelpost, roskaposti, спам, нежелательная почта, nevyžádaná pošta, nevyžádané, levélszemét, "
    "önemsiz, önemsiz e posta, gereksiz, 迷惑メール, 垃圾邮件, 垃圾郵件, 스팸, 스팸함, 정크 메일",
    "trash": "trash, bin, deleted, deleted items, deleted messages, papierkorb, gelöscht, gelöschte objekte, gelöschte elemente, "
    "gelöschte nachrichten, corbeille, éléments supprimés, messages supprimés, supprimés, papelera, elementos eliminados, "
    "mensajes eliminados, eliminados, cestino, posta eliminata, eliminati, lixeira, lixo, itens excluídos, "
    "prullenbak, verwijderde items, verwijderd, kosz, elementy usunięte, usunięte, papperskorg, papperskorgen, borttaget, "
    "borttagna objekt, papirkurv, slettet post, slettede elementer, papperskorgen, roskakori, poistetut, корзина, "
    "удаленные, удалённые, кошик, koš, odstraněná pošta, lomtár, kuka, törölt elemek, çöp kutusu, çöp, silinmiş öğeler, "
    "ゴミ箱, ごみ箱, 已删除, 已删除邮件, 垃圾桶, 刪除的郵件, 휴지통",
    "archive": "archive, archives, archived, archiv, archivé, archivo, archivio, arquivo, archief, archiwum, arkiv, arkisto, "
    "архив, архів, archív, arşiv, アーカイブ, 归档, 存档, 封存, 보관함",
    "all": "all mail, all mail including spam and trash, alle nachrichten, alle e mails, tous les messages, todos, "
    "todos los mensajes, todo el correo, tutti i messaggi, todos os e mails, alle berichten, wszystkie, all e post, "
    "вся почта, すべてのメール, 所有邮件, 所有郵件, 전체보관함",
}


def _plain(name: str) -> str:
    """Letters only, in one case and one spelling; `_sent-mail` and `Sent Mail` are one name."""
    folded = unicodedata.normalize("NFKC", name[:200]).casefold()
    return " ".join(re.sub(r"[\s_\-.\[\]()]+", " ", folded).split())


_ROLES = {_plain(name): role for role, names in _NAMES.items() for name in names.split(",")}


def role_of(name: str) -> StreamRole:
    """The role of a folder (or a Gmail label) with this name."""
    return _ROLES.get(_plain(name), "other")


def decoded(name: str) -> str:
    """A Maildir++ folder's name from IMAP's modified UTF-7; as it is where it is not that."""
    if "&" not in name or not name.isascii():
        return name
    try:
        return re.sub(r"&([A-Za-z0-9+,]*)-", _utf7, name)
    except ValueError:
        return name


def _utf7(found: re.Match[str]) -> str:
    letters = found[1].replace(",", "/")
    return b64decode(letters + "=" * (-len(letters) % 4)).decode("utf-16-be") if letters else "&"


def shown(parts: tuple[str, ...]) -> str:
    """A path below the folder as the rep's mail program shows it: without the endings that only files have."""
    names = [decoded(part) for part in parts]
    trimmed = [re.sub(r"\.(sbd|mbox|mbx|ics)$", "", name, flags=re.IGNORECASE) for name in names]
    spread = [step for name in trimmed for step in _steps(name)]
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in "/".join(spread))


def _steps(name: str) -> list[str]:
    """Maildir++ writes `Sent/2025` as `.Sent.2025`."""
    return [step for step in name[1:].split(".") if step] if name.startswith(".") else [name]
