"""The minutes after a conversation: work, in which nobody is offered."""

from __future__ import annotations

from dataclasses import dataclass

from chat.identifiers import Instant

HEAVY_LASTS = 3
"""After a conversation in which there was danger wrapping up lasts so many times as long."""


@dataclass(frozen=True, slots=True)
class WrapUp:
    """A counsellor finishes what a conversation leaves behind, until *until*; *heavy*: there was danger in it."""

    until: Instant
    heavy: bool = False
