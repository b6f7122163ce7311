"""Of return words nothing readable is kept or said, neither of those that are given nor of what somebody types."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from chat.routing.model import Language
from chat.shelf import vocabularies
from tests.line import choose
from tests.privacy.test_what_is_written import found
from tests.transport.house import DeskPage, House, SeekerPage, open_house

TYPED = "kanarievogel zingt in de tuin"


def standing(folder: Path, words: Iterable[str]) -> set[str]:
    """Which of these words stand in a file below *folder*; they are too short for the disguises of ``found``."""
    whole = b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()).lower()
    forms = {word: (word.encode(), word.encode().hex().encode(), word.encode("utf-16-le")) for word in words}
    return {word for word, ways in forms.items() if any(way in whole for way in ways)}


async def words_after(house: House, start_id: str, desk: DeskPage) -> tuple[SeekerPage, list[str]]:
    """The words that somebody is given after a conversation."""
    seeker, _, _ = await house.talking(start_id, desk)
    await desk.done("conversation.end", {"conversation": seeker.conversation})
    ended = await seeker.hears("seeker.changed", lambda told: told["view"]["phase"] == "ended")
    given = await seeker.done("words.ask", {"ticket": ended["ticket"], "language": "nl"})
    return seeker, given["words"]


async def test_words_stand_in_no_file_and_in_nothing_the_program_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """REQ-A2, P1, P7."""
    await choose(f"sqlite:///{tmp_path}/luister.db", reunites="yes")
    async with open_house(tmp_path, monkeypatch) as house:
        desk = await house.ready()
        # Words of every day: a few stand in a database anyway, as part of the name of a column.
        stood_there = standing(tmp_path, vocabularies()[Language.DUTCH].words)
        assert len(stood_there) < 20
        _, kept = await words_after(house, "anna", desk)
        _, used = await words_after(house, "bo", desk)
        again = await house.arrived("bo-again")
        assert await again.refused("words.use", {"words": TYPED}) == {"code": "words_unknown"}
        assert (await again.done("words.use", {"words": " ".join(used)}))["found"]
        assert standing(tmp_path, [*kept, *used]) <= stood_there
        assert found(tmp_path, ["kanarievogel", " ".join(kept), ",".join(kept)]) == []
    said = "".join(capfd.readouterr())
    assert [word for word in (" ".join(kept), " ".join(used), "kanarievogel") if word in said] == []
    (tmp_path / "planted").write_text(kept[0], "utf-8")
    assert kept[0] in standing(tmp_path, kept)
