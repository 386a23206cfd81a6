"""The rep's calendar (diary.txt) as an .ics file, and the mails that invitations, updates and answers make."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from cast import CAST, Person
from dates import oslo, zone
from letter import Letter, digest
from script import usual_places

_ZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Oslo
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE"""
_ANSWERS = {"accept": ("ACCEPTED", "Accepted"), "decline": ("DECLINED", "Declined")}


@dataclass
class Entry:
    """One line of the diary."""

    start: datetime
    minutes: int
    subject: str
    organizer: Person | None
    attendees: list[Person]
    options: dict[str, list[str]]
    expect: str
    deal: str
    sequence: int = 0

    @property
    def uid(self) -> str:
        """As the organizer's program writes it."""
        mark = digest(f"{self.start:%Y%m%d%H%M}{self.subject}")
        if self.organizer and self.organizer.client == "outlook":
            return f"040000008200E00074C5B7101A82E008{mark[:32].upper()}"
        domain = self.organizer.address.partition("@")[2] if self.organizer else "fjordlight.example"
        return f"{mark[:26]}@{domain}"

    @property
    def written(self) -> datetime:
        """When the invitation went out, or the update."""
        at = self.start - timedelta(days=2 if self.sequence else 5)
        hour = 7 + int(digest(self.subject)[:2], 16) % 9
        if at.weekday() > 4:
            at -= timedelta(days=2)
        return at.replace(hour=hour, minute=int(digest(self.subject)[2:4], 16) % 60)

    @property
    def count(self) -> int:
        """Occurrences that a calendar shows, called-off ones included."""
        return int(self.options.get("weekly", ["1"])[0]) - len(self.options.get("except", []))

    @property
    def called_off(self) -> int:
        """Occurrences that are cancelled and still shown."""
        return self.count if self.is_off else len(self.options.get("cancel", []))

    @property
    def is_off(self) -> bool:
        """Whether the whole meeting is cancelled."""
        return bool({"cancelled", "cancelmail"} & self.options.keys())


def read(path: Path) -> list[Entry]:
    """All entries, as they were first planned."""
    lines = path.read_text("utf-8").splitlines()
    return [_entry(line) for line in lines if line.strip() and not line.startswith("#")]


def _entry(line: str) -> Entry:
    head, subject, people, options, expect, deal = (cell.strip() for cell in line.split("|"))
    day, clock, minutes = head.split()
    organizer, _, attendees = (part.strip() for part in people.partition(">"))
    found: dict[str, list[str]] = {}
    for option in options.split() if options != "-" else []:
        key, _, value = option.partition(":")
        found.setdefault(key, []).append(value)
    return Entry(
        start=_at(f"{day}T{clock}"),
        minutes=int(minutes),
        subject=subject,
        organizer=CAST[organizer] if organizer else None,
        attendees=[CAST[key] for key in attendees.split()],
        options=found,
        expect=expect,
        deal=deal,
    )


def _at(text: str) -> datetime:
    return oslo(int(text[:2]), int(text[3:5]), int(text[6:8]), int(text[9:11]))


def final(entry: Entry) -> Entry:
    """The entry as the calendar has it at the end of the quarter."""
    if "update" in entry.options:
        return replace(entry, sequence=1)
    return replace(entry, sequence=1) if entry.is_off else entry


