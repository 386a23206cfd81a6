"""`repside setup`: the few questions that lead a newcomer through; each has an option, so that a script needs no terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from cli import connect, connect_gmail, connect_outlook
from cli.app import App, pass_app
from cli.output import say

PROVIDERS = ["gmail", "outlook", "imap", "folder"]


@click.command("setup")
@click.option("--provider", type=click.Choice(PROVIDERS), help="Where the mail is.")
@click.option("--address", help="Your address.")
@click.option("--client", type=click.Path(), metavar="FILE", help="gmail: your company's client file (docs/google.md).")
@click.option("--client-id", metavar="ID", help="outlook: your company's application (docs/outlook.md).")
@click.option("--tenant", metavar="NAME", help="outlook: your company's directory.")
@click.option("--api", hidden=True, help="gmail, outlook: a server that speaks the provider's API, for tests.")
@click.option("--login", hidden=True, help="outlook: the same for the sign-in.")
@click.option("--no-browser", is_flag=True, help="gmail, outlook: print the address of the page for the sign-in.")
@click.option("--host", help="imap: the server.")
@click.option("--port", type=click.IntRange(1, 65535), help="imap: its port.")
@click.option("--security", type=click.Choice(["tls", "starttls", "none"]), help="imap: tls unless said otherwise.")
@click.option("--user", help="imap: the user name, when it is not the address.")
@click.option("--ca", type=click.Path(), metavar="FILE", help="imap, outlook: a company's own certificate authority.")
@click.option("--password-command", metavar="CMD", help="imap: a program that prints the password.")
@click.option("--password-stdin", is_flag=True, help="imap: read the password from standard input.")
@click.option("--path", type=click.Path(), help="folder: the Maildir, mbox file, .eml tree or .ics file.")
@click.option("--level", type=click.Choice(["headers", "preview", "text"]), help="How much text is kept.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Where the history begins.")
@click.option("--contacts", type=click.Path(path_type=Path), metavar="FILE", help="Contacts, as CSV or vCard.")
@click.option("--deals", type=click.Path(path_type=Path), metavar="FILE", help="Deals, as CSV.")
@click.option("--sync/--no-sync", "read_now", default=None, help="Whether to read the mail now.")
@pass_app
def command(app: App, /, **given: Any) -> int:
    """Answer a few questions and be ready.

    An account, your contacts and deals, the first reading. Every question can be answered by an option.
    """
    from cli import imports, wiring
    from config import write

    write.create(app.paths.config)
    with wiring.writing(app, create=True):
        pass
    code = _connect(app, given)
    for what, take in (("contacts", imports.contacts), ("deals", imports.deals)):
        file = given[what] or _file(what)
        if file:
            code = max(code, take(app, file))
    if _yes(given["read_now"], "Read the mail now?"):
        code = _sync(app) or code
        say("Next: repside view")
    return code


def _connect(app: App, given: dict[str, Any]) -> int:
    provider = given["provider"] or _ask("Where is your mail?", "--provider", PROVIDERS)
    address = given["address"] or _ask("Your address", "--address")
    shared = {
        "name": None,
        "level": given["level"],
        "since": given["since"],
        "months": None,
        "aliases": (),
        "internal_domains": (),
    }
    if provider == "folder":
        path = given["path"] or _ask("The folder or file", "--path")
        return connect.folder(_afresh(app), path, address=address, **shared)
    if provider == "gmail":
        client = given["client"] or _ask("Your company's client file (docs/google.md)", "--client")
        return _made(
            app,
            connect_gmail.gmail(
                _afresh(app), address, client=client, api=given["api"], no_browser=given["no_browser"], **shared
            ),
        )
    if provider == "outlook":
        id_ = given["client_id"] or _ask("Your company's application (docs/outlook.md)", "--client-id")
        own = {key: given[key] for key in ("tenant", "api", "login", "ca", "no_browser")}
        return _made(app, connect_outlook.outlook(_afresh(app), address, client_id=id_, **own, **shared))
    own = {key: given[key] for key in ("host", "port", "security", "user", "ca", "password_command")}
    return _made(
        app, connect.imap(_afresh(app), address, password_stdin=given["password_stdin"], auth=None, **own, **shared)
    )


def _made(app: App, code: int) -> int:
    """An account stands in the settings now."""
    _afresh(app)
    return code


def _sync(app: App) -> int:
    from cli import rounds, syncing

    _afresh(app)
    with syncing.watching(app) as watcher:
        done = rounds.run(app, app.settings.account, watcher)
    syncing.report(done, as_json=False)
    return done.exit_code


def _afresh(app: App) -> App:
    """The settings as they now stand in the file."""
    app.__dict__.pop("settings", None)
    return app


def _ask(question: str, option: str, choices: list[str] | None = None) -> str:
    if not sys.stdin.isatty():
        raise click.UsageError(f"{question} There is no terminal to ask on; answer with {option}.")
    return str(click.prompt(question, type=click.Choice(choices) if choices else str, err=True))


def _file(what: str) -> Path | None:
    """A file that may be left out."""
    if not sys.stdin.isatty():
        return None
    name = click.prompt(f"A file with your {what} (empty: later)", default="", show_default=False, err=True)
    return Path(name).expanduser() if name else None


def _yes(given: bool | None, question: str) -> bool:
    if given is not None:
        return given
    return click.confirm(question, default=True, err=True) if sys.stdin.isatty() else True
