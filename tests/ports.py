"""Ports for what the tests start."""

import secrets
import socket
from contextlib import closing

PORTS = range(10_000, 30_000)
"""Below those that a machine gives to its own connections: while a server is away, nobody else gets its port."""


def free_port() -> int:
    """A port nobody listens on now."""
    return next(port for port in iter(lambda: secrets.choice(PORTS), None) if is_free(port))


def is_free(port: int) -> bool:
    """Whether a server could have it now."""
    with closing(socket.socket()) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
