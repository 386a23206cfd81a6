"""What Graph may do to a reader of mail beside its contract: refusals, half rows, hostile names. And what quiet costs."""

from __future__ import annotations

import pytest

from connectors.http import Answer
from sync.errors import (
    AppForbidden,
    BrokenAnswer,
    ConsentOver,
    FolderClosed,
    LicenceGone,
    ProviderBusy,
    RepsideError,
    RightMissing,
    WrongAccount,
)
from sync.model import Ref
from tests.connectors.microsoft.fake import Graph, Query, good, refuse
from tests.connectors.microsoft.world import asked, connector, fill, folder, once, read
from tests.connectors.world import MINUTE, NOON, listing, mail


@pytest.fixture
def graph() -> Graph:
    return Graph()


def test_the_window_goes_by_graphs_date_and_older_mail_is_named_only(graph: Graph) -> None:
    ids = fill(graph, 20)
    made = connector(graph, since=NOON + 11 * MINUTE)
    headers = asked(graph, "message")
    found = read(made)
    assert {ref.id for page in found.pages for ref in page.changed} == {*ids[10:]}
    assert {name for page in found.pages for name in page.outside} == {*ids[:10]}
    assert headers == [], "old headers stay unread"


def test_a_dead_link_of_the_listing_begins_at_the_top_and_loses_nothing(graph: Graph) -> None:
    ids = fill(graph, 12)
    made = connector(graph)
    first = next(iter(made.changes(folder(made), None)))
    graph.bend = once("list", refuse(400, "BadRequest"))
    assert {*read(made, first.cursor).named} == {*ids}


def test_a_quiet_poll_is_one_request(graph: Graph) -> None:
    fill(graph, 30)
    made = connector(graph)
    stream = folder(made)
    cursor = listing(made, stream).cursor
    before = graph.requests
    assert listing(made, stream, cursor).pages == []
    assert graph.requests == before + 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (refuse(429), ProviderBusy),
        (refuse(503, retry_after="5"), ProviderBusy),
        (refuse(500), ProviderBusy),
        (refuse(408), ProviderBusy),
        (refuse(401, "InvalidAuthenticationToken"), ConsentOver),
        (refuse(403, "ErrorAccessDenied"), RightMissing),
        (refuse(403, "AccessRestricted"), AppForbidden),
        (refuse(403, "x", "ErrorAccountDisabled"), LicenceGone),
        (refuse(404, "ErrorMailboxMoveInProgress"), ProviderBusy),
        (refuse(404, "MailboxNotEnabledForRESTAPI"), LicenceGone),
        (refuse(403, "UnknownError"), FolderClosed),
        (refuse(404, "ErrorItemNotFound"), FolderClosed),
        (Answer(302, {"location": "https://evil.example"}, b""), BrokenAnswer),
        (Answer(200, {}, b"<html>welcome to our network"), BrokenAnswer),
        (Answer(200, {}, b'{"value": ['), BrokenAnswer),
        (Answer(200, {}, b"[" * 100_000), BrokenAnswer),
        (good({"value": 7}), BrokenAnswer),
        (good([]), BrokenAnswer),
    ],
)
def test_F22_F26_F27_F28_F44_F45_each_refusal_has_its_remedy_and_the_cursor_stays(
    graph: Graph, answer: Answer, error: type[RepsideError]
) -> None:
    fill(graph, 2)
    made = connector(graph)
    stream = folder(made)
    cursor = listing(made, stream).cursor
    (new,) = fill(graph, 1, first=50)
    graph.bend = lambda name, _: answer if name == "delta" else None
    with pytest.raises(error):
        listing(made, stream, cursor)
    graph.bend = lambda *_: None
    assert listing(made, stream, cursor).named == [new]


def test_17_F41_a_claims_challenge_asks_for_another_sign_in(graph: Graph) -> None:
    """Continuous access evaluation: the token is not over, and is not taken any more."""
    made = connector(graph)
    challenge = 'Bearer realm="", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ=="'
    graph.bend = lambda *_: refuse(401, "InvalidAuthenticationToken", www_authenticate=challenge)
    with pytest.raises(ConsentOver, match="asks for another sign-in"):
        made.streams()


def test_F29_a_row_of_wrong_types_stops_no_other(graph: Graph) -> None:
    one, two, three = fill(graph, 3)
    graph.messages[one].row |= {
        "subject": 7,
        "toRecipients": None,
        "from": [],
        "internetMessageHeaders": "x",
        "receivedDateTime": {},
    }
    graph.messages[two].row |= {"toRecipients": [None, 1, {"emailAddress": 3}], "sentDateTime": "0000-99-99T00:00:00Z"}
    found = read(connector(graph))
    assert {*found.named} == {one, two, three}
    assert next(ref for page in found.pages for ref in page.changed if ref.id == three).header.subject == "Offer 3"


def test_F40_a_token_that_is_over_is_renewed_unseen(graph: Graph) -> None:
    fill(graph, 12)
    made = connector(graph)
    left = [1]

    def bend(name: str, _: Query) -> Answer | None:
        if name == "list" and left[0]:
            left[0] -= 1
            return refuse(401, "InvalidAuthenticationToken")
        return None

    graph.bend = bend
    assert len(read(made).named) == 12


def test_F43_another_mailbox_is_refused_and_an_alias_is_not(graph: Graph) -> None:
    for address in ("alias-rob@seller.example", "UPN-rob@seller.example"):
        assert connector(graph, address=address).streams()
    with pytest.raises(WrongAccount) as caught:
        connector(graph, address="eve@seller.example").streams()
    assert "rob@seller.example" in caught.value.sentence


def test_F51_F58_hostile_ids_and_names_stay_what_they_are(graph: Graph) -> None:
    graph.add_folder("odd", "A/B\r\nX-Evil: 1\x00")
    raw = mail(1, subject="Offer")
    name = graph.deliver(raw, NOON, "odd")
    graph.messages[name].row |= {"subject": "Offer\r\nBcc: evil@evil.example", "internetMessageId": "<a@b>\r\nX: y"}
    made = connector(graph)
    stream = next(stream for stream in made.streams() if stream.name.startswith("A/B"))
    (page, *_) = listing(made, stream).pages
    ref = page.changed[0]
    assert isinstance(ref, Ref)
    assert "evil@evil.example" not in {person.address for person in ref.header.people}
