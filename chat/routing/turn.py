"""Who looks for a counsellor, and whose turn it is: hand-overs first, then by turn with urgent ones half an hour ahead."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from chat.identifiers import ConversationId, Instant, Seconds
from chat.routing.model import Desk, Offer, Waiting

URGENT_AHEAD = Seconds(30 * 60.0)
"""How much earlier somebody who is not safe counts as having come: who came before that is overtaken by nobody new."""


def queue(desk: Desk) -> list[Waiting]:
    """Everybody who waits and is present, the next one first."""
    line = [w for w in desk.waiting.values() if desk.guests[w.seeker].connection is not None]
    return sorted(line, key=rank)


def rank(waiting: Waiting) -> tuple[bool, bool, float, Instant]:
    """Where somebody stands in the order: the smaller, the earlier."""
    ahead = URGENT_AHEAD if waiting.urgent else 0.0
    return (waiting.rehearsed, not waiting.handed_over, waiting.turn - ahead, waiting.arrived)


def present(desk: Desk) -> Iterator[Waiting]:
    """Everybody present who looks for a counsellor, in no order: those who wait, and those whose counsellor has to pass them on."""
    onward = (talk.onward for talk in desk.talks.values() if talk.onward is not None)
    for waiting in chain(desk.waiting.values(), onward):
        if desk.guests[waiting.seeker].connection is not None:
            yield waiting


def looks_for(desk: Desk, conversation: ConversationId) -> Waiting | None:
    """The conversation as it looks for a counsellor; None when it does not."""
    waiting = desk.waiting.get(conversation)
    if waiting is not None:
        return waiting
    talk = desk.talks.get(conversation)
    return None if talk is None else talk.onward


def is_rehearsed(desk: Desk, offer: Offer) -> bool:
    """Whether whoever is offered is played by a script."""
    waiting = looks_for(desk, offer.conversation)
    return waiting is not None and waiting.rehearsed
