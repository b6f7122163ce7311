"""A page that is to stop stops."""

import asyncio
from contextlib import suppress

import pytest

from chat.rehearsal.page import Page


async def test_who_is_stopped_while_the_library_drops_it_waits_for_nothing_more() -> None:
    page = Page("http://localhost:1", lambda: None)

    async def played() -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        await page.until(lambda: False, None)

    task = asyncio.create_task(played())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
