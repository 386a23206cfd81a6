"""Sends what is due to the CRMs, and looks up what may have arrived. Used by `sync`, `approve --now`, `review` and the daemon.

A CRM that asks us to wait is left alone for this time; the others are not delayed by it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from cli import wiring
from cli.app import App
from cli.wiring import Writing
from store import lock
from store.outbox import Errand, Outbox
from sync.crm import CRM
from sync.crm_errors import AskRep, CrmConflict, CrmUnsure
from sync.errors import Bug, FixSetup, RepsideError, StoreInUse, Wait

Opening = Callable[[str], CRM]
"""Gives the connector of a CRM by its name. Raises what keeps it from being opened."""
WAIT_SECONDS = 30.0
"""How long a command waits for another one that sends."""
_GONE = "the record is not there any more"
_SLOW = 3_600.0
"""Seconds until the next try when the rep has to mend something first."""


class Sent(NamedTuple):
    """One errand, and what became of it: done, conflict, refused, waiting, unknown, absent, cancelled."""

    proposal: int
    verb: str
    state: str
    sentence: str = ""


def opening(app: App) -> Opening:
    """The CRMs of the configuration, by name."""

    def open_crm(name: str) -> CRM:
        found = next((crm for crm in app.settings.crm if crm.name == name), None)
        if found is None:
            raise FixSetup(why=f"the CRM {name} is not connected any more")
        return wiring.crm(app, found)

    return open_crm


def send(store: Writing, crms: Opening, *, only: Collection[int] = (), wait: float = 0) -> list[Sent]:
    """Send what is due; nothing when somebody else is sending. `only`: of these proposals."""
    outbox = Outbox(store.database, store.digest, store.clock)
    if not outbox.waits():
        return []
    try:
        with lock.sender(store.database, wait), opened(crms) as crm:
            outbox.recover()
            return list(_send(outbox, crm, only))
    except StoreInUse:
        return []


def look_up(store: Writing, crms: Opening, *, wait: float = 0) -> list[Sent]:
    """Ask the CRMs for what may have arrived. Nothing is sent."""
    outbox = Outbox(store.database, store.digest, store.clock)
    try:
        with lock.sender(store.database, wait), opened(crms) as crm:
            outbox.recover()
            return [_look_up(outbox, crm, errand) for errand in outbox.unknown()]
    except StoreInUse:
        return []


def _send(outbox: Outbox, crm: Opening, only: Collection[int]) -> Iterator[Sent]:
    busy: set[str] = set()
    for errand in outbox.due(only):
        if errand.crm_name and errand.crm_name in busy:
            continue
        sent = _one(outbox, crm, errand)
        if sent.state == "waiting":
            busy.add(errand.crm_name)
        yield sent


def _one(outbox: Outbox, crm: Opening, errand: Errand) -> Sent:
    if errand.crm is None and not errand.gone:
        return _sent(errand, outbox.here(errand))
    if not outbox.begin(errand):
        return _sent(errand, "cancelled")
    if errand.gone:
        outbox.refused(errand, _GONE)
        return _sent(errand, "refused", _GONE)
    try:
        made = crm(errand.crm_name)
    except Exception as problem:  # nothing was sent: the connector does not even stand
        return _later(outbox, errand, problem)
    return _applied(outbox, made, errand)


def _applied(outbox: Outbox, crm: CRM, errand: Errand) -> Sent:
    """It is sent here, and nowhere else."""
    try:
        written = crm.apply(errand.change)
    except CrmConflict as problem:
        outbox.conflict(errand, problem.current)
        return _sent(errand, "conflict", problem.sentence)
    except AskRep as problem:
        outbox.refused(errand, problem.sentence)
        return _sent(errand, "refused", problem.sentence)
    except (CrmUnsure, Bug) as problem:
        outbox.unsure(errand, problem.sentence)
        return _sent(errand, "unknown", problem.sentence)
    except RepsideError as problem:
        return _later(outbox, errand, problem)
    except Exception as problem:  # whatever a connector did not foresee: it may have been sent
        outbox.unsure(errand, Bug(why=type(problem).__name__).sentence)
        return _sent(errand, "unknown", Bug(why=type(problem).__name__).sentence)
    outbox.done(errand, written)
    return _sent(errand, "done")


def _later(outbox: Outbox, errand: Errand, problem: Exception) -> Sent:
    """Nothing was written. A server that is away or busy is asked again; what the rep must mend, now and then."""
    known = problem if isinstance(problem, RepsideError) else Bug(why=type(problem).__name__)
    outbox.wait(errand, known.sentence, known.retry_after if isinstance(known, Wait) else _SLOW)
    return _sent(errand, "waiting", known.sentence)


def _look_up(outbox: Outbox, crm: Opening, errand: Errand) -> Sent:
    if errand.gone or errand.crm is None:
        outbox.refused(errand, _GONE)
        return _sent(errand, "refused", _GONE)
    try:
        made = crm(errand.crm_name)
        there = made.landed(errand.change)
        says = None if there else made.read(errand.change)
    except AskRep as problem:
        outbox.refused(errand, problem.sentence)
        return _sent(errand, "refused", problem.sentence)
    except Exception as problem:  # it cannot be told now
        known = problem if isinstance(problem, RepsideError) else Bug(why=type(problem).__name__)
        return _sent(errand, "unknown", known.sentence)
    if there:
        outbox.done(errand)
    else:
        outbox.absent(errand, says)
    return _sent(errand, "done" if there else "absent")


def _sent(errand: Errand, state: str, sentence: str = "") -> Sent:
    return Sent(errand.proposal, errand.verb, state, sentence)


@contextmanager
def opened(crms: Opening) -> Iterator[Opening]:
    """Each CRM once, closed at the end."""
    made: dict[str, CRM] = {}

    def open_crm(name: str) -> CRM:
        if name not in made:
            made[name] = crms(name)
        return made[name]

    try:
        yield open_crm
    finally:
        for each in made.values():
            each.close()
