"""Who writes to whom in the sample: the rep, colleagues, customers, prospects, private people. All invented."""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

OWN_DOMAINS = ("fjordlight.example", "nordlume.example")


class Person(NamedTuple):
    """One invented person and the habits of their mail program."""

    name: str
    address: str
    company: str = ""
    title: str = ""
    phone: str = ""
    contact: str = ""
    """The id in contacts.csv; empty for people the rep has not named as contacts."""
    client: str = "gmail"
    """gmail, outlook, apple, phone."""
    form: str = "plain"
    """plain, both (text and HTML), html (HTML alone)."""
    lang: str = "en"
    zone: str = "oslo"
    charset: str = "utf-8"
    other: str = ""
    """A second address of the same contact."""


COMPANIES = {
    "Harbourline Foods": "harbourline.example",
    "Brückner Logistik GmbH": "brueckner-logistik.example",
    "Moreau Frais": "moreau-frais.example",
    "Kestrel Pharma": "kestrelpharma.example",
    "Vesterholm Dairy": "vesterholm.example",
    "Sunmarket Retail": "sunmarket.example",
    "Tallgrass Seeds": "tallgrass.example",
    "Northgate Hospital Supplies": "northgate-supplies.example",
    "Pelican Bay Seafood": "pelicanbay.example",
    "Oakridge Bakeries": "oakridge.example",
    "Castellan Wines": "castellan.example",
    "Zephyr Health Relief": "zephyr-health.example",
    "Coldwire Installations": "coldwire.example",
    "Polar Crest Ice Cream": "polarcrest.example",
    "Brightwater Hotels": "brightwater.example",
}

