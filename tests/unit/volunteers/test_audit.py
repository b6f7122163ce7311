"""The chain of lines: what fits into a line, and that whatever was done to a log shows, at the first place where it was done."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volunteers.audit import SHAPES, Act, Broken, Chain, Deed, Fault, Head, Line, text_of
from volunteers.facts import VolunteerId

NOW = datetime(2026, 11, 27, 9, 12, 4, 999_999, tzinfo=UTC)
CHAIN = Chain(b"k" * 32)
GRAMMAR = re.compile(
    r"[0-9]+ [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z "
    rf"(?:{'|'.join(Deed)}) (?:-|[0-9a-f]{{32}})(?: (?:-|[0-9a-f]{{32}}))?(?: [0-9]+)?"
)
"""All that a line can be: figures, a moment, a word of ours, and ids. No text that somebody typed fits into it."""


def who(number: int) -> VolunteerId:
    return VolunteerId(f"{number:032x}")


def an_act(deed: Deed, number: int = 1, *, at: datetime = NOW) -> Act:
    shape = SHAPES[deed]
    return Act(deed, at, who(1), who(2) if shape.whom else None, number if shape.number else None)


WRITTEN = tuple(deed for deed in Deed if deed is not Deed.LINES_REMOVED)
acts = st.builds(
    lambda deed, seconds: an_act(deed, at=NOW + timedelta(seconds=seconds)),
    st.sampled_from(WRITTEN),
    st.integers(0, 10**7),
)


def written(done: list[Act], head: Head = Head()) -> tuple[Head, list[Line]]:  # noqa: B008 - a frozen value
    lines = []
    for act in done:
        line, head = CHAIN.after(head, act)
        lines.append(line)
    return head, lines


def fault_of(head: Head, lines: list[Line], chain: Chain = CHAIN) -> tuple[Fault, int]:
    with pytest.raises(Broken) as broken:
        chain.verify(head, lines)
    return broken.value.fault, broken.value.place


@pytest.mark.parametrize("deed", Deed)
def test_a_line_says_no_more_than_its_kind_may(deed: Deed) -> None:
    act = an_act(deed, 5)
    assert GRAMMAR.fullmatch(text_of(7, act))
    assert text_of(7, act).startswith(f"7 2026-11-27T09:12:04Z {deed} {who(1)}")
    for wrong in (
        replace(act, whom=None if act.whom else who(3)),
        replace(act, number=None if act.number else 3),
    ):
        with pytest.raises(ValueError, match=deed):
            text_of(7, wrong)


@given(st.text(), st.text())
def test_text_from_outside_never_fits(by: str, whom: str) -> None:
    act = replace(an_act(Deed.ROLES_CHANGED), by=VolunteerId(by), whom=VolunteerId(whom))
    try:
        assert GRAMMAR.fullmatch(text_of(1, act))
    except ValueError:
        assert re.fullmatch("[0-9a-f]{32}", by) is None or re.fullmatch("[0-9a-f]{32}", whom) is None


@pytest.mark.parametrize("by", ["", "Sam", f"{'a' * 31}\n", "a" * 33, "A" * 32, "-", "٣" * 32])
def test_who_is_always_an_id(by: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it must not quote what was given
        text_of(1, replace(an_act(Deed.SIGNED_IN), by=VolunteerId(by)))


def test_the_program_itself_and_the_command_line_are_nobody() -> None:
    assert text_of(1, replace(an_act(Deed.INVITED), by=None)) == f"1 2026-11-27T09:12:04Z invited - {who(2)}"


def test_an_empty_log_and_what_was_written_are_found_whole() -> None:
    assert CHAIN.verify(Head(), []) == 0
    head, lines = written([an_act(deed) for deed in WRITTEN])
    assert CHAIN.verify(head, lines) == len(WRITTEN)


log = st.lists(acts, min_size=2, max_size=8)


@given(log, st.data())
def test_a_changed_line_is_found_at_its_place(done: list[Act], data: st.DataObject) -> None:
    head, lines = written(done)
    index = data.draw(st.integers(0, len(lines) - 1))
    line, act = lines[index], done[index]
    others: list[Act | None] = [
        None,
        *(replace(act, by=by) for by in (None, who(9), VolunteerId("Sam"))),
        replace(act, at=act.at + timedelta(seconds=1)),
        *(an_act(deed, at=act.at) for deed in WRITTEN if deed is not act.deed),
    ]
    lines[index] = data.draw(
        st.sampled_from([replace(line, act=other) for other in others] + [replace(line, mark="0" * 64)])
    )
    assert fault_of(head, lines) == (Fault.CHANGED, line.place)


@given(log, st.data())
def test_a_line_that_was_taken_out_is_missed_at_its_place(done: list[Act], data: st.DataObject) -> None:
    head, lines = written(done)
    gone = lines.pop(data.draw(st.integers(0, len(lines) - 1)))
    assert fault_of(head, lines) == (Fault.MISSING, gone.place)


@given(log, st.data())
def test_a_line_taken_out_does_not_fit_when_the_others_move_up(done: list[Act], data: st.DataObject) -> None:
    head, lines = written(done)
    index = data.draw(st.integers(0, len(lines) - 2))
    moved = [replace(line, place=place) for place, line in enumerate(lines[:index] + lines[index + 1 :], 1)]
    assert fault_of(head, moved) == (Fault.CHANGED, index + 1)


@given(log, st.data())
def test_two_lines_that_changed_places_are_found_at_the_first(done: list[Act], data: st.DataObject) -> None:
    head, lines = written(done)
    one, other = sorted(data.draw(st.sets(st.integers(0, len(lines) - 1), min_size=2, max_size=2)))
    swapped = list(lines)
    swapped[one] = replace(lines[other], place=lines[one].place)
    swapped[other] = replace(lines[one], place=lines[other].place)
    assert fault_of(head, swapped) == (Fault.CHANGED, one + 1)


@given(log, st.integers(1, 8))
def test_an_end_that_was_cut_off_is_missed(done: list[Act], cut: int) -> None:
    head, lines = written(done)
    kept = lines[:-cut]
    assert fault_of(head, kept) == (Fault.MISSING, len(kept) + 1)
    mark = kept[-1].mark if kept else ""
    forged = replace(head, place=len(kept), mark=mark)
    assert fault_of(forged, kept) == (Fault.HEAD, len(kept))


def test_what_somebody_else_wrote_behind_the_end_is_found() -> None:
    head, lines = written([an_act(Deed.SIGNED_IN)] * 3)
    more, _ = CHAIN.after(head, an_act(Deed.REMOVED))
    assert fault_of(head, [*lines, more]) == (Fault.ADDED, 4)
    assert fault_of(head, [*lines, replace(more, place=9)]) == (Fault.ADDED, 9)


def test_whoever_has_not_the_key_writes_no_line_that_fits() -> None:
    head, lines = written([an_act(Deed.SIGNED_IN)] * 3)
    forger = Chain(b"x" * 32)
    line, forged = forger.after(replace(head, place=2, mark=lines[1].mark), an_act(Deed.SIGNED_OUT))
    assert fault_of(forged, [*lines[:2], line]) == (Fault.HEAD, 3)
    assert fault_of(head, [*lines[:2], line]) == (Fault.CHANGED, 3)
    assert fault_of(head, lines, forger) == (Fault.HEAD, 3)


def test_lines_written_after_a_change_do_not_hide_it() -> None:
    head, lines = written([an_act(Deed.SIGNED_IN)] * 3)
    lines[1] = replace(lines[1], act=an_act(Deed.SIGNED_OUT))
    head, more = written([an_act(Deed.DOOR_ORDERED)] * 3, head)
    assert fault_of(head, lines + more) == (Fault.CHANGED, 2)


@given(log, st.data())
def test_a_log_whose_beginning_was_removed_goes_on(done: list[Act], data: st.DataObject) -> None:
    head, lines = written(done)
    removed = data.draw(st.integers(1, len(lines)))
    head = CHAIN.without(head, lines[removed - 1])
    head, checkpoint = written([replace(an_act(Deed.LINES_REMOVED, removed), by=None)], head)
    kept = [*lines[removed:], *checkpoint]
    assert CHAIN.verify(head, kept) == len(kept)
    assert fault_of(head, kept[1:])[1] == removed + 1
    assert fault_of(replace(head, removed=0, removed_mark=""), kept)[0] is Fault.HEAD


def test_lines_that_nobody_said_were_removed_are_missed_even_by_the_key() -> None:
    head, lines = written([an_act(Deed.SIGNED_IN)] * 3)
    head = CHAIN.without(head, lines[0])
    assert fault_of(head, lines[1:]) == (Fault.HEAD, 3)
