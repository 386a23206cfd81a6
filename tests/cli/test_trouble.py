"""What can go wrong: one sentence that says what happened, what is safe and what to do; the exit code; nothing lost."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from config.paths import find
from store import lock
from store.database import Database
from tests.cli.program import REP, Repside, mail, maildir


@contextmanager
def silent_server() -> Iterator[tuple[int, threading.Event]]:
    """Takes connections and never says a word: (port, set at the first connection)."""
    came = threading.Event()
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            try:
                while True:
                    held.append(listener.accept()[0])
                    came.set()
            except OSError:
                return

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1], came
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(10)
            for connection in held:
                connection.close()


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def add_imap(repside: Repside, port: int, name: str = "imap", command: str = "echo x") -> None:
    text = (repside.home / "config.toml").read_text(encoding="utf-8")
    text += f'\n[[account]]\nname = "{name}"\nprovider = "imap"\naddress = "{REP}"\nhost = "127.0.0.1"\nport = {port}\n'
    text += f'security = "none"\npassword_command = "{command}"\n'
    (repside.home / "config.toml").write_text(text, encoding="utf-8")


def unexplained(repside: Repside, *accounts: str) -> list[int]:
    return [row["unexplained"] for row in repside.ok("receipt", *accounts, "--json").rows]


def test_without_a_store_the_next_step_is_init(repside: Repside) -> None:
    for arguments in (
        ["status"],
        ["history"],
        ["sync"],
        ["import", "contacts", "x.csv"],
        ["exclude", "a@b.example"],
    ):
        done = repside(*arguments)
        assert done.code in {1, 2}
        assert "repside init" in done.err or "repside connect" in done.err or "x.csv" in done.err
    assert not repside.home.exists()


def test_a_wrong_setting_stops_before_anything_is_done(connected: Repside) -> None:
    config = connected.home / "config.toml"
    config.write_text(config.read_text(encoding="utf-8") + "\n[view]\nport = 'x'\n[veiw]\n", encoding="utf-8")
    done = connected("sync")
    assert (done.code, done.out) == (2, "")
    assert "2 problems" in done.err
    assert "view.port" in done.err
    assert "did you mean view?" in done.err


def test_an_unreachable_host_does_not_stop_the_others(connected: Repside) -> None:
    add_imap(connected, closed_port())
    done = connected("sync", "--json")
    assert done.code == 3
    assert done.rows[0]["captured"] == 3
    assert "imap: The server 127.0.0.1 cannot be reached" in done.err
    assert "Everything read so far is safe" in done.err
    rows = {row["account"]: row for row in connected.ok("status", "--json").rows}
    assert (rows["mail"]["state"], rows["imap"]["state"]) == ("HEALTHY", "OFFLINE")
    assert rows["imap"]["action"]
    receipt = connected("receipt", "--json")
    assert receipt.code == 3
    assert [row["unexplained"] for row in receipt.rows] == [0]


def test_when_all_accounts_fail_the_code_is_1(connected: Repside) -> None:
    add_imap(connected, closed_port())
    assert connected("sync", "imap").code == 1


def test_a_missing_sign_in_is_code_4_alone_and_3_beside_others(connected: Repside) -> None:
    add_imap(connected, closed_port(), command=f"'{sys.executable}' -c 'raise SystemExit(1)'")
    with silent_server():
        assert connected("sync", "imap").code in {1, 4}
    assert connected("sync").code == 3


def waits(process: subprocess.Popen[str]) -> None:
    """Until it sleeps, as it does in its wait for the server: Python sees a signal that comes just before that only after it."""
    state = Path(f"/proc/{process.pid}/stat")
    while state.exists() and process.poll() is None and state.read_text().rpartition(")")[2].split()[0] != "S":
        os.sched_yield()


def test_ctrl_c_is_130_and_the_next_round_goes_on(connected: Repside) -> None:
    with silent_server() as (port, came):
        add_imap(connected, port)
        with connected.started("sync") as process:
            assert came.wait(60)
            waits(process)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert "Stopped." in err
    assert "goes on where it stopped" in err
    assert connected.ok("sync", "mail", "--json").rows[0]["captured"] == 0, "it was read before the interruption"
    assert unexplained(connected, "mail") == [0]


def test_a_second_process_on_the_same_store_is_told_who_holds_it(connected: Repside) -> None:
    database = Database.open(find(connected.home, {}).store_url)
    with lock.writer(database):
        done = connected("sync")
        readable = connected("status")
        doctor = connected("doctor", "--json")
    database.close()
    assert done.code == 1
    assert f"Another Repside (process {os.getpid()}) is using this store" in done.err
    assert readable.code == 0
    assert {"lock": "note"}.items() <= {row["check"]: row["result"] for row in doctor.rows}.items()
    assert connected.ok("sync", "--json").rows[0]["captured"] == 3


def test_a_store_of_a_newer_version_is_refused_and_left_alone(connected: Repside) -> None:
    connected.ok("sync")
    store = connected.home / "data" / "repside.sqlite"
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("update alembic_version set version_num = '9999'")
    before = store.read_bytes()
    for command in ("sync", "status", "history"):
        done = connected(command)
        assert done.code == 1
        assert "written by a newer Repside (schema 9999" in done.err
    assert store.read_bytes() == before
    assert connected("doctor").code == 1


def test_a_damaged_store_says_what_to_do(connected: Repside) -> None:
    connected.ok("sync")
    store = connected.home / "data" / "repside.sqlite"
    store.write_bytes(b"This is not a database at all, but it is long enough to be taken for one." * 50)
    done = connected("status")
    assert done.code == 1
    assert "The store is damaged" in done.err
    doctor = connected("doctor")
    assert doctor.code == 1
    assert "Run `repside doctor --set-aside`" in doctor.out
    assert "Run `repside doctor` " not in doctor.out, "it must not send the rep to itself"


def test_an_emptied_store_is_damage_and_never_quietly_made_anew(connected: Repside) -> None:
    connected.ok("sync")
    connected.ok("exclude", "someone@acme.example")
    (connected.home / "data" / "repside.sqlite").write_bytes(b"")
    for arguments in (["sync"], ["exclude", "a@b.example"]):
        done = connected(*arguments)
        assert done.code == 1
        assert "the file is empty" in done.err
    doctor = connected("doctor")
    assert doctor.code == 1
    assert "the file is empty" in doctor.out
    assert "newer" not in doctor.out
    assert (connected.home / "data" / "repside.sqlite").stat().st_size == 0
    assert "Set them again with `repside exclude` before the next sync" in connected.ok("doctor", "--set-aside").out
    connected.ok("sync")


def test_a_full_disk_keeps_what_was_stored_and_the_next_round_goes_on(connected: Repside, tmp_path: Path) -> None:
    many = [mail(n, body="word " * 400) for n in range(100, 400)]
    connected.ok("connect", "folder", str(maildir(tmp_path / "many", many)), "--address", REP, "--level", "text")
    connected.ok("sync", "mail")
    room = (connected.home / "data" / "repside.sqlite").stat().st_size + 100_000

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    # The kernel refuses every byte beyond, as a full disk does.
    with connected.started("sync", preexec_fn=little_room) as process:
        _, err = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "is full" in err
    assert "everything before it is safe" in err
    assert len(connected.ok("history", "--json", "--limit", "1000").rows) == 3
    connected.ok("sync")
    assert unexplained(connected) == [0, 0]
    assert len(connected.ok("history", "--json", "--limit", "1000").rows) == 303


def test_a_lost_key_is_never_replaced(connected: Repside) -> None:
    connected.ok("sync")
    (connected.home / "data" / "secrets").unlink()
    for arguments in (["sync"], ["init"], ["exclude", "a@b.example"]):
        done = connected(*arguments)
        assert done.code == 1
        assert "the store's key is missing" in done.err
    doctor = connected("doctor")
    assert doctor.code == 1
    assert "from a backup" in doctor.out
    assert "repside connect" not in doctor.out, "that would end in the same sentence"


def test_another_key_is_refused(connected: Repside, tmp_path: Path) -> None:
    other = Repside(tmp_path / "other")
    other.ok("init")
    for name in ("key", "data/secrets"):
        (connected.home / name).write_bytes((other.home / name).read_bytes())
    done = connected("sync")
    assert done.code == 1
    assert "not the one that this store was written with" in done.err


def test_a_folder_that_went_away_loses_nothing(connected: Repside, tmp_path: Path) -> None:
    connected.ok("sync")
    (tmp_path / "mail").rename(tmp_path / "elsewhere")
    done = connected("sync")
    assert done.code == 1
    assert "is not there now" in done.err
    assert connected.ok("status", "--json").rows[0]["state"] == "OFFLINE"
    assert len(connected.ok("history", "--json").rows) == 3
    (tmp_path / "elsewhere").rename(tmp_path / "mail")
    connected.ok("sync")
    assert unexplained(connected) == [0]


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="root and Windows may read everything")
def test_a_home_that_may_not_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    done = Repside(tmp_path / "locked" / "home")("init")
    assert done.code == 1
    assert "Repside may not use" in done.err


def test_a_home_that_is_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    done = Repside(tmp_path / "home")("init")
    assert done.code == 1
    assert "Repside may not use" in done.err


@pytest.mark.parametrize("kind", ["contacts", "deals"])
def test_a_file_that_is_not_there_says_so(connected: Repside, kind: str) -> None:
    done = connected("import", kind, "/no/such/file.csv")
    assert (done.code, done.out) == (1, "")
    assert "/no/such/file.csv" in done.err
    assert "No such file" in done.err
    assert "permissions" not in done.err, "the rep is not sent after the wrong thing"


def test_a_file_that_is_no_table_says_so(connected: Repside, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(bytes(range(256)) * 20)
    done = connected("import", "contacts", str(tmp_path / "x.csv"))
    assert done.code == 1
    assert "cannot be taken in" in done.err
    assert "Nothing was changed" in done.err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_in_another_encoding_is_read_or_refused_whole(
    connected: Repside, tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "x.csv").write_bytes("id,name,email\nC-9,Jürgen Müller,jm@other.example\n".encode(encoding))
    done = connected("import", "contacts", str(tmp_path / "x.csv"))
    if done.code == 0:
        assert "1 contact: 1 new" in done.out
    else:
        assert "cannot be taken in" in done.err


def test_bad_rows_are_named_by_line_and_the_rest_is_taken(connected: Repside, tmp_path: Path) -> None:
    text = "id,name,email,shoe size\nC-5,Eve,eve@acme.example,39\nC-6,Bob,this is no address,41\nC-7,Ann,ann@acme.example,40\n"
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    done = connected("import", "contacts", str(tmp_path / "x.csv"))
    assert done.code == 0
    assert "x.csv, line 3:" in done.err
    assert "shoe size" in done.err
    assert "2 contacts: 2 new" in done.out


def test_the_same_file_twice_changes_nothing(connected: Repside, tmp_path: Path) -> None:
    assert (
        "1 contact: 0 new, 0 changed, 1 as before."
        in connected.ok("import", "contacts", str(tmp_path / "contacts.csv")).out
    )
    assert "1 deal: 0 new, 0 changed, 1 as before." in connected.ok("import", "deals", str(tmp_path / "deals.csv")).out


def test_a_path_that_the_system_refuses_is_said_plainly(repside: Repside) -> None:
    done = Repside(repside.home / ("x" * 300))("init")
    assert done.code == 1
    assert "Repside may not use" in done.err


def test_a_bug_of_ours_is_a_sentence_and_a_line_in_the_log(connected: Repside) -> None:
    connected.ok("sync")
    with closing(sqlite3.connect(connected.home / "data" / "repside.sqlite")) as store, store:
        store.execute("update activities set marks = '5'")
    done = connected("history")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("Repside made a mistake (")
    assert "Nothing in your mailbox was changed" in done.err
    last = json.loads((connected.home / "logs" / "repside.log").read_text(encoding="utf-8").splitlines()[-1])
    assert (last["event"], last["error"]) == ("failure", "TypeError")
    assert "store/" in last["place"]
