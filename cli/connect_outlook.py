"""`repside connect outlook`: the sign-in in the rep's own browser, or by a code, then the account is tried and written down."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli import account as making
from cli.app import App, pass_app
from cli.output import note, say

if TYPE_CHECKING:
    from config.model import OutlookAccount
    from connectors.microsoft.identity import Client


@click.command("outlook")
@click.argument("address", required=False)
@click.option("--calendar/--no-calendar", default=None, help="Read your own calendars, too (default), or mail only.")
@click.option("--only", "calendars", multiple=True, metavar="NAME", help="Only this calendar; may be repeated.")
@click.option("--client-id", metavar="ID", help="The application that your company has registered (docs/outlook.md).")
@click.option("--tenant", metavar="NAME", help="Your company's directory: its id, or one of its domains.")
@click.option("--cloud", type=click.Choice(["global", "us", "us-dod", "china"]), help="A national cloud.")
@click.option("--device-code", is_flag=True, help="Sign in by a code that you enter on any other device.")
@click.option("--no-browser", is_flag=True, help="Print the address of the page, for a browser on another machine.")
@click.option("--for-admin", is_flag=True, help="Print what to forward to your administrator, and do nothing else.")
@click.option("--ca", type=click.Path(), metavar="FILE", help="The certificate authority of a company's own proxy.")
@click.option("--api", hidden=True, help="A server that speaks Graph in Microsoft's place, for tests.")
@click.option("--login", hidden=True, help="The same for the sign-in.")
@making.shared
@pass_app
def command(app: App, /, address: str | None, **options: Any) -> int:
    """A mailbox at Outlook, Microsoft 365 or Exchange Online, with your own calendars.

    Your browser opens Microsoft's page, where you sign in. Repside asks for reading only, and at --level headers for nothing
    that could show it a text. The sign-in is kept in the system's keyring or an encrypted file.
    """
    return outlook(app, address, **options)


def outlook(
    app: App,
    address: str | None = None,
    *,
    device_code: bool = False,
    no_browser: bool = False,
    for_admin: bool = False,
    **options: Any,
) -> int:
    """Have the rep sign in, try and keep the account; returns the exit code."""
    from cli.vaults import Held
    from connectors.microsoft import identity, signin
    from sync.errors import AdminNeeded

    name = options.pop("name", None) or (
        making.known(app, "outlook", address=address) or address.lower() if address else None
    )
    if options.get("ca"):
        options["ca"] = str(Path(options["ca"]).expanduser().absolute())
    draft = _planned(app, name, address, options)
    client, wanted = _client(draft), identity.rights(draft.level, calendar=draft.calendar)
    if for_admin:
        say(signin.for_admin(client, wanted, address or ""))
        return 0
    try:
        held = Held(_signed_in(client, wanted, address or "", device_code=device_code, no_browser=no_browser))
        address = address or _owner(app, draft, held)
        name = name or making.known(app, "outlook", address=address) or address.lower()
        text, account = making.planned(app, making.values(name, "outlook", {"address": address, **options}))
        streams = making.tried(app, account, held)
    except AdminNeeded:
        note(f"To forward to your administrator:\n\n{signin.for_admin(client, wanted, address or '')}\n")
        raise
    app.secrets.keep(account.name, held.text)
    return making.keep(app, account, text, streams)


def _planned(app: App, name: str | None, address: str | None, options: dict[str, Any]) -> OutlookAccount:
    """The account as it would be; before the sign-in its address may be unknown."""
    from config.model import OutlookAccount

    old = app.settings.named(name) if name else None
    if not options.get("client_id") and not isinstance(old, OutlookAccount):
        raise click.UsageError(
            "Give the application that your company has registered with --client-id ID; docs/outlook.md shows how to get one."
        )
    address = address or (old.address if old else "somebody@example.com")
    made = making.values(name or address, "outlook", {"address": address, **options})
    _, account = making.planned(app, made)
    assert isinstance(account, OutlookAccount)  # noqa: S101  by its provider
    return account


def _client(account: OutlookAccount) -> Client:
    from cli import hosts, wiring

    hosts.admit(wiring.hosts_of(account))
    return wiring.microsoft_client(account)


def _signed_in(client: Client, wanted: tuple[str, ...], address: str, *, device_code: bool, no_browser: bool) -> str:
    import webbrowser

    from connectors.microsoft import signin
    from connectors.microsoft.identity import RIGHTS

    note("Repside asks Microsoft for these rights, and no other:\n" + "\n".join(f"  {RIGHTS[w]}" for w in wanted))
    if device_code:
        return signin.ask_by_code(client, wanted, address, show=_show_code)
    if no_browser:
        return signin.ask(client, wanted, address, show=_show_elsewhere, paste=_pasted)
    return signin.ask(client, wanted, address, show=_show, open_page=webbrowser.open)


def _show(url: str) -> None:
    note(
        f"Your browser opens Microsoft's page. If it does not, open this address in it:\n{url}\n"
        "If that page says that an administrator must approve, press Ctrl-C here and run the same command with --for-admin."
    )


def _show_code(url: str, code: str) -> None:
    note(f"Open {url} on any device and enter the code {code}. Repside waits for a quarter of an hour.")


def _show_elsewhere(url: str) -> None:
    note(
        f"Open this address in a browser, on whatever machine:\n{url}\n"
        "At the end the browser tries to open a page of localhost and may say that it cannot. That is right: copy the address "
        "of that page."
    )


def _pasted() -> str:
    note("The address at which the browser ended:")
    from connectors.oauth import MAX_LINE

    return sys.stdin.readline(MAX_LINE)


def _owner(app: App, draft: OutlookAccount, held: Any) -> str:
    """Whose mailbox it is, as Microsoft says."""
    from cli import wiring
    from connectors.microsoft.connector import GraphConnector

    connector = wiring.connector(app, draft, held, connected=False)
    assert isinstance(connector, GraphConnector)  # noqa: S101  by its provider
    try:
        return connector.owner()
    finally:
        connector.close()
