"""A machine that tells the desk whatever people and networks may do, and holds every step to the laws."""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from chat.identifiers import ConnectionId, Instant, SeekerId, VolunteerId
from chat.routing import commands
from chat.routing.house import House, Opening
from chat.routing.model import Desk, Language, Safety, Status
from tests.builders import unchangeable
from tests.properties.acting import (
    COUNSELLORS,
    FIRST_LINE,
    FIRST_PAGE,
    NO_CONVERSATION,
    NO_COUNSELLOR,
    connections,
    counsellors,
    datas,
    languages,
    languages_spoken,
    rehearsals,
    seekers,
)
from tests.properties.acting_company import CompanyActs
from tests.properties.acting_counsellors import NO_ABILITIES, capacities
from tests.properties.acting_help import HelpActs
from tests.properties.acting_line import LineActs, supervisors
from tests.properties.acting_seekers import SeekersAct

ASKED_TOGETHER = (
    *(commands.Arrive, commands.AnswerSafety, commands.Return, commands.DropSeeker, commands.Stop),
    *(commands.TakeSeat, commands.DropSeat, commands.ChooseStatus, commands.Accept),
    *(commands.End, commands.Assess, commands.Tick),
)
"""What may come at one moment; what the clock and the line do comes by itself."""
NOTHING = commands.Confirm(NO_COUNSELLOR, NO_CONVERSATION)
"""Changes nothing by itself: what comes of it is the matching."""


def as_one(before: Desk, after: Desk, now: Instant) -> Desk:
    """What several steps of one moment made of a desk, counted as one change."""
    if after is before:
        return before
    return unchangeable(
        replace(after, version=max(before.version, after.version) + 1, now=max(before.now, now))
    )


class DeskMachine(SeekersAct, HelpActs, CompanyActs, LineActs):
    """The desk and its clock, under any history."""

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
        for counsellor, capacity, spoken in seats:
            self.a_counsellor_sits_down_and_is_ready(counsellor, capacity, spoken)
        for seeker, language, rehearsed in arriving:
            self.somebody_arrives_or_repeats_it(seeker, language, rehearsed=rehearsed)
        self.take(taken)

    @precondition(lambda self: not any(seat.connections for seat in self.desk.seats.values()))
    @rule(supervisor=supervisors, line=connections, seeker=seekers, language=languages)
    def somebody_arrives_while_a_supervisor_is_there_alone(
        self, supervisor: VolunteerId, line: ConnectionId, seeker: SeekerId, language: Language
    ) -> None:
        self.tell(commands.Furnish(House(minimum=1)))
        self.tell(commands.Watch(supervisor, line))
        self.somebody_arrives_or_repeats_it(seeker, language)

    @rule(data=datas, many=st.integers(2, 5))
    def several_are_decided_together(self, data: st.DataObject, many: int) -> None:
        """As a node does with all that it is asked while the desk is being written."""
        before, self.is_together = self.desk, True
        for _ in range(many):
            self.something_is_asked(data)
        self.is_together = False
        self.desk = as_one(before, self.desk, self.now)
        self.tell(NOTHING)

    def something_is_asked(self, data: st.DataObject) -> None:
        """One or a few commands of this moment."""
        line, counsellor = data.draw(connections), data.draw(counsellors)
        match data.draw(st.sampled_from(ASKED_TOGETHER)):
            case commands.Arrive:
                self.somebody_arrives_or_repeats_it(data.draw(seekers), data.draw(languages), line=line)
            case commands.AnswerSafety:
                self.somebody_says_whether_they_are_safe(data, data.draw(st.sampled_from(Safety)))
            case commands.Return:
                self.a_page_comes_back(data, FIRST_PAGE, line, take_over=False, tab=FIRST_PAGE, load=0)
            case commands.DropSeeker:
                self.a_connection_drops(data, None, 0.0)
            case commands.Stop:
                self.somebody_goes(data, at_once=False, and_arrives_again=None)
            case commands.TakeSeat:
                spoken = data.draw(languages_spoken)
                self.a_counsellor_sits_down_and_is_ready(counsellor, data.draw(capacities), spoken)
            case commands.DropSeat:
                self.one_of_a_seats_connections_drops(data, line)
            case commands.ChooseStatus:
                self.a_status_is_chosen(data, data.draw(st.sampled_from([Status.READY, Status.AWAY])))
            case commands.Accept:
                self.offers_are_answered_by_whoever(data, [(True, 0), (data.draw(st.booleans()), 0)])
            case commands.End:
                self.a_conversation_is_ended(data, None)
            case commands.Assess if self.desk.talks:
                self.danger_is_assessed(data, None, [data.draw(st.sampled_from([0, 2, 3]))])
            case _:
                self.tell(commands.Tick())

    @rule(seeker=seekers, language=languages, counsellor=counsellors, rehearsed=rehearsals)
    def somebody_arrives_and_is_taken(
        self, seeker: SeekerId, language: Language, counsellor: VolunteerId, rehearsed: bool
    ) -> None:
        self.somebody_arrives_or_repeats_it(seeker, language, prefix="a", rehearsed=rehearsed)
        if not self.desk.offers:
            self.a_counsellor_sits_down_and_is_ready(counsellor, 2, [language])
        self.take(2)


class GoneHome(DeskMachine):
    """The same where somebody's counsellor went home before the line closes."""

    @initialize(seeker=seekers, language=languages, counsellor=counsellors)
    def a_counsellor_who_has_somebody_goes_home(
        self, seeker: SeekerId, language: Language, counsellor: VolunteerId
    ) -> None:
        self.tell(commands.Furnish(House((Opening(self.now, Instant(self.now + 601)),))))
        self.somebody_arrives_and_is_taken(seeker, language, counsellor, rehearsed=False)
        self.tell(commands.DropSeat(counsellor, FIRST_LINE))
        self.live_until(self.now + 60)
        self.tell(commands.Tick())


class LedFromTheDesk(DeskMachine):
    """The same where two are needed and two counsellors come, and no supervisor: who leads is what the door hangs on.

    By chance alone that takes hundreds of histories.
    """

    @initialize(
        leads=st.booleans(), backup=st.sampled_from(["112", None]), seeker=seekers, language=languages
    )
    def two_counsellors_come_where_two_are_needed(
        self, leads: bool, backup: str | None, seeker: SeekerId, language: Language
    ) -> None:
        self.tell(commands.Furnish(House(minimum=2, backup=backup)))
        for counsellor in COUNSELLORS[1:3]:
            facts = (counsellor, "Noor", [language], 1, FIRST_LINE)
            self.a_seat_is_taken(*facts, skills=NO_ABILITIES, leads=leads)
        self.somebody_arrives_or_repeats_it(seeker, language)
