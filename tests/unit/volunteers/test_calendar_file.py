"""The calendar file, read back by the library that wrote it and as plain lines."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from volunteers.calendar_file import calendar_of
from volunteers.facts import VolunteerId
from volunteers.roster.model import Place, PlaceState, Post, Shift, ShiftId, Staffing, Stretch

ME, OTHER = VolunteerId("me"), VolunteerId("somebody-else")
NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
ZONE = "Europe/Amsterdam"
# The hour that comes twice, 2026-10-25: 02:30 for the first and for the second time.
FIRST, SECOND = (int(datetime(2026, 10, 25, hour, 30, tzinfo=UTC).timestamp()) for hour in (0, 1))


def mine(begins: int, ends: int, state: PlaceState = PlaceState.HELD, *, cancelled: bool = False) -> Shift:
    places = (Place(ME, Post.COUNSELLOR, state), Place(OTHER, Post.LEAD))
    name = ShiftId(f"{begins}{ends}")
    when, day = Stretch(begins, ends), datetime.fromtimestamp(ends, UTC).date()
    return Shift(name, when, day, Staffing(1, 2, led=True), places, cancelled, version=7)


def read(*shifts: Shift, zone: str = ZONE, title: str = "Notities") -> Calendar:
    return Calendar.from_ical(calendar_of(title, zone, ME, shifts, NOW))


MOMENTS = st.integers(
    int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2027, 12, 1, tzinfo=UTC).timestamp())
)
QUARTERS = MOMENTS.map(lambda moment: moment - moment % 900)


@given(
    st.lists(st.tuples(QUARTERS, st.integers(1, 48)), max_size=4, unique_by=lambda one: one[0]),
    st.sampled_from([ZONE, "Europe/Brussels", "America/Paramaribo", "Pacific/Auckland", "UTC"]),
)
def test_a_calendar_reads_the_moments_that_were_planned(shape: list[tuple[int, int]], zone: str) -> None:
    shifts = [mine(begins, begins + quarters * 900) for begins, quarters in shape]
    told = [(shift.when.begins, shift.when.ends) for shift in shifts]
    assert [(event.start, event.end) for event in read(*shifts, zone=zone).events] == [
        tuple(datetime.fromtimestamp(moment, UTC) for moment in when) for when in told
    ]


def test_times_are_told_with_the_zone_and_its_changes_stand_in_the_file() -> None:
    file = calendar_of("Notities", ZONE, ME, [mine(FIRST - 4 * 3600, FIRST)], NOW).decode()
    assert "DTSTART;TZID=Europe/Amsterdam:20261024T223000" in file
    assert "DTEND;TZID=Europe/Amsterdam:20261025T023000" in file
    assert "BEGIN:VTIMEZONE" in file


def test_the_second_time_of_an_hour_that_comes_twice_is_told_without_doubt() -> None:
    file = calendar_of("Notities", ZONE, ME, [mine(FIRST - 4 * 3600, SECOND)], NOW).decode()
    assert "DTEND:20261025T013000Z" in file


@pytest.mark.parametrize(
    ("shift", "status"),
    [
        (mine(FIRST, SECOND), "CONFIRMED"),
        (mine(FIRST, SECOND, PlaceState.OFFERED), "CONFIRMED"),
        (mine(FIRST, SECOND, PlaceState.LEFT), "CANCELLED"),
        (mine(FIRST, SECOND, cancelled=True), "CANCELLED"),
    ],
)
def test_what_was_cancelled_or_left_stands_there_as_such(shift: Shift, status: str) -> None:
    (event,) = read(shift).events
    assert event["STATUS"] == status
    assert (event["UID"], event["SEQUENCE"]) == (f"{shift.id}@luister", 7)


def test_nothing_about_anybody_else_stands_in_it() -> None:
    file = calendar_of("Notities", ZONE, ME, [mine(FIRST, SECOND)], NOW).decode()
    assert OTHER not in file
    assert "ATTENDEE" not in file
    assert "ORGANIZER" not in file


def test_the_same_shifts_at_the_same_moment_are_the_same_file() -> None:
    shifts = [mine(FIRST, SECOND)]
    assert calendar_of("Notities", ZONE, ME, shifts, NOW) == calendar_of("Notities", ZONE, ME, shifts, NOW)


def test_a_title_of_signs_is_read_back_as_it_is() -> None:
    (event,) = read(mine(FIRST, SECOND), title="Noten; \\ en, meer").events
    assert event["SUMMARY"] == "Noten; \\ en, meer"
