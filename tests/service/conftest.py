"""One shift for one test."""

from collections.abc import AsyncIterator

import pytest

from tests.service.shift import Shift, serving


@pytest.fixture
async def shift() -> AsyncIterator[Shift]:
    async with serving() as shift:
        yield shift
