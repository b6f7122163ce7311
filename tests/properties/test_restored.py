"""What browsers held of an earlier life of a log is put in again, whoever offers it when and in what pieces.

Each browser holds a beginning of the old log and offers that first. Then its sender's texts follow of which it was
not sure, and new ones, in order. What the two browsers say reaches the server mixed up as it may be.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from chat.conversation.model import Entry, Head, Kind, Mark, Restored, Side
from chat.conversation.transcript import restored
from chat.identifiers import Cmid, ConversationId, Epoch, Instant, SeekerId

Restore = Callable[[Head, Sequence[Entry], Sequence[Entry], Epoch, Instant], Restored]
Key = tuple[Side, Cmid]

TALKERS = (Side.SEEKER, Side.COUNSELLOR)
NOW = Instant(1000.0)
HEAD = Head(ConversationId("talk"), Epoch("life-0"), SeekerId("sam"), marks={Side.SEEKER: Mark(0, 0)})


def key(entry: Entry) -> Key:
    return entry.side, entry.cmid


def text(side: Side, number: int, seq: int = 0) -> Entry:
    """The so manieth text of one side, or what the desk says: mostly that somebody left, at times a word of its own."""
    says = Kind.NOTICE if number % 3 == 0 else Kind.LEFT
    kind = says if side is Side.DESK else Kind.MESSAGE
    return Entry(seq, kind, side, Cmid(f"{number:03}"), body=f"{side} {number}")


@dataclass(frozen=True)
class Act:
    """Something that reaches the server: a stretch that is offered, or a text that is said."""

    offered: tuple[Entry, ...] = ()
    said: Entry | None = None


@dataclass(frozen=True)
class Story:
    """What reaches the server after a loss, in order, and all that must be there in the end."""

    acts: tuple[Act, ...]
    held: frozenset[Key]
    old: frozenset[Key]
    new: frozenset[Key]


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """A log that was lost, and two people whose browsers make up for it."""
    old: list[Entry] = []
    counts = dict.fromkeys(Side, 0)
    for side in draw(st.lists(st.sampled_from([*TALKERS, *TALKERS, Side.DESK]), max_size=10)):
        counts[side] += 1
        old.append(text(side, counts[side], len(old) + 1))
    queues: list[list[Act]] = []
    old_held, said, begun = set[Key](), set[Key](), set[Key]()
    for side in TALKERS:
        kept = old[: draw(st.integers(0, len(old)))]
        old_held |= {key(entry) for entry in kept}
        offers = [Act(offered=piece) for piece in _pieces(kept, draw(st.integers(2, 4)))]
        own = [entry for entry in old if entry.side is side]
        unsure = draw(st.integers(0, len(own)))
        again = [entry for place, entry in enumerate(own) if entry not in kept or place >= unsure]
        again = own[own.index(again[0]) :] if again else []
        new = [text(side, counts[side] + n + 1) for n in range(draw(st.integers(0, 3)))]
        queues.append([*offers, *(Act(said=entry) for entry in (*again, *new))])
        said |= {key(entry) for entry in (*again, *new)}
        begun |= {key(entry) for entry in new}
    acts = tuple(_mixed(draw, queues))
    return Story(acts, frozenset(old_held | said), frozenset(old_held), frozenset(begun))


def _pieces(kept: Sequence[Entry], size: int) -> Iterator[tuple[Entry, ...]]:
    """Stretches of *kept*, each of which begins with the last entry of the one before."""
    for start in range(0, max(1, len(kept) - 1), size - 1):
        if kept:
            yield tuple(kept[start : start + size])


def _mixed(draw: st.DrawFn, queues: list[list[Act]]) -> Iterator[Act]:
    """Everything of each queue in its order; an offer whose answer was lost comes twice."""
    while queues := [queue for queue in queues if queue]:
        act = queues[draw(st.integers(0, len(queues) - 1))].pop(0)
        yield act
        if act.offered:
            yield from [act] * draw(st.integers(0, 1))


@dataclass
class Log:
    """The log that the server makes of it."""

    restore: Restore
    head: Head = HEAD
    entries: tuple[Entry, ...] = ()
    lives: int = 0

    def take(self, act: Act) -> None:
        """What reaches the server is stored, and held to what may change by it."""
        self.lives += 1
        before, old = self.head, self.entries
        if act.said is None:
            whole = self.restore(before, old, act.offered, Epoch(f"life-{self.lives}"), NOW)
            self.head, self.entries = whole.head, whole.entries
            a_new_life_begins_exactly_when_the_order_of_what_was_there_changed(before, old, whole)
        elif key(act.said) not in {key(entry) for entry in old}:
            seq = len(old) + 1
            self.head = replace(before, seq=seq)
            self.entries = (*old, replace(act.said, seq=seq))
        it_is_numbered_without_gaps(self)


def a_new_life_begins_exactly_when_the_order_of_what_was_there_changed(
    before: Head, old: tuple[Entry, ...], whole: Restored
) -> None:
    moved = whole.entries[: len(old)] != old
    assert whole.is_new_life == moved
    assert (whole.head.epoch != before.epoch) == moved
    assert whole.head.marks == ({} if moved else before.marks)


def it_is_numbered_without_gaps(log: Log) -> None:
    assert [entry.seq for entry in log.entries] == list(range(1, log.head.seq + 1))


def nothing_is_lost_and_nothing_doubled(log: Log, story: Story) -> None:
    assert sorted(key(entry) for entry in log.entries) == sorted(story.held)
    assert all(entry.body == text(entry.side, int(entry.cmid)).body for entry in log.entries)


def each_senders_texts_stand_in_the_order_of_sending(log: Log) -> None:
    for side in Side:
        numbers = [int(entry.cmid) for entry in log.entries if entry.side is side]
        assert numbers == sorted(numbers)


def what_is_new_follows_what_was_held_of_the_old(log: Log, story: Story) -> None:
    places = {key(entry): entry.seq for entry in log.entries}
    first_new = min((places[one] for one in story.new), default=len(places) + 1)
    assert all(places[one] < first_new for one in story.old)


def it_converges(restore: Restore, story: Story) -> None:
    log = Log(restore)
    for act in story.acts:
        log.take(act)
    nothing_is_lost_and_nothing_doubled(log, story)
    each_senders_texts_stand_in_the_order_of_sending(log)
    what_is_new_follows_what_was_held_of_the_old(log, story)


@given(stories())
@settings(max_examples=max(300, settings().max_examples))
def test_whatever_browsers_held_and_said_becomes_one_log(story: Story) -> None:
    it_converges(restored, story)


@given(stories())
def test_offering_everything_again_changes_nothing(story: Story) -> None:
    log = Log(restored)
    for act in story.acts:
        log.take(act)
    for act in story.acts:
        whole = restored(log.head, log.entries, act.offered, Epoch("another"), NOW)
        assert (whole.head, whole.entries, whole.is_new_life) == (log.head, log.entries, False)


def puts_it_at_the_end(
    head: Head, entries: Sequence[Entry], offered: Sequence[Entry], _: Epoch, __: Instant
) -> Restored:
    """What is offered comes after what has been said since."""
    known = {key(entry) for entry in entries}
    merged = [*entries, *(entry for entry in offered if key(entry) not in known)]
    whole = tuple(replace(entry, seq=seq) for seq, entry in enumerate(merged, 1))
    return Restored(replace(head, seq=len(whole)), whole, is_new_life=False)


def knows_nothing_again(
    head: Head, entries: Sequence[Entry], offered: Sequence[Entry], epoch: Epoch, now: Instant
) -> Restored:
    """What is there already is put in once more."""
    others = [replace(entry, cmid=Cmid(f"9{entry.cmid}")) for entry in offered]
    return restored(head, entries, others, epoch, now)


def keeps_the_life(
    head: Head, entries: Sequence[Entry], offered: Sequence[Entry], epoch: Epoch, now: Instant
) -> Restored:
    """Nobody is told to read anew."""
    whole = restored(head, entries, offered, epoch, now)
    return replace(whole, head=replace(whole.head, epoch=head.epoch), is_new_life=False)


def renews_always(
    head: Head, entries: Sequence[Entry], offered: Sequence[Entry], epoch: Epoch, now: Instant
) -> Restored:
    """Everybody reads everything anew, whatever was added."""
    whole = restored(head, entries, offered, epoch, now)
    return replace(whole, head=replace(whole.head, epoch=epoch, marks={}), is_new_life=True)


def takes_only_the_newest(
    head: Head, entries: Sequence[Entry], offered: Sequence[Entry], epoch: Epoch, now: Instant
) -> Restored:
    """Of a stretch only the last entry counts."""
    return restored(head, entries, offered[-1:], epoch, now)


@pytest.mark.parametrize(
    "fault", [puts_it_at_the_end, knows_nothing_again, keeps_the_life, renews_always, takes_only_the_newest]
)
def test_a_log_that_is_put_together_wrongly_is_caught(fault: Restore) -> None:
    @given(stories())
    @settings(max_examples=300, derandomize=True, database=None, phases=[Phase.generate])
    def told(story: Story) -> None:
        it_converges(fault, story)

    with pytest.raises(AssertionError):
        told()
