"""Access tokens out of MSAL's cache, which lies in the encrypted file. It is read, renewed and written under one lock over all processes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol

from connectors.http import Wire
from connectors.microsoft.denials import denied
from connectors.microsoft.identity import Client, application, scopes
from sync.errors import NoPassword

MARGIN = 60.0
"""Seconds before its end at which a token counts as over."""


class Vault(Protocol):
    """Where one account's cache lies."""

    def load(self) -> str:
        """The cache's text. Raises NoPassword."""

    def save(self, text: str) -> None:
        """Durable before it returns."""

    def alone(self) -> AbstractContextManager[None]:
        """No other process renews this sign-in meanwhile."""


class StoredTokens:
    """The access tokens of one account. For several threads."""

    def __init__(
        self,
        account: str,
        client: Client,
        wanted: tuple[str, ...],
        vault: Vault,
        wire: Wire | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._account = account
        self._client = client
        self._wanted = scopes(client, wanted)
        self._vault = vault
        self._wire = wire
        self._now = now
        self._lock = threading.Lock()
        self._msal: tuple[Any, Any] | None = None
        self._token = ""
        self._until = 0.0
        self._spent = ""
        """The last token that Graph did not take."""

    def access(self) -> str:
        """A token for at least another minute. Raises what a person must do, Offline, ProviderBusy."""
        with self._lock:
            if not self._token or self._now() >= self._until - MARGIN:
                with self._vault.alone():
                    self._renew()
            return self._token

    def refused(self, token: str) -> None:
        """Graph did not take it: the next one is new."""
        with self._lock:
            if token == self._token:
                self._token, self._spent = "", token

    def _renew(self) -> None:
        app, cache = self._application()
        try:
            cache.deserialize(self._vault.load())
            accounts = app.get_accounts()
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise NoPassword(account=self._account, why="what is stored is no sign-in of Microsoft's") from error
        if not accounts:
            raise NoPassword(account=self._account, why="what is stored is no sign-in of Microsoft's")
        found = self._asked(app, accounts[0], force=False)
        if found.get("access_token") == self._spent and self._spent:
            found = self._asked(app, accounts[0], force=True)  # no other process has renewed it meanwhile
        if cache.has_state_changed:
            self._vault.save(
                cache.serialize()
            )  # a new refresh token is durable before anything that came with it is used
        token, seconds = found.get("access_token"), found.get("expires_in")
        if not isinstance(token, str) or not token:
            raise denied(found, self._account, asked=False)
        self._token = token
        self._until = self._now() + (seconds if isinstance(seconds, int) and 0 < seconds <= 90_000 else 3_600)

    def _asked(self, app: Any, account: Any, *, force: bool) -> dict[str, Any]:
        found = app.acquire_token_silent_with_error(self._wanted, account=account, force_refresh=force)
        return found if isinstance(found, dict) else {"error": "interaction_required"}

    def _application(self) -> tuple[Any, Any]:
        """MSAL's application over an empty cache; its configuration is asked for once."""
        if self._msal is None:
            import msal

            cache = msal.SerializableTokenCache()
            self._msal = application(self._client, cache, self._wire), cache
        return self._msal
