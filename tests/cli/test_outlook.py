"""`repside connect outlook` and what follows, by the installed program, MSAL and a browser that a script stands for."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from connectors.http import Answer
from connectors.microsoft.options import GRAPH
from tests.cli.program import Done, Repside, environment, mail, maildir
from tests.cli.test_daemon import until
from tests.connectors.microsoft.calendars import Event
from tests.connectors.microsoft.fake import Graph, refuse
from tests.connectors.microsoft.server import CLIENT, Server, denial

ROB = "rob@seller.example"
NOON = 1_793_600_000
BROWSER = """#!{python}
import ssl, sys, urllib.request
urllib.request.urlopen(sys.argv[-1], timeout=20, context=ssl.create_default_context(cafile={ca!r})).read()
"""
BASIC = ("User.Read", "Mail.ReadBasic")
READ = ("User.Read", "Mail.Read", "Calendars.Read")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    graph = Graph(ROB)
    for n in range(4):
        graph.deliver(mail(n, to=ROB).encode(), NOON + n * 60, "inbox" if n else "archive")
    graph.deliver(mail(9, sender="stranger@other.example", to=ROB).encode(), NOON + 900)
    row = {"iCalUId": "talk@x", "subject": "Talk of prices", "isCancelled": False, "isAllDay": False, "sensitivity": "normal",
           "organizer": {"emailAddress": {"address": ROB}}, "body": {"contentType": "text", "content": ""},
           "attendees": [{"type": "required", "emailAddress": {"address": "dana@acme.example"}}]}  # fmt: skip
    graph.calendars.put(Event("AAMkEvent1=", row, NOON + 7_200))
    with Server(graph, tmp_path / "server") as made:
        yield made


@pytest.fixture
def browser(tmp_path: Path, server: Server) -> str:
    """The command that opens a page: it follows where it is sent."""
    path = tmp_path / "browser"
    path.write_text(BROWSER.format(python=sys.executable, ca=str(server.ca)))
    path.chmod(0o755)
    return f"{path} %s"


def words(server: Server, *more: str) -> tuple[str, ...]:
    given = ("--client-id", CLIENT, "--api", server.base, "--login", server.base, "--ca", str(server.ca))
    return ("connect", "outlook", *given, *more)


def connect(repside: Repside, server: Server, browser: str, *more: str) -> Done:
    return repside(*words(server, *more), BROWSER=browser)


def contacts(repside: Repside) -> None:
    path = repside.home.parent / "contacts.csv"
    path.write_text("id,name,email,company\nC-1,Dana Cole,dana@acme.example,Acme\n", encoding="utf-8")
    repside.ok("import", "contacts", str(path))


def rights(asked: str) -> set[str]:
    """The rights of Graph in a request's scope."""
    return {scope.removeprefix(f"{GRAPH}/") for scope in asked.split() if scope.startswith(GRAPH)}


def test_from_the_sign_in_to_the_history(repside: Repside, server: Server, browser: str) -> None:
    done = connect(repside, server, browser)
    assert done.code == 0, done.err
    assert f"Connected {ROB}" in done.out
    assert "to read your mail" in done.err
    (asked,) = server.asked
    assert rights(asked["scope"]) == {*READ}
    assert "offline_access" in asked["scope"]
    assert (asked["response_type"], asked["prompt"]) == ("code", "select_account")
    contacts(repside)
    repside.ok("sync")
    found = repside.ok("history", "--json").rows
    assert sorted(row["subject"] for row in found) == ["Offer 0", "Offer 1", "Offer 2", "Offer 3", "Talk of prices"]
    assert {row["unexplained"] for row in repside.ok("receipt", "--json").rows} == {0}
    repside.ok("receipt", "--audit")
    server.graph.deliver(mail(20, to=ROB).encode(), NOON + 2_000)
    assert repside.ok("sync", "--json").rows[0]["captured"] == 1
    (status,) = repside.ok("status", "--json").rows
    assert (status["state"], status["requests_in_ten_minutes"]) == ("HEALTHY", 10_000)
    assert status["requests_used"] <= server.graph.requests + server.graph.parts
    assert repside.ok("sync", "--json").rows[0]["captured"] == 0


def test_the_sign_in_is_kept_encrypted_and_nowhere_else(repside: Repside, server: Server, browser: str) -> None:
    assert connect(repside, server, browser, ROB).code == 0
    contacts(repside)
    repside.ok("sync")
    for path in repside.home.rglob("*"):
        if path.is_file():
            assert b"canary" not in path.read_bytes(), path
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_18_at_level_headers_the_least_rights_are_asked_for(repside: Repside, server: Server, browser: str) -> None:
    assert connect(repside, server, browser, ROB, "--level", "headers", "--no-calendar").code == 0
    assert rights(server.asked[0]["scope"]) == {*BASIC}
    assert server.asked[0]["login_hint"] == ROB
    assert not any("Shared" in asked["scope"] or "default" in asked["scope"] for asked in server.asked)


