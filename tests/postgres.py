"""A throw-away PostgreSQL on loopback, started by the tests and stopped by its process id."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port


def binaries() -> Path | None:
    """Where initdb and postgres are; None when PostgreSQL is not installed."""
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3]))
    if newest:
        return newest[-1].parent
    found = shutil.which("postgres")
    return Path(found).resolve().parent if found else None


class Cluster:
    """One server. It may be stopped and started again at the same port."""

    def __init__(self, home: Path, folder: Path, user: str | None) -> None:
        self._home, self._folder, self._user = home, folder, user
        words = [
            str(home / "initdb"),
            "-D",
            str(folder / "data"),
            "-U",
            "tester",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
        ]
        subprocess.run([*words, "--no-sync"], check=True, capture_output=True, user=user, cwd=folder)
        self.port = free_port()
        self.url = f"postgresql://tester@127.0.0.1:{self.port}/postgres"
        self.start()

    def start(self) -> None:
        """Until it takes connections."""
        options = ("fsync=off", "listen_addresses=127.0.0.1", "unix_socket_directories=", f"port={self.port}")
        words = [str(self._home / "postgres"), "-D", str(self._folder / "data"), *(f"--{option}" for option in options)]
        self._process = subprocess.Popen(
            words, stderr=subprocess.PIPE, user=self._user, cwd=self._folder, encoding="utf-8"
        )
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if "ready to accept connections" in line:
                return
        raise AssertionError("PostgreSQL did not start")

    def stop(self) -> None:
        """At once: connections are cut, what is committed stays."""
        if self._process.poll() is None:
            self._process.send_signal(2)  # SIGINT: fast shutdown
        self._process.communicate(timeout=30)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A fresh cluster without a password, on a free port of 127.0.0.1."""
    home = binaries()
    assert home is not None
    user = "postgres" if os.getuid() == 0 else None  # PostgreSQL refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="repside-pg-"))
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    try:
        made = Cluster(home, folder, user)
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server() -> Iterator[str]:
    """URL of a fresh cluster's own database."""
    with cluster() as made:
        yield made.url
