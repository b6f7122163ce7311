"""How the database is opened, and what is left of somebody who was removed."""

import asyncio
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import column, table, text, update

from tests.contract.people_store import an_account
from tests.line import KEY
from volunteers.errors import DatabaseNewer, DatabaseUnusable, Storage
from volunteers.migrations import VERSION_TABLE
from volunteers.model import name_key
from volunteers.store import open_people

CANARY = "Kanarievogel"
LIST = b"a shopping list, and nothing like a database " * 50


def on_disk(database: Path) -> bytes:
    """Every byte in the database's folder, whatever the files are called."""
    return b"".join(path.read_bytes() for path in sorted(database.parent.iterdir()))


def mode(database: Path) -> int:
    return stat.S_IMODE(database.stat().st_mode)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "people.db"


async def test_people_are_still_there_when_the_database_is_opened_again(file: Path) -> None:
    account = an_account()
    async with open_people(f"sqlite:///{file}", KEY) as people:
        await people.add(account)
    async with open_people(f"sqlite+aiosqlite:///{file}", KEY) as people:
        assert await people.account_named(name_key("Noor")) == account


async def test_only_its_owner_may_read_the_file(file: Path) -> None:
    mask = os.umask(0)
    try:
        async with open_people(f"sqlite:///{file}", KEY):
            assert mode(file) == 0o600
    finally:
        os.umask(mask)


async def test_of_somebody_removed_not_a_letter_is_left_on_the_disk(file: Path) -> None:
    """REQ-A12, with its control: while the account is there, the search finds it."""
    async with open_people(f"sqlite:///{file}", KEY) as people:
        await people.add(an_account(CANARY, practice=True))
        assert CANARY.encode() in on_disk(file)
        await people.remove_practice_accounts()
        left = on_disk(file)
        assert left.startswith(b"SQLite format 3")
        assert not any(trace.encode() in left for trace in (CANARY, name_key(CANARY)))


async def test_the_database_of_a_later_release_is_refused(file: Path) -> None:
    async with open_people(f"sqlite:///{file}", KEY) as people, people._engine.begin() as connection:
        await connection.execute(
            update(table(VERSION_TABLE, column("version_num"))).values(version_num="9999")
        )
    with pytest.raises(DatabaseNewer):
        async with open_people(f"sqlite:///{file}", KEY):
            pass


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("sqlite:////nowhere/at/all/people.db", id="a folder that is not there"),
        pytest.param("sqlite:////", id="a folder"),
        pytest.param("people.db", id="no address"),
        pytest.param("cupboard://people", id="no database we know"),
        pytest.param("postgresql://nobody:secret@127.0.0.1:1/people", id="nobody listens"),
        pytest.param("postgresql://nobody:secret@127.0.0.1:door/people", id="a port that is no number"),
        pytest.param("postgresql://nobody@127.0.0.1:1/people?sslmode=maybe", id="an unknown way of sealing"),
    ],
)
async def test_a_database_that_cannot_be_opened_is_one_typed_refusal(url: str) -> None:
    with pytest.raises(DatabaseUnusable) as fault:
        async with open_people(url, KEY):
            pass
    assert (fault.value.code, str(fault.value)) == ("database_unusable", "database_unusable")


async def test_a_file_that_is_no_database_is_refused_and_left_alone(file: Path) -> None:
    await asyncio.to_thread(file.write_bytes, LIST)
    with pytest.raises(DatabaseUnusable):
        async with open_people(f"sqlite:///{file}", KEY):
            pass
    assert on_disk(file) == LIST


async def test_a_database_that_breaks_while_in_use_is_a_refusal_of_its_own(file: Path) -> None:
    async with open_people(f"sqlite:///{file}", KEY) as people:
        await asyncio.to_thread(file.write_bytes, b"\xff" * len(on_disk(file)))
        with pytest.raises(Storage):
            await people.account_named(name_key("Noor"))


async def test_neither_a_name_nor_a_hash_stands_in_a_fault(file: Path) -> None:
    """REQ-A6."""
    account = an_account(CANARY)
    async with open_people(f"sqlite:///{file}", KEY) as people:
        async with people._engine.begin() as connection:
            await connection.execute(text("DROP TABLE volunteers"))
        with pytest.raises(Storage) as fault:
            await people.add(account)
    told = f"{fault.value!s} {fault.value.__cause__!s}"
    assert "no such table" in told
    assert CANARY not in told
    assert account.password_hash not in told


async def test_what_was_not_finished_was_not_begun(file: Path) -> None:
    account = an_account()
    async with open_people(f"sqlite:///{file}", KEY) as people:
        await people.add(account)
        async with people._engine.connect() as connection:
            await connection.execute(text("DELETE FROM volunteers"))
            assert (await connection.execute(text("SELECT * FROM volunteers"))).all() == []
            await connection.rollback()
        assert await people.account_named(name_key("Noor")) == account


async def test_a_transaction_has_its_turn_to_write_from_the_first_moment(file: Path) -> None:
    """Otherwise two programs that both read first would each wait for the other to finish."""
    async with open_people(f"sqlite:///{file}", KEY) as people:
        with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as other:
            async with people._engine.begin():
                with pytest.raises(sqlite3.OperationalError, match="locked"):
                    other.execute("BEGIN IMMEDIATE")
            assert other.execute("BEGIN IMMEDIATE").fetchall() == []
