"""Whether this node was out: without the store, or not running at all."""

from __future__ import annotations

import asyncio

GAP_SECONDS = 5.0
"""After so long without the store, or without running at all, nothing falls due at once (DESIGN.md 4)."""


class Lookout:
    """When this node last saw the desk. Whoever was out says so to the desk before anything else of that time is told."""

    def __init__(self) -> None:
        self._saw = asyncio.get_running_loop().time()

    @property
    def was_out(self) -> bool:
        """Whether the desk has not been seen from here for longer than GAP_SECONDS."""
        return asyncio.get_running_loop().time() - self._saw > GAP_SECONDS

    def saw(self) -> None:
        """The desk was read just now, and where this node was out, the desk knows."""
        self._saw = asyncio.get_running_loop().time()
