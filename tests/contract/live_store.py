"""What every live store promises of its desk, and the words in which ``live_log`` says the same of its logs.

A store joins by two fixtures, ``store`` and ``clock``.
"""

import asyncio
from dataclasses import replace
from typing import Protocol

import pytest

from chat.conversation.lifecycle import Assigned, Ended, Joined, Left, LogForgotten, LogOpened, LogWrite
from chat.conversation.model import (
    Author,
    ByCounsellor,
    BySeeker,
    Draft,
    EndReason,
    Entry,
    Head,
    Kind,
    Side,
    Tail,
)
from chat.errors import Refusal
from chat.identifiers import (
    Cmid,
    ConversationId,
    Epoch,
    Generation,
    Instant,
    NodeId,
    Seconds,
    SeekerId,
    VolunteerId,
)
from chat.routing.claims import SeatClaim, SeatTalk
from chat.routing.commands import Remember, Renew
from chat.routing.house import DoorReason, Refused
from chat.routing.model import BEGINNING, NO_GENERATION, Desk, Doorway, Status
from chat.service.ports import Added, LiveStore, Write
from tests.builders import (
    Story,
    accepts,
    arrive,
    assess,
    away,
    changeable,
    declines,
    ends,
    furnish,
    holds,
    order,
    passes_on,
    prefers,
    ready,
    safety,
    sits,
    watch,
)

TALK, OTHER, NOWHERE = (ConversationId(f"talk-{name}") for name in ("noa", "sam", "nobody"))
NOA, SAM = SeekerId("noa"), SeekerId("sam")
ANNE, BRAM = VolunteerId("anne"), VolunteerId("bram")
EPOCH = Epoch("epoch-noa")

SEEKER = BySeeker(NOA)
COUNSELLOR = ByCounsellor(ANNE, 1)

OPENED = LogOpened(TALK, EPOCH, NOA)
JOINED = Joined(TALK, ANNE, "Anne", 1)
LEFT = Left(TALK, "Anne", 2)
ENDED = Ended(TALK, EndReason.COUNSELLOR_ENDED)
FORGOTTEN = LogForgotten(TALK)
OTHER_OPENED = LogOpened(OTHER, Epoch("epoch-sam"), SAM)


class StoreClock(Protocol):
    """The time that the store goes by."""

    async def advance(self, by: Seconds) -> None:
        """Come back when at least this much time has passed for the store."""
        ...


def draft(cmid: str, body: str | None = None) -> Draft:
    return Draft(Cmid(cmid), f"sealed {cmid}" if body is None else body)


def unheard(head: Head) -> Head:
    """This head without when each side last said something, which is the store's own time."""
    return replace(head, said={})


async def commit(store: LiveStore, *writes: Write) -> tuple[Added, ...]:
    """What these writes added, done together with the next desk."""
    before = (await store.load()).desk
    added = await store.swap(before, replace(before, version=before.version + 1), writes)
    assert added is not None
    return added


async def say(store: LiveStore, author: Author, *cmids: str) -> list[Entry]:
    return [(await store.append(TALK, author, draft(cmid))).entry for cmid in cmids]


async def log(store: LiveStore, conversation: ConversationId = TALK) -> tuple[Entry, ...]:
    return (await store.read(conversation, None)).entries


async def refusal(store: LiveStore, author: Author, cmid: str) -> type[Refusal] | None:
    """As what a message is refused; None when it is not."""
    try:
        await say(store, author, cmid)
    except Refusal as refused:
        return type(refused)
    return None


