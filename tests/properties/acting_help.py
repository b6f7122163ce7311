"""Help at the desk of a machine: asked for, called off, come to, given back."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from chat.identifiers import CircleId, ConnectionId, VolunteerId
from chat.routing import commands, help_commands
from chat.routing.model import Language
from tests.properties.acting import COUNSELLORS, NO_COUNSELLOR, connections, counsellors, datas
from tests.properties.acting_counsellors import CounsellorsAct

PEOPLE = [*COUNSELLORS, VolunteerId("supervisor"), NO_COUNSELLOR]


class HelpActs(CounsellorsAct):
    """Whoever needs it, and whoever comes."""

    @precondition(lambda self: self.desk.talks)
    @rule(data=datas, anybody=st.sampled_from([None, None, None, *COUNSELLORS]), times=st.integers(1, 2))
    def help_is_asked_for(self, data: st.DataObject, anybody: VolunteerId | None, times: int) -> None:
        for _ in range(times):
            talk = self.some_talk(data)
            self.tell(help_commands.AskHelp(anybody or talk.counsellor, talk.conversation))

    @precondition(lambda self: self.desk.talks)
    @rule(data=datas, anybody=st.sampled_from([None, None, *COUNSELLORS]))
    def help_is_called_off(self, data: st.DataObject, anybody: VolunteerId | None) -> None:
        conversation = self.somewhere(data, self.desk.help or self.desk.talks)
        talk = self.desk.talks.get(conversation)
        holder = COUNSELLORS[0] if talk is None else talk.counsellor
        self.tell(help_commands.CallOffHelp(anybody or holder, conversation))

    @precondition(lambda self: self.desk.help)
    @rule(data=datas, who=st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3), known=st.booleans())
    def somebody_comes_to_help(self, data: st.DataObject, who: list[VolunteerId], known: bool) -> None:
        circles = [request.circle for request in self.desk.help.values()]
        circle = data.draw(st.sampled_from(circles)) if known else CircleId("unknown")
        for helper in who:
            self.tell(help_commands.ComeToHelp(helper, helper.title(), circle))

    @precondition(lambda self: self.desk.help)
    @rule(data=datas, anybody=st.none() | counsellors)
    def who_came_gives_it_back(self, data: st.DataObject, anybody: VolunteerId | None) -> None:
        request = data.draw(st.sampled_from(list(self.desk.help.values())))
        self.tell(help_commands.GiveBack(anybody or request.helper or NO_COUNSELLOR, request.circle))

    @precondition(lambda self: self.desk.talks)
    @rule(data=datas, line=connections, counsellor=counsellors)
    def a_supervisor_comes_to_who_asks_and_goes(
        self, data: st.DataObject, line: ConnectionId, counsellor: VolunteerId
    ) -> None:
        """From a board, or from the desk."""
        talk, supervisor = self.some_talk(data), VolunteerId("supervisor")
        self.tell(help_commands.AskHelp(talk.counsellor, talk.conversation))
        if data.draw(st.booleans()):
            self.tell(commands.Watch(supervisor, line))
            leaves: commands.Command = commands.Unwatch(supervisor, line)
        else:
            supervisor = counsellor
            self.a_seat_is_taken(supervisor, "Noor", [Language.DUTCH], 1, line, frozenset(), leads=False)
            leaves = commands.DropSeat(supervisor, line)
        if talk.conversation in self.desk.help:
            circle = self.desk.help[talk.conversation].circle
            self.tell(help_commands.ComeToHelp(supervisor, "Noor", circle))
        if data.draw(st.booleans()):
            self.tell(leaves)
