"""What a word may be in the grammar of roles, by language: an act, a thing, a post; and which roles the words of a sentence may tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from matchers.reading.part_lexicon import WORDS
from matchers.reading.text import Language

Kind = Literal["act", "done", "alone", "open", "post", "thing", "own", "matter"]
Class = tuple[str, Kind]
"""A role (or `do`, `route`, `inside`) and what a word is for it: what is done, has been done to a thing, done by somebody who is picked out, the thing, a thing that whoever handles
it has the role, a thing that whoever it goes through has the role."""


_ENDINGS: dict[Language, tuple[str, str]] = {
    "en": ("(?:e|es|s|ing|[bdgklmnprt]ing)?", "(?:ed|[bdgklmnprt]ed)"),
    "de": ("(?:e|t|et|en|n|st)?", ""),
    "fr": ("(?:e|es|er|ez|era|erai|eront|erez|ent|ant|ons)", "(?:ée?s?)"),
    "es": (
        "(?:a|o|e|an|en|ar|er|ir|ará|aré|erá|eré|irá|iré|arán|ando|iendo)(?:l[aoe]s?|se)?",
        "(?:ad|id)[oa]s?",
    ),
}
DO: dict[Language, str] = {
    "en": "do does doing handl~ run~ leads leading mak~ manag~ coordinat~ look(?:s|ing)? oversee~ head~ cover~ driv~ supervis~ steer~ conduct~ responsible charge care deal(?:s|ing)?",
    "de": "mach~ übernehm~ übernimmt kümmer~ betreu~ leit~ führ~ verantwort~ verantwortlich zuständig erledig~ begleit~ steuer~ koordinier~ bearbeit~ beantwort~ abwickel~",
    "fr": "fai[st] fera ferai faire gèrer? gèrera gérer gère pilot~ mène mènera mener suit suis suivra suivre occup~ charg~ chargée? charge dirig~ assur~ coordonn~ conduit supervis~ centralis~ trait~ vois voit verra",
    "es": "hac?[eg]o? hac(?:e|er) hará haré llev~ manej~ gestion~ encarg~ ocup~ dirig~ dirij[oa] coordin~ supervis~ atiend[eo] tramit~ realiz~ cargo ve veo verá",
}
ROUTE: dict[Language, str] = {
    "en": "is are be goes go pass(?:es)? comes? lies? sits? rests? runs? lands? stays? ends? gets? settl~ discuss~ agree~ talk~ speak~ sort~ fix~ close~ negotiat~ argu~ clear~ hammered deal(?:ing)? all anything everything any",
    "de": "ist sind geht gehen läuft laufen liegt liegen kommt kommen landet bleibt bleiben hängt wandert wandern muss müssen mach~ klär~ besprech~ verhandel~ einig~ regel~ red~ sprech~ reden wird werden auf alles alle sämtliche fragen",
    "fr": "fix~ conven~ est sont sera seront passe passent passera passeront relève dépend revient vient part finit finira atterrit remonte cal~ règl~ trait~ discut~ négoci~ voi[rt] voyez parlez débat~ arrang~ faut faudra tout tous toute toutes questions? trait~",
    "es": "es son será está están pasa pasan va van queda quedan depende corresponde toca ven viene sale llega termina cierr~ discut~ negoci~ habl~ trat~ arregl~ acuerd~ pact~ hay tienen tod[oa]s? cualquier lo pele~",
}
INSIDE: dict[Language, str] = {
    "en": "board directors? management everyone everybody anyone managers? boss(?:es)? ceo cfo md leadership upstairs internally inside in-house meetings? committee partners owners? colleagues others execs? executives? superiors",
    "de": "intern haus geschäftsführung geschäftsleitung vorstand chefs? chefin leitung leitungskreis leitungsrunde runde sitzung(?:en)? gremi\\w+ allen jedem kolleg\\w+ besprechung\\w* direktion inhaber\\w* beirat überall",
    "fr": "direction comités? codir patron\\w* chefs? interne collègues réunions? conseil hiérarchie directeur directrice chacun autres",
    "es": "dirección comités? gerencia gerentes? jefes? jefa director\\w* directivos adentro dentro internamente reunion(?:es)? reunión consejo directorio dueños? demás compañeros",
}

TRIAL: dict[Language, str] = {
    "en": "test~ evaluat~ assess~ trial~ benchmark~ judg~ trying tries audit~ inspect~ prob~",
    "de": "test~ erprob~ beurteil~ bewert~ probier~ ausprobier~ begutacht~ untersuch~ durchleucht~",
    "fr": "test~ évalu~ essay~ essai~ éprouv~ expertis~ jug~ audit~",
    "es": "prob~ prueb~ evalu~ evalú~ ensay~ juzg~ audit~ test[eé]\\w+",
}
OURS: dict[Language, str] = {
    "en": "your our",
    "de": "unsere?[nmrs]? unser ihre?[nmrs]? eure?[nmrs]? labor",
    "fr": "votre vos notre nos labo laboratoire",
    "es": "vuestr[oa]s? nuestr[oa]s? sus? tus? laboratorio",
}

ORDER: dict[Language, str] = {
    "en": "orders? pos? rais~ plac~ issu~",
    "de": "bestell~ auslös~ auslöst",
    "fr": "passe(?:ra|r)? commander? commandes? émet(?:tra)?",
    "es": "pedidos? emit~ ordene?s? pide pedirá",
}

OPEN: dict[Language, dict[str, str]] = {
    "en": {
        "legal": "clauses? liabilit(?:y|ies) indemnit(?:y|ies) redlines? cs msas? dpas? wording warrant(?:y|ies)",
        "technical": "apis? interfaces? erp questionnaire prototype",
        "champion": "your yours you",
        "procurement": "rebates? discounts? rfqs?",
    },
    "de": {
        "legal": "\\w*klauseln? \\w*haftung\\w* gewährleistung agb vertragstext\\w* datenschutzvereinbarung auftragsverarbeitung\\w*",
        "technical": "\\w*schnittstellen? erp prüfstand vorführgerät testgerät lastenheft it-sicherheit sicherheitsbewertung leittechnik",
        "champion": "ihre?[nmrs]? eure?[nmrs]? deine?[nmrs]?",
        "procurement": "rabatte?n? konditionen skonto",
    },
    "fr": {
        "legal": "clauses? cg[vua] responsabilité résiliation contractuel\\w*",
        "technical": "api interfaces? erp banc cahier",
        "champion": "votre vos vous",
        "procurement": "remises? rabais ristournes?",
    },
    "es": {
        "legal": "cláusulas? clausulado rescisión contractual(?:es)?",
        "technical": "api interfa(?:z|ces) erp banco pliego",
        "champion": "vuestr[oa]s? su sus ustedes",
        "procurement": "descuentos? rebajas? tarifas?",
    },
}
"""Things with which any act but a few tells the role."""
POST: dict[str, str] = {
    "legal": "solicitor lawyers? counsel attorney dpo jurist(?:in)? rechtsabteilung syndik\\w* ra rechtsanw[aä]lt\\w* datenschützer(?:in)? datenschutzbeauftragte juriste avocate? abogad[oa]",
    "procurement": "purchasing procurement buyer einkauf einkäufer(?:in)? beschaffung achats acheteu(?:r|se) compras compradora?",
}
"""What people of a role are: with these, any thing of it will do."""

ALONE: dict[str, str] = {
    "economic_buyer": "pays? paying zahlt bezahlt paie paye paiera débourse(?:ra)? finance paga(?:rá)? financia suelta",
    "procurement": "negotiates? negotiating haggl(?:es|ing) verhandelt verhandle feilscht négocie(?:ra)? marchande(?:ra)? negocia(?:rá)? regate(?:a|ar|ará)",
    "decision_maker": "signs? signing decid(?:es|ing) approves entscheidet unterschreibt unterzeichnet signe(?:ra|rai)? décide(?:ra|rai)? tranche(?:ra)? firma(?:rá)? decid[ea] decidirá aprueba",
    "champion": "weibelt weible lobby(?:ing|ies) advocating championing evangeli[sz](?:es|ing) abandera",
}
"""What tells enough where somebody is picked out: `it is Ann who pays`."""


def _one_of(line: str, language: Language, *, done: bool = False) -> str:
    ending, past = _ENDINGS[language]
    if not done:
        return "|".join(word.replace("~", ending) for word in line.split()) or "(?!)"
    stems = [word[:-1] for word in line.split() if word.endswith("~")]
    if language == "de":
        return "|".join(rf"\w{{0,5}}ge{stem}(?:t|et|en)" for stem in stems) or "(?!)"
    return "|".join(stem + past for stem in stems) or "(?!)"


def _table(language: Language) -> list[tuple[Class, re.Pattern[str]]]:
    lines: list[tuple[Class, str]] = []
    for role, words in WORDS[language].items():
        lines += [
            ((role, "act"), _one_of(words.acts, language)),
            ((role, "done"), _one_of(words.acts, language, done=True)),
            ((role, "thing"), _one_of(words.things, language)),
            ((role, "own"), _one_of(words.own, language)),
            ((role, "matter"), _one_of(f"{words.own} {words.matters}", language)),
        ]
    lines += [((role, "open"), _one_of(line, language)) for role, line in OPEN[language].items()]
    lines += [((role, "post"), _one_of(line, language)) for role, line in POST.items()]
    lines += [((role, "alone"), _one_of(line, language)) for role, line in ALONE.items()]
    for name, line in (
        ("do", DO),
        ("route", ROUTE),
        ("inside", INSIDE),
        ("trial", TRIAL),
        ("ours", OURS),
        ("order", ORDER),
    ):
        lines.append(((name, "act"), _one_of(line[language], language)))
    return [(kind, re.compile(pattern)) for kind, pattern in lines if pattern != "(?!)"]


_TABLES = {language: _table(language) for language in WORDS}


@lru_cache(maxsize=32_768)
def classes(language: Language, word: str) -> frozenset[Class]:
    """What a word may be in a language."""
    return frozenset(kind for kind, pattern in _TABLES[language] if pattern.fullmatch(word))


_BITS: dict[Class, int] = {}
_NEEDED: dict[str, tuple[tuple[Class, ...], ...]] = {
    role: (
        ((role, "act"), (role, "done"), ("do", "act"), ("route", "act")),
        ((role, "thing"), (role, "own"), (role, "matter"), ("ours", "act")),
    )
    for role in WORDS["en"]
} | {
    "champion": ((("champion", "act"),), (("champion", "thing"),), (("inside", "act"),)),
    "user": ((("user", "act"),),),
}
"""Of which kinds of words a sentence has one each where it tells a role."""


def _bits(kinds: Iterable[Class]) -> int:
    return sum(_BITS.setdefault(kind, 1 << len(_BITS)) for kind in frozenset(kinds))


_MASKS = {role: tuple(map(_bits, kinds)) for role, kinds in _NEEDED.items()}


_ENOUGH = {role: _bits([(role, "alone"), (role, "open"), (role, "post")]) for role in WORDS["en"]}


@lru_cache(maxsize=32_768)
def _mask(language: Language, word: str) -> int:
    return _bits(classes(language, word))


def roles_told(language: Language, words: Iterable[str]) -> list[str]:
    """The roles that a sentence with these words may tell."""
    known = 0
    for word in words:
        known |= _mask(language, word)
    return (
        [role for role, masks in _MASKS.items() if all(known & mask for mask in masks) or known & _ENOUGH[role]]
        if known
        else []
    )
