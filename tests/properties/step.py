"""One command that was told to a desk, and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from chat.errors import Refusal
from chat.identifiers import ConversationId, Instant
from chat.routing.commands import Command
from chat.routing.effects import Effect
from chat.routing.model import Closing, Desk, Talk, Waiting
from tests.builders import Decide
from tests.properties.notes import Notes

Line = Waiting | Talk | Closing
"""One conversation, wherever it stands."""


@dataclass(frozen=True)
class Step:
    """What every law is given. *now* is the moment the desk must count by."""

    decide: Decide
    before: Desk
    command: Command
    now: Instant
    after: Desk
    effects: tuple[Effect, ...]
    refused: type[Refusal] | None
    notes: Notes


def place_of(desk: Desk, conversation: ConversationId) -> str:
    """Where a conversation stands."""
    for name, lines in (("waiting", desk.waiting), ("talk", desk.talks), ("closing", desk.closing)):
        if conversation in lines:
            return name
    return "nowhere"


def looked_after(desk: Desk) -> Iterator[Waiting | Talk]:
    """Every conversation that has not ended."""
    yield from desk.waiting.values()
    yield from desk.talks.values()
