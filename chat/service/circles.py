"""What staff say among themselves: whispers beside a conversation, and the room of the shift."""

from __future__ import annotations

from dataclasses import dataclass

from chat.circle.log import CircleLog, Line, admit, heard_since, still_kept
from chat.conversation.envelope import admit_body
from chat.errors import NotInCircle
from chat.identifiers import CircleId, Cmid, Instant, VolunteerId
from chat.routing.model import Desk
from chat.routing.shift_room import circles_of, in_since, members
from chat.service.notices import (
    Address,
    CircleHead,
    CircleHeads,
    CircleSaid,
    ToBoards,
    ToConnection,
    ToCounsellor,
)
from chat.service.ports import LiveStore, Loaded, Outbox


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody reads of a circle: *seq* is the number of its newest line; *zone* is that in which the line tells times."""

    seq: int
    lines: tuple[Line, ...]
    zone: str


class Circles:
    """Circles as those who are in them use them; who that is says the desk, each time."""

    def __init__(self, store: LiveStore, outbox: Outbox) -> None:
        self._store = store
        self._outbox = outbox

    async def whisper(self, who: VolunteerId, name: str, circle: CircleId, cmid: Cmid, body: str) -> Line:
        """Say something to who asked for help, or who came. A repeat gets the same answer.

        Raises TooLong, NotInCircle and CmidConflict.
        """
        return await self._say(who, name, circle, cmid, body, is_room=False)

    async def say_in_room(self, who: VolunteerId, name: str, circle: CircleId, cmid: Cmid, body: str) -> Line:
        """Say something to everybody on shift. As ``whisper``."""
        return await self._say(who, name, circle, cmid, body, is_room=True)

    async def read(self, who: VolunteerId, circle: CircleId, after: int) -> Heard:
        """What was said since *who* came, and follows the line *after*. Raises NotInCircle."""
        (log,) = await self._store.circles((circle,))
        # The desk last: whoever is not in it any more reads nothing that was said since.
        loaded = await self._store.load()
        came = in_since(loaded.desk, circle, who)
        lines = heard_since(log, came, after if after <= log.seq else 0, loaded.now)
        return Heard(log.seq, lines, loaded.desk.house.zone)

    async def _say(
        self, who: VolunteerId, name: str, circle: CircleId, cmid: Cmid, body: str, *, is_room: bool
    ) -> Line:
        admit_body(body)

        def say(desk: Desk, log: CircleLog, now: Instant) -> tuple[CircleLog, Line]:
            in_since(desk, circle, who)
            if is_room is not (desk.room is not None and desk.room.circle == circle):
                raise NotInCircle
            return admit(log, who, name, cmid, body, now)

        said = await self._store.speak(circle, say)
        if said.is_new:
            desk = (await self._store.load()).desk
            for address in _addresses(desk, circle):
                await self._outbox.deliver(address, CircleSaid(circle, said.line, desk.house.zone))
        return said.line


async def tell_heads(loaded: Loaded, store: LiveStore, outbox: Outbox) -> None:
    """Tell everybody connected here how far their circles are, by the desk as it was *loaded*, whatever they heard before."""
    desk = loaded.desk
    told: list[tuple[Address, tuple[CircleId, ...]]] = [
        (to, circles_of(desk, to.counsellor)) for to in outbox.addresses() if isinstance(to, ToCounsellor)
    ]
    told.append((ToBoards(), () if desk.room is None else (desk.room.circle,)))
    wanted = list(dict.fromkeys(circle for _, circles in told for circle in circles))
    logs = dict(zip(wanted, await store.circles(wanted), strict=True))
    for address, circles in told:
        if circles:
            heads = tuple(CircleHead(one, still_kept(logs[one], loaded.now).seq) for one in circles)
            await outbox.deliver(address, CircleHeads(heads))


def _addresses(desk: Desk, circle: CircleId) -> tuple[Address, ...]:
    """Every page of those who are in it; on a board, which hangs where others can read it, only what is said to all."""
    seated = (ToCounsellor(who) for who in members(desk, circle) if who in desk.seats)
    is_room = desk.room is not None and desk.room.circle == circle
    boards = (one for lines in desk.leads.values() for one in lines) if is_room else ()
    return (*seated, *(ToConnection(one) for one in boards))
