"""A language model on this machine, asked by the chat protocol that OpenAI made common (`POST …/chat/completions`).

Its address is on loopback (config/crm_model.py), so no text leaves the machine. After some failures in a row it is left alone: a model
that is away costs a mail's worth of waiting, not a mailbox's.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from connectors.http import Network, Wire
from connectors.wire import json_values
from sync.errors import BrokenAnswer, RepsideError

TIMEOUT = 30.0
"""Seconds that it may take for one mail."""
PATIENCE = 3
"""Failures in a row after which it is not asked any more by this process."""
_LENGTH = 1_200


class LanguageModel:
    """For one thread at a time."""

    def __init__(self, url: str, name: str, wire: Wire | None = None) -> None:
        self._url, self._name = f"{url}/chat/completions", name
        self._wire = wire or Network(TIMEOUT)
        self._failed = 0

    def ask(self, messages: Sequence[dict[str, str]]) -> str:
        """Its answer; empty when it gives none, or has failed too often."""
        if self._failed >= PATIENCE:
            return ""
        try:
            found = self._answer(messages)
        except RepsideError:
            self._failed += 1
            return ""
        self._failed = 0
        return found

    def _answer(self, messages: Sequence[dict[str, str]]) -> str:
        wanted = {"messages": list(messages), "temperature": 0, "max_tokens": _LENGTH, "stream": False}
        body = json.dumps(wanted | ({"model": self._name} if self._name else {})).encode()
        answer = self._wire.send("POST", self._url, {"Content-Type": "application/json"}, body)
        if answer.status != 200:
            raise BrokenAnswer(host="the language model", why=f"status {answer.status}")
        choices = json_values.objects(json_values.read(answer.body, "the language model"), "choices")
        return json_values.text(json_values.inner(choices[0], "message"), "content") if choices else ""
