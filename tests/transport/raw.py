"""A client that a browser would never be: it may stop reading, never answer, never leave."""

import asyncio
import os
import socket
import struct
from collections.abc import Mapping
from typing import Self, cast
from urllib.parse import urlsplit

from tests.transport.page import HANDSHAKE
from tests.waiting import WITHIN_SECONDS

SMALL_BUFFER = 4096


class RawSocket:
    """A WebSocket over a bare TCP connection, of which nothing is read unless a test asks for it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: str) -> None:
        self.reader = reader
        self.writer = writer
        self.answer = answer
        """Status line and headers with which the server upgraded, or did not."""

    @classmethod
    async def open(cls, origin: str, headers: Mapping[str, str] | None = None, path: str = HANDSHAKE) -> Self:
        """Ask for a WebSocket; *headers* take the place of those a browser would send, "" leaves one out."""
        address = urlsplit(origin)
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        line.setblocking(False)
        await asyncio.get_running_loop().sock_connect(line, ("127.0.0.1", address.port))
        reader, writer = await asyncio.open_connection(sock=line, limit=SMALL_BUFFER)
        asked = {
            "Host": address.netloc,
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits",
            "Origin": origin,
            **(headers or {}),
        }
        lines = [f"{name}: {value}" for name, value in asked.items() if value]
        writer.write("\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode())
        async with asyncio.timeout(WITHIN_SECONDS):
            answer = await reader.readuntil(b"\r\n\r\n")
        return cls(reader, writer, answer.decode())

    def stop_reading(self) -> None:
        """From now on the window closes."""
        self.line.pause_reading()

    def say(self, *texts: str) -> None:
        """Put text frames on the line, without waiting for anything."""
        self.writer.write(b"".join(frame(text.encode()) for text in texts))

    async def read_until(self, wanted: bytes) -> bytes:
        """Everything up to *wanted*."""
        async with asyncio.timeout(WITHIN_SECONDS):
            return await self.reader.readuntil(wanted)

    async def is_cut(self) -> None:
        """Wait until the server has closed the line, whatever it had still said."""
        async with asyncio.timeout(WITHIN_SECONDS):
            try:
                while await self.reader.read(65536):
                    pass
            except ConnectionError:
                return

    def cut(self) -> None:
        """Lose the network."""
        self.line.abort()

    @property
    def line(self) -> asyncio.Transport:
        return cast("asyncio.Transport", self.writer.transport)  # a TCP line goes both ways


def frame(content: bytes) -> bytes:
    """A masked text frame."""
    mask = os.urandom(4)
    size = len(content)
    head = b"\x81" + (bytes([0x80 | size]) if size < 126 else b"\xfe" + struct.pack(">H", size))
    return head + mask + bytes(byte ^ mask[index % 4] for index, byte in enumerate(content))
