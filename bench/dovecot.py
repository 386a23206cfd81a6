"""A private Dovecot on loopback for the bench, in the foreground as our child. Password of every user: secret."""

from __future__ import annotations

import getpass
import grp
import os
import pwd
import shutil
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

CONF = """
protocols = imap
listen = 127.0.0.1
base_dir = {run}
state_dir = {run}
log_path = {run}/dovecot.log
instance_name = repside-bench
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
mail_uid = {uid}
mail_gid = {gid}
mail_location = maildir:{mail}/%u/Maildir
mail_fsync = never
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={mail}/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
}}
"""


def program() -> str | None:
    """Where Dovecot is, or None."""
    return shutil.which("dovecot") or (shutil.which("dovecot", path="/usr/sbin"))


class Dovecot:
    """Serves HOME/mail/USER/Maildir on a free loopback port while the context is open."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()

    def __enter__(self) -> Self:
        run = self.home / "dovecot"
        run.mkdir(exist_ok=True)
        conf = self.home / "dovecot.conf"
        conf.write_text(CONF.format(run=run, mail=self.home / "mail", port=self.port, **self._owner()))
        self._log = (self.home / "dovecot.out").open("wb")
        command = [program() or "dovecot", "-F", "-c", str(conf)]
        self._process = subprocess.Popen(command, stdout=self._log, stderr=self._log)
        self._ready()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(20)
        self._log.close()

    def _owner(self) -> dict[str, object]:
        if os.getuid() != 0:
            me, group = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
            return {"internal": me, "group": group, "login": me, "uid": os.getuid(), "gid": os.getgid()}
        nobody = pwd.getpwnam("nobody")
        subprocess.run(["chown", "-R", f"{nobody.pw_uid}:{nobody.pw_gid}", str(self.home / "mail")], check=True)
        # Every folder down to the mail must let `nobody` pass.
        for folder in (self.home, *self.home.parents):
            if folder.stat().st_uid == 0 and not folder.stat().st_mode & 0o001:
                folder.chmod(folder.stat().st_mode | 0o011)
        return {
            "internal": "dovecot",
            "group": "dovecot",
            "login": "dovenull",
            "uid": nobody.pw_uid,
            "gid": nobody.pw_gid,
        }

    def _ready(self) -> None:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1) as connection:
                    if connection.recv(4) == b"* OK":
                        return
            except OSError:
                time.sleep(0.05)
        raise SystemExit(f"Dovecot did not start; see {self.home}/dovecot.out and {self.home}/dovecot/dovecot.log")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
