"""How a node runs: every fault is found at once, and the page about settings leaves none out."""

import base64
import re
from dataclasses import fields
from pathlib import Path

import pytest

from chat.errors import SettingsFault
from chat.settings import FILE, NAMES, PREFIX, Settings, read_settings, settings_of
from tests.architecture.walls import CHECKOUT

KEY = base64.b64encode(bytes(range(32))).decode()


def faults_of(environment: dict[str, str], file: dict[str, object] | None = None) -> list[str]:
    """What each fault is about."""
    with pytest.raises(SettingsFault) as refused:
        settings_of(environment, file or {})
    assert str(refused.value).splitlines() == list(refused.value.faults)
    return [fault.partition(":")[0] for fault in refused.value.faults]


def test_without_any_setting_a_node_runs_on_this_machine_only() -> None:
    assert settings_of({}, {}) == Settings(
        host="127.0.0.1",
        port=8080,
        data=Path("data"),
        origin="http://localhost:8080",
        key=None,
        database_url="sqlite+aiosqlite:///data/luister.db",
        data_is_chosen=False,
    )
    assert not settings_of({}, {}).is_production
    assert not settings_of({}, {}).listens_beyond_loopback


def test_the_environment_goes_before_the_file_and_the_file_before_the_defaults() -> None:
    file: dict[str, object] = {"port": 9000, "host": "::1", "data": "elsewhere"}
    settings = settings_of({"LUISTER_PORT": "9001", "PATH": "/bin", "OTHER_PORT": "1"}, file)
    assert (settings.port, settings.host, settings.data) == (9001, "::1", Path("elsewhere"))
    assert settings.origin == "http://localhost:9001"
    assert settings.database_url == "sqlite+aiosqlite:///elsewhere/luister.db"
    assert settings.data_is_chosen


def test_a_folder_given_with_the_command_goes_before_all() -> None:
    settings = settings_of({"LUISTER_DATA": "chosen"}, {"data": "filed"}, Path("given"))
    assert (settings.data, settings.database_url) == (
        Path("given"),
        "sqlite+aiosqlite:///given/luister.db",
    )


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    environment = {
        "LUISTER_HOST": "",
        "LUISTER_PORT": "eighty",
        "LUISTER_DATA": str(tmp_path / "file"),
        "LUISTER_ORIGIN": "http://praat.example.nl/chat",
        "LUISTER_KEY": "short",
        "LUISTER_REDIS_URL": "redis://localhost",
        "LUISTER_DATABASE_URL": "postgresql://localhost/luister",
        "LUISTER_LOG_ADDRESSES": "yes",
    }
    told = faults_of(environment, {"colour": "blue", "ports": 1, "port": [1], "key": True})
    assert sorted(told) == sorted([*environment, *[FILE] * 4])


def test_an_unknown_name_is_told_by_its_name() -> None:
    with pytest.raises(SettingsFault, match="colour"):
        settings_of({}, {"colour": "blue"})
    with pytest.raises(SettingsFault, match="LUISTER_COLOUR"):
        settings_of({"LUISTER_COLOUR": "blue"}, {})


@pytest.mark.parametrize("port", ["0", "65536", "-1", "8 080", "٨٠٨٠", "", "9" * 5000])
def test_what_is_no_port_is_refused(port: str) -> None:
    assert faults_of({"LUISTER_PORT": port}) == ["LUISTER_PORT"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LUISTER_KEY", ""),
        ("LUISTER_KEY", KEY[:-5]),
        ("LUISTER_KEY", KEY + "AAAA"),
        ("LUISTER_KEY", f" {KEY}"),
        ("LUISTER_KEY", "é" * 44),
        ("LUISTER_DATA", ""),
        ("LUISTER_DATABASE_URL", "sqlite:///people.db"),
        ("LUISTER_DATABASE_URL", "sqlite+aiosqlite:///"),
        ("LUISTER_REDIS_URL", ""),
    ],
)
def test_what_cannot_be_used_is_refused(name: str, value: str) -> None:
    assert faults_of({name: value}) == [name]


