from __future__ import annotations

from sync.identity import meeting_key, message_key, plain_subject, thread_keys, twin_key
from sync.model import Header, Person
from tests.conftest import digest

BASE = Header(
    message_id="1@acme.example",
    people=(Person("from", "ann@acme.example"), Person("to", "rep@us.example")),
    subject="Offer",
    date=1_790_000_000,
    received=1_790_000_050,
)


def key(**changes: object) -> bytes:
    return message_key(BASE._replace(**changes), digest)  # type: ignore[arg-type]  # named by the test


def test_copies_in_other_mailboxes_are_one_mail() -> None:
    assert key(received=1_799_999_999) == key()
    assert key(subject="Re: [EXTERNAL] Offer") == key(subject="Re: Offer") == key()


def test_F62_a_forged_or_recycled_id_is_another_mail() -> None:
    others = {key(subject="Invoice"), key(date=1_790_000_600), key(people=(Person("from", "mallory@evil.example"),))}
    assert len(others | {key()}) == 4


def test_F62_without_an_id_the_key_is_exact_and_repeatable() -> None:
    assert key(message_id="") == key(message_id="")
    assert key(message_id="", date=1_790_000_001) != key(message_id="")
    assert key(message_id="", date=None) == key(message_id="", date=None)


def test_a_rewritten_id_is_told_by_its_twin_only_with_the_same_words() -> None:
    twin = twin_key(BASE, "Please find the offer", digest)
    assert twin == twin_key(BASE._replace(message_id="2@elsewhere.example"), "Please  find the offer", digest)
    assert twin != twin_key(BASE, "Something else", digest)
    assert twin_key(BASE, "", digest) is None
    assert twin_key(BASE._replace(date=None), "text", digest) is None


def test_subject_marks_fall_away() -> None:
    assert plain_subject("RE: AW: Fwd: [EXT] Offer  2") == "offer 2"
    assert plain_subject("Regarding: x") == "regarding: x"


def test_meetings_and_threads() -> None:
    assert meeting_key("u", "", digest) != meeting_key("u", "20260101", digest)
    assert thread_keys(BASE._replace(references=("0@x",)), digest) == (digest("id 1@acme.example"), digest("id 0@x"))
    assert thread_keys(BASE._replace(message_id=""), digest) == ()


def test_the_providers_conversation_joins_what_refers_to_nothing() -> None:
    """Outlook shows no header of sent mail, so it refers to nothing."""
    sent = BASE._replace(message_id="2@us.example", conversation="AAQk1")
    assert thread_keys(sent, digest) == (digest("id 2@us.example"), digest("conversation AAQk1"))
