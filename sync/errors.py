"""Errors, grouped by what must be done about them. The docstring is what the rep reads.

    RepsideError
    ├── Wait                      nothing to do: we try again
    │   ├── Offline               the server cannot be reached
    │   │   └── FolderAway        the local folder is not there now
    │   ├── ProviderBusy          the server asks us to slow down
    │   ├── BrokenAnswer          the server's answer broke off or made no sense
    │   ├── FolderClosed          one folder cannot be opened; the others can
    │   ├── StoreAway             the store's own server (PostgreSQL) broke off or asks to try again
    │   └── CrmUnsure             nobody knows whether the CRM took a change: it is looked up, never sent again
    ├── SignIn                    the rep signs in again
    │   ├── WrongPassword
    │   ├── SignInUnfinished      the browser's page was not seen through
    │   ├── ConsentOver           the consent that Repside was given holds no longer (CrmConsentOver: at a CRM)
    │   ├── RightMissing          the consent lacks a right that the level needs
    │   ├── AdminNeeded           an administrator must allow it
    │   │   ├── AccessBlocked     the provider's rules shut Repside out
    │   │   │   └── AppForbidden  the company's rules do; there is a text for the administrator
    │   │   ├── ApprovalNeeded    only an administrator may consent
    │   │   ├── RulesForbid       the company's rules for sign-ins (conditional access)
    │   │   └── MailboxClosed     moved away, or without a licence
    │   │       └── LicenceGone   the same, with a text for the administrator
    │   └── WrongAccount          another mailbox than the stored one
    ├── StartOver                 the cursor is dead: list the stream again, nothing is lost
    ├── AskRep                    the rep decides anew (these and CrmUnsure stand in crm_errors.py)
    │   ├── CrmConflict           the record says something else by now
    │   ├── CrmRecordGone         the record was deleted, merged or given away
    │   └── CrmRefused            the CRM does not take this value
    ├── FixSetup                  the configuration or the machine needs a hand
    │   ├── BadSetting  UntrustedServer  InsecureServer  NotAMailbox  BadFile
    │   ├── NoPassword  NoCrmToken
    │   ├── StoreNewer  StoreInUse  StoreBusy  StoreDamaged  StoreMissing  WrongKey
    │   └── DiskFull  NoPermission  ShortOfResources
    └── Bug                       ours
        └── StrangeHost           a connection that no account asks for, refused

A docstring's first paragraph says what happened, the second what is safe and what to do next. `{fields}` are filled from
the arguments. An item that cannot be read is a value (`model.Rejected`), not an exception: it never stops the others.
"""

from __future__ import annotations

import inspect


class RepsideError(Exception):
    """Something went wrong.

    Nothing in your mailbox was changed. Run `repside doctor` to see what can be done."""

    code = "FAILED"
    """Of the closed list in docs/reference.md; `status` shows it."""
    exit_code = 1

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """What happened, in one sentence."""
        return self._paragraph(0)

    @property
    def action(self) -> str:
        """What is safe, and the next step."""
        return self._paragraph(1)

    def _paragraph(self, index: int) -> str:
        paragraphs = (inspect.getdoc(type(self)) or "").split("\n\n")
        text = " ".join(paragraphs[index].split()) if index < len(paragraphs) else ""
        return text.format_map(_Fields(self.fields))


class _Fields(dict[str, object]):
    """A field that was not given shows as three dots, so that a message never fails."""

    def __missing__(self, key: str) -> str:
        return "…"


class Wait(RepsideError):
    """The server is not ready.

    Everything read so far is safe; Repside tries again by itself."""

    code = "WAITING_PROVIDER"

    @property
    def retry_after(self) -> float | None:
        """Seconds that the server asked for, or None."""
        value = self.fields.get("retry_after")
        return float(value) if isinstance(value, int | float) else None


class Offline(Wait):
    """The server {host} cannot be reached: {why}.

    Everything read so far is safe. Check the network and the server's name; Repside goes on where it stopped."""

    code = "OFFLINE"


class FolderAway(Offline):
    """The folder {path} is not there now: {why}.

    Your history is safe and nothing was taken out of it. Connect the drive again or put the folder back, then run `repside sync`."""


class ProviderBusy(Wait):
    """The server {host} asks us to wait.

    Everything read so far is safe; Repside goes on where it stopped, later."""


class BrokenAnswer(Wait):
    """The server {host} broke off or answered something that is not mail: {why}.

    Nothing of that answer was used, and everything read before it is safe. Repside asks again."""


class StoreAway(Wait):
    """The store's database server broke off or asks to try again.

    What was just being stored is there as a whole or not at all. `repside run` and `repside sync` look and go on by themselves; run any other command again."""


class FolderClosed(Wait):
    """The server {host} lists the folder {folder} and does not open it.

    Your history is safe and nothing counts as deleted; the other folders are read. Ask whoever runs the server, or leave the folder out with `repside exclude folder`."""


class SignIn(RepsideError):
    """The account {account} must be signed in again.

    Your history is safe. Run `repside connect` for this account again."""

    code = "RECONNECT"
    exit_code = 4


class WrongPassword(SignIn):
    """The server {host} does not accept the password of {user}.

    Your history is safe and nothing was changed. Check the password or app password, then run `repside connect` for {user} again."""


class AdminNeeded(SignIn):
    """The server {host} refuses mail programs for {user}: {why}.

    Your history is safe. Ask the administrator to allow IMAP for this mailbox, then run `repside sync` again."""

    code = "ADMIN_NEEDED"


class SignInUnfinished(SignIn):
    """The sign-in was not finished: {why}.

    Nothing was connected or changed. Run the same `repside connect` command again."""


