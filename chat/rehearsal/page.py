"""A young person's page without a screen: one socket, and what was told over it. Socket.IO lives here."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from typing import TypeVar

import msgspec
import socketio
import socketio.exceptions

from chat.conversation.model import Kind, Side
from chat.ending import end, is_to_end
from chat.entropy import page_id
from chat.errors import Busy, Draining, Internal, LuisterError, RateLimited
from chat.identifiers import Seconds
from chat.routing.model import Language
from chat.routing.views import Phase
from chat.transport import pushes, wire
from chat.transport.answers import Arrived, Done, ErrorWire, Resumed, Stored, Synced
from chat.transport.shapes import (
    EntryWire,
    LogWire,
    PositionWire,
    SeekerViewWire,
    Wire,
)

DOOR = "/seeker"
PROTOCOL = 1
OPENS_WITHIN = 5
ANSWERS_WITHIN = 6
"""Seconds after which the same is asked again (docs/reference/wire.md, Sending)."""
ASKS_MOST = 10
AGAIN_MS = 1000
TEMPORARY = frozenset(kind.code for kind in (RateLimited, Busy, Draining, Internal))

A = TypeVar("A", bound=Wire)
Asked = (
    wire.SeekerArrive
    | wire.SeekerResume
    | wire.SeekerLeave
    | wire.MessageSend
    | wire.LogSync
    | wire.MarkSet
    | wire.TypingSet
    | wire.ConversationEnd
    | wire.EndConfirm
)


class Unreachable(LuisterError):
    """Nobody opens the young person's door, or whoever does speaks otherwise than this release."""

    code = "unreachable"


class Lost(LuisterError):
    """The connection is gone, or stays silent."""

    code = "lost"


class Refused(LuisterError):
    """The server refused for good; *args* holds its code."""

    code = "refused"


