"""Who asks for help and who comes, and who is on: written down from what was told alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from chat.identifiers import CircleId, ConversationId, Instant, VolunteerId
from chat.routing.commands import Assess, Command, Tick
from chat.routing.help_commands import AskHelp, CallOffHelp, ComeToHelp, GiveBack
from chat.routing.model import Desk


@dataclass(frozen=True)
class Call:
    """Somebody asks for help since *asked*; *wide*: colleagues were told, *numbered*: the number was."""

    counsellor: VolunteerId
    asked: Instant
    wide: bool = False
    numbered: bool = False
    helper: VolunteerId | None = None


@dataclass
class Calls:
    """Every request that stands, and since when who is on is on."""

    of: dict[ConversationId, Call] = field(default_factory=dict)
    on_since: dict[VolunteerId, Instant] = field(default_factory=dict)

    def write(self, before: Desk, command: Command, after: Desk, now: Instant, *, calm: bool) -> None:
        """Note what this step changed; in the *calm* after a gap no time is up."""
        if isinstance(command, Tick) and not calm:
            for conversation, call in self.of.items():
                if call.helper is None:
                    waited = now - call.asked
                    self.of[conversation] = replace(
                        call, wide=call.wide or waited >= 20, numbered=call.numbered or waited >= 40
                    )
        self._told(before, command, now)
        on = on_shift(after)
        for conversation, call in [*self.of.items()]:
            talk = after.talks.get(conversation)
            if talk is None or talk.counsellor != call.counsellor:
                del self.of[conversation]
            elif call.helper is not None and call.helper not in on:
                self.of[conversation] = replace(call, helper=None, asked=now)
        if not leading(after):
            alone = {key: call for key, call in self.of.items() if call.helper is None}
            self.of |= {key: replace(call, wide=True, numbered=True) for key, call in alone.items()}
        self.on_since = {who: self.on_since.get(who, now) for who in on}

    def _told(self, before: Desk, command: Command, now: Instant) -> None:
        match command:
            case AskHelp(counsellor=counsellor, conversation=conversation):
                self.of.setdefault(conversation, Call(counsellor, now))
            case Assess(counsellor=counsellor, conversation=conversation, risk=risk) if risk >= 2:
                if before.talks[conversation].risk != risk:
                    call = self.of.get(conversation, Call(counsellor, now))
                    self.of[conversation] = replace(call, numbered=call.numbered or risk == 3)
            case CallOffHelp(conversation=conversation):
                self.of.pop(conversation, None)
            case ComeToHelp(helper=helper, circle=circle):
                conversation = _about(before, circle)
                self.of[conversation] = replace(self.of[conversation], helper=helper)
            case GiveBack(helper=helper, circle=circle):
                for conversation, request in before.help.items():
                    call = self.of[conversation]
                    if request.circle == circle and call.helper == helper:
                        self.of[conversation] = replace(call, helper=None, asked=now)
            case _:
                pass


def on_shift(desk: Desk) -> set[VolunteerId]:
    """Who is on: at the desk, at a board, or gone from one less than a minute ago."""
    seated = {who for who, seat in desk.seats.items() if not seat.expected}
    return seated | set(desk.leads) | set(desk.led)


def leading(desk: Desk) -> set[VolunteerId]:
    """The supervisors who look at a page at this moment."""
    return set(desk.leads) | {who for who, seat in desk.seats.items() if seat.helps and seat.connections}


def _about(desk: Desk, circle: CircleId) -> ConversationId:
    return next(key for key, request in desk.help.items() if request.circle == circle)
