"""Passwords, tokens, codes and ids: the package's only source of chance, its only hashing and its only sealing."""

from __future__ import annotations

import asyncio
import hmac
import secrets
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from types import TracebackType
from typing import NewType, Self, TypeVar
from unicodedata import normalize

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from volunteers.errors import Busy, PasswordCommon, PasswordLength
from volunteers.facts import VolunteerId
from volunteers.guessed import is_common

PasswordHash = NewType("PasswordHash", str)
"""An argon2id hash with its salt and cost, as argon2 writes them down."""

NO_PASSWORD = PasswordHash("")
"""In the place of a hash while nobody has chosen a password; no password belongs to it."""

SessionToken = NewType("SessionToken", str)
"""The secret in a signed-in browser's cookie; never stored."""

Token = NewType("Token", str)
"""Another secret of the same kind: of an invitation, of a sign-in half done, or of a browser that is known."""

TokenHash = NewType("TokenHash", str)
"""SHA-256 of a token in hex. The token has 256 random bits, so a fast hash is enough."""

PASSWORD_CHARACTERS = range(15, 129)
TOKEN_BYTES = 32
TOKEN_CHARACTERS = 43
"""The length of a token: 32 bytes in URL-safe base64 without padding."""

THREADS = 2
ROOM = 50
"""How many passwords may be in work or waiting: a whole shift that signs in at once. At the default cost
the last of them waits for all that came before."""

_SALT_BYTES = 16
_HASH_BYTES = 32
_NONCE_BYTES = 12
_READABLE = "23456789abcdefghijkmnpqrstuvwxyz"
"""32 characters, five bits each; without 0 and o, 1 and l."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cost:
    """How much work one argon2id hash is. The defaults are REQ-E1's: 3 passes over 64 MiB in one lane."""

    passes: int = 3
    memory_kib: int = 64 * 1024
    lanes: int = 1


DEFAULT_COST = Cost()


class Passwords:
    """Hashes and checks passwords on two threads of its own, so that the event loop never waits for one.

    A context manager: leaving it lets work under way finish and drops what still waits.
    """

    def __init__(self, cost: Cost = DEFAULT_COST, room: int = ROOM) -> None:
        """Hash at this *cost*, with at most *room* passwords in work or waiting."""
        self._hasher = PasswordHasher(
            time_cost=cost.passes,
            memory_cost=cost.memory_kib,
            parallelism=cost.lanes,
            hash_len=_HASH_BYTES,
            salt_len=_SALT_BYTES,
            type=Type.ID,
        )
        self._nobody = _hash_of_nobody(cost)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="passwords")
        self._room = room
        self._inside = 0

    def __enter__(self) -> Self:
        """Ready at once; threads start with the first password."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the threads."""
        self._threads.shutdown(cancel_futures=True)

    async def hash(self, password: str) -> PasswordHash:
        """A new hash of this password, with a salt of its own. Raises PasswordLength and Busy."""
        prepared = _prepared(password)
        if prepared is None:
            raise PasswordLength
        return PasswordHash(await self._work(partial(self._hasher.hash, prepared)))

    @staticmethod
    def judge(password: str, name: str) -> None:
        """Whether somebody of this *name* may choose the password. Raises PasswordLength or PasswordCommon."""
        if _prepared(password) is None:
            raise PasswordLength
        if is_common(password, name):
            raise PasswordCommon

    async def verify(self, password: str, expected: PasswordHash | None) -> bool:
        """Whether the password belongs to this hash; None, for nobody, is never right, nor is NO_PASSWORD.

        Nobody costs as much work as somebody, so the time tells nothing about which names exist. A password
        that cannot be anybody's is answered without work. Raises Busy.
        """
        prepared = _prepared(password)
        if prepared is None:
            return False
        matches = await self._work(partial(self._matches, expected or self._nobody, prepared))
        return matches and bool(expected)

    def _matches(self, expected: PasswordHash, prepared: bytes) -> bool:
        try:
            return self._hasher.verify(expected, prepared)
        except (VerifyMismatchError, InvalidHashError):
            return False

    async def _work(self, work: Callable[[], T]) -> T:
        if self._inside >= self._room:
            raise Busy
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._inside -= 1


def new_password() -> str:
    """A random password a person can type: four groups of five characters, 100 random bits."""
    groups = ("".join(secrets.choice(_READABLE) for _ in range(5)) for _ in range(4))
    return "-".join(groups)


def new_recovery_code() -> str:
    """A code for whoever lost their second factor: four groups of four characters, 80 random bits."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(4))


def new_token() -> str:
    """A new token: 256 random bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_challenge() -> bytes:
    """What a passkey has to sign: 256 random bits."""
    return secrets.token_bytes(TOKEN_BYTES)


def hash_of(token: SessionToken | Token) -> TokenHash:
    """What is stored in the token's place."""
    return TokenHash(sha256(token.encode("utf-8", "surrogatepass")).hexdigest())


def hash_of_code(code: str) -> TokenHash:
    """What is stored in a recovery code's place, however it is typed: with 80 random bits a fast hash is enough."""
    return TokenHash(sha256("".join(filter(str.isalnum, code.lower())).encode()).hexdigest())


def new_id() -> VolunteerId:
    """A new account's id: 128 random bits."""
    return VolunteerId(secrets.token_hex(16))


class Safe:
    """Seals what has to be read again, such as the secret that a telephone shares, with the deployment's key (AES-256-GCM).

    Whoever has the database alone can make no code of it, nor put one account's secret in the place of another's.
    """

    def __init__(self, key: bytes) -> None:
        """*key* is the deployment's; what is sealed here is under one made of it."""
        self._sealing = AESGCM(hmac.digest(key, b"luister people", sha256))

    def seal(self, content: bytes, place: str) -> bytes:
        """*content*, to be opened only for the same *place*."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._sealing.encrypt(nonce, content, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes | None:
        """What was sealed for *place*; None when it was not, or under another key."""
        try:
            return self._sealing.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError):
            return None


def _prepared(password: str) -> bytes | None:
    """The bytes to hash, the same from every keyboard; None when the length is not a password's.

    Composed first (NIST SP 800-63B-4, 3.1.1.2), because phones and desks send the same letter differently.
    """
    composed = normalize("NFKC", password)
    if len(composed) not in PASSWORD_CHARACTERS:
        return None
    # JSON can carry half a surrogate pair; it is merely a wrong password, not a fault.
    return composed.encode("utf-8", "surrogatepass")


def _hash_of_nobody(cost: Cost) -> PasswordHash:
    """A hash that takes as long to check as a true one; whatever matched it would still be refused."""
    salt, digest = (b64encode(bytes(size)).decode().rstrip("=") for size in (_SALT_BYTES, _HASH_BYTES))
    return PasswordHash(f"$argon2id$v=19$m={cost.memory_kib},t={cost.passes},p={cost.lanes}${salt}${digest}")
