"""Who is in which circle, and that a circle goes with those who made it."""

import pytest

from chat.circle.log import CircleForgotten
from chat.errors import NotInCircle
from chat.identifiers import CircleId, Instant, VolunteerId
from chat.routing.shift_room import circles_of, in_since, members, room_of
from tests.builders import Story, arrive, asks_help, comes, helper, ready, sits, unseats, unwatch, watch

NOOR, RUTH, KIM = VolunteerId("noor"), VolunteerId("ruth"), VolunteerId("kim")


def room(story: Story) -> dict[VolunteerId, Instant]:
    """Who is in the room of the shift, and since when."""
    return {} if story.desk.room is None else dict(story.desk.room.since)


def whispering() -> tuple[Story, CircleId]:
    """Noor talks with Sam, and Ruth came to help."""
    story = Story(sits("noor"), ready("noor"), arrive("sam"), watch("ruth"), sits("kim"))
    story.takes("noor", "sam")
    story.tell(asks_help("noor", "sam"))
    circle = CircleId(story.circle("sam"))
    assert members(story.desk, circle) == {}, "nobody came yet"
    story.after(5)
    story.tell(comes("ruth", circle))
    return story, circle


def test_counsellors_with_a_seat_and_supervisors_are_on_from_when_they_came() -> None:
    story = Story(sits("noor"))
    began = story.now
    story.after(10)
    story.tell(watch("ruth"))
    story.after(10)
    story.tell(helper("kim"))
    assert room(story) == {NOOR: began, RUTH: began + 10, KIM: began + 20}
    assert [room_of(story.desk, who) == story.seat("noor").room for who in (NOOR, RUTH, KIM)] == [True] * 3
    assert story.board().room == story.seat("noor").room is not None


def test_a_page_that_is_loaded_anew_is_in_the_same_room_and_who_comes_back_later_is_new() -> None:
    story = Story(sits("noor"), watch("ruth"))
    began, name = story.now, story.board().room
    story.tell(unseats("noor"), unwatch("ruth"))
    story.after(59)
    story.tell(sits("noor", line="again"), watch("ruth", line="again"))
    assert room(story) == {NOOR: began, RUTH: began}
    story.tell(unseats("noor", line="again"))
    story.after(60)
    assert room(story) == {RUTH: began}
    story.tell(sits("noor"))
    assert room(story) == {RUTH: began, NOOR: story.now}
    assert story.board().room == name


def test_the_room_is_forgotten_when_nobody_is_on_and_the_next_shift_has_another() -> None:
    story = Story(sits("noor"))
    first = story.seat("noor").room
    assert first is not None
    story.tell(unseats("noor"))
    assert CircleForgotten(first) in story.after(60)
    assert story.desk.room is None
    story.tell(sits("noor"))
    assert story.seat("noor").room not in (None, first)


def test_whispers_are_between_who_asked_and_who_came() -> None:
    story, circle = whispering()
    assert set(members(story.desk, circle)) == {NOOR, RUTH}
    assert in_since(story.desk, circle, RUTH) == story.now
    assert in_since(story.desk, circle, NOOR) < story.now
    assert circles_of(story.desk, RUTH) == (story.board().room, circle)
    assert circles_of(story.desk, KIM) == (story.board().room,)


@pytest.mark.parametrize("who", [KIM, VolunteerId("nobody")])
def test_nobody_else_is_in_it(who: VolunteerId) -> None:
    story, circle = whispering()
    with pytest.raises(NotInCircle):
        in_since(story.desk, circle, who)
    with pytest.raises(NotInCircle):
        in_since(story.desk, CircleId("unknown"), NOOR)
