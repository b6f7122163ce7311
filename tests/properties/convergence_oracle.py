"""What must be so of two screens, as sentences; no rule that is judged here is used here.

A screen is what its page holds: lines of the log, and the messages in the outbox, which stand below them. *Lost* is what stands
on its sender's screen and not on the partner's after quiet.

Where a loss and an end meet, less is promised: of a conversation that is over nothing is rebuilt, so what one of the two had
not read yet may be gone. Nothing comes twice or in another order then either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Screen:
    """One page: the names of the messages in its log and in its outbox, in order, and what of it the log has not; what went back into its field."""

    side: str
    said: tuple[str, ...]
    outbox: tuple[str, ...]
    unsent: tuple[str, ...]
    returned: frozenset[str]
    shows_end: bool
    is_gone: bool
    page: str
    """Which load of the page; a new one holds nothing of the one before."""

    @property
    def own(self) -> tuple[str, ...]:
        """Everything of its own that stands on it, in order."""
        waiting = [cmid for cmid in self.outbox if cmid not in self.said]
        return (*(cmid for cmid in self.said if cmid.startswith(self.side)), *waiting)


@dataclass(frozen=True)
class Ended:
    """A history after quiet."""

    screens: Mapping[str, Screen]
    pressed: Mapping[str, list[str]]
    unkept: Mapping[str, set[str]]
    """What a page could not keep when it was loaded anew: what had gone back into its field, and what was written before any page of the tab had a key."""
    somebody_ended: bool
    something_was_lost: bool
    rests: bool


def it_comes_to_rest(ended: Ended) -> None:
    assert ended.rests


def nobody_is_sent_away_from_a_conversation_that_goes_on(ended: Ended) -> None:
    if not ended.somebody_ended:
        assert not any(screen.is_gone or screen.shows_end for screen in ended.screens.values())


def an_end_is_shown_on_both_screens_or_on_neither(ended: Ended) -> None:
    """The end itself, not only that there is nothing more: that is all that is left to say of what was lost."""
    if not ended.something_was_lost:
        assert not any(screen.is_gone for screen in ended.screens.values())
        assert len({screen.shows_end for screen in ended.screens.values()}) == 1


def both_screens_show_the_same_in_the_same_order(ended: Ended) -> None:
    seeker, counsellor = ended.screens["seeker"], ended.screens["counsellor"]
    if _is_promised(ended):
        assert seeker.said == counsellor.said


def nothing_is_lost(ended: Ended) -> None:
    for side, screen in ended.screens.items():
        partner = ended.screens["counsellor" if side == "seeker" else "seeker"]
        if _is_promised(ended):
            assert set(screen.own) <= set(partner.said)


def what_was_written_stands_on_its_writers_screen(ended: Ended) -> None:
    """Also after any number of refreshes, on either side or both."""
    for side, screen in ended.screens.items():
        if _is_promised(ended):
            assert {*ended.pressed[side]} - ended.unkept[side] <= {*screen.own, *screen.returned}


def nothing_is_left_in_an_outbox(ended: Ended) -> None:
    """What the log has may stand there until the other side's mark is heard."""
    for screen in ended.screens.values():
        if _is_promised(ended):
            assert screen.unsent == ()


def nothing_stands_twice(ended: Ended) -> None:
    for screen in ended.screens.values():
        assert len(set(screen.said)) == len(screen.said)


def what_is_back_in_the_field_does_not_stand_above_it(ended: Ended) -> None:
    """Whoever sends it again would have it read twice."""
    for screen in ended.screens.values():
        assert screen.returned.isdisjoint(screen.said)


def what_somebody_said_stands_in_the_order_of_saying(ended: Ended) -> None:
    for screen in ended.screens.values():
        for side, pressed in ended.pressed.items():
            said = [cmid for cmid in screen.said if cmid.startswith(side)]
            assert said == sorted(said, key=pressed.index)


def what_stood_on_a_screen_stays_or_is_back_in_the_field(before: Screen, after: Screen) -> None:
    """Between any two steps, not only after quiet; of a page that is gone nothing stays."""
    if before.page == after.page and not after.is_gone:
        assert set(before.said) <= {*after.said, *after.outbox, *after.returned}
        assert set(before.outbox) <= {*after.said, *after.outbox, *after.returned}


def an_end_is_confirmed_when_all_before_it_is_read(screen: Screen, stored: tuple[str, ...] | None) -> None:
    """In the moment of confirming; *stored* is what the server has of it, None when nothing. With the last confirmation that is gone."""
    assert stored is None or set(stored) <= set(screen.said)


AFTER_QUIET = (
    it_comes_to_rest,
    nobody_is_sent_away_from_a_conversation_that_goes_on,
    an_end_is_shown_on_both_screens_or_on_neither,
    both_screens_show_the_same_in_the_same_order,
    nothing_is_lost,
    what_was_written_stands_on_its_writers_screen,
    nothing_is_left_in_an_outbox,
    nothing_stands_twice,
    what_is_back_in_the_field_does_not_stand_above_it,
    what_somebody_said_stands_in_the_order_of_saying,
)


def _is_promised(ended: Ended) -> bool:
    over = any(screen.shows_end or screen.is_gone for screen in ended.screens.values())
    return not (over and ended.something_was_lost) and not any(s.is_gone for s in ended.screens.values())
