"""The server's mark on every entry of a log: what browsers offer back after a loss counts only with it."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

from chat.conversation.model import Entry
from chat.identifiers import ConversationId, Epoch

PROOF_BYTES = 16


class Proofs:
    """Makes and knows marks under the deployment's key, so that any node knows those of any other."""

    def __init__(self, key: bytes) -> None:
        self._key = hmac.digest(key, b"luister proof", sha256)

    def of(self, conversation: ConversationId, epoch: Epoch, entry: Entry) -> str:
        """The mark on this entry at its place in this life of the log: 22 characters."""
        parts = (
            conversation,
            epoch,
            str(entry.seq),
            entry.kind,
            entry.side,
            entry.cmid,
            *(part or "" for part in (entry.body, entry.name, entry.reason, entry.notice)),
            *(() if entry.part is None else (entry.part,)),
        )
        # Each part with its length: no two entries read the same.
        told = b"".join(len(part).to_bytes(4, "big") + part for part in (p.encode() for p in parts))
        return urlsafe_b64encode(hmac.digest(self._key, told, sha256)[:PROOF_BYTES]).rstrip(b"=").decode()

    def holds(self, conversation: ConversationId, epoch: Epoch, entry: Entry, proof: str) -> bool:
        """Whether this mark is ours."""
        try:
            return hmac.compare_digest(self.of(conversation, epoch, entry), proof)
        except (TypeError, UnicodeEncodeError):  # half a letter, or a mark that is no ASCII
            return False
