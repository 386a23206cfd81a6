"""Writes activities into the CRM's own history, where the rep's `log` rules ask for it."""

from __future__ import annotations

from contextlib import suppress

from cli.sending import Opening, opened
from cli.wiring import Writing
from store import lock
from store.notes import Logged, Notes
from sync.crm import Noting
from sync.crm_errors import AskRep
from sync.errors import Bug, RepsideError, StoreInUse, Wait


def send(store: Writing, crms: Opening, grace: int) -> int:
    """Queue and send what is due. A CRM that is busy or away is left alone until the next time. Returns how many arrived."""
    notes = Notes(store.database, store.digest, store.clock)
    notes.queue(grace)
    if not notes.due():
        return 0
    busy: set[str] = set()
    done = 0
    with suppress(StoreInUse), lock.sender(store.database), opened(crms) as crm:
        for one in notes.due():  # whoever sent before us may have sent these
            if one.crm_name in busy or not notes.waits(one):
                continue
            if _one(notes, crm, one):
                done += 1
            else:
                busy.add(one.crm_name)
    return done


def _one(notes: Notes, crm: Opening, one: Logged) -> bool:
    """False: the CRM is not to be asked again now."""
    try:
        made = crm(one.crm_name)
        if not isinstance(made, Noting):
            notes.refused(one, "this CRM takes no activities")
            return True
        notes.done(one, made.note(one.note))
    except AskRep as problem:
        notes.refused(one, problem.sentence)
    except Exception as problem:  # the same key is tried again: it is there once
        known = problem if isinstance(problem, RepsideError) else Bug(why=type(problem).__name__)
        notes.later(one, known.sentence, known.retry_after if isinstance(known, Wait) else None)
        return False
    return True
