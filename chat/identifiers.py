"""The names of things that travel between rooms: one type per kind of id, and the unit of time."""

from __future__ import annotations

from hashlib import sha256
from typing import NewType

SeekerId = NewType("SeekerId", str)
"""A young person for as long as one conversation lasts: the digest of their ticket, never the ticket."""

VolunteerId = NewType("VolunteerId", str)
"""A volunteer with an account; the same id as in ``volunteers``."""

ConversationId = NewType("ConversationId", str)
"""One conversation, from arriving until it is forgotten: 128 random bits, meaningless elsewhere."""

ConnectionId = NewType("ConnectionId", str)
"""One open socket; a person may have several, one after the other or side by side."""

Instance = NewType("Instance", str)
"""One load of a page, made by the browser; tells a newer tab from a reconnect of the same one."""

Ticket = NewType("Ticket", str)
"""The secret with which a seeker's browser takes its conversation up again."""

Cmid = NewType("Cmid", str)
"""A message's id, made by the sender's browser when send is pressed and never changed by a repeat."""

Epoch = NewType("Epoch", str)
"""One life of a conversation's log; changes only when the log was made anew."""

Instant = NewType("Instant", float)
"""A moment in seconds on the live store's own clock; only differences mean anything."""

Seconds = NewType("Seconds", float)
"""A length of time in seconds."""


def seeker_of(ticket: Ticket) -> SeekerId:
    """Who holds this ticket: one way, so that the desk never holds what opens a conversation."""
    return SeekerId(sha256(ticket.encode()).hexdigest()[:32])
