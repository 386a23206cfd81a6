"""Bring the catalogs up to date with the code: new texts come in empty, texts that are gone go out, translations stay.

usage: python -m scripts.messages          says how many texts of each language wait for their translation
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from view.language import FOLDER, LANGUAGES
from view.retold import error_texts

ROOT = Path(__file__).parents[1]
_METHODS = [("view/**.py", "python"), ("view/templates/**.html", "jinja2")]
_OPTIONS = {"view/templates/**.html": {"trimmed": "true", "silent": "false"}}
_HEADER = """\
# The view in the language "{language}": `make messages` keeps it in step with the code.
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "marked": None, "plural": (1, 2)}


def extracted() -> Catalog:
    """Every text of the view, and the errors' sentences, which are docstrings."""
    found = Catalog()
    skipped = {".venv", ".git", "tests"}
    for file, _, text, _, context in extract_from_dir(
        ROOT, _METHODS, _OPTIONS, _KEYWORDS, directory_filter=lambda path: Path(path).name not in skipped
    ):
        found.add(text, locations=[(file, 0)], context=context)
    for text in error_texts():
        found.add(text, locations=[("sync/errors.py", 0)])
    return found


def path_of(name: str) -> Path:
    """The catalog of a language."""
    return FOLDER / name / "LC_MESSAGES" / "repside.po"


def read(name: str) -> Catalog:
    """The catalog as it stands."""
    with path_of(name).open("rb") as file:
        return read_po(file, locale=name)


def write(name: str, catalog: Catalog) -> None:
    """Sorted as the code is, without line numbers and dates: what did not change makes no difference."""
    with path_of(name).open("wb") as file:
        file.write(_HEADER.format(language=name, plurals=catalog.plural_forms).encode())
        write_po(file, catalog, width=120, omit_header=True, ignore_obsolete=True, include_lineno=False)


def _translated(one: Message) -> bool:
    return all(one.string) if one.pluralizable else bool(one.string)


def main() -> None:
    """Update all of them."""
    wanted = extracted()
    for name in LANGUAGES[1:]:
        catalog = read(name)
        catalog.update(wanted, no_fuzzy_matching=True)
        write(name, catalog)
        empty = sum(not _translated(one) for one in catalog if one.id)
        print(f"{name}: {len(catalog)} texts, {empty} wait for their translation")


if __name__ == "__main__":
    main()
