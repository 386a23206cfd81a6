"""`repside exclude`: what the rep keeps out. The list holds keyed hashes: it can be asked about a value, not read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from cli.app import App, json_option, pass_app
from cli.output import count, emit, local, say
from sync.ports import Labelled

if TYPE_CHECKING:
    from store.database import Database

_DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+")
KINDS = ("address", "domain", "folder", "word")


@click.command("exclude")
@click.argument("what", metavar="[KIND] VALUE", nargs=-1)
@click.option("--remove", is_flag=True, help="Take it back; the next sync brings the mail in again.")
@click.option("--check", is_flag=True, help="Only say whether it is excluded.")
@click.option("--list", "listing", is_flag=True, help="List kinds and days; the values themselves are not stored.")
@json_option
@pass_app
def command(app: App, what: tuple[str, ...], remove: bool, check: bool, listing: bool, as_json: bool) -> int:
    """Keep a person, domain, folder or word out.

    KIND is address, domain, folder or word (of a subject); an address or a domain is known by its looks. What the history
    holds of it is erased at once.
    """
    if listing or not what:
        return _list(app, as_json=as_json)
    kind, value = _kind(what)
    if check:
        return _check(app, kind, value, as_json=as_json)
    return _change(app, kind, value, remove=remove)


def _kind(what: tuple[str, ...]) -> tuple[str, str]:
    """Kind and value, as given or as the value looks."""
    if len(what) == 2 and what[0] in KINDS:
        return what[0], what[1]
    value = what[0]
    if len(what) == 1 and value not in KINDS and "@" in value.lstrip("@"):
        return "address", value
    if len(what) == 1 and (value.startswith("@") or "." in value.strip(".")) and " " not in value:
        return "domain", value
    raise click.UsageError(
        f"Say what to keep out: {', '.join(KINDS)}, then its value. For example: repside exclude word confidential"
    )


def _list(app: App, *, as_json: bool) -> int:
    from cli import wiring
    from store import exclusions
    from store.rows import rfc3339

    with wiring.reading(app) as database, database.read() as connection:
        rows = exclusions.listed(connection)
    if as_json:
        emit({"kind": row.kind, "added_at": rfc3339(row.added_at)} for row in rows)
    elif rows:
        say("\n".join(f"{row.kind}, since {local(row.added_at)}" for row in rows))
    else:
        say("Nothing is excluded. For example: repside exclude address somebody@example.com")
    return 0


def _check(app: App, kind: str, value: str, *, as_json: bool) -> int:
    from cli import wiring
    from matchers.address import fold
    from store import exclusions

    digest = wiring.keyed(app.secrets.store_key())
    with wiring.reading(app) as database:
        plain = _plain(app, database, kind, value)
        with database.read() as connection:
            found = exclusions.contains(connection, digest, kind, plain) or (
                kind == "address" and exclusions.contains(connection, digest, kind, fold(plain))
            )
    if as_json:
        emit([{"kind": kind, "excluded": found}])
    else:
        say(f"Yes, this {kind} is excluded." if found else f"No, this {kind} is not excluded.")
    return 0


def _change(app: App, kind: str, value: str, *, remove: bool) -> int:
    from cli import wiring
    from store import exclusions

    with wiring.writing(app) as store:
        plain = _plain(app, store.database, kind, value)
        if remove:
            found = exclusions.remove(store.database, store.digest, kind, plain)
            say(
                "Taken back. The next `repside sync` brings in what it kept out."
                if found
                else f"This {kind} was not excluded."
            )
            return 0
        erased = exclusions.add(store.database, store.digest, store.clock, kind, plain)
    say(f"Excluded this {kind}: {count(erased, 'activity', 'activities')} erased, and nothing of it will be stored.")
    return 0


def _plain(app: App, database: Database, kind: str, value: str) -> str:
    """The form that the list compares. Raises click.BadParameter."""
    from matchers.address import ascii_domain, canonical, fold
    from sync.policy import words

    plain = value.strip()
    if kind == "address":
        plain = canonical(plain)
        if not plain:
            raise click.BadParameter(f"{value!r} is no mail address", param_hint="VALUE")
        if "+" not in plain:  # one tag may be left out alone; dots that Gmail ignores make no other person
            plain = fold(plain)
    elif kind == "domain":
        plain = ascii_domain(plain.lstrip("@"))
        if not _DOMAIN.fullmatch(plain):
            raise click.BadParameter(f"{value!r} is no domain", param_hint="VALUE")
    elif kind == "word":
        found = words(plain)
        if len(found) != 1:
            raise click.BadParameter("give one word; several are several exclusions", param_hint="VALUE")
        plain = found.pop()
    else:
        plain = _folder(app, database, plain)
    return plain


def _folder(app: App, database: Database, value: str) -> str:
    """A folder by the provider's name or the one that the rep sees, or a label by its name; one that is not known yet is taken as
    it is written."""
    from store import status

    with database.read() as connection:
        rows = status.receipt(connection)
    if any(row.stream == value for row in rows):
        return value
    named = {row.stream for row in rows if row.name.lower() == value.lower()} or _labels(app, value)
    if len(named) > 1:
        raise click.BadParameter(
            f"several folders are called {value!r}: {', '.join(sorted(named))}", param_hint="VALUE"
        )
    return named.pop() if named else value


def _labels(app: App, name: str) -> set[str]:
    """The ids of labels of that name, asked of the providers that have labels. Raises what keeps them from answering."""
    from cli import wiring

    found: set[str] = set()
    for account in app.settings.account:
        if account.provider == "gmail":
            connector = wiring.connector(app, account)
            try:
                labels = connector.labels() if isinstance(connector, Labelled) else {}
            finally:
                connector.close()
            found |= {id for id, label in labels.items() if label.lower() == name.lower()}
    return found
