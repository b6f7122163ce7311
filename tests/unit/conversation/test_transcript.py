from dataclasses import replace

import pytest

from chat.conversation.model import (
    Author,
    ByCounsellor,
    BySeeker,
    Draft,
    Entry,
    Head,
    Kind,
    Mark,
    Position,
    Side,
    Tail,
)
from chat.conversation.transcript import LOG_MOST, admit, belongs, marked, restored, tail
from chat.errors import Closed, CmidConflict, Full, Gone, NotAssigned, Refusal
from chat.identifiers import Cmid, ConversationId, Epoch, Instant, SeekerId, VolunteerId

TALK, EPOCH, SAM, NOOR = ConversationId("talk"), Epoch("one"), SeekerId("sam"), VolunteerId("noor")
HELD = Head(TALK, EPOCH, SAM, seq=2, counsellor=NOOR, version=3)
WAITING = replace(HELD, counsellor=None)
ENDED = replace(HELD, closed=True)
BY_SAM, BY_NOOR = BySeeker(SAM), ByCounsellor(NOOR, 3)
DRAFT = Draft(Cmid("c1"), "hoi")
NOW = Instant(1000.0)
KNOWN = Entry(1, Kind.MESSAGE, Side.SEEKER, cmid=Cmid("c1"), body="hoi")


@pytest.mark.parametrize(
    ("head", "author", "side"),
    [(HELD, BY_SAM, Side.SEEKER), (WAITING, BY_SAM, Side.SEEKER), (HELD, BY_NOOR, Side.COUNSELLOR)],
    ids=["young person", "while waiting", "counsellor"],
)
def test_a_message_becomes_the_next_entry_of_its_side(head: Head, author: Author, side: Side) -> None:
    entry = Entry(3, Kind.MESSAGE, side, cmid=DRAFT.cmid, body="hoi")
    assert admit(head, None, author, DRAFT, NOW) == (replace(head, seq=3, said={author.side: NOW}), entry)


