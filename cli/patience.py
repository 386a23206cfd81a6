"""A server that is not ready is asked again after a moment, within the same round."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from sync.errors import Wait

if TYPE_CHECKING:
    from tenacity import RetryCallState

P = ParamSpec("P")
T = TypeVar("T")

PATIENCE = 10.0
"""Seconds that a server may ask us to wait within a round; for more, the next round comes anyway."""
ATTEMPTS = 3


def patiently(work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Do it; again after a moment when the server was not ready, three times in all."""
    try:
        return work(*arguments, **named)
    except Wait as error:
        if not _soon(error):
            raise
        return _again(lambda: work(*arguments, **named), error)


def _again(work: Callable[[], T], first: Wait) -> T:
    """The other attempts. The library is loaded here: most rounds do not need it."""
    from tenacity import Retrying, retry_if_exception, stop_after_attempt

    failed = [first]

    def attempt() -> T:
        if failed:
            raise failed.pop()
        return work()

    retrying = Retrying(retry=retry_if_exception(_soon), stop=stop_after_attempt(ATTEMPTS), wait=_pause, reraise=True)
    return retrying(attempt)


def _soon(error: BaseException) -> bool:
    return isinstance(error, Wait) and (error.retry_after or 0) <= PATIENCE


def _pause(state: RetryCallState) -> float:
    """What the server asked for, else a growing moment with some chance in it."""
    from tenacity import wait_random_exponential

    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, Wait) else None
    return wait_random_exponential(multiplier=0.5, max=4)(state) if asked is None else asked
