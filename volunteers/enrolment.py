"""Setting up what an account is opened with: a password and a second factor when a link is used, more factors later."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from volunteers import totp
from volunteers.audit import Act, Deed
from volunteers.credentials import (
    Passwords,
    Safe,
    Token,
    TokenHash,
    hash_of,
    hash_of_code,
    new_challenge,
    new_id,
    new_recovery_code,
)
from volunteers.errors import (
    CodeRefused,
    EnrolmentGone,
    InviteGone,
    PendingGone,
    SignInAgain,
    TooManyFactors,
)
from volunteers.model import Standing, Volunteer
from volunteers.passkeys import Options, Relying
from volunteers.records import PUT_BACK, Account, Factor, Kind, PeopleStore, Proofs, Session
from volunteers.sign_in import SignedIn, SignIn, Way

ENROLMENT_LASTS = timedelta(minutes=30)
"""So long somebody may take to set up what they were shown."""
FRESH = timedelta(minutes=15)
"""So long after signing in somebody may change what their account is opened with; a stolen session may not."""
RECOVERY_CODES = 10
FACTORS_MOST = 6
LABEL_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Offered:
    """What somebody may set up as a second factor; *enrolment* goes with what they send back."""

    enrolment: str
    secret: str
    uri: str
    passkey: Options


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that is good: whose it is, whether they have been here before, and what they may set up."""

    volunteer: Volunteer
    is_reset: bool
    offered: Offered


@dataclass(frozen=True, slots=True)
class Made:
    """A second factor that was set up: a *code* of the app on a telephone, or what a browser says of a new passkey."""

    shown: str | Mapping[str, object]
    label: str


