"""What the desk does for a young person: arrive, come back, drop, leave, stop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from math import inf, nextafter
from types import MappingProxyType

from chat.conversation.lifecycle import Ended, LogForgotten, LogOpened
from chat.conversation.model import EndReason
from chat.errors import Gone
from chat.errors import Superseded as PageSuperseded
from chat.identifiers import (
    ConnectionId,
    ConversationId,
    Instance,
    Instant,
    Seconds,
    SeekerId,
    VolunteerId,
    node_of,
)
from chat.routing.availability import released
from chat.routing.commands import (
    AnswerSafety,
    Arrive,
    DropSeeker,
    Leave,
    Prefer,
    Return,
    SeekerCommand,
    Stop,
)
from chat.routing.door import admit, turn_of
from chat.routing.durations import DEPARTED_MOST, END_KEEPS, HOLD_TICKET_LASTS
from chat.routing.effects import Effect, SeatChanged, SeekerChanged, Superseded
from chat.routing.house import PACE_MOST, Served
from chat.routing.model import BEGINNING, Closing, Desk, Doorway, Guest, Safety, Talk, Waiting, put, without
from chat.routing.offering import looking_on, withdraw
from chat.routing.passing import beside
from chat.routing.turn import looks_for

PREFERS = Seconds(3 * 60.0)
"""How long nobody else is asked for somebody who hopes for the counsellor they spoke with before."""
WISHED: Mapping[Doorway, frozenset[str]] = MappingProxyType(
    {Doorway.YOUNG: frozenset(), Doorway.FRIEND: frozenset({"friend"})}
)
"""Which skills a door wishes of the counsellor."""


def decide_seeker(desk: Desk, command: SeekerCommand, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk after *command*, before anybody is matched. Raises Gone."""
    match command:
        case Arrive():
            return _arrive(desk, command, now)
        case AnswerSafety():
            return _answer(desk, command)
        case Prefer():
            return _prefer(desk, command, now)
        case DropSeeker(seeker=seeker, connection=connection):
            return _drop(desk, seeker, connection, Instant(now - command.silent))
        case Leave(seeker=seeker, conversation=named) if seeker not in desk.guests and named is not None:
            return _leave_unseen(desk, seeker, named, now)
        case Leave(seeker=seeker):
            return leave(desk, seeker, now)
        case Stop(seeker=seeker, reason=reason):
            return _stop(desk, seeker, reason, now)


def _leave_unseen(
    desk: Desk, seeker: SeekerId, conversation: ConversationId, now: Instant
) -> tuple[Desk, tuple[Effect, ...]]:
    """They leave before they came back from a loss: their counsellor must not go on waiting for them."""
    forgotten = LogForgotten(conversation)
    desk = departed(desk, seeker, now)
    vouch = desk.vouched.get(conversation)
    if vouch is None or vouch.reason is not None:
        return desk, (forgotten,)
    left = put(desk.vouched, conversation, replace(vouch, reason=EndReason.SEEKER_LEFT, is_news=True))
    return replace(desk, vouched=left), (forgotten, SeatChanged(vouch.counsellor))


