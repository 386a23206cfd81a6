from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.crm_model import HubSpotCrm
from config.model import LISTS, PROVIDERS, SECTIONS, FolderAccount, ImapAccount
from config.problems import problem_lines
from config.settings import check, load
from sync.errors import BadSetting, NoPermission

HOOK = '[[crm]]\nname = "hook"\nkind = "webhook"\n'
IMAP = '[[account]]\nname = "work"\nprovider = "imap"\naddress = "maya@example.com"\nhost = "mail.example.com"\n'


def lines(text: str, env: dict[str, str] | None = None, flags: dict[str, str] | None = None) -> list[str]:
    return [problem.line for problem in check(text, env or {}, flags or {}, "config.toml").problems]


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    settings = load(tmp_path / "config.toml", {})
    assert settings.account == ()
    assert (settings.view.port, settings.store.url, settings.secrets.place) == (0, "", "auto")


def test_an_account_has_sensible_defaults() -> None:
    settings = check(IMAP, {}, {}, "f").settings
    assert settings is not None
    (account,) = settings.account
    assert isinstance(account, ImapAccount)
    assert (account.login, account.port_number, account.level, account.months) == (
        "maya@example.com",
        993,
        "preview",
        24,
    )


def test_starttls_has_its_own_usual_port() -> None:
    settings = check(f'{IMAP}security = "starttls"', {}, {}, "f").settings
    assert settings is not None
    assert isinstance(settings.account[0], ImapAccount)
    assert settings.account[0].port_number == 143


@pytest.mark.parametrize(
    ("file", "env", "flag", "port"),
    [
        ("", None, None, 0),
        ("[view]\nport = 1001", None, None, 1001),
        ("[view]\nport = 1001", "1002", None, 1002),
        ("[view]\nport = 1001", "1002", "1003", 1003),
        ("[view]\nport = 1001", None, "1003", 1003),
        ("", "1002", None, 1002),
    ],
)
def test_flags_win_over_environment_over_file_over_default(
    file: str, env: str | None, flag: str | None, port: int
) -> None:
    given = {"REPSIDE_VIEW__PORT": env} if env else {}
    settings = check(file, given, {"view.port": flag} if flag else {}, "f").settings
    assert settings is not None
    assert settings.view.port == port


@pytest.mark.parametrize("value", ["a.example, b.example", '["a.example", "b.example"]'])
def test_a_variable_may_hold_a_list(value: str) -> None:
    settings = check("", {"REPSIDE_PRIVACY__INTERNAL_DOMAINS": value}, {}, "f").settings
    assert settings is not None
    assert settings.privacy.internal_domains == ("a.example", "b.example")


