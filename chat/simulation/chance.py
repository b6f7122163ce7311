"""Chance that is the same again for the same seed: a simulated day has to be repeatable, unlike an id."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

from chat.identifiers import Instant, Seconds

T = TypeVar("T")


class Chance:
    """A stream of its own for each *purpose*: what one draws moves nothing of what another draws."""

    def __init__(self, seed: int, purpose: str) -> None:
        self._random = random.Random(f"{seed}/{purpose}")  # noqa: S311 - nothing is kept secret by it

    def share(self, share: float) -> bool:
        """True in this share of cases."""
        return self._random.random() < share

    def between(self, low: float, high: float) -> float:
        """Any number between these, each as likely."""
        return self._random.uniform(low, high)

    def around(self, median: Seconds, spread: float, least: Seconds, most: Seconds) -> Seconds:
        """A length of which half are below *median*, with a long tail (lognormal), drawn again until within bounds."""
        while not least <= (drawn := median * self._random.lognormvariate(0.0, spread)) <= most:
            pass
        return Seconds(drawn)

    def moments(self, expected: float, begins: Instant, ends: Instant) -> list[Instant]:
        """Moments that have nothing to do with each other (Poisson), as many as *expected* on average, in order."""
        found: list[Instant] = []
        if expected <= 0:
            return found
        apart = (ends - begins) / expected
        at = begins + apart * self._random.expovariate(1.0)
        while at < ends:
            found.append(Instant(at))
            at += apart * self._random.expovariate(1.0)
        return found

    def one_of(self, things: Sequence[T]) -> T:
        """Any of these, each as likely."""
        return self._random.choice(things)