def a_full_desk() -> Desk:
    """A desk on which somebody waits, is offered, rests, talks, is passed on, is on hold and has just ended; others were here before."""
    story = Story(sits("anne", capacity=3), sits("bram"), sits("cleo", line="cleo@home"))
    story.tell(ready("anne"), arrive("noa"), accepts("anne", "noa"), arrive("sam"), accepts("anne", "sam"))
    story.tell(ends("anne", "sam"), arrive("kim"), declines("anne", "kim"), ready("bram"), arrive("eva"))
    talks = (SeatTalk(NOWHERE, 3, Instant(900.0), True, None),)
    earlier = SeatClaim(Generation("before"), 7, story.now, ANNE, Status.READY, Instant(900.0), talks)
    departed = {SeekerId("left"): Instant(story.now + 60.0)}
    story.tell(holds("anne", "noa"), sits("anne", capacity=3, line="node.2", claim=earlier))
    story.tell(Renew(NodeId("node")), Remember(Desk(departed=departed)))
    story.tell(furnish((0.0, 1e9), (2e9, None), minimum=2, frame=2700.0), watch("ruth"))
    story.tell(order(cap=9, reason=DoorReason.BUSY), sits("dora", capacity=2, skills=["friend"], leads=True))
    story.tell(away("anne"), away("bram"), ready("dora"))
    story.takes("dora", "kim")
    story.takes("dora", "eva")
    story.tell(assess("dora", "eva", 3), passes_on("dora", "eva", ["friend"]), ready("bram"))
    story.tell(arrive("lea", doorway=Doorway.FRIEND), safety("lea"), prefers("lea", "cleo"))
    story.now = Instant(story.now + 6.0)
    story.tell(Renew(NodeId("other"), calm=True))
    gone = Refused(1, 2, Instant(story.now + 3600.0))
    desk = replace(story.desk, refused={VolunteerId("gone"): gone})
    assert all((desk.guests, desk.waiting, desk.offers, desk.talks, desk.closing, desk.seats))
    assert all((desk.nodes, desk.vouched, desk.departed, desk.due_from, desk.opened))
    assert all((desk.leads, desk.pace, desk.house.openings, desk.order.reason))
    assert any(talk.on_hold for talk in desk.talks.values())
    assert any(waiting.urgent and waiting.prefers for waiting in desk.waiting.values())
    assert any(talk.onward and talk.onward.resting for talk in desk.talks.values())
    assert any(talk.passes_to for talk in desk.talks.values())
    return changeable(desk)


