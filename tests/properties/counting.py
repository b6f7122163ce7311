"""How many histories a machine was led through, and how many steps they had: counted as they are walked, and not as they were asked for."""

from typing import ClassVar

from hypothesis.stateful import RuleBasedStateMachine, invariant

from tests.chaos.records import tell


class Counted(RuleBasedStateMachine):
    """A machine that counts its histories and their steps."""

    walked_by: ClassVar[dict[str, tuple[int, int]]] = {}
    """Histories and steps, by the name of the machine."""
    looks = 0

    @invariant()
    def a_look_more(self) -> None:
        self.looks += 1

    def teardown(self) -> None:
        # The first look comes before the first step.
        name, steps = type(self).__name__, max(0, self.looks - 1)
        histories, before = self.walked_by.get(name, (0, 0))
        self.walked_by[name] = (histories + 1, before + steps)
        super().teardown()


def tell_walked() -> None:
    """Write what was counted where the soak reads it."""
    for name, (histories, steps) in Counted.walked_by.items():
        tell({"row": name, "histories": histories, "steps": steps})
