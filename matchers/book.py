"""The rep's known people in memory: which contact and which company an address belongs to, and why.

The order is fixed: the contact's first address, its other addresses, the folded address, the company's domain. The rep's
own addresses and domains are never found, free mail never stands for a company, and a display name is not asked at all.
A tie is never broken by chance: the address is known, so its mail is kept, but it is linked to nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple, Protocol

from matchers.address import MAX_HOST, ascii_domain, canonical, domain, fold, is_free_mail, registrable

FoundBy = Literal["address", "other_address", "folded", "domain"]

SHARED = -1
"""In the indexes: two or more lay claim to this, so nobody gets it."""


class ContactEntry(NamedTuple):
    """One contact. The first address is the primary one."""

    id: int
    name: str
    addresses: tuple[str, ...]
    company_id: int | None = None


class CompanyEntry(NamedTuple):
    """One company and the domains that its people write from."""

    id: int
    name: str
    domains: tuple[str, ...] = ()


class Found(NamedTuple):
    """Whose address it is. Both ids None: known, but two or more lay claim to it."""

    contact_id: int | None
    company_id: int | None
    rule: FoundBy
    evidence: str
    """One sentence; of the contact where there is one, else of the company."""
    company_evidence: str = ""
    """Why the company, where there is a contact as well."""


class Finder(Protocol):
    """What the other matchers need of a book. A book that lives in the store can stand in for the one in memory."""

    def find(self, address: str) -> Found | None:
        """Whose address it is; None for strangers and for the rep's own side."""

    def is_own(self, address: str) -> bool:
        """Whether the address is the rep's, or of a domain of the rep's own company."""


