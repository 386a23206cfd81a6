"""`repside sync`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from cli.app import App, json_option, pass_app
from cli.output import coloured, count, emit, note, say

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from cli.rounds import Outcome, Round, Watcher
    from sync.engine import Progress


@click.command("sync")
@click.argument("accounts", metavar="[ACCOUNT]...", nargs=-1)
@json_option
@pass_app
def command(app: App, accounts: tuple[str, ...], as_json: bool) -> int:
    """Read what is new, to the end.

    Without ACCOUNT, all accounts are read. The first time this goes back as far as the account's window says, newest
    mail first. It may be stopped at any time; the next round goes on where it stopped.
    """
    from cli import rounds

    wanted = list(dict.fromkeys(app.account(name) for name in accounts)) if accounts else list(app.settings.account)
    if not wanted:
        raise click.UsageError("There is no account yet. Run `repside connect imap` or `repside connect folder` first.")
    with watching(app) as watcher:
        done = rounds.run(app, wanted, watcher, crms=not accounts)
    report(done, as_json=as_json)
    return done.exit_code


def report(done: Round, *, as_json: bool) -> None:
    """Troubles on stderr, the closing line on stdout."""
    for outcome in done.outcomes:
        if outcome.error:
            _trouble(outcome)
    _unwritten(done)
    total = done.total
    if as_json:
        names = ("captured", "held", "skipped", "quarantined")
        numbers = {name: getattr(total, name) for name in names}
        emit([{**numbers, "linked": done.linked.linked, "seconds": round(done.seconds, 3)}])
        return
    written = sum(sent.state == "done" for sent in done.sent)
    if written:
        say(f"{count(written, 'approved change')} written.")
    if not any(total):
        say(f"Nothing new ({done.seconds:.1f} s).")
        return
    parts = [f"{total.captured:,} captured", f"{total.held:,} held", f"{total.skipped:,} skipped"]
    parts += [f"{total.quarantined:,} unreadable"] if total.quarantined else []
    say(f"{', '.join(parts)}; {done.linked.linked:,} linked ({done.seconds:.1f} s).")
    if done.linked.questions:
        say(f"{count(done.linked.questions, 'activity', 'activities')} could belong to several deals; none was chosen.")
    if done.waiting:
        say(f"{count(done.waiting, 'proposal waits', 'proposals wait')} for you: repside review")


def _unwritten(done: Round) -> None:
    """What was to be written and is not."""
    left = [sent for sent in done.sent if sent.state != "done"]
    if left:
        from cli.decide import became

        for sent in left:
            note(f"{sent.proposal}: {became(sent)}")


def _trouble(outcome: Outcome) -> None:
    if outcome.error:
        note(f"{outcome.account}: {outcome.error.sentence}\n{outcome.error.action}")


@contextmanager
def watching(app: App) -> Iterator[Watcher]:
    """A bar on stderr while a person watches; silence otherwise."""
    from cli.rounds import Watcher

    if app.quiet or not sys.stderr.isatty():
        yield Watcher()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, no_color=not coloured(stream_is_terminal=True))
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        shown = _Bar(bar)
        yield Watcher(shown.account, shown.page)


class _Bar:
    """One line an account: items done, of those known to come."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._task: TaskID | None = None
        self._done = 0
        self._left: int | None = None

    def account(self, name: str) -> None:
        from rich.markup import escape

        self._done, self._left = 0, None
        self._task = self._bar.add_task(escape(name), total=None)

    def page(self, progress: Progress) -> None:
        if self._task is None:
            return
        self._done += sum(progress.tally)
        self._left = self._left if progress.remaining is None else progress.remaining
        total = None if self._left is None else self._done + self._left
        self._bar.update(self._task, completed=self._done, total=total)
