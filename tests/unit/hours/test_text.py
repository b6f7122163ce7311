"""Hours as an operator types them: what is meant is read, what is wrong is told with its place, and it is written back."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.hours.errors import (
    CalendarUnknown,
    DateInvalid,
    DayTwice,
    DayUnknown,
    HoursFault,
    TimesInvalid,
    TimesOverlap,
    TooMany,
    ZoneUnknown,
)
from chat.hours.model import ALWAYS, DAY, Calendar, HolidayRule, Span, Spans
from chat.hours.text import (
    MOST_EXCEPTIONS,
    MOST_SPANS,
    read_exceptions,
    read_holidays,
    read_week,
    read_zone,
    write_exceptions,
    write_holidays,
    write_week,
)
from tests.architecture.walls import CHECKOUT

MORNING = Span(9 * 60, 12 * 60)
EVENING = Span(20 * 60, 22 * 60)
LATE = Span(20 * 60, 26 * 60)


@pytest.mark.parametrize(
    ("words", "written"),
    [
        (
            "ma-vr 16:00-22:00; za 14:00-22:00; zo 20:00-02:00",
            "mon-fri 16:00-22:00; sat 14:00-22:00; sun 20:00-02:00",
        ),
        ("dag en nacht", "always"),
        (" Always\n", "always"),
        ("ma-zo 0-24", "always"),
        ("dicht", "closed"),
        ("ma dicht; di gesloten", "closed"),
        ("Maandag t/m vrijdag 9 - 17", "mon-fri 09:00-17:00"),
        ("mon-wed,fri 9.30\u201312.00, 13-17:15", "mon-wed 09:30-12:00, 13:00-17:15; fri 09:30-12:00, 13:00-17:15"),
        ("za-ma 9-12", "mon 09:00-12:00; sat-sun 09:00-12:00"),
        ("zo 9-12; ma 9-12", "mon 09:00-12:00; sun 09:00-12:00"),
        ("wo 13-17, 9-12", "wed 09:00-12:00, 13:00-17:00"),
        ("wo 9-12, 12-13", "wed 09:00-12:00, 12:00-13:00"),
        ("vr dag en nacht", "fri 00:00-24:00"),
        ("vr 22-0; za 0-2", "fri 22:00-24:00; sat 00:00-02:00"),
        ("vr 20-26", "fri 20:00-02:00"),
        ("vr 8-32", "fri 08:00-32:00"),
        ("vr 8:00-7:59", "fri 08:00-07:59"),
        ("zo 20-26; ma 2-4", "mon 02:00-04:00; sun 20:00-02:00"),
    ],
)  # fmt: skip  # a table is read in columns
def test_a_week_is_read_and_written(words: str, written: str) -> None:
    assert write_week(read_week(words)) == written
    assert read_week(written) == read_week(words)


def test_a_week_begins_on_monday_and_what_is_not_named_is_closed() -> None:
    assert read_week("tue 9-12, 20-22; sun 20-2") == ((), (MORNING, EVENING), (), (), (), (), (LATE,))
    assert read_week("always") == ALWAYS.week


@pytest.mark.parametrize("names", [
    "monday mon mo ma maandag", "tuesday tue tu di dinsdag", "wednesday wed we wo woensdag",
    "thursday thu th do donderdag", "friday fri fr vr vrijdag", "saturday sat sa za zaterdag",
    "sunday sun su zo zondag",
])  # fmt: skip  # a table is read in columns
def test_a_day_has_its_dutch_and_its_english_names(names: str) -> None:
    first, *others = names.split()
    for name in others:
        assert read_week(f"{name} 9-12") == read_week(f"{first.upper()} 9-12")


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("2026-12-25 dicht; 2026-12-31 12:00-18:00", "2026-12-25 closed; 2026-12-31 12:00-18:00"),
        ("2026-12-31 12-18;2026-12-25", "2026-12-25 closed; 2026-12-31 12:00-18:00"),
        ("2028-02-29 9-12, 20-2", "2028-02-29 09:00-12:00, 20:00-02:00"),
        ("2026-12-25 dag en nacht", "2026-12-25 00:00-24:00"),
        ("geen", "none"),
        ("", "none"),
    ],
)
def test_exceptions_are_read_and_written_in_order(words: str, written: str) -> None:
    assert write_exceptions(read_exceptions(words)) == written
    assert read_exceptions(written) == read_exceptions(words)


@pytest.mark.parametrize(
    ("words", "rule", "written"),
    [
        ("none", None, "none"),
        ("geen", None, "none"),
        ("nl", HolidayRule(Calendar.NETHERLANDS), "NL"),
        ("BE closed", HolidayRule(Calendar.BELGIUM), "BE"),
        ("BE 9-12,20-2", HolidayRule(Calendar.BELGIUM, (MORNING, LATE)), "BE 09:00-12:00, 20:00-02:00"),
    ],
)
def test_holidays_are_read_and_written(words: str, rule: HolidayRule | None, written: str) -> None:
    assert read_holidays(words) == rule
    assert write_holidays(rule) == written


def test_a_zone_is_one_that_is_known() -> None:
    for name in ("Europe/Amsterdam", "Europe/Brussels", "America/Curacao", "UTC"):
        assert read_zone(f" {name}\n") == name


def test_zones_are_known_where_the_machine_knows_none() -> None:
    asks = "from chat.hours.text import read_zone; print(read_zone('Europe/Brussels'))"
    bare = {**os.environ, "PYTHONTZPATH": ""}
    assert (
        subprocess.check_output([sys.executable, "-c", asks], env=bare, cwd=CHECKOUT, text=True)
        == "Europe/Brussels\n"
    )


@pytest.mark.parametrize(
    "name",
    ["", "Amsterdam", "Europe", "Europe/Amsterdan", "../zoneinfo/UTC", "/etc/passwd", "UTC\x00", "\ud800", "x" * 5000],
)  # fmt: skip  # one row
def test_any_other_zone_is_refused(name: str) -> None:
    with pytest.raises(ZoneUnknown) as fault:
        read_zone(name)
    assert (fault.value.code, fault.value.part) == ("zone_unknown", None)


MANY = ", ".join(f"{hour}-{hour + 1}" for hour in range(MOST_SPANS + 1))
YEARS = "; ".join(f"{1900 + year}-01-01" for year in range(MOST_EXCEPTIONS + 1))


@pytest.mark.parametrize(
    ("read", "words", "fault", "part"),
    [
        (read_week, "", DayUnknown, 1),
        (read_week, "9-12", DayUnknown, 1),
        (read_week, "ma 9-12; foedag 9-12", DayUnknown, 2),
        (read_week, "ma 9-12;", DayUnknown, 2),
        (read_week, "ma, 9-12", DayUnknown, 1),
        (read_week, "ma-foedag 9-12", DayUnknown, 1),
        (read_week, "foedag-ma 9-12", DayUnknown, 1),
        (read_week, "ma-di-wo 9-12", DayUnknown, 1),
        (read_week, "\u212a 9-12", DayUnknown, 1),
        (read_week, "ma 9-12; zo-di 14-16", DayTwice, 2),
        (read_week, "ma,ma 9-12", DayTwice, 1),
        (read_week, "ma", TimesInvalid, 1),
        (read_week, "ma 9-12; di 9", TimesInvalid, 2),
        (read_week, "ma 9-12-14", TimesInvalid, 1),
        (read_week, "ma 9-12,", TimesInvalid, 1),
        (read_week, "ma 9-12 uur", TimesInvalid, 1),
        (read_week, "ma 25-26", TimesInvalid, 1),
        (read_week, "ma 24-25", TimesInvalid, 1),
        (read_week, "ma 9:60-12", TimesInvalid, 1),
        (read_week, "ma 9-12:60", TimesInvalid, 1),
        (read_week, "ma 9-9", TimesInvalid, 1),
        (read_week, "ma 0-0", TimesInvalid, 1),
        (read_week, "ma 8-32:01", TimesInvalid, 1),
        (read_week, "ma \u0669-12", DayUnknown, 1),
        (read_week, "ma 9-12, 11-14", TimesOverlap, 1),
        (read_week, "ma 20-2, 1-3; di 1-3", TimesOverlap, 2),
        (read_week, "zo 20-2; ma 1-3", TimesOverlap, 2),
        (read_week, "ma 1-3; zo 20-2", TimesOverlap, 1),
        (read_week, f"ma 9-12; di {MANY}", TooMany, 2),
        (read_exceptions, "morgen", DateInvalid, 1),
        (read_exceptions, "2026-12-25;", DateInvalid, 2),
        (read_exceptions, "2026-12-25; 2026-02-29 9-12", DateInvalid, 2),
        (read_exceptions, "25-12-2026", DateInvalid, 1),
        (read_exceptions, "20261225", DateInvalid, 1),
        (read_exceptions, "2026-W01-1", DateInvalid, 1),
        (read_exceptions, "\u0662026-12-25", DateInvalid, 1),
        (read_exceptions, "2026-12-25; 2026-12-25 9-12", DayTwice, 2),
        (read_exceptions, "2026-12-25 open", TimesInvalid, 1),
        (read_exceptions, "2026-12-25; 2026-12-26 9-12, 11-14", TimesOverlap, 2),
        (read_exceptions, f"2026-12-25 {MANY}", TooMany, 1),
        (read_exceptions, YEARS, TooMany, MOST_EXCEPTIONS + 1),
        (read_holidays, "DE", CalendarUnknown, None),
        (read_holidays, "NL,BE", CalendarUnknown, None),
        (read_holidays, "NL open", TimesInvalid, None),
        (read_holidays, "NL 9-12, 11-14", TimesOverlap, None),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    read: Callable[[str], object], words: str, fault: type[HoursFault], part: int | None
) -> None:
    with pytest.raises(HoursFault) as refused:
        read(words)
    assert (type(refused.value), refused.value.part, str(refused.value)) == (fault, part, "")


def test_every_fault_has_a_code_of_its_own() -> None:
    codes = [fault.code for fault in HoursFault.__subclasses__()]
    assert len(set(codes)) == len(codes) == 8
    assert HoursFault.code not in codes


@st.composite
def day_of_spans(draw: st.DrawFn, before: int = 0, until: int = 2 * DAY - 1) -> Spans:
    """What may begin on a day after the one before ran on until *before*, to end at *until* at the latest."""
    found: list[Span] = []
    for _ in range(draw(st.integers(0, 4))):
        soonest = found[-1].closes if found else before
        if soonest < DAY:
            opens = draw(st.integers(soonest, DAY - 1))
            latest = min(opens + DAY, until)
            if opens < latest:
                found.append(Span(opens, draw(st.integers(opens + 1, latest))))
    return tuple(found)


@st.composite
def weeks(draw: st.DrawFn) -> tuple[Spans, ...]:
    week: list[Spans] = []
    for day in range(7):
        before = week[-1][-1].closes - DAY if week and week[-1] else 0
        until = DAY + week[0][0].opens if day == 6 and week[0] else 2 * DAY - 1
        week.append(draw(day_of_spans(max(before, 0), until)))
    return tuple(week)


@given(weeks())
def test_a_week_that_was_written_is_read_as_it_was(week: tuple[Spans, ...]) -> None:
    assert read_week(write_week(week)) == week


@given(st.dictionaries(st.dates().map(date.isoformat), day_of_spans(), max_size=MOST_EXCEPTIONS))
def test_exceptions_that_were_written_are_read_as_they_were(exceptions: dict[str, Spans]) -> None:
    assert read_exceptions(write_exceptions(exceptions)) == exceptions


@given(st.none() | st.builds(HolidayRule, st.sampled_from(Calendar), day_of_spans()))
def test_a_rule_that_was_written_is_read_as_it_was(rule: HolidayRule | None) -> None:
    assert read_holidays(write_holidays(rule)) == rule


typed = st.text() | st.text(st.sampled_from("ma-zvrodfi 0129:.,;2026-12-25\u2013NLBE"), max_size=60)


@given(typed, st.sampled_from([read_week, read_exceptions, read_holidays, read_zone]))
def test_whatever_is_typed_is_read_or_refused(words: str, read: Callable[[str], object]) -> None:
    try:
        read(words)
    except HoursFault as fault:
        assert fault.part is None or fault.part > 0  # noqa: PT017 -- either is right
