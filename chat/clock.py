"""The only reader of time."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol

from chat.identifiers import Instant


class Clock(Protocol):
    """Tells the moment on a clock that never runs backwards."""

    def now(self) -> Instant:
        """The present moment, in seconds since 1970 as far as this clock knows."""
        ...


class MonotonicClock:
    """Seconds that pass evenly: unmoved by somebody setting the time.

    They are counted from the date at which this clock was made, so that what one process wrote down means about the
    same to the next.
    """

    def __init__(self) -> None:
        self._made = time.time() - time.monotonic()

    def now(self) -> Instant:
        """The present moment."""
        return Instant(self._made + time.monotonic())


def wall_time() -> datetime:
    """The date and time in UTC, for what outlives a process: sessions of staff."""
    return datetime.now(UTC)
