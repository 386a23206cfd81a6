"""What is printed steers no terminal and turns no line round, in tables, in sentences and in JSON."""

from __future__ import annotations

import json
import unicodedata

import pytest

from cli.output import emit, say, table

ODD = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0x61C)]


def steers(text: str) -> set[str]:
    """Characters of it that a terminal may heed, but the ends of lines."""
    return {sign for sign in text if sign in ODD or unicodedata.category(sign) == "Cc"} - {"\n"}


def test_nothing_that_is_printed_steers_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    name = "Ada" + "".join(ODD) + "Løvén 北 👩🏽\u200d💻"
    emit([{name: name}])
    line = capsys.readouterr().out
    assert not steers(line)
    assert json.loads(line) == {name: name}, "a script gets all of it"
    assert "Løvén 北 👩🏽\u200d💻" in line
    say(name)
    table(("name",), [(name,)])
    assert not steers(capsys.readouterr().out)
