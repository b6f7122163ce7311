"""What a decision did, for whoever has to be told. Writes to logs are effects too: they commit with the desk."""

from __future__ import annotations

from dataclasses import dataclass

from chat.circle.log import CircleForgotten
from chat.conversation.lifecycle import LogWrite
from chat.identifiers import ConnectionId, SeekerId, VolunteerId


@dataclass(frozen=True, slots=True)
class SeekerChanged:
    """What this young person may see of the desk has changed."""

    seeker: SeekerId


@dataclass(frozen=True, slots=True)
class SeatChanged:
    """What this counsellor may see of the desk has changed."""

    counsellor: VolunteerId


@dataclass(frozen=True, slots=True)
class Superseded:
    """A newer page speaks for this young person; the page on *connection* does not any more."""

    connection: ConnectionId


@dataclass(frozen=True, slots=True)
class HelpChanged:
    """Who asks for help, or who comes, has changed: boards show it."""


Effect = LogWrite | CircleForgotten | SeekerChanged | SeatChanged | Superseded | HelpChanged
