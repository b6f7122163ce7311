"""What `make test` draws hangs on nothing but the tests themselves: what passed once passes everywhere."""

import importlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


def drawn() -> list[int]:
    """What is drawn for one test."""
    found: list[int] = []

    @given(st.integers())
    @settings(max_examples=300)
    def look(number: int) -> None:
        found.append(number)

    look()
    return found


@pytest.mark.skipif(not settings().derandomize, reason="the soak explores")
def test_the_same_is_drawn_whatever_else_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    once = drawn()
    (tmp_path / "elsewhere.py").write_text(f"NUMBERS = {list(range(1000, 1100))}\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.import_module("elsewhere")
    assert drawn() == once