class LiveDeskContract:
    """The desk, and what is committed together with it."""

    async def test_a_store_begins_with_an_empty_desk_and_no_log(self, store: LiveStore) -> None:
        desk = (await store.load()).desk
        assert (
            replace(desk, generation=NO_GENERATION, offers_from=BEGINNING, now=BEGINNING, began=BEGINNING)
            == Desk()
        )
        assert desk.generation != NO_GENERATION
        assert await store.heads([TALK]) == ()

    async def test_time_goes_on(self, store: LiveStore, clock: StoreClock) -> None:
        before = (await store.load()).now
        await clock.advance(Seconds(0.25))
        assert (await store.load()).now >= before + 0.25

    async def test_it_is_never_earlier_than_the_desks_last_moment(
        self, store: LiveStore, clock: StoreClock
    ) -> None:
        loaded = await store.load()
        ahead = Instant(loaded.now + 3600.0)
        assert await store.swap(loaded.desk, Desk(version=1, now=ahead), ()) == ()
        await clock.advance(Seconds(0.25))
        assert (await store.load()).now == ahead

    async def test_a_desk_comes_back_as_it_was_put(self, store: LiveStore) -> None:
        desk = a_full_desk()
        assert await store.swap((await store.load()).desk, desk, ()) == ()
        assert (await store.load()).desk == desk

    async def test_the_desk_and_its_writes_are_there_together(self, store: LiveStore) -> None:
        after = Desk(version=1)
        assert await store.swap((await store.load()).desk, after, (OPENED, OTHER_OPENED)) == ()
        assert (await store.load()).desk == after
        assert await store.head(TALK) == Head(TALK, EPOCH, NOA)
        assert await store.head(OTHER) == Head(OTHER, Epoch("epoch-sam"), SAM)

    async def test_a_stale_desk_changes_neither_desk_nor_log(self, store: LiveStore) -> None:
        stale = (await store.load()).desk
        await commit(store, OPENED)
        now = (await store.load()).desk
        assert await store.swap(stale, replace(stale, version=2), (JOINED, OTHER_OPENED, FORGOTTEN)) is None
        assert (await store.load()).desk == now
        assert await store.heads([TALK, OTHER]) == (Head(TALK, EPOCH, NOA),)
        assert await log(store) == ()

    async def test_a_stale_desk_is_told_so_even_when_its_writes_could_not_be_done(
        self, store: LiveStore
    ) -> None:
        stale = (await store.load()).desk
        await commit(store)
        assert await store.swap(stale, replace(stale, version=2), (JOINED,)) is None

    async def test_of_many_swaps_from_one_desk_one_wins(self, store: LiveStore) -> None:
        before = (await store.load()).desk
        talks = [ConversationId(f"talk-{number}") for number in range(20)]
        answers = await asyncio.gather(
            *(
                store.swap(before, Desk(version=1, now=Instant(number)), (LogOpened(talk, EPOCH, NOA),))
                for number, talk in enumerate(talks)
            )
        )
        (winner,) = [number for number, answer in enumerate(answers) if answer is not None]
        assert (await store.load()).desk.now == Instant(winner)
        assert [head.conversation for head in await store.heads(talks)] == [talks[winner]]

    async def test_writes_are_done_and_told_in_their_order(self, store: LiveStore) -> None:
        bram = Joined(TALK, BRAM, "Bram", 3)
        added = await commit(store, OPENED, JOINED, LEFT, OTHER_OPENED, bram, ENDED)
        entries = (
            Entry(1, Kind.JOINED, Side.DESK, Cmid(f"joined-{EPOCH}-1"), name="Anne"),
            Entry(2, Kind.LEFT, Side.DESK, Cmid(f"left-{EPOCH}-2"), name="Anne"),
            Entry(3, Kind.JOINED, Side.DESK, Cmid(f"joined-{EPOCH}-3"), name="Bram"),
            Entry(4, Kind.ENDED, Side.DESK, Cmid("ended"), reason=EndReason.COUNSELLOR_ENDED),
        )
        heads = (
            Head(TALK, EPOCH, NOA, seq=1, counsellor=ANNE, version=1),
            Head(TALK, EPOCH, NOA, seq=2, counsellor=None, version=2),
            Head(TALK, EPOCH, NOA, seq=3, counsellor=BRAM, version=3),
            Head(TALK, EPOCH, NOA, seq=4, counsellor=BRAM, version=3, closed=True),
        )
        assert added == tuple(Added(head, entry) for head, entry in zip(heads, entries, strict=True))
        assert await store.read(TALK, None) == Tail(heads[-1], entries, complete=True)
        assert await log(store, OTHER) == ()

    async def test_a_log_opened_and_forgotten_in_one_swap_never_was(self, store: LiveStore) -> None:
        assert await commit(store, OPENED, FORGOTTEN) == ()
        assert await store.heads([TALK]) == ()

    @pytest.mark.parametrize("place", range(5))
    async def test_of_a_log_that_was_lost_nothing_is_written_and_the_rest_is(
        self, store: LiveStore, place: int
    ) -> None:
        await commit(store, OPENED, JOINED, OTHER_OPENED)
        await say(store, SEEKER, "one")
        before = (await store.load()).desk
        after = replace(before, version=before.version + 1)
        new = ConversationId("talk-new")
        writes: list[LogWrite] = [ENDED, LogForgotten(OTHER), LogOpened(new, EPOCH, NOA), FORGOTTEN]
        for lost in (
            Ended(NOWHERE, EndReason.SEEKER_LEFT),
            Assigned(NOWHERE, ANNE, 2),
            LogForgotten(NOWHERE),
        ):
            writes.insert(place, lost)
        added = await store.swap(before, after, writes)
        assert added is not None
        assert [(one.head.conversation, one.entry.kind) for one in added] == [(TALK, Kind.ENDED)]
        assert (await store.load()).desk == after
        assert [head.conversation for head in await store.heads([TALK, OTHER, NOWHERE, new])] == [new]
