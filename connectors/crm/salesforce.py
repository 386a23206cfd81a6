"""Salesforce, with the rep's own sign-in: REST and its query language, the rep's own opportunities.

Reading is keyset.py's. A write is conditional as well as compared: `If-Unmodified-Since`, which Salesforce holds to the second. A new
contact and its place on the deal are made together or not at all; Salesforce's own rule for duplicates is never overridden.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from connectors.crm import applying, keyset
from connectors.crm import salesforce_wire as wire
from connectors.crm.http import Api, Place, meant
from connectors.crm.salesforce_listing import MOST, VERSION, Listing
from connectors.crm.values import Person, short, word_for
from connectors.door import Tokens
from connectors.governor import Forgetful, Governor
from connectors.http import Answer, Refused, Wire
from connectors.wire.json_values import text
from sync.crm import Change, CrmContact, CrmDeal, CrmPage, Note, RecordKind, Value
from sync.crm_errors import CrmRecordGone, CrmRefused, CrmUnsure
from sync.errors import ProviderBusy, RepsideError, RightMissing
from sync.model import Cursor

KEY = "Repside_Key__c"
"""A text field of activities that notes are known by. An administrator makes it."""
_HOUR = 3_600.0


class SalesforceOptions(NamedTuple):
    """How one organisation is reached."""

    base: str
    """The organisation's own address: https://name.my.salesforce.com"""
    user: str
    """The rep's user name there, or an address that only this user has."""
    tokens: Tokens
    page: int = MOST
    requests: int = 200
    """In a minute. Salesforce counts by the day, for all users together."""
    key: str = KEY
    now: Callable[[], float] = time.time
    wait: Callable[[float], bool] = lambda seconds: time.sleep(seconds) or False  # type: ignore[func-returns-value]


