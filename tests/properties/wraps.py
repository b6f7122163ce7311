"""Who wraps up, as somebody with a pencil would have written it down."""

from dataclasses import dataclass, field

from chat.identifiers import Instant, VolunteerId
from chat.routing.commands import ChooseStatus, Command, Tick
from chat.routing.model import Desk, Seat, Status, Talk
from chat.routing.wrap_up import WrapUp


@dataclass
class Wraps:
    """Until when a counsellor is offered nobody, since a conversation of theirs is over."""

    of: dict[VolunteerId, WrapUp] = field(default_factory=dict)

    def write(
        self, before: Desk, command: Command, after: Desk, now: Instant, lasts: float, *, is_calm: bool
    ) -> None:
        """Note what this step changed, on a line on which wrapping up *lasts* so many seconds."""
        if isinstance(command, ChooseStatus):
            self.of.pop(command.counsellor, None)
        for counsellor, seat in after.seats.items():
            over = [talk for talk in held(before, counsellor) if is_over(talk, after)]
            alone = not held(after, counsellor)
            if over and alone and lasts and seat.status is Status.READY:
                # Of several that end in one moment the desk says which was the last.
                heavy = {(talk.risk or 0) >= 2 for talk in over}
                said = seat.wrap_up is not None and seat.wrap_up.heavy
                is_heavy = said if len(heavy) > 1 else heavy.pop()
                self.of[counsellor] = WrapUp(Instant(now + lasts * (3 if is_heavy else 1)), is_heavy)
        if isinstance(command, Tick) and not is_calm:
            self.of = {who: wrap_up for who, wrap_up in self.of.items() if wrap_up.until > now}
        self.of = {who: wrap_up for who, wrap_up in self.of.items() if who in after.seats}

    def is_ready(self, seat: Seat) -> bool:
        """Whether this counsellor is there, and takes somebody."""
        return bool(seat.connections) and seat.status is Status.READY and seat.counsellor not in self.of


def held(desk: Desk, counsellor: VolunteerId) -> list[Talk]:
    """The real conversations that this counsellor has."""
    return [talk for talk in desk.talks.values() if talk.counsellor == counsellor and not talk.rehearsed]


def is_over(talk: Talk, after: Desk) -> bool:
    """Whether it has ended for its counsellor, or a colleague took it; what went back to the queue has not."""
    kept = after.talks.get(talk.conversation)
    return talk.conversation not in after.waiting and (kept is None or kept.counsellor != talk.counsellor)
