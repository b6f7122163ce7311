"""Ends what runs beside, although a call of a library may drop that it is cancelled.

Where such a call is done in the moment of cancelling, ``asyncio.wait_for`` of Python 3.11 gives its result and drops the
cancelling, and the loop around it would run on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

CANCEL_AGAIN_SECONDS = 0.1


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
