"""How this node runs: the only reader of the environment and of ``luister.toml``.

The environment goes before ``luister.toml`` in the working folder, which goes before the defaults. Every fault is
found before the start is refused. ``docs/reference/settings.md`` explains each setting; a test keeps it complete.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit

from chat.errors import SettingsFault

PREFIX = "LUISTER_"
FILE = "luister.toml"
KEY_BYTES = 32
PORT_MOST = 65535
SQLITE = "sqlite+aiosqlite:///"
POSTGRES = "postgresql+asyncpg://"
NAMES = ("host", "port", "data", "origin", "key", "redis_url", "database_url")


@dataclass(frozen=True, slots=True)
class Settings:
    """One node's settings, checked.

    *origin* is the public address of the pages, as browsers write it: without a slash at the end. *key* is the deployment's secret of 32
    bytes, None for one that lives as long as the process. *database_url* names the database of people and
    settings, by default a file in *data*. *redis_url* is where several nodes share their live state, None for one
    node that keeps it in memory; with it *key* is there, and the database is PostgreSQL. *data_is_chosen* is False
    when *data* is only the default.
    """

    host: str
    port: int
    data: Path
    origin: str
    key: bytes | None
    database_url: str
    redis_url: str | None
    data_is_chosen: bool

    @property
    def is_production(self) -> bool:
        """Whether the public origin is more than this machine."""
        return not _is_loopback(urlsplit(self.origin).hostname or "")

    @property
    def listens_beyond_loopback(self) -> bool:
        """Whether others than this machine can reach the listener."""
        return not _is_loopback(self.host)

    @property
    def origins(self) -> frozenset[str]:
        """The origins whose pages may connect: the public one, and this machine's other names for itself."""
        if self.is_production:
            return frozenset({self.origin})
        port = "" if str(self.port) == _OWN_PORT["http"] else f":{self.port}"
        return frozenset({self.origin, *(f"http://{name}{port}" for name in _OWN_NAMES)})


def read_settings(data: Path | None = None) -> Settings:
    """The settings of this process; *data* goes before what the environment says of the data folder.

    Raises SettingsFault with every fault.
    """
    faults: list[str] = []
    return _checked(os.environ, _file(Path(FILE), faults), data, faults)


def settings_of(
    environment: Mapping[str, str], file: Mapping[str, object], data: Path | None = None
) -> Settings:
    """The settings that *environment* and the contents of ``luister.toml`` state. Raises SettingsFault."""
    return _checked(environment, file, data, [])


def _checked(
    environment: Mapping[str, str], file: Mapping[str, object], data: Path | None, faults: list[str]
) -> Settings:
    words = {**_file_words(file, faults), **_environment_words(environment, faults)}
    port = _port(words.get("port", "8080"), faults)
    host = words.get("host", "127.0.0.1")
    if not host:
        faults.append(f"{PREFIX}HOST: say on which address to listen, for example 127.0.0.1.")
    origin = _origin(words.get("origin", f"http://localhost:{port}"), faults)
    key = _key(words["key"], faults) if "key" in words else None
    folder = data or Path(words.get("data", "data"))
    if words.get("data") == "" or (folder.exists() and not folder.is_dir()):
        faults.append(f"{PREFIX}DATA: it has to be a folder.")
    database_url = _database_url(words.get("database_url", f"{SQLITE}{folder / 'luister.db'}"), faults)
    redis_url = words.get("redis_url")
    if redis_url is not None:
        if not _is_redis_url(redis_url):
            faults.append(f"{PREFIX}REDIS_URL: write {_REDIS_SHAPES}.")
        if "key" not in words:
            faults.append(f"{PREFIX}KEY: nodes that share LUISTER_REDIS_URL share a key; give each the same.")
        if database_url.startswith(SQLITE):
            faults.append(
                f"{PREFIX}DATABASE_URL: nodes that share LUISTER_REDIS_URL keep people in PostgreSQL."
            )
    if faults:
        raise SettingsFault(tuple(faults))
    return Settings(host, port, folder, origin, key, database_url, redis_url, data_is_chosen="data" in words)


def _file(path: Path, faults: list[str]) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as fault:
        faults.append(f"{FILE}: it cannot be read ({type(fault).__name__}).")
        return {}


