"""Who must be offered next, said again slowly and from the rules alone. Imports no rule of the program.

Beside the desk stand notes of its own: who came in which order, who was handed over, who sat idle since when.
So a desk that mixes up its own times is caught as well as one that reads them wrongly.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from chat.identifiers import ConversationId, Instant, NodeId, SeekerId, VolunteerId, node_of
from chat.routing.commands import (
    Accept,
    Arrive,
    ChooseStatus,
    Command,
    Decline,
    DropSeat,
    DropSeeker,
    Hold,
    Leave,
    Renew,
    Tick,
)
from chat.routing.model import BEGINNING, NO_TIME, Desk, Offer, Seat, Status, Talk, Waiting

Pair = tuple[ConversationId, VolunteerId]


@dataclass
class Notes:
    """What a supervisor with a pencil would have written down."""

    joined: list[ConversationId] = field(default_factory=list)
    arrived_at: dict[ConversationId, Instant] = field(default_factory=dict)
    handed_over: set[ConversationId] = field(default_factory=set)
    rehearsed: set[ConversationId] = field(default_factory=set)
    left: set[ConversationId] = field(default_factory=set)
    idle_since: dict[VolunteerId, Instant] = field(default_factory=dict)
    rests_until: dict[Pair, Instant] = field(default_factory=dict)
    seeker_away_since: dict[SeekerId, Instant] = field(default_factory=dict)
    seat_away_since: dict[VolunteerId, Instant] = field(default_factory=dict)
    ended_at: dict[ConversationId, Instant] = field(default_factory=dict)
    gone_at: dict[SeekerId, Instant] = field(default_factory=dict)
    on_hold: set[ConversationId] = field(default_factory=set)
    leases: dict[NodeId, Instant] = field(default_factory=dict)
    calm_until: Instant = BEGINNING
    buried: dict[NodeId, Instant] = field(default_factory=dict)
    """The nodes that died in the last step, and when they last gave a sign of life."""

    def write(self, before: Desk, command: Command, after: Desk, now: Instant) -> None:
        """Note what this step changed."""
        self._nodes(before, command, now)
        self._holds(before, command)
        for conversation in after.waiting:
            if conversation in before.talks:
                self.handed_over.add(conversation)
                self.joined.remove(conversation)
                self.joined.append(conversation)
            elif conversation not in self.arrived_at:
                # Of one moment who came first is later, by less than anybody could measure.
                self.arrived_at[conversation] = after.waiting[conversation].arrived
                self.joined.append(conversation)
        for conversation in set(after.closing) - set(before.closing):
            self.ended_at[conversation] = now
        for seeker in set(before.guests) - set(after.guests):
            self.gone_at[seeker] = now
        silent = command.silent if isinstance(command, DropSeeker | DropSeat) else NO_TIME
        self._presence(before, after, Instant(now - silent))
        self._idle(before, command, after, now)
        match command:
            case Arrive(conversation=conversation, rehearsed=True) if conversation in after.waiting:
                self.rehearsed.add(conversation)
            case Leave(seeker=seeker) if seeker in before.guests:
                self.left.add(before.guests[seeker].conversation)
            case Leave(seeker=seeker):
                self.gone_at.setdefault(seeker, now)
            case Decline(counsellor=counsellor, conversation=conversation) if conversation in before.offers:
                if before.offers[conversation].counsellor == counsellor:
                    self.rests_until[conversation, counsellor] = Instant(now + 60)
            case _:
                pass

    def _holds(self, before: Desk, command: Command) -> None:
        match command:
            case Hold(conversation=conversation, on_hold=True):
                self.on_hold.add(conversation)
            case Hold(conversation=conversation):
                self.on_hold.discard(conversation)
            case Accept(conversation=conversation) if conversation in before.offers:
                self.on_hold.discard(conversation)
            case _:
                pass

    def _nodes(self, before: Desk, command: Command, now: Instant) -> None:
        self.buried = {}
        match command:
            case Renew(node=node, calm=calm):
                lapsed = node in self.leases and self.leases[node] <= now
                if now - before.now >= 5 and (calm or lapsed):
                    self.calm_until = Instant(now + 10)
                if node is not None:
                    self.leases[node] = Instant(now + 10)
            case Tick() if now >= self.calm_until:
                self.buried = {
                    node: Instant(until - 10) for node, until in self.leases.items() if until <= now
                }
                self.leases = {node: until for node, until in self.leases.items() if until > now}
                if self.leases:
                    self.buried |= self._without_lease(before, now)
            case _:
                pass

    def _without_lease(self, before: Desk, now: Instant) -> dict[NodeId, Instant]:
        """Nodes at which nobody came or went for ten seconds, and which never said that they live."""
        last: dict[NodeId, Instant] = {}
        lines = [(guest.connection, guest.since) for guest in before.guests.values()]
        lines += [(line, seat.since) for seat in before.seats.values() for line in seat.connections]
        for line, since in lines:
            if line is not None:
                last[node_of(line)] = max(last.get(node_of(line), since), since)
        known = self.leases.keys() | self.buried.keys()
        return {node: since for node, since in last.items() if node not in known and since + 10 <= now}

    def _presence(self, before: Desk, after: Desk, last_sign: Instant) -> None:
        for guest in before.guests.values():
            if guest.connection is not None and node_of(guest.connection) in self.buried:
                self.seeker_away_since[guest.seeker] = self.buried[node_of(guest.connection)]
        for seat in before.seats.values():
            nodes = {node_of(line) for line in seat.connections}
            if nodes and nodes <= self.buried.keys():
                self.seat_away_since[seat.counsellor] = max(self.buried[node] for node in nodes)
        if self.buried:
            return
        for seeker, guest in after.guests.items():
            earlier = before.guests.get(seeker)
            if guest.connection is None and earlier is not None and earlier.connection is not None:
                self.seeker_away_since[seeker] = last_sign
        for counsellor, seat in after.seats.items():
            sat = before.seats.get(counsellor)
            if not seat.connections and sat is not None and sat.connections:
                self.seat_away_since[counsellor] = last_sign

    def _idle(self, before: Desk, command: Command, after: Desk, now: Instant) -> None:
        for counsellor in set(after.seats) - set(before.seats):
            self.idle_since[counsellor] = now
        for conversation, talk in before.talks.items():
            if conversation not in after.talks:
                self.idle_since[talk.counsellor] = now
        match command:
            case Accept(counsellor=counsellor) if len(after.talks) > len(before.talks):
                self.idle_since[counsellor] = now
            case ChooseStatus(counsellor=counsellor, status=Status.READY):
                if before.seats[counsellor].status is not Status.READY:
                    self.idle_since[counsellor] = now
            case _:
                pass

    def turn(self, conversation: ConversationId) -> tuple[bool, bool, Instant, int]:
        """The lower, the sooner it is somebody's turn."""
        return (
            conversation in self.rehearsed,
            conversation not in self.handed_over,
            self.arrived_at[conversation],
            self.joined.index(conversation),
        )


