"""Desks that offer, or let take what was offered, with one thing wrong each, and the laws that must catch it."""

from dataclasses import replace

from chat.identifiers import ConversationId, Instant, VolunteerId
from chat.routing import desk, matching
from chat.routing import offering as answering
from chat.routing.commands import Accept, Command, Decline, DropSeeker, Tick
from chat.routing.desk import Decided
from chat.routing.effects import SeatChanged
from chat.routing.model import Desk, Offer, Status, Waiting, put, without
from chat.routing.turn import queue
from tests.builders import Decide
from tests.properties import (
    asked,
    asking,
    guarding,
    moving,
    offering,
    overtaking,
    standing,
    stepping,
    telling,
)
from tests.properties.planting import Law, another


def with_offer(after: Desk, waiting: Waiting, counsellor: VolunteerId, now: Instant) -> Desk:
    """The desk with one offer more."""
    offer = Offer(waiting.conversation, waiting.version + 1, (counsellor,), Instant(now + 25))
    lines = put(after.waiting, waiting.conversation, replace(waiting, version=offer.version))
    return replace(after, offers=put(after.offers, waiting.conversation, offer), waiting=lines)


def forgets_to_withdraw_on_drop(before: Desk, command: Command, now: Instant) -> Decided:
    """The phone of a young person who is offered dies, and the offer stands."""
    after, effects = desk.decide(before, command, now)
    guest = before.guests.get(command.seeker) if isinstance(command, DropSeeker) else None
    offer = before.offers.get(guest.conversation) if guest is not None else None
    if offer is None or after is before:
        return after, effects
    return replace(after, offers=put(after.offers, offer.conversation, offer)), effects


