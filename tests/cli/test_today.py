"""`repside today` and `repside brief` as a rep runs them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.cli.program import REP, Repside

CONTACTS = "id,name,email,company\nC1,Dana Cole,dana@acme.example,Acme\n"
DEALS = "id,name,company,status,contacts\nD1,Acme rollout,Acme,open,C1\n"


def mail(number: int, days: float, sender: str, to: str, body: str) -> str:
    at = datetime.now(UTC) - timedelta(days=days)
    return (
        f"From: Dana <{sender}>\nTo: {to}\nSubject: Mail {number}\nDate: {at:%a, %d %b %Y %H:%M:%S} +0000\n"
        f"Message-ID: <{number}@acme.example>\n\n{body}\n"
    )


def calendar(start: datetime) -> str:
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:m1\r\nDTSTAMP:20260101T000000Z\r\n"
        f"DTSTART:{start:%Y%m%dT%H%M%SZ}\r\nDTEND:{start + timedelta(minutes=1):%Y%m%dT%H%M%SZ}\r\nSUMMARY:Demo\r\n"
        f"ORGANIZER:mailto:{REP}\r\nATTENDEE;CN=Dana:mailto:dana@acme.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def ready(repside: Repside, folder: Path) -> None:
    mails = [
        mail(1, 9, "dana@acme.example", REP, "Could you send the plan?"),
        mail(2, 20, "dana@acme.example", REP, "Hello there."),
    ]
    for part in ("cur", "new", "tmp"):
        (folder / "mail" / part).mkdir(parents=True)
    now = int(datetime.now(UTC).timestamp())  # a mail's own date counts where it came before the file
    for number, text in enumerate(mails):
        (folder / "mail" / "cur" / f"{now}.{number}.host").write_text(text)
    (folder / "c.csv").write_text(CONTACTS)
    (folder / "d.csv").write_text(DEALS)
    (folder / "cal.ics").write_text(
        calendar(datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)), newline=""
    )
    repside.ok("init")
    repside.ok("connect", "folder", str(folder / "mail"), "--address", REP, "--name", "mail")
    repside.ok("connect", "folder", str(folder / "cal.ics"), "--address", REP, "--name", "cal")
    repside.ok("import", "contacts", str(folder / "c.csv"))
    repside.ok("import", "deals", str(folder / "d.csv"))
    repside.ok("sync")


def test_the_day_and_the_brief(tmp_path: Path) -> None:
    repside = Repside(tmp_path / "home")
    ready(repside, tmp_path)
    told = repside.ok("today", "--json").rows[0]
    assert [row["subject"] for row in told["meetings"]] == ["Demo"]
    meeting = told["meetings"][0]["activity"]
    out = repside.ok("today").out
    assert "Demo" in out
    assert "Capture: everything is read and compared." in out
    brief = repside.ok("brief", str(meeting), "--json").rows[0]
    assert brief["guests"][0]["they_wrote"]["words"] == "Could you send the plan?"
    assert [deal["id"] for deal in brief["deals"]] == ["D1"]
    assert "You have not met these people before." in repside.ok("brief", str(meeting)).out


def test_what_is_no_meeting_and_what_is_no_region_is_told(tmp_path: Path) -> None:
    repside = Repside(tmp_path / "home")
    repside.ok("init")
    done = repside("brief", "7")
    assert done.code == 2
    assert "7 is no meeting with people outside" in done.err
    assert "No account yet" in repside.ok("today").out
    done = repside("--set", "rep.region=DE-XX", "today")
    assert done.code == 2
    assert 'no holidays are known for the region "DE-XX"' in done.err
