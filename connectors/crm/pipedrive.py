"""Pipedrive, by the rep's own API token: deals, persons, organizations and activities by API v2, the rest by v1.

Reading is keyset.py's. Pipedrive has no conditional writes: a record is read, compared and written, with nothing in between. The next step
is a task; one that Repside makes has the approval's key in its note, and so is never made twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from connectors.crm import applying, keyset
from connectors.crm import pipedrive_wire as wire
from connectors.crm.http import Api, Fixed, Place, meant
from connectors.crm.pipedrive_listing import Listing
from connectors.crm.values import Person
from connectors.governor import Forgetful, Governor
from connectors.http import Answer, Refused, Wire
from connectors.wire import json_values
from connectors.wire.json_values import inner, objects, text
from sync.crm import Change, CrmContact, CrmDeal, CrmPage, Note, RecordKind, Value
from sync.crm_errors import CrmConflict, CrmRecordGone, CrmRefused, CrmUnsure
from sync.errors import AccessBlocked, RepsideError
from sync.model import Cursor

BASE = "https://api.pipedrive.com"
FRESH = 3_600
"""Seconds for which the search may not know a new person: those are looked through one by one."""


class PipedriveOptions(NamedTuple):
    """How one company's Pipedrive is reached."""

    token: Callable[[], str]
    """The rep's API token."""
    base: str = BASE
    page: int = 500
    """Records of one answer, Pipedrive's most."""
    requests: int = 18
    """In two seconds: below the 20 of its smallest plan."""
    role_field: str = ""
    title_field: str = ""
    now: Callable[[], float] = time.time
    wait: Callable[[float], bool] = lambda seconds: time.sleep(seconds) or False  # type: ignore[func-returns-value]


class _Signed:
    """A wire that shows the token as Pipedrive wants it."""

    def __init__(self, network: Wire) -> None:
        self._network = network
        self.cut = network.cut

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """One request."""
        named = dict(headers)
        named["x-api-token"] = named.pop("Authorization").removeprefix("Bearer ")
        return self._network.send(method, url, named, body)


