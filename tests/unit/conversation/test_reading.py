"""Who on the counsellor's side reads a log, and how far back, also when it was lost meanwhile."""

from dataclasses import replace

from chat.conversation.company import Companion, Part
from chat.conversation.lifecycle import (
    CompanyJoined,
    CompanyLeft,
    Joined,
    Left,
    LogOpened,
    StartedOver,
    Visible,
    opened,
    recorded,
)
from chat.conversation.model import BySeeker, Draft, Entry, Head, Kind
from chat.conversation.reading import legible, may_read
from chat.conversation.transcript import admit, restored
from chat.identifiers import Cmid, ConversationId, Epoch, Instant, SeekerId, VolunteerId

MIA, SAM, KIM, NOOR = SeekerId("mia"), VolunteerId("sam"), VolunteerId("kim"), VolunteerId("noor")
TALK, NOW = ConversationId("talk-mia"), Instant(100.0)
COLLEAGUE = Companion("Kim", Part.COLLEAGUE, 2)


def said(head: Head, write: Visible) -> tuple[Head, Entry]:
    """The log after this, which is not said there yet."""
    done = recorded(head, write)
    assert done is not None
    return done


def told(*lines: Visible | str) -> tuple[Head, list[Entry]]:
    """The log after these lines; what is only text the young person said."""
    head, entries = opened(LogOpened(TALK, Epoch("one"), MIA), None), list[Entry]()
    for line in lines:
        if isinstance(line, str):
            head, entry = admit(head, None, BySeeker(MIA), Draft(Cmid(line), line), NOW)
        else:
            head, entry = said(head, line)
        entries.append(entry)
    return head, entries


def begun_again() -> tuple[Head, list[Entry]]:
    """Mia told Sam something, and began again before Kim came."""
    return told(
        *(Joined(TALK, SAM, "Sam", 1), "before", StartedOver(TALK)),
        *(CompanyJoined(TALK, KIM, COLLEAGUE), "after"),
    )


def bodies(entries: tuple[Entry, ...]) -> list[str | None]:
    """What can be read of the messages."""
    return [entry.body for entry in entries if entry.kind in (Kind.MESSAGE, Kind.WITHHELD)]


def test_only_who_was_there_reads_what_was_said_before() -> None:
    head, entries = begun_again()
    assert bodies(legible(head, entries, SAM)) == ["before", "after"]
    assert bodies(legible(head, entries, KIM)) == [None, "after"]
    assert [entry.seq for entry in legible(head, entries, KIM)] == [entry.seq for entry in entries]


def test_who_was_there_and_comes_again_reads_it_no_more() -> None:
    head, entries = begun_again()
    for line in (Left(TALK, "Sam", 2), Joined(TALK, KIM, "Kim", 2)):
        head, entry = said(head, line)
        entries.append(entry)
    assert bodies(legible(head, entries, KIM)) == [None, "after"]
    head, entry = said(head, CompanyJoined(TALK, SAM, Companion("Sam", Part.SUPERVISOR, 3)))
    assert bodies(legible(head, [*entries, entry], SAM)) == [None, "after"]


def test_company_reads_from_its_coming_to_its_going() -> None:
    came = CompanyJoined(TALK, NOOR, Companion("Noor", Part.SUPERVISOR, 1))
    head, _ = told(Joined(TALK, SAM, "Sam", 1), came)
    assert (may_read(head, NOOR), may_read(head, KIM)) == (True, False)
    head, _ = said(head, CompanyLeft(TALK, NOOR, came.companion))
    assert not may_read(head, NOOR)


def test_after_a_loss_all_that_is_given_back_is_withheld_until_the_line_is_found() -> None:
    _, held = begun_again()
    lost = opened(LogOpened(TALK, Epoch("two"), MIA, KIM, 2, started_over=True), None)
    part = restored(lost, (), held[:2], Epoch("three"), NOW)
    assert bodies(legible(part.head, part.entries, KIM)) == [None]
    whole = restored(part.head, part.entries, held, Epoch("four"), NOW)
    assert whole.is_new_life
    assert bodies(legible(whole.head, whole.entries, KIM)) == [None, "after"]


def test_what_was_not_begun_again_is_read_whole_after_a_loss() -> None:
    _, held = told(Joined(TALK, SAM, "Sam", 1), "before")
    lost = opened(LogOpened(TALK, Epoch("two"), MIA, KIM, 2), None)
    whole = restored(lost, (), held, Epoch("three"), NOW)
    assert bodies(legible(replace(whole.head), whole.entries, KIM)) == ["before"]
