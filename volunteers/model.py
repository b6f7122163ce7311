"""A volunteer as a value, and the rules for what may stand in one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType
from unicodedata import category, normalize

from volunteers.errors import (
    CapacityInvalid,
    LanguageInvalid,
    NameInvalid,
    RoleMissing,
    SkillInvalid,
    UnknownRole,
)

VolunteerId = NewType("VolunteerId", str)
"""One account; random, and the only thing of it that other packages keep."""

NAME_CHARACTERS = range(2, 41)
CAPACITIES = range(1, 4)

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SKILL = re.compile(r"[a-z][a-z_]{1,23}")
SKILLS_MOST = 12
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class Role(StrEnum):
    """What somebody with an account is here to do."""

    COUNSELLOR = "counsellor"
    YOUNG_COUNSELLOR = "young_counsellor"
    TRAINEE = "trainee"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class Volunteer:
    """Somebody with an account, as the rest of Luister may know them.

    *name* is the working name that seekers see. *languages* are codes such as ``nl``. *capacity* is the
    most conversations held at once. *skills* are short words for what they can do beside listening, such as ``friend``: somebody who worries about
    another. *leads*: they may lead a shift on which no supervisor is. *practice* marks an account of the practice environment, which may
    never meet a real seeker. Made with :func:`enrol`, so that none breaks a rule.
    """

    id: VolunteerId
    name: str
    roles: frozenset[Role]
    languages: frozenset[str]
    capacity: int = 1
    practice: bool = False
    skills: frozenset[str] = frozenset()
    leads: bool = False


def enrol(
    volunteer: VolunteerId,
    name: str,
    roles: Iterable[Role],
    languages: Iterable[str],
    capacity: int,
    *,
    practice: bool,
    skills: Iterable[str] = (),
    leads: bool = False,
) -> Volunteer:
    """A new volunteer from what somebody typed.

    Raises NameInvalid, RoleMissing, LanguageInvalid, CapacityInvalid or SkillInvalid, the first that applies.
    """
    tidy = tidy_name(name)
    held = frozenset(roles)
    if not held:
        raise RoleMissing
    spoken = frozenset(languages)
    if not spoken or not all(_LANGUAGE.fullmatch(language) for language in spoken):
        raise LanguageInvalid
    if capacity not in CAPACITIES:
        raise CapacityInvalid
    skilled = frozenset(skills)
    if len(skilled) > SKILLS_MOST or not all(_SKILL.fullmatch(skill) for skill in skilled):
        raise SkillInvalid
    return Volunteer(volunteer, tidy, held, spoken, capacity, practice, skilled, leads)


def tidy_name(name: str) -> str:
    """The name as it is shown: composed, trimmed, with single spaces.

    Characters that cannot be seen are refused, because two names that look alike must be one name, and
    because they can turn the text around them about. Raises NameInvalid.
    """
    trimmed = normalize("NFC", name).strip()
    if any(category(character) in _UNSEEN for character in trimmed):
        raise NameInvalid
    tidy = " ".join(trimmed.split())
    if len(tidy) not in NAME_CHARACTERS:
        raise NameInvalid
    return tidy


def name_key(name: str) -> str:
    """What two names have in common when they count as one: capitals and letter forms aside.

    Source: The Unicode Standard, definition D146, compatibility caseless match.
    """
    folded = normalize("NFKC", normalize("NFD", name).casefold()).casefold()
    return normalize("NFKC", folded)


def role_of(word: str) -> Role:
    """The role of that name. Raises UnknownRole."""
    try:
        return Role(word)
    except ValueError:
        raise UnknownRole from None
