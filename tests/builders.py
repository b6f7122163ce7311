"""Commands with the details filled in, and a desk that is told a story and remembers what it did."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from chat.conversation.model import Side
from chat.errors import Refusal
from chat.identifiers import (
    CircleId,
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
from chat.routing import board, commands, deadlines, desk, help_commands, seat_view, timing, views
from chat.routing.claims import SeatClaim, SeekerClaim
from chat.routing.effects import Effect
from chat.routing.house import DoorOrder, DoorReason, House, Opening
from chat.routing.model import NO_GENERATION, Desk, Doorway, Language, Safety, Status, Talk, Waiting

Decide = Callable[[Desk, commands.Command, Instant], desk.Decided]

NL, EN = Language.DUTCH, Language.ENGLISH


MAPPINGS = (
    *("nodes", "vouched", "departed", "leads", "led", "refused", "help"),
    *("guests", "waiting", "offers", "talks", "closing", "seats"),
)
"""All that a desk holds by name."""


def unchangeable(decided: Desk) -> Desk:
    """The same desk, in which a write in place is an error at once."""
    for name in MAPPINGS:
        mapping = getattr(decided, name)
        if not isinstance(mapping, MappingProxyType):
            object.__setattr__(decided, name, MappingProxyType(mapping))
    return decided


def changeable(decided: Desk) -> Desk:
    """The same desk as a store is given it: what :func:`unchangeable` puts around it cannot be written down."""
    plain = replace(decided)
    for name in MAPPINGS:
        object.__setattr__(plain, name, dict(getattr(decided, name)))
    return plain


def arrive(
    seeker: str,
    *,
    language: Language = NL,
    page: str = "page-1",
    line: str | None = None,
    rehearsed: bool = False,
    doorway: Doorway = Doorway.YOUNG,
    lot: float = 0.0,
) -> commands.Arrive:
    """A young person begins; their conversation is called after them."""
    return commands.Arrive(
        seeker=SeekerId(seeker),
        conversation=ConversationId(f"talk-{seeker}"),
        epoch=Epoch(f"epoch-{seeker}"),
        language=language,
        instance=Instance(page),
        connection=ConnectionId(line or f"{seeker}@{page}"),
        rehearsed=rehearsed,
        doorway=doorway,
        lot=lot,
    )


def safety(seeker: str, answer: Safety = Safety.NO) -> commands.AnswerSafety:
    """A young person says whether they are safe; unless told otherwise, that they are not."""
    return commands.AnswerSafety(SeekerId(seeker), answer)


def prefers(seeker: str, counsellor: str) -> commands.Prefer:
    """A young person asks for a counsellor they spoke with before."""
    return commands.Prefer(SeekerId(seeker), VolunteerId(counsellor))


def returns(
    seeker: str,
    *,
    page: str = "page-1",
    line: str | None = None,
    take_over: bool = False,
    tab: str | None = None,
    load: int = 0,
    claim: SeekerClaim | None = None,
) -> commands.Return:
    """A young person's page is back, with this claim or one that is never too old; by default it was asked itself, or is of the first tab."""
    if claim is None:
        talk = ConversationId(f"talk-{seeker}")
        claim = SeekerClaim(NO_GENERATION, 0, Instant(math.inf), SeekerId(seeker), talk, 0)
    epoch, connection = Epoch(f"epoch-{seeker}-again"), ConnectionId(line or f"{seeker}@{page}")
    return commands.Return(
        claim,
        epoch,
        Instance(page),
        connection,
        take_over,
        Instance(tab or (page if take_over else "page-1")),
        load,
    )


def drops(seeker: str, *, page: str = "page-1", line: str | None = None) -> commands.DropSeeker:
    """A young person's connection is gone."""
    return commands.DropSeeker(SeekerId(seeker), ConnectionId(line or f"{seeker}@{page}"))


def leaves(seeker: str) -> commands.Leave:
    """A young person leaves at once."""
    return commands.Leave(SeekerId(seeker))


def stops(seeker: str) -> commands.Stop:
    """A young person ends in the ordinary way."""
    return commands.Stop(SeekerId(seeker))


def sits(
    counsellor: str,
    *,
    capacity: int = 1,
    languages: Iterable[Language] = (NL,),
    name: str | None = None,
    line: str | None = None,
    claim: SeatClaim | None = None,
    skills: Iterable[str] = (),
    leads: bool = False,
) -> commands.TakeSeat:
    """A counsellor's page connects."""
    return commands.TakeSeat(
        VolunteerId(counsellor),
        name or counsellor.title(),
        frozenset(languages),
        capacity,
        ConnectionId(line or f"{counsellor}@desk"),
        claim,
        frozenset(skills),
        leads,
    )


def helper(supervisor: str, *, line: str | None = None) -> commands.TakeSeat:
    """A supervisor's page connects at the desk, to help and to be offered nobody."""
    return replace(sits(supervisor, capacity=0, languages=(), line=line), helps=True, listens=False)


