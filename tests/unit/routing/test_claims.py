"""What a ticket has to hold: everything of somebody's waiting or talking that a loss must not take from them."""

from dataclasses import fields

import pytest

from chat.conversation.model import Side
from chat.errors import Gone
from chat.identifiers import ConversationId, SeekerId, VolunteerId
from chat.routing.claims import expires
from chat.routing.commands import Command, Leave
from chat.routing.deadlines import next_due
from chat.routing.durations import HOLD_TICKET_LASTS, TICKET_LASTS
from chat.routing.effects import SeatChanged
from chat.routing.model import Doorway, Talk, Waiting
from chat.routing.views import Phase
from tests.builders import (
    EN,
    Story,
    arrive,
    assess,
    declines,
    drops,
    ends,
    furnish,
    holds,
    leaves,
    passes_on,
    prefers,
    ready,
    returns,
    safety,
    sits,
    unseats,
)
from tests.unit.routing.test_rebuilding import next_life, of_seat, of_seeker

TALK, SAM, NOOR, ELINE = (
    ConversationId("talk-sam"),
    SeekerId("sam"),
    VolunteerId("noor"),
    VolunteerId("eline"),
)
MINUTE = 60.0

WAITS_ANEW = {"since", "asked_since", "misses", "wide", "closing_told"}
"""What belongs to this stretch of waiting, and to what this life has told them."""
TALKS_ANEW = {"quiet_since", "silence", "passes_to", "onward", "offered", "hearsay"}
"""What begins anew: no silence from before a loss counts, a wish to pass it on is lost, and whoever is beside danger is found out again."""


def changed(before: Waiting | Talk, after: Waiting | Talk) -> set[str]:
    """The fields in which the two differ."""
    return {
        field.name for field in fields(before) if getattr(before, field.name) != getattr(after, field.name)
    }


def handed_over() -> Story:
    """Sam is not safe, worries about a friend, had Noor who saw danger and never said anything, and was declined by Eline."""
    story = Story(furnish((0.0, 1e9), frame=45 * MINUTE))
    story.tell(sits("noor", languages=[EN]), ready("noor"))
    story.tell(arrive("sam", language=EN, doorway=Doorway.FRIEND, lot=0.5), safety("sam"))
    story.watched(MINUTE)
    story.takes("noor", "sam")
    story.tell(assess("noor", "sam", 3))
    story.watched(40 * MINUTE)
    story.tell(sits("eline", languages=[EN], skills=["friend"]), ready("eline"))
    story.tell(declines("eline", "sam", story.waiting("sam").version))
    return story


def test_whoever_waits_waits_as_before() -> None:
    story = handed_over()
    before = story.waiting("sam")
    assert (before.urgent, before.risk, before.unanswered, before.handed_over) == (True, 3, True, True)
    assert (before.doorway, before.skills, before.language) == (Doorway.FRIEND, frozenset({"friend"}), EN)
    assert ELINE in before.resting
    assert before.framed == 1000.0 + MINUTE
    new = next_life(story)
    new.tell(returns("sam", claim=of_seeker(story)))
    assert changed(before, new.waiting("sam")) <= WAITS_ANEW
    assert new.waiting("sam").since == new.now


def test_whom_somebody_asked_for_is_remembered() -> None:
    story = Story(sits("noor"), arrive("sam"), prefers("sam", "noor"))
    new = next_life(story)
    new.tell(returns("sam", claim=of_seeker(story)))
    assert changed(story.waiting("sam"), new.waiting("sam")) <= WAITS_ANEW
    assert new.waiting("sam").prefers == NOOR


@pytest.mark.parametrize("who_first", ["seeker", "seat"])
@pytest.mark.parametrize("answered", [True, False])
def test_whoever_talks_talks_as_before(who_first: str, *, answered: bool) -> None:
    story = handed_over()
    story.after(MINUTE)
    story.takes("eline", "sam")
    if answered:
        story.says(Side.COUNSELLOR, "sam")
        story.watched(MINUTE)
    story.tell(holds("eline", "sam"))
    before = story.talk("sam")
    new = next_life(story)
    coming: list[Command] = [
        returns("sam", claim=of_seeker(story)),
        sits("eline", claim=of_seat(story, "eline")),
    ]
    new.tell(*(coming if who_first == "seeker" else coming[::-1]))
    assert changed(before, new.talk("sam")) <= TALKS_ANEW
    assert (new.talk("sam").answered, new.talk("sam").risk) == (answered, 3)


