"""How long a wait will be, as an honest band and as a cautious guess: from what the desk saw of late, and nothing else.

A wait is over when enough conversations have ended. Of every age that a conversation can have it is known how many ended at it
within sight, and how much time was spent at it: that is the chance to end, for those that run now and for those that begin
meanwhile. Time is let go on from the conversations as they stand, which tells how many places will have had their turn by
when. The spread around that is the one that ``luister simulate`` shows (docs/explanation/simulator.md).

What cannot be seen from the desk is left out: a shift that begins or ends, how heavy the next conversations will be.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, inf, sqrt
from typing import Final

from chat.identifiers import Instant, Seconds
from chat.routing.house import PACE_MOST, Served
from chat.routing.load import NO_LOAD, Load, loads
from chat.routing.model import Desk, Language, Seat, Status, Talk, Waiting

MINUTE: Final = 60.0

HOLDS: Final = 0.8
"""The share of waits that end within the band that was said."""
KNOWN_FROM: Final = 8
"""So many conversations must have ended of late before anything is said."""
RECENT: Final = Seconds(3 * 24 * 60 * MINUTE)
"""What ended longer ago tells nothing about now."""

STEP: Final = Seconds(3 * MINUTE)
"""The grid on which time is let go on, and on which conversations have an age."""
STEPS: Final = 50
SIGHT: Final = Seconds(STEP * STEPS)
"""As far as is looked ahead: two hours and a half."""
BIN: Final = 2
"""So many steps of age count as one when the chance to end is worked out: there are few conversations of each."""
BINS: Final = 10
"""Whoever is older than this many bins has the chance to end of the last one."""
SHRINK: Final = 3.0
"""So many conversations that end at every age alike are added to what was seen: a little is not taken for the rule."""

LEAVING: Final = 0.03 / MINUTE
"""The chance in a second that somebody who waits gives up: about what it is between a patient queue and an impatient one."""
OVERTAKING: Final = Seconds(30 * MINUTE)
"""As many urgent ones as came in this time will come in the next."""

DRIFT: Final = 0.06
"""Variance of how far the line goes faster or slower than it was seen to, beside what few conversations leave unknown."""
BETWEEN: Final = 1.2816
"""Standard deviations on both sides between which HOLDS of all waits lie."""
BELOW: Final = 0.8416
"""Standard deviations below which HOLDS of all waits lie, for a band that begins at nothing."""
HARDLY_EVER: Final = 2.33
"""Standard deviations of bad luck that a cautious guess allows for: more comes in one case of a hundred."""
AT_ONCE: Final = Seconds(1.5 * MINUTE)
"""How long it may take until somebody accepts, when somebody is free."""

LOWS: Final = tuple(Seconds(minutes * MINUTE) for minutes in (0, 1, 3, 5, 10, 15, 20, 30, 40, 60))
HIGHS: Final = tuple(Seconds(minutes * MINUTE) for minutes in (2, 3, 5, 10, 15, 20, 30, 40, 60))
"""The lengths that people say."""
LONGEST: Final = Seconds(75 * MINUTE)
"""What may be longer is said without an end."""


@dataclass(frozen=True, slots=True)
class Band:
    """Most waits end between *low* and *high*, whole minutes as people say them.

    *low* 0: it may be at once. *high* is None beyond an hour: then only the least is said.
    """

    low: Seconds
    high: Seconds | None


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How long those who wrap up are not free yet, *left* for each place, and how long it *lasts* after the next conversations."""

    left: Sequence[Seconds]
    lasts: Seconds

    @property
    def after(self) -> int:
        """So many steps after the end of a conversation its counsellor is free."""
        return round(self.lasts / STEP)

    def freed(self) -> list[float]:
        """How many who wrap up now become free in each step from now on."""
        steps = [int(left / STEP) for left in self.left]
        return [float(steps.count(step)) for step in range(1 + max(self.after, *steps, 0))]


NO_WRAPPING: Final = Wrapping((), Seconds(0.0))


@dataclass(frozen=True, slots=True)
class Forecast:
    """How it will go for those who can be helped by the same counsellors.

    *turns*: how many places will have had their turn by the end of each step, as is to be expected. *free* is how many could be
    taken now, *pull* the share of those ahead whom these counsellors will take, *known* of how many conversations
    the length was seen.
    """

    turns: tuple[float, ...]
    free: int
    pull: float
    known: int

    def band(self, place: int) -> Band:
        """What can be said to somebody in this *place* (from 1): never less for a later place."""
        low = _nearest(self.quantile(place, -BETWEEN), LOWS)
        high = self.quantile(place, BETWEEN if low > 0 else BELOW)
        if max(high, 2 * low) > LONGEST:
            return Band(low, None)
        return Band(low, max(_nearest(high, HIGHS), HIGHS[bisect_left(HIGHS, 2 * low)]))

    def expected(self, place: int) -> Seconds:
        """How long it takes until somebody in this *place* is taken, with hardly ever more; inf when that is beyond sight."""
        return Seconds(AT_ONCE + self.quantile(place, HARDLY_EVER))

    def quantile(self, place: int, deviations: float) -> Seconds:
        """How long until *place* has its turn, at so many standard deviations of bad luck (below 0: good); inf when beyond sight."""
        ahead = 1 + (place - 1) * self.pull - self.free
        wanted = _allowed_for(ahead, self.known, deviations) if ahead > 0 else 0.0
        if wanted <= 0:
            return Seconds(0.0)
        step = bisect_left(self.turns, wanted)
        if step == len(self.turns):
            return Seconds(inf)
        before = self.turns[step - 1] if step else 0.0
        return Seconds(STEP * (step + (wanted - before) / (self.turns[step] - before)))


