"""The only reader of time."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol

from chat.identifiers import Instant


class Clock(Protocol):
    """Tells the moment on a clock that never runs backwards."""

    def now(self) -> Instant:
        """The present moment in seconds; only differences mean anything."""
        ...


class MonotonicClock:
    """The machine's monotonic clock: unmoved by somebody setting the time."""

    def now(self) -> Instant:
        """Seconds since some fixed moment of this machine's run."""
        return Instant(time.monotonic())


def wall_time() -> datetime:
    """The date and time in UTC, for what outlives a process: sessions of staff."""
    return datetime.now(UTC)
