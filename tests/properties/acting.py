"""Whoever acts at the desk of a machine: a clock, people to draw from, and one way to tell a command."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar, TypeVar

from hypothesis import strategies as st

from chat.conversation.model import Side
from chat.errors import Refusal
from chat.identifiers import (
    ConnectionId,
    ConversationId,
    Instance,
    Instant,
    NodeId,
    Seconds,
    SeekerId,
    VolunteerId,
)
from chat.routing import commands, desk
from chat.routing.desk import Decided
from chat.routing.effects import Effect
from chat.routing.model import Desk, Language, Talk
from tests.builders import unchangeable
from tests.properties.accompanying import ACCOMPANYING
from tests.properties.asked import ASKED
from tests.properties.asking import (
    ASKING,
    a_repeat_changes_nothing_and_is_answered_alike,
    a_tick_changes_something_at_the_next_deadline_and_nothing_before,
    after_a_tick_nothing_is_overdue,
    who_has_gone_does_not_begin_again,
    whose_conversation_is_known_is_never_gone,
)
from tests.properties.calling import CALLING
from tests.properties.counting import Counted
from tests.properties.doorkeeping import DOORKEEPING, arrivals_are_refused_as_the_table_says
from tests.properties.ending import ENDING
from tests.properties.guarding import GUARDING
from tests.properties.living import LIVING
from tests.properties.moving import MOVING
from tests.properties.notes import Notes
from tests.properties.offering import (
    OFFERING,
    an_offer_is_for_everybody_once_it_takes_too_long,
    the_offers_made_are_those_the_rules_make,
)
from tests.properties.overtaking import OVERTAKING
from tests.properties.planting import Law
from tests.properties.standing import STANDING
from tests.properties.step import Step
from tests.properties.stepping import STEPPING, the_version_rises_exactly_when_something_changed
from tests.properties.telling import TELLING, Logs, each_log_says_what_the_desk_says
from tests.properties.timing import TIMING
from tests.properties.wrapping import WRAPPING

T = TypeVar("T")

SEEKERS = [SeekerId(f"seeker-{n}") for n in range(5)]
COUNSELLORS = [VolunteerId(f"counsellor-{n}") for n in range(4)]
FIRST_PAGE, FIRST_LINE = Instance("page-1"), ConnectionId("node-0.line-0")
NODES = [NodeId("node-0"), NodeId("node-1")]
NO_COUNSELLOR, NO_CONVERSATION = VolunteerId("unknown"), ConversationId("unknown")

datas = st.data()
seekers, counsellors = st.sampled_from(SEEKERS), st.sampled_from(COUNSELLORS)
pages = st.sampled_from([FIRST_PAGE, Instance("page-2")])
loads = st.integers(0, 2)
connections = st.sampled_from([ConnectionId(f"node-{n % 2}.line-{n}") for n in range(4)])
languages_spoken = st.sampled_from([[Language.DUTCH, Language.ENGLISH], [Language.DUTCH], [Language.ENGLISH]])
languages = st.sampled_from([Language.DUTCH, Language.DUTCH, Language.ENGLISH])
rehearsals = st.sampled_from([False, False, True])
silences = st.sampled_from([0.0, 0.0, 1.0, 20.0])
eighths = st.integers(0, 800).map(lambda n: n / 8)  # sums of these are exact

LAWS = (
    *STANDING,
    *WRAPPING,
    *OVERTAKING,
    *ASKED,
    *MOVING,
    *ENDING,
    *OFFERING,
    *GUARDING,
    *STEPPING,
    *TIMING,
    *DOORKEEPING,
    *LIVING,
    *TELLING,
    *CALLING,
    *ASKING,
    *ACCOMPANYING,
)
"""All that every step is held to."""
OF_MATCHING = (
    *ASKED,
    the_offers_made_are_those_the_rules_make,
    an_offer_is_for_everybody_once_it_takes_too_long,
    the_version_rises_exactly_when_something_changed,
    after_a_tick_nothing_is_overdue,
    a_tick_changes_something_at_the_next_deadline_and_nothing_before,
)
"""What a step is not held to yet that is settled together with the next."""


def one_of(data: st.DataObject, live: Mapping[T, object], others: list[T]) -> T:
    """Mostly somebody on the screen, sometimes anybody."""
    pool = [*live, *live, *live, *others]
    return data.draw(st.sampled_from(pool))


class Acting(Counted):
    """A desk, its clock, and what is known beside it."""

    laws: ClassVar[tuple[Law, ...]] = LAWS
    """What its steps are held to; a machine that must see one fault needs those only that the fault breaks."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = unchangeable(Desk())
        self.now = Instant(10_000.0)
        self.slow_by = 0.0
        self.notes = Notes()
        self.logs = Logs()
        self.talks_made = 0
        self.heard: dict[SeekerId | VolunteerId, Instant] = {}
        self.said: dict[tuple[ConversationId, int], dict[Side, Instant]] = {}
        """When each side last said something since their counsellor came, as the logs know it."""
        self.looked_at: dict[ConversationId, Instant] = {}
        self.is_together = False
        """Whether what is told now is settled together with what is told next, as a node does with what it is asked meanwhile."""

    @staticmethod
    def decide(before: Desk, command: commands.Command, now: Instant) -> Decided:
        """The desk under test; a machine that must see a fault has another."""
        return desk.decide(before, command, now)

    def tell(self, command: commands.Command) -> None:
        """One step, held to every law."""
        before, now = self.desk, max(self.desk.now, Instant(self.now - self.slow_by))
        effects: tuple[Effect, ...] = ()
        refused: type[Refusal] | None = None
        decide = desk.step if self.is_together else self.decide
        try:
            self.desk, effects = decide(before, command, Instant(self.now - self.slow_by))
        except Refusal as refusal:
            refused = type(refusal)
        unchangeable(self.desk)
        self.slow_by = 0.0
        step = Step(decide, before, command, now, self.desk, effects, refused, self.notes)
        who_has_gone_does_not_begin_again(step)
        whose_conversation_is_known_is_never_gone(step)
        if refused is not None:
            arrivals_are_refused_as_the_table_says(step)
            a_repeat_changes_nothing_and_is_answered_alike(step)
            return
        # Drops too: what is heard of one page says that another of the same person was alive until then.
        self.heard[getattr(command, "seeker", getattr(command, "counsellor", NO_COUNSELLOR))] = now
        self.notes.write(before, command, self.desk, now)
        for law in self.laws:
            if not self.is_together or law not in OF_MATCHING:
                law(step)
        self.notes.write_notices(effects, now)
        self.logs.write(effects)
        each_log_says_what_the_desk_says(self.logs, self.desk)

    def live_until(self, moment: float) -> None:
        """It is then, unless it is later, and the nodes renewed their leases all the while: no more came of that than this."""
        self.now = Instant(max(self.now, moment))
        if self.desk.nodes:
            leases = dict.fromkeys(self.desk.nodes, Instant(max(self.now, self.desk.now) + 10))
            self.desk = unchangeable(replace(self.desk, now=max(self.now, self.desk.now), nodes=leases))
            self.notes.attendance.leases = dict(leases)

    def take(self, most: int) -> None:
        """Accept what is offered first, so many times, by whoever is asked first."""
        for _ in range(most):
            offer = next(iter(self.desk.offers.values()), None)
            if offer is not None:
                self.tell(commands.Accept(offer.asked[0], offer.conversation, offer.version))

    def silent(self, person: SeekerId | VolunteerId, seconds: float) -> Seconds:
        """How long a connection showed no sign of life before it dropped: never from before its last command."""
        since = self.now - self.slow_by - self.heard.get(person, self.now)
        return Seconds(max(0.0, min(seconds, since)))

    def said_in(self, talk: Talk) -> dict[Side, Instant]:
        """What the log of this talk knows since its counsellor came."""
        return self.said.setdefault((talk.conversation, talk.version), {})

    def somewhere(self, data: st.DataObject, preferred: Mapping[ConversationId, object]) -> ConversationId:
        """Mostly a conversation of those preferred, else any, or one the desk does not know."""
        return one_of(
            data, preferred, [*self.desk.waiting, *self.desk.talks, *self.desk.closing, NO_CONVERSATION]
        )