def offers_to_a_second_counsellor(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever else is ready is asked the same."""
    after, effects = desk.decide(before, command, now)
    busy = {who for offer in after.offers.values() for who in offer.asked}
    others = [
        seat.counsellor for seat in after.seats.values() if seat.connections and seat.status is Status.READY
    ]
    for offer in after.offers.values():
        for other in others:
            if after is not before and other not in busy:
                twice = replace(offer, asked=(other,))
                return replace(after, offers=put(after.offers, ConversationId("again"), twice)), effects
    return after, effects


def ignores_capacity(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever is ready can always take one more."""
    after, effects = desk.decide(before, command, now)
    busy = {who for offer in after.offers.values() for who in offer.asked}
    for seat in after.seats.values():
        for waiting in queue(after):
            ready = seat.connections and seat.status is Status.READY and waiting.language in seat.languages
            free = waiting.conversation not in after.offers and seat.counsellor not in busy
            if after is not before and ready and free:
                return with_offer(after, waiting, seat.counsellor, now), effects
    return after, effects


def loses_who_is_declined(before: Desk, command: Command, now: Instant) -> Decided:
    """Nobody else is there to ask, so the line is taken off."""
    after, effects = desk.decide(before, command, now)
    if not isinstance(command, Decline) or after is before or command.conversation in after.offers:
        return after, effects
    return replace(after, waiting=without(after.waiting, command.conversation)), effects


def lets_anybody_accept(before: Desk, command: Command, now: Instant) -> Decided:
    """The offer is somebody's, and whoever presses first has it."""
    if (
        isinstance(command, Accept)
        and command.conversation in before.offers
        and command.counsellor in before.seats
    ):
        command = replace(command, counsellor=before.offers[command.conversation].asked[0])
    return desk.decide(before, command, now)


def accepts_an_old_version(before: Desk, command: Command, now: Instant) -> Decided:
    """Any number will do."""
    if isinstance(command, Accept) and command.conversation in before.offers:
        command = replace(command, version=before.offers[command.conversation].version)
    return desk.decide(before, command, now)


def tells_the_loser_yes(before: Desk, command: Command, now: Instant) -> Decided:
    """What somebody else took counts as taken by whoever comes second."""
    if (
        isinstance(command, Accept)
        and command.counsellor in before.seats
        and command.conversation in before.talks
    ):
        return before, ()
    return desk.decide(before, command, now)


def keeps_an_offer_for_ever(before: Desk, command: Command, now: Instant) -> Decided:
    """A tick does nothing about offers that ran out."""
    if not isinstance(command, Tick):
        return desk.decide(before, command, now)
    held = {key: replace(offer, expires=Instant(now + 25)) for key, offer in before.offers.items()}
    after, effects = desk.decide(replace(before, offers=held), command, now)
    offers = {
        key: before.offers[key] if offer is held.get(key) else offer for key, offer in after.offers.items()
    }
    if after.version == before.version:
        return before, effects
    return replace(after, offers=offers), effects


def asks_everybody_at_once(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever is free is asked, and the quickest has it."""
    with another(matching, "MISSES_ALONE", 0):
        return desk.decide(before, command, now)


def asks_one_after_the_other_for_ever(before: Desk, command: Command, now: Instant) -> Decided:
    """However long it takes, one is asked at a time."""
    with another(matching, "_asks_everybody", lambda *_: False):
        return desk.decide(before, command, now)


def shows_an_offer_that_stands_to_nobody_else(before: Desk, command: Command, now: Instant) -> Decided:
    """However long somebody waits, whoever has the card has it alone until it runs out."""
    with another(matching, "_late", lambda *_: []):
        return desk.decide(before, command, now)


def raises_the_version_as_others_are_asked_too(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever had the card alone presses, and is told that it is gone."""
    after, effects = desk.decide(before, command, now)
    grown = {
        key: replace(offer, version=offer.version + 1)
        for key, offer in after.offers.items()
        if key in before.offers and offer.version == before.offers[key].version
        if len(offer.asked) > len(before.offers[key].asked) and key in after.waiting
    }
    lines = {key: replace(after.waiting[key], version=offer.version) for key, offer in grown.items()}
    if not grown:
        return after, effects
    offers, waiting = {**after.offers, **grown}, {**after.waiting, **lines}
    return replace(after, offers=offers, waiting=waiting), effects


def lets_the_second_have_it_too(before: Desk, command: Command, now: Instant) -> Decided:
    """Of several who are asked the cards of the others stay."""
    after, effects = desk.decide(before, command, now)
    return after, tuple(
        effect
        for effect in effects
        if not (isinstance(command, Accept) and isinstance(effect, SeatChanged))
        or effect.counsellor == command.counsellor
    )


def empties_the_desk(before: Desk, command: Command, now: Instant) -> Decided:
    """Somebody whom nobody of many takes puts all of them away."""
    with another(answering, "_alone", lambda offer: offer.asked):
        return desk.decide(before, command, now)


OFFERS: dict[Decide, tuple[Law, ...]] = {
    forgets_to_withdraw_on_drop: (
        asked.only_somebody_present_is_offered_and_for_25_seconds,
        asked.nobody_is_asked_two_things_at_once,
        asked.everybody_who_is_asked_sees_it_and_nobody_else,
        overtaking.an_offered_rehearsal_is_in_nobodys_way,
    ),
    offers_to_a_second_counsellor: (standing.every_line_stands_under_its_own_name,),
    ignores_capacity: (
        guarding.nobody_has_more_than_fits,
        asked.whoever_is_asked_may_take_it,
        asked.no_seat_is_asked_beyond_its_capacity,
        offering.the_offers_made_are_those_the_rules_make,
    ),
    loses_who_is_declined: (standing.nobody_vanishes,),
    lets_anybody_accept: (
        moving.a_conversation_moves_only_along_the_drawn_arrows,
        standing.what_is_known_of_a_conversation_is_kept,
    ),
    accepts_an_old_version: (moving.a_conversation_moves_only_along_the_drawn_arrows,),
    tells_the_loser_yes: (stepping.whoever_is_told_yes_has_what_they_asked,),
    keeps_an_offer_for_ever: (asking.a_tick_changes_something_at_the_next_deadline_and_nothing_before,),
    asks_everybody_at_once: (
        offering.the_offers_made_are_those_the_rules_make,
        offering.an_offer_is_for_everybody_once_it_takes_too_long,
    ),
    asks_one_after_the_other_for_ever: (
        offering.the_offers_made_are_those_the_rules_make,
        offering.an_offer_is_for_everybody_once_it_takes_too_long,
        asked.no_real_person_waits_behind_a_rehearsed_one,
    ),
    shows_an_offer_that_stands_to_nobody_else: (
        asked.no_real_person_waits_behind_a_rehearsed_one,
        asking.a_tick_changes_something_at_the_next_deadline_and_nothing_before,
        offering.the_offers_made_are_those_the_rules_make,
        offering.an_offer_is_for_everybody_once_it_takes_too_long,
    ),
    raises_the_version_as_others_are_asked_too: (
        offering.the_offers_made_are_those_the_rules_make,
        offering.an_offer_stands_until_there_is_a_reason,
    ),
    empties_the_desk: (offering.whoever_is_asked_alone_and_does_not_answer_is_away_and_nobody_else,),
    lets_the_second_have_it_too: (
        offering.one_wins_and_for_all_others_the_card_is_gone,
        telling.whoever_looks_at_a_screen_that_changed_is_told,
    ),
}
