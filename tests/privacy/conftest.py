"""What is shown here is shown on running nodes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.transport.house import House, open_house


@pytest.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    async with open_house(tmp_path, monkeypatch) as house:
        yield house
