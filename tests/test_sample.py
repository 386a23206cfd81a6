"""The bundled sample: written again it is the same, byte for byte; captured, it is what its truth says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

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