def unseats(counsellor: str, *, line: str | None = None) -> commands.DropSeat:
    """A counsellor's connection is gone."""
    return commands.DropSeat(VolunteerId(counsellor), ConnectionId(line or f"{counsellor}@desk"))


def ready(counsellor: str) -> commands.ChooseStatus:
    """A counsellor can take somebody."""
    return commands.ChooseStatus(VolunteerId(counsellor), Status.READY)


def away(counsellor: str) -> commands.ChooseStatus:
    """A counsellor takes nobody for now."""
    return commands.ChooseStatus(VolunteerId(counsellor), Status.AWAY)


def chooses(counsellor: str, status: Status) -> commands.ChooseStatus:
    """A counsellor says how they are there."""
    return commands.ChooseStatus(VolunteerId(counsellor), status)


def cannot_go_on(counsellor: str) -> commands.ChooseStatus:
    """A counsellor cannot go on."""
    return chooses(counsellor, Status.RELIEVED)


def accepts(counsellor: str, seeker: str, version: int = 1) -> commands.Accept:
    """A counsellor takes what was offered."""
    return commands.Accept(VolunteerId(counsellor), ConversationId(f"talk-{seeker}"), version)


def declines(counsellor: str, seeker: str, version: int = 1) -> commands.Decline:
    """A counsellor would rather not."""
    return commands.Decline(VolunteerId(counsellor), ConversationId(f"talk-{seeker}"), version)


def ends(counsellor: str, seeker: str) -> commands.End:
    """A counsellor ends a conversation."""
    return commands.End(VolunteerId(counsellor), ConversationId(f"talk-{seeker}"))


def holds(counsellor: str, seeker: str, *, on_hold: bool = True) -> commands.Hold:
    """A counsellor says that the young person calls somebody else meanwhile, or no longer."""
    return commands.Hold(VolunteerId(counsellor), ConversationId(f"talk-{seeker}"), on_hold)


def assess(counsellor: str, seeker: str, risk: int) -> commands.Assess:
    """A counsellor says how much danger there is."""
    return commands.Assess(VolunteerId(counsellor), ConversationId(f"talk-{seeker}"), risk)


def passes_on(counsellor: str, seeker: str, skills: Iterable[str] | None = ()) -> commands.PassOn:
    """A counsellor wishes that a colleague takes a conversation over; with None for *skills* that wish is taken back."""
    wished = None if skills is None else frozenset(skills)
    return commands.PassOn(VolunteerId(counsellor), ConversationId(f"talk-{seeker}"), wished)


def asks_help(counsellor: str, seeker: str) -> help_commands.AskHelp:
    """A counsellor asks for help with a conversation."""
    return help_commands.AskHelp(VolunteerId(counsellor), ConversationId(f"talk-{seeker}"))


def calls_off(counsellor: str, seeker: str) -> help_commands.CallOffHelp:
    """A counsellor needs no help any more."""
    return help_commands.CallOffHelp(VolunteerId(counsellor), ConversationId(f"talk-{seeker}"))


def comes(helper: str, circle: str) -> help_commands.ComeToHelp:
    """Somebody comes to help."""
    return help_commands.ComeToHelp(VolunteerId(helper), helper.title(), CircleId(circle))


def gives_back(helper: str, circle: str) -> help_commands.GiveBack:
    """Somebody who came cannot after all."""
    return help_commands.GiveBack(VolunteerId(helper), CircleId(circle))


def look(seeker: str, said: Mapping[Side, Instant]) -> commands.Look:
    """A node has looked into the log of *seeker*."""
    return commands.Look(ConversationId(f"talk-{seeker}"), said)


def watch(supervisor: str, *, line: str | None = None) -> commands.Watch:
    """A supervisor's board connects."""
    return commands.Watch(VolunteerId(supervisor), ConnectionId(line or f"{supervisor}@board"))


def unwatch(supervisor: str, *, line: str | None = None) -> commands.Unwatch:
    """A supervisor's board is gone."""
    return commands.Unwatch(VolunteerId(supervisor), ConnectionId(line or f"{supervisor}@board"))


def order(
    *, closed: bool = False, cap: int | None = None, reason: DoorReason | None = None
) -> commands.Order:
    """A supervisor closes the door, opens it again, or lets only so many wait."""
    return commands.Order(DoorOrder(closed, cap, reason))


def furnish(
    *openings: tuple[float, float | None],
    minimum: int = 0,
    frame: float | None = None,
    backup: str | None = "06 12345678",
) -> commands.Furnish:
    """A node brings the line's settings; without *openings*, from when until when, it is always open."""
    hours = tuple(
        Opening(Instant(opens), None if closes is None else Instant(closes)) for opens, closes in openings
    )
    lasts = None if frame is None else Seconds(frame)
    return commands.Furnish(House(openings=hours or None, minimum=minimum, frame=lasts, backup=backup))