class Enrolment:
    """Everything by which an account gets something to open it with."""

    def __init__(
        self,
        store: PeopleStore,
        passwords: Passwords,
        safe: Safe,
        relying: Relying,
        sign_in: SignIn,
        *,
        now: Callable[[], datetime],
    ) -> None:
        """*now* tells the time in UTC, with its time zone."""
        self._store = store
        self._passwords = passwords
        self._safe = safe
        self._relying = relying
        self._sign_in = sign_in
        self._now = now

    async def open(self, link: Token) -> Opened:
        """What a link leads to; looking does not use it up. Raises InviteGone and Storage."""
        volunteer = await self._invited(link)
        offered = self._offer(volunteer, hash_of(link), ())
        return Opened(volunteer, volunteer.standing is Standing.ACTIVE, offered)

    async def judge(self, link: Token, password: str) -> None:
        """Whether it may be chosen. Raises InviteGone, PasswordLength, PasswordCommon and Storage."""
        Passwords.judge(password, (await self._invited(link)).name)

    async def accept(
        self, link: Token, enrolment: str, password: str, made: Made, way: Way
    ) -> tuple[SignedIn, Sequence[str]]:
        """Use a link up: the account is in use, its owner signed in, and told ten recovery codes, only here.

        Raises InviteGone, PasswordLength, PasswordCommon, EnrolmentGone, CodeRefused, Busy and Storage; the link stays good then.
        """
        volunteer = await self._invited(link)
        Passwords.judge(password, volunteer.name)
        factor = self._factor(volunteer, hash_of(link), enrolment, made)
        hashed, codes = await self._passwords.hash(password), recovery_codes()
        proofs = Proofs(hashed, factor, _hashed(codes))
        if not await self._store.accept(hash_of(link), proofs, self._act(Deed.LINK_USED, volunteer)):
            raise InviteGone
        account = await self._store.account(volunteer.id)
        if account is None:
            raise InviteGone
        try:
            return await self._sign_in.open(account, way), codes
        except PendingGone:
            raise InviteGone from None

    async def settle(self, volunteer: Volunteer, password: str, secret: str) -> None:
        """Make an account that is in use at once, with a password and a telephone's secret: of the practice environment.

        Raises NameTaken, PasswordLength, Busy and Storage.
        """
        hashed = await self._passwords.hash(password)
        await self._store.add(Account(volunteer, hashed))
        await self._store.add_factor(self._telephone(volunteer, secret, "", 0))

    async def factors(self, session: Session) -> tuple[Sequence[Factor], int]:
        """One's own second factors, and how many recovery codes are left."""
        who = session.volunteer.id
        return await self._store.factors(who), await self._store.recovery_left(who)

    async def offer(self, session: Session) -> Offered:
        """What somebody who is signed in may set up beside what they have."""
        held = await self._store.factors(session.volunteer.id)
        known = [factor.credential for factor in held if factor.credential is not None]
        return self._offer(session.volunteer, session.token_hash, known)

    async def add(self, session: Session, enrolment: str, made: Made) -> None:
        """Set up another second factor. Raises SignInAgain, TooManyFactors, EnrolmentGone, CodeRefused and Storage."""
        self._ask_fresh(session)
        if len(await self._store.factors(session.volunteer.id)) >= FACTORS_MOST:
            raise TooManyFactors
        factor = self._factor(session.volunteer, session.token_hash, enrolment, made)
        if not await self._store.add_factor(factor, self._act(Deed.FACTOR_ADDED, session.volunteer)):
            raise CodeRefused

    async def remove(self, session: Session, factor: str) -> None:
        """Forget a second factor of one's own. Raises SignInAgain, LastFactor and Storage."""
        self._ask_fresh(session)
        noted = self._act(Deed.FACTOR_REMOVED, session.volunteer)
        await self._store.remove_factor(session.volunteer.id, factor, noted)

    async def renew_recovery(self, session: Session) -> Sequence[str]:
        """Ten new recovery codes in the place of the old ones, told only here. Raises SignInAgain and Storage."""
        self._ask_fresh(session)
        codes = recovery_codes()
        noted = self._act(Deed.RECOVERY_RENEWED, session.volunteer)
        await self._store.replace_recovery(session.volunteer.id, _hashed(codes), noted)
        return codes

    def _act(self, kind: Deed, by: Volunteer) -> Act:
        return Act(kind, self._now(), by.id)

    async def _invited(self, link: Token) -> Volunteer:
        invitation = await self._store.invitation(hash_of(link))
        if invitation is None or not invitation.is_good_at(self._now()):
            raise InviteGone
        account = await self._store.account(invitation.volunteer)
        if account is None or account.volunteer.standing is Standing.DISABLED:
            raise InviteGone
        return account.volunteer

    def _offer(self, volunteer: Volunteer, place: TokenHash, known: Sequence[str]) -> Offered:
        secret, challenge = totp.new_secret(), new_challenge()
        content = json.dumps([secret, challenge.hex(), int(self._now().timestamp())]).encode()
        enrolment = urlsafe_b64encode(self._safe.seal(content, f"enrolment {place}")).decode()
        passkey = self._relying.asks_for_new(volunteer.id, volunteer.name, challenge, known)
        return Offered(enrolment, secret, totp.uri(secret, volunteer.name), passkey)

    def _factor(self, volunteer: Volunteer, place: TokenHash, enrolment: str, made: Made) -> Factor:
        """What was set up, once it is shown that it works. Raises EnrolmentGone and CodeRefused."""
        secret, challenge = self._shown(place, enrolment)
        label = made.label[:LABEL_CHARACTERS]
        if isinstance(made.shown, str):
            step = totp.step_of(secret, made.shown, self._now(), after=0)
            if step is None:
                raise CodeRefused
            return self._telephone(volunteer, secret, label, step)
        passkey = self._relying.made(made.shown, challenge)
        today = self._now().date()
        return Factor(
            *(new_id(), volunteer.id, Kind.PASSKEY, label, today),
            *(passkey.public_key, passkey.credential, passkey.uses),
        )

    def _telephone(self, volunteer: Volunteer, secret: str, label: str, used: int) -> Factor:
        name, today = new_id(), self._now().date()
        sealed = self._safe.seal(secret.encode(), name)
        return Factor(name, volunteer.id, Kind.TOTP, label, today, sealed, None, used)

    def _shown(self, place: TokenHash, enrolment: str) -> tuple[str, bytes]:
        try:
            sealed = urlsafe_b64decode(enrolment.encode("ascii"))
        except (NotBase64, ValueError):
            raise EnrolmentGone from None
        content = self._safe.open(sealed, f"enrolment {place}")
        if content is None:
            raise EnrolmentGone
        secret, challenge, shown_at = json.loads(content)
        passed = self._now() - datetime.fromtimestamp(shown_at, self._now().tzinfo)
        if not -PUT_BACK <= passed < ENROLMENT_LASTS:
            raise EnrolmentGone
        return str(secret), bytes.fromhex(challenge)

    def _ask_fresh(self, session: Session) -> None:
        if self._now() - session.opened_at >= FRESH:
            raise SignInAgain


def recovery_codes() -> Sequence[str]:
    """Ten new ones."""
    return tuple(new_recovery_code() for _ in range(RECOVERY_CODES))


def _hashed(codes: Sequence[str]) -> frozenset[TokenHash]:
    return frozenset(map(hash_of_code, codes))
