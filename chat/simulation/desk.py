"""The real desk as a policy: every rule is ``chat.routing.desk.decide``, told the same commands as by the service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chat.conversation.model import Side
from chat.errors import DoorClosed, DoorFull
from chat.identifiers import (
    ConnectionId,
    ConversationId,
    Epoch,
    Instance,
    Instant,
    Seconds,
    SeekerId,
    VolunteerId,
)
from chat.routing import commands
from chat.routing.deadlines import next_due
from chat.routing.desk import decide
from chat.routing.house import House, Opening
from chat.routing.model import Desk, Safety, Status
from chat.routing.timing import looks_due
from chat.routing.turn import queue
from chat.routing.waiting_time import outlook
from chat.simulation.day import Day, Seeker, Shift
from chat.simulation.policy import Told

MINIMUM = 2
"""So many have to be on before anybody is let in."""
FRAME = Seconds(45 * 60.0)
"""How long a conversation is meant to last."""
FIRST_WORD = Seconds(15.0)
"""How long after accepting a counsellor says something."""
TALKS_ON = Seconds(20.0)
"""How long ago somebody in a conversation said something, whenever one looks."""
SUPERVISOR = VolunteerId("supervisor")


class RealDesk:
    """Keeps one desk for all its days, and lets what falls due happen when it does."""

    def __init__(self) -> None:
        self.desk = Desk()

    def open(self, day: Day) -> None:
        """The hours are known, and a supervisor watches the board."""
        house = House((Opening(day.opens, day.closes),), MINIMUM, FRAME)
        self._tell(commands.Furnish(house), day.opens)
        self._tell(commands.Watch(SUPERVISOR, ConnectionId("board")), day.opens)

    def arrive(self, seeker: Seeker, now: Instant) -> bool:
        """They come to the door, and say nothing about themselves."""
        name = seeker.conversation
        arrive = commands.Arrive(
            _id(seeker),
            name,
            Epoch(name),
            seeker.language,
            Instance(name),
            ConnectionId(name),
            lot=seeker.lot,
        )
        try:
            self._tell(arrive, now)
        except (DoorClosed, DoorFull):
            return False
        return True

    def say_urgent(self, seeker: Seeker, now: Instant) -> None:
        """They answer "no" to whether they are safe."""
        self._tell(commands.AnswerSafety(_id(seeker), Safety.NO), now)

    def leave(self, seeker: Seeker, now: Instant) -> None:
        """They are gone."""
        self._tell(commands.Leave(_id(seeker)), now)

    def sit(self, shift: Shift, now: Instant) -> None:
        """They open the page and say that they can take somebody."""
        who = shift.counsellor
        self._tell(commands.TakeSeat(who, who, shift.languages, 1, ConnectionId(who)), now)
        self.ready(who, now)

    def ready(self, counsellor: VolunteerId, now: Instant) -> None:
        """They can take somebody."""
        self._tell(commands.ChooseStatus(counsellor, Status.READY), now)

    def miss(self, counsellor: VolunteerId, now: Instant) -> None:
        """The desk sees that by itself."""

    def away(self, counsellor: VolunteerId, now: Instant) -> None:
        """They take nobody new."""
        self._tell(commands.ChooseStatus(counsellor, Status.AWAY), now)

    def go(self, counsellor: VolunteerId, now: Instant) -> None:
        """They close the page."""
        self._tell(commands.DropSeat(counsellor, ConnectionId(counsellor)), now)

    def accept(self, counsellor: VolunteerId, conversation: ConversationId, now: Instant) -> None:
        """They take it."""
        version = self.desk.offers[conversation].version
        self._tell(commands.Accept(counsellor, conversation, version), now)

    def decline(self, counsellor: VolunteerId, conversation: ConversationId, now: Instant) -> None:
        """They pass."""
        version = self.desk.offers[conversation].version
        self._tell(commands.Decline(counsellor, conversation, version), now)

    def end(self, counsellor: VolunteerId, conversation: ConversationId, now: Instant) -> None:
        """They end it, and both pages show that."""
        seeker = self.desk.talks[conversation].seeker
        self._tell(commands.End(counsellor, conversation), now)
        self._tell(commands.Confirm(seeker, conversation), now)
        self._tell(commands.Confirm(counsellor, conversation), now)

    def shown(self) -> Mapping[VolunteerId, Sequence[ConversationId]]:
        """The open offers."""
        return {who: (offer.conversation,) for offer in self.desk.offers.values() for who in offer.asked}

    def due(self) -> Instant | None:
        """When a timekeeper would tick, or look into a log."""
        looks = (at for at, _ in looks_due(self.desk))
        return min((at for at in (next_due(self.desk), *looks) if at is not None), default=None)

    def tick(self, now: Instant) -> None:
        """What a timekeeper does: look into the logs that are due, and tick."""
        for at, conversation in sorted(looks_due(self.desk)):
            if at <= now:
                self._tell(commands.Look(conversation, self._said(conversation, now)), now)
        due = next_due(self.desk)
        if due is not None and due <= now:
            self._tell(commands.Tick(), now)

    def tell(self, seeker: Seeker, now: Instant) -> Told | None:
        """The band that is said with their place; nothing while they are not in the queue, as just before closing."""
        place = next(
            (
                place
                for place, waiting in enumerate(queue(self.desk), start=1)
                if waiting.conversation == seeker.conversation
            ),
            None,
        )
        if place is None:
            return None
        seen = outlook(self.desk, seeker.language, now)
        if seen is None:
            return Told(now, None, at_once=False)
        return Told(now, seen.band(place), at_once=seen.quantile(place, 0) <= 0)

    def _said(self, conversation: ConversationId, now: Instant) -> Mapping[Side, Instant]:
        """Both go on talking, the young person last."""
        word = Instant(self.desk.talks[conversation].started + FIRST_WORD)
        return {Side.COUNSELLOR: word, Side.SEEKER: max(word, Instant(now - TALKS_ON))}

    def _tell(self, command: commands.Command, now: Instant) -> None:
        self.desk, _ = decide(self.desk, command, now)


def _id(seeker: Seeker) -> SeekerId:
    return SeekerId(seeker.conversation)
