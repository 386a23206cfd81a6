"""Reads the hand-written stories (stories/*.txt) into letters.

% deal D-101                                  for all mails from here on: deal, expect
=== 08-18 09:14 nuala > maya owen; priya      month-day, Oslo time, from > to; cc
:new Subject                                  a new thread; without it the mail answers the one before
:re 2                                         answers the last mail of the second thread of this file
:attach A.pdf B.jpg   :in INBOX .Archive      attachments; the folders of its copies (second: the other account)
:also .Archive   :expect private   :deal -   :head Name: value   :form html   :quote none
:list [unsubscribe]   :id none   :date broken
(blank lines do not matter here) the words
"""

from __future__ import annotations

import re
from pathlib import Path

from cast import CAST
from dates import oslo
from letter import Letter, digest

_HEAD = re.compile(r"(\d\d)-(\d\d) (\d\d):(\d\d) (\w+) > ([\w ]+)(?:; ([\w ]+))?$")
_LISTS = {"sales@fjordlight.example": "sales", "nordics@fjordlight.example": "nordics"}
_ARCHIVED_BEFORE = oslo(10, 12, 0, 0)


def stories(folder: Path) -> list[Letter]:
    """All letters of the folder's files."""
    return [letter for path in sorted(folder.glob("*.txt")) for letter in _story(path)]


def _story(path: Path) -> list[Letter]:
    defaults = {"deal": "-", "expect": "captured"}
    threads: list[list[Letter]] = []
    current: list[Letter] = []
    letters = []
    for block in re.split(r"^(?==== |% )", path.read_text("utf-8"), flags=re.MULTILINE):
        if block.startswith("% "):
            for line in block.strip().splitlines():
                _, key, value = line.split(" ", 2)
                defaults[key] = value
        elif block.strip():
            letter, options = _letter(block, defaults)
            if "new" in options:
                current = []
                threads.append(current)
            elif "re" in options:
                current = threads[int(options["re"]) - 1]
            _join(letter, options, current)
            letter.story = path.stem
            letters.append(letter)
    return letters


def _letter(block: str, defaults: dict[str, str]) -> tuple[Letter, dict[str, str]]:
    head, *lines = block.removeprefix("=== ").split("\n")
    match = _HEAD.match(head)
    if match is None:
        raise ValueError(head)
    month, day, hour, minute, sender, to, cc = match.groups()
    options: dict[str, str] = {}
    while lines and lines[0].startswith(":"):
        key, _, value = lines.pop(0)[1:].partition(" ")
        options[key] = value
    letter = Letter(
        when=oslo(int(month), int(day), int(hour), int(minute)),
        sender=CAST[sender],
        to=[CAST[key] for key in to.split()],
        cc=[CAST[key] for key in (cc or "").split()],
        body="\n".join(lines).strip("\n"),
        attachments=options.get("attach", "").split(),
        expect=options.get("expect", defaults["expect"]),
        deal=options.get("deal", defaults["deal"]),
        quote=options.get("quote") != "none",
        form=options.get("form", ""),
        with_id=options.get("id") != "none",
        date="Thu, 31 Foo 2026 25:99:00 +0200" if "date" in options else "",
    )
    if letter.expect != "captured":
        letter.deal = "-"
    return letter, options


def _join(letter: Letter, options: dict[str, str], thread: list[Letter]) -> None:
    """Subject, thread, headers and the places of the copies."""
    if "new" in options:
        letter.subject = options["new"]
    else:
        letter.previous = thread[-1]
        first = thread[0].subject
        mark = {"de": "AW: "}.get(letter.sender.lang, "Re: ") if letter.sender.client == "outlook" else "Re: "
        letter.subject = mark + first.removeprefix("Re: ")
    thread.append(letter)
    if "head" in options:
        name, _, value = options["head"].partition(": ")
        letter.headers.append((name, value))
    if "list" in options:
        letter.headers += _list_headers(letter, unsubscribe="unsubscribe" in options["list"])
    places = [_place(p) for p in options["in"].split()] if "in" in options else usual_places(letter)
    letter.places = places + [_place(p) for p in options.get("also", "").split()]


def _list_headers(letter: Letter, *, unsubscribe: bool) -> list[tuple[str, str]]:
    name = next(_LISTS[p.address] for p in letter.to if p.address in _LISTS)
    headers = [
        ("Precedence", "list"),
        ("List-Id", f"<{name}.fjordlight.example>"),
        ("List-Post", f"<mailto:{name}@fjordlight.example>"),
    ]
    if unsubscribe:
        headers.append(("List-Unsubscribe", f"<mailto:{name}+unsubscribe@fjordlight.example>"))
    return headers


def _place(word: str) -> tuple[str, str]:
    if word.startswith("second"):
        return "second", word.removeprefix("second") or "INBOX"
    return "mail", word


def usual_places(letter: Letter) -> list[tuple[str, str]]:
    """(account, folder) of each copy of a mail, when nothing else is said."""
    if letter.sender is CAST["maya"]:
        return [("mail", ".Sent")]
    if letter.sender is CAST["maya2"]:
        return [("second", ".Sent")]
    people = {p.address for p in (*letter.to, *letter.cc)}
    places = []
    if CAST["maya"].address in people or people & set(_LISTS):
        old = letter.expect == "captured" and letter.when < _ARCHIVED_BEFORE and int(digest(letter.id)[:2], 16) % 4
        places.append(("mail", ".Archive" if old else "INBOX"))
    if CAST["maya2"].address in people:
        places.append(("second", "INBOX"))
    return places
