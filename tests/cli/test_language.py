"""Which language the pages speak, and that the week's report speaks it too."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from cli.app import App
from cli.rep import LANGUAGES, language
from config.model import Rep
from tests.cli.program import Repside
from view.language import LANGUAGES as CATALOGS


@pytest.mark.parametrize(
    ("env", "chosen", "name"),
    [
        ({"LANG": "de_AT.UTF-8"}, "auto", "de"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "fr_FR"}, "auto", "fr"),
        ({"LANG": "es"}, "auto", "es"),
        ({"LANG": "German_Germany.1252"}, "auto", "de"),
        ({"LANG": "est_EE.UTF-8"}, "auto", "en"),
        ({"LANG": "C.UTF-8"}, "auto", "en"),
        ({"LANG": "de_DE.UTF-8"}, "es", "es"),
    ],
)
def test_the_setting_decides_else_the_machine(tmp_path: Path, env: dict[str, str], chosen: str, name: str) -> None:
    assert language(App(env, str(tmp_path), {"rep.language": chosen})) == name


def test_all_places_name_the_same_languages() -> None:
    assert LANGUAGES == CATALOGS
    assert set(get_args(Rep.model_fields["language"].annotation)) == {"auto", *CATALOGS}


def test_the_weeks_report_is_in_the_reps_language(connected: Repside) -> None:
    week = ("week", "--of", "2026-11-18")
    assert connected.ok(*week, LC_ALL="de_DE.UTF-8").out.startswith("Woche vom 16. November bis 22. November 2026")
    assert connected.ok("--set", "rep.language=fr", *week).out.startswith("Semaine du 16 novembre au 22 novembre 2026")
