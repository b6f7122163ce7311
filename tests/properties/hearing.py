"""What was said in a conversation and what the desk said in it, as far as the desk was told."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from chat.conversation.lifecycle import Noticed
from chat.conversation.model import Notice, Side
from chat.identifiers import ConversationId, Instant, VolunteerId
from chat.routing.commands import Accept, Assess, Command, Hold, Look
from chat.routing.company_commands import HandOver, TakeOver
from chat.routing.effects import Effect
from chat.routing.model import BEGINNING, Desk, Talk
from tests.properties.attending import Attendance


@dataclass
class Heard:
    """One conversation in the hands of a counsellor who took it *taken_at*.

    *sign_at* is when its young person last did anything that says that they are there, or when their clock began to run again;
    *warned* is when they were asked about it since.
    """

    taken_at: Instant
    sign_at: Instant
    answered: bool = False
    ours_at: Instant = BEGINNING
    warned: list[Instant] = field(default_factory=list)

    def sign(self, at: Instant) -> None:
        """They are there."""
        if at >= self.sign_at:
            self.sign_at, self.warned = at, []


@dataclass
class Hearing:
    """Every conversation that a counsellor had; what ended is kept."""

    of: dict[ConversationId, Heard] = field(default_factory=dict)
    began: dict[ConversationId, Instant] = field(default_factory=dict)
    """When a conversation was first taken up."""
    risk: dict[ConversationId, int] = field(default_factory=dict)
    on_hold: set[ConversationId] = field(default_factory=set)
    notices: dict[ConversationId, list[Notice]] = field(default_factory=dict)

    def write(
        self, before: Desk, command: Command, after: Desk, now: Instant, attendance: Attendance
    ) -> None:
        """Note what this step changed."""
        match command:
            case Accept(counsellor=counsellor, conversation=conversation):
                if is_taken(before, after, conversation, counsellor):
                    self._taken(conversation, now)
            case Hold(conversation=conversation, on_hold=on_hold):
                if on_hold != (conversation in self.on_hold):
                    self.on_hold ^= {conversation}
                    self.of[conversation].sign(now)
            case Assess(conversation=conversation, risk=risk):
                if self.is_dangerous(conversation) and risk != self.risk[conversation]:
                    self.of[conversation].sign(now)
                self.risk[conversation] = risk
            case TakeOver(conversation=conversation) | HandOver(conversation=conversation):
                # A first word that nobody has said yet is theirs now, and they have a minute for it.
                old, new = before.talks.get(conversation), after.talks.get(conversation)
                gave = old is not None and new is not None and old.counsellor != new.counsellor
                if gave and not self.of[conversation].answered:
                    self.of[conversation].sign(now)
            case Look(conversation=conversation) if conversation in before.talks:
                # Whether it was time for an empty look is judged by what must be looked for no longer after it.
                is_early = not command.said and after.talks.get(conversation) == before.talks[conversation]
                if self._is_running(before, before.talks[conversation]) and not is_early:
                    self._looked(before.talks[conversation], command, now, attendance)
            case _:
                pass

    def write_notices(self, effects: Iterable[Effect], now: Instant) -> None:
        """Note what the desk said in this step."""
        for effect in effects:
            if isinstance(effect, Noticed):
                self.notices.setdefault(effect.conversation, []).append(effect.notice)
                if effect.notice not in (Notice.FRAME, Notice.TEN_MINUTES):
                    self.of[effect.conversation].warned.append(now)

    def is_dangerous(self, conversation: ConversationId) -> bool:
        """Whether its counsellor saw a plan, means or a threat, or danger now."""
        return self.risk.get(conversation, 0) >= 2

    def _taken(self, conversation: ConversationId, now: Instant) -> None:
        self.of[conversation] = Heard(now, now)
        self.began.setdefault(conversation, now)

    def _is_running(self, before: Desk, talk: Talk) -> bool:
        """Whether silence counts in this conversation: both are here, and nobody is calling somebody else."""
        guest, seat = before.guests[talk.seeker], before.seats[talk.counsellor]
        both = guest.connection is not None and bool(seat.connections)
        answered = self.of[talk.conversation].answered
        pauses = self.is_dangerous(talk.conversation) or talk.conversation in self.on_hold
        return both and not (answered and pauses)

    def _looked(self, talk: Talk, command: Look, now: Instant, attendance: Attendance) -> None:
        """A look before it is time, in the calm, or while no clock runs, counts for nothing; into a log that was lost it is as good as a sign."""
        heard = self.of[talk.conversation]
        theirs, ours = command.said.get(Side.SEEKER), command.said.get(Side.COUNSELLOR)
        if not heard.answered:
            began = max(heard.sign_at, attendance.seeker_back_at[talk.seeker])
            heard.answered = ours is not None and now >= began + 60 and not attendance.is_calm(now)
        if not heard.answered:
            return
        if not command.said or (theirs is not None and (ours is None or theirs >= ours)):
            heard.sign(now)
        elif theirs is not None and theirs > heard.sign_at:
            heard.sign(min(theirs, now))
        if ours is not None:
            heard.ours_at = max(heard.ours_at, min(ours, now))


def is_taken(before: Desk, after: Desk, conversation: ConversationId, counsellor: VolunteerId) -> bool:
    """Whether this step gave the conversation to this counsellor; a repeat gives nothing."""
    new, old = after.talks.get(conversation), before.talks.get(conversation)
    return new is not None and (old is None or old.version != new.version) and new.counsellor == counsellor
