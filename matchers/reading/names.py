"""Who is meant: the people of a letter by first and last name, and the mentions of them in its text.

A name stands for an address only where one person alone can be meant. The rep's own side is known too, so that it is not taken for another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from unicodedata import combining, normalize

from matchers.reading.bag import bag
from matchers.reading.titles import is_title
from sync.model import Letter, Person

MAX_MENTIONS = 400
MAX_CIRCLE = 40
"""People of a letter who may be meant: a mail to more of them is not about one."""
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|(?<!\b[cdjlmnst])(?<!\bqu)['’](?=[^\W\d_]{3})|-(?=[^\W\d_]))*")
_TITLES = bag(
    "dr prof mag ing dipl mr mrs ms miss sir mme mlle madame monsieur m maître maitre me sr sra srta don doña lic arq herr herrn frau hr fr"
    " mba phd msc bsc ma ba mcips jr med jur rer nat habil univ fh di dott avv señor señora"
)
_HONOURS = bag(
    "mr mrs ms miss mme mlle madame monsieur maître maitre sr sra srta don doña herr herrn frau señor señora dr ing lic arq mag prof m me"
)
COMMON = bag(
    "will mark may grant frank rose art bill sue pat jack price bueno april june august hope joy grace faith ray rob drew chase miles dean"
    " page long short young brown white green black gray grey king cook baker smith franco paz sol luz mar consuelo pilar mercedes rocio"
    " dolores lang klein groß gross kurz kern ernst sommer winter koch richter herz berg stein wolf best bright day love roy blanc petit"
    " grand legrand leblanc noir rich gold holiday sales office team purchasing einkauf service support info vertrieb der die das den dem von"
    " van zu la le de du des el los las del y e und and et sa da di das ter ten bin ben st"
)
SHARED = re.compile(
    r"^(?:(?:join|leave|list|subscribe|unsubscribe|owner|bounces?|request)[-+].*|communications?|announcements?|info|sales|office|kontakt|contact|contacto|contato|hello|hallo|hola|mail|email|post|postfach|service|services|support|helpdesk|help|admin|administration"
    r"|administracion|verwaltung|zentrale|empfang|reception|recepcion|accueil|secretariat|sekretariat|secretaria|einkauf|purchasing|purchase|procurement|purchases"
    r"|compras|achats|achat|beschaffung|vergabe|vergabestelle|marches|licitaciones|tender|tenders|rechnung|rechnungen|invoice|invoices|invoicing|billing|facturas"
    r"|facturacion|factures|facturation|factura|buchhaltung|accounting|accounts|accountspayable|ap|ar|payables|finance|finanzas|finanzen|comptabilite|compta|contabilidad"
    r"|legal|juridico|juridique|recht|rechtsabteilung|compliance|datenschutz|dpo|privacy|hr|jobs|bewerbung|careers|personal|rrhh|rh|marketing|presse|press|vertrieb|ventas"
    r"|commercial|commerciale|comercial|bestellung|bestellungen|orders|order|pedidos|commandes|logistik|logistics|technik|technique|tecnico|it|edv|team|projekte|project"
    r"|projects|no-?reply|noreply|do-?not-?reply|donotreply|ne-?pas-?repondre|nicht-?antworten|no-?responder|notification|notifications|newsletter|news|alerts?|postmaster"
    r"|mailer-daemon|webmaster|abuse|security|registro|buzon|avisos|novedades|boletin|lettre|abonnements?|kundenservice|customer-?service|customerservice|serviceclient"
    r"|atencion|atencionalcliente|direction|direccion|gerencia|geschaeftsleitung|gl|gf|hausverwaltung|facility|facilities|maintenance|mantenimiento|everyone|all|alle|tous)"
    r"(?:[._+-]?(?:\d{1,4}|[a-z]{2,3}|team|desk|dept|department|abteilung|group|uk|de|fr|es|us|eu))?$"
)  # fmt: skip
ADDRESS = re.compile(
    r"(?<![\w.+@-])[A-Za-z0-9_][\w.+-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.){1,5}[A-Za-z]{2,24}(?![\w@-])"
)
_BRACKETS = re.compile(r"[(\[{][^)\]}]{0,80}[)\]}]")


class Someone(NamedTuple):
    """A person who may be meant."""

    address: str
    name: str
    tokens: tuple[str, ...]
    """Words of the name for comparing (`bare`), without titles."""
    outside: bool


class Mention(NamedTuple):
    """A name in the text."""

    start: int
    end: int
    who: Someone | None
    """None: a name that is nobody's here, or more than one person's."""
    name: str
    strange: bool
    """Capitalised words that may be a name: nobody on the letter is called so."""


def is_shared(address: str) -> bool:
    """Whether an address is a desk's or a machine's, no person's."""
    return bool(SHARED.match(address.partition("@")[0].lower()))