_TABLE = """
maya     | Maya Lindqvist     | maya.lindqvist@fjordlight.example | Fjordlight | Account Executive | +47 55 01 02 03 | | gmail | both
maya2    | Maya Lindqvist     | maya@nordlume.example | Fjordlight | Account Executive | +47 55 01 02 03 | | gmail | plain
henrik   | Henrik Aasen       | henrik.aasen@fjordlight.example | Fjordlight | VP Sales | | | apple
priya    | Priya Raman        | priya.raman@fjordlight.example | Fjordlight | Solutions Engineer | +47 55 01 02 07 | | gmail | both
tobias   | Tobias Klein       | tobias.klein@fjordlight.example | Fjordlight | Legal Counsel | | | outlook
aisha    | Aisha Bello        | aisha.bello@fjordlight.example | Fjordlight | Customer Success | +47 55 01 02 11 | | gmail
jonas    | Jonas Petrauskas   | jonas.petrauskas@fjordlight.example | Fjordlight | Order Desk | | | outlook | both
lucia    | Lucia Ferraro      | lucia.ferraro@fjordlight.example | Fjordlight | Marketing | | | gmail | html
karin    | Karin Sund         | karin.sund@fjordlight.example | Fjordlight | People | | | outlook
itdesk   | IT Desk            | it.desk@nordlume.example | Fjordlight | | | | outlook
sales    | Fjordlight Sales   | sales@fjordlight.example | Fjordlight
team     | Nordics Team       | nordics@fjordlight.example | Fjordlight

nuala    | Nuala Brennan      | nuala.brennan@harbourline.example | Harbourline Foods | Operations Director | +353 1 555 0101 | C-01 | gmail | both | en | london
owen     | Owen Tait          | owen.tait@harbourline.example | Harbourline Foods | Procurement Manager | +353 1 555 0102 | C-02 | outlook | both | en | london
grace    | Grace Oduya        | grace.oduya@harbourline.example | Harbourline Foods | Chief Financial Officer | +353 1 555 0103 | C-03 | phone | plain | en | london
dock     | Dock Office        | dock.office@harbourline.example | Harbourline Foods | | | | outlook | plain | en | london
juergen  | Jürgen Weiß        | juergen.weiss@brueckner-logistik.example | Brückner Logistik GmbH | Leiter Lager | +49 40 5550 104 | C-04 | outlook | plain | de | oslo | iso-8859-1
sabine   | Sabine Hölzl       | sabine.hoelzl@brueckner-logistik.example | Brückner Logistik GmbH | Einkauf | +49 40 5550 105 | C-05 | outlook | both | de
kevin    | Kevin Schröder     | kevin.schroeder@brueckner-logistik.example | Brückner Logistik GmbH | | | | outlook | plain | de
elodie   | Élodie Marchand    | elodie.marchand@moreau-frais.example | Moreau Frais | Responsable qualité | +33 2 55 50 01 06 | C-06 | apple | both | fr
thomas   | Thomas Lefèvre     | thomas.lefevre@moreau-frais.example | Moreau Frais | Directeur général | +33 2 55 50 01 07 | C-07 | gmail | plain | fr | oslo | windows-1252
samuel   | Dr. Samuel Okafor  | samuel.okafor@kestrelpharma.example | Kestrel Pharma | QA Director | +44 113 555 0108 | C-08 | outlook | both | en | london
meiling  | Mei-Ling Zhao      | meiling.zhao@kestrelpharma.example | Kestrel Pharma | Project Lead, Leeds | +44 113 555 0109 | C-09 | outlook | plain | en | london
callum   | Callum Reid        | callum.reid@kestrelpharma.example | Kestrel Pharma | Facilities, Cork | +353 21 555 0110 | C-10 | phone | plain | en | london
astrid   | Astrid Holm        | astrid.holm@vesterholm.example | Vesterholm Dairy | Plant Manager | +45 55 50 01 11 | C-11 | apple | plain
peder    | Peder Lund         | peder.lund@vesterholm.example | Vesterholm Dairy | Maintenance Lead | +45 55 50 01 12 | C-12 | gmail
rosa     | Rosa Delgado       | rosa.delgado@sunmarket.example | Sunmarket Retail | Head of Fresh | +34 955 550 113 | C-13 | gmail | both
ben      | Ben Achterberg     | ben.achterberg@sunmarket.example | Sunmarket Retail | Category Buyer | +31 20 555 0114 | C-14 | outlook
wade     | Wade Hutchins      | wade.hutchins@tallgrass.example | Tallgrass Seeds | Co-owner | +1 402 555 0115 | C-15 | apple | plain | en | chicago
marisol  | Marisol Vega       | marisol.vega@tallgrass.example | Tallgrass Seeds | Warehouse Manager | +1 402 555 0116 | C-16 | gmail | both | en | chicago
farah    | Dr. Farah Aziz     | farah.aziz@northgate-supplies.example | Northgate Hospital Supplies | Head of Pharmacy Logistics | +44 161 555 0117 | C-17 | outlook | both | en | london
leon     | Leon Mbeki         | leon.mbeki@northgate-supplies.example | Northgate Hospital Supplies | Procurement | +44 161 555 0118 | C-18 | outlook | plain | en | london
ingrid   | Ingrid Solheim     | ingrid.solheim@northgate-supplies.example | Northgate Hospital Supplies | Information Security | +44 161 555 0119 | C-19 | gmail | plain | en | london
tuan     | Tuan Nguyen        | tuan.nguyen@pelicanbay.example | Pelican Bay Seafood | General Manager | +1 228 555 0120 | C-20 | apple | plain | en | chicago | utf-8 | tuan.nguyen@example.net
tuanhome | Tuan Nguyen        | tuan.nguyen@example.net | Pelican Bay Seafood | | | | phone | plain | en | chicago
kim      | Kim Abara          | kim.abara@pelicanbay.example | Pelican Bay Seafood | Quality Lead | +1 228 555 0121 | C-21 | gmail | both | en | chicago
fiona    | Fiona Marsh        | fiona.marsh@oakridge.example | Oakridge Bakeries | Head of Supply | +44 29 555 0122 | C-22 | outlook | plain | en | london
gareth   | Gareth Pugh        | gareth.pugh@oakridge.example | Oakridge Bakeries | Finance Controller | +44 29 555 0123 | C-23 | outlook | both | en | london
joao     | João Ferreira      | joao.ferreira@castellan.example | Castellan Wines | Cellar Director | +351 22 555 0124 | C-24 | gmail | plain | en | london
beatriz  | Beatriz Antunes    | beatriz.antunes@castellan.example | Castellan Wines | Finance | +351 22 555 0125 | C-25 | apple | both | en | london
amara    | Amara Nwosu        | amara.nwosu@zephyr-health.example | Zephyr Health Relief | Supply Chain Lead | +41 22 555 0126 | C-26 | gmail | both
lars     | Lars Dietrich      | lars.dietrich@zephyr-health.example | Zephyr Health Relief | Contracts | +41 22 555 0127 | C-27 | outlook
mateusz  | Mateusz Zieliński  | mateusz.zielinski@coldwire.example | Coldwire Installations | Owner | +48 58 555 0128 | C-28 | phone
noor     | Noor Haddad        | noor.haddad@polarcrest.example | Polar Crest Ice Cream | Operations Manager | +44 20 555 0129 | C-29 | gmail | both | en | london
felix    | Felix Grant        | felix.grant@polarcrest.example | Polar Crest Ice Cream | | | | phone | plain | en | london
sean     | Sean Duffy         | sean.duffy@brightwater.example | Brightwater Hotels | Kitchen Services | +353 1 555 0130 | C-30 | apple | plain | en | london

erik     | Erik Lindqvist     | erik.lindqvist@example.org | | | | | phone
birgit   | Birgit Solberg     | birgit.solberg@example.org | | | | | apple
ida      | Ida Moen           | ida.moen@example.org | | | | | phone
dentist  | Sentrum Tannlege   | reception@sentrum-tannlege.example | | | | | plain
school   | Class 3B           | class3b@solbakken-school.example | | | | | gmail
choir    | Kari Nes           | kari.nes@example.org | | | | | gmail

carla    | Carla Mendes       | carla.mendes@mirador-fruits.example | Mirador Fruits | Quality Manager | +34 961 555 0131 | | gmail | both
dimitri  | Dimitri Vassos     | d.vassos@aegean-cold.example | Aegean Cold Chain | Director | | | outlook
hanna    | Hanna Virtanen     | hanna.virtanen@kuusi-berries.example | Kuusi Berries | Purchasing | | | apple
rahul    | Rahul Mehta        | rahul.mehta@spicecourt.example | Spicecourt Imports | Founder | | | gmail | html
zofia    | Zofia Nowak        | zofia.nowak@baltyk-fish.example | Bałtyk Fish | Logistics | | | gmail
ellen    | Ellen Ward         | ellen.ward@wardsflorist.example | Ward's Florists | Owner | | | phone | plain | en | london
student  | Jakob Meier        | jakob.meier@campus.example | | Student | | | gmail | plain | de
recruit  | Tessa Blom         | tessa.blom@talentbridge.example | Talentbridge | Recruiter | | | gmail | both
vendor   | Marcus Hale        | marcus.hale@dialboost.example | Dialboost | Sales | | | gmail | both
"""


