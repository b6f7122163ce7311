"""A clock that a test sets."""

from chat.identifiers import Instant


class FakeClock:
    """Stands for ``chat.clock.MonotonicClock``; time passes when it is told to."""

    def __init__(self) -> None:
        self._now = 1000.0

    def now(self) -> Instant:
        return Instant(self._now)

    def advance(self, seconds: float) -> None:
        self._now += seconds
