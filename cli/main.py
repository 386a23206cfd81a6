"""`repside`: the commands, and what becomes of an error: one sentence, the next step, an exit code."""

from __future__ import annotations

import errno
import gc
import mmap
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from cli import hosts
from cli.app import App
from cli.group import Entry, LazyGroup

if TYPE_CHECKING:
    from sync.errors import RepsideError

DONE, FAILED, USAGE, SOME_FAILED, SIGN_IN, INTERRUPTED = 0, 1, 2, 3, 4, 130

_SHORTAGES = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})
_NOT_LOADED = "failed to map segment"
"""What Linux says of a library that found no memory."""
_SET_UP, _DAILY, _OTHERS, _CARE = "Set up", "Every day", "Show to others", "Look after it"
COMMANDS = {
    "setup": Entry("cli.setup", _SET_UP, "Answer a few questions and be ready."),
    "init": Entry("cli.init", _SET_UP, "Make the configuration file and an empty store."),
    "connect": Entry("cli.connect", _SET_UP, "Connect a mailbox or a folder of mail."),
    "import": Entry("cli.imports", _SET_UP, "Take in contacts or deals from a file."),
    "crm": Entry("cli.crm", _SET_UP, "Connect your CRM, and bring its records in."),
    "sync": Entry("cli.syncing", _DAILY, "Read what is new, to the end."),
    "today": Entry(
        "cli.today", _DAILY, "Say what the day begins with: replies, quiet deals, meetings, what waits for you."
    ),
    "brief": Entry("cli.brief", _DAILY, "Say what to know before a meeting."),
    "week": Entry("cli.week", _DAILY, "Draft the week's report from what you approved and shared."),
    "ledger": Entry("cli.ledger", _DAILY, "Say what you did not have to type. Only you see it."),
    "run": Entry("cli.run", _DAILY, "Read mail as it comes in, until it is stopped."),
    "status": Entry("cli.status", _DAILY, "Say how each account is doing."),
    "history": Entry("cli.history", _DAILY, "Print the history, newest first."),
    "show": Entry("cli.show", _DAILY, "Show one activity, and why it is linked."),
    "review": Entry("cli.review", _DAILY, "Decide on what your mail says about your deals."),
    "approve": Entry("cli.approve", _DAILY, "Approve proposals, by the numbers that `review` prints."),
    "edit": Entry("cli.edit", _DAILY, "Approve a proposal with a value of your own."),
    "decline": Entry("cli.decline", _DAILY, "Decline proposals; they are not offered again for the same words."),
    "undo": Entry("cli.undo", _DAILY, "Take the last decision on proposals back."),
    "link": Entry("cli.link", _DAILY, "File an activity under a contact or deal by hand."),
    "unlink": Entry("cli.unlink", _DAILY, "Take an activity off a contact or deal for good."),
    "rules": Entry("cli.rules", _DAILY, "List your own rules, make, change or revoke one."),
    "view": Entry("cli.viewing", _DAILY, "Open the history in the browser."),
    "receipt": Entry("cli.receipt", _DAILY, "Prove that nothing is missing, against the server."),
    "share": Entry("cli.share", _OTHERS, "Let others see an activity or a deal."),
    "unshare": Entry("cli.unshare", _OTHERS, "Stop showing it to others."),
    "shared": Entry("cli.shared", _OTHERS, "Show what others see, or make the file for them."),
    "accounts": Entry("cli.accounts", _CARE, "List the connected accounts."),
    "pause": Entry("cli.pause", _CARE, "Leave accounts alone for a while."),
    "resume": Entry("cli.resume", _CARE, "Read paused accounts again."),
    "service": Entry("cli.service", _CARE, "Have `run` started at each sign-in."),
    "exclude": Entry("cli.exclude", _CARE, "Keep a person, domain, folder or word out."),
    "forget": Entry("cli.forget", _CARE, "Erase an account, a person or everything."),
    "quarantine": Entry("cli.quarantine", _CARE, "List what could not be read, or try it again."),
    "doctor": Entry("cli.doctor", _CARE, "Look for what is wrong, and say how to mend it."),
    "completion": Entry("cli.completion", _CARE, "Print the completion script of a shell."),
}


