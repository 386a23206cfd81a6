"""The way to a CRM: what each answer means, and real connections that break off."""

from __future__ import annotations

import socket
from collections.abc import Mapping

import pytest

from connectors.crm.http import Api, Fixed, Place, meant
from connectors.crm.hubspot import HubSpot, HubSpotOptions
from connectors.crm.salesforce import Salesforce, SalesforceOptions
from connectors.governor import Forgetful, Governor
from connectors.http import Answer, Network, Refused, Wire
from sync.crm import CRM, Change
from sync.crm_errors import CrmConflict, CrmConsentOver, CrmRecordGone, CrmRefused, CrmUnsure
from sync.errors import BrokenAnswer, Offline, ProviderBusy, RepsideError
from tests.connectors.crm.hubspot_fake import HubSpotFake
from tests.connectors.crm.salesforce_fake import SalesforceFake
from tests.connectors.crm.server import Server
from tests.connectors.crm.test_salesforce import Token
from tests.connectors.crm.world import pull


class One:
    """A wire with one answer, or one error."""

    def __init__(self, answer: Answer | Exception) -> None:
        self.answer, self.sent = answer, 0

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        assert (method, headers["Authorization"]) in {("GET", "Bearer t"), ("PATCH", "Bearer t")}
        assert (url, body) in {("https://crm.example/a", None), ("https://crm.example/a", b"{}")}
        self.sent += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def cut(self) -> None:
        """Nothing is open."""


def api(wire: Wire) -> Api:
    place = Place("https://crm.example", "Some CRM", "rob@seller.example")
    return Api(place, Fixed(lambda: "t"), Governor(10**6, Forgetful()), wire, lambda *_: None, lambda _: "CODE")


def answer(status: int, body: bytes = b"{}", **headers: str) -> Answer:
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


LOST = Offline(host="crm.example", why="it did not answer in time", sent=True)
NEVER = Offline(host="crm.example", why="no connection", sent=False)
TABLE: list[tuple[Answer | Exception, type[RepsideError], type[RepsideError]]] = [
    (answer(429, retry_after="7"), ProviderBusy, ProviderBusy),
    (answer(503, retry_after="7"), ProviderBusy, ProviderBusy),
    (answer(503), ProviderBusy, CrmUnsure),
    (answer(500), ProviderBusy, CrmUnsure),
    (answer(504), ProviderBusy, CrmUnsure),
    (answer(408), ProviderBusy, CrmUnsure),
    (answer(0), ProviderBusy, CrmUnsure),
    (answer(302, location="https://elsewhere.example"), BrokenAnswer, BrokenAnswer),
    (answer(401), CrmConsentOver, CrmConsentOver),
    (answer(400), Refused, Refused),
    (answer(404), Refused, Refused),
    (answer(412), Refused, Refused),
    (answer(200, b"<html>"), BrokenAnswer, CrmUnsure),
    (answer(200, b""), BrokenAnswer, CrmUnsure),
    (answer(200, b"[]"), BrokenAnswer, CrmUnsure),
    (answer(200, b"[" * 100_000), BrokenAnswer, CrmUnsure),
    (BrokenAnswer(host="crm.example", why="the answer is too large"), BrokenAnswer, CrmUnsure),
    (LOST, Offline, CrmUnsure),
    (NEVER, Offline, Offline),
]


@pytest.mark.parametrize(("given", "reading", "writing"), TABLE)
def test_what_an_answer_means(
    given: Answer | Exception, reading: type[RepsideError], writing: type[RepsideError]
) -> None:
    asked, written = One(given), One(given)
    with pytest.raises(RepsideError) as caught:
        api(asked).get("/a")
    assert type(caught.value) is reading
    with pytest.raises(RepsideError) as caught:
        api(written).write("PATCH", "/a", {})
    assert type(caught.value) is writing
    assert (asked.sent, written.sent) == (1, 1), "nothing is sent a second time"


