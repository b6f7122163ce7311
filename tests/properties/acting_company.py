"""Who comes to a conversation beside its counsellor, goes, and takes it over, at the desk of a machine."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from chat.identifiers import Instant, VolunteerId
from chat.routing import commands
from chat.routing.company_commands import CompanyCommand, HandOver, Join, LeaveCompany, TakeOver, Welcome
from chat.routing.model import Language
from tests.properties.acting import COUNSELLORS, FIRST_LINE, NO_COUNSELLOR, Acting, counsellors, datas


class CompanyActs(Acting):
    """Joining, leaving, taking over, handing over, and what the young person says to it."""

    @precondition(lambda self: self.desk.talks)
    @rule(data=datas, helper=counsellors, then=st.lists(st.sampled_from([TakeOver, LeaveCompany, Join])))
    def somebody_joins(
        self, data: st.DataObject, helper: VolunteerId, then: list[type[TakeOver | LeaveCompany | Join]]
    ) -> None:
        """Also who may not, and also who has no seat."""
        if helper not in self.desk.seats and data.draw(st.booleans()):
            facts = (helper, "Noor", frozenset[Language](), 0, FIRST_LINE)
            self.tell(commands.TakeSeat(*facts, helps=True, listens=False))
        conversation = data.draw(st.sampled_from(sorted(self.desk.talks)))
        self.tell(Join(helper, conversation))
        for command in then:
            self.tell(command(helper, conversation))

    @precondition(lambda self: self.desk.talks)
    @rule(data=datas, learner=counsellors, mentor=counsellors)
    def a_mentor_comes(self, data: st.DataObject, learner: VolunteerId, mentor: VolunteerId) -> None:
        talk = data.draw(st.sampled_from(list(self.desk.talks.values())))
        seat = self.desk.seats[talk.counsellor]
        self.tell(
            commands.TakeSeat(
                *(seat.counsellor, seat.name, seat.languages, seat.capacity, FIRST_LINE),
                skills=seat.skills,
                leads=seat.leads,
                mentor=mentor if learner != mentor else None,
                helps=seat.helps,
                listens=seat.listens,
            )
        )
        self.tell(Join(mentor, talk.conversation))

    @precondition(lambda self: any(talk.company for talk in self.desk.talks.values()))
    @rule(data=datas, kinds=st.lists(st.sampled_from([TakeOver, LeaveCompany, HandOver]), min_size=1))
    def whoever_is_there_goes_on(
        self, data: st.DataObject, kinds: list[type[TakeOver | LeaveCompany | HandOver]]
    ) -> None:
        for kind in kinds:
            talks = [talk for talk in self.desk.talks.values() if talk.company]
            if talks:
                talk = data.draw(st.sampled_from(talks))
                there = sorted(talk.company)
                who = talk.counsellor if kind is HandOver else data.draw(st.sampled_from(there))
                command: CompanyCommand = kind(who, talk.conversation)
                self.tell(command)

    @precondition(lambda self: self.desk.talks)
    @rule(
        data=datas,
        answer=st.sampled_from([None, False, True, 20.0]),
        goes=st.booleans(),
        anybody=st.sampled_from([None, None, NO_COUNSELLOR, *COUNSELLORS]),
    )
    def a_conversation_is_handed_over(
        self, data: st.DataObject, answer: bool | float | None, goes: bool, anybody: VolunteerId | None
    ) -> None:
        """A colleague is wished, comes, is welcome or not, and the counsellor goes."""
        talk = data.draw(st.sampled_from(list(self.desk.talks.values())))
        mine, holder = talk.conversation, talk.counsellor
        self.tell(commands.PassOn(holder, mine, frozenset()))
        if mine in self.desk.offers:
            offer = self.desk.offers[mine]
            self.tell(commands.Accept(offer.asked[0], mine, offer.version))
        if isinstance(answer, bool):
            self.tell(Welcome(talk.seeker, answer))
        elif answer is not None:
            self.now = Instant(self.now + answer)
            self.tell(commands.Tick())
        if goes:
            self.tell(HandOver(anybody or holder, mine))

    @rule(data=datas, afresh=st.booleans())
    def a_young_person_answers_though_nobody_comes(self, data: st.DataObject, afresh: bool) -> None:
        if self.desk.guests:
            self.tell(Welcome(data.draw(st.sampled_from(sorted(self.desk.guests))), afresh))
