"""What counsellors do at the desk of a machine, and what their networks do to them."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from chat.identifiers import ConnectionId, Instant, SeekerId, VolunteerId
from chat.routing import commands
from chat.routing.model import Language, Status, Talk
from tests.properties.acting import (
    COUNSELLORS,
    FIRST_LINE,
    NO_COUNSELLOR,
    Acting,
    connections,
    counsellors,
    datas,
    languages_spoken,
    one_of,
    seekers,
    silences,
)

capacities = st.sampled_from([1, 2, 3, 2, 1, 0])
abilities = st.sampled_from([["friend"], [], ["friend", "trainer"]]).map(frozenset[str])
CHOSEN = [Status.READY, Status.AWAY, Status.STOPPING, Status.BREAK]
NO_ABILITIES = frozenset[str]()


class CounsellorsAct(Acting):
    """Sitting down, being ready, answering offers, talking, ending."""

    @rule(counsellor=counsellors, capacity=capacities, languages=languages_spoken, skills=abilities)
    def a_counsellor_sits_down_and_is_ready(
        self,
        counsellor: VolunteerId,
        capacity: int,
        languages: list[Language],
        skills: frozenset[str] = NO_ABILITIES,
    ) -> None:
        self.a_seat_is_taken(counsellor, "Noor", languages, capacity, FIRST_LINE, skills, leads=False)
        self.tell(commands.ChooseStatus(counsellor, Status.READY))

    @rule(
        counsellor=counsellors,
        name=st.sampled_from(["Noor", "Sem"]),
        languages=languages_spoken,
        capacity=capacities,
        line=connections,
        skills=abilities,
        leads=st.booleans(),
    )
    def a_seat_is_taken(
        self,
        counsellor: VolunteerId,
        name: str,
        languages: list[Language],
        capacity: int,
        line: ConnectionId,
        skills: frozenset[str],
        leads: bool,
    ) -> None:
        facts = (counsellor, name, frozenset(languages), capacity, line)
        self.tell(commands.TakeSeat(*facts, skills=skills, leads=leads))

    @rule(counsellor=counsellors, line=connections)
    def a_supervisor_sits_down_to_help(self, counsellor: VolunteerId, line: ConnectionId) -> None:
        facts = (counsellor, "Noor", frozenset[Language](), 0, line)
        self.tell(commands.TakeSeat(*facts, helps=True, listens=False))

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
        was_silent = self.silent(counsellor, silent)
        for line in sorted(self.desk.seats[counsellor].connections):
            self.tell(commands.DropSeat(counsellor, line, was_silent))
        if back_after is not None:
            self.now = Instant(self.now + back_after)
            self.tell(commands.Tick())

    @rule()
    def everybody_is_ready(self) -> None:
        for counsellor in self.desk.seats:
            self.tell(commands.ChooseStatus(counsellor, Status.READY))

    @rule(data=datas, status=st.sampled_from(CHOSEN))
    def a_status_is_chosen(self, data: st.DataObject, status: Status) -> None:
        self.tell(commands.ChooseStatus(one_of(data, self.desk.seats, COUNSELLORS), status))

    @precondition(lambda self: self.desk.talks)
    @rule(data=datas, is_back=st.booleans())
    def a_counsellor_cannot_go_on(self, data: st.DataObject, is_back: bool) -> None:
        counsellor = self.some_talk(data).counsellor
        self.tell(commands.ChooseStatus(counsellor, Status.RELIEVED))
        if is_back:
            self.tell(commands.ChooseStatus(counsellor, Status.READY))

    @precondition(lambda self: self.desk.offers)
    @rule(most=st.integers(1, 4))
    def offers_are_accepted(self, most: int) -> None:
        self.take(most)

    @rule(
        data=datas,
        answers=st.lists(st.tuples(st.booleans(), st.sampled_from([0, 0, -1, 1])), min_size=1, max_size=5),
    )
    def offers_are_answered_by_whoever(self, data: st.DataObject, answers: list[tuple[bool, int]]) -> None:
        self.everybody_is_ready()
        for accepted, behind in answers:
            if self.desk.offers:
                offer = data.draw(st.sampled_from(list(self.desk.offers.values())))
                counsellor = data.draw(st.sampled_from([*offer.asked, *self.desk.seats, NO_COUNSELLOR]))
                answer = commands.Accept if accepted else commands.Decline
                self.tell(answer(counsellor, offer.conversation, offer.version - behind))

    @precondition(lambda self: self.desk.offers)
    @rule(times=st.integers(1, 3), seconds=st.sampled_from([25.0, 25.0, 61.0]))
    def offers_run_out_and_everybody_is_ready_again(self, times: int, seconds: float) -> None:
        for _ in range(times):
            self.now = Instant(self.now + seconds)
            self.tell(commands.Tick())
            self.everybody_is_ready()

    @rule(data=datas, counsellor=counsellors, accepted=st.booleans(), version=st.integers(0, 3))
    def what_is_no_offer_is_answered(
        self, data: st.DataObject, counsellor: VolunteerId, accepted: bool, version: int
    ) -> None:
        answer = commands.Accept if accepted else commands.Decline
        self.tell(answer(counsellor, self.somewhere(data, self.desk.talks), version))

    @rule(data=datas, anybody=st.none() | counsellors)
    def a_conversation_is_ended(self, data: st.DataObject, anybody: VolunteerId | None) -> None:
        conversation = self.somewhere(data, self.desk.talks)
        talk = self.desk.talks.get(conversation)
        holder = COUNSELLORS[0] if talk is None else talk.counsellor
        self.tell(commands.End(anybody or holder, conversation))

    @precondition(lambda self: self.desk.talks)
    @rule(data=datas, anybody=st.none() | counsellors, on_hold=st.sampled_from([True, True, False]))
    def a_conversation_is_on_hold(
        self, data: st.DataObject, anybody: VolunteerId | None, on_hold: bool
    ) -> None:
        talk = self.some_talk(data)
        self.tell(commands.Hold(anybody or talk.counsellor, talk.conversation, on_hold))

    @precondition(lambda self: self.desk.talks)
    @rule(
        data=datas,
        anybody=st.sampled_from([None, None, None, *COUNSELLORS]),
        risks=st.lists(st.sampled_from([0, 1, 2, 2, 3, 3, 4]), min_size=1, max_size=3),
    )
    def danger_is_assessed(self, data: st.DataObject, anybody: VolunteerId | None, risks: list[int]) -> None:
        for risk in risks:
            talk = self.some_talk(data)
            self.tell(commands.Assess(anybody or talk.counsellor, talk.conversation, risk))

    @precondition(lambda self: self.desk.talks)
    @rule(
        data=datas,
        anybody=st.sampled_from([None, None, None, *COUNSELLORS]),
        wishes=st.lists(st.none() | abilities, min_size=1, max_size=3),
    )
    def a_conversation_is_passed_on_or_kept(
        self, data: st.DataObject, anybody: VolunteerId | None, wishes: list[frozenset[str] | None]
    ) -> None:
        talk = self.some_talk(data)
        for skills in wishes:
            self.tell(commands.PassOn(anybody or talk.counsellor, talk.conversation, skills))

    @rule(data=datas, person=seekers | counsellors)
    def an_end_is_confirmed_by_anybody(self, data: st.DataObject, person: SeekerId | VolunteerId) -> None:
        self.tell(commands.Confirm(person, self.somewhere(data, self.desk.closing)))

    @precondition(lambda self: self.desk.closing or self.desk.talks)
    @rule(data=datas, both=st.booleans(), and_leaves=st.booleans())
    def an_end_is_confirmed(self, data: st.DataObject, both: bool, and_leaves: bool) -> None:
        if not self.desk.closing:
            talk = self.some_talk(data)
            self.tell(commands.End(talk.counsellor, talk.conversation))
        closing = data.draw(st.sampled_from(list(self.desk.closing.values())))
        concerned: list[SeekerId | VolunteerId] = [closing.seeker]
        concerned += [] if closing.counsellor is None else [closing.counsellor]
        people = data.draw(st.permutations(concerned))
        for person in people[: 2 if both else 1]:
            self.tell(commands.Confirm(person, closing.conversation))
        if and_leaves:
            self.tell(commands.Leave(closing.seeker))

    def some_talk(self, data: st.DataObject) -> Talk:
        """One of those that run."""
        return data.draw(st.sampled_from(list(self.desk.talks.values())))
