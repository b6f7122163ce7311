"""What lies in the table of return words, and what becomes of a database that breaks."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from chat.errors import Storage
from chat.identifiers import VolunteerId
from chat.returning.weeks import Week
from chat.store.database import open_database
from chat.store.links import SqlLinks
from tests.contract.link_store import KIM, SAM, W48, W49, digest


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "luister.db"


def rows(file: Path, statement: str) -> list[tuple[object, ...]]:
    """What SQLite itself finds in the file."""
    with closing(sqlite3.connect(file)) as database:
        return database.execute(statement).fetchall()


async def test_a_snapshot_shows_digest_counsellor_and_week_and_not_in_which_order_they_came(
    file: Path,
) -> None:
    """REQ-A2, P7."""
    made = [(digest(9), SAM, W49), (digest(5), KIM, W49), (digest(7), SAM, Week("2026-W50"))]
    async with open_database(f"sqlite:///{file}") as database:
        for row in made:
            await SqlLinks(database).keep(*row)
    assert rows(file, "SELECT * FROM return_links") == sorted(made)
    columns = [column[1] for column in rows(file, "PRAGMA table_info(return_links)")]
    assert columns == ["digest", "counsellor", "expires_week"]
    with pytest.raises(sqlite3.OperationalError, match="rowid"):
        rows(file, "SELECT rowid FROM return_links")


async def test_of_a_link_that_was_used_or_revoked_nothing_is_left_in_the_file(file: Path) -> None:
    """REQ-A12: what is deleted is overwritten."""
    used, revoked = bytes(range(32)), bytes(range(100, 132))
    async with open_database(f"sqlite:///{file}") as database:
        links = SqlLinks(database)
        await links.keep(used, VolunteerId("counsellor-one"), W49)
        await links.keep(revoked, VolunteerId("counsellor-two"), W49)
        assert used in await asyncio.to_thread(file.read_bytes)
        await links.forget(used)
        await links.revoke(VolunteerId("counsellor-two"))
        left = await asyncio.to_thread(file.read_bytes)
    assert [trace in left for trace in (used, revoked, b"counsellor-one", b"counsellor-two")] == [False] * 4
    assert [path.name for path in file.parent.iterdir()] == [file.name]


async def test_a_database_that_breaks_is_one_temporary_refusal(file: Path) -> None:
    async with open_database(f"sqlite:///{file}") as database:
        links = SqlLinks(database)
        await asyncio.to_thread(file.write_bytes, b"\xff" * 16384)
        for asked in (
            links.keep(digest(1), SAM, W49),
            links.counsellor(digest(1), W48),
            links.forget(digest(1)),
            links.live(W48),
            links.revoke(None),
            links.purge(W48),
        ):
            with pytest.raises(Storage):
                await asked
