"""The wire audit can fail: each kind of offence turns a run red, and a run without any stays green."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import wireaudit

ROOT = Path(__file__).parents[1]
PLANTED = """
import http.client, socket, subprocess, sys
from tests import wireaudit

def test_it_marks_mail_as_read():
    wireaudit.note_commands([b"r7 UID STORE 1 +FLAGS (\\\\Seen)", b"r8 NOOP", b"r9 UID FETCH 1 (BODY[TEXT])", b"r1 SELECT INBOX"])

def test_it_phones_home():
    code = "import socket; s = socket.socket(); s.setblocking(False); s.connect_ex(('198.51.100.7', 9))"
    subprocess.run([sys.executable, "-c", code], check=True)

def test_it_sends_mail():
    one, two = socket.socketpair()
    with one, two:
        line = http.client.HTTPConnection("gmail.googleapis.com")
        line.sock = one
        line.request("POST", "/gmail/v1/users/me/messages/send?alt=json", body=b"x")
        line.send(b'{"requests":[{"id":"1","method":"DELETE","url":"/me/messages/a?x=1"}]}')

def test_it_logs_a_name(tmp_path):
    (tmp_path / "repside.log").write_text('{"event": "failure", "place": "dana@acme.example", "subject": "hello"}\\\\n')

def test_it_says_a_password(tmp_path):
    program = tmp_path / "repside"
    program.write_text("import sys; print('hunter2'); print('Subject: Prices', file=sys.stderr)")
    subprocess.run([sys.executable, str(program)], check=True)
"""
FOUND = (
    "an IMAP command that does more than read: UID STORE",
    "an IMAP command that does more than read: UID FETCH (not PEEK)",
    "an IMAP command that does more than read: SELECT",
    "a request that does more than read: POST /gmail/v1/users/me/messages/send",
    "a request that does more than read: DELETE /me/messages/a",
    "outside this machine: socket.connect 198.51.100.7",
    "the canary acme in place",
    "the key place holds more than its words",
    "the key subject holds text",
    "said: 'hunter2' on stdout",
    "said: 'Subject:' on stderr",
)


@pytest.fixture
def aside() -> Iterator[Path]:
    """A folder that this run's own audit does not look into."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def played(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A run of the tests in this folder, of its own."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", wireaudit.VARIABLE))}
    line = [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-c", "/dev/null", "--rootdir", str(folder)]
    line += ["--basetemp", str(folder / "base"), *words]
    return subprocess.run(line, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_a_run_without_an_offence_stays_green(aside: Path) -> None:
    (aside / "test_planted.py").write_text("def test_nothing(): pass")
    done = played(aside, str(aside / "test_planted.py::test_nothing"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 outside of what is allowed" in done.stdout


def test_all_offences_are_found_over_two_workers_and_what_they_start(aside: Path) -> None:
    names = ("test_one.py", "test_two.py")
    for name in names:
        (aside / name).write_text(PLANTED.replace("\\\\", "\\"))
    done = played(aside, "-n", "2", "--dist", "loadfile", *(str(aside / name) for name in names))
    assert "10 passed" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 1, done.stdout
    assert [words for words in FOUND if words not in done.stdout] == [], done.stdout


@pytest.mark.parametrize(
    ("name", "line", "trouble"),
    [
        ("commands.1.0", '[["UID EXPUNGE", 1]]', "an IMAP command that does more than read: UID EXPUNGE"),
        ("requests.1", "DELETE /calendar/v3/calendars/x/events/y", "a request that does more than read: DELETE /calendar/v3/"),
        ("requests.1", "POST /calendar/v3/calendars/x/events", "a request that does more than read: POST /calendar/v3/"),
        ("requests.1", "POST /v1.0/me/sendMail", "a request that does more than read: POST /v1.0/me/sendMail"),
        ("connections.1", "socket.getaddrinfo tracker.com", "outside this machine: socket.getaddrinfo tracker.com"),
        ("connections.1", "socket.connect mail.example", "outside this machine"),
        ("said.1", "o the password is canary-of-secrets", "said: 'canary-of-secrets' on stdout"),
        ("said.1", "e canary-subject", "said: 'canary-subject' on stderr"),
        ("repside.log", '{"event": "account", "account": "work"}', "the key account holds more than its words"),
        ("repside.log.1", '{"event": "round", "people": ["a"]}', "the key people holds text"),
        ("repside.log", "no json", "a line that is no JSON"),
    ],
)  # fmt: skip
def test_one_offence_is_enough(name: str, line: str, trouble: str, aside: Path) -> None:
    (aside / name).write_text(line + "\n")
    (found,) = wireaudit.findings(aside, aside).troubles
    assert trouble in found


def test_what_is_allowed_is_counted(aside: Path) -> None:
    (aside / "commands.1.0").write_text('[["UID FETCH", 3], ["NOOP", 2]]')
    (aside / "requests.1").write_text(
        "GET /gmail/v1/users/me/messages\nPOST /batch/gmail/v1\nPOST /token\nPOST /v1.0/$batch\n"
    )
    (aside / "connections.1").write_text(
        "socket.connect 127.0.0.1\nsocket.connect ::1\nsocket.getaddrinfo imap.ours.example\n"
    )
    (aside / "said.1").write_text("o 2026-11-02  Offer 1\ne Ctrl-C ends it.\n")
    line = {
        "event": "account",
        "level": "info",
        "timestamp": "2026-11-23T20:00:00.1Z",
        "captured": 3,
        "code": "HEALTHY",
    }
    (aside / "repside.log").write_text(json.dumps(line | {"account": "0123456789ab", "error": None}) + "\n")
    assert wireaudit.findings(aside, aside) == (5, 4, 3, 1, 2, [])


def test_this_run_is_watched() -> None:
    """In this very process, and in those that it starts."""
    folder = Path(os.environ[wireaudit.VARIABLE])
    code = "import socket; socket.getaddrinfo('127.0.0.9', 9)"
    with subprocess.Popen([sys.executable, "-c", code]) as child:
        child.wait()
    assert "127.0.0.9" in (folder / f"connections.{child.pid}").read_text()
