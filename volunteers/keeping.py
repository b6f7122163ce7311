"""PURE: what may be made of an account, by whom. Each rule sees everybody at one moment and gives the account as it is then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from volunteers.access import Permission, ask, ask_to_give, ask_to_touch
from volunteers.errors import (
    Forbidden,
    LastAdministrator,
    MentorInvalid,
    NotOneself,
    UnknownVolunteer,
    WrongStanding,
)
from volunteers.facts import Certificate, Skill, VolunteerId
from volunteers.model import IN_CONVERSATIONS, People, Role, Standing, Volunteer, enrol, roles_of


@dataclass(frozen=True, slots=True)
class Facts:
    """What a volunteer can do and under whom, as somebody filled it in."""

    languages: tuple[str, ...]
    capacity: int = 1
    skills: tuple[Skill, ...] = ()
    leads: bool = False
    mentor: VolunteerId | None = None


def invited(
    people: People, by: Volunteer | None, new: VolunteerId, name: str, roles: Iterable[Role], facts: Facts
) -> Volunteer:
    """A new account that waits for its owner; *by* is None at the command line, which may do everything.

    Raises Forbidden and AccountRefused.
    """
    held = tuple(roles)
    if by is not None:
        ask_to_give(by, held)
    practice = by is not None and by.practice
    made = enrol(
        *(new, name, held, facts.languages, facts.capacity),
        practice=practice,
        skills=facts.skills,
        leads=facts.leads,
    )
    _ask_mentor(people, made, facts.mentor)
    return replace(made, mentor=facts.mentor, standing=Standing.INVITED)


def with_facts(people: People, by: Volunteer, who: VolunteerId, facts: Facts) -> Volunteer:
    """With other facts. Raises Forbidden, UnknownVolunteer and AccountRefused."""
    before = touched(people, by, who, Permission.KEEP_PEOPLE)
    made = enrol(
        *(who, before.name, before.roles, facts.languages, facts.capacity),
        practice=before.practice,
        skills=facts.skills,
        leads=facts.leads,
    )
    _ask_mentor(people, before, facts.mentor)
    return replace(made, mentor=facts.mentor, vog=before.vog, standing=before.standing)


def with_vog(people: People, by: Volunteer, who: VolunteerId, vog: Certificate) -> Volunteer:
    """With a certificate that somebody else has looked at. Raises Forbidden, UnknownVolunteer and NotOneself."""
    touched(people, by, who, Permission.KEEP_PEOPLE)
    if who == by.id:
        raise NotOneself
    return seen(people, who, vog)


def seen(people: People, who: VolunteerId, vog: Certificate) -> Volunteer:
    """With a certificate, as whoever sits at the server itself writes it down. Raises UnknownVolunteer."""
    return replace(of(people, who), vog=vog)


def with_roles(people: People, by: Volunteer, who: VolunteerId, roles: Iterable[Role]) -> Volunteer:
    """For something else. Who is a trainee no longer has no mentor.

    Raises Forbidden, UnknownVolunteer, RoleMissing, RolesApart and LastAdministrator.
    """
    before = touched(people, by, who, Permission.CHANGE_ROLES)
    held = roles_of(roles)
    after = replace(before, roles=held, mentor=before.mentor if Role.TRAINEE in held else None)
    _ask_administrator_left(people, before, after)
    return after


def shut(people: People, by: Volunteer, who: VolunteerId) -> Volunteer:
    """Not in use until somebody opens it again. Raises Forbidden, UnknownVolunteer, NotOneself and LastAdministrator."""
    before = touched(people, by, who, Permission.KEEP_PEOPLE)
    if who == by.id:
        raise NotOneself
    after = replace(before, standing=Standing.DISABLED)
    _ask_administrator_left(people, before, after)
    return after


def opened(people: People, by: Volunteer, who: VolunteerId) -> Volunteer:
    """In use again; what it was opened with before opens it. Raises Forbidden, UnknownVolunteer and WrongStanding."""
    before = touched(people, by, who, Permission.KEEP_PEOPLE)
    if before.standing is Standing.INVITED:
        raise WrongStanding
    return replace(before, standing=Standing.ACTIVE)


def removed(people: People, by: Volunteer, who: VolunteerId) -> None:
    """Forgotten. Who was invited and never came may be forgotten by whoever may invite; others by who changes roles.

    Raises Forbidden, UnknownVolunteer, NotOneself and LastAdministrator.
    """
    found = people.get(who)
    came = found is not None and found.standing is not Standing.INVITED
    before = touched(people, by, who, Permission.CHANGE_ROLES if came else Permission.INVITE)
    if who == by.id:
        raise NotOneself
    _ask_administrator_left(people, before, None)


def touched(people: People, by: Volunteer, who: VolunteerId, permission: Permission) -> Volunteer:
    """The account of *who* as it is, when *by* may do this with it. Raises Forbidden and UnknownVolunteer."""
    # As they are now: somebody whose role was taken away this moment may nothing any more.
    asking = people.get(by.id)
    if asking is None:
        raise Forbidden
    ask(asking, permission)
    before = of(people, who)
    ask_to_touch(asking, before, permission)
    return before


def of(people: People, who: VolunteerId) -> Volunteer:
    """The account of *who*. Raises UnknownVolunteer."""
    found = people.get(who)
    if found is None:
        raise UnknownVolunteer
    return found


def _ask_mentor(people: People, volunteer: Volunteer, mentor: VolunteerId | None) -> None:
    if mentor is None:
        return
    found = people.get(mentor)
    if (
        Role.TRAINEE not in volunteer.roles
        or found is None
        or mentor == volunteer.id
        or found.standing is not Standing.ACTIVE
        or Role.TRAINEE in found.roles
        or IN_CONVERSATIONS.isdisjoint(found.roles)
    ):
        raise MentorInvalid


def _ask_administrator_left(people: People, before: Volunteer, after: Volunteer | None) -> None:
    """Raises LastAdministrator when nobody in use would be left who is one, and somebody is now."""
    if not _administers(before) or (after is not None and _administers(after)):
        return
    if not any(_administers(one) for one in people.values() if one.id != before.id):
        raise LastAdministrator


def _administers(volunteer: Volunteer) -> bool:
    return volunteer.standing is Standing.ACTIVE and Role.ADMINISTRATOR in volunteer.roles
