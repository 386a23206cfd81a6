"""`repside pause`: the daemon leaves accounts alone until a time, or until `repside resume`. `repside sync` still reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from cli.app import App, pass_app
from cli.output import local, say

if TYPE_CHECKING:
    from config.model import Account

_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 7 * 86_400}
_SPAN = re.compile(r"(\d{1,5})\s*([smhdw])")


@click.command("pause")
@click.argument("account", required=False)
@click.option("--for", "span", metavar="SPAN", help="How long, like 45m, 2h or 3d; until `repside resume` otherwise.")
@pass_app
def command(app: App, account: str | None, span: str | None) -> None:
    """Leave accounts alone for a while.

    Without ACCOUNT, all of them. What is stored stays, and nothing is lost: it is read afterwards.
    """
    from cli import wiring
    from store import accounts, duty

    chosen = wanted(app, account)
    seconds = None if span is None else _seconds(span)
    with wiring.writing(app) as store:
        until = duty.FOREVER if seconds is None else store.clock.now() + seconds
        for each in chosen:
            accounts.ensure(store.database, each.name, each.provider, each.address)
        duty.pause(store.database, [each.name for each in chosen], until)
    when = "until you run `repside resume`" if seconds is None else f"until {local(until)}"
    say(f"Paused {when}: {', '.join(each.name for each in chosen)}.")


def wanted(app: App, account: str | None) -> list[Account]:
    """The account of that name, or all. Raises click.UsageError when there is none."""
    chosen = [app.account(account)] if account else list(app.settings.account)
    if not chosen:
        raise click.UsageError("There is no account yet. Run `repside connect imap` or `repside connect folder` first.")
    return chosen


def _seconds(span: str) -> int:
    found = _SPAN.fullmatch(span.strip().lower())
    if found is None or not int(found[1]):
        raise click.BadParameter(f"{span!r} is no length of time; write 45m, 2h or 3d", param_hint="--for")
    return int(found[1]) * _UNITS[found[2]]
