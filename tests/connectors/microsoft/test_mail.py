"""Graph's contract for mail, point by point (the numbers of the contract stand in the names), and what it may do to us."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from connectors.http import Answer
from connectors.microsoft.connector import GraphConnector
from sync.errors import (
    AppForbidden,
    BrokenAnswer,
    ConsentOver,
    FolderClosed,
    LicenceGone,
    ProviderBusy,
    RepsideError,
    RightMissing,
    StartOver,
    WrongAccount,
)
from sync.model import Cursor, Gone, Message, Ref, Stream
from tests.connectors.microsoft.fake import Graph, Query, good, refuse
from tests.connectors.microsoft.world import connector
from tests.connectors.world import MINUTE, NOON, Round, listing, mail, truth


@pytest.fixture
def graph() -> Graph:
    return Graph()


def fill(graph: Graph, count: int, folder: str = "inbox", first: int = 1) -> list[str]:
    return [graph.deliver(mail(n), NOON + n * MINUTE, folder) for n in range(first, first + count)]


def folder(made: GraphConnector, name: str = "Inbox") -> Stream:
    return next(stream for stream in made.streams() if stream.name == name)


def read(made: GraphConnector, cursor: Cursor | None = None, name: str = "Inbox") -> Round:
    return listing(made, folder(made, name), cursor)


def once(kind: str, answer: Answer, times: int = 1) -> Callable[[str, Query], Answer | None]:
    """The first calls of that kind get this answer."""
    left = [times]

    def bend(name: str, _: Query) -> Answer | None:
        if name != kind or not left[0]:
            return None
        left[0] -= 1
        return answer

    return bend


def asked(graph: Graph, kind: str) -> list[Query]:
    """The queries of all calls of that kind from now on."""
    queries: list[Query] = []

    def bend(name: str, query: Query) -> None:
        if name == kind:
            queries.append(query)

    graph.bend = bend
    return queries


def test_1_sent_mail_is_followed_like_the_inbox_and_what_is_no_mail_is_not(graph: Graph) -> None:
    graph.add_folder("deals", "Deals", "inbox")
    graph.add_folder("secret", "Secret", hidden=True)
    graph.add_folder("below", "Below", "junkemail")
    made = connector(graph)
    roles = {stream.name: stream.role for stream in made.streams() if stream.role != "calendar"}
    assert roles["Inbox"] == "inbox"
    assert roles["Sentitems"] == "sent"
    assert roles["Inbox/Deals"] == "other"
    assert (roles["Junkemail"], roles["Junkemail/Below"], roles["Deleteditems"]) == ("junk", "junk", "trash")
    assert not {"Secret", "Conversationhistory"} & {*roles}
    (name,) = fill(graph, 1, "sentitems")
    assert read(made, name="Sentitems").named == [name]


def test_1_F49_a_new_folder_is_found_and_a_renamed_one_stays_itself(graph: Graph) -> None:
    made = connector(graph)
    before = {stream.id for stream in made.streams()}
    graph.add_folder("new", "Prospects")
    graph.folders["inbox"].name = "Posteingang"
    after = {stream.id: stream.name for stream in made.streams()}
    assert before < {*after}
    assert "Posteingang" in after.values()


@pytest.mark.parametrize(
    "place", ["http://graph.microsoft.com", "https://evil.example", "https://graph.microsoft.com.evil.example"]
)
@pytest.mark.parametrize("kind", ["list", "delta"])
def test_2_a_link_to_elsewhere_is_refused_before_the_token_leaves(graph: Graph, place: str, kind: str) -> None:
    fill(graph, 12)
    made = connector(graph)
    requests: list[str] = []

    def bend(name: str, _: Query) -> Answer | None:
        requests.append(name)
        link = {"@odata.nextLink": f"{place}/v1.0/me/mailFolders('x')/messages?$skip=5"}
        return good({"value": [], **link}) if name == kind else None

    graph.bend = bend
    with pytest.raises(BrokenAnswer, match="sends us elsewhere"):
        read(made)
    assert requests[-1] == kind


def test_3_F31_empty_pages_with_another_after_them_go_on(graph: Graph) -> None:
    ids = fill(graph, 7)
    graph.empty_pages = 40
    made = connector(graph)
    first = read(made)
    assert {*first.named} == {*ids}
    (new,) = fill(graph, 1, first=50)
    assert read(made, first.cursor).named == [new]


@pytest.mark.parametrize(
    ("kind", "path", "error"),
    [
        ("list", "mailFolders/x/messages?$skip=5", BrokenAnswer),
        ("delta", "mailFolders/x/messages/delta?$skiptoken=1", StartOver),
        ("folder_delta", "mailFolders/delta?$skiptoken=1", BrokenAnswer),
    ],
)
def test_3_F32_pages_in_a_circle_end_the_round_and_the_old_cursor_stays(
    graph: Graph, kind: str, path: str, error: type[RepsideError]
) -> None:
    """A circle behind a link that we hold has the folder listed again: it would be met at each look."""
    fill(graph, 7)
    made = connector(graph)
    cursor = read(made).cursor
    fill(graph, 7, first=50)
    circle = good({"value": [], "@odata.nextLink": f"https://graph.microsoft.com/v1.0/me/{path}"})
    graph.bend = lambda name, _: circle if name == kind else None
    with pytest.raises(error):
        read(made, None if kind == "list" else cursor)
    graph.bend = lambda *_: None
    assert len(read(made, cursor).named) == 7


def test_3_F32_ten_thousand_pages_are_a_circle_too(graph: Graph) -> None:
    fill(graph, 2)
    made = connector(graph)
    cursor = read(made).cursor
    count = [0]

    def bend(name: str, _: Query) -> Answer | None:
        if name != "delta":
            return None
        count[0] += 1
        link = f"https://graph.microsoft.com/v1.0/me/mailFolders/x/messages/delta?$skiptoken={count[0]}"
        return good({"value": [], "@odata.nextLink": link})

    graph.bend = bend
    with pytest.raises(StartOver):
        read(made, cursor)
    assert count[0] == 10_001


def test_4_the_cursor_moves_at_the_end_of_a_round_only(graph: Graph) -> None:
    fill(graph, 2)
    made = connector(graph)
    cursor = read(made).cursor
    fill(graph, 23, first=50)
    found = read(made, cursor)
    assert {page.cursor for page in found.pages[:-1]} == {cursor}
    assert len(found.pages) == 5
    assert read(made, found.cursor).pages == []


def test_4_F36_what_comes_in_during_the_listing_is_found_by_the_round(graph: Graph) -> None:
    fill(graph, 12)
    late: list[str] = []

    def bend(name: str, _: Query) -> None:
        if name == "list" and not late:
            late.append(graph.deliver(mail(99), NOON - 999 * MINUTE))
            graph.delete(next(iter(graph.messages)))

    graph.bend = bend
    made = connector(graph)
    found = read(made)
    assert late[0] in found.named
    assert found.pages[-1].snapshot == frozenset(truth(made, folder(made)))


def test_5_F30_F33_half_rows_replays_and_any_order_change_nothing(graph: Graph) -> None:
    ids = fill(graph, 9)
    made = connector(graph)
    first = read(made)
    held = {ref.id: ref for page in first.pages for ref in page.changed}
    graph.read(ids[0])
    graph.replay, graph.shuffle = True, Random(5)
    again = read(made, first.cursor)
    told = {ref.id: ref for page in again.pages for ref in page.changed}
    assert {*told} == {*ids}
    assert told == held, "a row that tells one property takes nothing away"


def test_6_the_fields_stand_in_the_first_request_only_and_delta_is_never_filtered(graph: Graph) -> None:
    fill(graph, 3)
    made = connector(graph, since=NOON)
    deltas = asked(graph, "delta")
    cursor = read(made).cursor
    fill(graph, 2, first=50)
    read(made, cursor)
    assert ["$select" in query for query in deltas] == [True, False]
    assert not any({"$filter", "$orderby", "$search"} & {*query} for query in deltas)


def test_7_ids_that_differ_in_case_alone_are_two(graph: Graph) -> None:
    """Each call and each part asks for ids that stay: the fake refuses one that does not."""
    ids = fill(graph, 2)
    graph.messages[ids[0].swapcase()] = graph.messages.pop(ids[1])
    graph.messages[ids[0].swapcase()].id = ids[0].swapcase()
    graph.messages[ids[0].swapcase()].row["id"] = ids[0].swapcase()
    made = connector(graph)
    found = read(made)
    assert {*found.named} == {ids[0], ids[0].swapcase()}
    refs = [ref for page in found.pages for ref in page.changed]
    texts = {one.id: one.text for one in made.fetch(folder(made), refs) if isinstance(one, Message)}
    assert texts == {ids[0]: "We take 1 of them.", ids[0].swapcase(): "We take 2 of them."}


@pytest.mark.parametrize("order", [("Inbox", "Archive"), ("Archive", "Inbox")])
def test_8_a_move_leaves_one_place_and_comes_to_another_in_either_order(graph: Graph, order: tuple[str, str]) -> None:
    (name,) = fill(graph, 1)
    made = connector(graph)
    cursors = {place: read(made, name=place).cursor for place in order}
    graph.move(name, "archive")
    rounds = {place: read(made, cursors[place], place) for place in order}
    assert (rounds["Inbox"].removed, rounds["Archive"].named) == ({name}, [name])
    assert rounds["Inbox"].named == []


def test_8_F37_gone_is_what_graph_itself_says_of_the_message(graph: Graph) -> None:
    one, two = fill(graph, 2)
    made = connector(graph)
    first = read(made)
    graph.folders["inbox"].left[two] = graph.tick()  # told as removed, and still there
    graph.delete(one)
    assert read(made, first.cursor).removed == {one}
    refs = [ref for page in first.pages for ref in page.changed]
    outcomes = {outcome.id: outcome for outcome in made.fetch(folder(made), refs)}
    assert outcomes[one] == Gone(one)
    assert isinstance(outcomes[two], Message)


@pytest.mark.parametrize(
    "answer",
    [
        refuse(410),
        refuse(410, "SyncStateNotFound"),
        refuse(400, "SyncStateInvalid"),
        refuse(404, "syncStateNotFound"),
        refuse(400, "BadRequest", "resyncRequired"),
        refuse(409, "conflict", "ResyncChangesApplyDifferences"),
    ],
)
def test_9_F34_a_dead_link_says_start_over_by_its_codes(graph: Graph, answer: Answer) -> None:
    fill(graph, 3)
    made = connector(graph)
    cursor = read(made).cursor
    graph.dead = lambda: answer
    graph.expire()
    with pytest.raises(StartOver):
        read(made, cursor)


def test_9_words_for_people_decide_nothing(graph: Graph) -> None:
    fill(graph, 3)
    made = connector(graph)
    cursor = read(made).cursor
    body = b'{"error": {"code": "BadRequest", "message": "resyncRequired syncStateNotFound"}}'
    graph.bend = lambda name, _: Answer(400, {}, body) if name == "delta" else None
    with pytest.raises(BrokenAnswer):
        read(made, cursor)


def test_10_no_more_than_three_parts_of_a_batch_run_at_once(graph: Graph) -> None:
    fill(graph, 60)
    made = connector(graph, page=60)
    found = read(made)
    list(made.fetch(folder(made), [ref for page in found.pages for ref in page.changed]))
    assert graph.most_at_once == 3


@pytest.mark.parametrize(("headers", "seconds"), [({"retry_after": "17"}, 17.0), ({}, 60.0)])
def test_10_F26_429_waits_as_long_as_it_says_or_a_minute(graph: Graph, headers: dict[str, str], seconds: float) -> None:
    fill(graph, 3)
    now = [0.0]

    def wait(span: float) -> bool:
        now[0] += span
        return False

    made = connector(graph, allowance=10_000, now=lambda: 1_800_000_000 + now[0], wait=wait)
    graph.bend = once("list", refuse(429, "TooManyRequests", **headers))
    with pytest.raises(ProviderBusy) as caught:
        read(made)
    assert caught.value.retry_after == seconds
    before = now[0]
    assert len(read(made).named) == 3
    assert now[0] - before == pytest.approx(seconds, abs=1.5)


def test_10_F26_an_absurd_wait_is_the_schedules_business(graph: Graph) -> None:
    made = connector(graph)
    graph.bend = lambda name, _: refuse(429, retry_after="1000000000") if name == "list" else None
    with pytest.raises(ProviderBusy) as caught:
        read(made)
    assert caught.value.retry_after == 1e9


def test_11_F38_of_a_batch_only_what_failed_is_asked_again(graph: Graph) -> None:
    ids = fill(graph, 20)
    made = connector(graph, page=20)
    found = read(made)
    refs = {ref.id: ref for page in found.pages for ref in page.changed}
    calls: list[str] = []
    seen: set[str] = set()

    def bend(name: str, query: Query) -> Answer | None:
        if name != "message":
            return None
        key = query[""]
        calls.append(key)
        first = key not in seen
        seen.add(key)
        if key == ids[8]:
            return refuse(404, "ErrorItemNotFound")
        if first and key == ids[6]:
            return refuse(429, retry_after="1")
        return Answer(0, {}, b"") if first and key == ids[10] else None

    graph.bend = bend
    outcomes = {one.id: one for one in made.fetch(folder(made), list(refs.values()))}
    assert {*outcomes} == {*ids}
    assert outcomes[ids[8]] == Gone(ids[8])
    twice = {name for name in calls if calls.count(name) > 1}
    assert ids[6] in twice
    assert ids[8] not in twice
    for name in ids[:6]:
        assert calls.count(name) == 1, "what has answered is not asked again"


def test_11_a_batch_full_of_what_is_gone_is_asked_to_its_end(graph: Graph) -> None:
    """A part that failed fails those that wait for it, with 424; they have not been asked yet."""
    ids = fill(graph, 40)
    made = connector(graph, page=100)
    first = read(made)
    for name in ids[:35]:
        graph.delete(name)
    assert read(made, first.cursor).removed == {*ids[:35]}


@pytest.mark.parametrize("order", [(3, 40), (40, 3)])
def test_10_11_of_several_waits_in_one_batch_the_longest_is_kept(graph: Graph, order: tuple[int, int]) -> None:
    ids = fill(graph, 2)
    now = [0.0]
    told: dict[str, list[float]] = {name: [] for name in ids}

    def wait(span: float) -> bool:
        now[0] += span
        return False

    made = connector(graph, allowance=10_000, now=lambda: 1_800_000_000 + now[0], wait=wait)
    refs = [ref for page in read(made).pages for ref in page.changed]

    def bend(name: str, query: Query) -> Answer | None:
        if name != "message":
            return None
        told[query[""]].append(now[0])
        again = len(told[query[""]]) > 1
        return None if again else refuse(429, retry_after=str(order[ids.index(query[""])]))

    graph.bend = bend
    assert len(list(made.fetch(folder(made), refs))) == 2
    for name, seconds in zip(ids, order, strict=True):
        assert told[name][1] - told[name][0] >= seconds - 1, "no part comes before its own time"


def test_14_F64_drafts_were_never_there(graph: Graph) -> None:
    draft = graph.deliver(mail(1), NOON, "drafts")
    (kept,) = fill(graph, 1, first=9)
    made = connector(graph)
    cursors = {name: read(made, name=name).cursor for name in ("Inbox", "Sentitems")}
    for _ in range(50):
        graph.delete(draft)
        draft = graph.deliver(mail(1), NOON, "drafts")
    graph.move(draft, "sentitems")
    assert read(made, cursors["Sentitems"], "Sentitems").named == [draft]
    assert read(made, cursors["Inbox"]).pages == []
    assert truth(made, folder(made)) == {kept}
    assert read(made, name="Drafts").named == []


def test_14_a_draft_within_another_folder_is_none_of_its_mail(graph: Graph) -> None:
    one, two = fill(graph, 2)
    graph.messages[one].row["isDraft"] = True
    made = connector(graph)
    assert read(made).named == [two]
    assert truth(made, folder(made)) == {two}


@pytest.mark.parametrize("kind", ["eventMessage", "eventMessageRequest", "eventMessageResponse"])
def test_14_invitations_and_answers_are_no_correspondence(graph: Graph, kind: str) -> None:
    (name,) = fill(graph, 1)
    graph.messages[name].row |= {
        "@odata.type": f"#microsoft.graph.{kind}",
        "meetingMessageType": "meetingTenativelyAccepted",
    }
    (page, *_) = read(connector(graph)).pages
    assert {"calendar", "meeting_message"} <= page.changed[0].header.signals


@pytest.mark.parametrize("mark", ["Personal", "Private", "Company-Confidential"])
@pytest.mark.parametrize("box", ["inbox", "sentitems"])
def test_15_private_mail_is_known_as_such_sent_mail_too(graph: Graph, mark: str, box: str) -> None:
    graph.deliver(f"Sensitivity: {mark}\r\n".encode() + mail(1), NOON, box)
    (page, *_) = read(connector(graph), name=box.title()).pages
    assert "private" in page.changed[0].header.signals


def test_15_the_key_over_mailboxes_is_the_message_id(graph: Graph) -> None:
    graph.deliver(mail(1), NOON, "sentitems")
    (page, *_) = read(connector(graph), name="Sentitems").pages
    header = page.changed[0].header
    assert header.message_id == "mail-1@customer.example"
    assert header.conversation, "it holds within this mailbox, and joins sent mail to what it answers"
    assert "ada1@customer.example" in {person.address for person in header.people}, "sent mail has no header of its own"


def test_18_at_level_headers_no_text_is_asked_for(graph: Graph) -> None:
    """Mail.ReadBasic refuses bodies, previews, attachments and extended properties; so does this fake."""
    fill(graph, 3)

    def bend(_: str, query: Query) -> Answer | None:
        words = query.get("$select", "") + query.get("$expand", "")
        forbidden = ("body", "Preview", "attachments", "ExtendedProperties")
        return refuse(403, "ErrorAccessDenied") if any(word in words for word in forbidden) else None

    graph.bend = bend
    made = connector(graph, level="headers")
    found = read(made)
    refs = [ref for page in found.pages for ref in page.changed]
    assert len(refs) == 3
    assert {one.text for one in made.fetch(folder(made), refs) if isinstance(one, Message)} == {""}


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
