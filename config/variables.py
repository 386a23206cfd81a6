"""Environment variables and flags as values: REPSIDE_SECTION__KEY, REPSIDE_ACCOUNT__NAME__KEY, `section.key`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict

from config.model import SECTIONS, Settings
from config.problems import Problem, Values, unknown

_PREFIX = "REPSIDE_"
_ACCOUNT = re.compile(r"REPSIDE_ACCOUNT__(.+?)__(.+)")
_LISTS = {"aliases", "internal_domains"}
_WORDS = "the environment"


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
    given = {name.upper(): value for name, value in env.items() if name.upper().startswith(_PREFIX) and value}
    values: Values = _Sections(given)()
    strays = []
    for name in sorted(given):
        section, sign, _ = name.removeprefix(_PREFIX).partition("__")
        if sign and section.lower() not in {*SECTIONS, "account"}:
            strays.append(unknown(f"{name}: ", section.lower(), [*SECTIONS, "account"], _WORDS))
    accounts = _accounts(given, file)
    return Read({**values, **accounts.values}, [*strays, *accounts.problems])


def split(value: str) -> list[Any]:
    """`["a", "b"]` or `a, b`."""
    if value.lstrip().startswith("["):
        try:
            return list(json.loads(value))
        except ValueError:
            return [value]
    return [part.strip() for part in value.split(",") if part.strip()]


def label(name: str) -> str:
    """An account's name as a variable writes it."""
    return re.sub(r"[^A-Za-z0-9]", "_", name).upper()


class _Named(Settings, BaseSettings):
    """The settings with the names of their variables; never made, only read for its fields."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, env_nested_delimiter="__")


class _Sections(EnvSettingsSource):
    """Lists may be JSON or have commas; a wrong one is left for the validation, beside all other problems."""

    def __init__(self, given: Mapping[str, str]) -> None:
        super().__init__(_Named)
        self.env_vars = {name.lower(): value for name, value in given.items()}

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:
        """A section as a JSON object, a list either way."""
        if not isinstance(value, str) or not value.lstrip().startswith("{"):
            return split(value) if isinstance(value, str) else value
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value

    def prepare_field_value(self, field_name: str, field: FieldInfo, value: Any, value_is_complex: bool) -> Any:
        """Accounts are a list and have a reader of their own."""
        return (
            None if field_name == "account" else super().prepare_field_value(field_name, field, value, value_is_complex)
        )


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
