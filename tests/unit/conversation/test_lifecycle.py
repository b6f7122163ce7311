import pytest

from chat.conversation.lifecycle import Ended, Joined, Left, LogOpened, opened, recorded
from chat.conversation.model import EndReason, Entry, Head, Kind, Side
from chat.identifiers import Cmid, ConversationId, Epoch, SeekerId, VolunteerId

TALK, EPOCH, SAM, NOOR = ConversationId("talk"), Epoch("one"), SeekerId("sam"), VolunteerId("noor")
OPEN = Head(TALK, EPOCH, SAM, seq=6)
HELD = Head(TALK, EPOCH, SAM, seq=6, counsellor=NOOR, version=3)


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
            Entry(7, Kind.JOINED, Side.DESK, Cmid("joined-3"), name="Noor"),
        ),
        (
            HELD,
            Left(TALK, "Noor", 4),
            Head(TALK, EPOCH, SAM, 7, None, 4),
            Entry(7, Kind.LEFT, Side.DESK, Cmid("left-4"), name="Noor"),
        ),
        (
            HELD,
            Ended(TALK, EndReason.SEEKER_LOST),
            Head(TALK, EPOCH, SAM, 7, NOOR, 3, closed=True),
            Entry(7, Kind.ENDED, Side.DESK, Cmid("ended"), reason=EndReason.SEEKER_LOST),
        ),
    ],
    ids=["joined", "left", "ended"],
)
def test_what_happens_to_a_conversation_stands_in_its_log(
    before: Head, write: Joined | Left | Ended, after: Head, entry: Entry
) -> None:
    assert recorded(before, write) == (after, entry)
