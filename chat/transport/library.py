"""python-socketio as the gateway uses it: the traps that can only be closed inside the library.

The numbers are those of the gateway's list. Each method here takes the place of one of the library's, and says why.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

import engineio
import engineio.async_drivers.aiohttp
import engineio.async_socket
import engineio.base_socket
import socketio
import socketio.packet
from aiohttp import ClientConnectionResetError, web

from chat.clock import Clock, MonotonicClock
from chat.entropy import connection_id
from chat.identifiers import Instant, NodeId

UNREAD_PACKETS_MOST = 256
"""How many packets may wait for one reader; beyond, its connection is cut and it comes back by itself."""
GOODBYE_SECONDS = 1.0
"""How long a socket that we close may take to read our goodbye."""

# A clock step would disconnect everybody whose ping is under way: the library asks the wall clock (trap 23).
for _module in (engineio.async_socket, engineio.base_socket):
    vars(_module)["time"] = SimpleNamespace(time=MonotonicClock().now)

_silent = logging.getLogger("luister.silent")
_silent.addHandler(logging.NullHandler())
_silent.propagate = False
_silent.setLevel(logging.CRITICAL + 1)


@dataclass(slots=True)
class Arrival:
    """All that is kept of how a socket came: the staff session it brought, and the line it is on (trap 13).

    *heard* is when it last said something.
    """

    session: str | None
    transport: asyncio.Transport
    heard: Instant


ARRIVAL = web.RequestKey("luister.arrival", Arrival)
"""Where the gateway leaves it on the request of the upgrade."""

Hear = Callable[[str, str, object], Awaitable[Mapping[str, Any]]]
"""What becomes of an event: the door, the socket and all that the browser put into it; the answer comes back."""


class _Packet(socketio.packet.Packet):
    """Text only (trap 19). An announced attachment stays a placeholder in the payload; none is waited for."""

    uses_binary_events = False

    def decode(self, encoded_packet: str) -> int:
        super().decode(encoded_packet)
        if self.packet_type == socketio.packet.BINARY_EVENT:
            self.packet_type = socketio.packet.EVENT
        return 0


class _Socket(engineio.async_drivers.aiohttp.WebSocket):
    async def __call__(self, environ: dict[str, Any]) -> web.StreamResponse:
        """Who went before they were answered has no reader; the library would hold their socket until a ping is missed (trap 4)."""
        try:
            response: web.StreamResponse = await super().__call__(environ)
        except ClientConnectionResetError:
            await self.handler.__self__.close(wait=False, abort=True)
            return web.Response(status=400)
        return response

    async def wait(self) -> str:
        """The next frame that is a packet: at any other the read loop would break off without tidying up."""
        while True:
            frame = await super().wait()
            if isinstance(frame, str) and _PACKET.match(frame):
                self.environ["aiohttp.request"][ARRIVAL].heard = self.server.clock.now()
                return frame


_PACKET = re.compile(r"[13]\Z|4[0-9]", re.ASCII)
"""What a browser has to say: goodbye, still here, or a packet of Socket.IO."""


class _Engine(engineio.AsyncServer):
    def __init__(self, node: NodeId, clock: Clock, cut: Callable[[str], None], **options: Any) -> None:  # noqa: ANN401 - the library's own
        super().__init__(**options)
        self._node = node
        self.clock = clock
        self._async = {**(self._async or {}), "websocket": _Socket}
        self._cut = cut

    def generate_id(self) -> str:
        """No counter (trap 10); which node it is at, for the others."""
        return connection_id(self._node)

    async def send_packet(self, sid: str, pkt: object) -> None:
        """A reader that does not read is cut off: neither answers nor notices pile up for it (trap 17)."""
        socket = self.sockets.get(sid)
        if socket is None or socket.closed:
            return
        if socket.queue.qsize() < UNREAD_PACKETS_MOST:
            await socket.send(pkt)
        else:
            self._cut(sid)


class Library(socketio.AsyncServer):
    """The library, with every event led to one place and nothing of a handshake kept."""

    def __init__(self, hear: Hear, node: NodeId, clock: Clock, **options: Any) -> None:  # noqa: ANN401 - the library's own
        """*hear* must not raise; *node* stands in every socket's id; *options* are the library's."""
        self._node = node
        self._clock = clock
        super().__init__(
            async_mode="aiohttp",
            transports=["websocket"],
            http_compression=False,
            logger=_silent,
            engineio_logger=_silent,
            serializer=_Packet,
            **options,
        )
        self.namespaces = []  # the constructor takes none for the default one, at which nobody would ask
        self._hear = hear

    def heard(self, sid: str, door: str) -> Instant | None:
        """When the socket that is at this door under this id last said something; None when it is not known."""
        arrival = self.environ.get(self.manager.eio_sid_from_sid(sid, door))
        return None if arrival is None else arrival.heard

    async def hang_up(self, eio_sid: str) -> None:
        """Close a socket for good: say goodbye, and cut off whoever has not taken leave by then (trap 26)."""
        socket, arrival = self.eio.sockets.pop(eio_sid, None), self.environ.get(eio_sid)
        if socket is None:
            return
        await socket.close(wait=False, reason=self.reason.SERVER_DISCONNECT)
        await socket.queue.put(None)
        if arrival is not None:
            asyncio.get_running_loop().call_later(GOODBYE_SECONDS, arrival.transport.abort)

    def _engineio_server_class(self) -> Callable[..., _Engine]:
        return partial(_Engine, self._node, self._clock, self._cut)

    def _cut(self, eio_sid: str) -> None:
        arrival = self.environ.get(eio_sid)
        if arrival is not None:
            arrival.transport.abort()

    async def _handle_eio_connect(self, eio_sid: str, environ: Mapping[str, Any]) -> None:  # type: ignore[override]  # its base class states no arguments
        await super()._handle_eio_connect(eio_sid, environ)
        self.environ[eio_sid] = environ["aiohttp.request"][ARRIVAL]

    async def _handle_eio_message(self, eio_sid: str, data: object) -> None:  # type: ignore[override]  # its base class states no arguments
        """Whoever was said goodbye to may go on talking; it would become a ghost (trap 4)."""
        if eio_sid in self.environ:
            await super()._handle_eio_message(eio_sid, data)

    async def _handle_eio_disconnect(self, eio_sid: str, reason: str) -> None:  # type: ignore[override]  # its base class states no arguments
        """Of a silent peer the writer would wait for ever, of one that left the reader (trap 17)."""
        if reason in (self.reason.PING_TIMEOUT, self.reason.CLIENT_DISCONNECT):
            self._cut(eio_sid)
        await super()._handle_eio_disconnect(eio_sid, reason)

    async def _handle_event_internal(
        self,
        _: object,
        sid: str,
        eio_sid: str,
        data: object,
        namespace: str,
        id: int | None,  # noqa: A002 - the library's name
    ) -> None:
        """To the library an event called "connect", "disconnect" or "*" is one of its own (trap 5)."""
        answer = await self._hear(namespace, sid, data)
        if id is not None:
            ack = self.packet_class(socketio.packet.ACK, namespace=namespace, id=id, data=[answer])
            await self._send_packet(eio_sid, ack)
