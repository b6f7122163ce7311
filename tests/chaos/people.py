"""Who is played and what they wrote: the harness's own memory, which the screens are judged by."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.chaos.clients import Clients, Refused
from tests.chaos.oracle import Shown, Side

Standing = dict[str, Any]
"""Of everybody, by name; None for who has no page now."""
ALL = 1_000_000
MOMENT_SECONDS = 0.1
"""So soon after a text was pressed the page has kept it, on a busy machine too."""
LETTER_SECONDS = 0.5
"""The same on a page that has no key yet, where sealing takes more."""
UNDER_WAY = 5
"""So many lines one screen may have before the other while people talk on; what is missing beyond them has not come back yet."""


@dataclass(eq=False)
class Writer:
    """Somebody who writes in one conversation; *hurried* and *keyless* as the oracle's."""

    name: str
    wrote: list[str] = field(default_factory=list)
    count: int = 0
    hurried: set[str] = field(default_factory=set)
    keyless: set[str] = field(default_factory=set)
    moments: list[float] = field(default_factory=list)
    """When each text was pressed, by the clock of this machine."""
    went: list[float] = field(default_factory=list)
    """When their page was refreshed."""

    def pressed(self, text: str, at: float) -> None:
        """It was taken out of the field at this moment; pressed once more when it stood there still."""
        if text in self.wrote:
            self.moments[self.wrote.index(text)] = at
            return
        self.wrote.append(text)
        self.moments.append(at)

    def when(self, text: str) -> str:
        """Where between their refreshes a text was pressed, as somebody who looks for it wants to know."""
        if text not in self.wrote:
            return ""
        at = self.moments[self.wrote.index(text)]
        before, after = (
            [at - went for went in self.went if went < at],
            [went - at for went in self.went if went >= at],
        )
        return " ".join(
            [f"{min(before):.2f} s after a refresh"] * bool(before)
            + [f"{min(after):.2f} s before a refresh"] * bool(after)
        )

    def since(self, moment: float) -> list[str]:
        """The texts pressed from this moment on."""
        pressed = zip(self.wrote, self.moments, strict=True)
        return [text for text, at in pressed if at >= moment]

    def refreshed(self, at: float, keyless_since: float | None = None) -> None:
        """Their page went at this moment, with what was pressed right before it; also, by the rules, with what was pressed a little longer before on a page without a key."""
        self.went.append(at)
        pressed = [*zip(self.wrote, self.moments, strict=True)]
        self.hurried |= {text for text, moment in pressed if 0 <= at - moment <= MOMENT_SECONDS}
        if keyless_since is not None:
            since = max(keyless_since, at - LETTER_SECONDS)
            self.keyless |= {text for text, moment in pressed if since <= moment <= at}


class Speaking(Protocol):
    """Two people who write."""

    seeker: Writer
    counsellor: Writer

    async def say(self, writer: Writer, chance: random.Random, most: int = ALL) -> None:
        """One of them writes something, when their page lets them and fewer than *most* of their texts wait."""
        ...


class Pair(Speaking, Protocol):
    """Two people who found each other, wherever they are played."""

    async def parted(self, standing: Standing) -> str | None:
        """Why their pages, *standing* so, do not say that they talk with each other as before; None when they do."""
        ...

    async def unread(self, since: float, chance: random.Random) -> str | None:
        """Whose words pressed since that moment the other does not read; None when each reads the other.

        Whoever has pressed nothing since, or lost it with a page, presses something.
        """
        ...

    async def open_texts(self) -> int:
        """How many texts are under way still, as their screens know it; -1 when one has no page."""
        ...

    async def sides(self) -> tuple[Side, Side]:
        """What the oracle judges them by: what each wrote, and what stands on their screen now."""
        ...


async def unread_words(
    pair: Speaking, here: set[str], there: set[str], since: float, chance: random.Random
) -> str | None:
    """As Pair.unread, from what stands on the two screens."""
    unread = None
    for writer, own, other in ((pair.seeker, here, there), (pair.counsellor, there, here)):
        texts = {*writer.since(since)}
        if texts & other:
            continue
        unread = f"what {writer.name} writes is not read"
        if not texts & own:
            await pair.say(writer, chance)
    return unread


def next_text(writer: Writer, chance: random.Random) -> str:
    """A text that is written once and says by whom and as which."""
    writer.count += 1
    filler = " ".join(chance.choice(WORDS) for _ in range(chance.randint(0, 12)))
    return f"{writer.name}.{writer.count} {filler}".strip()


