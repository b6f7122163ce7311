"""Nodes are killed and started again under people who talk: nobody loses anything, nobody loses anybody."""

from pathlib import Path

import pytest

from tests.chaos.modes import EMBEDDED
from tests.chaos.story import survived

pytestmark = pytest.mark.in_seconds

SEED = 20_261_121


async def test_conversations_outlive_the_process(tmp_path: Path) -> None:
    for record in await survived(tmp_path, EMBEDDED, SEED):
        assert record.is_good, record.line()
        assert record.says_enough, record.line()
