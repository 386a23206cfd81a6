"""One proof over a whole test run: what was sent to mailboxes, what was connected to, what was logged and said.

    every Python process     tests/wire_site/sitecustomize.py notes each host and HTTP request  ─┐
    every Repside process    the same, and all that it writes to stdout and stderr               ├─► a folder ─► `findings`
    every test server        `note_commands` keeps what clients asked it                         │              at the run's end
    every log of Repside     lies in the tests' folders                                         ─┘

Independent of the code under test: the lists stand here anew. The run ends red when anything is found. Processes that parse mail take no
variables and so no recorder; that they have no network is tested in tests/connectors/test_apart.py.
"""

from __future__ import annotations

import ipaddress
import itertools
import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

VARIABLE = "WIRE_AUDIT"
SITE = Path(__file__).with_name("wire_site")
CANARIES = (
    "canary", "Offer", "We take", "Thanks", "Angebot", "Größe", "acme", "northlight", "seller.example", "customer.example",
    "harborvale", "fernleaf", "enron", "Bearer", "refresh_token", "ya29.", "pass word", "/enter/", "@",
)  # fmt: skip
"""What the tests' mails, people and secrets are made of. None of it may stand in a log."""
SECRETS = (
    "canary-of-secrets",
    "canary-password",
    "canary-client",
    "canary-refresh",
    "canary-access",
    "hunter2",
    "refresh_token",
    "ya29.",
    "Bearer ",
)
"""What no process of Repside may say, to nobody."""
WORDS = ("canary-subject", "canary-body", "Subject:", "Offer ", "We take ")
"""Of mails: shown when the rep asks for them, on stdout, and never said beside."""
READS = re.compile(
    rb"(?:CAPABILITY|NOOP|LOGOUT|STARTTLS|IDLE|DONE|NAMESPACE|LOGIN|AUTHENTICATE|ENABLE|ID|EXAMINE|STATUS|LIST"
    rb"|UID SEARCH|UID FETCH)",
    re.IGNORECASE,
)
_TAGGED = re.compile(rb"[A-Za-z0-9.]+ (UID [A-Z]+|[A-Z]+)\b(.*)", re.IGNORECASE | re.DOTALL)
_MARKS = re.compile(rb"(?:BODY|BINARY)\[|RFC822(?!\.(?:SIZE|HEADER))", re.IGNORECASE)
_NOWHERE = (".invalid", ".example", ".test", ".localhost")
"""Names that lead nowhere, by RFC 2606: tests resolve them on purpose."""
_SHAPES = {
    "event": r"[a-z]+",
    "level": r"info|warning|error|critical",
    "timestamp": r"[\d-]+T[\d:.]+Z",
    "error": r"\w+",
    "code": r"[A-Z_]+",
    "provider": r"[a-z]+",
    "place": r"[\w./:<> -]+",
    "account": r"[0-9a-f]{12}",
    "stream": r"[0-9a-f]{12}",
}
"""The texts of a log line. All else is numbers."""
_ASKS = re.compile(
    r"(?:GET|HEAD) .*|POST /(?:batch(?:/.*)?|token|revoke|oauth2/(?:token|revoke|v2/revoke)|v1\.0/\$batch"
    r"|(?:[\w.-]+/)?oauth2/v2\.0/(?:token|devicecode))"
)
"""Requests that read, carry others that are noted one by one, or renew or give back a right."""
_numbers = itertools.count()


class Findings(NamedTuple):
    """What a run did, and what of it may not be."""

    commands: int
    """Sent to IMAP servers."""
    requests: int
    """Kinds of HTTP requests to providers, of each process."""
    connections: int
    """Hosts named or connected to, of each process."""
    lines: int
    """Of logs."""
    said: int
    """Lines on stdout and stderr."""
    troubles: list[str]

    def words(self) -> str:
        """One line for the end of a run."""
        return (
            f"wire audit: {self.commands} IMAP commands, {self.requests} HTTP requests, {self.connections} hosts named or connected to,"
            f" {self.lines} log lines, {self.said} lines said; {len(self.troubles)} outside of what is allowed"
        )


