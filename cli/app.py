"""What every command starts from: where things lie, the settings, the secrets. Each is read when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from config.model import Account, Settings
    from config.paths import Paths
    from config.secrets import Secrets


@dataclass
class App:
    """One run of the command."""

    env: Mapping[str, str]
    home: str | None = None
    flags: dict[str, str] = field(default_factory=dict)
    """`section.key` → text, from --set and from options that stand for a setting."""
    quiet: bool = False

    @cached_property
    def paths(self) -> Paths:
        """Where this installation lies."""
        from config import paths

        return paths.find(self.home, self.env)

    @cached_property
    def settings(self) -> Settings:
        """Flags over environment over file over default. Raises BadSetting."""
        from config import settings

        return settings.load(self.paths.config, self.env, self.flags)

    @cached_property
    def secrets(self) -> Secrets:
        """Passwords and the store's key."""
        from config.secrets import Secrets

        return Secrets(self.paths, self.env, self.settings.secrets.place)

    def account(self, name: str) -> Account:
        """The account of that name or address. Raises click.BadParameter, naming those that exist."""
        found = self.settings.named(name)
        if found is None:
            known = ", ".join(account.name for account in self.settings.account) or "none yet"
            raise click.BadParameter(f"there is no account {name!r}; known are: {known}", param_hint="ACCOUNT")
        return found


pass_app = click.make_pass_decorator(App)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for scripts.")
