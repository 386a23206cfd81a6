"""Sharing from the command line: nothing before it is said, exactly what is said, and who had it."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from tests.cli.program import Repside


@pytest.fixture
def read(connected: Repside) -> Repside:
    connected.ok("sync")
    return connected


def test_nothing_is_shared_before_it_is_said(read: Repside) -> None:
    assert read.ok("shared", "--json").rows == []
    assert read.ok("shared").out.startswith("Others see nothing.")


def test_an_activity_is_shared_and_taken_back(read: Repside) -> None:
    id = read.ok("history", "--json").rows[0]["id"]
    assert "is shared: who, when and the subject." in read.ok("share", str(id)).out
    (row,) = read.ok("shared", "--json").rows
    assert (row["id"], row["subject"], row["text"], row["deals"]) == (id, "Offer 2", "", [])
    read.ok("share", "activity", str(id), "--level", "preview")
    assert read.ok("shared", "--json").rows[0]["text"] == "Thanks."
    assert "is not shared any more" in read.ok("unshare", str(id)).out
    assert read.ok("shared", "--json").rows == []
    assert "is not shared." in read.ok("unshare", str(id)).out


def test_a_deal_is_shared_but_for_what_is_kept_back(read: Repside) -> None:
    ids = [row["id"] for row in read.ok("history", "--json").rows]
    read.ok("share", "deal", "acme pilot")
    assert [row["id"] for row in read.ok("shared", "--json").rows] == ids
    read.ok("unshare", str(ids[0]))
    assert [row["id"] for row in read.ok("shared", "--json").rows] == ids[1:]
    done = read.ok("share", str(ids[1]), "--level", "preview")
    assert "shared at a stricter level, which holds" in done.err
    assert "3 settings ended" in read.ok("unshare", "--all").out
    assert read.ok("shared", "--json").rows == []


def test_the_file_for_others_is_what_is_shown_and_is_written_down(read: Repside, tmp_path: Path) -> None:
    read.ok("share", "D-1", "--level", "preview")
    file = tmp_path / "for Ana.json"
    assert "3 activities are in" in read.ok("shared", "--export", str(file), "--to", "Ana Brandt").out
    assert json.loads(file.read_text(encoding="utf-8")) == {"activities": read.ok("shared", "--json").rows}
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "Ana Brandt: export, 3 activities" in read.ok("shared").out
    assert "Files that you handed over before" in read.ok("unshare", "--all").err


def test_a_file_that_is_there_is_not_overwritten_and_nothing_is_written_down(read: Repside, tmp_path: Path) -> None:
    file = tmp_path / "there.json"
    file.write_text("mine", encoding="utf-8")
    done = read("shared", "--export", str(file), "--to", "Ana")
    assert (done.code, file.read_text(encoding="utf-8")) == (1, "mine")
    assert "cannot be made (File exists)" in done.err
    assert "Ana" not in read.ok("shared").out


def test_what_makes_no_sense_is_told(read: Repside, tmp_path: Path) -> None:
    assert read("shared", "--export", str(tmp_path / "x.json")).code == 2
    assert read("unshare").code == 2
    assert read("unshare", "1", "--all").code == 2
    done = read("share", "no such deal")
    assert (done.code, done.err.startswith("There is no activity and no deal")) == (1, True)
