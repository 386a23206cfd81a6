"""A slow model, a busy one and one that is away delay no mail."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping

from connectors.http import Answer
from connectors.language_model import BUDGET, PATIENCE, WINDOW, LanguageModel
from sync.errors import Offline

WORDS = [{"role": "user", "content": "Hello"}]


class Machine:
    """A model in the same process, with a clock of its own."""

    def __init__(self, seconds: float = 0, *, away: bool = False) -> None:
        self.now = 0.0
        self.seconds = seconds
        self.away = away
        self.asked = 0

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        assert (method, url) == ("POST", "http://127.0.0.1:1/v1/chat/completions")
        assert headers["Content-Type"] == "application/json"
        assert json.loads(body or b"")["messages"] == WORDS
        self.asked += 1
        self.now += self.seconds
        if self.away:
            raise Offline(host="model", why="no connection")
        return Answer(200, {}, json.dumps({"choices": [{"message": {"content": "[]"}}]}).encode())

    def cut(self) -> None:
        """Nothing is open."""

    def model(self) -> LanguageModel:
        return LanguageModel("http://127.0.0.1:1/v1", "", self, lambda: self.now)


def test_a_slow_model_has_its_time_and_no_more() -> None:
    machine = Machine(seconds=20)
    model = machine.model()
    assert [model.ask(WORDS) for _ in range(10)] == ["[]"] * 3 + [""] * 7
    assert machine.now == BUDGET
    machine.now += WINDOW
    assert model.ask(WORDS) == "[]"


def test_a_model_that_is_away_is_left_alone() -> None:
    machine = Machine(away=True)
    model = machine.model()
    assert [model.ask(WORDS) for _ in range(10)] == [""] * 10
    assert machine.asked == PATIENCE


def test_nobody_waits_while_another_thread_asks() -> None:
    entered, leave = threading.Event(), threading.Event()

    class Slow(Machine):
        def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
            entered.set()
            assert leave.wait(60)
            return super().send(method, url, headers, body)

    model = Slow().model()
    first = threading.Thread(target=model.ask, args=(WORDS,))
    first.start()
    assert entered.wait(60)
    assert model.ask(WORDS) == ""
    leave.set()
    first.join(60)
    assert model.ask(WORDS) == "[]"
