"""Taking people back after the desk was lost: a young person's ticket rebuilds, a counsellor's joins what it can.

Of one conversation the later fact counts, whoever brings it: that it ended before everything, then the higher
assignment; of one assignment, that it was taken up before that it waited.
"""

from __future__ import annotations

from dataclasses import replace

from chat.conversation.lifecycle import Assigned, Ended, LogOpened
from chat.conversation.model import EndReason
from chat.errors import Gone
from chat.identifiers import Instant
from chat.routing.claims import (
    Held,
    SeatClaim,
    SeekerClaim,
    is_of_earlier_life,
    is_outdated,
)
from chat.routing.commands import Return
from chat.routing.danger import NOW
from chat.routing.effects import Effect, SeatChanged, SeekerChanged
from chat.routing.help import requested
from chat.routing.model import Desk, Guest, Seat, Status, Talk, Waiting, put, without
from chat.routing.offering import withdraw
from chat.routing.passing import afresh, room_told, taken_up
from chat.routing.seats import seated
from chat.routing.seekers import end_talk, leave
from chat.routing.vouch import Vouch
from chat.routing.vouches import closing_of, is_later, kept, known_to, seen_by, vouch_of


def rebuild(desk: Desk, command: Return, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk with a young person and their conversation as their ticket, or their counsellor's, last knew it.

    Raises Gone for whoever this desk has known itself, whose conversation was over, or whose ticket is too old.
    """
    claim = command.claim
    conversation = claim.conversation
    vouch = desk.vouched.get(conversation)
    if (
        claim.generation == desk.generation
        or is_outdated(desk, claim, now)
        or claim.over
        or claim.seeker in desk.departed
        or (vouch is not None and vouch.reason is EndReason.SEEKER_LEFT)
    ):
        raise Gone
    guest = Guest(
        *(claim.seeker, conversation, command.instance, command.connection, now), command.tab, command.load
    )
    desk = replace(
        desk,
        version=max(desk.version, claim.desk_version),
        guests=put(desk.guests, claim.seeker, guest),
        vouched=without(desk.vouched, conversation),
    )
    if vouch is not None and is_later(vouch, claim):
        if vouch.reason is not None:
            return _closed(desk, command, vouch, vouch.reason, now)
        seat = desk.seats.get(vouch.counsellor)
        if seat is not None:
            held = Held(vouch.counsellor, seat.name, vouch.started, vouch.on_hold)
            desk, did = _talking(desk, command, held, vouch.version, now)
            return _helped(_told(desk, vouch), vouch, now), did
        # Whoever saw the danger is gone again; what they saw is not.
        claim = seen_by(vouch, claim)
        command = replace(command, claim=claim)
    if claim.held is not None:
        return _talking(desk, command, claim.held, claim.version, now)
    waiting = _waiting(claim, now)
    over = claim.started_over
    opened = LogOpened(conversation, command.epoch, claim.seeker, version=claim.version, started_over=over)
    back = replace(desk, waiting=put(desk.waiting, conversation, waiting))
    return back, (opened, SeekerChanged(claim.seeker))


def join(desk: Desk, claim: SeatClaim, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk after a counsellor's ticket of an earlier life has said what it knows of conversations."""
    if not is_of_earlier_life(desk, claim, now):
        return desk, ()
    desk = replace(desk, version=max(desk.version, claim.desk_version))
    effects: list[Effect] = []
    for talk in claim.talks:
        said = vouch_of(claim, talk)
        desk, did = hear(_told(desk, said), said, now)
        effects += did
    return desk, tuple(effects)


def _told(desk: Desk, said: Vouch) -> Desk:
    """The desk in which a talk that was only hearsay stands as its own counsellor knew it.

    A young person's ticket may be older: nobody tells them how much danger is seen.
    """
    talk = desk.talks.get(said.conversation)
    if talk is None or not talk.hearsay or said.reason is not None:
        return desk
    if (talk.counsellor, talk.version) != (said.counsellor, said.version):
        return desk
    return replace(desk, talks=put(desk.talks, talk.conversation, known_to(said, talk)))


def _talking(
    desk: Desk, command: Return, held: Held, version: int, now: Instant
) -> tuple[Desk, tuple[Effect, ...]]:
    claim = command.claim
    talk = replace(
        taken_up(_waiting(claim, now), held.counsellor, version, now),
        started=held.started,
        on_hold=held.on_hold,
        risk=held.risk,
        answered=held.answered,
        hearsay=True,
    )
    seat = desk.seats.get(held.counsellor)
    if seat is None:
        seat = Seat(
            held.counsellor,
            held.name,
            frozenset(),
            capacity=0,
            status=Status.AWAY,
            idle_since=now,
            connections=frozenset(),
            since=now,
            expected=True,
        )
        desk = seated(desk, seat)
    back = replace(desk, talks=put(desk.talks, talk.conversation, talk))
    opened = LogOpened(talk.conversation, command.epoch, talk.seeker, talk.counsellor, version)
    opened = replace(opened, started_over=talk.started_over)
    return back, (opened, SeekerChanged(talk.seeker), SeatChanged(talk.counsellor))


def _waiting(claim: SeekerClaim, now: Instant) -> Waiting:
    """The conversation as it waited, in a stretch of waiting that begins now."""
    return Waiting(
        claim.conversation,
        claim.seeker,
        claim.language,
        claim.arrived,
        claim.version,
        claim.handed_over,
        claim.on_hold,
        claim.rehearsed,
        claim.resting,
        turn=claim.turn,
        since=now,
        urgent=claim.urgent,
        doorway=claim.doorway,
        skills=claim.skills,
        unanswered=claim.unanswered,
        framed=claim.framed,
        risk=claim.risk,
        ending_told=claim.ending_told,
        prefers=claim.prefers,
        prefers_until=claim.prefers_until,
        started_over=claim.started_over,
        avoids=claim.avoids,
    )


def _closed(
    desk: Desk, command: Return, vouch: Vouch, reason: EndReason, now: Instant
) -> tuple[Desk, tuple[Effect, ...]]:
    """It ended while the young person was away: they read the end, and their counsellor's page what led to it."""
    claim = command.claim
    closing = closing_of(vouch, reason, claim, now)
    back = replace(desk, closing=put(desk.closing, closing.conversation, closing))
    opened = LogOpened(
        *(closing.conversation, command.epoch, closing.seeker, closing.counsellor, closing.version),
        started_over=closing.started_over,
    )
    told = (SeekerChanged(closing.seeker), SeatChanged(vouch.counsellor))
    return back, (opened, Ended(closing.conversation, reason), *told)


def hear(desk: Desk, said: Vouch, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk after somebody said what they know of one conversation of an earlier life."""
    conversation = said.conversation
    if conversation in desk.closing:
        return desk, ()
    waiting, talk = desk.waiting.get(conversation), desk.talks.get(conversation)
    if waiting is None and talk is None:
        return kept(desk, said), ()
    effects: tuple[Effect, ...] = ()
    if said.reason is not None and said.counsellor not in desk.seats:
        return _ended(desk, waiting or talk, said, said.reason, now)
    if waiting is not None and said.version >= waiting.version:
        desk, talk, effects = _taken_up(desk, waiting, said, now)
    elif talk is not None and said.version > talk.version and said.started > talk.started:
        desk, talk, effects = _taken_over(desk, talk, said, now)
    if said.reason is None:
        return _helped(desk, said, now), effects
    if talk is None or said.version < talk.version:
        return desk, effects
    if said.reason is EndReason.SEEKER_LEFT:
        desk, did = leave(desk, talk.seeker, now)
    else:
        desk, did = end_talk(desk, talk, said.reason, now)
    return desk, effects + did


def _ended(
    desk: Desk, line: Waiting | Talk | None, said: Vouch, reason: EndReason, now: Instant
) -> tuple[Desk, tuple[Effect, ...]]:
    """What somebody brought back had ended, with a counsellor who is not back yet: they read its end when they are."""
    if line is None or said.version < line.version:
        return desk, ()
    if reason is EndReason.SEEKER_LEFT:
        return leave(desk, line.seeker, now)
    desk, withdrawn = withdraw(desk, line.conversation)
    closing = closing_of(said, reason, line, now)
    desk = replace(
        desk,
        waiting=without(desk.waiting, line.conversation),
        talks=without(desk.talks, line.conversation),
        closing=put(desk.closing, line.conversation, closing),
    )
    told = (Assigned(line.conversation, said.counsellor, said.version), Ended(line.conversation, reason))
    had = () if isinstance(line, Waiting) else (SeatChanged(line.counsellor),)
    return desk, (*told, *withdrawn, SeekerChanged(line.seeker), *had)


def _helped(desk: Desk, vouch: Vouch, now: Instant) -> Desk:
    """The desk in which help is asked for anew with a talk that is this counsellor's again, and had been."""
    talk = desk.talks.get(vouch.conversation)
    if not vouch.helped or talk is None or talk.counsellor != vouch.counsellor:
        return desk
    return requested(desk, talk, now, numbered=talk.risk == NOW)


def _taken_up(
    desk: Desk, waiting: Waiting, said: Vouch, now: Instant
) -> tuple[Desk, Talk, tuple[Effect, ...]]:
    """The young person's ticket only knew that they waited; this counsellor has them."""
    desk, withdrawn = withdraw(desk, waiting.conversation)
    talk = known_to(said, taken_up(waiting, said.counsellor, said.version, now))
    desk = replace(
        desk,
        waiting=without(desk.waiting, waiting.conversation),
        talks=put(desk.talks, talk.conversation, talk),
    )
    told = (SeekerChanged(talk.seeker), SeatChanged(talk.counsellor))
    return desk, talk, (Assigned(talk.conversation, talk.counsellor, talk.version), *withdrawn, *told)


def _taken_over(desk: Desk, known: Talk, said: Vouch, now: Instant) -> tuple[Desk, Talk, tuple[Effect, ...]]:
    """The young person's ticket named who had them before; this counsellor had them later."""
    desk, withdrawn = withdraw(desk, known.conversation)
    kept = {who: one for who, one in known.company.items() if who != said.counsellor}
    talk = replace(known_to(said, afresh(known, now)), passes_to=None, onward=None, coming=None, company=kept)
    told = (*room_told(known), SeatChanged(talk.counsellor))
    desk = replace(desk, talks=put(desk.talks, talk.conversation, talk))
    return desk, talk, (Assigned(talk.conversation, talk.counsellor, talk.version), *withdrawn, *told)
