"""The list of tests that stay in memory is true: each is there, and has a reason that can be seen."""

from pathlib import Path

from tests.service.stores import NEITHER, ONLY_MEMORY, ONLY_REDIS

HERE = Path(__file__).parent
BOUND = ("clock.advance", "serving(", "store._logs")
"""What cannot be asked of a Redis."""


def test_whatever_stays_in_memory_asks_what_no_redis_can_do_and_nothing_else_does() -> None:
    for file in HERE.glob("test_*.py"):
        if file.stem in (*NEITHER, *ONLY_REDIS):
            continue
        text = file.read_text("utf-8")
        if file.stem in ONLY_MEMORY:
            assert any(word in text for word in BOUND), file.stem
            continue
        for test in text.split("\nasync def ")[1:]:
            name, _, body = test.partition("(")
            is_bound = any(word in body for word in BOUND)
            if name.startswith("test_"):
                assert is_bound == (name in ONLY_MEMORY), name


def test_the_list_names_nothing_that_is_not_there() -> None:
    texts = {file.stem: file.read_text("utf-8") for file in HERE.glob("test_*.py")}
    for name in (*ONLY_MEMORY, *ONLY_REDIS, *NEITHER):
        assert name in texts or any(f"async def {name}(" in text for text in texts.values()), name