class ConsentOver(SignIn):
    """{provider} does not let Repside into {account} any more: {why}.

    Your history is safe and nothing was changed. Run `repside connect` for {account} again and give your consent anew."""


class RightMissing(SignIn):
    """The consent for {account} lacks a right: {right}.

    Your history is safe. Run `repside connect` for {account} again and leave every box ticked that {provider} shows."""


class AccessBlocked(AdminNeeded):
    """{provider} does not let Repside read {account}: {why}.

    Your history is safe. Ask your administrator to allow Repside; the page on {provider} in docs/ has the steps for them. Then run `repside connect` for {account} again."""


class AppForbidden(AccessBlocked):
    """Your company does not let Repside read {account}: {why}.

    Your history is safe. `repside connect {command} --for-admin` prints what to forward to your administrator; once it is allowed, run `repside sync` again."""


class ApprovalNeeded(AdminNeeded):
    """Your company lets only an administrator allow Repside to read {account}.

    Nothing was read and nothing is lost. `repside connect {command} --for-admin` prints what to forward to your administrator; after the approval, run `repside connect {command}` again."""


class RulesForbid(AdminNeeded):
    """Your company's sign-in rules do not let Repside on this computer read {account}: {why}.

    Your history is safe. `repside connect {command} --for-admin` prints what to forward to your administrator; once it is allowed, run `repside connect {command}` again."""


class MailboxClosed(AdminNeeded):
    """{provider} has no open mailbox for {account}: it was moved or closed, or its licence was taken away.

    Your history stays as it is: nothing counts as deleted. Ask your administrator; Repside looks again every hour."""


class LicenceGone(MailboxClosed):
    """{provider} has no open mailbox for {account}: it was moved or closed, or its licence was taken away.

    Your history stays as it is: nothing counts as deleted. `repside connect {command} --for-admin` prints what to forward to your administrator; Repside looks again every hour."""


class WrongAccount(SignIn):
    """This is the mailbox of {found}, but the account belongs to {expected}.

    Nothing was read from it. Sign in as {expected}, or connect {found} as an account of its own."""

    code = "WRONG_ACCOUNT"


class StartOver(RepsideError):
    """The server has forgotten where we were in {stream}.

    Nothing is lost: Repside lists that folder again and keeps all links and decisions."""

    code = "RECHECKING"


class FixSetup(RepsideError):
    """Something in the set-up needs a hand: {why}.

    Everything stored is safe. Run `repside doctor` for the next step."""


class BadSetting(FixSetup):
    """The configuration cannot be used: {why}.

    Everything stored is safe. Correct {where}, then run the command again."""

    exit_code = 2


class UntrustedServer(FixSetup):
    """The certificate of {host} is not trusted: {why}.

    No password was sent. If your company has its own certificate authority, name its file with --ca; otherwise ask who runs the server."""


class InsecureServer(FixSetup):
    """The server {host} offers no encryption that we can trust: {why}.

    No password was sent. Use --security tls with the port for it (usually 993), or ask who runs the server."""


class NotAMailbox(FixSetup):
    """{path} is no mailbox: {why}.

    Nothing was stored. Point to a Maildir, an mbox file, a folder of .eml files or a calendar (.ics)."""


class BadFile(FixSetup):
    """{path} cannot be taken in: {why}.

    Nothing was changed. Export it again as CSV in UTF-8, or choose another file."""


class NoPassword(FixSetup):
    """There is no password for {account}: {why}.

    Your history is safe. Run `repside connect` for this account again, or set its password_command."""

    code = "RECONNECT"
    exit_code = 4


class StoreNewer(FixSetup):
    """The store was written by a newer Repside (schema {found}; this one knows {known}).

    Nothing was changed. Install the newer version, or use another --home."""


class StoreInUse(FixSetup):
    """Another Repside (process {pid}) is using this store.

    Nothing was changed. Wait until it has finished, or stop it, then run the command again."""

    code = "OTHER_DAEMON"


class StoreBusy(StoreInUse):
    """Another program keeps the store's file {path} locked.

    Nothing was lost or changed. Close what has it open (a backup, a database browser); `repside run` tries again by itself, any other command is run again."""


class StoreDamaged(FixSetup):
    """The store is damaged: {why}.

    Your mail is untouched. Run `repside doctor --set-aside`: it keeps the damaged file and makes a new store, which `repside sync` fills from your mailboxes."""

    code = "STORE_DAMAGED"


class StoreMissing(FixSetup):
    """There is no store at {path} yet.

    Run `repside init` first, then `repside connect`."""


class WrongKey(FixSetup):
    """The key at hand is not the one that this store was written with.

    Nothing was read or changed: without the right key your exclusions would not hold. Bring back the key (keyring or secrets folder) from a backup, or begin a new store with another --home."""


class DiskFull(FixSetup):
    """The disk with {path} is full.

    What was just being written was not stored, everything before it is safe. Free some space and run the command again: `repside sync` goes on where it stopped."""

    code = "DISK_FULL"


class NoPermission(FixSetup):
    """Repside may not use {path}: {why}.

    Nothing was changed. Correct the owner or the permissions of that path, then run the command again."""


class ShortOfResources(FixSetup):
    """The machine is short of {what}.

    What was just being written was not stored, everything before it is safe. Close other programs, then run the command again."""


class Bug(RepsideError):
    """Repside made a mistake ({why}).

    Nothing in your mailbox was changed. Please report this with the output of `repside doctor --json`; it holds no mail."""


class StrangeHost(Bug):
    """Repside was about to talk to {host}, which none of your accounts names. It did not.

    Nothing was sent there. Please report this with the output of `repside doctor --json`; it holds no mail."""