@pytest.mark.parametrize(
    ("cloud", "graph"),
    [("us", "https://graph.microsoft.us"), ("us-dod", "https://dod-graph.microsoft.us"),
     ("china", "https://microsoftgraph.chinacloudapi.cn")],
)  # fmt: skip
def test_18_a_national_clouds_own_rights_are_asked_for(
    repside: Repside, server: Server, browser: str, cloud: str, graph: str
) -> None:
    """This server stands for the cloud's; the command is what a rep would type, but for that."""
    server.grants = [f"{graph}/{right}" for right in READ]
    here = os.path.relpath(server.ca)
    done = connect(repside, server, browser, ROB, "--cloud", cloud, "--tenant", "seller.example", "--ca", here)
    assert done.code == 0, done.err
    assert {f"{graph}/{right}" for right in READ} <= {*server.asked[0]["scope"].split()}
    assert not rights(server.asked[0]["scope"])
    (kept,) = tomllib.loads((repside.home / "config.toml").read_text())["account"]
    assert kept["cloud"] == cloud
    assert Path(kept["ca"]).is_absolute(), "whatever folder the next command runs in"
    repside.ok("sync")
    forwarded = repside.ok("connect", "outlook", ROB, "--for-admin", "--cloud", cloud).out
    assert quote(f"{graph}/Mail.Read", safe="") in forwarded


def test_a_code_on_another_device(repside: Repside, server: Server) -> None:
    done = repside(*words(server, "--device-code"))
    assert done.code == 0, done.err
    assert "enter the code ABCD-1234" in done.err
    assert not server.asked, "no browser was needed"
    repside.ok("sync")
    assert repside.ok("status", "--json").rows[0]["state"] == "HEALTHY"


def test_18_a_code_asks_for_the_least_rights_too(repside: Repside, server: Server) -> None:
    done = repside(*words(server, ROB, "--device-code", "--level", "headers", "--calendar"))
    assert done.code == 0, done.err
    assert "to see the headers of your mail, no text" in done.err
    scopes = next(form["scope"] for form in server.device_forms)
    assert rights(scopes) == {*BASIC, "Calendars.ReadBasic"}


@pytest.mark.parametrize(
    ("number", "said"),
    [(90094, "lets only an administrator allow"), (53003, "Your company's sign-in rules"), (50057, "no open mailbox")],
)
def test_F44_19_a_code_that_is_refused_brings_the_text_for_the_administrator(
    repside: Repside, server: Server, number: int, said: str
) -> None:
    server.token_says = denial(number)
    done = repside(*words(server, ROB, "--device-code"))
    assert (done.code, said in done.err) == (4, True), done
    assert "Please allow Repside to read" in done.err
    assert not (repside.home / "config.toml").exists()


@pytest.mark.parametrize(
    ("says", "code", "said"),
    [
        ({"error": "access_denied", "error_description": "AADSTS65004: declined"}, 4, "the consent was not given"),
        ({"error": "access_denied", "error_description": "AADSTS90094: admin"}, 4, "lets only an administrator allow"),
        ({"error": "consent_required"}, 4, "lets only an administrator allow"),
        ({"error": "access_denied", "error_description": "AADSTS53003: CA"}, 4, "Your company's sign-in rules"),
        ({"error": "server_error"}, 1, "asks us to wait"),
    ],
)
def test_F44_19_a_refusal_leaves_everything_as_it_was(
    repside: Repside, server: Server, browser: str, says: dict[str, str], code: int, said: str
) -> None:
    server.says = says
    done = connect(repside, server, browser, ROB)
    assert (done.code, said in done.err) == (code, True), done
    assert not (repside.home / "config.toml").exists()
    forwarded = "Please allow Repside to read" in done.err
    assert forwarded == ("administrator allow" in said or "rules" in said)


def test_19_the_text_for_the_administrator_stands_alone(repside: Repside, server: Server) -> None:
    done = repside.ok(*words(server, ROB, "--for-admin", "--tenant", "seller.example"))
    for part in (CLIENT, ROB, "Mail.Read (delegated)", "/seller.example/v2.0/adminconsent?", "redirect_uri=http"):
        assert part in done.out, part
    assert not server.asked


