"""A server that is ill for a while, or whose mailbox is closed: waited for with patience, and nothing is set aside or deleted."""

from __future__ import annotations

import random
from contextlib import closing
from itertools import pairwise

import pytest

from connectors.imap.connector import ImapConnector
from sync.errors import FolderClosed, MailboxClosed, Wait
from sync.model import Page, Stream
from sync.schedule import QUIETEST, Due, Outcome, next_due
from tests.connectors.imap.script import DEFAULT, HANG_UP, Script

INBOX = Stream("INBOX", "Inbox", "inbox")
OK = b"{tag} OK done\r\n"
ILL = (
    b"{tag} NO [UNAVAILABLE] Temporary failure\r\n",
    b"{tag} NO [SERVERBUG] Internal error occurred. Refer to server log for more information.\r\n",
    b"{tag} NO [INUSE] Mailbox in use\r\n",
    b"{tag} NO Internal server error\r\n",
    b"* BYE Internal error\r\n" + HANG_UP,
)


def connected(script: Script) -> ImapConnector:
    return ImapConnector(script.options())


def pages(script: Script) -> list[Page]:
    with closing(connected(script)) as connector:
        return list(connector.changes(INBOX, None))


@pytest.mark.parametrize("answer", ILL)
@pytest.mark.parametrize("command", [b"CAPABILITY", b"LOGIN", b"EXAMINE", b"UID SEARCH", b"UID FETCH"])
def test_F27_a_server_that_is_ill_is_waited_for_and_then_believed(command: bytes, answer: bytes) -> None:
    """Above all it is no verdict on the password, on a folder, or on a message."""
    with Script({command: answer}) as script:
        for _ in range(3):
            with pytest.raises(Wait) as caught:
                pages(script)
            assert (caught.value.retry_after or 0) == 0, "it is asked again soon"
    with Script() as script:
        found = pages(script)
    assert [ref.id for page in found for ref in page.changed] == ["3", "2", "1"]
    assert [page.rejected for page in found] == [[]]


def test_F27_a_burst_is_waited_out_ever_longer_and_not_in_step() -> None:
    """Of twenty accounts at one ill server, over three hours: few tries, spread, none more than 18 minutes apart."""
    with Script({b"LOGIN": ILL[0]}) as script, closing(connected(script)) as connector, pytest.raises(Wait) as caught:
        connector.streams()
    assert caught.value.code == "WAITING_PROVIDER"
    assert caught.value.action
    tries: list[list[int]] = []
    for account in range(20):
        due, chance, times = Due(), random.Random(account), []
        while due.at < 3 * 3_600:
            due = next_due(Outcome(error=caught.value), due, due.at, chance)
            times.append(due.at)
        tries.append(times)
    assert max(map(len, tries)) < 30
    assert all(later - one <= QUIETEST * 1.2 for times in tries for one, later in pairwise(times))
    assert len({times[4] for times in tries}) > 10, "they do not come back all at once"


def test_F27_a_message_that_the_server_cannot_read_is_told_from_a_server_that_reads_nothing() -> None:
    no = b"{tag} NO [SERVERBUG] oops\r\n"
    one = {b"EXAMINE": DEFAULT[b"EXAMINE"].replace(b"3 EXISTS", b"1 EXISTS"), b"UID SEARCH": b"* SEARCH 3\r\n" + OK}  # type: ignore[union-attr]
    flags = b"* 1 FETCH (UID 3 FLAGS ())\r\n" + OK
    with Script({**one, b"UID FETCH 3 (UID FLAGS)": flags, b"UID FETCH": no}) as script:
        (page,) = pages(script)
    assert [each.id for each in page.rejected] == ["3"]
    with Script({**one, b"UID FETCH": no}) as script, pytest.raises(Wait, match="refuses every message"):
        pages(script)


def test_F45_a_mailbox_without_any_folder_is_closed_not_empty() -> None:
    with (
        Script({b"LIST": OK}) as script,
        closing(connected(script)) as connector,
        pytest.raises(MailboxClosed) as caught,
    ):
        connector.streams()
    assert caught.value.code == "ADMIN_NEEDED"
    assert "nothing counts as deleted" in caught.value.action


@pytest.mark.parametrize(
    "why", [b"[NOPERM] Permission denied", b"[NONEXISTENT] gone", b"[CANNOT] no", b"Mailbox closed"]
)
def test_F45_a_folder_that_is_refused_is_passed_over(why: bytes) -> None:
    with Script({b'EXAMINE "Shut"': b"{tag} NO " + why + b"\r\n"}) as script, closing(connected(script)) as connector:
        with pytest.raises(FolderClosed) as caught:
            list(connector.changes(Stream("Shut", "Shut"), None))
        assert "the folder Shut" in caught.value.sentence
        assert sum(len(page.changed) for page in connector.changes(INBOX, None)) == 3
