"""Ids carry enough chance, and nothing that can be counted."""

import re

from chat.entropy import SystemEntropy, connection_id, new_key, node_id, nonce, up_to
from chat.identifiers import ConnectionId, ConversationId, node_of

KEY = bytes(range(32))


def test_the_same_start_is_the_same_young_person_under_one_key_only() -> None:
    entropy = SystemEntropy(KEY)
    seeker = entropy.seeker("a" * 22)
    assert re.fullmatch("[0-9a-f]{32}", seeker)
    assert SystemEntropy(KEY).seeker("a" * 22) == seeker
    assert entropy.seeker("b" * 22) != seeker
    assert SystemEntropy(KEY[::-1]).seeker("a" * 22) != seeker


def test_ids_are_as_long_as_they_have_to_be_and_never_the_same() -> None:
    entropy = SystemEntropy(KEY)
    for make, characters in (
        (entropy.conversation, 22),
        (entropy.epoch, 11),
        (entropy.generation, 22),
        (node_id, 11),
    ):
        ids = {make() for _ in range(1000)}
        assert len(ids) == 1000
        assert all(re.fullmatch(f"[A-Za-z0-9_-]{{{characters}}}", one) for one in ids)


def test_the_same_conversation_has_the_same_return_words_under_the_same_key_only() -> None:
    one, other = ConversationId("one"), ConversationId("other")
    made = {SystemEntropy(key).returning(talk) for key in (KEY, KEY[::-1]) for talk in (one, other)}
    assert len(made) == 4
    assert {len(chance) for chance in made} == {32}
    assert SystemEntropy(KEY).returning(one) == SystemEntropy(KEY).returning(one)


def test_a_socket_tells_its_node_and_nothing_that_can_be_counted() -> None:
    node = node_id()
    ids = {connection_id(node) for _ in range(1000)}
    assert len(ids) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{11}\.[A-Za-z0-9_-]{22}", one) for one in ids)
    assert {node_of(ConnectionId(one)) for one in ids} == {node}


def test_keys_and_nonces_are_chance_of_the_right_length() -> None:
    for make, size in ((new_key, 32), (nonce, 24)):
        made = {make() for _ in range(100)}
        assert len(made) == 100
        assert {len(one) for one in made} == {size}


def test_chance_reaches_both_ends() -> None:
    assert {up_to(3) for _ in range(1000)} == {0, 1, 2, 3}
    assert up_to(0) == 0
