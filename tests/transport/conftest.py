"""Every test here talks to a running node over real sockets, on the event loop that serves visitors."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest
import uvloop

from tests.transport.house import House, open_house


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop that serves visitors: what the standard one allows is not yet allowed there."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A house that stays open for one test; nothing in it went wrong unless the test says so."""
    async with open_house(tmp_path, monkeypatch) as house:
        yield house
