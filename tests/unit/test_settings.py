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
        redis_url=None,
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
        "LUISTER_REDIS_URL": "localhost:6379",
        "LUISTER_DATABASE_URL": "mysql://localhost/luister",
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
        *(
            ("LUISTER_DATABASE_URL", wrong)
            for wrong in (
                *("", "postgresql://", "postgresql:///", "postgresql://host", "postgresql://host/"),
                *("postgresql:///luister", "postgresql://host:door/luister", "postgresql://[::1/luister"),
                *(
                    "postgresql+psycopg2://host/luister",
                    "postgres://host/luister",
                    " postgresql://host/luister",
                ),
                *("postgresql://host/luister\n", "postgresql://hôst/luister"),
            )
        ),
    ],
)
def test_what_cannot_be_used_is_refused(name: str, value: str) -> None:
    assert faults_of({name: value}) == [name]


@pytest.mark.parametrize(
    "rest",
    [
        *("noor:secret@db.example.nl:5433/luister", "noor@[::1]/luister", "noor:p%40ss@10.0.0.7/luister"),
        *(
            "noor@db/luister?sslmode=verify-full&sslrootcert=/etc/ca.pem",
            "noor@/luister?host=/run/postgresql",
        ),
    ],
)
def test_people_may_be_kept_in_postgresql(rest: str) -> None:
    for scheme in ("postgresql", "postgresql+asyncpg"):
        settings = settings_of({"LUISTER_DATABASE_URL": f"{scheme}://{rest}"}, {})
        assert settings.database_url == f"postgresql+asyncpg://{rest}"
        assert settings.redis_url is None


NODES = {"LUISTER_KEY": KEY, "LUISTER_DATABASE_URL": "postgresql://noor@db/luister"}


@pytest.mark.parametrize(
    "url",
    [
        *(
            "redis://localhost",
            "redis://localhost:6380/",
            "redis://:secret@10.0.0.7:6379/3",
            "redis://[::1]:6379",
        ),
        *("rediss://noor:s%40cret@redis.example.nl", "rediss://redis?ssl_ca_certs=/etc/ca.pem"),
        *("unix:///run/valkey.sock", "unix:///run/valkey.sock?db=2&password=secret"),
    ],
)
def test_several_nodes_share_a_redis(url: str) -> None:
    assert settings_of({**NODES, "LUISTER_REDIS_URL": url}, {}).redis_url == url


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "localhost:6379",
            "redis://",
            "redis:///0",
            "redis://host/zero",
            "redis://host:door",
            "redis://[::1",
        ),
        *("http://host", "unix://", "unix:///", "redis://host#x", "redis://host/0\n", " redis://host"),
        # What would make the library answer otherwise than it is asked here.
        *("redis://host?socket_timeout=5", "redis://host?decode_responses=true", "redis://host?db="),
        *("rediss://host?max_connections=1", "unix:///run/valkey.sock?socket_timeout=1"),
    ],
)
def test_what_is_no_redis_is_refused(url: str) -> None:
    assert faults_of({**NODES, "LUISTER_REDIS_URL": url}) == ["LUISTER_REDIS_URL"]


def test_nodes_that_share_a_redis_share_a_key_and_a_database_too() -> None:
    redis = {"LUISTER_REDIS_URL": "redis://localhost"}
    assert faults_of(redis) == ["LUISTER_KEY", "LUISTER_DATABASE_URL"]
    assert faults_of({**redis, "LUISTER_KEY": KEY}) == ["LUISTER_DATABASE_URL"]
    assert faults_of({**NODES, **redis, "LUISTER_KEY": "short"}) == ["LUISTER_KEY"]
    assert faults_of({**NODES, **redis, "LUISTER_DATABASE_URL": "postgresql://"}) == ["LUISTER_DATABASE_URL"]
    assert faults_of({**redis, "LUISTER_PORT": "0", "LUISTER_DATABASE_URL": "sqlite+aiosqlite:///x.db"}) == [
        *("LUISTER_PORT", "LUISTER_KEY", "LUISTER_DATABASE_URL")
    ]


@pytest.mark.parametrize("name", ["LUISTER_DATABASE_URL", "LUISTER_REDIS_URL"])
def test_the_password_of_a_wrong_address_is_not_repeated(name: str) -> None:
    with pytest.raises(SettingsFault) as refused:
        settings_of({name: "mysql://noor:kanarievogel@host/0"}, {})
    assert "kanarievogel" not in f"{refused.value} {refused.value.faults} {refused.value.__cause__}"


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
        "key": "the file `key` in the data folder, made when missing",
        "database_url": f"`{stated['database_url'].replace(str(settings.data) + '/', '<data>/')}`",
        "redis_url": "none",
    }
    assert dict(page.values()) == defaults
    assert {*defaults} == {*stated} - {"data_is_chosen"}
