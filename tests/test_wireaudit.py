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
PLANTED = {
    "": "def test_nothing(): pass",
    "an IMAP command that does more than read: UID STORE": """
        from tests import wireaudit
        def test_it_marks_mail_as_read(): wireaudit.note_commands([b"r7 UID STORE 1 +FLAGS (\\\\Seen)", b"r8 NOOP"])
    """,
    "an IMAP command that does more than read: UID FETCH (not PEEK)": """
        from tests import wireaudit
        def test_it_marks_mail_as_read(): wireaudit.note_commands([b"r7 UID FETCH 1 (BODY[TEXT])"])
    """,
    "an IMAP command that does more than read: SELECT": """
        from tests import wireaudit
        def test_it_opens_for_writing(): wireaudit.note_commands([b"r7 SELECT INBOX"])
    """,
    "outside this machine: socket.connect 198.51.100.7": """
        import subprocess, sys
        code = "import socket; s = socket.socket(); s.setblocking(False); s.connect_ex(('198.51.100.7', 9))"
        def test_it_phones_home(): subprocess.run([sys.executable, "-c", code], check=True)
    """,
    "the canary acme in place": """
        def test_it_logs_a_name(tmp_path):
            (tmp_path / "repside.log").write_text('{"event": "failure", "place": "dana@acme.example"}\\n')
    """,
    "the key subject holds text": """
        def test_it_logs_a_subject(tmp_path):
            (tmp_path / "repside.log").write_text('{"event": "page", "subject": "hello"}\\n')
    """,
}


@pytest.fixture
def aside() -> Iterator[Path]:
    """A folder that this run's own audit does not look into."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.mark.parametrize("offence", PLANTED)
def test_each_offence_turns_a_run_red(offence: str, aside: Path) -> None:
    lines = PLANTED[offence].splitlines()
    source = "\n".join(line.removeprefix("        ") for line in lines).replace("\\\\", "\\")
    (aside / "test_planted.py").write_text(source)
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")}
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.conftest",
        "-c",
        "/dev/null",
        "--rootdir",
        str(aside),
    ]
    words += ["--basetemp", str(aside / "base"), str(aside / "test_planted.py")]
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert "1 passed" in done.stdout, done.stdout + done.stderr
    assert done.returncode == (1 if offence else 0), done.stdout
    assert offence in done.stdout


def test_this_run_is_watched() -> None:
    """In this very process, and in those that it starts."""
    folder = Path(os.environ[wireaudit.VARIABLE])
    code = "import socket; socket.getaddrinfo('127.0.0.9', 9)"
    with subprocess.Popen([sys.executable, "-c", code]) as child:
        child.wait()
    assert "127.0.0.9" in (folder / f"connections.{child.pid}").read_text()


def test_what_the_lists_are_made_of(aside: Path) -> None:
    (aside / "repside.log").write_text(
        json.dumps({"event": "account", "captured": 3, "code": "HEALTHY"}) + "\nno json\n"
    )
    found = wireaudit.findings(aside, aside)
    assert (found.lines, [t.rpartition(": ")[2] for t in found.troubles]) == (2, ["a line that is no JSON"])
