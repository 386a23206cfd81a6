"""`repside connect imap|folder`: try the account first, then write it down. A failure leaves everything as it was."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli import account as making
from cli import connect_gmail, connect_outlook
from cli.app import App, pass_app

if TYPE_CHECKING:
    from config.model import Account


@click.group("connect")
def command() -> None:
    """Connect a mailbox or a folder of mail.

    The account is tried first; nothing is written when that fails. Connecting it again changes what is given.
    """


@command.command("imap")
@click.argument("address")
@click.option("--host", help="The IMAP server, like imap.example.com.")
@click.option("--port", type=click.IntRange(1, 65535), help="Its port; 993 for tls, 143 otherwise.")
@click.option(
    "--security",
    type=click.Choice(["tls", "starttls", "none"]),
    help="tls (default) or starttls; none only for a server on this machine.",
)
@click.option("--user", help="The user name, when it is not the address.")
@click.option("--ca", type=click.Path(), metavar="FILE", help="The certificate authority of a company's own server.")
@click.option("--auth", type=click.Choice(["password", "xoauth2"]), help="How to sign in (default password).")
@click.option(
    "--password-command", metavar="CMD", help="A program that prints the password, or the access token for xoauth2."
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@making.shared
@pass_app
def imap_command(app: App, /, address: str, password_stdin: bool, **options: Any) -> int:
    """A mailbox at an IMAP server.

    The password is asked for, or comes from --password-command or --password-stdin. It is kept in the system's keyring or
    an encrypted file, never in the configuration.
    """
    return imap(app, address, password_stdin=password_stdin, **options)


@command.command("folder")
@click.argument("path", type=click.Path())
@click.option("--address", required=True, help="Your address in that mail.")
@making.shared
@pass_app
def folder_command(app: App, /, path: str, **options: Any) -> int:
    """A Maildir, an mbox file, a tree of .eml files, or a calendar (.ics).

    Files are read where they lie and never changed.
    """
    return folder(app, path, **options)


command.add_command(connect_gmail.command, "gmail")
command.add_command(connect_outlook.command, "outlook")


def imap(app: App, address: str, *, password_stdin: bool = False, **options: Any) -> int:
    """Try and keep an IMAP account; returns the exit code."""
    name = options.pop("name") or making.known(app, "imap", address=address) or address.lower()
    if not options.get("host") and app.settings.named(name) is None:
        options["host"] = _asked("The IMAP server", "--host")
    if options.get("ca"):
        options["ca"] = str(Path(options["ca"]).expanduser().absolute())
    wanted = making.values(name, "imap", {"address": address, **options})
    text, account = making.planned(app, wanted)
    password = _password(account, from_stdin=password_stdin)
    streams = making.tried(app, account, (lambda: password) if password is not None else None)
    # The password first: an account that stands in the file can sign in.
    if password is not None:
        app.secrets.keep(account.name, password)
    return making.keep(app, account, text, streams)


def folder(app: App, path: str, **options: Any) -> int:
    """Try and keep a folder account; returns the exit code."""
    full = str(Path(path).expanduser().absolute())
    name = options.pop("name") or making.known(app, "folder", path=full) or _free_name(app, Path(full).stem)
    text, account = making.planned(app, making.values(name, "folder", {"path": full, **options}))
    return making.keep(app, account, text, making.tried(app, account, None))


def _password(account: Account, *, from_stdin: bool) -> str | None:
    """The password as given or asked for; None when a command or the store will supply it."""
    from config.model import ImapAccount
    from sync.errors import NoPassword

    if from_stdin:
        try:
            given = sys.stdin.buffer.readline().decode().rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise NoPassword(account=account.name, why="what came on standard input is not UTF-8") from error
        if not given:
            raise NoPassword(account=account.name, why="standard input was empty")
        return given
    if isinstance(account, ImapAccount) and account.password_command:
        return None
    what = "access token" if isinstance(account, ImapAccount) and account.auth == "xoauth2" else "password"
    return _asked(f"The {what} of {account.address}", "--password-command or --password-stdin", hidden=True)


def _asked(question: str, option: str, *, hidden: bool = False) -> str:
    """Ask a person; a script is told the option instead."""
    if not sys.stdin.isatty():
        raise click.UsageError(f"{question} is not known, and there is no terminal to ask on. Give it with {option}.")
    return str(click.prompt(question, hide_input=hidden, err=True))


def _free_name(app: App, wanted: str) -> str:
    """A name made from a folder's, with a number when it is taken."""
    base = re.sub(r"[^A-Za-z0-9._@+-]+", "-", wanted).strip("-._@+")[:50] or "folder"
    taken = {account.name.lower() for account in app.settings.account}
    return next(name for name in (base, *(f"{base}-{n}" for n in range(2, 1000))) if name.lower() not in taken)
