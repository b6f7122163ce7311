"""What every live store promises of logs that were lost or in part: taken back, opened over, offered again, begun anew.

A store joins by one fixture, ``store``.
"""

import asyncio
from dataclasses import replace

import pytest

from chat.conversation.lifecycle import Assigned, Joined, LogOpened
from chat.conversation.model import ByCounsellor, Draft, Entry, Head, Kind, Mark, Position, Side, Tail
from chat.errors import CmidConflict, Gone, NotAssigned
from chat.identifiers import Cmid, ConversationId, Epoch
from chat.service.ports import LiveStore
from tests.contract.live_store import (
    ANNE,
    BRAM,
    COUNSELLOR,
    ENDED,
    EPOCH,
    FORGOTTEN,
    JOINED,
    LEFT,
    NOA,
    NOWHERE,
    OPENED,
    OTHER,
    OTHER_OPENED,
    SEEKER,
    TALK,
    commit,
    draft,
    log,
    refusal,
    say,
    unheard,
)

NEW = Epoch("epoch-new")


def old(seq: int, side: Side, cmid: str) -> Entry:
    """A line of an earlier life."""
    kind = Kind.JOINED if side is Side.DESK else Kind.MESSAGE
    name, body = ("Anne", None) if side is Side.DESK else (None, f"sealed {cmid}")
    return Entry(seq, kind, side, Cmid(cmid), body, name)


OLD = (
    old(1, Side.SEEKER, "one"),
    old(2, Side.DESK, "joined-1"),
    old(3, Side.COUNSELLOR, "two"),
    old(4, Side.SEEKER, "three"),
)


def numbered(*entries: Entry) -> tuple[Entry, ...]:
    """These lines as they stand in a log."""
    return tuple(replace(entry, seq=seq) for seq, entry in enumerate(entries, 1))


