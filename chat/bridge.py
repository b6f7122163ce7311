"""Volunteers as the chat knows them: a name, languages, how many at once, and which doors are theirs.

Also the line as the roster knows it: when it is open and how many it needs; and which accounts a node may start with: those of the
practice environment never meet a real seeker.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from chat.errors import Refusal, SettingsFault, Storage, VogExpired, VogMissing
from chat.hours.model import Hours, Span
from chat.hours.window import moments, window
from chat.identifiers import Instant, VolunteerId
from chat.routing.model import Language
from chat.service.household import minimum_of
from chat.service.line import DatabaseRefused, LineStore
from chat.service.ports import Permission, StaffMember
from chat.service.staff_log import SupervisorDeed
from volunteers import Directory, Role, SessionToken, Volunteer, may, totp
from volunteers import Permission as Allowed
from volunteers import VolunteerId as AccountId
from volunteers.audit import Deed
from volunteers.credentials import new_id, new_password
from volunteers.errors import Storage as StorageAway
from volunteers.model import Bar, enrol
from volunteers.office import Office
from volunteers.roster.model import Stretch
from volunteers.roster_ports import LineFacts, RosterStore
from volunteers.rostering import Rostering

PROTECTED = frozenset({Role.YOUNG_COUNSELLOR, Role.TRAINEE})
"""Nobody they spoke with finds them again, whatever else they are."""
SPOKEN = frozenset(language.value for language in Language)
BARRED: Mapping[Bar, type[Refusal]] = MappingProxyType(
    {Bar.VOG_MISSING: VogMissing, Bar.VOG_EXPIRED: VogExpired}
)
PRACTICE_SECRET = "OEFENENOEFENENOEFENENOEFENENOEFE"  # noqa: S105 - opens nothing but practice, with passwords that are new at every start
"""What the practice accounts share with an app on a telephone: always the same, so that it is set up once."""


class VolunteersAsStaff:
    """Implements ``service.ports.Staff`` over the directory of volunteers."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def member(self, session: str, *, is_there: bool = True) -> StaffMember | None:
        """Who stands behind a session; None when nobody does. Raises Storage when nobody can tell now."""
        try:
            found = await self._directory.session_of(SessionToken(session), is_there=is_there)
        except StorageAway:
            raise Storage from None
        # Of the day on which they signed in: nobody is taken out of a conversation because midnight has passed.
        return None if found is None else staff_member(found.volunteer, found.opened_at.date())

    async def live(self, sessions: Collection[str]) -> frozenset[str]:
        """Those of the sessions that are not over. Raises Storage when nobody can tell now."""
        try:
            found = await self._directory.live({SessionToken(session) for session in sessions})
        except StorageAway:
            raise Storage from None
        return frozenset(found)

    async def names(self, who: Collection[VolunteerId]) -> Mapping[VolunteerId, str]:
        """The working names of these volunteers. Raises Storage when nobody can tell now."""
        try:
            found = await self._directory.names({AccountId(one) for one in who})
        except StorageAway:
            raise Storage from None
        return {VolunteerId(one): name for one, name in found.items()}

    async def skills(self) -> frozenset[str]:
        """Every skill that counts for anybody today. Raises Storage when nobody can tell now."""
        try:
            return await self._directory.skills()
        except StorageAway:
            raise Storage from None


class VolunteersAsLog:
    """Implements ``service.staff_log.StaffLog`` over the directory of volunteers, and their roster."""

    def __init__(self, directory: Directory, rostering: Rostering) -> None:
        self._directory = directory
        self._rostering = rostering

    async def note(self, deed: SupervisorDeed, supervisor: VolunteerId) -> None:
        """This supervisor has done this, now. Raises Storage when it cannot be written down now."""
        try:
            await self._directory.note(Deed(deed), AccountId(supervisor))
        except StorageAway:
            raise Storage from None

    async def remove_old(self) -> None:
        """Lines that are older than they are kept go, and shifts. Raises Storage."""
        try:
            await self._directory.remove_old_lines()
            await self._rostering.forget_old()
        except StorageAway:
            raise Storage from None


