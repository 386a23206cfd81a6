"""The error tree is closed, drawn, and each leaf speaks to the rep."""

from __future__ import annotations

import inspect

import pytest

from sync import crm_errors, errors
from sync.errors import RepsideError

ALL = [
    cls
    for module in (errors, crm_errors)
    for _, cls in inspect.getmembers(module, inspect.isclass)
    if cls.__module__ == module.__name__ and issubclass(cls, RepsideError)
]
CODES = {
    "HEALTHY", "CATCHING_UP", "WAITING_PROVIDER", "OFFLINE", "RECONNECT", "ADMIN_NEEDED", "WRONG_ACCOUNT", "RECHECKING",
    "SKIPPED", "DISK_FULL", "STORE_DAMAGED", "OTHER_DAEMON", "CLOCK_WRONG", "ZONES_STALE", "AUDIT_OVERDUE", "CRM_UNKNOWN", "FAILED",
}  # fmt: skip


@pytest.mark.parametrize("cls", ALL)
def test_every_error_says_what_happened_and_what_to_do(cls: type[RepsideError]) -> None:
    error = cls()
    assert error.sentence.endswith(".")
    assert "\n" not in error.sentence
    assert error.action.endswith((".", "!"))
    assert error.code in CODES
    assert error.exit_code in {1, 2, 4}


@pytest.mark.parametrize("cls", ALL)
def test_every_error_is_drawn(cls: type[RepsideError]) -> None:
    assert cls.__name__ in (errors.__doc__ or "")


def test_fields_fill_the_sentence_and_never_fail() -> None:
    error = errors.Offline(host="mail.example")
    assert error.sentence == "The server mail.example cannot be reached: …."
    assert str(error) == error.sentence


def test_a_wait_knows_for_how_long() -> None:
    assert errors.ProviderBusy(host="x", retry_after=30).retry_after == 30
    assert errors.ProviderBusy(host="x").retry_after is None
