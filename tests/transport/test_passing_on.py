"""A counsellor passes a conversation on, over the wire: which skills there are, who may wish it, and who then has it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.transport.house import KIM, NOOR, SAM, DeskPage, House, Person, open_house

EVA = Person("Eva", skills=("trainer", "friend"))


@pytest.fixture
async def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A house with somebody who can do more than listen."""
    async with open_house(tmp_path, monkeypatch, (SAM, KIM, NOOR, EVA)) as house:
        yield house


def talks(desk: DeskPage) -> list[tuple[Any, Any]]:
    """What the newest state says of each conversation: the wish, and whether colleagues are asked."""
    told = desk.told_of("seat.changed")
    return [(talk["passes_to"], talk["onward"]) for talk in told[-1]["view"]["talks"]] if told else []


def is_asked(desk: DeskPage) -> bool:
    """Whether the newest state offers something."""
    told = desk.told_of("seat.changed")
    return bool(told) and told[-1]["view"]["offer"] is not None


async def test_a_page_is_told_which_skills_there_are(line: House) -> None:
    desk = await line.desk()
    assert (await desk.done("seat.take", {}))["skills"] == ["friend", "trainer"]


async def test_who_has_it_wishes_it_and_a_colleague_who_can_do_it_takes_it(line: House) -> None:
    anna, sam, _ = await line.talking()
    wish = {"conversation": anna.conversation, "skills": ["trainer"]}
    kim = await line.ready(KIM)
    assert await kim.refused("conversation.pass_on", wish) == {"code": "not_assigned"}
    for _ in range(2):
        await sam.done("conversation.pass_on", wish)
    await sam.shows(lambda page: talks(page) == [(["trainer"], True)])
    eva = await line.ready(EVA)
    await eva.shows(is_asked)
    assert not is_asked(kim)
    await sam.done("conversation.pass_on", {**wish, "skills": None})
    await sam.shows(lambda page: talks(page) == [(None, False)])
    await eva.shows(lambda page: not is_asked(page))
    await sam.done("conversation.pass_on", wish)
    await eva.shows(is_asked)
    version = eva.told_of("seat.changed")[-1]["view"]["offer"]["version"]
    await eva.done("offer.accept", {"conversation": anna.conversation, "version": version})
    await anna.hears("seeker.changed", lambda told: told["view"].get("company", {}).get("coming") == "Eva")
    await anna.done("company.welcome", {"afresh": False})
    await sam.done("conversation.hand_over", {"conversation": anna.conversation})
    await sam.shows(lambda page: talks(page) == [])
    await anna.hears("seeker.changed", lambda told: told["view"]["name"] == "Eva")
    names = [told["entry"].get("name") for told in anna.told_of("log.appended")]
    assert names[-2:] == ["Sam", "Eva"]
    assert await sam.refused("conversation.pass_on", wish) == {"code": "not_assigned"}
