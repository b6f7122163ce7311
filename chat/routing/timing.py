"""When a conversation is looked at by itself: no first answer, no word for long, nearly time.

::

    accepted, the counsellor says nothing for 60 s     -> head of the queue, the counsellor is away
    the young person says nothing for 2, 5, 8 minutes  -> they are asked kindly, each time in other words
    and for 5 minutes more                             -> the conversation ends
    ten minutes before the frame is over               -> both are told

Only while the young person is connected and not on hold; and from risk level 2 on no silence ends anything. What each side said is known to the
logs alone: a node looks when it is time (``looks_due``) and tells the desk what it saw (``Look``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from chat.conversation.lifecycle import Noticed
from chat.conversation.model import EndReason, Notice, Side
from chat.identifiers import ConversationId, Instant, Seconds
from chat.routing.commands import Look
from chat.routing.effects import Effect, SeatChanged, SeekerChanged
from chat.routing.model import Desk, Talk, put
from chat.routing.offering import put_away
from chat.routing.passing import afresh, is_dangerous
from chat.routing.seats import hand_back
from chat.routing.seekers import end_talk

ANSWER_WITHIN = Seconds(60.0)
"""How soon after accepting the counsellor says something."""
SILENCES = (Seconds(2 * 60.0), Seconds(5 * 60.0), Seconds(8 * 60.0))
"""After how long without a word somebody is asked whether they are still there (``notes/domain.md`` 3.10)."""
SILENCE_NOTICES = (Notice.SILENCE, Notice.SILENCE_AGAIN, Notice.SILENCE_LAST)
SILENCE_ENDS = Seconds(13 * 60.0)
"""After how long without a word the conversation ends: five minutes after it was said that it will."""
ENDING_TOLD = Seconds(10 * 60.0)
"""How long before the frame is over both are told."""


def looks_due(desk: Desk) -> Iterator[tuple[Instant, ConversationId]]:
    """When a node has to look into which log."""
    for talk in desk.talks.values():
        due = look_due(desk, talk)
        if due is not None:
            yield max(due, desk.due_from), talk.conversation


def look_due(desk: Desk, talk: Talk) -> Instant | None:
    """When somebody has to look into this log; None while no clock runs for it."""
    guest, seat = desk.guests[talk.seeker], desk.seats[talk.counsellor]
    if guest.connection is None or not seat.connections:
        return None
    if not talk.answered:
        return Instant(max(talk.quiet_since, guest.since) + ANSWER_WITHIN)
    if talk.on_hold or is_dangerous(talk.risk):
        return None
    patience = SILENCES[talk.silence] if talk.silence < len(SILENCES) else SILENCE_ENDS
    return Instant(max(talk.quiet_since, guest.since) + patience)


def ending_due(desk: Desk, talk: Talk) -> Instant | None:
    """When both are told that it is nearly time; None when they were, or nothing is said of that."""
    frame = desk.house.frame
    return None if frame is None or talk.ending_told else Instant(talk.framed + frame - ENDING_TOLD)


def look(desk: Desk, command: Look, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk after somebody has looked. Too early, or into a log that is no talk's, it changes nothing."""
    talk = desk.talks.get(command.conversation)
    due = None if talk is None else look_due(desk, talk)
    if talk is None or due is None or now < max(due, desk.due_from):
        return desk, ()
    if not talk.answered:
        return _unanswered(desk, talk, command.said, now)
    return _silent(desk, talk, command.said, now)


def nearly_time(desk: Desk, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk in which everybody whose frame is nearly over has been told."""
    effects: list[Effect] = []
    for talk in desk.talks.values():
        due = ending_due(desk, talk)
        if due is not None and due <= now:
            desk, did = _noticed(desk, replace(talk, ending_told=True), Notice.TEN_MINUTES)
            effects += did
    return desk, tuple(effects)


def _unanswered(
    desk: Desk, talk: Talk, said: Mapping[Side, Instant], now: Instant
) -> tuple[Desk, tuple[Effect, ...]]:
    spoke = said.get(Side.COUNSELLOR)
    if spoke is not None:
        # They may have spoken while no clock ran: that time is no silence.
        answered = replace(talk, answered=True, quiet_since=max(talk.quiet_since, _later(spoke, now)))
        desk = replace(desk, talks=put(desk.talks, talk.conversation, answered))
        told: tuple[Effect, ...] = (SeekerChanged(talk.seeker), SeatChanged(talk.counsellor))
        due = look_due(desk, answered)
        if due is None or due > now:
            return desk, told
        # Somebody looked so late that the young person has been silent since.
        desk, asked = _silent(desk, answered, said, now)
        return desk, told + asked
    desk, told = hand_back(desk, talk, now, unanswered=True)
    seat = desk.seats[talk.counsellor]
    away = put_away(seat, now, counts=not talk.rehearsed)
    return replace(desk, seats=put(desk.seats, seat.counsellor, away)), told


def _silent(
    desk: Desk, talk: Talk, said: Mapping[Side, Instant], now: Instant
) -> tuple[Desk, tuple[Effect, ...]]:
    """It is theirs to speak while the counsellor spoke last; while they wait for the counsellor no clock runs for them.

    When both spoke in one moment, as what comes back after a loss counts, nobody says that the counsellor was the last.
    """
    theirs, ours = said.get(Side.SEEKER), said.get(Side.COUNSELLOR)
    if not said or (theirs is not None and (ours is None or theirs >= ours)):
        return _heard(desk, talk, now)
    if talk.silence == 0 or (theirs is not None and theirs > talk.quiet_since):
        since = max(talk.quiet_since, desk.guests[talk.seeker].since, _later(max(said.values()), now))
        if now < since + SILENCES[0]:
            return _heard(desk, talk, since)
        talk = afresh(talk, since)
    if talk.silence >= len(SILENCES):
        return end_talk(desk, talk, EndReason.SILENCE, now)
    step = talk.silence
    # However late somebody looks, the next word comes no sooner after this one than it should.
    asked = replace(talk, silence=step + 1, quiet_since=Instant(max(talk.quiet_since, now - SILENCES[step])))
    return _noticed(desk, asked, SILENCE_NOTICES[step])


def _heard(desk: Desk, talk: Talk, quiet_since: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    return replace(desk, talks=put(desk.talks, talk.conversation, afresh(talk, quiet_since))), ()


def _noticed(desk: Desk, talk: Talk, notice: Notice) -> tuple[Desk, tuple[Effect, ...]]:
    return replace(desk, talks=put(desk.talks, talk.conversation, talk)), (
        Noticed(talk.conversation, notice),
        SeekerChanged(talk.seeker),
        SeatChanged(talk.counsellor),
    )


def _later(moment: Instant, now: Instant) -> Instant:
    """A moment in the log, which another clock may have told, is never in the future."""
    return min(moment, now)
