"""Nothing stays due: after a tick, or a look, the next one lies ahead; otherwise a node would tick without end."""

from itertools import count

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from chat.conversation.model import Side
from chat.identifiers import Generation, Instant, NodeId, SeekerId, VolunteerId
from chat.routing.claims import SeatClaim, SeekerClaim, seat_claim, seeker_claim
from chat.routing.commands import Command, Renew, Tick
from chat.routing.deadlines import next_due
from chat.routing.durations import STANDSTILL
from chat.routing.model import Desk, Doorway, Safety
from chat.routing.timing import looks_due
from tests.builders import (
    EN,
    NL,
    Story,
    accepts,
    arrive,
    assess,
    away,
    confirms,
    declines,
    drops,
    ends,
    furnish,
    holds,
    leaves,
    order,
    prefers,
    ready,
    returns,
    safety,
    sits,
    stops,
    unchangeable,
    unseats,
    unwatch,
    watch,
)

SEEKERS, COUNSELLORS, NODES = ("sam", "kim", "bo"), ("noor", "eline", "femke"), ("one", "two", "three")
seekers, counsellors, nodes = st.sampled_from(SEEKERS), st.sampled_from(COUNSELLORS), st.sampled_from(NODES)
durations = st.sampled_from((0.0, 0.5, 9.0, 10.0, 25.0, 59.0, 60.0, 61.0, 120.0, 300.0, 600.0, 900.0, 3600.0))


