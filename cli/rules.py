"""`repside rules`: what the rep lets happen by itself. Each rule is the rep's own, can be read, changed and revoked."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, get_args

import click

from cli.app import App, json_option, pass_app
from cli.output import emit, harmless, local, note, say, table
from sync.model import FindingKind

if TYPE_CHECKING:
    from store.rules import Rule

KINDS = get_args(FindingKind)
_days = click.option("--days", type=click.IntRange(1, 3_650), help="How long it holds; without an end otherwise.")
_deal = click.option("--deal", default="", help="Only for this deal, by its id or name.")
_number = click.argument("number", type=click.IntRange(1, 2**63 - 1))


@click.group("rules")
def command() -> None:
    """List your own rules, make, change or revoke one.

    Nothing is approved, filed or written by itself unless one of these says so.
    """


@command.command("list")
@json_option
@pass_app
def list_command(app: App, as_json: bool) -> int:
    """Every rule, with its end."""
    from cli import wiring
    from store import rules
    from store.rows import rfc3339

    with wiring.reading(app) as database, database.read() as connection:
        found, names = rules.listed(connection), rules.names(connection)
    if as_json:
        emit(
            {
                "id": rule.id, "kind": rule.kind, "value": rule.value, "deal": rule.deal or None,
                "created_at": rfc3339(rule.created_at), "expires_at": rfc3339(rule.expires_at),
            }
            for rule in found
        )  # fmt: skip
    elif found:
        rows = [(rule.id, says(rule, names), _end(rule)) for rule in found]
        table(("rule", "what it does", "until"), rows, right=("rule",))
    else:
        say("You have no rules. `repside rules add --help` says what they can do.")
    return 0


@command.group("add")
def add_group() -> None:
    """Make a rule: approve, file or log."""


@add_group.command("approve")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="Which kind of proposal.")
@_deal
@_days
@pass_app
def approve_command(app: App, kind: str, deal: str, days: int | None) -> int:
    """Approve a kind of proposal by itself, from now on.

    The time in which `repside undo` takes it back holds for these, too.
    """
    return _add(app, "approve", {"kind": kind}, deal, days)


@add_group.command("file")
@click.option("--word", required=True, help="A word or phrase of subject or text.")
@click.option("--deal", required=True, help="The deal, by its id or name.")
@_days
@pass_app
def file_command(app: App, word: str, deal: str, days: int | None) -> int:
    """File mail with a word under a deal, where an outside person of the deal is on it."""
    return _add(app, "file", {"word": word.strip()}, deal, days)


@add_group.command("log")
@_deal
@_days
@pass_app
def log_command(app: App, deal: str, days: int | None) -> int:
    """Write the activities of a deal into the CRM's own history, from now on."""
    return _add(app, "log", {}, deal, days)


@command.command("edit")
@_number
@click.option("--word", help="Another word, of a rule that files by one.")
@click.option("--days", type=click.IntRange(1, 3_650), help="Let it end so many days from now.")
@click.option("--no-end", is_flag=True, help="Let it hold without an end.")
@pass_app
def edit_command(app: App, number: int, word: str | None, days: int | None, no_end: bool) -> int:
    """Change a rule's end, or its word."""
    from cli import filing, wiring
    from store import rules

    if word is None and days is None and not no_end:
        raise click.UsageError("Say what to change: --word, --days or --no-end.")
    with wiring.writing(app) as store:
        found = rules.edit(store.database, number, store.clock, word=word, days=days, no_end=no_end)
        if found is not None:
            filing.again(app, store)
    if found is None:
        note(f"There is no rule {number} with that. `repside rules list` prints them.")
        return 1
    say(f"Rule {number} is changed.")
    return 0


@command.command("remove")
@_number
@pass_app
def remove_command(app: App, number: int) -> int:
    """Revoke a rule. What it did before stays, and can be undone."""
    from cli import filing, wiring
    from store import rules

    with wiring.writing(app) as store:
        found = rules.revoke(store.database, number)
        if found:
            filing.again(app, store)
    if not found:
        note(f"There is no rule {number}. `repside rules list` prints them.")
        return 1
    say(f"Rule {number} is revoked.")
    return 0


def _add(app: App, kind: str, value: dict[str, str | int], deal: str, days: int | None) -> int:
    from cli import filing, wiring
    from store import rules

    with wiring.writing(app) as store:
        found = rules.make(store.database, store.clock, kind, value, deal, days)
        if isinstance(found, rules.Rule):
            filing.again(app, store)
            with store.database.read() as connection:
                names = rules.names(connection)
    if not isinstance(found, rules.Rule):
        note(found)
        return 1
    say(f"Rule {found.id}: {says(found, names)}. Revoke it with: repside rules remove {found.id}")
    return 0


def says(rule: Rule, names: dict[str, dict[int, str]]) -> str:
    """What a rule does, in words."""
    where = f"the deal {harmless(rule.deal_name)}" if rule.deal_name else "every deal"
    if rule.kind == "approve":
        kind = str(rule.value.get("kind", "")).replace("_", " ")
        return f"approve each {kind} of {where} by itself"
    if rule.kind == "log":
        return f"write the activities of {where} into the CRM's history"
    for part in ("contact", "company"):
        if part in rule.value:
            name = names[part].get(int(rule.value[part]), "somebody who is gone")
            return f"file mail with {harmless(name)} under {where}"
    return f"file mail with “{harmless(str(rule.value.get('word', '')))}” under {where}"


def _end(rule: Rule) -> str:
    if rule.expires_at is None:
        return "you revoke it"
    return local(rule.expires_at) + (" (over)" if rule.expires_at <= time.time() else "")