@pytest.mark.parametrize("risk", [None, 1, 3])
def test_how_much_danger_there_was_is_known_on_both_sides(risk: int | None) -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"))
    story.takes("noor", "sam")
    if risk is not None:
        story.tell(assess("noor", "sam", risk))
    lasts = HOLD_TICKET_LASTS if risk == 3 else TICKET_LASTS
    assert [expires(claim) for claim in (of_seeker(story), of_seat(story))] == [story.now + lasts] * 2
    new = next_life(story)
    new.tell(returns("sam", claim=of_seeker(story)))
    assert new.talk("sam").risk == risk
    new = next_life(story)
    new.tell(sits("noor", claim=of_seat(story)))
    assert [talk.risk for talk in new.seat("noor").talks] == [risk]


def came_first(risk: int | None, *, urgent: bool = False) -> Story:
    """After a loss Noor, who could take more, is back; Sam is not."""
    story = Story(sits("noor"), ready("noor"), arrive("sam"))
    if urgent:
        story.tell(safety("sam"))
    story.takes("noor", "sam")
    if risk is not None:
        story.tell(assess("noor", "sam", risk))
    new = next_life(story)
    new.tell(sits("noor", capacity=3, claim=of_seat(story)))
    new.after(10)
    return new


@pytest.mark.parametrize(
    ("risk", "urgent", "asked"),
    [
        (None, False, ["noor"]),
        (1, False, ["noor"]),
        (2, False, []),
        (None, True, []),
        (0, True, ["noor"]),
    ],
)
def test_nobody_is_put_beside_who_may_be_in_danger_and_is_still_to_come_back(
    risk: int | None, urgent: bool, asked: list[str]
) -> None:
    new = came_first(risk, urgent=urgent)
    new.tell(arrive("kim"))
    assert new.asked("kim") == asked


def test_a_counsellor_says_how_much_danger_there_is_before_they_are_back() -> None:
    new = came_first(None)
    assert new.tell(assess("noor", "sam", 2)) == (SeatChanged(NOOR),)
    assert new.tell(assess("noor", "sam", 2)) == ()
    assert [talk.risk for talk in new.seat("noor").talks] == [2]
    new.tell(arrive("kim"))
    assert new.offered() == {}
    new.after(40 * MINUTE)
    assert [talk.phase for talk in new.seat("noor").talks] == [Phase.TALKING], (
        "for as long as a ticket is good"
    )
    new.tell(assess("noor", "sam", 1))
    assert new.offered() == {"kim": "noor"}


@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize("who_first", ["seeker", "new tab", "seat", "seat, and gone again"])
@pytest.mark.parametrize("asleep_since", ["before they were taken", "then"])
def test_what_only_their_counsellor_knows_outlives_a_loss(
    who_first: str, asleep_since: str, *, answered: bool
) -> None:
    """Nobody tells a young person how much danger is seen, so their ticket may be older."""
    story = Story(furnish((0.0, 1e9), frame=45 * MINUTE), sits("noor"), ready("noor"), arrive("sam"))
    waits = of_seeker(story)
    story.takes("noor", "sam")
    old = of_seeker(story) if asleep_since == "then" else waits
    story.after(MINUTE)
    if answered:
        story.says(Side.COUNSELLOR, "sam")
        story.watched(MINUTE)
    story.tell(assess("noor", "sam", 3), holds("noor", "sam"))
    before = story.talk("sam")
    new = next_life(story)
    sat: Command = sits("noor", claim=of_seat(story))
    came: Command = returns("sam", claim=old)
    if who_first == "seat, and gone again":
        new.tell(furnish((0.0, 1e9), frame=45 * MINUTE), sat, unseats("noor"))
        new.after(2 * MINUTE)
        assert new.desk.seats == {}
        new.tell(came)
        line = new.waiting("sam") if asleep_since != "then" else new.talk("sam")
        assert (line.risk, line.on_hold, line.framed) == (3, True, before.framed)
        return
    told = {"seeker": [came, sat], "new tab": [came, sits("noor", line="n2"), sat], "seat": [sat, came]}
    new.tell(*told[who_first])
    assert changed(before, new.talk("sam")) <= TALKS_ANEW
    assert new.desk.help[TALK].numbered


def test_what_a_second_page_of_a_counsellor_knew_changes_nothing_any_more() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"))
    story.takes("noor", "sam")
    old = of_seat(story)
    story.tell(assess("noor", "sam", 2))
    new = next_life(story)
    new.tell(returns("sam", claim=of_seeker(story)), sits("noor", claim=of_seat(story)))
    new.tell(assess("noor", "sam", 3), sits("noor", line="b2", claim=old))
    assert new.talk("sam").risk == 3


