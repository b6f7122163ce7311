"""The one place where the desk is decided: a command in, the next desk and what it did out.

::

                 arrive            offer            accept
    (nobody) ------------> waiting -----> offered ---------> talking
                             ^  ^           |                 |   |
                             |  +-----------+                 |   | end, stop, leave, lost 10 min
                             |   decline, missed, drop        |   v
                             +--------------------------------+  closing --------> (nobody)
                        counsellor lost 60 s, or cannot go on         confirmed, 10 min

    waiting -- leave, stop, away 15 min --> (nobody)

Every command may be repeated and gets the same answer. After each one, or after all that are decided together, whoever can be
matched is matched.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from chat.conversation.lifecycle import LogForgotten
from chat.conversation.model import EndReason
from chat.errors import Gone
from chat.identifiers import Instant
from chat.routing.another import ask_another
from chat.routing.availability import wrapped_up
from chat.routing.claims import is_outdated
from chat.routing.commands import (
    Command,
    Confirm,
    DoorCommand,
    Look,
    NodeCommand,
    Return,
    SeatCommand,
    SeekerCommand,
    TakeSeat,
    Tick,
)
from chat.routing.company import arrived, decide_company, told_around
from chat.routing.company_commands import AskAnother, CompanyCommand
from chat.routing.confirming import confirm, forget_closed
from chat.routing.deadlines import WIDE_AFTER, guest_lost_at, seat_lost_at
from chat.routing.door import close_up, decide_door, opened_by
from chat.routing.effects import Effect, SeatChanged
from chat.routing.help import decide_help, spread
from chat.routing.help_commands import HelpCommand
from chat.routing.matching import match as matched
from chat.routing.model import BEGINNING, Desk
from chat.routing.offering import fitting, looking_on, miss
from chat.routing.onward import passed_on
from chat.routing.presence import bury, calmed, decide_node
from chat.routing.rebuilding import join, rebuild
from chat.routing.relief import relieved
from chat.routing.seats import clear, decide_seat
from chat.routing.seekers import come_back, decide_seeker, end_talk, leave
from chat.routing.shift_room import gathered
from chat.routing.timing import look, nearly_time
from chat.routing.turn import present

Decided = tuple[Desk, tuple[Effect, ...]]
"""The desk after a step, and what the step did, in order."""


def decide(desk: Desk, command: Command, now: Instant) -> Decided:
    """The desk after *command* at *now*, and what it did, in order: one :func:`step`, settled. Raises what the step raises."""
    stepped, effects = step(desk, command, now)
    settled, offered = settle(desk, stepped, now)
    return settled, _once(effects + offered)


def step(desk: Desk, command: Command, now: Instant) -> Decided:
    """What *command* at *now* makes of the desk, and what it did, in order; nobody sees it before it is settled.

    *now* earlier than the desk's own last moment counts as that moment. A desk whose content did not change is
    returned as it was. Raises a Refusal (chat.errors) when the command is refused; nothing has changed then.
    """
    now = max(now, desk.now)
    desk = calmed(desk, now)
    decided, effects = _decided(desk, command, now)
    decided = decided if decided is desk else opened_by(desk, decided, now)
    decided, back = relieved(decided, now)
    decided, passed = passed_on(decided, now)
    decided, unfit = (decided, ()) if decided is desk else fitting(decided, now)
    decided, told = gathered(desk, decided, now)
    return decided, _once(effects + back + passed + unfit + told + told_around(desk, decided))


def _decided(desk: Desk, command: Command, now: Instant) -> Decided:
    """What the room whose command it is makes of the desk."""
    if isinstance(command, SeekerCommand):
        return decide_seeker(desk, command, now)
    if isinstance(command, SeatCommand):
        return _at_seat(desk, command, now)
    if isinstance(command, CompanyCommand):
        return decide_company(desk, command, now)
    if isinstance(command, NodeCommand):
        return decide_node(desk, command, now)
    if isinstance(command, DoorCommand):
        return decide_door(desk, command, now)
    if isinstance(command, HelpCommand):
        return decide_help(desk, command, now)
    match command:
        case Return() | AskAnother():
            return _by_themselves(desk, command, now)
        case Look():
            return look(desk, command, now)
        case Confirm():
            return confirm(desk, command, now)
        case Tick():
            return _tick(desk, now)
        case _:
            assert_never(command)


def settle(before: Desk, desk: Desk, now: Instant) -> Decided:
    """The next version of the desk *before*: *desk*, which steps of one moment made of it, with an offer for every pair that can be made.

    Also whom the offers concern. When nothing has changed it is *before* itself.
    """
    now = max(now, before.now)
    settled, offered = matched(desk, now)
    return next_version(before, settled, now), offered


def next_version(before: Desk, desk: Desk, now: Instant) -> Desk:
    """*desk* as what comes after *before* at *now*; *before* itself when nothing has changed."""
    if desk is before:
        return before
    # Taken back from a ticket, the version goes on from where it was: no browser must hold a higher one.
    return replace(desk, version=max(before.version, desk.version) + 1, now=max(now, before.now))


def _by_themselves(desk: Desk, command: Return | AskAnother, now: Instant) -> Decided:
    """What a young person asks that may concern a counsellor's seat as well."""
    if isinstance(command, AskAnother):
        return ask_another(desk, command, now)
    if is_outdated(desk, command.claim, now):
        raise Gone
    guest = desk.guests.get(command.claim.seeker)
    return rebuild(desk, command, now) if guest is None else come_back(desk, guest, command, now)


