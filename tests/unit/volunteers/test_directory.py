"""Who is signed in, over a true store in memory and a clock that is set by hand."""

from datetime import date, timedelta

import pytest

from tests.unit.volunteers.conftest import NOWHERE, PASSWORD, Staff, WallClock
from volunteers.credentials import SessionToken, hash_of
from volunteers.directory import IDLE_LASTS
from volunteers.facts import Skill
from volunteers.keeping import Facts
from volunteers.model import Role
from volunteers.store import SqlPeople

HALF_AN_HOUR = timedelta(minutes=30)
SECOND = timedelta(seconds=1)


async def signed_in(staff: Staff, name: str = "Noor") -> SessionToken:
    await staff.hire(name)
    return (await staff.sign_in(name)).token


async def test_a_session_in_use_ends_after_twelve_hours(staff: Staff, clock: WallClock) -> None:
    """REQ-E4."""
    token = await signed_in(staff)
    for _ in range(12 * 6 - 1):
        clock.advance(timedelta(minutes=10))
        assert await staff.office.directory.volunteer_of(token) is not None
    clock.advance(timedelta(minutes=10) - SECOND)
    assert await staff.office.directory.volunteer_of(token) is not None
    clock.advance(SECOND)
    assert await staff.office.directory.volunteer_of(token) is None
    assert await staff.office.directory.live([token]) == frozenset()


async def test_a_session_nobody_uses_ends_after_a_quarter_of_an_hour(staff: Staff, clock: WallClock) -> None:
    """REQ-E4. It is in use while a page of it is connected, which asks for it, or while something is asked for."""
    token = await signed_in(staff)
    for _ in range(4):
        clock.advance(IDLE_LASTS - SECOND)
        assert await staff.office.directory.live([token]) == {token}
    clock.advance(IDLE_LASTS)
    assert await staff.office.directory.live([token]) == frozenset()
    assert await staff.office.directory.volunteer_of(token) is None


async def test_that_somebody_is_there_is_written_down_once_a_minute(
    staff: Staff, store: SqlPeople, clock: WallClock
) -> None:
    token = await signed_in(staff)
    (opened,) = await store.sessions([hash_of(token)])
    clock.advance(timedelta(seconds=59))
    await staff.office.directory.volunteer_of(token)
    assert list(await store.sessions([hash_of(token)])) == [opened]
    clock.advance(SECOND)
    await staff.office.directory.volunteer_of(token)
    (seen,) = await store.sessions([hash_of(token)])
    assert seen.seen_at == clock()


async def test_a_page_that_asks_by_itself_keeps_no_session_open(
    staff: Staff, store: SqlPeople, clock: WallClock
) -> None:
    """REQ-E4."""
    token, directory = await signed_in(staff), staff.office.directory
    (opened,) = await store.sessions([hash_of(token)])
    clock.advance(IDLE_LASTS - SECOND)
    assert await directory.session_of(token, is_there=False) == opened
    clock.advance(SECOND)
    assert await directory.session_of(token) is None


@pytest.mark.parametrize("put_back", [timedelta(hours=1), timedelta(days=400)])
async def test_a_clock_that_is_put_back_lengthens_no_session(
    staff: Staff, clock: WallClock, put_back: timedelta
) -> None:
    token = await signed_in(staff)
    clock.advance(-put_back)
    assert await staff.office.directory.volunteer_of(token) is None


async def test_a_clock_that_is_put_forward_ends_sessions_and_nothing_else(
    staff: Staff, clock: WallClock
) -> None:
    token = await signed_in(staff)
    clock.advance(timedelta(days=4000))
    assert await staff.office.directory.volunteer_of(token) is None
    assert (await staff.sign_in()).volunteer.name == "Noor"


async def test_signing_in_forgets_the_sessions_that_others_left(
    staff: Staff, store: SqlPeople, clock: WallClock
) -> None:
    left = await signed_in(staff)
    clock.advance(timedelta(hours=6))
    live = await signed_in(staff, "Sam")
    clock.advance(timedelta(hours=6))
    assert len(await store.sessions([hash_of(left), hash_of(live)])) == 2
    await staff.sign_in("Noor")
    assert [one.token_hash for one in await store.sessions([hash_of(left), hash_of(live)])] == [hash_of(live)]


async def test_signing_out_ends_that_session_and_no_other(staff: Staff) -> None:
    directory = staff.office.directory
    desk = await signed_in(staff)
    phone = (await staff.sign_in(steps=1)).token
    for _ in range(2):
        await directory.sign_out(desk)
        assert await directory.live([desk, phone]) == {phone}


async def test_a_token_of_nobody_opens_nothing(staff: Staff) -> None:
    token = await signed_in(staff)
    directory = staff.office.directory
    assert await directory.volunteer_of(SessionToken("x" * 43)) is None
    assert await directory.volunteer_of(SessionToken(hash_of(token))) is None
    assert await directory.live([]) == frozenset()


async def test_practice_accounts_are_told_from_real_ones_and_go_alone(staff: Staff) -> None:
    directory = staff.office.directory
    assert not await directory.holds_practice_accounts()
    assert not await directory.holds_real_accounts()
    assert (await staff.hire("Noor", practice=True)).practice
    practising, real = (await staff.sign_in()).token, await signed_in(staff, "Sam")
    assert await directory.holds_practice_accounts()
    assert await directory.holds_real_accounts()
    await directory.remove_practice_accounts()
    assert await directory.live([practising, real]) == {real}
    assert not await directory.holds_practice_accounts()
    assert not (await staff.hire("Noor")).practice


async def test_skills_are_those_that_count_today(staff: Staff, clock: WallClock) -> None:
    admin = await staff.hire("Ada", Role.ADMINISTRATOR)
    last_day = date(2026, 3, 2)
    facts = Facts(("nl",), skills=(Skill("friend"), Skill("sign_language", last_day)))
    made, _ = await staff.office.keeping.invite(admin, "Sam", [Role.COUNSELLOR], facts)
    assert await staff.office.directory.skills() == {"friend", "sign_language"}
    clock.advance(timedelta(days=1))
    assert made.skills_on(clock().date()) == {"friend", "sign_language"}
    clock.advance(timedelta(days=1))
    assert await staff.office.directory.skills() == made.skills_on(clock().date()) == {"friend"}


async def test_names_are_told_by_id(staff: Staff) -> None:
    noor = await staff.hire()
    assert await staff.office.directory.names([noor.id]) == {noor.id: "Noor"}
    assert (await staff.office.sign_in.begin("noor", PASSWORD, NOWHERE)).methods == ("totp",)
