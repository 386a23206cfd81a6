"""The settings as values: what config.toml may hold, with its defaults. docs/reference.md explains each key.

All are frozen. Passwords are no settings: secrets.py keeps them.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, field_validator

from config.crm_model import CRMS, Crm, PipelineSettings, Proposals
from config.values import Address, Domain, Line, Name, Text, Value, is_loopback, plain, server
from sync.model import Level

Security = Literal["tls", "starttls", "none"]


class _Account(Value):
    """What all accounts have."""

    name: Name
    address: Address
    aliases: tuple[Address, ...] = ()
    """Other addresses of the same rep."""
    internal_domains: tuple[Domain, ...] = ()
    """Domains of the rep's company, beside the address's own and those of [privacy]."""
    level: Level = "preview"
    since: dt.date | None = None
    """Where the history begins; it wins over `months`."""
    months: int = Field(default=24, ge=1, le=600)


class ImapAccount(_Account):
    """A mailbox at an IMAP server."""

    provider: Literal["imap"]
    host: Annotated[Text, AfterValidator(plain)]
    port: int | None = Field(default=None, ge=1, le=65535)
    """None: 993 for tls, 143 otherwise."""
    security: Security = "tls"
    user: Line = ""
    """Empty: the address."""
    ca: str = ""
    """A file with the certificate authority of a company's own server."""
    auth: Literal["password", "xoauth2"] = "password"
    password_command: str = ""
    """A program that prints the password, or the access token for xoauth2, on its first line."""

    @property
    def login(self) -> str:
        """The user name for the server."""
        return self.user or self.address

    @property
    def port_number(self) -> int:
        """The port, or the usual one."""
        return self.port or (993 if self.security == "tls" else 143)


class FolderAccount(_Account):
    """A local Maildir, mbox file, tree of .eml files, or calendar."""

    provider: Literal["folder"]
    path: Text


class GmailAccount(_Account):
    """A mailbox at Gmail or Google Workspace, with its owner's calendars."""

    provider: Literal["gmail"]
    calendar: bool = True
    calendars: tuple[Line, ...] = ()
    """Names of the calendars to read, of those that the rep owns; none: all of them."""
    units_per_minute: int = Field(default=6_000, ge=100, le=1_000_000)
    """What Google lets this client use for one user; projects from before November 2025 may have 15000."""
    api: str = ""
    """A server that speaks Gmail's API in Google's place, for tests; it must be encrypted or on this machine."""

    @field_validator("api")
    @classmethod
    def _safe(cls, value: str) -> str:
        return server(value)


class OutlookAccount(_Account):
    """A mailbox at Outlook, Microsoft 365 or Exchange Online, with its owner's calendars."""

    provider: Literal["outlook"]
    client_id: Annotated[Text, AfterValidator(plain)]
    """The application that the company has registered (docs/outlook.md)."""
    tenant: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,200}$")] = "common"
    """The company's directory: its id or one of its domains."""
    cloud: Literal["global", "us", "us-dod", "china"] = "global"
    calendar: bool = True
    calendars: tuple[Line, ...] = ()
    """Names of the calendars to read, of those that the rep owns; none: all of them."""
    requests_per_ten_minutes: int = Field(default=10_000, ge=100, le=1_000_000)
    """What Microsoft lets one application do at one mailbox."""
    ca: str = ""
    """A file with the certificate authority of a company's own proxy."""
    api: str = ""
    """A server that speaks Graph in Microsoft's place, for tests; it must be encrypted or on this machine."""
    login: str = ""
    """The same for the sign-in, which must be encrypted."""

    @field_validator("api", "login")
    @classmethod
    def _safe(cls, value: str) -> str:
        return server(value)


Account = ImapAccount | FolderAccount | GmailAccount | OutlookAccount


class Privacy(Value):
    """What holds for all accounts."""

    internal_domains: tuple[Domain, ...] = ()


class Rep(Value):
    """The rep's own language and region."""

    language: Literal["auto", "en", "de", "fr", "es"] = "auto"
    """Of pages and briefs; auto: the machine's, English where it is another one."""
    region: Annotated[str, Field(pattern=r"^([A-Za-z]{2}(-[A-Za-z0-9]{1,3})?)?$")] = ""
    """Whose public holidays count as free, like DE-BY or FR; empty: weekends only."""
    brief_minutes: int = Field(default=0, ge=0, le=240)
    """Minutes before a meeting with people outside at which `repside run` shows a notification; 0: none."""


Minutes = Annotated[float, Field(ge=0, le=120, allow_inf_nan=False)]


class Ledger(Value):
    """Minutes that the rep assumes typing one entry would have taken: for the rep's own ledger, seen by nobody else."""

    mail: Minutes = 1.5
    meeting: Minutes = 4
    update: Minutes = 2
    """One field of a deal."""


class View(Value):
    """The view in the browser."""

    port: int = Field(default=0, ge=0, le=65535)
    """0: a free one."""


class Store(Value):
    """Where the history is kept."""

    url: str = ""
    """Empty: an SQLite file of its own."""


class Secrets(Value):
    """Where the key of the secrets is kept."""

    place: Literal["auto", "keyring", "file"] = "auto"
    """auto: the system's keyring where there is a safe one and no --home, a file otherwise."""


class Settings(Value):
    """All settings of one installation."""

    # Defaults need no validation, so none of them is built for it before the whole is (values.Value).
    account: tuple[Annotated[Account, Field(discriminator="provider")], ...] = ()
    privacy: Privacy = Privacy.model_construct()
    rep: Rep = Rep.model_construct()
    ledger: Ledger = Ledger.model_construct()
    view: View = View.model_construct()
    store: Store = Store.model_construct()
    secrets: Secrets = Secrets.model_construct()
    crm: tuple[Annotated[Crm, Field(discriminator="kind")], ...] = ()
    pipeline: tuple[PipelineSettings, ...] = ()
    proposals: Proposals = Proposals.model_construct()

    def named(self, name: str) -> Account | None:
        """The account of that name, or the only one with that address."""
        exact = [a for a in self.account if a.name == name]
        found = exact or [a for a in self.account if a.address == name.lower()]
        return found[0] if len(found) == 1 else None


SECTIONS: dict[str, type[BaseModel]] = {
    "privacy": Privacy,
    "rep": Rep,
    "ledger": Ledger,
    "view": View,
    "store": Store,
    "secrets": Secrets,
    "proposals": Proposals,
}
"""The sections with one value for each key."""
PROVIDERS: dict[str, type[BaseModel]] = {
    "imap": ImapAccount,
    "folder": FolderAccount,
    "gmail": GmailAccount,
    "outlook": OutlookAccount,
}
"""What an [[account]] may hold, by its provider."""
LISTS: dict[str, tuple[str, dict[str, type[BaseModel]]]] = {
    "account": ("provider", PROVIDERS),
    "crm": ("kind", dict(CRMS)),
    "pipeline": ("", {"": PipelineSettings}),
}
"""The sections that may stand there several times: the key that tells their kinds apart, and what each kind may hold."""

__all__ = ["Account", "Settings", "is_loopback"]
