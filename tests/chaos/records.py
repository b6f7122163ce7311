"""What a run counted: printed at the end of the tests, and kept by scripts/soak.py."""

import json
import os
from collections import Counter
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from tests.chaos.oracle import Verdict

FULL = os.environ.get("CHAOS") == "full"
"""Whether the long counts of `make soak` run."""
EXAMPLES = 12
"""Of texts that something went wrong with, by writer and number."""
REFRESHES_AN_EXCUSE = 20
"""People write every few seconds, so few refreshes come within a tenth of one after a text; and most of those take nothing."""
KEPT = os.environ.get("CHAOS_RECORD")


@dataclass
class Record:
    """The counts of one row.

    *blows* are kills or other accidents; *kept* the times after which every pair went on, *late* those after which that took longer
    than it may. *went_on* are the seconds that took, the slowest and the middle one. *strangers* are pairs that were not the same two
    people any more, *refreshed* are refreshes by who is played, *refreshed_twice* how often two came one right after the other, *refreshed_shown* those in Chromium, *excused* texts that vanished with a page in the moment of its refresh, *keyless* those that vanished with a page to which the server had given no key yet, *lost* says when those were pressed that were lost, *waited* says what stood in the way of those that were late, *displaced* times the waiting order was another.
    """

    row: str
    seed: int
    pairs: int
    blows: int = 0
    refreshed: int = 0
    refreshed_twice: int = 0
    refreshed_shown: int = 0
    texts: int = 0
    kept: int = 0
    late: int = 0
    strangers: int = 0
    displaced: int = 0
    excused: int = 0
    keyless: int = 0
    verdicts: dict[str, int] = field(default_factory=dict)
    examples: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    went_on: list[float] = field(default_factory=list)
    waited: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def judged(self, verdict: Verdict, excused: int, keyless: int) -> None:
        """Add what the oracle found between one pair, and how many texts it left out and why."""
        self.excused += excused
        self.keyless += keyless
        self.verdicts = dict(Counter(self.verdicts) + verdict.counts())
        found = [
            f"{kind.name}: {text.split()[0]}"
            for kind in fields(verdict)
            for text in getattr(verdict, kind.name)
        ]
        self.examples = [*self.examples, *found][:EXAMPLES]

    def line(self) -> str:
        """All of it on one line."""
        return json.dumps(self.figures())

    def figures(self) -> dict[str, object]:
        """All of it, with of the times only the middle and the slowest."""
        counted = {
            name: value
            for name, value in asdict(self).items()
            if name not in ("went_on", "wrong", "complaints")
        }
        times = sorted(self.went_on)
        if times:
            counted |= {"went_on_middle": times[len(times) // 2], "went_on_slowest": times[-1]}
        return {**counted, "complaints": len(self.complaints), "wrong": self.wrong}

    @property
    def is_good(self) -> bool:
        """Whether nothing that the row counts went wrong."""
        faults = (
            self.late,
            self.strangers,
            self.displaced,
            sum(self.verdicts.values()),
            len(self.complaints),
            len(self.wrong),
        )
        return not any(faults)

    @property
    def says_enough(self) -> bool:
        """Whether people wrote, and next to nothing was left out."""
        return self.texts >= self.blows * self.pairs and self.excuses_little

    @property
    def excuses_little(self) -> bool:
        """Whether a refresh took next to nothing that a page could have kept."""
        refreshes = self.refreshed + self.refreshed_shown
        return max(self.excused, self.keyless) <= 1 + refreshes // REFRESHES_AN_EXCUSE


kept: list[Record] = []


def keep(record: Record) -> None:
    """Remember it for the summary, and write it where the soak reads it."""
    kept.append(record)
    tell(record.figures())


def tell(figures: dict[str, object]) -> None:
    """Write what was counted where the soak reads it."""
    if KEPT is not None:
        with Path(KEPT).open("a", encoding="utf-8") as rows:
            rows.write(json.dumps(figures) + "\n")
