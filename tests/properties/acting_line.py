"""What happens to the line of a machine: time, nodes, its door and its supervisors, and who looks into the logs."""

import math
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from chat.conversation.model import Side
from chat.identifiers import ConnectionId, Instant, Seconds, VolunteerId
from chat.routing import commands
from chat.routing.deadlines import next_due
from chat.routing.house import DoorOrder, House, Opening
from chat.routing.model import Talk
from chat.routing.timing import look_due
from tests.properties.acting import NODES, Acting, connections, datas, eighths

HOURS: list[tuple[tuple[float, float | None], ...] | None] = [
    *(None, None, ((-60.0, 660.0),), ((-30.0, None),)),
    *(((0.0, 601.0), (3000.0, 6600.0)), ((60.0, 900.0),), ()),
]
"""Openings around now, in seconds from it; None stands for a line without hours and for an opening without end."""
ORDERS = [*[DoorOrder()] * 3, DoorOrder(closed=True), DoorOrder(cap=0), DoorOrder(cap=1), DoorOrder(cap=2)]
FRAMES = [None, 45 * 60.0, 20 * 60.0, 11 * 60.0, 5 * 60.0]
EVERY = 3.0
"""How often a node that lives says so, in seconds."""
supervisors = st.sampled_from([VolunteerId("supervisor"), VolunteerId("counsellor-0")])


class LineActs(Acting):
    """Nobody in particular does this."""

    @rule(
        seconds=st.sampled_from([1.0, 10.0, 25.0, 40.0, 60.0, 600.0, 900.0]) | eighths,
        slow_by=eighths,
        are_out=st.sampled_from([False, False, False, True]),
    )
    def time_passes_and_the_next_command_comes_from_a_slow_clock(
        self, seconds: float, slow_by: float, are_out: bool
    ) -> None:
        """Where there are nodes they live through it, or are all out for that time."""
        if are_out:
            self.now = Instant(self.now + seconds)
        else:
            self.live_until(self.now + seconds)
        self.slow_by = slow_by

    @rule(deadlines=st.integers(0, 4))
    def it_ticks_now_or_exactly_at_the_next_deadlines(self, deadlines: int) -> None:
        self.tell(commands.Tick())
        for _ in range(deadlines):
            due = next_due(self.desk)
            self.live_until(self.now if due is None else due)
            self.tell(commands.Tick())

    @rule(
        silent=st.sampled_from([0.0, 9.0, 10.0, 60.0]),
        calm=st.sampled_from([False, False, True]),
        one_lives_for=st.sampled_from([None, 0.5, 1.0]),
    )
    def nodes_live_or_die(self, silent: float, calm: bool, one_lives_for: float | None) -> None:
        """One node may go on renewing its lease for half of the silence of the other, or to its end."""
        for node in NODES:
            self.tell(commands.Renew(node))
        began = self.now
        lives = silent * (one_lives_for or 0.0)
        for number in range(1, math.ceil(lives / EVERY) + 1):
            self.now = Instant(began + min(number * EVERY, lives))
            self.tell(commands.Renew(NODES[0], calm))
        self.now = Instant(max(self.now, began + silent))
        self.tell(commands.Tick())

    # --- the door ---

    @rule(
        hours=st.sampled_from(HOURS),
        minimum=st.sampled_from([0, 0, 0, 1, 2]),
        frame=st.sampled_from(FRAMES),
        backup=st.sampled_from(["112", None]),
        wrap_up=st.sampled_from([0.0, 0.0, 60.0, 300.0]),
    )
    def the_settings_of_the_line_are_read(
        self,
        hours: tuple[tuple[float, float | None], ...] | None,
        minimum: int,
        frame: float | None,
        backup: str | None,
        wrap_up: float,
    ) -> None:
        openings = None if hours is None else tuple(self._opening(*one) for one in hours)
        lasts = None if frame is None else Seconds(frame)
        house = House(openings, minimum, lasts, backup=backup, wrap_up=Seconds(wrap_up))
        self.tell(commands.Furnish(house))

    def _opening(self, opens: float, closes: float | None) -> Opening:
        return Opening(Instant(self.now + opens), None if closes is None else Instant(self.now + closes))

    @precondition(lambda self: self.desk.house.openings)
    @rule(data=datas, before=st.sampled_from([600.0, 0.0, 0.0, -1.0]))
    def the_line_opens_or_closes(self, data: st.DataObject, before: float) -> None:
        openings = self.desk.house.openings or ()
        moments = [one.opens for one in openings] + [one.closes for one in openings if one.closes is not None]
        self.live_until(data.draw(st.sampled_from(moments)) - before)
        self.tell(commands.Tick())

    @rule(supervisor=supervisors, line=connections, comes=st.sampled_from([True, True, False]))
    def a_supervisor_comes_or_goes(self, supervisor: VolunteerId, line: ConnectionId, comes: bool) -> None:
        self.tell((commands.Watch if comes else commands.Unwatch)(supervisor, line))

    @rule(order=st.sampled_from(ORDERS))
    def a_supervisor_orders_something(self, order: DoorOrder) -> None:
        self.tell(commands.Order(order))

    # --- the logs ---

    @precondition(lambda self: self.desk.talks)
    @rule(
        data=datas,
        sides=st.sampled_from([[Side.COUNSELLOR], [Side.SEEKER, Side.COUNSELLOR], [Side.SEEKER], []]),
        earlier=st.sampled_from([0.0, 0.0, 1.0, 30.0, 200.0]),
        is_lost=st.sampled_from([False, False, False, True]),
        looks=st.integers(0, 5),
    )
    def something_is_said_and_nodes_look(
        self, data: st.DataObject, sides: list[Side], earlier: float, is_lost: bool, looks: int
    ) -> None:
        """A log that was lost says nothing, and nobody says anything in it before their conversation began."""
        talk: Talk = data.draw(st.sampled_from(list(self.desk.talks.values())))
        said = self.said_in(talk)
        for number, side in enumerate(sides):
            at = Instant(
                max(self.looked_at.get(talk.conversation, talk.started), self.now - earlier + number / 8)
            )
            said[side] = max(said.get(side, at), talk.started, at)
        for _ in range(1 + looks):
            self._look(talk, {} if is_lost else said, in_time=looks > 0)

    @precondition(lambda self: self.desk.talks)
    @rule(data=datas)
    def somebody_falls_silent(self, data: st.DataObject) -> None:
        """For as long as it takes, if nothing is in the way."""
        self.something_is_said_and_nodes_look(data, [Side.COUNSELLOR], 0.0, is_lost=False, looks=5)

    def _look(self, talk: Talk, said: Any, *, in_time: bool) -> None:
        now = self.desk.talks.get(talk.conversation)
        due = None if now is None else look_due(self.desk, now)
        if in_time and due is not None:
            self.live_until(due)
        self.tell(commands.Look(talk.conversation, dict(said)))
        self.looked_at[talk.conversation] = max(self.now, self.desk.now)
