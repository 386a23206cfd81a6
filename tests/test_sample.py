"""The bundled sample: written again it is the same, byte for byte; captured, it is what its truth says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "sample"
DATA = ("mail", "second", "calendar.ics", "contacts.csv", "deals.csv", "expected.json")


def files(folder: Path) -> dict[str, bytes]:
    found = [path for name in DATA for path in [folder / name, *(folder / name).rglob("*")] if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def truth() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SAMPLE / "expected.json").read_text("utf-8"))
    return loaded


def test_written_again_it_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-B", SAMPLE / "write.py", tmp_path], check=True, capture_output=True)
    again, committed = files(tmp_path), files(SAMPLE)
    assert sorted(again) == sorted(committed)
    assert [name for name in again if again[name] != committed[name]] == []


def test_it_is_a_quarter_of_work_and_small() -> None:
    found = files(SAMPLE)
    mails = [name for name in found if name.endswith(".fjord")]
    assert 380 <= len(mails) <= 450
    assert 55 <= found["calendar.ics"].count(b"\r\nUID:") <= 75
    assert max(len(found[name]) for name in mails) <= 6_000
    assert sum(map(len, found.values())) <= 1_500_000


def test_every_name_is_legal_on_every_system() -> None:
    for name in files(SAMPLE):
        for part in name.split("/"):
            assert re.fullmatch(r"[A-Za-z0-9.][A-Za-z0-9._-]*[A-Za-z0-9]", part), name


def test_every_domain_is_reserved_for_examples() -> None:
    for name, raw in files(SAMPLE).items():
        unfolded = re.sub(rb"=\n|\r?\n ", b"", raw)
        for domain in re.findall(rb"[\w.+-]+@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)", unfolded):
            assert domain.lower().endswith((b".example", b"example.org", b"example.net")), (name, domain)


def test_the_truth_counts_every_copy() -> None:
    streams = truth()["streams"]
    for row in streams:
        assert row["remote"] == row["captured"] + row["held"] + sum(row["skipped"].values())
    mails = sum(row["remote"] for row in streams if row["account"] != "calendar")
    assert mails == sum(name.endswith(".fjord") for name in files(SAMPLE))


class Captured(NamedTuple):
    """What `make run` shows and what the store then answers."""

    printed: str
    receipt: list[dict[str, Any]]
    history: list[dict[str, Any]]
    home: Path


def repside(home: Path, *arguments: str) -> str:
    program = Path(sys.executable).parent / "repside"
    done = subprocess.run([program, "--home", home, *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def captured(tmp_path_factory: pytest.TempPathFactory) -> Captured:
    home = tmp_path_factory.mktemp("sample") / "home"
    env = {
        **os.environ,
        "SERVE": "0",
        "RUN_HOME": str(home),
        "REPSIDE": str(Path(sys.executable).parent / "repside"),
    }
    ran = subprocess.run(
        ["sh", ROOT / "scripts" / "run-sample.sh"], env=env, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    history = rows(repside(home, "history", "--json", "--limit", "100000"))
    return Captured(ran.stdout, rows(repside(home, "receipt", "--json")), history, home)


def folder(stream: str) -> str:
    """The Maildir's own name of a stream: INBOX, .Sent, calendar.ics."""
    name = stream.strip(".")
    return "INBOX" if name.upper() in {"", "INBOX"} else name if name.endswith(".ics") else f".{name}"


def test_the_receipt_is_the_truth_stream_by_stream(captured: Captured) -> None:
    found = {
        (row["account"], folder(row["stream"])): {k: row[k] for k in ("remote", "captured", "held", "skipped")}
        for row in captured.receipt
    }
    wanted = {
        (row["account"], row["folder"]): {k: row[k] for k in ("remote", "captured", "held", "skipped")}
        for row in truth()["streams"]
    }
    assert found == wanted
    assert {row["unexplained"] for row in captured.receipt} == {0}
    assert {row["quarantined"] for row in captured.receipt} == {0}