def test_an_answer_without_a_body_is_a_yes() -> None:
    assert api(One(answer(204, b""))).write("PATCH", "/a", {}) == {}


def test_the_clock_is_the_servers() -> None:
    to = api(One(answer(200, date="Thu, 05 Mar 2026 10:00:00 GMT")))
    to.get("/a")
    assert to.clock == 1_772_704_800_000


@pytest.mark.parametrize("path", ["//elsewhere.example/a", "https://elsewhere.example/a", "@elsewhere.example/a", ""])
def test_no_other_host_is_asked(path: str) -> None:
    wire = One(answer(200))
    with pytest.raises(BrokenAnswer):
        api(wire).get(path)
    assert wire.sent == 0


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, CrmRecordGone), (410, CrmRecordGone), (412, CrmConflict), (400, CrmRefused), (403, CrmRefused)],
)
def test_what_a_refused_write_means(status: int, error: type[RepsideError]) -> None:
    assert type(meant(Refused("crm.example", status, "CODE"), "1")) is error


# over real connections


def hubspot(base: str) -> HubSpot:
    return HubSpot(HubSpotOptions("rob@seller.example", lambda: "pat-canary", base=base), Network(5))


def salesforce(base: str) -> Salesforce:
    return Salesforce(SalesforceOptions(base, "rob@seller.example", Token("token-1")), Network(5))


def made(name: str) -> tuple[HubSpotFake | SalesforceFake, Change]:
    """A fake with one deal of the rep's, and a change of it."""
    if name == "hubspot":
        fake = HubSpotFake()
        deal = fake.put(
            "deals", {"dealname": "Engines", "hubspot_owner_id": "71", "dealstage": "s0", "pipeline": "default"}
        )
        return fake, Change("k", "deal", deal, "stage", "Qualified", "Offer sent", "Sales")
    other = SalesforceFake()
    deal = other.put("Opportunity", {"Name": "Engines", "OwnerId": other.rob, "StageName": "api Qualified"})
    return other, Change("k", "deal", deal, "stage", "Qualified", "Offer sent")


def connector(name: str, base: str) -> CRM:
    return hubspot(base) if name == "hubspot" else salesforce(base)


@pytest.mark.parametrize("name", ["hubspot", "salesforce"])
def test_over_a_real_connection(name: str) -> None:
    fake, change = made(name)
    with Server(fake) as server:
        crm = connector(name, server.base)
        assert set(pull(crm).records) == {("deal", change.id)}
        crm.apply(change)
        assert crm.landed(change)
        crm.close()


@pytest.mark.parametrize("name", ["hubspot", "salesforce"])
def test_a_connection_that_breaks_off_after_the_write(name: str) -> None:
    fake, change = made(name)
    with Server(fake) as server:
        server.silent = True
        crm = connector(name, server.base)
        with pytest.raises(CrmUnsure):
            crm.apply(change)
        writes = [line for line in server.seen if fake.writing(*line.split(" ", 1))]
        assert len(writes) == 1
        assert crm.landed(change)
        crm.close()


@pytest.mark.parametrize("name", ["hubspot", "salesforce"])
def test_a_redirect_is_not_followed(name: str) -> None:
    fake, change = made(name)
    with Server(fake) as server, Server(fake) as other:
        server.instead = answer(307, location=other.base + "/crm/v3/pipelines/deals")
        crm = connector(name, server.base)
        with pytest.raises(BrokenAnswer):
            crm.apply(change)
        assert other.seen == []
        crm.close()


def test_a_closed_port_is_certain() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers there
        to = Api(Place(f"http://127.0.0.1:{closed.getsockname()[1]}", "X", "rob"), Fixed(lambda: "t"),
                 Governor(100, Forgetful()), Network(5), lambda *_: None, lambda _: "")  # fmt: skip
        with pytest.raises(Offline) as caught:
            to.write("PATCH", "/a", {})
    assert caught.value.fields["sent"] is False
