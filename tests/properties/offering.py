"""What becomes of offers from one step to the next, and who is asked by it, as sentences."""

from chat.identifiers import VolunteerId
from chat.routing.commands import (
    Accept,
    AnswerSafety,
    Assess,
    ChooseStatus,
    Confirm,
    Decline,
    DropSeat,
    DropSeeker,
    Leave,
    Look,
    Prefer,
    Stop,
    TakeSeat,
    Tick,
)
from chat.routing.effects import SeatChanged
from chat.routing.model import Offer, Status
from chat.routing.seat_view import seat_view
from tests.properties.oracle import added, expected, fits, made
from tests.properties.step import Step, place_of


def the_offers_made_are_those_the_rules_make(step: Step) -> None:
    new = {key: offer.asked for key, offer in made(step.before, step.after).items()}
    new |= added(step.before, step.after)
    given_way = [offer for offer in step.before.offers.values() if gave_way(step, offer)]
    assert new == expected(step.before, step.after, given_way, step.notes, step.now)


def an_offer_stands_until_there_is_a_reason(step: Step) -> None:
    """For one of those who are asked it may end alone; who is asked in addition, as the rules make it, gives everybody 25 seconds."""
    more = added(step.before, step.after)
    for conversation, offer in step.before.offers.items():
        now = step.after.offers.get(conversation)
        if now is not None and now.version == offer.version:
            joined = more.get(conversation, ())
            assert now.asked == (*kept(step, offer), *joined)
            assert now.expires == (step.now + 25 if joined else offer.expires)
        else:
            ended = may_end(step, offer) or gave_way(step, offer) or not kept(step, offer)
            assert ended, (offer, step.command)


def an_offer_is_for_everybody_once_it_takes_too_long(step: Step) -> None:
    for conversation, offer in step.after.offers.items():
        assert offer.everybody == step.notes.searches.of[conversation].asks_everybody(step.now)


def each_offer_has_a_higher_version_than_any_before(step: Step) -> None:
    """Of one stretch of looking: whoever answers an old one is told that it is gone."""
    for conversation, offer in made(step.before, step.after).items():
        talk = step.before.talks.get(conversation)
        looked = step.before.waiting.get(conversation) if talk is None else talk.onward
        known = (line.version for line in (looked, talk) if line is not None)
        assert offer.version > max(known, default=0)


def one_wins_and_for_all_others_the_card_is_gone(step: Step) -> None:
    command = step.command
    if not isinstance(command, Accept) or command.conversation not in step.before.offers:
        return
    if command.conversation in step.after.offers:
        return
    offer = step.before.offers[command.conversation]
    assert command.counsellor in offer.asked
    assert command.version == offer.version
    talk = step.after.talks[command.conversation]
    # Where its counsellor wished it, they have come for it, and wait until the young person knows.
    assert command.counsellor == (talk.counsellor if talk.coming is None else talk.coming)
    for counsellor in offer.asked:
        assert SeatChanged(counsellor) in step.effects
        view = seat_view(step.after, counsellor, step.now)
        assert view is not None
        assert view.offer is None or view.offer.conversation != command.conversation


def gave_way(step: Step, offer: Offer) -> bool:
    """Whether a rehearsed conversation was offered, and in its place somebody real is now."""
    if offer.conversation not in step.notes.rehearsed or may_end(step, offer):
        return False
    new = made(step.before, step.after).values()
    real = {who for one in new if one.conversation not in step.notes.rehearsed for who in one.asked}
    joined = added(step.before, step.after)
    real |= {who for key, more in joined.items() if key not in step.notes.rehearsed for who in more}
    return not real.isdisjoint(kept(step, offer))


def kept(step: Step, offer: Offer) -> list[VolunteerId]:
    """Who is still asked after the step, unless the offer ended for all of them."""
    return [who for who in offer.asked if not may_be_spared(step, offer, who)]