@pytest.mark.parametrize(
    "origin",
    [
        *("", "praat.example.nl", "https://", "https://praat.example.nl/", "https://praat.example.nl/chat"),
        *("https://praat.example.nl?x", "https://noor@praat.example.nl", "ftp://praat.example.nl"),
        *("https://praat.example.nl:x", "https://praat.example.nl:99999", "https://praat example.nl"),
        *("https://práát.example.nl", " https://praat.example.nl", "https://praat.example.nl\n"),
        "https://[::1",
    ],
)
def test_what_is_no_origin_is_refused(origin: str) -> None:
    assert faults_of({"LUISTER_ORIGIN": origin}) == ["LUISTER_ORIGIN"]


@pytest.mark.parametrize("origin", ["http://praat.example.nl", "http://10.0.0.7:8080", "http://localhost.nl"])
def test_beyond_this_machine_the_origin_is_https(origin: str) -> None:
    with pytest.raises(SettingsFault, match="https"):
        settings_of({"LUISTER_ORIGIN": origin}, {})


@pytest.mark.parametrize(
    ("origin", "sent_by_browsers"),
    [
        ("https://praat.example.nl", "https://praat.example.nl"),
        ("https://Praat.Example.NL:443", "https://praat.example.nl"),
        ("https://praat.example.nl:8443", "https://praat.example.nl:8443"),
    ],
)
def test_the_origin_is_compared_as_browsers_send_it(origin: str, sent_by_browsers: str) -> None:
    settings = settings_of({"LUISTER_ORIGIN": origin}, {})
    assert settings.is_production
    assert settings.origins == {sent_by_browsers} == {settings.origin}


@pytest.mark.parametrize("origin", ["http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"])
def test_on_this_machine_all_its_names_may_connect(origin: str) -> None:
    settings = settings_of({"LUISTER_ORIGIN": origin}, {})
    assert not settings.is_production
    assert settings.origins == {"http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"}
    assert settings_of({"LUISTER_PORT": "80"}, {}).origins == {
        "http://localhost",
        "http://127.0.0.1",
        "http://[::1]",
    }


@pytest.mark.parametrize(
    ("host", "beyond"), [("127.0.0.1", False), ("::1", False), ("localhost", False), ("10.0.0.7", True)]
)
def test_who_listens_beyond_this_machine_is_known(host: str, beyond: bool) -> None:
    assert settings_of({"LUISTER_HOST": host}, {}).listens_beyond_loopback is beyond


def test_a_key_is_thirty_two_bytes() -> None:
    assert settings_of({"LUISTER_KEY": KEY}, {}).key == bytes(range(32))


def test_the_file_is_read_from_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LUISTER_HOST", "::1")
    assert read_settings().port == 8080
    (tmp_path / FILE).write_text('port = 9000\ndata = "elsewhere"')
    settings = read_settings()
    assert (settings.host, settings.port, settings.data) == ("::1", 9000, Path("elsewhere"))


@pytest.mark.parametrize("content", [b"port = ", b"\xff\xfe", b"port = 1\nport = 2"])
def test_a_file_that_cannot_be_read_is_one_fault_among_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LUISTER_PORT", "none")
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(SettingsFault) as refused:
        read_settings()
    assert [fault.partition(":")[0] for fault in refused.value.faults] == [FILE, "LUISTER_PORT"]


def documented() -> dict[str, tuple[str, str]]:
    """Name in the file and default, by variable, as ``docs/reference/settings.md`` states them."""
    page = (CHECKOUT / "docs" / "reference" / "settings.md").read_text("utf-8")
    rows = re.findall(r"^\| `(LUISTER_\w+)` \| `(\w+)` \| (.+?) \|", page, re.MULTILINE)
    return {variable: (name, default) for variable, name, default in rows}


def test_the_page_about_settings_states_every_setting_and_its_default() -> None:
    settings = settings_of({}, {})
    page = documented()
    assert {variable: name for variable, (name, _) in page.items()} == {
        PREFIX + name.upper(): name for name in NAMES
    }
    stated = {field.name: getattr(settings, field.name) for field in fields(settings)}
    defaults = {
        "host": f"`{stated['host']}`",
        "port": f"`{stated['port']}`",
        "data": f"`{stated['data']}`",
        "origin": f"`{stated['origin'].replace(str(settings.port), '<port>')}`",
        "key": "random, as long as the process",
        "database_url": f"`{stated['database_url'].replace(str(settings.data) + '/', '<data>/')}`",
        "redis_url": "none",
    }
    assert dict(page.values()) == defaults
    assert {*defaults} - {"redis_url"} == {*stated} - {"data_is_chosen"}
