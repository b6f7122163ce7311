"""The names of things that travel between rooms: one type per kind of id, and the unit of time."""

from __future__ import annotations

from typing import NewType

SeekerId = NewType("SeekerId", str)
"""A young person for as long as one conversation lasts: a keyed digest of what their page made when it began."""

VolunteerId = NewType("VolunteerId", str)
"""A volunteer with an account; the same id as in ``volunteers``."""

ConversationId = NewType("ConversationId", str)
"""One conversation, from arriving until it is forgotten: 128 random bits, meaningless elsewhere."""

ConnectionId = NewType("ConnectionId", str)
"""One open socket, as ``node.socket``; a person may have several, one after the other or side by side."""

NodeId = NewType("NodeId", str)
"""One run of one process that serves; a restart is another node."""

Generation = NewType("Generation", str)
"""One life of the whole live state; changes when it was lost and began anew."""

Instance = NewType("Instance", str)
"""One load of a page, made by the browser; tells a newer tab from a reconnect of the same one."""

Ticket = NewType("Ticket", str)
"""A sealed claim, with which a browser takes up again what was its own; opaque to the browser."""

Cmid = NewType("Cmid", str)
"""A message's id, made by the sender's browser when send is pressed and never changed by a repeat."""

CircleId = NewType("CircleId", str)
"""A circle of staff: one request for help, or the room of one shift. Says nothing of the conversation it is about."""

Epoch = NewType("Epoch", str)
"""One life of a conversation's log; changes only when the log was made anew."""

Instant = NewType("Instant", float)
"""A moment on the live store's own clock: seconds since 1970, as far as that clock is right."""

Seconds = NewType("Seconds", float)
"""A length of time in seconds."""


def node_of(connection: ConnectionId) -> NodeId:
    """The node that holds this socket."""
    return NodeId(connection.partition(".")[0])
