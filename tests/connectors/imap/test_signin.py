"""TLS first, credentials last: every way in, and every way in which it is refused."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from connectors.imap.connector import ImapConnector
from connectors.imap.options import ImapOptions
from connectors.imap.trouble import refusal
from sync.errors import (
    AdminNeeded,
    BadSetting,
    BrokenAnswer,
    InsecureServer,
    Offline,
    ProviderBusy,
    RepsideError,
    SignIn,
    UntrustedServer,
    WrongPassword,
)
from tests.connectors import certificates
from tests.connectors.dovecot import PASSWORD, Dovecot
from tests.connectors.imap.script import CAPABILITIES, SECURE, Script
from tests.connectors.imap.world import closed_port

CANARY = "canary-password"


def account(server: Dovecot, **changes: object) -> ImapOptions:
    options = ImapOptions(
        "localhost", server.imaps_port, "tls", server.user(), lambda: PASSWORD, ca_file=str(server.tls.ca), timeout=20
    )
    return options._replace(**changes)  # type: ignore[arg-type]  # tests name fields that are there


def opened(options: ImapOptions) -> list[str]:
    connector = ImapConnector(options)
    try:
        return [stream.role for stream in connector.streams()]
    finally:
        connector.close()


def never() -> str:
    raise AssertionError("the secret was asked for too early")


@pytest.fixture
def context(tmp_path: Path) -> tuple[ssl.SSLContext, certificates.Files]:
    files = certificates.write(tmp_path / "tls")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.chain, files.key)
    return context, files


# a real server


@pytest.mark.dovecot
def test_implicit_tls(full_dovecot: Dovecot) -> None:
    assert "inbox" in opened(account(full_dovecot))


@pytest.mark.dovecot
def test_starttls(full_dovecot: Dovecot) -> None:
    assert "inbox" in opened(account(full_dovecot, security="starttls", port=full_dovecot.imap_port))


@pytest.mark.dovecot
def test_no_encryption_on_loopback(full_dovecot: Dovecot) -> None:
    assert "inbox" in opened(account(full_dovecot, security="none", port=full_dovecot.imap_port, host="127.0.0.1"))


@pytest.mark.dovecot
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_F20_unknown_authority_is_refused_before_the_secret_is_asked_for(
    full_dovecot: Dovecot, tmp_path: Path, security: str
) -> None:
    other = certificates.write(tmp_path / "other")
    port = full_dovecot.imaps_port if security == "tls" else full_dovecot.imap_port
    with pytest.raises(UntrustedServer):
        opened(account(full_dovecot, ca_file=str(other.ca), secret=never, security=security, port=port))


@pytest.mark.dovecot
def test_F20_system_authorities_do_not_know_it(full_dovecot: Dovecot) -> None:
    with pytest.raises(UntrustedServer):
        opened(account(full_dovecot, ca_file="", secret=never))


@pytest.mark.dovecot
def test_xoauth2(full_dovecot: Dovecot) -> None:
    user = full_dovecot.user()
    assert "inbox" in opened(account(full_dovecot, user=user, auth="xoauth2", secret=lambda: f"ok:{user}"))


@pytest.mark.dovecot
def test_xoauth2_with_an_expired_token(full_dovecot: Dovecot) -> None:
    with pytest.raises(SignIn) as caught:
        opened(account(full_dovecot, auth="xoauth2", secret=lambda: "expired"))
    assert type(caught.value) is SignIn


@pytest.mark.dovecot
def test_wrong_password(full_dovecot: Dovecot) -> None:
    with pytest.raises(WrongPassword) as caught:
        opened(account(full_dovecot, user="rob@seller.example", secret=lambda: CANARY))
    assert "rob@seller.example" in caught.value.sentence
    assert CANARY not in repr(caught.value) + str(caught.value)


@pytest.mark.dovecot
def test_password_is_asked_for_at_every_sign_in(full_dovecot: Dovecot) -> None:
    answers = ["wrong", PASSWORD]
    connector = ImapConnector(account(full_dovecot, secret=lambda: answers.pop(0)))
    with pytest.raises(WrongPassword):
        connector.streams()
    assert connector.streams()
    connector.close()


@pytest.mark.dovecot
def test_tls_port_spoken_to_in_the_clear_and_the_other_way_round(full_dovecot: Dovecot) -> None:
    with pytest.raises(InsecureServer):
        opened(account(full_dovecot, port=full_dovecot.imap_port, secret=never))
    with pytest.raises((BrokenAnswer, Offline)):
        opened(account(full_dovecot, security="starttls", secret=never, timeout=2))


# certificates


@pytest.mark.parametrize(("host", "expired"), [("elsewhere.example", False), ("localhost", True)])
def test_F20_wrong_name_and_expired(tmp_path: Path, host: str, *, expired: bool) -> None:
    files = certificates.write(tmp_path / "tls", host=host, expired=expired)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.chain, files.key)
    with Script(tls=context, implicit=True) as script:
        with pytest.raises(UntrustedServer) as caught:
            opened(script.options(host="localhost", security="tls", ca_file=str(files.ca), secret=never))
        assert script.commands == []
    assert caught.value.fields["why"]


def test_old_tls_is_refused(context: tuple[ssl.SSLContext, certificates.Files]) -> None:
    server, files = context
    server.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        server.maximum_version = ssl.TLSVersion.TLSv1_1
    server.set_ciphers("ALL:@SECLEVEL=0")
    with Script(tls=server, implicit=True) as script, pytest.raises((InsecureServer, Offline)):
        opened(script.options(host="localhost", security="tls", ca_file=str(files.ca), secret=never))


def test_authority_file_that_is_not_there(tmp_path: Path) -> None:
    with Script() as script, pytest.raises(BadSetting):
        opened(script.options(security="tls", ca_file=str(tmp_path / "no.pem"), secret=never))


def test_authority_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_text("hello")
    with Script() as script, pytest.raises(BadSetting):
        opened(script.options(security="tls", ca_file=str(tmp_path / "no.pem"), secret=never))


# STARTTLS


def starting(context: ssl.SSLContext, before: bytes = b"", **answers: bytes) -> Script:
    words = b"* CAPABILITY " + CAPABILITIES + b" STARTTLS\r\n{tag} OK done\r\n"
    script: dict[bytes, bytes | list[bytes]] = {
        b"CAPABILITY": words,
        b"STARTTLS": b"{tag} OK go\r\n" + before + SECURE,
    }
    return Script(script | {name.encode(): answer for name, answer in answers.items()}, tls=context)


def test_starttls_and_capabilities_are_asked_for_again(context: tuple[ssl.SSLContext, certificates.Files]) -> None:
    with starting(context[0]) as script:
        opened(script.options(host="localhost", security="starttls", ca_file=str(context[1].ca)))
    words = [command.split(b" ")[1] for command in script.commands]
    assert words[:4] == [b"CAPABILITY", b"STARTTLS", b"CAPABILITY", b"LOGIN"]


@pytest.mark.parametrize(
    "injected", [b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n", b"r1 OK in\r\n", b"x"], ids=["capabilities", "reply", "byte"]
)
def test_F21_bytes_before_the_handshake_are_refused(
    context: tuple[ssl.SSLContext, certificates.Files], injected: bytes
) -> None:
    with starting(context[0], injected) as script:
        with pytest.raises(InsecureServer):
            opened(script.options(host="localhost", security="starttls", ca_file=str(context[1].ca), secret=never))
        assert not any(b"LOGIN" in command for command in script.commands)


def test_F21_starttls_that_was_stripped(context: tuple[ssl.SSLContext, certificates.Files]) -> None:
    with Script(tls=context[0]) as script:
        with pytest.raises(InsecureServer, match="does not offer STARTTLS"):
            opened(script.options(host="localhost", security="starttls", secret=never))
        assert [command.split(b" ")[1] for command in script.commands] == [b"CAPABILITY"]


def test_F21_starttls_that_is_refused(context: tuple[ssl.SSLContext, certificates.Files]) -> None:
    with starting(context[0], STARTTLS=b"{tag} NO not today\r\n") as script, pytest.raises(InsecureServer):
        opened(script.options(host="localhost", security="starttls", secret=never))


@pytest.mark.parametrize("security", ["starttls", "none"])
def test_F21_preauth_is_refused(security: str) -> None:
    with Script(greeting=b"* PREAUTH welcome\r\n") as script, pytest.raises(InsecureServer):
        opened(script.options(security=security, secret=never))


# other refusals


def test_no_encryption_beyond_loopback() -> None:
    for host in ("mail.example", "192.0.2.1", "localhost.example"):
        with pytest.raises(InsecureServer):
            opened(ImapOptions(host, 143, "none", "rep", never))


def test_nobody_listens() -> None:
    with pytest.raises(Offline, match="nothing answers"):
        opened(ImapOptions("127.0.0.1", closed_port(), "none", "rep", never, timeout=5))


def test_F19_unknown_name() -> None:
    with pytest.raises(Offline):
        opened(ImapOptions("no-such-host.invalid", 993, "tls", "rep", never, timeout=5))


@pytest.mark.parametrize("secret", ["two\r\nlines", "nul\0", "r1 LOGOUT\n"])
def test_F58_secret_with_controls_is_not_sent(secret: str) -> None:
    with Script() as script:
        with pytest.raises(WrongPassword):
            opened(script.options(secret=lambda: secret))
        assert [command.split(b" ")[1] for command in script.commands] == [b"CAPABILITY"]


def test_password_with_quotes_and_backslashes() -> None:
    with Script() as script:
        opened(script.options(secret=lambda: 'a"b\\c'))
        assert any(command.endswith(b'LOGIN rep "a\\"b\\\\c"') for command in script.commands)


def test_hanging_up_is_no_verdict_on_the_password() -> None:
    with Script({b"LOGIN": b"* BYE restarting\r\n"}) as script, pytest.raises(BrokenAnswer):
        opened(script.options())


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("[AUTHENTICATIONFAILED] Invalid credentials (Failure)", WrongPassword),
        ("LOGIN failed.", WrongPassword),
        ("[ALERT] Application-specific password required: https://support.example/accounts", AdminNeeded),
        ("IMAP access is disabled for your domain.", AdminNeeded),
        ("[CONTACTADMIN] Account is locked", AdminNeeded),
        ("[WEBALERT https://a.example] Web login required.", AdminNeeded),
        ("[LOGINDISABLED] Basic authentication is turned off", AdminNeeded),
        ("[EXPIRED] That password isn't valid any more", AdminNeeded),
        ("[UNAVAILABLE] User's backend down for maintenance", ProviderBusy),
        ("[LIMIT] Too many simultaneous connections", ProviderBusy),
        ("Server Unavailable. 15, Suggested Backoff Time: 1500 milliseconds", ProviderBusy),
    ],
)
def test_words_of_a_refusal(words: str, kind: type[RepsideError]) -> None:
    with Script({b"LOGIN": b"{tag} NO " + words.encode() + b"\r\n"}) as script, pytest.raises(RepsideError) as caught:
        opened(script.options())
    assert type(caught.value) is kind
    assert "…" not in caught.value.sentence + caught.value.action


def test_refused_token_asks_for_a_sign_in() -> None:
    options = ImapOptions("mail.example", 993, "tls", "rep@seller.example", never, auth="xoauth2")
    error = refusal("[AUTHENTICATIONFAILED] Invalid credentials", options)
    assert type(error) is SignIn
    assert "rep@seller.example" in error.sentence
