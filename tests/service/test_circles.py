"""Help is asked for and come to, and staff whisper: who hears it, who does not, and what is left."""

import pytest

from chat.errors import CmidConflict, NotInCircle, TooLong
from chat.identifiers import CircleId, Cmid, ConnectionId, VolunteerId
from chat.service.notices import (
    BoardState,
    CircleHead,
    CircleHeads,
    CircleSaid,
    ToBoards,
    ToConnection,
    ToCounsellor,
)
from tests.service.shift import KIM, SAM, Shift

NOOR = VolunteerId("noor")
BOARD = ConnectionId("node.noor@board")


async def helped(shift: Shift) -> CircleId:
    """Sam talks with Anna and Kim came to help, while Noor watches the board."""
    conversation, _ = await shift.talking("anna")
    await shift.sit(KIM)
    await shift.oversight.watch(NOOR, BOARD)
    await shift.helping.ask(SAM, conversation)
    circle = shift.seat().view.talks[0].help.circle  # type: ignore[union-attr]  # it was asked for
    assert isinstance(shift.last(ToConnection(BOARD)), BoardState), "without waiting for the next round"
    # Nobody can be waited for in a Redis: the supervisor goes, and colleagues are asked at once.
    await shift.oversight.drop(NOOR, BOARD)
    await shift.helping.come(KIM, "Kim", circle)
    await shift.oversight.watch(NOOR, BOARD)
    return CircleId(circle)


def heard(shift: Shift, who: VolunteerId) -> list[str]:
    """What was said to somebody at the desk."""
    told = shift.outbox.told(ToCounsellor(who))
    return [notice.line.body for notice in told if isinstance(notice, CircleSaid)]


async def room_of(shift: Shift) -> CircleId:
    """The room of the shift."""
    room = (await shift.store.load()).desk.room
    assert room is not None
    return room.circle


async def test_a_whisper_is_told_to_both_and_on_no_board(shift: Shift) -> None:
    circle = await helped(shift)
    line = await shift.circles.whisper(SAM, "Sam", circle, Cmid("a"), "help")
    assert (line.seq, line.name) == (1, "Sam")
    await shift.circles.whisper(KIM, "Kim", circle, Cmid("b"), "ik ben er")
    assert heard(shift, SAM) == heard(shift, KIM) == ["help", "ik ben er"]
    on_board = shift.outbox.told(ToConnection(BOARD))
    assert not [notice for notice in on_board if isinstance(notice, CircleSaid)]
    assert [one.body for one in (await shift.circles.read(KIM, circle, 0)).lines] == ["help", "ik ben er"]


async def test_a_repeat_gets_the_same_answer_and_tells_nobody_twice(shift: Shift) -> None:
    circle = await helped(shift)
    first = await shift.circles.whisper(SAM, "Sam", circle, Cmid("a"), "help")
    assert await shift.circles.whisper(SAM, "Sam", circle, Cmid("a"), "help") == first
    with pytest.raises(CmidConflict):
        await shift.circles.whisper(SAM, "Sam", circle, Cmid("a"), "anders")
    assert heard(shift, KIM) == ["help"]


async def test_nobody_else_writes_or_reads_it_and_a_circle_has_one_kind(shift: Shift) -> None:
    circle, room = await helped(shift), await room_of(shift)
    for who in (NOOR, VolunteerId("eva")):
        with pytest.raises(NotInCircle):
            await shift.circles.whisper(who, "X", circle, Cmid("a"), "?")
        with pytest.raises(NotInCircle):
            await shift.circles.read(who, circle, 0)
    with pytest.raises(NotInCircle):
        await shift.circles.say_in_room(SAM, "Sam", circle, Cmid("a"), "?")
    with pytest.raises(NotInCircle):
        await shift.circles.whisper(SAM, "Sam", room, Cmid("a"), "?")
    with pytest.raises(NotInCircle):
        await shift.circles.say_in_room(VolunteerId("eva"), "Eva", room, Cmid("a"), "?")
    with pytest.raises(TooLong):
        await shift.circles.say_in_room(SAM, "Sam", room, Cmid("a"), "a" * 8193)
    assert await shift.store.circles([circle, room]) == (*(await shift.store.circles([room, circle])),)
    assert heard(shift, SAM) == []


async def test_the_room_is_told_to_everybody_on_shift_at_the_desk_and_at_boards(shift: Shift) -> None:
    await helped(shift)
    room = await room_of(shift)
    await shift.circles.say_in_room(NOOR, "Noor", room, Cmid("a"), "wie neemt er pauze?")
    assert heard(shift, SAM) == heard(shift, KIM) == ["wie neemt er pauze?"]
    assert isinstance(shift.last(ToConnection(BOARD)), CircleSaid)
    said = await shift.circles.read(NOOR, room, 0)
    assert (said.seq, [line.body for line in said.lines]) == (1, ["wie neemt er pauze?"])
    assert (await shift.circles.read(NOOR, room, 1)).lines == ()
    assert len((await shift.circles.read(NOOR, room, 7)).lines) == 1, "who holds more than there is reads all"


async def test_who_comes_later_reads_from_then_on(shift: Shift) -> None:
    await shift.sit(SAM)
    room = await room_of(shift)
    await shift.circles.say_in_room(SAM, "Sam", room, Cmid("a"), "alleen")
    shift.goes_on(1)
    await shift.sit(KIM)
    shift.goes_on(1)
    await shift.circles.say_in_room(SAM, "Sam", room, Cmid("b"), "samen")
    read = await shift.circles.read(KIM, room, 0)
    assert (read.seq, [line.body for line in read.lines]) == (2, ["samen"])


async def test_the_pulse_says_how_far_each_circle_is(shift: Shift) -> None:
    circle, room = await helped(shift), await room_of(shift)
    await shift.circles.whisper(SAM, "Sam", circle, Cmid("a"), "help")
    shift.outbox.connected = [ToCounsellor(KIM)]
    await shift.dispatch.pulse()
    assert shift.last(ToCounsellor(KIM)) == CircleHeads((CircleHead(room, 0), CircleHead(circle, 1)))
    assert shift.last(ToBoards()) == CircleHeads((CircleHead(room, 0),))


async def test_whispers_are_gone_with_the_request(shift: Shift) -> None:
    circle = await helped(shift)
    conversation = shift.seat().view.talks[0].conversation  # type: ignore[union-attr]  # Sam sits
    await shift.circles.whisper(SAM, "Sam", circle, Cmid("a"), "help")
    await shift.helping.call_off(SAM, conversation)
    (log,) = await shift.store.circles([circle])
    assert log.lines == ()
    with pytest.raises(NotInCircle):
        await shift.circles.whisper(SAM, "Sam", circle, Cmid("b"), "nog iets")
