"""What is wrong with the settings, in the rep's words: each problem with its key, its place and the fix."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pydantic_core import ErrorDetails

from config.model import LISTS, SECTIONS, Settings
from sync.errors import BadSetting

Values = dict[str, Any]
Layer = tuple[Values, str]
"""Values and the words for where they come from."""

_FIXES = {
    "missing": "add it",
    "int_parsing": "write a whole number",
    "int_type": "write a whole number",
    "int_from_float": "write a whole number",
    "float_parsing": "write a number",
    "float_type": "write a number",
    "finite_number": "write a number",
    "string_type": 'write text between quotes, like "text"',
    "string_too_short": 'write text between quotes, like "text"',
    "tuple_type": 'write a list, like ["one", "two"]',
    "model_type": "write it as a section of its own",
    "model_attributes_type": "write it as a section of its own",
}


class Problem(NamedTuple):
    """One thing that is wrong, for one line."""

    key: str
    """As the rep knows it: `view.port`, `account work: port`."""
    fault: str
    fix: str
    where: str
    """The file, the variable or the flag that holds it."""

    @property
    def line(self) -> str:
        """Key, fault, fix and place."""
        return f"{self.key} {self.fault}; {self.fix} ({self.where})"


def bad(problems: Iterable[Problem]) -> BadSetting:
    """All problems as one error; `fields["problems"]` holds them for doctor."""
    rows = list(problems)
    several = len(rows) > 1
    head = f"{len(rows)} problems" if several else "1 problem"
    lines = "\n  ".join([head, *(row.line for row in rows)])
    return BadSetting(why=lines, where="each of them" if several else "it", problems=rows)


def problem_lines(error: BadSetting) -> list[str]:
    """The problems that `bad` joined, one by one."""
    rows = error.fields.get("problems")
    return [row.line for row in rows if isinstance(row, Problem)] if isinstance(rows, list) else [error.sentence]


def unknown(prefix: str, key: str, known: Iterable[str], where: str) -> Problem:
    """A key that means nothing, and the one that was probably meant."""
    from difflib import get_close_matches

    names = sorted(known)
    near = get_close_matches(key, names, n=1)
    fix = f"did you mean {near[0]}?" if near else f"remove it; known are {', '.join(names)}"
    return Problem(f"{prefix}{key}", "is not a known key", fix, where)


def entry_words(kind: str, entry: object, index: int) -> str:
    """How a problem names an account, a CRM or a pipeline."""
    name = entry.get("name") if isinstance(entry, dict) else None
    return f"{kind} {name or f'number {index + 1}'}: "


def found(detail: ErrorDetails, values: Values, layers: Sequence[Layer]) -> Problem:
    """One of the library's findings as a problem; `layers` from the strongest to the weakest."""
    tag, kinds = LISTS.get(str(detail["loc"][0]), ("", {}))
    place = [part for at, part in enumerate(detail["loc"]) if not (at == 2 and part in kinds)]
    if tag and len(place) == 2:
        place.append(tag)  # what tells the kinds of account apart is itself wrong
    prefix, key = _key(place, values)
    where = next((words for layer, words in layers if _holds(layer, place)), layers[-1][1])
    if detail["type"] == "extra_forbidden":
        return unknown(prefix, key, _siblings(place, values), where)
    value = detail.get("ctx", {}).get("tag", detail.get("input"))
    fault = "is missing" if detail["type"] in {"missing", "union_tag_not_found"} else f"is {_shown(value)}"
    return Problem(f"{prefix}{key}", fault, _fix(detail), where)


def _fix(detail: ErrorDetails) -> str:
    kind, context, first = detail["type"], detail.get("ctx", {}), str(detail["loc"][0])
    if len(detail["loc"]) == 1 and first in LISTS:
        return f"start each {first} with [[{first}]]"
    tag, kinds = LISTS.get(first, ("", {}))
    match kind:
        case "union_tag_not_found":
            return f"write {tag} = {_either(kinds)}"
        case "union_tag_invalid":
            return f"write {_either(kinds)}"
        case "literal_error":
            return f"write {context['expected']}".replace("'", '"')
        case "greater_than_equal":
            return f"write a number that is at least {context['ge']}"
        case "less_than_equal":
            return f"write a number that is at most {context['le']}"
        case "string_pattern_mismatch":
            return "write an id or a domain"
        case "value_error":
            return f"it {context['error']}"
        case _ if kind.startswith("date"):
            return "write a day, like 2025-01-31"
    return _FIXES.get(kind, detail["msg"].lower())


def _either(kinds: Iterable[str]) -> str:
    """`"a", "b" or "c"`."""
    *first, last = (f'"{kind}"' for kind in kinds)
    return f"{', '.join(first)} or {last}"


def _key(place: Sequence[int | str], values: Values) -> tuple[str, str]:
    """What leads to the key, and the key."""
    first = str(place[0])
    if first not in LISTS or len(place) < 3:
        return (f"{first}.", str(place[1])) if len(place) > 1 else ("", first)
    index = int(place[1])
    return entry_words(first, values[first][index], index), str(place[2])


def _siblings(place: Sequence[int | str], values: Values) -> Iterable[str]:
    if (first := str(place[0])) in LISTS and len(place) > 2:
        tag, kinds = LISTS[first]
        entry = values[first][place[1]]
        return kinds[entry[tag] if tag else ""].model_fields
    section = SECTIONS.get(str(place[0])) if len(place) > 1 else None
    return (section or Settings).model_fields


def _holds(layer: Values, place: Sequence[int | str]) -> bool:
    value: Any = layer
    try:
        for part in place:
            value = value[part]
    except (LookupError, TypeError):
        return False
    return True


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a section"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "…"
