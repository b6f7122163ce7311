"""The use cases of the roster."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime

from volunteers.audit import Act, Deed
from volunteers.candidates import candidate_of, leaders_of
from volunteers.facts import VolunteerId
from volunteers.model import Volunteer, name_key
from volunteers.roster.coverage import COMPARES_DAYS, WARNS, Agreement, compared, on_now, short
from volunteers.roster.errors import MayNotBeOnShift, ShiftUnknown, TimeMissing
from volunteers.roster.model import DAY_SECONDS, Candidate, Place, Post, Shift, ShiftId, Staffing, Stretch
from volunteers.roster.planning import Plan, adjust, cancel, last_day, new_shift
from volunteers.roster.signing import keep, offer, replace_by, sign_off, sign_up, take, take_off
from volunteers.roster_ports import LineFacts, LineHours, RosterChange, RosterStore

KEPT = 31 * DAY_SECONDS
"""So long after its end a shift is kept, and who was on it: only for the calendars of those who were."""
WEEK = 7 * DAY_SECONDS


@dataclass(frozen=True, slots=True)
class RosterView:
    """The roster at *now*, *today* where the line is, with the *needed* and the *people* by name; hours and shifts are *compared_until*."""

    now: int
    today: date
    zone: str
    needed: int
    shifts: tuple[Shift, ...]
    short: tuple[Shift, ...]
    present: tuple[Place, ...]
    compared_until: int
    agreement: Agreement
    people: tuple[Volunteer, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """How many shifts a plan *made*, and the days that were *left_out* because no clock shows its times then."""

    made: int
    left_out: tuple[date, ...]


class Rostering:
    """Who is on when."""

    def __init__(self, store: RosterStore, line: LineHours, *, now: Callable[[], datetime]) -> None:
        """Keep shifts in *store*; *now* tells the time in UTC, with its time zone."""
        self._store = store
        self._line = line
        self._clock = now

    async def view(self, weeks: int) -> RosterView:
        """The roster from now on, for so many weeks."""
        now = self._now()
        facts = await self._line.facts(now, COMPARES_DAYS)
        reads = Stretch(now, max(now + weeks * WEEK, now + WARNS, facts.within.ends))
        shifts, people = await self._store.shifts(reads), (await self._store.people()).values()
        leaders = leaders_of(people, backed_up=facts.backed_up)
        return RosterView(
            now=now,
            today=facts.today,
            zone=facts.zone,
            needed=facts.needed,
            shifts=tuple(shift for shift in shifts if shift.when.begins < now + weeks * WEEK),
            short=short(shifts, now),
            present=on_now(shifts, now),
            compared_until=facts.within.ends,
            agreement=compared(facts.openings, facts.needed, shifts, facts.within, leaders),
            people=tuple(sorted(people, key=lambda one: name_key(one.name))),
        )

    async def numbers(self) -> tuple[int, int]:
        """How many people are to be there now, and how many shifts ahead are short."""
        now = self._now()
        shifts = await self._store.shifts(Stretch(now, now + WARNS))
        return len({place.volunteer for place in on_now(shifts, now)}), len(short(shifts, now))

    async def calendar(self, who: VolunteerId) -> tuple[datetime, LineFacts, tuple[Shift, ...]]:
        """What this person's calendar has to know: the present moment, the line, and every shift they are or were on."""
        facts = await self._line.facts(self._now(), 0)
        return self._clock(), facts, await self._store.history_of(who)

    async def forget_old(self) -> None:
        """Forget the shifts that are over for as long as they are kept. Raises Storage."""
        await self._store.forget(self._now() - KEPT)

    async def plan(self, by: Volunteer, plan: Plan) -> Planned:
        """Make what somebody planned; a plan that was made already makes nothing more, and is answered the same.

        Raises ShiftTimesInvalid, RepeatInvalid, ShiftPast, TimeMissing, ShiftPeopleInvalid or ShiftTwice.
        """
        closes, now = plan.closes(), self._now()
        facts = await self._line.facts(now, 0)
        days = plan.days(facts.today)
        moments = [(day, self._line.moments(facts.zone, day, plan.begins, closes)) for day in days]
        made = [
            Shift(plan.shift_on(day), when, last_day(day, closes), plan.staffing)
            for day, when in moments
            if when is not None
        ]
        if not made:
            raise TimeMissing
        async with self._store.roster_change() as change:
            # All of a plan is made at once, and its last shift is forgotten last.
            if await change.shift(made[-1].id) is None:
                others = await change.shifts(Stretch(made[0].when.begins, made[-1].when.ends))
                for shift in made:
                    await change.keep(new_shift(shift, others, now))
                await change.write(self._act(Deed.SHIFTS_PLANNED, by.id, made[0]))
        return Planned(len(made), tuple(day for day, when in moments if when is None))

    async def adjust(self, by: Volunteer, shift: ShiftId, staffing: Staffing, version: int) -> None:
        """Change whom a shift needs, as decided on seeing this *version* of it. Raises RosterRefused."""
        async with self._changing(shift) as (change, found):
            changed = adjust(found, staffing, version, self._now())
            if changed is not found:
                await change.keep(changed)
                await change.write(self._act(Deed.SHIFT_CHANGED, by.id, found))

    async def cancel(self, by: Volunteer, shift: ShiftId) -> None:
        """Call a shift off. Raises RosterRefused."""
        async with self._changing(shift) as (change, found):
            await change.keep(cancel(found, self._now()))
            await change.write(self._act(Deed.SHIFT_CANCELLED, by.id, found))

    async def sign_up(self, who: VolunteerId, shift: ShiftId, post: Post) -> None:
        """Put *who* on the shift. Raises RosterRefused."""
        async with self._changing(shift) as (change, found):
            candidate, others = await _candidate(change, who, found)
            await change.keep(sign_up(found, candidate, post, others, self._now()))

    async def sign_off(self, who: VolunteerId, shift: ShiftId) -> None:
        """Take *who* off the shift before it begins. Raises RosterRefused."""
        async with self._changing(shift) as (change, found):
            await change.keep(sign_off(found, who, self._now()))
            await change.write(self._act(Deed.SIGNED_OFF_SHIFT, who, found))

    async def offer(self, who: VolunteerId, shift: ShiftId) -> None:
        """Offer a place to whoever can take it. Raises RosterRefused."""
        async with self._changing(shift) as (change, found):
            await change.keep(offer(found, who, self._now()))

    async def hold(self, who: VolunteerId, shift: ShiftId) -> None:
        """Take the offer of a place back. Raises RosterRefused."""
        async with self._changing(shift) as (change, found):
            await change.keep(keep(found, who, self._now()))

    async def take(self, who: VolunteerId, giver: VolunteerId, shift: ShiftId) -> None:
        """Take the place that *giver* offers. Raises RosterRefused."""
        async with self._changing(shift) as (change, found):
            candidate, others = await _candidate(change, who, found)
            await change.keep(take(found, giver, candidate, others, self._now()))
            await change.write(self._act(Deed.TOOK_PLACE, who, found, giver))

    async def assign(
        self, by: Volunteer, who: VolunteerId, shift: ShiftId, post: Post, leaver: VolunteerId | None
    ) -> None:
        """Put *who* on the shift: in the place of *leaver*, or on a free one of this *post*. Raises RosterRefused."""
        async with self._changing(shift) as (change, found):
            candidate, others = await _candidate(change, who, found)
            if leaver is None:
                changed = sign_up(found, candidate, post, others, self._now())
            else:
                changed = replace_by(found, leaver, candidate, others, self._now())
            await change.keep(changed)
            if leaver is not None:
                await change.write(self._act(Deed.TAKEN_OFF_SHIFT, by.id, found, leaver))
            await change.write(self._act(Deed.PUT_ON_SHIFT, by.id, found, who))

    async def take_off(self, by: Volunteer, who: VolunteerId, shift: ShiftId) -> None:
        """Take *who* off the shift, also while it lasts. Raises RosterRefused."""
        async with self._changing(shift) as (change, found):
            await change.keep(take_off(found, who, self._now()))
            await change.write(self._act(Deed.TAKEN_OFF_SHIFT, by.id, found, who))

    @asynccontextmanager
    async def _changing(self, shift: ShiftId) -> AsyncIterator[tuple[RosterChange, Shift]]:
        async with self._store.roster_change() as change:
            found = await change.shift(shift)
            if found is None:
                raise ShiftUnknown
            yield change, found

    def _act(self, deed: Deed, by: VolunteerId, shift: Shift, whom: VolunteerId | None = None) -> Act:
        return Act(deed, self._clock(), by, whom, shift.when.begins)

    def _now(self) -> int:
        return int(self._clock().timestamp())


async def _candidate(
    change: RosterChange, who: VolunteerId, shift: Shift
) -> tuple[Candidate, tuple[Shift, ...]]:
    """*who* as their account is now, and their shifts at that time. Raises MayNotBeOnShift when the account is gone."""
    person = await change.person(who)
    if person is None:
        raise MayNotBeOnShift
    return candidate_of(person), await change.shifts_of(who, shift.when)
