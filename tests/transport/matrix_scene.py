"""Everybody who may ask something, at once in one house: conversations that run, wait and have ended, and who is in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from tests.transport.house import (
    KIM,
    NOOR,
    PASSWORD,
    SAM,
    BoardPage,
    DeskPage,
    House,
    Person,
    SeekerPage,
    arriving,
    letters,
    resuming,
)
from tests.transport.page import Page, Payload
from tests.waiting import comes_true
from volunteers.model import Role

LEX = Person("Lex")
ADA = Person("Ada", Role.ADMINISTRATOR)
ROOS = Person("Roos", Role.SCHEDULER)
PIA, PIM = Person("Pia"), Person("Pim")
PEOPLE = (LEX, ADA, ROOS, PIA, PIM)
FACTS: Payload = {"languages": ["nl"], "capacity": 1, "leads": False, "skills": [], "mentor": None}
NO_TICKET = letters("nobody-s-ticket")
NO_CONVERSATION = "A-conversation-of-nobody"
CONTENT = ("log.appended", "mark.changed", "typing.changed", "circle.said")
"""What is told of a conversation, or in a circle of staff, because somebody did something."""


@dataclass(frozen=True)
class Known:
    """What somebody can name of a conversation."""

    conversation: str = NO_CONVERSATION
    epoch: str = "none"
    version: int = 1
    offered: Payload = field(default_factory=dict)
    """Of the offer that stands."""
    circle: str = "a-circle-of-nobody"
    """In which help was asked for."""
    room: str = "a-room-of-nobody"
    """Of the shift."""


@dataclass
class Caller:
    """Somebody who asks: what they come with, and the conversation they name."""

    name: str
    known: Known
    cookie: Mapping[str, str] = field(default_factory=dict)
    ticket: str = NO_TICKET
    pages: dict[str, Page] = field(default_factory=dict)
    came: str = ""
    """The id of an account that is in use, about which this caller asks something."""
    invited: str = ""
    """The id of one whose owner has not come yet."""

    async def at(self, house: House, door: str) -> Page:
        """This caller's page at a door: the one that is open, or a new one with all that their browser holds."""
        if door not in self.pages:
            kind = {"/seeker": SeekerPage, "/desk": DeskPage, "/board": BoardPage}[door]
            return await kind.open(house.client, house.origin, door, headers=self.cookie)
        return self.pages[door]

    def payload(self, door: str, event: str) -> Payload:
        """What this caller sends with an event. An event that is not known here has none: KeyError."""
        known, talk = self.known, {"conversation": self.known.conversation}
        version = {"version": known.version} if door == "/desk" else {}
        seat = {} if self.ticket == NO_TICKET else {"ticket": self.ticket}
        return {
            "seeker.arrive": arriving(letters(self.name)),
            "seeker.resume": resuming(self.ticket, "page-1", take_over=False),
            "outbox.hand_in": {"ticket": self.ticket, "messages": [{"cmid": "handed-in", "body": "hoi"}]},
            "words.ask": {"ticket": self.ticket, "language": "nl"},
            "words.use": {"words": "aardbei bamboe circus dolfijn"},
            "safety.answer": {"safety": "no"},
            "seeker.leave": {},
            "message.send": {**talk, "cmid": "asked", "body": "hoi", **version},
            "log.sync": {**talk, "position": None},
            "log.offer": {**talk, "epoch": known.epoch, "entries": []},
            "mark.set": {**talk, "epoch": known.epoch, "delivered": 1, "seen": 1},
            "typing.set": {**talk, "typing": True},
            "conversation.end": talk,
            "end.confirm": talk,
            "seat.take": seat,
            "status.choose": {"status": "away"},
            "offer.accept": known.offered,
            "offer.decline": known.offered,
            "hold.set": {**talk, "on_hold": True},
            "risk.set": {**talk, "risk": 1},
            **{f"conversation.{what}": talk for what in ("join", "leave", "take_over", "hand_over")},
            "company.welcome": {"afresh": False},
            "counsellor.avoid": {"name": "Sam"},
            "conversation.pass_on": {**talk, "skills": []},
            "help.ask": talk,
            "help.call_off": talk,
            "help.come": {"circle": known.circle},
            "help.give_back": {"circle": known.circle},
            "whisper.send": {"circle": known.circle, "cmid": self.name, "body": "hoi"},
            "room.send": {"circle": known.room, "cmid": self.name, "body": "hoi"},
            "circle.sync": {"circle": known.circle, "after": 0},
            "board.watch": {},
            "door.order": {"closed": True, "cap": None, "reason": "busy"},
            "links.count": {},
            "links.revoke": {"counsellor": None},
        }[event]


