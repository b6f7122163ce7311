"""The only source of chance: ids, and the one that is a keyed digest so that a repeat gets it again."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256
from typing import Protocol

from chat.identifiers import ConversationId, Epoch, Generation, NodeId, SeekerId

KEY_BYTES = 32


class Entropy(Protocol):
    """Makes the ids that service needs; tests count instead."""

    def conversation(self) -> ConversationId:
        """A new conversation's id."""
        ...

    def epoch(self) -> Epoch:
        """A new log's epoch."""
        ...

    def generation(self) -> Generation:
        """The name of a new life of the live state."""
        ...

    def seeker(self, start_id: str) -> SeekerId:
        """Who begins with this start: the same one whenever the same start is repeated."""
        ...

    def lot(self) -> float:
        """A number from 0 up to 1, each as likely: who is first of those who come as the line opens."""
        ...

    def returning(self, conversation: ConversationId) -> bytes:
        """What the return words of this conversation are chosen by: the same whenever they are asked for."""
        ...


class SystemEntropy:
    """The operating system's randomness, and the deployment's key for what must be the same twice."""

    def __init__(self, key: bytes) -> None:
        """*key* is secret and at least 32 bytes."""
        self._key = key

    def conversation(self) -> ConversationId:
        """128 random bits."""
        return ConversationId(secrets.token_urlsafe(16))

    def epoch(self) -> Epoch:
        """64 random bits: enough to tell two lives of one log apart."""
        return Epoch(secrets.token_urlsafe(8))

    def generation(self) -> Generation:
        """128 random bits."""
        return Generation(secrets.token_urlsafe(16))

    def seeker(self, start_id: str) -> SeekerId:
        """A keyed digest of 128 bits: nothing has to be remembered to know the same start again."""
        return SeekerId(hmac.new(self._key, b"seeker\x00" + start_id.encode(), sha256).hexdigest()[:32])

    def lot(self) -> float:
        """53 random bits as a fraction."""
        return secrets.randbits(53) / (1 << 53)

    def returning(self, conversation: ConversationId) -> bytes:
        """A keyed digest of 256 bits: whoever asks again, at whichever node, gets the same words."""
        return hmac.digest(self._key, b"return words\x00" + conversation.encode(), "sha256")


def nonce() -> bytes:
    """192 random bits for one sealing: no two are ever the same."""
    return secrets.token_bytes(24)


def new_key() -> bytes:
    """A deployment's key: 256 random bits."""
    return secrets.token_bytes(KEY_BYTES)


def node_id() -> NodeId:
    """A node's name: 64 random bits, in which nothing is counted."""
    return NodeId(secrets.token_urlsafe(8))


def connection_id(node: NodeId) -> str:
    """A socket's id at this node: 128 random bits, in which nothing is counted."""
    return f"{node}.{secrets.token_urlsafe(16)}"


def up_to(most: int) -> int:
    """A whole number from 0 to *most*, each as likely."""
    return secrets.randbelow(most + 1)


def page_id() -> str:
    """What a page makes for itself, a start or a message: 128 random bits."""
    return secrets.token_urlsafe(16)
