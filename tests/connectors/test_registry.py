"""Providers by name, loaded when they are wanted and not before."""

import subprocess
import sys

import pytest

from connectors.folder.connector import FolderConnector
from connectors.memory import MemoryConnector
from connectors.registry import PROVIDERS, provider
from sync.errors import BadSetting


def test_providers_by_name() -> None:
    assert provider("folder") is FolderConnector
    assert provider("memory") is MemoryConnector


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_provider_is_there(name: str) -> None:
    made = provider(name)
    assert all(hasattr(made, call) for call in ("streams", "changes", "look", "fetch", "census", "close"))


def test_an_unknown_provider_is_a_setting_to_correct() -> None:
    with pytest.raises(BadSetting) as caught:
        provider("pigeon")
    assert "pigeon" in caught.value.sentence
    assert "folder, gmail, imap" in caught.value.sentence


def test_the_registry_loads_no_provider() -> None:
    code = "import sys, connectors.registry; print([m for m in sys.modules if m.startswith(('connectors.', 'imapclient'))])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['connectors.registry']"


def test_a_folder_account_loads_no_parser_of_html_or_calendars() -> None:
    code = (
        "import sys, connectors.folder.connector; "
        "print([m for m in ('lxml', 'inscriptis', 'icalendar', 'mailparser_reply', 'imapclient') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
