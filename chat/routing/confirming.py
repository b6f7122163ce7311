"""An end that both have shown is over; so is one that nobody has shown for long enough."""

from __future__ import annotations

from dataclasses import replace

from chat.conversation.lifecycle import LogForgotten
from chat.identifiers import Instant, SeekerId
from chat.routing.commands import Confirm
from chat.routing.effects import Effect, SeatChanged, SeekerChanged
from chat.routing.model import Closing, Desk, put, without
from chat.routing.seekers import departed


def confirm(desk: Desk, command: Confirm, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk that knows that this person has shown the end."""
    closing = desk.closing.get(command.conversation)
    if closing is None:
        return _confirm_lost(desk, command, now)
    if command.person not in closing.unconfirmed:
        return desk, ()
    unconfirmed = closing.unconfirmed - {command.person}
    if not unconfirmed:
        return _forget(desk, closing, now)
    shown = put(desk.closing, closing.conversation, replace(closing, unconfirmed=unconfirmed))
    desk = replace(desk, closing=shown)
    counsellor = closing.counsellor
    return desk, () if counsellor is None or counsellor in unconfirmed else (SeatChanged(counsellor),)


def forget_closed(desk: Desk, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk without the ends that were readable for long enough."""
    effects: list[Effect] = []
    for closing in desk.closing.values():
        if closing.until <= now:
            desk, did = _forget(desk, closing, now)
            effects.extend(did)
    return desk, tuple(effects)


def _confirm_lost(desk: Desk, command: Confirm, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """It ended before the desk was lost. Its log may have outlived that: it goes when both have shown the end."""
    person, vouch = command.person, desk.vouched.get(command.conversation)
    if vouch is None or vouch.reason is None or person in vouch.shown:
        return desk, ()
    # Who its young person is nobody has said; a colleague is not.
    known = vouch.shown - {vouch.counsellor}
    if person != vouch.counsellor and (known or person in desk.seats):
        return desk, ()
    shown = vouch.shown | {person}
    desk = replace(desk, vouched=put(desk.vouched, vouch.conversation, replace(vouch, shown=shown)))
    seekers = shown - {vouch.counsellor}
    if vouch.counsellor not in shown or not seekers:
        return desk, ()
    for seeker in seekers:
        desk = departed(desk, SeekerId(seeker), now)
    return desk, (LogForgotten(vouch.conversation),)


def _forget(desk: Desk, closing: Closing, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The end is over. Whoever left at once took their log along then."""
    over = departed(desk, closing.seeker, now)
    over = replace(over, closing=without(desk.closing, closing.conversation))
    told = () if closing.counsellor is None else (SeatChanged(closing.counsellor),)
    guest = desk.guests.get(closing.seeker)
    if guest is None or guest.conversation != closing.conversation:
        return over, told
    forgotten = replace(over, guests=without(desk.guests, closing.seeker))
    return forgotten, (LogForgotten(closing.conversation), SeekerChanged(closing.seeker), *told)
