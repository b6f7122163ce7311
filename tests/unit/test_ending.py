"""A node's loops end when it stops, whatever a library does with a cancelling."""

import asyncio
from contextlib import suppress

from chat.ending import end, is_to_end


async def test_a_loop_that_drops_one_cancelling_ends_all_the_same() -> None:
    dropped: list[str] = []

    async def careless() -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        dropped.append("once")
        await asyncio.Event().wait()

    async def careful() -> None:
        await asyncio.Event().wait()

    work = [asyncio.create_task(loop()) for loop in (careless, careful)]
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await end(work)
    assert dropped == ["once"]
    assert all(task.cancelled() for task in work)


async def test_nothing_to_end_is_no_fault() -> None:
    await end([])


async def test_who_was_cancelled_knows_it_although_a_library_dropped_it() -> None:
    known: list[bool] = []

    async def careless() -> None:
        known.append(is_to_end())
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        known.append(is_to_end())

    task = asyncio.create_task(careless())
    await asyncio.sleep(0)
    task.cancel()
    await task
    assert known == [False, True]
