"""Passwords and the store's key: one encrypted file, whose key is kept apart from it.

    secrets   the file: one Fernet token (AES-128-CBC and HMAC-SHA256) over JSON, 0600
    its key   REPSIDE_KEY, else a systemd credential `repside-key`, else the key file (0600), else the system's keyring

A key is made once: in the keyring where there is a safe one, in the key file otherwise (and always with --home, so that a
home is whole by itself). Keyrings that store in plain text are never used. An account with a password_command asks the
command each time and keeps nothing here.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

from config import oslock
from config.model import Account, FolderAccount, ImapAccount
from config.paths import Paths, explained, private_folder, write_private
from sync.crm_errors import NoCrmToken
from sync.errors import BadSetting, FixSetup, NoPassword, ProviderBusy, StoreBusy

SERVICE = "repside"
KEY_NAME = "key of the encrypted file"
CREDENTIAL = "repside-key"
COMMAND_SECONDS = 60
WRITE_SECONDS = 10.0
RENEWAL_SECONDS = 90.0
"""Longer than a provider's sign-in page may be silent."""
_SAFE = frozenset({"macOS", "Windows", "SecretService", "libsecret", "kwallet"})
"""Back ends of `keyring` that encrypt; all others are left alone."""


class Keyring(Protocol):
    """The part of the system's keyring that is used."""

    def get_password(self, service: str, username: str) -> str | None:
        """The stored text, or None."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Store the text."""

    def delete_password(self, service: str, username: str) -> None:
        """Drop it."""


class Place(NamedTuple):
    """Where a secret lies, for doctor."""

    kind: str
    """keyring, command, file, environment, credential, none."""
    words: str


class _Key(NamedTuple):
    kind: str
    words: str
    value: bytes


