"""The use cases of keeping accounts: inviting, facts, roles, shutting, and giving an account anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from volunteers import keeping
from volunteers.access import Permission, ask
from volunteers.audit import Act, Deed
from volunteers.credentials import Token, hash_of, new_id, new_token
from volunteers.errors import NotOneself, SecondPersonNeeded, UnknownVolunteer, WrongStanding
from volunteers.facts import VolunteerId, certificate
from volunteers.keeping import Facts
from volunteers.model import People, Role, Standing, Volunteer, name_key, tidy_name
from volunteers.records import PUT_BACK, Account, Invitation, PeopleStore, Reset

INVITATION_LASTS = timedelta(days=7)
RESET_WAITS = timedelta(hours=24)
"""So long another person has to confirm that an account is given anew."""


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time link that somebody hands over, told only here."""

    token: Token
    until: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One account as those see it who keep them."""

    volunteer: Volunteer
    seen_by: str | None
    """The name of who saw the certificate; None when nobody did, at the command line, or when they are gone."""
    link_until: datetime | None
    reset_asked_by: str | None
    factors: int


class Keeping:
    """Keeps accounts. *by* is always the volunteer who asks, and None at the command line of the server itself."""

    def __init__(self, store: PeopleStore, *, now: Callable[[], datetime]) -> None:
        """*now* tells the time in UTC, with its time zone."""
        self._store = store
        self._now = now

    async def entries(self, by: Volunteer) -> Sequence[Entry]:
        """Everybody, by name. Raises Forbidden and Storage."""
        ask(by, Permission.KEEP_PEOPLE)
        people, counts = await self._store.people(), await self._store.factor_counts()
        links, resets = await self._store.invitations(), await self._store.resets()
        names = {one.id: one.name for one in people.values()}
        return [
            self._entry(one, names, counts.get(one.id, 0), links, resets)
            for one in sorted(people.values(), key=lambda one: name_key(one.name))
        ]

    async def entry(self, by: Volunteer, who: VolunteerId) -> Entry:
        """One account. Raises Forbidden, UnknownVolunteer and Storage."""
        for entry in await self.entries(by):
            if entry.volunteer.id == who:
                return entry
        raise UnknownVolunteer

    async def invite(
        self, by: Volunteer | None, name: str, roles: Iterable[Role], facts: Facts
    ) -> tuple[Volunteer, Link]:
        """Make an account and a link for its owner. Raises Forbidden, AccountRefused and Storage."""
        people, link = await self._store.people(), self._link()
        made = keeping.invited(people, by, new_id(), name, roles, facts)
        noted = self._act(Deed.INVITED, by, made.id)
        await self._store.add(Account(made), self._invitation(made.id, link), noted)
        return made, link

    async def set_facts(self, by: Volunteer, who: VolunteerId, facts: Facts) -> None:
        """Raises Forbidden, UnknownVolunteer, AccountRefused and Storage."""
        await self._store.change(
            who,
            lambda people: keeping.with_facts(people, by, who, facts),
            self._act(Deed.FACTS_CHANGED, by, who),
        )

    async def saw_vog(self, by: Volunteer, who: VolunteerId, seen_on: date, valid_until: date) -> None:
        """Somebody has looked at a certificate. Raises Forbidden, UnknownVolunteer, NotOneself, VogInvalid and Storage."""
        vog = certificate(seen_on, by.id, valid_until, today=self._now().date())
        await self._store.change(
            who,
            lambda people: keeping.with_vog(people, by, who, vog),
            self._act(Deed.CERTIFICATE_SEEN, by, who),
        )

    async def set_roles(self, by: Volunteer, who: VolunteerId, roles: Iterable[Role]) -> None:
        """Raises Forbidden, UnknownVolunteer, RoleMissing, RolesApart, LastAdministrator and Storage."""
        held = tuple(roles)
        await self._store.change(
            who,
            lambda people: keeping.with_roles(people, by, who, held),
            self._act(Deed.ROLES_CHANGED, by, who),
        )

    async def shut(self, by: Volunteer, who: VolunteerId) -> None:
        """End its sessions and let nobody in. Raises Forbidden, UnknownVolunteer, NotOneself, LastAdministrator and Storage."""
        await self._store.change(
            who, lambda people: keeping.shut(people, by, who), self._act(Deed.DISABLED, by, who)
        )

    async def reopen(self, by: Volunteer, who: VolunteerId) -> None:
        """Raises Forbidden, UnknownVolunteer, WrongStanding and Storage."""
        await self._store.change(
            who, lambda people: keeping.opened(people, by, who), self._act(Deed.ENABLED, by, who)
        )

    async def remove(self, by: Volunteer, who: VolunteerId) -> None:
        """Forget an account. Raises Forbidden, UnknownVolunteer, NotOneself, LastAdministrator and Storage."""

        def decide(people: People) -> None:
            keeping.removed(people, by, who)

        await self._store.change(who, decide, self._act(Deed.REMOVED, by, who))

    async def invite_again(self, by: Volunteer, who: VolunteerId) -> Link:
        """Another link for who never came. Raises Forbidden, UnknownVolunteer, WrongStanding and Storage."""
        people = await self._store.people()
        if keeping.touched(people, by, who, Permission.INVITE).standing is not Standing.INVITED:
            raise WrongStanding
        return await self._linked(by, who)

    async def ask_reset(self, by: Volunteer, who: VolunteerId) -> Link | None:
        """Ask that an account is given anew, or confirm what another person asked; the link once both did, None before.

        Neither is the owner. Confirmed, nothing opens the account any more but the link, and its sessions end. Raises Forbidden,
        UnknownVolunteer, NotOneself, WrongStanding, SecondPersonNeeded and Storage.
        """
        now = self._now()
        before = keeping.touched(await self._store.people(), by, who, Permission.KEEP_PEOPLE)
        if who == by.id:
            raise NotOneself
        if before.standing is not Standing.ACTIVE:
            raise WrongStanding
        asked = (await self._store.resets()).get(who)
        if asked is None or not -PUT_BACK <= now - asked.asked_at < RESET_WAITS:
            await self._store.ask_reset(Reset(who, by.id, now), self._act(Deed.RESET_ASKED, by, who))
            return None
        if asked.asked_by == by.id:
            raise SecondPersonNeeded
        link = self._link()
        noted = self._act(Deed.RESET_CONFIRMED, by, who)
        if not await self._store.confirm_reset(asked, self._invitation(who, link), noted):
            raise WrongStanding
        return link

    async def drop_reset(self, by: Volunteer, who: VolunteerId) -> None:
        """Take back what was asked. Raises Forbidden, UnknownVolunteer and Storage."""
        keeping.touched(await self._store.people(), by, who, Permission.KEEP_PEOPLE)
        await self._store.drop_reset(who, self._act(Deed.RESET_DROPPED, by, who))

    async def link_at_the_server(self, name: str) -> tuple[Volunteer, Link]:
        """A link to the account of that name, for who sits at the server itself: nobody is above them.

        The old ways in stay good until the link is used. Raises NameInvalid, UnknownVolunteer, WrongStanding and Storage.
        """
        volunteer = await self._named(name)
        if volunteer.standing is Standing.DISABLED:
            raise WrongStanding
        return volunteer, await self._linked(None, volunteer.id)

    async def vog_at_the_server(self, name: str, valid_until: date) -> Volunteer:
        """A certificate seen today by who sits at the server itself. Raises NameInvalid, UnknownVolunteer, VogInvalid and Storage."""
        today = self._now().date()
        vog = certificate(today, None, valid_until, today=today)
        volunteer = await self._named(name)
        changed = await self._store.change(
            volunteer.id,
            lambda people: keeping.seen(people, volunteer.id, vog),
            self._act(Deed.CERTIFICATE_SEEN, None, volunteer.id),
        )
        return changed or volunteer

    async def _named(self, name: str) -> Volunteer:
        account = await self._store.account_named(name_key(tidy_name(name)))
        if account is None:
            raise UnknownVolunteer
        return account.volunteer

    async def _linked(self, by: Volunteer | None, who: VolunteerId) -> Link:
        link = self._link()
        noted = self._act(Deed.LINK_MADE, by, who)
        if not await self._store.invite(self._invitation(who, link), noted):
            raise UnknownVolunteer
        return link

    def _act(self, kind: Deed, by: Volunteer | None, who: VolunteerId) -> Act:
        return Act(kind, self._now(), None if by is None else by.id, who)

    def _link(self) -> Link:
        return Link(Token(new_token()), self._now() + INVITATION_LASTS)

    def _invitation(self, who: VolunteerId, link: Link) -> Invitation:
        return Invitation(hash_of(link.token), who, self._now(), link.until)

    def _entry(
        self,
        volunteer: Volunteer,
        names: Mapping[VolunteerId, str],
        factors: int,
        links: Mapping[VolunteerId, Invitation],
        resets: Mapping[VolunteerId, Reset],
    ) -> Entry:
        now, link, reset = self._now(), links.get(volunteer.id), resets.get(volunteer.id)
        vog = volunteer.vog
        return Entry(
            volunteer,
            None if vog is None or vog.seen_by is None else names.get(vog.seen_by),
            link.expires_at if link is not None and link.is_good_at(now) else None,
            names.get(reset.asked_by) if reset is not None and now - reset.asked_at < RESET_WAITS else None,
            factors,
        )
