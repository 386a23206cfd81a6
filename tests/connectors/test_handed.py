from __future__ import annotations

import pytest

from connectors.handed import followed, is_public, same_host
from sync.errors import BrokenAnswer

TYPED = "https://dav.acme.example/calendars/"


@pytest.mark.parametrize(
    ("url", "full"),
    [
        ("/calendars/dana/", "https://dav.acme.example/calendars/dana/"),
        ("dana/", "https://dav.acme.example/calendars/dana/"),
        ("https://dav.acme.example:8443/", "https://dav.acme.example:8443/"),
        ("https://other.example.com/x?y=1", "https://other.example.com/x?y=1"),
        ("//other.example.com/x", "https://other.example.com/x"),
        ("https://93.184.215.14/", "https://93.184.215.14/"),
        ("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/", "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/"),
    ],
)
def test_what_the_same_server_or_a_public_one_hands_out_is_followed(url: str, full: str) -> None:
    assert followed(url, TYPED) == full


@pytest.mark.parametrize(
    "url",
    [
        "http://dav.acme.example/", "http://other.example.com/", "ftp://other.example.com/", "file:///etc/passwd",
        "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/",
        "https://localhost/", "https://a.localhost./", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://0.0.0.0/",
        "https://10.0.0.1/", "https://192.168.1.1/", "https://172.16.0.9/", "https://100.64.0.1/", "https://169.254.169.254/",
        "https://[fe80::1]/", "https://[fd00::1]/", "https://[64:ff9b::a00:1]/", "https://[2002:a00:1::]/", "https://224.0.0.1/",
        "https://printer/", "https://printer.local/", "https://wiki.corp/", "https://router.home.arpa/",
        "https://user:word@other.example.com/", "https://other.example.com\\@dav.acme.example/", "https://dav.acme.example:x/",
        "https://[::1/", "https://other.example.com/\r\nX: y",
    ],
)  # fmt: skip
def test_what_leads_inside_or_is_not_encrypted_is_refused(url: str) -> None:
    with pytest.raises(BrokenAnswer) as refused:
        followed(url, TYPED)
    assert "dav.acme.example" in refused.value.sentence


def test_a_server_inside_that_the_rep_typed_is_the_reps_own_choice() -> None:
    assert followed("/next", "http://127.0.0.1:5232/dav/") == "http://127.0.0.1:5232/next"
    assert followed("https://10.0.0.7:8443/x", "https://10.0.0.7/") == "https://10.0.0.7:8443/x"
    with pytest.raises(BrokenAnswer):
        followed("http://127.0.0.1:9/next", "http://127.0.0.1:5232/dav/")  # another service of this machine
    with pytest.raises(BrokenAnswer):
        followed("https://10.0.0.8/x", "https://10.0.0.7/")


def test_credentials_stay_with_the_host_that_was_typed() -> None:
    assert same_host("https://dav.acme.example:8443/", TYPED)
    assert not same_host("https://dav.acme.example.other.example.com/", TYPED)
    assert not same_host("https://other.example.com/", TYPED)
    assert not same_host("/next", "/other")


def test_what_is_public() -> None:
    assert is_public("8.8.8.8")
    assert not is_public("::ffff:10.0.0.1")
    assert not is_public("fe80::1%eth0")
    assert not is_public("a name")
