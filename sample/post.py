"""The mail that nobody answers: newsletters, notices, automatic replies, bounces, junk."""

from __future__ import annotations

from cast import CAST, Person
from dates import oslo
from letter import Letter, digest

_NEWSLETTERS = """
Cold Chain Weekly | news@coldchain-weekly.example | mail | 08-18 09-01 09-15 09-29 10-13 10-27 11-10 | Five rooms that stay cold without power; What a degree costs; The door is the weakest wall; Ammonia or CO2, again; A visit to the oldest ice house; Pallets that report themselves; Winter checks for every site
Sales Notebook | hello@sales-notebook.example | mail | 08-20 09-03 09-17 10-01 10-15 10-29 11-12 | Ask the second question; The follow-up nobody hates; Silence is an answer too; Why a lost deal is cheap; Write shorter; The meeting before the meeting; What to do in December
Fjord Ferry Club | club@fjordferry.example | mail | 09-05 10-03 11-07 | Autumn timetable; Half price on Tuesdays; Your winter pass
Nordic Trade Fairs | info@nordic-fairs.example | mail | 08-27 09-24 10-22 | Call for exhibitors; Early prices end soon; The programme is out
Harbourline Foods | newsletter@harbourline.example | mail | 09-10 11-05 | Our new oyster line; Harbourline in winter
Bergen Coffee Roasters | post@bergen-coffee.example | mail | 08-28 10-09 | New harvest from Huila; The dark roast is back
GDP Forum | digest@gdp-forum.example | second | 08-25 09-22 10-20 11-17 | Audit trails in practice; Transport lanes; Mapping a cold room; Questions from inspectors
"""

_NOTICES = """
Parcel Point | no-reply@parcel-point.example | 08-31 | Your parcel to Dublin is on its way
Parcel Point | no-reply@parcel-point.example | 09-08 | Delivered: 2 parcels, Dublin
Signly | notifications@signly.example | 09-02 | Completed: Pilot agreement Harbourline
Signly | notifications@signly.example | 10-16 | Completed: Contract Vesterholm
Signly | notifications@signly.example | 11-12 | Viewed: MSA Kestrel
Harbourline supplier portal | noreply@harbourline.example | 10-14 | Supplier registration received
Northgate e-tendering | do-not-reply@northgate-supplies.example | 10-08 | Receipt for tender NG-2026-117
Zephyr ordering | noreply@orders.zephyr-health.example | 09-11 | Purchase order PO_ZHR_2026_0456 issued
Railway | noreply@railway.example | 09-29 | Your tickets Bergen to Oslo
Railway | noreply@railway.example | 10-12 | Change of platform
Harbour Hotel | bookings@harbour-hotel.example | 10-10 | Booking confirmed, one night in Lorient
Fjord Air | no-reply@fjord-air.example | 10-11 | Check in now
Fjord Air | no-reply@fjord-air.example | 11-18 | Your flight to Manchester, 2 December
Expenses | noreply@expense-box.example | 09-30 | Your report for September was paid
Expenses | noreply@expense-box.example | 10-31 | Your report for October was paid
Cloud Drive | notify@cloud-drive.example | 10-07 | Priya Raman shared "Northgate pricing" with you
Cloud Drive | notify@cloud-drive.example | 11-06 | Priya Raman shared "Security questionnaire" with you
Phone bill | donotreply@telefjord.example | 09-15 | Your invoice is ready
Phone bill | donotreply@telefjord.example | 11-15 | Your invoice is ready
Monitor | root@status.fjordlight.example | 10-03 | Demo site is back
"""

_ABSENT = """
sabine | 09-01 16:47 | Automatische Antwort: Angebot | Guten Tag, ich bin bis 7. September nicht im Haus. In dringenden Fällen hilft Ihnen Herr Weiß.
elodie | 10-15 13:22 | Réponse automatique : Après la visite | Bonjour, je suis en déplacement jusqu'au 19 octobre.
owen | 10-06 15:19 | Automatic reply: Proposal v1 | I am out of the office until Thursday with limited access to mail.
grace | 11-04 16:03 | Automatic reply: Exit and data return | I am in board meetings today and read mail tonight.
astrid | 09-22 08:46 | Out of office: Contract Vesterholm | I am at the dairy fair until Friday.
leon | 10-08 16:11 | Automatic reply: Tender NG-2026-117: Fjordlight | Tender enquiries are answered within two working days.
wade | 11-10 14:31 | Automatic reply: Seed vault | Harvest. Back when the field is empty.
hanna | 09-08 16:01 | Automaattinen vastaus: Price for small companies | I am picking berries and read mail in the evening.
"""

_JUNK = """
Prize Office | office@prize-draw.example | 08-22 | You have been selected
Kara | kara@lonely-hearts.example | 08-30 | hello dear
Cheap Toner | deals@toner-world.example | 09-06 | Toner at a third of the price
Mr. Bello Trust | trust@inheritance.example | 09-12 | Confidential business proposal
SEO Experts | team@rank-first.example | 09-19 | Your website has 14 errors
Mailbox Team | support@mailbox-verify.example | 10-02 | Your mailbox is full, verify now
Invoice Dept | billing@quick-pay.example | 10-11 | Overdue invoice 8841
Crypto Desk | desk@coin-harbour.example | 10-24 | Your wallet is waiting
Diet Club | club@slim-now.example | 11-01 | Lose ten kilos by Christmas
Courier | courier@parcel-fee.example | 11-14 | Your parcel is held, pay 1.99
"""

