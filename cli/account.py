"""What every `repside connect` does: its options, the file as it will be, one try of the account, and the word at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from cli.app import App
from cli.output import count, say

if TYPE_CHECKING:
    from config.model import Account
    from sync.model import Stream


def shared(function: Callable[..., int]) -> Callable[..., int]:
    """Options of every kind of account."""
    for option in reversed(
        [
            click.option("--name", help="What the account is called here; its address or folder otherwise."),
            click.option(
                "--level",
                type=click.Choice(["headers", "preview", "text"]),
                help="How much text is kept: none, the first 300 characters (default), all.",
            ),
            click.option(
                "--alias",
                "aliases",
                multiple=True,
                metavar="ADDRESS",
                help="Another address of yours; may be repeated.",
            ),
            click.option(
                "--internal",
                "internal_domains",
                multiple=True,
                metavar="DOMAIN",
                help="Another domain of your company; may be repeated.",
            ),
            click.option(
                "--since",
                type=click.DateTime(["%Y-%m-%d"]),
                metavar="DATE",
                help="Where the history begins, like 2025-01-31.",
            ),
            click.option(
                "--months", type=click.IntRange(1, 600), help="How many months back, instead of --since (default 24)."
            ),
        ]
    ):
        function = option(function)
    return function


def values(name: str, provider: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """What goes into the file: only what was given."""
    found: dict[str, Any] = {"name": name, "provider": provider}
    for key, value in options.items():
        if isinstance(value, datetime):
            found[key] = value.date()
        elif isinstance(value, tuple):
            found |= {key: list(value)} if value else {}
        elif value is not None:
            found[key] = value
    return found


def planned(app: App, values: Mapping[str, Any]) -> tuple[str, Account]:
    """The file as it will be, and the account in it. Raises BadSetting; nothing is written yet."""
    from config import settings, write
    from config.problems import bad
    from sync.errors import WrongAccount

    old = next((account for account in app.settings.account if account.name == values["name"]), None)
    if old is not None and old.provider != values["provider"]:
        raise click.UsageError(
            f"{old.name} is an account of kind {old.provider}. Give this one another name with --name."
        )
    if old is not None and "address" in values and old.address != str(values["address"]).strip().lower():
        raise WrongAccount(found=values["address"], expected=old.address)
    text = write.with_account(write.current(app.paths.config), values)
    found, problems = settings.check(text, app.env, app.flags, str(app.paths.config))
    if found is None:
        raise bad(problems)
    account = next(account for account in found.account if account.name == values["name"])
    return text, account


def tried(app: App, account: Account, secret: Callable[[], str] | None) -> list[Stream]:
    """Open it once and list what is there. Raises what went wrong."""
    from cli import wiring

    connector = wiring.connector(app, account, secret, connected=False)
    try:
        return list(connector.streams())
    finally:
        connector.close()


def keep(app: App, account: Account, text: str, streams: list[Stream]) -> int:
    """Write the account down and say what comes next; returns the exit code."""
    from cli import wiring
    from config import write
    from store import accounts

    with wiring.writing(app, create=True) as store:
        write.save(app.paths.config, text)
        accounts.ensure(store.database, account.name, account.provider, account.address)
    say(f"Connected {account.name}: {count(len(streams), 'folder or calendar', 'folders and calendars')} found.")
    say("Next: repside import contacts FILE, then repside sync")
    return 0


def known(app: App, provider: str, **wanted: str) -> str | None:
    """The name of the provider's account with this address or path, when there is exactly one."""
    key, value = next(iter(wanted.items()))
    found = [
        account.name
        for account in app.settings.account
        if account.provider == provider and str(getattr(account, key, "")).lower() == value.lower()
    ]
    return found[0] if len(found) == 1 else None
