"""What a calendar's entry says, as one short word: it changes when a rep would see a change."""

from __future__ import annotations

from hashlib import blake2b

from sync.model import Meeting


def meeting_revision(found: Meeting) -> str:
    """The time of the last touch alone changes nothing: exports put their own time into DTSTAMP."""
    plain = found._replace(occurrences=tuple(at._replace(stamp=0) for at in found.occurrences))
    plain = plain._replace(header=plain.header._replace(signals=frozenset()))
    text = f"{plain!r}{sorted(found.header.signals)}"
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
