"""The young person does not want to go on with their counsellor: that one is out at once, and never comes to them again.

No reason is asked and no text travels: what they said until then is for nobody who comes, and the counsellor reads what everybody
reads whose conversation a colleague has taken over.
"""

from __future__ import annotations

from dataclasses import replace

from chat.conversation.lifecycle import StartedOver
from chat.errors import Gone
from chat.identifiers import Instant
from chat.routing.company_commands import AskAnother
from chat.routing.effects import Effect
from chat.routing.model import Desk, put
from chat.routing.seats import hand_back


def ask_another(desk: Desk, command: AskAnother, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk in which they wait for somebody else, at the head of the queue. Asked of who has gone already it changes nothing. Raises Gone."""
    guest = desk.guests.get(command.seeker)
    if guest is None:
        raise Gone
    talk = desk.talks.get(guest.conversation)
    if talk is None or desk.seats[talk.counsellor].name != command.name:
        return desk, ()
    left = replace(talk, avoids=talk.avoids | {talk.counsellor}, started_over=True)
    desk = replace(desk, talks=put(desk.talks, talk.conversation, left))
    desk, told = hand_back(desk, left, now)
    return desk, (StartedOver(talk.conversation), *told)