def test_a_variable_changes_one_key_of_one_account() -> None:
    text = f'{IMAP}\n[[account]]\nname = "old-box"\nprovider = "folder"\naddress = "maya@example.com"\npath = "/mail"'
    settings = check(text, {"REPSIDE_ACCOUNT__OLD_BOX__LEVEL": "headers"}, {}, "f").settings
    assert settings is not None
    assert [account.level for account in settings.account] == ["preview", "headers"]
    assert isinstance(settings.account[1], FolderAccount)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[view]\nport = 'abc'", r'view\.port is "abc"; write a whole number'),
        ("[view]\nport = 70000", r"view\.port is 70000; write a number that is at most 65535"),
        ("[view]\nprot = 1", r"view\.prot is not a known key; did you mean port\?"),
        ("[veiw]\nport = 1", r"veiw is not a known key; did you mean view\?"),
        ("colour = 1", r"colour is not a known key; remove it; known are account, "),
        ("view = 3", r"view is 3; write it as a section of its own"),
        ("[store]\nurl = 5", r"store\.url is 5; write text between quotes"),
        ("[privacy]\ninternal_domains = 'x.example'", r'privacy\.internal_domains is "x\.example"; write a list'),
        ("[privacy]\ninternal_domains = ['x']", r'privacy\.internal_domains is "x"; it must be a domain'),
        ("account = 3", r"account is 3; start each account with \[\[account\]\]"),
        ("[[account]]\nname = 'a'", r'account a: provider is missing; write provider = "imap"'),
        (
            "[[account]]\nprovider = 'gmial'",
            r'account number 1: provider is "gmial"; write "imap", "folder", "gmail" or "outlook"',
        ),
        (f"{IMAP}adress = 'x'", r"account work: adress is not a known key; did you mean address\?"),
        (f"{IMAP}level = 'all'", r'account work: level is "all"; write "headers", "preview" or "text"'),
        (f"{IMAP}since = 'soon'", r'account work: since is "soon"; write a day, like 2025-01-31'),
        (f"{IMAP}months = 0", r"account work: months is 0; write a number that is at least 1"),
        (f"{IMAP}aliases = ['nobody']", r'account work: aliases is "nobody"; it must be one mail address'),
        (f"{IMAP}path = '/x'", r"account work: path is not a known key"),
        (IMAP.replace("mail.example.com", ""), r'account work: host is ""; write text between quotes'),
        (IMAP.replace("work", "a b"), r'account a b: name is "a b"; it must be letters, digits'),
        (f"{IMAP}security = 'none'", r'account work: security is "none"; write "tls" or "starttls"'),
        (IMAP + IMAP, r"account work: name is used twice; give each account a name of its own"),
        ("crm = 3", r"crm is 3; start each crm with \[\[crm\]\]"),
        ("[[crm]]\nname = 'a'", r'crm a: kind is missing; write kind = "files", .* or "webhook"'),
        ("[[crm]]\nname = 'a'\nkind = 'x'", r'crm a: kind is "x"; write "files", "hubspot"'),
        ("[[crm]]\nname = 'a'\nkind = 'files'\ndeal = 'x'", r"crm a: deal is not a known key; did you mean deals\?"),
        ("[[crm]]\nname = 'a'\nkind = 'hubspot'", r"crm a: owner is missing; add it"),
        (f"{HOOK}url = 'http://crm.example'", r'crm hook: url is "http://crm\.example"; it must begin with https://'),
        (f"{HOOK}url = 'https://'", r"crm hook: url is .*; it must be the address of a server, like https://"),
        (f"{HOOK}url = 'https://['", r"crm hook: url is .*; it must be the address of a server"),
        (f"{HOOK}url = 'https://crm.example:x'", r"crm hook: url is .*; it must be the address of a server"),
        (f"{HOOK}url = 'https://crm.example/a b'", r"crm hook: url is .*; it must be the address of a server"),
        (
            f"{HOOK}url = 'https://u:p@crm.example'",
            r"crm hook: url is .*; it must have no user name and no password in",
        ),
        (f"{HOOK}url = 'http://127.0.0.1:1'\n{HOOK}url = 'https://b'", r"crm hook: name is used twice; give each crm"),
        (f"{HOOK}secret = 'x'\nurl = 'https://x'", r"crm hook: secret is a secret and does not belong here; remove it"),
        ("[[pipeline]]\nname = 'P'\nlots = 'x'", r"pipeline P: lots is not a known key; did you mean lost\?"),
        ("[[pipeline]]\nlost = 3", r"pipeline number 1: lost is 3; write text between quotes"),
        ("[proposals]\ngrace_minutes = -1", r"proposals\.grace_minutes is -1; write a number that is at least 0"),
        (
            "[proposals]\nmodel_url = 'https://ai.example/v1'",
            r"proposals\.model_url is .* must be an address of this machine",
        ),
        ("a =\nb = 1", r"config\.toml is not TOML: .*line 1"),
    ],
)
def test_each_problem_has_its_key_and_the_fix(text: str, expected: str) -> None:
    (line,) = lines(text)
    assert re.match(expected, line), line


def test_a_server_on_this_machine_may_do_without_encryption() -> None:
    assert lines(f'{IMAP}security = "none"'.replace("mail.example.com", "127.0.0.1")) == []


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"{IMAP}months = 0\nlevel = 'all'\npassword = 'hunter2'\n[view]\nport = 'abc'\n", encoding="utf-8")
    env = {"REPSIDE_SECRETS__PLACE": "moon", "REPSIDE_VEIW__PORT": "1", "REPSIDE_ACCOUNT__HOME__LEVEL": "text"}
    with pytest.raises(BadSetting) as caught:
        load(path, env)
    told = caught.value.sentence
    for part in ("7 problems", "months", "level", "password", "view.port", "secrets.place", "VEIW", "ACCOUNT__HOME"):
        assert part in told
    assert "hunter2" not in told
    assert len(problem_lines(caught.value)) == 7
    assert caught.value.exit_code == 2


