"""Chance that can be foreseen."""

import itertools
from hashlib import sha256

from chat.identifiers import ConversationId, Epoch, Generation, SeekerId


class CountingEntropy:
    """Stands for ``chat.entropy.SystemEntropy``: ids are numbered in the order in which they were asked.

    *life* is the name of the live state; what a later one makes bears its name, so that no id comes twice.
    """

    def __init__(self, life: str = "life-1") -> None:
        self._life = life
        self._numbers = itertools.count(1)

    def conversation(self) -> ConversationId:
        return ConversationId(f"talk-{next(self._numbers)}-of-{self._life}")

    def epoch(self) -> Epoch:
        return Epoch(f"epoch-{next(self._numbers)}-of-{self._life}")

    def generation(self) -> Generation:
        return Generation(self._life)

    def seeker(self, start_id: str) -> SeekerId:
        return SeekerId(f"seeker-{start_id}")

    def lot(self) -> float:
        return 0.5

    def returning(self, conversation: ConversationId) -> bytes:
        return sha256(conversation.encode()).digest()
