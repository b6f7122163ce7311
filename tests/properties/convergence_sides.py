"""The two pages of a conversation, each as its own script does it (static/js/seeker, static/js/counsellor)."""

from __future__ import annotations

from dataclasses import dataclass

from tests.properties import convergence_log as held
from tests.properties.convergence_log import Item, Log
from tests.properties.convergence_page import Page, Payload


@dataclass
class SeekerPage(Page):
    """The young person's page (visit.js, doorway.js, state.js)."""

    screen: str = "arriving"
    connected: bool = False
    tab: str = ""
    load: int = 0
    view: Payload | None = None

    side = "seeker"
    other = "counsellor"

    @property
    def may_read(self) -> bool:
        return self.connected

    @property
    def is_over(self) -> bool:
        return self.screen in ("ended", "gone")

    @property
    def stands_ended(self) -> bool:
        return self.screen == "ended"

    def lost(self) -> None:
        self.connected = False
        super().lost()

    def _introduction(self) -> tuple[str, Payload]:
        position = self.log.position
        payload = {"ticket": self.ticket, "instance": self.instance, "take_over": False}
        payload |= {"tab": self.tab or self.instance, "load": self.load}
        return "seeker.resume", {**payload, "position": position}

    def _introduced(self, answer: Payload) -> None:
        self.known = self.connected = True
        self.view_version = 0
        self._renew(answer["view"], answer["ticket"])
        self.confirmed = False
        if not self.is_over:
            self.regain()
            self.screen, self.needs_sync, self.view = "conversation", False, answer["view"]
            self.listen(*held.hear_stretch(self.log, answer["log"]))
        self.reported = (None, 0)
        self.speaks = True

    def _renew(self, view: Payload, ticket: str) -> None:
        """The newest ticket is the one of the newest view."""
        if self.known and view["version"] >= self.view_version:
            self.view_version, self.ticket = view["version"], ticket

    def _assignment(self) -> Payload:
        return {}

    def _kept_out(self, code: str) -> None:
        if code == "gone" and self.screen in ("arriving", "conversation"):
            self.returned |= {item.cmid for item in self.outbox}
            self.outbox, self.log, self.screen = (), Log(), "gone"
        self.wants_introduction = self.speaks = self.needs_sync = False

    def _refused(self, item: Item, code: str) -> None:
        if any(one.cmid == item.cmid and one.state != "stored" for one in self.outbox):
            self.returned.add(item.cmid)
            self.outbox = tuple(one for one in self.outbox if one.cmid != item.cmid)
        if code == "gone":
            self._kept_out(code)

    def _changed(self, payload: Payload) -> None:
        view = payload["view"]
        if view is None:
            self._kept_out("gone")
            return
        self._renew(view, payload["ticket"])
        if self.view is not None and view["version"] >= self.view["version"]:
            self.view = view

    def _settle(self) -> None:
        self.outbox = held.reconciled(self.outbox, self.log, self.side, self.other)
        if self.log.has_ended and self.screen == "conversation":
            self._hand_back()
            self.screen, self.ending = "ended", False
        if self.view is not None and self.view["phase"] == "ended" and not self.log.has_ended:
            self.needs_sync |= self.screen == "conversation"


@dataclass
class CounsellorPage(Page):
    """The counsellor's page (shift.js, courier.js, seat.js, talk.js) with one conversation on it."""

    standing: str | None = None
    version: int = 0
    fresh: bool = False
    catches_up: bool = False
    wiped: bool = False
    unreadable: bool = False
    """Nobody will tell the rest of the log."""

    side = "counsellor"
    other = "seeker"

    @property
    def may_read(self) -> bool:
        return self.known and not self.wiped

    @property
    def is_over(self) -> bool:
        return self.standing in ("ended", "taken")

    @property
    def stands_ended(self) -> bool:
        is_read = self.wiped or self.unreadable or self.log.has_ended
        return self.standing == "ended" and not self.needs_sync and is_read

    def lost(self) -> None:
        self.fresh = False
        super().lost()

    def told(self, event: str, payload: Payload) -> None:
        if event == "ticket.ask":
            self.fresh = False
        super().told(event, payload)

    def listen(self, log: Log, needs_sync: bool) -> None:
        if not self.wiped:
            super().listen(log, needs_sync)

    def _next_turn(self) -> None:
        super()._next_turn()
        self.catches_up = False

    def _introduction(self) -> tuple[str, Payload]:
        return "seat.take", {"ticket": self.ticket}

    def _introduced(self, answer: Payload) -> None:
        self.ticket = answer["ticket"]
        self._look_at(answer["view"])
        self._next_turn()
        self.known = self.catches_up = True
        if not self.wiped:
            self.regain()
        self.needs_sync = not self.wiped

    def _ask_reading(self, talk: Payload) -> tuple[str, Payload]:
        event, payload = super()._ask_reading(talk)
        self.unreadable &= event != "log.sync"
        return event, payload

    def _assignment(self) -> Payload:
        return {"version": self.version}

    def _kept_out(self, code: str) -> None:  # noqa: ARG002 - what it is kept out by is in the view too
        self.needs_sync, self.unreadable = False, True

    def _refused(self, item: Item, code: str) -> None:
        if code in ("closed", "not_assigned", "gone"):
            self._hand_back()
        elif any(one.cmid == item.cmid and one.state != "stored" for one in self.outbox):
            self.returned.add(item.cmid)
            self.outbox = tuple(one for one in self.outbox if one.cmid != item.cmid)

    def _changed(self, payload: Payload) -> None:
        if payload["view"] is None:
            self.fresh = False
            self._introduce_again()
        elif self._look_at(payload["view"]):
            self.ticket = payload["ticket"]

    def _look_at(self, view: Payload) -> bool:
        """What the counsellor's view makes of the page; False when it is older than the one shown."""
        if self.fresh and view["version"] < self.view_version:
            return False
        self.fresh, self.view_version = True, view["version"]
        told = next((talk for talk in view["talks"] if talk["conversation"] == self.conversation), None)
        if told is None:
            if self.standing == "talking":
                self._hand_back()
                self._wipe()
                self.standing = "taken"
        elif told["phase"] == "ended":
            self._end(told["reason"])
            self.needs_sync |= not self.wiped and not self.log.has_ended
        elif self.standing != "ended":
            if self.standing != "talking" or self.version != told["version"]:
                self._hand_back()
                self.needs_sync, self.wiped = True, False
            self.standing, self.version = "talking", told["version"]
        return True

    def _end(self, reason: str | None) -> None:
        self._hand_back()
        self.standing = "ended"
        if reason == "seeker_left":
            self._wipe()

    def _wipe(self) -> None:
        self.log, self.outbox, self.wiped, self.needs_sync = Log(), (), True, False

    def _settle(self) -> None:
        self.outbox = held.reconciled(self.outbox, self.log, self.side, self.other)
        self.returned -= {line["cmid"] for line in self.log.lines}
        if self.log.has_ended:
            self._end(self.log.lines[-1]["reason"])
        if self.catches_up and not self.reads and not self._is_asking("read"):
            self.catches_up = False
            self.reported = (None, 0)
            self.speaks = True
