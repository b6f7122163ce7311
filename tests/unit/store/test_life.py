"""What one run leaves for the next: a key, and when it ran."""

import os
from pathlib import Path

import pytest

from chat.clock import wall_time
from chat.identifiers import Seconds
from chat.store.life import KEY, RAN, Life


def test_the_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    key = Life(tmp_path).key()
    assert len(key) == 32
    assert Life(tmp_path).key() == key
    assert (tmp_path / KEY).stat().st_mode & 0o777 == 0o600


def test_two_folders_have_two_keys(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    assert len({Life(folder).key() for folder in folders}) == 2


@pytest.mark.parametrize("content", [b"", b"short", bytes(31), bytes(33), bytes(64)])
def test_what_is_no_key_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / KEY).write_bytes(content)
    with pytest.raises(OSError, match=KEY):
        Life(tmp_path).key()
    assert (tmp_path / KEY).read_bytes() == content


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="key"):
        Life(tmp_path / "nowhere").key()


def test_a_folder_on_which_nothing_ran_has_nobody_to_wait_for(tmp_path: Path) -> None:
    assert not Life(tmp_path).ran_within(Seconds(1e9))


def test_the_next_run_knows_for_a_while_that_there_was_one(tmp_path: Path) -> None:
    Life(tmp_path).runs()
    assert (tmp_path / RAN).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / RAN).read_bytes() == b""
    now = wall_time().timestamp()
    for ago, within in ((0, True), (59, True), (61, False), (10_000, False)):
        os.utime(tmp_path / RAN, (now - ago, now - ago))
        assert Life(tmp_path).ran_within(Seconds(60.0)) is within
    Life(tmp_path).runs()
    assert Life(tmp_path).ran_within(Seconds(60.0))
