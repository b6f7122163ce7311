"""One generated day: who comes when and how they are, and who is on. Every policy is given the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from chat.identifiers import ConversationId, Instant, Seconds, VolunteerId
from chat.routing.model import Language
from chat.simulation.chance import Chance
from chat.simulation.scenario import HOUR, MINUTE, OPENS, Scenario

MIDNIGHT: Final = Instant(1_767_225_600.0)
"""1 January 2026 in UTC; the simulated line knows no other time zone."""
RUSH: Final = Seconds(5 * MINUTE)
"""In which the rush after opening comes."""
PATIENCE_LEAST: Final = Seconds(30.0)
PATIENCE_MOST: Final = Seconds(3 * HOUR)
ENGLISH_EVERY: Final = 3
"""One counsellor of so many speaks Dutch only."""


@dataclass(frozen=True, slots=True)
class Seeker:
    """Somebody who will come at *arrives* and talk for *takes*.

    *patience* is None for whoever waits as long as it takes. *lot* is what an opening draws by.
    """

    conversation: ConversationId
    arrives: Instant
    language: Language
    urgent: bool
    patience: Seconds | None
    takes: Seconds
    lot: float


@dataclass(frozen=True, slots=True)
class Shift:
    """A counsellor who is on from *begins* until *ends*, and finishes then what they hold."""

    counsellor: VolunteerId
    begins: Instant
    ends: Instant
    languages: frozenset[Language]


@dataclass(frozen=True, slots=True)
class Day:
    """Those who come, in order, and the shifts."""

    opens: Instant
    closes: Instant
    seekers: tuple[Seeker, ...]
    shifts: tuple[Shift, ...]


def generate(scenario: Scenario, seed: int) -> Day:
    """The day of this seed, which is also its date."""
    opens = Instant(MIDNIGHT + seed * 24 * HOUR + OPENS * HOUR)
    closes = Instant(opens + len(scenario.demand) * HOUR)
    seekers = _seekers(scenario, opens, Chance(seed, "seekers"))
    return Day(opens, closes, tuple(seekers), tuple(_shifts(scenario, opens)))


def _seekers(scenario: Scenario, opens: Instant, chance: Chance) -> Iterator[Seeker]:
    people = scenario.people
    for at in _arrivals(scenario, opens, chance):
        patience = chance.around(people.patience, people.patience_spread, PATIENCE_LEAST, PATIENCE_MOST)
        yield Seeker(
            ConversationId(f"talk-{at:.6f}"),
            at,
            Language.ENGLISH if chance.share(people.english) else Language.DUTCH,
            urgent=chance.share(scenario.urgent),
            patience=None if chance.share(people.stay) else patience,
            takes=chance.around(people.talk, people.talk_spread, people.talk_least, people.talk_most),
            lot=chance.between(0, 1),
        )


def _arrivals(scenario: Scenario, opens: Instant, chance: Chance) -> Iterator[Instant]:
    calm = Instant(opens + RUSH)
    for number, many in enumerate(scenario.demand):
        begins, ends = Instant(opens + number * HOUR), Instant(opens + (number + 1) * HOUR)
        if begins == opens and scenario.rush:
            yield from chance.moments(many * scenario.rush, begins, calm)
            yield from chance.moments(many * (1 - scenario.rush), calm, ends)
        else:
            yield from chance.moments(many, begins, ends)


def _shifts(scenario: Scenario, opens: Instant) -> Iterator[Shift]:
    """One for each stretch of hours in which so many are on that this chair is taken."""
    for chair in range(max(scenario.staffing)):
        dutch_only = chair % ENGLISH_EVERY == 0
        languages = frozenset({Language.DUTCH}) if dutch_only else frozenset(Language)
        hours = groupby(enumerate(scenario.staffing), key=lambda hour: hour[1] > chair)
        for is_taken, stretch in hours:
            numbers = [number for number, _ in stretch]
            if is_taken:
                begins = Instant(opens + numbers[0] * HOUR)
                ends = Instant(opens + (numbers[-1] + 1) * HOUR)
                yield Shift(VolunteerId(f"counsellor-{chair}-{numbers[0]}"), begins, ends, languages)
