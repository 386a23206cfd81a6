"""The closed list of what a rep may be told of an account, each with its sentence and its next step.

What is wrong with the machine comes first, for it explains the rest; then what the last round ended with; then what the rows
say. `HEALTHY` is what is left: read to the end, nothing set aside, compared with the provider within a day.
"""

from __future__ import annotations

from typing import NamedTuple

from store.machine import OLDEST_ZONES, Machine
from sync.audit import Audit, is_overdue

WHOLE = "Everything is here."
"""How the sentence of `HEALTHY` begins."""
STATES = (
    "HEALTHY", "CATCHING_UP", "WAITING_PROVIDER", "OFFLINE", "RECONNECT", "ADMIN_NEEDED", "WRONG_ACCOUNT", "RECHECKING", "SKIPPED",
    "DISK_FULL", "STORE_DAMAGED", "OTHER_DAEMON", "CLOCK_WRONG", "ZONES_STALE", "AUDIT_OVERDUE", "FAILED",
)  # fmt: skip


class Told(NamedTuple):
    """What the rep reads."""

    state: str
    sentence: str
    action: str = ""


class Facts(NamedTuple):
    """What the rows say of one account."""

    state: str
    sentence: str
    action: str
    streams: int
    complete: int
    """Streams that were read to their end."""
    left: int
    """Items of the first reading still to come."""
    seen: int
    """Items that have a row."""
    quarantined: int
    audited: int
    """Streams that were ever compared."""
    oldest_audit: int | None


def told(facts: Facts, machine: Machine, found: Audit, now: int) -> Told:
    """The state of an account. `found`: what the audits of the last days came upon."""
    return (
        _of_the_machine(machine)
        or _of_the_last_round(facts)
        or _of_the_reading(facts)
        or _of_the_check(facts, now)
        or _of_the_zones(machine)
        or Told("HEALTHY", f"{WHOLE}{_find(found)}")
    )


def _of_the_machine(machine: Machine) -> Told | None:
    if machine.clock_wrong:
        return Told(
            "CLOCK_WRONG",
            "This machine's clock does not fit the time of the last round: one of the two is wrong.",
            "Your history is safe and nothing expires. Set the clock; if it is right, run `repside doctor --trust-clock`.",
        )
    if machine.disk_full:
        return Told(
            "DISK_FULL",
            "The disk with the store is full.",
            "Everything stored is safe. Free some space, then run `repside sync`: it goes on where it stopped.",
        )
    return None


def _of_the_last_round(facts: Facts) -> Told | None:
    return None if facts.state in {"NEW", "HEALTHY"} else Told(facts.state, facts.sentence, facts.action)


def _of_the_reading(facts: Facts) -> Told | None:
    if not facts.streams:
        return Told("CATCHING_UP", "Nothing was read from this account yet.", "Run `repside sync`.")
    if facts.complete < facts.streams or facts.left:
        left = f": {facts.left:,} of {facts.left + facts.seen:,} items to go" if facts.left else ""
        go_on = "What was read is safe. Run `repside sync`: it goes on where it stopped."
        return Told("CATCHING_UP", f"Your history is being read{left}.", go_on)
    if facts.quarantined:
        n = facts.quarantined
        waiting = "1 item waits aside because it" if n == 1 else f"{n:,} items wait aside because they"
        return Told(
            "SKIPPED",
            f"Everything is here, but {waiting} could not be read.",
            "Nothing else was held up. `repside quarantine` lists what waits, and tries again when you say so.",
        )
    return None


def _of_the_check(facts: Facts, now: int) -> Told | None:
    if facts.audited == facts.streams and not is_overdue(facts.oldest_audit, now):
        return None
    return Told(
        "AUDIT_OVERDUE",
        "The daily comparison with the mailbox is overdue, so nobody can say that nothing is missing.",
        "Your history is safe. Run `repside sync`, or `repside receipt --audit`: what is missing is found and fetched.",
    )


def _of_the_zones(machine: Machine) -> Told | None:
    if not machine.zones_stale:
        return None
    return Told(
        "ZONES_STALE",
        f"The time zones of this machine are of {machine.zones_stale}; meetings to come may be an hour off.",
        f"Your history is safe. Install the package tzdata, {OLDEST_ZONES} or newer, then run `repside sync`.",
    )


def _find(found: Audit) -> str:
    parts = []
    if found.missing:
        parts.append("1 gap" if found.missing == 1 else f"{found.missing:,} gaps")
    if found.stray:
        parts.append("1 entry too many" if found.stray == 1 else f"{found.stray:,} entries too many")
    if not parts:
        return ""
    return f" The check of the last days found {' and '.join(parts)}, and put it right."
