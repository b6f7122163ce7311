"""A node's loops end when it stops, whatever a library does with a cancelling."""

import asyncio
from contextlib import suppress

import pytest

from chat.ending import at_work, end, is_to_end


async def until_ended(ended: list[str]) -> None:
    try:
        await asyncio.Event().wait()
    finally:
        ended.append("ended")


async def test_what_runs_beside_is_ended_with_the_block() -> None:
    ended: list[str] = []
    async with asyncio.timeout(5), at_work(until_ended(ended), until_ended(ended)):
        await asyncio.sleep(0)
        assert ended == []
    assert ended == ["ended", "ended"]


async def test_what_goes_wrong_beside_ends_the_block_and_all_else() -> None:
    ended: list[str] = []

    async def broken() -> None:
        await asyncio.sleep(0)
        raise ValueError

    with pytest.raises(ExceptionGroup) as caught:
        async with asyncio.timeout(5), at_work(until_ended(ended), broken()):
            await asyncio.Event().wait()
    assert caught.group_contains(ValueError)
    assert ended == ["ended"]


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
