"""What a step must tell, and what it may write in logs, as sentences."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from chat.conversation import lifecycle
from chat.conversation.model import Entry, Head, Kind
from chat.identifiers import Cmid, ConversationId, Seconds, SeekerId, VolunteerId
from chat.routing.commands import Leave, Stop
from chat.routing.effects import Effect, SeatChanged, SeekerChanged
from chat.routing.model import Desk
from chat.routing.seat_view import SeatView, seat_view
from chat.routing.views import SeekerView, seeker_view
from chat.service.dispatch import sides
from chat.service.notices import ToCounsellor
from tests.properties.step import Step

Recorded = lifecycle.Visible

WHILE_IT_RUNS = {
    *(Kind.NOTICE, Kind.COMPANY_JOINED, Kind.COMPANY_LEFT, Kind.STARTED_OVER, Kind.LEFT, Kind.ENDED),
    "forgotten",
}
NEXT: dict[str | None, set[str]] = {
    None: {"opened"},
    "opened": {Kind.JOINED, Kind.ENDED, "forgotten"},
    **dict.fromkeys((Kind.JOINED, Kind.NOTICE, Kind.COMPANY_JOINED, Kind.COMPANY_LEFT), WHILE_IT_RUNS),
    # Whoever begins again does so for who comes now.
    Kind.STARTED_OVER: {Kind.COMPANY_JOINED},
    Kind.LEFT: {Kind.JOINED, Kind.ENDED, "forgotten"},
    Kind.ENDED: {"forgotten"},
    "forgotten": set[str](),
}
"""What may be written in a log after what."""


@dataclass
class Logs:
    """Every log as the desk's writes make it, with what was written last."""

    last: dict[ConversationId, str | None] = field(default_factory=dict)
    heads: dict[ConversationId, Head] = field(default_factory=dict)
    names: set[tuple[ConversationId, Cmid]] = field(default_factory=set)
    recorded: Callable[[Head, Recorded], tuple[Head, Entry] | None] = lifecycle.recorded
    """How a log takes a line up; one that must be seen to fail has another."""

    def write(self, effects: tuple[Effect, ...]) -> None:
        """Write what a step wrote; an order that makes no sense is refused."""
        for write in effects:
            match write:
                case lifecycle.LogOpened():
                    self._follow(write.conversation, "opened")
                    self.heads[write.conversation] = lifecycle.opened(write, None)
                case lifecycle.LogForgotten():
                    self._follow(write.conversation, "forgotten")
                    del self.heads[write.conversation]
                case lifecycle.Assigned():
                    pass
                case _ if isinstance(write, Recorded):
                    self._record(write)
                case _:
                    pass

    def _record(self, write: Recorded) -> None:
        """An entry: whoever leaves or comes does so under a new version, and no two entries of a log have one name."""
        old = self.heads[write.conversation]
        done = self.recorded(old, write)
        assert done is not None, "it ended twice"
        head, entry = done
        came_at_once = self.last.get(write.conversation) == Kind.LEFT and head.version == old.version
        self._follow(write.conversation, entry.kind)
        assert (write.conversation, entry.cmid) not in self.names
        self.names.add((write.conversation, entry.cmid))
        if entry.kind in (Kind.LEFT, Kind.JOINED):
            assert head.version > old.version or came_at_once
        nobody_reads_before_it_is_said(old, head, entry)
        self.heads[write.conversation] = head

    def _follow(self, conversation: ConversationId, what: str) -> None:
        last = self.last.get(conversation)
        assert what in NEXT[last], f"{what} after {last}"
        self.last[conversation] = what


def readers(head: Head) -> set[VolunteerId]:
    """Everybody but the young person who is shown what is added to this log, by the program's own book of addresses."""
    return {to.counsellor for to in sides(head) if isinstance(to, ToCounsellor)}


def nobody_reads_before_it_is_said(before: Head, after: Head, entry: Entry) -> None:
    """Whoever reads from this line on, and did not before, is who the line says has come; it is the newest there is."""
    came = readers(after) - readers(before)
    assert entry.seq == after.seq == before.seq + 1
    match entry.kind:
        case Kind.JOINED:
            assert came <= {after.counsellor}
        case Kind.COMPANY_JOINED:
            assert len(came) == 1
            who = min(came)
            assert (after.company[who].name, after.company[who].part) == (entry.name, entry.part)
            assert who not in after.heard_all or after.floor == 0
        case _:
            assert came == set()


