"""A language model on this machine as one more source of proposals: off by default, bound to the mail's words, never in the way."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.cli.program import REP, Repside

CONTACTS = "id,name,email,company\nC1,Dana Cole,dana@acme.example,Acme\n"
DEALS = "id,name,company,status,currency,contacts\nD1,Acme rollout,Acme,open,EUR,C1\n"
WORDS = "The committee blessed the number yesterday: forty eight five, 48500, is what you get."


@contextmanager
def model(content: str, status: int = 200) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """A server of the chat protocol that always says the same, and what it was asked."""
    asked: list[dict[str, object]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            body = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def ready(repside: Repside, folder: Path, mails: int = 1) -> None:
    now = datetime.now(UTC)
    for part in ("cur", "new", "tmp"):
        (folder / "mail" / part).mkdir(parents=True)
    for number in range(mails):
        at = now - timedelta(days=number + 1)
        text = (f"From: Dana Cole <dana@acme.example>\nTo: {REP}\nSubject: News {number}\nDate: {at:%a, %d %b %Y %H:%M:%S} +0000\n"
                f"Message-ID: <{number}@acme.example>\n\n{WORDS}\n")  # fmt: skip
        (folder / "mail" / "cur" / f"{int(now.timestamp())}.{number}.host").write_text(text)
    (folder / "c.csv").write_text(CONTACTS)
    (folder / "d.csv").write_text(DEALS)
    repside.ok("init")
    repside.ok("connect", "folder", str(folder / "mail"), "--address", REP)
    repside.ok("import", "contacts", str(folder / "c.csv"))
    repside.ok("import", "deals", str(folder / "d.csv"))


def proposals(repside: Repside) -> list[tuple[str, object, str]]:
    return [(row["kind"], row["new"], row["source"]) for row in repside.ok("review", "--json").rows]


def test_a_model_is_not_asked_unless_the_rep_names_it(tmp_path: Path) -> None:
    repside = Repside(tmp_path / "home")
    ready(repside, tmp_path)
    with model("[]") as (_, asked):
        repside.ok("sync")
    assert asked == []
    assert proposals(repside) == []


def test_what_it_finds_is_proposed_with_the_mail_s_own_words(tmp_path: Path) -> None:
    repside = Repside(tmp_path / "home")
    ready(repside, tmp_path)
    said = [{"kind": "amount", "value": {"amount": "48500", "currency": "EUR"}, "quote": "48500, is what you get."},
            {"kind": "amount", "value": {"amount": "99000", "currency": "EUR"}, "quote": "ninety nine thousand"}]  # fmt: skip
    with model(json.dumps(said)) as (url, asked):
        repside.ok("--set", f"proposals.model_url={url}", "--set", "proposals.model_name=small", "sync")
    assert asked[0]["model"] == "small"
    assert WORDS in json.dumps(asked[0]["messages"])
    assert proposals(repside) == [("amount", {"amount": "48500.00", "currency": "EUR"}, "model")]


def test_a_model_that_fails_is_left_alone_and_the_mail_is_captured(tmp_path: Path) -> None:
    repside = Repside(tmp_path / "home")
    ready(repside, tmp_path, mails=6)
    with model("no", status=500) as (url, asked):
        repside.ok("--set", f"proposals.model_url={url}", "sync")
    assert len(asked) == 3
    assert len(repside.ok("history", "--json").rows) == 6


def test_a_model_elsewhere_is_refused(tmp_path: Path) -> None:
    done = Repside(tmp_path / "home")("--set", "proposals.model_url=https://models.example/v1", "init")
    assert done.code == 2
    assert "must be an address of this machine" in done.err