def test_one_activity_for_a_mail_however_many_its_copies(captured: Captured) -> None:
    kinds = Counter(row["kind"] for row in captured.history)
    wanted = truth()["activities"]
    assert kinds == {"message": wanted["messages"], "meeting": wanted["meetings"]}
    by_id = {row["message_id"]: row for row in captured.history if row["kind"] == "message"}
    assert {id: len(by_id[id]["locators"]) for id in truth()["copies"]} == truth()["copies"]


def test_meetings_called_off_are_kept_and_say_so(captured: Captured) -> None:
    off = [row for row in captured.history if row.get("status") == "cancelled"]
    assert len(off) == truth()["activities"]["cancelled_meetings"]


def test_each_contact_has_the_activities_they_were_on(captured: Captured) -> None:
    found = Counter(link["id"] for row in captured.history for link in row["contacts"])
    assert found == truth()["contacts"]


def test_each_open_deal_has_its_mail_and_meetings(captured: Captured) -> None:
    found = Counter((link["id"], row["kind"]) for row in captured.history for link in row["deals"])
    wanted = truth()["deals"]
    kinds = {"message": "messages", "meeting": "meetings"}
    deals = {deal: {word: found[deal, kind] for kind, word in kinds.items()} for deal in wanted if deal != "ambiguous"}
    assert deals == {deal: counts for deal, counts in wanted.items() if deal != "ambiguous"}
    assert {deal for deal, _ in found} <= wanted.keys()


def test_where_two_deals_fit_none_is_chosen_and_the_question_is_counted(captured: Captured) -> None:
    ids = truth()["ambiguous"]
    asked = [
        row
        for row in captured.history
        if row.get("message_id") in ids["message_ids"] or row.get("ical_uid") in ids["ical_uids"]
    ]
    number = sum(truth()["deals"]["ambiguous"].values())
    assert len(asked) == number
    assert [row["subject"] for row in asked if row["deals"]] == []
    assert f"{number} activities could belong to several deals" in captured.printed
    question = rows(repside(captured.home, "show", str(asked[0]["id"]), "--json"))[0]["question"]
    assert len(question) == 2


def test_a_conversation_across_both_accounts_is_one_thread(captured: Captured) -> None:
    by_id = {row["message_id"]: row["thread"] for row in captured.history if row["kind"] == "message"}
    for subject, ids in truth()["same_thread"].items():
        assert len({by_id[id] for id in ids}) == 1, subject


def test_nothing_private_or_unknown_is_in_the_history(captured: Captured) -> None:
    shown = json.dumps(captured.history, ensure_ascii=False)
    for word in (
        "mackerel",
        "Between us",
        "cheese cake",
        "Tannlege",
        "Mirador",
        "oranges",
        "Flu shot",
        "Finding in our",
    ):
        assert word not in shown, word


def test_a_preview_holds_the_new_words_only(captured: Captured) -> None:
    previews = {row["message_id"]: row["preview"] for row in captured.history if row["kind"] == "message"}
    quoted = [id for id, text in previews.items() if "wrote:" in text or "Original Message" in text or "\n>" in text]
    assert quoted == []
    assert sum(1 for text in previews.values() if not text) == 0


def test_a_second_round_finds_nothing_new(captured: Captured) -> None:
    closing = rows(repside(captured.home, "sync", "--json"))[0]
    assert {name: closing[name] for name in ("captured", "held", "skipped", "quarantined", "linked")} == {
        "captured": 0,
        "held": 0,
        "skipped": 0,
        "quarantined": 0,
        "linked": 0,
    }


def test_the_tutorial_quotes_the_sample_as_it_is() -> None:
    streams, done = truth()["streams"], truth()["activities"]
    captured, held = (sum(row[name] for row in streams) for name in ("captured", "held"))
    skipped = sum(sum(row["skipped"].values()) for row in streams)
    told = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
    assert f"{captured} captured, {held} held, {skipped} skipped; {done['messages'] + done['meetings']} linked" in told
