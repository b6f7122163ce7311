"""What is known of somebody beside their name: skills that run out, and a certificate of conduct that was seen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NewType

from volunteers.errors import SkillInvalid, VogInvalid

VolunteerId = NewType("VolunteerId", str)
"""One account; random, and the only thing of it that other packages keep."""

SKILLS_MOST = 12
_SKILL = re.compile(r"[a-z][a-z_]{1,23}")

ZONES_APART = timedelta(days=1)
"""By so much the date on somebody's wall may be ahead of the one in UTC."""


@dataclass(frozen=True, slots=True, order=True)
class Skill:
    """Something somebody can do beside listening, such as ``friend``; *until* is the last day it counts, None for always."""

    word: str
    until: date | None = None

    def counts_on(self, day: date) -> bool:
        """Whether it has not run out by this day."""
        return self.until is None or day <= self.until


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of conduct (VOG) that somebody has looked at; no copy of it is kept.

    *seen_by* is None for who was at the command line. It counts from the day it was seen through *valid_until*.
    """

    seen_on: date
    seen_by: VolunteerId | None
    valid_until: date

    def counts_on(self, day: date) -> bool:
        """Whether it was seen before this day ended and is still valid; a day that a wrong clock shows gains nothing."""
        return self.seen_on - day <= ZONES_APART and day <= self.valid_until


def certificate(seen_on: date, seen_by: VolunteerId | None, valid_until: date, *, today: date) -> Certificate:
    """What was seen, as somebody wrote it down *today*. Raises VogInvalid."""
    if seen_on - today > ZONES_APART or valid_until < seen_on:
        raise VogInvalid
    return Certificate(seen_on, seen_by, valid_until)


def skills_of(skills: Iterable[Skill]) -> frozenset[Skill]:
    """These skills, each with one date. Raises SkillInvalid."""
    held = frozenset(skills)
    words = [skill.word for skill in held]
    if len(words) > SKILLS_MOST or len(set(words)) < len(words):
        raise SkillInvalid
    if not all(_SKILL.fullmatch(word) for word in words):
        raise SkillInvalid
    return held


def skill_of(text: str) -> Skill:
    """A skill as it is written in one word: ``friend``, or ``friend:2027-01-31``. Raises SkillInvalid."""
    word, colon, until = text.strip().lower().partition(":")
    try:
        return Skill(word, date.fromisoformat(until) if colon else None)
    except ValueError:
        raise SkillInvalid from None


def text_of(skill: Skill) -> str:
    """The same skill in one word."""
    return skill.word if skill.until is None else f"{skill.word}:{skill.until.isoformat()}"
