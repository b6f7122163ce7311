"""How the line's database is opened, and what it shares a file with."""

import asyncio
import os
import stat
from pathlib import Path

import pytest
from sqlalchemy import column, insert, table, text, update

from chat.errors import LuisterError
from chat.service.line import DatabaseNewer, DatabaseUnusable, Line
from chat.store import database, sqlite
from chat.store.migrations import VERSION_TABLE
from chat.store.schema import line_settings
from chat.store.sql import open_line
from tests.contract.line_store import NOTES, ROSTER
from tests.contract.people_store import an_account
from tests.line import KEY
from volunteers.model import name_key
from volunteers.store import database as people_store
from volunteers.store import open_people
from volunteers.store import sqlite as people_sqlite

SHOPPING_LIST = b"a shopping list, and nothing like a database " * 50


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "luister.db"


async def test_the_line_is_still_there_when_the_database_is_opened_again(file: Path) -> None:
    async with open_line(f"sqlite:///{file}") as line:
        await line.save(NOTES)
    async with open_line(f"sqlite+aiosqlite:///{file}") as line:
        assert await line.read() == NOTES


@pytest.mark.parametrize("people_first", [True, False])
async def test_line_and_people_live_in_one_file_without_touching_each_other(
    file: Path, *, people_first: bool
) -> None:
    url = f"sqlite:///{file}"
    openings = (open_people(url, KEY), open_line(url))
    for opening in openings if people_first else reversed(openings):
        async with opening:
            pass
    account = an_account()
    async with open_people(url, KEY) as people, open_line(url) as line:
        await people.add(account)
        await line.save(ROSTER)
        assert await people.account_named(name_key("Noor")) == account
        assert await line.read() == ROSTER


async def test_line_and_people_wait_for_each_other_in_one_file(file: Path) -> None:
    url = f"sqlite:///{file}"
    async with open_people(url, KEY) as people, open_line(url) as line:
        await asyncio.gather(
            *(people.add(an_account(f"Noor {number}", number=number)) for number in range(10)),
            *(line.save(ROSTER) for _ in range(10)),
        )
        assert await line.read() == ROSTER
        assert await people.account_named(name_key("Noor 9")) is not None


def test_what_stands_twice_is_the_same() -> None:
    assert sqlite.PRAGMAS == people_sqlite.PRAGMAS
    assert {**people_store.POOL, "pool_size": database.POOL["pool_size"]} == database.POOL
    for name in ("PATIENCE_SECONDS", "WITHIN_SECONDS", "MIGRATES_WITHIN_SECONDS"):
        assert getattr(database, name) == getattr(people_store, name)
    assert "PRAGMA secure_delete=ON" in sqlite.PRAGMAS


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


async def test_only_its_owner_may_read_the_file(file: Path) -> None:
    mask = os.umask(0)
    try:
        async with open_line(f"sqlite:///{file}"):
            assert mode(file) == 0o600
    finally:
        os.umask(mask)


async def test_a_row_that_breaks_a_rule_leaves_a_neutral_page(file: Path) -> None:
    async with open_line(f"sqlite:///{file}") as line:
        async with line._database.transaction() as connection:
            rows = {"title": "Chat", "exit_site": "https://nos.nl", "colour": "green"}
            await connection.execute(
                insert(line_settings), [{"name": name, "value": value} for name, value in rows.items()]
            )
        assert await line.read() == Line(exit_site="https://nos.nl")
        await line.save(ROSTER)
        assert await line.read() == ROSTER


async def test_a_save_that_fails_halfway_leaves_the_line_before(file: Path) -> None:
    async with open_line(f"sqlite:///{file}") as line:
        await line.save(ROSTER)
        async with line._database.transaction() as connection:
            await connection.execute(
                text(
                    "CREATE TRIGGER full BEFORE INSERT ON line_settings WHEN NEW.name = 'exit_site'"
                    " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
                )
            )
        with pytest.raises(DatabaseUnusable):
            await line.save(NOTES)
        assert await line.read() == ROSTER


async def test_the_database_of_a_later_release_is_refused(file: Path) -> None:
    async with open_line(f"sqlite:///{file}") as line, line._database.transaction() as connection:
        await connection.execute(
            update(table(VERSION_TABLE, column("version_num"))).values(version_num="9999")
        )
    with pytest.raises(DatabaseNewer) as fault:
        async with open_line(f"sqlite:///{file}"):
            pass
    assert (fault.value.code, isinstance(fault.value, LuisterError)) == ("database_newer", True)


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("sqlite:////nowhere/at/all/luister.db", id="a folder that is not there"),
        pytest.param("sqlite:////", id="a folder"),
        pytest.param("luister.db", id="no address"),
        pytest.param("cupboard://line", id="no database we know"),
        pytest.param("postgresql://nobody:secret@127.0.0.1:1/line", id="nobody listens"),
        pytest.param("postgresql://nobody@127.0.0.1:1/line?sslmode=maybe", id="an unknown way of sealing"),
        pytest.param("postgresql://nobody:secret@127.0.0.1:door/line", id="a port that is no number"),
    ],
)
async def test_a_database_that_cannot_be_opened_is_one_typed_refusal(url: str) -> None:
    with pytest.raises(DatabaseUnusable) as fault:
        async with open_line(url):
            pass
    assert (fault.value.code, str(fault.value)) == ("database_unusable", "")


async def test_a_file_that_is_no_database_is_refused_and_left_alone(file: Path) -> None:
    await asyncio.to_thread(file.write_bytes, SHOPPING_LIST)
    with pytest.raises(DatabaseUnusable):
        async with open_line(f"sqlite:///{file}"):
            pass
    assert await asyncio.to_thread(file.read_bytes) == SHOPPING_LIST


async def test_a_database_that_breaks_while_in_use_is_the_same_refusal(file: Path) -> None:
    async with open_line(f"sqlite:///{file}") as line:
        await asyncio.to_thread(file.write_bytes, b"\xff" * 16384)
        with pytest.raises(DatabaseUnusable):
            await line.read()
