"""Parsing in a process of its own: what one hostile item does costs that item, and nothing else."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors import apart, parser
from connectors.apart import Lost, Parsers
from connectors.folder import calendar as folder_calendar
from connectors.folder import unparsed
from connectors.folder.connector import FolderConnector
from connectors.folder.options import FolderOptions
from connectors.folder.source import Raw
from connectors.imap import listing as imap_listing
from connectors.imap import reading as imap_reading
from connectors.wire import mime
from connectors.wire.text import Words
from connectors.wire.values import Malformed, dump, load
from sync.errors import BrokenAnswer, ShortOfResources
from sync.model import Header, Meeting, Message, Occurrence, Person, Ref, Rejected
from tests.connectors.dovecot import Dovecot
from tests.connectors.folder.test_calendar import CLOSE, OPEN, event
from tests.connectors.folder.worlds import LATER
from tests.connectors.imap.world import imap_world
from tests.connectors.world import MINUTE, NOON, listing, mail

HOSTILE = "tests.connectors.hostile"
linux = pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")


@pytest.fixture
def parsers() -> Iterator[Parsers]:
    made = Parsers(HOSTILE)
    yield made
    made.close()


@linux
@pytest.mark.parametrize(
    ("kind", "arguments", "errors"),
    [
        ("loop", (), {"TimeLimit"}),
        ("swell", (), {"MemoryLimit", "Killed"}),
        ("deep", (), {"RecursionError"}),
        ("fault", (), {"Killed"}),
        ("die", (), {"Killed"}),
        ("exit", (), {"Killed"}),
        ("garbage", (), {"Killed", "Malformed"}),
        ("write", (), {"PermissionError", "OSError"}),
        ("run", (), {"PermissionError", "OSError", "BlockingIOError"}),
        ("odd", (), {"TypeError"}),
        ("nothing of that name", (), {"KeyError"}),
        ("huge", (40_000_000,), {"TooLarge"}),
        ("mute", (), {"Killed"}),
        ("read", ("/etc/hostname",), {"PermissionError"}),
        (
            "read",
            (str(Path(mime.__file__).parent / ".." / ".." / ".." / ".." / "etc" / "hostname"),),
            {"PermissionError"},
        ),
    ],
)
def test_F75_one_item_is_lost_and_the_others_are_not(
    parsers: Parsers, kind: str, arguments: tuple[object, ...], errors: set[str]
) -> None:
    raws = [mail(n) for n in range(40)]
    items: list[apart.Item] = [("header", (raw, NOON, ())) for raw in raws]
    items.insert(17, (kind, arguments))
    found = parsers.all(items)
    lost = found.pop(17)
    assert isinstance(lost, Lost), lost
    assert lost.error in errors
    assert found == [mime.header(raw, received=NOON) for raw in raws]
    assert parsers.one("words", "Hello.", "") == Words("Hello.")


@linux
def test_it_reaches_no_network(parsers: Parsers) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert isinstance(parsers.one("connect", server.getsockname()[1]), Lost)


@linux
def test_it_knows_no_secret(parsers: Parsers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPSIDE_KEY", "canary")
    assert parsers.one("secret", "REPSIDE_KEY") == ""
    assert parsers.one("secret", "HOME") == ""


def test_what_is_left_in_the_middle_is_not_used_again(parsers: Parsers) -> None:
    """Ctrl-C while the answers come."""

    class Cut(list[apart.Item]):
        def __getitem__(self, at: object) -> object:  # type: ignore[override]
            raise KeyboardInterrupt

    parsers.one("words", "a", "")
    (process,) = parsers._idle
    with pytest.raises(KeyboardInterrupt):
        parsers.all(Cut([("words", ("b", ""))]))
    assert process._process.poll() is not None
    assert parsers._idle == []
    assert parsers.one("words", "c", "") == Words("c")


def test_a_mail_keeps_the_id_that_was_asked_for() -> None:
    asked = unparsed.Unparsed("mine", Raw(b""), "text")
    assert asked.outcome(Message("another's", Header())).id == "mine"
    assert asked.outcome(Rejected("another's", "NotMail")) == Rejected("mine", "NotMail")


def test_it_ends_with_its_parent() -> None:
    code = "from connectors.apart import parsers; parsers.one('words', 'a', ''); print(parsers._idle[0]._process.pid, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
        parent.wait()
        gone = threading.Event()
        for _ in range(200):
            if not alive(child):
                gone.set()
                break
            gone.wait(0.05)
    assert gone.is_set()


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_many_threads_share_it(parsers: Parsers) -> None:
    raws = [mail(n) for n in range(30)]
    expected = [mime.header(raw, received=NOON) for raw in raws]
    wrong: list[object] = []

    def work() -> None:
        found = [parsers.all([("header", (raw, NOON, ())) for raw in raws]) for _ in range(5)]
        wrong.extend(answer for answer in found if answer != expected)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(parsers._idle) <= apart.AT_ONCE


def test_what_is_idle_is_let_go(parsers: Parsers, monkeypatch: pytest.MonkeyPatch) -> None:
    parsers.one("words", "a", "")
    process = parsers._idle[0]
    process.used -= apart.IDLE + 1
    parsers._let_go()
    assert parsers._idle == []
    assert process._process.poll() is not None
    assert parsers.one("words", "b", "") == Words("b")


def test_F76_without_memory_for_an_answer_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PIECE", 1 << 60)  # no machine has that much
    made = Parsers("connectors.parser")
    try:
        assert made.one("header", b"Subject: x\r\n\r\n", 0, ()) == Lost("Killed")
    finally:
        made.close()


def test_no_process_to_be_had_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(ShortOfResources):
        Parsers().one("words", "a", "")


PEOPLE = (Person("from", "a@b.example", "Ä \ud800 x"), Person("to", "c@d.example", response="accepted"))
HEADER = Header(
    "meeting", "1@x", ("2@x",), PEOPLE, 2, "S\n", 5, None, frozenset({"private"}), "l.example", ("Label_1",)
)
TIMES = (Occurrence("20260101", 1, 2, True, False, "s", "here", PEOPLE, 3, 4, False),)


@pytest.mark.parametrize(
    "value",
    [
        "words",
        HEADER,
        Rejected("id", "NoStart"),
        Meeting("id", "uid", HEADER, TIMES, "REQUEST", True, "text", "note"),
        Message("id", HEADER, "text", ("a.pdf",), (Meeting("", "u", HEADER, TIMES),), "Ann\nCTO"),
        Words("text", "Ann\nCTO", ended=True),
        [Rejected("id", "NoStart"), Meeting("id", "uid", HEADER)],
    ],
)
def test_values_come_back_as_they_went(value: object) -> None:
    assert load(dump(value)) == value  # type: ignore[arg-type]  # each is a Value


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"{", b"5", b"null", b"[]", b'["x"]', b'["h"]', b'["h",1,2,3,4,5,6,7,8,9,10,11]', b"[[" * 5_000,
        b'["h","message","",[],[],"0","",null,null,[],"",[]]', b'["h","letter","",[],[],0,"",null,null,[],"",[]]',
        b'["h","message","",[],[["from","a"]],0,"",null,null,[],"",[]]', b'["h","message","",[],[],true,"",null,null,[],"",[]]',
        b'["m","id",["r","a","b"],"",[],[]]', b'["m","id",["h","message","",[],[],0,"",null,null,[],"",[]],"",[],["x"]]',
        b'["r",1,2]', b'["r","id","Dear Ada"]', b'["h","message","",[],[["boss","a","",""]],0,"",null,null,[],"",[]]',
        b'["h","message","",[],[],9223372036854775808,"",null,null,[],"",[]]', b'["l",["r"]]', b'["__class__","x"]',
    ],
)  # fmt: skip
def test_what_no_parser_gives_is_refused(raw: bytes) -> None:
    with pytest.raises(Malformed):
        load(raw)


@linux
@pytest.mark.dovecot
def test_F75_a_header_that_kills_is_set_aside_and_the_listing_goes_on(
    full_dovecot: Dovecot, parsers: Parsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_listing, "parsers", parsers)
    monkeypatch.setattr(imap_reading, "parsers", parsers)
    with imap_world(full_dovecot) as world:
        good = [world.add(mail(n), NOON + n * MINUTE) for n in range(1, 6)]
        bad = world.add(mail(7, subject="kill me"), NOON + 7 * MINUTE)
        worse = world.add(mail(8, "kill me, too\n"), NOON + 8 * MINUTE)
        connector = world.connector()
        stream = world.stream(connector)
        found = listing(connector, stream)
        assert [item for page in found.pages for item in page.rejected] == [Rejected(bad, "Killed")]
        refs = [ref for page in found.pages for ref in page.changed]
        assert {ref.id for ref in refs} == {*good, worse}
        records = {record.id: record for record in connector.fetch(stream, refs)}
        assert records[worse] == Rejected(worse, "Killed")
        assert all(isinstance(records[name], Message) for name in good)
        assert list(connector.look(stream, [bad])) == [Rejected(bad, "Killed")]


@linux
def test_F75_the_same_in_a_folder(tmp_path: Path, parsers: Parsers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unparsed, "parsers", parsers)
    for part in ("cur", "new", "tmp"):
        (tmp_path / part).mkdir()
    for number in range(1, 6):
        (tmp_path / "cur" / f"{NOON + number}.{number}.host").write_bytes(mail(number))
    (tmp_path / "cur" / f"{NOON + 7}.7.host").write_bytes(mail(7, subject="kill me"))
    (tmp_path / "cur" / f"{NOON + 8}.8.host").write_bytes(mail(8, "kill me, too\n"))
    connector = FolderConnector(FolderOptions(path=str(tmp_path), level="text"))
    (stream,) = connector.streams()
    pages = list(connector.changes(stream, None))
    assert [item.error for page in pages for item in page.rejected] == ["Killed"]
    refs = [ref for page in pages for ref in page.changed]
    outcomes = list(connector.fetch(stream, refs))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Message"] * 5 + ["Rejected"]
    assert all(isinstance(ref, Ref) for ref in refs)
    connector.close()


@linux
def test_F75_a_meeting_that_kills_costs_itself_only(
    tmp_path: Path, parsers: Parsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_calendar, "parsers", parsers)
    events = [event(f"e{n}") for n in range(6)]
    bad = event("bad", summary="kill me")
    (tmp_path / "work.ics").write_text(OPEN + "".join([*events[:3], bad, *events[3:]]) + CLOSE)
    connector = FolderConnector(FolderOptions(str(tmp_path), now=lambda: LATER))
    (stream,) = connector.streams()
    pages = list(connector.changes(stream, None))
    assert [item for page in pages for item in page.rejected] == [Rejected("bad", "Killed")]
    assert {ref.id for page in pages for ref in page.changed} == {f"e{n}" for n in range(6)}
    connector.close()


@linux
def test_F75_a_calendar_that_kills_everywhere_is_told_as_a_whole(
    tmp_path: Path, parsers: Parsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_calendar, "parsers", parsers)
    (tmp_path / "work.ics").write_text(OPEN + "".join(event(f"e{n}", summary="kill me") for n in range(40)) + CLOSE)
    connector = FolderConnector(FolderOptions(str(tmp_path), now=lambda: LATER))
    (stream,) = connector.streams()
    with pytest.raises(BrokenAnswer, match="Killed"):
        list(connector.changes(stream, None))
    assert len(parsers._idle) <= apart.AT_ONCE
    connector.close()


CORPUS = sorted(path for path in (Path(__file__).parents[2] / "sample").rglob("*") if path.is_file())
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def compared(parsers: Parsers, raws: list[bytes], name: str) -> None:
    """Each way of reading these bytes, apart and here."""
    for kind, arguments in (
        ("header", lambda raw: (raw, NOON, ())),
        ("message", lambda raw: ("id", raw, "text", NOON, ("\\Seen",))),
        ("invitations", lambda raw: (raw,)),
        ("meetings", lambda raw: (raw, NOON - 400 * 86_400, NOON + 400 * 86_400)),
    ):
        found = parsers.all([(kind, arguments(raw)) for raw in raws])
        for at, (raw, answer) in enumerate(zip(raws, found, strict=True)):
            direct = parser.PARSERS[kind](*arguments(raw))
            assert answer == (list(direct) if isinstance(direct, tuple) and kind == "invitations" else direct), (
                name,
                at,
                kind,
            )


def test_the_sample_is_read_as_in_this_process() -> None:
    made = Parsers()
    compared(made, [path.read_bytes() for path in CORPUS], "sample")
    made.close()


@pytest.mark.skipif(not SHARED.is_dir(), reason="other people's mail is not here")
def test_other_peoples_mail_is_read_as_in_this_process() -> None:
    made = Parsers()
    paths = sorted(path for path in SHARED.rglob("*") if path.is_file() and path.stat().st_size < 200_000)
    for at in range(0, min(len(paths), 1_500), 100):
        compared(made, [path.read_bytes() for path in paths[at : at + 100]], str(paths[at]))
    made.close()


def test_many_blanks_in_many_boxes_are_read_within_the_time() -> None:
    html = '<div style="border-top:solid 1px">' * 20 + "<b> </b>" * 30_000 + "hello"
    (found,) = apart.parsers.all([("words", ("", html))])
    assert isinstance(found, Words), "not lost to its time"
