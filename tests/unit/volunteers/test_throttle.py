"""Who has been wrong waits, and nobody else does because of it."""

from contextlib import ExitStack, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volunteers import throttle
from volunteers.credentials import Token, hash_of
from volunteers.errors import Busy, SignInRefused, SlowDown
from volunteers.throttle import (
    AT_ONCE,
    FREE_OF_A_SOURCE,
    FREE_TRIES,
    KEY_LIVES_SECONDS,
    LONGEST_WAIT_SECONDS,
    Caller,
    Throttle,
    source_of,
)

NOOR = Caller("noor", "203.0.113.9")
ELSEWHERE = Caller("noor", "198.51.100.7")
KNOWN = Caller("noor", "203.0.113.9", hash_of(Token("browser")))


class Ticks:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def slows(ticks: Ticks) -> Throttle:
    return Throttle(ticks)


def wait(slows: Throttle, caller: Caller, *, wrong: bool = True) -> float:
    """How many seconds a try has to wait; 0 when it was heard."""
    try:
        with suppress(SignInRefused), slows.trying(caller):
            judge(wrong=wrong)
    except SlowDown as refusal:
        return refusal.retry_ms / 1000
    return 0.0


def judge(*, wrong: bool) -> None:
    """What comes of a try."""
    if wrong:
        raise SignInRefused


def test_the_first_wrong_tries_cost_nothing_and_then_the_wait_doubles(slows: Throttle, ticks: Ticks) -> None:
    waits = []
    for _ in range(14):
        waits.append(round(wait(slows, NOOR), 1))
        ticks.now += waits[-1]
        if waits[-1]:
            assert wait(slows, NOOR) == 0.0
    assert waits == [0, 0, 0, 0.5, 1, 2, 4, 8, 16, 30, 30, 30, 30, 30]


def test_asking_too_early_does_not_make_the_wait_longer(slows: Throttle, ticks: Ticks) -> None:
    for _ in range(FREE_TRIES):
        wait(slows, NOOR)
    first = wait(slows, NOOR)
    assert {wait(slows, NOOR) for _ in range(100)} == {first}
    ticks.now += first
    assert wait(slows, NOOR, wrong=False) == 0


def test_somebody_elsewhere_is_heard_at_once_whatever_an_attacker_does(slows: Throttle, ticks: Ticks) -> None:
    """REQ-E5: nobody can be shut out by another's tries."""
    for _ in range(500):
        wait(slows, NOOR)
        ticks.now += 1.0
        assert wait(slows, ELSEWHERE, wrong=False) == 0
        assert wait(slows, KNOWN, wrong=False) == 0


def test_tries_from_many_places_make_each_of_them_wait_longer(slows: Throttle) -> None:
    """The wait grows per account: a place of its own for every third try gains little."""
    for place in range(4):
        for _ in range(FREE_TRIES):
            assert wait(slows, Caller("noor", f"198.51.100.{place}")) == 0
    waits = [wait(slows, Caller("noor", f"198.51.100.{place}")) for place in range(4)]
    assert all(seconds >= LONGEST_WAIT_SECONDS - 0.1 for seconds in waits)
    assert wait(slows, Caller("sam", "198.51.100.1")) == 0


def test_one_place_that_tries_many_names_is_slowed_down_a_little(slows: Throttle) -> None:
    for number in range(FREE_OF_A_SOURCE):
        assert wait(slows, Caller(f"name {number}", "203.0.113.9")) == 0
    assert 0 < wait(slows, Caller("another", "203.0.113.9")) <= 4.0
    assert wait(slows, Caller("another", "203.0.113.10")) == 0
    assert wait(slows, KNOWN) == 0, "a known browser is counted on its own"


def test_a_whole_shift_that_signs_in_at_once_from_one_place_is_heard(slows: Throttle) -> None:
    """REQ-E5: fifty right passwords on their way are no wrong tries."""
    shift = [Caller(f"name {number}", "203.0.113.9") for number in range(50)]
    with ExitStack() as at_work:
        for caller in shift:
            at_work.enter_context(slows.trying(caller))
    assert all(wait(slows, caller) == 0 for caller in shift[:FREE_OF_A_SOURCE])


