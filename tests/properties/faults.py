"""Desks with one thing wrong each, as somebody might write them, and the law that must catch it."""

from collections.abc import Callable
from dataclasses import replace

from chat.identifiers import ConversationId, Instant, VolunteerId
from chat.routing import desk
from chat.routing.commands import Accept, Arrive, Command, Decline, DropSeat, DropSeeker, Tick
from chat.routing.desk import Decided
from chat.routing.effects import QueueMoved, SeatChanged, SeekerChanged, Superseded
from chat.routing.matching import queue
from chat.routing.model import BEGINNING, Desk, Offer, Status, Waiting, put, without
from tests.builders import Decide
from tests.properties import (
    asked,
    asking,
    doorkeeping,
    guarding,
    living,
    moving,
    offering,
    standing,
    stepping,
    telling,
)

Law = Callable[..., object]


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


def believes_a_late_disconnect(before: Desk, command: Command, now: Instant) -> Decided:
    """A connection that was replaced long ago takes the new one along."""
    guest = before.guests.get(command.seeker) if isinstance(command, DropSeeker) else None
    if guest is not None and guest.connection is not None:
        command = DropSeeker(guest.seeker, guest.connection)
    return desk.decide(before, command, now)


def closes_a_seat_with_its_second_tab(before: Desk, command: Command, now: Instant) -> Decided:
    """One closed tab counts for all of a counsellor's pages."""
    after, effects = desk.decide(before, command, now)
    if not isinstance(command, DropSeat) or after is before:
        return after, effects
    for line in after.seats[command.counsellor].connections:
        after, more = desk.decide(after, DropSeat(command.counsellor, line), now)
        effects = tuple(dict.fromkeys(effects + more))
    return replace(after, version=before.version + 1), effects


