"""Every story is played on both stores, or it is written down why it is not."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.e2e.standing import MOVES_THE_CLOCK

HERE = Path(__file__).parent
CLOCK = "clock.pass_by"


def stories() -> Iterator[tuple[str, set[str], str]]:
    """The name of each, what it asks for, and the text of it."""
    for path in sorted(HERE.glob("test_*.py")):
        source = path.read_text("utf-8")
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                asked = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
                yield f"{path.stem}.{node.name}", asked, ast.get_source_segment(source, node) or ""


def test_the_stories_that_move_the_clock_are_those_that_are_written_down() -> None:
    moving = {name for name, asked, text in stories() if "node" in asked and CLOCK in text}
    # Its parts move it.
    states = {"test_states.test_every_state_can_be_used_by_everybody"}
    assert any(CLOCK in path.read_text("utf-8") for path in (HERE / "states").glob("*.py"))
    assert moving | states == MOVES_THE_CLOCK


def test_no_story_that_is_played_on_both_reaches_into_a_node() -> None:
    both = [(name, asked) for name, asked, _ in stories() if "either" in asked]
    assert len(both) > 10
    assert [name for name, asked in both if "node" in asked] == []
