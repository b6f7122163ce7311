"""What an operator reads when what they chose for the line cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from chat.hours.errors import HoursFault
from chat.hours.model import Calendar
from chat.hours.text import MOST_EXCEPTIONS, MOST_SPANS
from chat.referral.entry import Country
from chat.service.choices import CHOICES, FRAME_MINUTES, MINIMUM_PEOPLE, WRAP_UP_MINUTES
from chat.service.line import LineFault


def _from_to(numbers: range) -> str:
    return f"{numbers[0]} to {numbers[-1]}"


def sentence(refusal: LineFault | HoursFault) -> str:
    """What was wrong, and in which part of the words where there are several."""
    said = LINE_SENTENCES[refusal.code]
    if isinstance(refusal, HoursFault) and refusal.part is not None:
        return f"part {refusal.part}: {said}"
    return said


LINE_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "title_invalid": "a title has 1 to 40 characters and no word that tells what this site is",
        "exit_site_invalid": "the exit site is the https address of a public site that tells nothing",
        "country_invalid": f"the country is one of {', '.join(Country)}",
        "accent_invalid": "an accent is # and six hexadecimal digits, of a colour dark enough to read on light paper",
        "minimum_invalid": f"the minimum is a number of people, {_from_to(MINIMUM_PEOPLE)}",
        "frame_invalid": f"a conversation has a frame of {_from_to(FRAME_MINUTES)} minutes, or none",
        "wrap_up_invalid": f"wrapping up takes {_from_to(WRAP_UP_MINUTES)} minutes; 0: no time is kept for it",
        "reunites_invalid": "the same counsellor again: yes or no",
        "backup_invalid": "the back-up's number is a person's, not 112, as in 06 12345678, (020) 1234567 or +31 20 1234567; or none",
        "complaints_invalid": "where somebody can complain: an e-mail address, a telephone number or an https address; or none",
        "day_unknown": "hours are days and times, as in mon-fri 16:00-22:00; ma-vr is as good",
        "date_invalid": "a date is written as in 2026-12-25 or 2026-12-31 12:00-18:00, and has to be on the calendar",
        "day_twice": "this day was named before; write all its times together, by comma",
        "times_invalid": "times are written as in 9:00-12:00, 20:00-2:00; they begin before 24:00 and last 24 hours at most",
        "times_overlap": "it would open again before it has closed; mind what runs on past midnight, Sunday into Monday too",
        "too_many": f"at most {MOST_SPANS} times on a day and {MOST_EXCEPTIONS} dates can be kept",
        "zone_unknown": "a zone is written as in Europe/Amsterdam, with its capitals",
        "calendar_unknown": f"holidays are those of {' or '.join(Calendar)}, or none",
        "unknown_choice": f"there is nothing to choose but {', '.join(CHOICES)}",
    }
)
"""By the code of a refusal about the line."""
