"""The signed webhook against the suite. The service is the CRM in memory behind the protocol of docs/crm.md."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

import pytest

from connectors.crm.memory import MemoryCrm
from connectors.crm.webhook import Webhook, WebhookOptions
from connectors.http import Answer
from sync.crm import Change, CrmDeal, CrmPage
from sync.crm_errors import CrmConflict, CrmRecordGone, CrmRefused
from sync.errors import BadSetting, BrokenAnswer, ConsentOver, StartOver, Wait
from sync.model import Cursor
from tests.connectors.crm.conformance import CrmContract
from tests.connectors.crm.faulty import Faulty, said
from tests.connectors.crm.test_memory import MemoryWorld
from tests.connectors.crm.world import ADA, STAGES, Fault

URL = "https://crm.acme.example/repside"
SECRET = "canary-secret"
NOW = 1_795_000_000


class Service:
    """What a company would write: it knows changes by their keys."""

    def __init__(self, crm: MemoryCrm) -> None:
        self.crm = crm
        self.done: dict[str, str] = {}
        self.pulls = True
        self.posted: list[dict[str, Any]] = []
        self.allowed = 300
        """Seconds that a request may be old."""

    def writing(self, method: str, path: str) -> bool:
        assert path.startswith("/repside")
        return method == "POST"

    def listing(self, path: str) -> str:
        return "all" if "since=" in path else ""

    def serve(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """One request."""
        signed = b"\n".join([headers["Repside-Timestamp"].encode(), method.encode(), path.encode(), body or b""])
        expected = "v1=" + hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
        if (
            not hmac.compare_digest(headers["Repside-Signature"], expected)
            or abs(int(headers["Repside-Timestamp"]) - NOW) > self.allowed
        ):
            return said(401, {})
        assert SECRET not in str(headers)
        query = {name: values[0] for name, values in parse_qs(urlsplit(path).query, keep_blank_values=True).items()}
        try:
            return self._answer(query, json.loads(body) if body else None, headers)
        except CrmRecordGone:
            return said(410, {})
        except CrmConflict as error:
            return said(409, {"current": error.current})
        except CrmRefused as error:
            return said(422, {"why": error.fields["why"]})
        except StartOver:
            return said(410, {})

    def _answer(self, query: dict[str, str], body: Any, headers: Mapping[str, str]) -> Answer:
        if body is not None:
            assert headers["Idempotency-Key"] == body["key"]
            self.posted.append(body)
            if body["key"] not in self.done:
                change = Change(**{name: body[name] for name in Change._fields})
                self.done[body["key"]] = self.crm.apply(change)
            return said(200, {"id": self.done[body["key"]]})
        if "key" in query:
            return said(200, {"landed": query["key"] in self.done})
        if "since" in query:
            return self._page(query["since"])
        new = {"address": query["address"], "role": "user"} if "address" in query else "x"
        record: Any = query["record"]
        found = self.crm.read(Change("", record, query["id"], query["field"], None, new))
        known = self.crm.known(query["address"]) if "address" in query else None
        return said(200, {"value": found, "id": known.id if known else query["id"]})

    def _page(self, since: str) -> Answer:
        if not self.pulls:
            return said(404, {})
        last = Cursor("memory-crm-1", since) if since else None
        pages = self.crm.pull(last)
        page = next(pages, None)
        if page is None:
            return said(200, {"cursor": since, "more": False})
        return said(200, {**_told(page), "more": next(pages, None) is not None})


def _told(page: CrmPage) -> dict[str, Any]:
    deals = [
        {**each._asdict(), "contacts": [{"id": id_, "role": role} for id_, role in each.contacts]}
        for each in page.deals
    ]
    contacts = [{**each._asdict(), "typed": sorted(each.typed)} for each in page.contacts]
    return {
        "cursor": page.cursor.value, "companies": [each._asdict() for each in page.companies], "contacts": contacts,
        "deals": deals, "stages": None if page.stages is None else [each._asdict() for each in page.stages],
        "removed": [each._asdict() for each in page.removed], "merged": [each._asdict() for each in page.merged],
    }  # fmt: skip


class Signed(Faulty):
    """The same wire, for requests that are signed."""

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        assert "Authorization" not in headers
        return super().send(method, url, {**headers, "Authorization": "Bearer "}, body)


class WebhookWorld(MemoryWorld):
    """A service, and what it keeps."""

    def __init__(self) -> None:
        super().__init__()
        self.service = Service(super().connector())
        self.waited = 0.0
        self.wire = Signed(self.service, "https://crm.acme.example")

    def connector(self) -> Webhook:  # type: ignore[override]  # another CRM in front of the same tables
        return Webhook(self.options(), self.wire)

    def options(self, secret: str = SECRET, late: int = 0) -> WebhookOptions:
        return WebhookOptions(URL, lambda: secret, now=lambda: NOW + self.waited - late, wait=self._wait)

    def _wait(self, seconds: float) -> bool:
        self.waited += seconds
        return False

    def writes(self) -> int:
        return self.wire.writes

    def trouble(self, fault: Fault, on: Literal["read", "write"], times: int = 1) -> bool:
        return self.wire.trouble(fault, on, times)


class TestWebhook(CrmContract):
    @pytest.fixture
    def world(self) -> WebhookWorld:
        return WebhookWorld()


@pytest.fixture
def world() -> WebhookWorld:
    return WebhookWorld()


def close(deal: str, old: str | None = None, new: str = "2026-06-30") -> Change:
    return Change("key-1", "deal", deal, "close_date", old, new, "Sales")


def test_a_change_is_told_as_it_was_approved(world: WebhookWorld) -> None:
    deal = world.deal("Engines")
    world.connector().apply(close(deal))
    assert world.service.posted == [
        {"key": "key-1", "record": "deal", "id": deal, "field": "close_date", "old": None, "new": "2026-06-30",
         "pipeline": "Sales", "at": NOW}
    ]  # fmt: skip


def test_the_same_key_twice_is_one_change(world: WebhookWorld) -> None:
    deal = world.deal("Engines")
    crm = world.connector()
    crm.apply(close(deal))
    world.edit("deal", deal, close_date="")
    crm.apply(close(deal))
    held = world.holds("deal", deal)
    assert isinstance(held, CrmDeal)
    assert held.close_date == ""


def test_another_secret_is_turned_away(world: WebhookWorld) -> None:
    deal = world.deal("Engines")
    other = Webhook(world.options("guess"), world.wire)
    with pytest.raises(ConsentOver):
        other.read(close(deal))
    old = Webhook(world.options(late=3_600), world.wire)
    with pytest.raises(ConsentOver):
        old.apply(close(deal))
    assert world.writes() == 0


def test_a_service_without_a_list_has_nothing_to_pull(world: WebhookWorld) -> None:
    world.deal("Engines")
    world.service.pulls = False
    assert list(world.connector().pull(None)) == []


@pytest.fixture
def answers(world: WebhookWorld) -> Iterator[list[Answer]]:
    """What the service answers, in order, instead of its own."""
    found: list[Answer] = []
    serve = world.service.serve
    world.service.serve = lambda *each: found.pop(0) if found else serve(*each)  # type: ignore[method-assign]
    yield found
    assert found == []


@pytest.mark.parametrize(
    ("answer", "expected", "words"),
    [
        (said(409, {"current": "2026-04-30"}), CrmConflict, "says something else"),
        (said(422, {"why": "the quarter\nis closed " + "x" * 500}), CrmRefused, "the quarter is closed xxx"),
        (said(422, []), CrmRefused, "no reason"),
        (said(403, {}), CrmRefused, "may not change"),
        (said(404, {}), CrmRecordGone, "not in the CRM any more"),
        (said(302, {}), BrokenAnswer, "elsewhere"),
        (said(503, {}, {"retry-after": "9"}), Wait, "asks us to wait"),
    ],
)
def test_what_an_answer_means(
    world: WebhookWorld, answers: list[Answer], answer: Answer, expected: type[Exception], words: str
) -> None:
    deal = world.deal("Engines")
    answers += [said(200, {"value": None}), answer]
    with pytest.raises(expected, match=words) as caught:
        world.connector().apply(close(deal))
    if isinstance(caught.value, CrmConflict):
        assert (caught.value.current, deal in caught.value.sentence) == ("2026-04-30", True)
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize(
    "found",
    [
        {"deals": 3, "cursor": "a"},
        {"cursor": "a", "companies": [3, None, {"id": 7}], "stages": {}, "removed": [{"kind": "x"}]},
    ],
)
def test_a_strange_page_is_an_empty_one(world: WebhookWorld, answers: list[Answer], found: dict[str, Any]) -> None:
    answers.append(said(200, found))
    assert list(world.connector().pull(None)) == []


def test_a_page_without_a_bookmark_is_no_page(world: WebhookWorld, answers: list[Answer]) -> None:
    answers.append(said(200, {"deals": []}))
    with pytest.raises(BrokenAnswer):
        list(world.connector().pull(None))


def test_an_answer_without_a_value_is_no_answer(world: WebhookWorld, answers: list[Answer]) -> None:
    deal = world.deal("Engines")
    answers.append(said(200, {"id": deal}))
    with pytest.raises(BrokenAnswer):
        world.connector().apply(close(deal))


def test_amounts_and_days_of_a_page_are_checked(world: WebhookWorld, answers: list[Answer]) -> None:
    deal = {"id": "7", "amount": "1e400", "close_date": "soon", "currency": "euros", "status": "?", "next_step_date": 5}
    answers.append(said(200, {"cursor": "a", "deals": [deal]}))
    (page,) = world.connector().pull(None)
    assert page.deals == [CrmDeal("7", "", currency="EUR")]


@pytest.mark.parametrize("url", ["https:///x", "https://x.example/?a=1", "https://x.example/#f"])
def test_an_address_that_is_none_is_refused(world: WebhookWorld, url: str) -> None:
    with pytest.raises(BadSetting):
        Webhook(WebhookOptions(url, lambda: SECRET), world.wire)


def test_people_on_a_deal_are_asked_for_by_their_address(world: WebhookWorld) -> None:
    deal = world.deal("Engines", stage=STAGES[0])
    ada = world.contact("Ada Byron", ADA)
    change = Change("k", "deal", deal, "new_contact", None, {"address": ADA, "name": "Ada Byron", "title": ""})
    assert world.connector().apply(change) == ada
    assert any("address=ada%40customer.example" in path for _, path in world.wire.log)
