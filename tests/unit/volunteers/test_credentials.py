"""Passwords, tokens and the pool that hashes."""

import asyncio
import math
import re

import pytest
from argon2 import extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from volunteers.credentials import (
    TOKEN_CHARACTERS,
    Cost,
    Passwords,
    SessionToken,
    hash_of,
    new_id,
    new_password,
    new_token,
)
from volunteers.errors import Busy, PasswordLength

CHEAP = Cost(passes=1, memory_kib=8)
GOOD = "vijftien letters"


async def turns_while(task: asyncio.Task[object]) -> int:
    """How often the loop comes round before the task is done."""
    turns = 0
    while not task.done():
        await asyncio.sleep(0)
        turns += 1
    return turns


async def test_a_password_belongs_to_its_own_hash_only(passwords: Passwords) -> None:
    noor, sam = await passwords.hash(GOOD), await passwords.hash("een heel ander woord")
    assert await passwords.verify(GOOD, noor)
    assert not await passwords.verify(GOOD, sam)
    assert not await passwords.verify(GOOD + " ", noor)


async def test_two_hashes_of_one_password_differ(passwords: Passwords) -> None:
    assert await passwords.hash(GOOD) != await passwords.hash(GOOD)


async def test_a_hash_costs_three_passes_over_64_mib_unless_told_otherwise() -> None:
    """REQ-E1."""
    with Passwords() as true_cost:
        assert (await true_cost.hash(GOOD)).startswith("$argon2id$v=19$m=65536,t=3,p=1$")


async def test_nobody_costs_the_work_that_somebody_costs(passwords: Passwords) -> None:
    """REQ-E1: the same parameters, lengths and queue."""
    somebody = await passwords.hash(GOOD)
    assert extract_parameters(passwords._nobody) == extract_parameters(somebody)
    assert not await passwords.verify(GOOD, None)
    with Passwords(CHEAP, room=0) as full:
        for expected in (None, somebody):
            with pytest.raises(Busy):
                await full.verify(GOOD, expected)


async def test_nobody_is_refused_even_by_what_matches_their_hash(passwords: Passwords) -> None:
    passwords._nobody = await passwords.hash(GOOD)
    assert not await passwords.verify(GOOD, None)


@pytest.mark.parametrize("length", [0, 1, 14, 129, 4096])
async def test_a_password_of_another_length_is_refused(passwords: Passwords, length: int) -> None:
    """REQ-E2. It never reaches the hash, so it is answered even when the pool is full."""
    with pytest.raises(PasswordLength):
        await passwords.hash("x" * length)
    with Passwords(CHEAP, room=0) as full:
        assert not await full.verify("x" * length, None)


@pytest.mark.parametrize("length", [15, 128])
async def test_a_password_at_either_end_is_taken(passwords: Passwords, length: int) -> None:
    """REQ-E2."""
    password = "é" * length
    assert await passwords.verify(password, await passwords.hash(password))


async def test_the_same_letters_from_another_keyboard_are_the_same_password(passwords: Passwords) -> None:
    composed, apart = "caf\u00e9 om de hoek", "cafe\u0301 om de hoek"
    assert composed != apart
    assert await passwords.verify(apart, await passwords.hash(composed))


async def test_half_a_character_is_a_wrong_password_and_no_fault(passwords: Passwords) -> None:
    assert not await passwords.verify("\ud800" * 20, await passwords.hash(GOOD))


async def test_who_comes_when_the_pool_is_full_is_told_and_heard_later() -> None:
    with Passwords(CHEAP, room=3) as small:
        expected = await small.hash(GOOD)
        answers = await asyncio.gather(
            *(small.verify(GOOD, expected) for _ in range(5)), return_exceptions=True
        )
        assert [type(answer) for answer in answers] == [bool, bool, bool, Busy, Busy]
        assert await small.verify(GOOD, expected)


async def test_the_room_of_somebody_who_left_is_given_back() -> None:
    with Passwords(CHEAP, room=1) as small:
        leaving = asyncio.create_task(small.hash(GOOD))
        await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        assert await small.verify(GOOD, await small.hash(GOOD))


async def test_the_loop_goes_on_turning_while_a_password_is_hashed() -> None:
    async def on_the_loop(true_cost: Passwords) -> object:
        return true_cost._hasher.hash(GOOD)

    with Passwords() as true_cost:
        blocked = await turns_while(asyncio.create_task(on_the_loop(true_cost)))
        free = await turns_while(asyncio.create_task(true_cost.hash(GOOD)))
    assert blocked <= 2
    assert free > 50


def test_a_new_password_has_a_hundred_random_bits_and_can_be_read_aloud() -> None:
    made = [new_password() for _ in range(400)]
    assert all(re.fullmatch(r"[2-9a-z]{5}(-[2-9a-z]{5}){3}", password) for password in made)
    characters = set("".join(made)) - {"-"}
    assert math.log2(len(characters)) * 20 == 100
    assert not characters & set("01lo")
    assert len(set(made)) == len(made)


async def test_a_new_password_is_one_that_an_account_can_have(passwords: Passwords) -> None:
    password = new_password()
    assert await passwords.verify(password, await passwords.hash(password))


def test_tokens_and_ids_never_come_twice() -> None:
    """REQ-E4: 256 bits are 43 characters of six."""
    tokens = [new_token() for _ in range(1000)]
    assert {len(token) for token in tokens} == {TOKEN_CHARACTERS} == {43}
    assert len(set(tokens)) == len({new_id() for _ in range(1000)}) == 1000


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789-_", min_size=1), st.text("ab", min_size=1))
def test_what_is_stored_for_a_token_tells_it_from_others_and_does_not_hold_it(one: str, other: str) -> None:
    kept = hash_of(SessionToken(one))
    assert re.fullmatch(r"[0-9a-f]{64}", kept)
    assert (kept == hash_of(SessionToken(other))) is (one == other)
    assert kept != one
