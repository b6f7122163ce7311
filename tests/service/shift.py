"""The use cases over a live store: everything of a node but its sockets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from chat.conversation.model import ByCounsellor, BySeeker, Draft
from chat.identifiers import (
    Cmid,
    ConnectionId,
    ConversationId,
    Epoch,
    Instance,
    NodeId,
    SeekerId,
    Ticket,
    VolunteerId,
)
from chat.routing.claims import SeekerClaim
from chat.routing.model import Language, Status
from chat.service.circles import Circles
from chat.service.conversing import Conversing
from chat.service.dispatch import Dispatch
from chat.service.duty import Duty
from chat.service.faults import Faults
from chat.service.helping import Helping
from chat.service.notices import Address, Notice, SeatState, SeekerState, ToCounsellor, ToSeeker
from chat.service.oversight import Oversight
from chat.service.ports import Permission, StaffMember
from chat.service.proofs import Proofs
from chat.service.reception import Reception
from chat.service.screens import Screens
from chat.service.seeking import Seeking, Taken
from chat.service.timekeeper import Timekeeper
from chat.store.shared import SharedStore
from chat.store.tickets import SealedTickets
from tests.fakes.clock import FakeClock
from tests.fakes.endings import FakeEndings
from tests.fakes.entropy import CountingEntropy
from tests.fakes.memory import WaywardStore
from tests.fakes.outbox import FakeOutbox
from tests.service.stores import WaywardShared

NODE = NodeId("node")
SAM = VolunteerId("sam")
KIM = VolunteerId("kim")
KEY = bytes(range(32))
SITS = frozenset({Permission.HOLD_SEAT})


class Shift:
    """One node's use cases, with a clock that a test sets and an outbox that it reads."""

    def __init__(
        self,
        life: str = "life-1",
        clock: FakeClock | None = None,
        *,
        gathers: bool = False,
        store: WaywardStore | None = None,
    ) -> None:
        """*life* names the desk's; a shift after a loss has another one, the same *clock*, and *gathers*.

        *store* is None for one in memory.
        """
        entropy = CountingEntropy(life)
        self.clock = clock or FakeClock()
        self.store = store or WaywardStore(self.clock, entropy.generation(), gathers=gathers)
        self.outbox = FakeOutbox()
        self.faults = Faults()
        self.tickets = SealedTickets(KEY)
        self.proofs = Proofs(KEY)
        self.dispatch = Dispatch(NODE, self.store, self.outbox, Screens(self.tickets), self.faults)
        self.endings = FakeEndings()
        self.reception = Reception(self.store, self.endings, self.dispatch, self.faults)
        self.conversing = Conversing(
            self.store, entropy, self.proofs, self.outbox, self.dispatch, self.reception
        )
        self.seeking = Seeking(
            self.store, entropy, self.tickets, self.endings, self.reception, self.conversing
        )
        self.duty = Duty(self.store, self.tickets, self.endings, self.reception)
        self.oversight = Oversight(self.store, self.reception)
        self.helping = Helping(self.reception)
        self.circles = Circles(self.store, self.outbox)
        self.timekeeper = Timekeeper(self.store, self.reception, self.dispatch, self.faults)

    async def arrive(self, name: str, page: str = "page-1", language: Language = Language.DUTCH) -> Taken:
        """A young person begins to wait."""
        instance, connection = Instance(page), ConnectionId(f"{NODE}.{name}@{page}")
        return await self.seeking.arrive(seeker(name), language, instance, connection, rehearsed=False)

    async def sit(self, counsellor: VolunteerId = SAM, capacity: int = 3) -> None:
        """A counsellor sits down and is ready."""
        languages = frozenset(Language)
        member = StaffMember(counsellor, counsellor.title(), languages, capacity, SITS)
        await self.duty.take_seat(member, ConnectionId(f"{NODE}.{counsellor}@desk"))
        await self.duty.choose(counsellor, Status.READY)

    async def talking(self, name: str = "anna", counsellor: VolunteerId = SAM) -> tuple[ConversationId, int]:
        """Two people talk: the conversation, and the version under which the counsellor writes."""
        await self.sit(counsellor)
        conversation = (await self.arrive(name)).view.conversation
        version = (await self.store.load()).desk.offers[conversation].version
        await self.duty.accept(counsellor, conversation, version)
        return conversation, version

    async def stop(self, name: str, conversation: ConversationId) -> None:
        """A young person ends the conversation."""
        await self.seeking.stop(seeker(name), conversation, await self.conversing.generation())

    def goes_on(self, seconds: float) -> None:
        """Time goes on by so much where a test has it in hand; in a Redis it goes on by itself, and is waited for."""
        self.clock.advance(seconds)

    async def is_empty(self) -> bool:
        """Whether nothing of any conversation is left."""
        if isinstance(self.store, WaywardShared):
            return await self.store.has_nothing()
        return self.store.is_empty()

    def ticket(self, name: str) -> Ticket:
        """The ticket that this young person was told last."""
        ticket = self.screen(name).ticket
        assert ticket is not None
        return ticket

    async def epoch(self, conversation: ConversationId) -> Epoch:
        """Which life this log is in."""
        return (await self.store.head(conversation)).epoch

    def last(self, to: Address) -> Notice:
        """What was told last to *to*."""
        return self.outbox.told(to)[-1]

    def seat(self, counsellor: VolunteerId = SAM) -> SeatState:
        """The state that a counsellor was told last."""
        notices = self.outbox.told(ToCounsellor(counsellor))
        return [notice for notice in notices if isinstance(notice, SeatState)][-1]

    def screen(self, name: str) -> SeekerState:
        """The state that a young person was told last."""
        notices = self.outbox.told(to(name))
        return [notice for notice in notices if isinstance(notice, SeekerState)][-1]


@asynccontextmanager
async def serving(
    life: str = "life-1",
    clock: FakeClock | None = None,
    *,
    gathers: bool = False,
    store: WaywardStore | None = None,
) -> AsyncIterator[Shift]:
    """A shift whose reception is open."""
    shift = Shift(life, clock, gathers=gathers, store=store)
    running = [asyncio.create_task(shift.reception.run())]
    if isinstance(shift.store, SharedStore):
        running.append(asyncio.create_task(shift.store.run()))
    try:
        yield shift
    finally:
        for one in running:
            one.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def seeker(name: str) -> SeekerId:
    """Who that young person is to the desk."""
    return CountingEntropy().seeker(name)


def strange_ticket(shift: Shift, name: str) -> Ticket:
    """A ticket of this desk's own life for somebody it does not know."""
    desk, now = shift.store._desk, shift.clock.now()
    return shift.tickets.seal(
        SeekerClaim(desk.generation, desk.version, now, seeker(name), ConversationId(f"talk-of-{name}"), 0)
    )


def to(name: str) -> ToSeeker:
    """Their address."""
    return ToSeeker(seeker(name))


def by(name: str) -> BySeeker:
    """What they write is theirs."""
    return BySeeker(seeker(name))


def by_sam(version: int) -> ByCounsellor:
    """What Sam writes."""
    return ByCounsellor(SAM, version)


def draft(cmid: str, body: str = "hoi") -> Draft:
    """A message."""
    return Draft(Cmid(cmid), body)
