"""How long and how often somebody was looked for a counsellor, as somebody at the desk would have written it down."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import inf

from chat.identifiers import ConversationId, Instant, SeekerId, VolunteerId
from chat.routing.commands import Command, Decline, Prefer, Tick
from chat.routing.model import BEGINNING, Desk, Offer
from tests.properties.attending import Attendance


@dataclass
class Search:
    """One stretch of looking for a counsellor; *holder* has the conversation meanwhile, None while it waits.

    *skills* are wished of whoever takes it, until *wide*: it has lasted a minute, and the clock has struck since. *rests* is until when who is not asked.
    *unanswered*: they had a counsellor who never said anything.
    """

    since: Instant
    holder: VolunteerId | None
    skills: frozenset[str] = frozenset()
    asked_since: Instant | None = None
    misses: int = 0
    wide: bool = False
    unanswered: bool = False
    prefers: VolunteerId | None = None
    prefers_until: Instant = BEGINNING
    rests: dict[VolunteerId, Instant] = field(default_factory=dict)

    def rests_from(self, counsellor: VolunteerId, now: Instant) -> bool:
        """Whether this counsellor is left alone for now."""
        return self.rests.get(counsellor, now) > now

    def hopes_no_more_for(self, counsellor: VolunteerId) -> None:
        """Whom they asked for did not take them: now anybody will do."""
        self.prefers = None if self.prefers == counsellor else self.prefers

    def asks_everybody(self, now: Instant) -> bool:
        """Whether two have let it pass, or a minute has gone since the first was asked."""
        return self.misses >= 2 or (self.asked_since is not None and now - self.asked_since >= 60)


def here(desk: Desk) -> dict[ConversationId, SeekerId]:
    """The conversations whose young person is connected."""
    return {
        guest.conversation: guest.seeker for guest in desk.guests.values() if guest.connection is not None
    }


@dataclass
class Searches:
    """Every conversation that looks for a counsellor now."""

    of: dict[ConversationId, Search] = field(default_factory=dict)
    missed: dict[VolunteerId, int] = field(default_factory=dict)
    declined: dict[VolunteerId, int] = field(default_factory=dict)
    uncounted: set[ConversationId] = field(default_factory=set)
    """Whom a script plays: nobody counts what they declined or missed of those."""

    def write(
        self,
        before: Desk,
        command: Command,
        after: Desk,
        now: Instant,
        attendance: Attendance,
        onward: dict[ConversationId, VolunteerId],
        wished: Callable[[ConversationId], frozenset[str]],
        rehearsed: set[ConversationId],
    ) -> None:
        """Note what this step changed; *onward* are the talks that are to be passed on, with who has them, *wished* the skills.

        Where others are wished the looking begins anew.
        """
        self.uncounted = rehearsed
        match command:
            case Decline():
                self._decline(before, command, now)
            case Prefer(seeker=seeker, counsellor=counsellor):
                self._wish(after, seeker, counsellor, now)
            case Tick() if not attendance.is_calm(now):
                self._miss(before, now, attendance)
                self._strike(after, now)
            case _:
                pass
        holders: dict[ConversationId, VolunteerId | None] = {**dict.fromkeys(after.waiting), **onward}
        looking = {key: (holder, wished(key)) for key, holder in holders.items()}
        self.of = {key: one for key, one in self.of.items() if looking.get(key) == (one.holder, one.skills)}
        for conversation, (holder, skills) in looking.items():
            if conversation not in self.of:
                rests = {} if holder is None else {holder: Instant(inf)}
                self.of[conversation] = Search(now, holder, skills, rests=rests)
        for conversation in here(before).keys() - here(after).keys() & self.of.keys():
            # Nobody is asked for who is away: when they come back, the asking begins anew.
            self.of[conversation].asked_since, self.of[conversation].misses = None, 0
        self._ask(before, after, now)

    def was_unanswered(self, conversation: ConversationId, counsellor: VolunteerId) -> None:
        """This counsellor said nothing for a minute, which counts like an offer that they let pass."""
        self.of[conversation].unanswered = True
        self._count(self.missed, conversation, counsellor)

    def _decline(self, before: Desk, command: Decline, now: Instant) -> None:
        offer = before.offers.get(command.conversation)
        if offer is not None and offer.version == command.version and command.counsellor in offer.asked:
            search = self.of[command.conversation]
            search.rests[command.counsellor] = Instant(now + 60)
            search.hopes_no_more_for(command.counsellor)
            self._count(self.declined, command.conversation, command.counsellor)

    def _wish(self, after: Desk, seeker: SeekerId, counsellor: VolunteerId, now: Instant) -> None:
        search = self.of.get(after.guests[seeker].conversation)
        if search is not None and search.holder is None and search.prefers != counsellor:
            search.prefers, search.prefers_until = counsellor, Instant(now + 180)

    def _miss(self, before: Desk, now: Instant, attendance: Attendance) -> None:
        """Offers that ran out with somebody there to answer, and for somebody who is there."""
        for offer in before.offers.values():
            late = list(_late(before, offer, now, attendance))
            if late and offer.conversation in self.of:
                self.of[offer.conversation].misses += 1
            for counsellor in late:
                if offer.conversation in self.of:
                    self.of[offer.conversation].hopes_no_more_for(counsellor)
                if len(late) == 1:
                    self._count(self.missed, offer.conversation, counsellor)

    def _strike(self, after: Desk, now: Instant) -> None:
        for conversation in here(after):
            search = self.of.get(conversation)
            if search is not None:
                search.wide |= now - search.since >= 60
                search.prefers = search.prefers if search.prefers_until > now else None

    def _ask(self, before: Desk, after: Desk, now: Instant) -> None:
        for key, offer in after.offers.items():
            is_new = key not in before.offers or before.offers[key].version != offer.version
            if is_new and key in self.of and self.of[key].asked_since is None:
                self.of[key].asked_since = now

    def _count(
        self, counts: dict[VolunteerId, int], conversation: ConversationId, counsellor: VolunteerId
    ) -> None:
        if conversation not in self.uncounted:
            counts[counsellor] = counts.get(counsellor, 0) + 1

    def forget(self, counsellor: VolunteerId) -> None:
        """The shift in which this counsellor declined and missed is over."""
        self.missed.pop(counsellor, None)
        self.declined.pop(counsellor, None)


def _late(before: Desk, offer: Offer, now: Instant, attendance: Attendance) -> Iterator[VolunteerId]:
    """Who let this offer run out; nobody when its young person went in the same moment."""
    seeker = next(guest for guest in before.guests.values() if guest.conversation == offer.conversation)
    if offer.expires > now or attendance.has_lost(seeker.connection):
        return
    for counsellor in offer.asked:
        if any(not attendance.has_lost(line) for line in before.seats[counsellor].connections):
            yield counsellor