def staff_member(volunteer: Volunteer, today: date) -> StaffMember:
    """What the chat may know of a volunteer *today*; a language that no page speaks and a skill that ran out are left out."""
    bar = volunteer.barred_on(today)
    return StaffMember(
        volunteer=VolunteerId(volunteer.id),
        name=volunteer.name,
        languages=frozenset(Language(code) for code in volunteer.languages & SPOKEN),
        capacity=volunteer.capacity,
        permissions=frozenset(one for one in Permission if may(volunteer, Allowed(one))),
        skills=volunteer.skills_on(today),
        leads=volunteer.leads,
        protected=not PROTECTED.isdisjoint(volunteer.roles),
        barred=None if bar is None else BARRED[bar],
        mentor=None if volunteer.mentor is None else VolunteerId(volunteer.mentor),
    )


def open_roster(
    store: RosterStore, lines: LineStore, *, practice: bool, now: Callable[[], datetime]
) -> Rostering:
    """The roster in this *store*, beside the opening hours of the line."""
    return Rostering(store, LineAsHours(lines, practice=practice), now=now)


class LineAsHours:
    """Implements ``volunteers.roster_ports.LineHours`` over the line's settings."""

    def __init__(self, lines: LineStore, *, practice: bool) -> None:
        self._lines = lines
        self._practice = practice

    async def facts(self, now: int, days: int) -> LineFacts:
        """What the settings say, with what is open from *now* until the end of the day so many *days* after today. Raises volunteers' Storage."""
        try:
            line = await self._lines.read()
        except DatabaseRefused:
            raise StorageAway from None
        place = ZoneInfo(line.hours.zone)
        today = datetime.fromtimestamp(now, place).date()
        midnight = datetime.combine(today + timedelta(days=days + 1), time(), place)
        within = Stretch(now, int(midnight.timestamp()))
        return LineFacts(
            line.title,
            line.hours.zone,
            minimum_of(line, practice=self._practice),
            line.backup is not None,
            today,
            within,
            tuple(openings_within(line.hours, within)),
        )

    def moments(self, zone: str, day: date, begins: int, ends: int) -> Stretch | None:
        """What these minutes of a *day* come to, as for an opening (docs/adr/0009)."""
        found = moments(zone, day, Span(begins, ends))
        return None if found is None else Stretch(*found)


def openings_within(hours: Hours, within: Stretch) -> Iterator[Stretch]:
    """What is open *within* these moments, in order; each piece ends with it at the latest."""
    at = within.begins
    while at < within.ends:
        found = window(hours, Instant(at))
        if found is None or found.opens >= within.ends:
            return
        closes = within.ends if found.closes is None else min(int(found.closes), within.ends)
        yield Stretch(max(int(found.opens), within.begins), closes)
        at = closes


@dataclass(frozen=True, slots=True)
class PracticeAccount:
    """An account of the practice environment, with the password that is told once and what an app on a telephone makes its codes of."""

    name: str
    role: str
    password: str
    secret: str = PRACTICE_SECRET

    def code(self, now: datetime) -> str:
        """What an app on a telephone would show *now*."""
        return totp.code_at(self.secret, totp.step_at(now))

    def seconds_left(self, now: datetime) -> int:
        """For how many seconds, rounded up, it would go on showing that."""
        return totp.STEP_SECONDS - int(now.timestamp()) % totp.STEP_SECONDS


async def admit_accounts(office: Office, *, practice: bool) -> tuple[PracticeAccount, ...]:
    """Make the accounts that a practice environment starts with; a real line starts with those it has.

    A practice environment gets one counsellor and one supervisor, with new random passwords. Raises SettingsFault
    when real and practice accounts would meet.
    """
    directory = office.directory
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
        account = PracticeAccount(name, role.value, new_password())
        volunteer = enrol(new_id(), name, [role], sorted(SPOKEN), capacity, practice=True)
        await office.enrolment.settle(volunteer, account.password, account.secret)
        made.append(account)
    return tuple(made)
