"""The use cases of the roster, and what they need: a store, and what the line's own settings say."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

from volunteers.access import Permission, may
from volunteers.credentials import new_id
from volunteers.facts import VolunteerId
from volunteers.model import People, Standing, Volunteer, name_key
from volunteers.roster.coverage import COMPARES, WARNS, Agreement, compared, on_now, short
from volunteers.roster.errors import MayNotBeOnShift, ShiftTimesInvalid, ShiftUnknown
from volunteers.roster.model import DAY_SECONDS, Candidate, Place, Post, Shift, ShiftId, Staffing, Stretch
from volunteers.roster.planning import AHEAD_DAYS, adjust, cancel, new_shift, wall_minutes, weekly
from volunteers.roster.signing import keep, offer, replace_by, sign_off, sign_up, take, take_off, without

KEPT = 90 * DAY_SECONDS
"""So long after its end a shift is kept, and who was on it."""
WEEK = 7 * DAY_SECONDS


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What the line's settings say: its neutral *title*, its time *zone*, how many are *needed*, and when it is open, in order."""

    title: str
    zone: str
    needed: int
    openings: tuple[Stretch, ...]


class LineHours(Protocol):
    """Where the line's settings are read."""

    async def facts(self, within: Stretch) -> LineFacts:
        """What the settings say, with what is open *within* these moments. Raises Storage."""
        ...

    def moments(self, zone: str, day: date, begins: int, ends: int) -> Stretch | None:
        """What these minutes of a *day* come to in this *zone*; None when no clock shows them."""
        ...


class RosterChange(Protocol):
    """The roster while one change is made; nobody else changes it meanwhile."""

    async def shift(self, shift: ShiftId) -> Shift | None:
        """The shift of this id."""
        ...

    async def shifts_of(self, volunteer: VolunteerId, within: Stretch) -> tuple[Shift, ...]:
        """The shifts that this person holds a place on, as far as they overlap *within*."""
        ...

    async def keep(self, shift: Shift) -> None:
        """Keep this shift as it is now. Raises MayNotBeOnShift when an account on it is gone."""
        ...

    async def forget(self, ended_before: int) -> None:
        """Forget every shift that ended before this moment."""
        ...


class RosterStore(Protocol):
    """Where shifts are kept. Every method may raise Storage."""

    async def shifts(self, within: Stretch) -> tuple[Shift, ...]:
        """Every shift that overlaps *within*, cancelled ones too, in order of beginning."""
        ...

    async def history_of(self, volunteer: VolunteerId) -> tuple[Shift, ...]:
        """Every shift on which this person is or once was, in order of beginning."""
        ...

    async def people(self) -> People:
        """Everybody with an account."""
        ...

    def roster_change(self) -> AbstractAsyncContextManager[RosterChange]:
        """One change, kept when the block ends and not when it raises; changes are made one after the other."""
        ...


