"""Links to contacts and companies: one each, by the best rule, whatever the order."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from matchers.book import Book, CompanyEntry, ContactEntry
from matchers.contacts import Link, PersonRow, links

BOOK = Book(
    (
        ContactEntry(10, "Dana Cole", ("dana@acme.com", "dana@old.example"), 1),
        ContactEntry(11, "Eve Oz", ("eve@gmail.com",), 2),
    ),
    (CompanyEntry(1, "Acme", ("acme.com",)), CompanyEntry(2, "Beta", ("beta.example",))),
    ("maya@fjordlight.example",),
    ("fjordlight.example",),
)


def person(address: str, role: str = "to", name: str = "") -> PersonRow:
    return (role, address, name, "")


def test_a_contact_brings_its_company_along() -> None:
    assert links([person("eve@gmail.com")], BOOK) == [
        Link("contact", 11, "address", "eve@gmail.com is the address of Eve Oz"),
        Link("company", 2, "contact", "Eve Oz belongs to Beta"),
    ]


def test_one_link_each_and_the_best_rule_wins() -> None:
    people = [
        person("dana+x@acme.com", "from"),
        person("new@acme.com"),
        person("dana@old.example", "cc"),
        person("dana@acme.com", "cc"),
    ]
    assert links(people, BOOK) == [
        Link("contact", 10, "address", "dana@acme.com is the address of Dana Cole"),
        Link("company", 1, "contact", "Dana Cole belongs to Acme"),
    ]


def test_a_new_face_is_linked_to_the_company_alone() -> None:
    assert links([person("new@acme.com")], BOOK) == [Link("company", 1, "domain", "acme.com belongs to Acme")]


def test_names_and_own_people_link_nothing() -> None:
    people = [
        person("maya@fjordlight.example", name="Dana Cole"),
        person("it@fjordlight.example", name="dana@acme.com"),
        person("x@nowhere.example", name="Dana Cole <dana@acme.com>"),
    ]
    assert links(people, BOOK) == []


def test_a_reply_to_is_no_participant() -> None:
    assert links([person("dana@acme.com", "reply_to")], BOOK) == []


def test_a_shared_address_links_no_contact() -> None:
    twins = Book((ContactEntry(1, "A", ("x@b.example",)), ContactEntry(2, "B", ("x@b.example",))), ())
    assert links([person("x@b.example")], twins) == []


rows = st.lists(
    st.builds(
        person,
        st.sampled_from(
            [
                "dana@acme.com",
                "dana+y@acme.com",
                "new@acme.com",
                "eve@gmail.com",
                "x@gmail.com",
                "it@fjordlight.example",
            ]
        ),
        st.sampled_from(["from", "to", "cc"]),
        st.sampled_from(["", "Dana Cole"]),
    ),
    max_size=6,
)


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_the_people_does_not_matter(people: list[PersonRow], shuffler: random.Random) -> None:
    first = links(people, BOOK)
    shuffler.shuffle(people)
    assert links(people, BOOK) == first
    assert len({(link.target, link.target_id) for link in first}) == len(first)
    assert all(link.evidence for link in first)
