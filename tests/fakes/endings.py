"""Endings that a test sees."""

from chat.identifiers import ConversationId, SeekerId


class FakeEndings:
    """Stands for ``chat.store.endings.Endings``: a set, which a later run may be given."""

    def __init__(self) -> None:
        self.noted: set[ConversationId | SeekerId] = set()
        self.noted_left: set[ConversationId] = set()

    def note_left(self, conversation: ConversationId) -> None:
        self.noted.add(conversation)
        self.noted_left.add(conversation)

    def left(self, conversation: ConversationId) -> bool:
        return conversation in self.noted_left

    def note(self, over: ConversationId | SeekerId) -> None:
        self.noted.add(over)

    def hold(self, over: ConversationId | SeekerId) -> bool:
        return over in self.noted
