"""The closed list of states (contracts 1.7): which comes first, and that each has a sentence and a next step."""

from __future__ import annotations

import pytest

from store.machine import AHEAD, LEAP, RELEASED, Machine, clock_is_wrong
from store.states import STATES, Facts, told
from sync import errors
from sync.audit import OVERDUE, Audit

NOW = 1_795_000_000
WHOLE = Facts("HEALTHY", "", "", 2, 2, 0, 40, 0, 2, NOW - 60)
WORST = WHOLE._replace(state="OFFLINE", sentence="s", action="a", complete=1, left=3, quarantined=2, oldest_audit=None)
BAD = Machine(clock_wrong=True, zones_stale="2019a", disk_full=True)


@pytest.mark.parametrize(
    ("facts", "machine", "code"),
    [
        (WHOLE, Machine(), "HEALTHY"),
        (WHOLE._replace(state="NEW"), Machine(), "HEALTHY"),
        (WHOLE, Machine(zones_stale="2019a"), "ZONES_STALE"),
        (WHOLE._replace(oldest_audit=NOW - OVERDUE), Machine(zones_stale="2019a"), "AUDIT_OVERDUE"),
        (WHOLE._replace(oldest_audit=None, audited=0), Machine(), "AUDIT_OVERDUE"),
        (WHOLE._replace(audited=1), Machine(), "AUDIT_OVERDUE"),
        (WHOLE._replace(quarantined=1, audited=1), Machine(), "SKIPPED"),
        (WHOLE._replace(left=5, quarantined=1), Machine(), "CATCHING_UP"),
        (WHOLE._replace(complete=1, quarantined=1), Machine(), "CATCHING_UP"),
        (WHOLE._replace(streams=0, complete=0, audited=0), Machine(), "CATCHING_UP"),
        (WORST, Machine(zones_stale="2019a"), "OFFLINE"),
        (WORST, Machine(disk_full=True, zones_stale="2019a"), "DISK_FULL"),
        (WORST, BAD, "CLOCK_WRONG"),
    ],
)
def test_what_explains_the_rest_comes_first(facts: Facts, machine: Machine, code: str) -> None:
    words = told(facts, machine, Audit(), NOW)
    assert words.state == code
    assert code in STATES
    assert words.sentence
    assert bool(words.action) == (code != "HEALTHY")
    if words.action and code != "OFFLINE":
        assert "safe" in words.action or code in {"CATCHING_UP", "SKIPPED"}


@pytest.mark.parametrize(
    "kind", [errors.RepsideError, *errors.RepsideError.__subclasses__(), *errors.FixSetup.__subclasses__()]
)
def test_every_error_has_a_state_of_the_list(kind: type[errors.RepsideError]) -> None:
    assert kind.code in STATES
    assert told(WHOLE._replace(state=kind.code, sentence="s", action="a"), Machine(), Audit(), NOW).state == kind.code


def test_sentences_count() -> None:
    assert "5 of 45 items to go" in told(WHOLE._replace(left=5), Machine(), Audit(), NOW).sentence
    assert "1 item waits aside" in told(WHOLE._replace(quarantined=1), Machine(), Audit(), NOW).sentence
    assert "1,200 items wait aside" in told(WHOLE._replace(quarantined=1_200), Machine(), Audit(), NOW).sentence


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Audit(9), "Everything is here."),
        (Audit(9, 1, 0, 1), "Everything is here. The check of the last days found 1 gap, and put it right."),
        (
            Audit(9, 3, 1, 4),
            "Everything is here. The check of the last days found 3 gaps and 1 entry too many, and put it right.",
        ),
        (
            Audit(9, 0, 2, 2),
            "Everything is here. The check of the last days found 2 entries too many, and put it right.",
        ),
    ],
)
def test_a_find_is_told(found: Audit, words: str) -> None:
    assert told(WHOLE, Machine(), found, NOW).sentence == words


@pytest.mark.parametrize(
    ("now", "newest", "wrong"),
    [
        (NOW, None, False),
        (NOW, NOW + AHEAD, False),
        (NOW, NOW + AHEAD + 1, True),
        (RELEASED - 1, None, True),
        (0, None, True),
        (NOW + LEAP, NOW, False),
        (NOW + LEAP + 1, NOW, True),
    ],
)
def test_F16_a_clock_far_from_what_was_done_is_wrong(now: int, newest: int | None, wrong: bool) -> None:
    assert clock_is_wrong(now, newest) is wrong