class LiveLossContract:
    """A log after a loss."""

    @pytest.fixture(autouse=True)
    async def taken_back(self, store: LiveStore) -> None:
        """Noa's conversation with Anne was taken back; its log is empty. Sam's is beside it."""
        await commit(store, LogOpened(TALK, EPOCH, NOA, ANNE, 1), OTHER_OPENED)

    async def test_a_conversation_is_taken_back_with_whoever_holds_it(self, store: LiveStore) -> None:
        assert await store.head(TALK) == Head(TALK, EPOCH, NOA, 0, ANNE, 1)
        assert await log(store) == ()
        assert await refusal(store, COUNSELLOR, "one") is None
        assert await refusal(store, ByCounsellor(BRAM, 1), "one") is NotAssigned

    async def test_a_log_that_is_there_keeps_all_of_it_when_it_is_opened_again(
        self, store: LiveStore
    ) -> None:
        await say(store, SEEKER, "one")
        await store.mark(TALK, EPOCH, Side.COUNSELLOR, Mark(1, 1))
        before = await store.read(TALK, None)
        assert await commit(store, LogOpened(TALK, NEW, NOA, BRAM, 3)) == ()
        head = replace(before.head, counsellor=BRAM, version=3)
        assert await store.read(TALK, None) == Tail(head, before.entries, complete=True)
        assert (await store.append(TALK, SEEKER, draft("one"))).is_new is False
        assert await refusal(store, COUNSELLOR, "two") is NotAssigned
        assert await refusal(store, ByCounsellor(BRAM, 3), "two") is None

    async def test_a_log_that_is_there_may_turn_out_to_be_held_by_nobody(self, store: LiveStore) -> None:
        assert await commit(store, LogOpened(TALK, NEW, NOA, version=2)) == ()
        assert await store.head(TALK) == Head(TALK, EPOCH, NOA, 0, None, 2)

    async def test_a_log_that_outlived_the_desk_ends_once_when_it_is_taken_back(
        self, store: LiveStore
    ) -> None:
        await say(store, SEEKER, "one")
        await commit(store, ENDED)
        before = await store.read(TALK, None)
        assert await commit(store, LogOpened(TALK, NEW, NOA, ANNE, 1), ENDED) == ()
        assert await store.read(TALK, None) == before

    async def test_it_may_turn_out_who_holds_it_and_nothing_is_seen_of_that(self, store: LiveStore) -> None:
        await say(store, COUNSELLOR, "one")
        assert await commit(store, Assigned(TALK, BRAM, 4)) == ()
        assert unheard(await store.head(TALK)) == Head(TALK, EPOCH, NOA, 1, BRAM, 4)
        assert len(await log(store)) == 1
        assert await refusal(store, COUNSELLOR, "two") is NotAssigned
        assert await refusal(store, ByCounsellor(BRAM, 4), "two") is None

    async def test_what_was_held_fills_an_empty_log_without_a_new_life(self, store: LiveStore) -> None:
        whole = await store.restore(TALK, OLD, NEW)
        assert (whole.entries, whole.is_new_life) == (OLD, False)
        assert unheard(whole.head) == Head(TALK, EPOCH, NOA, 4, ANNE, 1)
        assert await store.read(TALK, None) == Tail(whole.head, OLD, complete=True)

    async def test_whoever_had_their_say_since_the_last_counsellor_came_counts_as_heard_now(
        self, store: LiveStore
    ) -> None:
        before = (await store.load()).now
        await store.restore(TALK, OLD[:3], NEW)
        first = (await store.head(TALK)).said
        assert first.keys() == {Side.COUNSELLOR}
        await store.restore(TALK, OLD, NEW)
        said = (await store.head(TALK)).said
        assert said == {Side.COUNSELLOR: first[Side.COUNSELLOR], Side.SEEKER: said[Side.SEEKER]}
        assert before <= said[Side.COUNSELLOR] <= said[Side.SEEKER] <= (await store.load()).now

    async def test_what_is_only_longer_is_added_at_the_end(self, store: LiveStore) -> None:
        await store.restore(TALK, OLD[:2], NEW)
        await store.mark(TALK, EPOCH, Side.SEEKER, Mark(2, 2))
        whole = await store.restore(TALK, OLD, NEW)
        assert (whole.entries, whole.is_new_life) == (OLD, False)
        assert whole.head.marks == {Side.SEEKER: Mark(2, 2)}
        tail = await store.read(TALK, Position(EPOCH, 2))
        assert (tail.entries, tail.complete) == (OLD[2:], True)

    async def test_what_was_before_begins_a_new_life_without_marks(self, store: LiveStore) -> None:
        (said,) = await say(store, SEEKER, "four")
        await store.mark(TALK, EPOCH, Side.COUNSELLOR, Mark(1, 1))
        whole = await store.restore(TALK, OLD, NEW)
        assert whole.is_new_life
        assert whole.entries == numbered(*OLD, said)
        assert unheard(whole.head) == Head(TALK, NEW, NOA, 5, ANNE, 1)
        assert await store.head(TALK) == whole.head
        assert await store.read(TALK, Position(EPOCH, 1)) == Tail(whole.head, whole.entries, complete=False)

    async def test_what_is_there_already_changes_nothing(self, store: LiveStore) -> None:
        before = await store.restore(TALK, OLD, NEW)
        await store.mark(TALK, EPOCH, Side.COUNSELLOR, Mark(4, 4))
        head = await store.head(TALK)
        for held in (OLD, OLD[1:], OLD[:1], ()):
            again = await store.restore(TALK, held, Epoch("yet another"))
            assert (again.head, again.entries, again.is_new_life) == (head, before.entries, False)
        assert await store.head(TALK) == head

    async def test_a_text_that_came_back_is_not_said_again(self, store: LiveStore) -> None:
        await store.restore(TALK, OLD, NEW)
        for author, cmid, seq in ((SEEKER, "one", 1), (COUNSELLOR, "two", 3), (SEEKER, "three", 4)):
            added = await store.append(TALK, author, draft(cmid))
            assert (added.entry.seq, added.is_new) == (seq, False)
            with pytest.raises(CmidConflict):
                await store.append(TALK, author, Draft(Cmid(cmid), "something else"))
        assert await log(store) == OLD

    async def test_a_text_that_was_sent_again_first_is_not_put_in_twice(self, store: LiveStore) -> None:
        await say(store, SEEKER, "three")
        whole = await store.restore(TALK, OLD, NEW)
        assert (whole.entries, whole.is_new_life) == (OLD, True)
        assert (await store.append(TALK, SEEKER, draft("three"))).is_new is False

    async def test_after_a_restoring_the_log_goes_on(self, store: LiveStore) -> None:
        await store.restore(TALK, OLD, NEW)
        (said,) = await say(store, COUNSELLOR, "five")
        await commit(store, LEFT, Joined(TALK, BRAM, "Bram", 3), ENDED)
        kinds = [entry.kind for entry in (await log(store))[5:]]
        assert (said.seq, kinds) == (5, [Kind.LEFT, Kind.JOINED, Kind.ENDED])

    async def test_of_two_who_offer_at_once_nothing_is_lost_or_doubled(self, store: LiveStore) -> None:
        offers = [OLD[:2], OLD[1:], OLD, OLD[:3]] * 3
        await asyncio.gather(
            *(store.restore(TALK, held, Epoch(f"epoch-{n}")) for n, held in enumerate(offers)),
            *(store.append(TALK, SEEKER, draft(f"new-{n}")) for n in range(5)),
        )
        entries = await log(store)
        assert len(entries) == len({(entry.side, entry.cmid) for entry in entries}) == 9
        assert [entry.seq for entry in entries] == list(range(1, 10))
        held = [entry.cmid for entry in entries if not entry.cmid.startswith("new-")]
        assert held == [entry.cmid for entry in OLD]

    async def test_an_end_stays_the_end_whatever_is_offered(self, store: LiveStore) -> None:
        await store.restore(TALK, OLD[:2], NEW)
        await commit(store, ENDED)
        whole = await store.restore(TALK, OLD, NEW)
        assert whole.head.closed
        assert [entry.cmid for entry in whole.entries] == [*(entry.cmid for entry in OLD), "ended"]
        assert [entry.seq for entry in whole.entries] == [1, 2, 3, 4, 5]

    async def test_a_new_life_of_what_there_is_has_everything_but_marks(self, store: LiveStore) -> None:
        await say(store, SEEKER, "one")
        await store.mark(TALK, EPOCH, Side.COUNSELLOR, Mark(1, 1))
        before = await store.read(TALK, None)
        head = await store.renew(TALK, NEW)
        assert head == replace(before.head, epoch=NEW, marks={})
        assert await store.read(TALK, None) == Tail(head, before.entries, complete=True)
        assert await store.read(TALK, Position(EPOCH, 1)) == Tail(head, before.entries, complete=False)
        assert (await store.append(TALK, SEEKER, draft("one"))).is_new is False
        (said,) = await say(store, COUNSELLOR, "two")
        assert said.seq == 2

    @pytest.mark.parametrize("where", [NOWHERE, TALK])
    async def test_of_a_log_that_is_not_there_nothing_is_restored_or_renewed(
        self, store: LiveStore, where: ConversationId
    ) -> None:
        await commit(store, FORGOTTEN)
        with pytest.raises(Gone):
            await store.restore(where, OLD, NEW)
        with pytest.raises(Gone):
            await store.renew(where, NEW)
        assert await store.heads([where]) == ()

    async def test_another_conversation_hears_nothing_of_it(self, store: LiveStore) -> None:
        before = await store.read(OTHER, None)
        await store.restore(TALK, OLD, NEW)
        await store.renew(TALK, NEW)
        await commit(store, Assigned(TALK, BRAM, 2))
        assert await store.read(OTHER, None) == before

    async def test_who_has_the_turn_swaps_and_gives_it_back(self, store: LiveStore) -> None:
        for _ in range(3):
            async with store.turn():
                await commit(store)
        with pytest.raises(ValueError, match="in a turn"):
            async with store.turn():
                raise ValueError("in a turn")
        async with asyncio.timeout(2):
            async with store.turn():
                await commit(store, OPENED, JOINED)
        assert (await store.head(TALK)).counsellor == ANNE

    async def test_in_turns_many_swap_one_after_the_other(self, store: LiveStore) -> None:
        version = (await store.load()).desk.version

        async def swapped() -> None:
            async with store.turn():
                while True:
                    before = (await store.load()).desk
                    after = replace(before, version=before.version + 1)
                    if await store.swap(before, after, ()) is not None:
                        return

        await asyncio.gather(*(swapped() for _ in range(8)))
        assert (await store.load()).desk.version == version + 8
