"""The review desk on a terminal: one proposal at a time, one key for each decision; open questions; what must be looked up.

A key is enough: a person decides more than 20 in a minute. Nothing leaves the machine meanwhile, and undo takes the last one back.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from cli import filing, keys, sending, show, wiring
from cli.app import App
from cli.decide import became, named, proposals
from cli.output import count, harmless, local, say
from cli.wording import NAMES, parsed, value_of
from store import hand, review, timeline
from store.decisions import Decisions, Outcome, Wanted
from store.hand import Asked, Hand, Target

if TYPE_CHECKING:
    from store.review import ProposalRow

KEYS = "[a]pprove  [e]dit  [d]ecline  [s]kip  [o]pen  [u]ndo  [q]uit"
_MEANS = {"\r": "s", "\n": "s", " ": "s", "\x04": "q", "\x1b": "q", "": "q"}


class Quit(Exception):
    """The rep has done enough."""


def run(app: App, deal: str) -> int:
    """Until everything is decided or the rep quits; the exit code."""
    desk = Desk(app, deal)
    with keys.single(), suppress(Quit, click.Abort):
        desk.look_up()
        desk.answer()
        desk.decide()
    desk.close()
    return 0


def ask(words: str) -> str:
    """One key, in small letters; one line where the terminal cannot give single keys."""
    click.echo(f"  {words} ", nl=False)
    key = keys.key()
    click.echo(key if key.isprintable() else "")
    return _MEANS.get(key, key.lower())


class Desk:
    """One sitting. The store is held for moments only, so that the daemon goes on reading."""

    def __init__(self, app: App, deal: str) -> None:
        self._app = app
        self._deal = deal
        self._decided: list[int] = []

    def look_up(self) -> None:
        """Ask the CRM for what may have arrived, and say what is there."""
        if not self._rows("unknown"):
            return
        say("Some changes may have arrived in the CRM. It is asked now; nothing is sent again.")
        with wiring.by_turns(self._app) as store:
            found = sending.look_up(store, sending.opening(self._app), wait=sending.WAIT_SECONDS)
            rows = proposals(store, [one.proposal for one in found])
        for one in found:
            say(f"  {named(rows[one.proposal])}: {became(one)}")

    # open questions

    def answer(self) -> None:
        """Activities that several deals could claim."""
        for asked in self._questions():
            say(f"\n{local(asked.occurred_at)}  {harmless(asked.subject) or '(no subject)'}")
            say("Several deals could claim it, and none was chosen:")
            for number, (_, name, reason) in enumerate(asked.candidates[:9], 1):
                say(f"  {number}  {harmless(name)}: {harmless(reason)}")
            key = ask("[number]  [n]one  [s]kip  [o]pen  [q]uit")
            while key == "o":
                self._open(asked.activity)
                key = ask("[number]  [n]one  [s]kip  [q]uit")
            if key == "q":
                raise Quit
            self._answered(asked, key)

    def _answered(self, asked: Asked, key: str) -> None:
        if key == "n":
            with wiring.writing(self._app) as store:
                Hand(store.database, store.clock).none_of(asked.activity)
            say("  It belongs to no deal.")
            return
        place = int(key) - 1 if key.isdecimal() and key.isascii() else -1
        if not 0 <= place < len(asked.candidates[:9]):
            return
        deal, name, _ = asked.candidates[place]
        rule = ask(f"File later mail with this contact under {harmless(name)}, too? [y/n]") == "y"
        with wiring.writing(self._app) as store:
            mine = Hand(store.database, store.clock)
            mine.link(asked.activity, Target("deal", deal, name))
            made = mine.rule_from(asked.activity, deal) if rule else 0
            filing.again(self._app, store)
        say(f"  Filed under {harmless(name)}." + (f" Rule {made}: `repside rules list` shows it." if made else ""))
        if rule and not made:
            say(
                f"  Several contacts are on it. A word can make the rule: repside rules add file --word WORD --deal {deal}"
            )

    def _questions(self) -> list[Asked]:
        if self._deal:
            return []
        with wiring.reading(self._app) as database, database.read() as connection:
            return hand.questions(connection)

    # proposals

    def decide(self) -> None:
        """One proposal after the other, grouped by deal."""
        skipped: set[int] = set()
        shown: object = self
        while rows := [row for row in self._rows("pending") if row.id not in skipped]:
            row = rows[0]
            if row.deal_key != shown:
                shown = row.deal_key
                many = count(sum(each.deal_key == shown for each in rows), "proposal")
                say(f"\n{harmless(row.deal_name) or 'Contacts'} · {many}")
            self._show(row)
            key = ask(KEYS)
            if key == "q":
                raise Quit
            if key == "s":
                skipped.add(row.id)
            else:
                self._verb(key, row)

    def _verb(self, key: str, row: ProposalRow) -> None:
        verbs = {"a": self._approve, "d": self._decline, "e": self._edit, "u": self._undo, "o": self._evidence}
        if key in verbs:
            verbs[key](row)

    def _show(self, row: ProposalRow) -> None:
        old, new = (harmless(value_of(row.kind, value)) for value in (row.old, row.new))
        who = f" of {harmless(row.contact_name)}" if row.contact_name else ""
        say(f"\n  {NAMES.get(row.field, row.field)}{who}: {old} → {new}")
        if row.quote:
            say(f"  “{harmless(row.quote)}”")
        where = f"{local(row.evidence_at)} {harmless(row.subject)}".rstrip()
        say(f"  {where} · rule {harmless(row.rule)} · open until {local(row.expires_at)}")
        if row.reason:
            say(f"  Again, because {harmless(row.reason)}.")

    def _approve(self, row: ProposalRow) -> None:
        self._do(row, lambda desk: desk.approve([Wanted(row.id, row.version)])[0])

    def _decline(self, row: ProposalRow) -> None:
        self._do(row, lambda desk: desk.decline([Wanted(row.id)])[0])

    def _edit(self, row: ProposalRow) -> None:
        with keys.lines():
            words = click.prompt("  New value", default="", show_default=False)
        if not words.strip():
            return
        try:
            new = parsed(row.kind, words, row.new)
        except ValueError as error:
            say(f"  That cannot be used: {harmless(str(error))}")
            return
        self._do(row, lambda desk: desk.edit(Wanted(row.id, row.version), new))

    def _undo(self, row: ProposalRow) -> None:
        del row
        if not self._decided:
            say("  Nothing was decided yet in this sitting. `repside undo ID` takes back older decisions.")
            return
        last = self._decided.pop()
        self._say(self._act(lambda desk: desk.undo([Wanted(last)])[0]))

    def _evidence(self, row: ProposalRow) -> None:
        if row.activity is None:
            say("  The mail is not in the history any more.")
        else:
            self._open(row.activity)

    def _do(self, row: ProposalRow, act: Callable[[Decisions], Outcome]) -> None:
        outcome = self._act(act)
        if outcome.done:
            self._decided.append(row.id)
        self._say(outcome)

    def _act(self, act: Callable[[Decisions], Outcome]) -> Outcome:
        with wiring.writing(self._app) as store:
            return act(filing.decisions(self._app, store))

    def _say(self, outcome: Outcome) -> None:
        leaves = f" It leaves at {local(outcome.due_at)}." if outcome.due_at else ""
        say(f"  {outcome.sentence}{leaves}")

    def _open(self, activity: int) -> None:
        with wiring.reading(self._app) as database, database.read() as connection:
            found = timeline.activity(connection, activity)
        say("\n".join(show.lines(found)) if found else "  The mail is not in the history any more.")

    def _rows(self, state: str) -> list[ProposalRow]:
        with wiring.reading(self._app) as database, database.read() as connection:
            return review.proposals(connection, states=[state], deal=self._deal)

    def close(self) -> None:
        """What was done, and what follows."""
        left = len(self._rows("pending"))
        waits = (
            f"{count(left, 'proposal')} still {'waits' if left == 1 else 'wait'} for you."
            if left
            else "Nothing waits for you."
        )
        say(f"\n{count(len(self._decided), 'decision')} in this sitting. {waits}")
