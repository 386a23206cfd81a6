"""What a denied sign-in or renewal means. The standard's error decides; Microsoft's numbers only choose the better sentence.

Numbers: learn.microsoft.com/entra/identity-platform/reference-error-codes, which says itself that they may change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sync.errors import (
    ApprovalNeeded,
    BadSetting,
    ConsentOver,
    LicenceGone,
    ProviderBusy,
    RepsideError,
    RightMissing,
    RulesForbid,
    SignInUnfinished,
)

_NUMBER = re.compile(r"AADSTS(\d{4,7})")
_APPROVAL = frozenset({65001, 90093, 90094, 90095, 900941, 900943, 50105, 650052, 650056, 650057, 7000112})
_RULES = frozenset({50005, 50097, 53000, 53001, 53002, 53003, 53004, 53009, 53011, 500021, 500022, 500207, 500208,
                    530002, 530003, 530004, 530021, 530032, 530033, 530034, 530035, 530036, 530084})  # fmt: skip
_PROOF = frozenset({50072, 50074, 50076, 50078, 50079, 50158, 500121})
_PASSWORD = frozenset({50055, 50132, 50133, 50144, 50173})
_UNUSED = frozenset({70008, 70043, 70044, 700081, 700082, 700084})
_GONE = frozenset({50034, 50057, 51004, 50020, 500341, 50131})
_CLIENT = frozenset({700016, 700038, 7000218, 90002, 50194, 9002313, 9002346, 70001})
_BUSY = frozenset({"temporarily_unavailable", "server_error"})
_OVER = frozenset({"invalid_grant", "interaction_required", "login_required", "consent_required", "unauthorized_client",
                   "invalid_client", "invalid_scope", "access_denied"})  # fmt: skip


def denied(found: Mapping[str, Any], account: str, *, asked: bool) -> RepsideError:
    """The remedy for an answer with an error. `asked`: the rep is just signing in."""
    error, part = str(found.get("error", "")), str(found.get("suberror", ""))
    command = f"outlook {account}" if account else "outlook"
    numbers = _numbers(found)
    if error in _BUSY:
        return ProviderBusy(host="Microsoft")
    if numbers & _RULES:
        why = "this computer or this program is not among those that it lets in"
        return RulesForbid(account=account or "your mailbox", why=why, command=command)
    if error == "consent_required" or part == "consent_required" or numbers & _APPROVAL:
        if asked or numbers & (_APPROVAL - {65001}):
            return ApprovalNeeded(account=account or "your mailbox", command=command)
        return RightMissing(account=account, provider="Microsoft", right="to read what this level needs")
    if numbers & _CLIENT:
        return BadSetting(why="Microsoft does not know this application, or it is not registered as a public client",
                          where="the application (--client-id, --tenant); docs/outlook.md shows how it is registered")  # fmt: skip
    if numbers & _GONE:
        return LicenceGone(account=account, provider="Microsoft", command=command)
    if asked:
        return SignInUnfinished(why=_UNFINISHED.get(error, "Microsoft did not finish it"))
    if error in _OVER:
        return ConsentOver(account=account, provider="Microsoft", why=_why(numbers))
    return ProviderBusy(host="Microsoft")


_UNFINISHED = {
    "access_denied": "the consent was not given",
    "authorization_declined": "the consent was not given",
    "expired_token": "the code was not entered in time",
    "code_expired": "the code was not entered in time",
    "authorization_pending": "the code was not entered in time",
    "invalid_grant": "Microsoft did not take the browser's answer",
}


def _why(numbers: frozenset[int]) -> str:
    if numbers & _PROOF:
        return "your company asks for another proof that it is you"
    if numbers & _PASSWORD:
        return "your password was changed"
    if numbers & _UNUSED:
        return "the sign-in has ended by age"
    return "the consent was taken back, or has ended"


def _numbers(found: Mapping[str, Any]) -> frozenset[int]:
    told = found.get("error_codes")
    listed = {number for number in told if isinstance(number, int)} if isinstance(told, list) else set()
    return frozenset(
        listed | {int(number) for number in _NUMBER.findall(str(found.get("error_description", ""))[:2000])}
    )
