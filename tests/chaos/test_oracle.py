"""The oracle sees what was planted, and nothing where nothing was."""

import random
from dataclasses import dataclass, field, replace

import pytest

from tests.chaos.oracle import Shown, Side, Verdict, excused, judge
from tests.chaos.people import ALL, Writer, unread_words
from tests.chaos.records import Record

ANNA = ("a1", "a2", "a3")
BAS = ("b1", "b2")
TOLD = ("a1", "b1", "a2", "a3", "b2")


def screen(own: tuple[str, ...], told: tuple[str, ...] = TOLD) -> tuple[Shown, ...]:
    return tuple(Shown(text in own, text, "seen" if text in own else None) for text in told)


GOOD = Side(ANNA, screen(ANNA), stored=frozenset(ANNA), delivered=frozenset(ANNA))
OTHER = Side(BAS, screen(BAS), stored=frozenset(BAS), delivered=frozenset(BAS))


def without(side: Side, text: str) -> Side:
    return replace(side, screen=tuple(one for one in side.screen if one.text != text))


def never_confirmed(side: Side, *texts: str) -> Side:
    return replace(side, stored=side.stored - {*texts}, delivered=side.delivered - {*texts})


def test_two_equal_screens_are_good() -> None:
    assert judge(GOOD, OTHER) == Verdict()
    assert judge(OTHER, GOOD) == Verdict()


def test_a_text_on_the_writers_screen_only_is_lost() -> None:
    assert judge(never_confirmed(GOOD, "a2"), without(OTHER, "a2")) == Verdict(lost=("a2",))


def test_a_text_on_the_readers_screen_only_is_lost() -> None:
    assert judge(never_confirmed(without(GOOD, "a2"), "a2"), OTHER) == Verdict(lost=("a2",))


def test_a_text_that_came_back_to_its_writer_is_told_apart() -> None:
    back = replace(never_confirmed(without(GOOD, "a3"), "a3"), returned=("a3",))
    assert judge(back, without(OTHER, "a3")) == Verdict(returned=("a3",))


def test_a_text_that_came_back_although_the_other_has_read_it_is_doubled() -> None:
    assert judge(replace(GOOD, returned=("a3",)), OTHER) == Verdict(doubled=("a3",))
    back = replace(never_confirmed(without(GOOD, "a3"), "a3"), returned=("a3",))
    assert judge(back, OTHER) == Verdict(lost=("a3",), doubled=("a3",))


def test_a_text_that_vanished_from_a_page_nobody_refreshed_is_lost() -> None:
    assert judge(never_confirmed(without(GOOD, "a3"), "a3"), without(OTHER, "a3")) == Verdict(lost=("a3",))


def test_a_text_pressed_in_the_moment_of_a_refresh_may_go_with_the_page() -> None:
    refreshed = replace(never_confirmed(without(GOOD, "a3"), "a3"), hurried=frozenset({"a3"}))
    assert judge(refreshed, without(OTHER, "a3")) == Verdict()
    assert excused(refreshed, without(OTHER, "a3")) == {"a3"}
    assert excused(refreshed, OTHER) == frozenset()
    assert excused(GOOD, OTHER) == frozenset()


def test_who_writes_is_hurried_by_a_refresh_right_after_it_only() -> None:
    writer = Writer("a", ["a1", "a2", "a3", "a4"], moments=[10.0, 12.85, 12.95, 13.05])
    writer.refreshed(13.0)
    assert (writer.hurried, writer.keyless) == ({"a3"}, set())


def test_what_was_pressed_on_the_page_that_came_is_lost_when_it_is_nowhere() -> None:
    writer = Writer("a", ["a1"], moments=[13.3])
    writer.refreshed(13.0)
    pressed = Side(("a1",), (), hurried=frozenset(writer.hurried), keyless=frozenset(writer.keyless))
    assert judge(pressed, Side((), ())) == Verdict(lost=("a1",))


def test_what_was_pressed_on_a_page_without_a_key_may_go_with_that_page_for_a_little_longer() -> None:
    writer = Writer("a", ["a1", "a2", "a3", "a4"], moments=[12.0, 13.3, 14.6, 15.5])
    writer.refreshed(15.0, keyless_since=13.0)
    assert (writer.hurried, writer.keyless) == (set(), {"a3"})
    pressed = Side(("a2", "a3"), (), keyless=frozenset(writer.keyless))
    assert judge(pressed, Side((), ())) == Verdict(lost=("a2",))
    assert excused(pressed, Side((), ())) == {"a3"}


