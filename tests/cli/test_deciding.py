"""The review desk's page of a running view, down to the store that the commands read."""

from __future__ import annotations

import http.client
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest

from tests.cli.program import Repside

STEP = {"date": "2031-03-04", "text": "Send the plan"}


class Browser(NamedTuple):
    """Just enough of one."""

    origin: str
    cookie: str

    @classmethod
    def enter(cls, link: str) -> Browser:
        parts = urlsplit(link)
        connection = http.client.HTTPConnection(parts.netloc, timeout=20)
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return cls(f"http://{parts.netloc}", answer.headers["set-cookie"].partition(";")[0])

    def ask(self, path: str, **fields: object) -> tuple[int, str, str]:
        """Status, where it leads to, text."""
        connection = http.client.HTTPConnection(urlsplit(self.origin).netloc, timeout=60)
        headers = {"Cookie": self.cookie, "Origin": self.origin, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST" if fields else "GET", path, urlencode(fields) if fields else None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers.get("location", ""), text

    def decide(self, verb: str, **fields: object) -> str:
        """Send a form; the page that comes back."""
        token = re.search(r'name="token" value="([^"]+)"', self.ask("/desk")[2])
        assert token is not None
        status, place, _ = self.ask(f"/desk/{verb}", token=token[1], **fields)
        assert status == 303
        return self.ask(place.partition("#")[0])[2]


@pytest.fixture
def found(connected: Repside) -> Repside:
    """A home whose mails speak of the deal: what they say is put where the reader of mails puts it."""
    connected.ok("sync")
    with closing(sqlite3.connect(connected.home / "data" / "repside.sqlite")) as store, store:
        ids = [row[0] for row in store.execute("select id from activities order by id")]
        for id, value in zip(ids, (STEP, {"date": "2031-05-06"}, {"amount": "5000", "currency": "EUR"}), strict=True):
            kind = "next_step" if "text" in value else "close_date" if "date" in value else "amount"
            store.execute(
                "insert into findings (activity_id, position, kind, value, quote, rule, source) values (?, 0, ?, ?, 'Thanks', 'r', 'rules')",
                (id, kind, json.dumps(value)),
            )
    connected.ok("sync")
    return connected


@pytest.fixture
def browser(found: Repside) -> Iterator[Browser]:
    with found.started("view", "--port", "0") as process:
        assert process.stdout is not None
        yield Browser.enter(process.stdout.readline().rpartition(" ")[2].strip())


def states(repside: Repside) -> dict[str, str]:
    return {row["field"]: row["state"] for row in repside.ok("review", "--json").rows}


def test_what_is_decided_on_the_page_is_what_the_commands_know(found: Repside, browser: Browser) -> None:
    rows = {row["field"]: row for row in found.ok("review", "--json").rows}
    assert set(rows) == {"next_step", "close_date", "amount"}

    def wanted(field: str) -> dict[str, object]:
        return {"id": rows[field]["id"], "version": rows[field]["version"]}

    assert "Approved." in browser.decide("approve", **wanted("close_date"))
    page = browser.decide("edit", **wanted("next_step"), **{"new-date": "2031-03-05", "new-text": "Call"})
    assert "Approved." in page
    assert "Declined." in browser.decide("decline", **wanted("amount"))
    assert states(found)["close_date"] == "approved"
    assert states(found)["amount"] == "declined"
    assert "Taken back." in browser.decide("undo", id=rows["amount"]["id"])
    assert "is no" in browser.decide("edit", **wanted("amount"), **{"new-amount": "much", "new-currency": "EUR"})
    assert "Approved." in browser.decide("edit", **wanted("amount"), **{"new-amount": "4500", "new-currency": "EUR"})
    (row,) = [row for row in found.ok("review", "--json").rows if row["field"] == "amount"]
    assert (row["state"], row["new"]) == ("approved", {"amount": "4500.00", "currency": "EUR"})
    assert "There is no proposal" in browser.decide("edit", id=999, version=1, **{"new-value": "x"})


def test_there_is_nothing_to_look_up_and_nothing_aside(browser: Browser) -> None:
    assert "nothing to look up" in browser.decide("verify", id=1)
    assert "does not wait aside" in browser.decide("retry", item="x")
    assert "answered already" in browser.decide("answer", activity=1, deal=1, shown="1,2")


def test_what_is_filed_on_the_page_is_what_the_commands_know(found: Repside, browser: Browser) -> None:
    activity = found.ok("history", "--json").rows[-1]["id"]

    def deals() -> list[tuple[str, str]]:
        (row,) = found.ok("show", str(activity), "--json").rows
        return [(link["name"], link["rule"]) for link in row["deals"]]

    ((name, rule),) = deals()
    assert rule != "rep"
    page = browser.decide(f"file/{activity}", do="off", target="deal", record=1)
    assert f"Taken off the deal {name}." in page
    found.ok("sync")
    assert deals() == []
    page = browser.decide(f"file/{activity}", do="file", target="deal", record=1)
    assert f"Filed under the deal {name}." in page
    assert deals() == [(name, "rep")]
    assert "It is not there any more" in browser.decide(f"file/{activity}", do="file", target="deal", record=99)
