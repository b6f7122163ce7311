"""PURE: what an account can be on a shift for, until when, and how it counts there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from volunteers.access import Permission, may
from volunteers.model import IN_CONVERSATIONS, Standing, Volunteer
from volunteers.roster.coverage import Leaders
from volunteers.roster.model import Candidate, Post


def posts_of(who: Volunteer) -> frozenset[Post]:
    """What this account can be on a shift for."""
    posts = set()
    if may(who, Permission.HOLD_SEAT):
        posts.add(Post.COUNSELLOR)
    if may(who, Permission.SEE_BOARD) or _leads_seated(who):
        posts.add(Post.LEAD)
    return frozenset(posts)


def last_day_of(who: Volunteer) -> date | None:
    """The last day on which this account may be on a shift, ``date.max`` when nothing runs out; None when it may on none."""
    if who.standing is not Standing.ACTIVE:
        return None
    if who.practice or IN_CONVERSATIONS.isdisjoint(who.roles):
        return date.max
    return None if who.vog is None else who.vog.valid_until


def candidate_of(who: Volunteer) -> Candidate:
    """This account, as far as it can be on a shift."""
    return Candidate(who.id, posts_of(who), last_day_of(who))


def leaders_of(people: Iterable[Volunteer], *, backed_up: bool) -> Leaders:
    """Who of these *people* leads a shift as the door counts it; *backed_up*: a counsellor who leads has somebody to call."""
    known = tuple(people)
    return Leaders(
        frozenset(one.id for one in known if may(one, Permission.SEE_BOARD)),
        frozenset(one.id for one in known if backed_up and _leads_seated(one)),
    )


def _leads_seated(who: Volunteer) -> bool:
    return who.leads and may(who, Permission.HOLD_SEAT)
