"""Signing in: a name and a password first, then a second factor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from volunteers import totp
from volunteers.audit import Act, Deed
from volunteers.credentials import (
    Passwords,
    Safe,
    SessionToken,
    Token,
    TokenHash,
    hash_of,
    hash_of_code,
    new_challenge,
    new_token,
)
from volunteers.directory import SESSION_LASTS
from volunteers.errors import CodeRefused, NameInvalid, PendingGone, SignInRefused
from volunteers.facts import VolunteerId
from volunteers.model import Standing, Volunteer, name_key, tidy_name
from volunteers.passkeys import Options, Passkey, Relying, name_of
from volunteers.records import PUT_BACK, Account, Factor, Kind, Pending, PeopleStore, Session
from volunteers.throttle import Caller, Throttle, source_of

PENDING_LASTS = timedelta(minutes=5)
KNOWN_LASTS = timedelta(days=90)
"""So long a browser is known in which somebody signed in."""
NOBODY = VolunteerId("")


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody comes: from which *address*, None when it is not told, and with which secret of a known *browser*."""

    address: str | None = None
    browser: Token | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in whose password was right: its secret, what may follow, and what a passkey is asked, None without one."""

    pending: Token
    methods: tuple[str, ...]
    passkey: Options | None


@dataclass(frozen=True, slots=True)
class Code:
    """A code somebody typed: *recovery* or of the app on a telephone."""

    text: str
    recovery: bool


Shown = Code | Mapping[str, object]
"""What is shown as the second factor: a code, or what a browser says a passkey signed."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session, and the secret by which this browser is known from now on."""

    token: SessionToken
    volunteer: Volunteer
    failed: int
    browser: Token


class SignIn:
    """The way in."""

    def __init__(
        self,
        store: PeopleStore,
        passwords: Passwords,
        safe: Safe,
        relying: Relying,
        throttle: Throttle,
        *,
        now: Callable[[], datetime],
    ) -> None:
        """*now* tells the time in UTC, with its time zone."""
        self._store = store
        self._passwords = passwords
        self._safe = safe
        self._relying = relying
        self._throttle = throttle
        self._now = now

    async def begin(self, name: str, password: str, way: Way) -> Begun:
        """The first step.

        Raises SignInRefused, which is the same in every respect for an unknown name, a wrong password, and an account that is not in
        use; SlowDown, Busy and Storage.
        """
        key = _key_of(name) or ""
        caller = await self._caller(key, way)
        with self._throttle.trying(caller):
            account = await self._store.account_named(key)
            matches = await self._passwords.verify(
                password, None if account is None else account.password_hash
            )
            if account is None or not matches:
                if account is not None:
                    await self._store.note_failure(account.volunteer.id)
                raise SignInRefused
        factors = await self._store.factors(account.volunteer.id)
        if account.volunteer.standing is not Standing.ACTIVE or not factors:
            raise SignInRefused
        return await self._pending(account.volunteer, factors)

    async def finish(self, pending: Token, shown: Shown, way: Way) -> SignedIn:
        """The second step; what was shown is used up even when it was too late.

        Raises CodeRefused, after which another try may follow; PendingGone, after which the first step has to come again; and Storage.
        """
        now = self._now()
        begun = await self._store.try_pending(hash_of(pending))
        if begun is None or not begun.made_at - PUT_BACK <= now < begun.expires_at:
            raise PendingGone
        account = await self._store.account(begun.volunteer)
        if account is None or account.volunteer.standing is not Standing.ACTIVE:
            raise PendingGone
        caller = await self._caller(name_key(account.volunteer.name), way)
        if not await self._is_shown(begun, shown, now):
            self._throttle.wrong(caller)
            await self._store.note_failure(begun.volunteer)
            raise CodeRefused
        if not await self._store.spend_pending(begun.token_hash):
            raise PendingGone
        self._throttle.passed(caller)
        return await self.open(account, way)

    async def open(self, account: Account, way: Way) -> SignedIn:
        """A session of twelve hours for somebody who has shown who they are. Raises PendingGone when the account has gone."""
        now, who = self._now(), account.volunteer
        await self._store.close_expired(now, now - SESSION_LASTS)
        token = SessionToken(new_token())
        session = Session(hash_of(token), who, now, now, account.failed)
        if not await self._store.open_session(session, Act(Deed.SIGNED_IN, now, who.id)):
            raise PendingGone
        browser = way.browser
        if browser is None or not await self._store.knows(hash_of(browser), who.id, now):
            browser = Token(new_token())
        await self._store.know(hash_of(browser), who.id, now + KNOWN_LASTS)
        return SignedIn(token, who, account.failed, browser)

    async def _pending(self, volunteer: Volunteer, factors: Sequence[Factor]) -> Begun:
        now, token, challenge = self._now(), Token(new_token()), new_challenge()
        begun = Pending(hash_of(token), volunteer.id, challenge, now, now + PENDING_LASTS)
        if not await self._store.begin_pending(begun):
            raise SignInRefused
        passkeys = [factor.credential for factor in factors if factor.credential is not None]
        kinds = {factor.kind for factor in factors}
        methods = [kind.value for kind in (Kind.PASSKEY, Kind.TOTP) if kind in kinds]
        if await self._store.recovery_left(volunteer.id):
            methods.append("recovery")
        options = self._relying.asks_to_sign(challenge, passkeys) if passkeys else None
        return Begun(token, tuple(methods), options)

    async def _caller(self, key: str, way: Way) -> Caller:
        """Who tries. Without a browser that says it is known this asks nothing of the store, however many try."""
        browser: TokenHash | None = None
        if way.browser is not None:
            account = await self._store.account_named(key)
            who = NOBODY if account is None else account.volunteer.id
            if await self._store.knows(hash_of(way.browser), who, self._now()):
                browser = hash_of(way.browser)
        return Caller(key, source_of(way.address), browser)

    async def _is_shown(self, begun: Pending, shown: Shown, now: datetime) -> bool:
        """Whether this is a second factor of the account that began; a code that fits is used up by being looked at."""
        if isinstance(shown, Code) and shown.recovery:
            return await self._store.spend_recovery(begun.volunteer, hash_of_code(shown.text))
        for factor in await self._store.factors(begun.volunteer):
            if isinstance(shown, Code):
                used = self._step(factor, shown.text, now)
            else:
                used = self._signature(factor, shown, begun.challenge)
            if used is not None:
                # A passkey that does not count what it signs is told from a copy by nothing.
                return used == 0 or await self._store.use_factor(factor.id, used)
        return False

    def _step(self, factor: Factor, code: str, now: datetime) -> int | None:
        if factor.kind is not Kind.TOTP:
            return None
        secret = self._safe.open(factor.secret, factor.id)
        return None if secret is None else totp.step_of(secret.decode(), code, now, after=factor.used)

    def _signature(self, factor: Factor, shown: Mapping[str, object], challenge: bytes) -> int | None:
        if factor.credential is None or factor.credential != name_of(shown):
            return None
        try:
            return self._relying.signed(
                shown, challenge, Passkey(factor.credential, factor.secret, factor.used)
            )
        except CodeRefused:
            return None


def _key_of(name: str) -> str | None:
    try:
        return name_key(tidy_name(name))
    except NameInvalid:
        return None
