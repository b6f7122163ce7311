"""What may be made of an account, by whom; and the links that are handed over."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest

from tests.staff import SECRET
from tests.unit.volunteers.conftest import NOWHERE, PASSWORD, Staff, WallClock
from volunteers import totp
from volunteers.access import Permission
from volunteers.credentials import SessionToken, Token, hash_of_code
from volunteers.enrolment import FACTORS_MOST, Made
from volunteers.errors import (
    CapacityInvalid,
    CodeRefused,
    EnrolmentGone,
    Forbidden,
    InviteGone,
    LastAdministrator,
    LastFactor,
    MentorInvalid,
    NameTaken,
    NotOneself,
    PasswordCommon,
    PasswordLength,
    PendingGone,
    PeopleError,
    RolesApart,
    SecondPersonNeeded,
    SignInAgain,
    SignInRefused,
    TooManyFactors,
    UnknownVolunteer,
    VogInvalid,
    WrongStanding,
)
from volunteers.facts import VolunteerId
from volunteers.keeping import Facts
from volunteers.model import Bar, Role, Standing, Volunteer
from volunteers.people import Link
from volunteers.records import Session
from volunteers.sign_in import Code

FACTS = Facts(("nl",), 2)
DAY = timedelta(days=1)
LONG = "paarden vertellen buiten"


async def house(staff: Staff) -> tuple[Volunteer, Volunteer, Volunteer]:
    """An administrator, a supervisor and a counsellor."""
    return (
        await staff.hire("Ada", Role.ADMINISTRATOR),
        await staff.hire("Noor", Role.SUPERVISOR),
        await staff.hire("Sam"),
    )


async def invited(
    staff: Staff, by: Volunteer | None = None, name: str = "Bo", *roles: Role, facts: Facts = FACTS
) -> tuple[Volunteer, Link]:
    return await staff.office.keeping.invite(by, name, roles or (Role.COUNSELLOR,), facts)


async def accepted(staff: Staff, link: Link, password: str = LONG) -> SessionToken:
    """Use the link up, with a telephone."""
    opened = await staff.office.enrolment.open(link.token)
    code = totp.code_at(opened.offered.secret, totp.step_at(staff.clock()))
    signed_in, _ = await staff.office.enrolment.accept(
        link.token, opened.offered.enrolment, password, Made(code, "telefoon"), NOWHERE
    )
    return signed_in.token


async def session(staff: Staff, token: SessionToken) -> Session:
    found = await staff.office.directory.session_of(token)
    assert found is not None
    return found


async def as_it_is(staff: Staff, volunteer: Volunteer) -> Volunteer:
    account = await staff.store.account(volunteer.id)
    assert account is not None
    return account.volunteer


async def test_who_is_invited_chooses_a_password_and_a_factor_and_is_in(staff: Staff) -> None:
    _, noor, _ = await house(staff)
    bo, link = await invited(staff, noor)
    assert (bo.standing, bo.capacity) == (Standing.INVITED, 2)
    enrolment = staff.office.enrolment
    opened = await enrolment.open(link.token)
    assert (opened.volunteer, opened.is_reset) == (bo, False)
    code = totp.code_at(opened.offered.secret, totp.step_at(staff.clock()))
    made = Made(code, "telefoon van Bo")
    signed_in, codes = await enrolment.accept(link.token, opened.offered.enrolment, LONG, made, NOWHERE)
    assert len(set(codes)) == 10
    assert (await as_it_is(staff, bo)).standing is Standing.ACTIVE
    factors, left = await enrolment.factors(await session(staff, signed_in.token))
    assert ([factor.label for factor in factors], left) == (["telefoon van Bo"], 10)
    begun = await staff.office.sign_in.begin("Bo", LONG, NOWHERE)
    finish = staff.office.sign_in.finish
    with pytest.raises(CodeRefused):
        await finish(begun.pending, Code(code, recovery=False), NOWHERE)
    await finish(begun.pending, Code(codes[3], recovery=True), NOWHERE)


async def test_a_link_works_once_and_every_other_is_answered_alike(staff: Staff, clock: WallClock) -> None:
    """Used, too old, taken back, replaced, foreign, of a time that has not come."""
    _, noor, _ = await house(staff)
    keeping, enrolment = staff.office.keeping, staff.office.enrolment
    bo, used = await invited(staff, noor)
    await accepted(staff, used)
    kim, replaced = await invited(staff, noor, "Kim")
    newest = await keeping.invite_again(noor, kim.id)
    lou, taken_back = await invited(staff, noor, "Lou")
    await keeping.remove(noor, lou.id)
    for link in (used.token, replaced.token, taken_back.token, Token("x" * 43), Token("")):
        with pytest.raises(InviteGone):
            await enrolment.open(link)
        with pytest.raises(InviteGone):
            await enrolment.judge(link, LONG)
    assert (await enrolment.open(newest.token)).volunteer == kim
    clock.advance(timedelta(hours=-2))
    with pytest.raises(InviteGone):
        await enrolment.open(newest.token)
    clock.advance(timedelta(hours=2) + 7 * DAY)
    with pytest.raises(InviteGone):
        await enrolment.open(newest.token)
    with pytest.raises(WrongStanding):
        await keeping.invite_again(noor, bo.id)


async def test_a_refusal_on_the_way_leaves_the_link_good(staff: Staff, clock: WallClock) -> None:
    _, noor, _ = await house(staff)
    _, link = await invited(staff, noor)
    _, other = await invited(staff, noor, "Kim")
    enrolment = staff.office.enrolment
    shown = (await enrolment.open(link.token)).offered
    code = totp.code_at(shown.secret, totp.step_at(clock()))
    foreign = (await enrolment.open(other.token)).offered.enrolment
    tries: list[tuple[str, str, str | dict[str, object], type[PeopleError]]] = [
        (shown.enrolment, "veertien lette", code, PasswordLength),
        (shown.enrolment, "x" * 129, code, PasswordLength),
        (shown.enrolment, "welkomwelkom2026", code, PasswordCommon),
        (shown.enrolment, "Bo1234567890123", code, PasswordCommon),
        (shown.enrolment, LONG, "000000", CodeRefused),
        (shown.enrolment, LONG, {"id": "x"}, CodeRefused),
        (foreign, LONG, code, EnrolmentGone),
        ("", LONG, code, EnrolmentGone),
        ("é", LONG, code, EnrolmentGone),
        (shown.enrolment[:-8], LONG, code, EnrolmentGone),
    ]
    for sealed, password, proof, refusal in tries:
        with pytest.raises(refusal):
            await enrolment.accept(link.token, sealed, password, Made(proof, ""), NOWHERE)
    with pytest.raises(SignInRefused):
        await staff.office.sign_in.begin("Bo", LONG, NOWHERE)
    clock.advance(timedelta(minutes=30))
    late = totp.code_at(shown.secret, totp.step_at(clock()))
    with pytest.raises(EnrolmentGone):
        await enrolment.accept(link.token, shown.enrolment, LONG, Made(late, ""), NOWHERE)
    await accepted(staff, link)


@pytest.mark.parametrize(
    ("roles", "facts", "refusal"),
    [
        ([Role.COUNSELLOR, Role.ADMINISTRATOR], FACTS, RolesApart),
        ([Role.SUPERVISOR, Role.ADMINISTRATOR], FACTS, RolesApart),
        ([Role.COUNSELLOR], Facts(("nl",), 9), CapacityInvalid),
        ([Role.COUNSELLOR], Facts(("nl",), mentor=VolunteerId("nobody")), MentorInvalid),
        ([Role.TRAINEE], Facts(("nl",), mentor=VolunteerId("nobody")), MentorInvalid),
    ],
)
async def test_an_account_that_cannot_be_leaves_nothing_behind(
    staff: Staff, roles: list[Role], facts: Facts, refusal: type[PeopleError]
) -> None:
    admin = await staff.hire("Ada", Role.ADMINISTRATOR)
    with pytest.raises(refusal):
        await staff.office.keeping.invite(admin, "Bo", roles, facts)
    assert [one.name for one in (await staff.store.people()).values()] == ["Ada"]


async def test_a_name_in_use_is_refused_and_stays_whose_it_was(staff: Staff) -> None:
    _, noor, _ = await house(staff)
    with pytest.raises(NameTaken):
        await invited(staff, noor, "SAM")
    assert len(await staff.store.people()) == 3


async def test_a_mentor_is_somebody_else_who_talks_and_goes_with_the_role(staff: Staff) -> None:
    ada, noor, sam = await house(staff)
    keeping = staff.office.keeping
    for mentor in (ada.id, VolunteerId("nobody")):
        with pytest.raises(MentorInvalid):
            await invited(staff, noor, "Bo", Role.TRAINEE, facts=Facts(("nl",), mentor=mentor))
    bo, link = await invited(staff, noor, "Bo", Role.TRAINEE, facts=Facts(("nl",), mentor=sam.id))
    await accepted(staff, link)
    for mentor in (bo.id, sam.id):
        facts = Facts(("nl",), mentor=mentor)
        who = bo if mentor == bo.id else noor
        with pytest.raises(MentorInvalid):
            await keeping.set_facts(ada, who.id, facts)
    await keeping.set_roles(ada, bo.id, [Role.COUNSELLOR])
    assert (await as_it_is(staff, bo)).mentor is None


async def test_nobody_without_a_certificate_that_counts_today_takes_a_seat(
    staff: Staff, clock: WallClock
) -> None:
    _, noor, _ = await house(staff)
    keeping = staff.office.keeping
    bo, link = await invited(staff, noor)
    await accepted(staff, link)
    today = clock().date()
    assert (await as_it_is(staff, bo)).barred_on(today) is Bar.VOG_MISSING
    for seen_on, until in ((today + 2 * DAY, today + 9 * DAY), (today, today - DAY)):
        with pytest.raises(VogInvalid):
            await keeping.saw_vog(noor, bo.id, seen_on, until)
    await keeping.saw_vog(noor, bo.id, today, today + DAY)
    after = await as_it_is(staff, bo)
    bars = [after.barred_on(today + days * DAY) for days in (-9, -1, 0, 1, 2, 9000)]
    expired = Bar.VOG_EXPIRED
    assert bars == [expired, None, None, None, expired, expired], "a clock that is put back gains nothing"
    entry = await keeping.entry(noor, bo.id)
    assert (entry.seen_by, entry.factors, entry.link_until) == ("Noor", 1, None)
    with pytest.raises(NotOneself):
        await keeping.saw_vog(noor, noor.id, today, today + DAY)


async def test_facts_are_replaced_and_the_certificate_stays(staff: Staff) -> None:
    _, noor, sam = await house(staff)
    await staff.office.keeping.set_facts(noor, sam.id, Facts(("en", "fr"), 1, leads=True))
    after = await as_it_is(staff, sam)
    assert (sorted(after.languages), after.capacity, after.leads) == (["en", "fr"], 1, True)
    assert (after.name, after.roles, after.vog, after.skills) == (sam.name, sam.roles, sam.vog, frozenset())


Try = Callable[[Staff, Volunteer, VolunteerId], Awaitable[object]]
TODAY = date(2026, 3, 1)
TRIES: dict[str, Try] = {
    "facts": lambda staff, by, who: staff.office.keeping.set_facts(by, who, FACTS),
    "vog": lambda staff, by, who: staff.office.keeping.saw_vog(by, who, TODAY, TODAY),
    "roles": lambda staff, by, who: staff.office.keeping.set_roles(by, who, [Role.EDITOR]),
    "disable": lambda staff, by, who: staff.office.keeping.shut(by, who),
    "enable": lambda staff, by, who: staff.office.keeping.reopen(by, who),
    "remove": lambda staff, by, who: staff.office.keeping.remove(by, who),
    "link": lambda staff, by, who: staff.office.keeping.invite_again(by, who),
    "reset": lambda staff, by, who: staff.office.keeping.ask_reset(by, who),
    "drop": lambda staff, by, who: staff.office.keeping.drop_reset(by, who),
}
# Who may do it with a counsellor's account: written by hand.
OF_A_SUPERVISOR = {"facts", "vog", "disable", "enable", "reset", "drop"}
OF_AN_ADMINISTRATOR = {*OF_A_SUPERVISOR, "roles", "remove"}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("what", list(TRIES))
async def test_who_may_not_is_refused_and_changes_nothing(staff: Staff, role: Role, what: str) -> None:
    """REQ-D8."""
    await staff.hire("Ada", Role.ADMINISTRATOR)
    by = await staff.hire("Bo", role)
    sam = await staff.hire("Sam")
    before = await staff.store.people()
    allowed = {Role.SUPERVISOR: OF_A_SUPERVISOR, Role.ADMINISTRATOR: OF_AN_ADMINISTRATOR}.get(role, set())
    if what in allowed:
        await TRIES[what](staff, by, sam.id)
        with pytest.raises(UnknownVolunteer):
            await TRIES[what](staff, by, VolunteerId("nobody"))
        return
    keeps = what == "link" and role in {Role.SUPERVISOR, Role.ADMINISTRATOR}
    with pytest.raises(WrongStanding if keeps else Forbidden):
        await TRIES[what](staff, by, sam.id)
    assert await staff.store.people() == before
    assert await staff.store.resets() == {}


@pytest.mark.parametrize("what", ["facts", "vog", "roles", "disable", "reset", "remove"])
async def test_a_supervisor_touches_no_administrator(staff: Staff, what: str) -> None:
    ada, noor, _ = await house(staff)
    with pytest.raises(Forbidden):
        await TRIES[what](staff, noor, ada.id)
    assert await as_it_is(staff, ada) == ada


async def test_a_right_that_was_taken_away_this_moment_is_gone(staff: Staff) -> None:
    """Whoever asks is judged as they are now, not as they were when their page was loaded."""
    ada, noor, sam = await house(staff)
    await staff.office.keeping.set_roles(ada, noor.id, [Role.SCHEDULER])
    with pytest.raises(Forbidden):
        await staff.office.keeping.shut(noor, sam.id)
    assert (await as_it_is(staff, sam)).standing is Standing.ACTIVE


async def test_the_last_administrator_stays_one(staff: Staff) -> None:
    ada, _, _ = await house(staff)
    keeping = staff.office.keeping
    with pytest.raises(LastAdministrator):
        await keeping.set_roles(ada, ada.id, [Role.EDITOR])
    for leave in (keeping.shut, keeping.remove):
        with pytest.raises(NotOneself):
            await leave(ada, ada.id)
    eva = await staff.hire("Eva", Role.ADMINISTRATOR)
    await keeping.shut(eva, ada.id)
    with pytest.raises(LastAdministrator):
        await keeping.set_roles(eva, eva.id, [Role.EDITOR])
    with pytest.raises(Forbidden):
        await keeping.shut(ada, eva.id)


async def test_shutting_an_account_ends_its_sessions_and_what_is_half_done(staff: Staff) -> None:
    """REQ-E4."""
    _, noor, sam = await house(staff)
    live = staff.office.directory.live
    desk, phone = (await staff.sign_in("Sam")).token, (await staff.sign_in("Sam", steps=1)).token
    half = await staff.office.sign_in.begin("Sam", PASSWORD, NOWHERE)
    await staff.office.keeping.shut(noor, sam.id)
    assert await live([desk, phone]) == frozenset()
    with pytest.raises(PendingGone):
        await staff.office.sign_in.finish(half.pending, staff.code(1), NOWHERE)
    with pytest.raises(SignInRefused):
        await staff.office.sign_in.begin("Sam", PASSWORD, NOWHERE)
    await staff.office.keeping.reopen(noor, sam.id)
    staff.clock.advance(timedelta(minutes=2))
    assert (await staff.sign_in("Sam")).volunteer == sam


async def test_a_role_taken_away_ends_sessions_and_one_added_does_not(staff: Staff) -> None:
    ada, _, sam = await house(staff)
    token = (await staff.sign_in("Sam")).token
    await staff.office.keeping.set_roles(ada, sam.id, [Role.COUNSELLOR, Role.EDITOR])
    now = await staff.office.directory.volunteer_of(token)
    assert now is not None
    assert now.roles == {Role.COUNSELLOR, Role.EDITOR}
    await staff.office.keeping.set_roles(ada, sam.id, [Role.EDITOR])
    assert await staff.office.directory.volunteer_of(token) is None


async def test_a_lost_factor_takes_two_other_people_and_ends_all_there_was(
    staff: Staff, clock: WallClock
) -> None:
    """REQ-E3."""
    ada, noor, sam = await house(staff)
    keeping = staff.office.keeping
    token = (await staff.sign_in("Sam")).token
    await staff.store.replace_recovery(sam.id, [hash_of_code("aaaa")])
    assert await keeping.ask_reset(noor, sam.id) is None
    assert (await keeping.entry(noor, sam.id)).reset_asked_by == "Noor"
    with pytest.raises(SecondPersonNeeded):
        await keeping.ask_reset(noor, sam.id)
    assert await staff.office.directory.volunteer_of(token) == sam, "one person alone changes nothing"
    link = await keeping.ask_reset(ada, sam.id)
    assert link is not None
    assert await staff.office.directory.volunteer_of(token) is None
    assert list(await staff.store.factors(sam.id)) == []
    assert await staff.store.recovery_left(sam.id) == 0
    with pytest.raises(SignInRefused):
        await staff.office.sign_in.begin("Sam", PASSWORD, NOWHERE)
    assert (await staff.office.enrolment.open(link.token)).is_reset
    await accepted(staff, link)
    begun = await staff.office.sign_in.begin("Sam", LONG, NOWHERE)
    code = totp.code_at(SECRET, totp.step_at(clock()))
    with pytest.raises(CodeRefused):
        await staff.office.sign_in.finish(begun.pending, Code(code, recovery=False), NOWHERE)


async def test_a_reset_that_nobody_confirms_in_a_day_was_never_asked(staff: Staff, clock: WallClock) -> None:
    ada, noor, sam = await house(staff)
    keeping = staff.office.keeping
    for who in (noor, ada):
        with pytest.raises((NotOneself, Forbidden)):
            await keeping.ask_reset(who, who.id)
    with pytest.raises(Forbidden):
        await keeping.ask_reset(sam, noor.id)
    await keeping.ask_reset(noor, sam.id)
    clock.advance(DAY)
    assert await keeping.ask_reset(ada, sam.id) is None, "this asks anew"
    await keeping.drop_reset(noor, sam.id)
    assert await keeping.ask_reset(noor, sam.id) is None
    clock.advance(-DAY)
    assert await keeping.ask_reset(ada, sam.id) is None, "nor was it when the clock is put back"


async def test_own_factors_are_changed_by_who_signed_in_just_now(staff: Staff, clock: WallClock) -> None:
    noor = await staff.hire()
    enrolment = staff.office.enrolment
    here = await session(staff, (await staff.sign_in()).token)
    (first,), _ = await enrolment.factors(here)
    with pytest.raises(LastFactor):
        await enrolment.remove(here, first.id)
    for number in range(FACTORS_MOST):
        offered = await enrolment.offer(here)
        code = totp.code_at(offered.secret, totp.step_at(clock()))
        if number == FACTORS_MOST - 1:
            with pytest.raises(TooManyFactors):
                await enrolment.add(here, offered.enrolment, Made(code, ""))
        else:
            await enrolment.add(here, offered.enrolment, Made(code, "x" * 99))
    factors, _ = await enrolment.factors(here)
    assert [len(factor.label) for factor in factors] == [0] + [40] * 5
    await enrolment.remove(here, factors[1].id)
    await enrolment.remove(here, "nobody's")
    codes = await enrolment.renew_recovery(here)
    assert len(codes) == await staff.store.recovery_left(noor.id) == 10
    clock.advance(timedelta(minutes=15))
    offered = await enrolment.offer(here)
    for change in (
        enrolment.remove(here, first.id),
        enrolment.renew_recovery(here),
        enrolment.add(here, offered.enrolment, Made("000000", "")),
    ):
        with pytest.raises(SignInAgain):
            await change
    assert await staff.store.recovery_left(noor.id) == 10


async def test_who_keeps_accounts_sees_all_of_them_by_name(staff: Staff) -> None:
    ada, noor, sam = await house(staff)
    _, link = await invited(staff, noor)
    entries = await staff.office.keeping.entries(ada)
    assert [entry.volunteer.name for entry in entries] == ["Ada", "Bo", "Noor", "Sam"]
    assert [entry.link_until for entry in entries] == [None, link.until, None, None]
    with pytest.raises(Forbidden) as refusal:
        await staff.office.keeping.entries(sam)
    assert Permission.KEEP_PEOPLE.value not in str(refusal.value)
