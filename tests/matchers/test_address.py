"""Folding, domains, free mail: facts about addresses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publicsuffixlist import PSLFILE, PublicSuffixList

from matchers.address import (
    TENANT_HOSTS,
    canonical,
    company_domain,
    domain,
    fold,
    free_mail_domains,
    is_free_mail,
    lower,
    registrable,
)

KELVIN = "\u212a"


@pytest.mark.parametrize(
    ("address", "folded"),
    [
        ("dana@acme.com", "dana@acme.com"),
        ("Dana@ACME.com", "dana@acme.com"),
        ("dana+q3@acme.com", "dana@acme.com"),
        ("dana+a+b@acme.com", "dana@acme.com"),
        ("dana-cole@acme.com", "dana-cole@acme.com"),
        ("da.na@acme.com", "da.na@acme.com"),
        ("d.a.n.a+x@gmail.com", "dana@gmail.com"),
        ("dana@googlemail.com", "dana@gmail.com"),
        ("+dana@acme.com", "+dana@acme.com"),
        ('"a+b"@acme.com', '"a+b"@acme.com'),
        ("...@gmail.com", "...@gmail.com"),
        ("no address", "no address"),
        ("", ""),
    ],
)
def test_fold(address: str, folded: str) -> None:
    assert fold(address) == folded


@given(st.text(max_size=30) | st.emails())
def test_folding_twice_changes_nothing(address: str) -> None:
    assert fold(fold(address)) == fold(address)


@given(st.text(max_size=30))
def test_no_foreign_letter_becomes_ascii(text: str) -> None:
    foreign = [letter for letter in text if not letter.isascii()]
    assert not any(part.isascii() for part in lower("".join(foreign)))


def test_the_kelvin_sign_is_no_k() -> None:
    assert fold(f"{KELVIN}im@acme.com") != fold("kim@acme.com")


@pytest.mark.parametrize(
    ("address", "host"),
    [("a@b.com", "b.com"), ("a@B.Com.", "b.com"), ('"x@y"@b.com', "b.com"), ("nothing", ""), ("a@", "")],
)
def test_domain(address: str, host: str) -> None:
    assert domain(address) == host


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("acme.com", "acme.com"),
        ("MAIL.acme.com.", "acme.com"),
        ("mail.acme.co.uk", "acme.co.uk"),
        ("co.uk", ""),
        ("localhost", ""),
        ("", ""),
        ("..", ""),
        ("10.0.0.7", ""),
        ("[10.0.0.7]", ""),
        ("a." * 200 + "acme.com", ""),
        ("acme.onmicrosoft.com", "acme.onmicrosoft.com"),
        ("a.acme.onmicrosoft.com", "acme.onmicrosoft.com"),
        ("onmicrosoft.com", "onmicrosoft.com"),
        ("acme.mail.onmicrosoft.com", "acme.mail.onmicrosoft.com"),
        ("acme.zendesk.com", "acme.zendesk.com"),
        ("zendesk.com", "zendesk.com"),
        ("mail.xn--mnchen-3ya.de", "xn--mnchen-3ya.de"),
        ("mail.fjordlight.example", "fjordlight.example"),
    ],
)
def test_registrable(host: str, expected: str) -> None:
    assert registrable(host) == expected


def test_the_rules_of_one_top_level_domain_say_the_same_as_the_whole_list() -> None:
    whole = PublicSuffixList()
    rules = [line.split(" ")[0].strip().lstrip("!") for line in Path(PSLFILE).read_text("utf-8").splitlines()]
    suffixes = [rule.replace("*", "any") for rule in rules if rule and not rule.startswith("//")][::7]
    hosts = [f"one.two.{name}" for suffix in suffixes for name in (suffix, suffix.encode("idna").decode("ascii"))]
    hosts = [host for host in hosts if not any(host.endswith(f".{tenant}") for tenant in TENANT_HOSTS)]
    assert len(hosts) > 1_000
    assert [host for host in hosts if registrable(host) != (whole.privatesuffix(host) or "")] == []


@given(st.text(max_size=40))
def test_the_registrable_part_is_the_end_of_the_domain(host: str) -> None:
    found = registrable(host)
    assert not found or lower(host).rstrip(".").endswith(found)


def test_two_tenants_are_two_companies() -> None:
    for host in TENANT_HOSTS:
        assert registrable(f"one.{host}") != registrable(f"two.{host}") != ""


@pytest.mark.parametrize("host", ["gmail.com", "hotmail.co.uk", "web.de", "qq.com", "mail.ru", "eu.hotmail.com"])
def test_free_mail(host: str) -> None:
    assert is_free_mail(host)
    assert not company_domain(f"dana@{host}")


@pytest.mark.parametrize("host", ["acme.com", "gmail.com.acme.com", "notgmail.com", "gmail.acme.com"])
def test_not_free_mail(host: str) -> None:
    assert not is_free_mail(host)
    assert company_domain(f"dana@{host}") == registrable(host)


def test_the_free_mail_list_is_well_formed() -> None:
    names = free_mail_domains()
    assert len(names) > 400
    assert [name for name in names if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", name)] == []
    assert [name for name in names if not registrable(name)] == [], "a suffix would swallow every company under it"


def test_canonical_writes_domains_as_a_labels() -> None:
    assert canonical(" Dana@München.DE. ") == "dana@xn--mnchen-3ya.de"
    assert canonical("dana@" + "ü" * 80 + ".de") == "dana@" + "ü" * 80 + ".de"
