"""TOML, environment and flags to Settings, or every problem at once.

Flags win over the environment, the environment over the file, the file over the defaults.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from config.model import LISTS, Settings, is_loopback
from config.names import label
from config.paths import explained
from config.problems import Problem, Values, bad, entry_words, found
from config.variables import from_environment, from_flags

_SECRET_KEYS = frozenset({"password", "passwd", "pass", "token", "secret"})


class Checked(NamedTuple):
    """The settings, or every problem."""

    settings: Settings | None
    problems: list[Problem]


def load(path: Path, env: Mapping[str, str], flags: Mapping[str, str] | None = None) -> Settings:
    """The settings of this installation; `flags` maps `section.key` to text. No file means the defaults. Raises BadSetting."""
    settings, problems = check(read(path), env, flags or {}, str(path))
    if settings is None:
        raise bad(problems)
    return settings


def read(path: Path) -> str:
    """The file's text; empty when there is none."""
    if not path.exists():
        return ""
    with explained(path):
        content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise bad([Problem(str(path), "is not UTF-8", "save it as UTF-8", "the whole file")]) from error


def check(text: str, env: Mapping[str, str], flags: Mapping[str, str], where: str) -> Checked:
    """Settings, or all problems; `where` names the file in them."""
    try:
        file: Values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Checked(None, [Problem(where, f"is not TOML: {error}", "correct that line", "the whole file")])
    environment = from_environment(env, file)
    given = from_flags(flags)
    values = _over(_over(_cleaned(file), environment.values), given)
    layers = [(given, "a flag"), (environment.values, "the environment"), (file, where)]
    problems = [*_kept_out(file, where), *environment.problems, *_across(values, where)]
    try:
        settings = Settings(**values)
    except ValidationError as error:
        problems += [found(detail, values, layers) for detail in error.errors(include_url=False)]
        return Checked(None, problems)
    return Checked(None if problems else settings, problems)


def _over(below: Values, above: Values) -> Values:
    """Two layers as one; the one above wins key by key, in each account too."""
    return {**below, **{key: _joined(below.get(key), value) for key, value in above.items()}}


def _joined(old: object, new: object) -> object:
    if isinstance(old, dict) and isinstance(new, dict):
        return _over(old, new)
    if isinstance(old, list) and isinstance(new, list) and any(isinstance(row, dict) for row in new):
        return [_joined(a, b) if b else a for a, b in zip(old, new, strict=True)]
    return new


def _tables(file: Values) -> list[tuple[str, Values]]:
    """Each table of the file with the words that lead to it."""
    entries = [(entry_words(kind, entry, i), entry) for kind in LISTS for i, entry in enumerate(_entries(file, kind))]
    sections = [(f"{name}.", value) for name, value in file.items() if isinstance(value, dict)]
    return [("", file), *sections, *entries]


def _entries(values: Values, kind: str) -> list[Values]:
    """The tables of a section that may stand there several times. What is none is a problem of its own, and empty here."""
    rows = values.get(kind)
    return [row if isinstance(row, dict) else {} for row in rows] if isinstance(rows, list) else []


def _kept_out(file: Values, where: str) -> list[Problem]:
    """Passwords do not belong into the file, not even inside a URL. Their values are never shown."""
    fix = "remove it, then run `repside connect` or `repside crm connect` again"
    problems = [
        Problem(f"{prefix}{key}", "is a secret and does not belong here", fix, where)
        for prefix, table in _tables(file)
        for key in sorted(_SECRET_KEYS & table.keys())
    ]
    store = file.get("store")
    url = store.get("url") if isinstance(store, dict) else None
    if isinstance(url, str) and _password_in(url):
        fix = "put it into PostgreSQL's password file, or the whole URL into REPSIDE_STORE__URL"
        problems.append(Problem("store.url", "holds a password", fix, where))
    return problems


def _password_in(url: str) -> bool:
    from urllib.parse import urlsplit

    try:
        return bool(urlsplit(url).password)
    except ValueError:
        return False


def _cleaned(file: Values) -> Values:
    """Without the secret keys: they have a problem of their own, which does not repeat the value."""

    def clean(value: object) -> object:
        if isinstance(value, dict):
            return {k: clean(v) for k, v in value.items() if k not in _SECRET_KEYS}
        return [clean(v) for v in value] if isinstance(value, list) else value

    # `[secrets]` is a section of settings; only the singular is a secret.
    return {k: clean(v) for k, v in file.items() if k not in _SECRET_KEYS}


def _across(values: Values, where: str) -> list[Problem]:
    """Rules over more than one key; they are checked even where single values are wrong."""
    problems = [Problem(f"{words}name", "is used twice", f"give each {kind} a name of its own", where)
                for kind in LISTS for words in _twice(values, kind)]  # fmt: skip
    for index, account in enumerate(_entries(values, "account")):
        if account.get("security") == "none" and not is_loopback(str(account.get("host", ""))):
            words = entry_words("account", account, index)
            fix = 'write "tls" or "starttls"; only a server on this machine is read without encryption'
            problems.append(Problem(f"{words}security", 'is "none"', fix, where))
    return problems


def _twice(values: Values, kind: str) -> list[str]:
    """How the entries are called whose name another one has already. Variables tell accounts apart by capitals only."""
    found, seen = [], set[str]()
    for index, entry in enumerate(_entries(values, kind)):
        name = label(str(entry.get("name", "")))
        if name and name in seen:
            found.append(entry_words(kind, entry, index))
        seen.add(name)
    return found
