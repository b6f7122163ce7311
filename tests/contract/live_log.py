"""What every live store promises of the log of one conversation. A store joins by one fixture, ``store``."""

import asyncio
from dataclasses import replace

import pytest

from chat.conversation.lifecycle import Joined, LogOpened, Noticed
from chat.conversation.model import (
    Author,
    ByCounsellor,
    BySeeker,
    Entry,
    Head,
    Kind,
    Mark,
    Notice,
    Position,
    Side,
    Tail,
)
from chat.errors import Closed, CmidConflict, Gone, NotAssigned, Refusal
from chat.identifiers import Cmid, ConversationId, Epoch, SeekerId, VolunteerId
from chat.service.ports import Added, LiveStore
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
    SAM,
    SEEKER,
    TALK,
    commit,
    draft,
    log,
    refusal,
    say,
    unheard,
)


class LiveLogContract:
    """The log of one conversation."""

    @pytest.fixture(autouse=True)
    async def talking(self, store: LiveStore) -> None:
        """Noa and Anne talk; Sam waits. Joining was the first entry."""
        await commit(store, OPENED, JOINED, OTHER_OPENED)

    async def test_a_message_is_stored_as_it_was_said(self, store: LiveStore) -> None:
        body = "I <3 you & <b> 👩‍👩‍👧 مرحبا \x00\n"
        added = await store.append(TALK, SEEKER, draft("one", body))
        entry = Entry(2, Kind.MESSAGE, Side.SEEKER, cmid=Cmid("one"), body=body)
        head = Head(TALK, EPOCH, NOA, seq=2, counsellor=ANNE, version=1)
        assert (unheard(added.head), added.entry, added.is_new) == (head, entry, True)
        assert (await log(store))[1:] == (entry,)
        assert await store.head(TALK) == added.head

    async def test_the_head_says_when_each_side_last_said_something(self, store: LiveStore) -> None:
        assert (await store.head(TALK)).said == {}
        before = (await store.load()).now
        await say(store, SEEKER, "one")
        first = (await store.head(TALK)).said
        await say(store, COUNSELLOR, "two")
        said = (await store.head(TALK)).said
        assert first.keys() == {Side.SEEKER}
        assert said == {Side.SEEKER: first[Side.SEEKER], Side.COUNSELLOR: said[Side.COUNSELLOR]}
        assert before <= said[Side.SEEKER] <= said[Side.COUNSELLOR] <= (await store.load()).now

    async def test_who_comes_has_not_said_anything_yet_whatever_was_said_before(
        self, store: LiveStore
    ) -> None:
        await say(store, COUNSELLOR, "one")
        await commit(store, LEFT)
        assert (await store.head(TALK)).said.keys() == {Side.COUNSELLOR}
        await commit(store, Joined(TALK, BRAM, "Bram", 3))
        assert (await store.head(TALK)).said == {}

    async def test_what_is_not_said_leaves_it_as_it_was(self, store: LiveStore) -> None:
        await say(store, SEEKER, "one")
        said = (await store.head(TALK)).said
        await say(store, SEEKER, "one")
        assert await refusal(store, BySeeker(SAM), "two") is Gone
        await store.mark(TALK, EPOCH, Side.COUNSELLOR, Mark(2, 2))
        await commit(store, Noticed(TALK, Notice.FRAME))
        assert (await store.renew(TALK, Epoch("epoch-new"))).said == said
        assert [head.said for head in await store.heads([TALK])] == [said]

    async def test_a_repeat_gets_the_same_answer_and_is_stored_once(self, store: LiveStore) -> None:
        first = await store.append(TALK, SEEKER, draft("one"))
        await say(store, COUNSELLOR, "two")
        again = await store.append(TALK, SEEKER, draft("one"))
        assert (unheard(again.head), again.entry) == (unheard(replace(first.head, seq=3)), first.entry)
        assert again.is_new is False
        assert len(await log(store)) == 3

    async def test_the_same_cmid_with_another_body_is_a_conflict(self, store: LiveStore) -> None:
        await say(store, SEEKER, "one")
        before = await store.read(TALK, None)
        with pytest.raises(CmidConflict):
            await store.append(TALK, SEEKER, draft("one", "something else"))
        assert await store.read(TALK, None) == before

    async def test_two_people_who_made_the_same_cmid_both_say_something(self, store: LiveStore) -> None:
        await store.append(TALK, SEEKER, draft("one", "hi"))
        await store.append(TALK, COUNSELLOR, draft("one", "hello"))
        await commit(store, LEFT, Joined(TALK, BRAM, "Bram", 3))
        await store.append(TALK, ByCounsellor(BRAM, 3), draft("one", "good evening"))
        said = [entry.body for entry in await log(store) if entry.kind is Kind.MESSAGE]
        assert said == ["hi", "hello", "good evening"]

    async def test_fifty_messages_at_once_are_counted_without_gaps(self, store: LiveStore) -> None:
        authors: list[Author] = [SEEKER, COUNSELLOR]
        added = await asyncio.gather(
            *(store.append(TALK, authors[number % 2], draft(f"cmid-{number}")) for number in range(50))
        )
        entries = await log(store)
        assert counted(entries)
        assert len(entries) == 51
        told = sorted(added, key=lambda one: one.entry.seq)
        assert [replace(one, head=unheard(one.head)) for one in told] == [
            Added(unheard(replace(added[0].head, seq=entry.seq)), entry) for entry in entries[1:]
        ]

    async def test_one_message_sent_fifty_times_at_once_is_stored_once(self, store: LiveStore) -> None:
        added = await asyncio.gather(*(store.append(TALK, SEEKER, draft("one")) for _ in range(50)))
        assert sorted(one.is_new for one in added) == [False] * 49 + [True]
        assert {one.entry for one in added} == {(await log(store))[-1]}
        assert len(await log(store)) == 2

    async def test_an_end_amid_messages_is_the_last_entry(self, store: LiveStore) -> None:
        early, late = (
            [refusal(store, SEEKER, f"{part}-{number}") for number in range(25)] for part in ("early", "late")
        )
        *answers, _ = await asyncio.gather(*early, *late, commit(store, ENDED))
        entries = await log(store)
        assert counted(entries)
        assert entries[-1].kind is Kind.ENDED
        assert set(answers) <= {None, Closed}
        assert len(entries) == 2 + answers.count(None)

    async def test_the_young_person_writes_while_nobody_has_joined(self, store: LiveStore) -> None:
        await commit(store, LEFT)
        assert await refusal(store, SEEKER, "one") is None

    @pytest.mark.parametrize(
        ("stranger", "answer"),
        [
            (BySeeker(SAM), Gone),
            (BySeeker(SeekerId(ANNE)), Gone),
            (ByCounsellor(BRAM, 1), NotAssigned),
            (ByCounsellor(VolunteerId(NOA), 1), NotAssigned),
            (ByCounsellor(ANNE, 0), NotAssigned),
            (ByCounsellor(ANNE, 2), NotAssigned),
        ],
    )
    async def test_a_stranger_and_an_old_version_are_refused(
        self, store: LiveStore, stranger: Author, answer: type[Refusal]
    ) -> None:
        before = await store.read(TALK, None)
        assert await refusal(store, stranger, "one") is answer
        assert await store.read(TALK, None) == before

    async def test_who_left_writes_no_more_and_still_gets_the_answers_to_repeats(
        self, store: LiveStore
    ) -> None:
        (said,) = await say(store, COUNSELLOR, "one")
        await commit(store, LEFT)
        assert await refusal(store, COUNSELLOR, "two") is NotAssigned
        assert await store.append(TALK, COUNSELLOR, draft("one")) == Added(
            await store.head(TALK), said, is_new=False
        )

    async def test_a_repeat_under_a_later_version_is_still_a_repeat(self, store: LiveStore) -> None:
        (said,) = await say(store, COUNSELLOR, "one")
        await commit(store, LEFT, Joined(TALK, ANNE, "Anne", 3))
        again = await store.append(TALK, ByCounsellor(ANNE, 3), draft("one"))
        assert (again.entry, again.is_new) == (said, False)

    @pytest.mark.parametrize("author", [SEEKER, COUNSELLOR])
    async def test_after_the_end_only_repeats_are_answered(self, store: LiveStore, author: Author) -> None:
        (said,) = await say(store, author, "one")
        await commit(store, ENDED)
        assert await refusal(store, author, "two") is Closed
        again = await store.append(TALK, author, draft("one"))
        assert (again.entry, again.is_new) == (said, False)
        with pytest.raises(CmidConflict):
            await store.append(TALK, author, draft("one", "something else"))
        assert [entry.kind for entry in await log(store)] == [Kind.JOINED, Kind.MESSAGE, Kind.ENDED]

    async def test_what_follows_a_position_is_read_in_order(self, store: LiveStore) -> None:
        await say(store, SEEKER, "one", "two", "three")
        head, entries = await store.head(TALK), await log(store)
        for seq in range(5):
            tail = await store.read(TALK, Position(EPOCH, seq))
            assert tail == Tail(head, entries[seq:], complete=True)

    @pytest.mark.parametrize("elsewhere", [Position(Epoch("of before"), 1), Position(EPOCH, 3)])
    async def test_a_position_that_this_log_never_had_gets_the_whole_log(
        self, store: LiveStore, elsewhere: Position
    ) -> None:
        await say(store, SEEKER, "one")
        whole = await store.read(TALK, None)
        assert whole.complete
        assert await store.read(TALK, elsewhere) == replace(whole, complete=False)

    async def test_what_was_read_does_not_change_afterwards(self, store: LiveStore) -> None:
        tail = await store.read(TALK, None)
        await say(store, SEEKER, "one")
        await store.mark(TALK, EPOCH, Side.SEEKER, Mark(2, 2))
        await commit(store, ENDED)
        assert tail == Tail(
            Head(TALK, EPOCH, NOA, seq=1, counsellor=ANNE, version=1),
            (Entry(1, Kind.JOINED, Side.DESK, Cmid(f"joined-{EPOCH}-1"), name="Anne"),),
            complete=True,
        )

    async def test_marks_rise_and_never_fall(self, store: LiveStore) -> None:
        await say(store, SEEKER, "one", "two", "three")
        steps = [
            (Mark(delivered=2), Mark(2, 0)),
            (Mark(delivered=2), None),
            (Mark(delivered=3, seen=1), Mark(3, 1)),
            (Mark(delivered=1, seen=2), Mark(3, 2)),
            (Mark(delivered=1, seen=1), None),
            (Mark(), None),
            (Mark(seen=4), Mark(4, 4)),
        ]
        for raised, now in steps:
            assert await store.mark(TALK, EPOCH, Side.COUNSELLOR, raised) == now
        assert (await store.head(TALK)).marks == {Side.COUNSELLOR: Mark(4, 4)}

    async def test_marks_never_pass_the_newest_entry(self, store: LiveStore) -> None:
        assert await store.mark(TALK, EPOCH, Side.SEEKER, Mark(99, 99)) == Mark(1, 1)
        await say(store, COUNSELLOR, "one")
        assert await store.mark(TALK, EPOCH, Side.SEEKER, Mark(99)) == Mark(2, 1)

    async def test_a_mark_of_another_life_counts_other_lines(self, store: LiveStore) -> None:
        await say(store, SEEKER, "one")
        await store.renew(TALK, Epoch("epoch-new"))
        assert await store.mark(TALK, EPOCH, Side.COUNSELLOR, Mark(1, 1)) is None
        assert (await store.head(TALK)).marks == {}

    async def test_each_side_has_marks_of_its_own_and_they_outlast_the_end(self, store: LiveStore) -> None:
        await store.mark(TALK, EPOCH, Side.SEEKER, Mark(1, 1))
        await commit(store, ENDED)
        assert await store.mark(TALK, EPOCH, Side.COUNSELLOR, Mark(2)) == Mark(2, 0)
        marks = {Side.SEEKER: Mark(1, 1), Side.COUNSELLOR: Mark(2, 0)}
        assert (await store.head(TALK)).marks == marks
        assert (await store.read(TALK, None)).head.marks == marks
        assert [head.marks for head in await store.heads([TALK])] == [marks]

    async def test_of_marks_raised_at_once_the_highest_stays(self, store: LiveStore) -> None:
        await say(store, SEEKER, *(str(number) for number in range(20)))
        raised = await asyncio.gather(
            *(store.mark(TALK, EPOCH, Side.COUNSELLOR, Mark((number * 7) % 20 + 1)) for number in range(20))
        )
        assert (await store.head(TALK)).marks == {Side.COUNSELLOR: Mark(20)}
        assert Mark(20) in raised

    async def test_heads_come_in_the_order_asked_without_those_that_are_not_there(
        self, store: LiveStore
    ) -> None:
        sam, noa = await store.head(OTHER), await store.head(TALK)
        assert await store.heads([OTHER, NOWHERE, TALK]) == (sam, noa)
        assert await store.heads(iter([TALK, OTHER])) == (noa, sam)
        assert await store.heads([]) == ()

    async def test_of_a_log_that_is_not_there_nothing_can_be_asked(self, store: LiveStore) -> None:
        assert await answered(store, NOWHERE) == 0
        assert await answered(store, TALK) == 6

    async def test_a_forgotten_log_is_gone_and_forgetting_it_again_is_nothing(self, store: LiveStore) -> None:
        await say(store, SEEKER, "one")
        await commit(store, ENDED)
        assert await answered(store, TALK) == 6
        assert await commit(store, FORGOTTEN) == ()
        assert await commit(store, FORGOTTEN) == ()
        assert await answered(store, TALK) == 0

    async def test_the_cmids_go_with_their_log(self, store: LiveStore) -> None:
        await say(store, SEEKER, "one")
        await store.mark(TALK, EPOCH, Side.SEEKER, Mark(2, 2))
        await commit(store, FORGOTTEN)
        await commit(store, LogOpened(TALK, Epoch("epoch-new"), NOA))
        added = await store.append(TALK, SEEKER, draft("one", "something else"))
        assert (added.entry.seq, added.entry.body, added.is_new) == (1, "something else", True)
        assert unheard(added.head) == Head(TALK, Epoch("epoch-new"), NOA, seq=1)

    async def test_two_conversations_never_mix(self, store: LiveStore) -> None:
        before = await store.read(OTHER, None)
        await store.append(TALK, SEEKER, draft("one", "of noa"))
        await store.mark(TALK, EPOCH, Side.SEEKER, Mark(2, 2))
        assert await store.read(OTHER, None) == before
        added = await store.append(OTHER, BySeeker(SAM), draft("one", "of sam"))
        assert (added.entry.seq, added.is_new) == (1, True)
        await commit(store, ENDED, FORGOTTEN)
        assert await log(store, OTHER) == (added.entry,)
        with pytest.raises(Gone):
            await store.append(OTHER, SEEKER, draft("two"))


async def answered(store: LiveStore, conversation: ConversationId) -> int:
    """How many of all that can be asked about a conversation is answered with anything but ``gone``."""
    answers = await asyncio.gather(
        store.head(conversation),
        store.read(conversation, None),
        store.read(conversation, Position(EPOCH, 1)),
        store.mark(conversation, EPOCH, Side.SEEKER, Mark(1, 1)),
        store.append(conversation, SEEKER, draft("one")),
        return_exceptions=True,
    )
    return sum(not isinstance(answer, Gone) for answer in answers) + len(await store.heads([conversation]))


def counted(entries: tuple[Entry, ...]) -> bool:
    """Whether the entries are numbered from 1 without gaps, in order."""
    return [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
