"""The five who come with the package: what each is for can be seen in how they write."""

import itertools
import re

import pytest

from chat.rehearsal.company import characters
from chat.rehearsal.script import Drop, Leave, Say, Script, Stay

SCRIPTS = characters()


def says(script: Script) -> list[Say]:
    return [line for line in script.lines if isinstance(line, Say)]


def test_there_are_five_with_names_of_their_own() -> None:
    assert list(SCRIPTS) == ["burst", "danger", "dropper", "quiet", "tester"]
    assert len({script.name for script in SCRIPTS.values()}) == 5
    assert len({script.purpose for script in SCRIPTS.values()}) == 5


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_a_conversation_has_ten_to_twenty_five_lines_and_leaves_room_for_the_counsellor(
    script: Script,
) -> None:
    assert 10 <= len(says(script)) <= 25
    assert sum(line.patience is not None for line in says(script)) >= 5
    assert says(script)[0].patience is None


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_a_line_is_short_and_holds_nothing_that_could_lead_to_anybody(script: Script) -> None:
    for line in says(script):
        assert len(line.text) <= 90
        assert re.search(r"\d|@|https?:|www|\.nl", line.text) is None


def test_the_quiet_one_takes_long_and_says_little() -> None:
    lines = says(SCRIPTS["quiet"])
    assert sum(line.pause for line in lines) / len(lines) > 20
    assert any(line.pause >= 120 for line in lines)
    assert sum(len(line.text) for line in lines) / len(lines) < 30


def test_the_burst_typist_sends_many_at_once() -> None:
    quick = [line.pause <= 2 and line.patience is None for line in says(SCRIPTS["burst"])]
    assert max(len(list(run)) for fast, run in itertools.groupby(quick) if fast) >= 5


def test_the_dropper_loses_the_line_briefly_and_for_longer_than_a_grace() -> None:
    drops = [line.away for line in SCRIPTS["dropper"].lines if isinstance(line, Drop)]
    assert min(drops) < 25 < max(drops)


def test_only_the_dropper_drops() -> None:
    assert [name for name, script in SCRIPTS.items() if len(says(script)) < len(script.lines)] == ["dropper"]


def test_the_tester_goes_without_a_word_and_the_one_in_danger_stays() -> None:
    assert isinstance(SCRIPTS["tester"].end, Leave)
    assert isinstance(SCRIPTS["danger"].end, Stay)
