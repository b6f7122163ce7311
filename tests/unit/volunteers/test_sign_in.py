"""The two steps of signing in: what opens, what never does, and what is used up."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.staff import At
from tests.unit.volunteers.conftest import KEY, NOWHERE, ORIGIN, PASSWORD, Staff, WallClock
from volunteers.audit import Act, Chain, Deed
from volunteers.credentials import Passwords, Safe, Token, hash_of, hash_of_code, new_token
from volunteers.enrolment import recovery_codes
from volunteers.errors import Busy, CodeRefused, PendingGone, SignInRefused, SlowDown
from volunteers.model import Role, Standing
from volunteers.office import open_office
from volunteers.records import Session
from volunteers.sign_in import Begun, Code, Way
from volunteers.store import SqlPeople
from volunteers.totp import STEP_SECONDS

STEP = timedelta(seconds=STEP_SECONDS)
WRONG = "een ander wachtwoord"


async def begun(staff: Staff, name: str = "Noor") -> Begun:
    return await staff.office.sign_in.begin(name, PASSWORD, NOWHERE)


async def refused(work: Coroutine[Any, Any, object]) -> str:
    """The code it is refused with."""
    with pytest.raises((SignInRefused, CodeRefused, PendingGone, SlowDown)) as refusal:
        await work
    return refusal.value.code


async def with_recovery(staff: Staff) -> str:
    """Noor, with one recovery code."""
    noor, (code, *_) = await staff.hire(), recovery_codes()
    await staff.store.replace_recovery(noor.id, [hash_of_code(code)])
    return code


async def test_a_password_and_a_code_open_a_session(staff: Staff) -> None:
    noor = await staff.hire()
    signed_in = await staff.sign_in()
    assert signed_in.volunteer == noor == await staff.office.directory.volunteer_of(signed_in.token)
    assert signed_in.failed == 0


async def test_a_name_may_be_typed_in_any_capitals(staff: Staff) -> None:
    volunteer = await staff.hire("Noor de Wit")
    assert (await staff.sign_in("  noor  DE wit ")).volunteer == volunteer


@pytest.mark.parametrize(
    ("name", "password"),
    [
        pytest.param("Noor", WRONG, id="wrong password"),
        pytest.param("Noor", PASSWORD.upper(), id="other capitals in the password"),
        pytest.param("Noor", "kort", id="short password"),
        pytest.param("Noor", "x" * 5000, id="endless password"),
        pytest.param("Noor", "", id="no password"),
        pytest.param("Sam", PASSWORD, id="unknown name"),
        pytest.param("", PASSWORD, id="no name"),
        pytest.param("No\x00or", PASSWORD, id="a name that cannot be"),
        pytest.param("\ud800\ud800", PASSWORD, id="half characters"),
    ],
)
async def test_a_refusal_does_not_tell_what_was_wrong(staff: Staff, name: str, password: str) -> None:
    await staff.hire()
    with pytest.raises(SignInRefused) as refusal:
        await staff.office.sign_in.begin(name, password, NOWHERE)
    assert (str(refusal.value), refusal.value.args) == ("sign_in_refused", ())


@pytest.mark.parametrize("standing", [Standing.DISABLED, Standing.INVITED])
async def test_an_account_that_is_not_in_use_is_refused_like_a_wrong_password(
    staff: Staff, standing: Standing
) -> None:
    noor = await staff.hire()
    noted = Act(Deed.DISABLED, staff.clock(), None, noor.id)
    await staff.store.change(noor.id, lambda _: replace(noor, standing=standing), noted)
    assert await refused(begun(staff)) == "sign_in_refused"


async def test_without_a_second_factor_nobody_comes_in(staff: Staff, store: SqlPeople) -> None:
    noor = await staff.hire()
    (factor,) = await store.factors(noor.id)
    async with store._engine.begin() as connection:
        await connection.exec_driver_sql("DELETE FROM factors")
    assert factor.volunteer == noor.id
    assert await refused(begun(staff)) == "sign_in_refused"


async def test_the_second_step_cannot_be_left_out(staff: Staff) -> None:
    """What the first step answers is no session."""
    await staff.hire()
    half = await begun(staff)
    assert half.methods == ("totp",)
    assert await staff.office.directory.live([half.pending]) == frozenset()  # type: ignore[list-item] # what an attacker tries


@pytest.mark.parametrize("code", ["", "000000", "12345", "1234567", "١٢٣٤٥٦", "12 34 5x", "-12345", "\ud800"])
async def test_what_is_no_code_of_the_telephone_is_refused(staff: Staff, code: str) -> None:
    await staff.hire()
    half = await begun(staff)
    finish = staff.office.sign_in.finish(half.pending, Code(code, recovery=False), NOWHERE)
    assert await refused(finish) == "code_refused"


@pytest.mark.parametrize(("steps", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
async def test_a_clock_may_be_half_a_minute_off(staff: Staff, steps: int, *, opens: bool) -> None:
    """REQ-E3: skew."""
    await staff.hire()
    if opens:
        await staff.sign_in(steps=steps)
    else:
        assert await refused(staff.sign_in(steps=steps)) == "code_refused"


async def test_a_code_opens_once(staff: Staff, clock: WallClock) -> None:
    """REQ-E3: reuse, and every code before it."""
    await staff.hire()
    await staff.sign_in()
    for steps in (0, -1):
        assert await refused(staff.sign_in(steps=steps)) == "code_refused"
    clock.advance(STEP)
    assert await refused(staff.sign_in(steps=-1)) == "code_refused"
    clock.advance(STEP)
    await staff.sign_in(steps=0)


async def test_of_many_who_show_one_code_at_once_one_comes_in(staff: Staff) -> None:
    """REQ-E3: replay, by somebody who reads along."""
    await staff.hire()
    halves = [await begun(staff) for _ in range(4)]
    finish = staff.office.sign_in.finish
    shown = [finish(half.pending, staff.code(), NOWHERE) for half in halves]
    answers = await asyncio.gather(*shown, return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["CodeRefused"] * 3 + ["SignedIn"]


async def test_a_code_is_used_up_by_a_sign_in_that_fails(staff: Staff) -> None:
    """REQ-E3: two at once with one first step; the one that loses has used its code too."""
    await staff.hire()
    half = await begun(staff)
    finish = staff.office.sign_in.finish
    shown = [finish(half.pending, staff.code(steps), NOWHERE) for steps in (0, 1)]
    answers = await asyncio.gather(*shown, return_exceptions=True)
    assert {type(answer).__name__ for answer in answers} <= {"SignedIn", "PendingGone", "CodeRefused"}
    assert sum(not isinstance(answer, Exception) for answer in answers) == 1
    assert await refused(staff.sign_in(steps=0)) == "code_refused"


async def test_a_clock_that_is_put_back_makes_no_old_code_new(staff: Staff, clock: WallClock) -> None:
    await staff.hire()
    await staff.sign_in()
    clock.advance(timedelta(minutes=-4))
    assert await refused(staff.sign_in()) == "code_refused"


async def test_a_code_of_one_does_not_open_the_account_of_another(staff: Staff, store: SqlPeople) -> None:
    """REQ-E3: downgrade by somebody of the house."""
    noor = await staff.hire()
    await staff.hire("Sam")
    codes = recovery_codes()
    await store.replace_recovery(noor.id, [hash_of_code(codes[0])])
    half = await begun(staff, "Sam")
    assert half.methods == ("totp",)
    finish = staff.office.sign_in.finish(half.pending, Code(codes[0], recovery=True), NOWHERE)
    assert await refused(finish) == "code_refused"
    assert await store.recovery_left(noor.id) == 1, "and is not used up by it"


async def test_a_recovery_code_opens_once_however_it_is_typed(staff: Staff) -> None:
    code = await with_recovery(staff)
    half = await begun(staff)
    assert half.methods == ("totp", "recovery")
    typed = Code(f" {code.upper().replace('-', '  ')} ", recovery=True)
    signed_in = await staff.office.sign_in.finish(half.pending, typed, NOWHERE)
    assert signed_in.volunteer.name == "Noor"
    again = await begun(staff)
    assert again.methods == ("totp",)
    assert await refused(staff.office.sign_in.finish(again.pending, typed, NOWHERE)) == "code_refused"


async def test_after_the_second_step_nothing_more_is_taken_for_it(staff: Staff, store: SqlPeople) -> None:
    """REQ-E3: a recovery code after a code of the telephone is not even looked at."""
    code = await with_recovery(staff)
    half = await begun(staff)
    signed_in = await staff.office.sign_in.finish(half.pending, staff.code(), NOWHERE)
    finish = staff.office.sign_in.finish(half.pending, Code(code, recovery=True), NOWHERE)
    assert await refused(finish) == "pending_gone"
    assert await store.recovery_left(signed_in.volunteer.id) == 1


async def test_a_code_is_no_recovery_code_and_the_other_way_round(staff: Staff) -> None:
    code = await with_recovery(staff)
    half = await begun(staff)
    for wrong in (Code(staff.code().text, recovery=True), Code(code, recovery=False)):
        assert await refused(staff.office.sign_in.finish(half.pending, wrong, NOWHERE)) == "code_refused"
    await staff.office.sign_in.finish(half.pending, staff.code(), NOWHERE)


@pytest.mark.parametrize(
    "shown",
    [
        {},
        {"id": 3},
        {"id": "x", "response": {}},
        {"id": "x", "rawId": "x", "type": "public-key", "response": {"authenticatorData": "x"}},
    ],
)
async def test_what_no_passkey_signed_is_refused(staff: Staff, shown: dict[str, object]) -> None:
    await staff.hire()
    half = await begun(staff)
    assert await refused(staff.office.sign_in.finish(half.pending, shown, NOWHERE)) == "code_refused"


async def test_the_first_step_holds_for_five_minutes_and_five_tries(staff: Staff, clock: WallClock) -> None:
    await staff.hire()
    finish = staff.office.sign_in.finish
    late = await begun(staff)
    clock.advance(timedelta(minutes=5))
    assert await refused(finish(late.pending, staff.code(), NOWHERE)) == "pending_gone"
    half = await begun(staff)
    for _ in range(5):
        assert await refused(finish(half.pending, Code("000000", recovery=False), NOWHERE)) == "code_refused"
    assert await refused(finish(half.pending, staff.code(), NOWHERE)) == "pending_gone"
    assert await refused(finish(Token("x" * 43), staff.code(), NOWHERE)) == "pending_gone"


async def test_a_first_step_of_a_time_that_has_not_come_is_gone(staff: Staff, clock: WallClock) -> None:
    await staff.hire()
    half = await begun(staff)
    clock.advance(timedelta(hours=-1))
    assert await refused(staff.office.sign_in.finish(half.pending, staff.code(), NOWHERE)) == "pending_gone"


async def test_the_second_step_may_come_to_another_node(
    staff: Staff, store: SqlPeople, passwords: Passwords, clock: WallClock
) -> None:
    await staff.hire()
    half = await begun(staff)
    place = At(ORIGIN, frozenset({ORIGIN}))
    other = open_office(store, passwords, KEY, place, now=clock, ticks=clock.ticks)
    assert (await other.sign_in.finish(half.pending, staff.code(), NOWHERE)).volunteer.name == "Noor"


async def test_under_another_key_no_code_is_right_and_nothing_breaks(
    staff: Staff, store: SqlPeople, passwords: Passwords, clock: WallClock
) -> None:
    """Whoever has the database alone can make no code of what stands in it."""
    await staff.hire()
    half = await begun(staff)
    other = open_office(store, passwords, bytes(32), At(ORIGIN, frozenset()), now=clock, ticks=clock.ticks)
    assert await refused(other.sign_in.finish(half.pending, staff.code(), NOWHERE)) == "code_refused"


async def test_a_secret_in_the_place_of_another_opens_nothing() -> None:
    safe = Safe(KEY)
    sealed = safe.seal(b"of noor", "noor")
    assert safe.open(sealed, "noor") == b"of noor"
    assert safe.open(sealed, "sam") is None
    assert safe.open(sealed[:5], "noor") is None
    assert Safe(bytes(32)).open(sealed, "noor") is None


async def test_its_owner_is_told_how_many_tries_were_refused(staff: Staff) -> None:
    """REQ-E5. Both steps count, and each time anew; nobody else's tries do."""
    noor = await staff.hire()
    await staff.hire("Sam")
    for name in ("Noor", "Noor", "Sam"):
        assert await refused(staff.office.sign_in.begin(name, WRONG, NOWHERE)) == "sign_in_refused"
    half = await begun(staff)
    wrong = staff.office.sign_in.finish(half.pending, Code("000000", recovery=False), NOWHERE)
    assert await refused(wrong) == "code_refused"
    signed_in = await staff.office.sign_in.finish(half.pending, staff.code(), NOWHERE)
    assert (signed_in.volunteer, signed_in.failed) == (noor, 3)
    session = await staff.office.directory.session_of(signed_in.token)
    assert session is not None
    assert session.failed == 3, "and a page that is loaded again can tell it again"
    assert (await staff.sign_in(steps=1)).failed == 0


