"""The catalogs of texts: whole, in step with the code, and alike in all that is not words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from jinja2 import Environment, nodes

from scripts.messages import extracted, read
from tests.view.tongues import OTHERS, SPOKEN
from view import retold
from view.language import language

VIEW = Path(__file__).parents[2] / "view"
TEMPLATES = sorted((VIEW / "templates").glob("*.html"))
SAME = {
    "de": {"Text", "Name", "Offline", "Deal", "Deals", "deal", "Status", "Person", "%(num)s Deal", "Deal, %(status)s", "%(day)s, %(time)s", "%(label)s: %(value)s"},
    "fr": {"%(day)s, %(time)s", "Contact", "Contacts", "contact", "Id", "Type", "Pages", "%(num)s contact", "%(num)s contacts", "%(minutes)s min", "%(hours)s h %(minutes)s min"},
    "es": {"Id", "legal", "%(day)s, %(time)s", "%(label)s: %(value)s", "%(minutes)s min", "%(hours)s h %(minutes)s min"},
}  # fmt: skip
"""Texts that a language shares with English."""
ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


def pairs(name: str) -> Iterator[tuple[str, str]]:
    """Each text with its translation; of one that counts, each form with the form that has as much in it."""
    for one in read(name):
        if one.id and one.pluralizable:
            yield from zip(one.id, one.string or (), strict=True)
        elif one.id:
            yield str(one.id), str(one.string)


def keys(messages: Iterator[Message]) -> set[object]:
    return {tuple(one.id) if one.pluralizable else one.id for one in messages if one.id}


@pytest.mark.parametrize("name", OTHERS)
def test_a_catalog_is_in_step_with_the_code(name: str) -> None:
    found = read(name)
    assert keys(iter(found)) == keys(iter(extracted())), "run `make messages`, then translate what came in"
    assert not found.obsolete
    assert found.num_plurals == 2
    assert not [one.id for one in found if one.id and one.fuzzy]


@pytest.mark.parametrize("name", OTHERS)
def test_every_text_is_translated(name: str) -> None:
    assert [text for text, said in pairs(name) if not said.strip()] == []
    assert {text for text, said in pairs(name) if text == said} - SAME[name] == set()


def fixed(text: str) -> tuple[list[str], list[str], list[str]]:
    """What a translation may put elsewhere, and must not change: fields, tags, commands."""
    tags = re.findall(r"<[^>]*>", text)
    commands = re.findall(r"`[^`]*`|<code>.*?</code>|repside undo", text)
    return sorted(re.findall(r"%\(\w+\)s", text)), sorted(tags), sorted(commands)


@pytest.mark.parametrize("name", OTHERS)
def test_fields_tags_and_commands_are_kept(name: str) -> None:
    for text, said in pairs(name):
        fields, told = fixed(text)[0], fixed(said)[0]
        if "%(num)s" in fields and said.count("%(num)s") == 0:
            fields.remove("%(num)s")  # “the first one” may be said without a figure
        assert told == fields, text
        assert fixed(said)[1:] == fixed(text)[1:], text
        bare = re.sub(r"<[^>]*>", "", said)
        assert not re.search(r'["<>&]', bare), f"templates take it as it is, in attributes too: {said}"
        assert text[-1:] not in ".?" or said[-1] in ".?", said
        assert (text[:1] == " ") == (said[:1] == " "), text


@pytest.mark.parametrize("name", OTHERS)
def test_typography(name: str) -> None:
    for _, said in pairs(name):
        bare = re.sub(r"<[^>]*>|`[^`]*`|%\(\w+\)s", "x", said)
        assert "'" not in bare, said
        assert "  " not in bare, said
        assert name == "es" or not said.endswith("%(day)s."), "a short month ends with a point of its own"
        if name == "fr":
            assert not re.search(r"(?<![\u00a0\d])[:;?!»](?=\s|$)|«(?!\u00a0)", bare), said


def outside(path: Path) -> str:
    """A template without what is filled in or translated."""
    found, inside = [], 0
    kinds = list(ENVIRONMENT.lex(path.read_text(encoding="utf-8")))
    for at, (_, kind, value) in enumerate(kinds):
        if kind == "block_begin":
            word = next(text for _, one, text in kinds[at:] if one == "name")
            inside += {"trans": 1, "endtrans": -1}.get(word, 0)
        if kind == "data" and not inside:
            found.append(value)
        elif kind in {"variable_begin", "block_begin"}:
            found.append("{}")
    return "".join(found)


class Read(HTMLParser):
    """Texts and spoken attributes of a template that hold letters."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._code = 0
        self.feed(source)

    def _add(self, text: str) -> None:
        bare = text.replace("Repside", "").replace("· {}", "")
        if re.search(r"[^\W\d_]{2,}", bare):
            self.found.append(text.strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._code += tag == "code"
        for name, value in attrs:
            if name in SPOKEN:
                self._add(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag == "code"

    def handle_data(self, data: str) -> None:
        if not self._code:
            self._add(data)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.stem))
