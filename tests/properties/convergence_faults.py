"""Pages, servers and networks with one thing wrong each, as somebody might write them, and the laws that must catch it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from chat.conversation.model import Author, Draft, Entry, Head
from chat.errors import Gone
from chat.identifiers import ConversationId
from chat.routing import commands
from chat.service.ports import Added
from tests.properties import convergence_log as held
from tests.properties.convergence_log import Item
from tests.properties.convergence_oracle import (
    an_end_is_confirmed_when_all_before_it_is_read,
    an_end_is_shown_on_both_screens_or_on_neither,
    both_screens_show_the_same_in_the_same_order,
    it_comes_to_rest,
    nobody_is_sent_away_from_a_conversation_that_goes_on,
    nothing_is_left_in_an_outbox,
    nothing_is_lost,
    nothing_stands_twice,
    what_somebody_said_stands_in_the_order_of_saying,
    what_stood_on_a_screen_stays_or_is_back_in_the_field,
    what_was_written_stands_on_its_writers_screen,
)
from tests.properties.convergence_page import Flight, Kept, Payload
from tests.properties.convergence_server import Server
from tests.properties.convergence_sides import CounsellorPage, SeekerPage
from tests.properties.convergence_store import Log, Store
from tests.properties.convergence_world import World

Law = Callable[..., object]

UNEQUAL = (
    both_screens_show_the_same_in_the_same_order,
    nothing_is_lost,
    what_was_written_stands_on_its_writers_screen,
    nothing_is_left_in_an_outbox,
    it_comes_to_rest,
)
VANISHED = what_stood_on_a_screen_stays_or_is_back_in_the_field


class ForgetfulSeeker(SeekerPage):
    """Reads the log's next life without giving back what it holds of the one before."""

    gives_back_first = False

    def _ask_reading(self, talk: Payload) -> tuple[str, Payload]:
        self.log = held.offered(self.log, self.log)
        return super()._ask_reading(talk)


class HastySeeker(SeekerPage):
    """Takes the answer for the delivery: what the server acknowledged is out of the outbox."""

    def _stored(self, item: Item, answer: Payload) -> None:
        super()._stored(item, answer)
        self.outbox = tuple(one for one in self.outbox if one.cmid != item.cmid)
        if self.log.anew is not None:
            self.log = held.Log()


class BlankCounsellor(CounsellorPage):
    """Keeps nothing for its next load."""

    def keeps(self) -> Kept | None:
        return None


class GreedySeeker(SeekerPage):
    """Sends the next message before the one before was answered, and again in no order."""

    def wishes(self) -> list[str]:
        wishes = super().wishes()
        if self.speaks and any(item.state == "sent" for item in self.outbox):
            self.outbox = tuple(
                sorted(self.outbox, key=lambda item: (item.state == "sent", item.cmid), reverse=True)
            )
            self.outbox = held.changed(self.outbox, None, "queued", only="sent")
            return super().wishes()
        return wishes


class DeafSeeker(SeekerPage):
    """Does not ask when a line is missing, and trusts the hints."""

    def listen(self, log: held.Log, needs_sync: bool) -> None:
        super().listen(log, needs_sync and log.epoch is None)


class RenamingSeeker(SeekerPage):
    """Gives a message that was not answered another name when it sends it again."""

    def _denied(self, flight: Flight, code: str) -> None:
        super()._denied(flight, code)
        if flight.wish == "send" and flight.item is not None:
            name = flight.item.cmid
            self.outbox = tuple(
                replace(item, cmid=f"{name}-again") if item.cmid == name else item for item in self.outbox
            )


class ClosingCounsellor(CounsellorPage):
    """Takes what a new life of the log lacks off the screen, although it is not offered yet."""

    def told(self, event: str, payload: Payload) -> None:
        super().told(event, payload)
        if self.log.anew is not None:
            self.log, self.outbox = held.Log(), ()


class HurriedCounsellor(CounsellorPage):
    """Says that the end stands there as soon as the rest of the log was asked for."""

    @property
    def stands_ended(self) -> bool:
        return self.standing == "ended" and not self.needs_sync


class EagerStore(Store):
    """Acknowledges a message before it is written down; now and then it never is."""

    spoken = 0

    def append(self, conversation: ConversationId, author: Author, draft: Draft) -> Added:
        before = self.log(conversation)
        added = super().append(conversation, author, draft)
        self.spoken += 1
        if added.is_new and self.spoken % 5 == 0:
            self.logs[conversation] = before
        return added


