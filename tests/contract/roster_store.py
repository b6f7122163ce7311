"""What every roster store promises. A store joins by one fixture named ``store``, that keeps the people too."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.staff import somebody
from volunteers.errors import PeopleError
from volunteers.facts import Certificate, VolunteerId
from volunteers.model import Role, Standing, Volunteer
from volunteers.records import Account
from volunteers.roster.errors import MayNotBeOnShift, PostNotYours, ShiftFull, ShiftOverlap, ShiftUnknown
from volunteers.roster.model import Note, Place, PlaceState, Post, Shift, ShiftId, Staffing, Stretch
from volunteers.rostering import KEPT, LineFacts, Rostering
from volunteers.store import SqlPeople

HOUR = 3600
NOON = 1_800_000_000
ALL = Stretch(0, NOON * 2)


class Line:
    """A line whose clocks show UTC, open whenever anybody looks."""

    async def facts(self, within: Stretch) -> LineFacts:
        return LineFacts("Notities", "UTC", 2, (within,))

    def moments(self, _: str, day: date, begins: int, ends: int) -> Stretch | None:
        midnight = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
        return Stretch(midnight + begins * 60, midnight + ends * 60)


def rostering(store: SqlPeople, now: int = NOON - HOUR) -> Rostering:
    return Rostering(store, Line(), now=lambda: datetime.fromtimestamp(now, UTC))


def a_shift(number: int = 1, begins: int = 0, *places: Place, most: int = 2) -> Shift:
    when = Stretch(NOON + begins * HOUR, NOON + (begins + 4) * HOUR)
    ordered = tuple(sorted(places, key=lambda place: place.volunteer))
    return Shift(ShiftId(f"{number:032x}"), when, Staffing(1, most, True, Note.BRIEFING), ordered)


async def kept(store: SqlPeople, *shifts: Shift) -> None:
    async with store.roster_change() as change:
        for shift in shifts:
            await change.keep(shift)


async def hired(store: SqlPeople, name: str, *, practice: bool = False) -> Volunteer:
    """Somebody who can answer and lead, and whose certificate is good for as long as these tests look."""
    made = somebody(name, (Role.COUNSELLOR, Role.SUPERVISOR), practice=practice)
    seen = Certificate(date(2026, 1, 1), None, date(2099, 1, 1))
    volunteer = replace(made, vog=seen)
    await store.add(Account(volunteer))
    return volunteer


class RosterStoreContract:
    @pytest.fixture
    async def staff(self, store: SqlPeople) -> tuple[Volunteer, ...]:
        """Six people who can do everything."""
        return tuple([await hired(store, f"Noor {number}") for number in range(6)])

    async def test_a_shift_comes_back_as_it_was_kept(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        noor, sam, kim, *_ = (one.id for one in staff)
        shift = a_shift(
            1,
            0,
            Place(noor, Post.LEAD),
            Place(sam, Post.COUNSELLOR, PlaceState.OFFERED),
            Place(kim, Post.COUNSELLOR, PlaceState.LEFT),
        )
        bare = replace(a_shift(2, 1), staffing=Staffing(1, 20, led=False), cancelled=True, version=9)
        await kept(store, shift, bare)
        assert await store.shifts(ALL) == (shift, bare)

    async def test_a_change_stands_in_the_place_of_what_was(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        before = a_shift(1, 0, Place(staff[0].id, Post.COUNSELLOR))
        after = replace(before, places=(Place(staff[1].id, Post.LEAD),), cancelled=True, version=1)
        await kept(store, before)
        await kept(store, after)
        assert await store.shifts(ALL) == (after,)

    async def test_only_what_overlaps_is_found_and_in_order(self, store: SqlPeople) -> None:
        early, middle, late = a_shift(3, 0), a_shift(2, 4), a_shift(1, 8)
        await kept(store, late, early, middle)
        assert await store.shifts(ALL) == (early, middle, late)
        assert await store.shifts(middle.when) == (middle,)
        assert await store.shifts(Stretch(middle.when.begins - 1, middle.when.ends + 1)) == (
            early,
            middle,
            late,
        )

    async def test_what_somebody_is_on_is_found_and_what_they_left_is_remembered(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        me, other = staff[0].id, staff[1].id
        held = a_shift(1, 0, Place(me, Post.COUNSELLOR), Place(other, Post.COUNSELLOR))
        left = a_shift(2, 2, Place(me, Post.COUNSELLOR, PlaceState.LEFT))
        late = a_shift(3, 20, Place(me, Post.COUNSELLOR, PlaceState.OFFERED))
        theirs = a_shift(4, 0, Place(other, Post.COUNSELLOR))
        await kept(store, held, left, late, theirs)
        assert await store.history_of(me) == (held, left, late)
        async with store.roster_change() as change:
            assert await change.shifts_of(me, held.when) == (held,)
            assert await change.shifts_of(me, ALL) == (held, late)

    async def test_a_shift_that_nobody_planned_is_unknown(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        with pytest.raises(ShiftUnknown):
            await rostering(store).sign_up(staff[0], ShiftId("nothing"), Post.COUNSELLOR)

    async def test_nothing_is_kept_of_a_change_that_is_refused(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        shift = a_shift(1, 0, Place(staff[0].id, Post.COUNSELLOR))
        await kept(store, shift)
        gone = replace(shift, places=(Place(VolunteerId("nobody"), Post.COUNSELLOR),))
        with pytest.raises(MayNotBeOnShift):
            await kept(store, a_shift(2, 1), gone)
        assert await store.shifts(ALL) == (shift,)

    async def test_of_many_who_take_the_last_place_at_once_one_gets_it(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        shift, roster = a_shift(most=1), rostering(store)
        await kept(store, shift)
        answers = await asyncio.gather(
            *(roster.sign_up(one, shift.id, Post.COUNSELLOR) for one in staff), return_exceptions=True
        )
        assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", *["ShiftFull"] * 5]
        (found,) = await store.shifts(ALL)
        assert len(found.places) == 1

    async def test_who_signs_up_for_two_shifts_at_once_that_overlap_is_on_one(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        shifts = [a_shift(number, number) for number in range(4)]
        await kept(store, *shifts)
        roster = rostering(store)
        answers = await asyncio.gather(
            *(roster.sign_up(staff[0], shift.id, Post.COUNSELLOR) for shift in shifts), return_exceptions=True
        )
        assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", *["ShiftOverlap"] * 3]

    async def test_of_many_who_take_an_offered_place_at_once_one_gets_it(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        giver, *takers = staff
        shift, roster = a_shift(1, 0, Place(giver.id, Post.COUNSELLOR, PlaceState.OFFERED)), rostering(store)
        await kept(store, shift)
        answers = await asyncio.gather(
            *(roster.take(one, giver.id, shift.id) for one in takers), return_exceptions=True
        )
        assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", *["PlaceNotOffered"] * 4]
        (found,) = await store.shifts(ALL)
        assert sum(1 for _ in found.taken()) == 1

    async def test_an_account_that_goes_leaves_its_places(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        goes, stays = await hired(store, "Practice", practice=True), Place(staff[0].id, Post.COUNSELLOR)
        await kept(store, a_shift(1, 0, stays, Place(goes.id, Post.COUNSELLOR)))
        await store.remove_practice_accounts()
        (found,) = await store.shifts(ALL)
        assert found.places == (stays,)

    async def test_whose_account_is_shut_or_whose_certificate_runs_out_counts_no_more(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        shut, expired, demoted, stays, comes, _ = staff
        shift = a_shift(
            1, 0, *(Place(one.id, Post.COUNSELLOR) for one in (shut, expired, demoted, stays)), most=4
        )
        roster, old = rostering(store), Certificate(date(2026, 1, 1), None, date(2026, 1, 2))
        await kept(store, shift)
        assert (await roster.view(4)).shifts[0].lacks == 0
        for one, after in (
            (shut, replace(shut, standing=Standing.DISABLED)),
            (expired, replace(expired, vog=old)),
            (demoted, replace(demoted, roles=frozenset({Role.SUPERVISOR}))),
        ):
            await store.change(one.id, lambda _, after=after: after)  # type: ignore[misc]  # bound at once
        (seen,) = (await roster.view(4)).shifts
        assert [place.volunteer for place in seen.taken()] == [stays.id]
        await roster.sign_up(comes, shift.id, Post.COUNSELLOR)
        (found,) = await store.shifts(ALL)
        assert {place.volunteer for place in found.taken()} == {stays.id, comes.id}
        for one, refusal in ((shut, MayNotBeOnShift), (expired, MayNotBeOnShift), (demoted, PostNotYours)):
            with pytest.raises(refusal):
                await roster.assign(one.id, shift.id, Post.COUNSELLOR, None)

    async def test_a_scheduler_puts_people_on_and_takes_them_off_by_the_same_rules(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        noor, sam, kim, *_ = (one.id for one in staff)
        shift, other, roster = a_shift(most=1), a_shift(2, 2), rostering(store)
        await kept(store, shift, other)
        await roster.assign(noor, shift.id, Post.COUNSELLOR, None)
        refused: list[tuple[type[PeopleError], Callable[[], object]]] = [
            (ShiftFull, lambda: roster.assign(sam, shift.id, Post.COUNSELLOR, None)),
            (ShiftOverlap, lambda: roster.assign(noor, other.id, Post.COUNSELLOR, None)),
            (MayNotBeOnShift, lambda: roster.assign(VolunteerId("nobody"), other.id, Post.COUNSELLOR, None)),
        ]
        for refusal, asked in refused:
            with pytest.raises(refusal):
                await asked()  # type: ignore[misc]  # each of them is a coroutine
        await roster.assign(kim, shift.id, Post.COUNSELLOR, noor)
        await roster.take_off(kim, shift.id)
        (found, _) = await store.shifts(ALL)
        assert {place.state for place in found.places} == {PlaceState.LEFT}

    async def test_planning_makes_a_shift_a_week_and_forgets_what_ended_long_ago(
        self, store: SqlPeople
    ) -> None:
        now = int(datetime(2026, 11, 27, 12, tzinfo=UTC).timestamp())
        old, recent = (
            replace(a_shift(number), when=Stretch(now - KEPT - ago, now - KEPT - ago + 2))
            for number, ago in ((1, 3), (2, 1))
        )
        await kept(store, old, recent)
        needs = Staffing(1, 2, led=False)
        made = await rostering(store, now).plan(
            date(2026, 11, 30), date(2026, 12, 21), 22 * 60, 2 * 60, needs
        )
        assert [datetime.fromtimestamp(one.when.begins, UTC).day for one in made] == [30, 7, 14, 21]
        assert {one.when.ends - one.when.begins for one in made} == {4 * HOUR}
        assert await store.shifts(ALL) == (recent, *made)

    async def test_a_clock_that_runs_ahead_forgets_nothing(self, store: SqlPeople) -> None:
        await kept(store, a_shift(1))
        ahead = rostering(store, NOON + 2 * KEPT)
        with pytest.raises(PeopleError, match="shift_past"):
            await ahead.plan(
                datetime.fromtimestamp(NOON, UTC).date(), None, 600, 660, Staffing(1, 1, led=False)
            )
        assert await store.shifts(ALL) == (a_shift(1),)
