"""The rest of Graph's contract for mail: dead links, limits, batches, what is no correspondence, private mail, rights."""

from __future__ import annotations

import pytest

from connectors.http import Answer
from sync.errors import (
    BrokenAnswer,
    ProviderBusy,
    StartOver,
)
from sync.model import Gone, Message
from tests.connectors.microsoft.fake import Graph, Query, refuse
from tests.connectors.microsoft.world import connector, fill, folder, once, read
from tests.connectors.world import NOON, mail, truth


@pytest.fixture
def graph() -> Graph:
    return Graph()


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
