"""One person, one contact: what a CRM brings and a file brought before, found by its address.

A contact that is in no CRM becomes the CRM's record when it is the only one that bears the record's main address, and when the record
has all of its addresses: then nobody's mail is lost by it, and no name decides anything. In any other case there are two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, text

from matchers.address import canonical
from store import bulk


def adopt(connection: Connection, records: Mapping[str, Iterable[str]]) -> int:
    """Have contacts take the `external` ids of these records (with their addresses, the main one first). Returns how many did."""
    wanted = _alone({external: _canonical(addresses) for external, addresses in records.items()})
    known = {row.external for row in bulk.select_in(connection, _KNOWN, sorted(wanted))}
    wanted = {external: addresses for external, addresses in wanted.items() if external not in known}
    bearers = _bearers(connection, [addresses[0] for addresses in wanted.values()])
    pairs = {external: bearers[addresses[0]] for external, addresses in wanted.items() if addresses[0] in bearers}
    free = _whole(connection, pairs.values(), in_crm=False)
    found = [(external, id) for external, id in pairs.items() if id in free and free[id] <= {*wanted[external]}]
    if found:
        connection.execute(_ADOPT, [{"external": external, "id": id} for external, id in found])
    return len(found)


def kept_by_crm(connection: Connection, records: Mapping[str, Iterable[str]]) -> set[str]:
    """Of these records of a file, those that a CRM tells of: their person is one contact of it, with all of their addresses."""
    wanted = {external: _canonical(addresses) for external, addresses in records.items()}
    wanted = {external: addresses for external, addresses in wanted.items() if addresses}
    known = {row.external for row in bulk.select_in(connection, _KNOWN, sorted(wanted))}
    bearers = _bearers(connection, [addresses[0] for addresses in wanted.values()])
    theirs = _whole(connection, bearers.values(), in_crm=True)
    return {
        external
        for external, addresses in wanted.items()
        if external not in known and {*addresses} <= theirs.get(bearers.get(addresses[0], 0), set())
    }


def _canonical(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(canonical, addresses))))


def _alone(records: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Those whose main address no other of them has."""
    mains = Counter(addresses[0] for addresses in records.values() if addresses)
    return {external: found for external, found in records.items() if found and mains[found[0]] == 1}


def _bearers(connection: Connection, addresses: Iterable[str]) -> dict[str, int]:
    """Address → the contact that has it, where one alone has."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for row in bulk.select_in(connection, _BEARERS, sorted(set(addresses))):
        found[row.address].add(row.contact_id)
    return {address: next(iter(ids)) for address, ids in found.items() if len(ids) == 1}


def _whole(connection: Connection, ids: Iterable[int], *, in_crm: bool) -> dict[int, set[str]]:
    """Of these contacts, those that are in a CRM or in none, with all their addresses."""
    wanted = set(ids)
    there = {row.local_id for row in bulk.select_in(connection, _IN_CRM, sorted(wanted))}
    wanted = wanted & there if in_crm else wanted - there
    found: defaultdict[int, set[str]] = defaultdict(set)
    for row in bulk.select_in(connection, _ADDRESSES, sorted(wanted)):
        found[row.contact_id].add(row.address)
    return dict(found)


_KNOWN = "select external from contacts where external in :values"
_BEARERS = "select address, contact_id from contact_addresses where address in :values"
_ADDRESSES = "select contact_id, address from contact_addresses where contact_id in :values"
_IN_CRM = "select distinct local_id from crm_records where kind = 'contact' and local_id in :values"
_ADOPT = text("update contacts set external = :external where id = :id")
