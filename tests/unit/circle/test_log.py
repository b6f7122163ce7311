"""What staff say among themselves: once each, in order, not for long, and to nobody from before they came."""

import pytest

from chat.circle.log import LINE_KEEPS, LINES_MOST, CircleLog, Line, admit, heard_since, still_kept
from chat.errors import CmidConflict
from chat.identifiers import Cmid, Instant, VolunteerId

SAM, NOOR = VolunteerId("sam"), VolunteerId("noor")
NOON = Instant(43_200.0)


def said(log: CircleLog, who: VolunteerId, cmid: str, body: str = "hoi", at: float = 0.0) -> CircleLog:
    """The log after one more line, *at* so many seconds past noon."""
    return admit(log, who, who.title(), Cmid(cmid), body, Instant(NOON + at))[0]


def bodies(lines: tuple[Line, ...]) -> list[str]:
    return [line.body for line in lines]


def test_lines_are_numbered_in_the_order_in_which_they_came_and_keep_who_said_them() -> None:
    log = said(said(CircleLog(), SAM, "a", "een"), NOOR, "b", "twee", at=5)
    assert log.seq == 2
    assert [(line.seq, line.name, line.body, line.at) for line in log.lines] == [
        (1, "Sam", "een", NOON),
        (2, "Noor", "twee", NOON + 5),
    ]


def test_a_repeat_is_the_line_it_became_and_another_body_is_refused() -> None:
    log = said(CircleLog(), SAM, "a", "een")
    again, line = admit(log, SAM, "Sam", Cmid("a"), "een", Instant(NOON + 60))
    assert again is log
    assert (line.seq, line.at) == (1, NOON)
    with pytest.raises(CmidConflict):
        admit(log, SAM, "Sam", Cmid("a"), "anders", NOON)
    assert bodies(said(log, NOOR, "a", "ook a").lines) == ["een", "ook a"], "a cmid is its author's own"


def test_who_came_later_reads_what_was_said_from_then_on() -> None:
    log = CircleLog()
    for number, at in enumerate((0, 10, 20), start=1):
        log = said(log, SAM, f"c{number}", str(number), at=at)
    assert bodies(heard_since(log, Instant(NOON + 10), 0, Instant(NOON + 30))) == ["2", "3"]
    assert bodies(heard_since(log, NOON, 2, Instant(NOON + 30))) == ["3"]
    assert heard_since(log, NOON, 3, Instant(NOON + 30)) == ()


def test_a_line_is_gone_after_twelve_hours_and_the_numbers_go_on() -> None:
    log = said(said(CircleLog(), SAM, "a", "oud"), SAM, "b", "nieuw", at=60)
    assert still_kept(log, Instant(NOON + LINE_KEEPS - 1)) is log
    assert bodies(still_kept(log, Instant(NOON + LINE_KEEPS)).lines) == ["nieuw"]
    assert heard_since(log, NOON, 0, Instant(NOON + LINE_KEEPS + 60)) == ()
    later = said(log, SAM, "c", "later", at=LINE_KEEPS + 61)
    assert (later.seq, bodies(later.lines)) == (3, ["later"])


def test_the_oldest_goes_where_there_are_too_many() -> None:
    log = CircleLog()
    for number in range(LINES_MOST + 3):
        log = said(log, SAM, f"c{number}", str(number))
    assert (log.seq, len(log.lines), log.lines[0].body) == (LINES_MOST + 3, LINES_MOST, "3")
