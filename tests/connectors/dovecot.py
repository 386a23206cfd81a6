"""A throw-away Dovecot on loopback, with four personalities. Any user name works, the password is PASSWORD.

It runs as root (the mail then belongs to `nobody`) or as a plain user, in the foreground as our child.
XOAUTH2 asks a small introspection server of ours: the token `ok:<user>` is good, every other one is not.
"""

from __future__ import annotations

import contextlib
import grp
import http.server
import imaplib
import json
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path
from typing import Literal, Self

from tests import wireaudit
from tests.connectors import certificates

Personality = Literal["full", "plain", "nocondstore", "inboxprefix"]
PERSONALITIES: tuple[Personality, ...] = ("full", "plain", "nocondstore", "inboxprefix")
PASSWORD = "canary-of-secrets"

_CAPABILITIES = {
    "full": "",
    "inboxprefix": "",
    "plain": "imap_capability = IMAP4rev1 SASL-IR LITERAL+ UIDPLUS NAMESPACE",
    "nocondstore": "imap_capability = IMAP4rev1 SASL-IR LITERAL+ UIDPLUS IDLE NAMESPACE SPECIAL-USE MOVE",
}
CONTROL = "127.0.0.2"
"""Where a test's own client comes in, which may write: what comes in elsewhere is Repside's, and is audited."""
_SPECIAL = ("Sent", "Drafts", "Trash", "Junk", "Archive")


def missing() -> str:
    """Why there can be no Dovecot here; empty when there can."""
    program = _program()
    if not program:
        return "dovecot is not installed (apt-get install dovecot-imapd)"
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    return "" if version.startswith("2.3.") else f"these tests know the configuration of Dovecot 2.3, not {version!r}"


def _program() -> str:
    return shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin") or ""


class Dovecot:
    """`with Dovecot("full") as server:` starts it and stops it. The ports are free ones."""

    def __init__(self, personality: Personality) -> None:
        self.personality = personality
        self.prefix = "INBOX." if personality == "inboxprefix" else ""
        self.separator = "." if self.prefix else "/"
        # Not below pytest's folders: root's are closed to `nobody`, and a socket's path may be 107 bytes long.
        self.home = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.home.chmod(0o755)
        self.tls = certificates.write(self.home / "tls")
        self._tokens = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Introspection)
        self._process: subprocess.Popen[bytes] | None = None
        self._count = 0

    def __enter__(self) -> Self:
        threading.Thread(target=self._tokens.serve_forever, daemon=True).start()
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        wireaudit.note_commands(wireaudit.raw_commands(self.home / "raw" / "127.0.0.1"))
        self._tokens.shutdown()
        self._tokens.server_close()
        shutil.rmtree(self.home, ignore_errors=True)

    def _start(self) -> None:
        (self.home / "run").mkdir()
        (self.home / "mail").mkdir()
        (self.home / "raw" / "127.0.0.1").mkdir(parents=True)
        (self.home / "raw" / "127.0.0.1").chmod(0o777)
        if os.getuid() == 0:
            self._give(self.home / "mail")
        self.imap_port, self.imaps_port = _free_ports()
        config = self.home / "dovecot.conf"
        config.write_text(self._config())
        (self.home / "oauth2.conf").write_text(
            f"introspection_mode = post\nintrospection_url = http://127.0.0.1:{self._tokens.server_port}/\n"
            "username_attribute = email\nactive_attribute = active\nactive_value = true\nforce_introspection = yes\n"
        )
        self._process = subprocess.Popen([_program(), "-F", "-c", str(config)], stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while not self._greets():
            if self._process.poll() is not None or time.monotonic() > deadline:
                log = self.home / "log"
                raise RuntimeError("Dovecot did not start: " + (log.read_text() if log.exists() else "no log"))
            pause(0.02)

    def _stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)

    def _greets(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.imap_port), 5) as connection:
            return connection.recv(4) == b"* OK"
        return False

    def _give(self, path: Path) -> None:
        nobody = pwd.getpwnam("nobody")
        os.chown(path, nobody.pw_uid, nobody.pw_gid)

    def user(self) -> str:
        """A name that nobody has had yet: an empty mailbox."""
        self._count += 1
        return f"rep{self._count}@seller.example"

    def control(self, user: str) -> imaplib.IMAP4:
        """A second client on the mailbox, which may write."""
        client = imaplib.IMAP4(CONTROL, self.imap_port, timeout=30)
        client.login(user, PASSWORD)
        return client

    def folder(self, user: str, name: str = "INBOX") -> Path:
        """Where a mailbox lies on disk (Maildir++)."""
        root = self.home / "mail" / user / "Maildir"
        if name == "INBOX":
            return root
        return root / ("." + name.removeprefix(self.prefix).replace(self.separator, "."))

    def deliver(self, user: str, raw: bytes, when: int, name: str = "INBOX") -> None:
        """Put a mail into a folder's files, as a delivery agent does; Dovecot finds it by itself."""
        self._count += 1
        raw = raw.replace(b"\r\n", b"\n")
        target = self.folder(user, name)
        final = target / "new" / f"{when}.M{self._count}P1.tests,S={len(raw)}"
        draft = target / "tmp" / final.name
        draft.write_bytes(raw)
        if os.getuid() == 0:
            self._give(draft)
        os.utime(draft, (when, when))
        draft.rename(final)

    def _config(self) -> str:
        root = os.getuid() == 0
        user = "dovecot" if root else pwd.getpwuid(os.getuid()).pw_name
        login = "dovenull" if root else user
        owner = pwd.getpwnam("nobody") if root else pwd.getpwuid(os.getuid())
        home = self.home
        special = "".join(
            f"  mailbox {name} {{\n    auto = subscribe\n    special_use = \\{name}\n  }}\n" for name in _SPECIAL
        )
        chroots = "" if root else "".join(f"service {s} {{\n  chroot =\n}}\n" for s in ("anvil", "stats"))
        return f"""
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/log
instance_name = {home.name}
protocols = imap
listen = 127.0.0.1, {CONTROL}
default_internal_user = {user}
default_internal_group = {grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name}
default_login_user = {login}
first_valid_uid = 1
mail_uid = {owner.pw_uid}
mail_gid = {owner.pw_gid}
mail_home = {home}/mail/%u
mail_location = maildir:{home}/mail/%u/Maildir
mail_fsync = never
mail_max_userip_connections = 200
{_CAPABILITIES[self.personality]}
ssl = yes
ssl_cert = <{self.tls.chain}
ssl_key = <{self.tls.key}
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth2.conf
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={owner.pw_uid} gid={owner.pw_gid} home={home}/mail/%u allow_all_users=yes
}}
protocol imap {{
  rawlog_dir = {home}/raw/%l
  imap_idle_notify_interval = 10 s
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  {"" if root else "chroot ="}
  inet_listener imap {{
    port = {self.imap_port}
  }}
  inet_listener imaps {{
    port = {self.imaps_port}
    ssl = yes
  }}
}}
namespace inbox {{
  inbox = yes
  separator = {self.separator}
  prefix = {self.prefix}
{special}}}
{chroots}"""


class _Introspection(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        token = urllib.parse.parse_qs(form).get("token", [""])[0]
        good = token.startswith("ok:")
        body = json.dumps({"active": good, "email": token[3:]} if good else {"active": False}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def _free_ports() -> tuple[int, int]:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        return one.getsockname()[1], two.getsockname()[1]


def pause(seconds: float) -> None:
    """Wait a moment between two looks at a server that starts."""
    threading.Event().wait(seconds)