def test_a_record_with_a_text_gone_at_every_refresh_says_too_little() -> None:
    record = Record("a row", 1, pairs=2, blows=5, refreshed=10, refreshed_shown=5, texts=100)
    record.judged(Verdict(), excused=1, keyless=1)
    assert (record.says_enough, record.excused, record.keyless) == (True, 1, 1)
    record.judged(Verdict(), excused=1, keyless=0)
    assert not record.says_enough
    record = Record("a row", 1, pairs=2, blows=5, refreshed=10, texts=100)
    record.judged(Verdict(), excused=0, keyless=2)
    assert not record.says_enough


@dataclass(eq=False)
class Scripted:
    """A pair of which only is known who is asked to write."""

    seeker: Writer
    counsellor: Writer
    asked: list[str] = field(default_factory=list)

    async def say(self, writer: Writer, chance: random.Random, most: int = ALL) -> None:
        del chance, most
        self.asked.append(writer.name)


async def test_only_what_was_pressed_since_says_that_two_talk_on() -> None:
    pair = Scripted(
        Writer("a", ["a1", "a2"], moments=[10.0, 12.0]), Writer("b", ["b1", "b2"], moments=[10.0, 12.0])
    )
    chance = random.Random(1)  # noqa: S311 - of a test
    everything = {"a1", "a2", "b1", "b2"}
    assert await unread_words(pair, everything, everything, 11.0, chance) is None
    assert "a writes" in str(await unread_words(pair, everything, everything - {"a2"}, 11.0, chance))
    assert "b writes" in str(await unread_words(pair, everything - {"b2"}, everything, 11.0, chance))
    assert pair.asked == []
    assert await unread_words(pair, everything, everything, 13.0, chance) is not None
    assert pair.asked == ["a", "b"]


async def test_who_lost_it_with_a_page_presses_something_else() -> None:
    pair = Scripted(Writer("a", ["a1"], moments=[12.0]), Writer("b", ["b1"], moments=[12.0]))
    chance = random.Random(1)  # noqa: S311 - of a test
    assert await unread_words(pair, {"b1"}, {"b1"}, 11.0, chance) is not None
    assert pair.asked == ["a"]


def test_an_earlier_text_may_not_although_nobody_confirmed_it() -> None:
    refreshed = replace(never_confirmed(without(GOOD, "a2"), "a2"), hurried=frozenset({"a3"}))
    assert judge(refreshed, without(OTHER, "a2")) == Verdict(lost=("a2",))


def test_a_text_that_the_server_had_is_lost_when_it_is_on_neither_screen() -> None:
    refreshed = replace(without(GOOD, "a3"), delivered=frozenset(ANNA[:2]), hurried=frozenset({"a3"}))
    assert judge(refreshed, without(OTHER, "a3")) == Verdict(lost=("a3",))


@pytest.mark.parametrize("hurried", [(), ANNA])
def test_a_delivered_text_may_not_go_from_either_screen(hurried: tuple[str, ...]) -> None:
    refreshed = replace(GOOD, hurried=frozenset(hurried))
    for one, other in (
        (without(refreshed, "a1"), OTHER),
        (refreshed, without(OTHER, "a1")),
        (without(refreshed, "a1"), without(OTHER, "a1")),
    ):
        assert judge(one, other) == Verdict(forgotten=("a1",))


def test_a_text_that_stands_there_twice_is_doubled() -> None:
    assert judge(GOOD, replace(OTHER, screen=(*OTHER.screen, Shown(False, "a2")))) == Verdict(doubled=("a2",))


def test_texts_out_of_the_order_of_writing_are_reordered_on_both_screens() -> None:
    told = ("a2", "b1", "a1", "a3", "b2")
    verdict = judge(replace(GOOD, screen=screen(ANNA, told)), replace(OTHER, screen=screen(BAS, told)))
    assert verdict == Verdict(reordered=("a1", "a2"))


def test_screens_that_differ_in_order_are_reordered() -> None:
    verdict = judge(GOOD, replace(OTHER, screen=screen(BAS, ("b1", "a1", "a2", "a3", "b2"))))
    assert verdict == Verdict(reordered=("a1", "b1"))


def test_a_lost_text_makes_no_other_one_reordered() -> None:
    verdict = judge(never_confirmed(GOOD, "a1"), without(OTHER, "a1"))
    assert verdict == Verdict(lost=("a1",))


def test_a_text_of_somebody_else_is_foreign() -> None:
    stranger = Shown(False, "c1")
    verdict = judge(replace(GOOD, screen=(*GOOD.screen, stranger)), OTHER)
    assert verdict.foreign == ("c1",)
