"""Chance that can be foreseen."""

import itertools

from chat.identifiers import ConversationId, Epoch, Ticket


class CountingEntropy:
    """Stands for ``chat.entropy.SystemEntropy``: ids are numbered in the order in which they were asked."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def conversation(self) -> ConversationId:
        return ConversationId(f"talk-{next(self._numbers)}")

    def epoch(self) -> Epoch:
        return Epoch(f"epoch-{next(self._numbers)}")

    def ticket(self, start_id: str) -> Ticket:
        return Ticket(f"ticket-of-{start_id}")
