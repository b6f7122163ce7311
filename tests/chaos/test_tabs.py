"""A young person goes from one tab to another, without a line and with a refresh in between: what they wrote is there, whichever page was first."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from functools import partial
from typing import Any

import pytest
import pytest_asyncio

from tests.chaos.line import Line, running, until
from tests.chaos.modes import EMBEDDED
from tests.chaos.people import until_talking

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.in_seconds]

SEED = 20_261_128
TALKS_WITHIN_SECONDS = 60.0
READ_WITHIN_SECONDS = 20.0
ONE, OTHER = 0, 1
"""The tab in which they came, and the one that was duplicated from it."""


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Line]:
    async with running(tmp_path_factory.mktemp("tabs"), EMBEDDED, SEED, [3]) as line:
        await line.seat()
        yield line


@pytest_asyncio.fixture(loop_scope="module")
async def talk(line: Line) -> tuple[Line, str, str]:
    """Somebody who talks: the line, their name and that of the counsellor."""
    seeker = await line.arrive()
    (pair,) = await until_talking(line.clients, [seeker], TALKS_WITHIN_SECONDS)
    return line, seeker, pair.desk


async def begun(asking: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    """What is asked, once it was asked; it is not waited for."""
    task = asyncio.create_task(asking)
    await asyncio.sleep(0)
    return task


async def reads(line: Line, desk: str, *texts: str) -> None:
    """Until the counsellor reads exactly these of the one conversation in which the first of them stands."""

    async def stand() -> bool:
        screens = (await line.clients.do("screens", desk))[desk]
        read = [[text["text"] for text in one["texts"]] for one in screens["read"]]
        return [*texts] in read

    await until(stand, READ_WITHIN_SECONDS, lambda: f"the counsellor never read {texts}")


async def shows(line: Line, seeker: str, tab: int, **wanted: Any) -> None:
    """Until this tab shows that."""

    async def stands() -> bool:
        screen = await line.clients.do("screen", seeker, tab=tab)
        return all(screen[key] == value for key, value in wanted.items())

    await until(stands, READ_WITHIN_SECONDS, lambda: f"tab {tab} never showed {wanted}")


async def test_back_in_the_first_tab_a_refresh_without_a_line_keeps_what_was_written(
    talk: tuple[Line, str, str],
) -> None:
    line, seeker, desk = talk
    do = partial(line.clients.do, who=seeker)
    await do("say", text="in the first tab")
    await do("refresh")
    await do("second_tab")
    await do("resume", tab=OTHER)
    await shows(line, seeker, OTHER, phase="talking", linked=True)
    await shows(line, seeker, ONE, screen="superseded")
    await do("close_tab", tab=OTHER)
    await do("resume", tab=ONE)
    await shows(line, seeker, ONE, phase="talking", linked=True)
    await do("network", yes=False)
    await do("say", tab=ONE, text="without a line")
    refreshing = await begun(do("refresh", tab=ONE))
    await do("network", yes=True)
    await refreshing
    await shows(line, seeker, ONE, screen="conversation", phase="talking", linked=True)
    await reads(line, desk, "in the first tab", "without a line")


async def test_what_a_refreshed_tab_wrote_is_there_though_another_tab_was_asked_meanwhile(
    talk: tuple[Line, str, str],
) -> None:
    line, seeker, desk = talk
    do = partial(line.clients.do, who=seeker)
    await do("say", text="with a line")
    await reads(line, desk, "with a line")
    await do("second_tab")
    await do("network", yes=False)
    await do("say", tab=ONE, text="written before the refresh")
    refreshing = await begun(do("refresh", tab=ONE))
    await do("resume", tab=OTHER)
    await do("network", yes=True)
    await refreshing
    await reads(line, desk, "with a line", "written before the refresh")
    await shows(line, seeker, OTHER, phase="talking", linked=True)
    await shows(line, seeker, ONE, screen="superseded", returned=[])