@dataclass
class Scene:
    """A house in which Anna talks with Sam, Bo with Kim and Fay with Lex, whose account is shut; Emma's talk with Sam has
    ended, and Cas waits and is offered to Sam. Noor watches, and came to help Sam with Anna.
    """

    house: House
    callers: Mapping[str, Caller]
    young: Mapping[str, Caller]
    """Those that ask in another's place where only a young person asks."""

    def caller(self, kind: str, door: str) -> Caller:
        """Who asks, when somebody of this kind does at this door (None: over HTTP)."""
        return (
            self.young[kind] if door not in ("/desk", "/board") and kind in self.young else self.callers[kind]
        )

    async def state(self) -> object:
        """All that is kept: the desk, the logs, the circles, and the database."""
        store = self.house.store
        logs = {one: (log.head, tuple(log.entries)) for one, log in store._logs.items()}
        with closing(sqlite3.connect(self.house.settings.data / "luister.db")) as database:
            rows = tuple(row for row in database.iterdump() if not row.startswith('INSERT INTO "sessions"'))
            # When somebody was last there is written down with whatever they ask.
            rows += tuple(database.execute("SELECT token_hash, volunteer_id FROM sessions"))
        return (await store.load()).desk, deepcopy(logs), dict(store._circles), rows

    async def told(self) -> list[tuple[str, Payload]]:
        """What everybody in a conversation was told of it so far; asked after all that was on its way to them."""
        told = []
        for caller in {**self.callers, **self.young}.values():
            for page in caller.pages.values():
                await page.refused("nothing.asked", {})
                told += [one for one in page.told if one[0] in CONTENT]
        return told


async def scene(house: House) -> Scene:
    """Everybody comes in."""
    sam, kim, lex = [await house.desk(person) for person in (SAM, KIM, LEX)]
    fay = await _talk(house, "fay", lex)
    await lex.close()
    office = Office(house)
    await office.posts(f"/volunteers/{await office.who(LEX.name)}/disable", {})
    bo = await _talk(house, "bo", kim)
    await kim.done("status.choose", {"status": "away"})
    emma = await _talk(house, "emma", sam)
    await sam.done("conversation.end", {"conversation": emma.known.conversation})
    ended = await emma.pages["/seeker"].hears("seeker.changed", lambda told: told["view"]["phase"] == "ended")
    emma.ticket = ended["ticket"]
    anna = await _talk(house, "anna", sam)
    cas = await house.arrived("cas")
    offered = await sam.offer(cas.conversation)
    board = await house.board()
    await board.done("board.watch", {})
    helper = await house.desk(NOOR)
    await helper.done("seat.take", {})
    await sam.done("help.ask", {"conversation": anna.known.conversation})
    view = (await helper.done("seat.take", {}))["view"]
    circles = {"circle": view["calls"][0]["circle"], "room": view["room"]}
    await helper.done("help.come", {"circle": circles["circle"]})
    await comes_true(lambda: len(house.node.connected) == 9)
    seat = (await sam.done("seat.take", {}))["ticket"]

    def staff(person: Person, known: Known, pages: dict[str, Page]) -> Caller:
        return Caller(person.name, known, house.cookie(person), seat, pages)

    async def keeper(person: Person, pages: dict[str, Page], about: Person) -> Caller:
        made = await office.posts(
            "/volunteers", {"name": f"With {about.name}", "roles": ["trainee"], **FACTS}
        )
        asks = staff(person, here, pages)
        return replace(asks, came=await office.who(about.name), invited=made["volunteer"]["id"])

    here = replace(anna.known, offered=offered, **circles)
    there = replace(emma.known, room=view["room"])
    return Scene(
        house,
        {
            "nobody": Caller("nobody", here),
            "this": anna,
            "another": replace(bo, known=here),
            "in_chat": staff(SAM, here, {"/desk": sam}),
            "other": staff(KIM, here, {"/desk": kim}),
            "supervisor": await keeper(NOOR, {"/board": board, "/desk": helper}, PIA),
            "administrator": await keeper(ADA, {}, PIM),
            "scheduler": staff(ROOS, here, {}),
            "disabled": staff(LEX, fay.known, {}),
            "ended": staff(SAM, there, {"/desk": sam}),
        },
        {"ended": emma},
    )


async def _talk(house: House, name: str, desk: DeskPage) -> Caller:
    """A young person of this name who talks with a counsellor."""
    await desk.sit()
    seeker, _, version = await house.talking(name, desk)
    conversation = seeker.conversation
    read = await seeker.done("log.sync", {"conversation": conversation, "position": None})
    taken = {"conversation": conversation, "version": version}
    known = Known(conversation, read["log"]["epoch"], version, taken)
    return Caller(name, known, ticket=seeker.ticket, pages={"/seeker": seeker})


class Office:
    """What Noor does with accounts."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._headers = {**house.cookie(NOOR), "Origin": house.origin}

    async def posts(self, path: str, said: Payload) -> Any:
        """The answer to what is posted."""
        asked = self._house.client.post(f"{self._house.origin}{path}", headers=self._headers, json=said)
        async with asked as answer:
            assert answer.status in (200, 201)
            return await answer.json()

    async def who(self, name: str) -> str:
        """The id of somebody's account."""
        async with self._house.client.get(
            f"{self._house.origin}/volunteers", headers=self._headers
        ) as answer:
            found = (await answer.json())["volunteers"]
        (account,) = [str(one["id"]) for one in found if one["name"] == name]
        return account


def credentials(caller: Caller) -> Payload:
    """The name and password this caller signs in with; who has no account guesses."""
    return {"name": caller.name, "password": PASSWORD}
