"""A port for a server that cannot find one by itself."""

from __future__ import annotations

import socket
import subprocess
import time


def free_port() -> int:
    """One of this machine's that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_listener(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the process takes connections there, or has ended."""
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise AssertionError(f"the server ended with {process.returncode}")
