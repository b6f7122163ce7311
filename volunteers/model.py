"""A volunteer as a value, and the rules for what may stand in one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from unicodedata import category, normalize

from volunteers.errors import (
    CapacityInvalid,
    LanguageInvalid,
    NameInvalid,
    RoleMissing,
    RolesApart,
    UnknownRole,
)
from volunteers.facts import Certificate, Skill, VolunteerId, skills_of

NAME_CHARACTERS = range(2, 41)
CAPACITIES = range(1, 4)

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class Role(StrEnum):
    """What somebody with an account is here to do."""

    COUNSELLOR = "counsellor"
    YOUNG_COUNSELLOR = "young_counsellor"
    TRAINEE = "trainee"
    SUPERVISOR = "supervisor"
    EDITOR = "editor"
    SCHEDULER = "scheduler"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


SEATED = frozenset({Role.COUNSELLOR, Role.YOUNG_COUNSELLOR, Role.TRAINEE})
"""Who talk with young people."""
IN_CONVERSATIONS = SEATED | {Role.SUPERVISOR}
"""Who can come into a conversation; an administrator, who makes the accounts, is none of them."""


class Standing(StrEnum):
    """How far an account is: asked to come, in use, or shut."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


class Bar(StrEnum):
    """Why somebody whose role has a seat cannot take it."""

    VOG_MISSING = "vog_missing"
    VOG_EXPIRED = "vog_expired"


@dataclass(frozen=True, slots=True)
class Volunteer:
    """Somebody with an account, as the rest of Luister may know them.

    *name* is the working name that seekers see. *languages* are codes such as ``nl``. *capacity* is the
    most conversations held at once. *skills* are short words for what they can do beside listening, such as ``friend``: somebody who worries about
    another. *leads*: they may lead a shift on which no supervisor is. *practice* marks an account of the practice environment, which may
    never meet a real seeker. *mentor* guides a trainee, and is None for everybody else and until one is chosen. *vog* is the certificate of
    conduct that was seen, None while none was. Made with :func:`enrol`, so that none breaks a rule.
    """

    id: VolunteerId
    name: str
    roles: frozenset[Role]
    languages: frozenset[str]
    capacity: int = 1
    practice: bool = False
    skills: frozenset[Skill] = frozenset()
    leads: bool = False
    mentor: VolunteerId | None = None
    vog: Certificate | None = None
    standing: Standing = Standing.ACTIVE

    def skills_on(self, day: date) -> frozenset[str]:
        """The words of the skills that count on this day."""
        return frozenset(skill.word for skill in self.skills if skill.counts_on(day))

    def barred_on(self, day: date) -> Bar | None:
        """Why they can hold no seat on this day although their role has one; None when they can, or when no role has one."""
        if self.practice or IN_CONVERSATIONS.isdisjoint(self.roles):
            return None
        if self.vog is None:
            return Bar.VOG_MISSING
        return None if self.vog.counts_on(day) else Bar.VOG_EXPIRED


People = Mapping[VolunteerId, Volunteer]
"""Everybody with an account, at one moment."""


def enrol(
    volunteer: VolunteerId,
    name: str,
    roles: Iterable[Role],
    languages: Iterable[str],
    capacity: int,
    *,
    practice: bool,
    skills: Iterable[Skill] = (),
    leads: bool = False,
) -> Volunteer:
    """A new volunteer from what somebody typed.

    Raises NameInvalid, RoleMissing, RolesApart, LanguageInvalid, CapacityInvalid or SkillInvalid, the first that applies.
    """
    tidy, held = tidy_name(name), roles_of(roles)
    spoken = frozenset(languages)
    if not spoken or not all(_LANGUAGE.fullmatch(language) for language in spoken):
        raise LanguageInvalid
    if capacity not in CAPACITIES:
        raise CapacityInvalid
    return Volunteer(volunteer, tidy, held, spoken, capacity, practice, skills_of(skills), leads)


def roles_of(roles: Iterable[Role]) -> frozenset[Role]:
    """These roles, as one account may hold them. Raises RoleMissing or RolesApart."""
    held = frozenset(roles)
    if not held:
        raise RoleMissing
    if Role.ADMINISTRATOR in held and not IN_CONVERSATIONS.isdisjoint(held):
        raise RolesApart
    return held


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