class Pipedrive:
    """The port over one company's Pipedrive."""

    def __init__(self, options: PipedriveOptions, network: Wire) -> None:
        self._options = options
        governor = Governor(options.requests, Forgetful(), options.now, options.wait, host="Pipedrive", window=2)
        place = Place(options.base, "Pipedrive", "your account")
        self._api = Api(place, Fixed(options.token), governor, _Signed(network), _own, _reason)
        self._listing = Listing(self._api, options.page, options.role_field, options.title_field)

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
        """Whether it is there. A task of ours tells, even when somebody has done it meanwhile."""
        if change.field == "next_step" and wire.is_id(change.id):
            try:
                if self._marked(change.id, change.key):
                    return True
            except CrmRecordGone:
                return False
        return applying.landed(self, change)

    def note(self, note: Note) -> str:
        """An activity that is done, once: its key stands in its note."""
        if not wire.is_id(note.deal) or not all(map(wire.is_id, note.contacts)):
            raise CrmRecordGone(record=note.deal)
        if found := self._marked(note.deal, note.key):
            return wire.number(found, "id")
        try:
            return self._made(self._api.write("POST", "/api/v2/activities", wire.note(note, self._listing.account())))
        except Refused as error:
            raise meant(error, note.deal) from error

    def close(self) -> None:
        """Let go of connections."""
        self._api.close()

    # Records

    def deal(self, id: str) -> CrmDeal:
        """The rep's own deal."""
        return self._listing.deals([self._own_deal(id)])[0]

    def contact(self, id: str) -> CrmContact:
        """One person."""
        return wire.contact(self._object("contact", id), self._listing.account())

    def known(self, address: str) -> CrmContact | None:
        """By the search, which is late; so whoever is new is looked through as well."""
        query = urlencode({"term": address, "fields": "email", "exact_match": "true", "limit": "10"})
        data = inner(self._api.get(f"/api/v2/persons/search?{query}"), "data")
        ids = sorted(int(id_) for each in objects(data, "items") if (id_ := wire.number(inner(each, "item"), "id")))
        since = datetime.fromtimestamp(self._api.clock // 1_000 - FRESH, UTC).isoformat().replace("+00:00", "Z")
        fresh = self._listing.all("persons", updated_since=since, limit="500")
        people = [self._seen(str(id_)) for id_ in ids]
        people += [wire.contact(each, self._listing.account()) for each in fresh if each.get("is_deleted") is not True]
        folded = address.casefold()
        return next((each for each in people if each and folded in map(str.casefold, each.addresses)), None)

    def put(self, change: Change, record: CrmDeal | CrmContact) -> None:
        """One field, two for money in another currency; the next step is an activity."""
        if change.field == "next_step":
            self._put_step(change)
            return
        found = self._own_deal(record.id) if change.record == "deal" else self._object("contact", record.id)
        if record.revision.partition("-")[0] != str(wire.changed(found)):
            raise CrmConflict(record=record.id)  # somebody else was here since it was compared
        said = wire.said(change, found, self._listing.account())
        self._write("PATCH", f"/api/v2/{wire.OBJECTS[change.record]}/{record.id}", said, record.id)

    def make(self, who: Person, deal: CrmDeal) -> str:
        """The contact, and then its place on the deal. Broken off between both, the next try finds the contact."""
        body = wire.person(who, deal, self._listing.account())
        made = self._made(self._write("POST", "/api/v2/persons", body, deal.id))
        self.join(deal, made, "")
        return made

    def join(self, deal: CrmDeal, contact: str, role: str) -> None:
        """A participant; a role is a field of the person."""
        if role:
            said = wire.role(role, self._listing.account())
            self._write("PATCH", f"/api/v2/persons/{contact}", said, contact)
        if contact not in {id_ for id_, _ in deal.contacts}:
            self._write("POST", f"/api/v1/deals/{deal.id}/participants", {"person_id": int(contact)}, deal.id)

    # within

    def _put_step(self, change: Change) -> None:
        """The task that is the step is changed; where another kind of activity is, a task is made beside it."""
        steps = self._listing.steps(change.id, done=True)
        if wire.marked(steps, change.key):
            return
        step = wire.next_step(steps)
        is_task = step is not None and text(step, "type") == wire.TASK
        path = f"/api/v2/activities/{wire.number(step or {}, 'id')}"
        if change.new is None:
            if not is_task or "repside " not in text(step or {}, "note"):
                raise CrmRefused(why="only a task that Repside made is taken away; mark this one as done in Pipedrive")
            self._write("DELETE", path, None, change.id)
        elif is_task:
            self._write("PATCH", path, wire.step(change.new), change.id)
        else:
            body = wire.task(change, change.id, self._listing.account())
            self._made(self._write("POST", "/api/v2/activities", body, change.id))

    def _own_deal(self, id_: str) -> dict[str, Any]:
        found = self._object("deal", id_)
        if wire.number(found, "owner_id") != self._listing.account().user or found.get("is_archived") is True:
            raise CrmRecordGone(record=id_)
        return found

    def _object(self, kind: RecordKind, id_: str) -> dict[str, Any]:
        if not wire.is_id(id_):
            raise CrmRecordGone(record=id_)
        try:
            found = inner(self._api.get(f"/api/v2/{wire.OBJECTS[kind]}/{id_}"), "data")
        except Refused as error:
            raise (CrmRecordGone(record=id_) if error.status in {403, 404, 410} else error) from error
        if wire.number(found, "id") != id_ or found.get("is_deleted") is True:
            raise CrmRecordGone(record=id_)
        return found

    def _seen(self, id_: str) -> CrmContact | None:
        """A person whom the search named, as the record says it."""
        try:
            return self.contact(id_)
        except CrmRecordGone:
            return None

    def _marked(self, deal: str, key: str) -> Mapping[str, Any] | None:
        self._own_deal(deal)
        return wire.marked(self._listing.steps(deal, done=True), key)

    def _write(self, method: str, path: str, body: object, record: str) -> dict[str, Any]:
        try:
            return self._api.write(method, path, body)
        except Refused as error:
            raise meant(error, record) from error

    def _made(self, answer: Mapping[str, Any]) -> str:
        """The number of what was made. An answer without one is no answer."""
        made = wire.number(inner(answer, "data"), "id")
        if not made:
            raise CrmUnsure(host=self._api.host)
        return made


def _own(answer: Answer, host: str, account: str) -> RepsideError | None:
    """A company whose subscription has ended."""
    if answer.status == 402:
        return AccessBlocked(account=f"{account} at {host}", provider="Pipedrive", why="its subscription has ended")
    return None


def _reason(body: bytes) -> str:
    try:
        return text(json_values.read(body, ""), "code")[:60]
    except RepsideError:
        return ""
