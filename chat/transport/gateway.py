"""The one place that touches python-socketio, and the traps of it that are closed here.

The numbers are those of the trap list the project keeps tests for (tests/transport/test_traps.py):

- 1, 3, 5: no handler raises; a fault in ``connect`` refuses, one in ``disconnect`` is reported.
- 2, 6: nothing is sent to a namespace or a room; every packet is addressed to one socket.
- 4: ``connect`` does not wait for anything, so nobody can vanish meanwhile.
- 9, 11, 16, 22: WebSocket only, from our own origin only; no session id ever stands in an address.
- 10: ids are random throughout: the library's counter would tell how many people came.
- 12, 14: the library logs nothing: its lines carry packets and ids.
- 13: what the handshake brought (headers, cookie) is dropped once it is read.
- 15: events of one socket wait their turn in its lane; the read loop never waits for a handler.
- 17, 20: a reader that does not read is cut off at a bound.
- 18, 19: frames up to 32 KiB, text only. 21: no compression.
- 23: pings every 10 s by a clock that nobody can set. 24: a late goodbye removes its own line only.
- 26: at the end everybody is told, then disconnected.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Mapping
from functools import partial
from types import SimpleNamespace
from typing import Any

import engineio
import engineio.async_socket
import msgspec
import socketio
from aiohttp import web

from chat.clock import Clock, MonotonicClock
from chat.entropy import connection_id, up_to
from chat.errors import BadInput, BadPayload, Draining, Internal, RateLimited, Refusal, UnknownEvent
from chat.identifiers import ConnectionId
from chat.service.faults import Faults
from chat.transport import wire
from chat.transport.connection import Connected, Connection
from chat.transport.door import Door, Event
from chat.transport.guard import is_own_page
from chat.transport.shapes import Answer, ErrorWire

PATH = "/socket.io/"
PROTOCOL = 1
FRAME_BYTES = 32 * 1024
PING_SECONDS = 10
UNREAD_PACKETS_MOST = 256
"""How many packets may wait for one reader; beyond, its connection is cut and it comes back by itself."""
DRAIN_WITHIN_MS = 2000
"""Within which time the browsers of a stopping server come back, each at its own random moment."""

# A clock step would disconnect everybody whose ping is under way: the library asks the wall clock (trap 23).
vars(engineio.async_socket)["time"] = SimpleNamespace(time=MonotonicClock().now)

_silent = logging.getLogger("luister.silent")
_silent.addHandler(logging.NullHandler())
_silent.propagate = False
_silent.setLevel(logging.CRITICAL + 1)


class _Engine(engineio.AsyncServer):
    def generate_id(self) -> str:
        return connection_id()


class _Server(socketio.AsyncServer):
    def _engineio_server_class(self) -> type[_Engine]:
        return _Engine


class Gateway:
    """Sockets in, events out: decodes, limits, answers, and knows nothing of what an event means."""

    def __init__(
        self,
        connected: Connected,
        clock: Clock,
        faults: Faults,
        origins: frozenset[str],
        session_of: Callable[[str], str | None],
    ) -> None:
        """*origins* are the pages that may connect; *session_of* finds the staff session in a Cookie header."""
        self._connected = connected
        self._clock = clock
        self._faults = faults
        self._origins = origins
        self._session_of = session_of
        self._transports: dict[ConnectionId, asyncio.Transport] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._draining = False
        self._server = _Server(
            async_mode="aiohttp",
            transports=["websocket"],
            cors_allowed_origins=sorted(origins),
            ping_interval=PING_SECONDS,
            ping_timeout=PING_SECONDS,
            max_http_buffer_size=FRAME_BYTES,
            http_compression=False,
            logger=_silent,
            engineio_logger=_silent,
            namespaces=[],
        )

    def open_doors(self, doors: Iterable[Door]) -> None:
        """Listen at these doors and no others."""
        for door in doors:
            self._server.on("connect", partial(self._connect, door), namespace=door.name)
            self._server.on("disconnect", partial(self._disconnect, door), namespace=door.name)
            self._server.on("*", partial(self._event, door), namespace=door.name)

    async def handshake(self, request: web.Request) -> web.StreamResponse:
        """Upgrade a request of one of our own pages; anything else is refused without a word about why."""
        headers = request.headers
        if not is_own_page(headers.get("Origin"), headers.get("Sec-Fetch-Site"), self._origins):
            return web.Response(status=403)
        if headers.get("Upgrade", "").lower() != "websocket" or request.query.get("transport") != "websocket":
            return web.Response(status=400)
        kept = {name: headers[name] for name in _HANDSHAKE_HEADERS if name in headers}
        response: web.StreamResponse = await self._server.handle_request(request.clone(headers=kept))
        return response

    async def send(self, connection: Connection, event: wire.FromServer) -> None:
        """Put *event* before one socket; one that does not read is cut off."""
        eio_sid = self._server.manager.eio_sid_from_sid(connection.id, connection.door)
        socket = self._server.eio.sockets.get(eio_sid)
        if socket is None or socket.closed:
            return
        if socket.queue.qsize() > UNREAD_PACKETS_MOST:
            self._cut(connection.id)
            return
        await self._server.emit(
            event.event, msgspec.to_builtins(event), to=connection.id, namespace=connection.door
        )

    async def drain(self) -> None:
        """Tell everybody to come back later, then close every socket."""
        self._draining = True
        for connection in self._connected:
            after_ms = up_to(DRAIN_WITHIN_MS)
            await self.send(connection, wire.ServerDraining(after_ms=after_ms))
        for connection in self._connected:
            await self._server.disconnect(connection.id, namespace=connection.door)
        for eio_sid in list(self._server.eio.sockets):
            await self._server.eio.disconnect(eio_sid)
        await self._server.shutdown()
        if self._tasks:
            await asyncio.wait(self._tasks)

    @property
    def is_draining(self) -> bool:
        """Whether nobody is let in any more."""
        return self._draining

    def open_sockets(self) -> int:
        """How many sockets the library holds, for health and for counting leaks."""
        return len(self._server.eio.sockets)

    async def _connect(self, door: Door, sid: str, environ: object, auth: object = None) -> None:
        if self._connected.get(ConnectionId(sid)) is not None or not isinstance(environ, dict):
            return  # an event that a browser chose to call "connect": it changes nothing
        request = environ.get("aiohttp.request")
        cookie = environ.get("HTTP_COOKIE")
        environ.clear()
        if self._draining:
            raise socketio.exceptions.ConnectionRefusedError(Draining.code)
        if auth != {"v": PROTOCOL}:
            raise socketio.exceptions.ConnectionRefusedError("version")
        session = self._session_of(cookie) if isinstance(cookie, str) else None
        connection = Connection(ConnectionId(sid), door.name, session, self._clock)
        self._connected.add(connection)
        if isinstance(request, web.Request) and isinstance(request.transport, asyncio.Transport):
            self._transports[connection.id] = request.transport

    async def _disconnect(self, door: Door, sid: str, reason: object = None) -> None:
        if self._server.manager.is_connected(sid, door.name):
            return  # an event that a browser chose to call "disconnect"
        transport = self._transports.pop(ConnectionId(sid), None)
        if reason == self._server.reason.PING_TIMEOUT and transport is not None:
            transport.abort()
        connection = self._connected.get(ConnectionId(sid))
        if connection is not None:
            self._keep(self._closed(door, connection))

    async def _closed(self, door: Door, connection: Connection) -> None:
        """Whatever the person was, they are not on this socket any more; waits for the lane's last event."""
        try:
            async with connection.lane:
                await door.closed(connection)
        except Refusal:
            return  # the store is busy: the line stays until the desk's own deadline removes it
        except Exception as fault:  # noqa: BLE001 - nobody is left to be answered
            self._faults.report(fault)
        finally:
            self._connected.remove(connection.id)

    async def _event(self, door: Door, name: str, sid: str, *args: Any) -> Mapping[str, Any]:  # noqa: ANN401 - payloads come as they are
        connection = self._connected.get(ConnectionId(sid))
        if connection is None:
            return refused(Internal())
        try:
            event = event_named(name, door)
            connection.limits.spend(event.allowance)
            payload = event.decode(args)
            async with connection.lane:
                return answered(await event.handle(connection, payload))
        except BadInput as fault:
            if connection.limits.fault():
                self._keep(self._server.disconnect(sid, namespace=door.name))
            return refused(fault)
        except Refusal as refusal:
            return refused(refusal)
        except Exception as fault:  # noqa: BLE001 - the outermost edge: counted, answered, nothing swallowed
            self._faults.report(fault)
            return refused(Internal())

    def _cut(self, connection: ConnectionId) -> None:
        transport = self._transports.get(connection)
        if transport is not None:
            transport.abort()

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
    "Cookie",
)
"""What the upgrade needs. The rest, who and what the browser is, goes no further; nor does its wish to compress."""


def event_named(name: str, door: Door) -> Event[Any]:
    """The row of the door's table. Raises UnknownEvent."""
    event = door.events.get(name)
    if event is None:
        raise UnknownEvent
    return event


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
