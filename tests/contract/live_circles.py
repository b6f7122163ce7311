"""What every live store promises of the circles of staff. A store joins by two fixtures, ``store`` and ``clock``."""

import asyncio

import pytest

from chat.circle.log import CircleForgotten, CircleLog, Line, admit
from chat.errors import CmidConflict, NotInCircle
from chat.identifiers import CircleId, Cmid, Instant, VolunteerId
from chat.routing.model import Desk
from chat.routing.shift_room import in_since
from chat.service.ports import LiveStore, Said, Say
from tests.builders import Story, changeable, sits
from tests.contract.live_store import commit

HELP, ROOM = CircleId("circle-of-help"), CircleId("circle-of-the-shift")
ANNE, BRAM = VolunteerId("anne"), VolunteerId("bram")


def saying(cmid: str, body: str = "hoi", who: VolunteerId = ANNE) -> Say:
    """Says this, whatever the desk."""

    def say(_: Desk, log: CircleLog, now: Instant) -> tuple[CircleLog, Line]:
        return admit(log, who, who.title(), Cmid(cmid), body, now)

    return say


async def said(store: LiveStore, circle: CircleId) -> list[str]:
    """What was said in a circle."""
    (log,) = await store.circles([circle])
    return [line.body for line in log.lines]


class LiveCirclesContract:
    """One small log for each circle, written by the desk as it stands in the same moment."""

    async def test_what_was_said_is_there_in_order_in_its_own_circle(self, store: LiveStore) -> None:
        await store.load()
        for number in range(3):
            told = await store.speak(HELP, saying(f"c{number}", str(number)))
            assert (told.line.seq, told.line.name, told.is_new) == (number + 1, "Anne", True)
        await store.speak(ROOM, saying("c0", "koffie?", BRAM))
        help_, nowhere, room = await store.circles([HELP, CircleId("nowhere"), ROOM])
        assert [line.body for line in help_.lines] == ["0", "1", "2"]
        assert nowhere == CircleLog()
        assert [(line.seq, line.author, line.body) for line in room.lines] == [(1, BRAM, "koffie?")]
        assert await store.circles([]) == ()

    async def test_a_line_bears_the_time_of_the_store(self, store: LiveStore) -> None:
        before = (await store.load()).now
        told = await store.speak(HELP, saying("a"))
        assert before <= told.line.at <= (await store.load()).now

    async def test_a_repeat_is_known_and_another_body_is_refused(self, store: LiveStore) -> None:
        first = await store.speak(HELP, saying("a", "een"))
        assert await store.speak(HELP, saying("a", "een")) == Said(first.line, is_new=False)
        with pytest.raises(CmidConflict):
            await store.speak(HELP, saying("a", "twee"))
        assert await said(store, HELP) == ["een"]

    async def test_of_many_at_once_each_is_there_once_in_a_row(self, store: LiveStore) -> None:
        await store.load()
        names = [f"c{number % 6}" for number in range(12)]
        told = await asyncio.gather(*(store.speak(HELP, saying(name, name)) for name in names))
        (log,) = await store.circles([HELP])
        assert [line.seq for line in log.lines] == [1, 2, 3, 4, 5, 6]
        assert sorted(line.body for line in log.lines) == sorted(set(names))
        assert sum(one.is_new for one in told) == 6

    async def test_what_is_refused_leaves_nothing(self, store: LiveStore) -> None:
        def refused(desk: Desk, log: CircleLog, now: Instant) -> tuple[CircleLog, Line]:
            in_since(desk, HELP, ANNE)
            return admit(log, ANNE, "Anne", Cmid("a"), "hoi", now)

        with pytest.raises(NotInCircle):
            await store.speak(HELP, refused)
        assert await said(store, HELP) == []

    async def test_who_may_speak_is_judged_by_the_desk_of_that_moment(self, store: LiveStore) -> None:
        before = (await store.load()).desk
        here = Story(sits("anne"))
        after = changeable(here.desk)
        assert await store.swap(before, after, ()) is not None
        assert after.room is not None
        room, seen = after.room.circle, list[int]()

        def say(desk: Desk, log: CircleLog, now: Instant) -> tuple[CircleLog, Line]:
            seen.append(desk.version)
            in_since(desk, room, ANNE)
            return admit(log, ANNE, "Anne", Cmid("a"), "hoi", now)

        await store.speak(room, say)
        assert seen == [after.version]

    async def test_a_circle_is_forgotten_with_the_desk_that_says_so(self, store: LiveStore) -> None:
        await store.load()
        await store.speak(HELP, saying("a", "fluister"))
        await store.speak(ROOM, saying("a", "koffie?"))
        await commit(store, CircleForgotten(HELP))
        assert (await said(store, HELP), await said(store, ROOM)) == ([], ["koffie?"])
        await commit(store, CircleForgotten(HELP), CircleForgotten(ROOM))
        assert await said(store, ROOM) == []
        told = await store.speak(ROOM, saying("a", "koffie?"))
        assert (told.line.seq, told.is_new) == (1, True)

    async def test_a_swap_that_is_lost_forgets_nothing(self, store: LiveStore) -> None:
        before = (await store.load()).desk
        await store.speak(HELP, saying("a"))
        await commit(store)
        assert await store.swap(before, Desk(version=99), (CircleForgotten(HELP),)) is None
        assert await said(store, HELP) == ["hoi"]
