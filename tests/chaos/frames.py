"""WebSocket frames and the Socket.IO packets in them, as far as a proxy needs them to lose or double one."""

import asyncio
import json
import struct
from dataclasses import dataclass

TEXT = 1
HEAD_BYTES = 64 * 1024
SHORT, LONG = 126, 127


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: its bytes as they came, and its text when it is a whole text frame."""

    raw: bytes
    text: str | None

    @property
    def is_event(self) -> bool:
        """Whether it is an event, from either side."""
        return self.text is not None and self.text.startswith("42")

    @property
    def is_answer(self) -> bool:
        """Whether it is the answer to an event."""
        return self.text is not None and self.text.startswith("43")

    @property
    def number(self) -> str | None:
        """What ties an answer to its event; None for an event that wants none."""
        packet = self._packet()
        digits = packet[: len(packet) - len(packet.lstrip("0123456789"))]
        return digits or None

    @property
    def name(self) -> str | None:
        """What the event is called; None for anything else."""
        if not self.is_event:
            return None
        packet = self._packet().lstrip("0123456789")
        name: str = json.loads(packet)[0]
        return name

    def _packet(self) -> str:
        """Behind the kind and the namespace."""
        packet = (self.text or "")[2:]
        return packet.partition(",")[2] if packet.startswith("/") else packet


async def read_frame(reader: asyncio.StreamReader) -> Frame:
    """The next frame. Raises IncompleteReadError when there is none."""
    raw = await reader.readexactly(2)
    first, second = raw
    masked, length = second & 0x80, second & 0x7F
    if length in (SHORT, LONG):
        size = await reader.readexactly(2 if length == SHORT else 8)
        raw += size
        length = struct.unpack("!H" if len(size) == 2 else "!Q", size)[0]
    mask = await reader.readexactly(4) if masked else b""
    payload = await reader.readexactly(length)
    is_text = first & 0x80 and first & 0x0F == TEXT
    text = _unmasked(payload, mask).decode() if is_text else None
    return Frame(raw + mask + payload, text)


async def read_head(reader: asyncio.StreamReader) -> bytes:
    """The head of an HTTP request or answer. Raises IncompleteReadError when there is none."""
    return await reader.readuntil(b"\r\n\r\n")


def field(head: bytes, name: str) -> str:
    """A field of an HTTP head; empty when it is not there."""
    for line in head.decode("latin-1").split("\r\n")[1:]:
        key, _, value = line.partition(":")
        if key.strip().lower() == name:
            return value.strip()
    return ""


def _unmasked(payload: bytes, mask: bytes) -> bytes:
    if not mask or not payload:
        return payload
    key = (mask * (len(payload) // 4 + 1))[: len(payload)]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(len(payload), "big")
