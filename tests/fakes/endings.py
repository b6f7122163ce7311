"""Endings that a test sees."""

from chat.identifiers import ConversationId


class FakeEndings:
    """Stands for ``chat.store.endings.Endings``: a set, which a later run may be given."""

    def __init__(self) -> None:
        self.noted: set[ConversationId] = set()

    def note(self, conversation: ConversationId) -> None:
        self.noted.add(conversation)

    def hold(self, conversation: ConversationId) -> bool:
        return conversation in self.noted
