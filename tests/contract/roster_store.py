"""What every roster store promises. A store joins by one fixture named ``store``, that keeps the people too."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.line import KEY
from tests.staff import somebody
from volunteers.audit import Act, Chain, Deed
from volunteers.errors import PeopleError
from volunteers.facts import Certificate, VolunteerId
from volunteers.model import Role, Standing, Volunteer
from volunteers.records import Account
from volunteers.roster.errors import (
    MayNotBeOnShift,
    PostNotYours,
    ShiftCancelled,
    ShiftChanged,
    ShiftFull,
    ShiftOverlap,
    ShiftTwice,
    ShiftUnknown,
    TimeMissing,
)
from volunteers.roster.model import Note, Place, PlaceState, Post, Shift, ShiftId, Staffing, Stretch
from volunteers.roster.planning import Plan
from volunteers.roster_ports import LineFacts
from volunteers.rostering import KEPT, Planned, Rostering
from volunteers.store import SqlPeople

HOUR = 3600
NOON = 1_800_000_000
ALL = Stretch(0, NOON * 2)
TODAY = datetime.fromtimestamp(NOON, UTC).date()
PLAN = Plan("a" * 32, TODAY, TODAY + timedelta(weeks=2), 22 * 60, 2 * 60, Staffing(1, 2, led=False))


class Line:
    """A line whose clocks show UTC but for what they leave out, open whenever anybody looks."""

    def __init__(self, *left_out: date) -> None:
        self._left_out = left_out

    async def facts(self, now: int, days: int) -> LineFacts:
        today = datetime.fromtimestamp(now, UTC).date()
        midnight = datetime.combine(today + timedelta(days=days + 1), time(), UTC)
        within = Stretch(now, int(midnight.timestamp()))
        return LineFacts("Notities", "UTC", 2, True, today, within, (within,))

    def moments(self, _: str, day: date, begins: int, ends: int) -> Stretch | None:
        if day in self._left_out:
            return None
        midnight = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
        return Stretch(midnight + begins * 60, midnight + ends * 60)


def rostering(store: SqlPeople, now: int = NOON - HOUR, line: Line | None = None) -> Rostering:
    return Rostering(store, line or Line(), now=lambda: datetime.fromtimestamp(now, UTC))


def noted(deed: Deed, by: VolunteerId | None, whom: VolunteerId) -> Act:
    """What is written down when an account is changed an hour before noon."""
    return Act(deed, datetime.fromtimestamp(NOON - HOUR, UTC), by, whom)


Told = tuple[Deed, VolunteerId | None, VolunteerId | None, int | None]


async def told(store: SqlPeople) -> list[Told]:
    """What the log says, when it is whole."""
    head, lines = await store.audit_log()
    assert Chain(KEY).verify(head, lines) == len(lines)
    return [(act.deed, act.by, act.whom, act.number) for line in lines if (act := line.act)]


def a_shift(number: int = 1, begins: int = 0, *places: Place, most: int = 2) -> Shift:
    when = Stretch(NOON + begins * HOUR, NOON + (begins + 4) * HOUR)
    ordered = tuple(sorted(places, key=lambda place: place.volunteer))
    last = datetime.fromtimestamp(when.ends - 1, UTC).date()
    return Shift(ShiftId(f"{number:032x}"), when, last, Staffing(1, most, True, Note.BRIEFING), ordered)


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
            await rostering(store).sign_up(staff[0].id, ShiftId("nothing"), Post.COUNSELLOR)

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
            *(roster.sign_up(one.id, shift.id, Post.COUNSELLOR) for one in staff), return_exceptions=True
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
            *(roster.sign_up(staff[0].id, shift.id, Post.COUNSELLOR) for shift in shifts),
            return_exceptions=True,
        )
        assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", *["ShiftOverlap"] * 3]

    async def test_of_many_who_take_an_offered_place_at_once_one_gets_it(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        giver, *takers = staff
        shift, roster = a_shift(1, 0, Place(giver.id, Post.COUNSELLOR, PlaceState.OFFERED)), rostering(store)
        await kept(store, shift)
        answers = await asyncio.gather(
            *(roster.take(one.id, giver.id, shift.id) for one in takers), return_exceptions=True
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

    async def test_whose_account_may_be_on_it_no_longer_is_taken_off_with_the_change_of_the_account(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        by, shut, shortened, demoted, gone, comes = staff
        leads = replace(await hired(store, "Leads"), roles=frozenset({Role.COUNSELLOR}), leads=True)
        await store.change(leads.id, lambda _: leads, noted(Deed.ROLES_CHANGED, by.id, leads.id))
        people = (by, shut, shortened, demoted, gone)
        places = [Place(one.id, Post.COUNSELLOR) for one in people] + [Place(leads.id, Post.LEAD)]
        shift, lasting = a_shift(1, 0, *places, most=5), a_shift(2, -3, *places, most=5)
        over, off = a_shift(3, -9, *places, most=5), replace(a_shift(4, 8, *places, most=5), cancelled=True)
        await kept(store, shift, lasting, over, off)
        short = Certificate(date(2026, 1, 1), None, TODAY - timedelta(days=1))
        changes: list[tuple[Volunteer, Volunteer | None, Deed]] = [
            (shut, replace(shut, standing=Standing.DISABLED), Deed.DISABLED),
            (shortened, replace(shortened, vog=short), Deed.CERTIFICATE_SEEN),
            (demoted, replace(demoted, roles=frozenset({Role.SUPERVISOR})), Deed.ROLES_CHANGED),
            (leads, replace(leads, leads=False), Deed.FACTS_CHANGED),
            (gone, None, Deed.REMOVED),
        ]
        before = len(await told(store))
        for one, after, deed in changes:
            await store.change(one.id, lambda _, after=after: after, noted(deed, by.id, one.id))  # type: ignore[misc]  # bound at once
        found = {one.id: one for one in await store.shifts(ALL)}
        for changed in (shift, lasting):
            assert [place.volunteer for place in found[changed.id].taken()] == [by.id]
            assert found[changed.id].version == changed.version + 5
        for left in (over, off):
            assert (found[left.id].version, sum(1 for _ in found[left.id].taken())) == (left.version, 5)
        assert (await told(store))[before:] == [
            line
            for one, _, deed in changes
            for line in (
                (deed, by.id, one.id, None),
                (Deed.TAKEN_OFF_SHIFT, by.id, one.id, lasting.when.begins),
                (Deed.TAKEN_OFF_SHIFT, by.id, one.id, shift.when.begins),
            )
        ]
        roster = rostering(store)
        for one, refusal in ((shut, MayNotBeOnShift), (shortened, MayNotBeOnShift), (demoted, PostNotYours)):
            with pytest.raises(refusal):
                await roster.assign(by, one.id, shift.id, Post.COUNSELLOR, None)
        await roster.sign_up(comes.id, shift.id, Post.COUNSELLOR)
        # Whose account is opened again signs up anew: nobody comes back by what others did meanwhile.
        await store.change(shut.id, lambda _: shut, noted(Deed.ENABLED, by.id, shut.id))
        (seen,) = [one for one in (await roster.view(4)).shifts if one.id == shift.id]
        assert {place.volunteer for place in seen.taken()} == {by.id, comes.id}

    async def test_a_change_of_an_account_that_may_stay_leaves_its_shifts_as_they_are(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        by, one, *_ = staff
        shift = a_shift(1, 0, Place(one.id, Post.COUNSELLOR))
        await kept(store, shift)
        after = replace(one, capacity=1, vog=Certificate(date(2026, 1, 1), None, TODAY))
        await store.change(one.id, lambda _: after, noted(Deed.FACTS_CHANGED, by.id, one.id))
        assert await store.shifts(ALL) == (shift,)
        assert await told(store) == [(Deed.FACTS_CHANGED, by.id, one.id, None)]

    async def test_a_new_role_leaves_nobody_blocked_by_a_shift_they_are_not_on(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        by, sam, *_ = staff
        first, second, roster = a_shift(1, 0, Place(sam.id, Post.COUNSELLOR)), a_shift(2, 2), rostering(store)
        await kept(store, first, second)
        after = replace(sam, roles=frozenset({Role.SUPERVISOR}))
        await store.change(sam.id, lambda _: after, noted(Deed.ROLES_CHANGED, by.id, sam.id))
        await roster.sign_up(sam.id, second.id, Post.LEAD)
        _, _, theirs = await roster.calendar(sam.id)
        assert [(one.id, one.place_of(sam.id) is not None, one.version) for one in theirs] == [
            (first.id, False, 1),
            (second.id, True, 1),
        ]

    async def test_an_account_may_be_shut_while_its_owner_signs_up_and_is_not_on_the_shift_then(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        by, roster = staff[0], rostering(store)
        for number in range(20):
            one, shift = await hired(store, f"Comes {number}"), a_shift(number + 1)
            await kept(store, shift)
            shut = replace(one, standing=Standing.DISABLED)
            await asyncio.gather(
                roster.sign_up(one.id, shift.id, Post.COUNSELLOR),
                store.change(one.id, lambda _, shut=shut: shut, noted(Deed.DISABLED, by.id, one.id)),  # type: ignore[misc]  # bound at once
                return_exceptions=True,
            )
        assert not any(any(shift.taken()) for shift in await store.shifts(ALL))

    async def test_a_certificate_is_judged_by_the_date_on_the_wall_when_the_shift_ends(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        """From 00:00 till 00:45 in Amsterdam it is still yesterday by Greenwich."""
        until = Certificate(date(2026, 1, 1), None, TODAY)
        sam = replace(staff[1], vog=until)
        await store.change(sam.id, lambda _: sam, noted(Deed.CERTIFICATE_SEEN, None, sam.id))
        tonight = replace(a_shift(1), last_day=TODAY + timedelta(days=1))
        await kept(store, tonight, a_shift(2, 5))
        with pytest.raises(MayNotBeOnShift):
            await rostering(store).sign_up(sam.id, tonight.id, Post.COUNSELLOR)
        await rostering(store).sign_up(sam.id, a_shift(2, 5).id, Post.COUNSELLOR)

    async def test_a_scheduler_puts_people_on_and_takes_them_off_by_the_same_rules(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        by = staff[-1]
        noor, sam, kim, *_ = (one.id for one in staff)
        shift, other, roster = a_shift(most=1), a_shift(2, 2), rostering(store)
        await kept(store, shift, other)
        await roster.assign(by, noor, shift.id, Post.COUNSELLOR, None)
        refused: list[tuple[type[PeopleError], Callable[[], object]]] = [
            (ShiftFull, lambda: roster.assign(by, sam, shift.id, Post.COUNSELLOR, None)),
            (ShiftOverlap, lambda: roster.assign(by, noor, other.id, Post.COUNSELLOR, None)),
            (
                MayNotBeOnShift,
                lambda: roster.assign(by, VolunteerId("nobody"), other.id, Post.COUNSELLOR, None),
            ),
        ]
        for refusal, asked in refused:
            with pytest.raises(refusal):
                await asked()  # type: ignore[misc]  # each of them is a coroutine
        await roster.assign(by, kim, shift.id, Post.COUNSELLOR, noor)
        await roster.take_off(by, kim, shift.id)
        (found, _) = await store.shifts(ALL)
        assert {place.state for place in found.places} == {PlaceState.LEFT}
        begins = shift.when.begins
        assert await told(store) == [
            (Deed.PUT_ON_SHIFT, by.id, noor, begins),
            (Deed.TAKEN_OFF_SHIFT, by.id, noor, begins),
            (Deed.PUT_ON_SHIFT, by.id, kim, begins),
            (Deed.TAKEN_OFF_SHIFT, by.id, kim, begins),
        ]

    async def test_what_is_made_of_a_shift_and_who_leaves_it_is_written_down_with_its_beginning(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        by, sam, kim, *_ = staff
        roster = rostering(store)
        await roster.plan(by, replace(PLAN, until=None))
        (made,) = await store.shifts(ALL)
        await roster.adjust(by, made.id, Staffing(2, 2, led=False), made.version)
        await roster.adjust(by, made.id, Staffing(2, 2, led=False), made.version)
        with pytest.raises(ShiftChanged):
            await roster.adjust(by, made.id, Staffing(1, 3, led=False), made.version)
        await roster.sign_up(sam.id, made.id, Post.COUNSELLOR)
        await roster.offer(sam.id, made.id)
        await roster.take(kim.id, sam.id, made.id)
        await roster.sign_off(kim.id, made.id)
        await roster.cancel(by, made.id)
        with pytest.raises(ShiftCancelled):
            await roster.cancel(by, made.id)
        begins = made.when.begins
        assert await told(store) == [
            (Deed.SHIFTS_PLANNED, by.id, None, begins),
            (Deed.SHIFT_CHANGED, by.id, None, begins),
            (Deed.TOOK_PLACE, kim.id, sam.id, begins),
            (Deed.SIGNED_OFF_SHIFT, kim.id, None, begins),
            (Deed.SHIFT_CANCELLED, by.id, None, begins),
        ]

    async def test_an_account_may_go_while_somebody_is_put_on_the_same_shift(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        """Never do both wait for each other until the database ends one of them."""
        by, comes, shift, roster = staff[0], staff[1], a_shift(most=20), rostering(store)
        await kept(store, shift)
        for number in range(20):
            goes = await hired(store, f"Goes {number}")
            await roster.assign(by, goes.id, shift.id, Post.COUNSELLOR, None)
            await asyncio.gather(
                roster.assign(by, comes.id, shift.id, Post.COUNSELLOR, None),
                store.change(goes.id, lambda _: None, noted(Deed.REMOVED, by.id, goes.id)),
            )
            await roster.take_off(by, comes.id, shift.id)
        assert [place.volunteer for place in (await store.shifts(ALL))[0].places] == [comes.id]

    async def test_planning_makes_a_shift_a_week_and_tells_of_the_weeks_left_out(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        missing = TODAY + timedelta(weeks=1)
        roster = rostering(store, line=Line(missing))
        assert await roster.plan(staff[0], PLAN) == Planned(2, (missing,))
        made = await store.shifts(ALL)
        days = [datetime.fromtimestamp(one.when.begins, UTC).date() for one in made]
        assert days == [TODAY, TODAY + timedelta(weeks=2)]
        assert [one.last_day - day for one, day in zip(made, days, strict=True)] == [timedelta(days=1)] * 2
        assert {one.when.ends - one.when.begins for one in made} == {4 * HOUR}
        with pytest.raises(TimeMissing):
            await rostering(store, line=Line(TODAY)).plan(staff[0], replace(PLAN, until=None))

    async def test_a_plan_that_is_sent_again_is_answered_the_same_and_makes_nothing(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        roster = rostering(store)
        answers = await asyncio.gather(*(roster.plan(staff[0], PLAN) for _ in range(3)))
        assert answers == [Planned(3, ())] * 3
        made = await store.shifts(ALL)
        for shift in made:
            await roster.cancel(staff[0], shift.id)
        assert await rostering(store, made[0].when.ends).plan(staff[0], PLAN) == Planned(3, ())
        assert len(await store.shifts(ALL)) == 3
        assert [deed for deed, *_ in await told(store)] == [Deed.SHIFTS_PLANNED, *[Deed.SHIFT_CANCELLED] * 3]

    async def test_a_plan_of_which_one_shift_is_there_already_makes_none(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        roster = rostering(store)
        await roster.plan(staff[0], replace(PLAN, first=TODAY + timedelta(weeks=1)))
        before = await store.shifts(ALL)
        with pytest.raises(ShiftTwice):
            await roster.plan(staff[0], replace(PLAN, id="b" * 32))
        assert await store.shifts(ALL) == before
        await roster.cancel(staff[0], before[0].id)
        await roster.cancel(staff[0], before[1].id)
        assert await roster.plan(staff[0], replace(PLAN, id="b" * 32)) == Planned(3, ())

    async def test_what_ended_long_ago_is_forgotten_and_nothing_else(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        place = Place(staff[0].id, Post.COUNSELLOR)
        old, recent, ahead = a_shift(1, -HOUR, place), a_shift(2, -1, place), a_shift(3, HOUR, place)
        old = replace(old, when=Stretch(NOON - KEPT - 10, NOON - KEPT - 1))
        recent = replace(recent, when=Stretch(NOON - KEPT - 10, NOON - KEPT))
        await kept(store, old, recent, ahead)
        await rostering(store, NOON).forget_old()
        assert await store.history_of(staff[0].id) == (recent, ahead)

    async def test_planning_far_ahead_by_a_clock_that_runs_ahead_forgets_nothing(
        self, store: SqlPeople, staff: tuple[Volunteer, ...]
    ) -> None:
        await kept(store, a_shift(1))
        ahead = rostering(store, NOON + 2 * KEPT)
        await ahead.plan(staff[0], replace(PLAN, first=TODAY + timedelta(days=80), until=None))
        assert (await store.shifts(ALL))[0] == a_shift(1)

    async def test_hours_and_shifts_are_compared_through_the_whole_of_the_last_day(
        self, store: SqlPeople
    ) -> None:
        view = await rostering(store).view(1)
        until = datetime.fromtimestamp(view.compared_until, UTC)
        assert (until.date() - TODAY, until.time()) == (timedelta(days=15), time())
        assert (view.agreement.gaps[-1].when.ends, view.today) == (view.compared_until, TODAY)
        assert view.agreement.is_open
