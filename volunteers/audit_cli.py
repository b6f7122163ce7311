"""The command ``luister audit``: shows what the staff did, and says whether the log is as it was written."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from volunteers.audit import Broken, Chain, Deed, Fault, Line
from volunteers.cli import SENTENCES
from volunteers.errors import PeopleError
from volunteers.facts import VolunteerId
from volunteers.store import open_people

FAULTS: Mapping[Fault, str] = MappingProxyType(
    {
        Fault.CHANGED: "line {place} is not the one that was written there: it was changed, exchanged or moved",
        Fault.MISSING: "line {place} is missing",
        Fault.ADDED: "line {place} was never written by Luister: the log ended before it",
        Fault.HEAD: "what says how far the log goes (through line {place}) was not written with this LUISTER_KEY, or was changed",
    }
)


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``audit`` and what it can do to the command line of ``luister``."""
    parser = subparsers.add_parser("audit", help="what the staff did, for 90 days")
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("show", help="every line, the newest last")
    actions.add_parser("verify", help="whether every line is as it was written, and none is missing")


async def run(arguments: argparse.Namespace, database_url: str, key: bytes) -> int:
    """Do what the command line asks, on the people database at this address; *key* is the deployment's.

    Lines and the count go to standard output; what is wrong is one sentence on standard error, with exit code 2.
    """
    try:
        async with open_people(database_url, key) as store:
            head, lines = await store.audit_log()
            names = {} if arguments.action == "verify" else await store.names(_mentioned(lines))
    except PeopleError as refusal:
        print(f"luister: {SENTENCES[refusal.code]}", file=sys.stderr)
        return 2
    if arguments.action == "show":
        for line in lines:
            print(_shown(line, names))
        return 0
    try:
        count = Chain(key).verify(head, lines)
    except Broken as broken:
        print(f"luister: {FAULTS[broken.fault].format(place=broken.place)}", file=sys.stderr)
        return 2
    print(f"{count} lines, all as they were written, through line {head.place}")
    return 0


def _mentioned(lines: Iterable[Line]) -> set[VolunteerId]:
    acts = [line.act for line in lines if line.act is not None]
    return {who for act in acts for who in (act.by, act.whom) if who is not None}


def _shown(line: Line, names: Mapping[VolunteerId, str]) -> str:
    """One line, for reading: ids with the names that their accounts have now."""
    act = line.act
    if act is None:
        return f"{line.place:>6}  (no line of Luister)"

    def named(who: VolunteerId) -> str:
        return f"{names.get(who, '(gone)')} {who}"

    said = f"{line.place:>6}  {act.at:%Y-%m-%d %H:%M:%S}  {act.deed:<17}"
    said += "  luister" if act.by is None else f"  {named(act.by)}"
    if act.whom is not None:
        said += f" -> {named(act.whom)}"
    return said if act.number is None else f"{said}  {_number(act.deed, act.number)}"


def _number(deed: Deed, number: int) -> str:
    """The place of a line that was removed, or when a shift begins; as it stands when that is no date, for then somebody changed it."""
    if deed is Deed.LINES_REMOVED:
        return str(number)
    try:
        return f"{datetime.fromtimestamp(number, UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, OverflowError, OSError):
        return str(number)