def test_no_template_says_a_word_past_the_catalogs(path: Path) -> None:
    assert Read(outside(path)).found == []


def prose(text: object) -> bool:
    """Whether a string is for people: two words, or one with a capital."""
    return isinstance(text, str) and bool(re.search(r"[a-z]{2,} [a-z(]{2,}|^[A-Z][a-z]+[.?]?$", text))


def unsaid(node: nodes.Node, marked: bool = False) -> Iterator[str]:
    """Strings of a template's expressions that do not go through gettext."""
    if (
        isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.Name)
        and node.node.name in {"_", "gettext", "ngettext"}
    ):
        marked = True
    if isinstance(node, nodes.Const) and not marked and prose(node.value):
        yield str(node.value)
    for child in node.iter_child_nodes():
        yield from unsaid(child, marked)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.stem))
def test_no_expression_says_a_word_past_the_catalogs(path: Path) -> None:
    assert [
        text
        for text in unsaid(ENVIRONMENT.parse(path.read_text(encoding="utf-8")))
        if not text.startswith(("repside ", "block "))
    ] == []


def strings(tree: ast.AST) -> Iterator[str]:
    """Strings of a module that are neither docstrings nor marked."""
    quiet = {"marked", "plural", "gettext", "ngettext"}
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in quiet:
            continue
        if isinstance(node, ast.Constant) and prose(node.value):
            yield str(node.value)
        yield from strings(node)


def test_no_module_says_a_word_past_the_catalogs() -> None:
    for name in (
        "asked",
        "changes",
        "charts",
        "desk",
        "rendering",
        "report",
        "today_pages",
        "welcome",
        "when",
        "words",
    ):
        tree = ast.parse((VIEW / f"{name}.py").read_text(encoding="utf-8"))
        assert [text for text in strings(tree) if not any(text in known for known in retold._OF_DECISIONS)] == [], name


def test_an_unmarked_word_would_be_found(tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    path.write_text(
        '<p aria-label="Hello {{ x }}">{% trans %}Marked{% endtrans %} <b>two</b> {{ "Some words" }}{{ _("Marked") }}</p>',
        encoding="utf-8",
    )
    assert Read(outside(path)).found == ["Hello {}", "two"]
    assert list(unsaid(ENVIRONMENT.parse(path.read_text(encoding="utf-8")))) == ["Some words"]
    assert list(strings(ast.parse('"""Some doc."""\nx = marked("Some words")\ny = "Other words"'))) == ["Other words"]


def test_one_text_that_counts_is_found_by_its_singular_too() -> None:
    assert language("de").gettext("Deals") == "Deals"
    assert language("fr").gettext("Deal") == "Affaire"
    assert language("es").gettext("Deals") == "Oportunidades"