class Secrets:
    """The secrets of one installation. Nothing is read before it is asked for."""

    def __init__(
        self, paths: Paths, env: Mapping[str, str], place: str = "auto", keyring: Keyring | None = None
    ) -> None:
        self._paths = paths
        self._env = env
        self._place = place
        self._keyring = keyring

    def password(self, account: Account) -> str:
        """The password or access token of an account. Raises NoPassword, FixSetup."""
        if isinstance(account, ImapAccount) and account.password_command:
            return from_command(account.name, account.password_command)
        found = self._load()["passwords"].get(account.name)
        if found is None:
            raise NoPassword(account=account.name, why="none is stored")
        return str(found)

    def keep(self, account: str, password: str) -> None:
        """Store a password."""
        with self._alone():
            held = self._load()
            held["passwords"][account] = password
            self._save(held)

    def forget(self, account: str) -> None:
        """Drop a password, if there is one."""
        with self._alone():
            held = self._load()
            if held["passwords"].pop(account, None) is not None:
                self._save(held)

    def forget_key(self) -> None:
        """Take the key out of the system's keyring, if it is there. What it encrypted cannot be read any more."""
        keyring = self._safe_keyring()
        if keyring is not None and _asked(keyring):
            keyring.delete_password(SERVICE, KEY_NAME)

    @contextmanager
    def renewing(self, account: str) -> Iterator[None]:
        """One process at a time renews a sign-in: a provider that gives a new refresh token with each use may end the old one."""
        mark = hashlib.blake2b(account.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        path = self._beside(f".{mark}.lock")
        with oslock.held(path, RENEWAL_SECONDS, lambda _: ProviderBusy(host="of the sign-in")):
            yield

    def token(self, crm: str, kind: str) -> str:
        """What a CRM is opened with. Raises NoCrmToken."""
        found = self._load()["passwords"].get(crm_key(crm))
        if found is None:
            raise NoCrmToken(crm=crm, kind=kind, why="none is stored")
        return str(found)

    def has_password(self, account: Account) -> bool:
        """Whether one is stored; what a command would say is not asked."""
        return account.name in self._load()["passwords"]

    def store_key(self, *, create: bool = False) -> bytes:
        """The 32 bytes behind every keyed hash in the store; losing them loses what held mail could match later."""
        held = self._load()
        if not held["store"]:
            if not create:
                raise FixSetup(why=f"the store's key is missing from {self._paths.secrets}")
            with self._alone():
                held = self._load()
                held["store"] = held["store"] or {"key": os.urandom(32).hex()}
                self._save(held)
        return bytes.fromhex(held["store"]["key"])

    def where(self, account: Account | None = None) -> Place:
        """Where the account's password lies, or the store's key when None."""
        if isinstance(account, ImapAccount) and account.password_command:
            return Place("command", "asked of password_command each time")
        if isinstance(account, FolderAccount):
            return Place("none", "needs none")
        if not self._paths.secrets.exists():
            return Place("none", "not stored yet")
        key = self._find_key() or _Key("lost", "a place that cannot be read now", b"")
        return Place(key.kind, f"encrypted file {self._paths.secrets}, its key in {key.words}")

    def _alone(self) -> AbstractContextManager[int]:
        """The file is read, changed and written by one process at a time: another's new token would be lost."""
        path = self._beside(".lock")
        return oslock.held(path, WRITE_SECONDS, lambda _: StoreBusy(path=path))

    def _beside(self, ending: str) -> Path:
        private_folder(self._paths.secrets.parent)
        return self._paths.secrets.with_name(self._paths.secrets.name + ending)

    def _load(self) -> dict[str, dict[str, str]]:
        path = self._paths.secrets
        with explained(path):
            token = path.read_bytes() if path.exists() else b""
        if not token:
            return {"passwords": {}, "store": {}}
        from cryptography.fernet import Fernet, InvalidToken

        key = self._find_key()
        if key is None:
            raise FixSetup(why=f"the key of {path} cannot be found; unlock the keyring, or set REPSIDE_KEY")
        try:
            held: dict[str, dict[str, str]] = json.loads(Fernet(key.value).decrypt(token))
        except InvalidToken as error:
            raise FixSetup(why=f"the key in {key.words} does not open {path}") from error
        return held

    def _save(self, held: Mapping[str, Mapping[str, str]]) -> None:
        from cryptography.fernet import Fernet

        key = self._find_key() or self._make_key()
        write_private(self._paths.secrets, Fernet(key.value).encrypt(json.dumps(held).encode()))

    def _find_key(self) -> _Key | None:
        if text := self._env.get("REPSIDE_KEY"):
            return _Key("environment", "REPSIDE_KEY", _valid(text, "REPSIDE_KEY"))
        if folder := self._env.get("CREDENTIALS_DIRECTORY"):
            path = Path(folder) / CREDENTIAL
            if path.exists():
                return _Key("credential", f"the systemd credential {CREDENTIAL}", _read_key(path))
        if self._paths.key.exists():
            return _Key("file", f"the file {self._paths.key}", _read_key(self._paths.key))
        keyring = self._safe_keyring()
        text = _asked(keyring) if keyring else None
        return _Key("keyring", "the system's keyring", _valid(text, "the keyring")) if text else None

    def _make_key(self) -> _Key:
        from cryptography.fernet import Fernet

        value = Fernet.generate_key()
        keyring = self._safe_keyring()
        if keyring is not None:
            _told(keyring, value.decode())
            return _Key("keyring", "the system's keyring", value)
        if self._place == "keyring":
            raise FixSetup(why="there is no keyring here that encrypts, and secrets.place asks for one")
        write_private(self._paths.key, value + b"\n")
        return _Key("file", f"the file {self._paths.key}", value)

    def _safe_keyring(self) -> Keyring | None:
        if self._place == "file" or (self._place == "auto" and self._paths.one_home):
            return None
        return self._keyring or system_keyring()


def crm_key(name: str) -> str:
    """How a CRM's secret is called beside the accounts': no account can have such a name."""
    return f"crm {name}"


def system_keyring() -> Keyring | None:
    """The system's keyring when it encrypts; None for plain-text, null and missing ones."""
    import keyring

    backend = keyring.get_keyring()
    for candidate in getattr(backend, "backends", [backend]):
        if type(candidate).__module__.removeprefix("keyring.backends.") in _SAFE:
            found: Keyring = candidate
            return found
    return None


def from_command(account: str, command: str) -> str:
    """The first line that the command prints. It gets no terminal input, no shell and not our key. Raises NoPassword."""
    try:
        words = shlex.split(command, posix=os.name != "nt")
        done = subprocess.run(  # noqa: S603 - the rep's own command, from the rep's own file
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            timeout=COMMAND_SECONDS,
            check=False,
            env={name: value for name, value in os.environ.items() if name != "REPSIDE_KEY"},
        )
    except (OSError, ValueError, IndexError) as error:
        raise NoPassword(account=account, why=f"password_command cannot be run ({type(error).__name__})") from error
    except subprocess.TimeoutExpired as error:
        raise NoPassword(
            account=account, why=f"password_command did not answer within {COMMAND_SECONDS} seconds"
        ) from error
    if done.returncode:
        raise NoPassword(account=account, why=f"password_command ended with code {done.returncode}")
    first = done.stdout.decode("utf-8", "replace").split("\n", 1)[0].rstrip("\r")
    if not first:
        raise NoPassword(account=account, why="password_command printed nothing")
    return first


def _read_key(path: Path) -> bytes:
    with explained(path):
        return _valid(path.read_text(encoding="ascii", errors="replace"), str(path))


def _valid(text: str, where: str) -> bytes:
    try:
        if len(base64.urlsafe_b64decode(text.strip())) == 32:
            return text.strip().encode()
    except (binascii.Error, ValueError):
        pass
    raise BadSetting(why=f"the key in {where} is not 32 bytes in URL-safe base64", where=where)


def _asked(keyring: Keyring) -> str | None:
    try:
        return keyring.get_password(SERVICE, KEY_NAME)
    except Exception as error:  # each back end has errors of its own; all of them mean that it is closed
        raise FixSetup(why=f"the system's keyring did not open ({type(error).__name__})") from error


def _told(keyring: Keyring, text: str) -> None:
    try:
        keyring.set_password(SERVICE, KEY_NAME, text)
    except Exception as error:  # as above
        raise FixSetup(why=f"the system's keyring did not take the key ({type(error).__name__})") from error
