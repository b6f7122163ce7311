"""People talk, things happen to the line, and afterwards their screens are compared."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from tests.chaos.chromium import ChromiumPair, in_chromium
from tests.chaos.line import Line, Servers, running, until
from tests.chaos.modes import BLOWS, Mode
from tests.chaos.oracle import Verdict, excused, judge
from tests.chaos.people import LOOK_EVERY_SECONDS, STRANGER, Pair, PlayedPair, Standing, Writer, until_talking
from tests.chaos.records import FULL, Record, keep

GIVEN_UP_SECONDS = 20.0
"""A pair that is not together again after this long is not waited for any more."""
QUIET_WITHIN_SECONDS = 30.0
PAUSE_SECONDS = 2.5
"""Between two texts in one conversation, in the middle: a page may send 2 a second, and some hold three conversations."""
AGAIN_SECONDS = 0.2
QUEUE_SECONDS = 2.0
"""How much longer what is pressed after an outage may take to be read: a counsellor with three conversations has texts waiting in each, and sends 2 a second."""
PATIENT = 5
"""Nobody writes on and on while nothing goes out: after an outage a page may send 2 a second, and some hold three conversations."""
WAITING = 3
BLOWS_A_LINE = 10


def sizes() -> tuple[int, list[int]]:
    """How many pairs, and the capacities of the counsellors who hold exactly those."""
    pairs = 50 if FULL else 5
    capacities: list[int] = []
    while sum(capacities) < pairs:
        capacities.append(min((3, 1, 2)[len(capacities) % 3], pairs - sum(capacities)))
    return pairs, capacities


class Story:
    """One line, its pairs, and the record of what becomes of them."""

    def __init__(self, line: Line, record: Record, pairs: Sequence[Pair], chance: random.Random) -> None:
        self.line = line
        self.record = record
        self.pairs = list(pairs)
        self.chance = chance
        self.together = list(pairs)
        """Those that still talk with each other."""
        self.waiting: list[str] = []
        self._written = 0
        self._gone: set[str] = set()
        """What was excused, in whichever row."""

    @asynccontextmanager
    async def talk(self) -> AsyncIterator[None]:
        """Everybody writes now and then, for as long as the block lasts."""
        stopped = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for pair in self.pairs:
                for writer in (pair.seeker, pair.counsellor):
                    group.create_task(self._talk(pair, writer, stopped))
            try:
                yield
            finally:
                stopped.set()

    def played(self) -> list[PlayedPair]:
        """The pairs whose browsers can do what no finger can."""
        return [pair for pair in self.pairs if isinstance(pair, PlayedPair)]

    def shown(self) -> ChromiumPair:
        """The pair in Chromium."""
        return next(pair for pair in self.pairs if isinstance(pair, ChromiumPair))

    def begin(self, row: str) -> None:
        """From here on another row is counted, on the same line and with those who still talk with each other."""
        self.pairs = list(self.together)
        if self.record.blows + self.record.texts:
            keep(self.record)
        self.record = Record(row, self.record.seed, len(self.pairs))
        self._written = self._texts()

    async def endure(self, mode: Mode, blows: int) -> None:
        """So many blows at random moments, each time until everybody talks on."""
        for _ in range(blows):
            await asyncio.sleep(self.chance.uniform(0.2, 2.0))
            async with asyncio.TaskGroup() as group:
                blow = group.create_task(self._strike(mode))
                for name in self.some():
                    group.create_task(self.refresh(name, self._moment(mode), self.again()))
                group.create_task(self.refresh_shown(self._moment(mode)))
                await blow
                await self.go_on(mode.within_seconds)
            if not self.together:
                self.record.wrong.append("nobody talks with anybody any more")
                return
            if self.waiting and not await self.stand_in_order():
                self.record.displaced += 1

    async def go_on(self, within_seconds: float) -> None:
        """Until in every pair each reads what the other presses from now on; those in which they never do are left behind."""
        began, waited = time.monotonic(), len(self.record.waited)
        reasons: dict[str, str] = {}
        linked: dict[str, float] = {}

        def is_late(pair: Pair, seconds: float) -> bool:
            """Both pages have to say so in time; what is pressed from then on stands behind what waits already."""
            return linked[pair.seeker.name] > within_seconds or seconds > within_seconds + QUEUE_SECONDS

        async def looked(pair: Pair, standing: Standing) -> float | None:
            """How long it took, once it is so."""
            why = await pair.parted(standing)
            if why is None:
                linked.setdefault(pair.seeker.name, time.monotonic() - began)
                why = await pair.unread(began, self.chance)
            if why is None:
                return round(time.monotonic() - began, 2)
            reasons[pair.seeker.name] = why
            return None

        async def watch(pairs: list[Pair]) -> tuple[list[float], list[Pair]]:
            """How long each took that goes on, and the others."""
            took: list[float] = []
            while pairs and time.monotonic() - began < max(GIVEN_UP_SECONDS, within_seconds):
                standing = await self.line.clients.do("standing")
                looks = await asyncio.gather(*(looked(pair, standing) for pair in pairs))
                late = [
                    f"{pair.seeker.name}: {seconds} s, {reasons.get(pair.seeker.name)}"
                    for pair, seconds in zip(pairs, looks, strict=True)
                    if seconds is not None and is_late(pair, seconds)
                ]
                self.record.waited.extend(late)
                took += [seconds for seconds in looks if seconds is not None]
                pairs = [pair for pair, seconds in zip(pairs, looks, strict=True) if seconds is None]
                await asyncio.sleep(LOOK_EVERY_SECONDS)
            return took, pairs

        # Nobody is late because Chromium, which does one thing at a time, loads a page just then.
        groups: list[list[Pair]] = [[], []]
        for pair in self.together:
            groups[isinstance(pair, PlayedPair)].append(pair)
        watched = await asyncio.gather(*(watch(group) for group in groups))
        took = [seconds for times, _ in watched for seconds in times]
        missing = [pair for _, left in watched for pair in left]
        self.record.went_on += took
        in_time = not missing and len(self.record.waited) == waited
        self.record.kept += in_time
        self.record.late += not in_time
        for pair in missing:
            self.record.strangers += reasons[pair.seeker.name] == STRANGER
            self.record.wrong.append(f"{pair.seeker.name}: {reasons[pair.seeker.name]}")
            self.together.remove(pair)

    def again(self) -> float | None:
        """After how many seconds somebody presses refresh once more, as some do; mostly the server does not know the page yet that came."""
        return self.chance.choice((None, None, self.chance.uniform(0.0, AGAIN_SECONDS)))

    async def refresh(self, name: str, after: float = 0.0, again: float | None = None) -> None:
        """Somebody presses refresh after so many seconds, until there is a page again; and perhaps once more."""
        await asyncio.sleep(after)
        await self._refresh(name)
        if again is not None:
            await asyncio.sleep(again)
            await self._refresh(name)
            self.record.refreshed_twice += 1

    async def _refresh(self, name: str) -> None:
        self.record.refreshed += 1
        writers = [
            pair.seeker if name == pair.seeker.name else pair.counsellor
            for pair in self.played()
            if name in (pair.seeker.name, pair.desk)
        ]
        went = await self.line.clients.do("refresh", name)
        for writer in writers:
            writer.refreshed(went["at"], went["keylessSince"])

    async def refresh_shown(self, after: float) -> None:
        """The same in Chromium: nobody, one of the two, one after the other, or one of them twice."""
        await asyncio.sleep(after)
        for pair in self.together:
            if isinstance(pair, ChromiumPair):
                both = (pair.seeker, pair.counsellor)
                for writer in self.chance.choice(((), both[:1], both[1:], both, both[:1] * 2, both[1:] * 2)):
                    self.record.refreshed_shown += await pair.refresh(writer)

    async def stand_in_order(self) -> bool:
        """Whether those who wait come to stand in the order in which they came."""

        async def ordered() -> bool:
            return await self.line.places(self.waiting) == self.waiting

        try:
            await until(ordered, GIVEN_UP_SECONDS)
        except TimeoutError:
            return False
        return True

    async def judge(self) -> Record:
        """Wait for quiet, then compare every two screens."""
        silent = True
        try:
            await until(self._is_quiet, QUIET_WITHIN_SECONDS)
        except TimeoutError:
            silent = False
        if not silent:
            self.record.wrong.append("not quiet after 30 s")
        self.record.texts = self._texts() - self._written
        for pair in self.pairs:
            sides = await pair.sides()
            verdict = judge(*sides)
            self.record.lost += [
                f"{text.split()[0]} {writer.when(text)}"
                for text in verdict.lost
                for writer in (pair.seeker, pair.counsellor)
                if text in writer.wrote
            ]
            gone = excused(*sides) - self._gone
            self._gone |= gone
            keyless = gone & (pair.seeker.keyless | pair.counsellor.keyless)
            self.record.judged(verdict, len(gone - keyless), len(keyless))
            if verdict != Verdict() and pair in self.together:
                self.together.remove(pair)
        self.record.complaints = await self.line.clients.do("complaints")
        return self.record

    def _texts(self) -> int:
        return sum(len(writer.wrote) for pair in self.pairs for writer in (pair.seeker, pair.counsellor))

    async def _is_quiet(self) -> bool:
        return not any([await pair.open_texts() for pair in self.together])

    async def _strike(self, mode: Mode) -> None:
        await mode.blow(self.line, self.chance)
        self.record.blows += 1

    def _moment(self, mode: Mode) -> float:
        """How long after the beginning of a blow somebody presses refresh: also with what piled up meanwhile."""
        return self.chance.uniform(0.0, mode.lasts_seconds)

    def some(self) -> list[str]:
        """Who presses refresh during this blow; now and then both of two who talk."""
        played = [pair for pair in self.together if isinstance(pair, PlayedPair)]
        chosen: set[str] = set()
        for pair in self.chance.sample(played, min(len(played), self.chance.randint(0, 2))):
            chosen |= {
                *self.chance.choice(((pair.seeker.name,), (pair.desk,), (pair.seeker.name, pair.desk)))
            }
        return sorted(chosen)

    async def _talk(self, pair: Pair, writer: Writer, stopped: asyncio.Event) -> None:
        chance = random.Random(f"{self.record.seed} {writer.name}")  # noqa: S311 - of a test
        while not stopped.is_set():
            await asyncio.sleep(min(chance.expovariate(1 / PAUSE_SECONDS), 2 * PAUSE_SECONDS))
            if not stopped.is_set():
                await pair.say(writer, chance, PATIENT)


@asynccontextmanager
async def told(folder: Path, mode: Mode, seed: int, servers: Servers | None = None) -> AsyncIterator[Story]:
    """Everybody found somebody, and some more wait; the record is kept however it ends."""
    count, capacities = sizes()
    chance = random.Random(seed)  # noqa: S311 - of a test
    async with AsyncExitStack() as stack:
        line = await stack.enter_async_context(running(folder, mode, seed, [1, *capacities], servers))
        shown = await stack.enter_async_context(in_chromium(line))
        for _ in capacities:
            await line.seat()
        seekers = [await line.arrive() for _ in range(count)]
        pairs = await until_talking(line.clients, seekers, GIVEN_UP_SECONDS + count)
        record = Record(mode.name, seed, count + 1)
        story = Story(line, record, [shown, *pairs], chance)
        came = [await line.arrive() for _ in range(WAITING)]

        async def stand() -> bool:
            # The door opened as the first counsellor sat down: who came right after that was put in an order by lot.
            story.waiting = await line.places(came) or []
            return bool(story.waiting)

        await until(stand, GIVEN_UP_SECONDS)
        try:
            yield story
        finally:
            keep(story.record)


async def survived(folder: Path, mode: Mode, seed: int, servers: Servers | None = None) -> list[Record]:
    """The whole of one row. After so many blows everybody begins anew: nobody has talked for as long as a hundred take."""
    blows = mode.full_blows if FULL else BLOWS
    records: list[Record] = []
    for number, first in enumerate(range(0, blows, BLOWS_A_LINE)):
        place = folder / str(number)
        place.mkdir()
        async with told(place, mode, seed + number, servers) as story:
            async with story.talk():
                await story.endure(mode, min(BLOWS_A_LINE, blows - first))
            records.append(await story.judge())
    return records