@pytest.mark.parametrize(
    ("head", "author", "refusal"),
    [
        (HELD, BySeeker(SeekerId("kim")), Gone),
        (ENDED, BySeeker(SeekerId("kim")), Gone),
        (HELD, ByCounsellor(VolunteerId("eline"), 3), NotAssigned),
        (HELD, ByCounsellor(NOOR, 2), NotAssigned),
        (HELD, ByCounsellor(NOOR, 4), NotAssigned),
        (WAITING, BY_NOOR, NotAssigned),
        (ENDED, BY_SAM, Closed),
        (ENDED, BY_NOOR, Closed),
    ],
    ids=[
        "stranger",
        "stranger, ended",
        "colleague",
        "old",
        "early",
        "handed over",
        "ended",
        "ended, counsellor",
    ],
)
def test_who_may_not_write_is_told_why(head: Head, author: Author, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        admit(head, None, author, DRAFT, NOW)


@pytest.mark.parametrize("head", [HELD, WAITING, ENDED], ids=["held", "handed over", "ended"])
@pytest.mark.parametrize(
    "author", [BY_SAM, ByCounsellor(NOOR, 1)], ids=["young person", "counsellor of before"]
)
def test_a_repeat_gets_the_same_answer_whatever_happened_since(head: Head, author: Author) -> None:
    assert admit(head, KNOWN, author, DRAFT, NOW) == (head, KNOWN)


@pytest.mark.parametrize("head", [HELD, ENDED], ids=["held", "ended"])
def test_the_same_id_with_another_body_is_a_conflict(head: Head) -> None:
    with pytest.raises(CmidConflict):
        admit(head, KNOWN, BY_SAM, Draft(Cmid("c1"), "hoi!"), NOW)


def test_a_log_belongs_to_one_young_person_and_one_counsellor_of_one_version() -> None:
    assert belongs(HELD, BY_SAM)
    assert belongs(HELD, BY_NOOR)
    assert not belongs(WAITING, ByCounsellor(NOOR, 3))
    assert not belongs(HELD, ByCounsellor(NOOR, 2))
    assert not belongs(HELD, BySeeker(SeekerId("kim")))


@pytest.mark.parametrize(
    ("old", "new", "mark"),
    [
        (Mark(0, 0), Mark(1, 0), Mark(1, 0)),
        (Mark(2, 1), Mark(1, 0), Mark(2, 1)),
        (Mark(1, 0), Mark(99, 99), Mark(2, 2)),
        (Mark(0, 0), Mark(0, 2), Mark(2, 2)),
        (Mark(2, 2), Mark(-5, -5), Mark(2, 2)),
    ],
    ids=["rises", "never falls", "never passes the newest", "what is seen is delivered", "below nothing"],
)
def test_a_mark_is_a_high_water_mark_within_the_log(old: Mark, new: Mark, mark: Mark) -> None:
    other = {Side.COUNSELLOR: Mark(1, 1)}
    head = replace(HELD, marks={**other, Side.SEEKER: old})
    assert marked(head, head.epoch, Side.SEEKER, new) == replace(HELD, marks={**other, Side.SEEKER: mark})


def test_a_mark_that_says_nothing_new_leaves_the_very_same_head() -> None:
    head = marked(HELD, HELD.epoch, Side.SEEKER, Mark(2, 1))
    assert marked(head, HELD.epoch, Side.SEEKER, Mark(1, 1)) is head
    assert marked(HELD, HELD.epoch, Side.COUNSELLOR, Mark()) is HELD


ENTRIES = [KNOWN, Entry(2, Kind.JOINED, Side.DESK, Cmid("joined-1"), name="Noor")]


@pytest.mark.parametrize(
    ("after", "entries", "complete"),
    [
        (None, ENTRIES, True),
        (Position(EPOCH, 0), ENTRIES, True),
        (Position(EPOCH, 1), ENTRIES[1:], True),
        (Position(EPOCH, 2), [], True),
        (Position(EPOCH, 3), ENTRIES, False),
        (Position(Epoch("zero"), 1), ENTRIES, False),
        (Position(Epoch("zero"), 0), ENTRIES, False),
    ],
    ids=[
        "whole",
        "from the start",
        "the rest",
        "nothing new",
        "ahead",
        "another epoch",
        "another epoch, empty",
    ],
)
def test_a_reader_gets_what_follows_or_everything(
    after: Position | None, entries: list[Entry], complete: bool
) -> None:
    assert tail(HELD, ENTRIES, after) == Tail(HELD, tuple(entries), complete)


SAID_SAM = Entry(1, Kind.MESSAGE, Side.SEEKER, Cmid("c1"), "hoi")
SAID_NOOR = Entry(2, Kind.MESSAGE, Side.COUNSELLOR, Cmid("d1"), "dag")
CAME = Entry(3, Kind.JOINED, Side.DESK, Cmid("joined-3"), name="Noor")
LEFT = Entry(4, Kind.LEFT, Side.DESK, Cmid("left-4"), name="Noor")


@pytest.mark.parametrize(
    ("held", "heard"),
    [
        ([SAID_SAM], {Side.SEEKER}),
        ([SAID_SAM, SAID_NOOR], {Side.SEEKER, Side.COUNSELLOR}),
        ([SAID_SAM, CAME], set()),
        ([CAME, SAID_NOOR, LEFT], {Side.COUNSELLOR}),
        ([SAID_NOOR, CAME, SAID_SAM], {Side.SEEKER}),
        ([LEFT], set()),
    ],
    ids=["one", "both", "before a counsellor came", "then left", "before and after", "nobody"],
)
def test_whose_say_came_back_counts_as_heard_now(held: list[Entry], heard: set[Side]) -> None:
    empty = replace(HELD, seq=0)
    whole = restored(empty, [], held, Epoch("two"), NOW)
    assert whole.head.said == dict.fromkeys(heard, NOW)


def test_what_is_known_of_when_somebody_spoke_is_kept_when_more_comes_back() -> None:
    head = replace(HELD, seq=1, said={Side.SEEKER: Instant(7.0)})
    whole = restored(head, [SAID_SAM], [SAID_SAM, SAID_NOOR], Epoch("two"), NOW)
    assert whole.head.said == {Side.SEEKER: 7.0, Side.COUNSELLOR: NOW}
    again = restored(whole.head, whole.entries, [SAID_SAM], Epoch("three"), Instant(2000.0))
    assert again.head is whole.head


def test_what_comes_back_twice_is_one_and_between_what_is_there_the_log_lives_anew() -> None:
    head = replace(HELD, seq=2, marks={Side.SEEKER: Mark(2, 2)})
    there = [SAID_SAM, replace(LEFT, seq=2)]
    whole = restored(head, there, [SAID_SAM, SAID_NOOR, SAID_NOOR], Epoch("two"), NOW)
    assert whole.entries == (SAID_SAM, SAID_NOOR, replace(LEFT, seq=3))
    assert (whole.is_new_life, whole.head.epoch, whole.head.seq, whole.head.marks) == (True, "two", 3, {})


def test_a_log_has_an_end_to_its_length_and_answers_repeats_beyond_it() -> None:
    full = replace(HELD, seq=LOG_MOST)
    with pytest.raises(Full):
        admit(full, None, BY_SAM, DRAFT, NOW)
    assert admit(full, KNOWN, BY_SAM, DRAFT, NOW) == (full, KNOWN)
    assert admit(replace(full, seq=LOG_MOST - 1), None, BY_SAM, DRAFT, NOW)[0].seq == LOG_MOST
