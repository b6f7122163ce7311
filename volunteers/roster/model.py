"""A shift and its places, as values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from volunteers.facts import VolunteerId

ShiftId = NewType("ShiftId", str)
"""One shift; made of the plan it came from, and the same for as long as the shift is kept: calendars know it by this."""

DAY_SECONDS = 86_400


class Post(StrEnum):
    """What somebody is on a shift for."""

    COUNSELLOR = "counsellor"
    """To answer young people."""
    LEAD = "lead"
    """To lead the shift; beside those who answer, and one at the most."""


class Note(StrEnum):
    """What has to be known of a shift beforehand. Of a fixed list, so that nothing about a young person can stand in it."""

    BRIEFING = "briefing"
    """It begins with a briefing: be there early."""
    BUSY = "busy"
    """More people than usual are expected."""
    TRAINING = "training"
    """Somebody who learns is along."""


class PlaceState(StrEnum):
    """How somebody stands on a shift."""

    HELD = "held"
    OFFERED = "offered"
    """Held until a colleague takes it."""
    LEFT = "left"
    """Held no more; kept so that a calendar can strike the shift out."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one moment to a later one, in whole seconds since 1970; *ends* is not in it."""

    begins: int
    ends: int

    def overlaps(self, other: Stretch) -> bool:
        """Whether they have a moment in common."""
        return self.begins < other.ends and other.begins < self.ends


@dataclass(frozen=True, slots=True)
class Place:
    """One person on one shift, now or once."""

    volunteer: VolunteerId
    post: Post
    state: PlaceState = PlaceState.HELD

    @property
    def is_taken(self) -> bool:
        """Whether somebody is to come for it."""
        return self.state is not PlaceState.LEFT


@dataclass(frozen=True, slots=True)
class Staffing:
    """Who a shift needs: at least *minimum* counsellors and at most *most*; *led*: somebody to lead it besides."""

    minimum: int
    most: int
    led: bool
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """Some hours on which these people answer. *last_day* is the date on the wall when they end; *version* grows by one with every change, whatever the clock says."""

    id: ShiftId
    when: Stretch
    last_day: date
    staffing: Staffing
    places: tuple[Place, ...] = ()
    cancelled: bool = False
    version: int = 0

    def taken(self, post: Post | None = None) -> Iterator[Place]:
        """The places that are taken, of this post or of any."""
        return (place for place in self.places if place.is_taken and post in (None, place.post))

    def place_of(self, volunteer: VolunteerId) -> Place | None:
        """The place that this person holds or offers."""
        return next((place for place in self.taken() if place.volunteer == volunteer), None)

    @property
    def lacks(self) -> int:
        """How many counsellors too few; 0 when there are enough."""
        return max(0, self.staffing.minimum - sum(1 for _ in self.taken(Post.COUNSELLOR)))

    @property
    def lacks_lead(self) -> bool:
        """Whether nobody leads it although somebody has to."""
        return self.staffing.led and not any(self.taken(Post.LEAD))


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be put on a shift, for these *posts*, up to and with the day *until*; None: on no day."""

    volunteer: VolunteerId
    posts: frozenset[Post]
    until: date | None
