"""What young people do at the desk of a machine, and what their networks do to them."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from chat.identifiers import ConnectionId, ConversationId, Epoch, Instance, Instant, SeekerId, VolunteerId
from chat.routing import commands
from chat.routing.claims import SeekerClaim
from chat.routing.model import BEGINNING, Doorway, Language, Safety
from tests.properties.acting import (
    FIRST_LINE,
    FIRST_PAGE,
    NO_CONVERSATION,
    SEEKERS,
    Acting,
    connections,
    counsellors,
    datas,
    languages,
    loads,
    one_of,
    pages,
    rehearsals,
    seekers,
    silences,
)

doorways = st.sampled_from([Doorway.YOUNG, Doorway.YOUNG, Doorway.FRIEND])
lots = st.sampled_from([0.0, 0.25, 0.5, 0.875])


class SeekersAct(Acting):
    """Arriving, answering, dropping, coming back, going."""

    @rule(
        seeker=seekers,
        language=languages,
        page=pages,
        line=connections,
        prefix=st.sampled_from("bac"),
        rehearsed=rehearsals,
        over_again=st.sampled_from([False, False, False, True]),
        doorway=doorways,
        lot=lots,
    )
    def somebody_arrives_or_repeats_it(  # noqa: PLR0913 - as many as an arrival has
        self,
        seeker: SeekerId,
        language: Language,
        page: Instance = FIRST_PAGE,
        line: ConnectionId = FIRST_LINE,
        *,
        prefix: str = "b",
        rehearsed: bool = False,
        over_again: bool = False,
        doorway: Doorway = Doorway.YOUNG,
        lot: float = 0.0,
    ) -> None:
        self.talks_made += 1
        while not over_again and seeker in self.notes.gone_at:
            seeker = SeekerId(f"{seeker}'")
        name = f"{prefix}-{self.talks_made}"
        conversation, epoch = ConversationId(name), Epoch(name)
        self.tell(commands.Arrive(seeker, conversation, epoch, language, page, line, rehearsed, doorway, lot))

    @rule(
        people=st.lists(
            st.tuples(seekers, languages, st.sampled_from(Safety), st.sampled_from([0.0, 1.0, 60.0, 1800.0])),
            min_size=2,
            max_size=4,
        )
    )
    def several_arrive_of_whom_some_are_not_safe(
        self, people: list[tuple[SeekerId, Language, Safety, float]]
    ) -> None:
        for seeker, language, safety, later in people:
            self.now = Instant(self.now + later)
            self.somebody_arrives_or_repeats_it(seeker, language)
            if seeker in self.desk.guests:
                self.tell(commands.AnswerSafety(seeker, safety))

    @rule(data=datas, safety=st.sampled_from(Safety))
    def somebody_says_whether_they_are_safe(self, data: st.DataObject, safety: Safety) -> None:
        self.tell(commands.AnswerSafety(one_of(data, self.desk.guests, SEEKERS), safety))

    @rule(data=datas, counsellor=counsellors)
    def somebody_asks_for_a_counsellor_of_their_own(
        self, data: st.DataObject, counsellor: VolunteerId
    ) -> None:
        self.tell(commands.Prefer(one_of(data, self.desk.guests, SEEKERS), counsellor))

    @rule(data=datas, page=pages, line=connections, take_over=st.booleans(), tab=pages, load=loads)
    def a_page_comes_back(
        self,
        data: st.DataObject,
        page: Instance,
        line: ConnectionId,
        take_over: bool,
        tab: Instance,
        load: int,
    ) -> None:
        seeker = one_of(data, self.desk.guests, SEEKERS)
        guest = self.desk.guests.get(seeker)
        conversation = NO_CONVERSATION if guest is None else guest.conversation
        # Of a conversation that is known no ticket is too old.
        claim = SeekerClaim(self.desk.generation, 0, BEGINNING, seeker, conversation, 0)
        self.tell(commands.Return(claim, Epoch("another"), page, line, take_over, tab, load))

    @rule(data=datas, line=st.none() | connections, silent=silences)
    def a_connection_drops(self, data: st.DataObject, line: ConnectionId | None, silent: float) -> None:
        seeker = one_of(data, self.desk.guests, SEEKERS)
        guest = self.desk.guests.get(seeker)
        mine = guest.connection if guest is not None else None
        line = line or mine or FIRST_LINE
        self.tell(commands.DropSeeker(seeker, line, self.silent(seeker, silent)))

    @precondition(lambda self: self.desk.guests)
    @rule(
        data=datas, back_after=st.sampled_from([580.0, 599.0, 600.0, 899.0, 900.0, 3600.0]), silent=silences
    )
    def somebody_is_lost(self, data: st.DataObject, back_after: float, silent: float) -> None:
        guest = self.desk.guests[data.draw(st.sampled_from(list(self.desk.guests)))]
        if guest.connection is not None:
            was_silent = self.silent(guest.seeker, silent)
            self.tell(commands.DropSeeker(guest.seeker, guest.connection, was_silent))
        self.now = Instant(self.now + back_after)
        self.tell(commands.Tick())

    @rule(data=datas, at_once=st.booleans(), and_arrives_again=st.none() | rehearsals)
    def somebody_goes(self, data: st.DataObject, at_once: bool, and_arrives_again: bool | None) -> None:
        seeker = one_of(data, self.desk.guests, SEEKERS)
        self.tell(commands.Leave(seeker) if at_once else commands.Stop(seeker))
        if and_arrives_again is not None:
            self.somebody_arrives_or_repeats_it(seeker, Language.DUTCH, rehearsed=and_arrives_again)