_BOUNCES = """
nuala.brenan@harbourline.example | 10-06 15:16 | Proposal for Dublin and Cork | 5.1.1 | The address does not exist
ingrid.solheim@northgate.example | 10-26 12:02 | Security questionnaire | 5.1.2 | The domain does not exist
rasmus.toft@vesterholm.example | 11-11 09:31 | Monitoring in Viborg | 5.2.2 | The mailbox is full
"""

_HTML = """\
<html><body style="font-family:sans-serif"><h1>{title}</h1>
<p>Dear reader,</p><p>this issue: <b>{subject}</b>. Eight minutes, with pictures and a chart.</p>
<p><a href="https://{domain}/issue/{mark}">Read it in the browser</a></p>
<p style="color:#888">You get this because you signed up. <a href="https://{domain}/unsubscribe/{mark}">Unsubscribe</a></p>
<img src="https://{domain}/open/{mark}.gif" width="1" height="1" alt=""></body></html>
"""


def letters() -> list[Letter]:
    """All of it."""
    return [*_newsletters(), *_notices(), *_absent(), *_bounces(), *_junk()]


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def _day(text: str, salt: str, hour: int = 6) -> tuple[int, int, int, int]:
    mark = int(digest(salt + text)[:4], 16)
    return int(text[:2]), int(text[3:5]), hour + mark % 5, mark % 60


def _newsletters() -> list[Letter]:
    found = []
    for name, address, account, days, subjects in _rows(_NEWSLETTERS):
        domain = address.partition("@")[2]
        for day, subject in zip(days.split(), subjects.split("; "), strict=True):
            mark = digest(day + name)[:12]
            body = _HTML.format(title=name, subject=subject, domain=domain, mark=mark)
            letter = Letter(
                when=oslo(*_day(day, name)),
                sender=Person(name, address, form="html"),
                to=[CAST["maya2" if account == "second" else "maya"]],
                subject=subject if "Club" in name else f"{name}: {subject}",
                body=body,
                expect="bulk",
                headers=[("List-Unsubscribe", f"<https://{domain}/unsubscribe/{mark}>")],
                places=[(account, "INBOX")],
            )
            if "Weekly" in name:
                letter.headers.append(("Precedence", "bulk"))
                letter.headers.append(("List-Id", f"{name} <weekly.{domain}>"))
            found.append(letter)
    return found


def _notices() -> list[Letter]:
    return [
        Letter(
            when=oslo(*_day(day, subject, hour=9)),
            sender=Person(name, address, client="plain"),
            to=[CAST["maya"]],
            subject=subject,
            body=f"{subject}.\n\nThis message was written by a machine. Please do not answer it.\n\n{name}",
            expect="automated",
            headers=[("Auto-Submitted", "auto-generated")],
            places=[("mail", "INBOX")],
        )
        for name, address, day, subject in _rows(_NOTICES)
    ]


def _absent() -> list[Letter]:
    found = []
    for key, at, subject, body in _rows(_ABSENT):
        headers = [("Auto-Submitted", "auto-replied"), ("Return-Path", "<>")]
        if key == "wade":
            headers = [("X-Autoreply", "yes")]
        found.append(
            Letter(
                when=oslo(int(at[:2]), int(at[3:5]), int(at[6:8]), int(at[9:11])),
                sender=CAST[key],
                to=[CAST["maya"]],
                subject=subject,
                body=body,
                expect="auto_reply",
                headers=headers,
                places=[("mail", "INBOX")],
                form="plain",
            )
        )
    return found


def _bounces() -> list[Letter]:
    found = []
    for address, at, subject, status, why in _rows(_BOUNCES):
        report = (
            f"Reporting-MTA: dns; mx.fjordlight.example\n\nFinal-Recipient: rfc822; {address}\n"
            f"Action: failed\nStatus: {status}\nDiagnostic-Code: smtp; 550 {status} {why}\n"
        )
        head = f"From: {CAST['maya'].address}\nTo: {address}\nSubject: {subject}\n"
        found.append(
            Letter(
                when=oslo(int(at[:2]), int(at[3:5]), int(at[6:8]), int(at[9:11])),
                sender=Person("Mail Delivery System", "mailer-daemon@mx.fjordlight.example", client="plain"),
                to=[CAST["maya"]],
                subject="Undelivered Mail Returned to Sender",
                body=address,
                expect="bounce",
                headers=[("Return-Path", "<>"), ("Auto-Submitted", "auto-replied")],
                places=[("mail", "INBOX")],
                parts=[
                    ("text/plain", f"Your message could not be delivered to {address}.\n{why}.\n"),
                    ("message/delivery-status", report),
                    ("text/rfc822-headers", head),
                ],
            )
        )
    return found


def _junk() -> list[Letter]:
    return [
        Letter(
            when=oslo(*_day(day, subject, hour=1)),
            sender=Person(name, address, form="html"),
            to=[CAST["maya"]],
            subject=subject,
            body=f"{subject}! Click here before midnight: http://{address.partition('@')[2]}/go",
            expect="spam",
            places=[("mail", ".Junk")],
        )
        for name, address, day, subject in _rows(_JUNK)
    ]