class Page:
    """One load of the page, which may lose its connection and open another.

    *view* is the state as last told, None before arriving and once the desk does not know this young person.
    *heard* counts the counsellor's messages.
    """

    def __init__(self, origin: str, shown: Callable[[], None]) -> None:
        """*shown* is called whenever a young person would see something change."""
        self._origin = origin
        self._shown = shown
        self._client: socketio.AsyncClient | None = None
        self._is_open = False
        self._moved = asyncio.Event()
        self._instance = page_id()
        self._ticket = ""
        self._conversation = ""
        self._held = PositionWire(epoch="-", seq=0)
        self._marked = 0
        self._behind = False
        self._ended = False
        self.view: SeekerViewWire | None = None
        self.heard = 0

    @property
    def is_over(self) -> bool:
        """Whether the conversation has ended, or is not known any more."""
        return self._ended or self.view is None or self.view.phase is Phase.ENDED

    async def open(self) -> None:
        """Connect; whatever comes of it, ``cut`` tidies up. Raises Unreachable."""
        client = socketio.AsyncClient(
            reconnection=False, handle_sigint=False, logger=_silent, engineio_logger=_silent
        )
        client.on(pushes.SeekerChanged.event, self._changed, namespace=DOOR)
        client.on(pushes.LogAppended.event, self._appended, namespace=DOOR)
        client.on(pushes.Pulse.event, self._pulsed, namespace=DOOR)
        client.on("disconnect", self._disconnected, namespace=DOOR)
        self._client = client
        try:
            await client.connect(
                self._origin,
                headers={"Origin": self._origin},
                auth={"v": PROTOCOL},
                transports=["websocket"],
                namespaces=[DOOR],
                wait_timeout=OPENS_WITHIN,
            )
        except socketio.exceptions.ConnectionError:
            raise Unreachable from None
        self._is_open = True

    async def cut(self) -> None:
        """The network is gone: no goodbye is said."""
        client, self._client = self._client, None
        if client is None:
            return
        self._is_open = False
        if client.eio.http is not None:
            await client.eio.http.close()
        # Left alone, its writer would wait for something to write, and its reader for the writer.
        loops = {task for task in (client.eio.write_loop_task, client.eio.read_loop_task) if task is not None}
        await end(loops)
        await client.eio.disconnect(abort=True)

    async def arrive(self, language: Language) -> None:
        """Begin to wait, marked as a rehearsal."""
        begin = wire.SeekerArrive(
            start_id=page_id(), instance=self._instance, language=language, rehearsed=True
        )
        arrived = await self._ask(begin, Arrived)
        self._ticket, self._conversation = arrived.ticket, arrived.view.conversation
        self._read(arrived.log)
        self._see(arrived.view)

    async def resume(self) -> None:
        """Take the conversation up again on a new connection. Raises Refused when there is none any more."""
        back = wire.SeekerResume(
            ticket=self._ticket, instance=self._instance, take_over=False, position=self._held
        )
        resumed = await self._ask(back, Resumed)
        self._read(resumed.log)
        self._see(resumed.view)

    async def say(self, text: str) -> None:
        """Send one message; it is stored once, however often it is asked."""
        body = json.dumps({"text": text}, ensure_ascii=False)
        await self._ask(wire.MessageSend(conversation=self._conversation, cmid=page_id(), body=body), Stored)

    async def typing(self, *, typing: bool) -> None:
        """Show whether somebody types."""
        await self._ask(wire.TypingSet(conversation=self._conversation, typing=typing), Done)

    async def mark(self) -> None:
        """Tell that everything told so far was seen."""
        epoch, seq = self._held.epoch, self._held.seq
        if seq > self._marked:
            mark = wire.MarkSet(conversation=self._conversation, epoch=epoch, delivered=seq, seen=seq)
            await self._ask(mark, Done)
            self._marked = seq

    async def stop(self) -> None:
        """End the conversation in the ordinary way."""
        await self._ask(wire.ConversationEnd(conversation=self._conversation), Done)

    async def confirm(self) -> None:
        """The end stands on the screen."""
        await self._ask(wire.EndConfirm(conversation=self._conversation), Done)

    async def leave(self) -> None:
        """Leave at once."""
        await self._ask(wire.SeekerLeave(), Done)

    async def until(self, condition: Callable[[], bool], seconds: Seconds | None) -> bool:
        """Whether *condition* came to hold within so many seconds, None: ever. Raises Lost."""
        until = None if seconds is None else asyncio.get_running_loop().time() + seconds
        while not condition():
            if is_to_end():
                raise asyncio.CancelledError
            self._moved.clear()
            if self._behind:
                # Outside the time limit: a library that waits for an answer may swallow what would end the wait.
                await self._catch_up()
                continue
            if not self._is_open:
                raise Lost
            try:
                async with asyncio.timeout_at(until):
                    await self._moved.wait()
            except TimeoutError:
                return False
        return True

    async def _ask(self, asked: Asked, answer: type[A]) -> A:
        """The answer, the same asked again while it is refused for now. Raises Refused, Lost or Unreachable."""
        for _ in range(ASKS_MOST):
            told = await self._call(asked)
            if told is None:
                continue
            try:
                if told.pop("ok", None) is True:
                    return msgspec.convert(told, answer)
                error = msgspec.convert(told.get("error"), ErrorWire)
            except msgspec.ValidationError:
                raise Unreachable from None
            if error.code not in TEMPORARY:
                raise Refused(error.code)
            await asyncio.sleep((error.retry_ms or AGAIN_MS) / 1000)
        raise Lost

    async def _call(self, asked: Asked) -> dict[str, object] | None:
        """One answer as it came; None when none came in time. Raises Lost."""
        if self._client is None or not self._is_open:
            raise Lost
        try:
            told = await self._client.call(
                asked.event, msgspec.to_builtins(asked), namespace=DOOR, timeout=ANSWERS_WITHIN
            )
        except socketio.exceptions.TimeoutError:
            return None
        except socketio.exceptions.SocketIOError:
            raise Lost from None
        return dict(told) if isinstance(told, dict) else None

    async def _catch_up(self) -> None:
        self._behind = False
        sync = wire.LogSync(conversation=self._conversation, position=self._held)
        self._read((await self._ask(sync, Synced)).log)

    def _disconnected(self, _reason: object) -> None:
        self._is_open = False
        self._moved.set()

    def _changed(self, told: object) -> None:
        self._see(msgspec.convert(told, pushes.SeekerChanged).view)

    def _appended(self, told: object) -> None:
        appended = msgspec.convert(told, pushes.LogAppended)
        if appended.epoch == self._held.epoch and appended.entry.seq == self._held.seq + 1:
            self._take(appended.entry)
        elif appended.epoch != self._held.epoch or appended.entry.seq > self._held.seq:
            self._behind = True
        self._show()

    def _pulsed(self, told: object) -> None:
        for head in msgspec.convert(told, pushes.Pulse).heads:
            if head.epoch != self._held.epoch or head.seq > self._held.seq:
                self._behind = True
        self._moved.set()

    def _see(self, view: SeekerViewWire | None) -> None:
        self.view = view
        self._show()

    def _read(self, log: LogWire) -> None:
        """Take a stretch of the log, without what was held already."""
        if log.reset:
            self._held = PositionWire(epoch=log.epoch, seq=0)
            self._marked = self.heard = 0
        for entry in log.entries:
            if entry.seq == self._held.seq + 1:
                self._take(entry)
        self._show()

    def _take(self, entry: EntryWire) -> None:
        self._held = PositionWire(epoch=self._held.epoch, seq=entry.seq)
        self.heard += entry.kind is Kind.MESSAGE and entry.side is Side.COUNSELLOR
        self._ended = self._ended or entry.kind is Kind.ENDED

    def _show(self) -> None:
        self._shown()
        self._moved.set()


_silent = logging.getLogger("luister.rehearsal")
"""Hears what the library has to say, which carries packets and ids, and keeps it to itself."""
_silent.addHandler(logging.NullHandler())
_silent.propagate = False
_silent.setLevel(logging.CRITICAL + 1)
