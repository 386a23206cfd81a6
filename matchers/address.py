"""Addresses as the matchers read them: folded for comparing, and the company that a domain stands for.

Nothing here changes what is stored or shown: folding is for matching only. No look-up leaves the machine: the
public suffix list comes with its package, the free-mail list and the tenant hosts are our own.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

GMAIL = frozenset({"gmail.com", "googlemail.com"})
"""One service under two names that reads no dots in the local part."""

TENANT_HOSTS = frozenset(
    {
        "onmicrosoft.com",
        "mail.onmicrosoft.com",
        "onmicrosoft.de",
        "onmicrosoft.us",
        "onmschina.cn",
        "partner.onmschina.cn",
        "mail.protection.outlook.com",
        "test-google-a.com",
        "atlassian.net",
        "zendesk.com",
        "freshdesk.com",
        "freshservice.com",
        "gorgias.com",
        "happyfox.com",
        "helpscoutapp.com",
        "hs-inbox.com",
        "intercom-mail.com",
        "odoo.com",
        "service-now.com",
        "my.salesforce.com",
        "apex.salesforce.com",
        "teamwork.com",
        "uservoice.com",
        "zohodesk.com",
        "zohodesk.eu",
        "groups.io",
    }
)
"""Hosts whose next label is a customer. The public suffix list lacks them, so all customers would look like one company."""

MAX_HOST = 253
"""Letters of a domain name that can exist (RFC 1035)."""


def lower(text: str) -> str:
    """Lower-case, but no foreign letter becomes an ASCII one: the Kelvin sign must not turn into a k."""
    if text.isascii():
        return text.lower()
    return "".join(_lower_letter(letter) for letter in text)


def _lower_letter(letter: str) -> str:
    small = letter.lower()
    return small if letter.isascii() or not any(part.isascii() for part in small) else letter


def domain(address: str) -> str:
    """What stands behind the last @, lower-case, without the root's dot; empty where there is none."""
    return lower(address.rpartition("@")[2] if "@" in address else "").strip().rstrip(".")


def canonical(address: str) -> str:
    """An address of the rep's own records in the form that connectors use: lower-case, domain as A-labels."""
    local, at, host = address.strip().rpartition("@")
    return f"{lower(local)}{at}{ascii_domain(host)}"


def ascii_domain(host: str) -> str:
    """A domain of the rep's own records as A-labels. What cannot be written so stays as it is, and matches nothing."""
    host = lower(host.strip()).rstrip(".")
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def fold(address: str) -> str:
    """The address without what its owner can vary at will: case, a plus-tag, the dots of Gmail."""
    local, at, host = lower(address).rpartition("@")
    if not at or local.startswith('"'):
        return local + at + host
    local = local.partition("+")[0] or local
    if host in GMAIL:
        local, host = local.replace(".", "") or local, "gmail.com"
    return f"{local}@{host}"


@lru_cache(maxsize=16_384)
def registrable(host: str) -> str:
    """The part that somebody registered: mail.acme.co.uk → acme.co.uk. Empty for suffixes, bare names and IP addresses."""
    host = lower(host).rstrip(".")
    if len(host) > MAX_HOST:
        return ""
    tenant = _tenant(host)
    if tenant:
        return tenant
    if host.rpartition(".")[2].isdigit() or host.startswith("["):
        return ""
    # keep_case: the list's own lower-casing would make a k of the Kelvin sign.
    return _suffixes(host.rpartition(".")[2]).privatesuffix(host, keep_case=True) or ""


def _tenant(host: str) -> str:
    """The customer's name under a tenant host, else empty. The longest host wins."""
    labels = host.split(".")
    for start in range(1, len(labels) - 1):
        if labels[start - 1] and ".".join(labels[start:]) in TENANT_HOSTS:
            return ".".join(labels[start - 1 :])
    return ""


def is_free_mail(host: str) -> bool:
    """Whether anybody can have an address there, so that the domain says nothing about a company."""
    labels = host[-MAX_HOST:].split(".")
    return any(".".join(labels[start:]) in free_mail_domains() for start in range(len(labels) - 1))


def company_domain(address: str) -> str:
    """The registrable domain that may stand for a company; empty for free mail and for what is no domain."""
    host = domain(address)
    return "" if is_free_mail(host) else registrable(host)


@cache
def free_mail_domains() -> frozenset[str]:
    """The domains of free_mail.txt, one a line; lines that start with # are comments."""
    text = Path(__file__).with_name("free_mail.txt").read_text("utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@lru_cache(maxsize=2_048)
def _suffixes(top: str) -> PublicSuffixList:
    """The rules of one top-level domain. Reading all of them takes some 80 ms, and mail is of few."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(_rules().get(top if top.isascii() and not top.startswith("xn--") else "", ()))


@cache
def _rules() -> dict[str, list[str]]:
    """The lines of the public suffix list by their top-level domain; those in other scripts are together under none."""
    from publicsuffixlist import PSLFILE

    found: dict[str, list[str]] = {}
    for line in Path(PSLFILE).read_text("utf-8").splitlines():
        rule = line.partition(" ")[0]
        if rule and not rule.startswith("//"):
            top = rule.rpartition(".")[2]
            found.setdefault(top if top.isascii() else "", []).append(rule)
    return found
