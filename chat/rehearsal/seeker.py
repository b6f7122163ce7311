"""Plays one script: what a character says, when they wait, how they lose the line and how they go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import assert_never

from chat.errors import LuisterError
from chat.identifiers import Seconds
from chat.rehearsal.page import Lost, Page, Refused, Unreachable
from chat.rehearsal.script import Drop, Leave, Line, Say, Script, Stay, Stop
from chat.routing.views import Phase
from chat.transport.shapes import SeekerViewWire

TYPES_SECONDS = 3.0
"""For how long before a message its writer is seen to type."""
ENDS_WITHIN = Seconds(10.0)
GOES_WITHIN = 2.0

Tell = Callable[[str], None]


class _Over(Exception):
    """The conversation has ended, whatever was still to be said."""


class Seeker:
    """A character at work on one page. *pace* is how long a second of the script takes."""

    def __init__(self, origin: str, script: Script, pace: float, tell: Tell) -> None:
        """*tell* is told, in one line each, what happens."""
        self._script = script
        self._pace = pace
        self._tell = tell
        self._page = Page(origin, self._shown)
        self._last = ""
        self._answered = 0

    async def play(self) -> None:
        """From arriving until the end. Raises Unreachable when the line does not open; cancelled, it leaves."""
        try:
            await self._page.open()
            await self._go_through()
        except Lost:
            self._tell("has lost the connection for good")
        except Refused as refused:
            self._tell(f"was refused: {refused}")
        except asyncio.CancelledError:
            with suppress(LuisterError, TimeoutError):
                async with asyncio.timeout(GOES_WITHIN):
                    await self._page.leave()
            raise
        finally:
            await self._page.cut()

    async def _go_through(self) -> None:
        await self._page.arrive(self._script.language)
        try:
            for line in self._script.lines:
                await self._do(line)
            await self._finish()
        except _Over:
            await self._see_the_end()
        except Refused:
            # The end came in between; any other reason is to be told.
            if not await self._page.until(lambda: self._page.is_over, ENDS_WITHIN):
                raise
            await self._see_the_end()

    async def _see_the_end(self) -> None:
        if self._page.view is None:
            self._tell("is not known any more")
        else:
            await self._page.confirm()

    async def _do(self, line: Line) -> None:
        match line:
            case Say():
                await self._say(line)
            case Drop(pause=pause, away=away):
                await self._pause(pause)
                self._tell(f"loses the connection for {away:.0f} s")
                await self._page.cut()
                await asyncio.sleep(away * self._pace)
                await self._come_back()
            case _:
                assert_never(line)

    async def _come_back(self) -> None:
        try:
            await self._page.open()
        except Unreachable:
            raise Lost from None
        await self._page.resume()
        self._tell("is back")

    async def _say(self, line: Say) -> None:
        if line.patience is not None:
            await self._wait(lambda: self._is_talking, None)
            answered = self._answered
            await self._wait(lambda: self._page.heard > answered, line.patience)
        await self._page.mark()
        types = Seconds(min(line.pause, TYPES_SECONDS))
        await self._pause(Seconds(line.pause - types))
        if types:
            await self._page.typing(typing=True)
            await self._pause(types)
        await self._page.say(line.text)
        if types:
            await self._page.typing(typing=False)
        self._answered = self._page.heard
        self._tell(f"says: {line.text}")

    async def _finish(self) -> None:
        match self._script.end:
            case Stop(pause=pause):
                await self._pause(pause)
                await self._stop()
            case Leave(pause=pause):
                await self._pause(pause)
                await self._page.leave()
                self._tell("has left at once")
            case Stay(patience=patience):
                await self._pause(patience)
                await self._stop()
            case _:
                assert_never(self._script.end)

    async def _stop(self) -> None:
        await self._page.stop()
        await self._page.until(lambda: self._page.is_over, ENDS_WITHIN)
        await self._see_the_end()

    async def _pause(self, seconds: Seconds) -> None:
        await self._wait(lambda: False, seconds)

    async def _wait(self, condition: Callable[[], bool], seconds: Seconds | None) -> None:
        """Until *condition* holds, for at most so long. Raises _Over."""
        within = None if seconds is None else Seconds(seconds * self._pace)
        await self._page.until(lambda: self._page.is_over or condition(), within)
        if self._page.is_over:
            raise _Over

    @property
    def _is_talking(self) -> bool:
        return self._page.view is not None and self._page.view.phase is Phase.TALKING

    def _shown(self) -> None:
        view = self._page.view
        if view is not None and (seen := _words(view)) != self._last:
            self._last = seen
            self._tell(seen)


def _words(view: SeekerViewWire) -> str:
    """What a young person sees of their state now."""
    match view.phase:
        case Phase.WAITING:
            again = ", handed over" if view.handed_over else ""
            return f"waits, number {view.place}{again}"
        case Phase.TALKING:
            return f"talks with {view.name}" + ("" if view.counsellor_here else ", whose connection is gone")
        case Phase.ENDED:
            return f"is done: {view.reason}"
        case _:
            assert_never(view.phase)
