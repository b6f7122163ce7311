"""The keys under which a page keeps on its device what it needs for a reload: made by any node, stored by none."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

from chat.identifiers import SeekerId


class DeviceKeys:
    """Derives them from the deployment's key, so that after a loss of everything a page gets the same one again.

    Each is 32 bytes in URL-safe base64, for AES-256-GCM. Whoever asks must have shown a good ticket, or a live session
    (DESIGN.md 5, On the device): what lies on a device opens only for as long as its conversation could be taken up again.
    """

    def __init__(self, key: bytes) -> None:
        self._key = hmac.digest(key, b"luister device", sha256)

    def of_seeker(self, seeker: SeekerId) -> str:
        """Of the young person who holds a ticket of this seeker."""
        return self._of("seeker", seeker)

    def of_session(self, session: str) -> str:
        """Of a staff browser with this session: nobody can make it again once the session is over and its token gone."""
        return self._of("session", session)

    def _of(self, kind: str, whose: str) -> str:
        key = hmac.digest(self._key, f"{kind} {whose}".encode(), sha256)
        return urlsafe_b64encode(key).rstrip(b"=").decode()
