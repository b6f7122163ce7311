"""The model's server: every event of two pages as docs/reference/wire.md has it answered, one at a time.

Rules are those of the program (the desk, the logs, claims, proofs); what lies between them and the wire is written here
once more, and tests/transport/test_replay.py holds it against a real node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from chat.conversation.model import (
    ByCounsellor,
    BySeeker,
    Draft,
    Entry,
    Head,
    Kind,
    Mark,
    Position,
    Side,
    Tail,
)
from chat.conversation.transcript import belongs
from chat.errors import Gone, NotArrived, NotAssigned, Refusal, Superseded, Wait
from chat.identifiers import (
    Cmid,
    ConnectionId,
    ConversationId,
    Epoch,
    Generation,
    Instance,
    SeekerId,
    Ticket,
    VolunteerId,
)
from chat.routing import commands
from chat.routing.effects import SeatChanged, SeekerChanged
from chat.routing.effects import Superseded as PageGivesWay
from chat.routing.model import Desk, Language, Status
from chat.service.notices import (
    Address,
    Appended,
    Heads,
    LogHead,
    Marked,
    Notice,
    PageSuperseded,
    SeatState,
    SeekerState,
    TicketAsked,
    ToConnection,
    ToCounsellor,
    ToSeeker,
)
from chat.service.ports import Added
from chat.service.proofs import Proofs
from chat.service.screens import Screens
from chat.transport.shaping import event_of, log_shape, seat_shape, seeker_shape
from tests.properties.convergence_page import Payload
from tests.properties.convergence_store import NOW, Claims, Store

SAM = VolunteerId("sam")
NAME, CAPACITY, LANGUAGES = "Sam", 3, frozenset((Language.DUTCH, Language.ENGLISH))
DONE: Payload = {}
Told = tuple[str, str, Payload]
"""A hint: to which line, which event, what."""


DEVICE_KEY = "of the device"


@dataclass
class Line:
    """An open socket, whose it is, and in which life of the desk it said so."""

    door: str
    address: Address | None = None
    generation: Generation | None = None


@dataclass
class Server:
    """One node on its store."""

    store: Store = field(default_factory=Store)
    lines: dict[str, Line] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    claims: Claims = field(default_factory=Claims)
    proofs: Proofs = field(default_factory=lambda: Proofs(bytes(32)))
    seen: Generation | None = None

    def __post_init__(self) -> None:
        self.screens = Screens(self.claims)
        self._events: dict[str, Callable[[str, Payload], Payload]] = {
            "seeker.arrive": self._arrive,
            "seeker.resume": self._resume,
            "seat.take": self._take_seat,
            "status.choose": self._choose,
            "offer.accept": self._accept,
            "conversation.end": self._end,
            "message.send": self._patient(self._send),
            "log.sync": self._patient(self._sync),
            "log.offer": self._patient(self._offer),
            "mark.set": self._patient(self._mark),
            "end.confirm": self._patient(self._confirm),
        }

    # --- lines ---

    def open(self, line: str, door: str) -> None:
        """A page's socket stands; nobody in particular yet."""
        self.lines[line] = Line(door)

    def close(self, line: str) -> None:
        """The server hears that a socket is gone."""
        self._drop(line)
        del self.lines[line]

    def ask(self, line: str, event: str, payload: Payload) -> Payload:
        """The answer to one event."""
        try:
            return {"ok": True, **self._events[event](line, payload)}
        except Refusal as refusal:
            return {"ok": False, "error": {"code": refusal.code}}

    def kill(self) -> None:
        """The process and all it held; another one starts in its place."""
        self.store.lose_all(process=True)
        self.lines.clear()
        self.start()

    def start(self) -> None:
        """A node looks at the store for the first time."""
        self.seen = self.store.load().generation

    def look(self) -> None:
        """A node looks whether the desk is still the one it knows, and asks everybody for tickets when it is not."""
        desk = self.store.load()
        if desk.generation != self.seen:
            self.seen = desk.generation
            for address in dict.fromkeys(one.address for one in self.lines.values() if one.address):
                self._deliver(address, TicketAsked())

    def pulse(self) -> None:
        """Everybody hears how far their logs are and how they stand."""
        desk = self.store.load()
        for address in dict.fromkeys(one.address for one in self.lines.values() if one.address):
            state = self._state(desk, address) if self._is_here(desk, address) else TicketAsked()
            talks: list[ConversationId] = []
            match state:
                case SeekerState(view=view) if view is not None:
                    talks = [view.conversation]
                case SeatState(view=seat) if seat is not None:
                    talks = [talk.conversation for talk in seat.talks]
            self._deliver(address, Heads(tuple(self._heads(talks))))
            self._deliver(address, state)

    # --- telling ---

    def _state(self, desk: Desk, address: Address) -> SeekerState | SeatState | TicketAsked:
        """How things stand for somebody; a question for their ticket while the desk knows nothing, or not all, of them."""
        if isinstance(address, ToSeeker):
            told = self.screens.seeker(desk, address.seeker, NOW)
            return TicketAsked() if told.view is None else told
        assert isinstance(address, ToCounsellor)
        seat = desk.seats.get(address.counsellor)
        if seat is not None and seat.expected:
            return TicketAsked()
        return self.screens.seat(desk, address.counsellor, NOW)

    def _is_here(self, desk: Desk, address: Address) -> bool:
        """Whether the desk too says that they are connected, to the one node there is."""
        if isinstance(address, ToSeeker):
            guest = desk.guests.get(address.seeker)
            return guest is not None and guest.connection is not None
        assert isinstance(address, ToCounsellor)
        seat = desk.seats.get(address.counsellor)
        return seat is None or bool(seat.connections)

    def _heads(self, talks: Iterable[ConversationId]) -> Iterable[LogHead]:
        for talk in talks:
            if talk in self.store.logs:
                head = self.store.logs[talk].head
                yield LogHead(talk, head.epoch, head.seq, head.marks)

    def _deliver(self, to: Address, notice: Notice) -> None:
        for name, line in self.lines.items():
            if line.address == to or (isinstance(to, ToConnection) and to.connection == name):
                event = event_of(notice, self.proofs.of)
                if isinstance(notice, PageSuperseded):
                    line.address = None
                self.told.append((name, event.event, msgspec.to_builtins(event)))

    def _commit(self, command: commands.Command) -> Desk:
        desk, effects, added = self.store.commit(command)
        for one in added:
            self._appended(one)
        for effect in effects:
            match effect:
                case SeekerChanged(seeker=seeker):
                    self._deliver(ToSeeker(seeker), self.screens.seeker(desk, seeker, NOW))
                case SeatChanged(counsellor=counsellor):
                    self._deliver(ToCounsellor(counsellor), self._state(desk, ToCounsellor(counsellor)))
                case PageGivesWay(connection=connection):
                    self._deliver(ToConnection(connection), PageSuperseded())
                case _:
                    continue
        return desk

    def _appended(self, added: Added) -> None:
        head = added.head
        self._tell_log(head.conversation, Appended(head.conversation, head.epoch, added.entry))

    def _renewed(self, conversation: ConversationId) -> None:
        self._tell_log(conversation, Heads(tuple(self._heads([conversation]))))

    def _tell_log(self, conversation: ConversationId, notice: Notice, *, but: Side | None = None) -> None:
        """Tell whoever reads this log now, perhaps but one side."""
        head = self.store.logs[conversation].head
        if but is not Side.SEEKER:
            self._deliver(ToSeeker(head.seeker), notice)
        if but is not Side.COUNSELLOR and head.counsellor is not None:
            self._deliver(ToCounsellor(head.counsellor), notice)

    # --- who somebody is ---

    def _drop(self, line: str) -> None:
        match self.lines[line].address:
            case ToSeeker(seeker=seeker):
                self._commit(commands.DropSeeker(seeker, ConnectionId(line)))
            case ToCounsellor(counsellor=counsellor):
                self._commit(commands.DropSeat(counsellor, ConnectionId(line)))
            case _:
                pass

    def _speak_for(self, line: str, address: Address) -> None:
        if self.lines[line].address != address:
            self._drop(line)
            self.lines[line].address = address

    def _reader(self, line: str) -> tuple[Side, SeekerId | VolunteerId]:
        match self.lines[line].address:
            case ToSeeker(seeker=seeker):
                return Side.SEEKER, seeker
            case ToCounsellor(counsellor=counsellor):
                return Side.COUNSELLOR, counsellor
            case _:
                raise NotArrived

    def _arrive(self, line: str, payload: Payload) -> Payload:
        seeker = SeekerId(payload["start_id"])
        self._speak_for(line, ToSeeker(seeker))
        conversation = ConversationId(f"talk-of-{seeker}")
        instance, language = Instance(payload["instance"]), Language(payload["language"])
        command = commands.Arrive(
            seeker, conversation, self.store.epoch(), language, instance, ConnectionId(line)
        )
        return self._taken(line, self._commit(command), seeker, None)

    def _resume(self, line: str, payload: Payload) -> Payload:
        claim = self.claims.seeker(Ticket(payload["ticket"]))
        if claim is None:
            raise Gone
        self._admit(claim.conversation, claim.generation)
        address = ToSeeker(claim.seeker)
        spoke_already = self.lines[line].address == address
        self._speak_for(line, address)
        try:
            instance, take_over, load = Instance(payload["instance"]), payload["take_over"], payload["load"]
            epoch = self.store.epoch()
            command = commands.Return(
                claim, epoch, instance, ConnectionId(line), take_over, Instance(payload["tab"]), load
            )
            return self._taken(line, self._commit(command), claim.seeker, position(payload["position"]))
        except (Gone, Superseded):
            if not spoke_already:
                self.lines[line].address = None
            raise

    def _admit(self, conversation: ConversationId, generation: Generation) -> None:
        """What ended in an earlier life is not taken back; its counsellor may still come to say how it ended."""
        desk = self.store.load()
        if generation == desk.generation or conversation not in self.store.endings:
            return
        vouch = desk.vouched.get(conversation)
        if conversation not in desk.closing and (vouch is None or vouch.reason is None):
            raise Wait if desk.offers_from > NOW else Gone

    def _taken(self, line: str, desk: Desk, seeker: SeekerId, after: Position | None) -> Payload:
        if seeker not in desk.guests:
            raise Gone
        tail = self._tail(desk.guests[seeker].conversation, after)
        told = self.screens.seeker(self.store.load(), seeker, NOW)
        assert told.view is not None
        assert told.ticket is not None
        self.lines[line].generation = desk.generation
        view = msgspec.to_builtins(seeker_shape(told.view))
        return {"ticket": told.ticket, "device_key": DEVICE_KEY, "view": view, "log": self._shape(tail)}

    def _take_seat(self, line: str, payload: Payload) -> Payload:
        self.lines[line].address = ToCounsellor(SAM)
        ticket = payload["ticket"]
        claim = None if ticket is None else self.claims.seat(Ticket(ticket))
        if claim is not None:
            over = self.store.endings
            goes_on = tuple(one for one in claim.talks if one.reason or one.conversation not in over)
            claim = replace(claim, talks=goes_on)
        command = commands.TakeSeat(SAM, NAME, LANGUAGES, CAPACITY, ConnectionId(line), claim)
        desk = self._commit(command)
        told = self.screens.seat(desk, SAM, NOW)
        if told.view is None or told.ticket is None:
            raise NotArrived
        self.lines[line].generation = desk.generation
        view = msgspec.to_builtins(seat_shape(told.view))
        # No account here can do anything beside listening.
        return {"ticket": told.ticket, "device_key": DEVICE_KEY, "view": view, "skills": ()}

    def _choose(self, line: str, payload: Payload) -> Payload:
        _, counsellor = self._reader(line)
        self._commit(commands.ChooseStatus(VolunteerId(counsellor), Status(payload["status"])))
        return DONE

    def _accept(self, line: str, payload: Payload) -> Payload:
        _, counsellor = self._reader(line)
        conversation, version = ConversationId(payload["conversation"]), payload["version"]
        self._commit(commands.Accept(VolunteerId(counsellor), conversation, version))
        return DONE

    # --- conversing ---

    def _patient(self, handle: Callable[[str, Payload], Payload]) -> Callable[[str, Payload], Payload]:
        """What cannot be found because the live state was lost since is not refused."""

        def patient(line: str, payload: Payload) -> Payload:
            try:
                return self._like_anothers(handle, line, payload)
            except (Gone, NotAssigned):
                if self.store.load().generation != self.lines[line].generation:
                    raise Wait from None
                raise

        return patient

    def _like_anothers(
        self, handle: Callable[[str, Payload], Payload], line: str, payload: Payload
    ) -> Payload:
        try:
            return handle(line, payload)
        except Gone:
            side, reader = self._reader(line)
            conversation, desk = ConversationId(payload["conversation"]), self.store.load()
            guest = desk.guests.get(SeekerId(reader))
            held = desk.vouched.get(conversation) or desk.talks.get(conversation)
            is_theirs = guest is not None and guest.conversation == conversation
            if is_theirs or (held is not None and held.counsellor == reader):
                raise Wait from None
            if side is Side.SEEKER:
                raise
            raise NotAssigned from None

    def _send(self, line: str, payload: Payload) -> Payload:
        side, reader = self._reader(line)
        conversation, draft = (
            ConversationId(payload["conversation"]),
            Draft(Cmid(payload["cmid"]), payload["body"]),
        )
        author = (
            BySeeker(SeekerId(reader))
            if side is Side.SEEKER
            else ByCounsellor(VolunteerId(reader), payload["version"])
        )
        try:
            added = self.store.append(conversation, author, draft)
        except Gone:
            if not belongs(self._head(conversation), author):
                raise
            raise Wait from None
        if added.is_new:
            self._appended(added)
        proof = self.proofs.of(conversation, added.head.epoch, added.entry)
        return {"cmid": draft.cmid, "epoch": added.head.epoch, "seq": added.entry.seq, "proof": proof}

    def _sync(self, line: str, payload: Payload) -> Payload:
        conversation = self._admitted(line, payload)
        return {"log": self._shape(self._tail(conversation, position(payload["position"])))}

    def _tail(self, conversation: ConversationId, after: Position | None) -> Tail:
        self._head(conversation)
        tail = self.store.read(conversation, after)
        if after is None or after.epoch != tail.head.epoch or after.seq <= tail.head.seq:
            return tail
        self.store.renew(conversation)
        self._renewed(conversation)
        return self.store.read(conversation, after)

    def _head(self, conversation: ConversationId) -> Head:
        """The head of a log that there is, or of the next life of one that was lost while the desk was not."""
        if conversation not in self.store.logs:
            self._commit(commands.Reopen(conversation, self.store.epoch()))
            self._renewed(conversation)
        return self.store.log(conversation).head

    def _offer(self, line: str, payload: Payload) -> Payload:
        conversation = self._admitted(line, payload)
        side, reader = self._reader(line)
        head = self.store.log(conversation).head
        epoch = Epoch(payload["epoch"])
        held = [(entry_of(one), one["proof"]) for one in payload["entries"]]
        ours = [one for one, proof in held if self.proofs.holds(conversation, epoch, one, proof)]
        running = [one for one in ours if one.kind is not Kind.ENDED]
        why = next((one.reason for one in ours if one.kind is Kind.ENDED), None)
        if why is not None and not head.closed:
            if side is Side.SEEKER:
                self._commit(commands.Stop(SeekerId(reader), why))
            else:
                self._commit(commands.End(VolunteerId(reader), conversation, why))
        if self.store.restore(conversation, running) != head:
            self._renewed(conversation)
        return DONE

    def _mark(self, line: str, payload: Payload) -> Payload:
        conversation = self._admitted(line, payload)
        side, _ = self._reader(line)
        if payload["epoch"] != self.store.log(conversation).head.epoch:
            return DONE
        changed = self.store.mark(conversation, side, Mark(payload["delivered"], payload["seen"]))
        if changed is not None:
            self._tell_log(conversation, Marked(conversation, side, changed), but=side)
        return DONE

    def _end(self, line: str, payload: Payload) -> Payload:
        side, reader = self._reader(line)
        conversation = ConversationId(payload["conversation"])
        if side is Side.COUNSELLOR:
            self._commit(commands.End(VolunteerId(reader), conversation))
            return DONE
        desk = self.store.load()
        guest = desk.guests.get(SeekerId(reader))
        if guest is not None and guest.conversation == conversation:
            desk = self._commit(commands.Stop(SeekerId(reader)))
        if SeekerId(reader) not in desk.guests and desk.generation != self.lines[line].generation:
            raise Wait
        return DONE

    def _confirm(self, line: str, payload: Payload) -> Payload:
        _, reader = self._reader(line)
        self._commit(commands.Confirm(reader, ConversationId(payload["conversation"])))
        return DONE

    def _admitted(self, line: str, payload: Payload) -> ConversationId:
        """The conversation that this reader may read. Raises Gone or NotAssigned."""
        side, reader = self._reader(line)
        conversation = ConversationId(payload["conversation"])
        head = self._head(conversation)
        if side is Side.SEEKER:
            if head.seeker != reader:
                raise Gone
        elif head.counsellor != reader:
            raise NotAssigned
        return conversation

    def _shape(self, tail: Tail) -> Any:
        return msgspec.to_builtins(log_shape(tail, self.proofs.of))


def position(told: Payload | None) -> Position | None:
    """A position as the log knows it."""
    return None if told is None else Position(Epoch(told["epoch"]), told["seq"])


def entry_of(one: Payload) -> Entry:
    """An entry as a browser held it."""
    kind, side = Kind(one["kind"]), Side(one["side"])
    words = {word: one.get(word) for word in ("body", "name", "reason", "notice")}
    return Entry(one["seq"], kind, side, Cmid(one["cmid"]), **words)
