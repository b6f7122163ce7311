"""Everything about the roster that can be refused.

::

    PeopleError                  code
    +-- RosterRefused            what was asked of the roster cannot be; nothing was changed
        +-- ShiftUnknown         shift_unknown
        +-- ShiftTimesInvalid    shift_times_invalid
        +-- TimeMissing          time_missing
        +-- ShiftTwice           shift_twice
        +-- ShiftPeopleInvalid   shift_people_invalid
        +-- LeadTaken            lead_taken
        +-- RepeatInvalid        repeat_invalid
        +-- ShiftChanged         shift_changed
        +-- ShiftCancelled       shift_cancelled
        +-- ShiftPast            shift_past
        +-- ShiftBegun           shift_begun
        +-- AlreadyOnShift       already_on_shift
        +-- PostNotYours         post_not_yours
        +-- MayNotBeOnShift      may_not_be_on_shift
        +-- ShiftOverlap         shift_overlap
        +-- ShiftFull            shift_full
        +-- NotOnShift           not_on_shift
        +-- PlaceNotOffered      place_not_offered
"""

from __future__ import annotations

from volunteers.errors import PeopleError


class RosterRefused(PeopleError):
    """What was asked of the roster cannot be; nothing was changed."""


class ShiftUnknown(RosterRefused):
    """There is no such shift; it never was, or it was forgotten."""

    code = "shift_unknown"


class ShiftTimesInvalid(RosterRefused):
    """A shift lasts from a quarter of an hour to twelve hours, and begins within 400 days."""

    code = "shift_times_invalid"


class TimeMissing(RosterRefused):
    """No clock shows these times on any of these days: they are put forward over them."""

    code = "time_missing"


class ShiftTwice(RosterRefused):
    """A shift that is not cancelled has exactly these times already."""

    code = "shift_twice"


class ShiftPeopleInvalid(RosterRefused):
    """A shift has 1 to 20 places for counsellors, no fewer than it needs, and no fewer than are taken."""

    code = "shift_people_invalid"


class LeadTaken(RosterRefused):
    """The place of who leads the shift cannot go while somebody is on it."""

    code = "lead_taken"


class RepeatInvalid(RosterRefused):
    """A shift repeats until a date that is not before its first day, and not more than 26 weeks after it."""

    code = "repeat_invalid"


class ShiftChanged(RosterRefused):
    """The shift is not any more as it was when this was filled in: somebody changed it, or came or went."""

    code = "shift_changed"


class ShiftCancelled(RosterRefused):
    """The shift was cancelled."""

    code = "shift_cancelled"


class ShiftPast(RosterRefused):
    """The shift is over."""

    code = "shift_past"


class ShiftBegun(RosterRefused):
    """The shift has begun: who is on it now goes off it only by a scheduler's hand."""

    code = "shift_begun"


class AlreadyOnShift(RosterRefused):
    """This person is on the shift already."""

    code = "already_on_shift"


class PostNotYours(RosterRefused):
    """This account does not do what the place is for."""

    code = "post_not_yours"


class MayNotBeOnShift(RosterRefused):
    """This account may not be on a shift then: it is closed, or what it needs has run out by that day."""

    code = "may_not_be_on_shift"


class ShiftOverlap(RosterRefused):
    """This person is on another shift for a part of that time."""

    code = "shift_overlap"


class ShiftFull(RosterRefused):
    """Every place of this kind is taken."""

    code = "shift_full"


class NotOnShift(RosterRefused):
    """This person is not on the shift."""

    code = "not_on_shift"


class PlaceNotOffered(RosterRefused):
    """That place is not offered, or no longer."""

    code = "place_not_offered"