def leaves_the_older_tab_alone(before: Desk, command: Command, now: Instant) -> Decided:
    """Two tabs believe that they speak."""
    after, effects = desk.decide(before, command, now)
    return after, tuple(effect for effect in effects if not isinstance(effect, Superseded))


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
    kept = {
        key: offer
        for key, offer in after.offers.items()
        if key in before.offers or after.waiting[key].rehearsed or busy.isdisjoint(offer.asked)
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


def gives_up_too_early(before: Desk, command: Command, now: Instant) -> Decided:
    """A tick lives two minutes ahead of everybody."""
    return desk.decide(before, command, Instant(now + 120) if isinstance(command, Tick) else now)


def starts_anew_at_every_repeat(before: Desk, command: Command, now: Instant) -> Decided:
    """A repeated arrival is a second person."""
    if isinstance(command, Arrive) and command.seeker in before.guests:
        old = before.guests[command.seeker].conversation
        before = replace(
            before, waiting=without(before.waiting, old), guests=without(before.guests, command.seeker)
        )
    return desk.decide(before, command, now)


def says_nothing_of_the_queue(before: Desk, command: Command, now: Instant) -> Decided:
    """Places move and nobody hears."""
    after, effects = desk.decide(before, command, now)
    return after, tuple(effect for effect in effects if not isinstance(effect, QueueMoved))


def says_nothing_to_the_counsellor_who_is_asked(before: Desk, command: Command, now: Instant) -> Decided:
    """An offer is made and nobody hears."""
    after, effects = desk.decide(before, command, now)
    return after, tuple(effect for effect in effects if not isinstance(effect, SeatChanged))


def says_nothing_to_the_young_person_who_is_taken(before: Desk, command: Command, now: Instant) -> Decided:
    """Somebody has come and the page still waits."""
    after, effects = desk.decide(before, command, now)
    if isinstance(command, Accept):
        effects = tuple(effect for effect in effects if not isinstance(effect, SeekerChanged))
    return after, effects


def forgets_without_the_log(before: Desk, command: Command, now: Instant) -> Decided:
    """The line goes from the desk and what was said stays."""
    after, effects = desk.decide(before, command, now)
    return after, tuple(effect for effect in effects if type(effect).__name__ != "LogForgotten")


def counts_nothing(before: Desk, command: Command, now: Instant) -> Decided:
    """Every desk is the first version."""
    after, effects = desk.decide(before, command, now)
    return (after if after is before else replace(after, version=before.version)), effects


def takes_back_whoever_left(before: Desk, command: Command, now: Instant) -> Decided:
    """Who begins over again with the start of a conversation that is over is welcome."""
    if isinstance(command, Arrive) and command.seeker in before.departed:
        before = replace(before, departed={})
    return desk.decide(before, command, now)


def leaves_ghosts_of_a_dead_node(before: Desk, command: Command, now: Instant) -> Decided:
    """A node is taken off the list, and whoever was connected to it still counts as here."""
    if isinstance(command, Tick) and now >= before.due_from:
        before = replace(before, nodes={node: until for node, until in before.nodes.items() if until > now})
    return desk.decide(before, command, now)


def buries_whoever_was_silent_for_five_seconds(before: Desk, command: Command, now: Instant) -> Decided:
    """A lease is half as long."""
    if isinstance(command, Tick) and before.nodes:
        before = replace(before, nodes={node: Instant(until - 5) for node, until in before.nodes.items()})
    return desk.decide(before, command, now)


def lets_everybody_go_with_a_dead_node(before: Desk, command: Command, now: Instant) -> Decided:
    """One node died, and nobody counts as here."""
    after, effects = desk.decide(before, command, now)
    if len(after.nodes) >= len(before.nodes) or not isinstance(command, Tick):
        return after, effects
    gone = {key: replace(guest, connection=None) for key, guest in after.guests.items()}
    empty = {key: replace(seat, connections=frozenset()) for key, seat in after.seats.items()}
    return replace(after, guests=gone, seats=empty), effects


def knows_no_calm(before: Desk, command: Command, now: Instant) -> Decided:
    """What fell due while nobody could look falls at once."""
    if isinstance(command, Tick) and now < before.due_from:
        before = replace(before, due_from=BEGINNING)
    return desk.decide(before, command, now)


def gives_up_who_is_on_hold_after_ten_minutes(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever calls somebody else is lost like anybody."""
    if not isinstance(command, Tick):
        return desk.decide(before, command, now)
    off = {key: replace(talk, on_hold=False) for key, talk in before.talks.items()}
    after, effects = desk.decide(replace(before, talks=off) if off else before, command, now)
    talks = {key: replace(talk, on_hold=before.talks[key].on_hold) for key, talk in after.talks.items()}
    if after.version == before.version:
        return before, effects
    return replace(after, talks=talks), effects


FAULTS: dict[Decide, tuple[Law, ...]] = {
    forgets_to_withdraw_on_drop: (
        asked.only_somebody_present_is_offered_and_for_25_seconds,
        asked.nobody_is_asked_two_things_at_once,
        asked.everybody_who_is_asked_sees_it_and_nobody_else,
    ),
    offers_to_a_second_counsellor: (standing.every_line_stands_under_its_own_name,),
    ignores_capacity: (
        guarding.nobody_has_more_than_fits,
        asked.whoever_is_asked_may_take_it,
        asked.no_seat_is_asked_beyond_its_capacity,
        offering.the_offers_made_are_those_the_rules_make,
    ),
    loses_who_is_declined: (standing.nobody_vanishes,),
    believes_a_late_disconnect: (stepping.a_disconnect_removes_its_own_line_and_nothing_else,),
    closes_a_seat_with_its_second_tab: (stepping.a_disconnect_removes_its_own_line_and_nothing_else,),
    leaves_the_older_tab_alone: (stepping.the_older_page_is_told_when_a_newer_one_takes_over,),
    lets_anybody_accept: (
        moving.a_conversation_moves_only_along_the_drawn_arrows,
        standing.what_is_known_of_a_conversation_is_kept,
    ),
    accepts_an_old_version: (moving.a_conversation_moves_only_along_the_drawn_arrows,),
    tells_the_loser_yes: (stepping.whoever_is_told_yes_has_what_they_asked,),
    sends_the_handed_over_to_the_back: (standing.the_time_of_arriving_and_the_turn_are_kept,),
    takes_the_last_first: (
        offering.the_offers_made_are_those_the_rules_make,
        asked.no_real_person_waits_behind_a_rehearsed_one,
    ),
    takes_a_rehearsal_for_somebody_real: (
        standing.everybody_is_marked_as_they_came,
        doorkeeping.arrivals_are_refused_as_the_table_says,
    ),
    hides_a_full_seat_from_somebody_real: (asked.no_real_person_waits_behind_a_rehearsed_one,),
    offers_a_rehearsal_in_front_of_somebody_real: (asked.no_real_person_waits_behind_a_rehearsed_one,),
    keeps_an_offer_for_ever: (asking.a_tick_changes_something_at_the_next_deadline_and_nothing_before,),
    gives_up_too_early: (
        asking.a_tick_changes_something_at_the_next_deadline_and_nothing_before,
        stepping.the_version_rises_exactly_when_something_changed,
    ),
    starts_anew_at_every_repeat: (asking.a_repeat_changes_nothing_and_is_answered_alike,),
    says_nothing_of_the_queue: (telling.everybody_is_told_when_places_moved,),
    says_nothing_to_the_counsellor_who_is_asked: (telling.whoever_looks_at_a_screen_that_changed_is_told,),
    says_nothing_to_the_young_person_who_is_taken: (telling.whoever_looks_at_a_screen_that_changed_is_told,),
    forgets_without_the_log: (telling.each_log_says_what_the_desk_says,),
    takes_back_whoever_left: (asking.who_has_gone_does_not_begin_again,),
    leaves_ghosts_of_a_dead_node: (
        living.a_dead_node_takes_all_its_sockets_along_at_once,
        stepping.the_version_rises_exactly_when_something_changed,
    ),
    buries_whoever_was_silent_for_five_seconds: (
        living.a_node_lives_until_ten_seconds_after_its_last_sign,
        asking.a_tick_changes_something_at_the_next_deadline_and_nothing_before,
    ),
    lets_everybody_go_with_a_dead_node: (
        living.at_a_tick_nobody_else_loses_a_socket,
        stepping.a_disconnect_removes_its_own_line_and_nothing_else,
    ),
    knows_no_calm: (
        stepping.a_disconnect_removes_its_own_line_and_nothing_else,
        living.in_the_calm_after_a_gap_nothing_falls_due,
        living.a_node_lives_until_ten_seconds_after_its_last_sign,
    ),
    gives_up_who_is_on_hold_after_ten_minutes: (
        moving.a_conversation_moves_only_along_the_drawn_arrows,
        asking.a_tick_changes_something_at_the_next_deadline_and_nothing_before,
    ),
    counts_nothing: (stepping.the_version_rises_exactly_when_something_changed,),
}
"""Which laws a fault may break first; by chance of the history it is one or another."""
