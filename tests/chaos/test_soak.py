"""What runs at length is what runs small, and the record of it says what the tests counted."""

import json
import os
import runpy
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from tests.chaos.modes import CLOCKS, SCALED

CHECKOUT = Path(__file__).parents[2]
SOAK = CHECKOUT / "scripts" / "soak.py"
MACHINES = "tests/properties/test_desk_machine.py::TestTheDeskThatIsLedFromTheDesk"
HISTORIES, STEPS_EACH = 20, 10
"""What those tests ask for when they run small."""


def test_every_row_of_several_nodes_is_a_part_of_the_soak() -> None:
    assert runpy.run_path(str(SOAK))["ROWS"] == tuple(mode.name for mode in (*SCALED, *CLOCKS))


def test_no_part_says_beforehand_what_will_have_been_counted() -> None:
    soak = runpy.run_path(str(SOAK))
    assert {field.name for field in fields(soak["Part"])} == {"tests", "covers", "environment"}


def test_the_histories_of_a_machine_are_counted_as_they_are_walked(tmp_path: Path) -> None:
    rows = tmp_path / "rows"
    subprocess.run(
        (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", MACHINES),
        cwd=CHECKOUT,
        env={**os.environ, "CHAOS_RECORD": str(rows), "HYPOTHESIS_PROFILE": "fast"},
        check=True,
        capture_output=True,
    )
    (told,) = [json.loads(line) for line in rows.read_text("utf-8").splitlines()]
    assert told["row"] == "LedFromTheDesk"
    assert told["histories"] == pytest.approx(HISTORIES, abs=2)
    assert told["histories"] < told["steps"] <= told["histories"] * (STEPS_EACH + 1)
