"""Sealed with the deployment's key: nobody else can read it, change it, or put it in another place."""

from __future__ import annotations

import hmac
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chat.entropy import nonce


def digest(key: bytes, purpose: str, name: bytes) -> str:
    """A name that says nothing to whoever has not the *key*: 128 bits in hexadecimal digits."""
    return hmac.digest(key, b"luister name " + purpose.encode() + b"\x00" + name, sha256).hex()[:32]


class Broken(Exception):
    """What was to be opened is not what was sealed for this place."""


class Seal:
    """Seals bytes for one place and opens them there.

    AES-256-GCM under a key of each content's own, as in XAES-256-GCM: half of 192 random bits makes it out of the deployment's, the other half
    is the nonce. So it may be done as often as one likes.
    """

    def __init__(self, key: bytes, purpose: str) -> None:
        """*purpose* keeps apart what is sealed for different uses under the one *key*."""
        self._key = hmac.digest(key, b"luister seal " + purpose.encode(), sha256)

    def seal(self, content: bytes, place: bytes = b"") -> bytes:
        """*content*, sealed for *place*; 40 bytes longer."""
        one = nonce()
        return one + self._under(one).encrypt(one[HALF:], content, place)

    def open(self, sealed: bytes, place: bytes = b"") -> bytes:
        """What was sealed for *place*. Raises Broken."""
        one, rest = sealed[: 2 * HALF], sealed[2 * HALF :]
        try:
            return self._under(one).decrypt(one[HALF:], rest, place)
        except (InvalidTag, ValueError) as fault:
            raise Broken from fault

    def _under(self, one: bytes) -> AESGCM:
        return AESGCM(hmac.digest(self._key, one[:HALF], sha256))


HALF = 12
"""Of a nonce."""
