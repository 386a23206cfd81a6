"""`repside accounts`."""

from __future__ import annotations

import click

from cli.app import App, json_option, pass_app
from cli.output import emit, say, table


@click.command("accounts")
@json_option
@pass_app
def command(app: App, as_json: bool) -> None:
    """List the connected accounts.

    How they are doing is told by `repside status`; where their passwords lie, by `repside doctor`.
    """
    rows = [
        {
            "account": account.name,
            "provider": account.provider,
            "address": account.address,
            "aliases": list(account.aliases),
            "level": account.level,
            "since": account.since.isoformat() if account.since else None,
            "months": None if account.since else account.months,
        }
        for account in app.settings.account
    ]
    if as_json:
        emit(rows)
    elif rows:
        heads = ("account", "provider", "address", "level", "back to")
        table(heads, [(*(row[h] for h in heads[:4]), row["since"] or f"{row['months']} months") for row in rows])
    else:
        say("No account yet. Next: repside connect imap ADDRESS, or repside connect folder PATH --address ADDRESS")
