"""What one run writes down for the next of who left, and that nobody is found in it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chat.identifiers import ConversationId
from chat.store import endings as module
from chat.store.endings import FILE, PERIOD_SECONDS, open_endings

KEY = bytes(range(32))
LEFT, ENDED, OTHER = (
    ConversationId(f"conversation-{name}-0123456789") for name in ("left", "ended", "other")
)


def test_the_next_run_knows_who_left_and_what_only_ended(tmp_path: Path) -> None:
    with open_endings(tmp_path, KEY) as endings:
        endings.note_left(LEFT)
        endings.note(ENDED)
    with open_endings(tmp_path, KEY) as endings:
        assert [endings.left(one) for one in (LEFT, ENDED, OTHER)] == [True, False, False]
        assert [endings.hold(one) for one in (LEFT, ENDED, OTHER)] == [True, True, False]


def test_a_leave_is_written_as_bits_of_which_another_key_makes_nothing(tmp_path: Path) -> None:
    with open_endings(tmp_path, KEY) as endings:
        size = (tmp_path / FILE).stat().st_size
        endings.note_left(LEFT)
    written = (tmp_path / FILE).read_bytes()
    assert len(written) == size
    assert LEFT.encode() not in written
    with open_endings(tmp_path, bytes(32)) as endings:
        assert not endings.left(LEFT)
        assert not endings.hold(LEFT)


class Wall:
    """The date, as somebody sets it."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.minutes = 0.0
        patch.setattr(module, "wall_time", self.time)

    def time(self) -> datetime:
        return datetime(2026, 11, 28, tzinfo=UTC) + timedelta(minutes=self.minutes)


@pytest.mark.parametrize("back", [1, 15, 60, 75, 76, 149, 24 * 60])
@pytest.mark.parametrize("began", range(0, 75, 10))
def test_a_clock_that_was_put_back_forgets_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, began: int, back: int
) -> None:
    wall = Wall(monkeypatch)
    with open_endings(tmp_path, KEY) as endings:
        wall.minutes = began
        endings.note_left(LEFT)
        wall.minutes -= back
        assert (endings.left(LEFT), endings.hold(OTHER)) == (True, False)
        wall.minutes = began
        assert endings.left(LEFT)


@pytest.mark.parametrize("began", range(0, 75, 10))
def test_what_is_noted_while_the_clock_is_back_by_up_to_a_ticket_wipes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, began: int
) -> None:
    wall = Wall(monkeypatch)
    with open_endings(tmp_path, KEY) as endings:
        wall.minutes = began
        endings.note_left(LEFT)
        wall.minutes -= PERIOD_SECONDS / 60
        endings.note(OTHER)
        assert endings.left(LEFT)
        wall.minutes = began
        assert (endings.left(LEFT), endings.hold(OTHER)) == (True, True)


def test_an_ending_is_forgotten_after_two_periods(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wall = Wall(monkeypatch)
    with open_endings(tmp_path, KEY) as endings:
        endings.note_left(LEFT)
        wall.minutes = PERIOD_SECONDS / 60 * 2
        assert not endings.left(LEFT)


def test_a_file_full_of_anything_holds_nobody_back(tmp_path: Path) -> None:
    with open_endings(tmp_path, KEY):
        size = (tmp_path / FILE).stat().st_size
    (tmp_path / FILE).write_bytes(b"\xff" * size)
    with open_endings(tmp_path, KEY) as endings:
        assert not endings.hold(LEFT)
        endings.note(LEFT)
        assert (endings.hold(LEFT), endings.hold(OTHER)) == (True, False)
