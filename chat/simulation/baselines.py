"""Two other ways to run a line, to stand beside the desk's: first come first served, and first to click."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chat.identifiers import ConversationId, Instant, VolunteerId
from chat.routing.model import Language
from chat.simulation.day import Day, Seeker, Shift
from chat.simulation.policy import Told


class Plain:
    """Who waits, in the order of arriving, and who is free, the longest first. Nobody is urgent and the door stands open."""

    def __init__(self) -> None:
        self._queue: dict[ConversationId, Seeker] = {}
        self._spoken: dict[VolunteerId, frozenset[Language]] = {}
        self._free: dict[VolunteerId, None] = {}
        self._away: dict[VolunteerId, None] = {}

    def open(self, _: Day) -> None:
        """Yesterday's shifts are over."""
        for kept in (self._queue, self._spoken, self._free, self._away):
            kept.clear()

    def arrive(self, seeker: Seeker, _: Instant) -> bool:
        """Everybody is let in."""
        self._queue[seeker.conversation] = seeker
        return True

    def say_urgent(self, seeker: Seeker, now: Instant) -> None:
        """Nobody asked."""

    def leave(self, seeker: Seeker, _: Instant) -> None:
        """They are no longer in the queue."""
        self._queue.pop(seeker.conversation, None)

    def sit(self, shift: Shift, _: Instant) -> None:
        """One more is free."""
        self._spoken[shift.counsellor] = shift.languages
        self._free[shift.counsellor] = None

    def ready(self, counsellor: VolunteerId, _: Instant) -> None:
        """Free again."""
        self._away.pop(counsellor, None)
        self._free[counsellor] = None

    def miss(self, counsellor: VolunteerId, now: Instant) -> None:
        """Whoever does not look is away."""
        self.away(counsellor, now)

    def away(self, counsellor: VolunteerId, _: Instant) -> None:
        """Not free, nor when what they hold is over."""
        self._away[counsellor] = None
        self._free.pop(counsellor, None)

    def go(self, counsellor: VolunteerId, _: Instant) -> None:
        """Gone for the day."""
        self._free.pop(counsellor, None)

    def accept(self, counsellor: VolunteerId, conversation: ConversationId, _: Instant) -> None:
        """Neither is in a row any longer."""
        del self._queue[conversation], self._free[counsellor]

    def decline(self, counsellor: VolunteerId, _: ConversationId, now: Instant) -> None:
        """To pass on one is to go to the end of the row."""
        self.ready(counsellor, now)

    def end(self, counsellor: VolunteerId, _: ConversationId, now: Instant) -> None:
        """Free again, unless they went away meanwhile."""
        if counsellor not in self._away:
            self.ready(counsellor, now)

    def due(self) -> Instant | None:
        """Nothing falls due."""
        return None

    def tick(self, now: Instant) -> None:
        """Time changes nothing."""

    def tell(self, seeker: Seeker, now: Instant) -> Told | None:
        """Nothing is said."""

    def _for(self, counsellor: VolunteerId) -> Iterator[ConversationId]:
        spoken = self._spoken[counsellor]
        return (waiting.conversation for waiting in self._queue.values() if waiting.language in spoken)


class FirstCome(Plain):
    """Whoever came first is shown to whoever has been free for longest."""

    def shown(self) -> Mapping[VolunteerId, Sequence[ConversationId]]:
        """One for each who is free, as far as the queue goes."""
        asked: dict[ConversationId, VolunteerId] = {}
        for counsellor in self._free if self._queue else ():
            first = next((waiting for waiting in self._for(counsellor) if waiting not in asked), None)
            if first is not None:
                asked[first] = counsellor
        return {counsellor: (conversation,) for conversation, counsellor in asked.items()}


class FirstToClick(Plain):
    """Whoever is free sees everybody who waits and takes whom they will: any of them, by chance."""

    def shown(self) -> Mapping[VolunteerId, Sequence[ConversationId]]:
        """The whole queue for each who is free."""
        if not self._queue:
            return {}
        queues = {counsellor: tuple(self._for(counsellor)) for counsellor in self._free}
        return {counsellor: queue for counsellor, queue in queues.items() if queue}
