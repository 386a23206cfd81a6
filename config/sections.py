"""The settings' variables, read by pydantic-settings: REPSIDE_SECTION__KEY, and a whole section as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict

from config.model import LISTS, Settings
from config.names import PREFIX, split


class _Named(Settings, BaseSettings):
    """The settings with the names of their variables; never made, only read for its fields."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__")


class Sections(EnvSettingsSource):
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
        """Accounts are a list and have a reader of their own; the other lists stand in the file alone."""
        if field_name in LISTS:
            return None
        return super().prepare_field_value(field_name, field, value, value_is_complex)