def calendar(entries: list[Entry]) -> bytes:
    """The .ics file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Fjordlight sample//EN", "X-WR-CALNAME:Maya Lindqvist"]
    lines += _ZONE.split("\n")
    for entry in entries:
        if "nocal" not in entry.options:
            lines += _events(final(entry))
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _events(entry: Entry) -> list[str]:
    """The event, and the exceptions of a series."""
    lines = _event(entry)
    for value in entry.options.get("move", []):
        index, _, at = value.partition(":")
        lines += _event(replace(entry, sequence=1), original=_nth(entry, int(index)), start=_at(at))
    for value in entry.options.get("cancel", []):
        at = _nth(entry, int(value))
        lines += _event(replace(entry, sequence=1), original=at, start=at, off=True)
    return lines


def _nth(entry: Entry, index: int) -> datetime:
    """The n-th week at the same wall clock time."""
    wall = entry.start.astimezone(zone("oslo", entry.start)) + timedelta(weeks=index)
    return oslo(wall.month, wall.day, wall.hour, wall.minute)


def _event(
    entry: Entry, original: datetime | None = None, start: datetime | None = None, *, off: bool = False
) -> list[str]:
    moved = _at(entry.options["update"][0]) if "update" in entry.options and entry.sequence else entry.start
    begin = start or moved
    stamp = min(begin, entry.written)
    lines = ["BEGIN:VEVENT", f"UID:{entry.uid}", f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}", f"SEQUENCE:{entry.sequence}"]
    lines += _times(entry, begin)
    if original is not None:
        lines.append(f"RECURRENCE-ID{_time(entry, original)}")
    elif "weekly" in entry.options:
        lines.append(f"RRULE:FREQ=WEEKLY;COUNT={entry.options['weekly'][0]}")
        lines += [f"EXDATE{_time(entry, _nth(entry, int(i)))}" for i in entry.options.get("except", [])]
    lines.append(f"SUMMARY:{_escaped(entry.subject)}")
    if "place" in entry.options:
        lines.append(f"LOCATION:{entry.options['place'][0]}")
    for option, name in (("private", "PRIVATE"), ("confidential", "CONFIDENTIAL")):
        if option in entry.options:
            lines.append(f"CLASS:{name}")
    lines.append("STATUS:CANCELLED" if off or (entry.is_off and entry.sequence) else "STATUS:CONFIRMED")
    return [*lines, *_people(entry), "END:VEVENT"]


def _times(entry: Entry, begin: datetime) -> list[str]:
    if "allday" in entry.options:
        day = begin.astimezone(zone("oslo", begin)).date()
        days = timedelta(days=int(entry.options["allday"][0]))
        return [f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{day + days:%Y%m%d}"]
    end = begin + timedelta(minutes=entry.minutes)
    return [f"DTSTART{_time(entry, begin)}", f"DTEND{_time(entry, end)}"]


def _time(entry: Entry, at: datetime) -> str:
    if "utc" in entry.options:
        return f":{at:%Y%m%dT%H%M%SZ}"
    return f";TZID=Europe/Oslo:{at.astimezone(zone('oslo', at)):%Y%m%dT%H%M%S}"


def _people(entry: Entry) -> list[str]:
    if entry.organizer is None:
        return []
    lines = [f'ORGANIZER;CN="{entry.organizer.name}":mailto:{entry.organizer.address}']
    for who in entry.attendees:
        answer = _answer(entry, who)
        lines.append(f'ATTENDEE;CN="{who.name}";ROLE=REQ-PARTICIPANT;PARTSTAT={answer}:mailto:{who.address}')
    return lines


def _answer(entry: Entry, who: Person) -> str:
    for option, (value, _) in _ANSWERS.items():
        if any(CAST[key] is who for key in entry.options.get(option, [])):
            return value
    return "ACCEPTED" if who is CAST["maya"] else "NEEDS-ACTION"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """At most 75 bytes a line; a character is never cut."""
    out, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > 74:
            out, size = f"{out}\r\n ", 1
        out, size = out + character, size + width
    return out


def letters(entries: list[Entry]) -> list[Letter]:
    """The mails that belong to the calendar."""
    found = []
    for entry in entries:
        if any(key.startswith("invite") for key in entry.options):
            found.append(_mail(entry, "REQUEST", "Invitation"))
        if "update" in entry.options:
            found.append(_mail(final(entry), "REQUEST", "Updated invitation"))
        if "cancelmail" in entry.options:
            found.append(_mail(final(entry), "CANCEL", "Cancelled"))
        for option in _ANSWERS:
            found += [_reply(entry, CAST[key], option) for key in entry.options.get(option, [])]
        if "myreply" in entry.options:
            found.append(_reply(entry, CAST["maya"], "accept"))
    return found


def _mail(entry: Entry, method: str, word: str) -> Letter:
    if entry.organizer is None:
        raise ValueError(entry.subject)
    plain = replace(
        entry, options={k: v for k, v in entry.options.items() if k not in {"accept", "decline", "myreply"}}
    )
    letter = Letter(
        when=entry.written,
        sender=entry.organizer,
        to=entry.attendees,
        subject=f"{word}: {entry.subject}",
        body=_words(entry, method),
        expect=entry.expect,
        calendar=(method, _text(method, _event(plain))),
    )
    letter.places = usual_places(letter)
    return letter


def _words(entry: Entry, method: str) -> str:
    moved = _at(entry.options["update"][0]) if "update" in entry.options and entry.sequence else entry.start
    at = moved.astimezone(zone("oslo", moved))
    when = f"{entry.subject}\n{at.day}.{at.month}.{at.year}, {at:%H:%M} (Oslo)"
    return f"{when}\nThis meeting is off." if method == "CANCEL" else when


def _reply(entry: Entry, who: Person, option: str) -> Letter:
    value, word = _ANSWERS[option]
    organizer = entry.organizer or CAST["maya"]
    event = _event(replace(entry, attendees=[who], options={k: v for k, v in entry.options.items() if k == "utc"}))
    event = [line.replace("PARTSTAT=NEEDS-ACTION", f"PARTSTAT={value}") for line in event]
    letter = Letter(
        when=entry.written + timedelta(minutes=35 + int(digest(who.address)[:2], 16)),
        sender=who,
        to=[organizer],
        subject=f"{word}: {entry.subject}",
        body=f"{who.name}: {word.lower()}.",
        expect="calendar_reply" if entry.expect == "captured" else entry.expect,
        calendar=("REPLY", _text("REPLY", event)),
        bare_calendar=who.client == "outlook",
    )
    letter.places = usual_places(letter)
    return letter


def _text(method: str, event: list[str]) -> str:
    zone_lines = _ZONE.split("\n") if any("TZID=" in line for line in event) else []
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Fjordlight sample//EN", f"METHOD:{method}"]
    lines = [*head, *zone_lines, *event, "END:VCALENDAR"]
    return "".join(f"{_folded(line)}\n" for line in lines).replace("\r\n", "\n")
