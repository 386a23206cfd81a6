"""`repside connect gmail`: the consent in the rep's own browser, then the account is tried and written down."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli import account as making
from cli.app import App, pass_app
from cli.output import note

if TYPE_CHECKING:
    from connectors.google.signin import Client, Consent


@click.command("gmail")
@click.argument("address", required=False)
@click.option("--calendar/--no-calendar", default=None, help="Read your own calendars, too (default), or mail only.")
@click.option("--only", "calendars", multiple=True, metavar="NAME", help="Only this calendar; may be repeated.")
@click.option(
    "--client", type=click.Path(), metavar="FILE", help="Your company's client file from Google Cloud (docs/google.md)."
)
@click.option("--api", hidden=True, help="A server that speaks Google's API in its place, for tests.")
@click.option(
    "--no-browser", is_flag=True, help="Print the address of the consent page, for a browser on another machine."
)
@making.shared
@pass_app
def command(app: App, /, address: str | None, client: str | None, no_browser: bool, **options: Any) -> int:
    """A mailbox at Gmail or Google Workspace, with your own calendars.

    Your browser opens Google's page, where you give your consent. Repside asks for reading only, and at --level headers for
    nothing that could show it a text. The consent is kept in the system's keyring or an encrypted file.
    """
    return gmail(app, address, client=client, no_browser=no_browser, **options)


def gmail(
    app: App, address: str | None = None, *, client: str | None = None, no_browser: bool = False, **options: Any
) -> int:
    """Ask for the consent, try and keep the account; returns the exit code."""
    from connectors.google import signin

    name = options.pop("name", None) or (
        making.known(app, "gmail", address=address) or address.lower() if address else None
    )
    old = app.settings.named(name) if name else None
    made = signin.client(Path(client).expanduser()) if client else _stored(app, name)
    level = options.get("level") or (old.level if old else "preview")
    calendar = options.get("calendar")
    calendar = getattr(old, "calendar", True) if calendar is None else calendar
    if address:
        making.planned(app, making.values(name or address, "gmail", {"address": address, **options}))
    wanted = signin.scopes(level, calendar=calendar)
    consent = _asked(made, wanted, address or "", no_browser=no_browser)
    address = address or _owner(app, consent, options.get("api") or "")
    name = name or making.known(app, "gmail", address=address) or address.lower()
    text, account = making.planned(app, making.values(name, "gmail", {"address": address, **options}))
    streams = making.tried(app, account, consent.text)
    app.secrets.keep(account.name, consent.text())
    return making.keep(app, account, text, streams)


def _asked(made: Client, wanted: tuple[str, ...], address: str, *, no_browser: bool) -> Consent:
    import webbrowser

    from cli import hosts
    from connectors.google import signin
    from connectors.google.options import HOSTS
    from connectors.http import proxies

    hosts.admit((*HOSTS, *proxies()))

    note("Repside asks Google for these rights, and no other:\n" + "\n".join(f"  {signin.RIGHTS[w]}" for w in wanted))
    if no_browser:
        return signin.ask(made, wanted, address, show=_show_elsewhere, paste=_pasted)
    return signin.ask(made, wanted, address, show=_show, open_page=webbrowser.open)


def _show(url: str) -> None:
    note(f"Your browser opens Google's page. If it does not, open this address in it:\n{url}")


def _show_elsewhere(url: str) -> None:
    note(
        f"Open this address in a browser, on whatever machine:\n{url}\n"
        "At the end the browser tries to open a page of 127.0.0.1 and may say that it cannot. That is right: copy the address "
        "of that page."
    )


def _pasted() -> str:
    note("The address at which the browser ended:")
    from connectors.oauth import MAX_LINE

    return sys.stdin.readline(MAX_LINE)


def _stored(app: App, name: str | None) -> Client:
    """The client that the account was connected with before."""
    from connectors.google.signin import Consent
    from sync.errors import NoPassword

    account = app.settings.named(name) if name else None
    if account is not None and account.provider == "gmail":
        try:
            return Consent.read(app.secrets.password(account), account.name).client
        except NoPassword:
            pass
    raise click.UsageError(
        "Give the client file of your company with --client FILE; docs/google.md shows how to get one."
    )


def _owner(app: App, consent: Consent, api: str) -> str:
    """Whose mailbox it is, as Google says."""
    from cli import wiring
    from config.model import GmailAccount

    account = GmailAccount(name="new", provider="gmail", address="somebody@example.com", api=api)
    from connectors.google.connector import GoogleConnector

    connector = wiring.connector(app, account, consent.text, connected=False)
    assert isinstance(connector, GoogleConnector)  # noqa: S101  by its provider
    try:
        return connector.owner()
    finally:
        connector.close()
