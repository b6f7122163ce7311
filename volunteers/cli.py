"""The command ``luister volunteers add``: makes an account and shows its password once."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from volunteers.credentials import Passwords
from volunteers.directory import Directory
from volunteers.errors import CapacityInvalid, PeopleError
from volunteers.model import Role, role_of
from volunteers.store import open_people

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "name_invalid": "a name has 2 to 40 characters, and none that cannot be seen",
        "name_taken": "somebody has this name already",
        "role_missing": "say what the account is for, as in --role counsellor; it may be given again",
        "unknown_role": f"a role is one of {', '.join(Role)}",
        "language_invalid": "languages are codes of two or three letters, as in --languages nl,en",
        "capacity_invalid": "a volunteer holds 1 to 3 conversations at once",
        "skill_invalid": "a skill is one word of small letters, as in --skill friend",
        "database_unusable": "the people database cannot be opened; look at LUISTER_DATA and LUISTER_DATABASE_URL",
        "storage": "the people database does not answer; try again",
        "database_newer": "the people database was written by a later release of Luister than this one",
    }
)
"""What an operator reads, by the code of every refusal that this command can meet."""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``volunteers`` and what it can do to the command line of ``luister``."""
    parser = subparsers.add_parser("volunteers", help="people with an account")
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", help="make an account and show its password once")
    add.add_argument("name", metavar="NAME", help="the working name that seekers see")
    add.add_argument(
        "--role",
        dest="roles",
        metavar="ROLE",
        action="append",
        default=[],
        help=f"{', '.join(Role)}; may be given again",
    )
    add.add_argument("--languages", default="nl,en", help="what they speak, by comma (default: nl,en)")
    add.add_argument(
        "--skill",
        dest="skills",
        metavar="SKILL",
        action="append",
        default=[],
        help="what they can do beside listening, as friend: with somebody who worries about another; may be given again",
    )
    add.add_argument(
        "--leads",
        action="store_true",
        help="may lead a shift without a supervisor, with the back-up's number at hand",
    )
    add.add_argument("--capacity", default="1", help="conversations at once, 1 to 3 (default: 1)")


async def run(arguments: argparse.Namespace, database_url: str, *, now: Callable[[], datetime]) -> int:
    """Do what the command line asks, on the people database at this address; the exit code.

    *now* is the Directory's. The password goes alone to standard output, everything else to standard error; 2
    when it was refused.
    """
    try:
        async with open_people(database_url) as store:
            with Passwords() as passwords:
                directory = Directory(store, passwords, now=now)
                volunteer, password = await directory.add(
                    arguments.name,
                    [role_of(word) for word in arguments.roles],
                    [word.strip().lower() for word in arguments.languages.split(",")],
                    _number(arguments.capacity),
                    skills=[word.strip().lower() for word in arguments.skills],
                    leads=arguments.leads,
                )
    except PeopleError as refusal:
        print(f"luister: {SENTENCES[refusal.code]}", file=sys.stderr)
        return 2
    print(password)
    print(f"{volunteer.name} can sign in with the password above. It is not shown again.", file=sys.stderr)
    return 0


def _number(word: str) -> int:
    try:
        return int(word)
    except ValueError:
        raise CapacityInvalid from None
