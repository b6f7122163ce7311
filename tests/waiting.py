"""Waiting for a condition, never for a time."""

import asyncio
from collections.abc import Callable

WITHIN_SECONDS = 30.0
"""How long a busy machine may take for what takes milliseconds."""


async def comes_true(
    condition: Callable[[], bool], within_seconds: float = WITHIN_SECONDS, every_seconds: float = 0.002
) -> None:
    """Return as soon as *condition* holds, which is looked at so often. Raises TimeoutError when it never does."""
    async with asyncio.timeout(within_seconds):
        while not condition():  # noqa: ASYNC110 - what is looked at does not tell when it changes
            await asyncio.sleep(every_seconds)
