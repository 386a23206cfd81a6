from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from config.model import FolderAccount, ImapAccount
from config.paths import Paths, find
from config.secrets import Secrets, crm_key, from_command, system_keyring
from sync.errors import BadSetting, FixSetup, NoPassword

CANARY = "correct horse battery staple"


class Keychain:
    """A keyring in memory."""

    def __init__(self, *, closed: bool = False) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.closed = closed

    def get_password(self, service: str, username: str) -> str | None:
        if self.closed:
            raise RuntimeError("locked")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.closed:
            raise RuntimeError("locked")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


def imap(**more: str) -> ImapAccount:
    return ImapAccount(name="work", provider="imap", address="maya@example.com", host="mail.example.com", **more)  # type: ignore[arg-type]  # only text keys are given


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return find(tmp_path, {})


def with_keyring(paths: Paths, keyring: Keychain) -> Secrets:
    return Secrets(paths._replace(one_home=False), {}, keyring=keyring)


def test_a_password_comes_back(paths: Paths) -> None:
    Secrets(paths, {}).keep("work", CANARY)
    assert Secrets(paths, {}).password(imap()) == CANARY


def test_the_file_is_encrypted_and_its_key_lies_apart(paths: Paths) -> None:
    Secrets(paths, {}).keep("work", CANARY)
    Secrets(paths, {}).store_key(create=True)
    assert CANARY.encode() not in paths.secrets.read_bytes()
    assert b"work" not in paths.secrets.read_bytes()
    assert paths.key.parent != paths.secrets.parent
    if os.name != "nt":
        assert {path.stat().st_mode & 0o777 for path in (paths.secrets, paths.key)} == {0o600}


def test_nothing_stored_says_so(paths: Paths) -> None:
    with pytest.raises(NoPassword, match="none is stored"):
        Secrets(paths, {}).password(imap())
    assert Secrets(paths, {}).where(imap()).kind == "none"


def test_forget_takes_the_password_away_and_leaves_the_others(paths: Paths) -> None:
    secrets = Secrets(paths, {})
    secrets.keep("work", CANARY)
    secrets.keep("two", "other")
    secrets.forget("work")
    secrets.forget("nobody")
    assert not secrets.has_password(imap())
    assert secrets.has_password(imap().model_copy(update={"name": "two"}))


def test_the_key_may_come_from_the_environment(paths: Paths) -> None:
    env = {"REPSIDE_KEY": Fernet.generate_key().decode()}
    Secrets(paths, env).keep("work", CANARY)
    assert not paths.key.exists()
    assert Secrets(paths, env).password(imap()) == CANARY
    assert Secrets(paths, env).where(imap()).kind == "environment"
    with pytest.raises(FixSetup, match="set REPSIDE_KEY"):
        Secrets(paths, {}).password(imap())


def test_the_key_may_come_from_a_systemd_credential(paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "repside-key").write_bytes(Fernet.generate_key() + b"\n")
    env = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    Secrets(paths, env).keep("work", CANARY)
    assert Secrets(paths, env).password(imap()) == CANARY
    assert Secrets(paths, env).where(imap()).kind == "credential"
    assert not paths.key.exists()


def test_the_wrong_key_opens_nothing_and_changes_nothing(paths: Paths) -> None:
    Secrets(paths, {"REPSIDE_KEY": Fernet.generate_key().decode()}).keep("work", CANARY)
    before = paths.secrets.read_bytes()
    other = Secrets(paths, {"REPSIDE_KEY": Fernet.generate_key().decode()})
    with pytest.raises(FixSetup, match="does not open"):
        other.keep("two", "x")
    assert paths.secrets.read_bytes() == before


@pytest.mark.parametrize("key", ["short", "ä" * 44, "A" * 43])
def test_a_key_that_is_none_is_said_plainly(paths: Paths, key: str) -> None:
    with pytest.raises(BadSetting, match="32 bytes") as caught:
        Secrets(paths, {"REPSIDE_KEY": key}).keep("work", CANARY)
    assert key not in str(caught.value)


