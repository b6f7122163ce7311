"""What counsellors have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from chat.identifiers import VolunteerId
from chat.routing.model import Desk, Seat, Talk
from chat.routing.passing import is_heavy, successor
from chat.routing.turn import is_rehearsed
from chat.routing.vouch import Vouch


@dataclass(frozen=True, slots=True)
class Load:
    """What a counsellor has: conversations and offers, how many of them talks, and whether one of those is heavy."""

    count: int = 0
    talks: int = 0
    heavy: bool = False

    def leaves(self, seat: Seat) -> int:
        """How many more this seat could take; beside a heavy one nobody."""
        return 0 if self.heavy else max(0, seat.capacity - self.count)


NO_LOAD = Load()


def loads(desk: Desk, *, rehearsed: bool) -> dict[VolunteerId, Load]:
    """What each counsellor has now, as it counts for somebody real, or *rehearsed*; who has nothing is not in it.

    For a real young person what is rehearsed does not count; for a rehearsed one everything does. Whoever may
    still come back to a counsellor counts.
    """
    lines: Iterator[Talk | Vouch] = chain(
        desk.talks.values(), (vouch for vouch in desk.vouched.values() if vouch.reason is None)
    )
    talks, heavy = dict[VolunteerId, int](), set[VolunteerId]()
    for line in lines:
        if rehearsed or isinstance(line, Vouch) or not line.rehearsed:
            # Whoever takes it over has it already.
            after = successor(line) if isinstance(line, Talk) else None
            for who in (line.counsellor,) if after is None else (line.counsellor, after):
                talks[who] = talks.get(who, 0) + 1
                if is_heavy(line):
                    heavy.add(who)
    count = talks.copy()
    for offer in desk.offers.values():
        if rehearsed or not is_rehearsed(desk, offer):
            for who in offer.asked:
                count[who] = count.get(who, 0) + 1
    return {who: _load(number, talks.get(who, 0), who in heavy) for who, number in count.items()}


@lru_cache(maxsize=256)
def _load(count: int, talks: int, heavy: bool) -> Load:  # noqa: FBT001 - a cache takes no names as quickly
    """One of the few that there are: to make one for each counsellor takes longer than to count what they have."""
    return Load(count, talks, heavy)
