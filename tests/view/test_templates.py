"""What no template may do, read from their source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

VIEW = Path(__file__).parents[2] / "view"
TEMPLATES = sorted((VIEW / "templates").glob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.stem))
def test_nothing_goes_around_the_autoescape(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe|autoescape|Markup", source)
    assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:", source), "the policy forbids them; they would be dead"
    assert not re.search(r'(?:src|href|action)="(?!/|#|\{\{)', source), "everything comes from here"
    for value in re.findall(r'=\s*(\{\{[^"]*?\}\})(?=[\s>])', source):
        pytest.fail(f"an attribute without quotes: {value}")


def test_python_makes_no_markup() -> None:
    for path in sorted(VIEW.glob("*.py")):
        assert not re.search(r"Markup\(|autoescape=False|\.safe\b", path.read_text(encoding="utf-8")), path.name


def test_no_outside_address_in_the_static_files() -> None:
    for path in (VIEW / "static").iterdir():
        source = path.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not re.search(r"https?:|//[a-z]|@import|url\(", source.replace("// ", "")), path.name


def test_every_colour_is_named_in_both_schemes() -> None:
    source = (VIEW / "static/view.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", source, re.DOTALL)[:2]
    colours = [set(re.findall(r"(--[\w-]+): #", part)) for part in (light, dark)]
    assert colours[0] == colours[1]
    used = set(re.findall(r"var\((--[\w-]+)\)", source))
    defined = set(re.findall(r"(--[\w-]+):", source))
    assert used <= defined
