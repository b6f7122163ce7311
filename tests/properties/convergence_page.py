"""A page of the model: what static/js does between the wire and the screen, with every pause as long as the network likes.

::

    wishes -> ask -> (the network) -> answered | unanswered
                     (the network) -> told                      hints
                                      opened, lost              the line

What a page wants to ask is a wish until the network lets it: a browser asks at once, or after a pause, and may be slow.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.properties import convergence_log as held
from tests.properties.convergence_log import PASSING, Item, Line, Log, Outbox

Payload = Mapping[str, Any]
NOT_OURS = frozenset(("gone", "not_assigned"))


@dataclass
class Flight:
    """A question on its way, and the turn in which it was asked."""

    wish: str
    turn: int
    item: Item | None = None


@dataclass
class Giving:
    """What is given back, and how much of it still has to go."""

    log: Log
    rest: list[tuple[Line, ...]]


@dataclass(frozen=True)
class Kept:
    """What a page keeps for its next load (kept.js)."""

    log: Log
    outbox: Outbox


@dataclass
class Page(ABC):
    """One side's page."""

    conversation: str
    ticket: str
    instance: str
    log: Log = field(default_factory=Log)
    outbox: Outbox = ()
    returned: set[str] = field(default_factory=set)
    link: str | None = None
    turn: int = 0
    known: bool = False
    speaks: bool = False
    needs_sync: bool = False
    wants_introduction: bool = False
    flights: dict[int, Flight] = field(default_factory=dict)
    giving: Giving | None = None
    must_read: bool = False
    reported: tuple[str | None, int] = (None, 0)
    confirmed: bool = False
    ending: bool = False
    view_version: int = 0
    kept: Kept | None = None
    """What an earlier load of this page left on the device, until the server's key opens it."""

    side = ""
    other = ""
    gives_back_first = True
    """A page that does not is one of the planted faults, as are others that are one line away from this one."""

    # --- what it may ask now ---

    def wishes(self) -> list[str]:
        """What this page would ask now, if the network let it."""
        if self.link is None:
            return []
        wishes = ["introduce"] if self.wants_introduction else []
        if self.reads and not self._is_asking("read"):
            wishes.append("read")
        if (
            self.speaks
            and (self.log.anew is None or not self.gives_back_first)
            and held.next_item(self.outbox)
        ):
            wishes.append("send")
        if self.known and self._has_mark() and not self._is_asking("mark"):
            wishes.append("mark")
        if self.known and self.ending and not self.is_over and not self._is_asking("end"):
            wishes.append("end")
        if self.known and self.stands_ended and not self.confirmed and not self._is_asking("confirm"):
            wishes.append("confirm")
        return wishes

    def ask(self, number: int, wish: str) -> tuple[str, Payload]:
        """The event that goes out for *wish* as question *number*."""
        flight = self.flights[number] = Flight(wish, self.turn)
        talk: Payload = {"conversation": self.conversation}
        match wish:
            case "introduce":
                self.wants_introduction = False
                return self._introduction()
            case "read":
                return self._ask_reading(talk)
            case "send":
                flight.item = held.next_item(self.outbox)
                assert flight.item is not None
                self.outbox = held.changed(self.outbox, flight.item.cmid, "sent", only="queued")
                message = {"cmid": flight.item.cmid, "body": flight.item.body}
                return "message.send", {**talk, **message, **self._assignment()}
            case "mark":
                newest = self.log.newest(self.other)
                self.reported = (self.log.epoch, newest)
                return "mark.set", {**talk, "epoch": self.log.epoch, "delivered": newest, "seen": newest}
            case "end":
                return "conversation.end", talk
            case _:
                return "end.confirm", talk

    def _ask_reading(self, talk: Payload) -> tuple[str, Payload]:
        if self.giving is None and not self.must_read and self.log.needs_offer and self.gives_back_first:
            self.giving = Giving(self.log, held.parcels(self.log.lines))
        if self.giving is not None:
            entries = list(self.giving.rest[0])
            return "log.offer", {**talk, "epoch": self.giving.log.epoch, "entries": entries}
        self.must_read = False
        self.needs_sync = False
        return "log.sync", {**talk, "position": self.log.position}

    @property
    def reads(self) -> bool:
        """Whether something is missing and can be asked for now."""
        return self.may_read and (self.needs_sync or self.giving is not None or self.must_read)

    @property
    def is_over(self) -> bool:
        """Whether this page shows that the conversation is over."""
        return self.log.has_ended

    def _is_asking(self, wish: str) -> bool:
        return any(flight.wish == wish for flight in self.flights.values())

    def _has_mark(self) -> bool:
        """Whether more of this life of the log is open here than was said. While one is awaited nothing is said."""
        newest = self.log.newest(self.other)
        told = self.reported[1] if self.reported[0] == self.log.epoch else 0
        return self.log.anew is None and newest > told

    # --- what comes back ---

    def answered(self, number: int, answer: Payload) -> None:
        """The answer to a question; nothing when it was given up before."""
        flight = self.flights.pop(number, None)
        if flight is None:
            return
        if answer["ok"]:
            self._granted(flight, answer)
        else:
            self._denied(flight, answer["error"]["code"])
        self._settle()

    def unanswered(self, number: int, code: str = "no_answer") -> None:
        """No answer came in time."""
        self._denied(self.flights.pop(number), code)
        self._settle()

    def _granted(self, flight: Flight, answer: Payload) -> None:
        match flight.wish:
            case "introduce":
                self._introduced(answer)
            case "read" if "log" in answer:
                self.listen(*held.hear_stretch(self.log, answer["log"]))
            case "read" if self.giving is not None:
                self._gave(flight)
            case "send":
                assert flight.item is not None
                self._stored(flight.item, answer)
            case "end":
                self.ending = False
                self.needs_sync |= not self.log.has_ended
            case "confirm":
                self.confirmed = True
            case _:
                pass

    def _gave(self, flight: Flight) -> None:
        assert self.giving is not None
        if flight.turn != self.turn:
            self.giving = None
            return
        self.giving.rest.pop(0)
        if not self.giving.rest:
            self.log = held.offered(self.log, self.giving.log)
            self.giving, self.must_read = None, True

    def _denied(self, flight: Flight, code: str) -> None:
        passes = code in PASSING
        match flight.wish:
            case "introduce":
                if passes and flight.turn == self.turn:
                    self.wants_introduction = True
                elif not passes:
                    self._kept_out(code)
            case "read":
                self._not_read(flight, code)
            case "send":
                assert flight.item is not None
                if passes:
                    self.outbox = held.changed(self.outbox, flight.item.cmid, "queued", only="sent")
                else:
                    self._refused(flight.item, code)
            case "mark" if passes:
                self.reported = (None, 0)
            case "confirm" if not passes:
                self.confirmed = True
            case _:
                pass
        if code == "not_arrived":
            self._introduce_again()

    def _not_read(self, flight: Flight, code: str) -> None:
        if self.giving is not None:
            if flight.turn != self.turn:
                self.giving = None
            elif code not in PASSING and code not in NOT_OURS:
                self._gave(flight)  # it is about the lines offered: the others still go
            elif code in NOT_OURS:
                self.giving, self.needs_sync = None, False
                self._kept_out(code)
        elif code in PASSING:
            self.needs_sync = True
        else:
            self._kept_out(code)

    def _stored(self, item: Item, answer: Payload) -> None:
        at = (answer["epoch"], answer["seq"])
        self.outbox = held.stored_at(self.outbox, item.cmid, at)
        line = {
            "seq": answer["seq"],
            "kind": "message",
            "side": self.side,
            "cmid": item.cmid,
            "proof": answer["proof"],
            "body": item.body,
        }
        self.listen(*held.hear_line(self.log, answer["epoch"], line))

    def listen(self, log: Log, needs_sync: bool) -> None:
        """The log is this now."""
        self.outbox = held.regained(self.outbox, self.log, log, self.side)
        self.log = log
        self.needs_sync |= needs_sync

    # --- what it is told ---

    def told(self, event: str, payload: Payload) -> None:
        """A hint came."""
        match event:
            case "log.appended" if payload["conversation"] == self.conversation:
                self.listen(*held.hear_line(self.log, payload["epoch"], payload["entry"]))
            case "mark.changed" if payload["conversation"] == self.conversation:
                self.log = held.hear_mark(self.log, payload["mark"])
            case "pulse":
                for head in payload["heads"]:
                    if head["conversation"] == self.conversation:
                        self.listen(*held.hear_head(self.log, head))
            case "ticket.ask":
                self._introduce_again()
            case "seeker.changed" | "seat.changed":
                self._changed(payload)
            case _:
                pass
        self._settle()

    def press(self, cmid: str) -> None:
        """Send was pressed."""
        self.outbox = (*self.outbox, Item(cmid, f"text {cmid}"))

    def keeps(self) -> Kept | None:
        """What the next load of this page finds on the device; one that has no key yet leaves there what it found, and letters."""
        if self.kept is not None:
            return replace(self.kept, outbox=(*self.kept.outbox, *self.outbox))
        if self.log.epoch is None:
            return None
        return Kept(replace(self.log, delivered={}, seen={}, anew=None), self.outbox)

    def regain(self) -> None:
        """The server gave the key; what was kept was written before anything on this page."""
        if self.kept is not None and self.log.epoch is None:
            self.log = self.kept.log
            self.outbox = (*held.changed(self.kept.outbox, None, "queued", only="sent"), *self.outbox)
        self.kept = None

    def opened(self, link: str) -> None:
        """There is a line again."""
        self.link = link
        self._next_turn()
        self.wants_introduction = True

    def lost(self) -> None:
        """The line is gone, and with it every question on it."""
        self.link = None
        self._next_turn()
        self.wants_introduction = False
        for number in list(self.flights):
            self.unanswered(number, "offline")
        self.outbox = held.changed(self.outbox, None, "queued", only="sent")
        self.giving, self.must_read = None, False

    def _next_turn(self) -> None:
        self.turn += 1
        self.known = self.speaks = False
        if not self._is_asking("read"):
            self.giving, self.must_read = None, False

    def _introduce_again(self) -> None:
        self._next_turn()
        self.wants_introduction = self.link is not None

    def _hand_back(self) -> None:
        """Nothing more can be stored: what is not goes back to its writer."""
        self.returned |= {item.cmid for item in self.outbox if item.state != "stored"}
        self.outbox = tuple(item for item in self.outbox if item.state == "stored")

    # --- what the two sides do each in their own way ---

    @property
    @abstractmethod
    def may_read(self) -> bool:
        """Whether the server can be asked for the log."""

    @property
    @abstractmethod
    def stands_ended(self) -> bool:
        """Whether the whole end stands on the screen."""

    @abstractmethod
    def _introduction(self) -> tuple[str, Payload]: ...

    @abstractmethod
    def _introduced(self, answer: Payload) -> None: ...

    @abstractmethod
    def _assignment(self) -> Payload: ...

    @abstractmethod
    def _kept_out(self, code: str) -> None: ...

    @abstractmethod
    def _refused(self, item: Item, code: str) -> None: ...

    @abstractmethod
    def _changed(self, payload: Payload) -> None: ...

    @abstractmethod
    def _settle(self) -> None: ...
