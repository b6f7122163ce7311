"""Draws histories of a conversation and holds each step, and the quiet after it, to the laws."""

from __future__ import annotations

import random
from collections import Counter
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.properties.convergence_oracle import (
    AFTER_QUIET,
    Ended,
    Screen,
    an_end_is_confirmed_when_all_before_it_is_read,
    what_stood_on_a_screen_stays_or_is_back_in_the_field,
)
from tests.properties.convergence_sides import CounsellorPage, SeekerPage
from tests.properties.convergence_world import LOSSES, Move, World
from tests.properties.counting import Counted

datas = st.data()
RARE = frozenset(loss for losses in LOSSES.values() for loss in losses)


def screen_of(world: World, side: str) -> Screen:
    """What stands on this side's page."""
    page = world.pages[side]
    return Screen(
        side=side,
        said=tuple(line["cmid"] for line in page.log.lines if line["kind"] == "message"),
        outbox=tuple(item.cmid for item in page.outbox),
        unsent=tuple(item.cmid for item in page.outbox if item.state != "stored"),
        returned=frozenset(page.returned),
        shows_end=(isinstance(page, SeekerPage) and page.screen == "ended")
        or (isinstance(page, CounsellorPage) and page.standing == "ended"),
        is_gone=(isinstance(page, SeekerPage) and page.screen == "gone")
        or (isinstance(page, CounsellorPage) and page.standing == "taken"),
        page=page.instance,
    )


def play(world: World, move: Move) -> None:
    """One step, held to the laws of every step."""
    before = {side: screen_of(world, side) for side in world.pages}
    if move.which == "confirm":
        an_end_is_confirmed_when_all_before_it_is_read(before[move.where], world.stored())
    world.do(move)
    for side, screen in before.items():
        what_stood_on_a_screen_stays_or_is_back_in_the_field(screen, screen_of(world, side))


def rest(world: World) -> Ended:
    """The quiet after a history, held to the other laws."""
    rests = world.come_to_rest()
    ended = Ended(
        screens={side: screen_of(world, side) for side in world.pages},
        pressed=world.pressed,
        unkept=world.unkept,
        somebody_ended=world.counts["end"] > 0,
        something_was_lost=any(world.counts[loss] for loss in RARE - {"copy"}),
        rests=rests,
    )
    for law in AFTER_QUIET:
        law(ended)
    return ended


def history(seed: int, keeping: str, steps: int, world: type[World] = World) -> World:
    """A world after a history of so many steps drawn by *seed* from the same moves as the machine draws."""
    chance = random.Random(seed)  # noqa: S311 - a history that can be drawn again
    played = world(keeping)
    for _ in range(steps):
        play(played, chance.choice(played.moves()))
    return played


class ConvergenceMachine(Counted):
    """One conversation under any history."""

    world_type: ClassVar[type[World]] = World
    keepings: ClassVar[tuple[str, ...]] = ("embedded", "shared")
    walked: ClassVar[Counter[str]] = Counter()

    @initialize(data=datas)
    def two_people_talk(self, data: st.DataObject) -> None:
        self.world = self.world_type(data.draw(st.sampled_from(self.keepings)))

    @rule(data=datas)
    def anything_happens(self, data: st.DataObject) -> None:
        play(self.world, data.draw(st.sampled_from(self.world.moves())))

    def teardown(self) -> None:
        if hasattr(self, "world"):
            rest(self.world)
            self.walked.update(self.world.counts)
        super().teardown()
