"""`repside forget`: erase an account, a person or everything, and say what was erased."""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from cli.app import App, pass_app
from cli.output import count, note, say

if TYPE_CHECKING:
    from store.forget import Forgotten

_YES = click.option("-y", "--yes", is_flag=True, help="Do not ask.")


@click.group("forget")
def command() -> None:
    """Erase an account, a person or everything.

    It cannot be undone. Your mailboxes stay as they are: Repside never changes them.
    """


@command.command("account")
@click.argument("name")
@_YES
@pass_app
def account_command(app: App, name: str, yes: bool) -> int:
    """Disconnect an account and erase what it brought in.

    Its consent is taken back where the provider lets programs do so. What another account has a copy of stays.
    """
    from cli import wiring
    from store import forget

    if not _sure(f"Erase the account {name} and its history?", yes=yes):
        return 1
    known = _disconnected(app, name)
    with wiring.writing(app) as store:
        done = forget.account(store.database, name)
        if done is None and not known:
            raise click.BadParameter(f"there is no account {name!r}; `repside accounts` lists them", param_hint="NAME")
        forget.compact(store.database)
        copies = forget.drop_copies(store.database)
    _receipt(done or forget.Forgotten(), copies)
    return 0


@command.command("person")
@click.argument("address")
@_YES
@pass_app
def person_command(app: App, address: str, yes: bool) -> int:
    """Erase a person by mail address, with all their addresses.

    They stay excluded, by keyed hash, for your mailbox would bring their mail in again. Take them out of your CRM or
    contacts file as well: the next import would name them anew.
    """
    from cli import wiring
    from matchers.address import canonical
    from store import forget

    plain = canonical(address)
    if "@" not in plain:
        raise click.BadParameter(f"{address!r} is no mail address", param_hint="ADDRESS")
    if not _sure(f"Erase everything about {plain}?", yes=yes):
        return 1
    with wiring.writing(app) as store:
        done = forget.person(store.database, store.digest, store.clock, [plain])
        forget.compact(store.database)
        copies = forget.drop_copies(store.database)
    _receipt(done, copies)
    return 0


@command.command("everything")
@_YES
@pass_app
def everything_command(app: App, yes: bool) -> int:
    """Erase all that Repside keeps on this machine: history, settings, passwords, logs.

    Consents are taken back where the provider lets programs do so.
    """
    if not _sure("Erase everything that Repside keeps, settings and passwords included?", yes=yes):
        return 1
    for account in list(app.settings.account):
        _revoke(app, account.name)
    done = _emptied(app)
    app.secrets.forget_key()
    for folder in (app.paths.data, app.paths.logs):
        with suppress(FileNotFoundError):
            shutil.rmtree(folder)
    for path in (app.paths.config, app.paths.key):
        path.unlink(missing_ok=True)
    _receipt(done)
    say("Settings, passwords, the store's key and the logs are gone as well.")
    return 0


def _sure(question: str, *, yes: bool) -> bool:
    if yes or click.confirm(f"{question} It cannot be undone."):
        return True
    note("Nothing was erased.")
    return False


def _disconnected(app: App, name: str) -> bool:
    """Take the account out of the settings first, so that nothing reads it again; then its consent and its password."""
    from config import write

    if all(account.name != name for account in app.settings.account):
        return False
    text = write.without_account(write.current(app.paths.config), name)
    write.save(app.paths.config, text)
    _revoke(app, name)
    app.secrets.forget(name)
    return True


def _revoke(app: App, name: str) -> None:
    """Where that fails, the rep reads what is left to do; everything here is erased all the same."""
    from cli import hosts, wiring
    from config.model import GmailAccount, OutlookAccount
    from sync.errors import RepsideError

    account = next((one for one in app.settings.account if one.name == name), None)
    if isinstance(account, GmailAccount):
        from connectors.google.signin import revoke

        hosts.admit(wiring.hosts_of(account))
        try:
            revoke(app.secrets.password(account), name)
        except RepsideError as error:
            note(
                f"{name}: Google was not told ({error.sentence})\nRemove Repside in your Google account, under Security."
            )
    elif isinstance(account, OutlookAccount):
        note(f"{name}: Microsoft lets no program take a consent back. Remove Repside in your account, under Apps.")


def _emptied(app: App) -> Forgotten:
    from cli import wiring
    from store import forget, lock
    from store.database import Database
    from sync.errors import RepsideError, StoreInUse

    if not app.settings.store.url and not app.paths.store.exists():
        return forget.Forgotten()
    database = Database.open(wiring.store_url(app))
    try:
        if pid := lock.daemon_process(database):
            raise StoreInUse(pid=pid)
        with lock.writer(database):
            try:
                return forget.everything(database)
            except RepsideError:
                if database.path is None:
                    raise
                return forget.Forgotten()  # a damaged file goes with its folder
    finally:
        database.close()


def _receipt(done: Forgotten, copies: int = 0) -> None:
    say(f"Erased: {count(done.activities, 'activity', 'activities')}, {count(done.contacts, 'contact')}, "
        f"{count(done.items, 'row')} of the receipt.")  # fmt: skip
    if done.kept:
        say(f"{count(done.kept, 'activity stays', 'activities stay')}: another account has a copy.")
    if copies:
        say(f"{count(copies, 'older copy', 'older copies')} of the store went as well: they held the same.")
    say("No mail was changed.")
