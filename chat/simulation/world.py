"""Lets a generated day happen under a policy: events in order of time, on a clock that jumps from one to the next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import Final

from chat.identifiers import ConversationId, Instant, Seconds, VolunteerId
from chat.routing.durations import OFFER_STANDS
from chat.simulation.chance import Chance
from chat.simulation.day import Day, Seeker, Shift
from chat.simulation.policy import Policy
from chat.simulation.record import Record, Run
from chat.simulation.scenario import MINUTE, People

SAYS_URGENT: Final = Seconds(8.0)
"""How long after arriving somebody answers whether they are safe."""
ACCEPTS_SPREAD: Final = 0.6
ACCEPTS_LEAST: Final = Seconds(2.0)
ACCEPTS_MOST: Final = Seconds(20.0)
MISSED_FOR: Final = Seconds(4 * MINUTE)
"""How long a counsellor who did not look is away from their screen."""
READS_EVERY: Final = Seconds(5 * MINUTE)
"""How often somebody who waits reads how long it will be."""


class World:
    """People who do what the day says of them, and counsellors who answer what the policy shows them."""

    def __init__(self, day: Day, people: People, policy: Policy, chance: Chance) -> None:
        """*chance* is for what counsellors do; what seekers do was drawn with the day."""
        self._day = day
        self._people = people
        self._policy = policy
        self._chance = chance
        self._now = day.opens
        self._events: list[tuple[Instant, int, Callable[[], None]]] = []
        self._number = count()
        self._run = Run(day)
        self._waiting: dict[ConversationId, Record] = {}
        self._shifts = {shift.counsellor: shift for shift in day.shifts}
        self._considering: set[VolunteerId] = set()
        self._talking: set[VolunteerId] = set()

    def play(self) -> Run:
        """Let the whole day happen, until the last counsellor has gone."""
        self._policy.open(self._day)
        for shift in self._day.shifts:
            self._at(shift.begins, partial(self._policy.sit, shift, shift.begins))
            self._at(shift.ends, partial(self._finish, shift))
        for seeker in self._day.seekers:
            self._at(seeker.arrives, partial(self._arrive, seeker))
        self._at(self._day.closes, self._close)
        while self._events:
            due = self._policy.due()
            if due is not None and due <= self._events[0][0]:
                self._now = max(self._now, due)
                self._policy.tick(self._now)
            else:
                self._now, _, happens = heappop(self._events)
                happens()
            for counsellor in self._policy.shown():
                if counsellor not in self._considering:
                    self._consider(counsellor)
        return self._run

    def _at(self, moment: Instant, happens: Callable[[], None]) -> None:
        heappush(self._events, (moment, next(self._number), happens))

    def _after(self, length: Seconds, happens: Callable[[], None]) -> None:
        self._at(Instant(self._now + length), happens)

    # --- young people

    def _arrive(self, seeker: Seeker) -> None:
        record = Record(seeker, let_in=self._policy.arrive(seeker, self._now))
        self._run.records[seeker.conversation] = record
        if not record.let_in:
            return
        self._waiting[seeker.conversation] = record
        if seeker.urgent:
            self._after(SAYS_URGENT, partial(self._say_urgent, seeker))
        if seeker.patience is None:
            self._read(record)
        else:
            self._after(seeker.patience, partial(self._give_up, record))

    def _say_urgent(self, seeker: Seeker) -> None:
        if seeker.conversation in self._waiting:
            self._policy.say_urgent(seeker, self._now)

    def _read(self, record: Record) -> None:
        """Only of those who stay is it known how long the wait was, however long it was: of others the short ones alone."""
        if record.seeker.conversation not in self._waiting:
            return
        told = self._policy.tell(record.seeker, self._now)
        if told is not None:
            record.told.append(told)
        self._after(READS_EVERY, partial(self._read, record))

    def _give_up(self, record: Record) -> None:
        if self._waiting.pop(record.seeker.conversation, None) is not None:
            record.left = self._now
            self._policy.leave(record.seeker, self._now)

    def _close(self) -> None:
        for record in self._waiting.values():
            record.unreached = self._now
            self._policy.leave(record.seeker, self._now)
        self._waiting.clear()

    # --- counsellors

    def _consider(self, counsellor: VolunteerId) -> None:
        self._considering.add(counsellor)
        if self._chance.share(self._people.misses):
            self._after(OFFER_STANDS, lambda: self._policy.miss(counsellor, self._now))
            self._after(MISSED_FOR, partial(self._look_again, counsellor))
        else:
            delay = self._chance.around(self._people.accepts, ACCEPTS_SPREAD, ACCEPTS_LEAST, ACCEPTS_MOST)
            self._after(delay, partial(self._answer, counsellor))

    def _look_again(self, counsellor: VolunteerId) -> None:
        self._considering.discard(counsellor)
        self._be_ready(counsellor)

    def _be_ready(self, counsellor: VolunteerId) -> None:
        if self._is_on(counsellor):
            self._policy.ready(counsellor, self._now)

    def _answer(self, counsellor: VolunteerId) -> None:
        """They answer what they are shown by now; a colleague may have been quicker."""
        self._considering.discard(counsellor)
        shown = self._policy.shown().get(counsellor)
        if not shown:
            return
        conversation = self._chance.one_of(shown)
        if self._chance.share(self._people.declines):
            self._policy.decline(counsellor, conversation, self._now)
            return
        self._policy.accept(counsellor, conversation, self._now)
        record = self._waiting.pop(conversation)
        record.answered = self._now
        record.spoken = self._shifts[counsellor].languages
        self._talking.add(counsellor)
        self._after(record.seeker.takes, partial(self._end, counsellor, record))
        on_for = self._shifts[counsellor].ends - self._now
        self._run.talked += min(record.seeker.takes, on_for)

    def _end(self, counsellor: VolunteerId, record: Record) -> None:
        self._talking.discard(counsellor)
        rests = self._chance.share(self._people.rests)
        if rests and self._is_on(counsellor):
            # Before they end it: somebody new would be shown to them at once.
            self._policy.away(counsellor, self._now)
            self._after(self._people.rest, partial(self._be_ready, counsellor))
        self._policy.end(counsellor, record.seeker.conversation, self._now)
        if not self._is_on(counsellor):
            self._policy.go(counsellor, self._now)

    def _finish(self, shift: Shift) -> None:
        """Their shift is over: they take nobody new, and go when they hold nobody."""
        self._policy.away(shift.counsellor, self._now)
        if shift.counsellor not in self._talking:
            self._policy.go(shift.counsellor, self._now)

    def _is_on(self, counsellor: VolunteerId) -> bool:
        return self._now < self._shifts[counsellor].ends
