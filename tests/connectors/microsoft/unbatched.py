"""A wire that sends the parts of a batch one by one: a referee judges requests, and knows no batches."""

from __future__ import annotations

import json
from collections.abc import Mapping

from connectors.http import Answer, Network


class Unbatched:
    """HTTP, the parts of a batch one by one."""

    def __init__(self, ca: str = "") -> None:
        self._network = Network(20, ca)

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """One request."""
        if method == "GET":
            return self._network.send(method, url, headers, body)
        base = url.removesuffix("/$batch")
        token = {"Authorization": headers["Authorization"]}
        responses = []
        for part in json.loads(body or b"{}")["requests"]:
            said = self._network.send("GET", base + part["url"], {**token, **part["headers"]}, None)
            responses.append({"id": part["id"], "status": said.status, "body": json.loads(said.body)})
        return Answer(200, {"content-type": "application/json"}, json.dumps({"responses": responses}).encode())

    def cut(self) -> None:
        """Let go."""
        self._network.cut()
