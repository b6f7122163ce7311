"""The command ``luister audit``: what an operator reads, and with which code it ends."""

import argparse
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.staff import somebody
from volunteers import audit_cli
from volunteers.audit import Act, Deed
from volunteers.facts import VolunteerId
from volunteers.records import Account
from volunteers.store import open_people

KEY = bytes(range(32))
NOW = datetime(2026, 11, 27, 9, 12, 4, tzinfo=UTC)
NOOR = somebody("Noor")
GONE = VolunteerId("f" * 32)


@pytest.fixture
async def url(tmp_path: Path) -> str:
    """A log of three lines: Noor was invited, signed in, and shut the account of somebody who is gone."""
    url = f"sqlite:///{tmp_path}/people.db"
    noor = NOOR
    async with open_people(url, KEY) as store:
        await store.add(Account(noor), noted=Act(Deed.INVITED, NOW, None, noor.id))
        await store.note(Act(Deed.SIGNED_IN, NOW + timedelta(minutes=1), noor.id))
        await store.note(Act(Deed.DISABLED, NOW + timedelta(minutes=2), noor.id, GONE))
    return url


async def luister(url: str, *words: str, key: bytes = KEY) -> int:
    parser = argparse.ArgumentParser()
    audit_cli.register(parser.add_subparsers())
    return await audit_cli.run(parser.parse_args(["audit", *words]), url, key)


async def break_log(url: str, statement: str) -> None:
    async with open_people(url, KEY) as store, store._engine.begin() as connection:
        await connection.execute(text(statement))


async def test_every_line_is_shown_with_the_names_of_now(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await luister(url, "show") == 0
    noor = NOOR.id
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["1", "2026-11-27", "09:12:04", "invited", "luister", "->", "Noor", noor],
        ["2", "2026-11-27", "09:13:04", "signed_in", "Noor", noor],
        ["3", "2026-11-27", "09:14:04", "disabled", "Noor", noor, "->", "(gone)", GONE],
    ]


async def test_when_a_shift_begins_is_shown_as_a_date_and_what_is_none_as_it_stands(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    begins = int(datetime(2026, 12, 3, 18, 0, tzinfo=UTC).timestamp())
    async with open_people(url, KEY) as store:
        for number in (begins, 9_000_000_000_000_000_000):
            await store.note(Act(Deed.TAKEN_OFF_SHIFT, NOW, None, GONE, number))
        await store.note(Act(Deed.LINES_REMOVED, NOW, None, number=2))
    assert await luister(url, "show") == 0
    shown = [line.split()[-3:] for line in capsys.readouterr().out.splitlines()[3:]]
    assert shown == [
        ["2026-12-03", "18:00", "UTC"],
        ["(gone)", GONE, "9000000000000000000"],
        ["lines_removed", "luister", "2"],
    ]


async def test_a_whole_log_is_said_to_be_one(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert await luister(url, "verify") == 0
    assert capsys.readouterr().out == "3 lines, all as they were written, through line 3\n"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit_lines SET deed = 'signed_out' WHERE place = 2", "line 2 is not the one"),
        ("DELETE FROM audit_lines WHERE place = 1", "line 1 is missing"),
        ("DELETE FROM audit_lines WHERE place = 3", "line 3 is missing"),
        ("INSERT INTO audit_lines VALUES (4, 0, 'signed_in', NULL, NULL, NULL, '')", "line 4 was never"),
        ("UPDATE audit_head SET place = 2", "what says how far the log goes (through line 2)"),
    ],
)
async def test_the_first_place_at_which_it_is_not_is_one_sentence(
    url: str, capsys: pytest.CaptureFixture[str], statement: str, said: str
) -> None:
    await break_log(url, statement)
    assert await luister(url, "verify") == 2
    read = capsys.readouterr()
    assert read.out == ""
    assert read.err.startswith(f"luister: {said}")
    assert read.err.count("\n") == 1


async def test_with_another_key_nothing_is_said_to_be_whole(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await luister(url, "verify", key=bytes(32)) == 2
    assert "LUISTER_KEY" in capsys.readouterr().err


async def test_what_is_no_line_is_shown_as_none(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    await break_log(url, "UPDATE audit_lines SET done_by = 'Anna' WHERE place = 2")
    assert await luister(url, "show") == 0
    assert capsys.readouterr().out.splitlines()[1] == "     2  (no line of Luister)"


async def test_a_database_that_cannot_be_opened_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await luister(f"sqlite:///{tmp_path}/nowhere/people.db", "verify") == 2
    assert capsys.readouterr().err.startswith("luister: the people database cannot be opened")
