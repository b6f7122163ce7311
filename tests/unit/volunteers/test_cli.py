"""The command ``luister volunteers add``."""

import argparse
import asyncio
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.unit.volunteers.conftest import KEY, ORIGIN, Staff, WallClock
from tests.unit.volunteers.test_errors import tree
from volunteers import cli
from volunteers.credentials import Passwords, Token, hash_of
from volunteers.errors import (
    AccountRefused,
    DatabaseRefused,
    PasswordCommon,
    PasswordLength,
    UnknownVolunteer,
    WrongStanding,
)
from volunteers.facts import Certificate, Skill
from volunteers.model import Role, Standing
from volunteers.store import open_people

ADD_NOOR = ("add", "Noor", "--role", "counsellor")

# What the composition root does with this module, in as few words.
PROGRAM = """
import argparse, asyncio, sys, time
from datetime import UTC, datetime
from volunteers import cli
parser = argparse.ArgumentParser()
cli.register(parser.add_subparsers())
arguments = parser.parse_args(["volunteers", *sys.argv[2:]])
machine = {"now": lambda: datetime.now(UTC), "ticks": time.monotonic}
sys.exit(asyncio.run(cli.run(arguments, sys.argv[1], bytes(32), origin="http://x", **machine)))
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/people.db"


async def luister(url: str, *words: str) -> int:
    parser = argparse.ArgumentParser()
    cli.register(parser.add_subparsers())
    clock = WallClock()
    arguments = parser.parse_args(["volunteers", *words])
    return await cli.run(arguments, url, KEY, origin=ORIGIN, now=clock, ticks=clock.ticks)


async def test_the_link_shown_opens_the_account_that_was_asked_for(
    url: str, capsys: pytest.CaptureFixture[str], clock: WallClock
) -> None:
    roles = ("--role", "counsellor", "--role", "supervisor", "--skill", "friend:2027-01-31", "--leads")
    more = ("--languages", "nl, EN", "--capacity", "3", "--vog-until", "2029-01-31")
    assert await luister(url, "add", "Noor de Wit", *roles, *more) == 0
    shown = capsys.readouterr()
    address, token = shown.out.strip().split("#")
    assert (shown.out.count("\n"), address) == (1, f"{ORIGIN}/invite")
    assert token not in shown.err
    assert "2026-03-08" in shown.err
    async with open_people(url, KEY) as store:
        with Passwords() as passwords:
            opened = await Staff(store, passwords, clock).office.enrolment.open(Token(token))
    noor = opened.volunteer
    assert (noor.name, noor.capacity, noor.practice) == ("Noor de Wit", 3, False)
    assert noor.roles == {Role.COUNSELLOR, Role.SUPERVISOR}
    assert noor.languages == {"nl", "en"}
    assert noor.skills == {Skill("friend", date(2027, 1, 31))}
    assert noor.leads
    assert noor.standing is Standing.INVITED
    assert noor.vog == Certificate(date(2026, 3, 1), None, date(2029, 1, 31))


async def test_a_certificate_seen_later_and_a_new_link_are_one_line_each(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await luister(url, *ADD_NOOR) == 0
    first = capsys.readouterr().out
    assert await luister(url, "vog", "noor", "--until", "2029-01-31") == 0
    assert capsys.readouterr().out == ""
    assert await luister(url, "link", "NOOR") == 0
    second = capsys.readouterr().out
    assert second.startswith(f"{ORIGIN}/invite#")
    assert second != first
    async with open_people(url, KEY) as store:
        account = await store.account_named("noor")
        links = await store.invitations()
    assert account is not None
    assert account.volunteer.barred_on(date(2026, 3, 1)) is None
    (link,) = links.values()
    assert link.token_hash == hash_of(Token(second.strip().partition("#")[2]))


async def test_an_account_speaks_both_languages_and_holds_one_conversation_unless_told_otherwise(
    url: str,
) -> None:
    assert await luister(url, *ADD_NOOR) == 0
    async with open_people(url, KEY) as store:
        account = await store.account_named("noor")
    assert account is not None
    assert account.volunteer.languages == {"nl", "en"}
    assert account.volunteer.capacity == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "N", "--role", "counsellor"), "name_invalid"),
        (("add", "No\nor", "--role", "counsellor"), "name_invalid"),
        (("add", "No\udcffor", "--role", "counsellor"), "name_invalid"),
        (("add", "SAM", "--role", "counsellor"), "name_taken"),
        (("add", "Noor"), "role_missing"),
        (("add", "Noor", "--role", "boss"), "unknown_role"),
        ((*ADD_NOOR, "--languages", "nl,,en"), "language_invalid"),
        ((*ADD_NOOR, "--languages", "Nederlands"), "language_invalid"),
        ((*ADD_NOOR, "--capacity", "4"), "capacity_invalid"),
        ((*ADD_NOOR, "--capacity", "veel"), "capacity_invalid"),
        ((*ADD_NOOR, "--skill", "friend:morgen"), "skill_invalid"),
        ((*ADD_NOOR, "--role", "administrator"), "roles_apart"),
        ((*ADD_NOOR, "--vog-until", "ooit"), "vog_invalid"),
        (("vog", "Sam", "--until", "2020-01-01"), "vog_invalid"),
        (("vog", "Niemand", "--until", "2029-01-31"), "unknown_volunteer"),
        (("link", "Niemand"), "unknown_volunteer"),
        (("link", "N"), "name_invalid"),
    ],
)
async def test_what_cannot_be_is_one_line_on_standard_error(
    url: str, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: str
) -> None:
    assert await luister(url, "add", "Sam", "--role", "counsellor") == 0
    capsys.readouterr()
    assert await luister(url, *words) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == f"luister: {cli.SENTENCES[code]}\n"


async def test_a_database_that_cannot_be_opened_is_one_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert await luister("sqlite:////nowhere/at/all/people.db", *ADD_NOOR) == 2
    assert capsys.readouterr() == ("", f"luister: {cli.SENTENCES['database_unusable']}\n")


def test_every_refusal_the_command_can_meet_has_its_sentence() -> None:
    met = [error for root in (AccountRefused, DatabaseRefused) for error in tree(root) if error is not root]
    chosen_by_the_owner = {PasswordLength.code, PasswordCommon.code}
    by_name = {UnknownVolunteer.code, WrongStanding.code}
    assert set(cli.SENTENCES) == {error.code for error in met} - chosen_by_the_owner | by_name


async def test_two_commands_at_once_on_an_empty_folder_both_succeed(url: str) -> None:
    """Each process may be the one that makes the tables."""
    processes = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", PROGRAM, url, "add", name, "--role", "counsellor"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        for name in ("Noor", "Sam")
    ]
    shown = [await process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], shown
    async with open_people(url, KEY) as store:
        assert await store.account_named("noor") is not None
        assert await store.account_named("sam") is not None
