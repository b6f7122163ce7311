"""What is kept of people beside themselves, and the store that keeps it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from volunteers.audit import Act, Head, Line
from volunteers.credentials import NO_PASSWORD, PasswordHash, TokenHash
from volunteers.facts import VolunteerId
from volunteers.model import People, Volunteer

TRIES = 5
"""So often a second factor may be shown after one password."""


@dataclass(frozen=True, slots=True)
class Account:
    """A volunteer together with what proves that it is them; *failed* counts refused tries since they last signed in."""

    volunteer: Volunteer
    password_hash: PasswordHash = NO_PASSWORD
    failed: int = 0


class Kind(StrEnum):
    """What a second factor is."""

    TOTP = "totp"
    PASSKEY = "passkey"


@dataclass(frozen=True, slots=True)
class Factor:
    """A second factor. *label* is what its owner calls it.

    Of a telephone *secret* is what it shares, sealed, and *used* the last half minute whose code was used. Of a passkey *secret* is
    the public key, *used* how often it had signed, and *credential* its name; None of a telephone.
    """

    id: str
    volunteer: VolunteerId
    kind: Kind
    label: str
    added_on: date
    secret: bytes
    credential: str | None
    used: int


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser (all times UTC).

    *opened_at* is when they signed in, *seen_at* when somebody was last there, to the minute; *failed* is how many tries
    were refused before.
    """

    token_hash: TokenHash
    volunteer: Volunteer
    opened_at: datetime
    seen_at: datetime
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Pending:
    """A sign-in whose password was right; *challenge* is what a passkey has to sign."""

    token_hash: TokenHash
    volunteer: VolunteerId
    challenge: bytes
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time link to an account; None of it but the hash of its token is kept."""

    token_hash: TokenHash
    volunteer: VolunteerId
    made_at: datetime
    expires_at: datetime

    def is_good_at(self, now: datetime) -> bool:
        """Whether it can be used: not before it was made, should a clock have been put back."""
        return self.made_at - PUT_BACK <= now < self.expires_at


@dataclass(frozen=True, slots=True)
class Reset:
    """Somebody asked for the second factor of an account to be given anew; another one has to confirm."""

    volunteer: VolunteerId
    asked_by: VolunteerId
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Proofs:
    """All that an account can be opened with, set at once when a link is used."""

    password_hash: PasswordHash
    factor: Factor
    recovery: frozenset[TokenHash]


PUT_BACK = timedelta(minutes=5)
"""By so much the clocks of two nodes may differ; what was made later than that has not been made yet, and counts for nothing."""


class PeopleStore(Protocol):
    """Where accounts and what opens them are kept. Every method is one transaction and may raise Storage.

    *noted* is written into the log in that transaction, if the act is done: what cannot be written down is not done.
    """

    async def add(
        self, account: Account, invitation: Invitation | None = None, noted: Act | None = None
    ) -> None:
        """Keep a new account, and the link to it. Raises NameTaken when the key of its name is in use."""
        ...

    async def account(self, who: VolunteerId) -> Account | None:
        """The account of this id."""
        ...

    async def account_named(self, key: str) -> Account | None:
        """The account whose name has this key (see ``model.name_key``)."""
        ...

    async def people(self) -> People:
        """Everybody with an account."""
        ...

    async def change(
        self, who: VolunteerId, decide: Callable[[People], Volunteer | None], noted: Act
    ) -> Volunteer | None:
        """Put what *decide* makes of everybody in the place of one account; None: forget the account.

        Nobody else changes anything meanwhile. What *decide* raises leaves everything as it was. An account that is no longer in use, or lost a role,
        loses its sessions in the same moment; and it leaves the shifts to come that it may be on no longer, each with a line of its own beside *noted*.
        Raises UnknownVolunteer.
        """
        ...

    async def note_failure(self, who: VolunteerId) -> None:
        """Count one refused try."""
        ...

    async def names(self, who: Collection[VolunteerId]) -> Mapping[VolunteerId, str]:
        """The working names of these volunteers; who has no account any more is left out."""
        ...

    async def has_accounts(self, *, practice: bool) -> bool:
        """Whether there is any practice account, or any real one."""
        ...

    async def remove_practice_accounts(self) -> None:
        """Forget all practice accounts and whatever belongs to them."""
        ...

    async def open_session(self, session: Session, noted: Act | None = None) -> bool:
        """Keep a new session, and count refused tries anew; False, and nothing kept, when its account is not in use."""
        ...

    async def sessions(self, tokens: Collection[TokenHash]) -> Sequence[Session]:
        """The sessions of these tokens, expired or not, with the volunteers as they are now."""
        ...

    async def touch_sessions(self, tokens: Collection[TokenHash], now: datetime) -> None:
        """Somebody is there in these sessions."""
        ...

    async def close_session(self, token_hash: TokenHash, noted: Act | None = None) -> None:
        """Forget the session; nothing happens when there is none."""
        ...

    async def close_expired(self, now: datetime, opened_before: datetime) -> None:
        """Forget the sessions that were opened before that, and whatever else has run out by *now*."""
        ...

    async def begin_pending(self, pending: Pending) -> bool:
        """Keep a sign-in that is half done; False when its account is no longer there."""
        ...

    async def try_pending(self, token_hash: TokenHash) -> Pending | None:
        """Count one try at its second step; None when there is no such sign-in, or five tries were counted."""
        ...

    async def spend_pending(self, token_hash: TokenHash) -> bool:
        """Forget it, because it is done; False when somebody else did already."""
        ...

    async def factors(self, who: VolunteerId) -> Sequence[Factor]:
        """The second factors of an account, in the order in which they were added."""
        ...

    async def factor_counts(self) -> Mapping[VolunteerId, int]:
        """How many each account has; none is left out."""
        ...

    async def add_factor(self, factor: Factor, noted: Act | None = None) -> bool:
        """Keep another second factor; False when its passkey is known already, or the account is not there."""
        ...

    async def remove_factor(self, who: VolunteerId, factor: str, noted: Act | None = None) -> None:
        """Forget a second factor of this account. Raises LastFactor when it has no other."""
        ...

    async def use_factor(self, factor: str, used: int) -> bool:
        """Write down that it was used so far; False when it was used as far before, so this counts for nothing."""
        ...

    async def recovery_left(self, who: VolunteerId) -> int:
        """How many recovery codes are not used yet."""
        ...

    async def replace_recovery(
        self, who: VolunteerId, codes: Collection[TokenHash], noted: Act | None = None
    ) -> None:
        """These recovery codes in the place of whatever there was."""
        ...

    async def spend_recovery(self, who: VolunteerId, code: TokenHash) -> bool:
        """Use up a recovery code of this account; False when there is none such."""
        ...

    async def invite(self, invitation: Invitation, noted: Act | None = None) -> bool:
        """Keep a link in the place of whatever link the account had; False when it is not there."""
        ...

    async def invitation(self, token_hash: TokenHash) -> Invitation | None:
        """The invitation of this token, run out or not."""
        ...

    async def invitations(self) -> Mapping[VolunteerId, Invitation]:
        """Every link that was not used."""
        ...

    async def accept(self, token_hash: TokenHash, proofs: Proofs, noted: Act | None = None) -> bool:
        """Use up a link: the account is in use, and these proofs open it instead of any before. False when the link is gone."""
        ...

    async def resets(self) -> Mapping[VolunteerId, Reset]:
        """Whatever was asked and waits for another person."""
        ...

    async def ask_reset(self, reset: Reset, noted: Act | None = None) -> None:
        """Keep that it was asked, in the place of an older asking."""
        ...

    async def drop_reset(self, who: VolunteerId, noted: Act | None = None) -> None:
        """Forget that it was asked."""
        ...

    async def confirm_reset(self, reset: Reset, invitation: Invitation, noted: Act | None = None) -> bool:
        """Take from an account all that opens it and everything it has open, and keep a link to it; False when this was not asked, or no more."""
        ...

    async def know(self, browser: TokenHash, who: VolunteerId, until: datetime) -> None:
        """Somebody has signed in with this browser."""
        ...

    async def knows(self, browser: TokenHash, who: VolunteerId, now: datetime) -> bool:
        """Whether they have, and it still counts."""
        ...

    async def note(self, act: Act) -> None:
        """Write down what was done elsewhere."""
        ...

    async def audit_log(self) -> tuple[Head, Sequence[Line]]:
        """The log as it stands at one moment, in the order of the places."""
        ...

    async def remove_lines(self, before: datetime, now: datetime) -> None:
        """Remove the lines at the beginning of the log that are older than *before*, and write down that it was done."""
        ...
