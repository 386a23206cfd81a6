"""The rep's words as a question to the full-text index. They are taken as words only: no operator, column name or wildcard of theirs
reaches the database.

Words are found by their beginnings. FTS5 puts all words with a beginning together before it gives the first match, which takes as
long as there are matches, unless the beginning has an index of its own (three and four letters). So a longer one is spelled out: the
few words in the index that begin so are named, and FTS5 walks each of them only as far as the page needs.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from sqlalchemy import Connection

from store.search import fold

_MAX_WORDS = 12
_SHORT = 2
"""Letters up to which a word is a word and not a beginning."""
_INDEXED = (3, 4)
"""Letters of the beginnings that have an index of their own."""
MOST = 100
"""Words that a beginning is spelled out into."""
_LONGEST = 10_000
"""Letters of them all."""


class Words(NamedTuple):
    """A question to the index."""

    value: str
    terms: int = 1
    """Words of the index that are walked to answer it."""
    lazy: bool = True
    """Matches come one by one. Else all of them are gathered before the first one."""


def read(connection: Connection, query: str) -> Words | None:
    """None when there is no word in it."""
    words = re.findall(r"\w+", query.replace("_", " "))[:_MAX_WORDS]
    if not words:
        return None
    if connection.dialect.name != "sqlite":
        return Words(" & ".join(f"'{fold(word)}'{':*' if _is_beginning(word) else ''}" for word in words))
    parts = [_part(connection, word) for word in dict.fromkeys(words)]
    return Words(
        " AND ".join(part.value for part in parts), sum(part.terms for part in parts), all(part.lazy for part in parts)
    )


def _part(connection: Connection, word: str) -> Words:
    """One word for FTS5: as it is, as a beginning, or as all the words that begin so."""
    if not _is_beginning(word):
        return Words(f'"{word}"')
    plain = _PLAIN.fullmatch(word) and _letters(word)
    if not plain or not plain.isascii():
        return Words(f'"{word}"*', lazy=False)
    if len(plain) in _INDEXED:
        return Words(f'"{word}"*')
    known = [row[0] for row in connection.exec_driver_sql(_BEGINNING, (plain, MOST + 1)).all()]
    if len(known) > MOST or sum(map(len, known)) > _LONGEST:
        return Words(f'"{word}"*', lazy=False)
    quoted = ['"' + one.replace('"', '""') + '"' for one in known or [word]]
    return Words(f"({' OR '.join(quoted)})" if len(quoted) > 1 else quoted[0], len(quoted))


def _is_beginning(word: str) -> bool:
    """One or two letters are a word: too many words would be put together for it (a second at a million)."""
    return len(word) > _SHORT or not word.isascii()


def _letters(word: str) -> str:
    """As FTS5 folds it."""
    return "".join(c for c in unicodedata.normalize("NFD", word).lower() if not unicodedata.combining(c))


_PLAIN = re.compile("[0-9A-Za-z\u00c0-\u017f]+")
"""Words of whose folding we are sure: a test compares each of these letters with what FTS5 makes of it."""
# From one word to the next one in the index, without reading where they occur: char(1) comes before every letter.
_BEGINNING = """with recursive found (beginning, term) as (
    select ?1, (select term from activity_search_words where term >= ?1 limit 1) union all
    select beginning, (select term from activity_search_words where term >= found.term || char(1) limit 1) from found
    where substr(found.term, 1, length(beginning)) = beginning)
  select term from found where substr(term, 1, length(beginning)) = beginning limit ?2"""
