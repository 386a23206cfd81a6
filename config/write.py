"""Edits of config.toml that keep the rep's comments and order. A result that would be wrong is never written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import AoT

from config.paths import write_private
from config.problems import Problem, bad
from config.settings import check, read

Value = str | int | float | list[str]

SKELETON = """\
# The settings of Repside. `repside connect` adds accounts; docs/reference.md explains every key.
# Passwords never stand here: `repside connect` asks for them and `repside doctor` says where they are kept.
"""


def create(path: Path) -> bool:
    """Make an empty file with a word of explanation; True when there was none."""
    if path.exists():
        return False
    write_private(path, SKELETON.encode())
    return True


def with_account(text: str, account: Mapping[str, Value]) -> str:
    """The file with this account added, or changed where one of the same name stands. Other keys of it stay as they are."""
    return with_entry(text, "account", account)


def without_account(text: str, name: str) -> str:
    """The file without the account of that name."""
    return without_entry(text, "account", name)


def with_entry(text: str, section: str, entry: Mapping[str, Value]) -> str:
    """The file with this [[section]] added, or changed where one of the same name stands."""
    document = tomlkit.parse(text or SKELETON)
    entries = _entries(document, section)
    old = next((table for table in entries if table.get("name") == entry["name"]), None)
    if old is not None:
        old.update(entry)
        return tomlkit.dumps(document)
    table = tomlkit.table()
    table.update(entry)
    entries.append(table)
    return tomlkit.dumps(document)


def without_entry(text: str, section: str, name: str) -> str:
    """The file without the [[section]] of that name."""
    document = tomlkit.parse(text)
    entries = _entries(document, section)
    for index in reversed(range(len(entries))):
        if entries[index].get("name") == name:
            del entries[index]
    if not entries:
        del document[section]
    return tomlkit.dumps(document)


def with_value(text: str, section: str, key: str, value: Value) -> str:
    """The file with one value set."""
    document = tomlkit.parse(text or SKELETON)
    table = document.setdefault(section, tomlkit.table())
    table[key] = value
    return tomlkit.dumps(document)


def save(path: Path, text: str) -> None:
    """Replace the file as a whole, 0600, once it has been found right. Raises BadSetting."""
    problems = check(text, {}, {}, str(path)).problems
    if problems:
        raise bad(problems)
    write_private(path, text.encode())


def current(path: Path) -> str:
    """The file's text, to be edited. Raises BadSetting when it is not TOML."""
    text = read(path)
    try:
        tomlkit.parse(text)
    except tomlkit.exceptions.TOMLKitError as error:
        raise bad([Problem(str(path), f"is not TOML: {error}", "correct that line", "the whole file")]) from error
    return text


def _entries(document: TOMLDocument, section: str) -> AoT:
    """The [[section]] tables, made when there are none. `account = []` and the like are replaced only when empty."""
    found = document.get(section)
    if isinstance(found, AoT):
        return found
    if found:
        fix = f"start each {section} with [[{section}]]"
        raise bad([Problem(section, "is not written as tables", fix, "the file")])
    document.pop(section, None)
    made = tomlkit.aot()
    document[section] = made
    return made
