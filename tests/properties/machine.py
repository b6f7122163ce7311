"""A machine that tells the desk whatever people and networks may do, and holds every step to the laws."""

from collections.abc import Mapping
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from chat.errors import Refusal
from chat.identifiers import (
    ConnectionId,
    ConversationId,
    Epoch,
    Instance,
    Instant,
    NodeId,
    Seconds,
    SeekerId,
    VolunteerId,
)
from chat.routing import commands, desk
from chat.routing.claims import SeekerClaim
from chat.routing.deadlines import next_due
from chat.routing.desk import Decided
from chat.routing.effects import Effect
from chat.routing.model import Desk, Language, Status
from tests.builders import unchangeable
from tests.properties.asking import (
    ASKING,
    a_repeat_changes_nothing_and_is_answered_alike,
    who_has_gone_does_not_begin_again,
)
from tests.properties.living import LIVING
from tests.properties.oracle import Notes
from tests.properties.standing import STANDING, Step
from tests.properties.stepping import STEPPING
from tests.properties.telling import TELLING, Logs, each_log_says_what_the_desk_says

T = TypeVar("T")

SEEKERS = [SeekerId(f"seeker-{n}") for n in range(5)]
COUNSELLORS = [VolunteerId(f"counsellor-{n}") for n in range(4)]
FIRST_PAGE, FIRST_LINE = Instance("page-1"), ConnectionId("node-0.line-0")
NODES = [NodeId("node-0"), NodeId("node-1")]
NO_COUNSELLOR, NO_CONVERSATION = VolunteerId("unknown"), ConversationId("unknown")

datas = st.data()
seekers, counsellors = st.sampled_from(SEEKERS), st.sampled_from(COUNSELLORS)
pages = st.sampled_from([FIRST_PAGE, Instance("page-2")])
connections = st.sampled_from([ConnectionId(f"node-{n % 2}.line-{n}") for n in range(4)])
languages_spoken = st.sampled_from([[Language.DUTCH, Language.ENGLISH], [Language.DUTCH], [Language.ENGLISH]])
languages = st.sampled_from([Language.DUTCH, Language.DUTCH, Language.ENGLISH])
rehearsals = st.sampled_from([False, False, True])
capacities = st.sampled_from([1, 2, 3, 2, 1, 0])
silences = st.sampled_from([0.0, 0.0, 1.0, 20.0])
eighths = st.integers(0, 800).map(lambda n: n / 8)  # sums of these are exact


def one_of(data: st.DataObject, live: Mapping[T, object], others: list[T]) -> T:
    """Mostly somebody on the screen, sometimes anybody."""
    pool = [*live, *live, *live, *others]
    return data.draw(st.sampled_from(pool))


