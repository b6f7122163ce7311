"""Ids carry enough chance, and nothing that can be counted."""

import re

from chat.entropy import SystemEntropy, connection_id, up_to

KEY = bytes(range(32))


def test_the_same_start_gets_the_same_ticket_under_one_key_only() -> None:
    entropy = SystemEntropy(KEY)
    ticket = entropy.ticket("a" * 22)
    assert re.fullmatch("[0-9a-f]{64}", ticket)
    assert SystemEntropy(KEY).ticket("a" * 22) == ticket
    assert entropy.ticket("b" * 22) != ticket
    assert SystemEntropy(KEY[::-1]).ticket("a" * 22) != ticket
    assert SystemEntropy().ticket("a" * 22) != SystemEntropy().ticket("a" * 22)


def test_ids_are_as_long_as_they_have_to_be_and_never_the_same() -> None:
    entropy = SystemEntropy(KEY)
    for make, characters in ((entropy.conversation, 22), (entropy.epoch, 11), (connection_id, 22)):
        ids = {make() for _ in range(1000)}
        assert len(ids) == 1000
        assert all(re.fullmatch(f"[A-Za-z0-9_-]{{{characters}}}", one) for one in ids)


def test_chance_reaches_both_ends() -> None:
    assert {up_to(3) for _ in range(1000)} == {0, 1, 2, 3}
    assert up_to(0) == 0
