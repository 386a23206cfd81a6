"""Which stage of a deal's pipeline a step of the sale stands for: our offer sent, the contract in review, the contract signed, lost.

What the rep wrote into the configuration comes first. Then the stages themselves: their names are read in four languages. Then the
pipelines that HubSpot, Salesforce and Pipedrive begin with. Nothing fits: no stage, and nothing is proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

STEPS = ("offer_sent", "contract_review", "contract_signed")
"""The steps of a sale that a text can show, in their order."""


class Pipeline(NamedTuple):
    """The stages of one pipeline, in order, and what they stand for. An empty step has no stage there."""

    name: str = ""
    stages: tuple[str, ...] = ()
    """Those that end a deal are the last ones."""
    offer_sent: str = ""
    contract_review: str = ""
    contract_signed: str = ""
    lost: str = ""

    def step(self, name: str) -> str:
        """The stage of a step, by one of STEPS; empty where the pipeline has none."""
        return {"offer_sent": self.offer_sent, "contract_review": self.contract_review,
                "contract_signed": self.contract_signed}.get(name, "")  # fmt: skip

    def ahead(self, current: str, wanted: str) -> bool:
        """Whether the wanted stage comes after the current one. Unknown stages are never ahead; an empty current one is the start."""
        places = {_folded(stage): place for place, stage in enumerate(self.stages)}
        return places.get(_folded(wanted), -1) > (places.get(_folded(current), len(places)) if current.strip() else -1)

    def holds(self, stage: str) -> bool:
        """Whether this is one of its stages, whatever its capitals and spaces."""
        return bool(stage.strip()) and _folded(stage) in {_folded(each) for each in self.stages}


USUAL = (
    Pipeline(
        "",
        ("Qualification", "Discovery", "Proposal", "Negotiation", "Closed Won", "Closed Lost"),
        "Proposal", "Negotiation", "Closed Won", "Closed Lost",
    ),
    # HubSpot's own has one stage for papers at the customer's: the contract is the offer there.
    Pipeline(
        "Sales Pipeline",
        ("Appointment Scheduled", "Qualified To Buy", "Presentation Scheduled", "Decision Maker Bought-In", "Contract Sent",
         "Closed Won", "Closed Lost"),
        "Contract Sent", "Contract Sent", "Closed Won", "Closed Lost",
    ),
    Pipeline(
        "Salesforce",
        ("Prospecting", "Qualification", "Needs Analysis", "Value Proposition", "Id. Decision Makers", "Perception Analysis",
         "Proposal/Price Quote", "Negotiation/Review", "Closed Won", "Closed Lost"),
        "Proposal/Price Quote", "Negotiation/Review", "Closed Won", "Closed Lost",
    ),
    Pipeline(
        "Pipeline",
        ("Qualified", "Contact Made", "Demo Scheduled", "Proposal Made", "Negotiations Started", "Won", "Lost"),
        "Proposal Made", "Negotiations Started", "Won", "Lost",
    ),
)  # fmt: skip
"""A plain one, and those that HubSpot, Salesforce and Pipedrive begin with."""

_LOST, _WON, _LATE, _CONTRACT, _OFFER, _EARLY = 5, 4, 3, 2, 1, 0
# The first that fits decides. Word beginnings, of names with their accents folded.
_WORDS = (
    (_LOST, re.compile(r"\b(?:lost|lose|verloren|perdu|perdido|perdida|abandon|abgesagt|churn|disqualif)")),
    (_WON, re.compile(r"\b(?:won|gewonnen|gagne|ganad|signed|unterschrieben|unterzeichnet|signe\b|signee|firmad)")),
    (_EARLY, re.compile(r"\bvalue proposition|\bproposta di valore|\bproposition de valeur|\bpropuesta de valor")),
    (_CONTRACT, re.compile(r"\b(?:negotiat|contract|verhandlung|vertrag|negociat|negociac|contrat|legal|juridi|redlin)")),
    (_OFFER, re.compile(r"\b(?:proposal|offer|quot|angebot|devis|propos|offre|propuesta|oferta|cotizaci|presupuesto)")),
    (_LATE, re.compile(r"\b(?:commit|verbal|zusage|purchas|bestell|order|commande|pedido|closing|abschluss|signature)")),
)  # fmt: skip
_ACCENTS = str.maketrans("àáâäãèéêëìíîïòóôöõùúûüçñ", "aaaaaeeeeiiiiooooouuuucn")
_MAX_NAME = 200
"""Characters of a stage's name that are looked at."""


