"""Signing up, signing off, and a place that goes from one person to another.

A swap is a place that its holder offers and a colleague takes. Until then the holder is on, so at no moment is anybody
missing; and the colleague has to be somebody who could have signed up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from volunteers.facts import VolunteerId
from volunteers.roster.errors import (
    AlreadyOnShift,
    MayNotBeOnShift,
    NotOnShift,
    PlaceNotOffered,
    PostNotYours,
    RosterRefused,
    ShiftBegun,
    ShiftFull,
    ShiftOverlap,
)
from volunteers.roster.model import Candidate, Place, PlaceState, Post, Shift
from volunteers.roster.planning import must_be_to_come


def sign_up(shift: Shift, who: Candidate, post: Post, others: Iterable[Shift], now: int) -> Shift:
    """The shift with *who* on it. *others* are the shifts that may stand in the way; this one may be among them.

    Raises ShiftCancelled, ShiftPast, AlreadyOnShift, MayNotBeOnShift, PostNotYours, ShiftOverlap or ShiftFull.
    """
    _may_come(shift, who, post, others, now)
    room = shift.staffing.most if post is Post.COUNSELLOR else int(shift.staffing.led)
    if sum(1 for _ in shift.taken(post)) >= room:
        raise ShiftFull
    return _with(shift, Place(who.volunteer, post))


def sign_off(shift: Shift, volunteer: VolunteerId, now: int) -> Shift:
    """The shift without them. Raises ShiftCancelled, ShiftPast, NotOnShift or ShiftBegun."""
    place = _held(shift, volunteer, now)
    if shift.when.begins <= now:
        raise ShiftBegun
    return _with(shift, replace(place, state=PlaceState.LEFT))


def take_off(shift: Shift, volunteer: VolunteerId, now: int) -> Shift:
    """The shift without them, also while it lasts: a scheduler's hand. Raises ShiftCancelled, ShiftPast or NotOnShift."""
    return _with(shift, replace(_held(shift, volunteer, now), state=PlaceState.LEFT))


def offer(shift: Shift, volunteer: VolunteerId, now: int) -> Shift:
    """The shift with their place offered; the same when it was. Raises ShiftCancelled, ShiftPast or NotOnShift."""
    place = _held(shift, volunteer, now)
    return (
        shift if place.state is PlaceState.OFFERED else _with(shift, replace(place, state=PlaceState.OFFERED))
    )


def keep(shift: Shift, volunteer: VolunteerId, now: int) -> Shift:
    """The shift with their place offered no more; the same when it was not. Raises ShiftCancelled, ShiftPast or NotOnShift."""
    place = _held(shift, volunteer, now)
    return shift if place.state is PlaceState.HELD else _with(shift, replace(place, state=PlaceState.HELD))


def take(shift: Shift, giver: VolunteerId, who: Candidate, others: Iterable[Shift], now: int) -> Shift:
    """The shift with *who* in the place that *giver* offers.

    Raises ShiftCancelled, ShiftPast, PlaceNotOffered, AlreadyOnShift, PostNotYours, MayNotBeOnShift or ShiftOverlap.
    """
    must_be_to_come(shift, now)
    place = shift.place_of(giver)
    if place is None or place.state is not PlaceState.OFFERED:
        raise PlaceNotOffered
    return replace_by(shift, giver, who, others, now)


def replace_by(shift: Shift, leaver: VolunteerId, who: Candidate, others: Iterable[Shift], now: int) -> Shift:
    """The shift with *who* in the place that *leaver* holds, whether they offer it or not: a scheduler's hand.

    Raises ShiftCancelled, ShiftPast, NotOnShift, AlreadyOnShift, PostNotYours, MayNotBeOnShift or ShiftOverlap.
    """
    place = _held(shift, leaver, now)
    _may_come(shift, who, place.post, others, now)
    return _with(shift, replace(place, state=PlaceState.LEFT), Place(who.volunteer, place.post))


def cleared(shift: Shift, who: Candidate, now: int) -> Shift:
    """The shift without *who* when their account may be on it no longer; the same when it may, and when the shift is cancelled or over."""
    place = shift.place_of(who.volunteer)
    if place is None or shift.cancelled or shift.when.ends <= now or _bar(shift, who, place.post) is None:
        return shift
    return _with(shift, replace(place, state=PlaceState.LEFT))


def _held(shift: Shift, volunteer: VolunteerId, now: int) -> Place:
    must_be_to_come(shift, now)
    place = shift.place_of(volunteer)
    if place is None:
        raise NotOnShift
    return place


def _may_come(shift: Shift, who: Candidate, post: Post, others: Iterable[Shift], now: int) -> None:
    must_be_to_come(shift, now)
    if shift.place_of(who.volunteer) is not None:
        raise AlreadyOnShift
    bar = _bar(shift, who, post)
    if bar is not None:
        raise bar
    if any(_stands_in_the_way(other, shift, who.volunteer) for other in others):
        raise ShiftOverlap


def _bar(shift: Shift, who: Candidate, post: Post) -> type[RosterRefused] | None:
    """Why this account may not be on the shift for that; None when it may."""
    if who.until is None or shift.last_day > who.until:
        return MayNotBeOnShift
    return None if post in who.posts else PostNotYours


def _stands_in_the_way(other: Shift, shift: Shift, volunteer: VolunteerId) -> bool:
    if other.id == shift.id or other.cancelled or not other.when.overlaps(shift.when):
        return False
    return other.place_of(volunteer) is not None


def _with(shift: Shift, *places: Place) -> Shift:
    """With these places in the stead of any that the same people have."""
    people = {place.volunteer for place in places}
    others = tuple(one for one in shift.places if one.volunteer not in people)
    ordered = tuple(sorted((*others, *places), key=lambda place: place.volunteer))
    return replace(shift, places=ordered, version=shift.version + 1)
