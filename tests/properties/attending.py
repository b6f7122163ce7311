"""Who is here, since when, and which nodes live, as somebody at the door would have written it down."""

from dataclasses import dataclass, field

from chat.identifiers import ConnectionId, Instant, NodeId, SeekerId, VolunteerId, node_of
from chat.routing.commands import Command, DropSeat, DropSeeker, Renew, Tick, Unwatch, Watch
from chat.routing.house import House
from chat.routing.model import BEGINNING, NO_TIME, Desk, Guest


@dataclass
class Attendance:
    """Nodes, their sockets, and since when somebody is away or back."""

    leases: dict[NodeId, Instant] = field(default_factory=dict)
    calm_until: Instant = BEGINNING
    buried: dict[NodeId, Instant] = field(default_factory=dict)
    """The nodes that died in the last step, and when they last gave a sign of life."""
    seeker_away_since: dict[SeekerId, Instant] = field(default_factory=dict)
    seeker_back_at: dict[SeekerId, Instant] = field(default_factory=dict)
    seat_away_since: dict[VolunteerId, Instant] = field(default_factory=dict)
    boards: dict[VolunteerId, dict[ConnectionId, Instant]] = field(default_factory=dict)
    """The supervisors who watch, with their sockets and since when."""
    board_left: dict[VolunteerId, Instant] = field(default_factory=dict)
    """When a board that is gone gave its last sign, for as long as its supervisor counts as on without it."""

    def write(self, before: Desk, command: Command, after: Desk, now: Instant) -> None:
        """Note what this step changed."""
        self._nodes(before, command, now)
        silent = command.silent if isinstance(command, DropSeeker | DropSeat) else NO_TIME
        self._presence(before, after, now, Instant(now - silent))
        self._watching(command, now)

    def people_on(self, desk: Desk) -> set[VolunteerId]:
        """Counsellors who are here, and supervisors who watch."""
        here = {seat.counsellor for seat in desk.seats.values() if seat.connections and seat.listens}
        return here | self.boards.keys()

    def suffices(self, desk: Desk, house: House) -> bool:
        """Whether there are enough, a counsellor among them, and where more than one is needed somebody leads: a counsellor only with a number to call."""
        minimum = house.minimum
        if minimum == 0:
            return True
        leading = on = {*self.boards, *self.board_left}
        if house.backup is not None:
            leading = on | {seat.counsellor for seat in desk.seats.values() if seat.leads and seat.listens}
        # A seat is kept for a minute after its counsellor was lost, and so long they are on.
        # Whoever is only here to help others takes nobody up.
        counsellors = {seat.counsellor for seat in desk.seats.values() if seat.listens}
        enough = bool(counsellors) and len(counsellors | on) >= minimum
        return enough and (bool(leading) or minimum == 1)

    def is_calm(self, now: Instant) -> bool:
        """Whether nothing falls due, because a node could not be heard for a while."""
        return now < self.calm_until

    def has_lost(self, line: ConnectionId | None) -> bool:
        """Whether this socket went with a node in the last step."""
        return line is not None and node_of(line) in self.buried

    def _nodes(self, before: Desk, command: Command, now: Instant) -> None:
        self.buried = {}
        if now - before.now >= 5 and (self.leases or (isinstance(command, Renew) and command.calm)):
            self.calm_until = Instant(now + 10)
        match command:
            case Renew(node=node):
                if node is not None:
                    self.leases[node] = Instant(now + 10)
            case Tick() if not self.is_calm(now):
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
        lines = [(one.connection, self.seeker_back_at[one.seeker]) for one in before.guests.values()]
        lines += [(line, seat.since) for seat in before.seats.values() for line in seat.connections]
        lines += [watching for held in self.boards.values() for watching in held.items()]
        for line, since in lines:
            if line is not None:
                last[node_of(line)] = max(last.get(node_of(line), since), since)
        known = self.leases.keys() | self.buried.keys()
        return {node: since for node, since in last.items() if node not in known and since + 10 <= now}

    def _presence(self, before: Desk, after: Desk, now: Instant, last_sign: Instant) -> None:
        for guest in before.guests.values():
            if guest.connection is not None and self.has_lost(guest.connection):
                self.seeker_away_since[guest.seeker] = self.buried[node_of(guest.connection)]
        for seat in before.seats.values():
            nodes = {node_of(line) for line in seat.connections}
            if nodes and nodes <= self.buried.keys():
                self.seat_away_since[seat.counsellor] = max(self.buried[node] for node in nodes)
        if self.buried:
            return
        for seeker, guest in after.guests.items():
            was_here = seeker in before.guests and before.guests[seeker].connection is not None
            if guest.connection is None and was_here:
                self.seeker_away_since[seeker] = last_sign
            elif guest.connection is not None and not (was_here and _is_where_it_was(before, guest)):
                self.seeker_back_at[seeker] = now
        for counsellor, seat in after.seats.items():
            sat = before.seats.get(counsellor)
            if not seat.connections and sat is not None and sat.connections:
                self.seat_away_since[counsellor] = last_sign

    def _watching(self, command: Command, now: Instant) -> None:
        gone: list[tuple[VolunteerId, ConnectionId, Instant]] = []
        match command:
            case Watch(supervisor=supervisor, connection=line):
                if line not in self.boards.setdefault(supervisor, {}):
                    self.board_left.pop(supervisor, None)
                    self.boards[supervisor][line] = now
            case Unwatch(supervisor=supervisor, connection=line, silent=silent):
                gone = [(supervisor, line, Instant(now - silent))]
            case _:
                lines = [
                    (who, line) for who, held in self.boards.items() for line in held if self.has_lost(line)
                ]
                gone = [(who, line, self.buried[node_of(line)]) for who, line in lines]
        for who, line, at in gone:
            if line in self.boards.get(who, ()):
                del self.boards[who][line]
                self.board_left[who] = max(at, self.board_left.get(who, at))
        self.boards = {who: lines for who, lines in self.boards.items() if lines}
        if isinstance(command, Tick) and not self.is_calm(now):
            self.board_left = {who: at for who, at in self.board_left.items() if now - at < 60}


def _is_where_it_was(before: Desk, guest: Guest) -> bool:
    """Whether this young person is at the node at which they were: moving to another is coming back there."""
    line = before.guests[guest.seeker].connection
    return line is not None and guest.connection is not None and node_of(line) == node_of(guest.connection)