def _at_seat(desk: Desk, command: SeatCommand, now: Instant) -> Decided:
    desk, effects = decide_seat(desk, command, now)
    if not isinstance(command, TakeSeat) or command.claim is None:
        return desk, effects
    desk, joined = join(desk, command.claim, now)
    return desk, effects + joined


def _tick(desk: Desk, now: Instant) -> Decided:
    """Everything that fell due by *now*: dead nodes, offers, lost people, lost seats, ended conversations, rests."""
    desk = _gathered(desk, now)
    if now < desk.due_from:
        return desk, ()
    effects: list[Effect] = []
    dues = (
        bury,
        _miss_offers,
        _give_up_guests,
        _clear_seats,
        wrapped_up,
        arrived,
        nearly_time,
        close_up,
        spread,
        forget_closed,
    )
    for fall_due in dues:
        desk, did = fall_due(desk, now)
        effects.extend(did)
    desk, told = _widened(_rested(desk, now), now)
    desk, forgotten = _outdated(desk, now)
    return desk, (*effects, *told, *forgotten)


def _gathered(desk: Desk, now: Instant) -> Desk:
    """The desk whose people have had their time to come back: from now on anybody may be offered."""
    return replace(desk, offers_from=BEGINNING) if BEGINNING < desk.offers_from <= now else desk


def _miss_offers(desk: Desk, now: Instant) -> Decided:
    effects: list[Effect] = []
    for offer in desk.offers.values():
        if offer.expires <= now:
            desk, did = miss(desk, offer, now)
            effects.extend(did)
    return desk, tuple(effects)


def _give_up_guests(desk: Desk, now: Instant) -> Decided:
    effects: list[Effect] = []
    for guest in desk.guests.values():
        lost_at = guest_lost_at(desk, guest)
        if lost_at is None or lost_at > now:
            continue
        talk = desk.talks.get(guest.conversation)
        if talk is None:
            desk, did = leave(desk, guest.seeker, now)
        else:
            desk, did = end_talk(desk, talk, EndReason.SEEKER_LOST, now)
        effects.extend(did)
    return desk, tuple(effects)


def _clear_seats(desk: Desk, now: Instant) -> Decided:
    effects: list[Effect] = []
    for seat in desk.seats.values():
        lost_at = seat_lost_at(seat)
        if lost_at is not None and lost_at <= now:
            desk, did = clear(desk, seat, now)
            effects.extend(did)
    return desk, tuple(effects)


def _rested(desk: Desk, now: Instant) -> Desk:
    """The desk without rests that are over: those counsellors may be asked again."""
    for waiting in tuple(present(desk)):
        if any(until <= now for until in waiting.resting.values()):
            rests = {who: until for who, until in waiting.resting.items() if until > now}
            desk = looking_on(desk, replace(waiting, resting=rests))
    return desk


def _widened(desk: Desk, now: Instant) -> Decided:
    """The desk in which more seats count for those who waited a minute, and nobody waits any longer for one of their own choice."""
    effects: list[Effect] = []
    for waiting in tuple(present(desk)):
        wide = waiting.wide or waiting.since + WIDE_AFTER <= now
        prefers = waiting.prefers if waiting.prefers_until > now else None
        if (wide, prefers) != (waiting.wide, waiting.prefers):
            desk = looking_on(desk, replace(waiting, wide=wide, prefers=prefers))
        offer = desk.offers.get(waiting.conversation)
        if offer is not None and prefers != waiting.prefers and waiting.prefers in offer.asked:
            # Their card said that they were asked for.
            effects.append(SeatChanged(waiting.prefers))
    return desk, tuple(effects)


def _outdated(desk: Desk, now: Instant) -> Decided:
    """The desk without what was only kept for those who might come back, or for a shift that is over.

    A log that ended and outlived the desk that knew it goes with the last that is known of its end.
    """
    vouched = {key: vouch for key, vouch in desk.vouched.items() if vouch.until > now}
    kept = {who: until for who, until in desk.departed.items() if until > now}
    refused = {who: left for who, left in desk.refused.items() if left.until > now}
    led = {who: until for who, until in desk.led.items() if until > now}
    before = (*desk.vouched, *desk.departed, *desk.refused, *desk.led)
    if before == (*vouched, *kept, *refused, *led):
        return desk, ()
    ended = [vouch for vouch in desk.vouched.values() if vouch.until <= now and vouch.reason is not None]
    after = replace(desk, vouched=vouched, departed=kept, refused=refused, led=led)
    return after, tuple(LogForgotten(vouch.conversation) for vouch in ended)


def _once(effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """The same effects without repeats, in the order of their first occurrence."""
    return tuple(dict.fromkeys(effects))
