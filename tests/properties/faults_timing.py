"""Desks whose clock is wrong in a conversation, and the laws that must catch it."""

from math import inf

from chat.identifiers import Instant, Seconds
from chat.routing import desk, timing
from chat.routing.commands import Command
from chat.routing.desk import Decided
from chat.routing.model import Desk
from chat.routing.seats import hand_back
from tests.builders import Decide
from tests.properties import asking, moving
from tests.properties import timing as times
from tests.properties.planting import Law, another


def asks_after_a_minute_of_silence(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever thinks for a minute is asked whether they are still there."""
    with another(timing, "SILENCES", (Seconds(60), Seconds(300), Seconds(480))):
        return desk.decide(before, command, now)


def ends_after_a_single_warning(before: Desk, command: Command, now: Instant) -> Decided:
    """Who was asked once is taken to have gone."""
    with another(timing, "SILENCES", (Seconds(120),)), another(timing, "SILENCE_ENDS", Seconds(300)):
        return desk.decide(before, command, now)


def waits_for_the_first_answer_for_ever(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever accepts and says nothing keeps them."""
    with another(timing, "ANSWER_WITHIN", Seconds(inf)):
        return desk.decide(before, command, now)


def forgets_who_was_not_answered(before: Desk, command: Command, now: Instant) -> Decided:
    """They wait again, and nobody knows why."""
    with another(timing, "hand_back", lambda after, talk, now, **_: hand_back(after, talk, now)):
        return desk.decide(before, command, now)


TIMING: dict[Decide, tuple[Law, ...]] = {
    asks_after_a_minute_of_silence: (times.silence_is_asked_about_step_by_step,),
    ends_after_a_single_warning: (times.no_silence_ends_without_two_warnings_two_minutes_apart,),
    waits_for_the_first_answer_for_ever: (asking.after_a_look_there_is_nothing_to_look_for,),
    forgets_who_was_not_answered: (moving.a_conversation_moves_only_along_the_drawn_arrows,),
}
