"""A running node with people who work there, and pages of young people, counsellors and supervisors."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from aiohttp import ClientSession, DummyCookieJar

from chat import server
from chat.operating import deployment_key
from chat.server import Node
from chat.settings import Settings, settings_of
from chat.store.memory import MemoryStore
from tests.line import choose
from tests.ports import free_port
from tests.staff import SECRET, office_of, somebody
from tests.transport.page import HANDSHAKE, Page, Payload
from tests.transport.raw import RawSocket
from volunteers.credentials import Cost, Passwords
from volunteers.model import Role
from volunteers.records import Account
from volunteers.sign_in import Way
from volunteers.store import open_people

PASSWORD = "vijftien letters"
CHEAP = Cost(passes=1, memory_kib=8)


@dataclass(frozen=True)
class Person:
    """Somebody with an account."""

    name: str
    role: Role = Role.COUNSELLOR
    languages: tuple[str, ...] = ("nl", "en")
    capacity: int = 3
    skills: tuple[str, ...] = ()


SAM = Person("Sam")
KIM = Person("Kim")
NOOR = Person("Noor", Role.SUPERVISOR, capacity=1)
STAFF = (SAM, KIM, NOOR)


class SeekerPage(Page):
    """A young person's page."""

    ticket = ""
    conversation = ""
    instance = "page-1"

    async def arrive(self, start_id: str, language: str = "nl") -> dict[str, Any]:
        """Begin; the answer."""
        answer = await self.done("seeker.arrive", arriving(start_id, self.instance, language))
        self.ticket, self.conversation = answer["ticket"], answer["view"]["conversation"]
        return answer

    async def say(self, cmid: str, body: str = "hoi") -> dict[str, Any]:
        """Say something; the answer."""
        return await self.done("message.send", self.message(cmid, body))

    def message(self, cmid: str, body: str = "hoi") -> Payload:
        """Something to say in this page's conversation."""
        return {"conversation": self.conversation, "cmid": cmid, "body": body}


class DeskPage(Page):
    """A counsellor's page."""

    async def sit(self, status: str = "ready") -> None:
        """Take the seat."""
        await self.done("seat.take", {})
        await self.done("status.choose", {"status": status})

    async def offer(self, conversation: str | None = None) -> Payload:
        """The offer this page is shown, of this conversation when one is named."""

        def shows(payload: Payload) -> bool:
            offer = payload["view"] and payload["view"]["offer"]
            return bool(offer) and conversation in (None, offer["conversation"])

        changed = await self.hears("seat.changed", shows)
        offer = changed["view"]["offer"]
        assert isinstance(offer, dict)
        return {"conversation": offer["conversation"], "version": offer["version"]}

    async def accept(self, conversation: str | None = None) -> Payload:
        """Take the offer; conversation and version."""
        offer = await self.offer(conversation)
        await self.done("offer.accept", offer)
        return offer


class BoardPage(Page):
    """A supervisor's page."""


@dataclass
class House:
    """A node that serves, and everybody's way in."""

    node: Node
    settings: Settings
    client: ClientSession
    sessions: Mapping[str, str]
    raw: list[RawSocket]

    @property
    def origin(self) -> str:
        return self.settings.origin

    @property
    def store(self) -> MemoryStore:
        """The live state of the one node."""
        assert isinstance(self.node.store, MemoryStore)
        return self.node.store

    async def seeker(self, headers: Mapping[str, str] | None = None) -> SeekerPage:
        """A young person's page that has not said anything."""
        return await SeekerPage.open(self.client, self.origin, "/seeker", headers=headers)

    async def arrived(self, start_id: str, language: str = "nl") -> SeekerPage:
        """The page of a young person who waits."""
        page = await self.seeker()
        await page.arrive(letters(start_id), language)
        return page

    async def desk(self, person: Person | None = SAM) -> DeskPage:
        """A counsellor's page that has not taken its seat; None: of somebody who is not signed in."""
        headers = {} if person is None else self.cookie(person)
        return await DeskPage.open(self.client, self.origin, "/desk", headers=headers)

    async def ready(self, person: Person = SAM) -> DeskPage:
        """The page of a counsellor who is ready."""
        page = await self.desk(person)
        await page.sit()
        return page

    async def board(self, person: Person | None = NOOR) -> BoardPage:
        """A supervisor's page that does not watch yet."""
        headers = {} if person is None else self.cookie(person)
        return await BoardPage.open(self.client, self.origin, "/board", headers=headers)

    async def rude(self, headers: Mapping[str, str] | None = None, path: str = HANDSHAKE) -> RawSocket:
        """A socket that does what no browser does; cut when the house closes."""
        self.raw.append(await RawSocket.open(self.origin, headers, path))
        return self.raw[-1]

    async def talking(
        self, start_id: str = "anna", desk: DeskPage | None = None
    ) -> tuple[SeekerPage, DeskPage, int]:
        """Two people who talk, and the version under which the counsellor writes."""
        seeker = await self.arrived(start_id)
        desk = desk or await self.ready()
        offer = await desk.accept(seeker.conversation)
        return seeker, desk, offer["version"]

    def cookie(self, person: Person) -> dict[str, str]:
        """The header with which this person's browser comes."""
        return {"Cookie": f"__Host-session={self.sessions[person.name]}"}


