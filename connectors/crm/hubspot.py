"""HubSpot, by the access token of a private app: CRM objects v3, associations v4, the rep's own deals.

Reading is keyset.py's; of each kind what changed since, in the order of ids, so that the search's cap of 10,000 is never met. HubSpot has
no conditional writes: a record is read, compared and written, with nothing in between. A merged contact answers under its old id with the
record that is left, which counts as gone here. A change of nobody but the deal's contacts shows when HubSpot counts it as one of the deal.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from connectors.crm import applying, keyset
from connectors.crm import hubspot_wire as wire
from connectors.crm.http import Api, Fixed, Place, meant
from connectors.crm.hubspot_listing import Listing
from connectors.crm.values import Person, word_for
from connectors.governor import Forgetful, Governor
from connectors.http import Answer, Refused, Wire
from connectors.wire import json_values
from connectors.wire.json_values import text
from sync.crm import Change, CrmContact, CrmDeal, CrmPage, Note, RecordKind, Value
from sync.crm_errors import CrmRecordGone, CrmRefused, CrmUnsure
from sync.errors import ProviderBusy, RepsideError, RightMissing
from sync.model import Cursor

BASE = "https://api.hubapi.com"
KEY = "repside_key"
"""The property of e-mails and meetings, with unique values, that notes are known by. An administrator makes it."""


class HubSpotOptions(NamedTuple):
    """How one HubSpot account is reached."""

    owner: str
    """The rep's address in HubSpot: its deals are the rep's."""
    token: Callable[[], str]
    """The private app's access token."""
    base: str = BASE
    page: int = 200
    """Records of one search, HubSpot's most."""
    requests: int = 90
    """In ten seconds, for all but searches."""
    key: str = KEY
    now: Callable[[], float] = time.time
    wait: Callable[[float], bool] = lambda seconds: time.sleep(seconds) or False  # type: ignore[func-returns-value]