def leave(desk: Desk, seeker: SeekerId, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The young person is out and their log forgotten at once; the counsellor is told why."""
    guest = desk.guests.get(seeker)
    if guest is None:
        return departed(desk, seeker, now), ()
    conversation = guest.conversation
    forgotten = LogForgotten(conversation)
    gone = departed(replace(desk, guests=without(desk.guests, seeker)), seeker, now)
    if conversation in desk.waiting:
        gone, told = withdraw(gone, conversation)
        return replace(gone, waiting=without(gone.waiting, conversation)), (forgotten, *told)
    talk = desk.talks.get(conversation)
    if talk is not None:
        closing = _closing(desk, talk, EndReason.SEEKER_LEFT, now, frozenset({talk.counsellor}))
        gone, told = _without_talk(gone, talk, now)
        gone = replace(gone, closing=put(gone.closing, conversation, closing))
        return gone, (forgotten, SeatChanged(talk.counsellor), *told)
    closing = desk.closing[conversation]
    waits_for: frozenset[SeekerId | VolunteerId] = closing.unconfirmed - {seeker}
    heard = () if closing.counsellor is None else (SeatChanged(closing.counsellor),)
    if not waits_for:
        return replace(gone, closing=without(gone.closing, conversation)), (forgotten, *heard)
    left = replace(closing, reason=EndReason.SEEKER_LEFT, unconfirmed=waits_for)
    gone = replace(gone, closing=put(gone.closing, conversation, left))
    return gone, (forgotten, *heard)


def departed(desk: Desk, seeker: SeekerId, now: Instant) -> Desk:
    """The desk that will not take this young person back: as long as any ticket of theirs could be good.

    Of very many only the newest are kept: the desk is written anew at every step.
    """
    if seeker in desk.departed:
        return desk
    kept = put(desk.departed, seeker, Instant(now + HOLD_TICKET_LASTS))
    return replace(desk, departed=_newest(kept))


def _newest(departed: Mapping[SeekerId, Instant]) -> Mapping[SeekerId, Instant]:
    """Those of *departed* that are kept: they stand in the order of leaving."""
    return departed if len(departed) <= DEPARTED_MOST else dict(islice(departed.items(), 1, None))


def end_talk(desk: Desk, talk: Talk, reason: EndReason, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The conversation closes to writing and stays readable until both browsers have shown its end."""
    closing = _closing(desk, talk, reason, now, frozenset({talk.seeker, talk.counsellor}))
    ended, withdrawn = _without_talk(desk, talk, now)
    ended = replace(ended, closing=put(ended.closing, talk.conversation, closing))
    told = (SeekerChanged(talk.seeker), SeatChanged(talk.counsellor), *withdrawn)
    return ended, (Ended(talk.conversation, reason), *told)


def _arrive(desk: Desk, command: Arrive, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    guest = desk.guests.get(command.seeker)
    if guest is not None:
        return _seen(desk, guest, command.instance, command.connection, now)
    if command.seeker in desk.departed:
        raise Gone
    if not command.rehearsed:
        admit(desk, command.language, now)
    arrived = _after_everybody(desk, now)
    page = command.instance
    guest = Guest(command.seeker, command.conversation, page, command.connection, now, tab=page)
    waiting = Waiting(
        *(command.conversation, command.seeker, command.language),
        arrived=arrived,
        rehearsed=command.rehearsed,
        turn=turn_of(desk, arrived, command.lot),
        since=now,
        doorway=command.doorway,
        skills=WISHED[command.doorway],
    )
    here = replace(
        desk,
        guests=put(desk.guests, command.seeker, guest),
        waiting=put(desk.waiting, command.conversation, waiting),
    )
    opened = LogOpened(command.conversation, command.epoch, command.seeker)
    return here, (opened, SeekerChanged(command.seeker))


def _answer(desk: Desk, command: AnswerSafety) -> tuple[Desk, tuple[Effect, ...]]:
    """Whoever is not safe, or does not know, is helped sooner; who has a counsellor by now has told them."""
    guest = desk.guests.get(command.seeker)
    if guest is None:
        raise Gone
    waiting = desk.waiting.get(guest.conversation)
    urgent = command.safety is not Safety.YES
    if waiting is None or waiting.urgent == urgent:
        return desk, ()
    answered = put(desk.waiting, waiting.conversation, replace(waiting, urgent=urgent))
    offer = desk.offers.get(waiting.conversation)
    asked = () if offer is None else tuple(SeatChanged(who) for who in offer.asked)
    return replace(desk, waiting=answered), (SeekerChanged(command.seeker), *asked)


def _prefer(desk: Desk, command: Prefer, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    guest = desk.guests.get(command.seeker)
    if guest is None:
        raise Gone
    waiting = desk.waiting.get(guest.conversation)
    if waiting is None or waiting.prefers == command.counsellor:
        return desk, ()
    prefers = replace(waiting, prefers=command.counsellor, prefers_until=Instant(now + PREFERS))
    desk, told = withdraw(desk, waiting.conversation)
    return replace(desk, waiting=put(desk.waiting, waiting.conversation, prefers)), told


def _after_everybody(desk: Desk, now: Instant) -> Instant:
    """Now, and later than anybody arrived, if only by a hair: of one moment tickets still tell who came first."""
    lines: tuple[Waiting | Talk, ...] = (*desk.waiting.values(), *desk.talks.values())
    return Instant(max(now, nextafter(max((line.arrived for line in lines), default=BEGINNING), inf)))


def come_back(desk: Desk, guest: Guest, command: Return, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """A page of somebody the desk knows is back. Raises Superseded when a newer page speaks for them.

    What a page said before it was loaded anew may arrive after what the new one says, also that it was asked. And a page of another tab
    comes back by itself to nothing, however often that was loaded: they asked this one last.
    """
    is_next = command.tab == guest.tab and command.load > guest.load
    is_asked = command.take_over and command.tab != guest.tab
    if guest.instance != command.instance and not (is_next or is_asked):
        raise PageSuperseded
    seen = replace(guest, tab=command.tab, load=command.load)
    return _seen(desk, seen, command.instance, command.connection, now)


def _stop(desk: Desk, seeker: SeekerId, reason: EndReason, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """While waiting nobody has anything to read yet, so stopping is leaving."""
    guest = desk.guests.get(seeker)
    if guest is None or guest.conversation in desk.closing:
        return desk, ()
    talk = desk.talks.get(guest.conversation)
    if talk is None:
        return leave(desk, seeker, now)
    return end_talk(desk, talk, reason, now)


def _seen(
    desk: Desk, guest: Guest, instance: Instance, connection: ConnectionId, now: Instant
) -> tuple[Desk, tuple[Effect, ...]]:
    if guest.connection == connection and guest.instance == instance:
        return desk, ()
    effects: list[Effect] = []
    if guest.connection not in (None, connection) and guest.instance != instance:
        effects.append(Superseded(guest.connection))
    elsewhere = guest.connection is None or node_of(guest.connection) != node_of(connection)
    back = replace(guest, instance=instance, connection=connection, since=now if elsewhere else guest.since)
    # At another node: the nodes of those they talk with have to know where to write.
    if elsewhere:
        effects += _presence_told(desk, guest)
    return replace(desk, guests=put(desk.guests, guest.seeker, back)), tuple(effects)


def _drop(
    desk: Desk, seeker: SeekerId, connection: ConnectionId, last_sign: Instant
) -> tuple[Desk, tuple[Effect, ...]]:
    guest = desk.guests.get(seeker)
    if guest is None or guest.connection != connection:
        return desk, ()
    away = replace(guest, connection=None, since=max(guest.since, last_sign))
    dropped = replace(desk, guests=put(desk.guests, seeker, away))
    dropped, withdrawn = withdraw(dropped, guest.conversation)
    looked = looks_for(dropped, guest.conversation)
    if looked is not None:
        # Nobody is asked for who is away: when they come back, the asking begins anew.
        dropped = looking_on(dropped, replace(looked, asked_since=None, misses=0))
    return dropped, (*withdrawn, *_presence_told(desk, guest))


def _presence_told(desk: Desk, guest: Guest) -> tuple[Effect, ...]:
    """Who has to hear that this young person came or went."""
    if guest.conversation in desk.waiting:
        return (SeekerChanged(guest.seeker),)
    talk = desk.talks.get(guest.conversation)
    return () if talk is None else tuple(SeatChanged(who) for who in (talk.counsellor, *talk.company))


def _closing(
    desk: Desk, talk: Talk, reason: EndReason, now: Instant, unconfirmed: frozenset[SeekerId | VolunteerId]
) -> Closing:
    may_meet_again = desk.house.reunites and desk.seats[talk.counsellor].found_again
    return Closing(
        talk.conversation,
        talk.seeker,
        talk.counsellor,
        reason,
        talk.version,
        Instant(now + END_KEEPS),
        unconfirmed,
        talk.rehearsed,
        may_meet_again and not talk.rehearsed,
        talk.started_over,
    )


def _without_talk(desk: Desk, talk: Talk, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk without this conversation, which is remembered as one that took so long."""
    desk, told = withdraw(desk, talk.conversation)
    told += tuple(SeatChanged(who) for who in beside(talk))
    talks = without(desk.talks, talk.conversation)
    served = () if talk.rehearsed else (Served(now, Seconds(max(0.0, now - talk.started))),)
    pace = (*desk.pace, *served)[-PACE_MOST:]
    return released(replace(desk, talks=talks, pace=pace), talk, now), told
