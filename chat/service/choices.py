"""What an operator can choose for the line: by name, as a word, and by which rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final
from unicodedata import category, combining, normalize

from chat.hours.errors import HoursFault
from chat.hours.text import (
    read_exceptions,
    read_holidays,
    read_week,
    read_zone,
    write_exceptions,
    write_holidays,
    write_week,
)
from chat.referral.entry import Country
from chat.service.accent import shades
from chat.service.line import (
    AccentInvalid,
    BackupInvalid,
    ComplaintsInvalid,
    CountryInvalid,
    ExitSiteInvalid,
    FrameInvalid,
    Line,
    LineFault,
    MinimumInvalid,
    ReunitesInvalid,
    TitleInvalid,
    UnknownChoice,
    WrapUpInvalid,
)

TITLE_CHARACTERS = range(1, 41)
EXIT_SITE_CHARACTERS = 200
MINIMUM_PEOPLE = range(51)
NO_BACKUP = "none"
"""No counsellor leads a shift."""
NO_COMPLAINTS = "none"
NO_FRAME = "none"
"""Nothing is said of how long a conversation lasts."""
FRAME_MINUTES = range(10, 121)
WRAP_UP_MINUTES = range(31)
"""Not for a rest: who needs one takes a break."""

TELLING_WORDS = (
    *("luister", "hulp", "help", "chat", "praat", "anoniem", "anonym"),
    *("misbruik", "abuse", "geweld", "violence", "slachtoffer", "victim", "zelfmoord", "suicid"),
    *("kindertelefoon", "veilig thuis", "veiligthuis", "stop it now", "stopitnow"),
)
"""What may not stand where somebody else can read over a shoulder or in a history, not even inside a longer
word. Source: REQ-B2, in the two languages of the screens and with the services a young person is led to."""

_YES, _NO = ("yes", "ja"), ("no", "nee")
"""The first of each is what is written."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_NUMBER = re.compile(r"[0-9]{1,3}")
CONTACT_CHARACTERS = 120
_CONTACT = re.compile(r"https://[^\s<>\"]+|[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+|[+(0][-0-9() ]{5,}[0-9]")
_CALLED = re.compile(r"(?:\+?[0-9]|\([0-9]+\))(?:[ -]?[0-9])+")
"""What is in brackets begins the number: behind a country code it would be dialled too, as in +31 (0)20."""
_CALLED_DIGITS = range(7, 16)
"""A person's number is longer than that of any emergency service; at most the fifteen digits of an international one (ITU-T E.164)."""
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"(?:{_LABEL}\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9-]{{1,59}})"
_EXIT_SITE = re.compile(rf"https://{_HOST}(?:/[a-z0-9._~!$&'()*+,;=:@%/-]*)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: how its word is taken into a line, and which word says what a line has."""

    take: Callable[[Line, str], Line]
    say: Callable[[Line], str]


def chosen(line: Line, words: Mapping[str, str]) -> Line:
    """The line after an operator chose *words*, by the names of :data:`CHOICES`; whatever is not named stays.

    Raises a LineFault or a HoursFault, the first that applies.
    """
    for name, word in words.items():
        if name not in CHOICES:
            raise UnknownChoice
        line = CHOICES[name].take(line, word)
    return line


def words_of(line: Line) -> dict[str, str]:
    """What :func:`chosen` makes this line of, in the order of :data:`CHOICES`."""
    return {name: choice.say(line) for name, choice in CHOICES.items()}


def kept(words: Mapping[str, str]) -> Line:
    """The line that was stored as *words*, by the names of :data:`CHOICES`.

    What breaks a rule of this release counts as never chosen: whatever a database holds, the page has a
    neutral title and a way out.
    """
    line = Line()
    for name, word in words.items():
        with suppress(LineFault, HoursFault):
            line = chosen(line, {name: word})
    return line


def _tidy_title(word: str) -> str:
    title = " ".join(normalize("NFC", word).split())
    if len(title) not in TITLE_CHARACTERS or _is_telling(title):
        raise TitleInvalid
    # They could hide a telling word from this rule, or turn the text around them about.
    if any(category(character) in _UNSEEN for character in title):
        raise TitleInvalid
    return title


def _exit_site(word: str) -> str:
    site = word.strip()
    if len(site) > EXIT_SITE_CHARACTERS or not _EXIT_SITE.fullmatch(site) or _is_telling(site):
        raise ExitSiteInvalid
    return site


def _country(word: str) -> Country:
    try:
        return Country(word.strip().upper())
    except ValueError:
        raise CountryInvalid from None


def _accent(word: str) -> str:
    colour = word.strip().lower()
    if shades(colour) is None:
        raise AccentInvalid
    return colour


def _minimum(word: str) -> int:
    people = _whole(word)
    if people not in MINIMUM_PEOPLE:
        raise MinimumInvalid
    return people


def _frame_minutes(word: str) -> int | None:
    if word.strip().lower() == NO_FRAME:
        return None
    minutes = _whole(word)
    if minutes not in FRAME_MINUTES:
        raise FrameInvalid
    return minutes


def _wrap_up_minutes(word: str) -> int:
    minutes = _whole(word)
    if minutes not in WRAP_UP_MINUTES:
        raise WrapUpInvalid
    return minutes


def _whole(word: str) -> int:
    """The number that at most three digits say; -1 where there is none."""
    return int(word) if _NUMBER.fullmatch(word.strip()) else -1


def _reunites(word: str) -> bool:
    answer = word.strip().lower()
    if answer not in (*_YES, *_NO):
        raise ReunitesInvalid
    return answer in _YES


def _backup(word: str) -> str | None:
    number = " ".join(word.split())
    if number.lower() == NO_BACKUP:
        return None
    digits = sum(map(str.isdigit, number))
    if not _CALLED.fullmatch(number) or digits not in _CALLED_DIGITS:
        raise BackupInvalid
    return number


def _complaints(word: str) -> str | None:
    """Shown to a young person, and opened by nobody but them."""
    contact = word.strip()
    if contact.lower() == NO_COMPLAINTS:
        return None
    if len(contact) > CONTACT_CHARACTERS or not _CONTACT.fullmatch(contact):
        raise ComplaintsInvalid
    return contact


def _is_telling(text: str) -> bool:
    """Whether a telling word stands in *text*, whatever its capitals, accents and letter forms."""
    letters = "".join(letter for letter in normalize("NFKD", text) if not combining(letter)).casefold()
    return any(word in letters for word in TELLING_WORDS)


CHOICES: Final[Mapping[str, Choice]] = MappingProxyType(
    {
        "title": Choice(lambda line, word: replace(line, title=_tidy_title(word)), lambda line: line.title),
        "exit_site": Choice(
            lambda line, word: replace(line, exit_site=_exit_site(word)), lambda line: line.exit_site
        ),
        "country": Choice(
            lambda line, word: replace(line, country=_country(word)), lambda line: line.country
        ),
        "accent": Choice(lambda line, word: replace(line, accent=_accent(word)), lambda line: line.accent),
        "hours": Choice(
            lambda line, word: replace(line, hours=replace(line.hours, week=read_week(word))),
            lambda line: write_week(line.hours.week),
        ),
        "closed_on": Choice(
            lambda line, word: replace(line, hours=replace(line.hours, exceptions=read_exceptions(word))),
            lambda line: write_exceptions(line.hours.exceptions),
        ),
        "holidays": Choice(
            lambda line, word: replace(line, hours=replace(line.hours, holidays=read_holidays(word))),
            lambda line: write_holidays(line.hours.holidays),
        ),
        "zone": Choice(
            lambda line, word: replace(line, hours=replace(line.hours, zone=read_zone(word))),
            lambda line: line.hours.zone,
        ),
        "minimum": Choice(
            lambda line, word: replace(line, minimum=_minimum(word)), lambda line: str(line.minimum)
        ),
        "frame_minutes": Choice(
            lambda line, word: replace(line, frame_minutes=_frame_minutes(word)),
            lambda line: NO_FRAME if line.frame_minutes is None else str(line.frame_minutes),
        ),
        "wrap_up_minutes": Choice(
            lambda line, word: replace(line, wrap_up_minutes=_wrap_up_minutes(word)),
            lambda line: str(line.wrap_up_minutes),
        ),
        "reunites": Choice(
            lambda line, word: replace(line, reunites=_reunites(word)),
            lambda line: (_YES if line.reunites else _NO)[0],
        ),
        "backup": Choice(
            lambda line, word: replace(line, backup=_backup(word)), lambda line: line.backup or NO_BACKUP
        ),
        "complaints": Choice(
            lambda line, word: replace(line, complaints=_complaints(word)),
            lambda line: line.complaints or NO_COMPLAINTS,
        ),
    }
)
"""Everything there is to choose, by name, in the order in which it is shown."""
