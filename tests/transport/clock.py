"""The machine's clock, which a test can put forward."""

import time

from chat.identifiers import Instant


class Clock:
    """Stands for ``chat.clock.MonotonicClock`` in a node under test."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> Instant:
        return Instant(time.monotonic() + self._ahead)

    def pass_by(self, seconds: float) -> None:
        self._ahead += seconds
