"""The review desk: what can change anything stands here and below it (view/filing_page.py), behind checks of its own.

The guard lets a form pass to /desk/… when it comes from a page of this origin and with the session (view/guard.py), and
view/telling.py when it holds the session's token. Each approval names the version of the change that was shown: when it is another
one by now, nothing is approved and the page shows it again. The view's connection cannot write; what is decided goes through
`Decide`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from store import desk
from store.database import Database
from store.decisions import Outcome, Wanted
from store.review import ProposalRow
from store.rows import as_json
from sync.crm import ROLES
from sync.ports import Clock
from view import forms, quoting
from view.deciding import Answer, Answered, Decide
from view.guard import DESK
from view.language import marked
from view.rendering import Templates
from view.telling import Teller, Told

ASIDE = 50
"""Items on the page that could not be read."""
_VALUE = 300


class Card(NamedTuple):
    """A proposal with the words that it rests on."""

    row: ProposalRow
    near: quoting.Quoted
    far: quoting.Quoted
    head: desk.DealHead | None


class Group(NamedTuple):
    """The proposals of one deal, or of people without one."""

    name: str
    head: desk.DealHead | None
    cards: tuple[Card, ...]


class Desk:
    """GET shows, POST decides. `decide` None: the page shows what waits and says where it can be decided."""

    def __init__(
        self, database: Database, templates: Templates, clock: Clock, teller: Teller, decide: Decide | None
    ) -> None:
        self._database = database
        self._templates = templates
        self._clock = clock
        self._teller = teller
        self._decide = decide

    def page(self, request: Request) -> Response:
        """What waits for the rep."""
        when, scripts = self._templates.when(self._clock.now()), request.url.path.endswith(".json")
        with self._database.read() as connection:
            found = desk.read(connection, when.now, None if scripts else desk.MOST)
        if scripts:
            return JSONResponse(
                {
                    "proposals": [as_json(row) for row in found.waiting],
                    "unknown": [as_json(row) for row in found.unknown],
                    "questions": [one.as_json() for one in found.questions],
                    "set_aside": [one._asdict() for one in found.aside],
                }
            )
        return self._templates.page(
            "desk",
            when=when,
            path=DESK,
            groups=_groups(found),
            total=found.total,
            found=found,
            told=self._teller.told(request),
            token=self._teller.token if self._decide else "",
            roles=ROLES,
            aside_most=ASIDE,
        )

    def back(self, _request: Request) -> Response:
        """An address of a form, opened or loaded again: nothing is done, and the page is shown."""
        return RedirectResponse(DESK, 303)

    async def act(self, request: Request) -> Response:
        """One decision of the rep's."""
        act, decide = _ACTS.get(request.path_params["verb"]), self._decide
        if act is None or decide is None:
            raise HTTPException(404)
        return await self._teller.take(request, DESK, lambda fields: act(decide, fields))


Act = Callable[[Decide, Mapping[str, str]], Told]


def _groups(found: desk.Found) -> list[Group]:
    return [
        Group(rows[0].deal_name or rows[0].contact_name, found.heads.get(rows[0].deal_key or 0), _cards(rows, found))
        for rows in (list(group) for _, group in groupby(found.waiting, _record))
    ]


def _record(row: ProposalRow) -> tuple[int | None, str | None]:
    """What a group is of: a deal, or else a contact."""
    return row.deal_key, row.contact if row.deal_key is None else None


def _cards(rows: list[ProposalRow], found: desk.Found) -> tuple[Card, ...]:
    return tuple(
        Card(
            row,
            quoting.around(found.texts.get(row.activity or 0, ""), row.quote),
            quoting.around(found.texts.get(row.activity or 0, ""), row.quote, quoting.FAR),
            found.heads.get(row.deal_key or 0),
        )
        for row in rows
    )


def _wanted(fields: Mapping[str, str]) -> Wanted:
    return Wanted(forms.number(fields, "id"), forms.number(fields, "version"))


def _of(outcome: Outcome) -> Told:
    if not outcome.done:
        return Told(outcome.sentence, good=False)
    sentence = _DONE.get(outcome.state, outcome.sentence)
    return Told(
        sentence, proposal=outcome.id if outcome.state in {"approved", "declined"} else None, due_at=outcome.due_at
    )


def _edit(decide: Decide, fields: Mapping[str, str]) -> Told:
    parts = {name.removeprefix("new-"): value for name, value in fields.items() if name.startswith("new-")}
    if not parts or any(len(part) > _VALUE for part in parts.values()):
        return Told(f"A value has 1 to {_VALUE} characters. Nothing was changed.", good=False)
    try:
        return _of(decide.edit(_wanted(fields), parts))
    except ValueError as error:
        return Told(f"Nothing was changed: {error}.", good=False)


def _answer(decide: Decide, fields: Mapping[str, str]) -> Told:
    deal = forms.number(fields, "deal") if fields.get("deal") else None
    found = decide.answer(Answer(forms.number(fields, "activity"), deal, forms.numbers(fields, "shown")))
    if found is Answered.DONE:
        return Told(
            marked("Filed as you said. No rule overrules it.") if deal else marked("Filed under none of these deals.")
        )
    return Told(_ANSWERED[found], good=False)


def _verify(decide: Decide, _fields: Mapping[str, str]) -> Told:
    clear, open_ = decide.verify()
    if open_:
        return Told(
            marked("The CRM could not tell about all of them. Try again later; nothing is sent twice."), good=False
        )
    return Told(
        marked("Looked up: it is clear now what arrived.") if clear else marked("There is nothing to look up any more.")
    )


def _retry(decide: Decide, fields: Mapping[str, str]) -> Told:
    item = fields.get("item", "")
    if item and decide.retry(item):
        return Told(marked("It will be read again with the next sync."))
    return Told(marked("It does not wait aside any more."), good=False)


_DONE = {
    "approved": marked("Approved."),
    "declined": marked("Declined. It is not offered again for these words."),
    "pending": marked("Taken back. It waits for you again, and nothing was written."),
}
_ANSWERED = {
    Answered.CHANGED: marked("Other deals fit by now, so nothing was filed. Look at them again."),
    Answered.CLOSED: marked("This question is answered already."),
}
_ACTS: dict[str, Act] = {
    "approve": lambda decide, fields: _of(decide.approve(_wanted(fields))),
    "edit": _edit,
    "decline": lambda decide, fields: _of(decide.decline(_wanted(fields))),
    "undo": lambda decide, fields: _of(decide.undo(Wanted(forms.number(fields, "id")))),
    "answer": _answer,
    "verify": _verify,
    "retry": _retry,
}