class Passing(RuleBasedStateMachine):
    """A desk to which anything happens, and which is ticked as late as can be."""

    def __init__(self) -> None:
        super().__init__()
        self.story = Story()
        self.lives = count(1)
        self.old: list[SeekerClaim | SeatClaim] = []

    def tell(self, command: Command) -> None:
        """It happens, or is refused."""
        self.story.refused(command)

    @rule(who=seekers, node=nodes, language=st.sampled_from((NL, NL, EN)), lot=st.sampled_from((0.0, 0.7)))
    def arrives(self, who: str, node: str, language: object, lot: float) -> None:
        doorway = Doorway.FRIEND if lot else Doorway.YOUNG
        spoken = EN if language is EN else NL
        rehearsed = who == "bo"
        self.tell(
            arrive(who, line=f"{node}.{who}", language=spoken, lot=lot, doorway=doorway, rehearsed=rehearsed)
        )

    @rule(who=seekers, node=nodes)
    def comes_back(self, who: str, node: str) -> None:
        self.tell(returns(who, line=f"{node}.{who}"))

    @rule(who=seekers)
    def drops_out(self, who: str) -> None:
        guest = self.story.desk.guests.get(SeekerId(who))
        if guest is not None and guest.connection is not None:
            self.tell(drops(who, line=guest.connection))

    @rule(who=seekers, command=st.sampled_from((leaves, stops, safety)))
    def does(self, who: str, command: object) -> None:
        assert callable(command)
        self.tell(command(who))

    @rule(who=seekers, counsellor=counsellors, answer=st.sampled_from(tuple(Safety)))
    def answers(self, who: str, counsellor: str, answer: Safety) -> None:
        self.tell(safety(who, answer))
        self.tell(prefers(who, counsellor))

    @rule(who=counsellors, node=nodes, capacity=st.integers(0, 3))
    def sits_down(self, who: str, node: str, capacity: int) -> None:
        self.tell(sits(who, capacity=capacity, languages=(NL, EN), line=f"{node}.{who}", leads=who == "noor"))
        self.tell(ready(who))

    @rule(who=counsellors, node=nodes, is_away=st.booleans())
    def goes(self, who: str, node: str, *, is_away: bool) -> None:
        self.tell(away(who) if is_away else unseats(who, line=f"{node}.{who}"))

    @precondition(lambda self: self.story.desk.offers)
    @rule(data=st.data(), takes=st.booleans())
    def is_asked(self, data: st.DataObject, *, takes: bool) -> None:
        offer = data.draw(st.sampled_from(list(self.story.desk.offers.values())))
        who, seeker = data.draw(st.sampled_from(offer.asked)), offer.conversation.removeprefix("talk-")
        answer = accepts if takes else declines
        self.tell(answer(who, seeker, offer.version))

    @precondition(lambda self: self.story.desk.talks)
    @rule(data=st.data(), risk=st.sampled_from((None, None, 0, 1, 2, 3)), on_hold=st.booleans())
    def is_judged(self, data: st.DataObject, risk: int | None, *, on_hold: bool) -> None:
        talk = data.draw(st.sampled_from(list(self.story.desk.talks.values())))
        seeker = talk.conversation.removeprefix("talk-")
        told = holds(talk.counsellor, seeker, on_hold=on_hold)
        self.tell(told if risk is None else assess(talk.counsellor, seeker, risk))

    @rule(who=seekers, side=st.sampled_from((Side.SEEKER, Side.COUNSELLOR)))
    def speaks(self, who: str, side: Side) -> None:
        self.story.says(side, who)

    @rule(who=counsellors, seeker=seekers)
    def ends(self, who: str, seeker: str) -> None:
        self.tell(ends(who, seeker))
        self.tell(confirms(seeker, seeker))

    @rule(
        opens=st.sampled_from((-7200.0, -60.0, 0.0, 30.0, 900.0)),
        lasts=st.sampled_from((30.0, 600.0, 3600.0)),
        again=st.sampled_from((1.0, 60.0, 1e5)),
        minimum=st.integers(0, 2),
        frame=st.sampled_from((None, 300.0, 2700.0)),
    )
    def is_furnished(
        self, opens: float, lasts: float, again: float, minimum: int, frame: float | None
    ) -> None:
        first = self.story.now + opens
        then = first + lasts + again
        self.tell(furnish((first, first + lasts), (then, then + 600.0), minimum=minimum, frame=frame))

    @rule(minimum=st.integers(0, 2), frame=st.sampled_from((None, 2700.0)))
    def is_always_open(self, minimum: int, frame: float | None) -> None:
        self.tell(furnish(minimum=minimum, frame=frame))

    @rule(node=nodes, leaves=st.booleans(), cap=st.sampled_from((None, 0, 2)))
    def is_watched(self, node: str, cap: int | None, *, leaves: bool) -> None:
        line = f"{node}.board"
        self.tell(unwatch("ruth", line=line) if leaves else watch("ruth", line=line))
        self.tell(order(cap=cap))

    @rule(node=nodes, calm=st.booleans())
    def renews(self, node: str, *, calm: bool) -> None:
        self.tell(Renew(NodeId(node), calm))

    @rule()
    def is_lost(self) -> None:
        desk, now = self.story.desk, self.story.now
        claims = [seeker_claim(desk, SeekerId(who), now) for who in SEEKERS]
        seats = [seat_claim(desk, VolunteerId(who), now) for who in COUNSELLORS]
        self.old = [claim for claim in (*claims, *seats) if claim is not None]
        generation = Generation(f"life-{next(self.lives)}")
        self.story.desk = unchangeable(Desk(generation=generation, now=now, offers_from=Instant(now + 10)))

    @precondition(lambda self: self.old)
    @rule(data=st.data(), node=nodes)
    def shows_a_ticket(self, data: st.DataObject, node: str) -> None:
        claim = data.draw(st.sampled_from(self.old))
        if isinstance(claim, SeatClaim):
            who = claim.counsellor
            self.tell(sits(who, capacity=2, languages=(NL, EN), line=f"{node}.{who}", claim=claim))
        else:
            self.tell(returns(claim.seeker, line=f"{node}.{claim.seeker}", claim=claim))

    @rule(seconds=durations)
    def time_passes(self, seconds: float) -> None:
        self.story.now = Instant(self.story.now + seconds)

    @rule(seconds=durations)
    def ticks_late(self, seconds: float) -> None:
        self.time_passes(seconds)
        self.story.tell(Tick())
        due = next_due(self.story.desk)
        assert due is None or due > self.story.now

    @rule()
    def looks(self) -> None:
        """Late as a look may be, the second at the latest leaves nothing to look for now: the first word, and silence since."""
        for _ in range(2):
            for due, conversation in list(looks_due(self.story.desk)):
                if due <= self.story.now:
                    self.story.looks(conversation.removeprefix("talk-"))
        assert all(due > self.story.now for due, _ in looks_due(self.story.desk))

    @invariant()
    def a_tick_too_early_changes_nothing(self) -> None:
        before = self.story.desk
        due = next_due(before)
        # A desk that stood still is calm first, whoever says so.
        stood_still = before.nodes and self.story.now - before.now >= STANDSTILL
        if (due is None or due > self.story.now) and not stood_still:
            self.story.tell(Tick())
            assert self.story.desk is before


TestPassing = Passing.TestCase
