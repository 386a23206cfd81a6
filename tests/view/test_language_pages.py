"""Every page in every language: no English is left, nothing breaks, nothing is too wide."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser

from scripts.messages import read
from tests.store.busy import busy
from tests.view.conftest import Served, make_store
from tests.view.desks import Desk, open_desk
from tests.view.test_looks import ALL, CHECKS, DRESSES, FULL, PATHS
from tests.view.tongues import OTHERS, Said, pieces, spoken

MORE = ("/", "/ledger", "/week", "/welcome", "/desk", "/history?open=1", "/deals?q=zzz", "/companies?q=zzz", "/contacts?q=zzz",
        "/receipt/items?state=held")  # fmt: skip
ENGLISH = re.compile(
    r"\b(?:the|and|you|your|with|from|is|are|not|yet|none|nothing|nobody|show|search|of|to)\b", re.IGNORECASE
)


class Tongue(NamedTuple):
    """A language, and every page of two stores in it."""

    name: str
    pages: list[tuple[Served, tuple[str, ...]]]


@pytest.fixture(scope="module")
def lively(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """A store with meetings of the day, promises and proposals."""
    path = tmp_path_factory.mktemp("lively") / "store.db"
    return path, make_store(path, busy)


@pytest.fixture(scope="module", params=OTHERS)
def tongue(request: pytest.FixtureRequest, full: Served, lively: tuple[Path, dict[str, int]]) -> Iterator[Tongue]:
    name: str = request.param
    with spoken(full.store, full.ids, name) as quiet, spoken(*lively, name) as loud:
        day = (
            "/",
            "/ledger",
            "/week",
            "/week?of=2026-11-02",
            "/desk",
            *(f"/brief/{loud.ids[key]}" for key in ("soon", "over")),
        )
        yield Tongue(name, [(quiet, (*PATHS, *FULL, *MORE)), (loud, day)])


def cells(store: Path) -> list[str]:
    """All that the store holds as text, the longest first, to tell the rep's own words from ours."""
    connection = sqlite3.connect(store)
    named = connection.execute(
        "select name from sqlite_master where type = 'table' and name not like '%fts%'"
    ).fetchall()
    rows = [row for (name,) in named for row in connection.execute(f'select * from "{name}"')]
    connection.close()
    texts = [cell for row in rows for cell in row if isinstance(cell, str)]
    texts += [part for text in texts if text.startswith("{") for part in re.findall(r'"([^"]*)"', text)]
    found = {" ".join(text.split()) for text in texts if len(text) > 3}
    return sorted(found, key=len, reverse=True)


def ours(text: str, theirs: list[str]) -> str:
    """A text of a page without the rep's own data."""
    for cell in theirs:
        text = text.replace(cell, "")
    return text


def test_no_english_is_left_on_any_page(tongue: Tongue) -> None:
    name = tongue.name
    known = {
        piece
        for one in read(name)
        if one.id
        for text in ([one.id] if isinstance(one.id, str) else one.id)
        for piece in pieces(text)
    }
    assert len(known) > 300
    for served, paths in tongue.pages:
        theirs, own = cells(served.store), " ".join(cells(served.store))
        for path in paths:
            page = served.page(path).text
            assert f'<html lang="{name}">' in page, path
            for text in Said(page).texts:
                assert not [piece for piece in known if piece in text and piece not in own], (path, text)
                quoted = re.search(r"[“„«]", text) or text.strip(" .…“”") in own
                assert quoted or not ENGLISH.search(text) or not ENGLISH.search(ours(text, theirs)), (path, text)


def test_the_check_would_find_english(served: Served) -> None:
    texts = Said(served.page("/history").text).texts
    assert any(ENGLISH.search(text) for text in texts)
    assert any("Nobody typed it" in text for text in texts)


@pytest.mark.browser
@pytest.mark.parametrize("dress", ["light", "small phone, dark"])
def test_long_words_do_not_break_a_page(tongue: Tongue, browser: Browser, dress: str) -> None:
    context = browser.new_context(**DRESSES[dress])
    page = context.new_page()
    for served, paths in tongue.pages:
        page.goto(served.serving.link)
        for path in paths:
            page.goto(served.base + path)
            page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
            page.evaluate(CHECKS)
            assert page.evaluate(ALL) == {check: [] for check in page.evaluate("Object.keys(repsideChecks)")}, path
    context.close()


@pytest.fixture(scope="module", params=OTHERS)
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Desk]]:
    with open_desk(tmp_path_factory.mktemp("desk"), request.param) as made:
        yield request.param, made


def test_the_desk_answers_in_the_reps_language(desk: tuple[str, Desk]) -> None:
    name, served = desk
    said = [
        served.form("approve", {"id": 1, "version": 1}), served.form("decline", {"id": 999, "version": 1}),
        served.form("edit", {"id": 2, "version": 1, "new-value": "never"}), served.form("retry", {"item": "none"}), served.form("verify", {}),
        *(served.form("file/1", {"do": do, "target": "contact", "record": key}) for do, key in (("off", 1), ("file", 1), ("file", 99))),
    ]  # fmt: skip
    for answer in said:
        page = served.page(answer.headers["location"].partition("#")[0]).text
        told = re.search(r'id="told"[^>]*>(.*?)</div>', page, re.DOTALL)
        assert told is not None
        assert not ENGLISH.search(re.sub(r"<code>.*?</code>|<[^>]*>|repside \w+", " ", told[1])), (name, told[1])


@pytest.mark.browser
@pytest.mark.parametrize("dress", ["light", "small phone, dark"])
def test_the_desk_has_room_for_long_words(desk: tuple[str, Desk], browser: Browser, dress: str) -> None:
    _, served = desk
    context = browser.new_context(**DRESSES[dress])
    page = context.new_page()
    page.goto(served.serving.link)
    page.goto(served.base + "/desk")
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    page.evaluate(CHECKS)
    assert page.evaluate(ALL) == {check: [] for check in page.evaluate("Object.keys(repsideChecks)")}
    context.close()
