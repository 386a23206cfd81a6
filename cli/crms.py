"""Settings of CRMs become connectors; and a pull brings what changed there into the store, one CRM after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from cli import hosts, libraries, wiring
from cli.app import App
from cli.wiring import Writing
from config.crm_model import Crm, FilesCrm, HubSpotCrm, PipedriveCrm, SalesforceCrm, WebhookCrm
from config.secrets import crm_key
from matchers.pipelines import Pipeline
from store import crms
from store.crm_pull import Pulled, Puller
from sync.crm import CRM, Stage, Status
from sync.errors import Bug, DiskFull, RepsideError, StartOver, StoreDamaged, StoreInUse

TIMEOUT = 60.0
"""Seconds that a CRM may be silent."""
_STOPS_ALL = (DiskFull, StoreDamaged, StoreInUse)
"""Troubles of the store: no other CRM would fare better."""


class Done(NamedTuple):
    """How one CRM's pull went."""

    name: str
    pulled: Pulled
    error: RepsideError | None = None
    notes: tuple[str, ...] = ()
    """Rows of tables that were left out."""


def connector(app: App, crm: Crm, secret: Callable[[], str] | None = None) -> CRM:
    """The connector of a CRM."""
    from connectors.http import Network

    libraries.hear(app)
    if isinstance(crm, FilesCrm):
        return _files(app, crm)
    hosts.admit(hosts_of(crm))
    token = secret or (lambda: app.secrets.token(crm.name, crm.kind))
    network = Network(TIMEOUT)
    if isinstance(crm, HubSpotCrm):
        from connectors.crm.hubspot import BASE, HubSpot, HubSpotOptions

        return HubSpot(HubSpotOptions(crm.owner, token, crm.api or BASE), network)
    if isinstance(crm, PipedriveCrm):
        from connectors.crm.pipedrive import Pipedrive, PipedriveOptions

        options = PipedriveOptions(token, crm.url, role_field=crm.role_field, title_field=crm.title_field)
        return Pipedrive(options, network)
    if isinstance(crm, WebhookCrm):
        from connectors.crm.webhook import Webhook, WebhookOptions

        return Webhook(WebhookOptions(crm.url, token), network)
    from connectors.crm.salesforce import Salesforce, SalesforceOptions
    from connectors.crm.salesforce_tokens import RefreshTokens

    def save(consent: str) -> None:
        if secret is None:
            app.secrets.keep(crm_key(crm.name), consent)

    tokens = RefreshTokens(crm.name, token, save, Network(TIMEOUT))
    return Salesforce(SalesforceOptions(crm.url, crm.owner, tokens), network)


def hosts_of(crm: Crm) -> tuple[str, ...]:
    """The only hosts that this CRM is reached at."""
    from connectors.http import proxies

    if isinstance(crm, FilesCrm):
        return ()
    if isinstance(crm, HubSpotCrm):
        from connectors.crm.hubspot import BASE

        addresses = [crm.api or BASE]
    elif isinstance(crm, SalesforceCrm):
        addresses = [crm.url, crm.login]
    else:
        addresses = [crm.url]
    return (*(urlsplit(each).hostname or "" for each in addresses), *proxies())


def pipelines(app: App) -> list[Pipeline]:
    """Those of the configuration."""
    return [
        Pipeline(each.name, each.stages, each.offer_sent, each.contract_review, each.contract_signed, each.lost)
        for each in app.settings.pipeline
    ]


def _files(app: App, crm: FilesCrm) -> CRM:
    from connectors.crm.files import Files, FilesOptions

    contacts, deals = (Path(each) if each else None for each in (crm.contacts, crm.deals))
    first = deals or contacts or app.paths.data
    changes = (first.parent if deals or contacts else first) / f"{crm.name}.changes.csv"
    return Files(FilesOptions(contacts, deals, changes, tuple(_stages(pipelines(app)))))


def _stages(found: Iterable[Pipeline]) -> Iterable[Stage]:
    """The stages that the configuration names, with what ends a deal."""
    for pipeline in found:
        for place, name in enumerate(pipeline.stages):
            ends: Status = "lost" if name == pipeline.lost else "won" if name == pipeline.contract_signed else "open"
            yield Stage(pipeline.name, place, name, "", ends)


def pull(app: App, store: Writing, wanted: Iterable[Crm], *, only_due: bool = False) -> list[Done]:
    """Bring the store up to date with these CRMs. One that fails stops no other; a trouble of the store is raised."""
    found = []
    for crm in wanted:
        crms.ensure(store.database, crm.name, crm.kind)
        if not only_due or crms.is_due(store.database, crm.name, store.clock.now()):
            found.append(one(app, store, crm))
    return found


def one(app: App, store: Writing, crm: Crm, passing: tuple[type[Exception], ...] = ()) -> Done:
    """One CRM. Its trouble is noted, and returned; what is `passing` is raised."""
    error: RepsideError | None = None
    total: list[Pulled] = []
    notes: tuple[str, ...] = ()
    through: tuple[type[Exception], ...] = (*_STOPS_ALL, *passing)
    try:
        notes = _pages(app, store, crm, total)
    except through:
        raise
    except RepsideError as problem:
        error = problem
    except Exception as problem:  # one CRM's bug never stops the others, nor the mail
        from cli import logs

        logs.keep_failure(app, problem)
        error = Bug(why=type(problem).__name__)
    crms.note(store.database, crm.name, error, store.clock.now())
    return Done(crm.name, added(total), error, notes)


def added(pages: Iterable[Pulled]) -> Pulled:
    """The sum."""
    total = Pulled()
    for each in pages:
        total = total.plus(each)
    return total


def _pages(app: App, store: Writing, crm: Crm, total: list[Pulled]) -> tuple[str, ...]:
    puller = Puller(store.database, crm.name, crm.kind, store.digest, wiring.internal_domains(app))
    found = wiring.crm(app, crm)
    try:
        for again in (True, False):
            try:
                # kept page by page: what came before a trouble was stored
                total.extend(puller.take(page) for page in found.pull(crms.cursor(store.database, crm.name)))
                break
            except StartOver:
                if not again:
                    raise
                crms.restart(store.database, crm.name)
        left_out = getattr(found, "bad", ())
        return tuple(f"{path.name}, line {row.line}: {row.reason}" for path, row in left_out)
    finally:
        found.close()