@lru_cache(maxsize=4_096)
def tokens(name: str) -> tuple[str, ...]:
    """The words of a name, lower-case, without titles."""
    return tuple(word for word in (found.lower() for found in _WORD.findall(name[:200])) if word not in _TITLES)


@lru_cache(maxsize=8_192)
def bare(word: str) -> str:
    """A word of a name for comparing: lower-case, without accents."""
    word = word.lower()
    if word.isascii():
        return word
    return "".join(sign for sign in normalize("NFKD", word) if not combining(sign))


def is_called(said: str, name: str) -> bool:
    """Whether words of a text (`Frau Kühn`, `Declan Roche`, `Bruno`) may name the person of this name: all of them are in it."""
    own = set(map(bare, tokens(name)))
    words = [bare(word) for word in tokens(said)]
    return bool(words) and all(word in own for word in words)


@lru_cache(maxsize=1_024)
def tidy(name: str) -> str:
    """A display name as a person says it: without brackets and quotes, the first name first."""
    name = " ".join(_BRACKETS.sub(" ", name).replace('"', " ").split()).strip(" ,;'")
    last, comma, first = name.partition(",")
    if comma and first.strip() and len(last.split()) <= 2 and len(first.split()) <= 3:
        name = f"{first.strip()} {last.strip()}"
    return "" if "@" in name else name


def named_by_address(address: str) -> tuple[str, ...]:
    """The words of the part before the @, where it is built of names."""
    words = re.split(r"[._]", address.partition("@")[0].lower())
    return tuple(word for word in words if len(word) > 1 and word.isalpha()) if len(words) < 3 else ()


def circle(letter: Letter) -> list[Someone]:
    """The author and all others on the letter, each once; then those whose address stands in the text."""
    found: dict[str, Someone] = {}
    for person in (letter.author, *letter.people[:MAX_CIRCLE]):
        if person.address and (person.address not in found or (person.name and not found[person.address].name)):
            found[person.address] = _someone(person, letter)
    return list(found.values())


def _someone(person: Person, letter: Letter) -> Someone:
    name = tidy(person.name)
    words = tuple(map(bare, tokens(name) or named_by_address(person.address)))
    return Someone(person.address, name, words, _is_outside(person.address, letter) and not is_shared(person.address))


def _is_outside(address: str, letter: Letter) -> bool:
    """Whether somebody is neither the rep nor a colleague: the author of a letter that is not their own never is."""
    return address in letter.outside or (address == letter.author.address and not letter.own)


def index(people: Iterable[Someone]) -> dict[str, list[Someone]]:
    """Word of a name → whose it is."""
    found: dict[str, list[Someone]] = {}
    for one in people:
        parts = {part for word in one.tokens for part in (word, *word.split("-"))}
        for word in sorted(parts):
            if len(word) > 1:
                found.setdefault(word, []).append(one)
    return found


def mentions(text: str, known: dict[str, list[Someone]]) -> list[Mention]:
    """The names in a text that are somebody's here, and names with a Mr or Ms in front, in order."""
    found: list[Mention] = []
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        if not run and not word[0][0].isupper():
            continue
        if word[0] in _POLITE:
            _close(run, text, known, found)
            continue
        if run and text[run[-1].end() : word.start()].strip(" .\u00a0"):
            _close(run, text, known, found)
        if word[0][0].isupper() or (
            run and word[0].lower() in {"von", "van", "de", "du", "la", "le", "der", "del", "los"}
        ):
            run.append(word)
        else:
            _close(run, text, known, found)
        if len(found) >= MAX_MENTIONS:
            return found
    _close(run, text, known, found)
    return found


_POLITE = bag("Ihr Ihre Ihren Ihrem Ihrer Ihnen Sie")
"""In German their capital is politeness; they end a name."""


def _close(run: list[re.Match[str]], text: str, known: dict[str, list[Someone]], found: list[Mention]) -> None:
    """Turn a run of capitalised words into a mention, where it is one."""
    words = [word for word in run if not _sentence_word(word, text)] if run else []
    run.clear()
    if not words or len(words) > 6:
        return
    first = next((at for at, word in enumerate(words) if bare(word[0]) in known or word[0].lower() in _HONOURS), -1)
    if first < 0:
        _strange(words, text, found)
        return
    words = words[first:]
    honoured = words[0][0].lower() in _HONOURS
    names = [word for word in words if word[0].lower() not in _TITLES]
    if not names:
        return
    who = _who([bare(word[0]) for word in names], known)
    if not honoured and len(names) == 1 and names[0][0].lower() in COMMON and _begins(names[0], text):
        return
    taken = [word for word in names if who is None or bare(word[0]) in who.tokens] or names
    end = taken[-1].end()
    found.append(Mention(names[0].start(), end, who, text[words[0].start() : end], strange=False))


