"""Where things lie: the platform's own folders, or everything under one folder (`--home`, REPSIDE_HOME).

    home/config.toml      the settings, for people to read and edit
    home/key              the key of the encrypted file, where no keyring holds it
    home/data/            the store and the encrypted secrets
    home/logs/            what Repside did, without content

Folders are made 0700 and files 0600. Nothing is written before a command needs it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from sync.errors import DiskFull, NoPermission, RepsideError

NAME = "repside"
_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}


class Paths(NamedTuple):
    """The files and folders of one installation."""

    config: Path
    key: Path
    data: Path
    logs: Path
    one_home: bool
    """True when --home or REPSIDE_HOME chose them: then the system's keyring is left alone."""

    @property
    def store(self) -> Path:
        """The SQLite file, unless `store.url` names another store."""
        return self.data / "repside.sqlite"

    @property
    def secrets(self) -> Path:
        """The encrypted file of passwords."""
        return self.data / "secrets"

    @property
    def log(self) -> Path:
        """The log; older ones beside it end in .1, .2 …"""
        return self.logs / "repside.log"

    @property
    def store_url(self) -> str:
        """The store's URL when the settings name none."""
        return f"sqlite:///{self.store.as_posix()}"


def find(home: str | Path | None, env: Mapping[str, str]) -> Paths:
    """The paths of this installation; `home` wins over REPSIDE_HOME, which wins over the platform's folders."""
    chosen = home or env.get("REPSIDE_HOME")
    if chosen:
        root = Path(chosen).expanduser().absolute()
        return Paths(root / "config.toml", root / "key", root / "data", root / "logs", one_home=True)
    from platformdirs import PlatformDirs

    dirs = PlatformDirs(NAME, appauthor=False)
    config = dirs.user_config_path
    return Paths(config / "config.toml", config / "key", dirs.user_data_path, dirs.user_log_path, one_home=False)


def private_folder(path: Path) -> None:
    """Make the folder and its missing parents, 0700; an existing one stays as it is."""
    with explained(path):
        for folder in reversed([path, *path.parents]):
            if not folder.exists():
                folder.mkdir(mode=0o700, exist_ok=True)


def make_private(path: Path) -> None:
    """Take every right from others, where there is such a file and it is ours: a copy or a backup may have brought it back wider."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        mode = path.stat().st_mode
        if mode & 0o077:
            path.chmod(mode & 0o700)


def write_private(path: Path, content: bytes) -> None:
    """Replace the file as a whole, 0600: a reader sees the old content or the new, never a part. Links are followed."""
    target = Path(os.path.realpath(path))
    private_folder(target.parent)
    with explained(target):
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")  # mkstemp makes it 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """The system's refusals in the rep's words."""
    try:
        yield
    except OSError as error:
        raise said(path, error) from error


def said(path: Path | str, error: OSError) -> RepsideError:
    """DiskFull or NoPermission, with the system's own reason."""
    if error.errno in _FULL:
        return DiskFull(path=path)
    return NoPermission(path=path, why=error.strerror or type(error).__name__)
