"""Provider names and their connectors. A provider's libraries are loaded when its first account is opened."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from sync.errors import BadSetting
from sync.ports import Connector

PROVIDERS = {
    "imap": ("connectors.imap.connector", "ImapConnector"),
    "folder": ("connectors.folder.connector", "FolderConnector"),
    "gmail": ("connectors.google.connector", "GoogleConnector"),
    "outlook": ("connectors.microsoft.connector", "GraphConnector"),
    "memory": ("connectors.memory", "MemoryConnector"),
}
"""Name → module and class. Each class is called with its provider's options."""


def provider(name: str) -> Callable[..., Connector]:
    """The connector class of a provider, imported now. Raises BadSetting for a name that is none."""
    if name not in PROVIDERS:
        names = ", ".join(sorted(PROVIDERS.keys() - {"memory"}))
        raise BadSetting(why=f'there is no provider "{name}"; there are {names}', where="the provider of the account")
    module, factory = PROVIDERS[name]
    made: Any = getattr(import_module(module), factory)
    return made  # type: ignore[no-any-return]  # looked up by name; the conformance suite holds it to the port
