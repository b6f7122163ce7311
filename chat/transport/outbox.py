"""Brings notices to sockets: addresses are people, never sockets, and a slow reader holds up nobody."""

from __future__ import annotations

from chat.service.notices import Address, Notice, PageSuperseded
from chat.transport.connection import Connected
from chat.transport.gateway import Gateway
from chat.transport.shaping import Prove, event_of


class SocketOutbox:
    """Implements ``service.ports.Outbox`` over the gateway."""

    def __init__(self, connected: Connected, gateway: Gateway, prove: Prove) -> None:
        """*prove* makes our mark on entries."""
        self._prove = prove
        self._connected = connected
        self._gateway = gateway

    async def deliver(self, to: Address, notice: Notice) -> None:
        """Send *notice* to every socket of *to*; nobody there is no error."""
        connections = self._connected.at(to)
        if not connections:
            return
        event = event_of(notice, self._prove)
        for connection in connections:
            if isinstance(notice, PageSuperseded):
                self._connected.join(connection, None)
            await self._gateway.send(connection, event)

    def addresses(self) -> tuple[Address, ...]:
        """Everybody connected here, each once."""
        return self._connected.addresses()