def outlook(desk: Desk, language: Language | None, now: Instant) -> Forecast | None:
    """How it stands at *now* for somebody who speaks *language*, or any.

    None when too little is known, or nobody who could take them is there and ready.
    """
    # Whoever wraps up is ready soon, and that too is known.
    ready = [seat for seat in desk.seats.values() if seat.connections and seat.status is Status.READY]
    load = loads(desk, rehearsed=False)
    # Beside somebody in danger there is room for nobody else, until that conversation is over.
    room = {seat.counsellor: _room(seat, load.get(seat.counsellor, NO_LOAD)) for seat in ready}
    able = {
        seat.counsellor: room[seat.counsellor]
        for seat in ready
        if language is None or language in seat.languages
    }
    running = [
        Seconds(now - talk.started)
        for talk in desk.talks.values()
        if talk.counsellor in able and not talk.rehearsed
    ]
    lines: tuple[Waiting | Talk, ...] = (*desk.waiting.values(), *desk.talks.values())
    urgent = sum(line.urgent and line.arrived > now - OVERTAKING for line in lines)
    slots = sum(able.values())
    everybody = sum(room.values())
    pull = slots / everybody if everybody else 1.0
    wraps = [
        Seconds(max(0.0, seat.wrap_up.until - now))
        for seat in ready
        if seat.counsellor in able and seat.wrap_up is not None
        for _ in range(able[seat.counsellor])
    ]
    # Only who has nobody else wraps up.
    wrapping = Wrapping(wraps, desk.house.wrap_up if set(able.values()) == {1} else Seconds(0.0))
    return forecast(
        desk.pace, running, slots, now, wrapping=wrapping, overtaking=urgent / OVERTAKING, pull=pull
    )


def _room(seat: Seat, load: Load) -> int:
    """How many conversations this counsellor holds at the most, as it stands."""
    return load.talks if load.heavy else seat.capacity


def forecast(
    pace: Sequence[Served],
    running: Sequence[Seconds],
    slots: int,
    now: Instant,
    *,
    wrapping: Wrapping = NO_WRAPPING,
    overtaking: float = 0.0,
    pull: float = 1.0,
) -> Forecast | None:
    """How it will go with room for *slots* conversations, of which *running* say how long they have lasted.

    *pace* is of the last conversations that ended, at most PACE_MOST, the newest last; *wrapping* is what comes after one. *overtaking* is how many come
    in a second who go before others. None when too little is known or there is no room at all.
    """
    recent = [served for served in pace if served.at > now - RECENT]
    if len(recent) < KNOWN_FROM or slots <= 0:
        return None
    free = max(0, slots - len(running) - len(wrapping.left))
    ending = [1 - exp(-rate * STEP) for rate in _rates_of_ending(recent, running, now)]
    talks = [0.0] * len(ending)
    for age in (*running, *[Seconds(0.0)] * free):
        talks[min(int(age / STEP), len(talks) - 1)] += 1
    freed = wrapping.freed()
    turns: list[float] = []
    for step in range(1, STEPS + 1):
        ended = [many * share for many, share in zip(talks, ending, strict=True)]
        freed[wrapping.after] += sum(ended)
        gone = freed.pop(0)
        freed.append(0.0)
        older = [many - over for many, over in zip(talks, ended, strict=True)]
        talks = [gone, *older[:-2], older[-2] + older[-1]]
        # That those ahead give up makes each turn count for more, the longer it takes.
        turns.append(max(0.0, gone - overtaking * STEP) * exp(LEAVING * STEP * step))
    return Forecast(tuple(accumulate(turns)), free, pull, len(recent))


def _rates_of_ending(recent: Sequence[Served], running: Iterable[Seconds], now: Instant) -> list[float]:
    """How many end in a second, for each step of age: those that ended at it for the time spent at it, within sight.

    Sight begins where the oldest of a full *recent* ended: of what came after that, nothing is missing. So a rush in which only the
    short conversations have ended yet is not taken for short conversations.
    """
    is_whole = len(recent) < PACE_MOST
    sight = Instant(-inf) if is_whole else recent[0].at
    seen = recent if is_whole else recent[1:]
    width = STEP * BIN
    spent, ended = [0.0] * BINS, [0] * BINS
    for began, until in [
        *((served.at - served.took, served.at) for served in seen),
        *((now - age, now) for age in running),
    ]:
        first, last = max(0.0, sight - began), until - began
        for number in range(min(int(first / width), BINS - 1), min(int(last / width), BINS - 1) + 1):
            oldest = (number + 1) * width if number < BINS - 1 else inf
            spent[number] += min(last, oldest) - max(first, number * width)
    for served in seen:
        ended[min(int(served.took / width), BINS - 1)] += 1
    # At most one a second: however short those were that ended.
    overall = sum(ended) / max(sum(spent), sum(ended))
    added = SHRINK / overall
    rates = [(over + SHRINK) / (time + added) for over, time in zip(ended, spent, strict=True)]
    return [rate for rate in rates for _ in range(BIN)]


def _allowed_for(ahead: float, known: int, deviations: float) -> float:
    """How many turns must be expected, for *ahead* of them to be had with that much luck (a gamma's quantile, Wilson and Hilferty)."""
    few = ahead / (1 + (DRIFT + 1 / known) * ahead)
    return ahead * max(0.0, 1 - 1 / (9 * few) + deviations / (3 * sqrt(few))) ** 3


def _nearest(length: Seconds, said: Sequence[Seconds]) -> Seconds:
    """The length that people say for this one."""
    longer = bisect_left(said, length)
    if longer in (0, len(said)):
        return said[min(longer, len(said) - 1)]
    shorter = said[longer - 1]
    return shorter if length - shorter < said[longer] - length else said[longer]