def test_a_problem_names_where_the_value_stands() -> None:
    assert lines("[view]\nport = 'a'")[0].endswith("(config.toml)")
    assert lines("", {"REPSIDE_VIEW__PORT": "a"})[0].endswith("(the environment)")
    assert lines("", {}, {"view.port": "a"})[0].endswith("(a flag)")
    assert lines(IMAP, {"REPSIDE_ACCOUNT__WORK__LEVEL": "a"})[0].endswith("(the environment)")


@pytest.mark.parametrize("key", ["password", "token", "secret"])
def test_a_secret_in_the_file_is_a_problem_and_is_never_repeated(key: str) -> None:
    (line,) = lines(f"{IMAP}{key} = 'hunter2'")
    assert f"account work: {key} is a secret and does not belong here; remove it" in line
    assert "hunter2" not in line


def test_a_password_in_the_stores_url_is_a_problem_in_the_file_only() -> None:
    url = "postgresql://rep:hunter2@db.example/history"
    (line,) = lines(f"[store]\nurl = '{url}'")
    assert line.startswith("store.url holds a password")
    assert "hunter2" not in line
    settings = check("", {"REPSIDE_STORE__URL": url}, {}, "f").settings
    assert settings is not None
    assert settings.store.url == url


@pytest.mark.parametrize(
    "text",
    [
        "account = [3]",
        "[[account]]\nname = [1]\nprovider = [2]",
        "[view.port]\nx = 1",
        "[account]\nx = 1",
        "x = 1\n[x.y]",
    ],
)
@pytest.mark.parametrize("env", [{}, {"REPSIDE_VIEW": "{bad", "REPSIDE_ACCOUNT": "x", "REPSIDE_ACCOUNT__X__Y": "z"}])
def test_whatever_is_written_ends_in_problems(text: str, env: dict[str, str]) -> None:
    assert lines(text, env)


def test_a_file_that_is_not_utf8_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"# caf\xe9\n[view]\nport = 1\n")
    with pytest.raises(BadSetting, match="is not UTF-8; save it as UTF-8"):
        load(path, {})


def test_a_folder_in_the_files_place_says_so(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(NoPermission):
        load(tmp_path / "config.toml", {})


def test_other_variables_of_ours_are_no_settings() -> None:
    assert lines("", {"REPSIDE_HOME": "/x", "REPSIDE_KEY": "y"}) == []


def test_named_finds_by_name_and_by_a_single_address() -> None:
    text = IMAP + IMAP.replace('"work"', '"two"').replace("maya@", "m@")
    settings = check(text, {}, {}, "f").settings
    assert settings is not None
    assert [getattr(settings.named(n), "name", None) for n in ("work", "M@example.com", "nobody")] == [
        "work",
        "two",
        None,
    ]


def test_crms_and_pipelines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        "[[crm]]\nname = 'hs'\nkind = 'hubspot'\nowner = 'Maya@Example.com'\n"
        "[[crm]]\nname = 'sheet'\nkind = 'files'\ndeals = '/d.csv'\n"
        "[[pipeline]]\nname = 'Sales'\nstages = ['A', 'B']\nlost = 'B'\n"
        "[proposals]\nmodel_url = 'http://127.0.0.1:8080/v1/'\n"
    )
    found = load(path, {"REPSIDE_PROPOSALS__GRACE_MINUTES": "0"})
    assert [(crm.name, crm.kind) for crm in found.crm] == [("hs", "hubspot"), ("sheet", "files")]
    assert isinstance(found.crm[0], HubSpotCrm)
    assert found.crm[0].owner == "maya@example.com"
    assert (found.pipeline[0].stages, found.pipeline[0].offer_sent) == (("A", "B"), "")
    assert (found.proposals.grace_minutes, found.proposals.model_url) == (0, "http://127.0.0.1:8080/v1")


def test_no_variable_stands_for_a_crm(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"REPSIDE_CRM__NAME: crm is not a known key"):
        load(tmp_path / "none.toml", {"REPSIDE_CRM__NAME": "x"})


def test_the_table_of_sections_is_complete() -> None:
    assert set(SECTIONS) == {"privacy", "rep", "ledger", "view", "store", "secrets", "proposals"}
    assert set(PROVIDERS) == {"imap", "folder", "gmail", "outlook"}
    assert set(LISTS) == {"account", "crm", "pipeline"}
