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
    document = tomlkit.parse(text or SKELETON)
    accounts = _accounts(document)
    old = next((table for table in accounts if table.get("name") == account["name"]), None)
    if old is not None:
        old.update(account)
        return tomlkit.dumps(document)
    table = tomlkit.table()
    table.update(account)
    accounts.append(table)
    return tomlkit.dumps(document)


def without_account(text: str, name: str) -> str:
    """The file without the account of that name."""
    document = tomlkit.parse(text)
    accounts = _accounts(document)
    for index in reversed(range(len(accounts))):
        if accounts[index].get("name") == name:
            del accounts[index]
    if not accounts:
        del document["account"]
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


def _accounts(document: TOMLDocument) -> AoT:
    """The [[account]] tables, made when there are none. `account = []` and the like are replaced only when empty."""
    found = document.get("account")
    if isinstance(found, AoT):
        return found
    if found:
        raise bad([Problem("account", "is not written as tables", "start each account with [[account]]", "the file")])
    document.pop("account", None)
    made = tomlkit.aot()
    document["account"] = made
    return made