def pipeline_for(
    stage: str, pipelines: Sequence[Pipeline], seen: Iterable[str] = (), *, name: str = "", ordered: bool = False
) -> Pipeline:
    """The pipeline of a deal at this stage.

    pipelines: the configuration's. seen: names of stages. name: the deal's pipeline, where it has one. ordered: `seen` are all the stages
    of that pipeline in its order, as the CRM tells; otherwise they are what occurs in the rep's deals, and a usual pipeline may add to them.
    """
    names = tuple(dict.fromkeys(each.strip() for each in seen if each.strip()))
    mine = _configured(stage, pipelines, name)
    if mine is not None:
        return _completed(mine, names if ordered else ())
    if ordered and names:
        whole = next((each for each in USUAL if set(map(_folded, each.stages)) <= set(map(_folded, names))), Pipeline())
        return _filled(by_words(names, name), whole)
    usual = _usual(stage, names)
    if usual is None:
        return by_words(sorted(names, key=_rank), name)
    found = _filled(by_words(names, name), usual)
    told = (found.offer_sent, found.contract_review, found.contract_signed, found.lost)
    placed = [each for each in names if not usual.holds(each)]
    stages = sorted(dict.fromkeys([*usual.stages, *placed, *filter(None, told)]), key=_rank)
    return found._replace(stages=tuple(stages))


def by_words(stages: Sequence[str], name: str = "") -> Pipeline:
    """What the names of the stages say, in the order in which they are given; of several stages of one kind the first one."""
    first: dict[int, str] = {}
    for stage in stages:
        first.setdefault(_rank(stage), stage)
    offer, contract, won, lost = (first.get(rank, "") for rank in (_OFFER, _CONTRACT, _WON, _LOST))
    return Pipeline(name, tuple(stages), offer, contract, won, lost)


def _configured(stage: str, pipelines: Sequence[Pipeline], name: str) -> Pipeline | None:
    """By the deal's own pipeline; where it has none, by the stage, or the only one there is."""
    named = [each for each in pipelines if name.strip() and _folded(each.name) == _folded(name)]
    if named or name.strip():
        return named[0] if named else None
    with_stage = [each for each in pipelines if each.holds(stage)]
    if len(with_stage) == 1:
        return with_stage[0]
    return pipelines[0] if len(pipelines) == 1 and not stage.strip() else None


def _completed(mine: Pipeline, names: Sequence[str]) -> Pipeline:
    """What the rep left out is read from the names."""
    stages = mine.stages or tuple(names)
    return _filled(mine._replace(stages=stages), by_words(stages))


def _filled(found: Pipeline, other: Pipeline) -> Pipeline:
    """With the other one's steps where it has none of its own."""
    return found._replace(
        offer_sent=found.offer_sent or other.offer_sent,
        contract_review=found.contract_review or other.contract_review,
        contract_signed=found.contract_signed or other.contract_signed,
        lost=found.lost or other.lost,
    )


def _usual(stage: str, names: Sequence[str]) -> Pipeline | None:
    """The usual pipeline with this stage that shares most stages with those that occur; the plain one among equals."""
    fitting = [each for each in USUAL if each.holds(stage)]
    return max(fitting, key=lambda each: sum(each.holds(name) for name in names), default=None)


def _rank(stage: str) -> int:
    folded = _folded(stage[:_MAX_NAME]).translate(_ACCENTS)
    return next((rank for rank, words in _WORDS if words.search(folded)), _EARLY)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
