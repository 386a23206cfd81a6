"""Settings of CRMs, pipelines and proposals. Tokens and secrets are no settings: secrets.py keeps them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from config.values import Address, Line, Name, Server, Text, Value, is_loopback, plain, server


class _Crm(Value):
    """What all CRMs have."""

    name: Name


class FilesCrm(_Crm):
    """Tables of contacts and deals that some other program exports."""

    kind: Literal["files"]
    contacts: Line = ""
    """A CSV file, as `repside import contacts` takes it."""
    deals: Line = ""
    """A CSV file, as `repside import deals` takes it."""


class HubSpotCrm(_Crm):
    """HubSpot, by the access token of a private app."""

    kind: Literal["hubspot"]
    owner: Address
    """The rep's address there: the deals of this owner are the rep's."""
    api: Server = ""
    """A server that speaks HubSpot's API in its place, for tests; it must be encrypted or on this machine."""


class SalesforceCrm(_Crm):
    """Salesforce, by the rep's own sign-in."""

    kind: Literal["salesforce"]
    owner: Annotated[Text, AfterValidator(plain)]
    """The rep's user name there."""
    client_id: Annotated[Text, AfterValidator(plain)]
    """The consumer key of the connected app that the company has registered (docs/crm.md)."""
    url: Annotated[Text, AfterValidator(server)]
    """Where the company's records are, like https://acme.my.salesforce.com."""
    login: Server = "https://login.salesforce.com"
    """Where the rep signs in; https://test.salesforce.com for a sandbox."""


class PipedriveCrm(_Crm):
    """Pipedrive, by the rep's own API token."""

    kind: Literal["pipedrive"]
    url: Server = "https://api.pipedrive.com"
    """The company's address there, like https://acme.pipedrive.com."""
    role_field: Line = ""
    """The key of a text field of persons for what they do in a purchase; Pipedrive has none of its own."""
    title_field: Line = ""
    """The key of a text field of persons for their job title; Pipedrive's own may not be written by programs."""


class WebhookCrm(_Crm):
    """A service of the company's own that speaks the protocol of docs/crm.md."""

    kind: Literal["webhook"]
    url: Annotated[Text, AfterValidator(server)]


Crm = FilesCrm | HubSpotCrm | SalesforceCrm | PipedriveCrm | WebhookCrm
CRMS: dict[str, type[Value]] = {
    "files": FilesCrm,
    "hubspot": HubSpotCrm,
    "salesforce": SalesforceCrm,
    "pipedrive": PipedriveCrm,
    "webhook": WebhookCrm,
}
"""What a [[crm]] may hold, by its kind."""


class PipelineSettings(Value):
    """The stages of one pipeline, and what they stand for. What is left out is read from the stages' names."""

    name: Line = ""
    """As the CRM calls it."""
    stages: tuple[Line, ...] = ()
    """In order; needed only for deals of a file."""
    offer_sent: Line = ""
    contract_review: Line = ""
    contract_signed: Line = ""
    lost: Line = ""


def _here(value: str) -> str:
    """A model is asked on this machine only: no text of a mail leaves it."""
    from urllib.parse import urlsplit

    found = urlsplit(value)
    if value and not (found.scheme in {"http", "https"} and is_loopback(found.hostname or "")):
        raise ValueError("must be an address of this machine, like http://127.0.0.1:8080/v1")
    return value.rstrip("/")


class Proposals(Value):
    """Suggested changes, and how they reach the CRM."""

    grace_minutes: int = Field(default=10, ge=0, le=1_440)
    """How long an approval waits in which it can be taken back."""
    model_url: Annotated[str, AfterValidator(_here)] = ""
    """A language model on this machine as one more source of proposals; empty: none."""
    model_name: Line = ""