def test_a_try_that_ends_under_a_newer_key_is_taken_back(slows: Throttle, ticks: Ticks) -> None:
    for _ in range(FREE_TRIES):
        with slows.trying(NOOR):
            ticks.now += KEY_LIVES_SECONDS / 2
            assert wait(slows, Caller("sam", "x"), wrong=False) == 0
    assert wait(slows, NOOR) == 0


def test_a_known_browser_waits_for_its_own_wrong_tries(slows: Throttle) -> None:
    for _ in range(FREE_TRIES):
        assert wait(slows, KNOWN) == 0
    assert wait(slows, KNOWN) > 0
    assert wait(slows, ELSEWHERE) == 0


def test_what_was_not_wrong_is_not_counted(slows: Throttle) -> None:
    """A right password, and a house that is too full to look."""
    for _ in range(50):
        assert wait(slows, NOOR, wrong=False) == 0
        with pytest.raises(Busy), slows.trying(NOOR):
            raise Busy
    assert wait(slows, NOOR) == 0


def test_who_is_in_begins_anew_and_those_elsewhere_do_not(slows: Throttle) -> None:
    for caller in (NOOR, ELSEWHERE):
        for _ in range(FREE_TRIES):
            wait(slows, caller)
    slows.passed(ELSEWHERE)
    assert wait(slows, ELSEWHERE, wrong=False) == 0
    assert wait(slows, NOOR) > 0


def test_one_name_has_a_bounded_share_of_the_work(slows: Throttle) -> None:
    """Many places that try one name at once do not fill the pool; a known browser has a share of its own."""
    open_tries = [slows.trying(Caller("noor", f"198.51.100.{place}")) for place in range(AT_ONCE)]
    for one in open_tries:
        one.__enter__()
    assert wait(slows, NOOR) > 0
    assert wait(slows, KNOWN) == 0
    assert wait(slows, Caller("sam", "203.0.113.9")) == 0
    for one in open_tries:
        one.__exit__(None, None, None)
    assert wait(slows, NOOR) == 0


def test_after_ten_minutes_nothing_is_left_under_the_old_key(slows: Throttle, ticks: Ticks) -> None:
    """Nothing derived from an address outlives it (DESIGN.md, 7)."""
    for _ in range(9):
        wait(slows, NOOR)
    keys = {book.key for book in slows._books}
    ticks.now += KEY_LIVES_SECONDS / 2
    assert wait(slows, Caller("sam", "x")) == 0
    assert len({book.key for book in slows._books} - keys) == 1
    ticks.now += KEY_LIVES_SECONDS / 2
    assert wait(slows, NOOR) == 0
    assert not {book.key for book in slows._books} & keys
    assert all(b"203" not in name for book in slows._books for name in book.tries)


def test_however_many_try_the_memory_is_bounded(slows: Throttle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "REMEMBERED_MOST", 50)
    for number in range(200):
        wait(slows, Caller(f"name {number}", f"place {number}"))
    assert len(slows._books[0].tries) == 50


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 700)), max_size=40))
def test_no_wait_is_ever_longer_than_the_cap(tries: list[tuple[bool, float]]) -> None:
    ticks = Ticks()
    slows = Throttle(ticks)
    for wrong, passes in tries:
        assert wait(slows, NOOR, wrong=wrong) <= LONGEST_WAIT_SECONDS + 0.01
        ticks.now += passes


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2ff:3:4:5:6", "2001:db8:1:200::/56"),
        ("2001:db8:1:200::1", "2001:db8:1:200::/56"),
        ("2001:db8:1:300::1", "2001:db8:1:300::/56"),
        (None, ""),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_a_household_is_one_place(address: str | None, place: str) -> None:
    assert source_of(address) == place