def _version(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    del parameter
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"repside {version('repside')}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    entries=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Nothing in your mailbox is ever changed. `repside COMMAND --help` says more.",
)
@click.option("--home", metavar="DIR", help="Keep configuration, store and logs under this folder (REPSIDE_HOME).")
@click.option(
    "--set", "settings", multiple=True, metavar="KEY=VALUE", help="A setting for this run, like view.port=8080."
)
@click.option("-q", "--quiet", is_flag=True, help="No progress and no notes.")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Say which one this is."
)
@click.pass_context
def repside(ctx: click.Context, home: str | None, settings: tuple[str, ...], quiet: bool) -> None:
    """A sales history that nobody typed, on the rep's side."""
    flags = {}
    for setting in settings:
        key, sign, value = setting.partition("=")
        if not sign or not key:
            raise click.BadParameter(f"{setting!r} is not KEY=VALUE", param_hint="--set")
        flags[key.strip()] = value.strip()
    app: App = ctx.obj
    app.home, app.flags, app.quiet = home or app.home, flags, quiet


def main() -> None:
    """The entry point of the program."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; the exit code is a contract (docs/reference.md)."""
    os.umask(0o077)  # whatever is made is the rep's alone
    if not _has_memory():
        os.write(2, _TOO_LITTLE)
        return FAILED
    hosts.watch()
    gc.set_threshold(20_000, 20, 20)  # many values and few circles: to look for circles less often saves a tenth
    _speak_utf8()
    app = App(os.environ)
    try:
        code = repside.main(arguments, prog_name="repside", standalone_mode=False, obj=app)
    except click.ClickException as error:
        error.show()
        return USAGE
    except (KeyboardInterrupt, click.Abort):
        _tell("Stopped.", "Everything read so far is stored; `repside sync` goes on where it stopped.")
        return INTERRUPTED
    except Exception as error:  # the border: a rep never sees a traceback
        return _failed(error, app)
    return code if isinstance(code, int) else DONE


def _failed(error: Exception, app: App) -> int:
    """The exit code; the rep reads a sentence, even when there is no memory left to find it in."""
    try:
        return _explained(error, app)
    except (MemoryError, ImportError, OSError, SystemError):
        with suppress(OSError):
            os.write(2, _SHORT)
        return FAILED


_SHORT = b"The machine is short of memory or of open files.\nEverything read so far is stored. Close other programs and try again.\n"
_TOO_LITTLE = b"The machine is short of memory: Repside needs about 130 MB.\nNothing was changed. Close other programs and try again.\n"
_RESERVE = 100_000_000
"""Bytes that a command must be able to have; it takes fewer at first, and more for large mail."""


def _has_memory() -> bool:
    """Asked once before the work begins: compiled libraries end the process at once when they get none half-way, without a word."""
    try:
        mmap.mmap(-1, _RESERVE).close()
    except (OSError, ValueError, MemoryError):
        return False
    return True


def _explained(error: Exception, app: App) -> int:
    from cli.output import ReaderGone
    from sync.errors import Bug, RepsideError, ShortOfResources

    if isinstance(error, MemoryError) or (isinstance(error, ImportError) and _NOT_LOADED in str(error)):
        error = ShortOfResources(what="memory")
    elif getattr(error, "errno", None) in _SHORTAGES:
        error = ShortOfResources(what="open files")
    if isinstance(error, ReaderGone):
        return DONE
    if isinstance(error, RepsideError) and not isinstance(error, Bug):
        return _told(error)
    from cli import logs

    logs.keep_failure(app, error)
    if isinstance(error, OSError) and error.filename:
        from config.paths import said

        return _told(said(error.filename, error))
    return _told(_damage(app) or (error if isinstance(error, Bug) else Bug(why=type(error).__name__)))


def _damage(app: App) -> RepsideError | None:
    """What is not understood may come from a damaged store, whose rows are then anything."""
    from cli import wiring
    from store import checkup
    from sync.errors import RepsideError, StoreDamaged

    try:
        with wiring.reading(app) as database:
            checkup.refuse_damaged(database)
    except StoreDamaged as error:
        return error
    except (RepsideError, OSError):
        pass  # it cannot be told now
    return None


def _told(error: RepsideError) -> int:
    _tell(error.sentence, error.action)
    return error.exit_code


def _tell(sentence: str, action: str) -> None:
    from cli.output import note

    note(f"{sentence}\n{action}" if action else sentence)


def _speak_utf8() -> None:
    """JSON is UTF-8 whatever the locale says; a sign that the terminal lacks is no reason to stop."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    main()
