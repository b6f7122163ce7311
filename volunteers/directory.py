"""The use cases of accounts and sign-in, and the store they need."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from volunteers.credentials import (
    PasswordHash,
    Passwords,
    SessionToken,
    TokenHash,
    hash_of,
    new_id,
    new_password,
    new_token,
)
from volunteers.errors import NameInvalid, SignInRefused
from volunteers.model import Role, Volunteer, VolunteerId, enrol, name_key, tidy_name

SESSION_LASTS = timedelta(hours=12)
"""From signing in, however busy somebody is: one shift and its edges (REQ-E4)."""


@dataclass(frozen=True, slots=True)
class Account:
    """A volunteer together with what proves that it is them."""

    volunteer: Volunteer
    password_hash: PasswordHash


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser, until *expires_at* (UTC)."""

    token_hash: TokenHash
    volunteer: Volunteer
    expires_at: datetime


class PeopleStore(Protocol):
    """Where accounts and sessions are kept. Every method may raise Storage."""

    async def add(self, account: Account) -> None:
        """Keep a new account. Raises NameTaken when the key of its name is in use."""
        ...

    async def account_named(self, key: str) -> Account | None:
        """The account whose name has this key (see ``model.name_key``)."""
        ...

    async def names(self, who: Collection[VolunteerId]) -> Mapping[VolunteerId, str]:
        """The working names of these volunteers; who has no account any more is left out."""
        ...

    async def skills(self) -> frozenset[str]:
        """Every skill that an account has."""
        ...

    async def open_session(self, session: Session) -> bool:
        """Keep a new session; False, and nothing kept, when its account is no longer there."""
        ...

    async def session(self, token_hash: TokenHash) -> Session | None:
        """The session of this token, expired or not, with the volunteer as they are now."""
        ...

    async def close_session(self, token_hash: TokenHash) -> None:
        """Forget the session; nothing happens when there is none."""
        ...

    async def close_expired_sessions(self, now: datetime) -> None:
        """Forget every session that had expired by *now*."""
        ...

    async def has_accounts(self, *, practice: bool) -> bool:
        """Whether there is any practice account, or any real one."""
        ...

    async def remove_practice_accounts(self) -> None:
        """Forget all practice accounts and their sessions."""
        ...


class Directory:
    """Who works here, and who is signed in."""

    def __init__(self, store: PeopleStore, passwords: Passwords, *, now: Callable[[], datetime]) -> None:
        """Keep people in *store*; *now* tells the time in UTC, with its time zone."""
        self._store = store
        self._passwords = passwords
        self._now = now

    async def add(
        self,
        name: str,
        roles: Iterable[Role],
        languages: Iterable[str],
        capacity: int = 1,
        password: str | None = None,
        *,
        practice: bool = False,
        skills: Iterable[str] = (),
        leads: bool = False,
    ) -> tuple[Volunteer, str | None]:
        """Make an account; with *password* None its random password is the second value, told only here.

        Raises AccountRefused, Busy and Storage.
        """
        volunteer = enrol(
            new_id(), name, roles, languages, capacity, practice=practice, skills=skills, leads=leads
        )
        chosen = new_password() if password is None else password
        await self._store.add(Account(volunteer, await self._passwords.hash(chosen)))
        return volunteer, chosen if password is None else None

    async def sign_in(self, name: str, password: str) -> tuple[SessionToken, Volunteer]:
        """Open a session of twelve hours.

        Raises SignInRefused, which is the same in every respect for an unknown name and a wrong password,
        Busy and Storage.
        """
        account = await self._account_named(name)
        expected = None if account is None else account.password_hash
        matches = await self._passwords.verify(password, expected)
        if account is None or not matches:
            raise SignInRefused
        now = self._now()
        await self._store.close_expired_sessions(now)
        token = new_token()
        session = Session(hash_of(token), account.volunteer, now + SESSION_LASTS)
        if not await self._store.open_session(session):
            raise SignInRefused
        return token, account.volunteer

    async def volunteer_of(self, token: SessionToken) -> Volunteer | None:
        """Whose live session this token opens; None when it is unknown, signed out or expired."""
        session = await self._store.session(hash_of(token))
        if session is None:
            return None
        if session.expires_at <= self._now():
            await self._store.close_session(session.token_hash)
            return None
        return session.volunteer

    async def names(self, who: Collection[VolunteerId]) -> Mapping[VolunteerId, str]:
        """The working names of these volunteers; who has no account any more is left out."""
        return await self._store.names(who)

    async def skills(self) -> frozenset[str]:
        """Every skill that an account has."""
        return await self._store.skills()

    async def sign_out(self, token: SessionToken) -> None:
        """End the session of this token, if there is one."""
        await self._store.close_session(hash_of(token))

    async def holds_practice_accounts(self) -> bool:
        """Whether accounts of the practice environment are kept here."""
        return await self._store.has_accounts(practice=True)

    async def holds_real_accounts(self) -> bool:
        """Whether accounts of people who meet real seekers are kept here."""
        return await self._store.has_accounts(practice=False)

    async def remove_practice_accounts(self) -> None:
        """Forget the practice environment's accounts and sign them out."""
        await self._store.remove_practice_accounts()

    async def _account_named(self, name: str) -> Account | None:
        try:
            key = name_key(tidy_name(name))
        except NameInvalid:
            return None
        return await self._store.account_named(key)
