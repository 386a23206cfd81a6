"""A notification on the rep's desktop, by the platform's own program: argument vectors, never a shell, and nothing to install.

What it says is fixed by us. Whoever calls this passes no words of a mail: notifications stand on locked screens and in lists that
others may read over the rep's shoulder.
"""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

THREAD = "notification"
SECONDS = 30.0
"""After which a program that has not ended is ended."""
# PowerShell reads the words from its environment: they are no part of what it runs.
_TOAST = """
$null = [Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
$xml = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent(
  [Windows.UI.Notifications.ToastTemplateType]::ToastText02)
$lines = $xml.GetElementsByTagName('text')
$null = $lines.Item(0).AppendChild($xml.CreateTextNode($env:NOTE_TITLE))
$null = $lines.Item(1).AppendChild($xml.CreateTextNode($env:NOTE_BODY))
$app = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($app).Show(
  [Windows.UI.Notifications.ToastNotification]::new($xml))
"""


class Call(NamedTuple):
    """A program with its arguments, and what its environment holds besides."""

    words: tuple[str, ...]
    variables: Mapping[str, str]


def call(title: str, body: str, platform: str = sys.platform) -> Call:
    """What shows a notification there."""
    if platform == "darwin":
        script = ("on run argv", "display notification (item 2 of argv) with title (item 1 of argv)", "end run")
        lines = tuple(word for line in script for word in ("-e", line))
        return Call(("osascript", *lines, title, body), {})
    if platform == "win32":
        encoded = base64.b64encode(_TOAST.encode("utf-16-le")).decode()
        words = ("powershell.exe", "-NoProfile", "-NonInteractive", "-EncodedCommand", encoded)
        return Call(words, {"NOTE_TITLE": title, "NOTE_BODY": body})
    return Call(("notify-send", "--app-name=Repside", "--icon=x-office-calendar", "--", title, body), {})


def missing(env: Mapping[str, str], platform: str = sys.platform) -> str:
    """The program that is not there; empty where notifications can be shown."""
    program = call("", "", platform).words[0]
    return "" if shutil.which(program, path=env.get("PATH")) else program


def show(title: str, body: str, env: Mapping[str, str]) -> bool:
    """Have it shown, without waiting for that; False when there is no program for it."""
    asked = call(title, body)
    program = shutil.which(asked.words[0], path=env.get("PATH"))
    if program is None:
        return False
    # The store's key may stand in a variable of ours; it is nobody else's business.
    kept = {name: value for name, value in env.items() if not name.upper().startswith("REPSIDE_")}
    words, variables = [program, *asked.words[1:]], {**kept, **asked.variables}
    threading.Thread(target=_run, args=(words, variables), name=THREAD, daemon=True).start()
    return True


def _run(words: list[str], variables: dict[str, str]) -> None:
    """The desktop may be asleep or away: that is no error of ours."""
    nowhere = subprocess.DEVNULL
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run(  # noqa: S603  an argument vector of ours
            words, env=variables, stdin=nowhere, stdout=nowhere, stderr=nowhere, timeout=SECONDS, check=False
        )
