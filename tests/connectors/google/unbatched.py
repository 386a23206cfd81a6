"""Wires to servers that lack something of Google's: a batch goes part by part; an emulator has no profile of the account."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from connectors.http import Answer, Network


class Unbatched:
    """HTTP, the parts of a batch one by one."""

    def __init__(self) -> None:
        self._network = Network(20)

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """One request."""
        if method == "GET":
            return self._network.send(method, url, headers, body)
        base = url.partition("/batch/")[0]
        token = {"Authorization": headers["Authorization"]}
        pieces = []
        for name, path in re.findall(rb"Content-ID: <([^>]+)>\s+GET (\S+) HTTP", body or b""):
            said = self._network.send("GET", base + path.decode(), token, None)
            head = b"Content-Type: application/http\r\nContent-ID: <response-%s>\r\n\r\nHTTP/1.1 %d X" % (
                name,
                said.status,
            )
            pieces.append(b"--b\r\n" + head + b"\r\nContent-Type: application/json\r\n\r\n" + said.body + b"\r\n")
        return Answer(200, {"content-type": "multipart/mixed; boundary=b"}, b"".join([*pieces, b"--b--"]))

    def cut(self) -> None:
        """Let go."""
        self._network.cut()


class Profiled(Unbatched):
    """Beside that the profile, which the emulator lacks: the address, and the head of its own history."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """One request."""
        start, found, _ = url.partition("/profile")
        if not found:
            return super().send(method, url, headers, body)
        answer = super().send("GET", f"{start}/history?startHistoryId=0", headers, None)
        if answer.status != 200:
            return answer
        profile = {"emailAddress": self._address, "historyId": json.loads(answer.body)["historyId"]}
        return answer._replace(body=json.dumps(profile).encode())