def letters(name: str) -> str:
    """A secret of 22 characters at the least, the same for the same name."""
    return f"{name:-<22}"


def arriving(start_id: str, instance: str = "page-1", language: str = "nl") -> Payload:
    """What a page says first."""
    return {"start_id": start_id, "instance": instance, "language": language}


def resuming(ticket: str, instance: str, *, take_over: bool) -> Payload:
    """What a page says that comes back."""
    return {"ticket": ticket, "instance": instance, "take_over": take_over, "position": None}


def settings_in(folder: Path, **words: str) -> Settings:
    """Settings of a node on this machine with its data in *folder*."""
    return settings_of({"LUISTER_PORT": str(free_port()), "LUISTER_DATA": str(folder), **words}, {})


async def employ(settings: Settings, people: Iterable[Person]) -> dict[str, str]:
    """Give these people accounts and sign them in; the session by name."""
    sessions: dict[str, str] = {}
    await choose(settings.database_url, minimum="0", frame_minutes="none", wrap_up_minutes="0")
    key = deployment_key(settings)
    async with open_people(settings.database_url, key) as store:
        with Passwords(CHEAP) as passwords:
            office = office_of(store, passwords, key)
            for person in people:
                facts = ([person.role], person.languages, person.capacity)
                volunteer = somebody(person.name, *facts, skills=person.skills)
                await office.enrolment.settle(volunteer, PASSWORD, SECRET)
                sessions[person.name] = (await office.sign_in.open(Account(volunteer), Way())).token
    return sessions


FRESH_SECONDS = 300.0
"""So long what was furnished is copied: a session in which nobody is there for a quarter of an hour is over."""
FURNISHED: dict[tuple[Person, ...], tuple[float, Mapping[str, bytes], dict[str, str]]] = {}
"""When it was made, what lies in the data folder when these people have accounts and are signed in, and their sessions."""


async def furnish(settings: Settings, people: tuple[Person, ...]) -> Mapping[str, str]:
    """What ``employ`` does, sooner where nothing lies in the data folder yet."""
    if files_in(settings.data):
        return await employ(settings, people)
    if people not in FURNISHED or time.monotonic() - FURNISHED[people][0] > FRESH_SECONDS:
        with TemporaryDirectory() as folder:
            sessions = await employ(settings_in(Path(folder)), people)
            FURNISHED[people] = time.monotonic(), files_in(Path(folder)), sessions
    _made, files, sessions = FURNISHED[people]
    for name, content in files.items():
        (settings.data / name).touch(0o600)
        (settings.data / name).write_bytes(content)
    return sessions


def files_in(folder: Path) -> Mapping[str, bytes]:
    """Everything in it, by name."""
    return {path.name: path.read_bytes() if path.is_file() else b"" for path in folder.iterdir()}


async def by_hand(house: House, *statements: str) -> None:
    """What somebody does who got at the database; not on the loop, where the node may have to finish writing first."""

    def doing() -> None:
        with closing(sqlite3.connect(house.settings.data / "luister.db", timeout=30)) as database:
            for statement in statements:
                database.execute(statement)
            database.commit()

    await asyncio.to_thread(doing)


@asynccontextmanager
async def open_house(
    folder: Path, monkeypatch: pytest.MonkeyPatch, people: Iterable[Person] = STAFF
) -> AsyncIterator[House]:
    """A house that is open for as long as the block lasts; password hashing is cheap in it."""
    monkeypatch.setattr(server, "Passwords", partial(Passwords, CHEAP))
    settings = settings_in(folder)
    sessions = await furnish(settings, tuple(people))
    raw: list[RawSocket] = []
    try:
        async with (
            ClientSession(cookie_jar=DummyCookieJar()) as client,
            server.node(settings, practice=False) as node,
        ):
            yield House(node, settings, client, sessions, raw)
    finally:
        for rude in raw:
            rude.cut()
