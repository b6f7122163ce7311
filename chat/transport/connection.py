"""One open socket as the doors see it, and the book of who is connected here."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from chat.clock import Clock
from chat.errors import NotArrived, NotSignedIn
from chat.identifiers import (
    ConnectionId,
    ConversationId,
    Generation,
    Instant,
    Seconds,
    SeekerId,
    VolunteerId,
)
from chat.routing.model import NO_TIME
from chat.service.notices import Address, ToBoards, ToConnection, ToCounsellor, ToSeeker
from chat.service.ports import StaffMember
from chat.transport.guard import Limits


class Connection:
    """A socket: whose it is, what it may still do, and the lane in which its events wait their turn."""

    def __init__(self, connection: ConnectionId, door: str, session: str | None, clock: Clock) -> None:
        self.id = connection
        self.door = door
        self.session = session
        """The staff session that came with the handshake; None on a young person's page."""
        self.limits = Limits(clock)
        self.lane = asyncio.Lock()
        """Fair: events of one connection are handled one after the other in the order in which they came."""
        self.address: Address | None = None
        self.generation: Generation | None = None
        """The life of the desk in which this page said who it is; None before."""
        self.conversation: ConversationId | None = None
        """The one this young person's page was told is theirs; None before, and on a page of staff."""
        self.member: StaffMember | None = None
        """Whose account stands behind this page, as it was when they came in; None on a young person's page."""
        self.last_sign: Instant | None = None
        """When whoever was here was here for certain, once the socket was given up; None before."""
        self._clock = clock

    @property
    def silent(self) -> Seconds:
        """For how long there has been no sign of them by now: saying that they are gone can take more than one try."""
        return NO_TIME if self.last_sign is None else Seconds(self._clock.now() - self.last_sign)

    @property
    def seeker(self) -> SeekerId:
        """The young person here. Raises NotArrived before they said who they are."""
        if not isinstance(self.address, ToSeeker):
            raise NotArrived
        return self.address.seeker

    @property
    def counsellor(self) -> VolunteerId:
        """The counsellor here. Raises NotArrived before they took their seat."""
        if not isinstance(self.address, ToCounsellor):
            raise NotArrived
        return self.address.counsellor

    @property
    def staff(self) -> StaffMember:
        """Whose account this is. Raises NotSignedIn where no account was asked for."""
        if self.member is None:
            raise NotSignedIn
        return self.member

    @property
    def staff_session(self) -> str:
        """The session of a page of staff. Raises NotSignedIn where there is none."""
        if self.session is None:
            raise NotSignedIn
        return self.session


class Connected:
    """Who is connected to this node, by socket and by person."""

    def __init__(self) -> None:
        self._by_id: dict[ConnectionId, Connection] = {}
        self._by_address: dict[Address, dict[ConnectionId, Connection]] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Connection]:
        return iter(tuple(self._by_id.values()))

    def add(self, connection: Connection) -> None:
        """A socket opened; nobody in particular yet."""
        self._by_id[connection.id] = connection

    def get(self, connection: ConnectionId) -> Connection | None:
        """The socket of that id; None when it is not open here."""
        return self._by_id.get(connection)

    def remove(self, connection: ConnectionId) -> Connection | None:
        """A socket closed; what it was, None when it was not known."""
        gone = self._by_id.pop(connection, None)
        if gone is not None:
            self.join(gone, None)
        return gone

    def join(self, connection: Connection, address: Address | None) -> None:
        """From now on this socket is told what is meant for *address*; None: nothing any more."""
        if connection.address is not None:
            room = self._by_address[connection.address]
            del room[connection.id]
            if not room:
                del self._by_address[connection.address]
        connection.address = address
        if address is not None:
            self._by_address.setdefault(address, {})[connection.id] = connection

    def at(self, address: Address) -> tuple[Connection, ...]:
        """Every socket that is told what is meant for *address*."""
        if isinstance(address, ToConnection):
            connection = self._by_id.get(address.connection)
            return () if connection is None else (connection,)
        return tuple(self._by_address.get(address, {}).values())

    def addresses(self) -> tuple[Address, ...]:
        """Everybody connected here, each once."""
        return tuple(address for address in self._by_address if not isinstance(address, ToBoards))