class Book:
    """The book in memory: plain dicts of whole numbers, built once per change of the contacts.

    Invariant: the indexes hold canonical addresses and A-label domains only, so an address with foreign
    look-alike letters equals none of them.
    """

    def __init__(
        self,
        contacts: Iterable[ContactEntry],
        companies: Iterable[CompanyEntry],
        own: Collection[str] = (),
        own_domains: Collection[str] = (),
    ) -> None:
        self._own = frozenset(fold(canonical(address)) for address in own)
        self._own_domains = frozenset(name for name in map(bare_domain, own_domains) if name and not is_free_mail(name))
        # Mail and contacts name the same domains again and again. Bounded: no mail can make the caches grow without end.
        self._is_own_host = lru_cache(maxsize=16_384)(self._judge_own)
        self._companies = {company.id: company for company in companies}
        self._contacts: dict[int, ContactEntry] = {}
        self._primary: dict[str, int] = {}
        self._other: dict[str, int] = {}
        self._folded: dict[str, int] = {}
        self._domains: dict[str, int] = {}
        for contact in contacts:
            self._add_contact(contact)
        for company in self._companies.values():
            self._add_company(company)
        self._place = lru_cache(maxsize=16_384)(self._judge)
        self._find = lru_cache(maxsize=8_192)(self._look_up)

    def knows(self, address: str) -> bool:
        """Whether the address, or its domain, belongs to a contact or company of the rep (`sync.ports.Book`)."""
        return self._find(address) is not None

    def is_own(self, address: str) -> bool:
        """Whether the address is the rep's, or of a domain of the rep's own company."""
        return fold(address) in self._own or self._is_own_host(domain(address))

    def find(self, address: str) -> Found | None:
        """Whose address it is; None for strangers and for the rep's own side. The address is canonical."""
        return self._find(address)

    def _look_up(self, address: str) -> Found | None:
        holder = self._primary.get(address)
        if holder is not None:
            return self._held(holder, address, "address")
        holder = self._other.get(address)
        if holder is not None:
            return self._held(holder, address, "other_address")
        folded = fold(address)
        holder = self._folded.get(address) if folded == address else self._by_fold(folded)
        return self._of_domain(address, folded) if holder is None else self._held(holder, address, "folded")

    def _held(self, holder: int, address: str, rule: FoundBy) -> Found:
        return self._shared(address, rule) if holder == SHARED else self._of_contact(holder, address, rule)

    def _by_fold(self, folded: str) -> int | None:
        """The contact with an address that folds to the same: in its own index, or as it stands."""
        indexes = (self._folded, self._primary, self._other)
        holders = {holder for index in indexes if (holder := index.get(folded)) is not None}
        return SHARED if len(holders) > 1 else next(iter(holders), None)

    def _add_contact(self, contact: ContactEntry) -> None:
        """Enter a contact's addresses. The rep's own side is left out here, so that a hit needs no second look."""
        self._contacts[contact.id] = contact
        for rank, address in enumerate(map(canonical, contact.addresses)):
            folded = fold(address)
            if "@" in address and folded not in self._own and not self._is_own_host(domain(address)):
                _claim(self._other if rank else self._primary, address, contact.id)
                if folded != address:
                    _claim(self._folded, folded, contact.id)

    def _add_company(self, company: CompanyEntry) -> None:
        for name in map(bare_domain, company.domains):
            if name and not is_free_mail(name):  # a bare suffix like co.uk is turned away when it is asked for
                _claim(self._domains, name, company.id)

    def _of_contact(self, contact_id: int, address: str, rule: FoundBy) -> Found:
        contact = self._contacts[contact_id]
        company_id, why = self._company_of(contact, address)
        return Found(contact_id, company_id, rule, _because(contact, address, rule), why)

    def _company_of(self, contact: ContactEntry, address: str) -> tuple[int | None, str]:
        """The company that the rep filed the contact under; failing that, the one of the address's domain."""
        if contact.company_id in self._companies:
            company = self._companies[contact.company_id]
            return company.id, f"{contact.name or address} belongs to {company.name}"
        found = self._of_domain(address, fold(address))
        return (found.company_id, found.evidence) if found and found.company_id is not None else (None, "")

    def _shared(self, address: str, rule: FoundBy) -> Found:
        """Several contacts have it: none is chosen, but the domain's company may still be right."""
        found = self._of_domain(address, fold(address))
        why = f"several contacts have the address {address}, so none was chosen"
        if found is None or found.company_id is None:
            return Found(None, None, rule, why)
        return found._replace(evidence=f"{why}; {found.evidence}")

    def _of_domain(self, address: str, folded: str) -> Found | None:
        host = domain(address)
        company_id, listed = self._place(host)
        if company_id is None or folded in self._own:
            return None
        if company_id == SHARED:
            return Found(None, None, "domain", f"several companies have the domain {listed}, so none was chosen")
        part = f"{host} is part of {listed}, which" if host != listed else host
        return Found(None, company_id, "domain", f"{part} belongs to {self._companies[company_id].name}")

    def _judge(self, host: str) -> tuple[int | None, str]:
        """The company of a domain (SHARED: several) and the name it is listed under: the closest listed one counts."""
        if len(host) <= MAX_HOST and not self._is_own_host(host):
            listed = next((name for name in _upwards(host) if name in self._domains), "")
            # What may be registered is looked up for listed names alone: the list of public suffixes is slow.
            top = registrable(host) if listed else ""
            if top and listed.count(".") >= top.count("."):
                return self._domains[listed], listed
        return None, ""

    def _judge_own(self, host: str) -> bool:
        """Whether the host or a parent is the rep's company's. A name that nobody can register stands for itself alone."""
        if not self._own_domains or host in self._own_domains:
            return host in self._own_domains
        labels = host[-MAX_HOST:].split(".")
        parents = (".".join(labels[start:]) for start in range(1, len(labels)))
        return any(name in self._own_domains and registrable(name) for name in parents)


def _upwards(host: str) -> Iterator[str]:
    """The domain and its parents."""
    while host:
        yield host
        host = host.partition(".")[2]


class LateBook:
    """A book that is read when somebody is first asked about, so that a round without news costs nothing.

    `load` must give what was stored when it is called; the book stays as it is then.
    """

    def __init__(self, load: Callable[[], Book]) -> None:
        self._load = load

    @cached_property
    def _book(self) -> Book:
        return self._load()

    def knows(self, address: str) -> bool:
        """As `Book.knows`."""
        return self._book.knows(address)

    def is_own(self, address: str) -> bool:
        """As `Book.is_own`."""
        return self._book.is_own(address)

    def find(self, address: str) -> Found | None:
        """As `Book.find`."""
        return self._book.find(address)


def bare_domain(text: str) -> str:
    """The domain in what people write into a domain column: https://www.acme.com/about → acme.com."""
    host = text.strip().rpartition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0]
    host = ascii_domain(host)
    return host.removeprefix("www.") if host.count(".") > 1 else host


def _claim(index: dict[str, int], key: str, owner: int) -> None:
    """Enter an owner; a second one makes the entry shared."""
    if index.setdefault(key, owner) != owner:
        index[key] = SHARED


def _because(contact: ContactEntry, address: str, rule: FoundBy) -> str:
    name = contact.name or "the contact"
    if rule == "address":
        return f"{address} is the address of {name}"
    if rule == "other_address":
        return f"{address} is another address of {name}"
    return f"{address} is read as {fold(address)}, which is an address of {name}"
