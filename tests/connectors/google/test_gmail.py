"""Gmail's contract, point by point (the numbers of the contract stand in the names), and what it may do to us."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from connectors.google.connector import GoogleConnector
from connectors.google.mail import MAIL
from connectors.google.quota import Cost
from connectors.http import Answer
from sync.errors import (
    AccessBlocked,
    BrokenAnswer,
    ConsentOver,
    MailboxClosed,
    ProviderBusy,
    RepsideError,
    RightMissing,
    StartOver,
    WrongAccount,
)
from sync.model import Cursor, Gone, Message, Ref
from tests.connectors.google.fake import Google, good, refuse
from tests.connectors.google.world import Token, connector
from tests.connectors.world import MINUTE, NOON, Round, listing, mail, truth

Query = Mapping[str, list[str]]


@pytest.fixture
def google() -> Google:
    return Google()


def fill(google: Google, count: int, first: int = 1, **more: str) -> list[str]:
    return [google.deliver(mail(n), NOON + n * MINUTE, **more) for n in range(first, first + count)]


def once(kind: str, answer: Answer, times: int = 1) -> Callable[[str, Query], Answer | None]:
    """The first calls of that kind get this answer."""
    left = [times]

    def bend(name: str, _: Query) -> Answer | None:
        if name != kind or not left[0]:
            return None
        left[0] -= 1
        return answer

    return bend


def news(made: GoogleConnector, cursor: Cursor | None) -> Round:
    return listing(made, MAIL, cursor)


def test_1_the_head_is_read_before_the_listing(google: Google) -> None:
    """What comes in while the first page is listed is found by the next round."""
    fill(google, 3)
    late: list[str] = []

    def bend(name: str, _: Query) -> None:
        if name == "list" and not late:
            late.append(google.deliver(mail(99), NOON - 999 * MINUTE))

    google.bend = bend
    made = connector(google)
    first = news(made, None)
    assert late[0] in {*first.named, *news(made, first.cursor).named}


def test_3_the_new_head_is_that_of_the_last_page(google: Google) -> None:
    fill(google, 2)
    made = connector(google)
    cursor = news(made, None).cursor
    fill(google, 700, first=100)
    found = news(made, cursor)
    assert len(found.named) == 700
    assert {page.cursor for page in found.pages[:-1]} >= {cursor}
    assert news(made, found.cursor).pages == []


def test_4_F34_an_expired_head_says_start_over(google: Google) -> None:
    fill(google, 2)
    made = connector(google)
    cursor = news(made, None).cursor
    google.expire()
    with pytest.raises(StartOver):
        news(made, cursor)


def test_7_trash_and_spam_are_gone_and_leaving_them_is_arriving(google: Google) -> None:
    one, two, three = fill(google, 3)
    made = connector(google)
    cursor = news(made, None).cursor
    google.label(one, add=("SPAM",), remove=("INBOX",))
    google.label(two, add=("TRASH",))
    later = news(made, cursor)
    assert (later.named, later.removed) == ([], {one, two})
    assert truth(made, MAIL) == {three}
    google.label(one, add=("INBOX",), remove=("SPAM",))
    google.label(two, remove=("TRASH",))
    assert set(news(made, later.cursor).named) == {one, two}


def test_8_F64_drafts_and_chats_were_never_there(google: Google) -> None:
    draft = google.deliver(mail(1), NOON, "DRAFT")
    google.deliver(mail(2), NOON, "CHAT")
    kept = google.deliver(mail(3), NOON)
    made = connector(google)
    first = news(made, None)
    assert first.named == [kept]
    assert truth(made, MAIL) == {kept}
    for _ in range(50):
        google.delete(draft)
        draft = google.deliver(mail(1), NOON, "DRAFT")
    google.delete(draft)
    sent = google.deliver(mail(1), NOON + 5, "SENT")
    assert news(made, first.cursor).named == [sent]


def test_9_F37_deleted_between_listing_and_reading_is_gone(google: Google) -> None:
    ids = fill(google, 3)
    made = connector(google)
    refs = [ref for page in made.changes(MAIL, None) for ref in page.changed]
    google.delete(ids[0])
    outcomes = {outcome.id: outcome for outcome in made.fetch(MAIL, refs)}
    assert outcomes[ids[0]] == Gone(ids[0])
    assert isinstance(outcomes[ids[1]], Message)
    assert list(made.look(MAIL, [ids[0]])) == [Gone(ids[0])]


def test_11_at_level_headers_no_text_is_asked_for(google: Google) -> None:
    fill(google, 3)
    forms: set[str] = set()

    def bend(name: str, query: Query) -> Answer | None:
        forms.update(query.get("format", []))
        return refuse(403, "insufficientPermissions") if "q" in query or "full" in query.get("format", []) else None

    google.bend = bend
    made = connector(google, level="headers")
    refs = [ref for page in made.changes(MAIL, None) for ref in page.changed]
    assert [record.text for record in made.fetch(MAIL, refs) if isinstance(record, Message)] == ["", "", ""]
    assert forms == {"metadata"}


def test_12_13_the_window_goes_by_googles_date_and_old_headers_stay_unread(google: Google) -> None:
    old = fill(google, 40)
    new = fill(google, 4, first=1_000)
    made = connector(google, since=NOON + 500 * MINUTE)
    found = news(made, None)
    assert sorted(ref.id for page in found.pages for ref in page.changed) == sorted(new)
    assert sorted(name for page in found.pages for name in page.outside) == sorted(old)
    assert google.calls["get"] <= len(new) + 20, "three whole pages are read before the window is left for good"


def test_14_F38_of_a_batch_only_what_failed_is_asked_again(google: Google) -> None:
    ids = fill(google, 5)
    asked: dict[str, int] = {}

    def bend(name: str, query: Query) -> Answer | None:
        if name != "get":
            return None
        one = query[""][0]
        asked[one] = asked.get(one, 0) + 1
        if asked[one] > 1:
            return None
        return {ids[0]: refuse(429, "rateLimitExceeded"), ids[1]: refuse(404, "notFound"), ids[2]: Answer(0, {}, b""),
                ids[3]: refuse(500)}.get(one)  # fmt: skip

    google.bend = bend
    time = Waiter()
    found = news(connector(google, now=time.now, memory=time.memory), None)
    assert set(found.named) == set(ids) - {ids[1]}
    assert found.removed == {ids[1]}
    assert asked == {ids[0]: 2, ids[1]: 1, ids[2]: 2, ids[3]: 2, ids[4]: 1}


class Waiter:
    """A clock that stands still, and a memory that forgets: refusals then cost no real time."""

    def __init__(self) -> None:
        self.at = float(NOON)

    def now(self) -> float:
        self.at += 61
        return self.at

    def memory(self, _: str) -> Waiter:
        return self

    def load(self) -> dict[int, int]:
        return {}

    def save(self, _: object) -> None:
        """Nothing."""


BENT: dict[str, tuple[Answer, type[RepsideError]]] = {
    "429": (refuse(429, "rateLimitExceeded", retry_after="120"), ProviderBusy),
    "403 rate": (refuse(403, "userRateLimitExceeded"), ProviderBusy),
    "403 quota": (refuse(403, "quotaExceeded"), ProviderBusy),
    "500": (refuse(500), ProviderBusy),
    "502 of HTML": (Answer(502, {"content-type": "text/html"}, b"<html>Bad Gateway</html>"), ProviderBusy),
    "200 of HTML": (Answer(200, {"content-type": "text/html"}, b"<html>Sign in to the Wi-Fi</html>"), BrokenAnswer),
    "half an answer": (Answer(200, {}, b'{"historyId": "12'), BrokenAnswer),
    "a list": (Answer(200, {}, b"[1]"), BrokenAnswer),
    "very deep": (Answer(200, {}, b"[" * 100_000), BrokenAnswer),
    "a redirect": (Answer(302, {"location": "https://evil.example/"}, b""), BrokenAnswer),
    "domain policy": (refuse(403, "domainPolicy"), AccessBlocked),
    "API off": (refuse(403, "accessNotConfigured"), AccessBlocked),
    "scope": (refuse(403, "insufficientPermissions"), RightMissing),
    "no mailbox": (refuse(400, "failedPrecondition"), MailboxClosed),
}


@pytest.mark.parametrize("fault", BENT)
@pytest.mark.parametrize("when", ["profile", "list", "changes"])
def test_15_F26_F27_F28_F44_F45_each_refusal_has_its_remedy_and_the_cursor_stays(
    google: Google, fault: str, when: str
) -> None:
    answer, error = BENT[fault]
    fill(google, 3)
    time = Waiter()
    made = connector(google, now=time.now, memory=time.memory)
    cursor = None if when != "changes" else news(made, None).cursor
    fill(google, 2, first=50)
    google.bend = once(when, answer)
    with pytest.raises(error) as caught:
        news(made, cursor)
    if fault == "429":
        assert caught.value.fields["retry_after"] == 120
    assert len(news(made, cursor).named) >= 2, "and then all is there"


def test_15_F40_a_token_that_is_over_is_renewed_unseen(google: Google) -> None:
    fill(google, 3)
    tokens = Token("old", "token")
    assert len(news(connector(google, tokens=tokens), None).named) == 3
    assert tokens.left == ["token"]


def test_15_F41_a_consent_that_is_over_is_told(google: Google) -> None:
    fill(google, 3)
    with pytest.raises(ConsentOver):
        news(connector(google, tokens=Token("no", "none")), None)


def test_15_F40_a_token_that_ends_within_a_batch(google: Google) -> None:
    ids = fill(google, 3)
    google.bend = once("get", refuse(401, "authError"), times=3)
    assert set(news(connector(google), None).named) == set(ids)


def test_17_a_conversation_is_read_as_a_whole_where_that_is_cheaper(google: Google) -> None:
    ids = [google.deliver(mail(n), NOON + n * MINUTE, thread="t1") for n in range(12)]
    pair = [google.deliver(mail(n), NOON + n * MINUTE, thread="t2") for n in range(20, 22)]
    assert sorted(news(connector(google), None).named) == sorted([*ids, *pair])
    assert (google.calls["thread"], google.calls["get"]) == (1, 2)
    assert google.units <= 12 * Cost.GET


def test_18_a_quiet_poll_is_one_call_of_two_units(google: Google) -> None:
    fill(google, 3)
    made = connector(google)
    cursor = news(made, None).cursor
    before = google.requests, google.units
    assert news(made, cursor).pages == []
    assert (google.requests - before[0], google.units - before[1]) == (1, 2)


def test_read_and_starred_change_nothing_and_a_label_brings_its_header(google: Google) -> None:
    (one,) = fill(google, 1)
    made = connector(google)
    cursor = news(made, None).cursor
    google.label(one, add=("STARRED",), remove=("UNREAD",))
    assert news(made, cursor).pages == []
    google.label(one, add=("Label_7",))
    (page,) = news(made, cursor).pages
    (ref,) = page.changed
    assert (ref.revision, ref.header.labels) == (";Label_7;", ("Label_7",))


def test_F30_F33_repeated_and_reordered_history_names_the_same(google: Google) -> None:
    ids = fill(google, 4)
    made = connector(google)
    cursor = news(made, None).cursor
    google.delete(ids[0])
    new = fill(google, 2, first=70)
    plain = news(made, cursor)

    def bend(name: str, query: Query) -> Answer | None:
        if name != "changes":
            return None
        found = google._changes(query)
        assert isinstance(found, dict)
        return good({**found, "history": [*found["history"], *found["history"]]})

    google.bend = bend
    again = news(made, cursor)
    assert (set(again.named), again.removed) == (set(plain.named), plain.removed) == (set(new), {ids[0]})


def test_F31_an_empty_page_with_another_after_it_goes_on(google: Google) -> None:
    ids = fill(google, 3)
    google.bend = lambda name, query: (
        good({"nextPageToken": f"0.{NOON * 2}.0"})
        if name == "list" and "pageToken" not in query and "labelIds" not in query
        else None
    )
    assert sorted(news(connector(google), None).named) == sorted(ids)


@pytest.mark.parametrize("kind", ["list", "changes"])
def test_F32_pages_in_a_circle_end_the_round(google: Google, kind: str) -> None:
    fill(google, 3)
    made = connector(google)
    cursor = news(made, None).cursor if kind == "changes" else None
    google.bend = lambda name, _: good({"nextPageToken": "1", "historyId": "9"}) if name == kind else None
    with pytest.raises(BrokenAnswer):
        news(made, cursor)


def test_F43_another_mailbox_is_refused(google: Google) -> None:
    fill(google, 2)
    google.address = "eve@seller.example"
    with pytest.raises(WrongAccount):
        connector(google, address="rob@seller.example").streams()
    google.address = "r.o.b@gmail.com"
    assert connector(google, address="rob@googlemail.com").streams()


def test_a_dead_list_token_begins_at_the_top_and_loses_nothing(google: Google) -> None:
    ids = set(fill(google, 1_200))
    made = connector(google, page=100)
    pages = made.changes(MAIL, None)
    first = [next(pages) for _ in range(7)]
    google._epoch += 1  # list tokens die, the history lives
    rest = news(connector(google, page=100), first[-1].cursor)
    assert {*(r.id for page in first for r in page.changed), *rest.named} == ids


def test_attachments_have_names_and_long_texts_are_fetched(google: Google) -> None:
    long = mail(1, "x" * 99 + "\n" + "word " * 30_000).replace(b"\r\n", b"\n")
    name = google.deliver(long, NOON)
    made = connector(google, level="text")
    refs = [ref for page in made.changes(MAIL, None) for ref in page.changed]
    (record,) = made.fetch(MAIL, refs)
    assert isinstance(record, Message)
    assert record.id == name
    assert record.text.startswith("xxx")
    assert google.calls["attachment"] == 1


def test_no_header_begins_a_field_of_its_own(google: Google) -> None:
    (one,) = fill(google, 1)

    def bend(name: str, _: Query) -> Answer | None:
        if name != "get":
            return None
        fields = [
            {"name": "Subject", "value": "a\r\nFrom: eve@evil.example"},
            {"name": "From", "value": "ada@customer.example"},
        ]
        return good(
            {"id": one, "labelIds": [], "internalDate": "x", "payload": {"headers": [*fields, None, 7, {"name": 5}]}}
        )

    google.bend = bend
    (ref,) = connector(google).look(MAIL, [one])
    assert isinstance(ref, Ref)
    assert [person.address for person in ref.header.people] == ["ada@customer.example"]
    assert ref.header.received is None
