"""The command ``luister volunteers``: makes accounts and one-time links, and writes down a certificate of conduct."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from volunteers.errors import CapacityInvalid, PeopleError, VogInvalid
from volunteers.facts import skill_of
from volunteers.keeping import Facts
from volunteers.model import Role, role_of
from volunteers.office import link_to
from volunteers.people import Keeping, Link
from volunteers.store import open_people

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "name_invalid": "a name has 2 to 40 characters, and none that cannot be seen",
        "name_taken": "somebody has this name already",
        "role_missing": "say what the account is for, as in --role counsellor; it may be given again",
        "roles_apart": "an administrator keeps accounts and takes no part in conversations: give that person an account of its own for it",
        "unknown_role": f"a role is one of {', '.join(Role)}",
        "language_invalid": "languages are codes of two or three letters, as in --languages nl,en",
        "capacity_invalid": "a volunteer holds 1 to 3 conversations at once",
        "skill_invalid": "a skill is one word of small letters, with a last day or without, as in --skill friend:2027-01-31",
        "mentor_invalid": "a mentor is chosen on the page /people",
        "vog_invalid": "write the last day on which the certificate is valid, as in --vog-until 2029-01-31",
        "unknown_volunteer": "nobody has an account of that name",
        "wrong_standing": "this account is shut; open it first on the page /people",
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
    add = actions.add_parser("add", help="make an account and show a link for its owner once")
    _name(add)
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
        metavar="SKILL[:DATE]",
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
    add.add_argument(
        "--vog-until",
        metavar="DATE",
        help="you have seen their certificate of conduct (VOG) today, valid through this day; without it nobody takes a seat",
    )
    vog = actions.add_parser(
        "vog", help="write down that you have seen somebody's certificate of conduct (VOG)"
    )
    _name(vog)
    vog.add_argument("--until", metavar="DATE", required=True, help="the last day on which it is valid")
    link = actions.add_parser(
        "link", help="show a new link for somebody who lost theirs, or all they sign in with"
    )
    _name(link)


async def run(
    arguments: argparse.Namespace,
    database_url: str,
    key: bytes,
    *,
    origin: str,
    now: Callable[[], datetime],
    ticks: Callable[[], float],
) -> int:
    """Do what the command line asks, on the people database at this address; the exit code.

    *origin* is the public address of the pages; *now* and *ticks* are this machine's, as for a clock of the store. A link goes alone to standard output, everything else to standard
    error; 2 when it was refused.
    """
    try:
        async with open_people(database_url, key) as store:
            keeping = Keeping(store, now=(await store.clock(now, ticks)).now)
            match arguments.action:
                case "add":
                    name, link = await _add(keeping, arguments)
                case "link":
                    volunteer, link = await keeping.link_at_the_server(arguments.name)
                    name = volunteer.name
                case _:
                    volunteer = await keeping.vog_at_the_server(arguments.name, _date(arguments.until))
                    print(
                        f"{volunteer.name} can take a seat through {arguments.until}, if their role has one.",
                        file=sys.stderr,
                    )
                    return 0
    except PeopleError as refusal:
        print(f"luister: {SENTENCES[refusal.code]}", file=sys.stderr)
        return 2
    print(link_to(origin, link.token))
    print(
        f"Hand this link to {name}. It works once, until {link.until:%Y-%m-%d}, and is not shown again.",
        file=sys.stderr,
    )
    return 0


async def _add(keeping: Keeping, arguments: argparse.Namespace) -> tuple[str, Link]:
    languages = tuple(word.strip().lower() for word in arguments.languages.split(","))
    skills = tuple(skill_of(word) for word in arguments.skills)
    facts = Facts(languages, _number(arguments.capacity), skills, arguments.leads)
    roles = [role_of(word) for word in arguments.roles]
    vog_until = None if arguments.vog_until is None else _date(arguments.vog_until)
    volunteer, link = await keeping.invite(None, arguments.name, roles, facts)
    if vog_until is not None:
        await keeping.vog_at_the_server(volunteer.name, vog_until)
    return volunteer.name, link


def _name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the working name that seekers see")


def _number(word: str) -> int:
    try:
        return int(word)
    except ValueError:
        raise CapacityInvalid from None


def _date(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise VogInvalid from None