def is_here(desk: Desk, waiting: Waiting) -> bool:
    """A waiting young person takes part only while connected."""
    return any(g.seeker == waiting.seeker and g.connection is not None for g in desk.guests.values())


def held(desk: Desk, seat: Seat, notes: Notes) -> tuple[list[ConversationId], list[ConversationId]]:
    """The conversations at this seat, offers among them: those of real young people, and those rehearsed."""
    lines: list[Offer | Talk] = [*desk.offers.values(), *desk.talks.values()]
    mine = [line.conversation for line in lines if line.counsellor == seat.counsellor]
    return [c for c in mine if c not in notes.rehearsed], [c for c in mine if c in notes.rehearsed]


def is_asked(desk: Desk, seat: Seat, notes: Notes, *, rehearsed: bool) -> bool:
    """Whether an offer of this sort is before this counsellor now."""
    return any(
        offer.counsellor == seat.counsellor and (offer.conversation in notes.rehearsed) == rehearsed
        for offer in desk.offers.values()
    )


def has_room(desk: Desk, seat: Seat, notes: Notes, conversation: ConversationId) -> bool:
    """A counsellor is asked one thing at a time and never more than fits; no rehearsal is in a real one's way."""
    real, rehearsed = held(desk, seat, notes)
    if is_asked(desk, seat, notes, rehearsed=False):
        return False
    if conversation not in notes.rehearsed:
        return len(real) < seat.capacity
    return not is_asked(desk, seat, notes, rehearsed=True) and len(real) + len(rehearsed) < seat.capacity


def possible(desk: Desk, notes: Notes, now: Instant) -> list[Pair]:
    """Every pair that may be made now, the one that must be made first in front."""
    return sorted(
        (
            (waiting.conversation, seat.counsellor)
            for waiting in desk.waiting.values()
            for seat in desk.seats.values()
            if is_here(desk, waiting)
            and not any(offer.conversation == waiting.conversation for offer in desk.offers.values())
            and len(seat.connections) > 0
            and seat.status is Status.READY
            and has_room(desk, seat, notes, waiting.conversation)
            and waiting.language in seat.languages
            and notes.rests_until.get((waiting.conversation, seat.counsellor), now) <= now
        ),
        key=lambda pair: (
            notes.turn(pair[0]),
            is_asked(desk, desk.seats[pair[1]], notes, rehearsed=True),
            notes.idle_since[pair[1]],
            pair[1],
        ),
    )


def made(before: Desk, after: Desk) -> dict[ConversationId, Offer]:
    """The offers of *after* that *before* did not have."""
    return {
        key: offer
        for key, offer in after.offers.items()
        if key not in before.offers or before.offers[key].version != offer.version
    }


def expected(
    before: Desk, after: Desk, given_way: Iterable[Offer], notes: Notes, now: Instant
) -> dict[ConversationId, VolunteerId]:
    """The offers that this step had to make, one at a time until none is possible, while *given_way* still stood."""
    new = made(before, after)
    offers = {key: offer for key, offer in after.offers.items() if key not in new}
    offers |= {offer.conversation: offer for offer in given_way}
    pairs: dict[ConversationId, VolunteerId] = {}
    while True:
        desk = Desk(
            guests=after.guests, waiting=after.waiting, offers=offers, talks=after.talks, seats=after.seats
        )
        candidates = possible(desk, notes, now)
        if not candidates:
            return pairs
        conversation, counsellor = candidates[0]
        pairs[conversation] = counsellor
        offers = {key: offer for key, offer in offers.items() if offer.counsellor != counsellor}
        offers[conversation] = Offer(conversation, 0, counsellor, Instant(now + 25))
