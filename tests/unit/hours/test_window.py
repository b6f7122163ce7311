"""The window that is open, or the next one: one row for each night and day on which people get it wrong."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chat.hours.model import ALWAYS, SINCE_EVER, Calendar, HolidayRule, Hours, Span, Window
from chat.hours.text import read_exceptions, read_holidays, read_week
from chat.hours.window import LOOKS_DAYS, window
from chat.identifiers import Instant
from chat.store.codec import decode, encode
from tests.unit.hours.oracle import open_times

AMSTERDAM = "Europe/Amsterdam"
NEVER = "never"


def hours_of(week: str, closed_on: str = "none", holidays: str = "none", zone: str = AMSTERDAM) -> Hours:
    return Hours(zone, read_week(week), read_exceptions(closed_on), read_holidays(holidays))


def at(moment: str) -> Instant:
    """The instant of a moment as 2026-03-29T01:30+01:00; without an offset that of Greenwich."""
    read = datetime.fromisoformat(moment)
    return Instant((read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp())


def told(found: Window | None) -> str:
    """A window as its two moments by Greenwich."""
    if found is None:
        return NEVER
    opens, closes = (
        moment and f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%dT%H:%M}"
        for moment in (found.opens, found.closes)
    )
    return f"{opens or 'ever'} {closes or 'for ever'}"


CLOCK_CHANGES = [
    # In 2026 clocks in Amsterdam jump from 02:00 to 03:00 on 29 March, at 01:00 by Greenwich.
    ("over the hour left out", "sat 22-4", "2026-03-28T21:00", "2026-03-28T21:00 2026-03-29T02:00"),
    ("until a time that does not come", "sat 22:00-2:30", "2026-03-29", "2026-03-28T21:00 2026-03-29T01:00"),
    ("from a time that does not come", "sun 2:30-5", "2026-03-28T23:00", "2026-03-29T01:00 2026-03-29T03:00"),
    ("wholly in the hour left out", "sun 2:10-2:50", "2026-03-28T12:00", "2026-04-05T00:10 2026-04-05T00:50"),
    ("until the jump", "sun 0-2", "2026-03-29T00:59", "2026-03-28T23:00 2026-03-29T01:00"),
    ("from just after the jump", "sun 3-4", "2026-03-29T01:00", "2026-03-29T01:00 2026-03-29T02:00"),
    ("either side of it", "sun 1-2, 3-4", "2026-03-29", "2026-03-29T00:00 2026-03-29T02:00"),
    (
        "with a break that is left out",
        "sun 1-2:15, 2:45-4",
        "2026-03-29",
        "2026-03-29T00:00 2026-03-29T02:00",
    ),
    # And from 03:00 back to 02:00 on 25 October, also at 01:00 by Greenwich.
    ("over the hour that comes twice", "sat 22-4", "2026-10-24T21:00", "2026-10-24T20:00 2026-10-25T03:00"),
    ("until a time that comes twice", "sat 22-2:30", "2026-10-25T00:45", "2026-10-24T20:00 2026-10-25T01:30"),
    ("from a time that comes twice", "sun 2:30-5", "2026-10-25T01:15", "2026-10-25T00:30 2026-10-25T04:00"),
    ("wholly in it", "sun 2:10-2:50", "2026-10-25T01:05", "2026-10-25T00:10 2026-10-25T01:50"),
    ("until just before it", "sun 0-2", "2026-10-24T23:00", "2026-10-24T22:00 2026-10-25T00:00"),
    ("from just after it", "sun 3-4", "2026-10-25T01:59", "2026-10-25T02:00 2026-10-25T03:00"),
    (
        "with a break that comes twice",
        "sun 1-2:15, 2:45-4",
        "2026-10-25T00:20",
        "2026-10-24T23:00 2026-10-25T03:00",
    ),
    ("with a break after it", "sun 1-2:15, 3:15-4", "2026-10-25T01:15", "2026-10-25T02:15 2026-10-25T03:00"),
]


@pytest.mark.parametrize(("_what", "week", "now", "expected"), CLOCK_CHANGES)
def test_when_clocks_change(_what: str, week: str, now: str, expected: str) -> None:
    assert told(window(hours_of(week), at(now))) == expected


@pytest.mark.parametrize(("_what", "week", "now", "expected"), CLOCK_CHANGES)
def test_who_asks_every_minute_reads_the_clocks_the_same(
    _what: str, week: str, now: str, expected: str
) -> None:
    """The oracle is right too: the rows above are written by hand."""
    day = date.fromisoformat(now[:10])
    found = [
        told(Window(Instant(opens * 60.0), Instant(closes * 60.0)))
        for opens, closes in open_times(hours_of(week), day, 1, lambda _: False)
    ]
    assert expected in found


@pytest.mark.parametrize(
    ("zone", "week", "now", "expected"),
    [
        # Half an hour, and south of the line.
        ("Australia/Lord_Howe", "sun 1:30-2:15", "2026-10-03T15:10", "2026-10-03T15:00 2026-10-03T15:30"),
        ("Australia/Lord_Howe", "sun 1:40-1:50", "2026-04-04T15:10", "2026-04-04T14:40 2026-04-04T15:20"),
        # A day that a country left out, a Friday.
        ("Pacific/Apia", "fri-sat 9-17", "2011-12-29T12:00", "2011-12-30T19:00 2011-12-31T03:00"),
        # An hour that comes twice before midnight, the second time after another day had begun.
        ("Asia/Beirut", "sat 22:00-23:30", "2026-10-24T21:15", "2026-10-24T19:00 2026-10-24T21:30"),
        # The same a minute into that other day, on which one still waits for what the day before has left.
        (
            "America/St_Johns",
            "thu-fri 0-24; sat 0-23:50",
            "2010-11-07T02:30:30",
            "2010-11-04T02:30 2010-11-07T03:20",
        ),
        ("UTC", "sat 22-2:30", "2026-10-25T00:45", "2026-10-24T22:00 2026-10-25T02:30"),
    ],
)
def test_when_clocks_change_elsewhere(zone: str, week: str, now: str, expected: str) -> None:
    assert told(window(hours_of(week, zone=zone), at(now))) == expected


EVENINGS = "mon-fri 16-22; sat 14-22; sun 20-2"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-06-05T15:59:59.9+02:00", "2026-06-05T14:00 2026-06-05T20:00"),
        ("2026-06-05T16:00+02:00", "2026-06-05T14:00 2026-06-05T20:00"),
        ("2026-06-05T21:59:59.9+02:00", "2026-06-05T14:00 2026-06-05T20:00"),
        ("2026-06-05T22:00+02:00", "2026-06-06T12:00 2026-06-06T20:00"),
        ("2026-06-07T19:00+02:00", "2026-06-07T18:00 2026-06-08T00:00"),
        ("2026-06-08T00:00+02:00", "2026-06-07T18:00 2026-06-08T00:00"),
        ("2026-06-08T01:59:59.9+02:00", "2026-06-07T18:00 2026-06-08T00:00"),
        ("2026-06-08T02:00+02:00", "2026-06-08T14:00 2026-06-08T20:00"),
    ],
)
def test_the_opening_is_open_the_closing_is_not_and_midnight_is_no_matter(now: str, expected: str) -> None:
    assert told(window(hours_of(EVENINGS), at(now))) == expected


@pytest.mark.parametrize(
    ("week", "now", "expected"),
    [
        ("sat 22-24; sun 0-2", "2026-06-06T23:00", "2026-06-06T20:00 2026-06-07T00:00"),
        ("sat 10-12, 12-14", "2026-06-06T09:00", "2026-06-06T08:00 2026-06-06T12:00"),
        ("sat 10-12, 12:01-14", "2026-06-06T09:00", "2026-06-06T08:00 2026-06-06T10:00"),
        ("sun 20-30; mon 6-9", "2026-06-08T00:00", "2026-06-07T18:00 2026-06-08T07:00"),
        ("fri 12-36; sat 12-36; sun 12-36", "2026-06-06T12:00", "2026-06-05T10:00 2026-06-08T10:00"),
        ("fri 12-36; sat 12-36; sun 12-36", "2026-06-08T09:00", "2026-06-05T10:00 2026-06-08T10:00"),
        ("mon-sat 0-24", "2026-06-12T12:00", "2026-06-07T22:00 2026-06-13T22:00"),
        ("mon-sat 0-24; sun 0-23:59", "2026-06-12T12:00", "2026-06-07T22:00 2026-06-14T21:59"),
    ],
)
def test_what_touches_is_one_window(week: str, now: str, expected: str) -> None:
    assert told(window(hours_of(week), at(now))) == expected


def test_what_overlaps_is_one_window_too() -> None:
    late, early = (Span(20 * 60, 30 * 60),), (Span(4 * 60, 5 * 60), Span(5 * 60, 8 * 60))
    hours = Hours(AMSTERDAM, (late, early, (), (), (), (), ()))
    assert told(window(hours, at("2026-06-09T01:00"))) == "2026-06-08T18:00 2026-06-09T06:00"
    inside = replace(hours, week=(late, (Span(2 * 60, 3 * 60),), (), (), (), (), ()))
    assert told(window(inside, at("2026-06-09T01:30"))) == "2026-06-08T18:00 2026-06-09T04:00"


@pytest.mark.parametrize(
    ("what", "week", "closed_on", "holidays", "now", "expected"),
    [
        ("29 February", "sun 10-12", "2032-02-29 14-15", "none", "2032-02-29", "2032-02-29T13:00 2032-02-29T14:00"),
        ("over 29 February", "sat 22-26", "none", "none", "2032-02-28T20:00", "2032-02-28T21:00 2032-02-29T01:00"),
        ("from 29 February", "tue 22-26", "none", "none", "2028-02-29T22:30", "2028-02-29T21:00 2028-03-01T01:00"),
        ("no 29 February", "sun 22-26", "none", "none", "2027-02-28T22:30", "2027-02-28T21:00 2027-03-01T01:00"),
        ("over the new year", "thu 22-26", "none", "none", "2026-12-31T23:30", "2026-12-31T21:00 2027-01-01T01:00"),
        ("closed on new year", "thu-fri 22-26", "2027-01-01", "none", "2027-01-01T01:00", "2027-01-07T21:00 2027-01-08T01:00"),
        ("a holiday", EVENINGS, "none", "NL", "2026-05-14T08:00", "2026-05-15T14:00 2026-05-15T20:00"),
        ("its own times", EVENINGS, "none", "NL 12-18", "2026-05-14T08:00", "2026-05-14T10:00 2026-05-14T16:00"),
        ("on a Sunday", EVENINGS, "none", "BE", "2026-11-01T12:00", "2026-11-02T15:00 2026-11-02T21:00"),
        ("on a Sunday, open", EVENINGS, "none", "NL 9-12", "2027-12-26T07:00", "2027-12-26T08:00 2027-12-26T11:00"),
        ("moved from a Sunday", EVENINGS, "none", "NL", "2031-04-26T06:00", "2031-04-27T18:00 2031-04-28T00:00"),
        ("exception on a holiday", EVENINGS, "2026-12-25 1-2", "NL", "2026-12-24T22:00", "2026-12-25T00:00 2026-12-25T01:00"),
        ("the evening before runs on", "thu 20-28", "2026-12-25", "NL", "2026-12-25T02:00", "2026-12-24T19:00 2026-12-25T03:00"),
        ("and into its own times", "thu 20-28", "2026-12-25 4-6", "none", "2026-12-25T02:00", "2026-12-24T19:00 2026-12-25T05:00"),
        ("which run on themselves", "closed", "2026-12-25 23-25", "none", "2026-12-25T23:30", "2026-12-25T22:00 2026-12-26T00:00"),
        ("day and night but for one", "always", "2026-12-25", "none", "2026-12-01", "ever 2026-12-24T23:00"),
        ("and after it", "always", "2026-12-25", "none", "2026-12-25T12:00", "2026-12-25T23:00 for ever"),
        ("day and night but for holidays", "always", "none", "NL", "2026-12-01", "2026-05-25T22:00 2026-12-24T23:00"),
        ("two shifts a day", "mon-sun 8-20, 20-32", "none", "none", "2026-12-01", "ever for ever"),
        ("which stop at eight", "mon-sun 8-20, 20-32", "2026-12-25", "none", "2026-12-25", "ever 2026-12-25T07:00"),
        ("and start at eight", "mon-sun 8-20, 20-32", "2026-12-25", "none", "2026-12-25T08:00", "2026-12-26T07:00 for ever"),
    ],
)  # fmt: skip  # a table is read in columns
def test_dates(what: str, week: str, closed_on: str, holidays: str, now: str, expected: str) -> None:
    assert told(window(hours_of(week, closed_on, holidays), at(now))) == expected, what


def test_day_and_night_has_no_opening_and_no_closing() -> None:
    for moment in ("1970-01-01", "2026-03-29T01:00", "2026-10-25T01:00", "2100-02-28T23:59:59"):
        assert window(ALWAYS, at(moment)) == Window(SINCE_EVER, None)


def test_what_is_never_open_has_no_window() -> None:
    assert window(hours_of("closed"), at("2026-06-01")) is None
    only_on_holidays = replace(hours_of("closed"), holidays=HolidayRule(Calendar.BELGIUM, (Span(600, 660),)))
    assert told(window(only_on_holidays, at("2026-06-01"))) == "2026-07-21T08:00 2026-07-21T09:00"


def test_an_opening_is_looked_for_so_far_ahead_and_no_further() -> None:
    opens = at("2026-06-01T10:00+02:00")
    hours = hours_of("closed", "2026-06-01 10-12")
    looks = timedelta(days=LOOKS_DAYS).total_seconds()
    assert window(hours, Instant(opens - looks)) == Window(opens, Instant(opens + 7200))
    assert window(hours, Instant(opens - looks - 1)) is None
    assert window(hours, Instant(opens + 7200)) is None


def test_an_opening_long_ago_and_a_closing_far_ahead_are_not_told() -> None:
    opens, shut = at("2026-06-02T00:00+02:00"), at("2027-09-01T00:00+02:00")
    hours = hours_of("always", "2026-06-01; 2027-09-01")
    looks = timedelta(days=LOOKS_DAYS).total_seconds()
    assert window(hours, Instant(opens - 1)) == Window(opens, None)
    assert window(hours, Instant(opens + looks)) == Window(opens, shut)
    assert window(hours, Instant(opens + looks + 1)) == Window(SINCE_EVER, shut)
    assert window(hours, Instant(shut - looks)) == Window(opens, shut)
    assert window(hours, Instant(shut - looks - 1)) == Window(opens, None)


def test_hours_go_into_bytes_and_come_back() -> None:
    hours = hours_of(EVENINGS, "2026-12-25; 2026-12-31 12-18", "NL 14-16")
    assert decode(encode(hours), Hours) == hours
    assert decode(encode(ALWAYS), Hours) == ALWAYS
    assert hash(hours) == hash(replace(hours, exceptions={}))
