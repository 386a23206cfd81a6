from __future__ import annotations

import http.client
import logging
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from store.database import Database
from sync.errors import BadSetting, FixSetup
from tests.view.conftest import Served, make_store
from view.app import create
from view.guard import Door
from view.server import open_view


@pytest.fixture
def reading(tmp_path: Path) -> Database:
    make_store(tmp_path / "store.db")
    return Database.open(f"sqlite:///{tmp_path}/store.db", read_only=True)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "example.com", ""])  # noqa: S104  refused, not bound
def test_an_address_that_others_reach_is_refused(reading: Database, host: str) -> None:
    with pytest.raises(BadSetting, match="this machine only"):
        open_view(reading, host=host)


def test_a_taken_port_is_a_sentence(reading: Database) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(FixSetup, match="cannot be used"):
            open_view(reading, port=taken.getsockname()[1])


def test_only_loopback_listens(reading: Database) -> None:
    serving = open_view(reading)
    bound = {each.getsockname()[0] for each in serving._sockets}
    serving.close()
    assert bound <= {"127.0.0.1", "::1"}
    assert "127.0.0.1" in bound


def test_both_loopbacks_share_the_port(served: Served) -> None:
    if len(served.serving._sockets) < 2:
        pytest.skip("this machine has no ::1")
    connection = http.client.HTTPConnection("::1", served.serving.port, timeout=20)
    connection.request("GET", "/history", headers={"cookie": served.cookie})
    assert connection.getresponse().status == 200
    connection.close()


def test_a_store_open_for_writing_is_refused(tmp_path: Path) -> None:
    make_store(tmp_path / "store.db")
    writable = Database.open(f"sqlite:///{tmp_path}/store.db")
    with pytest.raises(ValueError, match="read-only"):
        create(writable, Door(frozenset()))
    writable.close()


def test_two_views_do_not_sign_each_other_out(reading: Database) -> None:
    one, two = open_view(reading), open_view(reading)
    assert one._door.cookie != two._door.cookie
    one.close()
    two.close()


def test_neither_secret_nor_query_nor_content_is_logged(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        served.ask(served.serving.link.removeprefix(served.base))
        served.page("/?q=canary-words")
        served.page("/activity/1")
        served.ask("/enter/wrong-canary")
    for canary in (served.serving.link.rpartition("/")[2], "canary", "Renewal", "fernleaf"):
        assert canary not in caplog.text


def test_a_store_that_vanishes_is_a_page_with_a_code(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    ids = make_store(path)
    database = Database.open(f"sqlite:///{path}", read_only=True)
    with open_view(database) as serving:
        served = Served(serving, ids, path)
        path.write_bytes(b"this is no database, it is " * 400)
        database.close()
        answer = served.page("/history")
        assert answer.status == 503
        assert "STORE_DAMAGED" in answer.text
        assert "repside doctor" in answer.text
        assert "default-src" in answer.headers["content-security-policy"]
    database.close()


def test_it_ends_on_ctrl_c_and_frees_the_port(tmp_path: Path) -> None:
    make_store(tmp_path / "store.db")
    program = (
        "import sys\n"
        "from store.database import Database\n"
        "from view.server import open_view\n"
        "serving = open_view(Database.open(sys.argv[1], read_only=True))\n"
        "print(serving.link, flush=True)\n"
        "try:\n    serving.serve()\nexcept KeyboardInterrupt:\n    sys.exit(130)\n"
    )
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", program, f"sqlite:///{tmp_path}/store.db"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root, env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    assert process.stdout is not None
    link = process.stdout.readline().strip()
    port = int(link.split(":")[2].partition("/")[0])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/")
    assert connection.getresponse().status == 401
    connection.close()
    process.send_signal(2)
    _, errors = process.communicate(timeout=20)
    assert process.returncode in {0, 130}
    assert errors == ""
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))