def test_a_keyring_holds_the_key_where_there_is_one(paths: Paths) -> None:
    keychain = Keychain()
    with_keyring(paths, keychain).keep("work", CANARY)
    assert not paths.key.exists()
    assert len(keychain.kept) == 1
    assert CANARY not in "".join(keychain.kept.values())
    assert with_keyring(paths, keychain).password(imap()) == CANARY
    assert with_keyring(paths, keychain).where(imap()).kind == "keyring"


def test_one_home_leaves_the_keyring_alone(paths: Paths) -> None:
    keychain = Keychain(closed=True)
    Secrets(paths, {}, keyring=keychain).keep("work", CANARY)
    assert Secrets(paths, {}, keyring=keychain).where(imap()).kind == "file"


def test_a_closed_keyring_is_said_plainly_and_nothing_is_made_beside_it(paths: Paths) -> None:
    with pytest.raises(FixSetup, match="keyring did not open"):
        with_keyring(paths, Keychain(closed=True)).keep("work", CANARY)
    assert not paths.key.exists()
    assert not paths.secrets.exists()


def test_the_store_key_is_made_once(paths: Paths) -> None:
    with pytest.raises(FixSetup, match="store's key is missing"):
        Secrets(paths, {}).store_key()
    key = Secrets(paths, {}).store_key(create=True)
    assert len(key) == 32
    assert Secrets(paths, {}).store_key() == Secrets(paths, {}).store_key(create=True) == key


def test_keyrings_that_do_not_encrypt_are_never_picked() -> None:
    program = "from config.secrets import system_keyring; print(system_keyring())"
    for backend in ("keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"):
        env = {**os.environ, "PYTHON_KEYRING_BACKEND": backend}
        done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "None"


def test_this_machines_keyring_is_a_safe_one_or_none() -> None:
    found = system_keyring()
    assert found is None or "plaintext" not in type(found).__name__.lower()


def command(program: str) -> str:
    return f'"{sys.executable}" -c "{program}"'


def test_a_command_gives_its_first_line(paths: Paths) -> None:
    account = imap(password_command=command("print('pa ss'); print('second')"))
    assert Secrets(paths, {}).password(account) == "pa ss"
    assert Secrets(paths, {}).where(account).kind == "command"
    assert not paths.secrets.exists()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (command("raise SystemExit(3)"), "ended with code 3"),
        (command("pass"), "printed nothing"),
        ("/no/such/program", "cannot be run"),
        ("'unclosed", "cannot be run"),
    ],
)
def test_a_command_that_fails_is_said_plainly(text: str, why: str) -> None:
    with pytest.raises(NoPassword, match=why) as caught:
        from_command("work", text)
    assert caught.value.exit_code == 4


def test_a_command_runs_without_a_shell(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    assert from_command("work", f"echo one; touch {mark}").startswith("one; touch")
    assert not mark.exists()


def test_a_command_cannot_wait_for_the_terminal() -> None:
    assert from_command("work", command("import sys; print('read', len(sys.stdin.read()))")) == "read 0"


def test_a_command_never_sees_our_key() -> None:
    program = (
        "import os, subprocess, sys; from config.secrets import from_command; print(from_command('work', sys.argv[1]))"
    )
    asked = command("import os; print('key' if 'REPSIDE_KEY' in os.environ else 'none')")
    env = {**os.environ, "REPSIDE_KEY": "x"}
    done = subprocess.run([sys.executable, "-c", program, asked], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "none"


def test_a_folder_needs_no_password(paths: Paths) -> None:
    folder = FolderAccount(name="mail", provider="folder", address="maya@example.com", path="/mail")
    assert Secrets(paths, {}).where(folder).words == "needs none"


def test_a_crms_token_lies_beside_the_passwords(paths: Paths) -> None:
    secrets = Secrets(paths, {})
    with pytest.raises(NoPassword, match="no token for the CRM work: none is stored"):
        secrets.token("work", "hubspot")
    secrets.keep("work", "password")
    secrets.keep(crm_key("work"), CANARY)
    assert secrets.token("work", "hubspot") == CANARY
    assert secrets.password(imap()) == "password"
    secrets.forget(crm_key("work"))
    with pytest.raises(NoPassword):
        secrets.token("work", "hubspot")
