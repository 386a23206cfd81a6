"""Where a sign-in that renews itself is kept: the encrypted file, or memory while `connect` tries it."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from cli.app import App
from config.model import Account


class Stored:
    """One account's sign-in in the encrypted file."""

    def __init__(self, app: App, account: Account) -> None:
        self._app = app
        self._account = account

    def load(self) -> str:
        """As it is stored now. Raises NoPassword."""
        return self._app.secrets.password(self._account)

    def save(self, text: str) -> None:
        """Durable before it returns."""
        self._app.secrets.keep(self._account.name, text)

    def alone(self) -> AbstractContextManager[None]:
        """No other process renews it meanwhile."""
        return self._app.secrets.renewing(self._account.name)


class Held:
    """A sign-in that is not kept yet."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self) -> str:
        """As `connect` hands secrets over."""
        return self.text

    def load(self) -> str:
        """What was last saved."""
        return self.text

    def save(self, text: str) -> None:
        """Keep it in memory."""
        self.text = text

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else knows it."""
        return nullcontext()
