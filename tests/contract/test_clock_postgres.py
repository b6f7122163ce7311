"""Several nodes over one PostgreSQL: who is signed in, and which code is good, is judged by its time and not by each machine's."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from chat.clock import wall_time
from tests.line import KEY
from tests.staff import SECRET, At, Codes, give_telephones, somebody
from tests.waiting import comes_true
from volunteers import Passwords
from volunteers.credentials import Cost
from volunteers.keeping import Facts
from volunteers.model import Role
from volunteers.office import Office, open_office
from volunteers.people import INVITATION_LASTS
from volunteers.sign_in import Code, Way
from volunteers.store import clock as store_clock
from volunteers.store import open_people
from volunteers.store.clock import SharedClock

HOUR = timedelta(hours=1)
NEAR = timedelta(seconds=5)
PASSWORD = "vijftien letters"
ORIGIN = "http://localhost:8080"
NOWHERE = Way()


@dataclass
class Machine:
    """A machine whose clock is *off*; *slept* is what its even ticks have missed."""

    off: timedelta
    slept: timedelta = timedelta(0)

    def wall_time(self) -> datetime:
        return wall_time() + self.off

    def ticks(self) -> float:
        return (wall_time() - self.slept).timestamp() + 12_345.0


@dataclass
class Node:
    """What one node has of people."""

    machine: Machine
    clock: SharedClock
    office: Office


Start = Callable[[timedelta], Awaitable[Node]]


@pytest.fixture
async def start(postgres_url: str) -> AsyncIterator[Start]:
    """Starts a node on a machine that is off by so much."""
    async with AsyncExitStack() as stack:
        passwords = stack.enter_context(Passwords(Cost(passes=1, memory_kib=8)))

        async def node(off: timedelta) -> Node:
            people = await stack.enter_async_context(open_people(postgres_url, KEY))
            machine = Machine(off)
            clock = await people.clock(machine.wall_time, machine.ticks)
            place = At(ORIGIN, frozenset({ORIGIN}))
            office = open_office(people, passwords, KEY, place, now=clock.now, ticks=machine.ticks)
            return Node(machine, clock, office)

        yield node


@pytest.fixture
async def truthful(start: Start) -> Node:
    return await start(timedelta(0))


@pytest.fixture(params=[HOUR, -HOUR], ids=["ahead", "behind"])
async def off(start: Start, request: pytest.FixtureRequest) -> Node:
    return await start(request.param)


@pytest.fixture
async def noor(truthful: Node, postgres_url: str) -> Codes:
    """What the telephones of Noor show, who works here."""
    volunteer = somebody("Noor", [Role.SUPERVISOR])
    await truthful.office.enrolment.settle(volunteer, PASSWORD, SECRET)
    async with open_people(postgres_url, KEY) as people:
        return await give_telephones(people, KEY, volunteer.id)


async def test_whoever_signs_in_at_a_node_that_is_off_is_signed_in_everywhere(
    truthful: Node, off: Node, noor: Codes
) -> None:
    for first, second in ((truthful, off), (off, truthful), (off, off)):
        begun = await first.office.sign_in.begin("Noor", PASSWORD, NOWHERE)
        shown = Code(noor.next(), recovery=False)
        token = (await second.office.sign_in.finish(begun.pending, shown, NOWHERE)).token
        for node in (truthful, off, truthful):
            assert await node.office.directory.live([token]) == {token}


async def test_a_link_made_at_a_node_that_is_off_is_good_at_another(truthful: Node, off: Node) -> None:
    for made_at, used_at, name in ((truthful, off, "Sam"), (off, truthful, "Bo")):
        link = (await made_at.office.keeping.invite(None, name, [Role.COUNSELLOR], Facts(("nl",))))[1]
        assert abs(link.until - used_at.clock.now() - INVITATION_LASTS) < NEAR
        assert (await used_at.office.enrolment.open(link.token)).volunteer.name == name


async def test_a_machine_whose_clock_is_set_meanwhile_changes_nothing(truthful: Node) -> None:
    truthful.machine.off = 3 * HOUR
    assert abs(truthful.clock.now() - wall_time()) < NEAR


async def test_what_a_machine_slept_through_is_made_up_for(
    truthful: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_clock, "ASKED_EVERY_SECONDS", 0.01)
    truthful.machine.slept = HOUR
    assert truthful.clock.now() < wall_time() - HOUR + NEAR
    keeping = asyncio.create_task(truthful.clock.keep())
    await comes_true(lambda: abs(truthful.clock.now() - wall_time()) < NEAR)
    keeping.cancel()
