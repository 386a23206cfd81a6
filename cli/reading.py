"""Who reads proposals out of what is captured: the rules, and the rep's own language model where one is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cli.app import App
from sync.model import Finding, Letter
from sync.ports import Reader

if TYPE_CHECKING:
    from cli.wiring import Writing


def reader(app: App, store: Writing | None = None) -> Reader:
    """Reads findings from what is captured. A rule that fails costs what it would have found, and leaves a line in the log.

    The deals of the store tell what the rep sells; they are looked up when there is a first letter to read.
    """
    model = asked(app)

    def failed(error: Exception) -> None:
        from cli import logs

        logs.keep_failure(app, error)

    def read(letter: Letter) -> Sequence[Finding]:
        from matchers.reading import reader as rules_of_reading

        letter = letter._replace(trade=trade())
        found = rules_of_reading.read(letter, failed)
        return [*found, *model(letter)] if model else found

    @cache
    def trade() -> frozenset[str]:
        if store is None:
            return frozenset()
        from store import people

        with store.database.read() as connection:
            return people.load_trade(connection)

    return read


def asked(app: App) -> Callable[[Letter], Sequence[Finding]] | None:
    """The rep's own language model as one more source, for fresh mail; None where there is none, which is the default."""
    chosen = app.settings.proposals
    if not chosen.model_url:
        return None
    from cli import hosts, wiring
    from connectors.language_model import LanguageModel
    from matchers.reading import asked as answers

    hosts.admit([urlsplit(chosen.model_url).hostname or ""])
    model, since = LanguageModel(chosen.model_url, chosen.model_name), wiring.today(app) - wiring.FRESH_DAYS * 86_400

    def find(letter: Letter) -> Sequence[Finding]:
        if letter.sent < since or not letter.text.strip():
            return ()
        return answers.findings(letter, model.ask(answers.question(letter)))

    return find
