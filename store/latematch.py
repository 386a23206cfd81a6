"""Late matching: what a change of contacts, companies or deals concerns is looked at again.

Activities wait in the rematch queue; held items, of which only keyed hashes are known, are fetched anew by the next round.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, text

from matchers.address import fold
from store import bulk
from sync.ports import Digest


def rematch(connection: Connection, addresses: Iterable[str], domains: Collection[str]) -> None:
    """Put the activities with these people into the rematch queue, those with a plus-tag of theirs included."""
    folded, wanted = frozenset(map(fold, addresses)), frozenset(domains)
    if not folded and not wanted:
        return
    # One look at each address that occurs: a search for each domain would read all of them each time.
    seen = connection.execute(text("select distinct address from participants")).scalars()
    found = [address for address in seen if fold(address) in folded or (wanted and _is_in(address, wanted))]
    statement = "update activities set unmatched = true where id in (select activity_id from participants where address in :values)"
    bulk.execute_in(connection, statement, found)


def _is_in(address: str, domains: Collection[str]) -> bool:
    """Whether the address is of one of the domains, or below one."""
    labels = address.rpartition("@")[2].split(".")
    return any(".".join(labels[start:]) in domains for start in range(len(labels)))


def recall(connection: Connection, digest: Digest, addresses: Iterable[str], domains: Iterable[str]) -> int:
    """Have held items with these people looked at again. Returns how many."""
    if not connection.scalar(text("select exists (select 1 from held_keys)")):
        return 0
    wanted = {f"domain {name}" for name in domains}
    for address in addresses:
        wanted |= {f"address {address}", f"address {fold(address)}", f"folded {fold(address)}"}
    digests = [digest(value) for value in sorted(wanted)]
    rows = bulk.select_in(
        connection, "select distinct stream_id, remote from held_keys where digest in :values", digests
    )
    marks = [{"stream": row.stream_id, "remote": row.remote} for row in dict.fromkeys(rows)]
    if marks:
        connection.execute(
            text("update items set recheck = true where stream_id = :stream and remote = :remote"), marks
        )
    return len(marks)


def rematch_deals(connection: Connection, deals: Collection[int]) -> None:
    """Put the activities into the queue that these deals may claim, or that are filed under them."""
    for statement in _OF_DEALS:
        bulk.execute_in(connection, statement, deals)


_OF_DEALS = (
    """update activities set unmatched = true where id in (
        select activity_id from links join deal_contacts on target = 'contact' and target_id = contact_id
        where deal_id in :values)""",
    """update activities set unmatched = true where id in (
        select activity_id from links join deals on target = 'company' and target_id = company_id
        where deals.id in :values
        union select activity_id from links where target = 'deal' and target_id in :values)""",
)