def each_log_says_what_the_desk_says(logs: Logs, desk: Desk) -> None:
    here = {guest.conversation for guest in desk.guests.values()}
    assert set(logs.heads) == here
    for conversation, head in logs.heads.items():
        talk = desk.talks.get(conversation)
        assert head.closed == (conversation in desk.closing)
        if talk is not None:
            assert (head.counsellor, head.version) == (talk.counsellor, talk.version)
            assert head.company == talk.company
            assert readers(head) == {talk.counsellor, *talk.company}
            assert (head.floor > 0) >= talk.started_over
        elif not head.closed:
            assert (head.counsellor, head.company) == (None, {})
            assert head.version <= desk.waiting[conversation].version


def timeless(view: SeatView | None) -> SeatView | None:
    """A seat's screen without what changes by time alone."""
    if view is None:
        return None
    still = Seconds(0.0)
    offer = None if view.offer is None else replace(view.offer, waited=still, left=still)
    talks = tuple(
        replace(
            talk,
            elapsed=still,
            seeker_away=None if talk.seeker_away is None else still,
            help=None if talk.help is None else replace(talk.help, waited=still),
        )
        for talk in view.talks
    )
    calls = tuple(replace(call, waited=still) for call in view.calls)
    others = tuple(replace(one, elapsed=still) for one in view.colleagues)
    comes_to = None if view.comes_to is None else replace(view.comes_to, elapsed=still)
    return replace(
        view, version=0, offer=offer, talks=talks, calls=calls, colleagues=others, comes_to=comes_to
    )


def placeless(view: SeekerView | None) -> SeekerView | None:
    """A young person's screen without the place, of which everybody is told together."""
    return None if view is None else replace(view, version=0, place=None)


def changed_for(step: Step) -> Iterator[SeekerChanged | SeatChanged]:
    """Whom this step must tell, because somebody looks at a screen that is no longer true; of time alone nobody is told."""
    before, after = replace(step.before, now=step.after.now), step.after
    for seeker in {*before.guests, *after.guests}:
        shown, shows = placeless(seeker_view(before, seeker)), placeless(seeker_view(after, seeker))
        if shown != shows and seeker_looks(step, seeker):
            yield SeekerChanged(seeker)
    for counsellor in {*before.seats, *after.seats}:
        showed, shows_now = seat_view(before, counsellor, step.now), seat_view(after, counsellor, step.now)
        if timeless(showed) != timeless(shows_now) and seat_looks(after, counsellor):
            yield SeatChanged(counsellor)


def seeker_looks(step: Step, seeker: SeekerId) -> bool:
    """Whether a page is there to be told; who leaves is answered and looks no more."""
    guest = step.after.guests.get(seeker) or step.before.guests[seeker]
    went = isinstance(step.command, Leave | Stop) and step.command.seeker == seeker
    return guest.connection is not None and not (went and seeker not in step.after.guests)


def seat_looks(desk: Desk, counsellor: VolunteerId) -> bool:
    """Whether a page is there to be told."""
    seat = desk.seats.get(counsellor)
    return seat is not None and bool(seat.connections)


def whoever_looks_at_a_screen_that_changed_is_told(step: Step) -> None:
    assert set(changed_for(step)) - set(step.effects) == set()


def nothing_is_written_down_of_somebody_else(step: Step) -> None:
    """What a step writes in a log is of a conversation that was there before it or is after it."""
    desks = (step.before, step.after)
    known = {key for desk in desks for key in (*desk.waiting, *desk.talks, *desk.closing)}
    for effect in step.effects:
        if isinstance(effect, lifecycle.LogWrite):
            assert effect.conversation in known


def nothing_is_told_twice(step: Step) -> None:
    assert len(set(step.effects)) == len(step.effects)


TELLING = (
    whoever_looks_at_a_screen_that_changed_is_told,
    nothing_is_written_down_of_somebody_else,
    nothing_is_told_twice,
)
