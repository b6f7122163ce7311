"""How often somebody may speak and how often they may be wrong; and whose page may connect at all."""

from __future__ import annotations

from dataclasses import dataclass

from chat.clock import Clock
from chat.errors import RateLimited
from chat.identifiers import Instant, Seconds

FAULTS_MOST = 20
"""The fault within a minute that closes the connection (DESIGN.md 7, D5)."""
FAULTS_WITHIN = Seconds(60.0)


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many events at once, and how many a second after that."""

    name: str
    burst: int
    per_second: float


SPEAKING = Allowance("speaking", burst=20, per_second=2.0)
"""What a person does: messages, accepting, leaving (DESIGN.md 7, D6)."""
READING = Allowance("reading", burst=60, per_second=10.0)
"""What a page does by itself: marks, typing, reading on."""


class Limits:
    """One connection's allowances and faults. Nothing in it is derived from an address."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tokens: dict[str, tuple[float, Instant]] = {}
        self._faults: list[Instant] = []

    def spend(self, allowance: Allowance) -> None:
        """Count one event. Raises RateLimited with the time after which there is room again."""
        now = self._clock.now()
        tokens, last = self._tokens.get(allowance.name, (float(allowance.burst), now))
        tokens = min(float(allowance.burst), tokens + (now - last) * allowance.per_second)
        if tokens < 1.0:
            self._tokens[allowance.name] = (tokens, now)
            raise RateLimited(retry_ms=int((1.0 - tokens) / allowance.per_second * 1000) + 1)
        self._tokens[allowance.name] = (tokens - 1.0, now)

    def fault(self) -> bool:
        """Count one fault; True when it is the one too many within a minute."""
        now = self._clock.now()
        self._faults = [at for at in self._faults if now - at < FAULTS_WITHIN]
        self._faults.append(now)
        return len(self._faults) >= FAULTS_MOST


def is_own_page(origin: str | None, fetch_site: str | None, allowed: frozenset[str]) -> bool:
    """Whether a handshake or a change comes from one of our own pages.

    *origin* and *fetch_site* are the headers as they came, None when absent. A browser always sends Origin with
    a WebSocket; who sends none is no browser of ours (REQ-D4).
    """
    return origin in allowed and fetch_site in (None, "same-origin")
