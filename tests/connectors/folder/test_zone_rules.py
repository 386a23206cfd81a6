"""New rules of time zones: what was computed by the old ones is computed anew, without a change of the file."""

from __future__ import annotations

import importlib.resources
import json
import os
import subprocess
import sys
from pathlib import Path

ICS = (
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;TZID=Europe/Berlin:20260310T100000\r\n"
    b"DURATION:PT1H\r\nSUMMARY:Demo\r\nATTENDEE:mailto:ada@customer.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
LOOK = """
import json, sys
from connectors.folder.connector import FolderConnector
from connectors.folder.options import FolderOptions
from sync.model import Cursor
connector = FolderConnector(FolderOptions(path=sys.argv[1], now=lambda: 1_772_000_000))
(stream,) = connector.streams()
since = Cursor(*json.loads(sys.argv[2])) if len(sys.argv) > 2 else None
pages = list(connector.changes(stream, since))
refs = [ref for page in pages for ref in page.changed]
starts = [record.occurrences[0].start for record in connector.fetch(stream, refs)]
print(json.dumps([starts, list(pages[-1].cursor) if pages else None]))
"""


def look(path: Path, rules: Path, *cursor: str) -> tuple[list[int], list[str] | None]:
    env = {**os.environ, "PYTHONTZPATH": str(rules)}
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(path), *cursor], capture_output=True, text=True, env=env, check=True
    )
    starts, last = json.loads(done.stdout)
    return starts, last


def zone_files(folder: Path, berlin: str) -> Path:
    """A folder of zone files in which Berlin has another city's time."""
    (folder / "Europe").mkdir(parents=True)
    source = importlib.resources.files("tzdata").joinpath("zoneinfo", *berlin.split("/"))
    (folder / "Europe" / "Berlin").write_bytes(source.read_bytes())
    return folder


def test_F17_new_rules_bring_meetings_to_their_new_instant(tmp_path: Path) -> None:
    calendar = tmp_path / "calendar.ics"
    calendar.write_bytes(ICS)
    os.utime(calendar, (1_771_000_000, 1_771_000_000))
    old, new = zone_files(tmp_path / "old", "Europe/Berlin"), zone_files(tmp_path / "new", "Asia/Tokyo")
    starts, cursor = look(calendar, old)
    assert starts == [1_773_133_200]  # 09:00 UTC
    again, _ = look(calendar, old, json.dumps(cursor))
    assert again == []
    moved, later = look(calendar, new, json.dumps(cursor))
    assert moved == [1_773_104_400]  # 01:00 UTC
    quiet, _ = look(calendar, new, json.dumps(later))
    assert quiet == []
