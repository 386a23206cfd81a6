"""Environment variables and flags as values: REPSIDE_SECTION__KEY, REPSIDE_ACCOUNT__NAME__KEY, `section.key`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from config.model import SECTIONS
from config.names import PREFIX, label, split
from config.problems import Problem, Values, unknown

_ACCOUNT = re.compile(r"REPSIDE_ACCOUNT__(.+?)__(.+)")
_LISTS = {"aliases", "internal_domains"}
_WORDS = "the environment"
_OTHERS = {"REPSIDE_HOME", "REPSIDE_KEY"}
"""Variables of ours that are no settings."""


class Read(NamedTuple):
    """What the environment or the flags set, and what is wrong with them."""

    values: Values
    problems: list[Problem]


def from_flags(flags: Mapping[str, str]) -> Values:
    """`{"view.port": "8080"}` → `{"view": {"port": "8080"}}`."""
    values: Values = {}
    for key, value in flags.items():
        section, _, name = key.partition(".")
        if name:
            values.setdefault(section, {})[name] = split(value) if name in _LISTS else value
        else:
            values[section] = value
    return values


def from_environment(env: Mapping[str, str], file: Values) -> Read:
    """The variables over the file's accounts and sections; those that name nothing are problems."""
    given = {name.upper(): value for name, value in env.items() if name.upper().startswith(PREFIX) and value}
    if not given.keys() - _OTHERS:
        return Read({}, [])
    from config.sections import Sections  # its library is slow to load, and most reps set no variable

    values: Values = Sections(given)()
    strays = []
    for name in sorted(given):
        section, sign, _ = name.removeprefix(PREFIX).partition("__")
        if sign and section.lower() not in {*SECTIONS, "account"}:
            strays.append(unknown(f"{name}: ", section.lower(), [*SECTIONS, "account"], _WORDS))
    accounts = _accounts(given, file)
    return Read({**values, **accounts.values}, [*strays, *accounts.problems])


def _accounts(given: Mapping[str, str], file: Values) -> Read:
    """What the variables change in each of the file's accounts, in the file's order; nothing when none does."""
    rows = file.get("account")
    names = (
        [label(str(row.get("name", ""))) if isinstance(row, dict) else "" for row in rows]
        if isinstance(rows, list)
        else []
    )
    changes: list[Values] = [{} for _ in names]
    problems = []
    for variable, value in sorted(given.items()):
        match = _ACCOUNT.fullmatch(variable)
        if not match:
            continue
        if match[1] not in names:
            known = ", ".join(sorted(filter(None, names))) or "none"
            problems.append(Problem(variable, "names no account", f"known are {known}", _WORDS))
            continue
        key = match[2].lower()
        changes[names.index(match[1])][key] = split(value) if key in _LISTS else value
    return Read({"account": changes} if any(changes) else {}, problems)
