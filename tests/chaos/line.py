"""A whole line to shake: nodes behind a proxy, accounts, and the process that plays the people."""

import asyncio
import base64
import random
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from tests.chaos.clients import Clients, playing
from tests.chaos.modes import Mode
from tests.chaos.nodes import COMMAND, Node, deployment_key
from tests.chaos.people import LOOK_EVERY_SECONDS
from tests.chaos.proxy import Proxy, proxied
from tests.line import KEY, choose
from tests.servers.postgres import Postgres
from tests.servers.valkey import Valkey
from tests.staff import SECRET, Codes, give_telephones, office_of, somebody
from volunteers import Passwords
from volunteers.credentials import new_password
from volunteers.store import open_people

OFF_CLOCK = str(Path(__file__).parent / "off_clock.py")
PEOPLE_WITHIN_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Servers:
    """The real servers that nodes share."""

    valkey: Valkey
    postgres: Postgres


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in, and how many conversations they have room for."""

    name: str
    password: str
    capacity: int
    codes: Codes


@dataclass(eq=False)
class Line:
    """What runs, and who can come."""

    nodes: list[Node]
    proxy: Proxy
    clients: Clients
    origin: str
    accounts: list[Account]
    shared: Servers | None
    desks: list[str] = field(default_factory=list)
    seekers: list[str] = field(default_factory=list)

    @property
    def servers(self) -> Servers:
        assert self.shared is not None
        return self.shared

    async def tell_redis(self, *words: str) -> None:
        """One command, as an operator types it."""
        async with Redis.from_url(self.servers.valkey.url) as redis:
            await redis.execute_command(*words)  # type: ignore[no-untyped-call] # redis has no types there

    def account(self) -> Account:
        """One that nobody has used yet."""
        return self.accounts.pop(0)

    async def seat(self) -> str:
        """A counsellor at the desk, ready for everybody who comes; the name their browser goes by."""
        account, name = self.account(), f"c{len(self.desks) + 1}"
        self.desks.append(name)
        await self.clients.do("come", name, kind="counsellor")
        await self.clients.do("open", name)
        await self.sees(name, lambda desk: desk["screen"] == "sign_in")
        while (await self.look(name))["screen"] != "desk":
            words = {"name": account.name, "password": account.password, "code": account.codes.next()}
            await self.clients.do("sign_in", name, **words)
            await self.sees(name, lambda desk: desk["screen"] == "desk" or desk["refused"])
        await self.sees(name, lambda desk: desk["linked"])
        await self.clients.do("choose", name, status="ready")
        await self.sees(name, lambda desk: desk["status"] == "ready")
        return name

    async def arrive(self) -> str:
        """A young person who began to wait; the name their browser goes by."""
        name = f"s{len(self.seekers) + 1}"
        self.seekers.append(name)
        await self.clients.do("come", name, kind="seeker")
        await self.clients.do("open", name)
        await self.clients.do("begin", name)
        await self.sees(name, lambda page: page["phase"] is not None)
        return name

    async def look(self, name: str) -> Any:
        """What one person's page says of itself; None without a page."""
        return (await self.clients.do("standing", name))[name]

    async def sees(
        self, name: str, what: Callable[[Any], object], within_seconds: float = PEOPLE_WITHIN_SECONDS
    ) -> None:
        """Until this stands on their screen."""

        async def stands() -> bool:
            page = await self.look(name)
            return page is not None and bool(what(page))

        await until(stands, within_seconds, lambda: f"{name} never saw it")

    async def places(self, names: Sequence[str]) -> list[str] | None:
        """These people in the order of their places; None while they do not have a place each."""
        standing = await self.clients.do("standing")
        here = [
            (standing[name]["place"], name) for name in names if standing[name] and standing[name]["linked"]
        ]
        told = sorted((place, name) for place, name in here if place is not None)
        return (
            [name for _, name in told]
            if [place for place, _ in told] == [*range(1, len(names) + 1)]
            else None
        )


async def until(
    look: Callable[[], Awaitable[bool]], within_seconds: float, otherwise: Callable[[], str] = lambda: ""
) -> None:
    """Return as soon as it is so. Raises TimeoutError, saying *otherwise*, when it never is."""
    try:
        async with asyncio.timeout(within_seconds):
            while not await look():  # noqa: ASYNC110 - a screen does not tell when it changes
                await asyncio.sleep(LOOK_EVERY_SECONDS)
    except TimeoutError:
        raise TimeoutError(otherwise()) from None


def _own(folder: Path, mode: Mode, number: int) -> dict[str, str]:
    """What only this node has: of several each has its own data folder, as on machines of their own."""
    if not mode.has_servers:
        return {}
    own = folder / f"data-{number}"
    own.mkdir(mode=0o700)
    return {"LUISTER_DATA": str(own)}


@asynccontextmanager
async def running(
    folder: Path, mode: Mode, seed: int, capacities: Sequence[int], servers: Servers | None = None
) -> AsyncIterator[Line]:
    """A line on which so many counsellors can sign in, for as long as the block lasts."""
    chance = random.Random(seed)  # noqa: S311 - of a test
    async with AsyncExitStack() as stack:
        proxy, port = await stack.enter_async_context(proxied(seed))
        origin = f"http://localhost:{port}"
        database = f"sqlite+aiosqlite:///{folder / 'data' / 'luister.db'}"
        settings = {
            "LUISTER_ORIGIN": origin,
            "LUISTER_DATA": str(folder / "data"),
            "LUISTER_KEY": deployment_key(chance),
        }
        if mode.has_servers:
            assert servers is not None
            database = await stack.enter_async_context(servers.postgres.database())
            settings |= {"LUISTER_REDIS_URL": servers.valkey.url, "LUISTER_DATABASE_URL": database}
        (folder / "data").mkdir(mode=0o700, parents=True)
        key = base64.b64decode(settings["LUISTER_KEY"])
        accounts = await _accounts(database, capacities, key)
        nodes = [
            Node(folder / f"node-{number}", settings | _own(folder, mode, number), _program(mode, number))
            for number in range(mode.nodes)
        ]
        proxy.nodes = [node.port for node in nodes]
        stack.push_async_callback(_end, nodes)
        for node in nodes:
            await node.start()
        clients = await stack.enter_async_context(playing(origin))
        yield Line(nodes, proxy, clients, origin, accounts, servers)


def _program(mode: Mode, number: int) -> tuple[str, ...]:
    if mode.off_seconds and number == mode.nodes - 1:
        return (sys.executable, OFF_CLOCK, str(mode.off_seconds), "serve")
    return (COMMAND, "serve")


async def _accounts(database: str, capacities: Sequence[int], key: bytes) -> list[Account]:
    accounts: list[Account] = []
    # Somebody has to be on, as on a real line: an outage must send nobody away for want of people.
    await choose(database, minimum="1", frame_minutes="none", wrap_up_minutes="0")
    async with open_people(database, KEY) as store:
        with Passwords() as passwords:
            office = office_of(store, passwords, key)
            for number, capacity in enumerate(capacities, 1):
                volunteer, password = somebody(f"Steun {number}", capacity=capacity), new_password()
                await office.enrolment.settle(volunteer, password, SECRET)
                codes = await give_telephones(store, key, volunteer.id)
                accounts.append(Account(volunteer.name, password, capacity, codes))
    return accounts


async def _end(nodes: Sequence[Node]) -> None:
    for node in nodes:
        if node.process is not None:
            await node.kill()