def begin() -> None:
    """Of the run's first process: a folder for all of them, and the recorder in each that follows."""
    os.environ[VARIABLE] = tempfile.mkdtemp(prefix="wire-audit-")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(SITE), os.environ.get("PYTHONPATH", "")]))
    import sys

    if "sitecustomize_of_tests" not in sys.modules:  # this process began without it
        from importlib.util import module_from_spec, spec_from_file_location

        spec = spec_from_file_location("sitecustomize_of_tests", SITE / "sitecustomize.py")
        assert spec is not None
        assert spec.loader is not None
        spec.loader.exec_module(module_from_spec(spec))


def note_commands(lines: Iterable[bytes]) -> None:
    """Keep the command lines that clients of Repside sent to a server: the verb, and what a FETCH asks for."""
    folder = os.environ.get(VARIABLE)
    kept = Counter(command for line in lines if (command := _command(line)))
    if folder and kept:
        path = Path(folder) / f"commands.{os.getpid()}.{next(_numbers)}"
        path.write_text(json.dumps([[verb.decode("latin-1"), times] for verb, times in kept.items()]))


def _command(line: bytes) -> bytes:
    """The verb; of a FETCH also whether it would mark mail as read. Arguments may be secret and are dropped."""
    found = _TAGGED.match(line)
    if found is None:
        return b"DONE" if line.strip().upper() == b"DONE" else b""
    verb = found[1].upper()
    return verb + b" (not PEEK)" if b"FETCH" in verb and _MARKS.search(found[2]) else verb


def raw_commands(folder: Path) -> Iterator[bytes]:
    """The command lines in Dovecot's raw logs (`rawlog_dir`), without their times; one that broke off was never a command."""
    for path in sorted(folder.glob("**/*.in")):
        for line in path.read_bytes().split(b"\n")[:-1]:
            yield re.sub(rb"^\d+\.\d+ ", b"", line.rstrip(b"\r"))


def findings(folder: Path, logs: Path) -> Findings:
    """All that the run's processes left behind, looked at."""
    commands = Counter[str]()
    for path in folder.glob("commands.*"):
        for verb, times in json.loads(path.read_text()):
            commands[verb] += times
    troubles = [f"an IMAP command that does more than read: {v}" for v in commands if not READS.fullmatch(v.encode())]
    requests = _noted(folder, "requests")
    troubles += [
        f"a request that does more than read: {request}" for request in requests if not _ASKS.fullmatch(request)
    ]
    connections = _noted(folder, "connections")
    troubles += [f"outside this machine: {line}" for line in connections if not _allowed(*line.split(" ", 1))]
    said = _noted(folder, "said")
    troubles += [f"said: {why}" for line in said for why in _spoken(line)]
    lines = 0
    for path in logs.rglob("repside.log*"):
        if path.is_file():
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                lines += 1
                troubles += [f"{path}: {why}" for why in _logged(line)]
    counts = (commands.total(), requests.total(), connections.total(), lines, said.total())
    return Findings(*counts, troubles)


def _noted(folder: Path, name: str) -> Counter[str]:
    """The lines of all processes."""
    found = Counter[str]()
    for path in folder.glob(f"{name}.*"):
        found.update(path.read_text(encoding="utf-8", errors="replace").split("\n")[:-1])
    return found


def _allowed(event: str, host: str) -> bool:
    if host in {"", "localhost"}:
        return True
    if event in {"socket.getaddrinfo", "socket.gethostbyname"} and host.lower().rstrip(".").endswith(_NOWHERE):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _spoken(line: str) -> Iterator[str]:
    """What is wrong with a line of stdout (o) or stderr (e)."""
    aside = line.startswith("e ")
    for word in (*SECRETS, *(WORDS if aside else ())):
        if word in line:
            yield f"{word!r} on {'stderr' if aside else 'stdout'}"


def _logged(line: str) -> Iterator[str]:
    """What is wrong with a log line."""
    try:
        found = json.loads(line)
    except ValueError:
        yield "a line that is no JSON"
        return
    for key, value in found.items():
        if isinstance(value, str) and key in _SHAPES:
            if not re.fullmatch(_SHAPES[key], value):
                yield f"the key {key} holds more than its words"
        elif not isinstance(value, int | float | None):
            yield f"the key {key} holds text"
        if isinstance(value, str):
            yield from (f"the canary {word} in {key}" for word in CANARIES if word.lower() in value.lower())
