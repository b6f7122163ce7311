"""What decides who is asked for whom, as the simulated world meets it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from chat.identifiers import ConversationId, Instant, VolunteerId
from chat.routing.waiting_time import Band
from chat.simulation.day import Day, Seeker, Shift


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody who waits reads at one moment: *band* is None when too little is known. *at_once*: somebody is free for them."""

    at: Instant
    band: Band | None
    at_once: bool


class Policy(Protocol):
    """Holds who waits and who is free: it is told what happens, and asked what counsellors are shown."""

    def open(self, day: Day) -> None:
        """A day begins; nobody is there yet."""
        ...

    def arrive(self, seeker: Seeker, now: Instant) -> bool:
        """Somebody comes; False when they are not let in."""
        ...

    def say_urgent(self, seeker: Seeker, now: Instant) -> None:
        """Somebody who waits says that they are not safe."""
        ...

    def leave(self, seeker: Seeker, now: Instant) -> None:
        """Somebody waits no longer."""
        ...

    def sit(self, shift: Shift, now: Instant) -> None:
        """A counsellor begins their shift, and can take somebody."""
        ...

    def ready(self, counsellor: VolunteerId, now: Instant) -> None:
        """A counsellor can take somebody again."""
        ...

    def miss(self, counsellor: VolunteerId, now: Instant) -> None:
        """A counsellor has not looked for as long as an offer stands."""
        ...

    def away(self, counsellor: VolunteerId, now: Instant) -> None:
        """A counsellor takes nobody for a while; what they hold goes on."""
        ...

    def go(self, counsellor: VolunteerId, now: Instant) -> None:
        """A counsellor leaves; they hold nothing."""
        ...

    def accept(self, counsellor: VolunteerId, conversation: ConversationId, now: Instant) -> None:
        """A counsellor takes what they are shown."""
        ...

    def decline(self, counsellor: VolunteerId, conversation: ConversationId, now: Instant) -> None:
        """A counsellor would rather not take what they are shown."""
        ...

    def end(self, counsellor: VolunteerId, conversation: ConversationId, now: Instant) -> None:
        """A talk is over."""
        ...

    def shown(self) -> Mapping[VolunteerId, Sequence[ConversationId]]:
        """What each counsellor may take now; who may take nothing is not in it."""
        ...

    def due(self) -> Instant | None:
        """When it has to be told that time has passed; None when not at all."""
        ...

    def tick(self, now: Instant) -> None:
        """Time has passed."""
        ...

    def tell(self, seeker: Seeker, now: Instant) -> Told | None:
        """What somebody who waits reads; None when they have no place, or nothing is ever said."""
        ...
