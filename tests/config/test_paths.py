from __future__ import annotations

import os
from pathlib import Path

import pytest

from config.paths import find, private_folder, said, write_private
from sync.errors import DiskFull, NoPermission


def test_one_home_holds_everything(tmp_path: Path) -> None:
    paths = find(tmp_path / "home", {})
    assert paths.one_home
    for path in (paths.config, paths.key, paths.store, paths.secrets, paths.log):
        assert path.is_relative_to(tmp_path / "home")


def test_the_option_wins_over_the_variable(tmp_path: Path) -> None:
    assert find(tmp_path / "a", {"REPSIDE_HOME": str(tmp_path / "b")}).config.parent == tmp_path / "a"
    assert find(None, {"REPSIDE_HOME": str(tmp_path / "b")}).config.parent == tmp_path / "b"


def test_without_a_home_the_platform_decides() -> None:
    paths = find(None, {})
    assert not paths.one_home
    assert paths.config.name == "config.toml"
    assert "repside" in str(paths.config)


def test_a_relative_home_is_made_absolute() -> None:
    assert find("somewhere", {}).config.is_absolute()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_folders_are_0700_and_files_0600(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        write_private(tmp_path / "a" / "b" / "file", b"x")
    finally:
        os.umask(old)
    modes = [
        path.stat().st_mode & 0o777 for path in (tmp_path / "a", tmp_path / "a" / "b", tmp_path / "a" / "b" / "file")
    ]
    assert modes == [0o700, 0o700, 0o600]


def test_a_folder_that_was_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir(mode=0o755)
    (tmp_path / "shared").chmod(0o755)
    private_folder(tmp_path / "shared")
    assert (tmp_path / "shared").stat().st_mode & 0o777 == 0o755


def test_writing_leaves_nothing_beside_the_file_and_follows_links(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.write_text("old")
    (tmp_path / "link").symlink_to(real)
    write_private(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert real.read_text() == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "real"]


def test_a_file_where_a_folder_should_be_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(NoPermission, match=r"Repside may not use .*home"):
        write_private(tmp_path / "home" / "config.toml", b"x")


def test_a_full_disk_is_said_plainly() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(OSError, match="No space left") as caught, Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")
    assert isinstance(said(Path("/x"), caught.value), DiskFull)
