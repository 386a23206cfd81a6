from __future__ import annotations

import json
from pathlib import Path

from cli import logs
from cli.app import App
from tests.cli.program import REP, Repside, mail, maildir

CANARIES = ("canary-subject", "canary-body", "canary.example", "Dana", "Acme", "northlight", "maya")


def lines(home: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (home / "logs" / "repside.log").read_text(encoding="utf-8").splitlines()]


def test_the_log_tells_what_was_done_and_nothing_of_the_mail(connected: Repside, tmp_path: Path) -> None:
    mails = [
        mail(60, sender="dana@acme.example", subject="canary-subject", body="canary-body"),
        mail(61, sender="x@canary.example"),
    ]
    connected.ok("connect", "folder", str(maildir(tmp_path / "canary.example", mails)), "--address", REP)
    connected.ok("sync")
    connected.ok("exclude", "x@canary.example")
    text = (connected.home / "logs" / "repside.log").read_text(encoding="utf-8")
    assert [word for word in CANARIES if word.lower() in text.lower()] == []
    rounds = [line for line in lines(connected.home) if line["event"] == "account"]
    assert [(line["captured"], line["code"]) for line in rounds] == [(3, "HEALTHY"), (1, "HEALTHY")]
    assert len({line["account"] for line in rounds}) == 2


def test_F77_a_log_that_cannot_be_written_does_not_stop_the_work(connected: Repside) -> None:
    (connected.home / "logs").write_text("no folder")
    assert connected.ok("sync", "--json").rows[0]["captured"] == 3


def test_F77_a_log_on_a_full_disk_does_not_stop_the_work(connected: Repside) -> None:
    if not Path("/dev/full").exists():
        return
    (connected.home / "logs").mkdir(exist_ok=True)
    (connected.home / "logs" / "repside.log").symlink_to("/dev/full")
    done = connected("sync", "--json")
    assert (done.code, done.rows[0]["captured"]) == (0, 3)


def test_a_failure_keeps_its_place_and_not_its_message(tmp_path: Path) -> None:
    app = App({}, str(tmp_path))
    try:
        app.paths.config.read_text(encoding="utf-8").index("canary-body")
    except OSError as error:
        logs.keep_failure(app, ValueError("canary-body").with_traceback(error.__traceback__))
    (line,) = lines(tmp_path)
    assert (line["event"], line["level"], line["error"]) == ("failure", "error", "ValueError")
    assert "tests/cli/test_logs.py" in str(line["place"])
    assert "canary" not in json.dumps(line)


def test_only_known_keys_and_numbers_pass(tmp_path: Path) -> None:
    log = logs.open_log(App({}, str(tmp_path)))
    log.info("page", subject="canary-subject", captured=3, code="HEALTHY", people=["canary"], seconds=0.5)
    (line,) = lines(tmp_path)
    assert line.keys() == {"event", "level", "timestamp", "captured", "code", "seconds"}
