from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli import reading
from cli.app import App
from matchers.reading import next_step
from tests.cli.test_logs import lines
from tests.matchers.reading.letters import letter


def test_a_rule_that_fails_leaves_a_line_in_the_log_without_the_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **more: object) -> None:
        raise ZeroDivisionError("Jana Voss, 45 k€")

    monkeypatch.setattr(next_step, "find", broken)
    found = reading.reader(App({}, str(tmp_path)))(letter("Our board approved $45,000. We will meet on Friday."))
    assert [finding.kind for finding in found] == ["amount"]
    (line,) = lines(tmp_path)
    assert (line["event"], line["error"]) == ("failure", "ZeroDivisionError")
    assert "matchers/reading/reader.py" in str(line["place"])
    assert "Jana" not in json.dumps(line)
