"""How the line shows itself and when it is open, what can be refused about it, and the store that keeps it.

::

    LuisterError
    +-- LineFault              what was chosen cannot be; nothing was changed
    |   +-- TitleInvalid       title_invalid
    |   +-- ExitSiteInvalid    exit_site_invalid
    |   +-- CountryInvalid     country_invalid
    |   +-- AccentInvalid      accent_invalid
    |   +-- MinimumInvalid     minimum_invalid
    |   +-- FrameInvalid       frame_invalid
    |   +-- WrapUpInvalid      wrap_up_invalid
    |   +-- ReunitesInvalid    reunites_invalid
    |   +-- BackupInvalid      backup_invalid
    |   +-- ComplaintsInvalid  complaints_invalid
    |   +-- UnknownChoice      unknown_choice
    +-- DatabaseRefused        the line's database cannot be worked with
        +-- DatabaseUnusable   database_unusable
        +-- DatabaseNewer      database_newer
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from chat.errors import LuisterError
from chat.hours.model import ALWAYS, Hours
from chat.referral.entry import Country


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


class MinimumInvalid(LineFault):
    """The least number of people is no whole number that can be asked for."""

    code = "minimum_invalid"


class FrameInvalid(LineFault):
    """The frame of a conversation is no whole number of minutes that can be kept to."""

    code = "frame_invalid"


class WrapUpInvalid(LineFault):
    """The time to wrap up is no whole number of minutes that can be kept free."""

    code = "wrap_up_invalid"


class ReunitesInvalid(LineFault):
    """Whether the same counsellor can be asked for again is yes or no."""

    code = "reunites_invalid"


class BackupInvalid(LineFault):
    """The back-up's number cannot be called."""

    code = "backup_invalid"


class ComplaintsInvalid(LineFault):
    """Where somebody can complain is an e-mail address, a telephone number or an https address."""

    code = "complaints_invalid"


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
    """How the line shows itself to everybody, whatever their language, and when it is open.

    *title* is what the browser's tab says, on every page and in every state. *exit_site* is the address that
    leaving leads to. *country* is the one whose services are shown first; whoever looks can choose the other.
    *accent* is the colour of buttons, links and one's own bubbles on light paper. Within the *hours* young people
    are let in as soon as *minimum* people are there. A conversation is told to take *frame_minutes*, None: nothing is said of it. After one a
    counsellor has *wrap_up_minutes* in which they are offered nobody. Where the line
    *reunites*, a young person can ask for the same counsellor again. *backup* is the number at which somebody can be reached who backs up a
    counsellor that leads a shift; None: there is none, and only supervisors lead. *complaints* is where a young person can complain, None where the line says nothing of that. Made by ``service.choices``, so that none
    breaks a rule; the defaults are what holds while nothing was chosen.
    """

    title: str = "Notities"
    exit_site: str = "https://www.wikipedia.org/"
    country: Country = Country.NETHERLANDS
    accent: str = "#1d5f5a"
    hours: Hours = ALWAYS
    minimum: int = 2
    frame_minutes: int | None = 45
    wrap_up_minutes: int = 5
    reunites: bool = False
    backup: str | None = None
    complaints: str | None = None


class LineStore(Protocol):
    """Where the line is kept. Both methods may raise DatabaseUnusable."""

    async def read(self) -> Line:
        """The line as it was last saved; the default for whatever never was."""
        ...

    async def save(self, line: Line) -> None:
        """Keep this line in the place of the one before, all of it or nothing."""
        ...
