"""The values on the wire that only a board is told; see ``shapes``."""

from __future__ import annotations

from chat.routing.board import AlarmKind
from chat.routing.house import DoorReason
from chat.transport.shapes import CallWire, DoorWire, Wire


class AlarmWire(Wire, frozen=True):
    """Something that needs a supervisor; see ``chat.routing.board.Alarm``."""

    kind: AlarmKind
    count: int
    longest_ms: int | None


class BoardViewWire(Wire, frozen=True):
    """The shift in numbers; see ``chat.routing.board.BoardView``."""

    version: int
    door: DoorWire
    closed: bool
    cap: int | None
    reason: DoorReason | None
    waiting: int
    urgent: int
    longest_wait_ms: int | None
    talking: int
    seated: int
    leading: int
    minimum: int
    free: int
    declined: int
    missed: int
    alarms: tuple[AlarmWire, ...]
    calls: tuple[CallWire, ...]
    room: str | None
