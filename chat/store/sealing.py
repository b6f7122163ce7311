"""Sealed with the deployment's key: nobody else can read it, change it, or put it in another place."""

from __future__ import annotations

import hmac
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from chat.entropy import nonce


def digest(key: bytes, purpose: str, name: bytes) -> str:
    """A name that says nothing to whoever has not the *key*: 128 bits in hexadecimal digits."""
    return hmac.digest(key, b"luister name " + purpose.encode() + b"\x00" + name, sha256).hex()[:32]


class Broken(Exception):
    """What was to be opened is not what was sealed for this place."""


class Seal:
    """Seals bytes for one place and opens them there.

    AES-GCM-SIV with a random nonce: even a nonce that came twice would only tell that two contents are equal.
    """

    def __init__(self, key: bytes, purpose: str) -> None:
        """*purpose* keeps apart what is sealed for different uses under the one *key*."""
        self._sealed = AESGCMSIV(hmac.digest(key, b"luister seal " + purpose.encode(), sha256))

    def seal(self, content: bytes, place: bytes = b"") -> bytes:
        """*content*, sealed for *place*; 28 bytes longer."""
        one = nonce()
        return one + self._sealed.encrypt(one, content, place)

    def open(self, sealed: bytes, place: bytes = b"") -> bytes:
        """What was sealed for *place*. Raises Broken."""
        one, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return self._sealed.decrypt(one, rest, place)
        except (InvalidTag, ValueError) as fault:
            raise Broken from fault


NONCE_BYTES = 12
