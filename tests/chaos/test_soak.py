"""What runs at length is what runs small."""

import runpy
from pathlib import Path

from tests.chaos.modes import CLOCKS, SCALED

SOAK = Path(__file__).parents[2] / "scripts" / "soak.py"


def test_every_row_of_several_nodes_is_a_part_of_the_soak() -> None:
    assert runpy.run_path(str(SOAK))["ROWS"] == tuple(mode.name for mode in (*SCALED, *CLOCKS))
