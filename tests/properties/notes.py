"""What a supervisor with a pencil would have written down: beside the desk, from what was told it alone.

So a desk that mixes up its own times is caught as well as one that reads them wrongly.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from chat.conversation.company import Part
from chat.identifiers import ConversationId, Instant, SeekerId, VolunteerId
from chat.routing.commands import (
    Accept,
    AnswerSafety,
    Arrive,
    ChooseStatus,
    Command,
    Furnish,
    Leave,
    Look,
    Order,
    PassOn,
    Tick,
)
from chat.routing.effects import Effect
from chat.routing.house import DoorOrder, House, Opening
from chat.routing.model import BEGINNING, Desk, Doorway, Language, Safety, Status, Talk
from tests.properties.attending import Attendance
from tests.properties.calls import Calls
from tests.properties.hearing import Hearing, is_taken
from tests.properties.searching import Searches
from tests.properties.wraps import Wraps


@dataclass
class Notes:
    """Who came, when it is their turn, who had a counsellor, who sat idle since when, and what the line is now."""

    arrived_at: dict[ConversationId, Instant] = field(default_factory=dict)
    turn_at: dict[ConversationId, Instant] = field(default_factory=dict)
    drawn: dict[ConversationId, Instant] = field(default_factory=dict)
    """Who came within two minutes after the door opened, and when that was."""
    opened: Instant = BEGINNING
    """When something that somebody did opened the door; the hours open it besides."""
    language: dict[ConversationId, Language] = field(default_factory=dict)
    friends: set[ConversationId] = field(default_factory=set)
    urgent: set[ConversationId] = field(default_factory=set)
    rehearsed: set[ConversationId] = field(default_factory=set)
    had_counsellor: set[ConversationId] = field(default_factory=set)
    wishes: dict[ConversationId, frozenset[str]] = field(default_factory=dict)
    """Which talks their counsellor wishes to pass on, and the skills they wish of the colleague."""
    coming_at: dict[ConversationId, Instant] = field(default_factory=dict)
    """When the young person was told that a colleague comes to take over."""
    left: set[ConversationId] = field(default_factory=set)
    idle_since: dict[VolunteerId, Instant] = field(default_factory=dict)
    ended_at: dict[ConversationId, Instant] = field(default_factory=dict)
    gone_at: dict[SeekerId, Instant] = field(default_factory=dict)
    house: House = field(default_factory=House)
    order: DoorOrder = field(default_factory=DoorOrder)
    shift_until: dict[VolunteerId, Instant] = field(default_factory=dict)
    """Until when what they refused is remembered of those who have no seat any more."""
    attendance: Attendance = field(default_factory=Attendance)
    searches: Searches = field(default_factory=Searches)
    hearing: Hearing = field(default_factory=Hearing)
    calls: Calls = field(default_factory=Calls)
    wraps: Wraps = field(default_factory=Wraps)

    def write(self, before: Desk, command: Command, after: Desk, now: Instant) -> None:
        """Note what this step changed."""
        was_open = self._is_open(before, now)
        self.attendance.write(before, command, after, now)
        for conversation in set(after.closing) - set(before.closing):
            self.ended_at[conversation] = now
        for seeker in set(before.guests) - set(after.guests):
            self.gone_at[seeker] = now
        self._wraps(before, command, after, now)
        match command:
            case Arrive(conversation=conversation) if conversation not in self.arrived_at:
                if conversation in after.waiting:
                    self._arrived(command, after.waiting[conversation].arrived)
            case AnswerSafety(seeker=seeker, safety=safety):
                self._answered(before.guests[seeker].conversation, before, safety)
            case Leave(seeker=seeker) if seeker in before.guests:
                self.left.add(before.guests[seeker].conversation)
            case Leave(seeker=seeker):
                self.gone_at.setdefault(seeker, now)
            case Accept(counsellor=counsellor, conversation=conversation):
                if is_taken(before, after, conversation, counsellor):
                    self.had_counsellor.add(conversation)
            case Furnish() | Order():
                self._line(command)
            case _:
                pass
        self._wishes(before, command, after)
        self.coming_at |= {key: now for key in after.talks if is_coming(before, after, key)}
        self.opened = now if self._is_open(after, now) and not was_open else self.opened
        self.hearing.write(before, command, after, now, self.attendance)
        onward = {talk.conversation: talk.counsellor for talk in self.passed_on(after)}
        facts = (before, command, after, now, self.attendance)
        self.searches.write(*facts, onward, self.wished, self.rehearsed)
        self._shifts(before, command, after, now)
        self.calls.write(before, command, after, now, calm=self.attendance.is_calm(now))
        if isinstance(command, Look) and command.conversation in {*before.talks} & {*after.waiting}:
            silent = before.talks[command.conversation].counsellor
            self.searches.was_unanswered(command.conversation, silent)

    def _wraps(self, before: Desk, command: Command, after: Desk, now: Instant) -> None:
        """Who has wrapped up by the clock is idle from then on."""
        wrapped, is_calm = {*self.wraps.of}, self.attendance.is_calm(now)
        self.wraps.write(before, command, after, now, self.house.wrap_up, is_calm=is_calm)
        self._idle(before, command, after, now)
        if isinstance(command, Tick):
            self.idle_since.update(dict.fromkeys(wrapped - self.wraps.of.keys(), now))

    def write_notices(self, effects: Iterable[Effect], now: Instant) -> None:
        """Note what the desk said in this step, once the step has been judged."""
        self.hearing.write_notices(effects, now)

    def _arrived(self, command: Arrive, arrived: Instant) -> None:
        """Of one moment who came first is later, by less than anybody could measure."""
        conversation = command.conversation
        self.arrived_at[conversation] = self.turn_at[conversation] = arrived
        self.language[conversation] = command.language
        if command.rehearsed:
            self.rehearsed.add(conversation)
        if command.doorway is Doorway.FRIEND:
            self.friends.add(conversation)
        opening = self.running(arrived)
        opened = self.opened if opening is None else max(self.opened, opening.opens)
        is_shut = opening is None and self.house.openings is not None
        if arrived - opened < 120 and not is_shut:
            self.drawn[conversation] = opened
            self.turn_at[conversation] = Instant(opened + command.lot * 120)

    def _answered(self, conversation: ConversationId, before: Desk, safety: Safety) -> None:
        if conversation in before.waiting:
            self.urgent.discard(conversation)
            if safety is not Safety.YES:
                self.urgent.add(conversation)

    def _line(self, command: Furnish | Order) -> None:
        if isinstance(command, Furnish):
            self.house = command.house
        else:
            self.order = command.order

    def _shifts(self, before: Desk, command: Command, after: Desk, now: Instant) -> None:
        """Of who went what they refused is remembered until the line closes, or for twelve hours where it never does."""
        running = self.running(now)
        never_closes = self.house.openings is None or (running is not None and running.closes is None)
        for counsellor in before.seats.keys() - after.seats.keys():
            ends = now + 12 * 60 * 60 if never_closes else now if running is None else running.closes
            self.shift_until[counsellor] = Instant(now if ends is None else ends)
        for counsellor in after.seats:
            self.shift_until.pop(counsellor, None)
        if isinstance(command, Tick) and not self.attendance.is_calm(now):
            for counsellor in [who for who, until in self.shift_until.items() if until <= now]:
                del self.shift_until[counsellor]
                self.searches.forget(counsellor)

    def _idle(self, before: Desk, command: Command, after: Desk, now: Instant) -> None:
        for counsellor in set(after.seats) - set(before.seats):
            self.idle_since[counsellor] = now
        for conversation, talk in before.talks.items():
            kept = after.talks.get(conversation)
            if kept is None or kept.counsellor != talk.counsellor:
                self.idle_since[talk.counsellor] = now
            if kept is not None and kept.counsellor != talk.counsellor:
                self.idle_since[kept.counsellor] = now
        match command:
            case Accept(counsellor=counsellor, conversation=conversation):
                if is_taken(before, after, conversation, counsellor):
                    self.idle_since[counsellor] = now
            case ChooseStatus(counsellor=counsellor, status=Status.READY):
                seat = before.seats[counsellor]
                if seat.status is not Status.READY or seat.wrap_up is not None:
                    self.idle_since[counsellor] = now
            case _:
                pass

    def _wishes(self, before: Desk, command: Command, after: Desk) -> None:
        """A wish is of who has the conversation: it goes with them."""
        if isinstance(command, PassOn):
            self.wishes.pop(command.conversation, None)
            if command.skills is not None:
                self.wishes[command.conversation] = command.skills
        for conversation in [*self.wishes]:
            old, new = before.talks[conversation], after.talks.get(conversation)
            came = isinstance(command, Accept) and is_coming(before, after, conversation)
            if new is None or new.counsellor != old.counsellor or came:
                del self.wishes[conversation]

    def running(self, now: Instant) -> Opening | None:
        """The opening that runs now; None while the line is closed, or has no hours."""
        for opening in self.house.openings or ():
            if opening.opens <= now and (opening.closes is None or opening.closes > now):
                return opening
        return None

    def _is_open(self, desk: Desk, now: Instant) -> bool:
        """Whether somebody new is let in, unless there is no room."""
        has_hours = self.house.openings is None or self.running(now) is not None
        return has_hours and not self.order.closed and self.attendance.suffices(desk, self.house)

    def has_closed(self, before: Instant, now: Instant) -> bool:
        """Whether the line closed since it was last looked at, or was closed then already."""
        running = self.running(before)
        if running is None:
            return self.house.openings is not None
        return running.closes is not None and running.closes <= now

    def passed_on(self, desk: Desk) -> list[Talk]:
        """The talks that their counsellor wishes to pass on, or has to: all but the one in most danger, and for no rehearsal a real one."""
        found = [
            talk for talk in desk.talks.values() if talk.conversation in self.wishes and not is_followed(talk)
        ]
        for counsellor in {talk.counsellor for talk in desk.talks.values()}:
            talks = [talk for talk in desk.talks.values() if talk.counsellor == counsellor]
            dangerous = [talk for talk in talks if self.hearing.is_dangerous(talk.conversation)]
            if not dangerous:
                continue
            stays = min(dangerous, key=self._keeps)
            is_played = stays.conversation in self.rehearsed
            found += [
                talk
                for talk in talks
                if talk is not stays and (not is_played or talk.conversation in self.rehearsed)
                if talk not in found and not is_followed(talk)
            ]
        return found

    def _keeps(self, talk: Talk) -> tuple[bool, int, Instant, ConversationId]:
        conversation = talk.conversation
        risk = self.hearing.risk[conversation]
        return conversation in self.rehearsed, -risk, talk.started, conversation

    def wished(self, conversation: ConversationId) -> frozenset[str]:
        """The skills of whoever is to take it: as the doorway asks, and its counsellor who passes it on."""
        asks = frozenset({"friend"} if conversation in self.friends else ())
        return asks | self.wishes.get(conversation, frozenset())

    def wants_all(self, conversation: ConversationId) -> bool:
        """Whether whoever takes it should have nobody else."""
        return conversation in self.urgent or self.hearing.is_dangerous(conversation)

    def turn(self, conversation: ConversationId) -> tuple[bool, bool, float, Instant]:
        """The lower, the sooner it is somebody's turn."""
        ahead = 30 * 60 if conversation in self.urgent else 0
        return (
            conversation in self.rehearsed,
            conversation not in self.had_counsellor,
            self.turn_at[conversation] - ahead,
            self.arrived_at[conversation],
        )

    def is_heavy(self, conversation: ConversationId) -> bool:
        """Whether nobody is put beside this talk: there is danger, or there may be and its counsellor has not said yet."""
        risk = self.hearing.risk.get(conversation)
        return conversation in self.urgent if risk is None else risk >= 2


def is_followed(talk: Talk) -> bool:
    """Whether a colleague takes it over already, on their way or in the room."""
    return talk.coming is not None or any(one.part is Part.COLLEAGUE for one in talk.company.values())


def is_coming(before: Desk, after: Desk, conversation: ConversationId) -> bool:
    """Whether in this step somebody accepted to take it over, and is on their way."""
    old, new = before.talks.get(conversation), after.talks.get(conversation)
    return new is not None and new.coming is not None and (old is None or old.coming is None)
