"""Access tokens of Salesforce, out of the refresh token of a connected app (RFC 6749 §6). What renewing one rotates is stored at once."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from connectors.http import Wire
from connectors.wire import json_values
from connectors.wire.json_values import text
from sync.crm_errors import CrmConsentOver
from sync.errors import BrokenAnswer, NoPassword, ProviderBusy, RepsideError


class Consent(NamedTuple):
    """What is kept of a sign-in, encrypted."""

    login: str
    """Where tokens are given out: https://login.salesforce.com, or the organisation's own address."""
    client: str
    secret: str
    """Empty for an app that has none."""
    refresh_token: str

    def text(self) -> str:
        """As it is stored."""
        return json.dumps(self._asdict())

    @classmethod
    def read(cls, stored: str, account: str) -> Consent:
        """Raises NoPassword for what is none."""
        try:
            made = cls(**json.loads(stored))
        except (ValueError, TypeError) as error:
            raise NoPassword(account=account, why="what is stored is no consent of Salesforce's") from error
        if not all(isinstance(each, str) for each in made) or urlsplit(made.login).scheme not in {"https", "http"}:
            raise NoPassword(account=account, why="what is stored is no consent of Salesforce's")
        return made


class RefreshTokens:
    """`Tokens` of one organisation; `load` and `save` reach the encrypted file. For several threads."""

    def __init__(self, account: str, load: Callable[[], str], save: Callable[[str], None], network: Wire) -> None:
        self._account, self._load, self._save, self._network = account, load, save, network
        self._lock = threading.Lock()
        self._token = ""

    def access(self) -> str:
        """A token; Salesforce does not say for how long. Raises ConsentOver, ProviderBusy, Offline."""
        with self._lock:
            if not self._token:
                self._renew()
            return self._token

    def refused(self, token: str) -> None:
        """Salesforce did not take it: the next one is new."""
        with self._lock:
            if token == self._token:
                self._token = ""

    def _renew(self) -> None:
        consent = Consent.read(self._load(), self._account)
        form = {"grant_type": "refresh_token", "client_id": consent.client, "refresh_token": consent.refresh_token}
        if consent.secret:
            form["client_secret"] = consent.secret
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        url = consent.login.rstrip("/") + "/services/oauth2/token"
        answer = self._network.send("POST", url, headers, urlencode(form).encode())
        if answer.status != 200:
            raise self._refusal(answer.status, answer.body, url)
        found = json_values.read(answer.body, urlsplit(url).hostname or url)
        token, rotated = text(found, "access_token"), text(found, "refresh_token")
        if not token:
            raise BrokenAnswer(host=urlsplit(url).hostname, why="an answer without a token")
        if rotated and rotated != consent.refresh_token:
            self._save(consent._replace(refresh_token=rotated).text())
        self._token = token

    def _refusal(self, status: int, body: bytes, url: str) -> RepsideError:
        host = urlsplit(url).hostname or url
        if status == 429 or status >= 500:
            return ProviderBusy(host=host, retry_after=None)
        try:
            code = text(json_values.read(body, host), "error")
        except BrokenAnswer:
            return BrokenAnswer(host=host, why=f"status {status}")
        why = {"invalid_grant": "the consent was revoked or has run out", "invalid_client": "the connected app is not known",
               "invalid_client_id": "the connected app is not known", "inactive_user": "your user is not active",
               "inactive_org": "the organisation is locked"}.get(code, "the sign-in is not valid any more")  # fmt: skip
        return CrmConsentOver(account=self._account, provider="Salesforce", why=why)