@dataclass(frozen=True, slots=True)
class RosterView:
    """The roster at *now*, with the *needed* and the *people* by name; whose account may be on a shift no longer is not on it."""

    now: int
    zone: str
    needed: int
    shifts: tuple[Shift, ...]
    short: tuple[Shift, ...]
    present: tuple[Place, ...]
    compared_until: int
    agreement: Agreement
    people: tuple[Volunteer, ...]


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
        within = Stretch(now, now + COMPARES)
        facts = await self._line.facts(within)
        shifts, people = await self._shifts(Stretch(now, now + max(weeks * WEEK, COMPARES, WARNS)))
        return RosterView(
            now=now,
            zone=facts.zone,
            needed=facts.needed,
            shifts=tuple(shift for shift in shifts if shift.when.begins < now + weeks * WEEK),
            short=short(shifts, now),
            present=on_now(shifts, now),
            compared_until=within.ends,
            agreement=compared(facts.openings, facts.needed, shifts, within),
            people=tuple(sorted(people.values(), key=lambda one: name_key(one.name))),
        )

    async def numbers(self) -> tuple[int, int]:
        """How many people are to be there now, and how many shifts ahead are short."""
        now = self._now()
        shifts, _ = await self._shifts(Stretch(now, now + WARNS))
        return len({place.volunteer for place in on_now(shifts, now)}), len(short(shifts, now))

    async def calendar(self, who: Volunteer) -> tuple[datetime, LineFacts, tuple[Shift, ...]]:
        """What this person's calendar has to know: the present moment, the line, and every shift they are or were on."""
        now = self._now()
        facts = await self._line.facts(Stretch(now, now + 1))
        found = await self._store.history_of(who.id)
        return self._clock(), facts, tuple(_fit(shift, {who.id: who}) for shift in found)

    async def plan(
        self, first: date, until: date | None, begins: int, ends: int, staffing: Staffing
    ) -> tuple[Shift, ...]:
        """Make a shift on *first*, and on the same day of every week up to *until*; times are minutes of the day on the wall.

        A week in which no clock shows these times is left out. What ended long ago is forgotten on the way: a clock that runs ahead
        cannot do that, since then nothing near can be planned. Raises ShiftTimesInvalid, RepeatInvalid, ShiftPast or ShiftPeopleInvalid.
        """
        closes, days, now = wall_minutes(begins, ends), weekly(first, until), self._now()
        zone = (await self._line.facts(Stretch(now, now + 1))).zone
        found = [self._line.moments(zone, day, begins, closes) for day in days]
        made = tuple(new_shift(ShiftId(new_id()), when, staffing, now) for when in found if when is not None)
        if not made or made[-1].when.begins > now + AHEAD_DAYS * DAY_SECONDS:
            raise ShiftTimesInvalid
        async with self._store.roster_change() as change:
            await change.forget(now - KEPT)
            for shift in made:
                await change.keep(shift)
        return made

    async def adjust(self, shift: ShiftId, staffing: Staffing) -> None:
        """Change whom a shift needs. Raises RosterRefused."""
        async with self._changing(shift) as (change, found):
            await change.keep(adjust(found, staffing, self._now()))

    async def cancel(self, shift: ShiftId) -> None:
        """Call a shift off. Raises RosterRefused."""
        async with self._changing(shift) as (change, found):
            await change.keep(cancel(found, self._now()))

    async def sign_up(self, who: Volunteer, shift: ShiftId, post: Post) -> None:
        """Put *who* on the shift. Raises RosterRefused."""
        async with self._changing(shift) as (change, found):
            others = await change.shifts_of(who.id, found.when)
            candidate = candidate_of(who, found.when)
            await change.keep(sign_up(found, candidate, post, others, self._now()))

    async def sign_off(self, who: VolunteerId, shift: ShiftId) -> None:
        """Take *who* off the shift before it begins. Raises RosterRefused."""
        async with self._changing(shift) as (change, found):
            await change.keep(sign_off(found, who, self._now()))

    async def offer(self, who: VolunteerId, shift: ShiftId) -> None:
        """Offer a place to whoever can take it. Raises RosterRefused."""
        async with self._changing(shift) as (change, found):
            await change.keep(offer(found, who, self._now()))

    async def hold(self, who: VolunteerId, shift: ShiftId) -> None:
        """Take the offer of a place back. Raises RosterRefused."""
        async with self._changing(shift) as (change, found):
            await change.keep(keep(found, who, self._now()))

    async def take(self, who: Volunteer, giver: VolunteerId, shift: ShiftId) -> None:
        """Take the place that *giver* offers. Raises RosterRefused."""
        async with self._changing(shift) as (change, found):
            others = await change.shifts_of(who.id, found.when)
            candidate = candidate_of(who, found.when)
            await change.keep(take(found, giver, candidate, others, self._now()))

    async def assign(self, who: VolunteerId, shift: ShiftId, post: Post, leaver: VolunteerId | None) -> None:
        """Put *who* on the shift: in the place of *leaver*, or on a free one of this *post*. Raises RosterRefused."""
        person = (await self._store.people()).get(who)
        if person is None:
            raise MayNotBeOnShift
        async with self._changing(shift) as (change, found):
            candidate, others = candidate_of(person, found.when), await change.shifts_of(who, found.when)
            if leaver is None:
                changed = sign_up(found, candidate, post, others, self._now())
            else:
                changed = replace_by(found, leaver, candidate, others, self._now())
            await change.keep(changed)

    async def take_off(self, who: VolunteerId, shift: ShiftId) -> None:
        """Take *who* off the shift, also while it lasts. Raises RosterRefused."""
        async with self._changing(shift) as (change, found):
            await change.keep(take_off(found, who, self._now()))

    @asynccontextmanager
    async def _changing(self, shift: ShiftId) -> AsyncIterator[tuple[RosterChange, Shift]]:
        people = await self._store.people()
        async with self._store.roster_change() as change:
            found = await change.shift(shift)
            if found is None:
                raise ShiftUnknown
            yield change, _fit(found, people)

    async def _shifts(self, within: Stretch) -> tuple[tuple[Shift, ...], People]:
        """The shifts, on which everybody may be who is on them, and everybody."""
        shifts, people = await self._store.shifts(within), await self._store.people()
        return tuple(_fit(shift, people) for shift in shifts), people

    def _now(self) -> int:
        return int(self._clock().timestamp())


def posts_of(who: Volunteer) -> frozenset[Post]:
    """What this account can be on a shift for."""
    posts = set()
    if may(who, Permission.HOLD_SEAT):
        posts.add(Post.COUNSELLOR)
    if may(who, Permission.SEE_BOARD) or (who.leads and may(who, Permission.HOLD_SEAT)):
        posts.add(Post.LEAD)
    return frozenset(posts)


def candidate_of(who: Volunteer, when: Stretch) -> Candidate:
    """This account, as far as it can be on a shift *when*: in use, and with a certificate of conduct until its last day."""
    last_day = datetime.fromtimestamp(when.ends - 1, UTC).date()
    barred = who.standing is not Standing.ACTIVE or who.barred_on(last_day) is not None
    return Candidate(who.id, posts_of(who), barred)


def _fit(shift: Shift, people: People) -> Shift:
    """The shift without those of these *people* who may be on it no longer: shut out since, without a certificate, or in another role."""

    def is_fit(place: Place) -> bool:
        who = people.get(place.volunteer)
        if who is None:
            return True
        candidate = candidate_of(who, shift.when)
        return not candidate.barred and place.post in candidate.posts

    return without(shift, {place.volunteer for place in shift.taken() if not is_fit(place)})
