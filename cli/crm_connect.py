"""`repside crm connect …`: try the CRM first, then write it down. A failure leaves everything as it was."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.app import App, pass_app
from cli.output import note, say

if TYPE_CHECKING:
    from config.crm_model import Crm

_NAME = click.option("--name", help="What the CRM is called here; its kind otherwise.")
_STDIN = click.option("--token-stdin", is_flag=True, help="Read the token from standard input.")
MAX_TOKEN = 16_384


@click.group("connect")
def command() -> None:
    """Connect your CRM.

    It is tried first; nothing is written when that fails. Connecting it again changes what is given.
    """


@command.command("hubspot")
@click.option("--owner", help="Your address in HubSpot: the deals that you own are read.")
@click.option("--api", hidden=True, help="A server that speaks HubSpot's API in its place, for tests.")
@_STDIN
@_NAME
@pass_app
def hubspot_command(app: App, /, name: str | None, token_stdin: bool, **options: Any) -> int:
    """HubSpot, by the access token of a private app (docs/crm.md).

    The token is asked for, or comes from --token-stdin. It is kept in the system's keyring or an encrypted file.
    """
    return _keep(app, _values(name or "hubspot", "hubspot", options), _token("The access token", token_stdin))


@command.command("pipedrive")
@click.option("--url", help="Your company's address there, like https://acme.pipedrive.com.")
@click.option("--role-field", help="The key of a text field of persons for what they do in a purchase.")
@click.option("--title-field", help="The key of a text field of persons for their job title.")
@_STDIN
@_NAME
@pass_app
def pipedrive_command(app: App, /, name: str | None, token_stdin: bool, **options: Any) -> int:
    """Pipedrive, by your own API token (docs/crm.md).

    The token is asked for, or comes from --token-stdin. It is kept in the system's keyring or an encrypted file.
    """
    return _keep(app, _values(name or "pipedrive", "pipedrive", options), _token("Your API token", token_stdin))


@command.command("webhook")
@click.argument("url")
@_STDIN
@_NAME
@pass_app
def webhook_command(app: App, url: str, name: str | None, token_stdin: bool) -> int:
    """A service of your company's own, by a shared secret (docs/crm.md).

    The secret is asked for, or comes from --token-stdin. It signs each request and is never sent.
    """
    return _keep(app, _values(name or "webhook", "webhook", {"url": url}), _token("The shared secret", token_stdin))


@command.command("files")
@click.option(
    "--contacts", type=click.Path(), metavar="FILE", help="A CSV file, as `repside import contacts` takes it."
)
@click.option("--deals", type=click.Path(), metavar="FILE", help="A CSV file, as `repside import deals` takes it.")
@_NAME
@pass_app
def files_command(app: App, name: str | None, contacts: str | None, deals: str | None) -> int:
    """Tables that some other program exports (CSV).

    They are read where they lie, each time that they change, and never written. What you approve goes into NAME.changes.csv beside them.
    """
    if not contacts and not deals:
        raise click.UsageError("Name at least one table, with --contacts FILE or --deals FILE.")
    given = {"contacts": contacts, "deals": deals}
    paths = {key: str(Path(path).expanduser().absolute()) for key, path in given.items() if path}
    return _keep(app, _values(name or "files", "files", paths), None)


@command.command("salesforce")
@click.option("--client-id", help="The consumer key of your company's connected app (docs/crm.md).")
@click.option("--login", help="Where you sign in; https://test.salesforce.com for a sandbox.")
@click.option("--url", help="Your company's address there, like https://acme.my.salesforce.com; found by the sign-in.")
@click.option("--owner", help="Your user name there; found by the sign-in.")
@click.option(
    "--refresh-token-stdin", is_flag=True, help="Read a refresh token from standard input; no browser is opened."
)
@click.option(
    "--no-browser", is_flag=True, help="Print the address of the sign-in page, for a browser on another machine."
)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=1717, help="Of the way back that the app has registered (1717)."
)
@_NAME
@pass_app
def salesforce_command(
    app: App, /, name: str | None, refresh_token_stdin: bool, no_browser: bool, port: int, **options: Any
) -> int:
    """Salesforce, by your own sign-in in the browser (docs/crm.md).

    The consent is kept in the system's keyring or an encrypted file.
    """
    from connectors.crm.salesforce_tokens import Consent

    name = name or "salesforce"
    old = next((crm for crm in app.settings.crm if crm.name == name), None)
    client = options["client_id"] or getattr(old, "client_id", "")
    if not client:
        raise click.UsageError("Give the consumer key of your company's connected app with --client-id.")
    login = (options["login"] or getattr(old, "login", "") or "https://login.salesforce.com").rstrip("/")
    if refresh_token_stdin:
        if not (options["url"] or old) or not (options["owner"] or old):
            raise click.UsageError("Without a browser, --url and --owner are needed, too.")
        consent = Consent(login, client, "", _token("The refresh token", stdin=True))
    else:
        consent, found = _signed_in(login, client, port, no_browser=no_browser)
        options = {**found, **{key: value for key, value in options.items() if value}}
    return _keep(app, _values(name, "salesforce", {**options, "client_id": client, "login": login}), consent.text())


def _signed_in(login: str, client: str, port: int, *, no_browser: bool) -> tuple[Any, dict[str, str]]:
    import webbrowser
    from urllib.parse import urlsplit

    from cli import hosts
    from connectors.crm import salesforce_signin
    from connectors.http import Network, proxies
    from connectors.oauth import MAX_LINE

    hosts.admit((urlsplit(login).hostname or "", *proxies()))
    note("Repside asks Salesforce for the right to use its API as you, and to do so until you take it back.")

    def show(url: str) -> None:
        note(
            f"Open this address in {'a browser, on whatever machine' if no_browser else 'your browser, if none opens'}:\n{url}"
        )

    def paste() -> str:
        note("The address at which the browser ended:")
        return sys.stdin.readline(MAX_LINE)

    found = salesforce_signin.ask(login, client, Network(60.0), show=show, port=port,
                                  open_page=None if no_browser else webbrowser.open,
                                  paste=paste if no_browser else None)  # fmt: skip
    return found.consent, {"url": found.instance, "owner": found.user}


def _values(name: str, kind: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """What goes into the file: only what was given."""
    return {"name": name, "kind": kind, **{key: value for key, value in options.items() if value}}


def _token(what: str, stdin: bool) -> str:
    """As given or asked for; a script is told the option instead."""
    from sync.crm_errors import NoCrmToken

    if stdin:
        given = sys.stdin.readline(MAX_TOKEN).strip()
        if not given:
            raise NoCrmToken(crm="that you named", kind="…", why="standard input was empty")
        return given
    if not sys.stdin.isatty():
        raise click.UsageError(f"{what} is not known, and there is no terminal to ask on. Give it with --token-stdin.")
    return str(click.prompt(what, hide_input=True, err=True)).strip()


def _keep(app: App, values: Mapping[str, Any], secret: str | None) -> int:
    """Try the CRM, then write it down; returns the exit code."""
    from cli import wiring
    from config import write
    from config.secrets import crm_key
    from store import crms

    text, crm = _planned(app, values)
    old = next((one for one in app.settings.crm if one.name == crm.name), None)
    _refuse_another(old, crm)
    _try(app, crm, (lambda: secret) if secret is not None else None)
    with wiring.writing(app, create=True) as store:
        if secret is not None:
            app.secrets.keep(crm_key(crm.name), secret)
        write.save(app.paths.config, text)
        crms.ensure(store.database, crm.name, crm.kind)
        if old not in {None, crm}:
            # Another owner has other deals: the changes since the last pull are not all.
            crms.restart(store.database, crm.name)
    say(f"Connected {crm.name}.")
    say("Next: repside crm pull")
    return 0


def _refuse_another(old: Crm | None, new: Crm) -> None:
    """Record 7 of one company is not record 7 of another: under one name their mail and proposals would be mixed. Raises UsageError."""
    if old is None or (
        old.kind == new.kind and _company(old) in {_company(new), _company(type(new).model_construct())}
    ):
        return
    raise click.UsageError(
        f"{old.name} is the name of another CRM. Give this one a name of its own with --name, or take that one out first: "
        f"repside crm disconnect {old.name} --forget"
    )


def _company(crm: Crm) -> str:
    """Where the company's records are, as far as the settings say."""
    return str(getattr(crm, "url", ""))


def _planned(app: App, values: Mapping[str, Any]) -> tuple[str, Crm]:
    """The file as it will be, and the CRM in it. Raises BadSetting; nothing is written yet."""
    from config import settings, write
    from config.problems import bad

    text = write.with_entry(write.current(app.paths.config), "crm", values)
    found, problems = settings.check(text, app.env, app.flags, str(app.paths.config))
    if found is None:
        raise bad(problems)
    return text, next(crm for crm in found.crm if crm.name == values["name"])


def _try(app: App, crm: Crm, secret: Callable[[], str] | None) -> None:
    """Read one page. Raises what went wrong."""
    from cli import wiring

    found = wiring.crm(app, crm, secret)
    try:
        next(iter(found.pull(None)), None)
    finally:
        found.close()
