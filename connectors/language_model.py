"""A language model on this machine, asked by the chat protocol that OpenAI made common (`POST …/chat/completions`).

Its address is on loopback (config/crm_model.py) and no proxy is used, so no text leaves the machine. It is asked while mail comes in,
for only then is a text there; so it may take BUDGET of each WINDOW, and what comes beyond that is read by the rules alone. After some
failures in a row it is left alone: a model that is slow or away delays no mailbox.
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence

from connectors.http import Network, Wire
from connectors.wire import json_values
from sync.errors import BrokenAnswer, RepsideError

TIMEOUT = 20.0
"""Seconds that it may take for one mail."""
BUDGET, WINDOW = 60.0, 600.0
"""Seconds of answering in any so many seconds."""
PATIENCE = 3
"""Failures in a row after which it is not asked any more by this process."""
_LENGTH = 1_200


class LanguageModel:
    """For several threads; it is asked by one at a time."""

    def __init__(
        self, url: str, name: str, wire: Wire | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._url, self._name = f"{url}/chat/completions", name
        self._wire = wire or Network(TIMEOUT, here=True)
        self._now = now
        self._asked = threading.Lock()
        self._failed = 0
        self._spent: deque[tuple[float, float]] = deque()
        """When it was asked, and for how long."""

    def ask(self, messages: Sequence[dict[str, str]]) -> str:
        """Its answer; empty when it gives none, has failed too often, is at another mail, or has had its time."""
        if not self._asked.acquire(blocking=False):
            return ""
        try:
            return self._within_budget(messages)
        finally:
            self._asked.release()

    def _within_budget(self, messages: Sequence[dict[str, str]]) -> str:
        begun = self._now()
        while self._spent and self._spent[0][0] <= begun - WINDOW:
            self._spent.popleft()
        if self._failed >= PATIENCE or sum(seconds for _, seconds in self._spent) >= BUDGET:
            return ""
        try:
            found = self._answer(messages)
            self._failed = 0
        except RepsideError:
            found = ""
            self._failed += 1
        self._spent.append((begun, self._now() - begun))
        return found

    def _answer(self, messages: Sequence[dict[str, str]]) -> str:
        wanted = {"messages": list(messages), "temperature": 0, "max_tokens": _LENGTH, "stream": False}
        body = json.dumps(wanted | ({"model": self._name} if self._name else {})).encode()
        answer = self._wire.send("POST", self._url, {"Content-Type": "application/json"}, body)
        if answer.status != 200:
            raise BrokenAnswer(host="the language model", why=f"status {answer.status}")
        choices = json_values.objects(json_values.read(answer.body, "the language model"), "choices")
        return json_values.text(json_values.inner(choices[0], "message"), "content") if choices else ""