def confirms(person: str, seeker: str) -> commands.Confirm:
    """A browser has shown that the conversation of *seeker* ended."""
    return commands.Confirm(SeekerId(person), ConversationId(f"talk-{seeker}"))


class Story:
    """A desk and a clock that are told what happens, one thing after the other."""

    def __init__(self, *told: commands.Command) -> None:
        self.desk = unchangeable(Desk())
        self.now = Instant(1000.0)
        self.did: tuple[Effect, ...] = ()
        self.said: dict[ConversationId, dict[Side, Instant]] = {}
        self.tell(*told)

    def tell(self, *told: commands.Command) -> tuple[Effect, ...]:
        """What the last of these commands did; each is decided now."""
        for command in told:
            decided, self.did = desk.decide(self.desk, command, self.now)
            self.desk = unchangeable(decided)
        return self.did

    def lives(self, seconds: float, *nodes: NodeId) -> None:
        """So long goes by, in which these nodes renew their leases as they do, and whatever falls due does."""
        until = self.now + seconds
        while self.now < until:
            self.after(min(3.0, until - self.now))
            self.tell(*(commands.Renew(node) for node in nodes))

    def refused(self, command: commands.Command) -> type[Refusal] | None:
        """As what this command is refused; None when it is not."""
        try:
            self.tell(command)
        except Refusal as refusal:
            return type(refusal)
        return None

    def after(self, seconds: float) -> tuple[Effect, ...]:
        """What the desk did of itself in this time, looking at every moment it had asked for."""
        until = self.now + seconds
        did: list[Effect] = []
        while (due := deadlines.next_due(self.desk)) is not None and due <= until:
            self.now = Instant(max(self.now, due))
            did.extend(self.tell(commands.Tick()))
            assert deadlines.next_due(self.desk) != due
        self.now = Instant(until)
        did.extend(self.tell(commands.Tick()))
        return tuple(did)

    def says(self, side: Side, seeker: str) -> None:
        """Somebody of that side says something now, in the conversation of *seeker*: known to the log alone."""
        talk = ConversationId(f"talk-{seeker}")
        self.said[talk] = {**self.said.get(talk, {}), side: self.now}

    def looks(self, seeker: str) -> tuple[Effect, ...]:
        """What it did that a node looked into this log now."""
        return self.tell(look(seeker, self.said.get(ConversationId(f"talk-{seeker}"), {})))

    def watched(self, seconds: float) -> tuple[Effect, ...]:
        """What the desk did in this time with a node beside it, which looks into logs when it is time."""
        until = self.now + seconds
        did: list[Effect] = []
        while looks := [(due, talk) for due, talk in timing.looks_due(self.desk) if due <= until]:
            due, talk = min(looks)
            did.extend(self.after(max(0.0, due - self.now)))
            did.extend(self.looks(talk.removeprefix("talk-")))
            assert (due, talk) not in timing.looks_due(self.desk)
        return (*did, *self.after(until - self.now))

    def offered(self) -> dict[str, str]:
        """Which counsellor is asked, by the name of the young person."""
        return {
            offer.conversation.removeprefix("talk-"): offer.asked[0] for offer in self.desk.offers.values()
        }

    def asked(self, seeker: str) -> list[str]:
        """All counsellors who are asked to take this young person, in order."""
        offer = self.desk.offers.get(ConversationId(f"talk-{seeker}"))
        return [] if offer is None else sorted(offer.asked)

    def waiting(self, seeker: str) -> Waiting:
        """Their waiting, as the desk has it."""
        return self.desk.waiting[ConversationId(f"talk-{seeker}")]

    def talk(self, seeker: str) -> Talk:
        """Their conversation, as the desk has it."""
        return self.desk.talks[ConversationId(f"talk-{seeker}")]

    def takes(self, counsellor: str, seeker: str) -> tuple[Effect, ...]:
        """What it did that this counsellor took what they are asked for."""
        version = self.desk.offers[ConversationId(f"talk-{seeker}")].version
        return self.tell(accepts(counsellor, seeker, version))

    def line(self) -> list[str]:
        """Who waits and is present, the next one first."""
        return list(views.places(self.desk))

    def board(self) -> board.BoardView:
        """What a supervisor sees."""
        return board.board_view(self.desk, self.now)

    def circle(self, seeker: str) -> str:
        """The name of the request for help with their conversation."""
        return self.desk.help[ConversationId(f"talk-{seeker}")].circle

    def knows(self, seeker: str) -> bool:
        """Whether this young person is anywhere at the desk."""
        return views.seeker_view(self.desk, SeekerId(seeker)) is not None

    def screen(self, seeker: str) -> views.SeekerView:
        """What this young person sees; they must be known."""
        view = views.seeker_view(self.desk, SeekerId(seeker))
        assert view is not None
        return view

    def seat(self, counsellor: str) -> seat_view.SeatView:
        """What this counsellor sees; they must sit at the desk."""
        view = seat_view.seat_view(self.desk, VolunteerId(counsellor), self.now)
        assert view is not None
        return view
