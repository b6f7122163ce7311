"""The servers that other tests lean on are real, break when told to, and leave nothing behind."""

import asyncio
import os
import pwd
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as NotThere
from redis.exceptions import TimeoutError as NoAnswer
from sqlalchemy import NullPool, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from tests.architecture.walls import CHECKOUT
from tests.servers import postgres as postgres_module
from tests.servers.house import NotStarted
from tests.servers.postgres import Postgres
from tests.servers.valkey import Valkey
from tests.waiting import comes_true

IMPATIENT_SECONDS = 0.2


async def asked(url: str, question: str, patience: float = 10.0) -> object:
    """What PostgreSQL answers."""
    address = make_url(url).set(drivername="postgresql+asyncpg")
    engine = create_async_engine(address, poolclass=NullPool, connect_args={"timeout": patience})
    async with engine.begin() as connection:
        answer = await connection.execute(text(question))
        return answer.scalar() if answer.returns_rows else None


async def test_valkey_comes_back_empty_on_the_same_address(valkey: Valkey) -> None:
    url = valkey.url
    async with Redis.from_url(url) as client:
        assert await client.config_get("maxmemory-policy", "save") == {
            "maxmemory-policy": "noeviction",
            "save": "",
        }
        await client.set("kept", "no")
        valkey.kill()
        with pytest.raises(NotThere):
            await client.get("kept")
        valkey.start()
        assert valkey.url == url
        assert await client.get("kept") is None


async def test_valkey_that_was_stopped_gently_can_be_started(valkey: Valkey) -> None:
    valkey.stop()
    assert not valkey.is_running
    valkey.start()
    async with Redis.from_url(valkey.url) as client:
        assert await client.ping()


async def test_a_paused_valkey_answers_nothing_and_then_goes_on(valkey: Valkey) -> None:
    async with Redis.from_url(valkey.url, socket_timeout=IMPATIENT_SECONDS, retry=None) as client:
        await client.set("kept", "yes")
        valkey.pause()
        with pytest.raises(NoAnswer):
            await client.get("kept")
        valkey.resume()
        assert await client.get("kept") == b"yes"


async def test_postgres_keeps_what_it_was_told_over_a_kill_and_a_stop(
    postgres: Postgres, postgres_url: str
) -> None:
    assert str(await asked(postgres_url, "SELECT version()")).startswith("PostgreSQL")
    await asked(postgres_url, "CREATE TABLE kept AS SELECT 1 AS one")
    for end in (postgres.kill, postgres.stop):
        end()
        with pytest.raises((OSError, DBAPIError)):
            await asked(postgres_url, "SELECT one FROM kept")
        postgres.start()
        assert await asked(postgres_url, "SELECT one FROM kept") == 1


async def test_a_paused_postgres_answers_nothing_and_then_goes_on(
    postgres: Postgres, postgres_url: str
) -> None:
    postgres.pause()
    with pytest.raises(TimeoutError):
        await asked(postgres_url, "SELECT 1", IMPATIENT_SECONDS)
    postgres.resume()
    assert await asked(postgres_url, "SELECT 1") == 1


async def test_a_database_is_gone_after_its_test_whatever_the_test_did(postgres: Postgres) -> None:
    async with postgres.database() as url:
        postgres.pause()
    with pytest.raises(DBAPIError):
        await asked(url, "SELECT 1")


async def test_a_server_that_cannot_start_says_why(valkey: Valkey) -> None:
    with pytest.raises(NotStarted, match="cannot start now"):
        valkey.start()


def test_without_any_programs_the_failure_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(postgres_module, "DEBIAN", tmp_path)
    with pytest.raises(NotStarted, match="install Debian's postgresql"):
        postgres_module._debians()


LONELY = """
import sys
from tests.servers.postgres import running_postgres
from tests.servers.valkey import running_valkey

with running_valkey() as valkey, running_postgres() as postgres:
    postgres.pause()
    for server in (valkey, postgres):
        print(server._folder, server.port, server._user, flush=True)
    sys.stdin.read()
"""


def is_gone(folder: str) -> bool:
    return not Path(folder).exists()


def accounts() -> Iterator[str]:
    yield from (account.pw_name for account in pwd.getpwall())


async def test_when_the_tests_are_killed_nothing_is_left_behind() -> None:
    pipe = asyncio.subprocess.PIPE
    lonely = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LONELY, stdin=pipe, stdout=pipe, cwd=CHECKOUT, start_new_session=True
    )
    assert lonely.stdout
    left = [(await lonely.stdout.readline()).decode().split() for _ in range(2)]
    assert not any(is_gone(folder) for folder, _, _ in left)
    made = {account for _, _, account in left} - {"None", postgres_module.DEBIANS_ACCOUNT}
    assert made <= {*accounts()}
    os.killpg(lonely.pid, signal.SIGKILL)
    await lonely.wait()
    await comes_true(lambda: all(is_gone(folder) for folder, _, _ in left))
    await comes_true(lambda: made.isdisjoint(accounts()))
    for _, port, _ in left:
        with pytest.raises(OSError, match=port):
            await asyncio.open_connection("127.0.0.1", int(port))
