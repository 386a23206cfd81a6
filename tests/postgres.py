"""A throw-away PostgreSQL on loopback, started by the tests and stopped by its process id."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """Where initdb and postgres are; None when PostgreSQL is not installed."""
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3]))
    if newest:
        return newest[-1].parent
    found = shutil.which("postgres")
    return Path(found).resolve().parent if found else None


@contextmanager
def server() -> Iterator[str]:
    """URL of a fresh cluster's own database, without a password, on a free port of 127.0.0.1."""
    home = binaries()
    assert home is not None
    user = "postgres" if os.getuid() == 0 else None  # PostgreSQL refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="repside-pg-"))
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    data = folder / "data"
    subprocess.run(
        [home / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
        check=True, capture_output=True, user=user, cwd=folder,
    )  # fmt: skip
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["-c", "fsync=off", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-p", str(port)]
    process = subprocess.Popen(
        [home / "postgres", "-D", data, *options], stderr=subprocess.PIPE, user=user, cwd=folder, text=True
    )
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if "ready to accept connections" in line:
                break
        yield f"postgresql://tester@127.0.0.1:{port}/postgres"
    finally:
        process.terminate()
        process.communicate(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)