class HubSpot:
    """The port over one account."""

    def __init__(self, options: HubSpotOptions, network: Wire) -> None:
        self._options = options
        general = Governor(options.requests, Forgetful(), options.now, options.wait, host="HubSpot", window=10)
        # four in two seconds: a burst within one second stays below HubSpot's five
        searches = Governor(5, Forgetful(), options.now, options.wait, host="HubSpot", window=2)
        place = Place(options.base, "HubSpot", options.owner)
        self._api = Api(place, Fixed(options.token), general, network, _own, _reason)
        self._listing = Listing(self._api, searches, options.owner, options.page)

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
        """An e-mail or a meeting in HubSpot's history, once: its key is a property whose values are unique."""
        name, key = wire.NOTES[note.kind][0], self._options.key
        if made := self._noted(name, note):
            return made
        said = wire.note(note, key, self._listing.account().owner)
        try:
            return _id(self._api.write("POST", f"/crm/v3/objects/{name}", said), self._api.host)
        except Refused as error:
            if error.status == 409 and (made := self._noted(name, note)):
                return made
            raise meant(error, note.deal) from error

    def close(self) -> None:
        """Let go of connections."""
        self._api.close()

    # Records

    def deal(self, id: str) -> CrmDeal:
        """The rep's own deal."""
        found, account = self._object("deal", id), self._listing.account()
        if wire.owner(found) != account.owner:
            raise CrmRecordGone(record=id)
        return self._listing.deals([found])[0]

    def contact(self, id: str) -> CrmContact:
        """One person."""
        return wire.contact(self._object("contact", id))

    def known(self, address: str) -> CrmContact | None:
        """By the address itself, which HubSpot reads from the record and not from its late index."""
        query = urlencode({"idProperty": "email", "properties": ",".join(wire.PROPERTIES["contact"])})
        try:
            return wire.contact(self._api.get(f"/crm/v3/objects/contacts/{quote(address, safe='')}?{query}"))
        except Refused as error:
            if error.status in {400, 404}:
                return None
            raise

    def put(self, change: Change, record: CrmDeal | CrmContact) -> None:
        """One property, two for money in another currency."""
        currency = record.currency if isinstance(record, CrmDeal) else ""
        said = wire.properties(change, self._listing.account(), currency)
        path = f"/crm/v3/objects/{wire.OBJECTS[change.record]}/{record.id}"
        try:
            self._api.write("PATCH", path, {"properties": said})
        except Refused as error:
            raise meant(error, record.id) from error

    def make(self, who: Person, deal: CrmDeal) -> str:
        """The contact and its place on the deal in one request; 409: somebody made them a moment ago."""
        first, last = who.names
        said = {"email": who.address, "firstname": first, "lastname": last, "jobtitle": who.title}
        ends = [wire.association(deal.id, wire.CONTACT_TO_DEAL)]
        ends += [wire.association(deal.company, wire.CONTACT_TO_COMPANY)] if deal.company else []
        body = {"properties": {name: value for name, value in said.items() if value}, "associations": ends}
        try:
            return _id(self._api.write("POST", "/crm/v3/objects/contacts", body), self._api.host)
        except Refused as error:
            found = self.known(who.address) if error.status == 409 else None
            if found is None:
                raise meant(error, deal.id) from error
            self.join(deal, found.id, "")
            return found.id

    def join(self, deal: CrmDeal, contact: str, role: str) -> None:
        """A plain association, or one with the account's own label for the role beside those that are there."""
        path, body = f"/crm/v4/objects/deals/{deal.id}/associations/default/contacts/{contact}", None
        if role:
            path, body = path.replace("/default", ""), self._labelled(deal.id, contact, role)
        try:
            self._api.write("PUT", path, body)
        except Refused as error:
            raise meant(error, deal.id) from error

    # within

    def _object(self, kind: RecordKind, id_: str) -> dict[str, Any]:
        if not wire.is_id(id_):
            raise CrmRecordGone(record=id_)
        query = urlencode({"properties": ",".join(wire.PROPERTIES[kind]), "archived": "false"})
        try:
            found = self._api.get(f"/crm/v3/objects/{wire.OBJECTS[kind]}/{id_}?{query}")
        except Refused as error:
            raise (CrmRecordGone(record=id_) if error.status == 404 else error) from error
        if text(found, "id") != id_ or found.get("archived") is True:
            raise CrmRecordGone(record=id_)
        return found

    def _labelled(self, deal: str, contact: str, role: str) -> list[dict[str, object]]:
        """The label of a role, and those that are there: HubSpot sets all of them at once."""
        named = wire.labels(self._api.get("/crm/v4/associations/deals/contacts/labels"))
        types = [named[word_for(role, named)]]
        for each in self._listing.linked("deals", "contacts", [deal]).get(deal, []):
            types += [(group, number) for group, number, label in each.types if label and each.id == contact]
        return [{"associationCategory": group, "associationTypeId": number} for group, number in dict.fromkeys(types)]

    def _noted(self, name: str, note: Note) -> str:
        query = urlencode({"idProperty": self._options.key})
        try:
            return text(self._api.get(f"/crm/v3/objects/{name}/{quote(note.key, safe='')}?{query}"), "id")
        except Refused as error:
            if error.status == 404:
                return ""
            if error.status != 400:
                raise
            why = f"HubSpot needs a property {self._options.key} with unique values for e-mails and meetings"
            raise CrmRefused(why=f"{why}; ask your administrator to make it") from error


def _id(found: Mapping[str, Any], host: str) -> str:
    """The id of what was made. An answer without one is no answer."""
    made = text(found, "id")
    if not wire.is_id(made):
        raise CrmUnsure(host=host)
    return made


def _own(answer: Answer, host: str, account: str) -> RepsideError | None:
    """A right that the private app lacks, and HubSpot's own ways to say: later."""
    if answer.status == 403 and _reason(answer.body) == "MISSING_SCOPES":
        right = "to read and write contacts, companies and deals"
        return RightMissing(account=account, provider="HubSpot", right=right)
    if answer.status in {423, 477}:  # locked, or moved to another data centre just now: not served
        return ProviderBusy(host=host, retry_after=None, spent=True)
    return None


def _reason(body: bytes) -> str:
    try:
        return text(json_values.read(body, ""), "category")[:60]
    except RepsideError:
        return ""


__all__: Sequence[str] = ("HubSpot", "HubSpotOptions")
