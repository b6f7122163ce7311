"""How long one decision of the desk takes, beside the cost of copying and sorting the same desk once, plainly.

Run as ``python benchmarks/desk.py``. Both sides run turn by turn in one process, so a busy machine slows both and
the ratio stands. Sizes are those of DESIGN.md 4: 100 waiting x 50 seats, 1,000 waiting x 300 seats. Wanted: a
median of at most 2 ms at the larger.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from chat.identifiers import (
    ConnectionId,
    ConversationId,
    Epoch,
    Instance,
    Instant,
    Seconds,
    SeekerId,
    VolunteerId,
)
from chat.routing.claims import seeker_claim
from chat.routing.commands import (
    Accept,
    Arrive,
    ChooseStatus,
    Command,
    Decline,
    DropSeeker,
    End,
    Leave,
    Return,
    TakeSeat,
    Tick,
)
from chat.routing.deadlines import next_due
from chat.routing.desk import decide
from chat.routing.house import Served
from chat.routing.model import Desk, Language, Status
from chat.routing.views import places

SIZES = ((100, 50), (1_000, 300))
CAPACITY = 3
WANTED_MS = 2.0
TURNS = 300
NOW = Instant(10_000.0)


def busy_desk(waiting: int, seats: int) -> Desk:
    """Every seat talks with as many as it can take, one of them is asked, and so many wait; how fast it goes is known."""
    pace = tuple(
        Served(Instant(NOW - 60 * number), Seconds(1_500 + 13 * number)) for number in range(60, 0, -1)
    )
    desk = Desk(pace=pace)
    for number in range(seats):
        counsellor = VolunteerId(f"counsellor-{number}")
        speaks = frozenset({Language.DUTCH})
        taken = TakeSeat(counsellor, "Noor", speaks, CAPACITY, ConnectionId(f"desk-{number}"))
        desk, _ = decide(desk, taken, NOW)
        desk, _ = decide(desk, ChooseStatus(counsellor, Status.READY), NOW)
    for number in range(seats * CAPACITY - 1 + waiting):
        desk, _ = decide(desk, arrival(number), NOW)
        for offer in desk.offers.values():
            if len(desk.talks) < seats * CAPACITY - 1:
                desk, _ = decide(desk, Accept(offer.asked[0], offer.conversation, offer.version), NOW)
    assert (len(desk.waiting), len(desk.seats), len(desk.offers)) == (waiting, seats, 1)
    return desk


def arrival(number: int) -> Arrive:
    """The young person of this number begins."""
    return Arrive(
        SeekerId(f"seeker-{number}"),
        ConversationId(f"talk-{number}"),
        Epoch("one"),
        Language.DUTCH,
        Instance("page"),
        ConnectionId(f"line-{number}"),
    )


def commands(desk: Desk) -> dict[str, Command]:
    """One command of each kind that people and networks send often."""
    (offer,) = desk.offers.values()
    last = list(desk.waiting.values())[-1]
    talk = next(iter(desk.talks.values()))
    line = desk.guests[last.seeker].connection
    claim = seeker_claim(desk, last.seeker, desk.now)
    assert line is not None
    assert claim is not None
    return {
        "arrive": arrival(1_000_000),
        "accept": Accept(offer.asked[0], offer.conversation, offer.version),
        "decline": Decline(offer.asked[0], offer.conversation, offer.version),
        "end, next offered": End(talk.counsellor, talk.conversation),
        "drop": DropSeeker(last.seeker, line),
        "come back": Return(
            claim, Epoch("new"), Instance("page"), ConnectionId("new"), take_over=False, tab=Instance("page")
        ),
        "leave": Leave(last.seeker),
        "tick, nothing due": Tick(),
    }


def nobody_fits(desk: Desk) -> Desk:
    """The same desk with a tenth of the seats free, in a language in which nobody waits: the whole queue is asked."""
    free = list(desk.seats)[:: max(1, len(desk.seats) // (len(desk.seats) // 10))]
    english = {
        key: replace(desk.seats[key], languages=frozenset({Language.ENGLISH}), capacity=CAPACITY + 1)
        for key in free
    }
    return replace(desk, seats={**desk.seats, **english})


def copied_and_sorted(desk: Desk) -> Desk:
    """What a plain program would do at every step: copy all, and put both rows in order."""
    sorted(desk.waiting.values(), key=lambda waiting: (not waiting.handed_over, waiting.arrived))
    sorted(desk.seats.values(), key=lambda seat: (seat.idle_since, seat.counsellor))
    return replace(
        desk,
        guests=dict(desk.guests),
        waiting=dict(desk.waiting),
        offers=dict(desk.offers),
        talks=dict(desk.talks),
        closing=dict(desk.closing),
        seats=dict(desk.seats),
    )


def milliseconds(work: Callable[[], object]) -> float:
    """How long it took, once."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def report(name: str, work: Callable[[], object], desk: Desk) -> float:
    """Print the median beside the plain one's, and give it back in milliseconds."""
    took: list[float] = []
    plain: list[float] = []
    for _ in range(TURNS):
        took.append(milliseconds(work))
        plain.append(milliseconds(lambda: copied_and_sorted(desk)))
    median, plainly = statistics.median(took), statistics.median(plain)
    late = statistics.quantiles(took, n=100)[-1]
    print(f"  {name:<28}{median:9.3f}{late:9.3f}{plainly:9.3f}{median / plainly:8.2f}")
    return median


def measure(waiting: int, seats: int) -> None:
    """Every kind of command at one size."""
    desk = busy_desk(waiting, seats)
    unmatched = nobody_fits(desk)
    print(f"{waiting:,} waiting x {seats} seats, {len(desk.talks):,} talking, {TURNS} turns")
    print(f"  {'one decision':<28}{'median':>9}{'p99':>9}{'plain':>9}{'ratio':>8}   (ms)")
    medians = [
        report(name, partial(decide, desk, command, NOW), desk) for name, command in commands(desk).items()
    ]
    anew = arrival(1_000_000)
    medians.append(report("arrive, free but no fit", partial(decide, unmatched, anew, NOW), desk))
    report("(places of everybody)", partial(places, desk), desk)
    report("(next deadline)", partial(next_due, desk), desk)
    verdict = "met" if max(medians) <= WANTED_MS else "NOT met"
    print(f"  slowest median {max(medians):.3f} ms; at most {WANTED_MS} ms is wanted: {verdict}\n")


def main() -> None:
    """Measure both sizes."""
    for waiting, seats in SIZES:
        measure(waiting, seats)


if __name__ == "__main__":
    main()
