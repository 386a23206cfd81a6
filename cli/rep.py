"""What the commands and the pages know of the rep: own addresses, language, free days, and the assumptions of the ledger."""

from __future__ import annotations

import locale
import re
from typing import TYPE_CHECKING

from cli.app import App

if TYPE_CHECKING:
    from store.day import Rep

LANGUAGES = ("en", "de", "fr", "es")
_LONG = {"german": "de", "french": "fr", "spanish": "es"}
"""As Windows calls them."""


def rep(app: App) -> Rep:
    """From the settings. Raises BadSetting for a region without a table of holidays."""
    from cli.wiring import own_addresses
    from matchers.workdays import Workdays, known
    from store.day import Rep
    from store.saved import Assumed
    from sync.errors import BadSetting

    region = app.settings.rep.region
    if not known(region):
        raise BadSetting(
            why=f'no holidays are known for the region "{region}"', where="[rep] region, like DE-BY, FR or US-CA"
        )
    minutes = app.settings.ledger
    assumed = Assumed(minutes.mail, minutes.meeting, minutes.update)
    return Rep(own_addresses(app.settings.account), Workdays(region), None, language(app), assumed)


def language(app: App) -> str:
    """The language of pages: the setting, else the machine's where it is one of ours."""
    chosen = app.settings.rep.language
    if chosen != "auto":
        return chosen
    names = [app.env.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    mine = next(filter(None, names), "") or (locale.getlocale()[0] or "")
    name = re.split(r"[_.@-]", mine)[0].lower()
    name = _LONG.get(name, name)
    return name if name in LANGUAGES else "en"