class Salesforce:
    """The port over one organisation."""

    def __init__(self, options: SalesforceOptions, network: Wire) -> None:
        governor = Governor(options.requests, Forgetful(), options.now, options.wait, host="Salesforce")
        place = Place(options.base.rstrip("/"), "Salesforce", options.user)
        self._options = options
        self._api = Api(place, options.tokens, governor, network, _own, wire.reason)
        self._listing = Listing(self._api, options.user, options.page)

    def pull(self, since: Cursor | None) -> Iterator[CrmPage]:
        """What changed since the cursor."""
        return keyset.pull(self._listing, since)

    def read(self, change: Change) -> Value:
        """What the field says now."""
        return applying.read(self, change)

    def apply(self, change: Change) -> str:
        """Write it once."""
        return applying.apply(self, change)

    def landed(self, change: Change) -> bool:
        """Whether it is there."""
        return applying.landed(self, change)

    def note(self, note: Note) -> str:
        """A task or an event, once: the key is looked for before."""
        key = self._options.key
        name, said = wire.note(note, key, self._listing.account().owner)
        try:
            if there := self._listing.ask(("Id",), name, [f"{key} = {wire.quoted(note.key)}"], most=1):
                return text(there[0], "Id")
            return self._made(self._api.write("POST", f"{VERSION}/sobjects/{name}", said))
        except Refused as error:
            if error.reason in {"INVALID_FIELD", "INVALID_FIELD_FOR_INSERT_UPDATE"}:
                why = f"Salesforce needs a text field {key} on activities; ask your administrator to make it"
                raise CrmRefused(why=why) from error
            raise meant(error, note.deal) from error

    def close(self) -> None:
        """Let go of connections."""
        self._api.close()

    # Records

    def deal(self, id: str) -> CrmDeal:
        """The rep's own deal."""
        found = self._row("deal", id)
        if text(found, "OwnerId") != self._listing.account().owner:
            raise CrmRecordGone(record=id)
        return self._listing.deals([found])[0][0]

    def contact(self, id: str) -> CrmContact:
        """One person."""
        return wire.contact(self._row("contact", id))

    def known(self, address: str) -> CrmContact | None:
        """Of several with this address the oldest."""
        condition = f"Email = {wire.quoted(address)}"
        found = self._listing.ask(wire.FIELDS["contact"], "Contact", [condition], "CreatedDate, Id", most=1)
        return wire.contact(found[0]) if found else None

    def put(self, change: Change, record: CrmDeal | CrmContact) -> None:
        """One field, unless the row changed since it was read."""
        currency = record.currency if isinstance(record, CrmDeal) else ""
        said = wire.sets(change, self._listing.account(), currency)
        self._patch(wire.OBJECTS[change.record], record.id, said, record.revision)

    def make(self, who: Person, deal: CrmDeal) -> str:
        """The contact and its place on the deal together. Where Salesforce sees a duplicate, the one that is there is taken."""
        first, last = who.names
        said = {"FirstName": short(first, 40), "LastName": short(last, 80), "Email": short(who.address, 80),
                "Title": short(who.title, 128), "AccountId": deal.company}  # fmt: skip
        body = wire.both(VERSION, {name: value for name, value in said.items() if value}, deal.id)
        try:
            made, status, code = wire.outcome(self._api.write("POST", f"{VERSION}/composite", body))
        except Refused as error:
            raise meant(error, deal.id) from error
        if made and wire.is_id(made):
            return made
        if not status:
            raise CrmUnsure(host=self._api.host)
        if code == "DUPLICATES_DETECTED" and (found := self.known(who.address)):
            self.join(deal, found.id, "")
            return found.id
        raise _busy(code, self._api.host) or meant(Refused(self._api.host, status, code), deal.id)

    def join(self, deal: CrmDeal, contact: str, role: str) -> None:
        """A role of its own, or the one that the contact has there already without saying what they do."""
        word = {"Role": word_for(role, self._roles())} if role else {}
        there = [each for each in self._listing.people([deal.id]).get(deal.id, [])
                 if text(each, "ContactId") == contact and each.get("IsDeleted") is not True]  # fmt: skip
        if there and word:
            at = str(wire.changed(there[0]))
            self._patch("OpportunityContactRole", text(there[0], "Id"), word, at)
        if there:
            return
        try:
            said = {"OpportunityId": deal.id, "ContactId": contact, **word}
            self._made(self._api.write("POST", f"{VERSION}/sobjects/OpportunityContactRole", said))
        except Refused as error:
            raise meant(error, deal.id) from error

    # within

    def _row(self, kind: RecordKind, id_: str) -> dict[str, Any]:
        if not wire.is_id(id_):
            raise CrmRecordGone(record=id_)
        fields = ",".join(self._listing.fields(kind))
        try:
            found = self._api.get(f"{VERSION}/sobjects/{wire.OBJECTS[kind]}/{id_}?fields={fields}")
        except Refused as error:
            raise (CrmRecordGone(record=id_) if error.status in {404, 410} else error) from error
        if found.get("IsDeleted") is True or text(found, "Id")[:15] != id_[:15]:
            raise CrmRecordGone(record=id_)
        return found

    def _patch(self, name: str, id_: str, said: Mapping[str, Any], revision: str) -> None:
        path = f"{VERSION}/sobjects/{name}/{id_}"
        try:
            self._api.write("PATCH", path, said, wire.unmodified(revision))
        except Refused as error:
            raise meant(error, id_) from error

    def _made(self, answer: Mapping[str, Any]) -> str:
        made = text(answer, "id")
        if not wire.is_id(made):
            raise CrmUnsure(host=self._api.host)
        return made

    def _roles(self) -> list[str]:
        return wire.words_for_roles(self._api.get(f"{VERSION}/sobjects/OpportunityContactRole/describe"))


def _busy(code: str, host: str) -> RepsideError | None:
    """A row that somebody else is writing just now: nothing was written."""
    return ProviderBusy(host=host, retry_after=None) if code == "UNABLE_TO_LOCK_ROW" else None


def _own(answer: Answer, host: str, account: str) -> RepsideError | None:
    """What Salesforce says by its codes: the day's requests are spent, a row is locked, the API is shut for this user."""
    if answer.status not in {400, 403}:
        return None
    code = wire.reason(answer.body)
    if code == "REQUEST_LIMIT_EXCEEDED":
        return ProviderBusy(host=host, retry_after=_HOUR, spent=True)
    if code in {"API_DISABLED_FOR_ORG", "API_CURRENTLY_DISABLED"}:
        return RightMissing(account=account, provider="Salesforce", right="to use its API")
    return _busy(code, host)
