"""Every event to the server about help and about circles of staff; ``wire`` holds the others."""

from __future__ import annotations

from typing import ClassVar

from chat.transport.shapes import Count, Id, Wire


class HelpAsk(Wire, frozen=True):
    """Ask for help with a conversation."""

    event: ClassVar[str] = "help.ask"

    conversation: Id


class HelpCallOff(Wire, frozen=True):
    """Help is not needed any more."""

    event: ClassVar[str] = "help.call_off"

    conversation: Id


class HelpCome(Wire, frozen=True):
    """Come to help."""

    event: ClassVar[str] = "help.come"

    circle: Id


class HelpGiveBack(Wire, frozen=True):
    """Not to come to help after all."""

    event: ClassVar[str] = "help.give_back"

    circle: Id


class WhisperSend(Wire, frozen=True):
    """Say something to who asked for help, or to who came."""

    event: ClassVar[str] = "whisper.send"

    circle: Id
    cmid: Id
    body: str


class RoomSend(Wire, frozen=True):
    """Say something to everybody on shift."""

    event: ClassVar[str] = "room.send"

    circle: Id
    cmid: Id
    body: str


class CircleSync(Wire, frozen=True):
    """Read what was said in a circle after the line *after*; 0 reads all there is."""

    event: ClassVar[str] = "circle.sync"

    circle: Id
    after: Count
