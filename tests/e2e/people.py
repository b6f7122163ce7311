"""Who works on the line of a story."""

from collections.abc import Iterable
from dataclasses import dataclass

from chat.clock import wall_time
from tests.e2e.line import Account
from volunteers import Directory, Passwords
from volunteers.credentials import Cost
from volunteers.model import Role
from volunteers.store import open_people

CHEAP = Cost(passes=1, memory_kib=8)
CAPACITY = 3


@dataclass(frozen=True, slots=True)
class Hired:
    """Somebody to employ; *leads*: they may lead a shift on which no supervisor is."""

    name: str
    role: Role = Role.COUNSELLOR
    capacity: int = CAPACITY
    leads: bool = False
    languages: tuple[str, ...] = ("nl", "en")
    skills: tuple[str, ...] = ()


SAM, KIM = Hired("Sam"), Hired("Kim")
NOOR = Hired("Noor", Role.SUPERVISOR)


async def employ(database_url: str, people: Iterable[Hired]) -> tuple[Account, ...]:
    """Accounts for these *people*, in their order, in this database."""
    accounts = []
    async with open_people(database_url) as store:
        with Passwords(CHEAP) as passwords:
            directory = Directory(store, passwords, now=wall_time)
            for one in people:
                _, password = await directory.add(
                    one.name, [one.role], one.languages, one.capacity, skills=one.skills, leads=one.leads
                )
                assert password is not None
                accounts.append(Account(one.name, password))
    return tuple(accounts)
