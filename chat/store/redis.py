"""A Redis or Valkey as the stores need it: transactions in two round trips, and one channel to listen to.

What is closed here of redis-py's traps: the pool is bounded and waits; nothing is tried twice behind our back, since
a transaction that was sent may have been carried out; a subscriber has no read timeout, and reconnects by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from enum import Enum

import redis.asyncio as library
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, AuthorizationError, RedisError, ResponseError

from chat.errors import Storage
from chat.identifiers import Instant

CONNECTIONS_MOST = 16
WITHIN_SECONDS = 2.0
CONNECT_WITHIN_SECONDS = 1.0

Command = tuple[bytes | str | int, ...]
Reply = bytes | int | list["Reply"] | None

SETTINGS = ("save", "appendonly", "maxmemory-policy")
"""What decides whether a server keeps, or throws away."""

TIME: Command = ("TIME",)
"""Reads the server's own time; :func:`instant` understands the reply."""


class Outcome(Enum):
    """What became of a transaction."""

    DONE = "done"
    LOST = "lost"
    UNKNOWN = "unknown"
    """It was sent, and no answer came."""


class Unfit(Exception):
    """This server would keep what must not be kept, or throw away what must be."""


class Unwilling(Exception):
    """This server answers, and will not have us: a password is wrong, or a command is not ours to give."""


class Redis:
    """One server, spoken to over a bounded pool. Everything raises Storage while it cannot be reached."""

    def __init__(self, url: str) -> None:
        options = {
            "max_connections": CONNECTIONS_MOST,
            "timeout": WITHIN_SECONDS,
            # With one the library waits by wait_for, which on Python 3.11 can lose our being cancelled.
            "socket_timeout": None,
            "socket_connect_timeout": CONNECT_WITHIN_SECONDS,
            "retry": Retry(NoBackoff(), 0),
            "protocol": 2,
        }
        self._url = url
        self._pool = library.BlockingConnectionPool.from_url(url, **options)

    async def close(self) -> None:
        """Let go of every connection."""
        with suppress(RedisError, OSError):
            await self._pool.aclose()

    async def ask(self, *commands: Command) -> list[Reply]:
        """The replies to these commands, in order."""
        async with self._connection() as connection:
            return await _talk(connection, commands)

    async def transact(
        self,
        keys: Sequence[str],
        reads: Sequence[Command],
        decide: Callable[[list[Reply]], Sequence[Command] | None],
    ) -> Outcome | None:
        """Write what *decide* makes of what was read, unless one of *keys* has changed since.

        None when there was nothing to write. What *decide* raises is raised.
        """
        async with self._connection() as connection:
            _, *replies = await _talk(connection, [("WATCH", *keys), *reads])
            writes = None
            try:
                writes = decide(replies)
            finally:
                if writes is None:
                    await _talk(connection, [("UNWATCH",)])
            if writes is None:
                return None
            try:
                *_, done = await _talk(connection, [("MULTI",), *writes, ("EXEC",)])
            except Storage:
                await connection.disconnect()
                return Outcome.UNKNOWN
            return Outcome.LOST if done is None else Outcome.DONE

    async def listen(self, channel: str, hear: Callable[[bytes], Awaitable[None]]) -> None:
        """Give everything that is published on *channel* to *hear*, until cancelled, or until the line breaks.

        Raises Storage when it breaks.
        """
        client = library.Redis.from_url(
            self._url,
            socket_timeout=None,
            socket_connect_timeout=CONNECT_WITHIN_SECONDS,
            socket_keepalive=True,
            protocol=2,
        )
        pubsub = client.pubsub()
        try:
            await pubsub.subscribe(channel)
            async for message in pubsub.listen():
                if message["type"] == "message":
                    await hear(message["data"])
        except (RedisError, OSError, TimeoutError) as fault:
            raise Storage from fault
        finally:
            with suppress(RedisError, OSError):
                await pubsub.aclose()  # type: ignore[no-untyped-call]  # the library's
                await client.aclose()

    async def check(self) -> None:
        """Raise Unfit when this server writes to disk, or throws things away when it is full; Unwilling when it will not say."""
        try:
            save, log, policy = await self.ask(*(("CONFIG", "GET", name) for name in SETTINGS))
        except Storage as fault:
            if isinstance(fault.__cause__, AuthenticationError | AuthorizationError | ResponseError):
                raise Unwilling from fault
            raise
        if (save, log, policy) != (
            [b"save", b""],
            [b"appendonly", b"no"],
            [b"maxmemory-policy", b"noeviction"],
        ):
            raise Unfit

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[library.Connection]:
        try:
            async with asyncio.timeout(WITHIN_SECONDS):
                connection = await self._pool.get_connection()  # type: ignore[no-untyped-call]  # the library's
        except (RedisError, OSError, TimeoutError) as fault:
            raise Storage from fault
        try:
            yield connection
        except (Storage, asyncio.CancelledError):
            # Half a conversation on this line would be answered to the next.
            with suppress(RedisError, OSError):
                await connection.disconnect()
            raise
        finally:
            await self._pool.release(connection)


@asynccontextmanager
async def open_redis(url: str) -> AsyncIterator[Redis]:
    """The server at this address, for as long as the block lasts. Raises Unfit or Unwilling, and Storage when nobody answers."""
    redis = Redis(url)
    try:
        await redis.check()
        yield redis
    finally:
        await redis.close()


def instant(time: Reply) -> Instant:
    """The moment that the server told. Raises Storage when it told none."""
    match time:
        case [bytes(seconds), bytes(micros)]:
            return Instant(int(seconds) + int(micros) / 1_000_000)
        case _:
            raise Storage


async def _talk(connection: library.Connection, commands: Sequence[Command]) -> list[Reply]:
    try:
        async with asyncio.timeout(WITHIN_SECONDS):
            await connection.send_packed_command(connection.pack_commands(commands), check_health=False)
            return [await _reply(connection) for _ in commands]
    except (RedisError, OSError, TimeoutError) as fault:
        raise Storage from fault


async def _reply(connection: library.Connection) -> Reply:
    """The next reply; None also where something of another type stands in our place, which is as good as nothing."""
    try:
        reply: Reply = await connection.read_response()
    except ResponseError as fault:
        if str(fault).startswith("WRONGTYPE"):
            return None
        raise
    return reply
