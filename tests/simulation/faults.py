"""The faults that Repside must bear, and the tests that show it: a test names them by id (`test_F37_…`, `test_F01_F02_…`).

python -m tests.simulation.faults     writes tests/faults.md anew
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "tests" / "faults.md"
_ID = re.compile(r"(?<![A-Za-z0-9])[Ff](\d{2})(?![A-Za-z0-9])")

FAULTS = {
    "F01": "killed at any instant",
    "F02": "killed between reading and storing",
    "F03": "killed between storing and telling",
    "F04": "power cut in the middle of a commit",
    "F05": "the disk fails to flush",
    "F06": "the disk is full",
    "F07": "a folder may not be written",
    "F08": "somebody else holds the store for long",
    "F09": "two daemons start at once",
    "F10": "a lock file of a dead process",
    "F11": "a migration is killed",
    "F12": "a store of a newer version",
    "F13": "a page of the store is damaged",
    "F14": "PostgreSQL restarts or refuses to serialize",
    "F15": "nobody knows whether a commit arrived",
    "F16": "the clock jumps",
    "F17": "the hour that is missing or doubled, and new zone rules",
    "F18": "the machine sleeps, and wakes in another network",
    "F19": "a name that cannot be resolved",
    "F20": "a certificate that is not to be trusted",
    "F21": "STARTTLS stripped, or bytes smuggled in before it",
    "F22": "a web page where a mail server should be",
    "F23": "the connection breaks in the middle of an answer",
    "F24": "a server that drips byte by byte",
    "F25": "a connection whose other end is gone",
    "F26": "the provider asks to wait, long or absurdly long",
    "F27": "the provider's own errors, in bursts",
    "F28": "an answer that is malformed, cut off or absurdly deep",
    "F29": "an item that cannot be read",
    "F30": "a page that comes twice",
    "F31": "a page that is empty though more follow",
    "F32": "pages that lead in a circle",
    "F33": "pages in any order",
    "F34": "a cursor that has expired",
    "F35": "a cursor that expires again and again",
    "F36": "changes while the first listing runs",
    "F37": "deleted between listing and reading",
    "F38": "a batch of which some parts fail",
    "F39": "an answer that leaves items out",
    "F40": "a token that ends in the middle of a page",
    "F41": "a password that was changed, a consent taken back",
    "F42": "killed right after a token was renewed",
    "F43": "signed in again as somebody else",
    "F44": "a right that was not granted",
    "F45": "a mailbox that was moved or closed",
    "F46": "UIDVALIDITY changes",
    "F47": "UIDs that go back or are used again",
    "F48": "HIGHESTMODSEQ goes back or is missing",
    "F49": "folders renamed, deleted, made anew, with odd names",
    "F50": "a folder with a million mails",
    "F51": "a huge mail, a huge claim",
    "F52": "ten thousand recipients",
    "F53": "parts nested a thousand deep",
    "F54": "half a million tiny parts",
    "F55": "a subject of 64,000 encoded words",
    "F56": "bombs of HTML, base64 or archives",
    "F57": "text that makes a regular expression slow",
    "F58": "control characters in headers, ids and names",
    "F59": "addresses that look like others",
    "F60": "absurd dates",
    "F61": "an unknown or lying charset",
    "F62": "Message-IDs missing, doubled or forged",
    "F63": "one mail in many folders and accounts",
    "F64": "a draft saved fifty times, then sent",
    "F65": "endless or huge series of meetings",
    "F66": "invitations in the wrong order",
    "F67": "a stranger calls a meeting off",
    "F68": "a private meeting turns public, and back",
    "F69": "a meeting moves to another calendar or organizer",
    "F70": "automatic replies, bounces, lists",
    "F71": "approved twice, or killed while approving",
    "F72": "the CRM is down, slow, or refuses",
    "F73": "a contact or deal that was merged or deleted",
    "F74": "disconnected or erased while a round runs",
    "F75": "an item that kills the process",
    "F76": "no memory, no file handles, no processes left",
    "F77": "the log cannot be written",
    "F78": "a hostile page posts to the local view",
    "F79": "a foreign name in the Host header",
    "F80": "another user of the machine",
}
"""Every fault, in a few words."""

WHY_OPEN: dict[str, str] = {}
"""Reasons that are known. A fault with a test needs none."""


@cache
def bearers() -> dict[str, list[str]]:
    """Fault → the tests that bear its id, as file and function."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                place = f"{path.relative_to(ROOT / 'tests').as_posix()}::{node.name}"
                for id in sorted({f"F{number}" for number in _ID.findall(node.name.replace("_", " "))}):
                    found[id].append(place)
    return {id: sorted(places) for id, places in found.items()}


def page() -> str:
    """The table."""
    tests = bearers()
    rows = [f"| {id} | {fault} | {_cell(id, tests.get(id, []))} |" for id, fault in FAULTS.items()]
    return "\n".join([_HEAD.format(borne=sum(id in tests for id in FAULTS), all=len(FAULTS)), *rows, ""])


def _cell(id: str, places: list[str]) -> str:
    if places:
        return "<br>".join(f"`{place}`" for place in places)
    return f"open: {WHY_OPEN[id]}" if id in WHY_OPEN else "open"


_HEAD = """# Faults, and the tests that bear them

Made by `python -m tests.simulation.faults` from the names of the tests; a test fails when it is stale. {borne} of {all} have a test
that bears their id; the others say `open`.

| id | fault | tests |
|---|---|---|"""


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
