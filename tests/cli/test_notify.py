"""The manager's side is a real socket, as systemd's is."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.notify import Notify
from tests.cli.program import Repside, environment

SECONDS = 30.0
"""A word that has not come by then does not come."""

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no such sockets")


class Ear:
    """What a service manager listens with."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.line.settimeout(SECONDS)
        self.line.bind("\0" + address[1:] if address.startswith("@") else address)

    def word(self) -> str:
        return self.line.recv(4096).decode()

    def words_until(self, last: str) -> list[str]:
        heard = [self.word()]
        while heard[-1] != last:
            heard.append(self.word())
        return heard

    def waiting(self) -> list[str]:
        """What has come and was not heard yet."""
        self.line.setblocking(False)
        heard = []
        try:
            while True:
                heard.append(self.word())
        except BlockingIOError:
            self.line.settimeout(SECONDS)
            return heard


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[Ear]:
    made = Ear(str(tmp_path / "notify"))
    yield made
    made.line.close()


def test_what_is_said_reaches_the_socket(ear: Ear) -> None:
    env = {"NOTIFY_SOCKET": ear.address}
    notify = Notify(env)
    notify.ready()
    notify.stopping()
    assert ear.waiting() == [
        "READY=1",
        "STATUS=Reads mail as it comes in.",
        "STOPPING=1",
        "STATUS=Finishes the pages that are being read.",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="abstract names are Linux' own")
def test_an_abstract_name_works_from_another_process() -> None:
    ear = Ear(f"@repside-test-{os.getpid()}-{os.urandom(4).hex()}")
    program = "import os; from cli.notify import Notify; Notify(os.environ).ready()"
    subprocess.run([sys.executable, "-c", program], env=environment(NOTIFY_SOCKET=ear.address), check=True)
    assert ear.waiting()[0] == "READY=1"
    ear.line.close()


def test_a_status_stays_one_line(ear: Ear) -> None:
    Notify({"NOTIFY_SOCKET": ear.address}).status("one\nREADY=1\n\ntwo")
    assert ear.waiting() == ["STATUS=one READY=1 two"]


def test_the_watchdog_hears_of_us_at_half_its_time(ear: Ear) -> None:
    now = [100.0]
    notify = Notify({"NOTIFY_SOCKET": ear.address, "WATCHDOG_USEC": "8000000"}, lambda: now[0])
    heard = []
    for second in range(13):
        now[0] = 100.0 + second
        notify.alive()
        heard += [second] * len(ear.waiting())
    assert heard == [4, 8, 12]


@pytest.mark.parametrize("more", [{}, {"WATCHDOG_USEC": "0"}, {"WATCHDOG_USEC": "x"}, {"WATCHDOG_PID": "1"}])
def test_without_a_watchdog_there_is_no_sign_of_life(ear: Ear, more: dict[str, str]) -> None:
    now = [0.0]
    env = {"NOTIFY_SOCKET": ear.address, **({"WATCHDOG_USEC": "1"} if "WATCHDOG_PID" in more else {}), **more}
    notify = Notify(env, lambda: now[0])
    now[0] = 1e9
    notify.alive()
    notify.status("here")
    assert ear.waiting() == ["STATUS=here"]


def test_programs_that_we_start_do_not_speak_for_us() -> None:
    env = {"NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "5", "WATCHDOG_PID": "7", "PATH": "/bin"}
    Notify(env)
    assert env == {"PATH": "/bin"}


@pytest.mark.parametrize("named", ["", "relative", "vsock:2:1234", "/nowhere/at/all"])
def test_nobody_who_listens_is_no_trouble(named: str) -> None:
    now = [0.0]
    notify = Notify({"NOTIFY_SOCKET": named, "WATCHDOG_USEC": "1"}, lambda: now[0])
    now[0] = 1.0
    for say in (notify.ready, notify.alive, notify.stopping):
        say()


def test_a_sign_of_life_that_was_not_heard_is_given_again(tmp_path: Path) -> None:
    now = [0.0]
    address = str(tmp_path / "late")
    notify = Notify({"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "2000000"}, lambda: now[0])
    now[0] = 1.0
    notify.alive()
    ear = Ear(address)
    notify.alive()
    assert ear.waiting() == ["WATCHDOG=1"]
    ear.line.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_the_daemon_says_ready_alive_and_stopping(connected: Repside, ear: Ear) -> None:
    variables = {"NOTIFY_SOCKET": ear.address, "WATCHDOG_USEC": "1000000"}
    with connected.started("run", variables=variables) as process:
        assert ear.word() == "READY=1"
        assert ear.words_until("WATCHDOG=1")
        process.send_signal(signal.SIGTERM)
        assert ear.words_until("STOPPING=1")
        process.communicate(timeout=SECONDS)
    assert process.returncode == 0
