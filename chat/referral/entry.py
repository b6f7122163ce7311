"""What a directory says of one service: how it is reached, what to expect there, and why we believe it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Literal, NewType, TypedDict

EntryId = NewType("EntryId", str)
Language = Literal["nl", "en"]

LANGUAGES: Final[tuple[Language, ...]] = ("nl", "en")


class Country(StrEnum):
    """Where the service answers."""

    NETHERLANDS = "NL"
    BELGIUM = "BE"


class Kind(StrEnum):
    """What sort of help it is."""

    EMERGENCY = "emergency"
    CRISIS_LINE = "crisis-line"
    HELPLINE = "helpline"
    VICTIM_SUPPORT = "victim-support"
    ADVICE_AND_REPORTING_POINT = "advice-and-reporting-point"
    PREVENTION_HELPLINE = "prevention-helpline"
    SPECIALIST_CHAT = "specialist-chat"
    YOUTH_SERVICE = "youth-service"


class Hours(StrEnum):
    """When somebody answers: day and night, so at least by phone, or not known to us and to be read on their own site."""

    ALWAYS = "always"
    BY_PHONE = "by_phone"
    LOOK_AT_SITE = "look_at_site"


class Confidence(StrEnum):
    """How well a fact is founded: own page or several sources, one or undated source, old or from memory."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why we believe a fact.

    `as_of` is the date of the fact as its source gives it, "n.d." when undated. `verified_on` is the day somebody checked
    it with the service itself; None means nobody has.
    """

    source: str
    as_of: str
    confidence: Confidence
    verified_on: date | None


@dataclass(frozen=True, slots=True)
class EntryWords:
    """What we say about a service in one language.

    `always_say` is the line without which the entry may not be shown; None when there is no such line.
    """

    for_whom: str
    what_happens: str
    cost: str
    private: str
    first_sentence: str
    always_say: str | None = None


class BrowserEntry(TypedDict):
    """An entry as the browser gets it: plain values, ready for JSON.

    `site_name` is the address as people say it; `hours` is one of Hours.
    """

    id: str
    name: str
    country: str
    phone: str | None
    site: str | None
    site_name: str | None
    hours: str
    texts: dict[str, dict[str, str | None]]


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """One service.

    `phone` is written as the service prints it. It or `site` may be None: the service has none, or we know none well enough;
    without a site the phone is always answered. `words` holds every language, `evidence` is keyed by
    the field it supports; hours to be read on the site, and the first sentence, claim nothing and have none.
    """

    id: EntryId
    name: str
    country: Country
    kind: Kind
    order: int
    phone: str | None
    site: str | None
    hours: Hours
    words: Mapping[Language, EntryWords]
    evidence: Mapping[str, Evidence]

    @property
    def site_name(self) -> str | None:
        """The site's address without what nobody says aloud; None without a site."""
        return self.site and self.site.removeprefix("https://").split("/")[0].removeprefix("www.")

    def for_browser(self) -> BrowserEntry:
        """The entry as the browser draws a card from it, in every language at once."""
        return {
            "id": self.id,
            "name": self.name,
            "country": self.country.value,
            "phone": self.phone,
            "site": self.site,
            "site_name": self.site_name,
            "hours": self.hours.value,
            "texts": {language: asdict(words) for language, words in self.words.items()},
        }