def _read() -> dict[str, Person]:
    people = {}
    for line in _TABLE.strip().splitlines():
        if line.strip():
            key, *cells = (cell.strip() for cell in line.split("|"))
            values = {name: cell for name, cell in zip(Person._fields, cells, strict=False) if cell}
            people[key] = Person(**values)
    return people


CAST = _read()

DEALS = """\
D-101,"Cold store monitoring, Dublin and Cork",Harbourline Foods,Negotiation,84000.00,EUR,2026-12-11,open,C-01:champion;C-02:procurement;C-03:decision maker
D-102,Temperaturüberwachung Hamburg-Billbrook,Brückner Logistik GmbH,Proposal,61500.00,EUR,2026-12-18,open,C-04:champion;C-05:procurement
D-103,Chambres froides Nantes,Moreau Frais,Evaluation,38200.00,EUR,2027-01-29,open,C-06:champion;C-07:decision maker
D-104,"GDP monitoring, Leeds",Kestrel Pharma,Contract,129000.00,GBP,2026-11-30,open,C-09:project lead;C-08:decision maker
D-105,"Retrofit, Cork",Kestrel Pharma,Discovery,47000.00,EUR,2027-02-26,open,C-10:facilities;C-08:decision maker
D-106,"Plant monitoring, Aalborg",Vesterholm Dairy,Closed won,72400.00,EUR,2026-10-16,won,C-11:decision maker;C-12:technical
D-107,"Store cabinets, 40 shops",Sunmarket Retail,Closed lost,96000.00,EUR,2026-09-25,lost,C-13:champion;C-14:procurement
D-108,Seed vault and two warehouses,Tallgrass Seeds,Proposal,44000.00,USD,2026-11-27,open,C-15:decision maker;C-16:champion
D-109,Regional medicines hubs (tender),Northgate Hospital Supplies,Tender,212000.00,GBP,2027-01-15,open,C-17:champion;C-18:procurement
D-110,Dockside freezers,Pelican Bay Seafood,Demo,29500.00,USD,2027-01-08,open,tuan.nguyen@pelicanbay.example:decision maker;C-21:technical
D-111,Renewal 2027,Oakridge Bakeries,Renewal,33600.00,GBP,2026-12-31,open,C-22:champion;C-23:finance
D-112,Cellar humidity and temperature,Castellan Wines,Closed lost,18900.00,EUR,2026-10-30,lost,C-24:champion;C-25:finance
D-113,"Vaccine depots, phase 1",Zephyr Health Relief,Closed won,54000.00,EUR,2026-09-11,won,C-26:decision maker;C-27
D-114,Two production lines,Polar Crest Ice Cream,Discovery,22000.00,GBP,2027-02-12,open,
"""


def contacts_csv() -> str:
    """The file for `repside import contacts`."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("id", "name", "email", "other_emails", "company", "domain", "title", "phone"))
    for who in CAST.values():
        if who.contact:
            domain = COMPANIES[who.company]
            table.writerow((who.contact, who.name, who.address, who.other, who.company, domain, who.title, who.phone))
    return out.getvalue()


def deals_csv() -> str:
    """The file for `repside import deals`."""
    return "id,name,company,stage,amount,currency,close_date,status,contacts\n" + DEALS
