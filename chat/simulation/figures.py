"""What some simulated days say, in numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from chat.identifiers import Seconds
from chat.simulation.policy import Told
from chat.simulation.record import Record, Run
from chat.simulation.scenario import HOUR

SOON: Final = Seconds(5 * 60.0)
"""Within which a line would like to answer nine of ten."""


@dataclass(frozen=True, slots=True)
class Waits:
    """The waits of those who were answered: half of them were no longer than *p50*, and so on; None of nobody."""

    p50: Seconds | None
    p90: Seconds | None
    p95: Seconds | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of *said* bands on which the wait could be checked, *held* held."""

    held: int
    said: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Days under one policy. Shares are of 1, and of everybody who was let in; None where there was nobody.

    *soon* is the share answered within SOON. *occupancy* is the share of their shifts that counsellors talked. *overtaken* is by how much
    later somebody came who was answered first, at the most, by a counsellor who could have taken either. *early* covers
    the bands read on arriving, *late* those read further on; neither counts who found somebody free. *reached* is the
    number of days on which nobody was still waiting when the line closed.
    """

    days: int
    came: int
    let_in: int
    all: Waits
    urgent: Waits
    soon: float | None
    gave_up: float | None
    unreached: int
    reached: int
    occupancy: float
    longest: Seconds
    overtaken: Seconds
    early: Coverage
    late: Coverage


def figures(runs: Sequence[Run]) -> Figures:
    """What these days say, which were played under one policy."""
    everybody = [record for run in runs for record in run.records.values()]
    let_in = [record for record in everybody if record.let_in]
    on = sum(shift.ends - shift.begins for run in runs for shift in run.day.shifts)
    unreached = [sum(record.unreached is not None for record in run.records.values()) for run in runs]
    return Figures(
        days=len(runs),
        came=len(everybody),
        let_in=len(let_in),
        all=waits(let_in),
        urgent=waits([record for record in let_in if record.seeker.urgent]),
        soon=answered_soon(let_in),
        gave_up=_share(sum(record.left is not None for record in let_in), len(let_in)),
        unreached=sum(unreached),
        reached=unreached.count(0),
        occupancy=sum(run.talked for run in runs) / on,
        longest=max((record.waited for record in let_in), default=Seconds(0.0)),
        overtaken=max((_overtaken(run) for run in runs), default=Seconds(0.0)),
        early=_coverage((record, told) for record in let_in for told in record.told[:1]),
        late=_coverage((record, told) for record in let_in for told in record.told[1:]),
    )


def waits(records: Sequence[Record]) -> Waits:
    """The waits of those of these who were answered."""
    lengths = sorted(record.waited for record in records if record.answered is not None)
    p50, p90, p95 = (
        lengths[ceil(share * len(lengths)) - 1] if lengths else None for share in (0.5, 0.9, 0.95)
    )
    return Waits(p50, p90, p95)


def answered_soon(records: Sequence[Record]) -> float | None:
    """The share of these who were answered within SOON; None of nobody."""
    return _share(
        sum(record.answered is not None and record.waited <= SOON for record in records), len(records)
    )


def by_hour(runs: Sequence[Run]) -> list[list[Record]]:
    """Those who were let in, by the hour after opening in which they came."""
    hours: list[list[Record]] = []
    for run in runs:
        for record in run.records.values():
            hour = int((record.seeker.arrives - run.day.opens) / HOUR)
            hours += [[] for _ in range(hour + 1 - len(hours))]
            if record.let_in:
                hours[hour].append(record)
    return hours


def _overtaken(run: Run) -> Seconds:
    """By how much later somebody came at the most who was answered while another waited whom the same counsellor could take."""
    line = sorted((r for r in run.records.values() if r.let_in), key=lambda record: record.seeker.arrives)
    most = Seconds(0.0)
    for number, later in enumerate(line):
        if later.answered is None:
            continue
        # Those who came earlier, from the earliest on: the first who is still there was overtaken by the most.
        for earlier in line[:number]:
            if earlier.over > later.answered and earlier.seeker.language in later.spoken:
                most = max(most, Seconds(later.seeker.arrives - earlier.seeker.arrives))
                break
    return most


def _coverage(read: Iterable[tuple[Record, Told]]) -> Coverage:
    checked = [held for record, told in read for held in _held(record, told)]
    return Coverage(sum(checked), len(checked))


def _held(record: Record, told: Told) -> Iterator[bool]:
    """Whether the band held; nothing when none was said, somebody was free, or the line closed before it could be known."""
    if told.band is None or told.at_once:
        return
    left = record.over - told.at
    too_late = told.band.high is not None and left > told.band.high
    if record.answered is not None:
        yield told.band.low <= left and not too_late
    elif too_late:
        yield False


def _share(some: int, of: int) -> float | None:
    return some / of if of else None
