"""The command group: it lists all commands at once and imports one only when it runs."""

from __future__ import annotations

import importlib
from typing import Any, NamedTuple

import click


class Entry(NamedTuple):
    """One command: where it lives and what the list says of it."""

    module: str
    section: str
    words: str
    """The first line of its help; a test compares both."""


class LazyGroup(click.Group):
    """Subcommands by name, imported on use: `--help` and completion stay quick."""

    def __init__(self, *args: Any, entries: dict[str, Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order of the table."""
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Import it. `--home` may stand after the command as well as before it."""
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        found: click.Command = importlib.import_module(entry.module).command
        _with_home(found)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """By section, from the table: nothing is imported."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for name, entry in self.entries.items():
            sections.setdefault(entry.section, []).append((name, entry.words))
        for section, rows in sections.items():
            with formatter.section(section):
                formatter.write_dl(rows, col_max=12)


def _with_home(command: click.Command) -> None:
    if isinstance(command, click.Group) and not isinstance(command, LazyGroup):
        for name in command.list_commands(click.Context(command)):
            _with_home(command.commands[name])
    if not any(parameter.name == "home" for parameter in command.params):
        command.params.append(
            click.Option(["--home"], expose_value=False, hidden=True, is_eager=True, callback=_set_home)
        )


def _set_home(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    del parameter
    if value is not None:
        ctx.obj.home = value