def test_F44_a_right_that_was_left_out_is_named(repside: Repside, server: Server, browser: str) -> None:
    server.grants = ["User.Read", "https://graph.microsoft.com/Mail.Read", "openid"]
    done = connect(repside, server, browser, ROB)
    assert done.code == 4
    assert "to read your calendars" in done.err


def test_F43_another_mailbox_than_the_stored_one_is_refused(repside: Repside, server: Server, browser: str) -> None:
    assert connect(repside, server, browser, ROB).code == 0
    server.graph.address = "eve@seller.example"
    done = connect(repside, server, browser, ROB)
    assert done.code == 4
    assert "eve@seller.example" in done.err
    assert f"belongs to {ROB}" in done.err


@pytest.mark.parametrize(
    ("number", "state", "said"),
    [
        (50173, "RECONNECT", "your password was changed"),
        (700082, "RECONNECT", "the sign-in has ended by age"),
        (50076, "RECONNECT", "another proof that it is you"),
        (65001, "RECONNECT", "to read what this level needs"),
        (53003, "ADMIN_NEEDED", "Your company's sign-in rules"),
        (90094, "ADMIN_NEEDED", "lets only an administrator"),
        (50057, "ADMIN_NEEDED", "its licence was taken away"),
    ],
)
def test_F41_17_a_sign_in_that_ended_is_told_and_the_history_stays(
    repside: Repside, server: Server, browser: str, number: int, state: str, said: str
) -> None:
    assert connect(repside, server, browser).code == 0
    contacts(repside)
    repside.ok("sync")
    server.graph.tokens.clear()
    server.token_says = denial(number)
    done = repside("sync")
    assert done.code == 4
    assert said in done.err, done.err
    assert "AADSTS" not in done.err
    (row,) = repside.ok("status", "--json").rows
    assert row["state"] == state
    assert len(repside.ok("history", "--json").rows) == 5
    if state == "ADMIN_NEEDED":
        assert f"repside connect outlook {ROB} --for-admin" in row["action"]
        assert "Please allow Repside to read" in repside.ok("connect", "outlook", ROB, "--for-admin").out
    server.token_says = {}
    assert repside("connect", "outlook", ROB, BROWSER=browser).code == 0, "the application is known by now"
    repside.ok("sync")
    assert repside.ok("status", "--json").rows[0]["state"] == "HEALTHY"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (refuse(404, "MailboxNotEnabledForRESTAPI"), "its licence was taken away"),
        (refuse(403, "AccessRestricted"), "does not allow this app"),
    ],
)
def test_F44_F45_what_graph_itself_refuses_keeps_the_history_and_brings_the_text(
    repside: Repside, server: Server, browser: str, answer: Answer, said: str
) -> None:
    assert connect(repside, server, browser).code == 0
    contacts(repside)
    repside.ok("sync")
    server.graph.bend = lambda *_: answer
    assert repside("sync").code == 4
    (row,) = repside.ok("status", "--json").rows
    assert (row["state"], said in row["sentence"]) == ("ADMIN_NEEDED", True), row
    assert f"repside connect outlook {ROB} --for-admin" in row["action"]
    assert len(repside.ok("history", "--json").rows) == 5
    server.graph.bend = lambda *_: None
    repside.ok("sync")
    assert repside.ok("status", "--json").rows[0]["state"] == "HEALTHY"


def test_F42_a_rotated_refresh_token_is_durable_before_use(repside: Repside, server: Server, browser: str) -> None:
    """Graph's first answer to the new token kills the program: the next start goes on with what was kept."""
    assert connect(repside, server, browser).code == 0
    before = set(server.refresh)
    server.graph.tokens.clear()
    with repside.started("sync") as process:

        def kill(*_: object) -> None:
            process.kill()
            process.wait(20)

        def bend(*_: object) -> None:
            if server.refresh != before and process.poll() is None:
                kill()

        server.graph.bend = bend
        process.communicate(timeout=60)
        assert process.returncode == -9
    server.graph.bend = lambda *_: None
    server.graph.tokens.clear()
    assert server.refresh != before
    repside.ok("sync")


def test_17_two_processes_renew_one_after_the_other(repside: Repside, server: Server, browser: str) -> None:
    """With rotation the loser of a race would be signed out: while one renews, another waits and takes what it was given.

    The one renews until the other holds the lock's file open, and so has come to the lock."""
    assert connect(repside, server, browser).code == 0
    contacts(repside)
    server.graph.tokens.clear()
    before = len(server.forms)
    others: list[subprocess.Popen[str]] = []

    def renewing() -> None:
        if not others:
            others.append(stack.enter_context(repside.started("receipt")))
            until(lambda: waits(others[0]), "the other one comes to the lock")

    server.renewing = renewing
    with ExitStack() as stack:
        assert repside.ok("sync").code == 0
        (other,) = others
        other.communicate(timeout=60)
        assert other.returncode == 0
    assert [form["grant_type"] for form in server.forms[before:]] == ["refresh_token"]


