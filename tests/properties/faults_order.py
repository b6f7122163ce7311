"""Desks that get the order wrong, or what counts in it, and the laws that must catch it."""

from dataclasses import replace

from chat.identifiers import Instant
from chat.routing import desk
from chat.routing.commands import Arrive, Command, Decline
from chat.routing.desk import Decided
from chat.routing.model import Desk, put, without
from chat.routing.turn import queue
from tests.builders import Decide
from tests.properties import asked, doorkeeping, offering, overtaking, standing
from tests.properties.faults_offers import with_offer
from tests.properties.planting import Law


def sends_the_handed_over_to_the_back(before: Desk, command: Command, now: Instant) -> Decided:
    """Who lost a counsellor begins again."""
    after, effects = desk.decide(before, command, now)
    late = {
        key: replace(waiting, arrived=now) for key, waiting in after.waiting.items() if key in before.talks
    }
    return (replace(after, waiting={**after.waiting, **late}) if late else after), effects


def takes_the_last_first(before: Desk, command: Command, now: Instant) -> Decided:
    """Of two who are offered at once, the wrong one gets the counsellor who was idle longest."""
    after, effects = desk.decide(before, command, now)
    waiting = [w for w in queue(after) if w.conversation not in before.offers]
    new = [key for key in after.offers if key not in before.offers]
    left_out = (
        [
            w
            for w in waiting
            if w.conversation not in after.offers and w.language is after.waiting[new[0]].language
        ]
        if new
        else []
    )
    if not left_out:
        return after, effects
    offer = after.offers[new[0]]
    withdrawn = replace(after, offers=without(after.offers, offer.conversation))
    return with_offer(withdrawn, left_out[-1], offer.asked[0], now), effects


def takes_a_rehearsal_for_somebody_real(before: Desk, command: Command, now: Instant) -> Decided:
    """Nobody notes who is played."""
    if isinstance(command, Arrive):
        command = replace(command, rehearsed=False)
    return desk.decide(before, command, now)


def hides_a_full_seat_from_somebody_real(before: Desk, command: Command, now: Instant) -> Decided:
    """A counsellor who rehearses is not asked for anybody else."""
    after, effects = desk.decide(before, command, now)
    busy = {talk.counsellor for talk in after.talks.values() if talk.rehearsed}
    real = {waiting.conversation for waiting in after.waiting.values() if not waiting.rehearsed}
    kept = {
        key: offer
        for key, offer in after.offers.items()
        if key in before.offers or key not in real or busy.isdisjoint(offer.asked)
    }
    return (after if kept == after.offers else replace(after, offers=kept)), effects


def offers_a_rehearsal_in_front_of_somebody_real(before: Desk, command: Command, now: Instant) -> Decided:
    """An offer that stands keeps its seat, whoever comes."""
    after, effects = desk.decide(before, command, now)
    for key, old in before.offers.items():
        new = next((offer for offer in after.offers.values() if old.asked[0] in offer.asked), old)
        gave_way = key in after.waiting and after.waiting[key].rehearsed and key not in after.offers
        if gave_way and new.conversation not in before.offers and not isinstance(command, Decline):
            return replace(after, offers=put(without(after.offers, new.conversation), key, old)), effects
    return after, effects


ORDER: dict[Decide, tuple[Law, ...]] = {
    sends_the_handed_over_to_the_back: (standing.the_time_of_arriving_and_the_turn_are_kept,),
    takes_the_last_first: (
        offering.the_offers_made_are_those_the_rules_make,
        overtaking.who_waits_is_overtaken_only_within_the_bound,
        asked.no_real_person_waits_behind_a_rehearsed_one,
    ),
    takes_a_rehearsal_for_somebody_real: (
        standing.everybody_is_marked_as_they_came,
        doorkeeping.arrivals_are_refused_as_the_table_says,
    ),
    hides_a_full_seat_from_somebody_real: (asked.no_real_person_waits_behind_a_rehearsed_one,),
    offers_a_rehearsal_in_front_of_somebody_real: (asked.no_real_person_waits_behind_a_rehearsed_one,),
}
