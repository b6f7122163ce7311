from dataclasses import replace

import pytest

from chat.conversation.lifecycle import (
    Assigned,
    Ended,
    Joined,
    Left,
    LogOpened,
    Noticed,
    assigned,
    opened,
    recorded,
)
from chat.conversation.model import EndReason, Entry, Head, Kind, Notice, Side
from chat.identifiers import Cmid, ConversationId, Epoch, Instant, SeekerId, VolunteerId

TALK, EPOCH, SAM, NOOR = ConversationId("talk"), Epoch("one"), SeekerId("sam"), VolunteerId("noor")
OPEN = Head(TALK, EPOCH, SAM, seq=6, said={Side.SEEKER: Instant(5.0), Side.COUNSELLOR: Instant(6.0)})
SAID = {Side.SEEKER: Instant(7.0)}
HELD = Head(TALK, EPOCH, SAM, seq=6, counsellor=NOOR, version=3, said=SAID)


def test_a_log_begins_empty_open_and_held_by_nobody() -> None:
    assert opened(LogOpened(TALK, EPOCH, SAM), None) == Head(
        TALK, EPOCH, SAM, 0, None, 0, closed=False, marks={}
    )


@pytest.mark.parametrize(
    ("before", "write", "after", "entry"),
    [
        (
            OPEN,
            Joined(TALK, NOOR, "Noor", 3),
            Head(TALK, EPOCH, SAM, 7, NOOR, 3),
            Entry(7, Kind.JOINED, Side.DESK, Cmid(f"joined-{EPOCH}-7"), name="Noor"),
        ),
        (
            HELD,
            Left(TALK, "Noor", 4),
            Head(TALK, EPOCH, SAM, 7, None, 4, said=SAID),
            Entry(7, Kind.LEFT, Side.DESK, Cmid(f"left-{EPOCH}-7"), name="Noor"),
        ),
        (
            HELD,
            Ended(TALK, EndReason.SEEKER_LOST),
            Head(TALK, EPOCH, SAM, 7, NOOR, 3, closed=True, said=SAID),
            Entry(7, Kind.ENDED, Side.DESK, Cmid("ended"), reason=EndReason.SEEKER_LOST),
        ),
        (
            HELD,
            Noticed(TALK, Notice.FRAME),
            Head(TALK, EPOCH, SAM, 7, NOOR, 3, said=SAID),
            Entry(7, Kind.NOTICE, Side.DESK, Cmid(f"notice-{EPOCH}-7"), notice=Notice.FRAME),
        ),
    ],
    ids=["joined", "left", "ended", "noticed"],
)
def test_what_happens_to_a_conversation_stands_in_its_log(
    before: Head, write: Joined | Left | Noticed | Ended, after: Head, entry: Entry
) -> None:
    assert recorded(before, write) == (after, entry)


def test_what_has_ended_does_not_end_again() -> None:
    assert recorded(replace(HELD, closed=True), Ended(TALK, EndReason.SEEKER_LOST)) is None


def test_of_a_log_that_is_there_only_who_may_write_is_set() -> None:
    again = LogOpened(TALK, Epoch("two"), SAM, VolunteerId("eline"), 5)
    held = Head(TALK, EPOCH, SAM, 6, VolunteerId("eline"), 5, said=SAID)
    assert opened(again, HELD) == held
    assert assigned(HELD, Assigned(TALK, VolunteerId("eline"), 5)) == held
