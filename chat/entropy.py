"""The only source of chance: ids and the secret behind tickets."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256
from typing import Protocol

from chat.identifiers import ConversationId, Epoch, Ticket

KEY_BYTES = 32


class Entropy(Protocol):
    """Makes the ids that service needs; tests count instead."""

    def conversation(self) -> ConversationId:
        """A new conversation's id."""
        ...

    def epoch(self) -> Epoch:
        """A new log's epoch."""
        ...

    def ticket(self, start_id: str) -> Ticket:
        """The ticket for this start: the same one whenever the same start is repeated."""
        ...


class SystemEntropy:
    """The operating system's randomness, and one deployment key for what must be the same twice."""

    def __init__(self, key: bytes | None = None) -> None:
        """Use *key* (at least 32 bytes), or one that lives as long as this process when None."""
        self._key = key if key is not None else secrets.token_bytes(KEY_BYTES)

    def conversation(self) -> ConversationId:
        """128 random bits."""
        return ConversationId(secrets.token_urlsafe(16))

    def epoch(self) -> Epoch:
        """64 random bits: enough to tell two lives of one log apart."""
        return Epoch(secrets.token_urlsafe(8))

    def ticket(self, start_id: str) -> Ticket:
        """A 256-bit keyed digest, so that a repeated start needs no memory to get the same ticket."""
        return Ticket(hmac.new(self._key, b"ticket\x00" + start_id.encode(), sha256).hexdigest())


def connection_id() -> str:
    """A socket's id: 128 random bits, in which nothing is counted."""
    return secrets.token_urlsafe(16)


def up_to(most: int) -> int:
    """A whole number from 0 to *most*, each as likely."""
    return secrets.randbelow(most + 1)


def page_id() -> str:
    """What a page makes for itself, a start or a message: 128 random bits."""
    return secrets.token_urlsafe(16)
