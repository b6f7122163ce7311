"""A machine that tells the desk whatever people and networks may do, and holds every step to the laws."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from chat.identifiers import ConnectionId, SeekerId, VolunteerId
from chat.routing import commands
from chat.routing.house import House
from chat.routing.model import Language
from tests.properties.acting import connections, counsellors, languages, languages_spoken, rehearsals, seekers
from tests.properties.acting_counsellors import CounsellorsAct, capacities
from tests.properties.acting_line import LineActs, supervisors
from tests.properties.acting_seekers import SeekersAct


class DeskMachine(SeekersAct, CounsellorsAct, LineActs):
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

    @rule(seeker=seekers, language=languages, counsellor=counsellors, rehearsed=rehearsals)
    def somebody_arrives_and_is_taken(
        self, seeker: SeekerId, language: Language, counsellor: VolunteerId, rehearsed: bool
    ) -> None:
        self.somebody_arrives_or_repeats_it(seeker, language, prefix="a", rehearsed=rehearsed)
        if not self.desk.offers:
            self.a_counsellor_sits_down_and_is_ready(counsellor, 2, [language])
        self.take(2)
