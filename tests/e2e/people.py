"""Who works on the line of a story."""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.line import KEY
from tests.staff import SECRET, Account, give_telephones, office_of, somebody
from volunteers import Passwords
from volunteers.credentials import Cost, new_password
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


async def employ(database_url: str, people: Iterable[Hired], key: bytes) -> tuple[Account, ...]:
    """Accounts for these *people*, in their order, in this database of the deployment with this key."""
    accounts = []
    async with open_people(database_url, KEY) as store:
        with Passwords(CHEAP) as passwords:
            office = office_of(store, passwords, key)
            for one in people:
                volunteer = somebody(
                    one.name, [one.role], one.languages, one.capacity, skills=one.skills, leads=one.leads
                )
                password = new_password()
                await office.enrolment.settle(volunteer, password, SECRET)
                codes = await give_telephones(store, key, volunteer.id)
                accounts.append(Account(one.name, password, codes))
    return tuple(accounts)