def _strange(words: list[re.Match[str]], text: str, found: list[Mention]) -> None:
    """A capitalised word or two that are nobody's name here: perhaps somebody who is not on the letter."""
    while len(words) > 1 and words[-1][0].islower():
        words.pop()
    start, end = words[0].start(), words[-1].end()
    before = text[max(0, start - 16) : start].lower().split()
    name = text[start:end]
    if (
        len(words) > 3
        or len(name) < 3
        or words[0][0].lower() in _DAYS
        or name.isupper()
        or is_title(name, department=True)
        or (before and before[-1].strip("(\"'") in _NEARER and not (len(words) == 2 and before[-1] in _ARTICLES))
    ):
        return
    found.append(Mention(start, end, None, name, strange=True))


_ARTICLES = bag("der die den dem")
"""In the south people have an article: `der Beat Zurbrügg`."""
_NEARER = bag(
    "at in from of for with by the a an our your their on to and & bei beim im in aus von vom der die das dem den des für mit zu zur zum am"
    " ein eine unser unsere ihr ihre und als nach über de du des la le les l' à au aux chez en dans pour par et notre votre del al el los las"
    " con para por y nuestro nuestra su"
)


def _who(words: list[str], known: dict[str, list[Someone]]) -> Someone | None:
    """The one person whose name has these words; None for none or several."""
    possible: list[Someone] | None = None
    for word in words:
        here = known.get(word)
        if here is None:
            if possible is not None:
                break
            continue
        both = here if possible is None else [one for one in possible if one in here]
        if not both and possible is not None:
            return None
        possible = both
    if possible is None or len({one.address for one in possible}) != 1:
        return None
    one = possible[0]
    # "Tom Miller" is not Tom Whitlock.
    rest = [word for word in words if word not in one.tokens]
    return (
        None
        if rest
        and len(one.tokens) > 1
        and len(words) > 1
        and words[0] in one.tokens
        and words[1] not in one.tokens
        and words[1] not in COMMON
        else one
    )


def _sentence_word(word: re.Match[str], text: str) -> bool:
    """A word that has its capital from its place, as names seldom do."""
    return word[0].lower() in STARTERS and _begins(word, text)


def _begins(word: re.Match[str], text: str) -> bool:
    before = text[max(0, word.start() - 3) : word.start()].rstrip(" \u00a0\"'(*-")
    return not before or before[-1] in ".!?:\n…¿¡>"


_DAYS = bag(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december"
    " montag dienstag mittwoch donnerstag freitag samstag sonntag januar jänner februar märz juni juli oktober dezember"
    " lundi mardi mercredi jeudi vendredi lunes martes miércoles jueves viernes"
)
STARTERS = bag(
    "new neue neues neuer nouveau nouvelle nuevo nueva notieren notez note anote apunte update number nummer numéro número mobile handy celular móvil"
    " gsm tel phone save work cell direct home business durchwahl telefon teléfono portable natel dans chez sur sous selon comme depuis puis ici là entre vers nach vor über unter zwischen wegen trotz seit hinter inside outside within under over since between about desde hasta entre según ante bajo aquí allí mein meine meiner unsere unserer ihr ihre dein deine seine sein eure euer cards rates thanks people quien quién who wer qui el la let please could can should would will once after before while since unless until because although just only maybe perhaps note next first second finally however regarding attached see ask tell call hand send give talk speak good great happy sorry morning afternoon neither nothing any final"
    " the and but so if when then also this that it he she we you i my our your yes no ok please thanks hi hello dear hallo liebe lieber guten"
    " sehr bonjour hola buenos cher chère estimado estimada und aber wenn dann auch das der die er sie es wir ihr ich mein unser ja nein"
    " bitte um ohne gegen durch statt während laut voy soy estoy tengo puedo danke et mais si alors aussi ce cette il elle nous vous je mon notre oui non merci y pero entonces también este esta él ella"
    " nosotros mi nuestro sí gracias as for with from to in on at by c'est la le les el los las un una une des en por para con de du au bei"
    " mit von für zu zum zur im am den dem des ein eine einen einem einer kein keine ob alle alles jede jeder jeden jedes nichts each every all whether only chaque tout toute todo toda cada"
)
