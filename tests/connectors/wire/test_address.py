from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.wire.address import canonical, people, read
from sync.model import MAX_PEOPLE, Person


def found(value: str) -> list[tuple[str, str]]:
    return [(person.address, person.name) for person in people(value, "to")[0]]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("ann@example.org", [("ann@example.org", "")]),
        ("Ann Lee <Ann.Lee@Example.ORG>", [("ann.lee@example.org", "Ann Lee")]),
        ('"Lee, Ann" <ann@example.org>, bob@example.com', [("ann@example.org", "Lee, Ann"), ("bob@example.com", "")]),
        ("ann@example.org (Ann (A.) Lee)", [("ann@example.org", "Ann (A.) Lee")]),
        ("Team: ann@example.org, Bob <bob@example.com>;", [("ann@example.org", ""), ("bob@example.com", "Bob")]),
        ("undisclosed-recipients:;", []),
        ("ann@example.org; bob@example.com", [("ann@example.org", ""), ("bob@example.com", "")]),
        ("=?utf-8?q?J=C3=BCrgen?= <j@example.org>", [("j@example.org", "Jürgen")]),
        ("<@relay.example,@other.example:ann@example.org>", [("ann@example.org", "")]),
        ("'ann@example.org' <ann@example.org>", [("ann@example.org", "ann@example.org")]),
        ('"ann lee"@example.org', [('"ann lee"@example.org', "")]),
        ('"ann"@example.org', [("ann@example.org", "")]),
        ("ann @ example . org", [("ann@example.org", "")]),
        ("ann@[192.0.2.1]", [("ann@[192.0.2.1]", "")]),
        ("mailto:ann@example.org", [("ann@example.org", "")]),
        ('"Ann \\"the boss\\" Lee" <ann@example.org>', [("ann@example.org", 'Ann "the boss" Lee')]),
        ("Ann Lee", []),
        ("", []),
    ],
)
def test_the_usual_and_the_obsolete_forms(value: str, expected: list[tuple[str, str]]) -> None:
    assert found(value) == expected


def test_two_addresses_never_come_out_of_one() -> None:
    assert read("alice@example.org)bind@example.com", "from") == ([], 1, True)


def test_F59_an_address_in_a_display_name_or_comment_is_no_address() -> None:
    assert found('"boss@client.example" <thief@example.net>') == [("thief@example.net", "boss@client.example")]
    assert found("boss@client.example <thief@example.net>") == [("thief@example.net", "boss@client.example")]
    assert found("thief@example.net (boss@client.example)") == [("thief@example.net", "boss@client.example")]


@pytest.mark.parametrize(
    "address",
    [
        "ann@ex\u0430mple.org",  # Cyrillic a
        "\u0430nn@example.org",
        "ann@exam\u200bple.org",
        "ann\u202e@example.org",
        "a\x00nn@example.org",
        "ann@\uff45xample.org",  # full width
        "ann@xn--exmple-4nf.org",
    ],
)
def test_F59_homoglyphs_and_unseen_characters_match_nobody_and_are_flagged(address: str) -> None:
    kept, _, odd = read(f"Ann <{address}>", "from")
    assert odd
    assert [person.address for person in kept] != ["ann@example.org"]
    assert all(person.address.rpartition("@")[2].isascii() for person in kept)


def test_one_script_is_not_odd() -> None:
    kept, _, odd = read("info@müller.example, info@пример.example", "to")
    assert [person.address for person in kept] == ["info@xn--mller-kva.example", "info@xn--e1afmkfd.example"]
    assert not odd


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (" Ann@Example.ORG. ", "ann@example.org"),
        ("ann@exam\u200bple.org", "ann@example.org"),
        ("ann@MÜLLER.example", "ann@xn--mller-kva.example"),
        ("ann", ""),
        ("@example.org", ""),
        ("ann@", ""),
        ("ann@example..org", ""),
        ("ann@-example.org", ""),
        ("a" * 700 + "@example.org", ""),
        ("ann@" + "a" * 64 + ".org", ""),
    ],
)
def test_canonical(raw: str, clean: str) -> None:
    assert canonical(raw) == clean


def test_F52_ten_thousand_recipients_are_counted_and_a_thousand_kept() -> None:
    kept, total = people(", ".join(f"Person {n} <p{n}@example.org>" for n in range(10_000)), "to")
    assert (len(kept), total) == (MAX_PEOPLE, 10_000)
    assert kept[-1] == Person("to", "p999@example.org", "Person 999")


@pytest.mark.parametrize(
    "piece", ['"', '\\"', "(", "((\\", "<", "<<@", "a:", " ", "a,", '"a"', "(a", "=?", "@", "'", "<a@b", "a@"]
)
def test_F57_a_hostile_header_of_256_kilobytes_comes_back(piece: str) -> None:
    value = piece * (262_144 // len(piece))
    kept, total, _ = read(value + ", ann@example.org", "to")
    assert len(kept) <= total <= len(value)


@given(st.text(max_size=200) | st.text(alphabet='ab@.<>()",;:\\ \t=?\u200b\u202eüа', max_size=80))
def test_any_text_gives_addresses_that_are_canonical(value: str) -> None:
    kept, total, _ = read(value, "cc")
    assert len(kept) <= total
    for person in kept:
        assert canonical(person.address) == person.address
        assert "\n" not in person.name
