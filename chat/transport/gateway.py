"""The one place that touches python-socketio, and the traps of it that are closed here and in ``library``.

The numbers are those of the trap list the project keeps tests for (tests/transport/test_traps.py):

- 1, 3, 5: no handler raises; a fault in ``connect`` refuses, one in ``disconnect`` is reported.
- 2, 6: nothing is sent to a namespace or a room; every packet is addressed to one socket.
- 4: ``connect`` does not wait for anything, so nobody can vanish meanwhile; who vanished before the handshake was answered is let go.
- 9, 11, 16, 22: WebSocket only, from our own origin only; no session id ever stands in an address.
- 10: ids are random throughout: the library's counter would tell how many people came.
- 12, 14: the library logs nothing: its lines carry packets and ids.
- 13: of what the handshake brought (headers, cookie) nothing is handed to the library.
- 15: events of one socket wait their turn in its lane; the read loop never waits for a handler.
- 17, 20: a reader that does not read is cut off at a bound.
- 18, 19: frames up to 32 KiB, text only. 21: no compression.
- 23: pings by a clock that nobody can set. 24: a late goodbye removes its own line only.
- 26: at the end everybody is told, then disconnected; whoever does not take leave is cut off.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping
from functools import partial
from typing import Any

import msgspec
import socketio
from aiohttp import web

from chat.clock import Clock
from chat.entropy import up_to
from chat.errors import (
    BadInput,
    BadPayload,
    Busy,
    Draining,
    Internal,
    RateLimited,
    Refusal,
    Storage,
    UnknownEvent,
)
from chat.identifiers import ConnectionId, Instant, NodeId
from chat.service.faults import Faults
from chat.transport import pushes
from chat.transport.access import Access
from chat.transport.answers import Answer, ErrorWire
from chat.transport.connection import Connected, Connection
from chat.transport.door import Door, Event
from chat.transport.guard import is_own_page
from chat.transport.library import ARRIVAL, GOODBYE_SECONDS, Arrival, Library

PATH = "/socket.io/"
PROTOCOL = 1
FRAME_BYTES = 32 * 1024
PING_SECONDS = 8
"""A ping, and as long again for its answer. Who vanished is known to be gone after three times this at the latest,
within the 25 seconds in which their partner is told (DESIGN.md 5, Away)."""
AGAIN_SECONDS = 0.5
"""When a busy store is told again that a socket is gone."""
DRAIN_WITHIN_MS = 2000
"""Within which time the browsers of a stopping server come back, each at its own random moment."""


class Gateway:
    """Sockets in, events out: decodes, limits, answers, and knows nothing of what an event means."""

    def __init__(
        self,
        connected: Connected,
        access: Access,
        node: NodeId,
        clock: Clock,
        faults: Faults,
        origins: frozenset[str],
        session_of: Callable[[str], str | None],
    ) -> None:
        """*origins* are the pages that may connect; *session_of* finds the staff session in a Cookie header."""
        self._connected = connected
        self._access = access
        self._clock = clock
        self._faults = faults
        self._origins = origins
        self._session_of = session_of
        self._doors: dict[str, Door] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._draining = False
        self._open = False
        self._server = Library(
            self._event,
            node,
            clock,
            cors_allowed_origins=sorted(origins),
            ping_interval=PING_SECONDS,
            ping_timeout=PING_SECONDS,
            max_http_buffer_size=FRAME_BYTES,
        )

    def open_doors(self, doors: Iterable[Door]) -> None:
        """Listen at these doors and no others."""
        for door in doors:
            self._doors[door.name] = door
            self._server.on("connect", partial(self._connect, door), namespace=door.name)
            self._server.on("disconnect", partial(self._disconnect, door), namespace=door.name)

    def open(self) -> None:
        """From now on people are let in: whoever they come to can say that they are here."""
        self._open = True

    async def handshake(self, request: web.Request) -> web.StreamResponse:
        """Upgrade a request of one of our own pages; anything else is refused without a word about why."""
        headers = request.headers
        if not is_own_page(headers.get("Origin"), headers.get("Sec-Fetch-Site"), self._origins):
            return web.Response(status=403)
        if not self.lets_in:
            return web.Response(status=503)
        bare = request.clone(headers={name: headers[name] for name in _HANDSHAKE_HEADERS if name in headers})
        transport = request.transport
        if not _asks_for_a_socket(bare) or transport is None:
            return web.Response(status=400)
        session = self._session_of(headers.get("Cookie", ""))
        bare[ARRIVAL] = Arrival(session, transport, self._clock.now())
        response: web.StreamResponse = await self._server.handle_request(bare)
        return response

    async def send(self, connection: Connection, event: pushes.FromServer) -> None:
        """Put *event* before one socket; one that does not read is cut off."""
        eio_sid = self._server.manager.eio_sid_from_sid(connection.id, connection.door)
        data = [event.event, msgspec.to_builtins(event)]
        packet = self._server.packet_class(socketio.packet.EVENT, namespace=connection.door, data=data)
        await self._server._send_packet(eio_sid, packet)  # noqa: SLF001 - to one socket: emit makes a task for each

    async def drain(self) -> None:
        """Tell everybody to come back later, then close every socket."""
        self._draining = True
        for connection in self._connected:
            await self.send(connection, pushes.ServerDraining(after_ms=up_to(DRAIN_WITHIN_MS)))
        for eio_sid in tuple(self._server.eio.sockets):
            await self._server.hang_up(eio_sid)
        await self._server.shutdown()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=GOODBYE_SECONDS)

    async def hang_up(self, connection: Connection) -> None:
        """Close one socket; its page may connect again."""
        await self._server.hang_up(self._server.manager.eio_sid_from_sid(connection.id, connection.door))

    @property
    def lets_in(self) -> bool:
        """Whether people are let in: not before :meth:`open`, and not while this node stops."""
        return self._open and not self._draining

    def open_sockets(self) -> int:
        """How many sockets the library holds, for health and for counting leaks."""
        return len(self._server.eio.sockets)

    async def _connect(self, door: Door, sid: str, arrival: Arrival, auth: object) -> None:
        try:
            code = self._let_in(door, ConnectionId(sid), arrival, auth)
        except Exception as fault:  # noqa: BLE001 - at anything but this refusal the library would keep half of it
            self._faults.report(fault)
            code = Internal.code
        if code is not None:
            raise socketio.exceptions.ConnectionRefusedError(code)

    def _let_in(self, door: Door, sid: ConnectionId, arrival: Arrival, auth: object) -> str | None:
        """Count the socket in; or the code with which it is refused."""
        if self._draining:
            return Draining.code
        if auth != {"v": PROTOCOL}:
            return "version"
        self._connected.add(Connection(sid, door.name, arrival.session, self._clock))
        return None

    async def _disconnect(self, door: Door, sid: str, _reason: str) -> None:
        connection = self._connected.get(ConnectionId(sid))
        if connection is not None:
            connection.last_sign = self._last_sign(connection)
            self._keep(self._closed(door, connection))

    def _last_sign(self, connection: Connection) -> Instant:
        """When it was last heard: now, unless a ping went by. From one to the next nobody has to say anything."""
        now, heard = self._clock.now(), self._server.heard(connection.id, connection.door)
        return now if heard is None or now - heard <= PING_SECONDS else heard

    async def _closed(self, door: Door, connection: Connection) -> None:
        """Whatever the person was, they are not on this socket any more; waits for the lane's last event."""
        try:
            async with connection.lane:
                await self._say_closed(door, connection)
        except Refusal:
            return  # it was counted where it arose, and nobody is left to be answered
        except Exception as fault:  # noqa: BLE001 - as above
            self._faults.report(fault)
        finally:
            self._connected.remove(connection.id)

    async def _say_closed(self, door: Door, connection: Connection) -> None:
        """Until it is heard: nobody else will ever say that this line is gone."""
        while True:
            try:
                return await door.closed(connection)
            except (Busy, Storage):
                if self._draining:
                    raise
            await asyncio.sleep(AGAIN_SECONDS)

    async def _event(self, door: str, sid: str, data: object) -> Mapping[str, Any]:
        connection = self._connected.get(ConnectionId(sid))
        if connection is None:
            return refused(Internal())
        try:
            event, args = self._read(self._doors[door], data)
            connection.limits.spend(event.allowance)
            payload = event.decode(args)
            async with connection.lane:
                await self._access.admit(connection, event.payload.event)
                return answered(await event.handle(connection, payload))
        except BadInput as fault:
            if connection.limits.fault():
                self._keep(self.hang_up(connection))
            return refused(fault)
        except Refusal as refusal:
            return refused(refusal)
        except Exception as fault:  # noqa: BLE001 - the outermost edge: counted, answered, nothing swallowed
            self._faults.report(fault)
            return refused(Internal())

    def _read(self, door: Door, data: object) -> tuple[Event[Any], tuple[Any, ...]]:
        """The row of the door's table, and what came with the event. Raises UnknownEvent."""
        match data:
            case [str(name), *args] if name in door.events:
                return door.events[name], tuple(args)
            case _:
                raise UnknownEvent

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        """Run *work* beside, and hold on to it until it is done."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


_HANDSHAKE_HEADERS = (
    "Host",
    "Upgrade",
    "Connection",
    "Sec-WebSocket-Key",
    "Sec-WebSocket-Version",
    "Origin",
)
"""What the upgrade needs. The rest, who and what the browser is, goes no further; nor does its wish to compress."""


def _asks_for_a_socket(request: web.Request) -> bool:
    """Whether the library can make one of it; what fails half-way there would leave half a socket behind."""
    query = request.query
    asks = (query.get("EIO"), query.get("transport")) == ("4", "websocket") and "sid" not in query
    return asks and bool(web.WebSocketResponse().can_prepare(request))


def answered(answer: Answer) -> Mapping[str, Any]:
    """The acknowledgement of an event that was done."""
    return {"ok": True, **msgspec.to_builtins(answer)}


def refused(refusal: Refusal) -> Mapping[str, Any]:
    """The acknowledgement of an event that was refused."""
    error = ErrorWire(
        code=refusal.code,
        field=refusal.field if isinstance(refusal, BadPayload) else None,
        retry_ms=refusal.retry_ms if isinstance(refusal, RateLimited) else None,
    )
    return {"ok": False, "error": msgspec.to_builtins(error)}