def waits(process: subprocess.Popen[str]) -> bool:
    """Whether it holds the file of a renewal's lock open."""
    names = []
    for link in Path(f"/proc/{process.pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            names.append(link.readlink().name)
    return any(re.fullmatch(r"secrets\.[0-9a-f]{16}\.lock", name) for name in names)


def test_without_a_browser_the_address_is_printed_and_the_last_one_pasted(repside: Repside, server: Server) -> None:
    """The other machine's browser is this test: it opens what is printed, and copies where it ends."""
    with repside.started(*words(server, "--no-browser"), stdin=-1) as process:
        assert process.stderr is not None
        assert process.stdin is not None
        url = next(line for line in process.stderr if "/authorize?" in line).strip()
        from urllib.parse import parse_qsl, urlsplit

        process.stdin.write(server.consent(dict(parse_qsl(urlsplit(url).query))) + "\n")
        process.stdin.flush()
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert f"Connected {ROB}" in out


def test_bad_input_gets_one_sentence(repside: Repside, server: Server, browser: str) -> None:
    assert "--client-id ID" in repside("connect", "outlook").err
    done = connect(repside, server, browser, "--tenant", "nobody.example")
    assert (done.code, "knows no company nobody.example" in done.err) == (2, True), done
    done = connect(repside, server, browser, "--tenant", "no/body")
    assert done.code == 2
    for one in (done,):
        assert "Traceback" not in one.err


def test_a_folder_of_the_same_address_is_an_account_of_its_own(
    repside: Repside, server: Server, browser: str, tmp_path: Path
) -> None:
    repside.ok("connect", "folder", str(maildir(tmp_path / "old", [mail(1)])), "--address", ROB)
    assert connect(repside, server, browser).code == 0
    kinds = {row["account"]: row["provider"] for row in repside.ok("accounts", "--json").rows}
    assert kinds == {"old": "folder", ROB: "outlook"}
    done = connect(repside, server, browser, ROB, "--name", "old")
    assert (done.code, "another name with --name" in done.err) == (2, True), done


def test_setup_leads_through_it_too(repside: Repside, server: Server, browser: str) -> None:
    given = words(server)[2:]
    done = repside("setup", "--provider", "outlook", "--address", ROB, *given, "--sync", BROWSER=browser)
    assert done.code == 0, done.err
    assert f"Connected {ROB}" in done.out
    checks = {row["check"]: row["result"] for row in repside("doctor", "--json").rows}
    assert checks[f"sign-in of {ROB}"] == "ok"


def test_a_sign_in_that_is_lost_is_missed_by_doctor(repside: Repside, server: Server, browser: str) -> None:
    assert connect(repside, server, browser).code == 0
    (kept,) = (path for path in repside.home.rglob("secrets") if path.is_file())
    kept.unlink()
    checks = {row["check"]: row["result"] for row in repside("doctor", "--json").rows}
    assert checks[f"sign-in of {ROB}"] == "wrong"
    assert repside("sync").code in {1, 2, 4}


def test_msal_is_loaded_when_an_outlook_account_is_used_and_not_before(
    repside: Repside, server: Server, browser: str, tmp_path: Path
) -> None:
    """Each command in a process of its own, which says at its end whether MSAL is there."""
    folder = maildir(tmp_path / "mail", [mail(1)])

    def loads(*arguments: str) -> bool:
        program = ("import sys; from cli.main import run; run(sys.argv[1:]); "
                   "print('msal' in sys.modules, file=sys.stderr)")  # fmt: skip
        line = [sys.executable, "-c", program, "--home", str(repside.home), *arguments]
        done = subprocess.run(line, capture_output=True, text=True, env=environment(BROWSER=browser), check=True)
        return done.stderr.strip().splitlines()[-1] == "True"

    assert not loads("connect", "outlook", "--help")
    assert not loads("connect", "folder", str(folder), "--address", ROB)
    assert not loads("sync")
    assert connect(repside, server, browser).code == 0
    for line in (("status",), ("history",), ("accounts",), ("receipt", "--stored"), ("doctor",), ("sync", "mail")):
        assert not loads(*line), line
    assert loads("sync", ROB)
