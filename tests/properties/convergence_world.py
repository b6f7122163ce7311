"""Two pages, a server, and between them a network that loses, doubles, delays and mixes up what it carries.

What is asked on one line arrives in order or not at all, as on a socket; answers and hints come back in any order, late,
twice (hints) or never. A line may be dead on either end without the other knowing. Every step is a move; a history is a
list of moves, and the same history always goes the same way.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from chat.conversation.model import Kind
from chat.identifiers import ConversationId
from tests.properties.convergence_page import Page, Payload
from tests.properties.convergence_server import Server
from tests.properties.convergence_sides import CounsellorPage, SeekerPage

RELOADS_MOST, LOSSES_MOST, ENDS_AFTER = 2, 3, 20
"""Of what clears the table not too much, so that something is said between."""
ROUNDS_STILL = 2
SIDES = ("seeker", "counsellor")
DOORS = {"seeker": "/seeker", "counsellor": "/desk"}
START_ID = "anna-anna-anna-anna-anna"


@dataclass(frozen=True)
class Move:
    """One thing that happens: to which side or line, and to which of what lies there."""

    what: str
    where: str = ""
    which: Any = None

    def __repr__(self) -> str:
        return " ".join(str(part) for part in (self.what, self.where, self.which) if part not in ("", None))


@dataclass(frozen=True)
class Event:
    """Something the server saw or did, with what it said to whom: what a real one is held against.

    *what* is ``open``, ``close``, ``ask``, ``pulse``, ``look``, ``gathered`` or a loss.
    """

    what: str
    line: str = ""
    event: str = ""
    payload: Payload = field(default_factory=dict)
    answer: Payload | None = None
    hints: tuple[tuple[str, str, Payload], ...] = ()


@dataclass
class Pipe:
    """A line as the network has it."""

    side: str
    asked: list[tuple[int, str, Payload]] = field(default_factory=list)
    answers: dict[int, Payload] = field(default_factory=dict)
    hints: list[tuple[str, Payload]] = field(default_factory=list)
    is_cut: bool = False
    """Nothing comes through any more, and perhaps nobody knows."""


LOSSES = {
    "embedded": ("kill",),
    "shared": ("flush", "lose desk", "lose log"),
    "lagging": ("copy", "relapse", "flush"),
}
"""What can be lost, by how the live state is kept: in the process, in one Redis, in one with a replica that lags."""


class World:
    """A conversation between two people, under any history."""

    server_type = Server
    seeker_type = SeekerPage
    counsellor_type = CounsellorPage

    def __init__(self, keeping: str = "embedded") -> None:
        self.keeping = keeping
        self.losses = LOSSES[keeping]
        self.server = self.server_type()
        self.trace: list[Event] = []
        self.counts: Counter[str] = Counter()
        self.numbers: Iterator[int] = itertools.count()
        self.pipes: dict[str, Pipe] = {}
        self.reloads = 0
        self.pressed: dict[str, list[str]] = {side: [] for side in SIDES}
        self.unkept: dict[str, set[str]] = {side: set() for side in SIDES}
        self.server.start()
        self._begin()

    def _begin(self) -> None:
        """Both are here, the counsellor has accepted, and each has heard so."""
        seeker, desk = self._connect("seeker"), self._connect("counsellor")
        arriving = {"start_id": START_ID, "instance": "page-0", "language": "nl"}
        arrived = self._serve(seeker, "seeker.arrive", arriving)
        self._serve(desk, "seat.take", {"ticket": None})
        self._serve(desk, "status.choose", {"status": "ready"})
        view = self.pipes[desk].hints[-1][1]["view"]
        offer = {key: view["offer"][key] for key in ("conversation", "version")}
        self._serve(desk, "offer.accept", offer)
        conversation = self.conversation = arrived["view"]["conversation"]
        tickets = {
            side: [payload["ticket"] for _, payload in self.pipes[line].hints if "ticket" in payload][-1]
            for side, line in (("seeker", seeker), ("counsellor", desk))
        }
        self.pages: dict[str, Page] = {
            "seeker": self.seeker_type(conversation, tickets["seeker"], "page-0"),
            "counsellor": self.counsellor_type(conversation, tickets["counsellor"], "desk"),
        }
        for line, side in ((seeker, "seeker"), (desk, "counsellor")):
            self.pipes[line].hints.clear()
            self.pages[side].opened(line)

    def stored(self) -> tuple[str, ...] | None:
        """The names of the messages that the server has, in order; None when it has no log."""
        log = self.server.store.logs.get(ConversationId(self.conversation))
        return (
            None if log is None else tuple(entry.cmid for entry in log.entries if entry.kind is Kind.MESSAGE)
        )

    # --- what may happen now ---

    def moves(self) -> list[Move]:
        """Everything that may happen now, the ordinary first; what is to happen often stands here often."""
        moves = [Move("press", side) for side in SIDES] * 2 + [Move("flow", side) for side in SIDES]
        for side, page in self.pages.items():
            wishes = page.wishes()
            moves += [Move("connect", side)] * 4 if page.link is None else [Move("lose", side)]
            moves += [Move("exchange", side, wish) for wish in wishes] * 3
            moves += [Move("ask", side, wish) for wish in wishes] * 2
            moves += [Move("give up", side, number) for number in page.flights]
            moves += self._arrivals(side, page)
            if not page.is_over and self.reloads < RELOADS_MOST:
                moves.append(Move("reload", side))
            if not page.is_over and not page.ending and len(self.trace) > ENDS_AFTER:
                moves.append(Move("end", side))
        for name, pipe in self.pipes.items():
            moves += self._line_moves(name, pipe)
        moves.append(Move("pulse"))
        if self.keeping != "embedded":
            moves.append(Move("look"))
        if sum(self.counts[loss] for loss in self.losses) < LOSSES_MOST:
            moves += [Move(loss) for loss in self.losses]
        return moves

    def _arrivals(self, side: str, page: Page) -> list[Move]:
        """What may reach this page."""
        pipe = self.pipes.get(page.link or "")
        if pipe is None:
            return []
        moves = [Move("answer", side, number) for number in pipe.answers if number in page.flights]
        moves += [Move("hint", side, at) for at in range(min(3, len(pipe.hints)))]
        return moves + ([Move("hint again", side, 0), Move("drop hint", side, 0)] if pipe.hints else [])

    def _line_moves(self, name: str, pipe: Pipe) -> list[Move]:
        """What may become of a line."""
        is_held = self.pages[pipe.side].link == name
        moves = [Move("serve", name)] * 2 if pipe.asked and not pipe.is_cut else []
        if name in self.server.lines and not is_held:
            moves.append(Move("notice", name))
        if is_held and not pipe.is_cut:
            moves.append(Move("cut", name))
        return moves

    def do(self, move: Move) -> None:
        """It happens."""
        self.counts[move.what] += 1
        side = move.where
        match move.what:
            case "press":
                if not self.pages[side].is_over:
                    cmid = f"{side}-{len(self.pressed[side]) + 1}"
                    self.pressed[side].append(cmid)
                    self.pages[side].press(cmid)
            case "connect":
                self.pages[side].opened(self._connect(side))
            case "lose":
                self._leave_line(side)
            case "reload":
                self._reload(side)
            case "end":
                self.pages[side].ending = True
            case "cut":
                self.pipes[side].is_cut = True
            case "notice":
                self._notice(side)
            case "hint" | "hint again" | "drop hint" | "flow":
                self._hint(move)
            case "ask" | "exchange" | "serve" | "answer" | "give up":
                self._carry(move)
            case _:
                self._to_the_server(move.what)

    def _carry(self, move: Move) -> None:
        side = move.where
        match move.what:
            case "ask":
                self._ask(side, move.which)
            case "exchange":
                self._exchange(side, move.which)
            case "serve":
                self._serve_next(side)
            case "answer":
                self.pages[side].answered(move.which, self._pipe(side).answers.pop(move.which))
            case _:
                self.pages[side].unanswered(move.which)

    def _to_the_server(self, what: str) -> None:
        server, store = self.server, self.server.store
        match what:
            case "pulse":
                server.pulse()
            case "look":
                server.look()
            case "kill":
                server.kill()
                for pipe in self.pipes.values():
                    pipe.is_cut = True
            case "flush":
                store.lose_all(process=False)
            case "lose desk":
                store.lose_desk()
            case "lose log":
                store.lose_logs()
            case "copy":
                store.copy()
            case _:
                store.relapse()
        self._write(what)

    # --- the network ---

    def _pipe(self, side: str) -> Pipe:
        return self.pipes[self.pages[side].link or ""]

    def _connect(self, side: str) -> str:
        line = f"node.line-{len(self.pipes)}"
        self.pipes[line] = Pipe(side)
        self.server.open(line, DOORS[side])
        self._write("open", line, DOORS[side])
        return line

    def _leave_line(self, side: str) -> None:
        """The browser lets go of its line; what still lies in it may arrive at the server, and nothing comes back."""
        pipe = self._pipe(side)
        pipe.answers.clear()
        pipe.hints.clear()
        self.pages[side].lost()

    def _reload(self, side: str) -> None:
        """A new page with the ticket and what the old one kept. What went back into its field is gone, as what was written before any page had a key."""
        page = self.pages[side]
        self.unkept[side] |= page.returned
        if page.kept is None and page.log.epoch is None:
            self.unkept[side] |= {item.cmid for item in page.outbox}
        if page.link is not None:
            self._leave_line(side)
        self.reloads += 1
        new = type(page)(self.conversation, page.ticket, f"page-{self.reloads}", kept=page.keeps())
        if isinstance(new, SeekerPage):
            assert isinstance(page, SeekerPage)
            new.tab, new.load = page.tab or page.instance, page.load + 1
        self.pages[side] = new

    def _ask(self, side: str, wish: str) -> int:
        number = next(self.numbers)
        page = self.pages[side]
        self._pipe(side).asked.append((number, *page.ask(number, wish)))
        return number

    def _exchange(self, side: str, wish: str) -> None:
        """Asked and answered, as it mostly goes, after everything asked before."""
        number, pipe = self._ask(side, wish), self._pipe(side)
        while pipe.asked and not pipe.is_cut:
            self._serve_next(self.pages[side].link or "")
        if number in pipe.answers:
            self.pages[side].answered(number, pipe.answers.pop(number))

    def _serve_next(self, line: str) -> None:
        pipe = self.pipes[line]
        number, event, payload = pipe.asked.pop(0)
        answer = self._serve(line, event, payload)
        if self.pages[pipe.side].link == line:
            pipe.answers[number] = answer

    def _serve(self, line: str, event: str, payload: Payload) -> Payload:
        answer = self.server.ask(line, event, payload)
        self._write("ask", line, event, payload, answer)
        return answer

    def _write(
        self,
        what: str,
        line: str = "",
        event: str = "",
        payload: Payload | None = None,
        answer: Payload | None = None,
    ) -> None:
        """Note what the server did, and put what it told into the pipes."""
        hints = tuple(self.server.told)
        self.server.told.clear()
        self.trace.append(Event(what, line, event, payload or {}, answer, hints))
        for name, told, about in hints:
            pipe = self.pipes[name]
            is_heard = not hasattr(self, "pages") or self.pages[pipe.side].link == name
            if is_heard and not pipe.is_cut:
                pipe.hints.append((told, about))

    def _hint(self, move: Move) -> None:
        if self.pages[move.where].link is None:
            return
        pipe = self._pipe(move.where)
        match move.what:
            case "hint":
                self._tell(move.where, pipe.hints.pop(move.which))
            case "hint again":
                self._tell(move.where, pipe.hints[0])
            case "drop hint":
                pipe.hints.pop(0)
            case _:
                while pipe.hints:
                    self._tell(move.where, pipe.hints.pop(0))

    def _tell(self, side: str, hint: tuple[str, Payload]) -> None:
        self.pages[side].told(*hint)

    def _notice(self, line: str) -> None:
        self.server.close(line)
        self.pipes[line].is_cut = True
        self._write("close", line)

    # --- quiet ---

    def come_to_rest(self) -> bool:
        """Everything works again: lines stand, what lies in them arrives, everybody asks what they want. Whether it ends."""
        for name, pipe in self.pipes.items():
            while pipe.asked and name in self.server.lines and not pipe.is_cut:
                self._serve_next(name)
            if name in self.server.lines and (pipe.is_cut or self.pages[pipe.side].link != name):
                self._notice(name)
            if pipe.is_cut and self.pages[pipe.side].link == name:
                self._leave_line(pipe.side)
        for side, page in self.pages.items():
            for number in list(page.flights):
                page.unanswered(number)
            if page.link is None:
                page.opened(self._connect(side))
        if self.keeping != "embedded":
            self.do(Move("look"))
            return self._falls_still()
        if not self._falls_still():
            return False
        # Until here those who were there before a kill had time to come back.
        self.server.store.gathered()
        self._write("gathered")
        return self._falls_still()

    def _falls_still(self) -> bool:
        still = 0
        for _ in range(30):
            before = self._standing()
            self._go_round()
            # What a pulse says at the end of one round is heard in the next.
            still = still + 1 if self._standing() == before else 0
            if still == ROUNDS_STILL:
                return True
        return False

    def _go_round(self) -> None:
        for side, page in self.pages.items():
            self.do(Move("flow", side))
            for _ in range(40):
                wishes = page.wishes()
                if not wishes:
                    break
                self._exchange(side, wishes[0])
                self.do(Move("flow", side))
                if self._is_put_off():
                    break
        self.do(Move("pulse"))

    def _is_put_off(self) -> bool:
        """Whether the last answer was to ask again later: somebody else has to do something first."""
        answer = next(event.answer for event in reversed(self.trace) if event.what == "ask")
        return answer is not None and not answer["ok"]

    def _standing(self) -> tuple[object, ...]:
        pages = tuple(
            (page.log, page.outbox, tuple(page.wishes()), frozenset(page.returned), page.known)
            for page in self.pages.values()
        )
        logs = self.server.store.logs.get(ConversationId(self.conversation))
        return *pages, logs
