"""How the line shows itself: what an operator chooses, by which rules, and the store that keeps it.

::

    LuisterError
    +-- LineFault              what was chosen cannot be; nothing was changed
    |   +-- TitleInvalid       title_invalid
    |   +-- ExitSiteInvalid    exit_site_invalid
    |   +-- CountryInvalid     country_invalid
    |   +-- AccentInvalid      accent_invalid
    |   +-- UnknownChoice      unknown_choice
    +-- DatabaseRefused        the line's database cannot be worked with
        +-- DatabaseUnusable   database_unusable
        +-- DatabaseNewer      database_newer
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Protocol
from unicodedata import category, combining, normalize

from chat.errors import LuisterError
from chat.referral.entry import Country
from chat.service.accent import shades

TITLE_CHARACTERS = range(1, 41)
EXIT_SITE_CHARACTERS = 200

TELLING_WORDS = (
    *("luister", "hulp", "help", "chat", "praat", "anoniem", "anonym"),
    *("misbruik", "abuse", "geweld", "violence", "slachtoffer", "victim", "zelfmoord", "suicid"),
    *("kindertelefoon", "veilig thuis", "veiligthuis", "stop it now", "stopitnow"),
)
"""What may not stand where somebody else can read over a shoulder or in a history, not even inside a longer
word. Source: REQ-B2, in the two languages of the screens and with the services a young person is led to."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"(?:{_LABEL}\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9-]{{1,59}})"
_EXIT_SITE = re.compile(rf"https://{_HOST}(?:/[a-z0-9._~!$&'()*+,;=:@%/-]*)?", re.ASCII | re.IGNORECASE)


class LineFault(LuisterError):
    """What was chosen for the line cannot be; nothing was changed."""


class TitleInvalid(LineFault):
    """A title has 1 to 40 characters, none that cannot be seen, and no telling word."""

    code = "title_invalid"


class ExitSiteInvalid(LineFault):
    """The exit site is the https address of a public site, without name, port, query or telling word."""

    code = "exit_site_invalid"


class CountryInvalid(LineFault):
    """There are no services of that country in the directory."""

    code = "country_invalid"


class AccentInvalid(LineFault):
    """The accent is no colour, or one that cannot be read on light paper."""

    code = "accent_invalid"


class UnknownChoice(LineFault):
    """There is nothing of that name to choose."""

    code = "unknown_choice"


class DatabaseRefused(LuisterError):
    """The database of the line's own settings cannot be worked with."""


class DatabaseUnusable(DatabaseRefused):
    """The database cannot be opened, or no longer answers."""

    code = "database_unusable"


class DatabaseNewer(DatabaseRefused):
    """The database was written by a later release of Luister than this one."""

    code = "database_newer"


@dataclass(frozen=True, slots=True)
class Line:
    """How the line shows itself to everybody, whatever their language.

    *title* is what the browser's tab says, on every page and in every state. *exit_site* is the address that
    leaving leads to. *country* is the one whose services are shown first; whoever looks can choose the other.
    *accent* is the colour of buttons, links and one's own bubbles on light paper. Made with :func:`chosen` or :func:`kept`, so that none breaks a rule; the defaults are
    what holds while nothing was chosen.
    """

    title: str = "Notities"
    exit_site: str = "https://www.wikipedia.org/"
    country: Country = Country.NETHERLANDS
    accent: str = "#1d5f5a"


class LineStore(Protocol):
    """Where the line is kept. Both methods may raise DatabaseUnusable."""

    async def read(self) -> Line:
        """The line as it was last saved; the default for whatever never was."""
        ...

    async def save(self, line: Line) -> None:
        """Keep this line in the place of the one before, all of it or nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: how its word is taken into a line, and which word says what a line has."""

    take: Callable[[Line, str], Line]
    say: Callable[[Line], str]


def chosen(line: Line, words: Mapping[str, str]) -> Line:
    """The line after an operator chose *words*, by the names of :data:`CHOICES`; whatever is not named stays.

    Raises a LineFault, the first that applies.
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
        with suppress(LineFault):
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
    }
)
"""Everything there is to choose, by name, in the order in which it is shown."""
