"""What the store and the matchers say in English sentences of a closed list, said again in the rep's language.

They are kept as sentences, for the commands and for what is stored with a link or a proposal. Each is recognised here by the words
between its fields, and the fields are put into the translation. A sentence that is none of these stays English.
"""

from __future__ import annotations

import inspect
import re
from functools import cache
from typing import NamedTuple

from sync import crm_errors, errors
from view.language import Language, marked

LONGEST = 2_000
"""Characters of a sentence that is looked at."""
_FIELD = re.compile(r"%\((\w+)\)s")
_NUMBERS = frozenset({"left", "whole", "count", "gaps", "entries"})
_PHRASES = frozenset({"why", "finds", "state"})

_OF_STATES = (
    marked("This machine's clock does not fit the time of the last round: one of the two is wrong."),
    marked("Your history is safe and nothing expires. Set the clock; if it is right, run `repside doctor --trust-clock`."),
    marked("The disk with the store is full."),
    marked("Everything stored is safe. Free some space, then run `repside sync`: it goes on where it stopped."),
    marked("Nothing was read from this account yet."),
    marked("Run `repside sync`."),
    marked("Your history is being read: %(left)s of %(whole)s items to go."),
    marked("Your history is being read."),
    marked("What was read is safe. Run `repside sync`: it goes on where it stopped."),
    marked("Everything is here, but 1 item waits aside because it could not be read."),
    marked("Everything is here, but %(count)s items wait aside because they could not be read."),
    marked("Nothing else was held up. `repside quarantine` lists what waits, and tries again when you say so."),
    marked("The daily comparison with the mailbox is overdue, so nobody can say that nothing is missing."),
    marked("Your history is safe. Run `repside sync`, or `repside receipt --audit`: what is missing is found and fetched."),
    marked("The time zones of this machine are of %(version)s; meetings to come may be an hour off."),
    marked("Your history is safe. Install the package tzdata, %(version)s or newer, then run `repside sync`."),
    marked("Everything is here. The check of the last days found %(finds)s, and put it right."),
    marked("Everything is here."),
    marked("Nobody knows whether 1 change arrived in the CRM."),
    marked("Nobody knows whether %(count)s changes arrived in the CRM."),
    marked("Nothing is sent again by itself. Run `repside review`: it looks them up and tells you what is there."),
    marked("1 gap and 1 entry too many"),
    marked("1 gap and %(entries)s entries too many"),
    marked("%(gaps)s gaps and 1 entry too many"),
    marked("%(gaps)s gaps and %(entries)s entries too many"),
    marked("1 gap"),
    marked("%(gaps)s gaps"),
    marked("1 entry too many"),
    marked("%(entries)s entries too many"),
)  # fmt: skip
_OF_LINKS = (
    marked("you linked this conversation to the deal"),
    marked("your rule files “%(word)s” under the deal"),
    marked("it is the only open deal of %(company)s"),
    marked("it is an open deal of %(company)s"),
    marked("a contact"),
    marked("%(name)s (%(role)s) is on the deal"),
    marked("%(name)s is on the deal"),
    marked("several contacts have the address %(address)s, so none was chosen"),
    marked("several companies have the domain %(domain)s, so none was chosen"),
    marked("%(host)s is part of %(domain)s, which belongs to %(company)s"),
    marked("%(who)s belongs to %(company)s"),
    marked("%(address)s is the address of %(name)s"),
    marked("%(address)s is another address of %(name)s"),
    marked("%(address)s is read as %(folded)s, which is an address of %(name)s"),
    marked("the contact"),
    marked("Also open: %(deals)s"),
)
_OF_PROPOSALS = (
    marked("overtaken by newer words"),
    marked("its time is over"),
    marked("the record says so already"),
    marked("the deal is closed"),
    marked("the record is not there any more"),
    marked("the evidence is not filed under this deal any more"),
    marked("the record says something else now: look again"),
    marked("the words are not there any more"),
    marked("the person is among your contacts now"),
    marked("the deal is at that stage or beyond"),
    marked("it did not arrive in the CRM: decide again"),
    marked("it was not taken back: undo it again"),
    marked("the CRM says something else by now"),
    marked("the evidence was erased"),
    marked("overtaken"),
    marked("is being taken back"),
)
_OF_DECISIONS = (
    marked("There is no proposal %(id)s. `repside review` lists them."),
    marked("%(id)s was approved before; nothing is done twice."),
    marked("%(id)s was declined before."),
    marked("%(id)s has changed since you saw it (%(why)s). Look at it again, then approve it again."),
    marked("%(id)s has changed since you saw it. Look at it again, then approve it again."),
    marked("%(id)s is being written at this moment. Try again in a minute."),
    marked("Nobody knows yet whether %(id)s arrived. Run `repside review`, which looks it up."),
    marked("%(id)s is %(state)s (%(why)s). Undo that first, then decide anew."),
    marked("%(id)s is %(state)s. Undo that first, then decide anew."),
    marked("%(id)s is %(state)s (%(why)s). Newer words will be offered when they come."),
    marked("%(id)s is %(state)s. Newer words will be offered when they come."),
    marked("%(id)s is %(state)s. Undo that first: repside undo %(again)s"),
    marked("%(id)s is %(state)s (%(why)s): there is no decision to undo."),
    marked("%(id)s is %(state)s: there is no decision to undo."),
    marked("%(id)s is %(state)s (%(why)s)."),
    marked("%(id)s is %(state)s."),
    marked("A value has 1 to %(most)s characters. Nothing was changed."),
    marked("Nothing was changed: %(why)s."),
    marked("there is nothing to write; decline it instead"),
    marked("%(value)s is no date; write it like 2026-03-31"),
)


