"""The book: whose address it is, and that nothing is found which must not be."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.address import fold, free_mail_domains
from matchers.book import Book, CompanyEntry, ContactEntry, LateBook, bare_domain
from sync import ports

ACME = CompanyEntry(1, "Acme", ("acme.com",))
BETA = CompanyEntry(2, "Beta", ("https://www.beta.example/about", "emea.acme.com"))
FREE = CompanyEntry(3, "Freelancers", ("gmail.com", "co.uk", ""))
DANA = ContactEntry(10, "Dana Cole", ("dana@acme.com", "dana.cole@old.example"), 1)
EVE = ContactEntry(11, "Eve Oz", ("eve.oz@gmail.com",))
BOB = ContactEntry(12, "Bob", ("bob@beta.example",))
OWN = ("maya@fjordlight.example", "maya.l@gmail.com")


def book(*more: ContactEntry, companies: tuple[CompanyEntry, ...] = (ACME, BETA, FREE)) -> Book:
    return Book((DANA, EVE, BOB, *more), companies, OWN, ("fjordlight.example", "gmail.com"))


@pytest.mark.parametrize(
    ("address", "contact", "company", "rule", "evidence"),
    [
        ("dana@acme.com", 10, 1, "address", "dana@acme.com is the address of Dana Cole"),
        ("dana.cole@old.example", 10, 1, "other_address", "dana.cole@old.example is another address of Dana Cole"),
        (
            "dana+rfp@acme.com",
            10,
            1,
            "folded",
            "dana+rfp@acme.com is read as dana@acme.com, which is an address of Dana Cole",
        ),
        (
            "e.v.e.oz@googlemail.com",
            11,
            None,
            "folded",
            "e.v.e.oz@googlemail.com is read as eveoz@gmail.com, which is an address of Eve Oz",
        ),
        ("bob@beta.example", 12, 2, "address", "bob@beta.example is the address of Bob"),
        ("new@acme.com", None, 1, "domain", "acme.com belongs to Acme"),
        ("new@mail.acme.com", None, 1, "domain", "mail.acme.com is part of acme.com, which belongs to Acme"),
        ("new@x.emea.acme.com", None, 2, "domain", "x.emea.acme.com is part of emea.acme.com, which belongs to Beta"),
        ("new@beta.example", None, 2, "domain", "beta.example belongs to Beta"),
    ],
)
def test_find(address: str, contact: int | None, company: int | None, rule: str, evidence: str) -> None:
    found = book().find(address)
    assert found is not None
    assert found[:4] == (contact, company, rule, evidence)
    assert book().knows(address)


@pytest.mark.parametrize(
    "address",
    [
        "stranger@nowhere.example",
        "stranger@gmail.com",
        "new@notacme.com",
        "new@acme.com.evil.example",
        "new@co.uk",
        "shop.co.uk",
        "dаna@acmе.com",  # Cyrillic а and е
        "dana@xn--acm-3ma.com",
        "dana\u200b@gmail.com",
        "",
        "@",
        "acme.com",
    ],
)
def test_strangers(address: str) -> None:
    assert book().find(address) is None
    assert not book().knows(address)


def test_a_look_alike_local_part_is_not_the_contact() -> None:
    found = book().find("dаna@acme.com")  # Cyrillic а: the domain is Acme's all the same
    assert found is not None
    assert (found.contact_id, found.company_id) == (None, 1)


@pytest.mark.parametrize(
    "address",
    [
        "maya@fjordlight.example",
        "maya+x@fjordlight.example",
        "may.al+list@googlemail.com",
        "it@mail.fjordlight.example",
    ],
)
def test_the_reps_own_side_is_never_found(address: str) -> None:
    mine = ContactEntry(20, "Maya", (address,), 1)
    company = CompanyEntry(9, "Fjordlight", ("fjordlight.example",))
    own = book(mine, companies=(ACME, company))
    assert own.find(address) is None
    assert own.is_own(address)


def test_free_mail_as_an_internal_domain_does_not_hide_customers() -> None:
    assert not book().is_own("eve.oz@gmail.com")


def test_an_address_that_two_contacts_share_chooses_nobody() -> None:
    found = book(ContactEntry(13, "Dan", ("dana@acme.com",))).find("dana@acme.com")
    assert found is not None
    assert (found.contact_id, found.company_id) == (None, 1)
    assert found.evidence == (
        "several contacts have the address dana@acme.com, so none was chosen; acme.com belongs to Acme"
    )


def test_a_shared_address_of_strangers_domain_is_known_but_linked_to_nobody() -> None:
    found = book(ContactEntry(13, "Eva", ("eve.oz@gmail.com",))).find("eve.oz@gmail.com")
    assert found is not None
    assert found[:2] == (None, None)


def test_a_primary_address_wins_over_another_contacts_second_one() -> None:
    found = book(ContactEntry(13, "Dan", ("dan@acme.com", "dana@acme.com"))).find("dana@acme.com")
    assert found is not None
    assert (found.contact_id, found.rule) == (10, "address")


def test_a_domain_that_two_companies_share_chooses_none() -> None:
    found = book(companies=(ACME, CompanyEntry(5, "Acme Labs", ("acme.com",)))).find("new@acme.com")
    assert found is not None
    assert found[:2] == (None, None)
    assert found.evidence == "several companies have the domain acme.com, so none was chosen"


def test_addresses_of_the_reps_records_are_read_as_people_write_them() -> None:
    found = book(ContactEntry(14, "Jürgen", (" Juergen@MÜNCHEN.de ",))).find("juergen@xn--mnchen-3ya.de")
    assert found is not None
    assert found.contact_id == 14


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://www.acme.com/about?x", "acme.com"),
        ("Acme.COM.", "acme.com"),
        ("info@acme.com", "acme.com"),
        ("acme.com:8080", "acme.com"),
        ("www.com", "www.com"),
        ("  ", ""),
    ],
)
def test_bare_domain(text: str, host: str) -> None:
    assert bare_domain(text) == host


def test_a_late_book_is_read_once_and_only_when_asked() -> None:
    reads = []

    def load() -> Book:
        reads.append(1)
        return book()

    late = LateBook(load)
    assert reads == []
    assert late.knows("dana@acme.com")
    assert late.find("dana@acme.com") == book().find("dana@acme.com")
    assert late.is_own("maya@fjordlight.example")
    assert reads == [1]


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("a@co.uk", True),
        ("a@acme.co.uk", False),
        ("a@intranet", True),
        ("a@x.intranet", False),
        ("a@x.own.example", True),
    ],
)
def test_a_suffix_as_an_internal_domain_swallows_no_customers(address: str, own: bool) -> None:
    assert Book((), (), (), ("co.uk", "intranet", "own.example")).is_own(address) is own


def test_the_book_is_what_the_policy_asks() -> None:
    known: ports.Book = book()
    assert known.knows("dana@acme.com")


addresses = st.builds(
    "{}@{}".format,
    st.sampled_from(["dana", "d.ana", "dana+x", "eve", "maya", "bob"]),
    st.sampled_from(
        ["acme.com", "mail.acme.com", "gmail.com", "googlemail.com", "beta.example", "fjordlight.example", "web.de"]
    ),
)
contact_lists = st.lists(
    st.tuples(st.lists(addresses, min_size=1, max_size=3), st.none() | st.integers(1, 3)), max_size=6
).map(
    lambda rows: [
        ContactEntry(number, f"C{number}", tuple(own), company) for number, (own, company) in enumerate(rows, 1)
    ]
)


@given(contact_lists, addresses, st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(
    contacts: list[ContactEntry], address: str, shuffler: random.Random
) -> None:
    companies = [ACME, BETA, FREE]
    first = Book(contacts, companies, OWN, ("fjordlight.example",)).find(address)
    shuffler.shuffle(contacts)
    shuffler.shuffle(companies)
    assert Book(contacts, companies, OWN, ("fjordlight.example",)).find(address) == first


@given(st.text(max_size=20), st.text(max_size=60))
def test_any_text_has_an_answer(local: str, host: str) -> None:
    found = book().find(f"{local}@{host}")
    assert found is None or found.contact_id is None


@pytest.mark.parametrize("address", ["kim@\u212aacme.com", "\u212aim@\u212aacme.com"])
def test_the_kelvin_sign_in_a_domain_is_no_k(address: str) -> None:
    kim = ContactEntry(15, "Kim", ("kim@kacme.com",))
    known = book(kim, companies=(CompanyEntry(4, "Kacme", ("kacme.com",)),))
    assert known.find("kim@kacme.com") is not None
    assert known.find(address) is None


@given(contact_lists, addresses)
def test_a_found_contact_has_that_very_address(contacts: list[ContactEntry], address: str) -> None:
    found = Book(contacts, (ACME, BETA), OWN, ("fjordlight.example",)).find(address)
    if found and found.contact_id is not None:
        owner = contacts[found.contact_id - 1]
        assert fold(address) in {fold(each) for each in owner.addresses}
        assert not address.endswith("fjordlight.example")


@given(st.sampled_from(sorted(free_mail_domains())), st.sampled_from(["", "eu."]))
def test_free_mail_never_stands_for_a_company(host: str, prefix: str) -> None:
    everybody = Book((), (CompanyEntry(1, "Trap", (host, prefix + host)),), (), ())
    assert everybody.find(f"someone@{prefix}{host}") is None
