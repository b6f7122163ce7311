"""The line as the roster knows it: what is open within some moments, and what times on a wall come to."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from chat.bridge import LineAsHours, openings_within
from chat.hours.model import ALWAYS, Hours
from chat.hours.text import read_exceptions, read_week
from chat.service.line import DatabaseUnusable, Line
from volunteers.errors import Storage
from volunteers.roster.model import Stretch
from volunteers.roster_ports import LineFacts

ZONE = "Europe/Amsterdam"


class Lines:
    """A line's settings, or none that can be read."""

    def __init__(self, line: Line | None = None) -> None:
        self._line = line

    async def read(self) -> Line:
        if self._line is None:
            raise DatabaseUnusable
        return self._line

    async def save(self, line: Line) -> None:
        self._line = line


def hours(week: str, exceptions: str = "none") -> Hours:
    return Hours(ZONE, read_week(week), read_exceptions(exceptions))


def within(begins: str, ends: str) -> Stretch:
    return Stretch(at(begins), at(ends))


def at(moment: str) -> int:
    return int(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp())


def told(stretch: Stretch | None) -> str | None:
    """A stretch as its two moments by Greenwich."""
    if stretch is None:
        return None
    begins, ends = (datetime.fromtimestamp(moment, UTC) for moment in (stretch.begins, stretch.ends))
    return f"{begins:%dT%H:%M} {ends:%dT%H:%M}"


@pytest.mark.parametrize(
    ("open_on", "looked", "found"),
    [
        (
            hours("sat 20:00-02:00; mon 18:00-22:00"),
            ("2026-10-24T00:00", "2026-11-01T00:00"),
            ["24T18:00 25T00:00", "26T17:00 26T21:00", "31T19:00 01T00:00"],
        ),
        (hours("mon 18:00-22:00"), ("2026-10-26T18:00", "2026-10-26T19:00"), ["26T18:00 26T19:00"]),
        (ALWAYS, ("2026-10-24T00:00", "2026-11-07T00:00"), ["24T00:00 07T00:00"]),
        (hours("closed"), ("2026-10-24T00:00", "2026-11-07T00:00"), []),
        (hours("closed", "2026-12-25 10:00-12:00"), ("2026-10-24T00:00", "2026-11-07T00:00"), []),
    ],
)
def test_what_is_open_is_told_in_order_and_ends_with_what_was_asked(
    open_on: Hours, looked: tuple[str, str], found: list[str]
) -> None:
    assert [told(one) for one in openings_within(open_on, within(*looked))] == found


@pytest.mark.parametrize(
    ("day", "begins", "ends", "found"),
    [
        ("2026-11-27", "18:00", "22:00", "27T17:00 27T21:00"),
        ("2026-11-27", "22:00", "26:00", "27T21:00 28T01:00"),
        ("2026-10-24", "22:00", "26:30", "24T20:00 25T01:30"),
        ("2026-10-25", "02:30", "05:00", "25T00:30 25T04:00"),
        ("2026-03-28", "22:00", "26:30", "28T21:00 29T01:00"),
        ("2026-03-29", "02:10", "02:50", None),
    ],
)
def test_a_shift_lasts_as_long_as_an_opening_that_is_written_the_same(
    day: str, begins: str, ends: str, found: str | None
) -> None:
    minutes = [int(one[:2]) * 60 + int(one[3:]) for one in (begins, ends)]
    made = LineAsHours(Lines(), practice=False).moments(ZONE, date.fromisoformat(day), minutes[0], minutes[1])
    assert told(made) == found
    opens = hours("closed", f"{day} {begins}-{ends}")
    around = Stretch(at(f"{day}T00:00") - 86_400, at(f"{day}T00:00") + 3 * 86_400)
    assert [told(one) for one in openings_within(opens, around)] == ([] if found is None else [found])


async def facts(line: Line, now: str, days: int, *, practice: bool = False) -> LineFacts:
    return await LineAsHours(Lines(line), practice=practice).facts(at(now), days)


async def test_the_facts_are_those_of_the_settings_and_a_practice_line_needs_one() -> None:
    line = replace(Line(), title="Blokjes", minimum=3, hours=hours("mon 18:00-22:00"))
    asked = within("2026-10-26T00:00", "2026-10-26T23:00")
    (opening,) = openings_within(line.hours, asked)
    told = LineFacts("Blokjes", ZONE, 3, False, date(2026, 10, 26), asked, (opening,))
    assert await facts(line, "2026-10-26T00:00", 0) == told
    assert (await facts(line, "2026-10-26T00:00", 0, practice=True)).needed == 1
    assert (await facts(replace(line, backup="0612345678"), "2026-10-26T00:00", 0)).backed_up


@pytest.mark.parametrize(
    ("now", "days", "today", "ends"),
    [
        ("2026-11-28T16:02", 0, "2026-11-28", "2026-11-28T23:00"),
        ("2026-11-28T16:02", 14, "2026-11-28", "2026-12-12T23:00"),
        ("2026-11-28T23:30", 1, "2026-11-29", "2026-11-30T23:00"),
        # The night in which the clocks go forward, and the one in which they go back.
        ("2026-03-28T12:00", 1, "2026-03-28", "2026-03-29T22:00"),
        ("2026-10-24T12:00", 1, "2026-10-24", "2026-10-25T23:00"),
    ],
)
async def test_days_are_whole_where_the_line_is(now: str, days: int, today: str, ends: str) -> None:
    found = await facts(replace(Line(), hours=hours("mon-sun 00:00-24:00")), now, days)
    assert (found.today.isoformat(), found.within) == (today, within(now, ends))
    assert found.openings == (within(now, ends),)


async def test_settings_that_cannot_be_read_are_a_database_that_is_away() -> None:
    with pytest.raises(Storage):
        await LineAsHours(Lines(), practice=False).facts(0, 1)