class Vanishing(SqlPeople):
    """A store in which the account goes between the second step and the opening of the session."""

    async def open_session(self, session: Session, noted: Act | None = None) -> bool:
        await self.remove_practice_accounts()
        return await super().open_session(session, noted)


async def test_an_account_that_goes_while_it_signs_in_is_refused(
    store: SqlPeople, passwords: Passwords, clock: WallClock
) -> None:
    staff = Staff(Vanishing(store._engine, Chain(KEY)), passwords, clock)
    await staff.hire(practice=True)
    assert await refused(staff.sign_in()) == "pending_gone"


async def test_ten_thousand_guesses_and_the_real_person_still_gets_in(staff: Staff, clock: WallClock) -> None:
    """REQ-E5. From another place at once; from a known browser at once even at the attacker's place."""
    await staff.hire("Noor", Role.SUPERVISOR)
    desk = await staff.sign_in("Noor", Way("203.0.113.9"))
    attacker = Way("203.0.113.9")
    begin = staff.office.sign_in.begin
    codes: dict[str, int] = {}
    for _ in range(10_000):
        code = await refused(begin("Noor", WRONG, attacker))
        codes[code] = codes.get(code, 0) + 1
        clock.advance(timedelta(milliseconds=50))
    assert codes["slow_down"] > 9_900
    known = Way("203.0.113.9", desk.browser)
    assert (await staff.sign_in("Noor", known)).failed == codes["sign_in_refused"]
    assert (await staff.sign_in("Noor", Way("198.51.100.7"), steps=1)).failed == 0
    with pytest.raises(SlowDown) as refusal:
        await begin("Noor", PASSWORD, attacker)
    assert 0 < refusal.value.retry_ms <= 30_001
    clock.advance(timedelta(milliseconds=refusal.value.retry_ms) + STEP)
    assert (await staff.sign_in("Noor", attacker)).volunteer.name == "Noor"


async def test_a_browser_is_known_for_who_signed_in_there_and_for_ninety_days(
    staff: Staff, store: SqlPeople, clock: WallClock
) -> None:
    noor, sam = await staff.hire(), await staff.hire("Sam")
    browser = (await staff.sign_in()).browser
    assert await store.knows(hash_of(browser), noor.id, clock())
    assert not await store.knows(hash_of(browser), sam.id, clock())
    foreign = Token(new_token())
    assert (await staff.sign_in("Sam", Way(None, foreign))).browser != foreign, (
        "nobody is given a secret by others"
    )
    clock.advance(timedelta(days=89))
    assert (await staff.sign_in("Noor", Way(None, browser))).browser == browser
    clock.advance(timedelta(days=90))
    assert not await store.knows(hash_of(browser), noor.id, clock())


async def test_a_full_house_is_no_wrong_try(store: SqlPeople, passwords: Passwords, clock: WallClock) -> None:
    await Staff(store, passwords, clock).hire()
    with Passwords(room=0) as full:
        crowded = Staff(store, full, clock)
        for _ in range(10):
            with pytest.raises(Busy):
                await crowded.office.sign_in.begin("Noor", WRONG, NOWHERE)
