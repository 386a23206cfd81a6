"""What can go wrong between an approval and the CRM. Drawn in errors.py; the docstring is what the rep reads."""

from __future__ import annotations

from sync.crm import Value
from sync.errors import ConsentOver, NoPassword, RepsideError, Wait


class AskRep(RepsideError):
    """A change needs your decision: {why}.

    Nothing was written. Run `repside review` to look at it again."""


class CrmConflict(AskRep):
    """The record {record} says something else by now, so your change was not written.

    Run `repside review`: it shows the new value, and you decide again."""

    @property
    def current(self) -> Value:
        """What the field says now, in the shape of the change."""
        value = self.fields.get("current")
        return value if isinstance(value, str | dict) else None


class CrmRecordGone(AskRep):
    """The record {record} is not in the CRM any more: it was deleted, merged or given to somebody else.

    Nothing was written. The next `repside crm pull` follows what became of it."""


class CrmRefused(AskRep):
    """The CRM does not take this value: {why}.

    Nothing was written. Run `repside review`, and edit or decline the proposal."""


class CrmUnsure(Wait):
    """The CRM gave no answer, so nobody knows whether the change arrived.

    It is not sent again by itself. `repside review` looks it up in the CRM and tells you what is there."""

    code = "CRM_UNKNOWN"


class NoCrmToken(NoPassword):
    """There is no token for the CRM {crm}: {why}.

    Nothing was read or written. Run `repside crm connect {kind}` again."""


class CrmConsentOver(ConsentOver):
    """{provider} does not let Repside into {account} any more: {why}.

    Nothing was written. Run `repside crm connect` for {account} again and give your consent or your token anew."""