@dataclass(eq=False)
class PlayedPair:
    """Two people in the process of the mass clients."""

    clients: Clients
    seeker: Writer
    counsellor: Writer
    desk: str
    """By which name the counsellor's browser is known; the writer's differs for each conversation."""
    shown_name: str
    """What the young person reads that the counsellor is called."""
    conversation: str

    async def say(self, writer: Writer, chance: random.Random, most: int = ALL) -> None:
        text = next_text(writer, chance)
        try:
            if writer is self.seeker:
                answer = await self.clients.do("say", writer.name, text=text, most=most)
            else:
                talk = self.conversation
                answer = await self.clients.do("say", self.desk, text=text, conversation=talk, most=most)
        except Refused:
            return
        if answer["pressed"]:
            writer.pressed(text, answer["at"])

    async def parted(self, standing: Standing) -> str | None:
        here, there = standing[self.seeker.name], standing[self.desk]
        if here is None or there is None:
            return "no page"
        talk = next((one for one in there["talks"] if one["conversation"] == self.conversation), None)
        if here["screen"] != "conversation" or here["phase"] != "talking" or not here["linked"]:
            return f"seeker {here['screen']} {here['phase']} linked={here['linked']}"
        if here["partner"] != self.shown_name or here["conversation"] != self.conversation:
            return STRANGER
        if not there["linked"]:
            return f"counsellor {there['screen']} not linked"
        if talk is None or talk["standing"] != "talking":
            return f"counsellor's talk {None if talk is None else talk['standing']}"
        if abs(talk["lines"] - here["lines"]) > UNDER_WAY:
            return f"{here['lines']} and {talk['lines']} lines on the two screens"
        return None if talk["partner_here"] and here["partner_here"] else "one reads that the other is away"

    async def unread(self, since: float, chance: random.Random) -> str | None:
        sought = [*self.seeker.since(since), *self.counsellor.since(since)]
        here, there = [await self._stand(name, sought) for name in (self.seeker.name, self.desk)]
        return await unread_words(self, here, there, since, chance)

    async def _stand(self, name: str, texts: list[str]) -> set[str]:
        try:
            return {*await self.clients.do("stands", name, texts=texts, conversation=self.conversation)}
        except Refused:
            return set()

    async def open_texts(self) -> int:
        standing = await self.clients.do("standing")
        here, there = standing[self.seeker.name], standing[self.desk]
        if here is None or there is None:
            return -1
        talk = next((one for one in there["talks"] if one["conversation"] == self.conversation), None)
        behind = 0 if talk is None else abs(talk["lines"] - here["lines"])
        return int(here["open"]) + behind + (0 if talk is None else int(talk["open"]))

    async def sides(self) -> tuple[Side, Side]:
        screens = await self.clients.do("screens", self.seeker.name) | await self.clients.do(
            "screens", self.desk
        )
        here, there = screens[self.seeker.name], screens[self.desk]
        read = next((one for one in there["read"] if one["conversation"] == self.conversation), None)
        seeker = _side(self.seeker, here["texts"], here, tuple(one["text"] for one in here["returned"]))
        draft = read["draft"] if read else ""
        back = tuple(text for text in self.counsellor.wrote if draft and text in draft.split("\n\n"))
        counsellor = _side(self.counsellor, read["texts"] if read else [], there, back)
        return seeker, counsellor


def _side(
    writer: Writer, texts: Sequence[dict[str, Any]], page: dict[str, Any], returned: tuple[str, ...]
) -> Side:
    wrote = frozenset(writer.wrote)
    return Side(
        wrote=tuple(writer.wrote),
        screen=tuple(Shown(one["mine"], one["text"], one["state"]) for one in texts),
        returned=returned,
        stored=wrote.intersection(page["stored"]),
        delivered=wrote.intersection(page["promised"]),
        hurried=frozenset(writer.hurried),
        keyless=frozenset(writer.keyless),
    )


async def until_talking(clients: Clients, seekers: Sequence[str], within_seconds: float) -> list[PlayedPair]:
    """The pairs these young people found themselves in. Raises TimeoutError when one of them stays alone."""
    async with asyncio.timeout(within_seconds):
        while True:
            standing: Standing = await clients.do("standing")
            if all(standing[name]["phase"] == "talking" for name in seekers):
                break
            await asyncio.sleep(LOOK_EVERY_SECONDS)
        pairs: list[PlayedPair] = []
        for name in seekers:
            conversation = standing[name]["conversation"]
            desk = await _desk_of(clients, conversation)
            writer = Writer(f"{desk}+{name}")
            partner = standing[name]["partner"]
            pairs.append(PlayedPair(clients, Writer(name), writer, desk, partner, conversation))
        return pairs


async def _desk_of(clients: Clients, conversation: str) -> str:
    while True:
        for name, one in (await clients.do("standing")).items():
            if one is not None and any(talk["conversation"] == conversation for talk in one.get("talks", ())):
                return str(name)
        await asyncio.sleep(LOOK_EVERY_SECONDS)


STRANGER = "not the same two people"
LOOK_EVERY_SECONDS = 0.05
WORDS = (
    "ik",
    "weet",
    "niet",
    "zo",
    "goed",
    "hoe",
    "het",
    "moet",
    "thuis",
    "school",
    "<b>",
    "&",
    "😶",
    "alleen",
    "👨‍👩‍👧",
    "niemand",
)