def _file_words(file: Mapping[str, object], faults: list[str]) -> dict[str, str]:
    words: dict[str, str] = {}
    for name, value in file.items():
        if name not in NAMES:
            faults.append(f"{FILE}: there is no setting {name}; there are {', '.join(NAMES)}.")
        elif isinstance(value, bool) or not isinstance(value, (str, int)):
            faults.append(f"{FILE}: {name} has to be a text or a whole number.")
        else:
            words[name] = str(value)
    return words


def _environment_words(environment: Mapping[str, str], faults: list[str]) -> dict[str, str]:
    words: dict[str, str] = {}
    for variable, value in environment.items():
        if not variable.startswith(PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name in NAMES:
            words[name] = value
        else:
            faults.append(f"{variable}: there is no such setting.")
    return words


def _port(word: str, faults: list[str]) -> int:
    if _PORT.fullmatch(word) and 1 <= int(word) <= PORT_MOST:
        return int(word)
    faults.append(f"{PREFIX}PORT: a port is a whole number from 1 to {PORT_MOST}.")
    return PORT_MOST  # none is listened on: the start is refused


def _origin(word: str, faults: list[str]) -> str:
    parts = _ORIGIN.fullmatch(word.lower())
    if parts is None or int(parts["port"] or 1) not in range(1, PORT_MOST + 1):
        faults.append(f"{PREFIX}ORIGIN: write scheme and host only, for example https://praat.example.nl")
        return word
    scheme, host, port = parts["scheme"], parts["host"], parts["port"]
    if scheme == "http" and not _is_loopback(host):
        faults.append(f"{PREFIX}ORIGIN: everywhere but on this machine it has to begin with https.")
    return f"{scheme}://{host}" if port in (None, _OWN_PORT[scheme]) else f"{scheme}://{host}:{port}"


def _key(word: str, faults: list[str]) -> bytes | None:
    try:
        key = base64.b64decode(word, validate=True)
    except (ValueError, binascii.Error):
        key = b""
    if len(key) == KEY_BYTES:
        return key
    faults.append(f"{PREFIX}KEY: it has to be {KEY_BYTES} random bytes in base64 (openssl rand -base64 32).")
    return None


def _database_url(word: str, faults: list[str]) -> str:
    """With the name of the driver in a PostgreSQL address; what is said of a wrong one never repeats it."""
    scheme, sign, rest = word.partition("://")
    if f"{scheme}{sign}" in ("postgresql://", POSTGRES):
        parts = _parts(f"postgresql://{rest}")
        # Without a host the driver would look for one in the environment.
        if parts and len(parts.path) > 1 and (parts.hostname or "host" in parse_qs(parts.query)):
            return f"{POSTGRES}{rest}"
    elif word.startswith(SQLITE) and word != SQLITE:
        return word
    faults.append(
        f"{PREFIX}DATABASE_URL: write {SQLITE}path or postgresql://name:password@host:port/database."
    )
    return ""


def _is_redis_url(word: str) -> bool:
    """Whether it is the address of a Redis, with nothing in it that would change how this program speaks to it."""
    parts = _parts(word)
    if parts is None or parts.fragment:
        return False
    chosen = parse_qs(parts.query, keep_blank_values=True)
    is_place = bool(parts.hostname) and re.fullmatch(r"/?[0-9]*", parts.path) is not None
    match parts.scheme:
        case "unix":
            return len(parts.path) > 1 and set(chosen) <= {"db", "username", "password"}
        case "redis":
            return is_place and not chosen
        case "rediss":
            return is_place and all(name.startswith("ssl_") for name in chosen)
        case _:
            return False


def _parts(word: str) -> SplitResult | None:
    """The parts of an address; None when it is none."""
    if not word.isascii() or not word.isprintable() or " " in word:
        return None
    try:
        parts = urlsplit(word)
        _ = parts.port  # read here, because reading it is what finds a wrong one
    except ValueError:
        return None
    return parts


_REDIS_SHAPES = "redis://:password@host:port/0, rediss:// for the same with TLS, or unix:///path"
_PORT = re.compile(r"[0-9]{1,5}")
_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?")
_OWN_PORT = {"http": "80", "https": "443"}
"""What a browser leaves out of an origin."""
_OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
