"""Trap 4, earlier still: somebody closes the page while its handshake is being answered."""

import asyncio
import socket
import struct
from urllib.parse import urlsplit

from tests.transport.house import House
from tests.transport.page import HANDSHAKE
from tests.waiting import comes_true

TIMES = 300
RESET = struct.pack("ii", 1, 0)


def upgrade(host: str, origin: str) -> bytes:
    """What a browser sends to open a socket."""
    asked = {
        "Host": host,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
        "Origin": origin,
    }
    return "\r\n".join(
        [f"GET {HANDSHAKE} HTTP/1.1", *(f"{k}: {v}" for k, v in asked.items()), "", ""]
    ).encode()


def ask_and_go(house: House, said: bytes) -> None:
    """The whole request, and the line torn in the same moment: both wait for the node when it looks next."""
    with socket.create_connection(("127.0.0.1", urlsplit(house.origin).port)) as line:
        line.sendall(said)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


async def test_04_who_went_before_the_handshake_was_answered_is_no_fault_and_no_ghost(house: House) -> None:
    address = urlsplit(house.origin)
    for _ in range(TIMES):
        ask_and_go(house, upgrade(address.netloc, house.origin))
        # The node, which runs on this loop, takes it up.
        await asyncio.sleep(0)
    await comes_true(lambda: house.node.gateway.open_sockets() == 0)
    assert house.node.faults.count == 0
