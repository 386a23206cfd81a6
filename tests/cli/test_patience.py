from __future__ import annotations

from collections.abc import Iterator

import pytest

from cli.patience import ATTEMPTS, patiently
from sync.errors import Offline, ProviderBusy, RepsideError, WrongPassword


def script(*answers: RepsideError | str) -> tuple[Iterator[RepsideError | str], list[int]]:
    return iter(answers), []


def ask(answers: Iterator[RepsideError | str], asked: list[int], number: int) -> str:
    asked.append(number)
    answer = next(answers)
    if isinstance(answer, RepsideError):
        raise answer
    return answer


def test_a_server_that_is_ready_is_asked_once() -> None:
    answers, asked = script("done")
    assert patiently(ask, answers, asked, number=7) == "done"
    assert asked == [7]


def test_a_server_that_was_not_ready_is_asked_again() -> None:
    answers, asked = script(ProviderBusy(host="h", retry_after=0), Offline(host="h", why="x", retry_after=0), "done")
    assert patiently(ask, answers, asked, 7) == "done"
    assert asked == [7, 7, 7]


def test_after_the_last_attempt_its_error_is_told() -> None:
    last = Offline(host="last", why="x", retry_after=0)
    answers, asked = script(*[ProviderBusy(host="h", retry_after=0)] * (ATTEMPTS - 1), last, "never")
    with pytest.raises(Offline, match="last"):
        patiently(ask, answers, asked, 7)
    assert len(asked) == ATTEMPTS


@pytest.mark.parametrize("error", [ProviderBusy(host="h", retry_after=3600), WrongPassword(host="h", user="u")])
def test_what_waiting_here_does_not_mend_is_told_at_once(error: RepsideError) -> None:
    answers, asked = script(error, "never")
    with pytest.raises(type(error)):
        patiently(ask, answers, asked, 7)
    assert asked == [7]
