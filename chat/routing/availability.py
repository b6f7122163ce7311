"""Whether a counsellor can be asked: derived from what they chose and from what they have, never a flag.

::

    ready    -- their last conversation is over -->  wraps up for some minutes  --> ready
    stopping -- their last conversation is over -->  away

Wrapping up is work: who wraps up is on, and is not away. Whoever has somebody else goes on as they were, and after a rehearsal
nobody wraps up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chat.errors import Forbidden
from chat.identifiers import Instant, VolunteerId
from chat.routing.effects import Effect, SeatChanged
from chat.routing.model import Desk, Seat, Status, Talk, put
from chat.routing.passing import is_dangerous
from chat.routing.vouch import Vouch
from chat.routing.wrap_up import HEAVY_LASTS, WrapUp


def is_ready(seat: Seat) -> bool:
    """Whether this counsellor is there and takes somebody, as far as it is theirs to say."""
    return bool(seat.connections) and seat.status is Status.READY and seat.wrap_up is None


def status_of(desk: Desk, seat: Seat) -> Status:
    """How it stands with this counsellor, in one word."""
    if seat.status is Status.STOPPING and not any(_held(desk, seat.counsellor)):
        return Status.AWAY
    return Status.WRAP_UP if seat.status is Status.READY and seat.wrap_up is not None else seat.status


def choose(desk: Desk, seat: Seat, status: Status, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk in which this counsellor has chosen *status*; whoever wraps up has done with that.

    Raises Forbidden for who is only here to help and takes nobody: they can be away, and say that they cannot go on.
    """
    if not seat.listens and status not in (Status.AWAY, Status.RELIEVED):
        raise Forbidden
    is_same = status is seat.status and seat.wrap_up is None
    if is_same and seat.chosen is not None and seat.chosen >= desk.began:
        return desk, ()
    # Also what a claim or nobody chose is theirs from now on: no page that comes later knows better.
    idle_since = now if status is Status.READY and not is_same else seat.idle_since
    seat = replace(seat, status=status, idle_since=idle_since, chosen=now, wrap_up=None)
    return replace(desk, seats=put(desk.seats, seat.counsellor, seat)), (SeatChanged(seat.counsellor),)


def released(desk: Desk, talk: Talk, now: Instant) -> Desk:
    """The desk in which the counsellor of this *talk*, who does not have it any longer, is idle, or wraps up."""
    seat = desk.seats[talk.counsellor]
    heavy = is_dangerous(talk.risk)
    lasts = desk.house.wrap_up * (HEAVY_LASTS if heavy else 1)
    others = any(line.conversation != talk.conversation for line in _held(desk, seat.counsellor, real=True))
    wraps = lasts > 0 and seat.status is Status.READY and not (others or talk.rehearsed)
    wrap_up = WrapUp(Instant(now + lasts), heavy) if wraps else seat.wrap_up
    idle = replace(seat, idle_since=now, wrap_up=wrap_up)
    return replace(desk, seats=put(desk.seats, seat.counsellor, idle))


def wrapped_up(desk: Desk, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk in which nobody wraps up whose minutes are over."""
    effects: list[Effect] = []
    for seat in desk.seats.values():
        if seat.wrap_up is not None and seat.wrap_up.until <= now:
            done = replace(seat, wrap_up=None, idle_since=now)
            desk = replace(desk, seats=put(desk.seats, seat.counsellor, done))
            effects.append(SeatChanged(seat.counsellor))
    return desk, tuple(effects)


def _held(desk: Desk, counsellor: VolunteerId, *, real: bool = False) -> Iterator[Talk | Vouch]:
    """What this counsellor has, or may have again once its young person is back; *real*: without what is rehearsed."""
    for talk in desk.talks.values():
        if talk.counsellor == counsellor and not (real and talk.rehearsed):
            yield talk
    for vouch in desk.vouched.values():
        if vouch.counsellor == counsellor and vouch.reason is None:
            yield vouch
