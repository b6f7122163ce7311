"""Ways in which what lies in Redis can be something else than what was put there."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

Spoil = Callable[[Any, str], Awaitable[object]]


async def flipped(client: Any, key: str, field: str) -> None:
    value = await client.hget(key, field)
    assert value
    await client.hset(key, field, value[:-1] + bytes([value[-1] ^ 1]))


async def _retyped(client: Any, key: str) -> None:
    await client.delete(key)
    await client.rpush(key, "garbage")


async def _every_field(client: Any, key: str, made: Callable[[bytes], bytes]) -> None:
    for field, value in (await client.hgetall(key)).items():
        await client.hset(key, field, made(value))


async def _noise(client: Any, key: str) -> None:
    await _every_field(client, key, lambda value: secrets.token_bytes(len(value)))


async def _cut(client: Any, key: str) -> None:
    await _every_field(client, key, lambda value: value[:-1])


async def _nearly_nothing(client: Any, key: str) -> None:
    await _every_field(client, key, lambda _: b"x")


async def _nothing(client: Any, key: str) -> None:
    await _every_field(client, key, lambda _: b"")


async def _other_fields(client: Any, key: str) -> None:
    await client.delete(key)
    await client.hset(key, "something", "else")


async def _mixed(client: Any, key: str) -> None:
    """Every field holds what another held."""
    found = await client.hgetall(key)
    names = list(found)
    for name, value in zip(names, [*found.values()][1:] + [*found.values()][:1], strict=True):
        await client.hset(key, name, value)


async def _text(client: Any, key: str) -> None:
    await client.delete(key)
    await client.set(key, "garbage")


SPOILT: tuple[Spoil, ...] = (
    _retyped,
    _text,
    _noise,
    _cut,
    _nearly_nothing,
    _nothing,
    _other_fields,
    _mixed,
)
