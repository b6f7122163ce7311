"""What one run writes down for the next of who left, and that nobody is found in it."""

from pathlib import Path

from chat.identifiers import ConversationId
from chat.store.endings import FILE, open_endings

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
