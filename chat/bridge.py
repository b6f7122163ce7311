"""Volunteers as the chat knows them: a name, languages, how many at once, and which doors are theirs.

Also which accounts a node may start with: those of the practice environment never meet a real seeker.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from chat.errors import SettingsFault, Storage
from chat.identifiers import VolunteerId
from chat.routing.model import Language
from chat.service.ports import Permission, StaffMember
from volunteers import Directory, Role, SessionToken, Volunteer, may
from volunteers import Permission as Allowed
from volunteers import VolunteerId as AccountId
from volunteers.errors import Storage as StorageAway

PROTECTED = frozenset({Role.YOUNG_COUNSELLOR, Role.TRAINEE})
"""Nobody they spoke with finds them again, whatever else they are."""
SPOKEN = frozenset(language.value for language in Language)


class VolunteersAsStaff:
    """Implements ``service.ports.Staff`` over the directory of volunteers."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def member(self, session: str) -> StaffMember | None:
        """Who stands behind a session; None when nobody does. Raises Storage when nobody can tell now."""
        try:
            volunteer = await self._directory.volunteer_of(SessionToken(session))
        except StorageAway:
            raise Storage from None
        return None if volunteer is None else staff_member(volunteer)

    async def names(self, who: Collection[VolunteerId]) -> Mapping[VolunteerId, str]:
        """The working names of these volunteers. Raises Storage when nobody can tell now."""
        try:
            found = await self._directory.names({AccountId(one) for one in who})
        except StorageAway:
            raise Storage from None
        return {VolunteerId(one): name for one, name in found.items()}

    async def skills(self) -> frozenset[str]:
        """Every skill that anybody's account states. Raises Storage when nobody can tell now."""
        try:
            return await self._directory.skills()
        except StorageAway:
            raise Storage from None


def staff_member(volunteer: Volunteer) -> StaffMember:
    """What the chat may know of a volunteer; a language that no page speaks is left out."""
    return StaffMember(
        volunteer=VolunteerId(volunteer.id),
        name=volunteer.name,
        languages=frozenset(Language(code) for code in volunteer.languages & SPOKEN),
        capacity=volunteer.capacity,
        permissions=frozenset(one for one in Permission if may(volunteer, Allowed(one))),
        skills=volunteer.skills,
        leads=volunteer.leads,
        protected=not PROTECTED.isdisjoint(volunteer.roles),
    )


@dataclass(frozen=True, slots=True)
class PracticeAccount:
    """An account of the practice environment, with the password that is told once."""

    name: str
    role: str
    password: str


async def admit_accounts(directory: Directory, *, practice: bool) -> tuple[PracticeAccount, ...]:
    """Make the accounts that a practice environment starts with; a real line starts with those it has.

    A practice environment gets one counsellor and one supervisor, with new random passwords. Raises SettingsFault
    when real and practice accounts would meet.
    """
    if not practice:
        if await directory.holds_practice_accounts():
            raise SettingsFault(
                ("LUISTER_DATA: this folder holds practice accounts; use another, empty folder.",)
            )
        return ()
    if await directory.holds_real_accounts():
        raise SettingsFault(("--demo: this data folder holds real accounts; use another, empty folder.",))
    await directory.remove_practice_accounts()
    made = []
    for name, role, capacity in (("Sam", Role.COUNSELLOR, 3), ("Noor", Role.SUPERVISOR, 1)):
        languages = sorted(SPOKEN)
        _, password = await directory.add(name, [role], languages, capacity, practice=True)
        made.append(PracticeAccount(name, role.value, password or ""))
    return tuple(made)
