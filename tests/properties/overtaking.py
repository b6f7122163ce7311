"""The bound of issue 5, on every offer that is made: nobody waits behind somebody who came half an hour later, as sentences.

*One* who waits is overtaken only by hand-overs, by urgent ones who arrived less than 30 minutes after them, and by those
who came within the same two minutes after the door opened. A door that closes and opens again meanwhile draws once more. Nothing is said of a counsellor who could not be asked for *one* anyway.
"""

from chat.identifiers import ConversationId
from tests.properties.oracle import fits, is_asked, looking, made
from tests.properties.step import Step

AHEAD, DRAW = 30 * 60.0, 2 * 60.0


def who_waits_is_overtaken_only_within_the_bound(step: Step) -> None:
    passed_over = [
        one for one in looking(step.after, step.notes, rehearsed=False) if waits_for_nobody(step, one)
    ]
    for conversation, offer in made(step.before, step.after).items():
        seat = step.after.seats[offer.asked[0]]
        for one in passed_over:
            if fits(step.after, step.notes, seat, one, step.now):
                assert may_overtake(step, conversation, one), (conversation, one)


def who_arrived_half_an_hour_before_is_overtaken_by_hand_overs_alone(step: Step) -> None:
    """The same bound without any class: whatever somebody is, an arrival half an hour (and two draws) later is behind."""
    arrived = step.notes.arrived_at
    passed_over = [
        one for one in looking(step.after, step.notes, rehearsed=False) if waits_for_nobody(step, one)
    ]
    for conversation, offer in made(step.before, step.after).items():
        if conversation in step.notes.had_counsellor:
            continue
        seat = step.after.seats[offer.asked[0]]
        for one in passed_over:
            if arrived[conversation] - arrived[one] >= AHEAD + 2 * DRAW:
                assert not fits(step.after, step.notes, seat, one, step.now), (conversation, one)


def waits_for_nobody(step: Step, one: ConversationId) -> bool:
    """Whether they did not ask for a counsellor of their own choice, who is here."""
    search = step.notes.searches.of[one]
    wished = None if search.prefers is None else step.after.seats.get(search.prefers)
    return one in step.notes.urgent or wished is None or not wished.connections


def may_overtake(step: Step, other: ConversationId, one: ConversationId) -> bool:
    """Whether *other* may be offered before *one*, who waits."""
    notes = step.notes
    if other in notes.rehearsed:
        return False
    if (other in notes.had_counsellor) != (one in notes.had_counsellor):
        return other in notes.had_counsellor
    ahead = AHEAD * ((other in notes.urgent) - (one in notes.urgent))
    later = notes.arrived_at[other] - notes.arrived_at[one]
    if notes.drawn.get(other) is not None and notes.drawn.get(other) == notes.drawn.get(one):
        return later < ahead + DRAW
    drawn = DRAW * len({other, one} & notes.drawn.keys())
    return later < ahead + drawn or later == ahead < 0


def an_offered_rehearsal_is_in_nobodys_way(step: Step) -> None:
    for conversation, offer in made(step.before, step.after).items():
        if conversation in step.notes.rehearsed:
            for counsellor in offer.asked:
                assert not is_asked(step.after, step.after.seats[counsellor], step.notes, rehearsed=False)


OVERTAKING = (
    who_waits_is_overtaken_only_within_the_bound,
    who_arrived_half_an_hour_before_is_overtaken_by_hand_overs_alone,
    an_offered_rehearsal_is_in_nobodys_way,
)