class AppendingStore(Store):
    """Puts what browsers give back behind what was said since."""

    def restore(self, conversation: ConversationId, offered: Sequence[Entry]) -> Head:
        log = self.log(conversation)
        known = {(entry.side, entry.cmid) for entry in log.entries}
        lacking = [entry for entry in offered if (entry.side, entry.cmid) not in known]
        if not lacking:
            return log.head
        whole = tuple(replace(entry, seq=seq) for seq, entry in enumerate((*log.entries, *lacking), start=1))
        head = replace(log.head, seq=len(whole))
        self.logs[conversation] = Log(head, whole, log.authors)
        return head


class RepeatingStore(Store):
    """Does not know a message again."""

    def repeated(self, log: Log, author: Author, draft: Draft) -> Entry | None:
        known = super().repeated(log, author, draft)
        return None if known is None or known.body == draft.body else known


class ClearingStore(Store):
    """Takes what a browser gives back for all there is."""

    def restore(self, conversation: ConversationId, offered: Sequence[Entry]) -> Head:
        log = self.log(conversation)
        if len(offered) <= 1:
            return log.head
        whole = tuple(replace(entry, seq=seq) for seq, entry in enumerate(offered, start=1))
        head = replace(log.head, epoch=self.epoch(), seq=len(whole), marks={})
        self.logs[conversation] = Log(head, whole, log.authors)
        return head


class CurtServer(Server):
    """Says that a conversation is gone while it may still come back."""

    def _head(self, conversation: ConversationId) -> Head:
        if conversation not in self.store.logs:
            raise Gone
        return super()._head(conversation)


class ImpatientServer(Server):
    """Forgets what has ended as soon as one of the two has read so."""

    def _confirm(self, line: str, payload: Payload) -> Payload:
        conversation, desk = ConversationId(payload["conversation"]), self.store.desk
        closing = None if desk is None else desk.closing.get(conversation)
        answer = super()._confirm(line, payload)
        for reader in () if closing is None else closing.unconfirmed:
            self._commit(commands.Confirm(reader, conversation))
        return answer


def world_with(
    *,
    seeker: type[SeekerPage] = SeekerPage,
    counsellor: type[CounsellorPage] = CounsellorPage,
    server: type[Server] = Server,
    store: type[Store] = Store,
) -> type[World]:
    """A world in which one part is another."""
    makes = staticmethod(lambda: server(store()))
    kinds = {"seeker_type": seeker, "counsellor_type": counsellor, "server_type": makes}
    return type("FaultyWorld", (World,), kinds)


FAULTS: dict[str, tuple[type[World], tuple[Law, ...]]] = {
    "a page that does not give back before it reads": (
        world_with(seeker=ForgetfulSeeker),
        (*UNEQUAL, VANISHED, what_somebody_said_stands_in_the_order_of_saying),
    ),
    "a page that takes the answer for the delivery": (world_with(seeker=HastySeeker), (*UNEQUAL, VANISHED)),
    "a page that keeps nothing for a refresh": (
        world_with(counsellor=BlankCounsellor),
        UNEQUAL,
    ),
    "a page that sends two at a time": (
        world_with(seeker=GreedySeeker),
        (what_somebody_said_stands_in_the_order_of_saying,),
    ),
    "a page that trusts the hints": (
        world_with(seeker=DeafSeeker),
        (*UNEQUAL, an_end_is_shown_on_both_screens_or_on_neither),
    ),
    "a page that renames what it sends again": (world_with(seeker=RenamingSeeker), (VANISHED, *UNEQUAL)),
    "a page that clears itself at a loss": (world_with(counsellor=ClosingCounsellor), (VANISHED, *UNEQUAL)),
    "a page that confirms an end it has not read": (
        world_with(counsellor=HurriedCounsellor),
        (an_end_is_confirmed_when_all_before_it_is_read,),
    ),
    # What is lost so is mostly given back by a page that holds it.
    "an answer before the store has it": (
        world_with(store=EagerStore),
        (*UNEQUAL, VANISHED, an_end_is_shown_on_both_screens_or_on_neither),
    ),
    "a store that merges at the end": (
        world_with(store=AppendingStore),
        (*UNEQUAL, what_somebody_said_stands_in_the_order_of_saying),
    ),
    "a store that knows no repeat": (world_with(store=RepeatingStore), (nothing_stands_twice,)),
    "a store that believes one browser": (world_with(store=ClearingStore), (*UNEQUAL, VANISHED)),
    "a server that says gone when a log is lost": (
        world_with(server=CurtServer),
        (nobody_is_sent_away_from_a_conversation_that_goes_on, *UNEQUAL),
    ),
    "a server that forgets an end that one has read": (
        world_with(server=ImpatientServer),
        (an_end_is_shown_on_both_screens_or_on_neither, *UNEQUAL),
    ),
}
