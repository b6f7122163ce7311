"""Everything in Redis is lost: what one node knows to be over does not go on at another."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from pathlib import Path

import pytest

from chat.conversation.model import EndReason
from chat.errors import Busy, Gone, Refusal, Storage, Wait
from chat.identifiers import ConnectionId, ConversationId, Instance, NodeId, Ticket
from chat.routing.commands import Furnish
from chat.routing.house import DoorOrder, House
from chat.routing.model import Language
from chat.routing.views import Phase
from chat.service.notices import TicketAsked
from chat.service.ports import Endings, StaffMember
from chat.service.presence import Presence
from chat.service.seeking import Taken
from chat.store.endings import open_endings
from chat.store.redis import open_redis
from tests.servers.valkey import Valkey
from tests.service.shift import KEY, NODE, SAM, SITS, Shift, seeker, serving, to
from tests.service.stores import WaywardShared


class Member:
    """One node among several: its use cases, and its looks at the desk."""

    def __init__(self, name: str, shift: Shift, endings: Endings) -> None:
        self.shift = shift
        shift.seeking._endings = shift.duty._endings = shift.reception._endings = endings
        parts = (shift.store, shift.reception, shift.dispatch, shift.outbox, endings, shift.faults)
        self._presence = Presence(NodeId(name), *parts)

    @property
    def store(self) -> WaywardShared:
        assert isinstance(self.shift.store, WaywardShared)
        return self.shift.store

    async def look(self) -> None:
        await self._presence.look()

    async def back(self, ticket: Ticket) -> Taken:
        """A young person comes to this node with their ticket."""
        connection = ConnectionId(f"{NODE}.anna@again")
        return await self.shift.seeking.resume(ticket, Instance("page-1"), connection, None, take_over=False)

    async def phase(self, ticket: Ticket) -> Phase | type[Refusal]:
        """How the conversation stands for whoever comes back with this ticket."""
        try:
            return (await self.back(ticket)).view.phase
        except Refusal as refused:
            return type(refused)


@asynccontextmanager
async def nodes(valkey: Valkey, folder: Path, *names: str) -> AsyncIterator[list[Member]]:
    """These nodes on one Redis, each with its own folder; they may have run before."""
    async with AsyncExitStack() as stack:
        members: list[Member] = []
        for name in names:
            (folder / name).mkdir(exist_ok=True)
            redis = await stack.enter_async_context(open_redis(valkey.url))
            shift = await stack.enter_async_context(serving(store=WaywardShared(redis, KEY)))  # type: ignore[arg-type] # as in conftest
            endings = stack.enter_context(open_endings(folder / name, KEY))
            members.append(Member(name, shift, endings))
        yield members


async def talking(member: Member) -> tuple[ConversationId, Ticket]:
    """Anna talks with Sam at this node."""
    conversation, _ = await member.shift.talking()
    return conversation, member.shift.ticket("anna")


@pytest.mark.parametrize("first", ["who ended it", "who did not see it", "who is new"])
async def test_what_ended_at_one_node_is_over_at_all(valkey: Valkey, tmp_path: Path, first: str) -> None:
    async with nodes(valkey, tmp_path, "a", "b", "c") as (a, b, c):
        conversation, ticket = await talking(a)
        await b.look()
        await a.shift.duty.end(SAM, conversation)
        await a.store.empty()
        await {"who ended it": a, "who did not see it": b, "who is new": c}[first].store.load()
        await a.look()
        assert await b.phase(ticket) is Phase.ENDED


async def test_whoever_left_at_one_node_left_all(valkey: Valkey, tmp_path: Path) -> None:
    async with nodes(valkey, tmp_path, "a", "b") as (a, b):
        _, ticket = await talking(a)
        await b.look()
        await a.shift.seeking.leave(seeker("anna"))
        await a.store.empty()
        await b.store.load()
        await a.look()
        assert await b.phase(ticket) is Gone


async def test_what_was_brought_back_before_its_end_was_told_ends_then(
    valkey: Valkey, tmp_path: Path
) -> None:
    async with nodes(valkey, tmp_path, "a", "b") as (a, b):
        conversation, ticket = await talking(a)
        await b.look()
        await a.shift.duty.end(SAM, conversation)
        await a.store.empty()
        assert await b.phase(ticket) is Phase.TALKING
        await a.look()
        assert conversation in (await b.store.load()).desk.closing


async def test_what_every_process_forgot_their_folders_know(valkey: Valkey, tmp_path: Path) -> None:
    async with nodes(valkey, tmp_path, "a", "b") as (a, b):
        conversation, ticket = await talking(a)
        await a.shift.duty.end(SAM, conversation)
        await b.look()
        await a.store.empty()
    async with nodes(valkey, tmp_path, "a", "b") as (_, b):
        assert await b.phase(ticket) in (Gone, Wait)


async def test_what_only_the_folder_of_another_node_knows_is_over_at_its_next_look(
    valkey: Valkey, tmp_path: Path
) -> None:
    async with nodes(valkey, tmp_path, "a", "b") as (a, b):
        conversation, ticket = await talking(a)
        await a.shift.duty.end(SAM, conversation)
        await a.store.empty()
    async with nodes(valkey, tmp_path, "a", "b") as (a, b):
        await a.look()
        assert await b.phase(ticket) is Phase.TALKING
        await a.look()
        assert conversation not in (await b.store.load()).desk.talks
        assert await b.phase(ticket) is Gone


async def test_an_end_that_got_no_answer_is_written_down(valkey: Valkey, tmp_path: Path) -> None:
    async with nodes(valkey, tmp_path, "a") as (a,):
        conversation, ticket = await talking(a)
        a.store.silent = True
        with pytest.raises(Storage):
            await a.shift.duty.end(SAM, conversation)
        await a.look()
        await a.store.empty()
    async with nodes(valkey, tmp_path, "a") as (a,):
        assert await a.phase(ticket) in (Gone, Wait)


@pytest.mark.parametrize("is_committed", [True, False])
async def test_whoever_left_is_told_to_the_counsellor_who_comes_back_later_at_another_node(
    valkey: Valkey, tmp_path: Path, *, is_committed: bool
) -> None:
    async with nodes(valkey, tmp_path, "a", "b") as (a, b):
        conversation, ticket = await talking(a)
        seat = a.shift.seat().ticket
        await b.look()
        await a.store.empty()
        a.store.fails = not is_committed
        with nullcontext() if is_committed else pytest.raises(Busy):
            await a.shift.seeking.leave_by(ticket)
    async with nodes(valkey, tmp_path, "a", "b") as (a, b):
        await b.look()
        member = StaffMember(SAM, "Sam", frozenset(Language), 3, SITS)
        await b.shift.duty.take_seat(member, ConnectionId(f"{NODE}.sam@again"), seat)
        assert [vouch.reason for vouch in (await b.store.load()).desk.vouched.values()] == [None]
        await a.look()
        vouch = (await b.store.load()).desk.vouched[conversation]
        assert (vouch.reason, vouch.is_news) == (EndReason.SEEKER_LEFT, True)
        assert await b.phase(ticket) is Gone


async def test_a_node_that_knows_nothing_is_told_how_the_line_stood(valkey: Valkey, tmp_path: Path) -> None:
    async with nodes(valkey, tmp_path, "a", "c") as (a, c):
        await a.look()
        await a.shift.reception.ask(Furnish(House(openings=None, minimum=0)))
        await a.shift.arrive("anna")
        bo = await a.shift.arrive("bo")
        await a.shift.oversight.order(DoorOrder(closed=True))
        await a.store.empty()
        await c.store.load()
        await a.look()
        await c.back(bo.ticket)
        await c.shift.sit()
        desk = (await a.store.load()).desk
        assert desk.order.closed
        assert bo.view.conversation not in desk.offers, "who came first has time to come back"


async def test_whoever_is_here_is_asked_for_their_ticket_though_it_was_lost_in_the_middle_of_a_look(
    valkey: Valkey, tmp_path: Path
) -> None:
    async with nodes(valkey, tmp_path, "a") as (a,):
        await a.look()
        await talking(a)
        await a.look()
        a.shift.outbox.connected = [to("anna")]
        a.store.empties_after_load = True
        a._presence._renewed = float("-inf")  # its lease is due
        await a.look()
        assert TicketAsked() in a.shift.outbox.told(to("anna"))


async def test_what_was_left_after_its_end_is_left_by_the_next_run_too(
    valkey: Valkey, tmp_path: Path
) -> None:
    async with nodes(valkey, tmp_path, "a", "b") as (a, b):
        conversation, ticket = await talking(a)
        await a.shift.duty.end(SAM, conversation)
        assert await b.phase(ticket) is Phase.ENDED
        # An earlier run was told so, and could not tell the desk.
        a.shift.seeking._endings.note_left(conversation)
        await a.look()
        desk = (await b.store.load()).desk
        assert seeker("anna") not in desk.guests
        assert desk.closing[conversation].reason is EndReason.SEEKER_LEFT
        assert await b.phase(ticket) is Gone