class DeskMachine(RuleBasedStateMachine):
    """The desk and its clock, under any history."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = unchangeable(Desk())
        self.now = Instant(1000.0)
        self.slow_by = 0.0
        self.notes = Notes()
        self.logs = Logs()
        self.talks_made = 0
        self.heard: dict[SeekerId | VolunteerId, Instant] = {}

    @staticmethod
    def decide(before: Desk, command: commands.Command, now: Instant) -> Decided:
        """The desk under test; a machine that must see a fault has another."""
        return desk.decide(before, command, now)

    def tell(self, command: commands.Command) -> None:
        """One step, held to every law."""
        before, now = self.desk, max(self.desk.now, Instant(self.now - self.slow_by))
        effects: tuple[Effect, ...] = ()
        refused: type[Refusal] | None = None
        try:
            self.desk, effects = self.decide(before, command, Instant(self.now - self.slow_by))
        except Refusal as refusal:
            refused = type(refusal)
        unchangeable(self.desk)
        self.slow_by = 0.0
        step = Step(self.decide, before, command, now, self.desk, effects, refused, self.notes)
        who_has_gone_does_not_begin_again(step)
        if refused is not None:
            a_repeat_changes_nothing_and_is_answered_alike(step)
            return
        # Drops too: what is heard of one page says that another of the same person was alive until then.
        self.heard[getattr(command, "seeker", getattr(command, "counsellor", NO_COUNSELLOR))] = now
        self.notes.write(before, command, self.desk, now)
        for law in (*STANDING, *STEPPING, *LIVING, *TELLING, *ASKING):
            law(step)
        self.logs.write(effects)
        each_log_says_what_the_desk_says(self.logs, self.desk)

    # --- a shift begins ---

    @initialize(
        seats=st.lists(st.tuples(counsellors, capacities, languages_spoken), max_size=4),
        arriving=st.lists(st.tuples(seekers, languages, rehearsals), max_size=4),
        taken=st.integers(0, 4),
    )
    def some_are_here_already(
        self,
        seats: list[tuple[VolunteerId, int, list[Language]]],
        arriving: list[tuple[SeekerId, Language, bool]],
        taken: int,
    ) -> None:
        for counsellor, capacity, languages in seats:
            self.a_counsellor_sits_down_and_is_ready(counsellor, capacity, languages)
        for seeker, language, rehearsed in arriving:
            self.somebody_arrives_or_repeats_it(seeker, language, FIRST_PAGE, FIRST_LINE, "b", rehearsed)
        self._take(taken)

    # --- time ---

    @rule(seconds=st.sampled_from([1.0, 10.0, 25.0, 40.0, 60.0, 600.0, 900.0]) | eighths, slow_by=eighths)
    def time_passes_and_the_next_command_comes_from_a_slow_clock(
        self, seconds: float, slow_by: float
    ) -> None:
        self.now = Instant(self.now + seconds)
        self.slow_by = slow_by

    @rule(deadlines=st.integers(0, 3))
    def it_ticks_now_or_exactly_at_the_next_deadlines(self, deadlines: int) -> None:
        self.tell(commands.Tick())
        for _ in range(deadlines):
            due = next_due(self.desk)
            self.now = self.now if due is None else max(self.now, due)
            self.tell(commands.Tick())

    # --- nodes ---

    @rule(
        silent=st.sampled_from([None, 9.0, 10.0, 60.0]),
        calm=st.sampled_from([False, False, True]),
        and_one_lives=st.booleans(),
    )
    def nodes_live_or_die(self, silent: float | None, calm: bool, and_one_lives: bool) -> None:
        for node in NODES:
            self.tell(commands.Renew(node))
        if silent is not None:
            self.now = Instant(self.now + silent)
        if and_one_lives:
            self.tell(commands.Renew(NODES[0], calm))
        self.tell(commands.Tick())

    # --- young people ---

    @rule(
        seeker=seekers,
        language=languages,
        page=pages,
        line=connections,
        prefix=st.sampled_from("bac"),
        rehearsed=rehearsals,
        over_again=st.sampled_from([False, False, False, True]),
    )
    def somebody_arrives_or_repeats_it(
        self,
        seeker: SeekerId,
        language: Language,
        page: Instance,
        line: ConnectionId,
        prefix: str,
        rehearsed: bool,
        *,
        over_again: bool = False,
    ) -> None:
        self.talks_made += 1
        while not over_again and seeker in self.notes.gone_at:
            seeker = SeekerId(f"{seeker}'")
        name = f"{prefix}-{self.talks_made}"
        self.tell(commands.Arrive(seeker, ConversationId(name), Epoch(name), language, page, line, rehearsed))

    @rule(data=datas, page=pages, line=connections, take_over=st.booleans())
    def a_page_comes_back(
        self, data: st.DataObject, page: Instance, line: ConnectionId, take_over: bool
    ) -> None:
        seeker = one_of(data, self.desk.guests, SEEKERS)
        guest = self.desk.guests.get(seeker)
        conversation = NO_CONVERSATION if guest is None else guest.conversation
        claim = SeekerClaim(self.desk.generation, 0, self.now, seeker, conversation, 0)
        self.tell(commands.Return(claim, Epoch("another"), page, line, take_over))

    @rule(data=datas, line=st.none() | connections, silent=silences)
    def a_connection_drops(self, data: st.DataObject, line: ConnectionId | None, silent: float) -> None:
        seeker = one_of(data, self.desk.guests, SEEKERS)
        guest = self.desk.guests.get(seeker)
        mine = guest.connection if guest is not None else None
        line = line or mine or FIRST_LINE
        self.tell(commands.DropSeeker(seeker, line, self._silent(seeker, silent)))

    @precondition(lambda self: self.desk.guests)
    @rule(
        data=datas, back_after=st.sampled_from([580.0, 599.0, 600.0, 899.0, 900.0, 3600.0]), silent=silences
    )
    def somebody_is_lost(self, data: st.DataObject, back_after: float, silent: float) -> None:
        guest = self.desk.guests[data.draw(st.sampled_from(list(self.desk.guests)))]
        if guest.connection is not None:
            was_silent = self._silent(guest.seeker, silent)
            self.tell(commands.DropSeeker(guest.seeker, guest.connection, was_silent))
        self.now = Instant(self.now + back_after)
        self.tell(commands.Tick())

    @rule(data=datas, at_once=st.booleans(), and_arrives_again=st.none() | rehearsals)
    def somebody_goes(self, data: st.DataObject, at_once: bool, and_arrives_again: bool | None) -> None:
        seeker = one_of(data, self.desk.guests, SEEKERS)
        self.tell(commands.Leave(seeker) if at_once else commands.Stop(seeker))
        if and_arrives_again is not None:
            rehearsed = and_arrives_again
            self.somebody_arrives_or_repeats_it(
                seeker, Language.DUTCH, FIRST_PAGE, FIRST_LINE, "b", rehearsed
            )

    # --- counsellors ---

    @rule(counsellor=counsellors, capacity=capacities, languages=languages_spoken)
    def a_counsellor_sits_down_and_is_ready(
        self, counsellor: VolunteerId, capacity: int, languages: list[Language]
    ) -> None:
        self.a_seat_is_taken(counsellor, "Noor", languages, capacity, FIRST_LINE)
        self.tell(commands.ChooseStatus(counsellor, Status.READY))

    @rule(
        counsellor=counsellors,
        name=st.sampled_from(["Noor", "Sem"]),
        languages=languages_spoken,
        capacity=capacities,
        line=connections,
    )
    def a_seat_is_taken(
        self,
        counsellor: VolunteerId,
        name: str,
        languages: list[Language],
        capacity: int,
        line: ConnectionId,
    ) -> None:
        self.tell(commands.TakeSeat(counsellor, name, frozenset(languages), capacity, line))

    @rule(data=datas, line=connections)
    def one_of_a_seats_connections_drops(self, data: st.DataObject, line: ConnectionId) -> None:
        counsellor = one_of(data, self.desk.seats, COUNSELLORS)
        seat = self.desk.seats.get(counsellor)
        lines = sorted(seat.connections) if seat is not None else []
        self.tell(commands.DropSeat(counsellor, data.draw(st.sampled_from([*lines, line]))))

    @precondition(lambda self: self.desk.seats)
    @rule(data=datas, back_after=st.sampled_from([None, 40.0, 59.0, 60.0, 90.0]), silent=silences)
    def a_counsellor_is_lost(self, data: st.DataObject, back_after: float | None, silent: float) -> None:
        counsellor = data.draw(st.sampled_from(sorted(self.desk.seats)))
        was_silent = self._silent(counsellor, silent)
        for line in sorted(self.desk.seats[counsellor].connections):
            self.tell(commands.DropSeat(counsellor, line, was_silent))
        if back_after is not None:
            self.now = Instant(self.now + back_after)
            self.tell(commands.Tick())

    @rule()
    def everybody_is_ready(self) -> None:
        for counsellor in self.desk.seats:
            self.tell(commands.ChooseStatus(counsellor, Status.READY))

    @rule(data=datas, status=st.sampled_from([Status.READY, Status.AWAY]))
    def a_status_is_chosen(self, data: st.DataObject, status: Status) -> None:
        self.tell(commands.ChooseStatus(one_of(data, self.desk.seats, COUNSELLORS), status))

    @precondition(lambda self: self.desk.offers)
    @rule(most=st.integers(1, 4))
    def offers_are_accepted(self, most: int) -> None:
        self._take(most)

    @rule(seeker=seekers, language=languages, counsellor=counsellors, rehearsed=rehearsals)
    def somebody_arrives_and_is_taken(
        self, seeker: SeekerId, language: Language, counsellor: VolunteerId, rehearsed: bool
    ) -> None:
        self.somebody_arrives_or_repeats_it(seeker, language, FIRST_PAGE, FIRST_LINE, "a", rehearsed)
        if not self.desk.offers:
            self.a_counsellor_sits_down_and_is_ready(counsellor, 2, [language])
        self._take(2)

    @rule(
        data=datas,
        answers=st.lists(st.tuples(st.booleans(), st.sampled_from([0, 0, -1, 1])), min_size=1, max_size=5),
    )
    def offers_are_answered_by_whoever(self, data: st.DataObject, answers: list[tuple[bool, int]]) -> None:
        self.everybody_is_ready()
        for accepted, behind in answers:
            if self.desk.offers:
                offer = data.draw(st.sampled_from(list(self.desk.offers.values())))
                counsellor = data.draw(st.sampled_from([offer.counsellor, *self.desk.seats, NO_COUNSELLOR]))
                answer = commands.Accept if accepted else commands.Decline
                self.tell(answer(counsellor, offer.conversation, offer.version - behind))

    @rule(data=datas, counsellor=counsellors, accepted=st.booleans(), version=st.integers(0, 3))
    def what_is_no_offer_is_answered(
        self, data: st.DataObject, counsellor: VolunteerId, accepted: bool, version: int
    ) -> None:
        answer = commands.Accept if accepted else commands.Decline
        self.tell(answer(counsellor, self._somewhere(data, self.desk.talks), version))

    @rule(data=datas, anybody=st.none() | counsellors)
    def a_conversation_is_ended(self, data: st.DataObject, anybody: VolunteerId | None) -> None:
        conversation = self._somewhere(data, self.desk.talks)
        talk = self.desk.talks.get(conversation)
        holder = COUNSELLORS[0] if talk is None else talk.counsellor
        self.tell(commands.End(anybody or holder, conversation))

    @precondition(lambda self: self.desk.talks)
    @rule(data=datas, anybody=st.none() | counsellors, on_hold=st.sampled_from([True, True, False]))
    def a_conversation_is_on_hold(
        self, data: st.DataObject, anybody: VolunteerId | None, on_hold: bool
    ) -> None:
        talk = data.draw(st.sampled_from(list(self.desk.talks.values())))
        self.tell(commands.Hold(anybody or talk.counsellor, talk.conversation, on_hold))

    @rule(data=datas, person=seekers | counsellors)
    def an_end_is_confirmed_by_anybody(self, data: st.DataObject, person: SeekerId | VolunteerId) -> None:
        self.tell(commands.Confirm(person, self._somewhere(data, self.desk.closing)))

    @precondition(lambda self: self.desk.closing or self.desk.talks)
    @rule(data=datas, both=st.booleans(), and_leaves=st.booleans())
    def an_end_is_confirmed(self, data: st.DataObject, both: bool, and_leaves: bool) -> None:
        if not self.desk.closing:
            talk = data.draw(st.sampled_from(list(self.desk.talks.values())))
            self.tell(commands.End(talk.counsellor, talk.conversation))
        closing = data.draw(st.sampled_from(list(self.desk.closing.values())))
        concerned: list[SeekerId | VolunteerId] = [closing.counsellor, closing.seeker]
        people = data.draw(st.permutations(concerned))
        for person in people[: 2 if both else 1]:
            self.tell(commands.Confirm(person, closing.conversation))
        if and_leaves:
            self.tell(commands.Leave(closing.seeker))

    def _take(self, most: int) -> None:
        """Accept what is offered first, so many times."""
        for _ in range(most):
            offer = next(iter(self.desk.offers.values()), None)
            if offer is not None:
                self.tell(commands.Accept(offer.counsellor, offer.conversation, offer.version))

    def _silent(self, person: SeekerId | VolunteerId, seconds: float) -> Seconds:
        """How long a connection showed no sign of life before it dropped: never from before its last command."""
        since = self.now - self.slow_by - self.heard.get(person, self.now)
        return Seconds(max(0.0, min(seconds, since)))

    def _somewhere(self, data: st.DataObject, preferred: Mapping[ConversationId, object]) -> ConversationId:
        """Mostly a conversation of those preferred, else any, or one the desk does not know."""
        return one_of(
            data, preferred, [*self.desk.waiting, *self.desk.talks, *self.desk.closing, NO_CONVERSATION]
        )
