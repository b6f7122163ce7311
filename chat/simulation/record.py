"""What became of everybody on a simulated day."""

from __future__ import annotations

from dataclasses import dataclass, field

from chat.identifiers import ConversationId, Instant, Seconds
from chat.routing.model import Language
from chat.simulation.day import Day, Seeker
from chat.simulation.policy import Told


@dataclass(slots=True)
class Record:
    """One seeker's wait: how it ended is one of *answered*, *left* and *unreached* (the line closed); none when not *let_in*.

    *spoken* are the languages of whoever answered. *told* is what they read of the wait, those who stay only.
    """

    seeker: Seeker
    let_in: bool
    answered: Instant | None = None
    left: Instant | None = None
    unreached: Instant | None = None
    spoken: frozenset[Language] = frozenset()
    told: list[Told] = field(default_factory=list)

    @property
    def over(self) -> Instant:
        """When the wait was over, whatever came of it."""
        return self.answered or self.left or self.unreached or self.seeker.arrives

    @property
    def waited(self) -> Seconds:
        """How long it was."""
        return Seconds(self.over - self.seeker.arrives)


@dataclass(slots=True)
class Run:
    """A day that is over: everybody who came, in order, and for how long counsellors talked within their shifts."""

    day: Day
    records: dict[ConversationId, Record] = field(default_factory=dict)
    talked: float = 0.0
