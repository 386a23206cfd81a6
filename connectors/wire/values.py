"""Values of the model as JSON and back: how a parser in a process of its own answers. What comes back is checked, never trusted."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast, get_args

from connectors.wire.text import Words
from sync.model import MAX_SIGNATURE, MAX_TEXT, Header, Kind, Meeting, Message, Occurrence, Person, Rejected, Role

Value = Header | Words | Message | Meeting | Rejected | str | list["Value"] | tuple["Value", ...]
"""What parsers give."""


_KIND, _ROLES = frozenset(get_args(Kind)), frozenset(get_args(Role))
_LARGEST = 2**63
"""Numbers below fit the store."""


class Malformed(ValueError):
    """An answer that no parser of ours gives."""


def dump(value: Value) -> bytes:
    """One line of JSON in ASCII: lone surrogates pass, too."""
    return json.dumps(_plain(value), separators=(",", ":")).encode("ascii")


def load(raw: bytes) -> Value:
    """The value again. Raises Malformed."""
    try:
        return _value(json.loads(raw))
    except (ValueError, TypeError, RecursionError) as error:
        raise Malformed from error


def _plain(value: Value) -> Any:
    match value:
        case str():
            return value
        case Header():
            return ["h", *value[:8], sorted(value.signals), value.list_id, value.labels, value.zone]
        case Message():
            return [
                "m",
                value.id,
                _plain(value.header),
                value.text,
                value.attachments,
                [_plain(m) for m in value.invitations],
                value.signature,
            ]
        case Words():
            return ["w", *value]
        case Meeting():
            times = value.occurrences
            return ["e", value.id, value.ical_uid, _plain(value.header), times, *value[4:]]
        case Rejected():
            return ["r", *value]
        case _:
            return ["l", *(_plain(item) for item in value)]


def _value(found: Any) -> Value:
    if isinstance(found, str):
        return found
    if not isinstance(found, list) or not found:
        raise Malformed
    made = _KINDS.get(found[0]) if isinstance(found[0], str) else None
    if made is None:
        raise Malformed
    return made(*found[1:])


def _header(kind: Any, message_id: Any, references: Any, people: Any, total: Any, subject: Any, date: Any, received: Any,
            signals: Any, list_id: Any, labels: Any, zone: Any) -> Header:  # fmt: skip
    return Header(
        cast("Kind", _one_of(_KIND, kind)), _text(message_id), _texts(references), _people(people), _number(total), _text(subject),
        _time(date), _time(received), frozenset(_texts(signals)), _text(list_id), _texts(labels), zone=_zone(zone),
    )  # fmt: skip


def _message(name: Any, header: Any, text: Any, attachments: Any, invitations: Any, signature: Any) -> Message:
    meetings = tuple(_meeting_of(item) for item in _list(invitations))
    kept = _text(signature)[:MAX_SIGNATURE]
    return Message(_text(name), _header_of(header), _text(text), _texts(attachments), meetings, kept)


def _words(text: Any, signature: Any, ended: Any) -> Words:
    return Words(_text(text)[:MAX_TEXT], _text(signature)[:MAX_SIGNATURE], _flag(ended))


def _meeting(name: Any, uid: Any, header: Any, times: Any, method: Any, off: Any, text: Any, note: Any) -> Meeting:
    occurrences = tuple(_occurrence(*_list(item)) for item in _list(times))
    return Meeting(
        _text(name), _text(uid), _header_of(header), occurrences, _text(method), _flag(off), _text(text), _text(note)
    )


def _occurrence(mark: Any, start: Any, end: Any, all_day: Any, off: Any, subject: Any, location: Any, people: Any, sequence: Any,
                stamp: Any, known: Any) -> Occurrence:  # fmt: skip
    return Occurrence(
        _text(mark), _number(start), _number(end), _flag(all_day), _flag(off), _text(subject), _text(location),
        _people(people), _number(sequence), _number(stamp), _flag(known),
    )  # fmt: skip


def _header_of(found: Any) -> Header:
    value = _value(found)
    if not isinstance(value, Header):
        raise Malformed
    return value


def _meeting_of(found: Any) -> Meeting:
    value = _value(found)
    if not isinstance(value, Meeting):
        raise Malformed
    return value


def _people(found: Any) -> tuple[Person, ...]:
    return tuple(Person(cast("Role", _one_of(_ROLES, r)), _text(a), _text(n), _text(p)) for r, a, n, p in _list(found))


def _rejected(name: Any, error: Any) -> Rejected:
    """The error is the name of a class: no word of a mail gets into the quarantine."""
    if len(_text(error)) > 100 or not (error.isascii() and error.isidentifier()):
        raise Malformed
    return Rejected(_text(name), error)


def _one_of(known: frozenset[str], found: Any) -> str:
    if type(found) is not str or found not in known:
        raise Malformed
    return found


def _text(found: Any) -> str:
    if type(found) is not str:
        raise Malformed
    return found


def _texts(found: Any) -> tuple[str, ...]:
    return tuple(map(_text, _list(found)))


def _number(found: Any) -> int:
    if type(found) is not int or not -_LARGEST <= found < _LARGEST:
        raise Malformed
    return found


def _time(found: Any) -> int | None:
    return None if found is None else _number(found)


def _zone(found: Any) -> int | None:
    if found is not None and (type(found) is not int or not -900 <= found <= 900):
        raise Malformed
    return found


def _flag(found: Any) -> bool:
    if type(found) is not bool:
        raise Malformed
    return found


def _list(found: Any) -> list[Any]:
    if type(found) is not list:
        raise Malformed
    return found


_KINDS: dict[str, Callable[..., Value]] = {
    "h": _header,
    "m": _message,
    "w": _words,
    "e": _meeting,
    "r": _rejected,
    "l": lambda *items: [_value(item) for item in items],
}