@pytest.mark.parametrize("does", [holds("noor", "sam"), assess("noor", "sam", 2)], ids=["on hold", "danger"])
def test_a_page_that_slept_when_it_began_to_matter_comes_back_within_the_hour(does: Command) -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"))
    story.takes("noor", "sam")
    asleep = of_seeker(story)
    story.tell(does, drops("sam"))
    story.after(40 * MINUTE)
    story.tell(returns("sam", claim=asleep))
    assert story.screen("sam").phase is Phase.TALKING


def test_a_search_for_a_colleague_ends_when_it_turns_out_who_had_them_later() -> None:
    story = Story(sits("noor", capacity=2), ready("noor"))
    for name in ("sam", "kim"):
        story.tell(arrive(name))
        story.takes("noor", name)
    story.tell(assess("noor", "kim", 3))
    old = [returns(name, claim=of_seeker(story, name)) for name in ("sam", "kim")]
    story.after(1)
    story.tell(sits("eline"), ready("eline"))
    story.takes("eline", "sam")
    new = next_life(story)
    new.tell(*old, sits("noor", capacity=2), sits("femke"), ready("femke"), passes_on("noor", "sam"))
    new.after(10)
    assert new.offered() == {"sam": "femke"}
    told = new.tell(sits("eline", claim=of_seat(story, "eline")))
    assert {SeatChanged(VolunteerId("femke")), SeatChanged(NOOR), SeatChanged(ELINE)} <= set(told)
    assert (new.offered(), new.talk("sam").onward, new.talk("sam").counsellor) == ({}, None, ELINE)
    assert new.talk("sam").passes_to is None, "it was Noor who wished it"


def test_who_had_them_later_in_danger_passes_on_whoever_else_they_have() -> None:
    story = Story(sits("eline", capacity=2), ready("eline"), arrive("kim"))
    story.takes("eline", "kim")
    story.tell(arrive("sam"))
    story.takes("eline", "sam")
    story.tell(assess("eline", "sam", 2))
    new = next_life(story)
    new.tell(*(returns(name, claim=of_seeker(story, name)) for name in ("kim", "sam")))
    assert new.talk("kim").onward is not None
    new.tell(sits("eline", capacity=2, claim=of_seat(story, "eline")), sits("femke"), ready("femke"))
    new.after(10)
    assert new.offered() == {"kim": "femke"}


def test_a_ticket_that_was_used_says_nothing_of_who_has_gone_since() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"))
    claim = of_seeker(story)
    story.tell(leaves("sam"))
    assert story.refused(returns("sam", claim=claim)) is Gone


def test_an_end_while_they_were_away_is_told_though_nobody_had_taken_them() -> None:
    story = Story(arrive("sam"), sits("noor"), furnish((0.0, 2000.0)))
    story.after(1000)
    assert story.screen("sam").phase is Phase.ENDED
    assert story.desk.closing[TALK].counsellor is None
    assert of_seat(story).talks == ()
    assert of_seeker(story).over
    assert next_due(story.desk) == story.now + 600
    assert story.refused(ends("noor", "sam")) is None, "what is over is over"
    assert story.seat("noor").talks == ()
    story.tell(Leave(SAM), unseats("noor"))
    assert (story.desk.closing, story.desk.guests) == ({}, {})


def test_a_search_begins_anew_when_who_had_them_later_is_beside_danger_too() -> None:
    story = Story(sits("noor", capacity=2), ready("noor"))
    for name in ("sam", "kim"):
        story.tell(arrive(name))
        story.takes("noor", name)
    story.tell(assess("noor", "kim", 3))
    old = [returns(name, claim=of_seeker(story, name)) for name in ("sam", "kim")]
    story.after(1)
    story.tell(sits("eline", capacity=2), ready("eline"))
    story.takes("eline", "sam")
    story.tell(arrive("bo"))
    story.takes("eline", "bo")
    story.tell(assess("eline", "bo", 2))
    new = next_life(story)
    new.tell(*old, returns("bo", claim=of_seeker(story, "bo")), sits("femke"), ready("femke"))
    new.after(10)
    assert new.desk.offers[TALK].version == 2, "as Noor's"
    new.tell(sits("eline", capacity=2, claim=of_seat(story, "eline")))
    assert new.talk("sam").version == 2
    assert new.desk.offers[TALK].version == 3, "as Eline's"
