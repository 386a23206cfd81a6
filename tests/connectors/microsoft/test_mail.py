"""Graph's contract for mail, point by point (the numbers of the contract stand in the names): folders, links, rounds, moves."""

from __future__ import annotations

from random import Random

import pytest

from connectors.http import Answer
from sync.errors import (
    BrokenAnswer,
    RepsideError,
    StartOver,
)
from sync.model import Gone, Message
from tests.connectors.microsoft.fake import Graph, Query, good
from tests.connectors.microsoft.world import asked, connector, fill, folder, read
from tests.connectors.world import MINUTE, NOON, mail, truth


@pytest.fixture
def graph() -> Graph:
    return Graph()


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
