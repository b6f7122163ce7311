"""Brings notices to people wherever they are connected: here, or at the node that the desk says holds them."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import assert_never

from chat.errors import Storage
from chat.identifiers import NodeId, node_of
from chat.routing.model import Desk
from chat.service.faults import Faults
from chat.service.notices import Address, Notice, ToBoards, ToConnection, ToCounsellor, ToSeeker
from chat.service.ports import Letter, Outbox, Post

PROBE_SECONDS = 5.0
"""How often a node writes to itself, and how long it may wait for that: a deaf subscription says nothing."""
AGAIN_SECONDS = 0.5


class Delivery:
    """An outbox over several nodes. A letter to a stale address is lost; the pulse makes up for it."""

    def __init__(
        self, node: NodeId, local: Outbox, post: Post, desk: Callable[[], Desk], faults: Faults
    ) -> None:
        """*desk* gives the desk as this node saw it last: the book of addresses."""
        self._node = node
        self._local = local
        self._post = post
        self._desk = desk
        self._faults = faults
        self._outgoing: dict[NodeId, list[Letter]] = defaultdict(list)
        self._written = asyncio.Event()
        self._heard = asyncio.Event()
        self.is_deaf = True
        """Whether what other nodes send does not come through, as far as is known: not before the first letter to ourselves has come."""
        self.behind = asyncio.Event()
        """Set when another node has seen a later desk than this one; whoever reads it anew clears it."""
        self.missed = asyncio.Event()
        """Set when letters may have been lost; whoever makes up for them clears it."""

    async def deliver(self, to: Address, notice: Notice) -> None:
        """Tell whoever is here now, and write to the other nodes that hold somebody of *to*."""
        await self._local.deliver(to, notice)
        for node in nodes_of(self._desk(), to) - {self._node}:
            self._outgoing[node].append(Letter(to, notice))
            self._written.set()

    def addresses(self) -> tuple[Address, ...]:
        """Everybody connected here, each once."""
        return self._local.addresses()

    async def send(self) -> None:
        """Until cancelled: everything written meanwhile goes to a node in one go."""
        while True:
            await self._written.wait()
            self._written.clear()
            outgoing, self._outgoing = self._outgoing, defaultdict(list)
            for node, letters in outgoing.items():
                try:
                    await self._post.send(node, self._desk().version, letters)
                except Storage:
                    continue
                except Exception as fault:  # noqa: BLE001 - counted; the pulse brings the screens up to date
                    self._faults.report(fault)

    async def receive(self) -> None:
        """Until cancelled: listen, and listen anew when the line breaks or has gone deaf."""
        while True:
            try:
                async with asyncio.TaskGroup() as group:
                    ear = group.create_task(self._post.receive(self._hear))
                    await self._probe()
                    ear.cancel()
            except* Storage:
                self.is_deaf = True
            except* Exception as fault:  # noqa: BLE001 - counted; the line is taken up anew
                self._faults.report(fault)
                self.is_deaf = True
            await asyncio.sleep(AGAIN_SECONDS)

    async def _probe(self) -> None:
        """Write to ourselves again and again; return when it does not come back."""
        while True:
            self._heard.clear()
            try:
                async with asyncio.timeout(PROBE_SECONDS):
                    while not self._heard.is_set():
                        await self._post.send(self._node, 0, ())
                        await self._heard_soon()
            except TimeoutError:
                self.is_deaf = True
                return
            if self.is_deaf:
                self.is_deaf = False
                self.missed.set()
            await asyncio.sleep(PROBE_SECONDS)

    async def _heard_soon(self) -> None:
        """Until something is heard, at most a moment: the subscription may not stand yet."""
        with suppress(TimeoutError):
            async with asyncio.timeout(AGAIN_SECONDS):
                await self._heard.wait()

    async def _hear(self, version: int, letters: Sequence[Letter]) -> None:
        self._heard.set()
        if version > self._desk().version:
            self.behind.set()
        for letter in letters:
            await self._local.deliver(letter.to, letter.notice)


def nodes_of(desk: Desk, to: Address) -> set[NodeId]:
    """The nodes at which somebody of *to* is connected; every node tells its own boards."""
    match to:
        case ToSeeker(seeker=seeker):
            guest = desk.guests.get(seeker)
            return set() if guest is None or guest.connection is None else {node_of(guest.connection)}
        case ToCounsellor(counsellor=counsellor):
            seat = desk.seats.get(counsellor)
            return set() if seat is None else {node_of(connection) for connection in seat.connections}
        case ToConnection(connection=connection):
            return {node_of(connection)}
        case ToBoards():
            return set()
        case _:
            assert_never(to)
