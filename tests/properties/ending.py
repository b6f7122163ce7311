"""That no conversation is undead: from every state whoever is in it ends it, or time puts it back or ends it, as sentences."""

from collections.abc import Iterator
from dataclasses import replace

from chat.identifiers import ConversationId, Instant
from chat.routing.commands import Command, Confirm, DropSeat, DropSeeker, End, Leave, Stop, Tick
from chat.routing.model import Desk
from tests.properties.step import Step, looked_after, place_of

MINUTES_2, HOUR = 2 * 60.0, 60 * 60.0


def whoever_is_in_it_can_end_it_now(step: Step) -> None:
    """Each of the two alone, whether the other is there or not; what has ended goes when both have seen it."""
    if not has_changed(step):
        return
    for conversation, command in ends(step.after):
        ended, _ = step.decide(step.after, command, step.now)
        assert place_of(ended, conversation) in ("closing", "nowhere"), command
    shown = step.after
    for closing in step.after.closing.values():
        for person in closing.unconfirmed:
            shown, _ = step.decide(shown, Confirm(person, closing.conversation), step.now)
    assert not shown.closing


def has_changed(step: Step) -> bool:
    """Whether anybody or anything is elsewhere than before, or the line has other hours; else what was shown then still is."""
    before, after = step.before, step.after
    return any(
        getattr(before, name) is not getattr(after, name)
        for name in ("guests", "seats", "waiting", "talks", "closing", "house")
    )


def ends(desk: Desk) -> Iterator[tuple[ConversationId, Command]]:
    """With what each conversation can be ended by somebody in it."""
    for line in looked_after(desk):
        yield line.conversation, Leave(line.seeker)
    for talk in desk.talks.values():
        yield talk.conversation, Stop(talk.seeker)
        yield talk.conversation, End(talk.counsellor, talk.conversation)


def time_alone_puts_back_and_ends_whatever_nobody_is_in(step: Step) -> None:
    """When all counsellors go, in two minutes nobody is with one of them; when then everybody goes, in an hour nothing is left.

    However late somebody looks: here only at the end of that time, so at a desk that needs no leases. One that has them
    is looked at by a node that lives, or is calm first.
    """
    if not has_changed(step):
        return
    desk, now = replace(step.after, nodes={}), step.now
    if desk.talks:
        for seat in desk.seats.values():
            for line in seat.connections:
                desk, _ = step.decide(desk, DropSeat(seat.counsellor, line), now)
        now = Instant(now + MINUTES_2)
        desk, _ = step.decide(desk, Tick(), now)
        assert not desk.talks
    for guest in desk.guests.values():
        if guest.connection is not None:
            desk, _ = step.decide(desk, DropSeeker(guest.seeker, guest.connection), now)
    desk, _ = step.decide(desk, Tick(), Instant(now + HOUR))
    assert not {*desk.guests, *desk.waiting, *desk.talks, *desk.offers, *desk.closing}


ENDING = (whoever_is_in_it_can_end_it_now, time_alone_puts_back_and_ends_whatever_nobody_is_in)
