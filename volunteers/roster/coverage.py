"""Who is on now, which shifts are short, and where opening hours and shifts differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from volunteers.facts import VolunteerId
from volunteers.roster.model import DAY_SECONDS, Place, Post, Shift, Stretch

WARNS: Final = 7 * DAY_SECONDS
"""How long beforehand a shift that is short is warned of."""
COMPARES_DAYS: Final = 14
"""Opening hours and shifts are compared from now until so many days from today, the last one whole."""
EDGE: Final = 1800
"""So long before the door opens and after it closes a shift may last and still keep to the hours: to get ready, to round off."""
LED_FROM: Final = 2
"""From so many people on, the door opens only when one of them leads."""


@dataclass(frozen=True, slots=True)
class Leaders:
    """Who leads a shift as the door counts it, whatever place they have.

    *boards* are those who watch the board when they lead, and talk with nobody meanwhile. *seated* are the counsellors who lead from their seat: their
    account lets them, and there is a back-up they can call.
    """

    boards: frozenset[VolunteerId] = frozenset()
    seated: frozenset[VolunteerId] = frozenset()


@dataclass(frozen=True, slots=True)
class Gap:
    """Open with too few: *here* are planned of the *needed*; *led*: one of them leads, or nobody has to; *answered*: one of them answers."""

    when: Stretch
    here: int
    needed: int
    led: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class Outside:
    """A piece of a shift in which the door is closed, longer than getting ready and rounding off take."""

    shift: Shift
    when: Stretch


@dataclass(frozen=True, slots=True)
class Agreement:
    """Where opening hours and shifts differ, in order of time; both empty when they agree. *is_open*: the line is open at any moment compared."""

    gaps: tuple[Gap, ...]
    outside: tuple[Outside, ...]
    is_open: bool


def on_now(shifts: Iterable[Shift], now: int) -> tuple[Place, ...]:
    """The places of whoever is to be there at *now*."""
    return tuple(
        place
        for shift in shifts
        if not shift.cancelled and shift.when.begins <= now < shift.when.ends
        for place in shift.taken()
    )


def short(shifts: Iterable[Shift], now: int) -> tuple[Shift, ...]:
    """The shifts that lack somebody and are not over, of those that begin soon enough to warn of."""
    return tuple(
        shift
        for shift in shifts
        if not shift.cancelled
        and now < shift.when.ends
        and shift.when.begins < now + WARNS
        and (shift.lacks or shift.lacks_lead)
    )


def compared(
    openings: Sequence[Stretch], needed: int, shifts: Iterable[Shift], within: Stretch, leaders: Leaders
) -> Agreement:
    """Opening hours against shifts, *within* these moments.

    *openings* do not overlap. *needed* is how many people have to be there before anybody is let in, as the door counts them
    (``chat.routing.staffing``); 0: none, and there are no gaps.
    """
    standing = [shift for shift in shifts if not shift.cancelled]
    gaps = _joined(gap for opening in openings for gap in _gaps(opening, needed, standing, within, leaders))
    outside = (Outside(shift, piece) for shift in standing for piece in _outside(shift, openings, within))
    return Agreement(
        tuple(gaps),
        tuple(sorted(outside, key=lambda one: (one.when.begins, one.when.ends))),
        any(opening.overlaps(within) for opening in openings),
    )


def _gaps(
    opening: Stretch, needed: int, shifts: Sequence[Shift], within: Stretch, leaders: Leaders
) -> Iterator[Gap]:
    begins, ends = max(opening.begins, within.begins), min(opening.ends, within.ends)
    if begins >= ends:
        return
    edges = {
        edge for shift in shifts for edge in (shift.when.begins, shift.when.ends) if begins < edge < ends
    }
    for begin, end in pairwise(sorted({begins, ends, *edges})):
        places = on_now(shifts, begin)
        people = {place.volunteer for place in places}
        boards = {place.volunteer for place in places if place.post is Post.LEAD} & leaders.boards
        # Whoever leads without a board does it from a seat, and is there for young people too.
        seated = people - boards
        led = needed < LED_FROM or bool(boards) or not seated.isdisjoint(leaders.seated)
        answered = needed == 0 or bool(seated)
        if len(people) < needed or not led or not answered:
            yield Gap(Stretch(begin, end), len(people), needed, led, answered)


def _joined(gaps: Iterable[Gap]) -> list[Gap]:
    """Neighbours that lack the same are one."""
    found: list[Gap] = []
    for gap in gaps:
        if found and found[-1].when.ends == gap.when.begins and replace(found[-1], when=gap.when) == gap:
            found[-1] = replace(gap, when=Stretch(found[-1].when.begins, gap.when.ends))
        else:
            found.append(gap)
    return found


def _outside(shift: Shift, openings: Sequence[Stretch], within: Stretch) -> Iterator[Stretch]:
    begins, ends = max(shift.when.begins, within.begins), min(shift.when.ends, within.ends)
    after_closing = False
    for opening in sorted(openings, key=lambda one: one.begins):
        if opening.ends < begins or opening.begins > ends:
            continue
        if opening.begins - begins > EDGE:
            yield Stretch(begins, opening.begins)
        begins, after_closing = max(begins, opening.ends), True
    if ends - begins > (EDGE if after_closing else 0):
        yield Stretch(begins, ends)