class _Template(NamedTuple):
    text: str
    between: tuple[str, ...]
    """The words before, between and after its fields."""
    fields: tuple[str, ...]


class Retold:
    """Says sentences again. In English they stay as they are."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __call__(self, sentence: str) -> str:
        """The sentence in the rep's language; as it is where it is not known."""
        if self._language.name == "en" or not sentence or len(sentence) > LONGEST:
            return sentence
        known = self._language.catalog.gettext(sentence)
        if known != sentence:
            return known
        for template in _templates():
            fields = _fields(template, sentence)
            if fields is not None:
                return self._language.gettext(
                    template.text, **{name: self._inner(name, fields[name]) for name in fields}
                )
        return sentence

    def several(self, sentences: str) -> str:
        """The same for evidence: parts with a semicolon between them, or a sentence and the deals that were open besides."""
        return " ".join(self._sentence(one) for one in re.split(r"(?<=\.) (?=Also open: )", sentences))

    def _sentence(self, sentence: str) -> str:
        """Evidence stands as a phrase, or as a sentence made of one."""
        found = "; ".join(map(self, sentence.split("; ")))
        if found != sentence or not sentence.endswith("."):
            return found
        phrase = sentence[:-1]
        for known in (phrase, phrase[:1].lower() + phrase[1:]):
            told = self(known)
            if told != known:
                return f"{told[:1].upper()}{told[1:]}."
        return sentence

    def _inner(self, name: str, value: str) -> str:
        """A field that holds a phrase of the list itself, or a number."""
        if name in _NUMBERS and value.replace(",", "").isdecimal():
            return self._language.number(int(value.replace(",", "")))
        if name == "role":
            return self(value.replace("_", " "))
        return self(value) if value in {"a contact", "the contact"} or name in _PHRASES else value


def error_texts() -> list[str]:
    """Sentence and next step of every error, with fields as the catalogs have them."""
    found = dict.fromkeys(text for kind in _kinds(errors.RepsideError) for text in _paragraphs(kind))
    return [re.sub(r"\{(\w+)\}", r"%(\1)s", text) for text in found]


def _kinds(kind: type[errors.RepsideError]) -> list[type[errors.RepsideError]]:
    ours = [each for each in kind.__subclasses__() if each.__module__ in {errors.__name__, crm_errors.__name__}]
    return [kind, *(one for each in ours for one in _kinds(each))]


def _paragraphs(kind: type[errors.RepsideError]) -> list[str]:
    return [" ".join(part.split()) for part in (inspect.getdoc(kind) or "").split("\n\n")[:2]]


@cache
def _templates() -> tuple[_Template, ...]:
    """Those with the most words of their own first: a field takes in anything."""
    texts = (*_OF_STATES, *_OF_LINKS, *_OF_PROPOSALS, *_OF_DECISIONS, *error_texts())
    found = [_Template(text, tuple(_FIELD.split(text)[::2]), tuple(_FIELD.findall(text))) for text in texts]
    return tuple(sorted(found, key=lambda one: -sum(map(len, one.between))))


def _fields(template: _Template, sentence: str) -> dict[str, str] | None:
    """What stands in the places of the fields; None when it is another sentence. One pass, whatever the sentence holds."""
    first, *rest = template.between
    if not sentence.startswith(first) or not rest:
        return {} if sentence == first else None
    at, found = len(first), {}
    for name, words in zip(template.fields[:-1], rest[:-1], strict=True):
        end = sentence.find(words, at)
        if end < 0:
            return None
        if name == "id" and not sentence[at:end].isdecimal():
            return None
        found[name] = sentence[at:end]
        at = end + len(words)
    end = len(sentence) - len(rest[-1])
    if end < at or not sentence.endswith(rest[-1]):
        return None
    return {**found, template.fields[-1]: sentence[at:end]}
