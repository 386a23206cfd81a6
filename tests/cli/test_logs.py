from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from cli import libraries, logs
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
    app = App({}, str(tmp_path))
    logs.write(app, "page", subject="canary-subject", captured=3, code="HEALTHY", people=["canary"], seconds=0.5)
    (line,) = lines(tmp_path)
    assert line.keys() == {"event", "level", "timestamp", "captured", "code", "seconds"}


def test_what_a_library_says_is_kept_as_who_and_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before = list(root.handlers)
    libraries.hear(App({}, str(tmp_path / "elsewhere")))
    libraries.hear(App({}, str(tmp_path)))
    try:
        logging.getLogger("urllib3.connectionpool").warning("Retrying after /messages?q=canary-query")
        logging.getLogger("urllib3.connectionpool").info("canary-info")
        try:
            json.loads("canary-body")
        except ValueError as error:
            logging.getLogger("sqlalchemy.pool").exception("canary-statement")
            logging.getLogger("view.guard").error("a page failed", extra={"error": error})  # noqa: TRY400
    finally:
        root.handlers[:] = before
    one, two, three = lines(tmp_path)
    assert (one["event"], one["level"], one["error"]) == ("library", "warning", None)
    assert str(one["place"]).startswith("urllib3.connectionpool:")
    assert (two["level"], two["error"]) == ("error", "JSONDecodeError")
    assert [str(line["place"]).split(":")[0] for line in (two, three)] == ["tests/cli/test_logs.py"] * 2
    assert "canary" not in json.dumps([one, two, three])
    assert capsys.readouterr().err == ""


def test_a_log_that_cannot_be_written_leaves_a_library_unheard(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    before = list(root.handlers)
    (tmp_path / "logs").write_text("no folder")
    libraries.hear(App({}, str(tmp_path)))
    try:
        logging.getLogger("urllib3").warning("canary")
    finally:
        root.handlers[:] = before
    assert capsys.readouterr().err == ""
