"""Under any history the desk keeps its laws (the laws: standing, overtaking, moving, ending, telling, ...; who is next: oracle)."""

from hypothesis import settings

from tests.properties.machine import DeskMachine, LedFromTheDesk

TestTheDeskUnderAnyHistory = DeskMachine.TestCase
TestTheDeskUnderAnyHistory.settings = settings(max_examples=max(200, settings().max_examples))

TestTheDeskThatIsLedFromTheDesk = LedFromTheDesk.TestCase
TestTheDeskThatIsLedFromTheDesk.settings = settings(
    max_examples=max(20, settings().max_examples // 10), stateful_step_count=10
)