def may_be_spared(step: Step, offer: Offer, counsellor: VolunteerId) -> bool:
    """Whether the step is a reason that this one counsellor is not asked any longer."""
    if counsellor in step.notes.wraps.of and step.before.seats[counsellor].wrap_up is None:
        return True
    match step.command:
        case Decline(counsellor=who, conversation=mine, version=version):
            return (who, mine, version) == (counsellor, offer.conversation, offer.version)
        case DropSeat(counsellor=who):
            return who == counsellor and not step.after.seats[who].connections
        case ChooseStatus(counsellor=who, status=status):
            return who == counsellor and status is not Status.READY
        case TakeSeat(counsellor=who):
            return who == counsellor and not still_fits(step, offer, counsellor)
        case Assess() | AnswerSafety():
            return not still_fits(step, offer, counsellor)
        case Look():
            return step.after.seats[counsellor].status is Status.MISSED
        case Tick():
            lines = step.before.seats[counsellor].connections
            return all(step.notes.attendance.has_lost(line) for line in lines)
        case _:
            return False


def still_fits(step: Step, offer: Offer, counsellor: VolunteerId) -> bool:
    """Whether this counsellor could be asked for it now."""
    searches = step.notes.searches.of
    seat = step.after.seats[counsellor]
    return offer.conversation in searches and fits(step.after, step.notes, seat, offer.conversation, step.now)


def may_end(step: Step, offer: Offer) -> bool:
    """Whether the step is a reason to end this offer for everybody."""
    conversation = offer.conversation
    seeker = next(guest for guest in step.before.guests.values() if guest.conversation == conversation)
    there, stands = place_of(step.before, conversation), place_of(step.after, conversation)
    search = step.notes.searches.of.get(conversation)
    if there != stands or search is None:
        return True  # it was taken up, has ended, or is not looked for any longer: other laws judge that
    if isinstance(step.command, Confirm):
        return False  # also where it was begun at this very moment, by what was decided together with it
    if search.since == step.now:
        return True  # it was begun again
    match step.command:
        case DropSeeker(seeker=who) | Leave(seeker=who) | Stop(seeker=who) | Prefer(seeker=who):
            return who == seeker.seeker
        case Tick():
            attendance = step.notes.attendance
            is_over = offer.expires <= step.now and not attendance.is_calm(step.now)
            return is_over or attendance.has_lost(seeker.connection)
        case _:
            return False


def whoever_is_asked_alone_and_does_not_answer_is_away_and_nobody_else(step: Step) -> None:
    """Whose card said that others see it too is one of many; of whom went in the same moment nobody was asked any more."""
    attendance = step.notes.attendance
    if not isinstance(step.command, Tick) or attendance.is_calm(step.now):
        return
    gone = {
        guest.conversation for guest in step.before.guests.values() if attendance.has_lost(guest.connection)
    }
    alone = {
        asked[0]
        for offer in step.before.offers.values()
        if offer.expires <= step.now and offer.conversation not in gone
        if len(asked := kept(step, offer)) == 1 and not _is_over(step, offer)
    }
    missed = {
        who
        for who, seat in step.after.seats.items()
        if seat.status is Status.MISSED and step.before.seats[who].status is not Status.MISSED
    }
    assert missed == alone & step.after.seats.keys()


def _is_over(step: Step, offer: Offer) -> bool:
    """Whether the young person's node was found dead in this very moment: then nobody was asked in vain."""
    guests = step.before.guests.values()
    seeker = next(guest for guest in guests if guest.conversation == offer.conversation)
    return step.notes.attendance.has_lost(seeker.connection)


OFFERING = (
    an_offer_stands_until_there_is_a_reason,
    each_offer_has_a_higher_version_than_any_before,
    one_wins_and_for_all_others_the_card_is_gone,
    the_offers_made_are_those_the_rules_make,
    an_offer_is_for_everybody_once_it_takes_too_long,
    whoever_is_asked_alone_and_does_not_answer_is_away_and_nobody_else,
)
