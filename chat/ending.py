"""Ends what runs beside, although a call of a library may drop that it is cancelled.

Where such a call is done in the moment of cancelling, ``asyncio.wait_for`` of Python 3.11 gives its result and drops the
cancelling, and the loop around it would run on.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import Any

CANCEL_AGAIN_SECONDS = 0.1

Loop = Coroutine[Any, Any, None]
"""What runs beside until it is ended."""


@asynccontextmanager
async def at_work(*loops: Loop) -> AsyncIterator[None]:
    """These run for as long as the block lasts; what goes wrong in one of them ends the block, and the others."""
    async with asyncio.TaskGroup() as group:
        work = [group.create_task(loop) for loop in loops]
        yield
        await end(work)


async def end(work: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel these until they have ended."""
    running = set(work)
    while running:
        for task in running:
            task.cancel()
        _, running = await asyncio.wait(running, timeout=CANCEL_AGAIN_SECONDS)


def is_to_end() -> bool:
    """Whether the task that asks was cancelled, also when a library dropped it."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
