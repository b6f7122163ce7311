"""Whatever is done with accounts is written down with it, and what is refused is not."""

from datetime import timedelta

import pytest

from tests.unit.volunteers.conftest import KEY, NOWHERE, PASSWORD, Staff
from tests.unit.volunteers.test_keeping import FACTS, accepted, house, invited, session
from volunteers import totp
from volunteers.audit import Act, Chain, Deed
from volunteers.credentials import SessionToken
from volunteers.enrolment import Made
from volunteers.errors import Forbidden, NotOneself, SignInRefused
from volunteers.facts import VolunteerId
from volunteers.model import Role

Told = tuple[Deed, VolunteerId | None, VolunteerId | None]


async def told(staff: Staff) -> list[Told]:
    """What the log says, when it is whole."""
    head, lines = await staff.store.audit_log()
    assert Chain(KEY).verify(head, lines) == len(lines)
    acts = [line.act for line in lines if line.act is not None]
    return [(act.deed, act.by, act.whom) for act in acts]


async def test_every_act_with_an_account_has_its_line(staff: Staff) -> None:
    ada, noor, sam = await house(staff)
    keeping = staff.office.keeping
    bo, _ = await invited(staff, noor)
    link = await keeping.invite_again(noor, bo.id)
    today = staff.clock().date()
    await keeping.set_facts(noor, sam.id, FACTS)
    await keeping.saw_vog(noor, sam.id, today, today)
    await keeping.set_roles(ada, sam.id, [Role.COUNSELLOR, Role.EDITOR])
    await keeping.shut(noor, sam.id)
    await keeping.reopen(noor, sam.id)
    await keeping.ask_reset(noor, sam.id)
    await keeping.drop_reset(noor, sam.id)
    await keeping.drop_reset(noor, sam.id)
    await keeping.ask_reset(noor, sam.id)
    await keeping.ask_reset(ada, sam.id)
    await keeping.remove(ada, sam.id)
    token = await accepted(staff, link)
    await staff.office.directory.sign_out(token)
    await staff.office.directory.sign_out(token)
    assert await told(staff) == [
        (Deed.INVITED, noor.id, bo.id),
        (Deed.LINK_MADE, noor.id, bo.id),
        (Deed.FACTS_CHANGED, noor.id, sam.id),
        (Deed.CERTIFICATE_SEEN, noor.id, sam.id),
        (Deed.ROLES_CHANGED, ada.id, sam.id),
        (Deed.DISABLED, noor.id, sam.id),
        (Deed.ENABLED, noor.id, sam.id),
        (Deed.RESET_ASKED, noor.id, sam.id),
        (Deed.RESET_DROPPED, noor.id, sam.id),
        (Deed.RESET_ASKED, noor.id, sam.id),
        (Deed.RESET_CONFIRMED, ada.id, sam.id),
        (Deed.REMOVED, ada.id, sam.id),
        (Deed.LINK_USED, bo.id, None),
        (Deed.SIGNED_IN, bo.id, None),
        (Deed.SIGNED_OUT, bo.id, None),
    ]


async def test_what_somebody_does_with_their_own_factors_has_its_line(staff: Staff) -> None:
    noor = await staff.hire()
    here = await session(staff, (await staff.sign_in()).token)
    enrolment = staff.office.enrolment
    offered = await enrolment.offer(here)
    code = totp.code_at(offered.secret, totp.step_at(staff.clock()))
    await enrolment.add(here, offered.enrolment, Made(code, "second"))
    (first, _), _ = await enrolment.factors(here)
    await enrolment.remove(here, first.id)
    await enrolment.remove(here, first.id)
    await enrolment.renew_recovery(here)
    deeds = (Deed.SIGNED_IN, Deed.FACTOR_ADDED, Deed.FACTOR_REMOVED, Deed.RECOVERY_RENEWED)
    assert await told(staff) == [(deed, noor.id, None) for deed in deeds]


async def test_what_is_done_at_the_server_itself_is_nobodys(staff: Staff) -> None:
    bo, _ = await invited(staff)
    await staff.office.keeping.link_at_the_server("Bo")
    await staff.office.keeping.vog_at_the_server("Bo", staff.clock().date())
    deeds = (Deed.INVITED, Deed.LINK_MADE, Deed.CERTIFICATE_SEEN)
    assert await told(staff) == [(deed, None, bo.id) for deed in deeds]


async def test_what_is_refused_has_none(staff: Staff) -> None:
    ada, _, sam = await house(staff)
    with pytest.raises(Forbidden):
        await staff.office.keeping.shut(sam, ada.id)
    with pytest.raises(NotOneself):
        await staff.office.keeping.shut(ada, ada.id)
    with pytest.raises(SignInRefused):
        await staff.office.sign_in.begin("Sam", PASSWORD + "x", NOWHERE)
    await staff.office.directory.sign_out(SessionToken("nobody-s"))
    assert await told(staff) == []


async def test_lines_go_after_ninety_days_by_the_clock_and_the_log_stays_whole(staff: Staff) -> None:
    noor = await staff.hire("Noor", Role.SUPERVISOR)
    directory = staff.office.directory
    await directory.note(Deed.DOOR_ORDERED, noor.id)
    staff.clock.advance(timedelta(days=60))
    await directory.note(Deed.DOOR_ORDERED, noor.id)
    staff.clock.advance(timedelta(days=30))
    await directory.remove_old_lines()
    assert len(await told(staff)) == 2
    staff.clock.advance(timedelta(seconds=1))
    await directory.remove_old_lines()
    assert await told(staff) == [(Deed.DOOR_ORDERED, noor.id, None), (Deed.LINES_REMOVED, None, None)]
    head, lines = await staff.store.audit_log()
    assert lines[-1].act == Act(Deed.LINES_REMOVED, staff.clock(), None, number=1)
    assert (head.place, head.removed) == (3, 1)
