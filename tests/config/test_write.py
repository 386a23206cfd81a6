from __future__ import annotations

import os
from pathlib import Path

import pytest

from config import write
from config.settings import load
from sync.errors import BadSetting

WORK = {"name": "work", "provider": "folder", "address": "maya@example.com", "path": "/mail"}


def test_create_makes_the_file_once(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    assert write.create(path)
    path.write_text("# mine\n")
    assert not write.create(path)
    assert path.read_text() == "# mine\n"


def test_an_account_is_added_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    write.create(path)
    write.save(path, write.with_account(write.current(path), WORK))
    write.save(path, write.with_account(write.current(path), {**WORK, "name": "two", "aliases": ["m@example.com"]}))
    accounts = load(path, {}).account
    assert [account.name for account in accounts] == ["work", "two"]
    assert accounts[1].aliases == ("m@example.com",)


def test_comments_order_and_other_keys_stay(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    text = '# my file\n[view]\nport = 8080  # the usual one\n\n[[account]]\n# the old box\nname = "work"\n'
    text += 'provider = "folder"\naddress = "maya@example.com"\npath = "/old"  # moved\nlevel = "text"\n'
    path.write_text(text)
    write.save(path, write.with_account(write.current(path), WORK))
    changed = path.read_text()
    assert changed == text.replace('"/old"', '"/mail"')


def test_an_account_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    both = write.with_account(write.with_account("# mine\n", WORK), {**WORK, "name": "two"})
    write.save(path, write.without_account(both, "work"))
    assert [account.name for account in load(path, {}).account] == ["two"]
    write.save(path, write.without_account(path.read_text(), "two"))
    assert load(path, {}).account == ()
    assert "# mine" in path.read_text()


def test_a_value_is_set(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    write.save(path, write.with_value(write.with_account("", WORK), "view", "port", 8080))
    assert load(path, {}).view.port == 8080


def test_a_wrong_result_is_never_written(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("# mine\n")
    with pytest.raises(BadSetting):
        write.save(path, write.with_account(write.current(path), {**WORK, "level": "everything"}))
    assert path.read_text() == "# mine\n"


def test_a_broken_file_is_not_edited(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[view\n")
    with pytest.raises(BadSetting, match="is not TOML"):
        write.current(path)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_file_is_the_reps_alone(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("")
    path.chmod(0o644)
    write.save(path, write.with_account("", WORK))
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_crm_is_added_changed_and_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    hook = {"name": "hook", "kind": "webhook", "url": "https://crm.example"}
    write.save(path, write.with_account(write.current(path), WORK))
    write.save(path, write.with_entry(write.current(path), "crm", hook))
    write.save(path, write.with_entry(write.current(path), "crm", {**hook, "url": "https://new.example"}))
    (crm,) = load(path, {}).crm
    assert (crm.name, getattr(crm, "url", "")) == ("hook", "https://new.example")
    write.save(path, write.without_entry(write.current(path), "crm", "hook"))
    assert load(path, {}).crm == ()
    assert "crm" not in path.read_text()
    assert len(load(path, {}).account) == 1
