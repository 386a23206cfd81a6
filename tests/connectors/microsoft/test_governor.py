"""The governor at Microsoft's limits: so many requests of one app at one mailbox in ten minutes, a batch's parts counted one by one."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Mapping

import pytest

from connectors.governor import Governor
from connectors.http import Answer
from connectors.microsoft.options import ALLOWANCE, WINDOW
from sync.model import Message
from tests.connectors.google.test_governor import Disk
from tests.connectors.microsoft.fake import Graph, refuse
from tests.connectors.microsoft.world import connector
from tests.connectors.world import MINUTE, NOON, mail


class TenMinutes:
    """A clock that waiting moves, and Microsoft's count: what goes beyond the allowance in any 600 seconds is refused, and counts."""

    def __init__(self, allowance: int) -> None:
        self.now = 1_790_000_000.0
        self.allowance = allowance
        self.refused = 0
        self.most = 0
        self._calls: deque[tuple[float, int]] = deque()
        self._used = 0

    def wait(self, seconds: float) -> bool:
        self.now += seconds
        return False

    def spend(self, requests: int) -> bool:
        """Whether they are let through."""
        while self._calls and self._calls[0][0] <= self.now - 600:
            self._used -= self._calls.popleft()[1]
        self._used += requests
        self._calls.append((self.now, requests))
        self.most = max(self.most, self._used)
        self.refused += self._used > self.allowance
        return self._used <= self.allowance


class Counted:
    """The fake, each answer half a second late, behind that count."""

    def __init__(self, graph: Graph, count: TenMinutes) -> None:
        self._graph = graph
        self._count = count

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """One request."""
        self._count.now += 0.5
        before = self._graph.parts
        answer = self._graph.send(method, url, headers, body)
        return answer if self._count.spend(self._graph.parts - before or 1) else refuse(429, retry_after="9")

    def cut(self) -> None:
        """Nothing is open."""


def test_10_a_backfill_with_its_texts_uses_nine_tenths_and_is_never_refused() -> None:
    graph, count = Graph(), TenMinutes(200)
    for number in range(900):
        graph.deliver(mail(number), NOON + number * MINUTE)
    made = connector(graph, Counted(graph, count), page=100, allowance=200, now=lambda: count.now, wait=count.wait)
    (stream,) = (stream for stream in made.streams() if stream.role == "inbox")
    started, read = count.now, 0
    for page in made.changes(stream, None):
        read += sum(isinstance(one, Message) for one in made.fetch(stream, page.changed))
    assert read == 900
    assert count.refused == 0
    assert count.most >= 0.9 * count.allowance
    assert count.now - started <= 600 * 900 / 200, "no wait that the limit does not ask for"


@pytest.mark.parametrize("seed", range(4))
def test_10_kills_never_spend_ten_minutes_twice(seed: int) -> None:
    """Each forgets less than SLACK of the allowance; the ceiling leaves room for two."""
    chance = random.Random(seed)
    kills = chance.sample(range(2_000), 2)
    count, disk = TenMinutes(ALLOWANCE), Disk()

    def started() -> Governor:
        return Governor(ALLOWANCE, disk, lambda: count.now, count.wait, host="Microsoft", window=WINDOW)

    made = started()
    for number in range(2_000):
        if number in kills:
            made = started()
        requests = chance.choice([1, 20, 20])
        made.take(requests)
        count.spend(requests)
        count.now += chance.random() * 0.2
    assert count.refused == 0, f"seed {seed}"
    assert count.most >= 0.9 * ALLOWANCE
