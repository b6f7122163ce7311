"""How long things last at the desk that more than one room goes by."""

from __future__ import annotations

from chat.identifiers import Seconds

OFFER_STANDS = Seconds(25.0)
"""How long a counsellor has to answer an offer."""
DECLINE_RESTS = Seconds(60.0)
"""How long somebody who declined is not offered the same conversation again."""
QUEUE_KEEPS = Seconds(15 * 60.0)
"""How long a place in the queue is kept for a seeker who dropped (DESIGN.md 5, Away)."""
TALK_KEEPS = Seconds(10 * 60.0)
"""How long a conversation is kept for a seeker who dropped."""
HOLD_KEEPS = Seconds(60 * 60.0)
"""How long a conversation is kept for a seeker who dropped while it was on hold."""
SEAT_KEEPS = Seconds(60.0)
"""How long after the last sign of life of a counsellor their conversations go back to the queue."""
END_KEEPS = Seconds(10 * 60.0)
"""How long an ended conversation can be read while not every browser has shown its end."""
LEASE_LASTS = Seconds(10.0)
"""How long after its last sign of life a node counts as dead, and all its sockets as gone (DESIGN.md 4, Presence)."""
GATHERING = Seconds(10.0)
"""How long nobody is offered after the live state was lost: those who were there come back first."""
DEPARTED_MOST = 1_024
"""How many of those who left are remembered: more than leave a large line within the life of a ticket."""
STANDSTILL = Seconds(5.0)
"""After so long without any step of the desk something may have fallen due unseen."""
CALM = Seconds(10.0)
"""How long after the desk stood still, or its only node could not reach it, nothing falls due that fell due meanwhile."""
TICKET_LASTS = Seconds(15 * 60.0)
"""How long a ticket is good for."""
HOLD_TICKET_LASTS = Seconds(75 * 60.0)
"""How long a ticket of a conversation on hold is good for."""
